// Package vn holds the scalars of the country: days, periods, money, codes with their check digits, and the folding of
// Vietnamese names. Each speaks JSON, text, SQL and query strings itself.
package vn

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a day of law: a civil day without time zone. The zero Date is no day; it is null in JSON and SQL.
type Date struct {
	year  int16
	month uint8
	day   uint8
}

const dayLayout = "2006-01-02"

// Zone is the time of Việt Nam, +07:00 all year. A fixed zone needs no data of the system.
func Zone() *time.Location { return time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60) }

// NewDate gives the day; a day beyond the month's end runs on as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// ParseDate reads YYYY-MM-DD; 2025-02-30 is no day.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dayLayout, s)
	if err != nil || len(s) != len(dayLayout) {
		return Date{}, fmt.Errorf("%q không phải là ngày dạng YYYY-MM-DD", s)
	}
	if t.Year() < 1 {
		return Date{}, fmt.Errorf("%q không phải là ngày dạng YYYY-MM-DD", s)
	}
	return dateOf(t), nil
}

// MustDate is ParseDate for tests and constants; it panics.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// DateIn is the day on which an instant falls in Việt Nam.
func DateIn(t time.Time) Date { return dateOf(t.In(Zone())) }

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{int16(y), uint8(m), uint8(d)} //nolint:gosec // years of law fit
}

func (d Date) utc() time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, time.UTC)
}

// String is YYYY-MM-DD, empty for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(dayLayout)
}

// IsZero tells whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Compare orders days; no day comes first.
func (d Date) Compare(x Date) int {
	return cmp.Or(cmp.Compare(d.year, x.year), cmp.Compare(d.month, x.month), cmp.Compare(d.day, x.day))
}

// Before tells whether d is earlier than x.
func (d Date) Before(x Date) bool { return d.Compare(x) < 0 }

// After tells whether d is later than x.
func (d Date) After(x Date) bool { return d.Compare(x) > 0 }

// AddDays moves n calendar days.
func (d Date) AddDays(n int) Date { return dateOf(d.utc().AddDate(0, 0, n)) }

// AddMonths moves n months; a day the month lacks becomes its last (Điều 148 khoản 3, 91/2015/QH13).
func (d Date) AddMonths(n int) Date {
	first := time.Date(int(d.year), time.Month(d.month), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return dateOf(first.AddDate(0, 0, min(int(d.day), last)-1))
}

// Sub counts the calendar days from x to d.
func (d Date) Sub(x Date) int { return int(d.utc().Sub(x.utc()) / (24 * time.Hour)) }

// Year is the year.
func (d Date) Year() int { return int(d.year) }

// Month is the month.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day is the day of the month.
func (d Date) Day() int { return int(d.day) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Start is the first instant of the day in Việt Nam, in UTC.
func (d Date) Start() time.Time { return d.utc().Add(-7 * time.Hour) }

// MarshalText writes YYYY-MM-DD, nothing for no day.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; nothing is no day.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	got, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = got
	return nil
}

// MarshalJSON writes "YYYY-MM-DD", null for no day.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	b := make([]byte, 0, 12)
	return d.utc().AppendFormat(append(b, '"'), dayLayout+`"`), nil
}

// UnmarshalJSON reads "YYYY-MM-DD" or null.
func (d *Date) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = Date{}
		return nil
	}
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return fmt.Errorf("%s không phải là ngày dạng YYYY-MM-DD", b)
	}
	return d.UnmarshalText(b[1 : len(b)-1])
}

// Bind reads a query parameter.
func (d *Date) Bind(s string) error {
	got, err := ParseDate(s)
	*d = got
	return err
}

// Value is the SQL form.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil //nolint:nilnil // NULL
	}
	return d.utc(), nil
}

// Scan reads the SQL form.
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
		return fmt.Errorf("%T is no day", src)
	}
	return nil
}
