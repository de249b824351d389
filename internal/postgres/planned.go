package postgres

import (
	"fmt"
	"reflect"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"htxregistry/internal/vn"
)

// wideRow reads one row of many columns. pgx plans anew for every statement how each column is read, which for a single row
// takes longer than the reading: the plans are kept with the connection instead. What comes as JSON is decoded while the
// row is still in the buffer of the connection, without a copy.
type wideRow struct {
	targets []any
	decode  func() error
}

// ScanRow implements pgx.RowScanner.
func (w *wideRow) ScanRow(rows pgx.Rows) error {
	fields, values := rows.FieldDescriptions(), rows.RawValues()
	if len(fields) != len(w.targets) {
		return fmt.Errorf("%d columns for %d targets", len(fields), len(w.targets))
	}
	plans := plansOf(rows.Conn(), len(fields))
	for i, target := range w.targets {
		plan := plans[i].of(rows.Conn().TypeMap(), fields[i].DataTypeOID, fields[i].Format, target)
		if err := plan.Scan(values[i], target); err != nil {
			return pgx.ScanArgError{ColumnIndex: i, FieldName: fields[i].Name, Err: err}
		}
	}
	return w.decode()
}

// columnPlan is how a column was last read on a connection.
type columnPlan struct {
	oid    uint32
	format int16
	target reflect.Type
	plan   pgtype.ScanPlan
}

const customPlans = "plans of wide rows"

// plansOf are the plans of a connection for rows of so many columns.
func plansOf(conn *pgx.Conn, columns int) []columnPlan {
	kept := conn.PgConn().CustomData()
	all, _ := kept[customPlans].(map[int][]columnPlan)
	if all == nil {
		all = map[int][]columnPlan{}
		kept[customPlans] = all
	}
	if all[columns] == nil {
		all[columns] = make([]columnPlan, columns)
	}
	return all[columns]
}

func (p *columnPlan) of(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if t := reflect.TypeOf(target); p.oid != oid || p.format != format || p.target != t {
		*p = columnPlan{oid, format, t, m.PlanScan(oid, format, target)}
	}
	return p.plan
}

// dayTarget reads a day in the binary form, null as no day.
type dayTarget vn.Date

// ScanDate implements pgtype.DateScanner.
func (d *dayTarget) ScanDate(v pgtype.Date) error {
	*d = dayTarget{}
	if v.Valid {
		y, m, day := v.Time.Date()
		*d = dayTarget(vn.NewDate(y, m, day))
	}
	return nil
}
