package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// fill enters one record of every kind, so that no table is empty.
func (f *fixture) fill(t *testing.T) {
	t.Helper()
	_, err := f.LoadPlaces(t.Context(), "a", somePlaces(), nil, nil)
	must(t, err)
	o, d := f.organization("Hợp tác xã Đồng Tâm"), f.draft()
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.CreateOrganization(ctx, o))
		must(t, tx.ClaimName(ctx, o.ID, []string{"htx"}, "đồng tâm", nil))
		must(t, tx.CreateUnit(ctx, coop.Unit{
			ID: id.New[coop.Unit](), OrganizationID: o.ID, Kind: coop.UnitBranch, Name: "Chi nhánh",
			Seat: o.Seat, SeatOn: o.SeatOn, Status: coop.StatusActive, Revision: 1, RecordedAt: noon(),
		}))
		must(t, tx.CreateDossier(ctx, d, "87"))
		must(t, tx.Append(ctx, f.entry(o.ID, "organization.registered")))
		must(t, tx.LogPersonalRead(ctx, o.ID.String(), "", "thẩm tra"))
		_, _, err := tx.Recall(ctx, f.lead.ID, "k")
		must(t, err)
		must(t, tx.Keep(ctx, f.lead.ID, "k", "f", []byte(`{}`)))
		must(t, tx.SetSetting(ctx, "a", "b"))
	})
}

// many fills the register with made-up organisations by SQL, spread as those of the country are: many in some provinces,
// kinds and statuses, few in others.
func (f *fixture) many(t *testing.T, n int) {
	t.Helper()
	conn := f.owner(t)
	indexes := names(t, conn, "SELECT indexdef FROM pg_indexes WHERE tablename = 'organizations' AND indexname LIKE '%_idx'")
	for _, name := range names(t, conn, "SELECT indexname::text FROM pg_indexes WHERE tablename = 'organizations' AND indexname LIKE '%_idx'") {
		f.exec(t, "DROP INDEX "+name)
	}
	f.exec(t, `INSERT INTO organizations (id, kind, code, name_vi, seat_place, seat_on, old_commune, old_district, old_province,
  new_commune, new_province, industry_prefixes, sector, purpose, size_members, size_capital, status, authority_id, issuing_level,
  registered_on, track, misrouted, origin, revision, recorded_at, valid_from, known_from, name_key)
 SELECT uuid_in(md5(i::text)::cstring), CASE WHEN i % 200 = 0 THEN 'lhhtx' WHEN i % 3 = 0 THEN 'tht' ELSE 'htx' END,
  lpad(i::text, 10, '0'), 'Hợp tác xã ' || (ARRAY['Nông nghiệp', 'Vận tải', 'Thủy sản', 'Xây dựng'])[1 + i % 4] || ' ' ||
   (ARRAY['Đồng', 'Tân', 'Mỹ', 'Bình', 'Long', 'An', 'Phú', 'Hòa', 'Thạnh', 'Vĩnh'])[1 + i % 10] || ' ' ||
   (ARRAY['Tâm', 'Hưng', 'Ngãi', 'Minh', 'Thới', 'Lộc', 'Quới'])[1 + i % 7] || ' ' || i,
  (i % 10000)::text, '2020-01-01', (i % 10000)::text, (i % 700)::text, (i % 63)::text, (i % 3321)::text, (i % 34)::text,
  ARRAY['A', '0', '01', '01' || i % 80], (ARRAY['agriculture', 'industry', 'trade'])[1 + i % 3],
  (ARRAY['production', 'employment'])[1 + i % 2], (ARRAY['micro', 'small', 'medium', 'large'])[1 + i % 4],
  (ARRAY['micro', 'small', 'medium', 'large'])[1 + i % 3],
  CASE WHEN i % 1000 = 0 THEN 'revoked' WHEN i % 20 = 0 THEN 'ended' ELSE 'active' END,
  CASE WHEN i % 700 = 0 THEN $2::uuid ELSE $3::uuid END, (ARRAY['district', 'province', 'commune'])[1 + i % 3],
  CASE WHEN i % 50 > 0 THEN date '2013-07-01' + i % 4000 END, 'registration', i % 900 = 0, 'sample', 1, now(), date '2013-07-01' + i % 4000, now(), 'k' || i
 FROM generate_series(1, $1::int) i`, n, f.caoLanh.ID, f.sact.ID)
	for _, definition := range indexes { // much faster than filling them row by row
		f.exec(t, definition)
	}
	f.exec(t, "VACUUM ANALYZE organizations")
}

// Every list shape walks an index: on a filled table none reads the whole of it.
func TestNoListReadsTheWholeTable(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a large table")
	}
	t.Parallel()
	f := open(t)
	f.many(t, 60_000)
	after := coop.Position{ID: id.Must[coop.Organization](strings.Repeat("8", 8) + "-8888-8888-8888-" + strings.Repeat("8", 12)), Name: "Hợp tác xã M", On: vn.MustDate("2018-01-01")}
	unknown := after
	unknown.On = vn.Date{}
	area := func(list, level string, codes ...string) *coop.Area {
		return &coop.Area{List: list, Level: level, Codes: codes}
	}
	filters := map[string]coop.Query{
		"none": {}, "kind": {Kind: coop.KindLHHTX}, "frequent kind": {Kind: coop.KindHTX}, "level": {IssuingLevel: "district"},
		"authority": {AuthorityID: f.caoLanh.ID.String()}, "status": {Status: coop.StatusRevoked},
		"frequent status": {Status: coop.StatusActive}, "absent status": {Status: coop.StatusInBankruptcy},
		"old commune": {Area: area("2021", "commune", "77")}, "old district": {Area: area("2021", "district", "66")},
		"old province": {Area: area("2021", "province", "55")}, "new commune": {Area: area("2025", "commune", "44")},
		"new province": {Area: area("2025", "province", "33")}, "communes": {Area: area("2025", "commune", "1", "2", "3")},
		"industry": {Industry: "0117"}, "sector": {Sector: "trade"}, "size": {SizeMembers: "small"}, "capital": {SizeCapital: "large"},
		"purpose": {Purpose: "employment"}, "registered": {RegisteredFrom: vn.MustDate("2024-06-01")},
		"misrouted": {Misrouted: new(true)}, "not misrouted": {Misrouted: new(false)},
		"kind in province": {Kind: coop.KindHTX, Area: area("2025", "province", "33")},
	}
	words := map[string][]string{"exact": {"dong", "tam"}, "parts": {"gnai"}, "similar": {"vinnh", "locc"}}
	check := func(name, how string, q coop.Query) {
		for _, sort := range []coop.Sort{
			coop.SortRecorded, coop.SortRecordedDesc, coop.SortName, coop.SortNameDesc, coop.SortRegistered, coop.SortRegisteredDesc,
		} {
			for _, at := range []*coop.Position{nil, &after, &unknown} {
				q.Sort, q.After, q.Limit = sort, at, 51
				statements, err := postgres.ListStatements(q, how)
				must(t, err)
				for _, s := range statements {
					if plan := explain(t, f.Pool(), s); strings.Contains(plan, "Seq Scan on organizations") {
						t.Errorf("%s, words %q, order %s:\n%s", name, how, sort, plan)
					}
				}
			}
		}
	}
	for name, q := range filters {
		check(name, "", q)
	}
	for how, w := range words {
		for _, name := range []string{"none", "frequent kind", "new province"} {
			q := filters[name]
			q.Words = w
			check(name, how, q)
		}
	}
}

// explain gives the plan as the server would make it.
func explain(t *testing.T, conn *pgxpool.Pool, s postgres.Statement) string {
	t.Helper()
	rows, err := conn.Query(t.Context(), "EXPLAIN "+s.SQL, append([]any{pgx.QueryExecModeCacheDescribe}, s.Args...)...)
	must(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	return fmt.Sprintf("%s\n%s", s.SQL, strings.Join(lines, "\n"))
}
