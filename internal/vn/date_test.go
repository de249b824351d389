package vn_test

import (
	"encoding/json"
	"testing"
	"time"

	"htxregistry/internal/vn"
)

func TestOnlyRealDaysAreRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"2025-07-01": true, "2024-02-29": true, "0001-01-01": true, "9999-12-31": true,
		"2025-02-30": false, "2023-02-29": false, "2025-13-01": false, "2025-00-10": false, "2025-01-00": false,
		"0000-01-01": false, "2025-7-1": false, "01/07/2025": false, "20250701": false, "2025-07-01T00:00:00Z": false,
		" 2025-07-01": false, "2025-07-01 ": false, "": false, "banana": false, "２０２５-07-01": false, "-001-01-01": false,
	} {
		d, err := vn.ParseDate(text)
		if (err == nil) != want {
			t.Errorf("ParseDate(%q): %v, %v", text, d, err)
		}
		if err == nil && d.String() != text {
			t.Errorf("ParseDate(%q) writes %q", text, d)
		}
		if err != nil && !d.IsZero() {
			t.Errorf("ParseDate(%q) gives %v beside its error", text, d)
		}
	}
}

func TestAnInstantFallsOnADayInVietnam(t *testing.T) {
	t.Parallel()
	for instant, want := range map[string]string{
		"2025-06-30T16:59:59Z":      "2025-06-30",
		"2025-06-30T17:00:00Z":      "2025-07-01",
		"2025-07-01T16:59:59Z":      "2025-07-01",
		"2025-07-01T00:00:00+07:00": "2025-07-01",
		"2025-06-30T23:59:59-08:00": "2025-07-01",
		"2024-02-28T17:00:00Z":      "2024-02-29",
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := vn.DateIn(at).String(); got != want {
			t.Errorf("%s falls on %s, want %s", instant, got, want)
		}
	}
	if !vn.DateIn(time.Time{}).IsZero() {
		t.Error("the zero instant falls on a day")
	}
}

func TestADayStartsAtMidnightInVietnam(t *testing.T) {
	t.Parallel()
	d := vn.MustDate("2025-07-01")
	start := d.Start()
	if want := time.Date(2025, 6, 30, 17, 0, 0, 0, time.UTC); !start.Equal(want) || start.Location() != time.UTC {
		t.Errorf("%s starts at %s", d, start)
	}
	if vn.DateIn(start) != d || vn.DateIn(start.Add(-time.Nanosecond)) != d.AddDays(-1) {
		t.Error("the day does not begin with its start")
	}
	if !(vn.Date{}).Start().IsZero() {
		t.Error("no day starts at an instant")
	}
}

func TestDaysAndMonthsAreCountedByTheCalendar(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from         string
		days, months int
		want         string
	}{
		{"2025-06-30", 1, 0, "2025-07-01"},
		{"2025-07-01", -1, 0, "2025-06-30"},
		{"2024-02-28", 1, 0, "2024-02-29"},
		{"2023-12-31", 1, 0, "2024-01-01"},
		{"2024-07-18", 60, 0, "2024-09-16"},
		{"2025-01-31", 0, 1, "2025-02-28"},
		{"2024-01-31", 0, 1, "2024-02-29"},
		{"2024-02-29", 0, 12, "2025-02-28"},
		{"2025-08-31", 0, 6, "2026-02-28"},
		{"2025-03-31", 0, -1, "2025-02-28"},
		{"2025-12-15", 0, 1, "2026-01-15"},
		{"2025-01-15", 0, -1, "2024-12-15"},
		{"2025-05-31", 0, 0, "2025-05-31"},
	} {
		if got := vn.MustDate(c.from).AddDays(c.days).AddMonths(c.months).String(); got != c.want {
			t.Errorf("%s and %d days and %d months is %s, want %s", c.from, c.days, c.months, got, c.want)
		}
	}
	if !(vn.Date{}).AddDays(1).IsZero() || !(vn.Date{}).AddMonths(1).IsZero() {
		t.Error("no day moves")
	}
	if n := vn.MustDate("2025-03-01").Sub(vn.MustDate("2024-03-01")); n != 365 {
		t.Errorf("a year has %d days", n)
	}
	if n := vn.MustDate("2024-07-18").Sub(vn.MustDate("2024-09-16")); n != -60 {
		t.Errorf("counting back gives %d", n)
	}
	if vn.NewDate(2025, time.February, 30) != vn.MustDate("2025-03-02") {
		t.Error("a day beyond the month's end does not run on")
	}
}

func TestDaysAreOrdered(t *testing.T) {
	t.Parallel()
	days := []vn.Date{
		{}, vn.MustDate("2013-06-30"), vn.MustDate("2013-07-01"), vn.MustDate("2013-10-01"), vn.MustDate("2014-01-01"),
	}
	for i, a := range days {
		for j, b := range days {
			if a.Before(b) != (i < j) || a.After(b) != (i > j) || (a.Compare(b) == 0) != (i == j) || (a == b) != (i == j) {
				t.Errorf("%q and %q are out of order", a, b)
			}
		}
	}
	d := days[3]
	if d.Year() != 2013 || d.Month() != time.October || d.Day() != 1 || d.Weekday() != time.Tuesday {
		t.Errorf("%s has parts %d %s %d %s", d, d.Year(), d.Month(), d.Day(), d.Weekday())
	}
}

func TestNoDayIsNull(t *testing.T) {
	t.Parallel()
	var got struct {
		Known vn.Date  `json:"known"`
		Open  vn.Date  `json:"open"`
		None  *vn.Date `json:"none,omitempty"`
	}
	got.Open = vn.MustDate("2025-07-01")
	if err := json.Unmarshal([]byte(`{"known":"2024-07-18","open":null}`), &got); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(got)
	if err != nil || string(text) != `{"known":"2024-07-18","open":null}` {
		t.Errorf("%s, %v", text, err)
	}
	for _, bad := range []string{`""`, `"2025-02-30"`, `20250701`, `"`, `{}`, `[]`, `true`, `"2025-07-01`} {
		d := got.Known
		if err := json.Unmarshal([]byte(bad), &d); err == nil {
			t.Errorf("%s is read as %q", bad, d)
		}
		if err := d.UnmarshalJSON([]byte(bad)); err == nil || d != got.Known {
			t.Errorf("%s leaves %q, %v", bad, d, err)
		}
	}
}

func TestMustDateRefusesWhatIsNoDay(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	vn.MustDate("2025-02-30")
}

func TestAColumnThatHoldsNoDayIsRefused(t *testing.T) {
	t.Parallel()
	for _, src := range []any{int64(20250701), true, "2025-02-30", []byte("x")} {
		d := vn.MustDate("2024-07-18")
		if err := d.Scan(src); err == nil || d != vn.MustDate("2024-07-18") {
			t.Errorf("%v is read as %q, %v", src, d, err)
		}
	}
}

func TestInstantsFallOnDays(t *testing.T) {
	t.Parallel()
	for s, day := range map[string]string{
		"2021-06-01T02:00:00Z": "2021-06-01", "2021-06-01T17:00:00Z": "2021-06-02", "2021-06-01T00:00:00.5+07:00": "2021-06-01",
		"9999-12-31T16:59:59Z": "9999-12-31", "9999-12-31T17:00:00Z": "", "0001-01-01T00:00:00Z": "", "0000-12-31T10:00:00Z": "",
		"2021-13-01T00:00:00Z": "", "2021-06-01T25:00:00Z": "", "2021-06-01": "", "": "",
	} {
		if at, err := vn.ParseInstant(s); (err == nil) != (day != "") || vn.DateIn(at).String() != day {
			t.Errorf("%q falls on %q (%v), not on %q", s, vn.DateIn(at), err, day)
		}
	}
}

func FuzzParseInstant(f *testing.F) {
	for _, s := range []string{"2021-06-01T02:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2021-06-01T09:00:00.123456789+07:00", "2016-12-31T23:59:60Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, err := vn.ParseInstant(s)
		if err != nil {
			if !at.IsZero() {
				t.Fatalf("%q gives %v beside %v", s, at, err)
			}
			return
		}
		if day := vn.DateIn(at); len(day.String()) != 10 || day.Start().After(at) || !day.AddDays(1).Start().After(at) {
			t.Fatalf("%q falls on %q", s, day)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2025-07-01", "2024-02-29", "2025-02-30", "0000-00-00", "9999-12-31", "", "2025-7-1", "١٢٣٤-01-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := vn.ParseDate(s)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("%q gives %v beside %v", s, d, err)
			}
			return
		}
		if d.String() != s {
			t.Fatalf("%q is written %q", s, d)
		}
		if vn.DateIn(d.Start()) != d && d.Year() > 1 {
			t.Fatalf("%q does not contain its start", s)
		}
		if !d.AddDays(1).After(d) || d.AddDays(1).Sub(d) != 1 {
			t.Fatalf("%q has no next day", s)
		}
	})
}
