package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/rating"
	"htxregistry/internal/registry"
)

// ReportsOf implements registry.Yearly.
func (t *session) ReportsOf(ctx context.Context, organization coop.ID, known time.Time, before, limit int) ([]rating.Report, error) {
	c := yearsOf(organization, known, before)
	end := c.bind(" ORDER BY r.year DESC LIMIT ?", limit)
	rows, err := t.query(ctx, "SELECT r.record FROM reports r"+c.text.String()+end, append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("list reports", err)
	}
	found, err := pgx.CollectRows(rows, recordIn[rating.Report])
	return found, failed("list reports", err)
}

// RatingsOf implements registry.Yearly.
func (t *session) RatingsOf(ctx context.Context, organization coop.ID, known time.Time, before, limit int) ([]rating.Entry, error) {
	c := yearsOf(organization, known, before)
	end := c.bind(" ORDER BY r.year DESC LIMIT ?", limit)
	rows, err := t.query(ctx, ratingColumns+ratedOrganizations+c.text.String()+end, append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("list ratings of one", err)
	}
	found, err := pgx.CollectRows(rows, ratingEntry)
	return found, failed("list ratings of one", err)
}

// CountYears implements registry.Yearly.
func (t *session) CountYears(ctx context.Context, what registry.Sheets, organization coop.ID, known time.Time) (n int64, err error) {
	c := yearsOf(organization, known, 0)
	err = t.row(ctx, []any{&n}, "SELECT count(*) FROM "+string(what)+" r"+c.text.String(), append([]any{listMode}, c.args...)...)
	return n, failed("count years", err)
}

// yearsOf narrows sheets r to those of one organisation as they were known.
func yearsOf(organization coop.ID, known time.Time, before int) *conditions {
	c := &conditions{}
	c.and("r.organization_id = ?", [16]byte(organization))
	knownThen(c, "r.", known)
	if before > 0 {
		c.and("r.year < ?", before)
	}
	return c
}

// grouped is the column that figures are grouped by: a place on a map, or one of those named.
func grouped(by registry.Grouping, named map[string]string) (string, error) {
	if by.Level != "" {
		column, err := columnOf(&coop.Area{List: by.Map, Level: string(by.Level)})
		return "coalesce(" + column + ", '')", err
	}
	column, ok := named[by.By]
	if !ok {
		return "", fmt.Errorf("figures are not grouped by %q", by.By)
	}
	return column, nil
}
