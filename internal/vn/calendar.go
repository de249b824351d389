package vn

import "time"

// Calendar tells working days (ngày làm việc) apart: Monday to Friday, less public holidays, plus days worked in exchange.
// It knows only the days it covers.
type Calendar struct {
	holidays map[Date]struct{}
	worked   map[Date]struct{}
	covered  Period
}

// NewCalendar makes a calendar; worked are Saturdays and Sundays worked in exchange for a day off.
func NewCalendar(holidays, worked []Date, covered Period) Calendar {
	c := Calendar{holidays: make(map[Date]struct{}, len(holidays)), worked: make(map[Date]struct{}, len(worked)), covered: covered}
	for _, d := range holidays {
		c.holidays[d] = struct{}{}
	}
	for _, d := range worked {
		c.worked[d] = struct{}{}
	}
	return c
}

// Workday tells whether offices work on the day.
func (c Calendar) Workday(d Date) bool {
	if _, ok := c.worked[d]; ok {
		return true
	}
	if _, ok := c.holidays[d]; ok {
		return false
	}
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// AddWorkdays is the last of n working days after a day, which itself is not counted (Điều 147 khoản 2, 91/2015/QH13). It
// is false when the calendar does not reach that far.
func (c Calendar) AddWorkdays(from Date, n int) (Date, bool) {
	d := from
	for n > 0 {
		d = d.AddDays(1)
		if !c.covered.Contains(d) {
			return Date{}, false
		}
		if c.Workday(d) {
			n--
		}
	}
	return d, c.covered.Contains(d)
}

// DaysAfter is the last of n days after a day, which itself is not counted (Điều 147 khoản 2, 91/2015/QH13); a last day off
// moves to the next working day (Điều 148 khoản 5). No day stays no day.
func (c Calendar) DaysAfter(from Date, n int) Date { return c.lastDay(from.AddDays(n)) }

// MonthsAfter is the last day of n months after a day, which itself is not counted (Điều 147 khoản 2, 91/2015/QH13): the day of
// the same number, or the last of a month that lacks it (Điều 148 khoản 3); a last day off moves to the next working day
// (khoản 5). The months are over on the day after. No day stays no day.
func (c Calendar) MonthsAfter(from Date, n int) Date { return c.lastDay(from.AddMonths(n)) }

// lastDay moves the last day of a period off a day off, as far as the calendar knows the days.
func (c Calendar) lastDay(d Date) Date {
	if d.IsZero() {
		return d
	}
	next := d
	for c.covered.Contains(next) && !c.Workday(next) {
		next = next.AddDays(1)
	}
	if !c.covered.Contains(next) {
		return d
	}
	return next
}
