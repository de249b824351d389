package vn_test

import (
	"testing"

	"htxregistry/internal/vn"
)

// Holidays around Reunification Day 2025: Friday 2 May was off, worked on Saturday 26 April in exchange.
func spring() vn.Calendar {
	return vn.NewCalendar(
		[]vn.Date{vn.MustDate("2025-04-30"), vn.MustDate("2025-05-01"), vn.MustDate("2025-05-02")},
		[]vn.Date{vn.MustDate("2025-04-26")},
		period("2025-01-01", "2025-06-01"))
}

func TestWeekendsAndHolidaysAreNoWorkingDays(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]bool{
		"2025-04-25": true,  // Friday
		"2025-04-26": true,  // Saturday worked in exchange
		"2025-04-27": false, // Sunday
		"2025-04-29": true,
		"2025-04-30": false,
		"2025-05-01": false,
		"2025-05-02": false, // off in exchange
		"2025-05-03": false,
		"2025-05-05": true,
	} {
		if got := spring().Workday(vn.MustDate(day)); got != want {
			t.Errorf("%s is a working day: %v", day, got)
		}
	}
}

func TestTheDayItBeginsIsNotCounted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2025-03-03", 3, "2025-03-06"}, // Monday to Thursday
		{"2025-03-06", 3, "2025-03-11"}, // over a weekend
		{"2025-03-08", 1, "2025-03-10"}, // from a Saturday
		{"2025-04-25", 1, "2025-04-26"}, // the exchanged Saturday
		{"2025-04-29", 3, "2025-05-07"}, // over the holidays
		{"2025-04-29", 0, "2025-04-29"},
		{"2025-05-29", 1, "2025-05-30"},
		{"2025-05-30", 1, ""}, // the next working day is not covered
		{"2025-06-02", 0, ""},
		{"2024-12-20", 1, ""},
	} {
		got, ok := spring().AddWorkdays(vn.MustDate(c.from), c.n)
		if got.String() != c.want && ok || ok != (c.want != "") {
			t.Errorf("%d working days after %s: %s, %v; want %q", c.n, c.from, got, ok, c.want)
		}
	}
}

func TestALastDayOffMovesToTheNextWorkingDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		days int
		want string
	}{
		{"2025-04-28", 1, "2025-04-29"},
		{"2025-04-28", 0, "2025-04-28"},
		{"2025-04-28", 2, "2025-05-05"}, // over the holidays and the weekend
		{"2025-04-25", 1, "2025-04-26"}, // the exchanged Saturday
		{"2025-04-25", 2, "2025-04-28"},
		{"2025-05-30", 1, "2025-05-31"}, // the calendar ends before the next working day
		{"2025-06-06", 1, "2025-06-07"}, // nor does it know these
		{"", 3, ""},
	} {
		var from vn.Date
		if c.from != "" {
			from = vn.MustDate(c.from)
		}
		if got := spring().DaysAfter(from, c.days); got.String() != c.want {
			t.Errorf("%d days after %s: %s, want %s", c.days, c.from, got, c.want)
		}
	}
}

// The day they begin is not counted, the last is that of the same number (Điều 147 khoản 2, Điều 148 khoản 3 and 5, 91/2015/QH13).
func TestMonthsEndOnTheDayOfTheSameNumber(t *testing.T) {
	t.Parallel()
	all := vn.NewCalendar([]vn.Date{vn.MustDate("2025-09-01"), vn.MustDate("2025-09-02")}, nil, period("2023-01-01", "2027-01-01"))
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2025-01-31", 1, "2025-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2023-08-31", 6, "2024-02-29"},
		{"2025-02-28", 1, "2025-03-28"}, // not the last of the month
		{"2025-01-01", 0, "2025-01-01"},
		{"2025-03-15", 12, "2026-03-16"}, // a Sunday
		{"2025-02-01", 6, "2025-08-01"},
		{"2025-01-31", 7, "2025-09-03"}, // a Sunday before two holidays
		{"2024-09-02", 12, "2025-09-03"},
		{"2030-03-15", 12, "2031-03-15"}, // a Saturday the calendar does not know
		{"", 12, ""},
	} {
		var from vn.Date
		if c.from != "" {
			from = vn.MustDate(c.from)
		}
		if got := all.MonthsAfter(from, c.months); got.String() != c.want {
			t.Errorf("%d months after %s: %s, want %s", c.months, c.from, got, c.want)
		}
	}
}

// A span named by its first and last day holds both.
func TestASpanOfMonthsHoldsItsFirstDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first  string
		months int
		want   string
	}{
		{"2025-01-01", 12, "2025-12-31"},
		{"2024-03-01", 12, "2025-02-28"},
		{"2023-03-01", 12, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2025-01-31", 1, "2025-02-28"},
		{"2025-11-30", 3, "2026-02-28"},
		{"2025-05-31", 1, "2025-06-30"},
		{"2025-05-15", 1, "2025-06-14"},
	} {
		if got := vn.MustDate(c.first).Through(c.months); got.String() != c.want {
			t.Errorf("%d months from %s: through %s, want %s", c.months, c.first, got, c.want)
		}
	}
}
