package registry

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/vn"
)

// RebuildReport is how much was rebuilt.
type RebuildReport struct {
	Organizations, Units, States, Entries int
	Beside                                int // links, timers and names
	Differences                           int
}

// rebuildBatch is how many organisations are held in memory at once.
const rebuildBatch = 500

// CheckRebuild rebuilds every state of every organisation and unit, present and past, known still or no longer, and every link,
// timer and claim on a name from the ledger alone and holds it against the tables, on one snapshot and in bounded memory. Each
// difference is told to found.
// The key of an opening book's row is not in the ledger and is not compared.
func (r *Registry) CheckRebuild(ctx context.Context, found func(string)) (RebuildReport, error) {
	var report RebuildReport
	err := r.store.View(ctx, func(tx ReadTx) error {
		var after *coop.ID
		for {
			ids, err := tx.Recorded(ctx, after, rebuildBatch)
			if err != nil {
				return err
			}
			if len(ids) == 0 {
				return checkBeside(ctx, tx, &report, found)
			}
			if err := r.checkLives(ctx, tx, ids, &report, found); err != nil {
				return err
			}
			after = &ids[len(ids)-1]
		}
	})
	return report, err
}

// checkLives holds some organisations with their units against the ledger.
func (r *Registry) checkLives(ctx context.Context, tx ReadTx, ids []coop.ID, report *RebuildReport, found func(string)) error {
	entries, err := tx.LifeEntries(ctx, ids)
	if err != nil {
		return err
	}
	organizations, err := tx.AllStates(ctx, ids)
	if err != nil {
		return err
	}
	units, err := tx.AllUnitStates(ctx, ids)
	if err != nil {
		return err
	}
	report.Organizations += len(ids)
	report.Entries += len(entries)
	own, ofUnits := map[string][]history.Entry{}, map[string][]history.Entry{}
	for _, e := range entries {
		if e.UnitID == "" {
			own[e.OrganizationID] = append(own[e.OrganizationID], e)
		} else {
			ofUnits[e.UnitID] = append(ofUnits[e.UnitID], e)
		}
	}
	differences := compareLives("organization", own, grouped(organizations, func(o coop.Organization) string { return o.ID.String() }),
		r.rebuildOrganization, r.organizationState)
	differences = append(differences, compareLives("unit", ofUnits, grouped(units, func(u coop.Unit) string { return u.ID.String() }),
		rebuildUnit, unitState)...)
	report.Units += len(ofUnits)
	report.States += len(organizations) + len(units)
	report.Differences += len(differences)
	for _, d := range differences {
		found(d)
	}
	return nil
}

func grouped[T any](all []T, by func(T) string) map[string][]T {
	groups := map[string][]T{}
	for _, one := range all {
		groups[by(one)] = append(groups[by(one)], one)
	}
	return groups
}

// rebuiltState is a state in a form that can be compared.
type rebuiltState struct {
	version coop.Version
	record  json.RawMessage // with what the tables keep besides
}

func (s rebuiltState) String() string {
	text := fmt.Sprintf("state from %s known from %s", s.version.From, s.version.KnownFrom.Format(time.RFC3339Nano))
	if !s.version.KnownTo.IsZero() {
		text += " to " + s.version.KnownTo.Format(time.RFC3339Nano)
	}
	return text
}

// compareLives rebuilds each thing and names what differs from its states in the tables.
func compareLives[T any](what string, ledger map[string][]history.Entry, tables map[string][]T,
	rebuild func([]history.Entry) ([]T, error), state func(T) (rebuiltState, error),
) []string {
	var differences []string
	for id, entries := range ledger {
		tell := func(text string) { differences = append(differences, what+" "+id+": "+text) }
		made, err := rebuild(entries)
		if err != nil {
			tell("the ledger cannot be replayed: " + err.Error())
			continue
		}
		compareStates(inOrder(made, state, tell), inOrder(tables[id], state, tell), tell)
	}
	for id := range tables {
		if _, there := ledger[id]; !there {
			differences = append(differences, what+" "+id+": the ledger knows nothing of it")
		}
	}
	slices.Sort(differences)
	return differences
}

func inOrder[T any](all []T, state func(T) (rebuiltState, error), tell func(string)) []rebuiltState {
	states := make([]rebuiltState, 0, len(all))
	for _, one := range all {
		s, err := state(one)
		if err != nil {
			tell(err.Error())
			continue
		}
		states = append(states, s)
	}
	slices.SortFunc(states, func(a, b rebuiltState) int { return byVersion(a.version, b.version) })
	return states
}

func byVersion(a, b coop.Version) int {
	return cmp.Or(a.KnownFrom.Compare(b.KnownFrom), a.From.Compare(b.From), a.KnownTo.Compare(b.KnownTo))
}

// compareStates walks two lists of states in the same order.
func compareStates(ledger, tables []rebuiltState, tell func(string)) {
	for len(ledger) > 0 || len(tables) > 0 {
		var order int
		switch {
		case len(ledger) == 0:
			order = 1
		case len(tables) == 0:
			order = -1
		default:
			order = byVersion(ledger[0].version, tables[0].version)
		}
		switch {
		case order < 0:
			tell(ledger[0].String() + " is not in the tables")
			ledger = ledger[1:]
		case order > 0:
			tell(tables[0].String() + " does not follow from the ledger")
			tables = tables[1:]
		default:
			compareRecords(ledger[0], tables[0], tell)
			ledger, tables = ledger[1:], tables[1:]
		}
	}
}

func compareRecords(ledger, table rebuiltState, tell func(string)) {
	if ledger.version.To == table.version.To && bytes.Equal(ledger.record, table.record) {
		return // mostly, and much cheaper than to look for a difference
	}
	patch, err := history.Diff(table.record, ledger.record)
	switch {
	case err != nil:
		tell(err.Error())
	case ledger.version.To != table.version.To:
		tell(fmt.Sprintf("%s ends on %s, by the ledger on %s", table, table.version.To, ledger.version.To))
	case len(patch) > 0:
		tell(fmt.Sprintf("%s differs from the ledger in %s", table, strings.Join(patch.Names(), ", ")))
	}
}

func (r *Registry) organizationState(o coop.Organization) (rebuiltState, error) {
	record := struct {
		coop.Organization

		Placement coop.Placement `json:"placement"`
	}{o, o.Placement}
	record.Representatives = coop.PublicPeople(o.Representatives)
	return rebuiltState{r.liveOrganization(o, vn.Date{}).state(o), mustJSON(record)}, nil
}

// unitState leaves out the level of the office, which the table of units does not keep: it is the authority's.
func unitState(u coop.Unit) (rebuiltState, error) {
	u.Registration.Level = ""
	return rebuiltState{liveUnit(u).state(u), mustJSON(u)}, nil
}

func (r *Registry) rebuildOrganization(entries []history.Entry) ([]coop.Organization, error) {
	return replay(entries, r.liveOrganization, func(record json.RawMessage) (o coop.Organization, err error) {
		err = json.Unmarshal(record, &o)
		o.Placement = coop.Locate(r.Reference().Places, o.Seat.Place, o.SeatOn)
		return o, err
	}, func(o coop.Organization, revision int64) coop.Organization { o.Revision += revision; return o })
}

func rebuildUnit(entries []history.Entry) ([]coop.Unit, error) {
	return replay(entries, func(u coop.Unit, _ vn.Date) live[coop.Unit] { return liveUnit(u) },
		func(record json.RawMessage) (u coop.Unit, err error) { return u, json.Unmarshal(record, &u) },
		func(u coop.Unit, revision int64) coop.Unit { u.Revision += revision; return u })
}

var (
	errNoBirth    = errors.New("it does not begin with an entry of a whole record")
	errTwoBirths  = errors.New("two entries begin it")
	errEmptyStory = errors.New("no entry")
)

// replay does the acts of the ledger to a thing again, in memory, and gives every state it ever had.
func replay[T any](entries []history.Entry, alive func(T, vn.Date) live[T], born func(json.RawMessage) (T, error),
	revised func(T, int64) T,
) ([]T, error) {
	if len(entries) == 0 {
		return nil, errEmptyStory
	}
	if len(entries[0].Before) > 0 || len(entries[0].After) == 0 {
		return nil, errNoBirth
	}
	present, err := born(entries[0].After)
	if err != nil {
		return nil, err
	}
	first := alive(present, vn.Date{})
	present = first.dated(present, first.state(present))
	var others []T
	for i, e := range entries[1:] {
		if len(e.Delta) == 0 {
			continue // a notice, a report or a complaint: it changes nothing of the record
		}
		if len(e.Before) == 0 && len(e.After) > 0 {
			return nil, errTwoBirths
		}
		l := alive(present, e.EffectiveOn)
		l.save = func(made T) error { present = revised(made, 1); return nil }
		l.keep = func(made T) error { others = append(others, made); return nil }
		l.forget = func(from vn.Date) error {
			for i, o := range others {
				if v := l.state(o); v.KnownTo.IsZero() && v.From == from {
					v.KnownTo = e.RecordedAt
					others[i] = l.dated(o, v)
				}
			}
			return nil
		}
		states := append(knownOn(others, l.state, e.EffectiveOn), present)
		if _, err := l.apply(e.RecordedAt, history.Change{On: e.EffectiveOn, Patch: e.Delta}, states, laterThan(entries[:i+1], e.EffectiveOn)); err != nil {
			return nil, fmt.Errorf("entry %s: %w", e.ID, err)
		}
	}
	return append(others, present), nil
}

// knownOn picks the states that are known still and hold on the day or later, oldest first.
func knownOn[T any](all []T, state func(T) coop.Version, on vn.Date) []T {
	var known []T
	for _, one := range all {
		if v := state(one); v.KnownTo.IsZero() && v.To.After(on) {
			known = append(known, one)
		}
	}
	slices.SortFunc(known, func(a, b T) int { return state(a).From.Compare(state(b).From) })
	return known
}

// laterThan are the changes of entries that take effect after the day.
func laterThan(entries []history.Entry, on vn.Date) []history.Change {
	var later []history.Change
	for _, e := range entries {
		if len(e.Delta) > 0 && e.EffectiveOn.After(on) {
			later = append(later, history.Change{On: e.EffectiveOn, Patch: e.Delta})
		}
	}
	return later
}
