package postgres_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"htxregistry/internal/pgtest"
	"htxregistry/internal/postgres"
	"htxregistry/internal/vn"
)

// The plans kept for rows of as many columns must not be taken for columns of other types.
func TestWideRowsOfOtherShapesOnOneConnection(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	conn, err := pgx.Connect(ctx, pgtest.Database(t))
	must(t, err)
	defer conn.Close(ctx) //nolint:errcheck // the database goes with it
	none := func() error { return nil }
	for range 2 {
		var n int64
		var s string
		day, noDay := vn.Date{}, vn.MustDate("2020-01-01")
		var raw pgtype.DriverBytes
		var decoded string
		must(t, postgres.ScanWide(conn.QueryRow(ctx, "SELECT 7::bigint, 'a'::text, date '2024-07-01'"), none, &n, &s, postgres.Day(&day)))
		must(t, postgres.ScanWide(conn.QueryRow(ctx, `SELECT 'b'::text, null::date, jsonb '{"a": 1}'`), func() error { decoded = string(raw); return nil }, &s, postgres.Day(&noDay), &raw))
		if n != 7 || s != "b" || day != vn.MustDate("2024-07-01") || !noDay.IsZero() || decoded != `{"a": 1}` {
			t.Errorf("read %d, %q, %s, %s, %s", n, s, day, noDay, decoded)
		}
	}
	var n int64
	if err := postgres.ScanWide(conn.QueryRow(ctx, "SELECT 'x'::text AS name"), none, &n); err == nil || !strings.Contains(err.Error(), "name") {
		t.Errorf("a text was read as a number: %v", err)
	}
	if err := postgres.ScanWide(conn.QueryRow(ctx, "SELECT 1, 2"), none, &n); err == nil {
		t.Error("two columns were read into one target")
	}
	if err := postgres.ScanWide(conn.QueryRow(ctx, "SELECT 1 WHERE false"), none, &n); !errors.Is(err, pgx.ErrNoRows) {
		t.Errorf("no row: %v", err)
	}
	wrong := errors.New("wrong")
	if err := postgres.ScanWide(conn.QueryRow(ctx, "SELECT 1::bigint"), func() error { return wrong }, &n); !errors.Is(err, wrong) {
		t.Errorf("what does not decode: %v", err)
	}
}
