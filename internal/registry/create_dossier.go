package registry

import (
	"context"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/succession"
	"htxregistry/internal/vn"
)

// CreateDossier takes a file in as a draft at the caller's office, or with validateOnly only says what every check answers.
// A file that this office is not competent for is ErrNotCompetent with the competent one.
func (r *Registry) CreateDossier(ctx context.Context, draft dossier.Draft, validateOnly bool) (dossier.Dossier, error) {
	who := caller.From(ctx)
	office, err := r.officeOf(who, draft.Authority, OpCreateDossier)
	if err != nil {
		return dossier.Dossier{}, err
	}
	if validateOnly {
		var checked judged
		err := r.store.View(ctx, func(tx ReadTx) error {
			checked, err = r.judge(ctx, tx, r.draft(draft, office, who), r.Today())
			return err
		})
		return r.shown(checked.file), err
	}
	return once(ctx, r, func(tx Tx) (dossier.Dossier, error) {
		d := r.draft(draft, office, who)
		d.CreatedAt = tx.Now()
		d.LapsesOn = r.book.DraftUntil(vn.DateIn(tx.Now()))
		checked, err := r.judge(ctx, tx, d, vn.DateIn(tx.Now()))
		if err != nil {
			return dossier.Dossier{}, err
		}
		if err := r.notCompetent(checked); err != nil {
			return dossier.Dossier{}, err
		}
		if err := tx.CreateDossier(ctx, checked.file, r.provinceOf(office)); err != nil {
			return dossier.Dossier{}, err
		}
		return r.shown(checked.file), tx.Append(ctx, r.dossierEntry(ctx, tx, OpCreateDossier, "dossier.created", checked.file, nil))
	})
}

// draft makes the file of what the filer says.
func (r *Registry) draft(said dossier.Draft, office coop.AuthorityRef, who caller.Caller) dossier.Dossier {
	channel := said.Channel
	if channel == "" {
		channel = dossier.ChannelCounter
	}
	now := r.Now()
	return dossier.Dossier{
		ID: id.New[dossier.Dossier](), Procedure: said.Procedure, OrganizationKind: said.OrganizationKind,
		OrganizationID: said.OrganizationID, UnitID: said.UnitID, Authority: office, State: dossier.StateDraft, Channel: channel,
		Filer: said.Filer, FeePaid: said.FeePaid, PapersReceived: notNil(said.PapersReceived), Payload: said.Payload,
		Documents: []dossier.Document{}, Checks: []law.Verdict{}, Returns: []dossier.Return{}, CreatedAt: now,
		CreatedBy: who.Key, TransferredFrom: []coop.AuthorityRef{}, Revision: 1,
	}
}

// officeOf is the office a caller acts for: the one named, or the caller's own.
func (r *Registry) officeOf(who caller.Caller, named string, op Operation) (coop.AuthorityRef, error) {
	if err := r.permit(who, op); err != nil {
		return coop.AuthorityRef{}, err
	}
	if named == "" {
		named = who.Authority
	}
	if named == "" {
		return coop.AuthorityRef{}, ErrInvalid.At(fault.Field{Pointer: "/authority", Code: "required", Detail: msgOwnOffice})
	}
	today := r.Today()
	a, err := r.Reference().findAuthority(named, today)
	if err != nil {
		return coop.AuthorityRef{}, ErrInvalid.At(fault.Field{Pointer: "/authority", Code: "unknown", Detail: msgNoAuthority(named, today)})
	}
	office := refOf(a, today)
	if err := r.permitAt(who, op, office); err != nil {
		return office, err
	}
	return office, r.officeEnded(office, nil, succession.Seat{}, today)
}

func (r *Registry) provinceOf(office coop.AuthorityRef) string {
	ref := r.Reference()
	a, ok := ref.authority(office.ID)
	if !ok {
		return ""
	}
	return ref.province(a)
}

// shown is a file as it is served today: the name of its office, whether it is overdue, and its receipt.
func (r *Registry) shown(d dossier.Dossier) dossier.Dossier {
	if named := r.Reference().authorityRef(d.Authority.ID, r.Today()); named != nil {
		d.Authority = *named
	}
	for i, before := range d.TransferredFrom {
		if named := r.Reference().authorityRef(before.ID, vn.DateIn(d.CreatedAt)); named != nil {
			d.TransferredFrom[i] = *named
		}
	}
	d.Overdue = d.OverdueOn(r.Today())
	return d.WithReceipt()
}

// dossierEntry is the ledger entry of a step of a file. The file itself holds personal data, so only its state is kept.
func (r *Registry) dossierEntry(ctx context.Context, tx Tx, op Operation, act string, d dossier.Dossier, cite []law.Cite) history.Entry {
	e := r.entry(ctx, tx, op, act)
	e.Procedure, e.DossierID, e.AuthorityID, e.Cite = string(d.Procedure), d.ID.String(), d.Authority.ID, notNil(cite)
	e.After = mustJSON(map[string]any{"state": d.State, "number": d.Number, "due_on": d.DueOn, "lapses_on": d.LapsesOn, "revision": d.Revision})
	return e
}

// entry begins a ledger entry with who, when and on which rulebook.
func (r *Registry) entry(ctx context.Context, tx Tx, op Operation, act string) history.Entry {
	who := caller.From(ctx)
	return history.Entry{
		ID: id.New[history.Entry](), Operation: string(op), Act: act, KeyID: who.Key, Caller: callerName(who),
		RequestID: who.RequestID, EffectiveOn: vn.DateIn(tx.Now()), RecordedAt: tx.Now(), Cite: []law.Cite{},
		Rulebook: r.book.Digest,
	}
}
