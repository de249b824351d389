package registry

import (
	"context"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/law"
	"htxregistry/internal/rulebook"
)

// number takes the number that an office gives with the certificate of a file. No text says whether a new certificate keeps the
// number of the old one, so before 2019-05-28 an office may give one of its own, and where it gives none the old number stays; since
// then the number is the code, which does not change (Điều 10 khoản 1-2, 03/2014/TT-BKHĐT; Điều 14 khoản 2, 92/2024/NĐ-CP). A number
// for a file that gives no certificate is refused, never dropped.
func (r *Registry) number(j *judged, given string) error {
	gives := !j.abroad && slices.ContainsFunc(r.book.PapersGiven(j.occasion(), j.subject.Law.On), func(p rulebook.GivenPaper) bool {
		return p.Gives == coop.TypeCertificate
	})
	j.number = given
	j.renews = gives && j.target != nil && !effectiveDay(j, j.subject.Today).Before(j.subject.Today)
	rule := j.subject.Law.Rule.Value
	switch {
	case given == "":
		return nil
	case !gives && (rule.Effect != dossier.EffectInvalidate || rule.Restores):
		return ErrInvalid.At(fault.Field{Pointer: "/certificate_number", Code: "not-allowed", Detail: msgNoCertificate})
	case j.subject.Law.CodeAllotted.Value:
		cite := j.subject.Law.CodeAllotted.Cite
		return ErrInvalid.With(cite...).At(fault.Field{Pointer: "/certificate_number", Code: "not-allowed", Detail: msgNumberNotOwn, Cite: cite})
	}
	return nil
}

// certified lets the registration of an organisation follow the certificate that a file gives.
func (r *Registry) certified(j *judged, o coop.Organization) coop.Organization {
	o.Registration = j.registration(o.Registration)
	return o
}

// unitCertified is certified for a unit, which keeps no old numbers: its certificates do.
func (r *Registry) unitCertified(j *judged, u coop.Unit) coop.Unit {
	u.Registration = j.registration(u.Registration)
	if j.renews && j.number != "" {
		u.Registration.CertificateNumber = j.number
	}
	return u
}

// registration lies with the office that gave the certificate which stands: a seat that moves to another area is registered by the
// office there (Điều 11 khoản 2, Điều 12 khoản 2, Điều 20 khoản 3, 03/2014/TT-BKHĐT; Điều 37 khoản 2, Điều 45 khoản 3, Điều 60 khoản
// 3, 92/2024/NĐ-CP). Its day stays that of the first certificate. An untrue move gives it back to the office of the last valid file.
func (j *judged) registration(g coop.Registration) coop.Registration {
	office, competence := j.file.Authority, j.subject.Competence
	if !j.renews || g.AuthorityID == office.ID {
		return g
	}
	g.AuthorityID, g.Level, g.Cite = office.ID, office.Level, j.ruling.Cite
	g.Misrouted, g.MisroutedReason = nil, competence.Detail
	if competence.Answer == law.Met {
		g.Misrouted, g.MisroutedReason = new(false), ""
	}
	return g
}

// numbered gives an organisation a new number for its certificate and keeps the old one on record, with the day and the office of
// the first certificate under it as far as one is kept.
func (r *Registry) numbered(ctx context.Context, tx ReadTx, o coop.Organization, number string) (func(coop.Organization) coop.Organization, error) {
	old := coop.LegacyNumber{Number: o.Registration.CertificateNumber, IssuedOn: o.Registration.IssuedOn}
	if number == "" || number == old.Number {
		return func(o coop.Organization) coop.Organization { return o }, nil
	}
	w := writing{organization: o}
	issued, err := tx.Certificates(ctx, w.query())
	for _, c := range issued { // the newest first
		if c.Number == old.Number {
			old.IssuedOn, old.Issuer = c.IssuedOn, c.Authority.Name
		}
	}
	return func(o coop.Organization) coop.Organization {
		if old.Number != "" {
			o.LegacyNumbers = append(slices.Clone(o.LegacyNumbers), old)
		}
		o.Registration.CertificateNumber = number
		return o
	}, err
}
