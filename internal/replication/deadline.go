package replication

import (
	"slices"

	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Due is the stage that every nomination should have reached when a phase ends; what only some reach is due of none.
type Due struct {
	Stage Stage     `json:"stage"          yaml:"stage"`
	Basis law.Basis `json:"basis"          yaml:"basis"`
	Note  string    `json:"note,omitempty" yaml:"note,omitempty"`
}

// Deadline is the next stage that a nomination should reach in a phase with an end, and how a day stands to it. No text bars a late
// step: being behind is told, with the clause, and stops nothing.
type Deadline struct {
	Phase    string     `json:"phase"`
	Title    string     `json:"title"`
	Stage    Stage      `json:"stage"`
	DueOn    vn.Date    `json:"due_on"` // the last day of the phase
	Overdue  bool       `json:"overdue"`
	DaysLate int        `json:"days_late"` // calendar days; 0: not overdue
	DaysLeft int        `json:"days_left"` // calendar days; 0 on the last day, and when overdue
	Cite     []law.Cite `json:"cite"`      // of the phase
	Basis    law.Basis  `json:"basis"`     // of the reading that the stage is due then
	Detail   string     `json:"detail"`    // for people, in Vietnamese
}

// Deadline is what falls due next, or is behind for longest, of a nomination that stands at a stage on a day; nil where nothing does.
func (p Programme) Deadline(at Stage, on vn.Date) *Deadline {
	var next *Phase
	for i := range p.Phases {
		ph := &p.Phases[i]
		if ph.Due != nil && !ph.Open() && at.leadsTo(ph.Due.Stage) && (next == nil || ph.To.Before(next.To)) {
			next = ph
		}
	}
	if next == nil {
		return nil
	}
	d := Deadline{
		Phase: next.Code, Title: next.Title, Stage: next.Due.Stage, DueOn: next.To.AddDays(-1), Cite: nonNil(next.Cite), Basis: next.Due.Basis,
	}
	if left := d.DueOn.Sub(on); left < 0 {
		d.Overdue, d.DaysLate = true, -left
	} else {
		d.DaysLeft = left
	}
	d.Detail = msgDeadline(d)
	return &d
}

// Watch narrows nominations to those of which something falls due.
type Watch struct {
	Overdue   *bool   // true: only those behind, false: only those that something is due of and that are not behind
	DueBefore vn.Date // zero: whenever
}

// Watched lists the stages at which a nomination is asked for on a day, in the order of what falls due: the oldest first, then
// those of which nothing is due.
func (p Programme) Watched(w Watch, on vn.Date) []Stage {
	var due, rest []Stage
	ends := map[Stage]vn.Date{}
	for _, s := range Stages() {
		d := p.Deadline(s, on)
		switch {
		case d == nil && w == (Watch{}):
			rest = append(rest, s)
		case d != nil && w.looksAt(*d):
			due, ends[s] = append(due, s), d.DueOn
		}
	}
	slices.SortStableFunc(due, func(a, b Stage) int { return ends[a].Compare(ends[b]) })
	return append(due, rest...)
}

func (w Watch) looksAt(d Deadline) bool {
	return (w.Overdue == nil || *w.Overdue == d.Overdue) && (w.DueBefore.IsZero() || d.DueOn.Before(w.DueBefore))
}

// Entry is a nomination in a list as it stood on a day: of an organisation the one that stood, else the last one withdrawn.
type Entry struct {
	ID           NominationID `json:"id"`
	Programme    string       `json:"programme"`
	AsOf         vn.Date      `json:"as_of"`
	Organization Subject      `json:"organization"`
	Model        string       `json:"model"`
	Stage        Stage        `json:"stage"`
	Since        vn.Date      `json:"since"` // the day that stage was reached
	Deadline     *Deadline    `json:"deadline"`
}

// Entry tells how an organisation's nomination stood on a day; false when there was none.
func (p Programme) Entry(f Facts, on vn.Date) (Entry, bool) {
	v, ok := p.look(f, on)
	if !ok || v.nomination == nil {
		return Entry{}, false
	}
	n := v.nomination
	e := Entry{ID: n.ID, Programme: p.Code, AsOf: on, Organization: v.subject(), Model: n.Model, Stage: StageNone}
	for _, s := range n.Steps {
		if !s.On.After(on) {
			e.Stage, e.Since = s.Stage, s.On
		}
	}
	e.Deadline = p.Deadline(e.Stage, on)
	return e, true
}
