package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"htxregistry/internal/vn"
)

// Patch is what an act changed of a record: the new value of each member, null for one that went.
type Patch map[string]json.RawMessage

// Change is an act as the two clocks see it: what it changed, and from which day on.
type Change struct {
	On    vn.Date
	Patch Patch
}

// State is a record as it stands for the days of its period, known since Known. The last state of a record is open.
type State struct {
	vn.Period
	Known  time.Time
	Record json.RawMessage
}

// Entered is what an act does to the states known until then: Closed are known no longer, Added are known from now on.
type Entered struct {
	Closed []State
	Added  []State
}

// ErrBeforeBirth says that an act would take effect before the record began.
var ErrBeforeBirth = errors.New("history: an act before the record began")

// Diff gives what changed between two records, without the members named.
func Diff(before, after json.RawMessage, without ...string) (Patch, error) {
	old, err := members(before)
	if err != nil {
		return nil, err
	}
	now, err := members(after)
	if err != nil {
		return nil, err
	}
	patch := Patch{}
	for name, value := range now {
		if !bytes.Equal(old[name], value) {
			patch[name] = value
		}
	}
	for name := range old {
		if _, kept := now[name]; !kept {
			patch[name] = json.RawMessage("null")
		}
	}
	for _, name := range without {
		delete(patch, name)
	}
	return patch, nil
}

// Apply gives the record with the patch on it.
func (p Patch) Apply(record json.RawMessage) (json.RawMessage, error) {
	m, err := members(record)
	if err != nil {
		return nil, err
	}
	for name, value := range p {
		if string(value) == "null" {
			delete(m, name)
		} else {
			m[name] = value
		}
	}
	return json.Marshal(m)
}

// Enter puts an act into the states that are known now, in order and without gaps, the last one open. later are the acts
// already known that take effect after it: what they set anew stays as they set it, so an act that comes to the register
// late changes only the days for which nothing newer is known. It returns ErrBeforeBirth.
func Enter(states []State, act Change, later []Change, now time.Time) (Entered, error) {
	if len(states) == 0 || act.On.Before(states[0].From) {
		return Entered{}, ErrBeforeBirth
	}
	var e Entered
	for _, s := range states {
		if !s.To.IsZero() && !s.To.After(act.On) {
			continue
		}
		start := s.From
		if start.Before(act.On) {
			start = act.On
		}
		patched, err := act.Patch.since(later, act.On, start).Apply(s.Record)
		if err != nil {
			return Entered{}, err
		}
		if same(patched, s.Record) {
			continue
		}
		e.Closed = append(e.Closed, s)
		if s.From.Before(start) {
			e.Added = append(e.Added, State{vn.Period{From: s.From, To: start}, now, s.Record})
		}
		e.Added = append(e.Added, State{vn.Period{From: start, To: s.To}, now, patched})
	}
	return e, nil
}

// since is what is left of a patch of one day on a later one: without what acts in between have set anew.
func (p Patch) since(later []Change, on, day vn.Date) Patch {
	left := maps.Clone(p)
	for _, c := range later {
		if c.On.After(on) && !c.On.After(day) {
			for name := range c.Patch {
				delete(left, name)
			}
		}
	}
	return left
}

// same compares two records by their members, whatever their order.
func same(a, b json.RawMessage) bool {
	patch, err := Diff(a, b)
	return err == nil && len(patch) == 0
}

// members takes a record apart; each value in one form, so that equal values have equal bytes.
func members(record json.RawMessage) (map[string]json.RawMessage, error) {
	m := map[string]json.RawMessage{}
	if len(record) == 0 {
		return m, nil
	}
	if err := json.Unmarshal(record, &m); err != nil {
		return nil, fmt.Errorf("history: record: %w", err)
	}
	for name, value := range m {
		canonical, err := canonical(value)
		if err != nil {
			return nil, err
		}
		m[name] = canonical
	}
	return m, nil
}

// canonical writes a value with sorted members and without blanks: databases keep JSON in an order of their own.
func canonical(value json.RawMessage) (json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("history: value: %w", err)
	}
	return json.Marshal(v)
}

// Names lists the members of a patch in order, as the feed and the ledger show them.
func (p Patch) Names() []string { return slices.Sorted(maps.Keys(p)) }
