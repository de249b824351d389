package registry

import (
	"context"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/vn"
)

// followCertificate lets the certificate of an organisation or unit follow an act that changed its status.
func (r *Registry) followCertificate(ctx context.Context, tx Tx, q CertificateQuery, before, after coop.Standing, on vn.Date, act string) error {
	state, reason, follows := before.Follow(after)
	if !follows {
		return nil
	}
	standing := coop.CertificateValid
	if reason == coop.CertificateRestored {
		standing = coop.CertificateRevoked // what was taken is given back
	}
	c, err := newest(ctx, tx, q, standing)
	if err != nil || c == nil {
		return err
	}
	return r.become(ctx, tx, *c, coop.CertificateEvent{State: state, Reason: reason, On: on, ActID: act})
}

// newest is the newest certificate in a state, nil where there is none.
func newest(ctx context.Context, tx ReadTx, q CertificateQuery, state coop.CertificateState) (*coop.Sealed, error) {
	const most = 500
	q.Type, q.Limit = coop.TypeCertificate, most
	issued, err := tx.Certificates(ctx, q)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(issued, func(c coop.Sealed) bool { return c.Standing.State == state })
	if i < 0 {
		return nil, nil //nolint:nilnil // none is an answer
	}
	return &issued[i], nil
}

// revokeEnded takes the certificate of what has ended already: R1 has it revoked after the end (Điều 56 khoản 1,
// 23/2012/QH13).
func (r *Registry) revokeEnded(ctx context.Context, tx Tx, j *judged, on vn.Date, act string) error {
	c, err := newest(ctx, tx, CertificateQuery{OrganizationID: &j.target.ID, Own: true}, coop.CertificateInvalid)
	if err != nil || c == nil {
		return err
	}
	return r.become(ctx, tx, *c, coop.CertificateEvent{State: coop.CertificateRevoked, Reason: coop.CertificateRevoking, On: on, ActID: act})
}

// voiding is what becomes of what a file gave: how it loses its effect, and the act of the file in the ledger.
type voiding struct {
	how   string
	entry history.Entry
}

// founds tells whether the file was that of the formation.
func (v voiding) founds() bool { return v.entry.Before == nil }

// changedPeople tells whether the file changed the legal representatives.
func (v voiding) changedPeople() bool {
	_, changed := v.entry.Delta["legal_representatives"]
	return changed
}

// event is what becomes of the papers of the file: those of a falsified change are revoked (Điều 24 khoản 2, 92/2024/NĐ-CP), those
// of an untrue file without effect (khoản 3).
func (v voiding) event(on vn.Date, act string) coop.CertificateEvent {
	e := coop.CertificateEvent{State: coop.CertificateInvalid, Reason: coop.CertificateUntrue, On: on, ActID: act}
	if v.how == actChangeRevoked {
		e.State, e.Reason = coop.CertificateRevoked, coop.CertificateRevoking
	}
	return e
}

// voidPapers takes back what a falsified or untrue file gave. In the place of its certificate one is given on the contents that
// are left (Điều 24 khoản 2, khoản 3 điểm b, 92/2024/NĐ-CP); under the law of 2012 the last valid one stands again (Điều 19
// khoản 2, 03/2014/TT-BKHĐT). After an untrue formation nothing stands, later changes neither: the office demands a new file,
// into which they may go (khoản 3 điểm a).
func (r *Registry) voidPapers(ctx context.Context, tx Tx, j *judged, act string, v voiding) error {
	w := writing{j: j, act: act, today: vn.DateIn(tx.Now()), organization: *j.target, unit: j.unit, issue: coop.IssueReissue}
	papers, taken, err := r.takeBack(ctx, tx, &w, v)
	if err != nil || v.founds() || len(taken) == 0 {
		return err
	}
	if v.changedPeople() && w.unit == nil {
		if err := r.restorePeople(ctx, tx, &w, papers); err != nil {
			return err
		}
	}
	stood := slices.Contains(taken, coop.CertificateValid)
	if stood && j.subject.Law.Rule.Value.Restores {
		return r.standAgain(ctx, tx, &w, papers)
	}
	kind := string(j.target.Kind)
	if w.unit != nil {
		kind = string(w.unit.Kind)
	}
	paper, ok := r.book.StandardPaper(kind, w.today)
	if !ok {
		return nil
	}
	if err := r.gather(ctx, tx, &w); err != nil {
		return err
	}
	return r.issue(ctx, tx, w, paper)
}

// takeBack settles the papers of the file, and with those of a formation the certificate that stands. It gives all papers, newest
// first, as they stand then, and how the certificates that were taken back stood before.
func (r *Registry) takeBack(ctx context.Context, tx Tx, w *writing, v voiding) (papers []coop.Sealed, taken []coop.CertificateState, err error) {
	q := w.query()
	q.Type = ""
	if papers, err = tx.Certificates(ctx, q); err != nil {
		return nil, nil, err
	}
	for i, c := range papers {
		stands := c.Type == coop.TypeCertificate && c.Standing.State == coop.CertificateValid
		if c.ActID != w.j.file.Payload.ActID && (!v.founds() || !stands) {
			continue
		}
		e := v.event(w.today, w.act)
		if err := r.become(ctx, tx, c, e); err != nil {
			return nil, nil, err
		}
		papers[i].Standing.State = e.State
		if c.Type == coop.TypeCertificate {
			taken = append(taken, c.Standing.State)
		}
	}
	return papers, taken, nil
}

// standAgain lets the last valid certificate stand again.
func (r *Registry) standAgain(ctx context.Context, tx Tx, w *writing, papers []coop.Sealed) error {
	i := slices.IndexFunc(papers, func(c coop.Sealed) bool {
		return c.Type == coop.TypeCertificate && c.Standing.State == coop.CertificateReplaced
	})
	if i < 0 {
		return nil
	}
	return r.become(ctx, tx, papers[i], coop.CertificateEvent{
		State: coop.CertificateValid, Reason: coop.CertificateRestored, On: w.today, ActID: w.act,
	})
}

// restorePeople lets the representatives who are back be reached as their last certificate has them.
func (r *Registry) restorePeople(ctx context.Context, tx Tx, w *writing, papers []coop.Sealed) error {
	present, err := tx.Organization(ctx, w.organization.ID)
	if err != nil {
		return err
	}
	last := lastNaming(papers, present.Representatives)
	if last == nil {
		return nil
	}
	if err := tx.LogPersonalRead(ctx, w.organization.ID.String(), "", msgReadForCertificate(w.j.file.Number)); err != nil {
		return err
	}
	people, _, err := tx.CertificatePeople(ctx, last.ID)
	if err != nil || len(people) == 0 {
		return err
	}
	present.Representatives = people
	return tx.ReplacePeople(ctx, present)
}

// lastNaming is the newest certificate with exactly these people that was not taken back, nil where there is none: with it lies
// their personal data.
func lastNaming(papers []coop.Sealed, people []coop.Representative) *coop.Sealed {
	i := slices.IndexFunc(papers, func(c coop.Sealed) bool {
		good := c.Standing.State == coop.CertificateValid || c.Standing.State == coop.CertificateReplaced
		return good && c.Type == coop.TypeCertificate && slices.Equal(c.Subject.Representatives, people)
	})
	if i < 0 {
		return nil
	}
	return &papers[i]
}
