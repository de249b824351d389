package dossier

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// filer checks what the law asks of the filer and bars nothing by: whether the file came in time. Whoever signed must be one
// who may (Điều 4 khoản 6, Điều 12 and 39, 92/2024/NĐ-CP); a file that does not say who signed leaves that open.
func (d Dossier) filer(s Subject) []law.Verdict {
	rule := s.Law.Rule.Value
	var verdicts []law.Verdict
	if v, asked := d.inTime(s); asked {
		verdicts = append(verdicts, v)
	}
	if len(rule.Signs) == 0 {
		return verdicts
	}
	v := law.Verdict{Rule: "SIGNATORY", Answer: law.Unknown, Cite: s.Law.Rule.Cite, Basis: law.BasisDerived, Pointer: "/payload/signed_by", Detail: msgSignatoryUnknown}
	if by := d.Payload.SignedBy; by != nil && by.Capacity != "" {
		v.Pointer += "/capacity"
		signs := d.signs(s)
		v.Answer, v.Detail = answer(slices.Contains(signs, by.Capacity)), msgSignatory(signs)
	}
	return append(verdicts, v)
}

// signs lists who may sign this file. Điều 4 khoản 6, 92/2024/NĐ-CP: the head of a branch signs for "địa điểm kinh doanh … trực
// thuộc chi nhánh", not for the branch itself, for another unit or for the organisation.
func (d Dossier) signs(s Subject) []Capacity {
	unit := d.unitKind(s)
	return slices.DeleteFunc(slices.Clone(s.Law.Rule.Value.Signs), func(c Capacity) bool {
		return c == CapacityBranchHead && unit != coop.UnitBusinessLocation
	})
}

// unitKind is the kind of the unit that the file is about or opens; empty where it is about the organisation.
func (d Dossier) unitKind(s Subject) coop.UnitKind {
	switch {
	case s.Target != nil && s.Target.Unit != nil:
		return s.Target.Unit.Kind
	case d.Payload.Unit != nil:
		return d.Payload.Unit.Kind
	}
	return ""
}

// inTime holds the day of receipt against the filer's time.
func (d Dossier) inTime(s Subject) (law.Verdict, bool) {
	limit := s.Law.Rule.Value.Filer
	switch {
	case d.abroad(s.Law):
		limit = s.Law.Rule.Value.FilerAbroad
	case d.unitKind(s) == coop.UnitBusinessLocation && s.Law.Rule.Value.FilerLocation != nil:
		limit = s.Law.Rule.Value.FilerLocation
	case slices.Contains(s.Law.Stands, StandsNoticedOld):
		limit = s.Law.Rule.Value.FilerOfOld
	case slices.Contains(s.Law.Stands, StandsNoticed):
		return law.Verdict{}, false // Điều 58 khoản 3, 92/2024/NĐ-CP sets no time
	}
	if limit == nil {
		return law.Verdict{}, false
	}
	v := law.Verdict{Rule: "FILER-TIME", Answer: law.Unknown, Cite: limit.Cite, Basis: law.BasisStated, Pointer: "/payload", Advisory: true, Detail: msgEventUnknown}
	last := limit.Until
	if last.IsZero() {
		event := d.event(limit.Since)
		if event.IsZero() {
			return v, true
		}
		last = limit.last(event, s.Calendar)
	}
	if last.IsZero() {
		return v, true
	}
	v.Answer, v.Detail = answer(!s.Received.After(last)), msgFilerTime(last)
	return v, true
}

// last is the last day of a filer's time after an event.
func (t FilerTime) last(event vn.Date, c vn.Calendar) vn.Date {
	if t.Workdays > 0 {
		last, _ := c.AddWorkdays(event, t.Workdays)
		return last
	}
	return c.DaysAfter(event, t.Days)
}

// event is the day a filer's time runs from, as the file tells it; zero where it does not.
func (d Dossier) event(e Event) vn.Date {
	p := d.Payload
	switch e {
	case EventContract:
		if p.Contract != nil {
			return p.Contract.SignedOn
		}
	case EventUnit:
		if p.Unit != nil {
			return p.Unit.DecidedOn
		}
	case EventEstablished:
		if p.Unit != nil {
			return p.Unit.EstablishedOn
		}
	case EventForeign:
		switch {
		case p.Unit != nil && p.Unit.ForeignCertificate != nil:
			return p.Unit.ForeignCertificate.IssuedOn
		case p.Instrument != nil:
			return p.Instrument.IssuedOn
		}
	case EventInstrument:
		if p.Instrument.Dated() {
			return p.Instrument.IssuedOn
		}
	case EventEnterprise:
		if p.Enterprise != nil {
			return p.Enterprise.Founded
		}
	case EventEnd:
		return p.EffectiveOn
	case EventPaid:
		return p.DebtsPaidOn
	case EventChange:
		switch {
		case !p.EffectiveOn.IsZero():
			return p.EffectiveOn
		case p.Judgment.Dated():
			return p.Judgment.IssuedOn
		case p.Resolution.Dated():
			return p.Resolution.IssuedOn
		}
	case EventResolution:
		if p.Resolution.Dated() {
			return p.Resolution.IssuedOn
		}
	}
	return vn.Date{}
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
	from := earliest(rule.Notice, s)
	verdicts := []law.Verdict{d.lifeVerdict(s.Law, "NOTICE-TIME", !first.Before(from), pointer, msgNoticeTime(rule.Notice, from))}
	if rule.LongestMonths > 0 {
		fits := !last.After(s.suspendedSince(first).Through(rule.LongestMonths))
		verdicts = append(verdicts, d.lifeVerdict(s.Law, "SUSPENSION-LONGEST", fits, pointer, msgLongest(rule.LongestMonths, rule.Running)))
	}
	if rule.ShortestDays > 0 {
		fits := last.Sub(first)+1 >= rule.ShortestDays
		verdicts = append(verdicts, d.lifeVerdict(s.Law, "SUSPENSION-SHORTEST", fits, pointer, msgShortest(rule.ShortestDays)))
	}
	return verdicts
}

// suspendedSince is the day from which the longest suspension counts: the first of the notice, or under R1 of all that run on
// (Điều 15 khoản 3, 03/2014/TT-BKHĐT).
func (s Subject) suspendedSince(first vn.Date) vn.Date {
	since := s.Target.Organization.StatusSince
	if s.Target.Unit != nil {
		since = s.Target.Unit.StatusSince
	}
	if status, _ := s.Target.status(); s.Law.Rule.Value.Running && status == coop.StatusSuspended && since.Before(first) {
		return since
	}
	return first
}

// earliest is the first day that the notice may name: so long after the day of receipt, which is not counted.
func earliest(n NoticeTime, s Subject) vn.Date {
	if n.Workdays > 0 {
		day, _ := s.Calendar.AddWorkdays(s.Received, n.Workdays)
		return day
	}
	return s.Received.AddDays(n.Days)
}

// taxed tells whether the tax office's answer is what the procedure needs. It answers within two working days; after them its
// silence is no objection (Điều 50 khoản 4, Điều 54 khoản 3, Điều 63 khoản 4, 92/2024/NĐ-CP; Điều 17 khoản 3,
// 03/2014/TT-BKHĐT), but for the ends that wait for its word (Điều 52 khoản 2, 92/2024/NĐ-CP).
func (d Dossier) taxed(s Subject, need Need) law.Verdict {
	tax := d.Payload.Tax
	said := tax != nil && tax.Settled != nil
	met := said && *tax.Settled
	no := msgTax(said)
	if need == NeedTaxNotAgainst && !said {
		answerBy, known := s.Calendar.AddWorkdays(s.Received, s.Law.Rule.Value.TaxWorkdays)
		met = s.Law.Rule.Value.TaxWorkdays == 0 || known && s.Today.After(answerBy)
		no = msgTaxAwaited(answerBy)
	}
	return d.lifeVerdict(s.Law, "TAX", met, "/payload/tax", no)
}

// ground checks the ground of a revocation: one of the day's closed list, lasting so long, proved or heard as its kind demands.
func (d Dossier) ground(s Subject) []law.Verdict {
	l := s.Law
	g, ok := l.Rule.Value.Ground(d.Payload.Ground)
	if !ok {
		return []law.Verdict{d.lifeVerdict(l, "GROUND", false, "/payload/ground", msgNoGround(l.Rule.Value.Grounds))}
	}
	fits := l.Rule.Value.Effect != EffectRevoke || g.fits(s.Target.status())
	if g.OfChange && s.Target.Act != nil {
		fits = !s.Target.Act.Founds
	}
	verdicts := []law.Verdict{d.lifeVerdict(l, "GROUND", fits, "/payload/ground", msgGroundUnfitting)}
	if g.Months > 0 {
		verdicts = append(verdicts, d.lasting(s, g))
	}
	if g.Instrument {
		verdicts = append(verdicts, d.lifeVerdict(l, "INSTRUMENT", d.Payload.Instrument.Dated(), "/payload/instrument", msgNoInstrument))
	}
	if g.Hearing {
		verdicts = append(verdicts, d.lifeVerdict(l, "HEARING", d.heard(s), "/payload/hearing", msgHearing(l.Rule.Value.HearingWait)))
	}
	return verdicts
}

// lasting counts the months a ground must have lasted, since the day the file says or, where the law counts so, since the
// certificate. Whoever revokes has to know: without a day the office is asked for it.
func (d Dossier) lasting(s Subject, g Ground) law.Verdict {
	const pointer = "/payload/ground_since"
	since := d.Payload.Since
	if g.SinceCertificate && !s.Target.Organization.Registration.IssuedOn.IsZero() {
		since = s.Target.Organization.Registration.IssuedOn
	}
	if since.IsZero() {
		return law.Verdict{
			Rule: "GROUND-LASTS", Answer: law.Unknown, Asks: true, Cite: s.Law.Rule.Cite, Basis: s.Law.Rule.Basis, Pointer: pointer,
			Detail: msgGroundSince(g.Months),
		}
	}
	last := s.Calendar.MonthsAfter(since, g.Months)
	return d.lifeVerdict(s.Law, "GROUND-LASTS", s.Today.After(last), pointer, msgGroundMonths(g.Months, last.AddDays(1)))
}

// heard tells whether the organisation has had its hearing: the day named is over, under R1 ten working days longer (Điều 19
// khoản 3, 03/2014/TT-BKHĐT), and no explanation was accepted.
func (d Dossier) heard(s Subject) bool {
	h := d.Payload.Hearing
	if h == nil || h.SummonedTo.IsZero() || h.Accepted {
		return false
	}
	over := h.SummonedTo
	if wait := s.Law.Rule.Value.HearingWait; wait > 0 {
		last, known := s.Calendar.AddWorkdays(h.SummonedTo, wait)
		if !known {
			return false
		}
		over = last
	}
	return over.Before(s.Today)
}
