package registry

import (
	"context"
	"slices"

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
	file     dossier.Dossier
	ruling   jurisdiction.Ruling
	ruled    bool // whether there is a ruling at all
	scheme   naming.Scheme
	parent   *coop.Organization
	target   *coop.Organization // what the file is about, where that is on the register already
	unit     *coop.Unit         // the unit it is about
	converts *coop.Organization // the THT that becomes the HTX of the file, whose code it takes over
	beside   coop.Beside        // what its next act does beside the record
	timed    bool               // a timer does the act, not a person
	abroad   bool               // about a unit in another country
	bySeat   bool               // about a unit, at the office of the organisation's seat
	number   string             // of the certificate it gives, where the office has numbers of its own
	renews   bool               // gives, on the day of the decision, a certificate in place of the one that stands
	// made and opened are what the file enters, as they wait to be written.
	made     *coop.Organization
	opened   *coop.Unit
	subject  dossier.Subject
	verdicts []law.Verdict
}

// lawDay is the day whose rules a file follows: its day of receipt, today while it is not received. Files of HTX and LHHTX
// that were open when 92/2024/NĐ-CP began follow it (its Điều 65 khoản 1), and files open on 2025-07-01 the commune
// offices' rules: the register has moved them by then.
func lawDay(d dossier.Dossier, today vn.Date) vn.Date {
	if d.ReceivedAt == nil {
		return today
	}
	received := vn.DateIn(*d.ReceivedAt)
	for _, change := range transitions() {
		if slices.Contains(change.kinds, d.OrganizationKind) && received.Before(change.on) && !today.Before(change.on) {
			received = change.on
		}
	}
	return received
}

// transition is a day from which open files follow the new rules, by the kind of organisation they are about.
type transition struct {
	on    vn.Date
	kinds []coop.Kind
}

func transitions() []transition {
	return []transition{
		{vn.NewDate(2024, 7, 18), []coop.Kind{coop.KindHTX, coop.KindLHHTX}},
		{vn.NewDate(2025, 7, 1), []coop.Kind{coop.KindHTX, coop.KindLHHTX, coop.KindTHT}},
	}
}

// receivedOn is the day of receipt; today while the file is not received.
func receivedOn(d dossier.Dossier, today vn.Date) vn.Date {
	if d.ReceivedAt == nil {
		return today
	}
	return vn.DateIn(*d.ReceivedAt)
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
	default:
		found, err := r.target(ctx, tx, d)
		if err != nil {
			return j, err
		}
		target, j.target, j.unit = &found, &found.Organization, found.Unit
		if j.unit != nil {
			unit = j.unit.Kind
		}
		if d.Procedure == coop.ProcedureUnitRegistration {
			j.parent = j.target
		}
	}
	l := r.book.Law(d.Procedure, d.OrganizationKind, unit, day)
	j.abroad = d.Payload.Unit.Abroad() || j.unit != nil && j.unit.Country != ""
	if target != nil {
		l.Stands = stands(d, target.Organization)
	}
	if j.abroad {
		l.Stands = append(l.Stands, dossier.StandsAbroad)
		l.Fee = dossier.Provision[bool]{Cite: []law.Cite{}, Basis: law.BasisDerived} // nothing is given that is charged for
	}
	d.Regime, d.Rulebook = l.Regime, r.book.Digest
	j.file = d.WithPapers(l)
	j.subject = dossier.Subject{
		Law: l, Places: ref.Places, Industries: ref.Industries, Target: target, Today: today, Received: receivedOn(d, today),
		Calendar: r.book.Calendar, Sector: r.sector(founded(d), d.Payload.Industries),
	}
	if target != nil {
		if len(d.Payload.Industries) == 0 {
			j.subject.Sector = target.Organization.Sector
		}
		subject := string(d.OrganizationKind)
		if unit != "" {
			subject = string(unit)
		}
		j.subject.Elsewhere = r.book.Elsewhere(subject, target.Organization.Registration.Track, day)
	}
	if j.parent != nil {
		branch, err := namesBranch(ctx, tx, d, j.parent.ID)
		if err != nil {
			return j, err
		}
		j.subject.Parent = &dossier.Parent{Status: j.parent.Status, Industries: j.parent.Industries, Branch: branch}
	}
	j.subject.Competence = r.competence(ref, &j, unit, day)
	var err error
	if j.subject.Name, err = r.judgeName(ctx, tx, &j, day); err != nil {
		return j, err
	}
	kin, err := r.kin(ctx, tx, &j)
	if err != nil {
		return j, err
	}
	j.verdicts = append(j.file.Judge(j.subject), kin...)
	j.file.Checks = j.verdicts
	return j, nil
}

// competence rules on the office of the file.
func (r *Registry) competence(ref *Reference, j *judged, unit coop.UnitKind, day vn.Date) law.Verdict {
	d := j.file
	v := law.Verdict{Rule: "COMPETENCE", Cite: []law.Cite{}, Basis: law.BasisDerived, Pointer: "/payload/seat/place"}
	q := jurisdiction.Question{Kind: string(d.OrganizationKind), Procedure: d.Procedure, On: day}
	switch {
	case j.abroad && j.target != nil:
		// Điều 16 khoản 6, 193/2013/NĐ-CP; Điều 55 khoản 3, 17/2023/QH15: the office of the organisation's seat is told.
		q.Procedure = lifeProcedure(*j.target)
	case d.Procedure == coop.ProcedureUnitRegistration || j.unit != nil:
		q.Kind, q.Of = string(unit), d.OrganizationKind
	}
	j.bySeat = j.abroad || j.unit != nil && r.book.Jurisdiction.BySeat(q)
	q.Place = j.place(ref, day)
	switch {
	case q.Place == "":
		v.Answer, v.Detail = law.Unknown, msgNoSeatYet
		return v
	case q.Kind == "":
		v.Answer, v.Detail = law.Unknown, msgNoUnitYet
		return v
	}
	ruling, err := jurisdiction.Decide(r.book.Jurisdiction, ref.Places, q)
	if err != nil {
		v.Answer, v.Detail = law.NotMet, messageOf(err)
		return v
	}
	j.ruling, j.ruled = ruling, true
	v.Cite, v.Basis, v.Detail = ruling.Cite, ruling.Basis, ruling.Explanation()
	own, _ := ref.authority(d.Authority.ID)
	switch {
	case ruling.Procedure != q.Procedure:
		v.Answer = law.NotMet
		v.Detail = msgProcedureInstead(ruling.Procedure, ruling.Explanation())
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
	stays := (j.subject.Law.Rule.Value.SeatStays || j.bySeat) && j.target != nil
	if declared := j.file.Payload.Seat.Place; declared != "" && !stays || j.target == nil {
		return declared
	}
	seat, on := j.target.Seat.Place, j.target.SeatOn
	if j.unit != nil && !j.bySeat {
		seat, on = j.unit.Seat.Place, j.unit.SeatOn
	}
	now := ref.Places.Follow(seat, on, day)
	if len(now) != 1 {
		return ""
	}
	return now[0].Code
}

// stands tells what of an organisation the papers of a file depend on.
func stands(d dossier.Dossier, o coop.Organization) []string {
	var words []string
	registers := d.Procedure == coop.ProcedureFormation && o.Registration.Track == coop.TrackNotice
	if registers {
		words = append(words, dossier.StandsNoticed)
	}
	// Điều 115 khoản 2, 17/2023/QH15 and Điều 65 khoản 3, 92/2024/NĐ-CP: founded before 2024-07-01, and bound to register.
	if registers && !o.Registration.IssuedOn.IsZero() && o.Registration.IssuedOn.Before(vn.NewDate(2024, 7, 1)) && d.Payload.Contract.MustRegister() {
		words = append(words, dossier.StandsNoticedOld)
	}
	if o.Status == coop.StatusDissolving {
		words = append(words, dossier.StandsDissolving)
	}
	if d.ForeignMembersChange(o) {
		words = append(words, dossier.StandsForeign)
	}
	switch o.Governance {
	case coop.GovernanceFull:
		words = append(words, dossier.StandsFull)
	case coop.GovernanceReduced:
		words = append(words, dossier.StandsReduced)
	}
	return words
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
	if competent := keeperOf(r.Reference(), j.ruling); competent != nil {
		e = e.Member("competent_authority", *competent)
	}
	return e
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
