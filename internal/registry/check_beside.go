package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"htxregistry/internal/coop"
)

// Side is a kind of thing that acts change beside the records they are about.
type Side string

// The sides of the register.
const (
	SideLinks  Side = "link"
	SideTimers Side = "timer"
	SideNames  Side = "name"
)

// Told is what one entry of the ledger did to one thing beside the records.
type Told struct {
	Thing        string          // which: the kind and the ends of links, the id of a timer, the pool and the key of a name
	Does         string          // a member of coop.Beside, by its name in JSON
	What         json.RawMessage // an element of that member
	Organization string          // of the entry, as Dossier and At
	Dossier      string
	At           time.Time
}

// Kept is a row of the tables for a thing.
type Kept[T any] struct {
	Thing string
	Row   T
}

// KeptTimer is a timer with what became of it, empty while it waits.
type KeptTimer struct {
	coop.Timer

	Settled time.Time
	Outcome coop.TimerOutcome
}

// checkBeside replays what the ledger tells of links, timers and names, and holds the tables against it. Both come in one
// order, thing by thing, so that no more than one thing is in memory.
func checkBeside(ctx context.Context, tx ReadTx, report *RebuildReport, found func(string)) error {
	links := side[coop.Link]{SideLinks, tx.LinksKept(ctx), replayLinks, linkRow}
	timers := side[KeptTimer]{SideTimers, tx.TimersKept(ctx), replayTimers, timerRow}
	names := side[string]{SideNames, tx.NamesKept(ctx), replayNames, nameRow}
	for _, check := range []func() error{
		func() error { return links.check(tx.Told(ctx, SideLinks), report, found) },
		func() error { return timers.check(tx.Told(ctx, SideTimers), report, found) },
		func() error { return names.check(tx.Told(ctx, SideNames), report, found) },
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// side is how one kind of things is rebuilt and compared.
type side[T any] struct {
	of     Side
	kept   iter.Seq2[Kept[T], error]
	replay func([]Told) ([]T, error)
	text   func(T) string
}

func (s side[T]) check(ledger iter.Seq2[Told, error], report *RebuildReport, found func(string)) error {
	told, stopTold := things(ledger, func(t Told) string { return t.Thing })
	defer stopTold()
	kept, stopKept := things(s.kept, func(k Kept[T]) string { return k.Thing })
	defer stopKept()
	said, err := told()
	if err != nil {
		return err
	}
	rows, err := kept()
	for err == nil && len(said)+len(rows) > 0 {
		var left []Told
		var right []Kept[T]
		order := 0
		if len(said) > 0 && len(rows) > 0 {
			order = strings.Compare(said[0].Thing, rows[0].Thing)
		}
		if len(rows) == 0 || len(said) > 0 && order <= 0 {
			left = said
		}
		if len(said) == 0 || len(rows) > 0 && order >= 0 {
			right = rows
		}
		report.Beside++
		report.Differences += s.compare(left, right, found)
		if left != nil {
			said, err = told()
		}
		if err == nil && right != nil {
			rows, err = kept()
		}
	}
	return err
}

// compare names what differs between one thing as told and as kept, and counts it.
func (s side[T]) compare(told []Told, kept []Kept[T], found func(string)) (differences int) {
	tell := func(format string, args ...any) { differences++; found(fmt.Sprintf(format, args...)) }
	made, err := s.replay(told)
	if err != nil {
		tell("%s %s: the ledger cannot be replayed: %v", s.of, told[0].Thing, err)
		return differences
	}
	want, got := make([]string, len(made)), make([]string, len(kept))
	for i, m := range made {
		want[i] = s.text(m)
	}
	for i, k := range kept {
		if got[i] = s.text(k.Row); !slices.Contains(want, got[i]) {
			tell("%s %s: %s does not follow from the ledger", s.of, k.Thing, got[i])
		}
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			tell("%s %s: %s is not in the tables", s.of, told[0].Thing, w)
		}
	}
	return differences
}

// things takes a sorted sequence apart into the things it is about; none is the end.
func things[T any](all iter.Seq2[T, error], thing func(T) string) (next func() ([]T, error), stop func()) {
	pull, stop := iter.Pull2(all)
	var ahead []T
	return func() ([]T, error) {
		group := ahead
		ahead = nil
		for {
			one, err, ok := pull()
			if err != nil || !ok {
				return group, err
			}
			if len(group) > 0 && thing(group[0]) != thing(one) {
				ahead = []T{one}
				return group, nil
			}
			group = append(group, one)
		}
	}, stop
}

// replayLinks does to the links between two organisations what storage did.
func replayLinks(told []Told) (links []coop.Link, err error) {
	for _, t := range told {
		if t.Does == "linked" {
			var start coop.LinkStart
			if err := json.Unmarshal(t.What, &start); err != nil {
				return nil, err
			}
			l := coop.Link{ID: start.ID, Kind: start.Kind, From: start.From, To: start.To, DossierID: t.Dossier, Capital: start.Capital}
			l.State.From, l.State.KnownFrom = start.On, t.At
			links = append(links, l)
			continue
		}
		var end coop.LinkEnd
		if err := json.Unmarshal(t.What, &end); err != nil {
			return nil, err
		}
		for i, l := range links {
			if l.State.To.IsZero() && l.State.KnownTo.IsZero() && l.State.From.Before(end.On) {
				links[i].State.KnownTo = t.At
				l.ID, l.State.To, l.State.KnownFrom = end.ID, end.On, t.At
				links = append(links, l)
			}
		}
	}
	return links, nil
}

func linkRow(l coop.Link) string {
	capital := "unknown"
	if l.Capital != nil {
		capital = fmt.Sprint(int64(*l.Capital))
	}
	return fmt.Sprintf("%s from %s to %s, known %s to %s, by dossier %s, capital %s", l.ID, l.State.From, l.State.To,
		instantText(l.State.KnownFrom), instantText(l.State.KnownTo), l.DossierID, capital)
}

func replayTimers(told []Told) (timers []KeptTimer, err error) {
	for _, t := range told {
		if t.Does == "timers_set" {
			set := KeptTimer{}
			err = json.Unmarshal(t.What, &set.Timer)
			set.DossierID = t.Dossier
			timers = append(timers, set)
		} else {
			var end coop.TimerEnd
			err = json.Unmarshal(t.What, &end)
			for i := range timers {
				timers[i].Settled, timers[i].Outcome = t.At, end.Outcome
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return timers, nil
}

func timerRow(t KeptTimer) string {
	unit := "none"
	if t.UnitID != nil {
		unit = t.UnitID.String()
	}
	return fmt.Sprintf("%s of organization %s, unit %s, due %s, by dossier %s, settled %q %s", t.What, t.OrganizationID, unit, t.DueOn, t.DossierID,
		t.Outcome, instantText(t.Settled))
}

// replayNames finds who holds a name in a pool: whoever claimed it last, unless given up since.
func replayNames(told []Told) ([]string, error) {
	holder := ""
	for _, t := range told {
		if t.Does == "names_claimed" {
			holder = t.Organization
		} else if holder == t.Organization {
			holder = ""
		}
	}
	if holder == "" {
		return nil, nil
	}
	return []string{holder}, nil
}

func nameRow(organization string) string { return "claim of organization " + organization }

func instantText(at time.Time) string {
	if at.IsZero() {
		return "further notice"
	}
	return at.UTC().Format(time.RFC3339Nano)
}
