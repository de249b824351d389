package reporting

import (
	"math/bits"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/rating"
)

// Sum is a figure added up over the organisations that gave it: Known of them.
type Sum struct {
	Total int64
	Known int
}

// add is the sum over both.
func (s Sum) add(o Sum) Sum { return Sum{s.Total + o.Total, s.Known + o.Known} }

// Tally is what a year's reports and the register come to for the organisations of one kind, purpose and key.
type Tally struct {
	Kind    coop.Kind
	Purpose string          // empty: not known
	Key     string          // whatever else was asked for: a sector, an office, a place; empty: not known
	Counts  map[Measure]int // numbers of organisations
	Sums    map[Measure]Sum // figures of the reports
	States  Count           // of the reports owed
}

// NewTally is an empty one.
func NewTally(kind coop.Kind, purpose, key string) Tally {
	return Tally{Kind: kind, Purpose: purpose, Key: key, Counts: map[Measure]int{}, Sums: map[Measure]Sum{}}
}

// merge adds up tallies.
func merge(tallies []Tally) Tally {
	all := NewTally("", "", "")
	for _, t := range tallies {
		for m, n := range t.Counts {
			all.Counts[m] += n
		}
		for m, s := range t.Sums {
			all.Sums[m] = all.Sums[m].add(s)
		}
		for state, n := range map[State]int{StateAwaited: t.States.Awaited, StateOnTime: t.States.OnTime, StateLate: t.States.Late, StateMissing: t.States.Missing} {
			all.States.Add(state, n)
		}
	}
	return all
}

// Measure is what a row of a roll-up shows.
type Measure string

// The measures: numbers of organisations, figures added up, and what follows from two of them. An average is rounded down to
// whole đồng, a share to basis points.
const (
	MeasureOrganizations Measure = "organizations"
	MeasureOperating     Measure = "operating"
	MeasureSuspended     Measure = "suspended"
	MeasureFounded       Measure = "founded"
	MeasureDissolved     Measure = "dissolved"
	MeasureConverted     Measure = "converted"
	MeasureEnded         Measure = "ended_otherwise"
	MeasureReported      Measure = "reported"
	MeasureProfitable    Measure = "profitable"
	MeasureRatedGood     Measure = "rated_good"
	MeasureRatedFair     Measure = "rated_fair"
	MeasureRatedAverage  Measure = "rated_average"
	MeasureRatedWeak     Measure = "rated_weak"
	MeasureNotRated      Measure = "not_rated"

	MeasureMembers            Measure = "members"
	MeasureNewMembers         Measure = "new_members"
	MeasureWorkers            Measure = "workers"
	MeasureNewWorkers         Measure = "new_workers"
	MeasureMemberWorkers      Measure = "member_workers"
	MeasureManagers           Measure = "managers"
	MeasureManagersVocational Measure = "managers_vocational"
	MeasureManagersDegree     Measure = "managers_degree"
	MeasureTotalCapital       Measure = "total_capital"
	MeasureAssets             Measure = "assets"
	MeasureIndivisible        Measure = "indivisible_assets"
	MeasureRevenue            Measure = "revenue"
	MeasureRevenueMembers     Measure = "revenue_members"
	MeasureRevenueOfThose     Measure = "revenue_of_those" // revenue of those that also gave the part of their members
	MeasurePretaxProfit       Measure = "pretax_profit"
	MeasureStatePayments      Measure = "state_payments"
	MeasureDevelopmentFund    Measure = "development_fund"
	MeasureReserveFund        Measure = "reserve_fund"
	MeasureOtherFunds         Measure = "other_funds"
	MeasureSupport            Measure = "support"
	MeasureWorkersPay         Measure = "workers_pay"         // income of all regular workers of those that gave an average
	MeasureWorkersOfThose     Measure = "workers_of_those"    // regular workers of those
	MeasureInvestment         Measure = "investment"          // the three below
	MeasureContributed        Measure = "capital_contributed" // into enterprises
	MeasureShares             Measure = "shares_bought"
	MeasureEnterprises        Measure = "own_enterprises" // charter capital of enterprises of their own

	MeasureRevenueShare   Measure = "revenue_members_share"
	MeasureRevenueAverage Measure = "revenue_average"
	MeasureProfitAverage  Measure = "pretax_profit_average"
	MeasureWorkerIncome   Measure = "worker_income" // of one regular worker, on average
)

// Counted lists the measures that are numbers of organisations.
func Counted() []Measure {
	return []Measure{
		MeasureOrganizations, MeasureOperating, MeasureSuspended, MeasureFounded, MeasureDissolved, MeasureConverted, MeasureEnded, MeasureReported,
		MeasureProfitable, MeasureRatedGood, MeasureRatedFair, MeasureRatedAverage, MeasureRatedWeak, MeasureNotRated,
	}
}

// Summed lists the measures that are added up.
func Summed() []Measure {
	return []Measure{
		MeasureMembers, MeasureNewMembers, MeasureWorkers, MeasureNewWorkers, MeasureMemberWorkers, MeasureManagers, MeasureManagersVocational, MeasureManagersDegree, MeasureTotalCapital, MeasureAssets,
		MeasureIndivisible, MeasureRevenue, MeasureRevenueMembers, MeasureRevenueOfThose, MeasurePretaxProfit, MeasureStatePayments,
		MeasureDevelopmentFund, MeasureReserveFund, MeasureOtherFunds, MeasureSupport,
		MeasureWorkersPay, MeasureWorkersOfThose, MeasureInvestment, MeasureContributed, MeasureShares, MeasureEnterprises,
	}
}

// Derived lists the measures that follow from others.
func Derived() []Measure {
	return []Measure{MeasureRevenueShare, MeasureRevenueAverage, MeasureProfitAverage, MeasureWorkerIncome}
}

// RankMeasure is the number of organisations of a rank.
func RankMeasure(r rating.Rank) Measure { return Measure("rated_" + string(r)) }

// of takes a measure. Known is how many organisations its value rests on; a value that rests on none is not known, nor is one
// of a measure that is not kept.
func (m Measure) of(t Tally) Cell {
	if slices.Contains(Counted(), m) { // of none there are nought
		v := int64(t.Counts[m])
		return Cell{&v, t.Counts[MeasureOrganizations]}
	}
	if s, summed := t.Sums[m]; summed {
		return Cell{whole(s), s.Known}
	}
	averages := map[Measure]Measure{MeasureRevenueAverage: MeasureRevenue, MeasureProfitAverage: MeasurePretaxProfit}
	if of, ok := averages[m]; ok {
		return Cell{average(t.Sums[of].Total, int64(t.Sums[of].Known)), t.Sums[of].Known}
	}
	if m == MeasureRevenueShare {
		part, all := t.Sums[MeasureRevenueMembers], t.Sums[MeasureRevenueOfThose]
		return Cell{share(part.Total, all.Total), all.Known}
	}
	if m == MeasureWorkerIncome {
		pay, workers := t.Sums[MeasureWorkersPay], t.Sums[MeasureWorkersOfThose]
		return Cell{average(pay.Total, workers.Total), pay.Known}
	}
	return Cell{}
}

func whole(s Sum) *int64 {
	if s.Known == 0 {
		return nil
	}
	return &s.Total
}

// average of a total over some; nil over none.
func average(total, over int64) *int64 {
	if over == 0 {
		return nil
	}
	v := total / over
	return &v
}

// share is a part of a whole in basis points; nil where there is no whole.
func share(part, all int64) *int64 {
	if all <= 0 || part < 0 || part > all {
		return nil
	}
	high, low := bits.Mul64(uint64(part), 10_000)
	points, _ := bits.Div64(high, low, uint64(all))
	v := int64(points) //nolint:gosec // at most ten thousand
	return &v
}
