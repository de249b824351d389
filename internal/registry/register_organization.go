package registry

import (
	"context"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/vn"
)

// registerOrganization enters a new organisation with its claim of the name and its first ledger entry.
func (r *Registry) registerOrganization(ctx context.Context, tx Tx, j *judged) (string, error) {
	code, number, err := certificate(j, func() (string, error) {
		return r.codes.Allot(ctx, tx)
	})
	if err != nil {
		return "", err
	}
	o := r.organization(j, vn.DateIn(tx.Now()))
	o.Code, o.Registration.CertificateNumber, o.RecordedAt = code, number, tx.Now()
	if err := tx.CreateOrganization(ctx, o); err != nil {
		return "", err
	}
	entry := r.entry(ctx, tx, OpApproveDossier, actOf(o.Registration.Track))
	entry.Procedure, entry.OrganizationID, entry.DossierID = string(j.file.Procedure), o.ID.String(), j.file.ID.String()
	entry.AuthorityID, entry.Cite, entry.After = j.file.Authority.ID, notNil(j.ruling.Cite), r.publicRecord(o)
	entry.EffectiveOn = o.Since()
	if entry.Delta, err = history.Diff(nil, entry.After, derived()...); err != nil {
		return "", err
	}
	j.file.OrganizationID, j.made = &o.ID, &o
	return entry.ID.String(), tx.Enact(ctx, entry, coop.Beside{
		Linked:  descent(j, o),
		Claimed: coop.ClaimsIn(j.scheme.Keys(o.Seat.Place, o.SeatOn), j.scheme.Key(o.Name.Vi)), Freeing: j.scheme.Freeing(j.subject.Law.On),
	})
}

// descent links a new organisation to those it grew out of, and a new union to its founding members.
func descent(j *judged, o coop.Organization) (links []coop.LinkStart) {
	link := func(kind coop.LinkKind, from coop.ID, capital *vn.VND) {
		links = append(links, coop.LinkStart{ID: id.New[coop.Link](), Kind: kind, From: from, To: o.ID, On: o.Since(), Capital: capital})
	}
	if j.converts != nil {
		link(coop.LinkConvertedTo, j.converts.ID, nil)
	}
	for _, older := range j.file.Payload.BornFrom {
		link(coop.LinkBornFrom, older, nil)
	}
	for _, f := range j.file.Payload.Founders {
		if member, err := id.Parse[coop.Organization](f.OrganizationID); err == nil {
			link(coop.LinkMemberOf, member, f.Capital)
		}
	}
	return links
}

// organization is the record that the file founds.
func (r *Registry) organization(j *judged, today vn.Date) coop.Organization {
	ref, p := r.Reference(), j.file.Payload
	track := trackOf(j.file.Procedure, j.file.OrganizationKind, j.subject.Law.On)
	o := coop.Organization{
		ID: id.New[coop.Organization](), Kind: founded(j.file), Facts: p.Facts, SeatOn: today,
		Status: coop.StatusActive, StatusSince: today, Origin: coop.OriginDossier, Revision: 1,
		Registration: coop.Registration{
			AuthorityID: j.file.Authority.ID, Level: j.file.Authority.Level, IssuedOn: today, Regime: j.subject.Law.Regime,
			Track: track, Cite: j.ruling.Cite,
		},
	}
	if track == coop.TrackNotice || track == coop.TrackRecord {
		o.Status = coop.StatusRecorded
	}
	if p.Licence != nil {
		if track == coop.TrackLicence {
			o.Registration.IssuedOn = p.Licence.IssuedOn
		} else {
			o.LegacyNumbers = []coop.LegacyNumber{{Number: p.Licence.Number, IssuedOn: p.Licence.IssuedOn, Issuer: p.Licence.Issuer}}
		}
	}
	if p.Recognition != nil && p.Recognition.Number != "" {
		o.LegacyNumbers = []coop.LegacyNumber{{Number: p.Recognition.Number, IssuedOn: p.Recognition.IssuedOn, Issuer: p.Recognition.Issuer}}
	}
	office, _ := ref.authority(j.file.Authority.ID)
	o.Registration.Level = string(office.Level)
	r.classify(&o, today)
	routing := jurisdiction.Route(r.book.Jurisdiction, ref.Places, jurisdiction.Question{
		Kind: string(o.Kind), Procedure: j.file.Procedure, Place: o.Seat.Place, On: j.subject.Law.On,
	}, office)
	o.Registration.Misrouted, o.Registration.MisroutedReason = routing.Misrouted, routing.Reason
	return o
}

// classify puts an organisation on both maps and into its classes: sector by its main line of business, size by members and
// capital under the scheme of the day. What is not known stays without a class.
func (r *Registry) classify(o *coop.Organization, day vn.Date) {
	ref := r.Reference()
	o.Placement = coop.Locate(ref.Places, o.Seat.Place, o.SeatOn)
	if sector := r.sector(o.Kind, o.Industries); sector != "" {
		o.Sector = sector
	}
	// Thông tư 01/2020/TT-BKHĐT speaks of HTX and LHHTX only.
	if o.Kind != coop.KindHTX && o.Kind != coop.KindLHHTX {
		return
	}
	if o.Members != nil {
		o.SizeMembers = r.book.SizeByMembers(o.Members.Official, day)
	}
	if o.CharterCapital != nil {
		o.SizeCapital = r.book.SizeByCapital(*o.CharterCapital, day)
	}
}

// sector is the one of the main line of business, empty without a line; a QTDND is always credit.
func (r *Registry) sector(kind coop.Kind, lines []coop.Industry) string {
	if len(lines) == 0 {
		return r.book.Sector(kind, "", "")
	}
	main := max(slices.IndexFunc(lines, func(i coop.Industry) bool { return i.Main }), 0)
	return r.book.Sector(kind, lines[main].Edition, r.Reference().Industries.Section(lines[main].Edition, lines[main].Code))
}

// publicRecord is the record as the ledger keeps it: without personal data.
func (r *Registry) publicRecord(o coop.Organization) []byte {
	o.Representatives = coop.PublicPeople(o.Representatives)
	return mustJSON(o)
}

func actOf(t coop.Track) string {
	switch t {
	case coop.TrackNotice, coop.TrackRecord, coop.TrackLicence:
		return "organization.recorded"
	case coop.TrackRegistration:
	}
	return "organization.registered"
}
