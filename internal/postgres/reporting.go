package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/reporting"
)

// stateOf is the SQL twin of reporting.StateOf. The ? is the instant it is judged at.
const stateOf = `CASE WHEN f.received_at < d.ends THEN 'on_time' WHEN f.received_at IS NOT NULL THEN 'late'
 WHEN ?::timestamptz < d.ends THEN 'awaited' ELSE 'missing' END`

// owing is what every organisation that owes a report fulfils, and where it is read from: o the organisation, d the day of
// its kind, f the first report of the year and r the present one.
func owing(q registry.ObligationQuery) (from string, c *conditions, err error) {
	c, err = filtered(coop.Query{When: q.When, Area: q.Area}, match{})
	if err != nil {
		return "", nil, err
	}
	statuses := make([]string, len(q.Statuses))
	for i, s := range q.Statuses {
		statuses[i] = string(s)
	}
	c.and("o.status = ANY(?)", statuses)
	c.and("(o.registered_on IS NULL OR o.registered_on <= ?)", day(q.Last))
	inState(c, q)
	return sheets(q, c), c, nil
}

// inState narrows to one state. It says the same as stateOf in comparisons whose share of the rows the database can judge.
func inState(c *conditions, q registry.ObligationQuery) {
	switch q.State {
	case reporting.StateOnTime:
		c.and("f.received_at < d.ends")
	case reporting.StateLate:
		c.and("f.received_at >= d.ends")
	case reporting.StateAwaited:
		c.and("f.organization_id IS NULL AND d.ends > ?", q.Now)
	case reporting.StateMissing:
		c.and("f.organization_id IS NULL AND d.ends <= ?", q.Now)
	}
}

// sheets joins the organisations with the days of their kinds and with their reports as they were known.
func sheets(q registry.ObligationQuery, c *conditions) string {
	kinds, ends := make([]string, len(q.Owed)), make([]time.Time, len(q.Owed))
	for i, o := range q.Owed {
		kinds[i], ends[i] = string(o.Kind), o.Ends
	}
	first := "true"
	if !q.When.KnownAt.IsZero() {
		first = c.bind("f.known_from <= ?", q.When.KnownAt)
	}
	present, args := knownPiece("r.", q.When.KnownAt)
	return " FROM " + source(coop.Query{When: q.When}) + " JOIN " + c.bind("unnest(?::text[], ?::timestamptz[]) d(kind, ends) ON d.kind = o.kind", kinds, ends) +
		" LEFT JOIN reports f ON f.organization_id = o.id AND f.revision = 1 AND " + c.bind("f.year = ?", q.Year) + " AND " + first +
		" LEFT JOIN reports r ON r.organization_id = o.id AND " + c.bind("r.year = ?", q.Year) + " AND " + c.bind(present, args...)
}

// dated fills in the clock that a question about other times leaves open.
func (t *session) datedObligations(q registry.ObligationQuery) registry.ObligationQuery {
	q.When = t.dated(coop.Query{When: q.When}).When
	return q
}

// Obligations implements registry.Reporting.
func (t *session) Obligations(ctx context.Context, q registry.ObligationQuery) ([]registry.OwedReport, error) {
	from, c, err := owing(t.datedObligations(q))
	if err != nil {
		return nil, failed("list reports owed", err)
	}
	if q.After != nil {
		c.and("o.id > ?", [16]byte(*q.After))
	}
	state := c.bind(stateOf, q.Now)
	end := c.bind(" ORDER BY o.id LIMIT ?", q.Limit)
	rows, err := t.query(ctx, `SELECT o.id, o.code, o.name_vi, o.kind, `+state+`, f.received_at, r.received_at, coalesce(r.revision, 0),
 coalesce(o.old_commune, ''), coalesce(o.old_district, ''), coalesce(o.old_province, ''), coalesce(o.new_commune, ''), coalesce(o.new_province, '')`+
		from+c.text.String()+end, append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("list reports owed", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (o registry.OwedReport, err error) {
		var first, present *time.Time
		err = row.Scan((*[16]byte)(&o.OrganizationID), &o.Code, &o.Name, (*string)(&o.Kind), (*string)(&o.State), &first, &present, &o.Revision,
			&o.OldCommune, &o.OldDistrict, &o.OldProvince, &o.NewCommune, &o.NewProvince)
		o.ReceivedAt = utc(first)
		if o.Revision > 1 {
			o.CorrectedAt = utc(present)
		}
		return o, err
	})
	return found, failed("list reports owed", err)
}

// CountObligations implements registry.Reporting.
func (t *session) CountObligations(ctx context.Context, q registry.ObligationQuery) (n int64, err error) {
	from, c, err := owing(t.datedObligations(q))
	if err != nil {
		return 0, failed("count reports owed", err)
	}
	err = t.row(ctx, []any{&n}, "SELECT count(*)"+from+c.text.String(), append([]any{listMode}, c.args...)...)
	return n, failed("count reports owed", err)
}

// ObligationFigures implements registry.Reporting.
func (t *session) ObligationFigures(ctx context.Context, q registry.ObligationQuery, by registry.Grouping) ([]reporting.Figure, error) {
	column, err := grouped(by, map[string]string{"kind": "o.kind", "sector": "coalesce(o.sector, '')"})
	if err != nil {
		return nil, err
	}
	from, c, err := owing(t.datedObligations(q))
	if err != nil {
		return nil, failed("count reports owed", err)
	}
	state := c.bind(stateOf, q.Now)
	rows, err := t.query(ctx, "SELECT "+column+", "+state+", count(*)"+from+c.text.String()+" GROUP BY 1, 2 ORDER BY 1, 2", append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("count reports owed", err)
	}
	figures := []reporting.Figure{}
	var key, found string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&key, &found, &n}, func() error {
		if len(figures) == 0 || figures[len(figures)-1].Key != key {
			figures = append(figures, reporting.Figure{Key: key})
		}
		figures[len(figures)-1].Add(reporting.State(found), n)
		return nil
	})
	return figures, failed("count reports owed", err)
}

// ObligationsAt implements registry.Reporting: one statement for each column of the maps that the places are found by.
func (t *session) ObligationsAt(ctx context.Context, q registry.ObligationQuery, areas []coop.Area) ([]reporting.Count, error) {
	counts := make([]reporting.Count, len(areas))
	type places struct {
		codes []string
		which []int32
	}
	columns := map[[2]string]*places{}
	for i, a := range areas {
		column := [2]string{a.List, a.Level}
		if columns[column] == nil {
			columns[column] = &places{}
		}
		for _, code := range a.Codes {
			columns[column].codes = append(columns[column].codes, code)
			columns[column].which = append(columns[column].which, int32(i))
		}
	}
	q = t.datedObligations(q)
	for column, at := range columns {
		q.Area = &coop.Area{List: column[0], Level: column[1], Codes: at.codes}
		name, err := columnOf(q.Area)
		if err != nil {
			return nil, failed("count reports owed by office", err)
		}
		from, c, err := owing(q)
		if err != nil {
			return nil, failed("count reports owed by office", err)
		}
		from += " JOIN " + c.bind("unnest(?::text[], ?::int4[]) a(code, which) ON a.code = ", at.codes, at.which) + name
		state := c.bind(stateOf, q.Now)
		rows, err := t.query(ctx, "SELECT a.which, "+state+", count(*)"+from+c.text.String()+" GROUP BY 1, 2", append([]any{listMode}, c.args...)...)
		if err != nil {
			return nil, failed("count reports owed by office", err)
		}
		var which, n int
		var found string
		if _, err = pgx.ForEachRow(rows, []any{&which, &found, &n}, func() error {
			counts[which].Add(reporting.State(found), n)
			return nil
		}); err != nil {
			return nil, failed("count reports owed by office", err)
		}
	}
	return counts, nil
}
