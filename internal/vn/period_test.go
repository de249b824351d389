package vn_test

import (
	"encoding/json"
	"testing"

	"htxregistry/internal/vn"
)

func period(from, to string) vn.Period {
	var p vn.Period
	if from != "" {
		p.From = vn.MustDate(from)
	}
	if to != "" {
		p.To = vn.MustDate(to)
	}
	return p
}

func TestAPeriodHoldsItsFirstDayAndNotItsEnd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		p      vn.Period
		before bool // the day before 2024-07-01
		day    bool // 2024-07-01
		after  bool // the day after
	}{
		{period("2024-07-01", "2025-07-01"), false, true, true},
		{period("2013-07-01", "2024-07-01"), true, false, false},
		{period("2024-07-01", "2024-07-02"), false, true, false},
		{period("2024-07-01", ""), false, true, true},
		{period("", "2024-07-01"), true, false, false},
		{period("", ""), true, true, true},
	} {
		day := vn.MustDate("2024-07-01")
		if c.p.Contains(day.AddDays(-1)) != c.before || c.p.Contains(day) != c.day || c.p.Contains(day.AddDays(1)) != c.after {
			t.Errorf("%v holds the wrong days", c.p)
		}
		if c.p.Open() != c.p.To.IsZero() {
			t.Errorf("%v: open is %v", c.p, c.p.Open())
		}
	}
}

func TestPeriodsOverlapWhenTheyShareADay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b vn.Period
		want bool
	}{
		{period("2013-07-01", "2024-07-01"), period("2024-07-01", ""), false},
		{period("2013-07-01", "2024-07-02"), period("2024-07-01", ""), true},
		{period("2013-07-01", ""), period("2024-07-01", ""), true},
		{period("", "2013-07-01"), period("2013-07-01", ""), false},
		{period("", "2013-07-02"), period("2013-07-01", ""), true},
		{period("", "2013-07-01"), period("", "2004-07-01"), true},
		{period("", ""), period("2024-07-01", "2024-07-02"), true},
		{period("2024-01-01", "2025-01-01"), period("2024-05-01", "2024-06-01"), true},
		{period("2024-01-01", "2024-02-01"), period("2024-03-01", "2024-04-01"), false},
	} {
		if c.a.Overlaps(c.b) != c.want || c.b.Overlaps(c.a) != c.want {
			t.Errorf("%v and %v: want %v", c.a, c.b, c.want)
		}
	}
}

func TestAPeriodWithoutDaysIsRefused(t *testing.T) {
	t.Parallel()
	for p, want := range map[vn.Period]bool{
		period("2024-07-01", "2024-07-02"): true,
		period("2024-07-01", ""):           true,
		period("", "2024-07-01"):           true,
		period("", ""):                     true,
		period("2024-07-01", "2024-07-01"): false,
		period("2024-07-02", "2024-07-01"): false,
	} {
		if err := p.Check(); (err == nil) != want {
			t.Errorf("%v: %v", p, err)
		}
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{
		`{"valid_from":"2013-07-01","valid_to":"2024-07-01"}`, `{"valid_from":"2024-07-01","valid_to":null}`, `{}`,
		`{"valid_from":"2024-07-01","valid_to":"2024-07-01"}`, `{"valid_from":""}`, `{"VALID_TO":"0001-01-01"}`, `[]`, `null`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var p, again vn.Period
		if json.Unmarshal(b, &p) != nil {
			return
		}
		text, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &again); err != nil || again != p {
			t.Fatalf("%s becomes %v, %v", b, again, err)
		}
		if p.Check() != nil {
			return
		}
		if !p.From.IsZero() && (!p.Contains(p.From) || p.Contains(p.From.AddDays(-1))) {
			t.Fatalf("%v does not begin with its first day", p)
		}
		if !p.To.IsZero() && (p.Contains(p.To) || p.To.AddDays(-1).Year() > 0 && !p.Contains(p.To.AddDays(-1))) {
			t.Fatalf("%v does not end before its end", p)
		}
		if !p.Overlaps(p) {
			t.Fatalf("%v shares no day with itself", p)
		}
	})
}
