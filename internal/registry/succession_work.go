package registry

import (
	"context"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/succession"
)

// worked is a plan worked out on the register: what is shown, and what is to be written.
type worked struct {
	plan   succession.Plan
	ref    *Reference
	scheme *succession.Scheme
	counts succession.Counts
	items  []succession.Item
	files  []movedFile
	keys   []movedKey
	cases  []succession.Case
}

type movedFile struct {
	file succession.File
	move succession.FileMove
	from jurisdiction.Authority
	to   jurisdiction.Authority
}

type movedKey struct {
	key  Key
	from jurisdiction.Authority
	to   *jurisdiction.Authority // nil: the key ends
}

// workOut goes through every open file and key of the offices that end, and every organisation and unit they were competent for.
func (r *Registry) workOut(ctx context.Context, tx ReadTx, plan succession.Plan, ref *Reference) (*worked, error) {
	w := &worked{plan: plan, ref: ref, scheme: succession.NewScheme(plan, ref.Places, ref.Authorities)}
	ended := w.scheme.Offices()
	w.counts.Offices = len(ended)
	files, err := tx.OpenFiles(ctx, w.offices(ended))
	if err != nil {
		return w, err
	}
	for _, f := range files {
		w.file(f)
	}
	keys, err := tx.KeysOf(ctx, idsOf(ended))
	if err != nil {
		return w, err
	}
	for _, k := range keys {
		w.key(k)
	}
	err = tx.EachHolder(ctx, func(o coop.Organization) error {
		w.holder(r.book.Jurisdiction, holder{
			subject: succession.SubjectOrganization, id: o.ID.String(), label: o.Name.Vi, authority: o.Registration.AuthorityID, kind: o.Kind,
			seat:     succession.Seat{Place: o.Seat.Place, On: o.SeatOn},
			question: jurisdiction.Question{Kind: string(o.Kind), Procedure: lifeProcedure(o)},
		})
		return nil
	})
	if err != nil {
		return w, err
	}
	return w, tx.EachUnitHolder(ctx, func(u coop.Unit, of coop.Kind) error {
		w.holder(r.book.Jurisdiction, holder{
			subject: succession.SubjectUnit, id: u.ID.String(), label: u.Name, authority: u.Registration.AuthorityID, kind: of,
			seat:     succession.Seat{Place: u.Seat.Place, On: u.SeatOn},
			question: jurisdiction.Question{Kind: string(u.Kind), Of: of, Procedure: coop.ProcedureUnitChange},
		})
		return nil
	})
}

// holder is an organisation or unit on the register: who registered it, where it lies, and the question who is competent for it.
type holder struct {
	subject              succession.Subject
	id, label, authority string
	kind                 coop.Kind // of the organisation
	seat                 succession.Seat
	question             jurisdiction.Question
}

// offices adds to those that end the ones that hand files over.
func (w *worked) offices(ended []jurisdiction.AuthorityID) []string {
	all := idsOf(ended)
	for _, h := range w.plan.HandOver {
		for _, a := range w.ref.Authorities.List(jurisdiction.Query{Level: h.From.Level(), On: w.plan.On, Limit: maxOffices}) {
			if a.Office == h.From {
				all = append(all, a.ID.String())
			}
		}
	}
	return all
}

const maxOffices = 20_000 // more than there ever were

func idsOf(offices []jurisdiction.AuthorityID) []string {
	ids := make([]string, len(offices))
	for i, office := range offices {
		ids[i] = office.String()
	}
	return ids
}

// fate says where something of an office goes; false where the plan leaves it there.
func (w *worked) fate(from jurisdiction.Authority, kind coop.Kind, seat succession.Seat) (succession.Fate, bool) {
	if len(w.scheme.Heirs(from.ID)) > 0 {
		return w.scheme.Fate(from.ID, seat), true
	}
	if to, ok := w.plan.HandsOver(from.Office, kind); ok {
		return w.scheme.Handed(from, to, seat), true
	}
	return succession.Fate{}, false
}

func (w *worked) file(f succession.File) {
	from, ok := w.ref.authority(f.AuthorityID)
	if !ok {
		return
	}
	fate, moves := w.fate(from, f.OrganizationKind, f.Seat)
	if !moves {
		return
	}
	label := f.Number
	if label == "" {
		label = f.Procedure
	}
	if w.note(succession.SubjectDossier, f.ID, label, from, fate) {
		w.files = append(w.files, w.moved(f, from, fate))
	}
}

// moved puts what a file declares on the map of the day: its address stays as written, its codes follow.
func (w *worked) moved(f succession.File, from jurisdiction.Authority, fate succession.Fate) movedFile {
	m := movedFile{file: f, from: from, to: fate.To}
	m.move = succession.FileMove{ID: f.ID, AuthorityID: fate.To.ID.String(), Province: w.ref.province(fate.To), Revision: f.Revision}
	if f.Declared {
		m.move.Place = fate.Place
	}
	for _, code := range f.Area {
		if now := w.ref.Places.Follow(code, f.Seat.On, w.plan.On); len(now) == 1 {
			code = now[0].Code
		}
		if !slices.Contains(m.move.Area, code) {
			m.move.Area = append(m.move.Area, code)
		}
	}
	return m
}

func (w *worked) key(k Key) {
	from, ok := w.ref.authority(k.AuthorityID)
	if !ok {
		return
	}
	fate := w.scheme.Key(w.plan.Accounts, k.ID, from)
	if fate.Ends {
		w.add(succession.Item{Subject: succession.SubjectKey, ID: k.ID, Label: k.Name, From: refOf(from, from.To.AddDays(-1)), Outcome: succession.OutcomeEnds})
		w.keys = append(w.keys, movedKey{key: k, from: from})
		return
	}
	if w.note(succession.SubjectKey, k.ID, k.Name, from, fate.Fate) {
		w.keys = append(w.keys, movedKey{key: k, from: from, to: &fate.To})
	}
}

// holder notes whose competence an organisation or unit comes under. Nothing is written of it: which office is competent
// follows from the law, the map and the seat; only a seat in a split commune leaves a question.
func (w *worked) holder(rules jurisdiction.Rules, h holder) {
	before := w.plan.On.AddDays(-1)
	seat := h.seat
	from, known := w.ref.authority(h.authority) // hands over the files of what it registered
	if _, hands := w.plan.HandsOver(from.Office, h.kind); !known || !hands || !from.Contains(w.plan.On) {
		then := w.ref.Places.Follow(seat.Place, seat.On, before)
		if len(then) != 1 {
			return
		}
		h.question.Place, h.question.On = then[0].Code, before
		ruling, err := jurisdiction.Decide(rules, w.ref.Places, h.question)
		if err != nil {
			return
		}
		if from, known = w.ref.Authorities.ForPlace(ruling.Keeper, ruling.KeeperPlace, before); !known {
			return
		}
		seat = succession.Seat{Place: then[0].Code, On: before}
	}
	if fate, moves := w.fate(from, h.kind, seat); moves {
		w.note(h.subject, h.id, h.label, from, fate)
	}
}

// note shows what becomes of a subject and keeps the question where there is one; it tells whether the subject moves.
func (w *worked) note(subject succession.Subject, subjectID, label string, from jurisdiction.Authority, fate succession.Fate) bool {
	item := succession.Item{Subject: subject, ID: subjectID, Label: label, From: refOf(from, w.plan.On.AddDays(-1)), Outcome: succession.OutcomeMoves}
	if fate.Decided() {
		to := refOf(fate.To, w.plan.On)
		item.To = &to
		w.add(item)
		return true
	}
	item.Outcome, item.Reason = succession.OutcomeCase, fate.Reason
	item.Candidates = make([]coop.AuthorityRef, len(fate.Candidates))
	for i, c := range fate.Candidates {
		item.Candidates[i] = refOf(c, w.plan.On)
	}
	w.add(item)
	w.cases = append(w.cases, succession.Case{
		ID: id.New[succession.Case](), Subject: subject, SubjectID: subjectID, Label: label, From: item.From,
		Candidates: item.Candidates, Reason: item.Reason,
	})
	return false
}

func (w *worked) add(item succession.Item) {
	w.counts.Count(item)
	w.items = append(w.items, item)
}

// carryOut writes what was worked out: the succession, the files and keys with an entry of the ledger each, the questions.
func (r *Registry) carryOut(ctx context.Context, tx Tx, w *worked, applied succession.Applied) error {
	if err := tx.AddSuccession(ctx, applied); err != nil {
		return err
	}
	moves, entries := make([]succession.FileMove, 0, len(w.files)), make([]history.Entry, 0, len(w.files)+len(w.keys)+1)
	entries = append(entries, r.successionEntry(ctx, tx, w.plan, "succession.applied", applied))
	for _, m := range w.files {
		moves, entries = append(moves, m.move), append(entries, r.fileMoved(ctx, tx, w.plan, m))
	}
	if err := tx.MoveDossiers(ctx, applied.ID, moves); err != nil {
		return err
	}
	for _, k := range w.keys {
		entry, err := r.moveKey(ctx, tx, w.plan, k)
		if err != nil {
			return err
		}
		entries = append(entries, entry)
	}
	if err := tx.AddCases(ctx, applied.ID, w.cases); err != nil {
		return err
	}
	if err := r.layAllMatters(ctx, tx); err != nil {
		return err
	}
	return tx.AppendAll(ctx, entries)
}

func (r *Registry) successionEntry(ctx context.Context, tx Tx, plan succession.Plan, act string, after any) history.Entry {
	e := r.entry(ctx, tx, OpApplySuccession, act)
	e.EffectiveOn, e.Cite, e.After = plan.On, plan.Cite(), mustJSON(after)
	return e
}

func (r *Registry) fileMoved(ctx context.Context, tx Tx, plan succession.Plan, m movedFile) history.Entry {
	e := r.successionEntry(ctx, tx, plan, "dossier.transferred", map[string]any{
		"authority": m.to.Code, "state": m.file.State, "number": m.file.Number, "place": m.move.Place, "due_on": m.file.DueOn,
		"lapses_on": m.file.LapsesOn, "revision": m.file.Revision + 1,
	})
	e.Procedure, e.DossierID, e.AuthorityID = m.file.Procedure, m.file.ID, m.move.AuthorityID
	e.Before = mustJSON(map[string]any{"authority": m.from.Code, "place": m.file.Seat.Place, "revision": m.file.Revision})
	return e
}

// moveKey lets a key work for its new office, or end.
func (r *Registry) moveKey(ctx context.Context, tx Tx, plan succession.Plan, k movedKey) (history.Entry, error) {
	before := mustJSON(map[string]string{"key": k.key.ID, "name": k.key.Name, "authority": k.from.Code})
	if k.to == nil {
		e := r.successionEntry(ctx, tx, plan, "key.ended", map[string]string{"key": k.key.ID, "name": k.key.Name})
		e.AuthorityID, e.Before = k.from.ID.String(), before
		return e, tx.RevokeKey(ctx, k.key.ID)
	}
	e := r.successionEntry(ctx, tx, plan, "key.transferred", map[string]string{"key": k.key.ID, "name": k.key.Name, "authority": k.to.Code})
	e.AuthorityID, e.Before = k.to.ID.String(), before
	return e, tx.MoveKey(ctx, k.key.ID, k.to.ID.String())
}
