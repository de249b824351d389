package dossier

import (
	"slices"
	"strconv"

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
	verdicts := MayBeFiled(l, *s.Target)
	if s.updates() {
		verdicts = append(verdicts, d.fields(s)...)
	}
	for _, need := range l.Rule.Value.Needs {
		verdicts = append(verdicts, d.need(s, need)...)
	}
	if d.Payload.changes("charter_capital_vnd") && l.Rule.Value.Capital != nil {
		verdicts = append(verdicts, d.capitalStep(l, s.Target.Organization))
	}
	if !d.Payload.EffectiveOn.IsZero() {
		verdicts = append(verdicts, d.effect(s))
	}
	if l.Rule.Value.AfterMonths > 0 {
		verdicts = append(verdicts, d.waiting(s))
	}
	return verdicts
}

// MayBeFiled says whether an organisation, or its unit, may file a procedure as it stands: track, status and the bars to
// registration of Điều 33, 92/2024/NĐ-CP.
func MayBeFiled(l Law, t Target) []law.Verdict {
	rule := l.Rule.Value
	status, reason := t.status()
	stands := rule.OnTrack(t.Organization.Registration.Track)
	verdicts := []law.Verdict{{
		Rule: "TRACK", Answer: answer(stands), Cite: l.Rule.Cite, Basis: l.Rule.Basis, Pointer: "/organization_id", Detail: msgTrack(stands),
	}}
	fits := rule.InStatus(status, reason)
	verdicts = append(verdicts, law.Verdict{
		Rule: "STATUS", Answer: answer(fits), Cite: l.Rule.Cite, Basis: l.Rule.Basis, Pointer: "/organization_id", Detail: msgStatus(fits, status, reason),
	})
	if barred := len(t.Violations) > 0 && rule.Certificate && rule.Effect == EffectChange; barred {
		// Điều 33 khoản 1 điểm a: "Đã bị cơ quan đăng ký kinh doanh cấp huyện ra Thông báo về hành vi vi phạm …"
		verdicts = append(verdicts, law.Verdict{
			Rule: "BAR-VIOLATION", Answer: law.NotMet, Cite: []law.Cite{{Doc: "92/2024/NĐ-CP", At: "Điều 33 khoản 1 điểm a"}},
			Basis: law.BasisStated, Pointer: "/organization_id", Detail: msgViolation(t.Violations[0].Number),
		})
	}
	return verdicts
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

// fields refuses what this procedure does not change, naming the procedure that does.
func (d Dossier) fields(s Subject) []law.Verdict {
	var verdicts []law.Verdict
	for _, name := range d.Payload.Changes() {
		if slices.Contains(s.Law.Rule.Value.Fields, name) {
			continue
		}
		v := d.lifeVerdict(s.Law, "FIELDS", false, "/payload/"+name, msgOtherProcedure(s.Elsewhere[name]))
		verdicts = append(verdicts, v)
	}
	return verdicts
}

// need checks one thing the file must say.
func (d Dossier) need(s Subject, need Need) []law.Verdict {
	p, l := d.Payload, s.Law
	one := func(rule string, met bool, pointer, no string) []law.Verdict {
		return []law.Verdict{d.lifeVerdict(l, rule, met, "/payload/"+pointer, no)}
	}
	switch need {
	case NeedChanges:
		return one("CHANGES", len(p.Changes()) > 0, "", msgNoChanges)
	case NeedResolution:
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
	case NeedNoDispute:
		return one("NO-DISPUTE", p.NoDispute != nil && *p.NoDispute, "no_dispute", msgDispute)
	case NeedUnitsClosed:
		return one("UNITS-CLOSED", s.Target.OpenUnits == 0, "", msgUnitsOpen(s.Target.OpenUnits))
	case NeedUnit:
		return []law.Verdict{d.lifeVerdict(l, "UNIT", s.Target.Unit != nil, "/unit_id", msgNoUnit)}
	case NeedAct:
		return one("ACT", p.ActID != "", "act_id", msgNoAct)
	case NeedFoundBy:
		return one("FOUND-BY", p.FoundBy != "", "found_by", msgNoFoundBy)
	case NeedTax, NeedTaxSettled, NeedTaxNotAgainst:
		return one("TAX", p.taxed(need, s.Target.Unit), "tax", msgTax(need))
	case NeedSpan, NeedResumesOn:
		return d.times(s)
	case NeedGround:
		return d.ground(l)
	case NeedParties:
		return d.parties(s)
	}
	return nil
}

// taxed tells whether the tax office's answer is what the procedure needs. It answers within two working days; its silence is
// no objection, but for the ends that wait for its word (Điều 52, Điều 54, 92/2024/NĐ-CP). A business location has no tax
// affairs of its own (Điều 54 khoản 1).
func (p Payload) taxed(need Need, unit *coop.Unit) bool {
	said := p.Tax != nil && p.Tax.Settled != nil
	switch {
	case said && !*p.Tax.Settled:
		return false
	case need == NeedTaxNotAgainst:
		return true
	case need == NeedTax && unit != nil && unit.Kind == coop.UnitBusinessLocation:
		return true
	}
	return said
}

// capitalStep tells a change of capital that is registered from one that is not: at least 5 % or one billion đồng
// (Điều 47 khoản 1, 17/2023/QH15).
func (d Dossier) capitalStep(l Law, o coop.Organization) law.Verdict {
	if o.CharterCapital == nil {
		return law.Verdict{Rule: "CAPITAL-STEP", Answer: law.Unknown, Cite: l.Rule.Cite, Basis: l.Rule.Basis, Pointer: "/payload/charter_capital_vnd", Detail: msgCapitalUnknown}
	}
	reached := l.Rule.Value.Capital.Reached(*o.CharterCapital, *d.Payload.CharterCapital)
	return d.lifeVerdict(l, "CAPITAL-STEP", reached, "/payload/charter_capital_vnd", msgCapitalStep)
}

// effect checks a day of effect: one before today only where a change is merely notified, never before the organisation.
func (d Dossier) effect(s Subject) law.Verdict {
	on := d.Payload.EffectiveOn
	born := s.Target.Organization.Registration.IssuedOn
	fits := !on.After(s.Today) && (s.Law.Rule.Value.Late || on == s.Today) && (born.IsZero() || !on.Before(born))
	return d.lifeVerdict(s.Law, "EFFECTIVE-ON", fits, "/payload/effective_on", msgEffect)
}

// waiting counts the months since the certificate of a THT that becomes an HTX: twelve without a break (Điều 108 khoản 1,
// 17/2023/QH15).
func (d Dossier) waiting(s Subject) law.Verdict {
	since := s.Target.Organization.Registration.IssuedOn
	months := s.Law.Rule.Value.AfterMonths
	if since.IsZero() {
		return law.Verdict{Rule: "CONVERSION-TIME", Answer: law.Unknown, Cite: s.Law.Rule.Cite, Basis: s.Law.Rule.Basis, Pointer: "/organization_id", Detail: msgWaitingUnknown}
	}
	ripe := since.AddMonths(months)
	return d.lifeVerdict(s.Law, "CONVERSION-TIME", !s.Today.Before(ripe), "/organization_id", msgWaiting(ripe.String()))
}

// times checks a suspension or resumption: told in time, not too long, not too short.
func (d Dossier) times(s Subject) []law.Verdict {
	rule, p := s.Law.Rule.Value, d.Payload
	first, last := p.ResumesOn, vn.Date{}
	pointer := "/payload/resumes_on"
	if rule.Effect == EffectSuspend {
		if p.Suspension == nil || p.Suspension.From.IsZero() || p.Suspension.To.IsZero() || p.Suspension.To.Before(p.Suspension.From) {
			return []law.Verdict{d.lifeVerdict(s.Law, "SUSPENSION", false, "/payload/suspension", msgNoSpan)}
		}
		first, last, pointer = p.Suspension.From, p.Suspension.To, "/payload/suspension"
	}
	if first.IsZero() {
		return []law.Verdict{d.lifeVerdict(s.Law, "SUSPENSION", false, pointer, msgNoSpan)}
	}
	verdicts := []law.Verdict{d.lifeVerdict(s.Law, "NOTICE-TIME", toldInTime(rule.Notice, s, first), pointer, msgNoticeTime(rule.Notice))}
	if rule.LongestMonths > 0 {
		fits := last.Before(first.AddMonths(rule.LongestMonths))
		verdicts = append(verdicts, d.lifeVerdict(s.Law, "SUSPENSION-LONGEST", fits, pointer, msgLongest(rule.LongestMonths)))
	}
	if rule.ShortestDays > 0 {
		fits := last.Sub(first)+1 >= rule.ShortestDays
		verdicts = append(verdicts, d.lifeVerdict(s.Law, "SUSPENSION-SHORTEST", fits, pointer, msgShortest(rule.ShortestDays)))
	}
	return verdicts
}

// toldInTime counts from the day of receipt, which is not counted, to the day before the first.
func toldInTime(n NoticeTime, s Subject, first vn.Date) bool {
	received := s.Law.On
	if n.Workdays > 0 {
		earliest, ok := s.Calendar.AddWorkdays(received, n.Workdays)
		return !ok || !first.Before(earliest)
	}
	return !first.Before(received.AddDays(n.Days))
}

// ground checks the ground of a revocation: one of the day's closed list, proved or heard as its kind demands.
func (d Dossier) ground(l Law) []law.Verdict {
	g, ok := l.Rule.Value.Ground(d.Payload.Ground)
	if !ok {
		return []law.Verdict{d.lifeVerdict(l, "GROUND", false, "/payload/ground", msgNoGround(l.Rule.Value.Grounds))}
	}
	verdicts := []law.Verdict{d.lifeVerdict(l, "GROUND", true, "/payload/ground", "")}
	if g.Instrument {
		verdicts = append(verdicts, d.lifeVerdict(l, "INSTRUMENT", d.Payload.Instrument.Dated(), "/payload/instrument", msgNoInstrument))
	}
	if g.Hearing {
		h := d.Payload.Hearing
		heard := h != nil && !h.SummonedTo.IsZero() && h.SummonedTo.Before(l.On.AddDays(1)) && !h.Accepted
		verdicts = append(verdicts, d.lifeVerdict(l, "HEARING", heard, "/payload/hearing", msgHearing))
	}
	return verdicts
}

// parties checks the other organisations of a reorganisation: on the register, of the same kind, living.
func (d Dossier) parties(s Subject) []law.Verdict {
	if len(d.Payload.Parties) == 0 || len(s.Target.Parties) != len(d.Payload.Parties) {
		return []law.Verdict{d.lifeVerdict(s.Law, "PARTIES", false, "/payload/parties", msgNoParties)}
	}
	least := 1
	if e := s.Law.Rule.Value.Effect; e == EffectDivide || e == EffectConsolidate {
		least = 2 // chia into several; hợp nhất of several
	}
	verdicts := []law.Verdict{d.lifeVerdict(s.Law, "PARTIES", len(s.Target.Parties) >= least, "/payload/parties", msgPartiesFew(least))}
	for i, o := range s.Target.Parties {
		at := "/payload/parties/" + strconv.Itoa(i)
		switch {
		case o.ID == s.Target.Organization.ID:
			verdicts = append(verdicts, d.lifeVerdict(s.Law, "PARTIES", false, at, msgPartySelf))
		case o.Kind != s.Target.Organization.Kind:
			// Điều 94 khoản 1, Điều 95 khoản 1, 17/2023/QH15: of the same kind only.
			verdicts = append(verdicts, d.lifeVerdict(s.Law, "PARTIES", false, at, msgPartyKind))
		case o.Status != coop.StatusActive && o.Status != coop.StatusSuspended:
			verdicts = append(verdicts, d.lifeVerdict(s.Law, "PARTIES", false, at, msgPartyStatus(o.Status)))
		}
	}
	return verdicts
}
