// Package vn holds the scalars of the country: days, periods, money, codes with their check digits, and the folding of
// Vietnamese names. Each speaks JSON, text, SQL and query strings itself.
package vn

import (
	"cmp"
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

// Zone is the time of Việt Nam, +07:00 all year. A fixed zone needs no data of the system; without a name it is always the same one.
func Zone() *time.Location { return time.FixedZone("", 7*60*60) }

// NewDate gives the day; a day beyond the month's end runs on as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// ParseDate reads YYYY-MM-DD; 2025-02-30 is no day.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dayLayout, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf(msgDate, s)
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

// DateIn is the day on which an instant falls in Việt Nam. The zero instant, which never happened, falls on no day.
func DateIn(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return dateOf(t.In(Zone()))
}

// ParseInstant reads RFC 3339. An instant that falls on no day of four digits in Việt Nam is refused, and so is the zero
// instant, which everywhere means none.
func ParseInstant(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.IsZero() {
		return time.Time{}, fmt.Errorf(msgInstant, s)
	}
	if _, err := ParseDate(DateIn(t).String()); err != nil {
		return time.Time{}, err
	}
	return t, nil
}

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

// AddDays moves n calendar days; no day stays no day.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return dateOf(d.utc().AddDate(0, 0, n))
}

// AddMonths moves n months; a day the month lacks becomes its last (Điều 148 khoản 3, 91/2015/QH13). No day stays no
// day.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	first := time.Date(int(d.year), time.Month(d.month), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return dateOf(first.AddDate(0, 0, min(int(d.day), last)-1))
}

// Through is the last of n months of which d is the first day, itself counted: a span named by its first and last day. A span
// from a day the last month lacks ends with that month.
func (d Date) Through(n int) Date {
	end := d.AddMonths(n)
	if end.day == d.day {
		return end.AddDays(-1)
	}
	return end
}

// Sub counts the calendar days from x to d; both must be days.
func (d Date) Sub(x Date) int { return int(d.utc().Sub(x.utc()) / (24 * time.Hour)) }

// Year is the year.
func (d Date) Year() int { return int(d.year) }

// Month is the month.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day is the day of the month.
func (d Date) Day() int { return int(d.day) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Start is the first instant of the day in Việt Nam, in UTC; the zero instant for no day.
func (d Date) Start() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.utc().Add(-7 * time.Hour)
}
