package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/reporting"
)

// UnitReport implements registry.Reporting.
func (t *session) UnitReport(ctx context.Context, year int, unit string, known time.Time) (report reporting.UnitReport, err error) {
	var c conditions
	c.and("year = ? AND unit = ?", year, unit)
	knownThen(&c, "", known)
	var record []byte
	err = t.row(ctx, []any{&record}, "SELECT record FROM unit_reports"+c.text.String(), c.args...)
	if errors.Is(err, pgx.ErrNoRows) {
		return report, reporting.ErrNoUnitReport
	}
	if err == nil {
		err = json.Unmarshal(record, &report)
	}
	return report, failed("read unit report", err)
}

// UnitArrivals implements registry.Reporting.
func (t *session) UnitArrivals(ctx context.Context, year int, units []string, known time.Time) (map[string]reporting.UnitArrival, error) {
	c := &conditions{}
	c.and("p.year = ? AND p.unit = ANY(?)", year, units)
	knownThen(c, "p.", known)
	rows, err := t.query(ctx, "SELECT p.unit, f.received_at, p.received_at, p.revision FROM unit_reports p"+
		" JOIN unit_reports f ON f.year = p.year AND f.unit = p.unit AND f.revision = 1"+c.text.String(), append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("read when units reported", err)
	}
	found := map[string]reporting.UnitArrival{}
	var unit string
	var a reporting.UnitArrival
	_, err = pgx.ForEachRow(rows, []any{&unit, &a.First, &a.Present, &a.Revision}, func() error {
		a.First, a.Present = a.First.UTC(), a.Present.UTC()
		found[unit] = a
		return nil
	})
	return found, failed("read when units reported", err)
}

// SaveUnitReport implements registry.ReportingWriter.
func (t *session) SaveUnitReport(_ context.Context, report reporting.UnitReport) error {
	record, err := json.Marshal(report)
	if err != nil {
		return fmt.Errorf("write unit report: %w", err)
	}
	t.later("supersede unit report", "UPDATE unit_reports SET known_to = $3 WHERE year = $1 AND unit = $2 AND known_to IS NULL", report.Year, report.Unit.Code, t.now)
	t.later("save unit report", insert("unit_reports", []string{
		"year", "unit", "revision", "record", "digest", "authority_id", "received_at", "known_from",
	}), report.Year, report.Unit.Code, report.Revision, record, report.Digest, key(report.Authority.ID), report.ReceivedAt, t.now)
	return nil
}
