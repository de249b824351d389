package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"gorm.io/gorm/schema"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/migrations"
)

func names(t *testing.T, conn *pgx.Conn, query string, args ...any) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), query, args...)
	must(t, err)
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	slices.Sort(found)
	return found
}

func TestEveryConstraintHasAMeaning(t *testing.T) {
	t.Parallel()
	f := open(t)
	inSchema := names(t, f.owner(t), `SELECT conname FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> 'goose_db_version'::regclass
 UNION SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace AND i.indrelid <> 'goose_db_version'::regclass
 UNION SELECT unnest(ARRAY['history_append_only', 'personal_reads_append_only', 'dossiers_append_only',
  'dossiers_decided_final', 'dossiers_state_order', 'dossiers_revision_order', 'links_append_only',
  'organization_versions_append_only', 'unit_versions_append_only', 'certificates_append_only', 'certificate_events_append_only',
  'certificate_people_append_only', 'signing_keys_append_only', 'log_leaves_append_only', 'log_hashes_append_only',
  'log_checkpoints_append_only', 'log_keys_append_only', 'api_keys_office_ended', 'dossiers_moved_by_succession', 'dossiers_office_lives',
  'succession_cases_append_only', 'succession_cases_settled_once', 'successions_append_only', 'reports_append_only',
  'ratings_append_only', 'roll_ups_append_only', 'unit_reports_append_only', 'roll_ups_known_before', 'alliance_memberships_append_only', 'alliance_memberships_by_alliance', 'hoi_quan_sheets_append_only', 'hoi_quan_sheets_kind',
  'alliance_challenges_by_alliance', 'alliance_challenges_settled_once', 'notices_append_only', 'dossiers_receipt_kept',
  'candidacies_append_only', 'nominations_append_only', 'nominations_stage_order', 'nominations_quota'])`) // raised by triggers
	mapped := postgres.MappedConstraints()
	slices.Sort(mapped)
	for _, name := range mapped {
		if !slices.Contains(inSchema, name) {
			t.Errorf("%s is not in the schema", name)
		}
	}
	for _, name := range inSchema {
		if !slices.Contains(mapped, name) {
			t.Errorf("%s has no meaning in constraints.go", name)
		}
	}
	if len(slices.Compact(slices.Clone(mapped))) != len(mapped) {
		t.Error("a constraint has two meanings")
	}
}

const columnsOf = "SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1"

func TestRowsHaveTheColumnsOfTheirTables(t *testing.T) {
	t.Parallel()
	f := open(t)
	conn := f.owner(t)
	for _, row := range postgres.GormRows() {
		s, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
		must(t, err)
		inSchema := names(t, conn, columnsOf, s.Table)
		if len(inSchema) == 0 {
			t.Errorf("no table %s", s.Table)
		}
		for _, column := range s.DBNames {
			if !slices.Contains(inSchema, column) {
				t.Errorf("%s has no column %s", s.Table, column)
			}
		}
	}
	const given = " AND is_generated = 'NEVER' AND is_identity = 'NO' AND column_name NOT IN ('epoch', 'xact')"
	for table, written := range postgres.WrittenColumns() {
		slices.Sort(written)
		if inSchema := names(t, conn, columnsOf+given, table); !reflect.DeepEqual(inSchema, written) {
			t.Errorf("%s: written %v, in the schema %v", table, written, inSchema)
		}
	}
}

func TestReadyTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	f := open(t)
	if migration, err := f.Ready(t.Context()); err != nil || migration == 0 {
		t.Fatalf("%d, %v", migration, err)
	}
	f.exec(t, "DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)")
	if _, err := f.Ready(t.Context()); !errors.Is(err, fault.Unavailable) {
		t.Errorf("a migration is missing: %v", err)
	}
	f.exec(t, "DROP TABLE goose_db_version")
	if _, err := f.Ready(t.Context()); !errors.Is(err, postgres.ErrUnavailable) {
		t.Errorf("never migrated: %v", err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	if _, err := postgres.Open(t.Context(), "host=/nowhere", postgres.Options{}); err == nil {
		t.Error("no clock")
	}
	if _, err := postgres.Open(t.Context(), "://", postgres.Options{Clock: noon}); err == nil {
		t.Error("no URL")
	}
	_, err := postgres.Open(t.Context(), "host=/nowhere connect_timeout=1", postgres.Options{Clock: noon})
	if !errors.Is(err, fault.Unavailable) {
		t.Errorf("nobody answers: %v", err)
	}
}

func TestTheServerWorksAsItsRoleInUTC(t *testing.T) {
	t.Parallel()
	f := open(t)
	var role, zone, timeout string
	must(t, f.Pool().QueryRow(t.Context(),
		"SELECT current_user, current_setting('timezone'), current_setting('statement_timeout')").Scan(&role, &zone, &timeout))
	if role != "htx_app" || zone != "UTC" || timeout != "30s" {
		t.Errorf("role %s, zone %s, timeout %s", role, zone, timeout)
	}
}

// The schema goes down to nothing and up again where there are records of every kind.
func TestMigrationsGoDownAndUpOnAFilledDatabase(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.fill(t)
	f.Close()
	db, err := sql.Open("pgx", f.url)
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS)
	must(t, err)
	_, err = p.DownTo(t.Context(), 0)
	must(t, err)
	left := names(t, f.owner(t), "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'")
	if !reflect.DeepEqual(left, []string{"goose_db_version"}) {
		t.Errorf("left after going down: %v", left)
	}
	must(t, migrations.Up(t.Context(), db))
	latest, err := migrations.Latest()
	must(t, err)
	if have, err := p.GetDBVersion(t.Context()); err != nil || have != latest {
		t.Errorf("at %d of %d, %v", have, latest, err)
	}
}

func TestAScopeIsTextThatNeedsNoQuotes(t *testing.T) {
	t.Parallel()
	const office = "01890a5d-ac96-774b-bcce-b302099a8057"
	for given, want := range map[string]string{
		"": "", "all": "all", "ALL": "", office: office, office + ",province:82": office + ",province:82",
		"province:82,all": "all", "province:'": "", "province:": "", "x'; DROP TABLE dossiers; --": "",
		"{" + office + "}": "", "province:82, province:87": "province:82",
	} {
		if got := postgres.ScopeText(given); got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

// fill enters one record of every kind, so that no table is empty.
func (f *fixture) fill(t *testing.T) {
	t.Helper()
	_, err := f.LoadPlaces(t.Context(), "a", somePlaces(), nil, nil)
	must(t, err)
	o, d := f.organization("Hợp tác xã Đồng Tâm"), f.draft()
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.CreateOrganization(ctx, o))
		must(t, tx.CreateUnit(ctx, coop.Unit{
			ID: id.New[coop.Unit](), OrganizationID: o.ID, Kind: coop.UnitBranch, Name: "Chi nhánh",
			Seat: o.Seat, SeatOn: o.SeatOn, Status: coop.StatusActive, Revision: 1, RecordedAt: noon(),
		}))
		must(t, tx.CreateDossier(ctx, d, "87"))
		must(t, tx.Enact(ctx, f.entry(o.ID, "organization.registered"), claims("đồng tâm", "htx")))
		must(t, tx.LogPersonalRead(ctx, o.ID.String(), "", "thẩm tra"))
		_, _, err := tx.Recall(ctx, f.lead.ID, "k")
		must(t, err)
		must(t, tx.Keep(ctx, f.lead.ID, "k", "f", []byte(`{}`)))
		must(t, tx.SetSetting(ctx, "a", "b"))
	})
}

// The rule of two people cannot be got round in the database: who received a file is fixed, and nobody unnamed is the other one.
func TestTwoPeopleAreKeptByTheDatabase(t *testing.T) {
	t.Parallel()
	f := open(t)
	var text string
	must(t, f.owner(t).QueryRow(t.Context(), "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'dossiers_two_people'").Scan(&text))
	for _, part := range []string{"revocation", "revocation_cancellation", "correction", "invalidation", "compulsory_dissolution", "received_by IS NOT NULL", "decided_by IS NOT NULL", "received_by <> decided_by"} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
}
