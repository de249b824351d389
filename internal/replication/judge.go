package replication

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Eligibility is what the mandatory conditions come to: all met, one not met, else undetermined. Unknown is not "not met".
type Eligibility string

// The three verdicts.
const (
	Eligible     Eligibility = "eligible"
	NotEligible  Eligibility = "not_eligible"
	Undetermined Eligibility = "undetermined"
)

// Subject names the organisation of a candidate as it was on the day.
type Subject struct {
	ID     coop.ID     `json:"id"`
	Code   *string     `json:"code"`
	Name   string      `json:"name"`
	Kind   coop.Kind   `json:"kind"`
	Status coop.Status `json:"status"`
}

// Candidate is an organisation under a programme on a day, with the evidence for each condition.
type Candidate struct {
	Organization Subject       `json:"organization"`
	Programme    string        `json:"programme"`
	AsOf         vn.Date       `json:"as_of"`
	Verdict      Eligibility   `json:"verdict"`
	Explanation  string        `json:"explanation"` // for people, in Vietnamese
	Conditions   []Finding     `json:"conditions"`
	Priorities   []Preference  `json:"priorities"`
	Stage        Stage         `json:"stage"`
	Model        *string       `json:"model"`
	NominationID *NominationID `json:"nomination_id"`
	Rulebook     string        `json:"rulebook"`
}

// Finding is what one condition comes to, the facts it rests on and, where it is unknown, what is missing.
type Finding struct {
	Code      string     `json:"code"`
	Title     string     `json:"title"`
	Verdict   law.Answer `json:"verdict"`
	Mandatory bool       `json:"mandatory"`
	Facts     []Fact     `json:"facts"`
	Cite      []law.Cite `json:"cite"`
	Basis     law.Basis  `json:"basis"`
	Missing   []Missing  `json:"missing"`
	Detail    string     `json:"detail"`
}

// Fact is a value a condition was judged on. Value is a text or a whole number, nil where it is not known; Source tells where
// it stands: register, report, rating or nomination.
type Fact struct {
	Name   string `json:"name"`
	Value  any    `json:"value"`
	Year   int    `json:"year,omitempty"`
	Source string `json:"source"`
}

// Missing is a fact to be supplied, by whom and to whom.
type Missing struct {
	Name   string `json:"name"`
	Year   int    `json:"year,omitempty"`
	Detail string `json:"detail"`
}

// Preference is what a priority comes to; a value that is not known ranks last.
type Preference struct {
	Code   string     `json:"code"`
	Title  string     `json:"title"`
	Value  *int64     `json:"value"`
	Detail string     `json:"detail"`
	Cite   []law.Cite `json:"cite"`
	Basis  law.Basis  `json:"basis"`
}

// Judge looks at an organisation on a day by what is known of it; false when it was not on the register, or the programme not
// in force. A kind or province that the programme does not cover is judged like any other: it fails the condition about it.
func (p Programme) Judge(f Facts, on vn.Date) (Candidate, bool) {
	v, ok := p.look(f, on)
	if !ok {
		return Candidate{}, false
	}
	c := Candidate{
		Organization: v.subject(), Programme: p.Code, AsOf: on, Stage: StageNone, Conditions: []Finding{}, Priorities: []Preference{},
	}
	if n := v.nomination; n != nil {
		c.Stage, c.Model, c.NominationID = n.StageOn(on), &n.Model, &n.ID
	}
	for _, cond := range p.conditions(on) {
		got := v.find(cond)
		found := Finding{
			Code: cond.Code, Title: cond.Title, Verdict: got.answer, Mandatory: cond.Mandatory, Facts: nonNil(got.facts),
			Cite: nonNil(cond.Cite), Basis: cond.Basis, Missing: []Missing{},
		}
		for _, m := range got.missing {
			found.Missing = append(found.Missing, Missing{Name: m.name, Year: m.year, Detail: msgMissing(m)})
		}
		found.Detail = explain(cond, got)
		c.Conditions = append(c.Conditions, found)
	}
	c.Verdict = fold(c.Conditions)
	c.Explanation = msgVerdict(c)
	for _, o := range p.Priorities {
		value, known := v.measure(o)
		pref := Preference{Code: o.Code, Title: o.Title, Cite: nonNil(o.Cite), Basis: o.Basis, Detail: msgPreference(o, value, known)}
		if known {
			pref.Value = &value
		}
		c.Priorities = append(c.Priorities, pref)
	}
	return c, true
}

// fold makes one verdict of the mandatory conditions.
func fold(found []Finding) Eligibility {
	verdict := Eligible
	for _, f := range found {
		if !f.Mandatory {
			continue
		}
		switch f.Verdict {
		case law.NotMet:
			return NotEligible
		case law.Unknown:
			verdict = Undetermined
		case law.Met, law.NotApplicable, law.NotInForce:
		}
	}
	return verdict
}

// Life works out a candidacy for every day from the programme's first on, as far as the facts reach: the spans join without
// a gap for as long as the organisation is on the register, and the last is open. Empty: the programme does not cover it.
func (p Programme) Life(f Facts) []Span {
	var spans []Span
	for _, day := range p.turns(f) {
		span, ok := p.span(f, day)
		if n := len(spans); n > 0 && spans[n-1].To.IsZero() {
			if ok && spans[n-1].same(span) {
				continue
			}
			spans[n-1].To = day
		}
		if ok {
			spans = append(spans, span)
		}
	}
	return spans
}

// LooksAt tells whether an organisation is of a kind and, on a day, of a province that the programme looks at.
func (p Programme) LooksAt(f Facts, on vn.Date) bool {
	v, ok := p.look(f, on)
	return ok && p.Covers(v.state.Kind, v.state.NewProvince)
}

// span is what holds from a day on; false when the organisation is no candidate of any kind then.
func (p Programme) span(f Facts, day vn.Date) (Span, bool) {
	v, ok := p.look(f, day)
	if !ok || !p.Covers(v.state.Kind, v.state.NewProvince) {
		return Span{}, false
	}
	s := Span{Period: vn.Period{From: day}, Stage: StageNone, Verdict: Eligible}
	if n := v.nomination; n != nil {
		s.Stage, s.Model = n.StageOn(day), n.Model
	}
	conditions := p.conditions(day)
	found := make([]Finding, 0, len(conditions))
	for _, cond := range conditions {
		answer := v.find(cond).answer
		found = append(found, Finding{Verdict: answer, Mandatory: cond.Mandatory})
		s.Conditions = append(s.Conditions, cond.Code+":"+string(answer))
	}
	s.Verdict = fold(found)
	s.Standing = append(s.Standing, int64(slices.Index([]Eligibility{NotEligible, Undetermined, Eligible}, s.Verdict)))
	for _, o := range p.Priorities {
		value, known := v.measure(o)
		if !known {
			value = -1
		}
		s.Standing = append(s.Standing, value)
	}
	return s, true
}

func (s Span) same(x Span) bool {
	return s.Verdict == x.Verdict && s.Stage == x.Stage && s.Model == x.Model && slices.Equal(s.Conditions, x.Conditions) &&
		slices.Equal(s.Standing, x.Standing)
}

// Equal tells whether two spans say the same of the same days.
func (s Span) Equal(x Span) bool { return s.Period == x.Period && s.same(x) }

// turns are the days, oldest first, on which a verdict may turn: where the programme, a wording or a state of the organisation
// begins or ends, where a nomination passes on, and each New Year in sight of a known year.
func (p Programme) turns(f Facts) []vn.Date {
	days := []vn.Date{p.From, p.To}
	for _, c := range p.Conditions {
		days = append(days, c.From, c.To)
	}
	first, last := p.From.Year(), 0
	for _, s := range f.States {
		days = append(days, s.From, s.To)
		if !s.Founded.IsZero() {
			last = max(last, s.Founded.Year())
		}
	}
	for _, n := range f.Nominations {
		days = append(days, n.ConsentOn, n.DossierOn)
		for _, s := range n.Steps {
			days = append(days, s.On)
		}
	}
	for year := range f.Reports {
		last = max(last, year)
	}
	for year := range f.Ratings {
		last = max(last, year)
	}
	for year := first + 1; year <= last+p.Years()+1; year++ {
		days = append(days, vn.NewDate(year, 1, 1))
	}
	days = slices.DeleteFunc(days, func(d vn.Date) bool { return d.IsZero() || d.Before(p.From) })
	slices.SortFunc(days, vn.Date.Compare)
	return slices.Compact(days)
}

// Years is how many financial years that ended before a day are looked at on it: one, or as many as a condition is about.
func (p Programme) Years() int {
	years := 1
	for _, c := range p.Conditions {
		years = max(years, c.Terms.Years)
	}
	return years
}

// view is an organisation on a day, as a condition looks at it.
type view struct {
	facts      Facts
	on         vn.Date
	state      *State
	nomination *Nomination
}

func (p Programme) look(f Facts, on vn.Date) (view, bool) {
	v := view{facts: f, on: on, state: f.on(on)}
	if v.state == nil || !p.Contains(on) {
		return v, false
	}
	v.nomination = f.nominated(p.Code, on)
	return v, true
}

// subject names the organisation as it was.
func (v view) subject() Subject {
	s := Subject{ID: v.facts.ID, Name: v.state.Name, Kind: v.state.Kind, Status: v.state.Status}
	if v.state.Code != "" {
		s.Code = &v.state.Code
	}
	return s
}

// lastYear is the last financial year that has ended.
func (v view) lastYear() int { return v.on.Year() - 1 }

// standing is the nomination unless it was withdrawn.
func (v view) standing() *Nomination {
	if v.nomination == nil || v.nomination.StageOn(v.on) == StageWithdrawn {
		return nil
	}
	return v.nomination
}

// measure is what a priority compares; false where it is not known.
func (v view) measure(o Priority) (int64, bool) {
	report := v.facts.Reports[v.lastYear()]
	switch o.By {
	case ByMembers:
		if report.Members != nil {
			return int64(report.Members.Official), true
		}
	case ByTotalCapital:
		return money(report.TotalCapital)
	case ByRevenue:
		return money(report.Revenue)
	case ByPoints:
		if g, ok := v.facts.Ratings[v.lastYear()]; ok && g.Points != nil {
			return int64(*g.Points), true
		}
	case BySector:
		if v.state.Sector == "" {
			return 0, false
		}
		if slices.Contains(o.Sectors, v.state.Sector) {
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

func money(v *vn.VND) (int64, bool) {
	if v == nil {
		return 0, false
	}
	return int64(*v), true
}
