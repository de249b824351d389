package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/pgtest"
	"htxregistry/internal/postgres"
)

// The offices of the made-up register: one has a seven-hundredth of it, the other the rest.
const (
	rareOffice   = "00000000-0000-7000-8000-000000000001"
	commonOffice = "00000000-0000-7000-8000-000000000002"
)

// fillMillion fills the big tables with made-up rows by SQL, a million organisations spread as those of the country are:
// many in some provinces, kinds and statuses, few in others. Secondary indexes are built when the rows are in, and the
// references between tables are taken on trust: both take a multiple of the time otherwise.
func fillMillion(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // a test's connection
	tables := bigTables()
	rows, err := conn.Query(ctx, `SELECT format('DROP INDEX %I', indexname), indexdef FROM pg_indexes
 WHERE tablename = ANY($1) AND indexname LIKE '%\_idx'`, tables)
	if err != nil {
		return err
	}
	var drops, builds []string
	var drop, build string
	if _, err := pgx.ForEachRow(rows, []any{&drop, &build}, func() error {
		drops, builds = append(drops, drop), append(builds, build)
		return nil
	}); err != nil {
		return err
	}
	statements := append([]string{"SET session_replication_role = replica; SET maintenance_work_mem = '512MB'"}, drops...)
	// The exclusions of what overlaps are indexes too slow to build here; no list walks them.
	statements = append(statements, "ALTER TABLE organization_versions DROP CONSTRAINT organization_versions_no_overlap",
		"ALTER TABLE alliance_memberships DROP CONSTRAINT alliance_memberships_no_overlap")
	// What is searched is given, not worked out of the names, which would be half of the work.
	for _, table := range tables[:2] {
		statements = append(statements, "ALTER TABLE "+table+" ALTER search DROP EXPRESSION, ALTER search_text DROP EXPRESSION")
	}
	statements = append(statements, million()...)
	statements = append(statements, builds...)
	statements = append(statements, "VACUUM ANALYZE "+strings.Join(tables, ", "))
	for _, sql := range statements {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%.60s: %w", sql, err)
		}
	}
	return nil
}

// openMillion opens them for a test that only reads.
func openMillion(t *testing.T) (*postgres.Store, *recorder) {
	t.Helper()
	if testing.Short() {
		t.Skip("fills large tables")
	}
	trace := &recorder{}
	store, err := postgres.Open(t.Context(), pgtest.Filled(t, pgtest.Template(t, "million", fillMillion)),
		postgres.Options{Clock: noon, MaxConns: 4, Tracer: trace})
	must(t, err)
	t.Cleanup(store.Close)
	return store, trace
}

// bigTables grow with the register. Sheets of Hội quán are no more than Hội quán are, a thousand here: who counts those of the country reads all of them.
func bigTables() []string {
	return []string{
		"organizations", "organization_versions", "units", "dossiers", "history", "ratings", "reports", "alliance_memberships", "candidacies",
		"name_complaints", "alliance_challenges",
	}
}

func million() []string {
	return []string{
		`INSERT INTO organizations (id, kind, code, name_vi, seat_place, seat_on, old_commune, old_district, old_province,
  new_commune, new_province, industry_prefixes, sector, purpose, size_members, size_capital, status, authority_id, issuing_level,
  registered_on, track, misrouted, origin, revision, recorded_at, valid_from, known_from, search_text, search, name_key, members)
 SELECT uuid_in(md5(i::text)::cstring), CASE WHEN i % 997 = 0 THEN 'hoi_quan' WHEN i % 200 = 0 THEN 'lhhtx' WHEN i % 3 = 0 THEN 'tht' ELSE 'htx' END,
  CASE WHEN i % 997 > 0 THEN lpad(i::text, 10, '0') END, 'HTX ' || words,   (i % 10000)::text, '2020-01-01', (i % 10000)::text, (i % 700)::text, (i % 63)::text, (i % 3321)::text, (i % 34)::text,
  ARRAY['A', '0', '01', '01' || i % 80], (ARRAY['agriculture', 'industry', 'trade'])[1 + i % 3],
  (ARRAY['production', 'employment'])[1 + i % 2], (ARRAY['micro', 'small', 'medium', 'large'])[1 + i % 4],
  (ARRAY['micro', 'small', 'medium', 'large'])[1 + i % 3],
  CASE WHEN i % 997 = 0 THEN 'recorded' WHEN i % 1000 = 0 THEN 'revoked' WHEN i % 20 = 0 THEN 'ended' ELSE 'active' END,
  CASE WHEN i % 700 = 0 THEN uuid '` + rareOffice + `' ELSE '` + commonOffice + `' END, (ARRAY['district', 'province', 'commune'])[1 + i % 3],
  CASE WHEN i % 50 > 0 THEN date '2013-07-01' + i % 4000 END, CASE WHEN i % 997 = 0 THEN 'record' ELSE 'registration' END, i % 900 = 0, 'sample', 1, timestamptz '2025-01-01',
  date '2013-07-01' + i % 4000, timestamptz '2025-01-01', words, array_to_tsvector(string_to_array(words, ' ')), 'k' || i,
  CASE WHEN i % 997 = 0 THEN jsonb_build_object('official', i % 120) END
 FROM (SELECT i, (ARRAY['van tai', 'thuy san', 'xay dung', 'xoai'])[1 + i % 4] || ' ' ||
   (ARRAY['dong', 'tan', 'my', 'binh', 'long', 'an', 'phu', 'hoa', 'thanh', 'vinh'])[1 + i % 10] || ' ' ||
   (ARRAY['tam', 'hung', 'ngai', 'minh', 'thoi', 'loc', 'quoi'])[1 + i % 7] AS words FROM generate_series(1, 1000000) i) made`,
		`INSERT INTO organization_versions (id, kind, code, name_vi, seat_place, seat_on, old_commune, old_district, old_province,
  new_commune, new_province, industry_prefixes, sector, purpose, size_members, size_capital, status, authority_id, issuing_level,
  registered_on, track, misrouted, origin, revision, recorded_at, valid_from, known_from, valid_to, search_text, search)
 SELECT id, kind, code, name_vi, seat_place, seat_on, old_commune, old_district, old_province,
  new_commune, new_province, industry_prefixes, sector, purpose, size_members, size_capital, status, authority_id, issuing_level,
  registered_on, track, misrouted, origin, revision, recorded_at, valid_from - 400, known_from, valid_from, search_text, search
 FROM organizations WHERE code::int % 5 = 0`,
		`INSERT INTO units (id, organization_id, kind, name, seat_place, seat_on, status, revision, recorded_at, valid_from, known_from)
 SELECT uuid_in(md5('u' || code)::cstring), id, 'branch', 'Chi nhánh', seat_place, seat_on, 'active', 1, known_from, valid_from, known_from
 FROM organizations WHERE code::int % 5 = 0`,
		`INSERT INTO dossiers (id, number, procedure, organization_kind, organization_id, authority_id, province_code, state, channel,
  payload, created_at, created_by, received_at, received_by, due_on, lapses_on, decided_at, decided_by, revision)
 SELECT uuid_in(md5('d' || i)::cstring), CASE WHEN s <> 'draft' THEN 'S-' || i END,
  CASE WHEN i % 100 = 0 THEN 'dissolution_resolution' ELSE 'formation' END, 'htx', uuid_in(md5(i::text)::cstring),
  CASE WHEN i % 700 = 0 THEN uuid '` + rareOffice + `' WHEN i % 20 = 0 THEN '` + commonOffice + `'
   ELSE uuid_in(md5((i % 3321)::text)::cstring) END, (i % 34)::text, s, 'counter',
  jsonb_build_object('name', jsonb_build_object('vi', (ARRAY['Xoài', 'Sen Hồng', 'Lúa', 'Cá tra'])[1 + i % 400 / 80] || ' ' || i)), t, '` + rareOffice + `',
  CASE WHEN s <> 'draft' THEN t END, CASE WHEN s <> 'draft' THEN uuid '` + rareOffice + `' END,
  CASE WHEN s <> 'draft' THEN t::date + 3 END, CASE WHEN s = 'draft' THEN t::date + 60 END,
  CASE WHEN s = 'approved' THEN t END, CASE WHEN s = 'approved' THEN uuid '` + commonOffice + `' END, 1
 FROM (SELECT i, CASE WHEN i % 500 = 0 THEN 'draft' WHEN i % 100 = 1 THEN 'submitted' ELSE 'approved' END AS s,
   timestamptz '2021-01-01 08:00+07' + i * interval '10 minutes' AS t FROM generate_series(1, 200000) i) made`,
		// eligible are few, selected fewer; each organisation has a past span and a present one
		`INSERT INTO candidacies (programme, organization_id, valid_from, valid_to, known_from, verdict, conditions, standing, stage, model, new_province)
 SELECT 'qd-167-2021', id, d, CASE WHEN d = '2021-02-03' THEN date '2025-01-01' END, known_from, v, ARRAY['QD167-M1:met', 'QD167-M3:' || CASE v WHEN 'eligible' THEN 'met' WHEN 'not_eligible' THEN 'not_met' ELSE 'unknown' END],
  ARRAY[CASE v WHEN 'eligible' THEN 2 WHEN 'undetermined' THEN 1 ELSE 0 END, code::int % 300, code::bigint * 1000],
  CASE WHEN code::int % 5000 = 0 THEN 'selected' WHEN code::int % 1000 = 0 THEN 'nominated' ELSE 'none' END, CASE WHEN code::int % 1000 = 0 THEN 'M03' ELSE '' END, new_province
 FROM (SELECT id, code, new_province, known_from, CASE WHEN code::int % 1000 = 0 THEN 'eligible' WHEN code::int % 3 = 1 THEN 'not_eligible' ELSE 'undetermined' END AS v
   FROM organizations WHERE kind NOT IN ('tht', 'hoi_quan')) o, (VALUES (date '2021-02-03'), (date '2025-01-01')) days (d)`,
		`INSERT INTO history (id, operation, act, organization_id, dossier_id, caller, effective_on, recorded_at)
 SELECT uuid_in(md5('h' || i)::cstring), 'approveDossier', 'organization.registered', uuid_in(md5((i % 200000)::text)::cstring),
  uuid_in(md5('d' || i % 200000)::cstring), 'desk', '2021-01-01', now() FROM generate_series(1, 400000) i`,
		`INSERT INTO ratings (organization_id, year, revision, scheme, total, rank, exempt, record, authority_id, known_from)
 SELECT uuid_in(md5(i::text)::cstring), year, 1, 'tt-01-2020', 7000,
  CASE WHEN i % 2000 = 1 THEN 'weak' WHEN i % 8 = 1 THEN 'good' WHEN i % 8 = 3 THEN 'average' ELSE 'fair' END, false,
  CASE WHEN i % 2000 = 1 THEN '{"scores":[{"line":"C05","points":0},{"line":"C06","points":0}]}'::jsonb WHEN i % 4 = 1 THEN '{"scores":[{"line":"C05","points":0}]}' ELSE '{}' END, '` + commonOffice + `', timestamptz '2025-01-01'
 FROM generate_series(1, 999999, 2) i, generate_series(2024, 2024) year`,
		`INSERT INTO reports (organization_id, year, revision, record, authority_id, received_at, known_from)
 SELECT uuid_in(md5(i::text)::cstring), year, 1, '{}', '` + commonOffice + `', timestamptz '2025-01-01', timestamptz '2025-01-01'
 FROM generate_series(1, 1000000, 2) i, generate_series(2024, 2024) year`,
		`INSERT INTO alliance_memberships (id, organization_id, kind, valid_from, recorded_by, known_from)
 SELECT uuid_in(md5('m' || i)::cstring), uuid_in(md5(i::text)::cstring), CASE WHEN i % 1000 = 4 THEN 'honorary' ELSE 'official' END, '2020-01-01',
  '` + rareOffice + `', timestamptz '2025-01-01' FROM generate_series(4, 1000000, 4) i`,
		// what is said of records, most of it settled
		`INSERT INTO alliance_challenges (id, organization_id, fact, claim, raised_on, due_on, recorded_by, answered_on, answered_by, outcome, answer, basis,
  revision, office_id, province_code)
 SELECT uuid_in(md5('k' || i)::cstring), uuid_in(md5(i::text)::cstring), 'members', 'Có 45 thành viên', '2024-01-01', '2024-01-04', '` + rareOffice + `',
  CASE WHEN i % 50 > 0 THEN date '2024-01-03' END, CASE WHEN i % 50 > 0 THEN uuid '` + commonOffice + `' END, CASE WHEN i % 50 > 0 THEN 'stands' END,
  CASE WHEN i % 50 > 0 THEN 'Sổ đúng' ELSE '' END, 'assumed', 1,
  CASE WHEN i % 700 = 0 THEN uuid '` + rareOffice + `' ELSE '` + commonOffice + `' END, (i % 34)::text FROM generate_series(1, 200000) i`,
		`INSERT INTO name_complaints (id, organization_id, authority_id, owner, infringes, conclusion, title, received_on, demand_due_on, changed_on, cite,
  revision, name, office_id, province_code)
 SELECT uuid_in(md5('n' || i)::cstring), uuid_in(md5(i::text)::cstring), '` + commonOffice + `', 'Chủ nhãn hiệu', 'trademark', '{}', '{}', '2024-08-01', '2024-08-06',
  CASE WHEN i % 50 > 0 THEN date '2024-08-20' END, '[]', 1, 'HTX',
  CASE WHEN i % 700 = 0 THEN uuid '` + rareOffice + `' ELSE '` + commonOffice + `' END, (i % 34)::text FROM generate_series(1, 200000) i`,
		`INSERT INTO hoi_quan_sheets (id, organization_id, revision, launched_on, record, valid_from, known_from)
 SELECT id, id, 1, '2019-07-03', jsonb_build_object('organization_id', id), '2019-07-03', timestamptz '2025-01-01' FROM organizations WHERE kind = 'hoi_quan'`,
	}
}
