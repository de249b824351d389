package postgres_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/replication"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// Every list walks an index: at a million organisations none reads the whole of a big table.
func TestNoListReadsAWholeTable(t *testing.T) {
	t.Parallel()
	store, trace := openMillion(t)
	t.Run("organizations", func(t *testing.T) { explainOrganizations(t, store.Pool(), coop.When{}) })
	t.Run("organizations as they were", func(t *testing.T) {
		explainOrganizations(t, store.Pool(), coop.When{AsOf: vn.MustDate("2019-01-01"), KnownAt: noon()})
	})
	t.Run("numbers of organizations", func(t *testing.T) {
		for name, q := range organizationFilters() {
			if !countsMost(name) {
				trace.explain(t.Context(), t, store, "number of "+name, func(tx registry.ReadTx) error { _, err := tx.CountOrganizations(t.Context(), q); return err })
			}
		}
	})
	for name, scope := range map[string]string{"office": rareOffice, "big office": commonOffice, "province": "province:33", "everywhere": "all"} {
		t.Run("dossiers of "+name, func(t *testing.T) {
			ctx := caller.With(t.Context(), caller.Caller{Role: caller.DeskLead, Scope: scope})
			for name, q := range dossierLists() {
				list := func(tx registry.ReadTx) error { _, err := tx.Dossiers(ctx, q); return err }
				trace.explain(ctx, t, store, name, list)
			}
			trace.explain(ctx, t, store, "overdrawn", func(tx registry.ReadTx) error {
				_, err := tx.OverdrawnDossiers(ctx, vn.MustDate("2021-02-01"), 50)
				return err
			})
		})
	}
	t.Run("candidates", func(t *testing.T) {
		for name, q := range candidateLists() {
			trace.explain(t.Context(), t, store, name, func(tx registry.ReadTx) error { _, err := tx.Candidates(t.Context(), q); return err })
		}
	})
	t.Run("challenges and complaints", func(t *testing.T) { explainMatters(t, store, trace) })
	t.Run("hoi quan", func(t *testing.T) { explainHoiQuan(t, store, trace) })
	t.Run("publications", func(t *testing.T) { // the index of what may be published bounds the reading to its days
		days := vn.Period{From: vn.MustDate("2025-08-01"), To: vn.MustDate("2025-09-01")}
		q := registry.PublicationQuery{Limit: 51, Stretches: []rulebook.Published{
			{Procedure: coop.ProcedureFormation, Kind: "htx", Period: days},
			{Ground: coop.StopCourt, Kind: "htx", Period: days},
			{Procedure: coop.ProcedureRevocation, Kind: "branch", Period: days},
			{Notice: coop.NoticeViolation, Kind: "htx", Period: days},
		}}
		trace.explain(t.Context(), t, store, "published", func(tx registry.ReadTx) error { _, err := tx.Published(t.Context(), q); return err })
	})
	t.Run("about one organization", func(t *testing.T) {
		for name, list := range listsOfOne(t.Context()) {
			trace.explain(t.Context(), t, store, name, list)
		}
	})
}

// explainOrganizations looks at every filter in every order on the first page and on later ones, and at searches.
func explainOrganizations(t *testing.T, pool *pgxpool.Pool, when coop.When) {
	t.Helper()
	after := coop.Position{ID: id.Must[coop.Organization]("88888888-8888-8888-8888-888888888888"), Name: "HTX thuy san m", On: vn.MustDate("2018-01-01")}
	unknown := after
	unknown.On = vn.Date{}
	check := func(name, how string, q coop.Query) {
		q.When, q.Today, q.Limit = when, vn.MustDate("2025-06-01"), 51
		for _, q.Sort = range []coop.Sort{
			coop.SortRecorded, coop.SortRecordedDesc, coop.SortName, coop.SortNameDesc, coop.SortRegistered, coop.SortRegisteredDesc,
		} {
			for _, q.After = range []*coop.Position{nil, &after, &unknown} {
				statements, err := postgres.ListStatements(q, how)
				must(t, err)
				for _, s := range statements {
					judge(t, fmt.Sprintf("%s, words %q %s, order %s", name, how, q.Words, q.Sort), s.SQL, explain(t.Context(), t, pool, "BEGIN", s))
				}
			}
		}
	}
	filters := organizationFilters()
	for name, q := range filters {
		check(name, "", q)
	}
	for name, q := range allianceFilters() {
		check(name, "", q)
	}
	for how, words := range map[string][]string{"exact": {"dong", "tam"}, "parts": {"gnai"}, "similar": {"vinnh", "locc"}} {
		for _, name := range []string{"none", "frequent kind", "new province"} {
			q := filters[name]
			q.Words = words
			check(name, how, q)
		}
	}
}

func organizationFilters() map[string]coop.Query {
	area := func(list, level string, codes ...string) *coop.Area {
		return &coop.Area{List: list, Level: level, Codes: codes}
	}
	return map[string]coop.Query{
		"none": {}, "kind": {Kind: coop.KindLHHTX}, "frequent kind": {Kind: coop.KindHTX}, "level": {IssuingLevel: "district"},
		"authority": {AuthorityID: rareOffice}, "frequent authority": {AuthorityID: commonOffice}, "status": {Status: coop.StatusRevoked},
		"frequent status": {Status: coop.StatusActive}, "absent status": {Status: coop.StatusInBankruptcy},
		"old commune": {Area: area("2021", "commune", "77")}, "old district": {Area: area("2021", "district", "66")},
		"old province": {Area: area("2021", "province", "55")}, "new commune": {Area: area("2025", "commune", "44")},
		"new province": {Area: area("2025", "province", "33")}, "communes": {Area: area("2025", "commune", "1", "2", "3")},
		"industry": {Industry: "0117"}, "sector": {Sector: "trade"}, "size": {SizeMembers: "small"}, "capital": {SizeCapital: "large"},
		"purpose": {Purpose: "employment"}, "registered": {RegisteredFrom: vn.MustDate("2024-06-01")},
		"registered in a week": {RegisteredFrom: vn.MustDate("2018-06-01"), RegisteredTo: vn.MustDate("2018-06-08")},
		"misrouted":            {Misrouted: new(true)}, "not misrouted": {Misrouted: new(false)},
		"kind in province": {Kind: coop.KindHTX, Area: area("2025", "province", "33")},
		"level and kind":   {Kind: coop.KindLHHTX, IssuingLevel: "province"},
		"rank":             {Rank: "good", RatingYear: 2024}, "rare rank": {Rank: "weak", RatingYear: 2024}, "rank of no year": {Rank: "good", RatingYear: 2019},
		"members": {Membership: coop.MembershipAny}, "no members": {Membership: coop.MembershipNone}, "honorary members": {Membership: "honorary"},
		"no members in province": {Membership: coop.MembershipNone, Area: area("2025", "province", "33")},
		"rank in province":       {Rank: "good", RatingYear: 2024, Area: area("2025", "province", "33")},
		"hoi quan":               {Kind: coop.KindHoiQuan}, "hoi quan in province": {Kind: coop.KindHoiQuan, Area: area("2025", "province", "33")},
		"candidates": {Candidacy: candidacies()}, "eligible": {Candidacy: candidacies("eligible")},
		"undetermined": {Candidacy: candidacies("undetermined")}, "not eligible": {Candidacy: candidacies("not_eligible")},
		"eligible in province": {Candidacy: candidacies("eligible"), Area: area("2025", "province", "33")},
		"never nominated":      {Candidacy: candidacies("", "none")}, "selected": {Candidacy: candidacies("", "selected")},
	}
}

// countsMost tells whether a filter leaves so much of the register that whoever wants the exact number must have it read: it
// is given only to those who ask for it.
func countsMost(filter string) bool {
	switch filter {
	case "none", "frequent kind", "level", "frequent authority", "frequent status", "industry", "sector", "size", "capital", "purpose", "registered",
		"not misrouted", "rank", "members", "no members", "candidates", "undetermined", "not eligible", "never nominated":
		return true
	}
	return false
}

// candidacies asks for a verdict, a stage and an answer to a condition.
func candidacies(asked ...string) *coop.CandidacyQuery {
	asked = append(asked, "", "", "")
	return &coop.CandidacyQuery{Programmes: []string{"qd-167-2021", "qd-2026"}, Verdict: asked[0], Stage: asked[1], Condition: asked[2]}
}

// allianceFilters are what an alliance looks for among the organisations of its province.
func allianceFilters() map[string]coop.Query {
	urban := func(is bool) *coop.Urban {
		u := &coop.Urban{Is: is, List: "2025"}
		for code := range 700 {
			u.Codes = append(u.Codes, strconv.Itoa(code))
		}
		return u
	}
	filters := map[string]coop.Query{
		"urban": {Urban: urban(true)}, "rural": {Urban: urban(false)}, "agriculture": {Agriculture: new(true)}, "other sectors": {Agriculture: new(false)},
		"failed line": {FailedLines: []string{"2024/C05"}}, "rare failed line": {FailedLines: []string{"2024/C06"}}, "failed criterion": {FailedLines: []string{"2024/C05", "2024/C06"}}, "silent": {SilentFrom: 2023, SilentTo: 2024}, "near founding": {NearFounding: 7},
		"unmet condition": {Candidacy: candidacies("", "", "QD167-M3:not_met")}, "rarely met condition": {Candidacy: candidacies("", "", "QD167-M3:met")},
		"rural strangers of other sectors": {Urban: urban(false), Agriculture: new(false), Membership: coop.MembershipNone},
	}
	for name, q := range filters {
		q.Area = &coop.Area{List: "2025", Level: "province", Codes: []string{"33"}}
		filters[name] = q
	}
	return filters
}

func dossierLists() map[string]dossier.Query {
	lists := map[string]dossier.Query{}
	for name, q := range map[string]dossier.Query{
		"none": {}, "state": {State: dossier.StateSubmitted}, "frequent state": {State: dossier.StateApproved},
		"absent state": {State: dossier.StateRefused}, "procedure": {Procedure: coop.ProcedureDissolutionResolution},
		"authority": {AuthorityID: rareOffice}, "overdue": {OverdueOn: vn.MustDate("2021-03-01")}, "due": {DueBefore: vn.MustDate("2021-03-01")},
		"words":    {Words: []string{"sen", "hong"}},
		"received": {ReceivedFrom: vn.MustDate("2021-02-01"), ReceivedTo: vn.MustDate("2021-02-08")},
	} {
		q.Limit = 51
		after := &dossier.Position{ID: id.Must[dossier.Dossier]("88888888-8888-8888-8888-888888888888"), Due: vn.MustDate("2021-06-01")}
		for _, q.Sort = range []dossier.Sort{dossier.SortCreated, dossier.SortCreatedDesc, dossier.SortDue} {
			for page, at := range map[string]*dossier.Position{"first page": nil, "later page": after} {
				q.After = at
				lists[name+", "+string(q.Sort)+", "+page] = q
			}
		}
	}
	return lists
}

func candidateLists() map[string]registry.CandidateQuery {
	lists := map[string]registry.CandidateQuery{}
	after := &registry.CandidatePosition{Standing: []int64{1, 20, 1_000_000}, ID: id.Must[coop.Organization]("88888888-8888-8888-8888-888888888888")}
	province := &coop.Area{List: "2025", Level: "province", Codes: []string{"33"}}
	for name, f := range map[string]registry.CandidateFilter{
		"none": {}, "eligible": {Verdict: replication.Eligible}, "not eligible": {Verdict: replication.NotEligible},
		"undetermined": {Verdict: replication.Undetermined}, "selected": {Stage: replication.StageSelected}, "never nominated": {Stage: replication.StageNone},
		"model": {Model: "M03"}, "condition": {Condition: "QD167-M3:not_met"}, "rare condition": {Condition: "QD167-M3:met"},
		"authority": {Authority: rareOffice}, "frequent authority": {Authority: commonOffice},
		"nominated": {Stage: replication.StageNominated}, "nominated, of an office": {Stage: replication.StageNominated, Authority: commonOffice},
		"nominated for a model": {Stage: replication.StageNominated, Model: "M03"},
	} {
		f.Programme, f.AsOf, f.Limit = "qd-167-2021", vn.MustDate("2025-06-01"), 51
		for known, at := range map[string]time.Time{"": {}, ", as known": noon()} {
			for page, at2 := range map[string]*registry.CandidatePosition{"first page": nil, "later page": after} {
				f.KnownAt, f.After = at, at2
				lists[name+known+", "+page] = registry.CandidateQuery{CandidateFilter: f}
				lists[name+known+" in a province, "+page] = registry.CandidateQuery{CandidateFilter: f, Area: province}
				lists[name+known+" within reach, "+page] = registry.CandidateQuery{
					CandidateFilter: f, Reach: province, Area: &coop.Area{List: "2025", Level: "commune", Codes: []string{"44"}},
				}
			}
		}
	}
	return lists
}

// listsOfOne are the lists about one organisation, and of what falls due.
func listsOfOne(ctx context.Context) map[string]func(tx registry.ReadTx) error {
	one := id.Must[coop.Organization]("c4ca4238-a0b9-2382-0dcc-509a6f75849b") // the first one
	unit := id.Must[coop.Unit]("88888888-8888-8888-8888-888888888888")
	past := coop.When{AsOf: vn.MustDate("2019-01-01"), KnownAt: noon()}
	return map[string]func(tx registry.ReadTx) error{
		"acts": func(tx registry.ReadTx) error { _, err := tx.Acts(ctx, one, coop.When{}, nil, 51); return err },
		"acts, later page": func(tx registry.ReadTx) error {
			_, err := tx.Acts(ctx, one, past, &history.Position{Epoch: 1, Xact: 1, Seq: 1}, 51)
			return err
		},
		"feed": func(tx registry.ReadTx) error {
			_, err := tx.Feed(ctx, history.Position{Epoch: 1, Xact: 1, Seq: 1}, 51)
			return err
		},
		"end of the feed": func(tx registry.ReadTx) error { _, err := tx.FeedEnd(ctx); return err },
		"entry of the feed": func(tx registry.ReadTx) error {
			_, err := tx.Holds(ctx, history.Position{Epoch: 1, Xact: 1, Seq: 1})
			return err
		},
		"units":             func(tx registry.ReadTx) error { _, err := tx.Units(ctx, one, coop.When{}, nil, 51); return err },
		"units, later page": func(tx registry.ReadTx) error { _, err := tx.Units(ctx, one, coop.When{}, &unit, 51); return err },
		"units as they were": func(tx registry.ReadTx) error {
			_, err := tx.Units(ctx, one, past, &unit, 51)
			return err
		},
		"as it was": func(tx registry.ReadTx) error {
			_, err := tx.OrganizationAt(ctx, one, past)
			return ignoreNotFound(err)
		},
		"several as they were": func(tx registry.ReadTx) error { _, err := tx.OrganizationsAt(ctx, []coop.ID{one}, past); return err },
		"states":               func(tx registry.ReadTx) error { _, err := tx.OrganizationStates(ctx, one, past.AsOf); return err },
		"memberships":          func(tx registry.ReadTx) error { _, err := tx.Memberships(ctx, one, time.Time{}); return err },
		"links":                func(tx registry.ReadTx) error { _, err := tx.Links(ctx, []coop.ID{one}, past); return err },
		"numbers by authority in a province": func(tx registry.ReadTx) error {
			_, err := tx.CountByAuthority(ctx, coop.When{}, &coop.Area{List: "2025", Level: "province", Codes: []string{"33"}}, "")
			return err
		},
		"numbers by authority": func(tx registry.ReadTx) error { _, err := tx.CountByAuthority(ctx, coop.When{}, nil, ""); return err },
	}
}

func ignoreNotFound(err error) error {
	if err == coop.ErrNotFound { //nolint:errorlint // storage returns it as it is
		return nil
	}
	return err
}

// recorder keeps the statements that a store sends.
type recorder struct {
	mu   sync.Mutex
	sent []postgres.Statement
}

// TraceQueryStart implements pgx.QueryTracer.
func (r *recorder) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent = append(r.sent, postgres.Statement{SQL: data.SQL, Args: data.Args})
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (*recorder) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// explain runs a list and judges the plans of what it asked.
func (r *recorder) explain(ctx context.Context, t *testing.T, store *postgres.Store, name string, list func(tx registry.ReadTx) error) {
	t.Helper()
	r.sent = nil
	must(t, store.Read(ctx, list))
	asked, begin := 0, "BEGIN"
	for _, s := range r.sent {
		if strings.HasPrefix(s.SQL, "BEGIN") {
			begin = s.SQL // with the scope, and the role, the list is asked for
		}
		if strings.HasPrefix(strings.TrimSpace(s.SQL), "SELECT") && strings.Contains(s.SQL, "FROM") {
			judge(t, name, s.SQL, explain(ctx, t, store.Pool(), begin, s))
			asked++
		}
	}
	if asked == 0 {
		t.Errorf("%s asked nothing", name)
	}
}

// judge fails on a plan that reads the whole of a big table.
func judge(t *testing.T, name, sql, plan string) {
	t.Helper()
	for _, table := range bigTables() {
		if strings.Contains(plan, "Seq Scan on "+table+" ") {
			t.Errorf("%s reads the whole of %s:\n%s\n%s", name, table, sql, plan)
			return
		}
	}
	t.Logf("%s:\n%s", name, plan)
}

// explain gives the plan as the server would make it in a transaction that begins so.
func explain(ctx context.Context, t *testing.T, pool *pgxpool.Pool, begin string, s postgres.Statement) string {
	t.Helper()
	args := s.Args
	if len(args) > 0 {
		if _, mode := args[0].(pgx.QueryExecMode); mode {
			args = args[1:]
		}
	}
	tx, err := pool.BeginTx(ctx, pgx.TxOptions{BeginQuery: begin})
	must(t, err)
	defer tx.Rollback(ctx) //nolint:errcheck // nothing was written
	rows, err := tx.Query(ctx, "EXPLAIN "+s.SQL, append([]any{pgx.QueryExecModeCacheDescribe}, args...)...)
	must(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	return strings.Join(lines, "\n")
}
