package vn

import "fmt"

// Period is a span of days, half-open: From is in, To is not. A zero From or To is open. "Đến hết ngày 30/6" is To 07-01.
type Period struct {
	From Date `gorm:"column:valid_from" json:"valid_from" yaml:"valid_from"`
	To   Date `gorm:"column:valid_to"   json:"valid_to"   yaml:"valid_to"`
}

// Contains tells whether the day lies in the period.
func (p Period) Contains(d Date) bool {
	return (p.From.IsZero() || !d.Before(p.From)) && (p.To.IsZero() || d.Before(p.To))
}

// Overlaps tells whether the two periods share a day.
func (p Period) Overlaps(x Period) bool {
	return (p.To.IsZero() || x.From.Before(p.To)) && (x.To.IsZero() || p.From.Before(x.To))
}

// Open tells whether the period has no end.
func (p Period) Open() bool { return p.To.IsZero() }

// Check refuses a period that ends before it begins, or holds no day.
func (p Period) Check() error {
	if !p.From.IsZero() && !p.To.IsZero() && !p.From.Before(p.To) {
		return fmt.Errorf(msgEmptyPeriod, p.From, p.To)
	}
	return nil
}
