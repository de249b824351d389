package postgres

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// text is a text that is null when empty.
func text[T ~string](s T) any {
	if s == "" {
		return nil
	}
	return string(s)
}

// optional is an id that may be missing, null then.
func optional[T any](named *id.Of[T]) any {
	if named == nil {
		return nil
	}
	return [16]byte(*named)
}

// key is an id kept as text, null when empty. What is no id is left for the database to refuse.
func key(s string) any {
	if s == "" {
		return nil
	}
	u, err := uuid.Parse(s)
	if err != nil {
		return s
	}
	return [16]byte(u)
}

// day is a day in the binary form, null for no day.
func day(d vn.Date) pgtype.Date {
	if d.IsZero() {
		return pgtype.Date{}
	}
	return pgtype.Date{Time: time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC), Valid: true}
}

// list is a value for a text[] that may not be null.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// encoder writes JSON columns and keeps the first error, so that a row of many columns is checked once.
type encoder struct{ err error }

// json is the value of a jsonb column that may not be null.
func (e *encoder) json(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil && e.err == nil {
		e.err = fmt.Errorf("encode %T: %w", v, err)
	}
	return b
}

// array is json for a list, [] when empty.
func array[T any](e *encoder, items []T) []byte {
	if len(items) == 0 {
		return []byte("[]")
	}
	return e.json(items)
}

// orNull is json for what may be missing.
func orNull[T any](e *encoder, v *T) any {
	if v == nil {
		return nil
	}
	return e.json(v)
}

// decoder reads JSON columns and keeps the first error.
type decoder struct{ err error }

func (d *decoder) json(raw []byte, into any) {
	if empty(raw) || d.err != nil {
		return
	}
	if err := json.Unmarshal(raw, into); err != nil {
		d.err = fmt.Errorf("decode %T: %w", into, err)
	}
}

// recordIn reads a row of one JSON column.
func recordIn[T any](row pgx.CollectableRow) (made T, err error) {
	var record []byte
	if err = row.Scan(&record); err == nil {
		err = json.Unmarshal(record, &made)
	}
	return made, err
}

// empty tells whether a JSON column holds null, {} or [], which are the zero value.
func empty(raw []byte) bool { return len(raw) <= len("[]") }

// insert is the statement that adds one row with these columns.
func insert(table string, columns []string) string {
	return "INSERT INTO " + table + " (" + join(columns) + ") VALUES (" + numbered(1, len(columns)) + ")"
}

func join(columns []string) string { return strings.Join(columns, ", ") }

// numbered is "$from, …", n of them.
func numbered(from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", from+i)
	}
	return b.String()
}
