package rating

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Figures are the operating figures of one year (báo cáo tình hình hoạt động: phụ lục I-18, 03/2014/TT-BKHĐT; VII-2 and
// VII-3, 09/2024/TT-BKHĐT). What is nil is not known.
type Figures struct {
	Members           *coop.MemberCounts `json:"members,omitempty"`
	NewMembers        *int               `json:"new_members,omitempty"`       // who joined in the year
	Workers           *int               `json:"workers,omitempty"`           // regular workers at the end of the year
	NewWorkers        *int               `json:"new_workers,omitempty"`       // of them, taken on in the year
	MemberWorkers     *int               `json:"member_workers,omitempty"`    // of them, members
	WorkerIncome      *vn.VND            `json:"worker_income_vnd,omitempty"` // of one regular worker in the year, on average
	TotalCapital      *vn.VND            `json:"total_capital_vnd,omitempty"`
	Assets            *vn.VND            `json:"total_assets_vnd,omitempty"`
	IndivisibleAssets *vn.VND            `json:"indivisible_assets_vnd,omitempty"`
	Revenue           *vn.VND            `json:"revenue_vnd,omitempty"`
	RevenueMembers    *vn.VND            `json:"revenue_members_vnd,omitempty"` // from members
	RevenueOthers     *vn.VND            `json:"revenue_others_vnd,omitempty"`  // from non-members
	PretaxProfit      *vn.VND            `json:"pretax_profit_vnd,omitempty"`   // negative: a loss
	Income            *vn.VND            `json:"income_vnd,omitempty"`          // after financial obligations, before the funds
	StatePayments     *vn.VND            `json:"state_payments_vnd,omitempty"`  // taxes and other payments to the State
	Wages             *vn.VND            `json:"wages_vnd,omitempty"`           // of all workers on contracts without a term
	WagesOthers       *vn.VND            `json:"wages_others_vnd,omitempty"`    // of those of them who are not members
	DevelopmentFund   *vn.VND            `json:"development_fund_vnd,omitempty"`
	ReserveFund       *vn.VND            `json:"reserve_fund_vnd,omitempty"`
	OtherFunds        *vn.VND            `json:"other_funds_vnd,omitempty"`
	Investment        *Investment        `json:"investment,omitempty"`
	Managers          *Managers          `json:"managers,omitempty"`
	Support           []Support          `json:"support,omitempty"` // received from the State in the year
}

// Investment is what the organisation has put into enterprises (hoạt động đầu tư: Điều 23 khoản 2, 193/2013/NĐ-CP) at the end
// of the year.
type Investment struct {
	Contributed vn.VND `json:"contributed_vnd"` // capital put into enterprises
	Shares      vn.VND `json:"shares_vnd"`      // shares bought
	Enterprises vn.VND `json:"enterprises_vnd"` // charter capital of enterprises of its own
}

// Managers are the managers (cán bộ quản lý, điều hành) by training.
type Managers struct {
	Total      int `json:"total"`
	Degree     int `json:"degree"`     // cao đẳng, đại học trở lên
	Vocational int `json:"vocational"` // sơ cấp, trung cấp
	Young      int `json:"young"`      // the age is not established: as the organisation counts
}

// Support is one support received (Điều 6, 23/2012/QH13; Điều 18-28, 17/2023/QH15).
type Support struct {
	Category string `json:"category"`
	Amount   vn.VND `json:"amount_vnd"`
	Note     string `json:"note,omitempty"`
}

// Measure is a figure that bands are drawn on.
type Measure string

// The measures: đồng, đồng for each official member, and basis points of the year's income.
const (
	MeasureRevenue          Measure = "revenue"
	MeasureIncomePerMember  Measure = "income_per_member"
	MeasureDevelopmentShare Measure = "development_fund_share"
	MeasureReserveShare     Measure = "reserve_fund_share"
)

// of takes the measure of a year; false where a figure it needs is not known.
func (m Measure) of(f Figures) (int64, bool) {
	switch m {
	case MeasureRevenue:
		return amount(f.Revenue)
	case MeasureIncomePerMember:
		income, ok := amount(f.Income)
		if !ok || f.Members == nil || f.Members.Official == 0 {
			return 0, false
		}
		return income / int64(f.Members.Official), true
	case MeasureDevelopmentShare:
		return share(f.DevelopmentFund, f.Income)
	case MeasureReserveShare:
		return share(f.ReserveFund, f.Income)
	}
	return 0, false
}

func amount(v *vn.VND) (int64, bool) {
	if v == nil {
		return 0, false
	}
	return int64(*v), true
}

// share is a part of a positive whole in basis points.
func share(part, whole *vn.VND) (int64, bool) {
	if part == nil || whole == nil || *whole <= 0 {
		return 0, false
	}
	return int64(*part) * 10_000 / int64(*whole), true
}

// Suggest gives the points that a line's own bands give to a year's figures; false where it has none or a figure is missing.
func (l Line) Suggest(f Figures) (Points, bool) {
	value, ok := l.Measure.of(f)
	if !ok {
		return 0, false
	}
	for _, b := range l.Bands {
		if b.Below == nil || value < *b.Below {
			return b.Points, true
		}
	}
	return 0, false
}

// Examine checks a year's figures against each other and against the year before (nil: none known). A verdict of unknown
// asks the desk to look; not_met says that the figures contradict each other.
func (f Figures) Examine(before *Figures) []law.Verdict {
	var found []law.Verdict
	say := func(rule string, answer law.Answer, pointer, detail string) {
		found = append(found, law.Verdict{Rule: rule, Answer: answer, Cite: []law.Cite{}, Basis: law.BasisDerived, Pointer: "/figures" + pointer, Detail: detail})
	}
	if f.Revenue != nil && f.RevenueMembers != nil && f.RevenueOthers != nil && *f.RevenueMembers+*f.RevenueOthers != *f.Revenue {
		say("REPORT-REVENUE-PARTS", law.NotMet, "/revenue_vnd", msgRevenueParts)
	}
	if exceeds(f.IndivisibleAssets, f.Assets) {
		say("REPORT-INDIVISIBLE", law.NotMet, "/indivisible_assets_vnd", msgIndivisible)
	}
	if exceeds(f.PretaxProfit, f.Revenue) {
		say("REPORT-PROFIT", law.NotMet, "/pretax_profit_vnd", msgProfitOverRevenue)
	}
	if exceeds(f.WagesOthers, f.Wages) {
		say("REPORT-WAGES", law.NotMet, "/wages_others_vnd", msgWages)
	}
	if exceeds(f.NewWorkers, f.Workers) {
		say("REPORT-WORKERS", law.NotMet, "/new_workers", msgNewWorkers)
	}
	if exceeds(f.MemberWorkers, f.Workers) {
		say("REPORT-WORKERS", law.NotMet, "/member_workers", msgMemberWorkers)
	}
	if m := f.Managers; m != nil && (m.Degree+m.Vocational > m.Total || m.Young > m.Total) {
		say("REPORT-MANAGERS", law.NotMet, "/managers", msgManagers)
	}
	if m := f.Members; m != nil && m.Foreign > m.Official+m.CapitalAssociates+m.ServiceAssociates {
		say("REPORT-MEMBERS", law.NotMet, "/members/foreign", msgForeignOverAll)
	}
	if before == nil {
		return found
	}
	for _, leap := range []struct {
		pointer   string
		now, then *vn.VND
	}{
		{"/revenue_vnd", f.Revenue, before.Revenue},
		{"/total_capital_vnd", f.TotalCapital, before.TotalCapital},
		{"/total_assets_vnd", f.Assets, before.Assets},
	} {
		if tenfold(leap.now, leap.then) {
			say("REPORT-LEAP", law.Unknown, leap.pointer, msgLeap)
		}
	}
	return found
}

func exceeds[T ~int | ~int64](part, whole *T) bool {
	return part != nil && whole != nil && *part > *whole
}

// tenfold tells whether an amount is ten times another or a tenth of it: mostly a wrong unit.
func tenfold(a, b *vn.VND) bool {
	return a != nil && b != nil && *a > 0 && *b > 0 && (*a >= 10**b || *b >= 10**a)
}
