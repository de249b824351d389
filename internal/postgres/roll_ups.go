package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/reporting"
	"htxregistry/internal/vn"
)

// figurePaths say where in a report a figure stands.
func figurePaths() map[reporting.Measure]string {
	return map[reporting.Measure]string{
		reporting.MeasureMembers: "members,official", reporting.MeasureWorkers: "workers",
		reporting.MeasureNewMembers: "new_members", reporting.MeasureNewWorkers: "new_workers", reporting.MeasureMemberWorkers: "member_workers",
		reporting.MeasureManagers:           "managers,total",
		reporting.MeasureManagersVocational: "managers,vocational", reporting.MeasureManagersDegree: "managers,degree",
		reporting.MeasureTotalCapital: "total_capital_vnd", reporting.MeasureAssets: "total_assets_vnd",
		reporting.MeasureIndivisible: "indivisible_assets_vnd", reporting.MeasureRevenue: "revenue_vnd",
		reporting.MeasureRevenueMembers: "revenue_members_vnd", reporting.MeasurePretaxProfit: "pretax_profit_vnd",
		reporting.MeasureStatePayments: "state_payments_vnd", reporting.MeasureDevelopmentFund: "development_fund_vnd",
		reporting.MeasureReserveFund: "reserve_fund_vnd", reporting.MeasureOtherFunds: "other_funds_vnd",
		reporting.MeasureContributed: "investment,contributed_vnd", reporting.MeasureShares: "investment,shares_vnd",
		reporting.MeasureEnterprises: "investment,enterprises_vnd",
	}
}

// figure is the SQL for a figure of a report, null where it was not given.
func figure(m reporting.Measure) string {
	plain := func(m reporting.Measure) string {
		return "(x.record #>> '{figures," + figurePaths()[m] + "}')::numeric"
	}
	const income = "(x.record #>> '{figures,worker_income_vnd}')::numeric"
	formula, ok := map[reporting.Measure]string{
		reporting.MeasureSupport:        "(SELECT sum((s->>'amount_vnd')::numeric) FROM jsonb_array_elements(x.record #> '{figures,support}') s)",
		reporting.MeasureRevenueOfThose: "CASE WHEN x.record #> '{figures,revenue_members_vnd}' IS NOT NULL THEN " + plain(reporting.MeasureRevenue) + " END",
		reporting.MeasureWorkersPay:     "(" + income + " * " + plain(reporting.MeasureWorkers) + ")",
		reporting.MeasureWorkersOfThose: "CASE WHEN " + income + " IS NOT NULL THEN " + plain(reporting.MeasureWorkers) + " END",
		reporting.MeasureInvestment: "(" + plain(reporting.MeasureContributed) + " + " + plain(reporting.MeasureShares) + " + " +
			plain(reporting.MeasureEnterprises) + ")",
	}[m]
	if ok {
		return formula
	}
	return plain(m)
}

// count is the SQL condition of what a number of organisations counts. The days are the first and last of the figures.
func count(m reporting.Measure) string {
	const ended = "x.status = 'ended' AND x.status_since BETWEEN x.first AND x.last AND x.status_reason "
	condition, ok := map[reporting.Measure]string{
		reporting.MeasureOrganizations: "x.alive",
		reporting.MeasureOperating:     "x.alive AND x.status IN ('active', 'recorded')",
		reporting.MeasureSuspended:     "x.alive AND x.status = 'suspended'",
		reporting.MeasureFounded:       "x.registered_on BETWEEN x.first AND x.last",
		reporting.MeasureDissolved:     ended + "IN ('dissolution', 'termination')",
		reporting.MeasureConverted:     ended + "= 'conversion'",
		reporting.MeasureEnded:         ended + "NOT IN ('dissolution', 'termination', 'conversion')",
		reporting.MeasureReported:      "x.alive AND x.record IS NOT NULL",
		reporting.MeasureProfitable:    "x.alive AND " + figure(reporting.MeasurePretaxProfit) + " > 0",
		reporting.MeasureNotRated:      "x.alive AND x.exempt",
	}[m]
	if !ok { // of a rank
		return "x.alive AND x.rank = '" + strings.TrimPrefix(string(m), string(reporting.RankMeasure(""))) + "'"
	}
	return condition
}

// Tally implements registry.Reporting.
func (t *session) Tally(ctx context.Context, q registry.ObligationQuery, by registry.Grouping) ([]reporting.Tally, error) {
	key, err := grouped(by, map[string]string{
		"kind": "''", "model": "''", "sector": "coalesce(o.sector, '')", "authority": "coalesce(o.authority_id::text, '')",
	})
	if err != nil {
		return nil, err
	}
	q = t.datedObligations(q)
	c, err := filtered(coop.Query{When: q.When, Area: q.Area}, match{})
	if err != nil {
		return nil, failed("add the year up", err)
	}
	statuses := make([]string, len(q.Statuses))
	for i, s := range q.Statuses {
		statuses[i] = string(s)
	}
	rated, args := knownPiece("t.", q.When.KnownAt)
	inner := "SELECT o.kind, coalesce(o.purpose, '') AS purpose, " + key + " AS key, o.status, o.status_reason, o.status_since, o.registered_on, r.record, t.rank, t.exempt, " +
		c.bind("?::date AS first, ?::date AS last, o.status = ANY(?) AND (o.registered_on IS NULL OR o.registered_on <= ?) AS alive, ", day(q.First), day(q.Last), statuses, day(q.Last)) +
		c.bind(stateOf, q.Now) + " AS state" + sheets(q, c) +
		" LEFT JOIN ratings t ON t.organization_id = o.id AND " + c.bind("t.year = ?", q.Year) + " AND " + c.bind(rated, args...) + c.text.String()
	columns := []string{"x.kind", "x.purpose", "x.key"}
	for _, s := range reporting.States() {
		columns = append(columns, "count(*) FILTER (WHERE x.alive AND x.state = '"+string(s)+"')")
	}
	for _, m := range reporting.Counted() {
		columns = append(columns, "count(*) FILTER (WHERE "+count(m)+")")
	}
	for _, m := range reporting.Summed() {
		sum := "sum(" + figure(m) + ") FILTER (WHERE x.alive)"
		// more đồng than a bigint holds are nobody's figures
		columns = append(columns, "CASE WHEN abs("+sum+") < 9e18 THEN ("+sum+")::bigint END", "count("+figure(m)+") FILTER (WHERE x.alive)")
	}
	rows, err := t.query(ctx, "SELECT "+join(columns)+" FROM ("+inner+") x GROUP BY 1, 2, 3 ORDER BY 1, 2, 3", append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("add the year up", err)
	}
	tallies, err := pgx.CollectRows(rows, scanTally)
	return tallies, failed("add the year up", err)
}

func scanTally(row pgx.CollectableRow) (reporting.Tally, error) {
	tally := reporting.NewTally("", "", "")
	states := make([]int, len(reporting.States()))
	counts := make([]int, len(reporting.Counted()))
	sums, known := make([]*int64, len(reporting.Summed())), make([]int, len(reporting.Summed()))
	into := []any{(*string)(&tally.Kind), &tally.Purpose, &tally.Key}
	for i := range states {
		into = append(into, &states[i])
	}
	for i := range counts {
		into = append(into, &counts[i])
	}
	for i := range sums {
		into = append(into, &sums[i], &known[i])
	}
	err := row.Scan(into...)
	for i, s := range reporting.States() {
		tally.States.Add(s, states[i])
	}
	for i, m := range reporting.Counted() {
		tally.Counts[m] = counts[i]
	}
	for i, m := range reporting.Summed() {
		if sums[i] == nil {
			tally.Sums[m] = reporting.Sum{}
			continue
		}
		tally.Sums[m] = reporting.Sum{Total: *sums[i], Known: known[i]}
	}
	return tally, err
}

// SheetsSince implements registry.Reporting.
func (t *session) SheetsSince(ctx context.Context, q registry.ObligationQuery, since time.Time) (reports, ratings reporting.Since, err error) {
	for table, into := range map[string]*reporting.Since{"reports": &reports, "ratings": &ratings} {
		c, err := filtered(coop.Query{When: t.datedObligations(q).When, Area: q.Area}, match{})
		if err != nil {
			return reports, ratings, failed("count "+table+" since", err)
		}
		kinds := make([]string, len(q.Owed))
		for i, o := range q.Owed {
			kinds[i] = string(o.Kind)
		}
		c.and("o.kind = ANY(?)", kinds)
		c.and("s.year = ? AND s.known_from > ?", q.Year, since)
		if !q.When.KnownAt.IsZero() {
			c.and("s.known_from <= ?", q.When.KnownAt)
		}
		err = t.row(ctx, []any{&into.New, &into.Corrected}, "SELECT count(*) FILTER (WHERE s.revision = 1), count(*) FILTER (WHERE s.revision > 1) FROM "+
			source(coop.Query{When: q.When})+" JOIN "+table+" s ON s.organization_id = o.id"+c.text.String(), append([]any{listMode}, c.args...)...)
		if err != nil {
			return reports, ratings, failed("count "+table+" since", err)
		}
	}
	return reports, ratings, nil
}

const entryColumns = "SELECT id, year, step, authority_id::text, number, provisional, as_of, known_at, received_at, due_on, digest FROM roll_ups"

func scanEntry(row pgx.CollectableRow) (e reporting.Entry, err error) {
	var due vn.Date
	err = row.Scan((*[16]byte)(&e.ID), &e.Year, (*string)(&e.Step), &e.Authority.ID, &e.Number, &e.Provisional, &e.AsOf, &e.KnownAt, &e.ReceivedAt, &due, &e.Digest)
	e.KnownAt, e.ReceivedAt = e.KnownAt.UTC(), e.ReceivedAt.UTC()
	e.State = reporting.StateOf(due, &e.ReceivedAt, e.KnownAt)
	return e, err
}

// RollUps implements registry.Reporting.
func (t *session) RollUps(ctx context.Context, q registry.RollUpQuery) ([]reporting.Entry, error) {
	c := &conditions{}
	c.and("year = ?", q.Year)
	if q.Step != "" {
		c.and("step = ?", string(q.Step))
	}
	if q.Authorities != nil {
		c.and("authority_id = ANY(?::uuid[])", q.Authorities)
	}
	if q.After != nil {
		c.and("id > ?", [16]byte(*q.After))
	}
	end := c.bind(" ORDER BY id LIMIT ?", q.Limit)
	rows, err := t.query(ctx, entryColumns+c.text.String()+end, append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("list roll-ups", err)
	}
	found, err := pgx.CollectRows(rows, scanEntry)
	return found, failed("list roll-ups", err)
}

// SentRollUps implements registry.Reporting.
func (t *session) SentRollUps(ctx context.Context, year int, step reporting.Step, authorities []string, known time.Time) (map[string]reporting.Entry, error) {
	rows, err := t.query(ctx, strings.Replace(entryColumns, "SELECT", "SELECT DISTINCT ON (authority_id)", 1)+
		" WHERE year = $1 AND step = $2 AND authority_id = ANY($3::uuid[]) AND sent AND known_at <= $4 ORDER BY authority_id, number",
		year, string(step), authorities, known)
	if err != nil {
		return nil, failed("read roll-ups sent", err)
	}
	found, err := pgx.CollectRows(rows, scanEntry)
	sent := make(map[string]reporting.Entry, len(found))
	for _, e := range found {
		sent[e.Authority.ID] = e
	}
	return sent, failed("read roll-ups sent", err)
}

// RollUp implements registry.Reporting.
func (t *session) RollUp(ctx context.Context, id reporting.RollUpID) (c reporting.RollUp, err error) {
	var record []byte
	err = t.row(ctx, []any{&record}, "SELECT record FROM roll_ups WHERE id = $1", [16]byte(id))
	if errors.Is(err, pgx.ErrNoRows) {
		return c, reporting.ErrNoRollUp
	}
	if err == nil {
		err = json.Unmarshal(record, &c)
	}
	return c, failed("read roll-up", err)
}

// NextRollUp implements registry.ReportingWriter.
func (t *session) NextRollUp(ctx context.Context, year int, step reporting.Step, authority string) (n int, err error) {
	err = t.row(ctx, []any{&n}, "SELECT coalesce(max(number), 0) + 1 FROM roll_ups WHERE year = $1 AND step = $2 AND authority_id = $3",
		year, string(step), key(authority))
	return n, failed("number roll-up", err)
}

// AddRollUp implements registry.ReportingWriter.
func (t *session) AddRollUp(_ context.Context, c reporting.RollUp, sent bool) error {
	record, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("write roll-up: %w", err)
	}
	t.later("freeze roll-up", insert("roll_ups", []string{
		"id", "year", "step", "authority_id", "number", "provisional", "sent", "due_on", "as_of", "known_at", "received_at", "digest", "record",
	}), [16]byte(*c.ID), c.Year, string(c.Step), key(c.Authority.ID), c.Number, c.Provisional, sent, day(c.DueOn), day(c.AsOf), c.KnownAt, c.ReceivedAt,
		c.Digest, record)
	return nil
}
