package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/registry"
)

// matterTables keep what lies at the office of a record. Their columns office_id, province_code and waits_until mean the same.
func matterTables() []string { return []string{"name_complaints", "alliance_challenges"} }

// matters reads those that are asked for, off an index by office, province or id.
func matters[T, K any](ctx context.Context, t *session, selected string, q registry.MatterQuery[id.Of[K]], scan func(pgx.Row) (T, error)) ([]T, error) {
	c := askedMatters(q)
	if q.After != nil {
		c.and("id > ?", [16]byte(*q.After))
	}
	end := c.bind(" ORDER BY id LIMIT ?", q.Limit)
	rows, err := t.query(ctx, selected+c.text.String()+end, append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("read matters", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (T, error) { return scan(row) })
	return found, failed("read matters", err)
}

func countMatters[K any](ctx context.Context, t *session, table string, q registry.MatterQuery[id.Of[K]]) (n int64, err error) {
	c := askedMatters(q)
	err = t.row(ctx, []any{&n}, "SELECT count(*) FROM "+table+c.text.String(), append([]any{listMode}, c.args...)...)
	return n, failed("count matters", err)
}

func askedMatters[K any](q registry.MatterQuery[K]) *conditions {
	c := &conditions{}
	switch whose := q.Whose; {
	case whose.Everyone:
	case whose.Office != "":
		c.and("office_id = ?", key(whose.Office))
	case len(whose.Provinces) == 1:
		c.and("province_code = ?", whose.Provinces[0])
	default:
		c.and("province_code = ANY(?)", list(whose.Provinces))
	}
	if q.Organization != nil {
		c.and("organization_id = ?", [16]byte(*q.Organization))
	}
	if q.Open {
		c.and("waits_until IS NOT NULL")
	}
	if !q.LateOn.IsZero() {
		c.and("waits_until < ?", day(q.LateOn))
	}
	return c
}

// MatterOrganizations implements registry.Matters.
func (t *session) MatterOrganizations(ctx context.Context, after *coop.ID, limit int) ([]coop.ID, error) {
	var from coop.ID
	if after != nil {
		from = *after
	}
	rows, err := t.query(ctx, `SELECT organization_id FROM name_complaints WHERE organization_id > $1
 UNION SELECT organization_id FROM alliance_challenges WHERE organization_id > $1 ORDER BY 1 LIMIT $2`, [16]byte(from), limit)
	if err != nil {
		return nil, failed("read organizations of matters", err)
	}
	ids, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (organization coop.ID, err error) {
		return organization, row.Scan((*[16]byte)(&organization))
	})
	return ids, failed("read organizations of matters", err)
}

// LayMatters implements registry.MatterWriter. What lies there already is left alone.
func (t *session) LayMatters(_ context.Context, homes []registry.MatterHome) error {
	organizations, offices, provinces := make([][16]byte, len(homes)), make([]string, len(homes)), make([]string, len(homes))
	for i, h := range homes {
		organizations[i], offices[i], provinces[i] = h.Organization, h.Office, h.Province
	}
	for _, table := range matterTables() {
		t.later("lay matters", `UPDATE `+table+` m SET office_id = nullif(h.office, '')::uuid, province_code = h.province
 FROM unnest($1::uuid[], $2::text[], $3::text[]) AS h (organization, office, province)
 WHERE m.organization_id = h.organization AND (m.office_id, m.province_code) IS DISTINCT FROM (nullif(h.office, '')::uuid, h.province)`,
			organizations, offices, provinces)
	}
	return nil
}
