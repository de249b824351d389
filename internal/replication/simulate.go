package replication

import (
	"slices"
	"strconv"

	"htxregistry/internal/fault"
	"htxregistry/internal/rating"
	"htxregistry/internal/vn"
)

// MaxSimulated is how many of those who enter or leave a simulation names.
const MaxSimulated = 100

// Simulation is who would enter and who would leave the eligible under other thresholds. At most MaxSimulated of each are named;
// Entering and Leaving count all.
type Simulation struct {
	Programme string      `json:"programme"`
	AsOf      vn.Date     `json:"as_of"`
	Before    Counts      `json:"before"`
	After     Counts      `json:"after"`
	Entering  int         `json:"entering"`
	Leaving   int         `json:"leaving"`
	Enters    []Candidate `json:"enters"`
	Leaves    []Candidate `json:"leaves"`
	Changed   []Condition `json:"changed"` // as worded on the day
	Rulebook  string      `json:"rulebook"`
}

// Counts are organisations by verdict.
type Counts struct {
	Eligible     int `json:"eligible"`
	NotEligible  int `json:"not_eligible"`
	Undetermined int `json:"undetermined"`
}

func (c *Counts) add(e Eligibility) {
	switch e {
	case Eligible:
		c.Eligible++
	case NotEligible:
		c.NotEligible++
	case Undetermined:
		c.Undetermined++
	}
}

// Simulate begins a simulation of a programme with the changes made, on a day.
func (p Programme) Simulate(changes []Change, on vn.Date) Simulation {
	s := Simulation{Programme: p.Code, AsOf: on, Enters: []Candidate{}, Leaves: []Candidate{}, Changed: []Condition{}}
	for _, c := range p.conditions(on) {
		if slices.ContainsFunc(changes, func(ch Change) bool { return ch.Code == c.Code }) {
			s.Changed = append(s.Changed, c)
		}
	}
	return s
}

// Add counts an organisation as it is and as it would be.
func (s *Simulation) Add(is, would Candidate) {
	s.Before.add(is.Verdict)
	s.After.add(would.Verdict)
	switch {
	case would.Verdict == Eligible && is.Verdict != Eligible:
		s.Entering++
		if len(s.Enters) < MaxSimulated {
			s.Enters = append(s.Enters, would)
		}
	case is.Verdict == Eligible && would.Verdict != Eligible:
		s.Leaving++
		if len(s.Leaves) < MaxSimulated {
			s.Leaves = append(s.Leaves, would)
		}
	}
}

// Changed is the programme with other thresholds for some conditions: what the change leaves empty stays as it is. It returns
// ErrNoCondition naming every condition that the programme does not have.
func (p Programme) Changed(changes []Change) (Programme, error) {
	p.Conditions = slices.Clone(p.Conditions)
	var faults []fault.Field
	for i, ch := range changes {
		found := false
		for j := range p.Conditions {
			if c := &p.Conditions[j]; c.Code == ch.Code {
				found = true
				ch.apply(c)
			}
		}
		if !found {
			faults = append(faults, fault.Field{Pointer: "/conditions/" + strconv.Itoa(i) + "/code", Code: "unknown", Detail: msgNoCondition(ch.Code)})
		}
	}
	if len(faults) > 0 {
		return p, ErrNoCondition.At(faults...)
	}
	return p, nil
}

// Change is another threshold for a condition of a simulation.
type Change struct {
	Code      string `json:"code"`
	Mandatory *bool  `json:"mandatory,omitempty"`
	Terms     Terms  `json:"terms,omitzero"`
}

func (ch Change) apply(c *Condition) {
	if ch.Mandatory != nil {
		c.Mandatory = *ch.Mandatory
	}
	t := ch.Terms
	set(&c.Terms.Years, t.Years)
	set(&c.Terms.OutsideShare, t.OutsideShare)
	set(&c.Terms.WageShare, t.WageShare)
	set(&c.Terms.Members, t.Members)
	set(&c.Terms.Rank, t.Rank)
	if len(t.Sectors) > 0 {
		c.Terms.Sectors = t.Sectors
	}
	if len(t.Statuses) > 0 {
		c.Terms.Statuses = t.Statuses
	}
	if len(t.Regimes) > 0 {
		c.Terms.Regimes = t.Regimes
	}
}

func set[T int | rating.Rank](to *T, value T) {
	var none T
	if value != none {
		*to = value
	}
}
