package registry

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/vn"
)

// judged is a file with everything the law of its day says of it.
type judged struct {
	file   dossier.Dossier
	ruling jurisdiction.Ruling
	ruled  bool // whether there is a ruling at all
	scheme naming.Scheme
	parent *coop.Organization
	target *coop.Organization // what the file is about, where that is on the register already
	unit   *coop.Unit         // the unit it is about
	// inherited is the code that a new organisation takes over.
	inherited string
	// made and opened are what the file enters, as they wait to be written.
	made     *coop.Organization
	opened   *coop.Unit
	subject  dossier.Subject
	verdicts []law.Verdict
	hits     []naming.Hit
}

// lawDay is the day whose rules a file follows: its day of receipt, today while it is not received. Files of HTX and LHHTX
// that were open when 92/2024/NĐ-CP began follow it (its Điều 65 khoản 1), and files open on 2025-07-01 the commune
// offices' rules: the register has moved them by then.
func lawDay(d dossier.Dossier, today vn.Date) vn.Date {
	if d.ReceivedAt == nil {
		return today
	}
	received := vn.DateIn(*d.ReceivedAt)
	for _, change := range []vn.Date{vn.NewDate(2024, 7, 18), vn.NewDate(2025, 7, 1)} {
		if received.Before(change) && !today.Before(change) {
			received = change
		}
	}
	return received
}

// judge runs every check on a file within a transaction.
func (r *Registry) judge(ctx context.Context, tx ReadTx, d dossier.Dossier, today vn.Date) (judged, error) {
	day := lawDay(d, today)
	ref := r.Reference()
	j := judged{}
	var unit coop.UnitKind
	if d.Payload.Unit != nil {
		unit = d.Payload.Unit.Kind
	}
	var target *dossier.Target
	switch {
	case d.OrganizationID == nil || d.State == dossier.StateApproved:
	case d.Procedure == coop.ProcedureUnitRegistration:
		parent, err := tx.Organization(ctx, *d.OrganizationID)
		if err != nil {
			return j, err
		}
		j.parent = &parent
	default:
		found, err := r.target(ctx, tx, d)
		if err != nil {
			return j, err
		}
		target, j.target, j.unit = &found, &found.Organization, found.Unit
		if j.unit != nil {
			unit = j.unit.Kind
		}
	}
	l := r.book.Law(d.Procedure, d.OrganizationKind, unit, day)
	d.Regime, d.Rulebook = l.Regime, r.book.Digest
	j.file = d.WithPapers(l)
	j.subject = dossier.Subject{
		Law: l, Places: ref.Places, Industries: ref.Industries, Target: target, Today: today, Calendar: r.book.Calendar,
	}
	if target != nil {
		subject := string(d.OrganizationKind)
		if unit != "" {
			subject = string(unit)
		}
		j.subject.Elsewhere = r.book.Elsewhere(subject, target.Organization.Registration.Track, day)
	}
	if j.parent != nil {
		j.subject.Parent = &dossier.Parent{Status: j.parent.Status, Industries: j.parent.Industries}
	}
	j.subject.Competence = r.competence(ref, &j, unit, day)
	var err error
	if j.subject.Name, err = r.judgeName(ctx, tx, &j, day); err != nil {
		return j, err
	}
	j.verdicts = j.file.Judge(j.subject)
	j.file.Checks = j.verdicts
	return j, nil
}

// competence rules on the office of the file.
func (r *Registry) competence(ref *Reference, j *judged, unit coop.UnitKind, day vn.Date) law.Verdict {
	d := j.file
	v := law.Verdict{Rule: "COMPETENCE", Cite: []law.Cite{}, Basis: law.BasisDerived, Pointer: "/payload/seat/place"}
	place := j.place(ref, day)
	if place == "" {
		v.Answer, v.Detail = law.Unknown, msgNoSeatYet
		return v
	}
	q := jurisdiction.Question{Kind: string(d.OrganizationKind), Procedure: d.Procedure, Place: place, On: day}
	if d.Procedure == coop.ProcedureConversion {
		q.Kind = string(coop.KindHTX) // the office of the HTX's planned seat (Điều 61 khoản 1, 92/2024/NĐ-CP)
	}
	if d.Procedure == coop.ProcedureUnitRegistration || j.unit != nil {
		q.Kind, q.Of = string(unit), d.OrganizationKind
		if unit == "" {
			v.Answer, v.Detail = law.Unknown, msgNoUnitYet
			return v
		}
	}
	ruling, err := jurisdiction.Decide(r.book.Jurisdiction, ref.Places, q)
	if err != nil {
		v.Answer, v.Detail = law.NotMet, messageOf(err)
		return v
	}
	j.ruling, j.ruled = ruling, true
	v.Cite, v.Basis, v.Detail = ruling.Cite, ruling.Basis, ruling.Explanation
	own, _ := ref.authority(d.Authority.ID)
	switch {
	case ruling.Procedure != d.Procedure:
		v.Answer = law.NotMet
		v.Detail = msgProcedureInstead(ruling.Procedure, ruling.Explanation)
	case ruling.Basis == law.BasisMissing:
		v.Answer = law.Unknown
	case own.Office == ruling.Keeper && own.PlaceCode == ruling.KeeperPlace:
		v.Answer = law.Met
	default:
		v.Answer = law.NotMet
	}
	return v
}

// place is the commune that decides which office is competent: the one the file declares, for a seat that moves is decided
// by the office of the new one (Điều 37 khoản 1, Điều 45 khoản 3, Điều 60 khoản 3, 92/2024/NĐ-CP), else where the
// organisation or unit is on the map of the day. Empty where that commune was split and nobody has said into which part
// the seat fell: then no office is refused.
func (j *judged) place(ref *Reference, day vn.Date) string {
	if declared := j.file.Payload.Seat.Place; declared != "" || j.target == nil {
		return declared
	}
	seat, on := j.target.Seat.Place, j.target.SeatOn
	if j.unit != nil {
		seat, on = j.unit.Seat.Place, j.unit.SeatOn
	}
	now := ref.Places.Follow(seat, on, day)
	if len(now) != 1 {
		return ""
	}
	return now[0].Code
}

// target reads what a file is about: organisation, unit, the other parties, and what is under way against it. A unit of
// another organisation or a party that is not on the register is ErrInvalid.
func (r *Registry) target(ctx context.Context, tx ReadTx, d dossier.Dossier) (dossier.Target, error) {
	var t dossier.Target
	o, err := tx.Organization(ctx, *d.OrganizationID)
	if err != nil {
		return t, err
	}
	t.Organization = o
	if o.Kind != d.OrganizationKind {
		return t, ErrInvalid.At(fault.Field{Pointer: "/organization_kind", Code: "other-kind", Detail: msgOtherKind})
	}
	if d.UnitID != nil {
		u, err := tx.Unit(ctx, *d.UnitID)
		if err != nil {
			return t, err
		}
		if u.OrganizationID != o.ID {
			return t, ErrInvalid.At(fault.Field{Pointer: "/unit_id", Code: "other-organization", Detail: msgUnitElsewhere})
		}
		t.Unit = &u
	}
	units, err := r.openUnits(ctx, tx, o.ID)
	if err != nil {
		return t, err
	}
	t.OpenUnits = len(units)
	for i, party := range d.Payload.Parties {
		found, err := tx.Organization(ctx, party)
		if errors.Is(err, fault.NotFound) {
			return t, ErrInvalid.At(fault.Field{Pointer: "/payload/parties/" + strconv.Itoa(i), Code: "unknown", Detail: msgNoSuchParty})
		}
		if err != nil {
			return t, err
		}
		t.Parties = append(t.Parties, found)
	}
	if d.Procedure != coop.ProcedureRevocation {
		t.Violations, err = tx.OpenDossiers(ctx, o.ID, []coop.Procedure{coop.ProcedureRevocation})
	}
	return t, err
}

// notCompetent is the refusal of a file at the wrong office, naming the competent one.
func (r *Registry) notCompetent(j judged) error {
	if j.subject.Competence.Answer != law.NotMet {
		return nil
	}
	v := j.subject.Competence
	e := ErrNotCompetent.With(v.Cite...).At(fault.Field{Pointer: v.Pointer, Code: "not-competent", Detail: v.Detail, Cite: v.Cite})
	e.Message += " " + v.Detail
	if !j.ruled {
		return e
	}
	ref := r.Reference()
	if a, ok := ref.Authorities.ForPlace(j.ruling.Keeper, j.ruling.KeeperPlace, j.ruling.On); ok {
		e = e.Member("competent_authority", refOf(a, j.ruling.On))
	}
	return e
}

// judgeName checks the planned name; units are checked for form by their organisation's name alone, for no text forbids
// duplicates among units (Điều 16, 92/2024/NĐ-CP).
func (r *Registry) judgeName(ctx context.Context, tx ReadTx, j *judged, day vn.Date) ([]law.Verdict, error) {
	d := j.file
	if d.Procedure == coop.ProcedureUnitRegistration || d.Payload.Name.Vi == "" || j.unit != nil {
		return nil, nil
	}
	track := trackOf(d.Procedure, d.OrganizationKind, day)
	if j.target != nil && d.Procedure != coop.ProcedureFormation && d.Procedure != coop.ProcedureConversion {
		track = j.target.Registration.Track
	}
	j.scheme = r.book.Scheme(founded(d), track, day)
	hits := j.scheme.Form(d.Payload.Name.Vi)
	holders, err := r.nameHolders(ctx, tx, j.scheme, d.Payload.Name.Vi, d.Payload.Seat.Place, day)
	if err != nil {
		return nil, err
	}
	if j.target != nil { // its own name stands in nobody's way
		holders = slices.DeleteFunc(holders, func(h naming.Holder) bool { return h.ID == j.target.ID })
	}
	j.hits = slices.Concat(hits, j.scheme.Duplicates(holders))
	return naming.Verdicts(j.scheme, j.hits, "/payload/name/vi"), nil
}

func (r *Registry) nameHolders(ctx context.Context, tx ReadTx, s naming.Scheme, name, place string, day vn.Date) ([]naming.Holder, error) {
	if len(s.Pools) == 0 {
		return nil, nil
	}
	found, err := tx.NameHolders(ctx, s.Keys(place, day), s.Key(name))
	if err != nil {
		return nil, err
	}
	ref := r.Reference()
	holders := make([]naming.Holder, 0, len(found))
	for _, o := range found {
		h := naming.Holder{ID: o.ID, Code: optional(o.Code), Name: o.Name.Vi, Kind: o.Kind, Status: o.Status}
		if p, ok := coop.RefPlace(ref.Places, o.Seat.Place, o.SeatOn); ok {
			h.Place = p.Name
		}
		holders = append(holders, h)
	}
	return holders, nil
}

// founded is the kind of the organisation a file enters: an HTX out of a THT that is converted.
func founded(d dossier.Dossier) coop.Kind {
	if d.Procedure == coop.ProcedureConversion {
		return coop.KindHTX
	}
	return d.OrganizationKind
}

// trackOf tells how what a procedure founds stands on the register. A THT's formation before 2019-11-25 was the
// certification of its contract, which is no registration.
func trackOf(p coop.Procedure, kind coop.Kind, day vn.Date) coop.Track {
	switch {
	case kind == coop.KindHoiQuan:
		return coop.TrackRecord
	case p == coop.ProcedureMirrorLicence:
		return coop.TrackLicence
	case p == coop.ProcedureNoticeOfFormation, kind == coop.KindTHT && day.Before(vn.NewDate(2024, 7, 1)):
		return coop.TrackNotice
	}
	return coop.TrackRegistration
}

// asFields turns verdicts that stand in the way into the errors of a problem document.
func asFields(verdicts []law.Verdict) []fault.Field {
	fields := make([]fault.Field, len(verdicts))
	for i, v := range verdicts {
		fields[i] = fault.Field{Pointer: v.Pointer, Code: ruleCode(v.Rule), Detail: v.Detail, Cite: v.Cite}
	}
	return fields
}
