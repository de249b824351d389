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
	for day, want := range map[string]string{
		"2025-04-29": "2025-04-29", "2025-04-30": "2025-05-05", "2025-04-26": "2025-04-26", "2025-04-27": "2025-04-28",
		"2025-05-31": "", "2025-06-02": "", "2024-12-31": "",
	} {
		got, ok := spring().NextWorkday(vn.MustDate(day))
		if ok != (want != "") || ok && got.String() != want {
			t.Errorf("%s moves to %s, %v; want %q", day, got, ok, want)
		}
	}
}
