package postgres_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
)

// However close together the answers stand, a page is the same: found by one walk, by two, or from all hits.
func TestPagesAreTheSameHoweverTheyAreFound(t *testing.T) {
	t.Parallel()
	store, trace := openMillion(t)
	const first, second, hits = "walk ", "second walk ", "hits "
	for _, c := range []struct {
		name  string
		q     coop.Query
		same  string // the condition in SQL
		limit int
		way   string // of a page in the middle
	}{
		{"close", coop.Query{Words: []string{"dong", "tam"}}, "search @@ 'dong & tam:*'", 20, first},
		{"close, long pages", coop.Query{Words: []string{"dong", "tam"}}, "search @@ 'dong & tam:*'", 100, first + second},
		{"close, in a kind", coop.Query{Words: []string{"hung"}, Kind: coop.KindTHT}, "search @@ 'hung:*' AND kind = 'tht'", 20, first},
		{
			"far",
			coop.Query{Words: []string{"dong", "tam"}, Kind: coop.KindLHHTX, SizeMembers: "micro"},
			"search @@ 'dong & tam:*' AND kind = 'lhhtx' AND size_members = 'micro'", 100, first + hits,
		},
		{
			"few",
			coop.Query{Words: []string{"dong"}, Area: &coop.Area{List: "2025", Level: "commune", Codes: []string{"44"}}},
			"search @@ 'dong:*' AND new_commune = '44'", 20, first + hits,
		},
		{"no words", coop.Query{Industry: "0117"}, "industry_prefixes @> '{0117}'", 20, first},
		{"parts of words", coop.Query{Words: []string{"nga", "dong"}, Approximate: true}, "search_text LIKE '%nga%' AND search_text LIKE '%dong%'", 20, first},
	} {
		for sort, order := range map[coop.Sort]string{coop.SortRecorded: "ASC", coop.SortRecordedDesc: "DESC"} {
			t.Run(c.name+" "+string(sort), func(t *testing.T) {
				want := idsOf(t, store, c.same, order)
				for _, from := range []int{0, 1, len(want) / 2, len(want) - c.limit - 1, len(want) - c.limit, len(want) - 3, len(want)} {
					if from < 0 {
						continue
					}
					q := c.q
					q.Sort, q.Limit = sort, c.limit
					if from > 0 {
						q.After = &coop.Position{ID: id.Must[coop.Organization](want[from-1])}
					}
					trace.sent = nil
					var got []coop.Organization
					must(t, store.Read(t.Context(), func(tx registry.ReadTx) (err error) {
						got, err = tx.Organizations(t.Context(), q)
						return err
					}))
					if page := want[from:min(from+c.limit, len(want))]; !reflect.DeepEqual(ids(got), append([]string{}, page...)) {
						t.Errorf("from %d of %d: got %v, want %v", from, len(want), ids(got), page)
					}
					if way := trace.way(); from == len(want)/2 && way != c.way {
						t.Errorf("found by %s, want %s", way, c.way)
					}
				}
			})
		}
	}
}

// way tells which kinds of statements found a page.
func (r *recorder) way() string {
	way := ""
	for _, s := range r.sent {
		switch {
		case strings.Contains(s.SQL, "reltuples") && way == "":
			way = "walk "
		case strings.Contains(s.SQL, "reltuples"):
			way += "second walk "
		case strings.Contains(s.SQL, "page AS"):
			way += "hits "
		}
	}
	return way
}

// idsOf asks plainly.
func idsOf(t *testing.T, store *postgres.Store, condition, order string) (all []string) {
	t.Helper()
	ctx := caller.With(t.Context(), caller.Caller{})
	must(t, store.Pool().QueryRow(ctx, fmt.Sprintf("SELECT coalesce(array_agg(id::text ORDER BY id %s), '{}') FROM organizations WHERE %s",
		order, condition)).Scan(&all))
	if len(all) == 0 {
		t.Fatalf("nothing is %s", condition)
	}
	return all
}

// Who asks for other times, for what is like the words, or in another order is not answered by a walk.
func TestOnlyPresentRecordsInTheOrderOfEntryAreWalked(t *testing.T) {
	t.Parallel()
	trace := &recorder{}
	f := open(t, func(o *postgres.Options) { o.Tracer = trace })
	f.village(t)
	for name, c := range map[string]struct {
		q    coop.Query
		walk bool
	}{
		"words":             {coop.Query{Words: []string{"an"}}, true},
		"newest first":      {coop.Query{Words: []string{"an"}, Sort: coop.SortRecordedDesc}, true},
		"by name":           {coop.Query{Words: []string{"an"}, Sort: coop.SortName}, false},
		"by day":            {coop.Query{Words: []string{"an"}, Sort: coop.SortRegisteredDesc}, false},
		"as it was":         {coop.Query{Words: []string{"an"}, When: coop.When{KnownAt: noon()}}, false},
		"with typing error": {coop.Query{Words: []string{"donh"}, Approximate: true}, false},
		"a kind":            {coop.Query{Kind: coop.KindHTX}, false},
	} {
		trace.sent = nil
		c.q.Limit = 1
		var found []coop.Organization
		f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
			var err error
			found, err = tx.Organizations(ctx, c.q)
			must(t, err)
		})
		if walked := strings.Contains(trace.way(), "walk"); walked != c.walk || len(found) != 1 {
			t.Errorf("%s: walked %v, found %v", name, walked, shown(found))
		}
	}
}
