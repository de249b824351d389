package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"github.com/jackc/pgx/v5"
)

// sample makes the register where it is not there yet.
func (b *bench) sample(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(b.data, "postgres")); err == nil {
		return nil
	}
	c := exec.CommandContext(ctx, "bin/registryd", "sample", "--data", b.data, "--organizations", strconv.Itoa(b.organizations), "--log-level", "error") //nolint:gosec // our own program
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	if err := c.Run(); err != nil {
		return fmt.Errorf("make the register: %w", err)
	}
	return nil
}

// fill gives each organisation the reports of the last five years, a loss in one of seven, and forgets who is a candidate. It
// writes past the walls of the database, in one statement each.
func fill(ctx context.Context, url string) error {
	return execute(ctx, url,
		"SET session_replication_role = replica",
		"TRUNCATE candidacies, reports",
		`INSERT INTO reports (organization_id, year, revision, record, authority_id, received_at, known_from)
 SELECT o.id, y, 1, jsonb_build_object('organization_id', o.id, 'year', y, 'checks', '[]'::jsonb, 'revision', 1, 'figures', jsonb_build_object(
   'members', jsonb_build_object('official', 20 + n % 100, 'capital_associates', 0, 'service_associates', 0, 'foreign', 0), 'workers', 5 + n % 20,
   'total_capital_vnd', 1000000000, 'revenue_vnd', 2000000000, 'revenue_members_vnd', 1500000000, 'revenue_others_vnd', 500000000,
   'pretax_profit_vnd', CASE WHEN (n + y) % 7 = 0 THEN -10000000 ELSE 100000000 END)),
  coalesce(o.authority_id, (SELECT id FROM authorities LIMIT 1)), make_timestamptz(y + 1, 1, 10, 8, 0, 0), make_timestamptz(y + 1, 1, 10, 8, 0, 0)
 FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM organizations) o,
  generate_series(extract(year FROM now())::int - 5, extract(year FROM now())::int - 1) y`,
		"RESET session_replication_role",
		"VACUUM ANALYZE reports, candidacies")
}

// settle does what the database does by itself within a minute of so many new rows.
func settle(ctx context.Context, url string) error {
	return execute(ctx, url, "VACUUM ANALYZE candidacies")
}

func execute(ctx context.Context, url string, statements ...string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // nothing is left to be done
	for _, sql := range statements {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%.40s: %w", sql, err)
		}
	}
	return nil
}
