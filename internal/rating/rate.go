package rating

import (
	"slices"
	"strconv"
	"strings"

	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Score is the points of one line: the organisation's own, and the office's beside it with the reason where they differ.
type Score struct {
	Line         string  `json:"line"`
	Points       *Points `json:"points"` // nil: not scored
	Evidence     string  `json:"evidence,omitempty"`
	OfficePoints *Points `json:"office_points,omitempty"`
	OfficeReason string  `json:"office_reason,omitempty"`
}

// Facts are what a rating rests on besides the points. Stopped are the spans in which the organisation was suspended.
type Facts struct {
	Year      int
	Figures   *Figures
	Founded   vn.Date // zero: not known
	Stopped   []vn.Period
	Penalised *bool // an administrative penalty for its activity in the year
	Agreed    Agreement
}

// GroupTotal is what the lines of a group come to; Office is with the office's points in place of the own ones.
type GroupTotal struct {
	Code   string `json:"code"`
	Title  string `json:"title"`
	Points Points `json:"points"`
	Office Points `json:"office_points"`
	Max    Points `json:"max"`
}

// Result is what follows from the points. Total and Rank are those of the own score, nil and empty while a line is not
// scored or the organisation is exempt; VerifiedTotal and VerifiedRank those with the office's points beside them, once
// there are any.
type Result struct {
	Total         *Points       `json:"total"`
	Rank          Rank          `json:"rank,omitempty"`
	VerifiedTotal *Points       `json:"verified_total,omitempty"`
	VerifiedRank  Rank          `json:"verified_rank,omitempty"`
	Exempt        bool          `json:"exempt"`
	Groups        []GroupTotal  `json:"groups"`
	Checks        []law.Verdict `json:"checks"`
}

// Rate works out what follows from the points of a year under a scheme; nothing does under an external one. It never fails: what is wrong or missing is among
// the checks, whose rule codes are the scheme's prefix and the line.
func (s Scheme) Rate(scores []Score, f Facts) Result {
	r := Result{Groups: []GroupTotal{}, Checks: append([]law.Verdict{}, s.exemption(f)...)}
	r.Exempt = slices.ContainsFunc(r.Checks, func(v law.Verdict) bool { return v.Answer == law.Met })
	r.Checks = append(r.Checks, s.agreement(f.Agreed)...)
	r.Checks = append(r.Checks, s.strangers(scores)...)
	complete, verified := true, false
	var own, office Points
	for _, g := range s.Groups {
		total := GroupTotal{Code: g.Code, Title: g.Title, Max: g.Max}
		for _, c := range g.Criteria {
			var criterion, settled Points
			for _, l := range c.lines() {
				score := find(scores, l.Code)
				if score == nil || score.Points == nil {
					complete = false
					r.Checks = append(r.Checks, s.verdict(l, law.Unknown, msgNotScored(l.Title)))
					continue
				}
				criterion, settled = criterion+*score.Points, settled+score.settled()
				total.Points += *score.Points
				total.Office += score.settled()
				verified = verified || score.OfficePoints != nil
				r.Checks = append(r.Checks, s.weigh(l, *score, f)...)
			}
			if len(c.Lines) > 0 && c.Max != nil && max(criterion, settled) > *c.Max {
				r.Checks = append(r.Checks, s.verdict(c.Line, law.NotMet, msgOverMax(c.Title, *c.Max)))
			}
		}
		if total.Points > g.Max || total.Office > g.Max {
			r.Checks = append(r.Checks, s.verdict(Line{Code: "GROUP-" + g.Code, Basis: g.Basis}, law.NotMet, msgOverMax(g.Title, g.Max)))
		}
		own, office = own+total.Points, office+total.Office
		r.Groups = append(r.Groups, total)
	}
	if s.External || r.Exempt || !complete {
		return r
	}
	r.Total, r.Rank = &own, s.rank(own, f)
	if verified {
		r.VerifiedTotal, r.VerifiedRank = &office, s.rank(office, f)
	}
	return r
}

func find(scores []Score, line string) *Score {
	i := slices.IndexFunc(scores, func(c Score) bool { return c.Line == line })
	if i < 0 {
		return nil
	}
	return &scores[i]
}

// settled are the office's points, the own ones where it left them.
func (c Score) settled() Points {
	if c.OfficePoints != nil {
		return *c.OfficePoints
	}
	return *c.Points
}

// weigh holds the points of a line against its most, against what its own bands give, and against the office's.
func (s Scheme) weigh(l Line, c Score, f Facts) []law.Verdict {
	var found []law.Verdict
	over := func(p Points) bool { return p < 0 || l.Max != nil && p > *l.Max }
	if over(*c.Points) || c.OfficePoints != nil && over(*c.OfficePoints) {
		found = append(found, s.verdict(l, law.NotMet, msgOverMax(l.Title, known(l.Max))))
	}
	if f.Figures != nil {
		if suggested, ok := l.Suggest(*f.Figures); ok && suggested != c.settled() {
			found = append(found, s.verdict(l, law.NotMet, msgOtherBand(l.Title, suggested)))
		}
	}
	if c.OfficePoints != nil && *c.OfficePoints != *c.Points && c.OfficeReason == "" {
		found = append(found, s.verdict(l, law.NotMet, msgNoReason(l.Title)))
	}
	return found
}

// agreement tells whether the board and those who control have agreed to the own score; unknown while a day is not told.
func (s Scheme) agreement(a Agreement) []law.Verdict {
	if s.External {
		return nil
	}
	v := law.Verdict{Rule: s.Prefix + "-AGREED", Answer: law.Met, Cite: s.Agreed.Cite, Basis: s.Agreed.Basis, Pointer: "/agreed", Detail: msgAgreed}
	if a.BoardOn.IsZero() || a.ControlOn.IsZero() {
		v.Answer, v.Detail = law.Unknown, msgNotAgreed
	}
	return []law.Verdict{v}
}

// strangers are points for lines that the scheme does not know, or given twice.
func (s Scheme) strangers(scores []Score) []law.Verdict {
	var found []law.Verdict
	lines := s.Lines()
	for i, c := range scores {
		ok := slices.ContainsFunc(lines, func(l Line) bool { return l.Code == c.Line })
		twice := slices.ContainsFunc(scores[:i], func(other Score) bool { return other.Line == c.Line })
		if ok && !twice {
			continue
		}
		v := s.verdict(Line{Code: "LINE", Basis: law.BasisDerived}, law.NotMet, msgNoSuchLine(c.Line))
		v.Pointer = "/scores/" + strconv.Itoa(i) + "/line"
		found = append(found, v)
	}
	return found
}

// In gives verdicts about lines the pointers of a body with the scores, where they point to the code of a line now: what it
// does not score stands at the scores as a whole.
func In(scores []Score, verdicts []law.Verdict) []law.Verdict {
	found := slices.Clone(verdicts)
	for i := range found {
		code, about := strings.CutPrefix(found[i].Pointer, "/scores/")
		if !about || strings.Contains(code, "/") {
			continue
		}
		found[i].Pointer = "/scores"
		if at := slices.IndexFunc(scores, func(c Score) bool { return c.Line == code }); at >= 0 {
			found[i].Pointer = "/scores/" + strconv.Itoa(at) + "/points"
		}
	}
	return found
}

// verdict is about a line. Its pointer is the line's code.
func (s Scheme) verdict(l Line, answer law.Answer, detail string) law.Verdict {
	return law.Verdict{Rule: s.Prefix + "-" + l.Code, Answer: answer, Cite: s.Cite, Basis: l.Basis, Pointer: "/scores/" + l.Code, Detail: detail}
}

// rank is the rank of a total: the best whose bound it reaches, so 79.99 is khá. Under some schemes a penalty makes it weak.
func (s Scheme) rank(total Points, f Facts) Rank {
	if s.WeakIfPenalised && f.Penalised != nil && *f.Penalised {
		return RankWeak
	}
	for _, r := range s.Ranks {
		if total >= r.From {
			return r.Rank
		}
	}
	return ""
}

// exempting is in the code of every rule that says who is not rated.
const exempting = "-EXEMPT-"

// exemption tells whether an organisation is not rated for a year: met when it is exempt.
func (s Scheme) exemption(f Facts) []law.Verdict {
	e := s.Exempt
	var found []law.Verdict
	if e.Months > 0 {
		v := law.Verdict{Rule: s.Prefix + exempting + "NEW", Cite: e.Cite, Basis: e.CountedBasis, Answer: law.Unknown, Detail: msgFoundedUnknown}
		if !f.Founded.IsZero() {
			v.Answer, v.Detail = law.NotMet, msgOldEnough
			if f.Founded.Through(e.Months).After(e.day(f.Year)) {
				v.Answer, v.Detail = law.Met, msgTooNew(e.Months)
			}
		}
		found = append(found, v)
	}
	if e.StoppedMonths > 0 {
		v := law.Verdict{Rule: s.Prefix + exempting + "STOPPED", Cite: e.Cite, Basis: e.Basis, Answer: law.NotMet, Detail: msgWorked}
		if f.stoppedLonger(e.StoppedMonths) {
			v.Answer, v.Detail = law.Met, msgStopped(e.StoppedMonths)
		}
		found = append(found, v)
	}
	return found
}

// day is the day of a year to which operation is counted.
func (e Exemption) day(year int) vn.Date {
	d, err := vn.ParseDate(strconv.Itoa(year) + "-" + e.CountedTo)
	if err != nil {
		return vn.NewDate(year, 12, 31)
	}
	return d
}

// stoppedLonger tells whether the spans within the year come to more than so many months: the days of all spans laid end to
// end from the first of them.
func (f Facts) stoppedLonger(months int) bool {
	first, end := vn.NewDate(f.Year, 1, 1), vn.NewDate(f.Year+1, 1, 1)
	var start vn.Date
	days := 0
	for _, p := range f.Stopped {
		from, to := p.From, p.To
		if from.Before(first) {
			from = first
		}
		if to.IsZero() || to.After(end) {
			to = end
		}
		if !from.Before(to) {
			continue
		}
		if start.IsZero() || from.Before(start) {
			start = from
		}
		days += to.Sub(from)
	}
	return !start.IsZero() && start.AddDays(days-1).After(start.Through(months))
}

// Faults are the verdicts that stand in the way of a score. That an organisation is old enough and has worked all year is
// none.
func Faults(notMet []law.Verdict) []law.Verdict {
	return slices.DeleteFunc(slices.Clone(notMet), Exempting)
}

// Exempting tells whether a verdict says whether an organisation is not rated at all.
func Exempting(v law.Verdict) bool { return strings.Contains(v.Rule, exempting) }
