package registry_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// hands is a clock the test sets.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hands) Now() time.Time  { h.mu.Lock(); defer h.mu.Unlock(); return h.now }
func (h *hands) set(t time.Time) { h.mu.Lock(); defer h.mu.Unlock(); h.now = t }

// told is a thing told to the register: known from a step on, so from a day on.
type told struct {
	on    vn.Date
	known int
	set   map[string]string
}

// story is all that was told of a thing. What it was on a day as known after a step is the plainest there is: everything
// known and in effect by then, in the order of effect, and of telling within a day.
type story []told

func (s story) at(on vn.Date, known int) map[string]string {
	seen := slices.DeleteFunc(slices.Clone(s), func(t told) bool { return t.known > known || t.on.After(on) })
	slices.SortStableFunc(seen, func(a, b told) int { return cmp.Or(a.on.Compare(b.on), cmp.Compare(a.known, b.known)) })
	var now map[string]string
	for _, t := range seen {
		if now == nil {
			now = map[string]string{}
		}
		maps.Copy(now, t.set)
	}
	return now
}

// bond is a link as told: joined, and perhaps left.
type bond struct {
	kind              coop.LinkKind
	from, to          int
	joined, left      vn.Date
	knownIn, knownOut int // 0: not yet
}

// A register walked through random lives answers like the plain model on a grid of both clocks, and follows from its ledger.
func TestTwoClocksAgreeWithAPlainModel(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			ctx := caller.With(t.Context(), caller.Operator("test"))
			w := newWalk(t, seed)
			const steps = 80
			for range steps {
				w.next(ctx)
			}
			days := []vn.Date{vn.MustDate("2021-02-28"), vn.MustDate("2021-03-01"), vn.MustDate("2022-05-31"), vn.MustDate("2022-06-01"), w.r.Today(), w.r.Today().AddDays(-1)}
			for range 8 {
				days = append(days, w.day(vn.MustDate("2021-03-01")))
			}
			for known := 0; known <= steps; known += 16 {
				for _, day := range days {
					w.compare(ctx, day, known)
				}
			}
			w.follows(ctx)
		})
	}
}
