package migrations_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
	"github.com/pressly/goose/v3"

	"htxregistry/internal/caller"
	"htxregistry/internal/certificate/certtest"
	"htxregistry/internal/coop"
	"htxregistry/internal/pgtest"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
	"htxregistry/migrations"
)

// steps moves a database between versions.
func steps(t *testing.T, db *sql.DB) *goose.Provider {
	t.Helper()
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// schema describes every column, constraint, index, trigger, view and function of the register.
func schema(t *testing.T, db *sql.DB) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `
		SELECT concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default) FROM information_schema.columns WHERE table_schema = 'public'
		UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
		UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
		UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
		UNION ALL SELECT concat_ws(' ', 'view', viewname, definition) FROM pg_views WHERE schemaname = 'public'
		UNION ALL SELECT 'function ' || pg_get_functiondef(p.oid) FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
		UNION ALL SELECT concat_ws(' ', 'policy', tablename, policyname, qual, with_check) FROM pg_policies WHERE schemaname = 'public'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // read to its end
	var all []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(line, "goose_db_version") {
			all = append(all, line)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return all
}

func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestEveryStepCanBeTakenBackAndTakenAgain(t *testing.T) {
	t.Parallel()
	db := open(t, pgtest.Database(t))
	p := steps(t, db)
	want := schema(t, db)
	if len(want) < 200 {
		t.Fatalf("only %d things in the schema", len(want))
	}
	latest, err := migrations.Latest()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.DownTo(t.Context(), 0); err != nil {
		t.Fatalf("down: %v", err)
	}
	if left := schema(t, db); len(left) > 0 {
		t.Errorf("what stays after all steps back: %v", left[:min(len(left), 5)])
	}
	for version := int64(1); version <= latest; version++ { // each step on its own, there, back and there
		for _, move := range []func(context.Context) (*goose.MigrationResult, error){p.UpByOne, p.Down, p.UpByOne} {
			if _, err := move(t.Context()); err != nil {
				t.Fatalf("step %d: %v", version, err)
			}
		}
	}
	if got := schema(t, db); !slices.Equal(got, want) {
		t.Errorf("the schema differs after down and up: %v", differing(want, got))
	}
}

func differing(a, b []string) (only []string) {
	for _, line := range a {
		if !slices.Contains(b, line) {
			only = append(only, "- "+line)
		}
	}
	for _, line := range b {
		if !slices.Contains(a, line) {
			only = append(only, "+ "+line)
		}
	}
	return only
}

// filled gives a migrated database with reference data and some organisations.
func filled(t *testing.T) string {
	t.Helper()
	url := pgtest.Database(t)
	ctx := caller.With(t.Context(), caller.Operator("test"))
	clock := registry.NewSandboxClock(vn.MustDate("2021-06-01").Start(), time.Now)
	store, err := postgres.Open(ctx, url, postgres.Options{Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := registry.LoadShipped(ctx, store); err != nil {
		t.Fatal(err)
	}
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := registry.New(ctx, store, registry.Options{Press: certtest.Signer(t), Book: book, Clock: clock, Codes: registry.CodeRange{Prefix: "14", First: 2_000_000, Last: 2_999_999}})
	if err != nil {
		t.Fatal(err)
	}
	rows := func(yield func(coop.BookRow, error) bool) {
		for i := range 20 {
			cells := map[string]string{"key": strconv.Itoa(i), "kind": "htx", "name": fmt.Sprintf("Hợp tác xã Di trú %d", i), "place": "29881", "registered_on": "2020-01-01", "authority": "tckh-866"}
			if !yield(coop.BookRow{Row: i + 2, Cells: cells}, nil) {
				return
			}
		}
	}
	result, err := r.ImportBook(ctx, rows, registry.ImportOptions{})
	if err != nil || result.Added != 20 {
		t.Fatalf("%+v, %v", result, err)
	}
	return url
}

// Taking the newest step on a database that is full keeps everything that was in it before.
func TestTheNewestStepKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	db := open(t, filled(t))
	p := steps(t, db)
	count := func() (n int, names string) {
		t.Helper()
		err := db.QueryRowContext(t.Context(), "SELECT count(*), coalesce(string_agg(name_vi, ',' ORDER BY name_vi), '') FROM organizations").Scan(&n, &names)
		if err != nil {
			t.Fatal(err)
		}
		return n, names
	}
	before, names := count()
	if before != 20 {
		t.Fatalf("%d organisations", before)
	}
	want := schema(t, db)
	if _, err := p.Down(t.Context()); err != nil {
		t.Fatalf("down: %v", err)
	}
	if n, _ := count(); n != before {
		t.Errorf("%d organisations after the step back", n)
	}
	if err := migrations.Up(t.Context(), db); err != nil {
		t.Fatalf("up: %v", err)
	}
	if n, again := count(); n != before || again != names {
		t.Errorf("%d organisations after the step: %s", n, again)
	}
	if got := schema(t, db); !slices.Equal(got, want) {
		t.Errorf("%v", differing(want, got))
	}
	if err := migrations.Up(t.Context(), db); err != nil {
		t.Errorf("up again: %v", err)
	}
}

func TestLatestIsWhatTheFileSays(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("LATEST")
	if err != nil {
		t.Fatal(err)
	}
	said, err := strconv.ParseInt(strings.TrimLeft(strings.TrimSpace(string(text)), "0"), 10, 64)
	if latest, e := migrations.Latest(); err != nil || e != nil || said != latest {
		t.Errorf("LATEST says %d, the files %d (%v, %v)", said, latest, err, e)
	}
}
