package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
)

// bulkTimeout is how long one statement of a bulk load may run.
const bulkTimeout = 10 * time.Minute

func (t *session) allowLongStatements(ctx context.Context) error {
	_, err := t.conn.Exec(ctx, "SELECT set_config('statement_timeout', $1, true)", milliseconds(bulkTimeout))
	return failed("allow long statements", err)
}

// AddOrganizations implements registry.OrganizationWriter.
func (t *session) AddOrganizations(ctx context.Context, batch []registry.NewOrganization) error {
	if len(batch) == 0 {
		return nil
	}
	if err := t.flush(ctx); err != nil {
		return err
	}
	if err := t.allowLongStatements(ctx); err != nil {
		return err
	}
	sections, err := t.sections(ctx)
	if err != nil {
		return err
	}
	err = t.copyTo(ctx, "organizations", organizationColumns(), len(batch), func(i int) ([]any, error) {
		o := batch[i].Organization
		t.touch(o.ID)
		return organizationValues(o, withSections(o.Industries, sections))
	})
	if err != nil {
		return err
	}
	if err := t.addPeople(ctx, batch); err != nil {
		return err
	}
	if err := t.addClaims(ctx, batch); err != nil {
		return err
	}
	return t.copyTo(ctx, "history", historyColumns(), len(batch), func(i int) ([]any, error) {
		entry := batch[i].Entry
		entry.Beside = besideOf(coop.Beside{Claimed: batch[i].Claims})
		return historyValues(entry)
	})
}

func (t *session) copyTo(ctx context.Context, table string, columns []string, n int, row func(i int) ([]any, error)) error {
	_, err := t.conn.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromSlice(n, row))
	return failed("copy to "+table, err)
}

// sections is the letter of the section of every division, by edition and division as in divisions.
func (t *session) sections(ctx context.Context) (map[string]string, error) {
	rows, err := t.query(ctx, "SELECT i.edition || ':' || i.code, i.parent_code FROM industries i WHERE i.level = 2")
	if err != nil {
		return nil, failed("read sections", err)
	}
	found := map[string]string{}
	var division, letter string
	_, err = pgx.ForEachRow(rows, []any{&division, &letter}, func() error {
		found[division] = letter
		return nil
	})
	return found, failed("read sections", err)
}

func withSections(industries []coop.Industry, sections map[string]string) []string {
	all := codePrefixes(industries)
	for _, d := range divisions(industries) {
		if letter, ok := sections[d]; ok && !slices.Contains(all, letter) {
			all = append(all, letter)
		}
	}
	return all
}

// addPeople adds personal data by arrays: COPY is not allowed into a table with row security.
func (t *session) addPeople(ctx context.Context, batch []registry.NewOrganization) error {
	var (
		ids                          [][16]byte
		ordinals                     []int16
		documents, addresses, phones []string
		births                       []pgtype.Date
	)
	for _, b := range batch {
		for i, r := range b.Organization.Representatives {
			ids, ordinals = append(ids, b.Organization.ID), append(ordinals, int16(i))
			documents, births = append(documents, r.IDDocument), append(births, day(r.BirthDate))
			addresses, phones = append(addresses, r.ContactAddress), append(phones, r.Phone)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := t.conn.Exec(ctx, `INSERT INTO organization_people (organization_id, ordinal, id_document, birth_on, contact_address, phone)
 SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::date[], $5::text[], $6::text[])`,
		ids, ordinals, documents, births, addresses, phones)
	return failed("add representatives", err)
}

func (t *session) addClaims(ctx context.Context, batch []registry.NewOrganization) error {
	var claims [][]any
	for _, b := range batch {
		for _, c := range b.Claims {
			claims = append(claims, []any{c.Pool, c.Key, [16]byte(b.Organization.ID)})
		}
	}
	return t.copyTo(ctx, "name_claims", []string{"pool", "name_key", "organization_id"}, len(claims),
		func(i int) ([]any, error) { return claims[i], nil })
}

// KnownImportKeys implements registry.OrganizationWriter.
func (t *session) KnownImportKeys(ctx context.Context, keys []string) (map[string]coop.ID, error) {
	known := map[string]coop.ID{}
	var k string
	var id [16]byte
	err := t.each(ctx, []any{&k, &id}, func() { known[k] = id },
		"SELECT import_key, id FROM organizations WHERE import_key = ANY($1)", list(keys))
	return known, failed("look for import keys", err)
}

// HeldNames implements registry.OrganizationWriter.
func (t *session) HeldNames(ctx context.Context, pools, keys []string) (map[string]bool, error) {
	held := map[string]bool{}
	var pool, k string
	err := t.each(ctx, []any{&pool, &k}, func() { held[pool+"\x00"+k] = true },
		"SELECT pool, name_key FROM name_claims WHERE pool = ANY($1) AND name_key = ANY($2)", list(pools), list(keys))
	return held, failed("look for held names", err)
}

// HeldCodes implements registry.OrganizationWriter.
func (t *session) HeldCodes(ctx context.Context, codes []string) (map[string]bool, error) {
	held := map[string]bool{}
	var code string
	err := t.each(ctx, []any{&code}, func() { held[code] = true },
		"SELECT code FROM organizations WHERE code = ANY($1)", list(codes))
	return held, failed("look for held codes", err)
}

// each reads every row into the targets and calls got.
func (t *session) each(ctx context.Context, targets []any, got func(), sql string, args ...any) error {
	rows, err := t.query(ctx, sql, args...)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, targets, func() error { got(); return nil })
	if err != nil {
		return fmt.Errorf("read rows: %w", err)
	}
	return nil
}

// Analyze lets the planner know what a bulk load brought.
func (s *Store) Analyze(ctx context.Context) error {
	if _, err := s.pool.Exec(ctx, "BEGIN; SET LOCAL ROLE NONE; ANALYZE organizations, name_claims, history, candidacies; COMMIT"); err != nil {
		return fmt.Errorf("analyze: %w", err)
	}
	return nil
}
