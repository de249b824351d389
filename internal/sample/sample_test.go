package sample_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/bulk"
	"htxregistry/internal/coop"
	"htxregistry/internal/place"
	"htxregistry/internal/sample"
	"htxregistry/internal/vn"
)

// world is the shipped map on a day, with an office of the test's own.
func world(t *testing.T) sample.World {
	t.Helper()
	lists, err := place.ReadShipped()
	if err != nil {
		t.Fatal(err)
	}
	return sample.World{
		Places: place.NewDirectory(lists.Places, nil, lists.Successions), Today: vn.MustDate("2026-06-01"),
		Authority: func(_ coop.Kind, _ coop.Track, place string, _ vn.Date) string { return "office-" + place },
		Edition:   func(vn.Date) string { return "2018" },
		HasCode:   func(on vn.Date) bool { return !on.Before(vn.MustDate("2019-05-28")) },
	}
}

func rows(t *testing.T, w sample.World, seed int64, n int) []coop.BookRow {
	t.Helper()
	var all []coop.BookRow
	for row, err := range sample.Organizations(w, seed, n) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	return all
}

func same(a, b coop.BookRow) bool { return a.Row == b.Row && maps.Equal(a.Cells, b.Cells) }

func TestTheSameSeedMakesTheSameRegister(t *testing.T) {
	t.Parallel()
	w := world(t)
	first := rows(t, w, 7, 2_000)
	if len(first) != 2_000 {
		t.Fatalf("%d rows", len(first))
	}
	if again := rows(t, w, 7, 2_000); !slices.EqualFunc(first, again, same) {
		t.Error("the same seed makes another register")
	}
	if more := rows(t, w, 7, 2_500); !slices.EqualFunc(first, more[:2_000], same) {
		t.Error("a larger register does not begin as the smaller one")
	}
	if other := rows(t, w, 8, 2_000); slices.EqualFunc(first, other, same) {
		t.Error("another seed makes the same register")
	}
}

func TestASampleIsLikeLife(t *testing.T) {
	t.Parallel()
	w := world(t)
	kinds, codes, names := map[string]int{}, map[string]bool{}, map[string]bool{}
	for _, row := range rows(t, w, 1, 3_000) {
		c := row.Cells
		kinds[c[coop.ColumnKind]]++
		on := vn.MustDate(c[coop.ColumnRegisteredOn])
		if p, ok := w.Places.At(c[coop.ColumnPlace], on); !ok || p.Level != place.LevelCommune {
			t.Errorf("row %d: place %s on %s", row.Row, c[coop.ColumnPlace], on)
		}
		if on.Before(vn.MustDate("2014-01-27")) || on.After(w.Today) {
			t.Errorf("row %d: registered on %s", row.Row, on)
		}
		if since := c[coop.ColumnStatusSince]; since != "" && vn.MustDate(since).After(w.Today) {
			t.Errorf("row %d: ended on %s, which has not come", row.Row, since)
		}
		if name := c[coop.ColumnName]; name == "" || c[coop.ColumnKind] == "htx" && (names[name] || !strings.HasPrefix(name, "Hợp tác xã ")) {
			t.Errorf("row %d: name %q", row.Row, name)
		}
		names[c[coop.ColumnName]] = true
		code := c[coop.ColumnCode]
		if code == "" {
			continue
		}
		if _, err := vn.ParseTaxCode(code); err != nil || codes[code] || !w.HasCode(on) {
			t.Errorf("row %d: code %s (%v), twice %v", row.Row, code, err, codes[code])
		}
		codes[code] = true
	}
	for _, kind := range coop.Kinds() {
		if kinds[string(kind)] == 0 {
			t.Errorf("no %s among %v", kind, kinds)
		}
	}
}

func TestTheShippedBooksAreSound(t *testing.T) {
	t.Parallel()
	for _, book := range sample.Shipped() {
		content, err := book.Open()
		if err != nil {
			t.Fatal(err)
		}
		keys := map[string]bool{}
		for row, err := range bulk.Rows(content, bulk.MediaCSV) {
			if err != nil {
				t.Fatalf("%s: %v", book.Name, err)
			}
			if key := row.Cells[coop.ColumnKey]; key == "" || keys[key] {
				t.Errorf("%s, row %d: key %q", book.Name, row.Row, key)
			} else {
				keys[key] = true
			}
		}
		if want := map[string]int{"credit-funds": 1_186}[book.Name]; len(keys) < want || len(keys) == 0 {
			t.Errorf("%s has %d rows", book.Name, len(keys))
		}
	}
}
