package rulebook_test

import (
	"strconv"
	"testing"
	"time"

	"htxregistry/internal/vn"
)

// The first day of Tết and the tenth of the third lunar month (Giỗ Tổ), by year.
var lunar = map[int][2]string{
	2014: {"01-31", "04-09"}, 2015: {"02-19", "04-28"}, 2016: {"02-08", "04-16"}, 2017: {"01-28", "04-06"}, 2018: {"02-16", "04-25"},
	2019: {"02-05", "04-14"}, 2020: {"01-25", "04-02"}, 2021: {"02-12", "04-21"}, 2022: {"02-01", "04-10"}, 2023: {"01-22", "04-29"},
	2024: {"02-10", "04-18"}, 2025: {"01-29", "04-07"}, 2026: {"02-17", "04-26"}, 2027: {"02-06", "04-16"},
}

// statutory are the holidays of a year by Điều 115, 10/2012/QH13 and Điều 112, 45/2019/QH14; of the five days of Tết the first three.
func statutory(year int) map[vn.Date]bool {
	found := map[vn.Date]bool{}
	for _, day := range []string{"01-01", "04-30", "05-01", "09-02", lunar[year][1]} {
		found[vn.MustDate(strconv.Itoa(year)+"-"+day)] = true
	}
	for i := range 3 {
		found[vn.MustDate(strconv.Itoa(year)+"-"+lunar[year][0]).AddDays(i)] = true
	}
	return found
}

// Offices are closed on each holiday, and otherwise only on days that hang together with one: the days of Tết before and after, a
// day in place of one that fell on a weekend, and one given in exchange for a Saturday.
func TestOfficesAreClosedOnHolidaysAndTheDaysAroundThem(t *testing.T) {
	t.Parallel()
	calendar := book(t).Calendar
	weekend := func(d vn.Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }
	for year := range lunar {
		holidays, closed := statutory(year), 0
		holidays[vn.NewDate(year+1, 1, 1)] = true // the last day of a year may hang together with it
		for day := range holidays {
			if calendar.Workday(day) && day.Year() == year {
				t.Errorf("%s is worked", day)
			}
		}
		for day := vn.NewDate(year, 1, 1); day.Year() == year; day = day.AddDays(1) {
			if weekend(day) || calendar.Workday(day) {
				continue
			}
			closed++
			first, last := day, day
			for !calendar.Workday(first.AddDays(-1)) {
				first = first.AddDays(-1)
			}
			for !calendar.Workday(last.AddDays(1)) {
				last = last.AddDays(1)
			}
			held := false
			for d := first; !last.Before(d); d = d.AddDays(1) {
				held = held || holidays[d]
			}
			if !held {
				t.Errorf("%s is no holiday and hangs together with none", day)
			}
		}
		if closed < 8 || closed > 14 { // ten days by the law of 2012, eleven from 2021, and exchanged ones
			t.Errorf("%d weekdays closed in %d", closed, year)
		}
	}
	if calendar.Workday(vn.MustDate("2013-09-02")) { // the one holiday that the calendar has of the year it begins in
		t.Error("2013-09-02 is worked")
	}
}

func TestTheCalendarListsWeekdaysClosedAndSaturdaysWorkedOnce(t *testing.T) {
	t.Parallel()
	b := book(t)
	for year := 2013; year <= 2027; year++ {
		for _, r := range b.Rules(vn.NewDate(year, 1, 1), "holidays") {
			value, ok := r.Value.(map[string]any)
			if !ok {
				t.Fatalf("%T", r.Value)
			}
			for list, days := range value {
				last := vn.NewDate(year, 1, 1).AddDays(-1)
				for _, day := range days.([]vn.Date) {
					saturday, sunday := day.Weekday() == time.Saturday, day.Weekday() == time.Sunday
					if day.Year() != year || !last.Before(day) || sunday || saturday != (list == "worked") {
						t.Errorf("%s %s does not belong there", list, day)
					}
					last = day
				}
			}
		}
	}
	for day, want := range map[string]bool{"2013-06-30": false, "2013-07-01": true, "2013-07-02": true, "2027-12-30": true, "2027-12-31": true, "2028-01-01": false} {
		if _, covered := b.Calendar.AddWorkdays(vn.MustDate(day), 0); covered != want {
			t.Errorf("%s covered: %v", day, covered)
		}
	}
}
