package httpapi_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/sample"
	"htxregistry/internal/succession"
)

// wholeCountry is the number of organisations of the country, by the order of magnitude.
const wholeCountry = 35_000

// The reform of the whole country: an open file for every organisation, counted, moved and entered in the ledger within a
// minute.
func TestTheReformOfTheWholeCountryTakesLessThanAMinute(t *testing.T) {
	w := newWorld(t, "2025-06-28")
	ctx := caller.With(t.Context(), caller.Operator("test"))
	rows := sample.Organizations(sample.WorldOf(w.registry), 1, wholeCountry)
	if _, err := w.registry.ImportBook(ctx, rows, registry.ImportOptions{Partial: true, Origin: coop.OriginSample}); err != nil {
		t.Fatal(err)
	}
	w.key(caller.DeskOfficer, "tckh-866")
	open := w.openAFileForEach()
	w.goTo("2025-07-01")
	plan := succession.Plan{Name: "reform-2025-07-01"}
	began := time.Now()
	dry, err := w.registry.ApplySuccession(ctx, plan, registry.SuccessionOptions{DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	foreseen := time.Since(began)
	began = time.Now()
	done, err := w.registry.ApplySuccession(ctx, plan, registry.SuccessionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	t.Logf("%d open files: dry run %s, applied %s, %+v", open, foreseen, took, done.Counts)
	if took > time.Minute {
		t.Errorf("took %s", took)
	}
	if dry.Counts != done.Counts || done.Counts.Dossiers.Moves+done.Counts.Dossiers.Cases != open || done.Counts.Organizations.Moves == 0 {
		t.Errorf("%d open files; foreseen %+v, done %+v", open, dry.Counts, done.Counts)
	}
	owner := w.owner()
	var left, entries int
	if err := owner.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM dossiers d JOIN authorities a ON a.id = d.authority_id WHERE a.valid_to IS NOT NULL),
 (SELECT count(*) FROM history WHERE act = 'dossier.transferred')`).Scan(&left, &entries); err != nil {
		t.Fatal(err)
	}
	if left != done.Counts.Dossiers.Cases || entries != done.Counts.Dossiers.Moves {
		t.Errorf("%d files left at offices that ended, %d entries; %+v", left, entries, done.Counts)
	}
	w.want(w.call(w.key(caller.Administrator, ""), http.MethodGet, "/v1/successions/"+done.ID.String()+"/cases?limit=500", nil), 200, "")
}

func (w *world) owner() *pgx.Conn {
	w.t.Helper()
	conn, err := pgx.Connect(w.t.Context(), w.url)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = conn.Close(w.t.Context()) })
	return conn
}

// openAFileForEach puts a submitted file about each organisation at the district office of its seat, and counts them.
func (w *world) openAFileForEach() int {
	w.t.Helper()
	tag, err := w.owner().Exec(w.t.Context(), `INSERT INTO dossiers (id, number, procedure, organization_kind, organization_id, authority_id,
 province_code, state, channel, payload, created_at, created_by, received_at, received_by, due_on, revision)
 SELECT o.id, 'mau-' || row_number() OVER (), 'change_registration', o.kind, o.id, a.id, o.old_province, 'submitted', 'counter',
 '{}', $1, k.id, $1, k.id, '2025-07-02', 1
 FROM organizations o CROSS JOIN (SELECT id FROM api_keys LIMIT 1) k
 JOIN LATERAL (SELECT id FROM authorities WHERE valid_to = '2025-07-01' AND office = 'tckh'
   AND (place_code = o.old_district OR o.old_district IS NULL) ORDER BY place_code LIMIT 1) a ON true
 WHERE o.old_province IS NOT NULL`, w.registry.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	return int(tag.RowsAffected())
}
