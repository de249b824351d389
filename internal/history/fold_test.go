package history_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"htxregistry/internal/history"
	"htxregistry/internal/vn"
)

// act is an act of the model: known from an instant, in effect from a day.
type act struct {
	on    vn.Date
	known int
	patch history.Patch
}

// naive is what the record is on a day, as known at an instant: every act that is known and in effect, in the order of
// effect and, within a day, of knowledge.
func naive(acts []act, on vn.Date, known int) map[string]string {
	seen := slices.DeleteFunc(slices.Clone(acts), func(a act) bool { return a.known > known || a.on.After(on) })
	if len(seen) == 0 {
		return nil
	}
	slices.SortStableFunc(seen, func(a, b act) int {
		return cmp.Or(a.on.Compare(b.on), cmp.Compare(a.known, b.known))
	})
	record := map[string]string{}
	for _, a := range seen {
		for name, value := range a.patch {
			record[name] = string(value)
		}
	}
	return record
}

// version is a state with the instant from which it is known no longer.
type version struct {
	history.State
	until int
}

func instant(n int) time.Time { return time.Unix(int64(n), 0).UTC() }

func TestStatesAgreeWithAPlainModelOnBothClocks(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	first := vn.MustDate("2020-01-01")
	for round := range 200 {
		birth := act{first, 1, history.Patch{"name": []byte(`"0"`), "seat": []byte(`"0"`), "capital": []byte("0")}}
		acts := []act{birth}
		record, _ := birth.patch.Apply(nil)
		versions := []version{{history.State{Period: vn.Period{From: first}, Known: instant(1), Record: record}, 0}}
		for known := 2; known < 12; known++ {
			next := act{first.AddDays(random.IntN(10)), known, history.Patch{}}
			for _, name := range []string{"name", "seat", "capital"} {
				if random.IntN(2) == 0 {
					next.patch[name] = fmt.Appendf(nil, "%d", known)
				}
			}
			versions = enter(t, versions, acts, next)
			acts = append(acts, next)
		}
		for day := range 12 {
			for known := range 13 {
				on := first.AddDays(day - 1)
				want, got := naive(acts, on, known), at(t, versions, on, known)
				if fmt.Sprint(want) != fmt.Sprint(got) {
					t.Fatalf("round %d, %s as known at %d: %v, want %v", round, on, known, got, want)
				}
			}
		}
	}
}

// enter does with the versions what the register does with its rows.
func enter(t *testing.T, versions []version, acts []act, next act) []version {
	t.Helper()
	var states []history.State
	for _, v := range versions {
		if v.until == 0 {
			states = append(states, v.State)
		}
	}
	slices.SortFunc(states, func(a, b history.State) int { return a.From.Compare(b.From) })
	var later []history.Change
	for _, a := range acts {
		if a.on.After(next.on) {
			later = append(later, history.Change{On: a.on, Patch: a.patch})
		}
	}
	entered, err := history.Enter(states, history.Change{On: next.on, Patch: next.patch}, later, instant(next.known))
	if err != nil {
		t.Fatal(err)
	}
	for _, closed := range entered.Closed {
		i := slices.IndexFunc(versions, func(v version) bool { return v.until == 0 && v.From == closed.From })
		versions[i].until = next.known
	}
	for _, added := range entered.Added {
		versions = append(versions, version{added, 0})
	}
	return versions
}

// at finds the one version that holds for a day and was known at an instant.
func at(t *testing.T, versions []version, on vn.Date, known int) map[string]string {
	t.Helper()
	var found map[string]string
	for _, v := range versions {
		if !v.Contains(on) || v.Known.After(instant(known)) || v.until != 0 && v.until <= known {
			continue
		}
		if found != nil {
			t.Fatalf("two states for %s at %d", on, known)
		}
		var m map[string]json.RawMessage
		if err := json.Unmarshal(v.Record, &m); err != nil {
			t.Fatal(err)
		}
		found = map[string]string{}
		for name, value := range m {
			found[name] = string(value)
		}
	}
	return found
}

func TestAnActCannotPrecedeItsRecord(t *testing.T) {
	t.Parallel()
	states := []history.State{{Period: vn.Period{From: vn.MustDate("2021-06-01")}, Record: []byte(`{"name":"A"}`)}}
	for day, refused := range map[string]bool{"2021-05-31": true, "2021-06-01": false, "2021-06-02": false} {
		_, err := history.Enter(states, history.Change{On: vn.MustDate(day), Patch: history.Patch{"name": []byte(`"B"`)}}, nil, instant(1))
		if errors.Is(err, history.ErrBeforeBirth) != refused {
			t.Errorf("%s: %v", day, err)
		}
	}
}

func TestDiffSeesWhatChangedAndNothingElse(t *testing.T) {
	t.Parallel()
	before := json.RawMessage(`{"name": {"vi": "A", "short": "B"}, "members": {"official": 7}, "phone": "1", "revision": 1}`)
	after := json.RawMessage(`{"revision":2,"members":{"official":8},"name":{"short":"B","vi":"A"},"email":"x"}`)
	patch, err := history.Diff(before, after, "revision")
	if err != nil {
		t.Fatal(err)
	}
	if names := fmt.Sprint(patch.Names()); names != "[email members phone]" {
		t.Errorf("changed %s", names)
	}
	back, err := patch.Apply(before)
	if err != nil {
		t.Fatal(err)
	}
	if left, err := history.Diff(back, after, "revision"); err != nil || len(left) != 0 {
		t.Errorf("applied, still different: %v %v", left, err)
	}
}
