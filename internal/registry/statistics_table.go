package registry

import (
	"context"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/reporting"
	"htxregistry/internal/vn"
)

// TableFilter asks for a table of the collective economy.
type TableFilter struct {
	Table     string // reporting.TableIndicators or reporting.TableSummary
	By        reporting.By
	Year      int       // reported; 0: the one that the day lies in
	When      coop.When // day zero: the last of the year's figures that has come, without a year today
	Authority string    // on whose territory; empty: as far as the caller reaches
	Place     string    // on the map of the day
	Kind      coop.Kind
	NoQTDND   bool // without the credit funds
}

// StatisticsTable fills a table of the collective economy on both clocks. Desks see their own territory, provincial offices that
// of their province.
func (r *Registry) StatisticsTable(ctx context.Context, f TableFilter) (reporting.Statistics, error) {
	return r.statisticsTable(ctx, f, OpGetStatisticsTable)
}

// StatisticsTableXlsx is StatisticsTable for a workbook.
func (r *Registry) StatisticsTableXlsx(ctx context.Context, f TableFilter) (reporting.Statistics, error) {
	return r.statisticsTable(ctx, f, OpGetStatisticsTableXlsx)
}

func (r *Registry) statisticsTable(ctx context.Context, f TableFilter, op Operation) (reporting.Statistics, error) {
	q, err := r.tableQuery(f)
	if err != nil {
		return reporting.Statistics{}, err
	}
	day := q.When.AsOf
	group, err := r.grouping(string(f.By), day)
	if err != nil {
		return reporting.Statistics{}, err
	}
	own, err := r.territoryOf(ctx, ReportingFilter{Year: q.Year, Authority: f.Authority, Place: f.Place, On: day}, op)
	if err != nil {
		return reporting.Statistics{}, err
	}
	many := []reporting.By{reporting.ByAuthority, reporting.ByDistrict, reporting.ByCommune}
	if own.area == nil && slices.Contains(many, f.By) {
		return reporting.Statistics{}, ErrInvalid.At(fault.Field{Parameter: "by", Code: "too-many-groups", Detail: msgTooManyGroups})
	}
	q.Area = own.area
	q.Owed = slices.DeleteFunc(q.Owed, func(o OwedKind) bool { return own.kinds != nil && !slices.Contains(own.kinds, o.Kind) })
	form := r.book.Reporting.Table
	made := reporting.Statistics{
		Year: q.Year, By: f.By, DataFrom: q.First, DataUntil: q.Last, AsOf: day, KnownAt: q.Now.UTC(), Place: f.Place,
		Basis: form.Basis, Note: form.Note, Rulebook: r.book.Digest,
	}
	if own.office != nil {
		office := refOf(*own.office, day)
		made.Authority = &office
	}
	err = r.store.View(ctx, func(tx ReadTx) error {
		tallies, err := tx.Tally(ctx, q, group)
		made.Table = form.Fill(f.Table, f.By, kindsOf(q.Owed), tallies, func(key string) string { return r.groupTitle(group, key, day) })
		return err
	})
	if err != nil {
		return reporting.Statistics{}, err
	}
	return made.Seal()
}

// tableQuery asks about the year of a table, of every kind of the form whoever owes a report, always at a named instant: what is
// written meanwhile is known later.
func (r *Registry) tableQuery(f TableFilter) (ObligationQuery, error) {
	now := r.Now()
	if known := f.When.KnownAt; !known.IsZero() && known.Before(now) {
		now = known
	}
	year, day := f.Year, f.When.AsOf
	if day.IsZero() {
		day = vn.DateIn(now)
		if _, last := r.book.Reporting.Period(year); !last.IsZero() && last.Before(day) {
			day = last
		}
	}
	if year == 0 {
		year = r.book.Reporting.YearOf(day)
	}
	asked := "as_of"
	if f.When.AsOf.IsZero() {
		asked = "year"
	}
	first, last := r.book.Reporting.Period(year)
	switch {
	case first.IsZero():
		return ObligationQuery{}, ErrInvalid.At(fault.Field{Parameter: asked, Code: "no-period", Detail: msgNoReportingPeriod})
	case day.Before(first) || day.After(last):
		return ObligationQuery{}, ErrInvalid.At(fault.Field{Parameter: asked, Code: "outside-the-year", Detail: msgOutsideTheYear(year, first, last)})
	}
	q := r.yearQuery(year, now)
	q.When = coop.When{AsOf: day, KnownAt: now}
	q.Owed = nil
	for _, kind := range r.book.Reporting.Table.Kinds {
		if (f.Kind == "" || f.Kind == kind) && (!f.NoQTDND || kind != coop.KindQTDND) {
			q.Owed = append(q.Owed, OwedKind{Kind: kind, Ends: last.AddDays(1).Start()})
		}
	}
	return q, nil
}

// groupTitle is groupLabel, and says of the unknown that it is not known.
func (r *Registry) groupTitle(g Grouping, key string, on vn.Date) string {
	switch {
	case key != "" || g.By == string(reporting.BySector):
		return r.groupLabel(g, key, on)
	case g.Level != "":
		return msgPlaceNotKnown
	}
	return msgOfficeNotKnown
}
