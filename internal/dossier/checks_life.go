package dossier

import (
	"slices"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// life checks a file about an organisation or unit that is on the register: whether this may be filed now, and whether the
// file says what it must.
func (d Dossier) life(s Subject) []law.Verdict {
	l := s.Law
	if s.Target == nil {
		return []law.Verdict{d.lifeVerdict(l, "TARGET", false, "/organization_id", msgNoTarget)}
	}
	if l.Rule.Basis == law.BasisMissing {
		return MayBeFiled(l, *s.Target, d.Procedure, law.Unknown)
	}
	verdicts := append(MayBeFiled(l, *s.Target, d.Procedure, answer(d.Payload.Explanation != "")), Stopped(l.Rule.Value, s.Target.Organization, d.Payload.Industries)...)
	if s.updates() {
		verdicts = append(verdicts, d.fields(s)...)
	}
	for _, need := range l.Rule.Value.Needs {
		if d.spared(l, need) {
			continue
		}
		verdicts = append(verdicts, d.need(s, need)...)
	}
	if d.Payload.changes("charter_capital_vnd") && (l.Rule.Value.Capital != nil || l.Rule.Value.CapitalBelow != nil) {
		verdicts = append(verdicts, d.capitalStep(l, s.Target.Organization))
	}
	if !d.Payload.EffectiveOn.IsZero() {
		verdicts = append(verdicts, d.effect(s))
	}
	if l.Rule.Value.AfterMonths > 0 {
		verdicts = append(verdicts, d.waiting(s))
	}
	formed := d.Procedure == coop.ProcedureFormation && s.Target.Organization.Registration.Track == coop.TrackRegistration
	if formed || d.Procedure == coop.ProcedureUnitRegistration && d.UnitID != nil {
		verdicts = append(verdicts, Founded(l, *s.Target))
	}
	verdicts = append(verdicts, Known(l, *s.Target, s.Today)...)
	verdicts = append(verdicts, d.running(s)...)
	verdicts = append(verdicts, d.seatMoves(s)...)
	verdicts = append(verdicts, d.exchange(s)...)
	return append(verdicts, d.joins(s)...)
}

func answer(yes bool) law.Answer {
	if yes {
		return law.Met
	}
	return law.NotMet
}

func (d Dossier) lifeVerdict(l Law, rule string, met bool, pointer, no string) law.Verdict {
	v := law.Verdict{Rule: rule, Answer: answer(met), Cite: l.Rule.Cite, Basis: l.Rule.Basis, Pointer: pointer, Detail: no}
	if met {
		v.Detail = msgFine
	}
	return v
}

// fields refuses what this procedure does not change, naming the procedure that does, and what of a unit none changes.
func (d Dossier) fields(s Subject) []law.Verdict {
	verdicts := d.fixed(s)
	for _, name := range d.Payload.Changes() {
		pointer, no := "/payload/"+name, msgOtherProcedure(s.Elsewhere[name])
		switch name {
		case "members":
			if d.ForeignMembersChange(s.Target.Organization) {
				name = PartForeignMembers
				no = msgOtherProcedure(s.Elsewhere[name])
			}
		case "heads", "activities":
			pointer = "/payload/unit/" + name
		}
		if name == "activities" && slices.Contains(s.Law.Rule.Value.Fields, name) {
			no = msgUnitActivities
		}
		if !d.mayChange(s, name) {
			verdicts = append(verdicts, d.lifeVerdict(s.Law, "FIELDS", false, pointer, no))
		}
	}
	return verdicts
}

// fixed refuses another kind or branch of a unit: both are said when it is registered.
func (d Dossier) fixed(s Subject) []law.Verdict {
	given, unit := d.Payload.Unit, s.Target.Unit
	if given == nil || unit == nil || d.Procedure == coop.ProcedureUnitRegistration { // filed anew, it says all again
		return nil
	}
	var verdicts []law.Verdict
	refuse := func(name string) {
		verdicts = append(verdicts, d.lifeVerdict(s.Law, "FIELDS", false, "/payload/unit/"+name, msgUnitFixed))
	}
	if given.Kind != "" && given.Kind != unit.Kind {
		refuse("kind")
	}
	if given.Parent != nil && (unit.ParentID == nil || *given.Parent != *unit.ParentID) {
		refuse("parent_unit_id")
	}
	return verdicts
}

// mayChange tells whether this procedure changes what the name says. Members from abroad are notified where the rest of the
// members is not (Điều 43 and 46, 92/2024/NĐ-CP); where no procedure tells them apart, they are members as all.
func (d Dossier) mayChange(s Subject, name string) bool {
	rule := s.Law.Rule.Value
	if name == "activities" && (s.Target.Unit == nil || s.Target.Unit.Kind != coop.UnitRepresentativeOffice) {
		return false // the others have lines of business
	}
	if slices.Contains(rule.Fields, name) {
		return true
	}
	apart := s.Elsewhere[PartForeignMembers] != "" && rule.Effect == EffectChange
	return name == PartForeignMembers && !apart && slices.Contains(rule.Fields, "members")
}

// ForeignMembersChange tells whether the file declares another number of foreign members than the record has.
func (d Dossier) ForeignMembersChange(o coop.Organization) bool {
	if d.Payload.Members == nil {
		return false
	}
	before := 0
	if o.Members != nil {
		before = o.Members.Foreign
	}
	return d.Payload.Members.Foreign != before
}

// need checks one thing the file must say.
func (d Dossier) need(s Subject, need Need) []law.Verdict {
	p, l := d.Payload, s.Law
	one := func(rule string, met bool, pointer, no string) []law.Verdict {
		return []law.Verdict{d.lifeVerdict(l, rule, met, strings.TrimSuffix("/payload/"+pointer, "/"), no)}
	}
	switch need {
	case NeedChanges:
		if len(p.Changes()) > 0 && l.Rule.Value.Effect == EffectChange {
			return one("CHANGES", p.differs(*s.Target) || d.followsMap(s), "", msgNothingNew) // a commune may keep its code under a new map
		}
		return one("CHANGES", len(p.Changes()) > 0, "", msgNoChanges)
	case NeedResolution:
		switch {
		case p.Judgment != nil:
			// Điều 47 khoản 2, Điều 48 khoản 3, 17/2023/QH15: by judgment or award, at the request of whoever asks.
			return one("JUDGMENT", p.Judgment.Dated(), "judgment", msgNoJudgment)
		case !d.resolved(l.Rule.Value):
			return nil
		}
		return one("RESOLUTION", p.Resolution.Dated(), "resolution", msgNoResolution)
	case NeedInstrument:
		return one("INSTRUMENT", p.Instrument.Dated(), "instrument", msgNoInstrument)
	case NeedReason:
		return one("REASON", p.Reason != "", "reason", msgNoReason)
	case NeedEnterprise:
		return one("ENTERPRISE", p.Enterprise != nil && p.Enterprise.Name != "", "enterprise", msgNoEnterprise)
	case NeedAllAgreed:
		// Điều 108 khoản 1, 17/2023/QH15: all members of the THT agree.
		return one("CONVERSION-AGREED", p.AllAgreed != nil && *p.AllAgreed, "all_agreed", msgNotAllAgreed)
	case NeedDebtsPaid:
		return one("DEBTS-PAID", p.DebtsPaid != nil && *p.DebtsPaid, "debts_paid", msgDebts)
	case NeedStateSupport:
		return d.stateSupport(l)
	case NeedNoDispute:
		return one("NO-DISPUTE", p.NoDispute != nil && *p.NoDispute, "no_dispute", msgDispute)
	case NeedUnitsClosed:
		return nil // the register knows it: Known
	case NeedUnit:
		return []law.Verdict{d.lifeVerdict(l, "UNIT", s.Target.Unit != nil, "/unit_id", msgNoUnit)}
	case NeedAct:
		return one("ACT", p.ActID != "" && s.Target.Act != nil, "act_id", msgNoAct)
	case NeedFoundBy:
		return one("FOUND-BY", p.FoundBy != "", "found_by", msgNoFoundBy)
	case NeedMistakeIn:
		return one("MISTAKE-IN", p.MistakeIn != "", "mistake_in", msgNoMistakeIn)
	case NeedTax, NeedTaxSettled, NeedTaxNotAgainst:
		return []law.Verdict{d.taxed(s, need)}
	case NeedSpan, NeedResumesOn:
		return d.times(s)
	case NeedGround:
		return d.ground(s)
	case NeedParties:
		return d.parties(s)
	}
	return nil
}

// capitalStep tells a change of capital that is registered from one that is not: at least 5 % or one billion đồng
// (Điều 47 khoản 1, 17/2023/QH15).
func (d Dossier) capitalStep(l Law, o coop.Organization) law.Verdict {
	if o.CharterCapital == nil {
		return law.Verdict{Rule: "CAPITAL-STEP", Answer: law.Unknown, Cite: l.Rule.Cite, Basis: l.Rule.Basis, Pointer: "/payload/charter_capital_vnd", Detail: msgCapitalUnknown}
	}
	if below := l.Rule.Value.CapitalBelow; below != nil {
		reached := below.Reached(*o.CharterCapital, *d.Payload.CharterCapital)
		return d.lifeVerdict(l, "CAPITAL-STEP", !reached, "/payload/charter_capital_vnd", msgCapitalRegistered)
	}
	reached := l.Rule.Value.Capital.Reached(*o.CharterCapital, *d.Payload.CharterCapital)
	return d.lifeVerdict(l, "CAPITAL-STEP", reached, "/payload/charter_capital_vnd", msgCapitalStep)
}

// effect checks a day of effect: one before today only where a change is merely notified, as all of a unit abroad is, never before
// the organisation or unit itself.
func (d Dossier) effect(s Subject) law.Verdict {
	on := d.Payload.EffectiveOn
	born := s.Target.Organization.Registration.IssuedOn
	if u := s.Target.Unit; u != nil {
		born = u.Registration.IssuedOn
	}
	fits := !on.After(s.Today) && (s.Law.Rule.Value.Late || d.abroad(s.Law) || on == s.Today) && (born.IsZero() || !on.Before(born))
	return d.lifeVerdict(s.Law, "EFFECTIVE-ON", fits, "/payload/effective_on", msgEffect)
}

const ruleConversionTime = "CONVERSION-TIME"

// waiting counts the months since the certificate of a THT that becomes an HTX: twelve without a break (Điều 108 khoản 1 điểm b,
// 17/2023/QH15). Whether a suspension in between breaks them no text says: while fewer have passed since it ended, or where the
// register does not know the day of the certificate, whoever decides finds it and says why.
func (d Dossier) waiting(s Subject) law.Verdict {
	since, resumed := s.Target.Organization.Registration.IssuedOn, s.Target.ResumedOn
	v := Ripe(s.Law, s.Target.Organization, s.Today, s.Calendar)
	switch {
	case since.IsZero():
		return d.continuity(s.Law, v.Detail)
	case v.Answer == law.Met && resumed.After(since) && !s.Today.After(s.Calendar.MonthsAfter(resumed, s.Law.Rule.Value.AfterMonths)):
		return d.continuity(s.Law, msgWaitingBroken(resumed))
	}
	return v
}

// Ripe says whether the months since the certificate of a THT are over, as far as the register knows without a file.
func Ripe(l Law, o coop.Organization, today vn.Date, calendar vn.Calendar) law.Verdict {
	since, months := o.Registration.IssuedOn, l.Rule.Value.AfterMonths
	v := law.Verdict{Rule: ruleConversionTime, Cite: l.Rule.Cite, Basis: l.Rule.Basis, Pointer: "/organization_id"}
	if since.IsZero() {
		v.Answer, v.Detail = law.Unknown, msgWaitingUnknown
		return v
	}
	last := calendar.MonthsAfter(since, months)
	if v.Answer, v.Detail = answer(today.After(last)), msgFine; v.Answer == law.NotMet {
		v.Detail = msgWaiting(months, last.AddDays(1))
	}
	return v
}

// continuity is the officer's finding whether a THT has worked without a break for as long as it must; while there is none, the
// file waits for it.
func (d Dossier) continuity(l Law, open string) law.Verdict {
	v := law.Verdict{
		Rule: ruleConversionTime, Answer: law.Unknown, Asks: true, Cite: l.Rule.Cite, Basis: law.BasisDerived, Pointer: "/payload/continuity_finding", Detail: open,
	}
	if found := d.Payload.Continuity; found != nil {
		v.Answer, v.Detail = answer(found.Continuous), msgFound(found.Reason)
	}
	return v
}
