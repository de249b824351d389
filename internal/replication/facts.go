package replication

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/rating"
	"htxregistry/internal/vn"
)

// Facts are all that the register knows of an organisation that a programme may ask about, at one instant of knowledge.
type Facts struct {
	ID          coop.ID
	States      []State                // by day
	Reports     map[int]rating.Figures // members, total capital, revenue, revenue from others and profit before tax are looked at
	Ratings     map[int]Grade
	Nominations []Nomination // of every programme
}

// State is what an organisation was during some days.
type State struct {
	vn.Period
	Kind    coop.Kind
	Code    string
	Name    string
	Status  coop.Status
	Regime  string
	Sector  string
	Purpose string
	Founded vn.Date // zero: not known
	// OldProvince and NewProvince are the provinces of the seat on the map of three tiers and on today's; empty: not known.
	OldProvince string
	NewProvince string
}

// Grade is how a year was rated: the office's points and rank where it has verified them, else the own ones.
type Grade struct {
	Rank   rating.Rank
	Points *rating.Points
	Exempt bool
}

// on is the state of a day; nil when the organisation was not on the register then.
func (f Facts) on(day vn.Date) *State {
	for i := range f.States {
		if f.States[i].Contains(day) {
			return &f.States[i]
		}
	}
	return nil
}

// nominated is the nomination for the programme that stands on a day, else the last one withdrawn by then; nil when there was
// none.
func (f Facts) nominated(programme string, day vn.Date) *Nomination {
	var last *Nomination
	for i := range f.Nominations {
		n := &f.Nominations[i]
		if n.Programme != programme || n.ConsentOn.After(day) {
			continue
		}
		if n.StageOn(day) != StageWithdrawn {
			return n
		}
		last = n
	}
	return last
}

// Candidacy is one organisation under one programme from now on: what is stored of it, by day.
type Candidacy struct {
	OrganizationID coop.ID
	Programme      string
	Spans          []Span
}

// Span is what holds of a candidacy during some days, as far as is known today: it changes when a fact does, never
// because a day has passed.
type Span struct {
	vn.Period
	Verdict    Eligibility
	Conditions []string // condition:answer, in the order of the programme
	Standing   []int64  // eligibility, then each priority: who is greater comes first
	Stage      Stage
	Model      string
}

// The maps a province may stand on, as coop.List names them.
const (
	oldMap = "2021"
	newMap = "2025"
)

// Province names, as map:code, the province of the seat on a day by the map of that day; empty where it is not known.
func (f Facts) Province(on vn.Date) string {
	s := f.on(on)
	switch {
	case s == nil:
		return ""
	case coop.List(on) == oldMap:
		return keyOf(oldMap, s.OldProvince)
	}
	return keyOf(newMap, s.NewProvince)
}

// Provinces names the province of the seat on a day on every map it is known on.
func (f Facts) Provinces(on vn.Date) []string {
	var keys []string
	if s := f.on(on); s != nil {
		for _, key := range []string{keyOf(oldMap, s.OldProvince), keyOf(newMap, s.NewProvince)} {
			if key != "" {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

func keyOf(list, code string) string {
	if code == "" {
		return ""
	}
	return list + ":" + code
}
