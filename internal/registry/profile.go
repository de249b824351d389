package registry

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// profile composes an organisation for its reader as of a day.
func (r *Registry) profile(o coop.Organization, today vn.Date) coop.Profile {
	ref := r.Reference()
	p := coop.Profile{
		ID: o.ID, Code: optional(o.Code), LegacyNumbers: notNil(o.LegacyNumbers), Kind: o.Kind,
		Name:      coop.NameProfile{Vi: o.Name.Vi, Foreign: optional(o.Name.Foreign), Short: optional(o.Name.Short)},
		NameClash: o.NameClash, Status: o.Status, StatusLabel: statusLabel(o, today), StatusReason: o.StatusReason,
		StatusSince: o.StatusSince, Seat: seatProfile(ref, o.Seat, o.SeatOn, today), Industries: named(ref, o.Industries),
		Sector: o.Sector, Purpose: o.Purpose, CharterCapital: o.CharterCapital, Members: o.Members,
		Size:            coop.SizeProfile{ByMembers: o.SizeMembers, ByCapital: o.SizeCapital, Cite: r.sizeCite(o)},
		Enterprises:     o.Enterprises,
		Stops:           o.Stops,
		Governance:      o.Governance,
		Representatives: notNil(o.Representatives), Phone: o.Phone, Email: o.Email, Website: o.Website,
		Registration: r.registrationProfile(ref, o.Registration, today), Origin: o.Origin, Revision: o.Revision,
		RecordedAt:     o.RecordedAt,
		AllianceMember: o.Repute.Alliance, Rating: o.Repute.Rating, Candidacies: notNil(o.Repute.Candidacies), ReputeTag: o.Repute.Tag,
	}
	for _, code := range o.Area {
		if place, ok := coop.RefPlace(ref.Places, code, o.SeatOn); ok {
			p.Area = append(p.Area, place)
		}
	}
	if current := p.Seat.CurrentPlace; current != nil {
		p.Registration.CurrentAuthority = r.currentAuthority(ref, o, current.Code, today)
	}
	return p
}

// currentAuthority is who is competent for the organisation today: the office of the seat for what an existing
// organisation files; for a Hội quán, for which no law names an office, the one that keeps its record.
func (r *Registry) currentAuthority(ref *Reference, o coop.Organization, place string, today vn.Date) *coop.AuthorityRef {
	if o.Status == coop.StatusEnded {
		return nil
	}
	question := lifeQuestion(o, place, today)
	return ref.offices.get(question, func() *coop.AuthorityRef {
		ruling, err := jurisdiction.Decide(r.book.Jurisdiction, ref.Places, question)
		if err != nil {
			return nil
		}
		if office := r.rulingAuthority(ref, ruling); office != nil {
			return office
		}
		return keeperOf(ref, ruling)
	})
}

// lifeQuestion asks who is competent for what an existing organisation files.
func lifeQuestion(o coop.Organization, place string, today vn.Date) jurisdiction.Question {
	return jurisdiction.Question{Kind: string(o.Kind), Procedure: lifeProcedure(o), Place: place, On: today}
}

// keeper is the office that keeps the organisation's record today, also of one that has ended: the one of its seat, else
// the one that registered it.
func (r *Registry) keeper(o coop.Organization, p coop.Profile, today vn.Date) coop.AuthorityRef {
	ref := r.Reference()
	if now := p.Seat.CurrentPlace; now != nil {
		if ruling, err := jurisdiction.Decide(r.book.Jurisdiction, ref.Places, lifeQuestion(o, now.Code, today)); err == nil {
			if office := keeperOf(ref, ruling); office != nil {
				return *office
			}
		}
	}
	if p.Registration.Authority != nil {
		return *p.Registration.Authority
	}
	return coop.AuthorityRef{}
}

// officeToday is the office that keeps an organisation's record today.
func (r *Registry) officeToday(o coop.Organization) coop.AuthorityRef {
	return r.keeper(o, r.profile(o, r.Today()), r.Today())
}

func keeperOf(ref *Reference, ruling jurisdiction.Ruling) *coop.AuthorityRef {
	a, ok := ref.Authorities.ForPlace(ruling.Keeper, ruling.KeeperPlace, ruling.On)
	if !ok {
		return nil
	}
	named := refOf(a, ruling.On)
	return &named
}

// lifeProcedure is the procedure by which an existing organisation of this kind and track tells its office of a change.
func lifeProcedure(o coop.Organization) coop.Procedure {
	switch o.Registration.Track {
	case coop.TrackNotice:
		return coop.ProcedureNoticeOfChange
	case coop.TrackRecord:
		return coop.ProcedureRecognition
	case coop.TrackLicence:
		return coop.ProcedureMirrorLicence
	case coop.TrackRegistration:
	}
	if o.Kind == coop.KindQTDND {
		return coop.ProcedureMirrorLicence
	}
	return coop.ProcedureChangeRegistration
}

// rulingAuthority is the office a ruling names, nil where it names none.
func (r *Registry) rulingAuthority(ref *Reference, ruling jurisdiction.Ruling) *coop.AuthorityRef {
	if ruling.Office == "" || ruling.Office == jurisdiction.OfficeNone {
		return nil
	}
	a, ok := ref.Authorities.ForPlace(ruling.Office, ruling.OfficePlace, ruling.On)
	if !ok {
		return nil
	}
	named := refOf(a, ruling.On)
	return &named
}

func (r *Registry) registrationProfile(ref *Reference, g coop.Registration, _ vn.Date) coop.RegistrationProfile {
	named := g.IssuedOn
	if office, ok := ref.authority(g.AuthorityID); ok && named.Before(office.From) {
		named = office.From // it gave a later certificate than the first
	}
	return coop.RegistrationProfile{
		Authority: ref.authorityRef(g.AuthorityID, named), CertificateNumber: g.CertificateNumber, IssuedOn: g.IssuedOn,
		Regime: g.Regime, Track: g.Track, Misrouted: g.Misrouted, MisroutedReason: g.MisroutedReason, Cite: notNil(g.Cite),
	}
}

func seatProfile(ref *Reference, seat coop.Seat, on, today vn.Date) coop.SeatProfile {
	p := coop.SeatProfile{Line: seat.Line}
	if seat.Place == "" {
		return p // a unit abroad
	}
	p.Place, _ = coop.RefPlace(ref.Places, seat.Place, on)
	if p.Place.Path == nil {
		p.Place = coop.PlaceRef{Code: seat.Place, List: coop.List(on), Path: []string{}}
	}
	p.CurrentPlace = ref.currentPlace(seat.Place, on, today)
	return p
}

// currentPlace is what the place of one day is today, nil where it was split.
func (ref *Reference) currentPlace(code string, on, today vn.Date) *coop.PlaceRef {
	version, ok := ref.Places.At(code, on)
	if !ok {
		return nil
	}
	return ref.became.get(placeVersion{code, version.From, today}, func() *coop.PlaceRef {
		now := ref.Places.Follow(code, on, today)
		if len(now) != 1 {
			return nil
		}
		current, ok := coop.RefPlace(ref.Places, now[0].Code, today)
		if !ok {
			return nil
		}
		return &current
	})
}

func named(ref *Reference, lines []coop.Industry) []coop.Industry {
	out := make([]coop.Industry, len(lines))
	for i, line := range lines {
		out[i] = line
		if line.Name == "" {
			if entry, ok := ref.Industries.Get(line.Edition, line.Code); ok {
				out[i].Name = entry.Name
			}
		}
	}
	return out
}

// sizeCite is the clause that draws the lines of the size classes shown, none when no class is shown.
func (r *Registry) sizeCite(o coop.Organization) []law.Cite {
	if o.SizeMembers == "" && o.SizeCapital == "" {
		return []law.Cite{}
	}
	return r.book.SizeCite(o.Registration.IssuedOn)
}

// unitProfile composes a unit of an organisation for its reader.
func (r *Registry) unitProfile(u coop.Unit, o coop.Organization, today vn.Date) coop.UnitProfile {
	ref := r.Reference()
	p := coop.UnitProfile{
		ID: u.ID, OrganizationID: u.OrganizationID, Kind: u.Kind, Code: u.Code, Name: u.Name,
		Seat: seatProfile(ref, u.Seat, u.SeatOn, today), Industries: named(ref, u.Industries), Heads: coop.PublicPeople(u.Heads), ParentID: u.ParentID, Activities: u.Activities, Country: u.Country,
		Status: u.Status, StatusLabel: unitStatusLabel(u, today), StatusReason: u.StatusReason, StatusSince: u.StatusSince,
		Registration: r.registrationProfile(ref, u.Registration, today), Revision: u.Revision, RecordedAt: u.RecordedAt,
	}
	p.Registration.CurrentAuthority = r.unitAuthority(ref, p, o, today)
	return p
}

// unitAuthority is who is competent for a unit today: the office where it sits; of one abroad, which no place here decides, the
// office of the organisation's seat, which is told of it (Điều 55 khoản 3, 17/2023/QH15; Điều 54 khoản 4, 92/2024/NĐ-CP; Điều 16
// khoản 6, 193/2013/NĐ-CP).
func (r *Registry) unitAuthority(ref *Reference, u coop.UnitProfile, o coop.Organization, today vn.Date) *coop.AuthorityRef {
	if u.Country != "" {
		if seat := ref.currentPlace(o.Seat.Place, o.SeatOn, today); seat != nil {
			return r.currentAuthority(ref, o, seat.Code, today)
		}
		return nil
	}
	if u.Seat.CurrentPlace == nil {
		return nil
	}
	ruling, err := jurisdiction.Decide(r.book.Jurisdiction, ref.Places, jurisdiction.Question{
		Kind: string(u.Kind), Of: o.Kind, Procedure: coop.ProcedureUnitChange, Place: u.Seat.CurrentPlace.Code, On: today,
	})
	if err != nil {
		return nil
	}
	return r.rulingAuthority(ref, ruling)
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func notNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
