package vn

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// MarshalText writes YYYY-MM-DD, nothing for no day.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; nothing is no day.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	return d.Bind(string(b))
}

// MarshalJSON writes "YYYY-MM-DD", null for no day.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	b := make([]byte, 0, 12)
	return d.utc().AppendFormat(append(b, '"'), dayLayout+`"`), nil
}

// UnmarshalJSON reads "YYYY-MM-DD" or null; "" is neither.
func (d *Date) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = Date{}
		return nil
	}
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return fmt.Errorf(msgDate, b)
	}
	return d.Bind(string(b[1 : len(b)-1]))
}

// Bind reads a query parameter; d stays as it is when s is no day. Without it the generated server would drop an optional
// parameter of this type unread.
func (d *Date) Bind(s string) error {
	got, err := ParseDate(s)
	if err != nil {
		return err
	}
	*d = got
	return nil
}

// Value is the SQL form: midnight UTC, which the driver writes as a date; NULL for no day.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil //nolint:nilnil // NULL
	}
	return d.utc(), nil
}

// Scan reads a column of type date, as an instant or as text. A timestamptz is no day: it goes through DateIn.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = dateOf(v)
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	default:
		return fmt.Errorf(msgDateType, src)
	}
	return nil
}
