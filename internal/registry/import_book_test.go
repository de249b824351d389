package registry_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
)

// A book of which nobody waits for the end is not read to its end, whether its rows are sound or faulty and written batch by
// batch or together.
func TestABookIsPutDownWhenItsRequestEnds(t *testing.T) {
	t.Parallel()
	w := newWalk(t, 1)
	for name, place := range map[string]string{"sound": "29881", "faulty": "00000"} {
		for _, partial := range []bool{false, true} {
			ctx, cancel := context.WithCancel(caller.With(t.Context(), caller.Operator("import")))
			read, open := 0, true
			_, err := w.r.ImportBook(ctx, func(yield func(coop.BookRow, error) bool) {
				defer func() { open = false }()
				for i := range 20_000 {
					if read++; read == 100 {
						cancel()
					}
					cells := map[string]string{"kind": "htx", "name": fmt.Sprintf("Hợp tác xã %s %d", name, i), "place": place, "place_on": "2020-01-01"}
					if !yield(coop.BookRow{Row: i, Cells: cells}, nil) {
						return
					}
				}
			}, registry.ImportOptions{Partial: partial})
			if cancel(); !errors.Is(err, context.Canceled) || read > 4_000 || open {
				t.Errorf("%s, partial %t: %v after %d rows, open %t", name, partial, err, read, open)
			}
		}
	}
}

// FuzzParseCodeRange holds that a range is read as it is written, and has a first and a last serial of at most seven digits.
func FuzzParseCodeRange(f *testing.F) {
	f.Add("14:2000000-2999999")
	f.Add("14:2-1")
	f.Add("14:00000001-2")
	f.Fuzz(func(t *testing.T, s string) {
		r, err := registry.ParseCodeRange(s)
		if err == nil && (len(r.Prefix) != 2 || r.First < 0 || r.Last < r.First || r.Last > 9_999_999 || !strings.HasPrefix(s, r.Prefix+":")) {
			t.Errorf("%q is %+v", s, r)
		}
	})
}
