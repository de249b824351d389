package registry

import (
	"context"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// CertificatePage is a page of certificates with where to go on, and what is known of those that are not kept.
type CertificatePage struct {
	Items   []coop.CertificateProfile
	Next    *coop.CertificateID
	NotKept []coop.UnkeptCertificate
}

// ListCertificates gives the certificates and confirmations of an organisation and its units as they stood, newest first.
func (r *Registry) ListCertificates(ctx context.Context, idOrCode string, when coop.When, after *coop.CertificateID, limit int) (CertificatePage, error) {
	var page CertificatePage
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return err
		}
		page, err = r.certificatePage(ctx, tx, CertificateQuery{OrganizationID: &o.ID, When: when, After: after, Limit: limit})
		if err == nil && after == nil {
			page.NotKept, err = r.unkept(ctx, tx, o, "")
		}
		return err
	})
	return page, err
}

func (r *Registry) certificatePage(ctx context.Context, tx ReadTx, q CertificateQuery) (CertificatePage, error) {
	page := CertificatePage{Items: []coop.CertificateProfile{}, NotKept: []coop.UnkeptCertificate{}}
	limit := q.Limit
	q.Limit++
	found, err := tx.Certificates(ctx, q)
	if err != nil {
		return page, err
	}
	if len(found) > limit {
		found = found[:limit]
		page.Next = &found[limit-1].ID
	}
	ids := make([]coop.CertificateID, len(found))
	for i, c := range found {
		ids[i] = c.ID
	}
	events, err := tx.CertificateEvents(ctx, ids)
	if err != nil {
		return page, err
	}
	for _, c := range found {
		profile := certificateProfile(c)
		profile.Ground, profile.SignatoryGround = r.grounds(c)
		profile.History = r.steps(events[c.ID], q.When)
		if profile.Today, err = r.certificateToday(ctx, tx, c); err != nil {
			return page, err
		}
		page.Items = append(page.Items, profile)
	}
	return page, nil
}

func certificateProfile(c coop.Sealed) coop.CertificateProfile {
	s := c.Standing
	return coop.CertificateProfile{
		ID: c.ID, Number: c.Number, Type: c.Type, Form: c.Form, Layout: c.Layout, Title: c.Title, OrganizationID: c.OrganizationID,
		UnitID: c.UnitID, DossierID: c.DossierID, Issue: c.Issue, Ordinal: c.Ordinal, FirstOn: c.FirstOn, IssuedOn: c.IssuedOn,
		Authority: c.Authority, Signatory: c.Signatory, Regime: c.Regime, Cite: notNil(c.Cite), State: s.State,
		StateLabel: certificateLabel(s), StateReason: s.Reason, StateSince: s.On, ReplacedBy: s.By, AsIssued: c.Subject,
		VerifyURL: c.VerifyURL, PublicSHA256: c.PublicSHA256, KeyID: c.Key.ID, RecordedAt: c.RecordedAt,
	}
}

// grounds tells on what the form of a certificate and the title of who signed it rest, nil where the rulebook has since changed.
func (r *Registry) grounds(c coop.Sealed) (form, signatory *coop.PaperGround) {
	form = r.book.PaperGround(c.Form, c.Cite)
	if office, ok := r.Reference().authority(c.Authority.ID); ok {
		signatory = r.book.SignatoryGround(office.Office, c.Signatory, c.IssuedOn)
	}
	return form, signatory
}

// steps is what became of a certificate as far as the question's place on the two clocks reaches.
func (r *Registry) steps(events []coop.CertificateEvent, when coop.When) []coop.CertificateStep {
	steps := []coop.CertificateStep{}
	for _, e := range events {
		if !when.AsOf.IsZero() && e.On.After(when.AsOf) || !when.KnownAt.IsZero() && e.RecordedAt.After(when.KnownAt) {
			continue
		}
		steps = append(steps, coop.CertificateStep{State: e.State, Reason: e.Reason, On: e.On, RecordedAt: e.RecordedAt, ReplacedBy: e.By})
	}
	return steps
}

// certificateToday is what holds now of whom a certificate is about.
func (r *Registry) certificateToday(ctx context.Context, tx ReadTx, c coop.Sealed) (coop.CertificateToday, error) {
	ref, today := r.Reference(), r.Today()
	o, err := tx.Organization(ctx, c.OrganizationID)
	if err != nil {
		return coop.CertificateToday{}, err
	}
	now := coop.CertificateToday{
		Name: o.Name.Vi, Code: o.Code, Seat: ref.address(o.Seat, o.SeatOn), Status: o.Status, StatusLabel: statusLabel(o, today),
		StatusReason: o.StatusReason,
	}
	people, capital := o.Representatives, o.CharterCapital
	if c.UnitID != nil {
		u, err := tx.Unit(ctx, *c.UnitID)
		if err != nil {
			return now, err
		}
		now = coop.CertificateToday{
			Name: u.Name, Code: u.Code, Seat: ref.address(u.Seat, u.SeatOn), Status: u.Status, StatusLabel: unitStatusLabel(u, today),
			StatusReason: u.StatusReason,
		}
		people, capital = u.Heads, nil
	}
	s := c.Subject
	now.Differs = []string{}
	for _, part := range []struct {
		name    string
		differs bool
	}{
		{"name", s.Name.Vi != now.Name},
		{"code", s.Code != now.Code},
		{"seat", s.Seat != now.Seat},
		{"charter_capital_vnd", s.Capital != nil && !sameAmount(s.Capital, capital)},
		{"representatives", len(s.Representatives) > 0 && !slices.Equal(s.Representatives, coop.PublicPeople(people))},
	} {
		if part.differs {
			now.Differs = append(now.Differs, part.name)
		}
	}
	return now, nil
}

func sameAmount(a, b *vn.VND) bool { return (a == nil) == (b == nil) && (a == nil || *a == *b) }

// unkept lists the numbers of certificates the register knows of an organisation but never printed: of one number, or of
// all. A number that stands for a kept certificate is none of them.
func (r *Registry) unkept(ctx context.Context, tx ReadTx, o coop.Organization, number string) ([]coop.UnkeptCertificate, error) {
	found := []coop.UnkeptCertificate{}
	known := append([]coop.LegacyNumber{}, o.LegacyNumbers...)
	if g := o.Registration; g.CertificateNumber != "" && g.Track == coop.TrackRegistration {
		known = append(known, coop.LegacyNumber{Number: g.CertificateNumber, IssuedOn: g.IssuedOn})
	}
	for _, n := range known {
		if number != "" && n.Number != number {
			continue
		}
		kept, err := tx.Certificates(ctx, CertificateQuery{OrganizationID: &o.ID, Own: true, Number: n.Number, Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(kept) > 0 {
			continue
		}
		found = append(found, coop.UnkeptCertificate{
			Number: n.Number, IssuedOn: n.IssuedOn, Issuer: n.Issuer, Detail: msgNotKept,
			Organization: coop.LinkedOrganization{ID: o.ID, Code: optional(o.Code), Kind: o.Kind, Name: o.Name.Vi, Status: o.Status},
		})
	}
	return found, nil
}
