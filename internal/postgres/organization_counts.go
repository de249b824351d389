package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
)

// CountOrganizations implements registry.Organizations.
func (t *session) CountOrganizations(ctx context.Context, q coop.Query) (n int64, err error) {
	q = t.dated(q)
	m, err := t.match(ctx, q)
	if err != nil {
		return 0, failed("count organizations", err)
	}
	c, err := filtered(q, m)
	if err != nil {
		return 0, failed("count organizations", err)
	}
	err = t.row(ctx, []any{&n}, "SELECT count(*) FROM "+source(q)+c.text.String(), append([]any{listMode}, c.args...)...)
	return n, failed("count organizations", err)
}

// streamPage is how many records a stream reads at once: long statements would meet the statement timeout when the reader
// is slow.
const streamPage = 1000

// StreamOrganizations implements registry.Organizations.
func (t *session) StreamOrganizations(ctx context.Context, q coop.Query, yield func([]coop.Organization) error) error {
	q.Sort, q.After, q.Limit = coop.SortRecorded, nil, streamPage
	for {
		page, err := t.listOrganizations(ctx, q)
		if err != nil {
			return failed("stream organizations", err)
		}
		if len(page) == 0 {
			return nil
		}
		if err := yield(page); err != nil {
			return err
		}
		if len(page) < streamPage {
			return nil
		}
		q.After = &coop.Position{ID: page[len(page)-1].ID}
	}
}

// CountByAuthority implements registry.Organizations.
func (t *session) CountByAuthority(ctx context.Context, when coop.When, area *coop.Area, level string) ([]coop.AuthorityCount, error) {
	q := t.dated(coop.Query{When: when, Area: area})
	c, err := filtered(q, match{})
	if err != nil {
		return nil, failed("count by authority", err)
	}
	if level != "" {
		c.and("o.issuing_level = ?", level)
	}
	rows, err := t.query(ctx, `SELECT coalesce(o.authority_id::text, ''), coalesce(o.issuing_level, ''), o.kind, o.status, count(*)
 FROM `+source(q)+c.text.String()+`
 GROUP BY o.authority_id, o.issuing_level, o.kind, o.status
 ORDER BY o.issuing_level NULLS LAST, o.authority_id NULLS LAST, o.kind, o.status`, append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("count by authority", err)
	}
	counts, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (n coop.AuthorityCount, err error) {
		err = row.Scan(&n.AuthorityID, &n.Level, (*string)(&n.Kind), (*string)(&n.Status), &n.Count)
		return n, err
	})
	return counts, failed("count by authority", err)
}
