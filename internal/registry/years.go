package registry

import (
	"context"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/rating"
)

// Sheets are what is kept of an organisation for each year.
type Sheets string

// The sheets of a year.
const (
	SheetsReports Sheets = "reports"
	SheetsRatings Sheets = "ratings"
)

// YearsFilter asks for the years of an organisation, newest first.
type YearsFilter struct {
	Organization string    // id or code
	KnownAt      time.Time // zero: now
	Before       *int      // a year
	Limit        int
	Count        bool
}

// YearsPage is a page of them.
type YearsPage[T any] struct {
	Items []T
	Next  *int
	Total *int64
}

// ListReports gives what an organisation reported of each year as it was known.
func (r *Registry) ListReports(ctx context.Context, f YearsFilter) (YearsPage[rating.Report], error) {
	read := func(tx ReadTx, o coop.ID, before int) ([]rating.Report, error) {
		return tx.ReportsOf(ctx, o, f.KnownAt, before, f.Limit+1)
	}
	return listYears(ctx, r, f, OpListReports, SheetsReports, read, func(report rating.Report) int { return report.Year })
}

// ListOrganizationRatings gives how an organisation was rated for each year as it was known.
func (r *Registry) ListOrganizationRatings(ctx context.Context, f YearsFilter) (YearsPage[rating.Entry], error) {
	read := func(tx ReadTx, o coop.ID, before int) ([]rating.Entry, error) {
		return tx.RatingsOf(ctx, o, f.KnownAt, before, f.Limit+1)
	}
	return listYears(ctx, r, f, OpListOrganizationRatings, SheetsRatings, read, func(e rating.Entry) int { return e.Year })
}

func listYears[T any](ctx context.Context, r *Registry, f YearsFilter, op Operation, what Sheets,
	read func(tx ReadTx, o coop.ID, before int) ([]T, error), year func(T) int,
) (YearsPage[T], error) {
	page := YearsPage[T]{Items: []T{}}
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := r.staffOf(ctx, tx, f.Organization, op)
		if err != nil {
			return err
		}
		before := 0
		if f.Before != nil {
			before = *f.Before
		}
		found, err := read(tx, o.ID, before)
		if err != nil {
			return err
		}
		if len(found) > f.Limit {
			found = found[:f.Limit]
			last := year(found[f.Limit-1])
			page.Next = &last
		}
		page.Items = append(page.Items, found...)
		if f.Count {
			total, err := tx.CountYears(ctx, what, o.ID, f.KnownAt)
			page.Total = &total
			return err
		}
		return nil
	})
	return page, err
}
