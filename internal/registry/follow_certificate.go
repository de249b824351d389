package registry

import (
	"context"
	"slices"

	"htxregistry/internal/coop"
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

// voidPapers declares what an untrue file gave without effect. Where its certificate stood, the last valid one stands again;
// where a later one does, a new one takes its place, on the contents that are left (Điều 24 khoản 2, khoản 3 điểm b,
// 92/2024/NĐ-CP). After an untrue formation nothing stands: the office demands a new file.
func (r *Registry) voidPapers(ctx context.Context, tx Tx, j *judged, act string) error {
	w := writing{j: j, act: act, today: vn.DateIn(tx.Now()), organization: *j.target, issue: coop.IssueCorrection}
	q := w.query()
	q.Type = ""
	papers, err := tx.Certificates(ctx, q)
	if err != nil {
		return err
	}
	stood := false
	for i, c := range papers {
		if c.ActID != j.file.Payload.ActID {
			continue
		}
		stood = stood || c.Type == coop.TypeCertificate && c.Standing.State == coop.CertificateValid
		e := coop.CertificateEvent{State: coop.CertificateInvalid, Reason: coop.CertificateUntrue, On: w.today, ActID: act}
		if err := r.become(ctx, tx, c, e); err != nil {
			return err
		}
		papers[i].Standing.State = coop.CertificateInvalid
	}
	if stood {
		return r.standAgain(ctx, tx, &w, papers)
	}
	i := slices.IndexFunc(papers, func(c coop.Sealed) bool {
		return c.Type == coop.TypeCertificate && c.Standing.State == coop.CertificateValid
	})
	paper, ok := r.book.StandardPaper(string(j.target.Kind), w.today)
	if i < 0 || !ok {
		return nil
	}
	if err := r.gather(ctx, tx, &w); err != nil {
		return err
	}
	return r.issue(ctx, tx, w, paper)
}

// standAgain lets the last valid certificate stand again, and its representatives be reached as it has them.
func (r *Registry) standAgain(ctx context.Context, tx Tx, w *writing, papers []coop.Sealed) error {
	i := slices.IndexFunc(papers, func(c coop.Sealed) bool {
		return c.Type == coop.TypeCertificate && c.Standing.State == coop.CertificateReplaced
	})
	if i < 0 {
		return nil
	}
	last := papers[i]
	e := coop.CertificateEvent{State: coop.CertificateValid, Reason: coop.CertificateRestored, On: w.today, ActID: w.act}
	if err := r.become(ctx, tx, last, e); err != nil {
		return err
	}
	if err := tx.LogPersonalRead(ctx, w.organization.ID.String(), "", msgReadForCertificate(w.j.file.Number)); err != nil {
		return err
	}
	people, _, err := tx.CertificatePeople(ctx, last.ID)
	if err != nil {
		return err
	}
	present, err := tx.Organization(ctx, w.organization.ID)
	if err != nil || !slices.Equal(coop.PublicPeople(people), present.Representatives) {
		return err
	}
	present.Representatives = people
	return tx.ReplacePeople(ctx, present)
}
