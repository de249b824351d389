package replication

import (
	"slices"

	"htxregistry/internal/law"
	"htxregistry/internal/rating"
	"htxregistry/internal/vn"
)

// outcome is what a check found: its answer, the facts it rests on, and what was missing for a sure answer.
type outcome struct {
	answer  law.Answer
	facts   []Fact
	missing []gap
}

// gap is a fact that is missing.
type gap struct {
	name string
	year int
}

// Where facts stand.
const (
	fromRegister   = "register"
	fromReport     = "report"
	fromRating     = "rating"
	fromNomination = "nomination"
)

// find looks at one condition.
func (v view) find(c Condition) outcome {
	switch c.Check {
	case CheckKind:
		return v.registered("kind", string(v.state.Kind), slices.Contains(c.Terms.Kinds, v.state.Kind))
	case CheckStatus:
		return v.registered("status", string(v.state.Status), slices.Contains(c.Terms.Statuses, v.state.Status))
	case CheckSector:
		return v.sector(c.Terms.Sectors)
	case CheckRegime:
		return v.regime(c.Terms.Regimes)
	case CheckModel:
		return v.declared("model", func(n Nomination) any { return n.Model })
	case CheckConsent:
		return v.declared("consent_on", func(n Nomination) any { return n.ConsentOn.String() })
	case CheckDossier:
		return v.dossier()
	case CheckProfit:
		return v.profit(c.Terms.Years)
	case CheckOutsideShare:
		return v.outside(c.Terms)
	case CheckRank:
		return v.rank(c.Terms.Rank)
	case CheckMembers:
		return v.members(c.Terms.Members)
	case CheckMissing:
	}
	return outcome{answer: law.Unknown, missing: []gap{{name: "rule"}}}
}

// registered is about a fact of the register that is always known.
func (v view) registered(name, value string, met bool) outcome {
	return outcome{answer: answerOf(met), facts: []Fact{{Name: name, Value: value, Source: fromRegister}}}
}

func answerOf(met bool) law.Answer {
	if met {
		return law.Met
	}
	return law.NotMet
}

func unknown(name string, year int) outcome {
	return outcome{answer: law.Unknown, missing: []gap{{name, year}}}
}

func (v view) sector(sectors []string) outcome {
	if v.state.Sector == "" {
		return unknown("sector", 0)
	}
	return v.registered("sector", v.state.Sector, slices.Contains(sectors, v.state.Sector))
}

// regime: what is registered under one of the laws operates under it. Another registration tells nothing: who was founded
// before and did not break the new law need not register again (Điều 62 khoản 1, 23/2012/QH13).
func (v view) regime(regimes []string) outcome {
	if slices.Contains(regimes, v.state.Regime) {
		return v.registered("regime", v.state.Regime, true)
	}
	found := unknown("regime", 0)
	if v.state.Regime != "" {
		found.facts = []Fact{{Name: "regime", Value: v.state.Regime, Source: fromRegister}}
	}
	return found
}

// declared is about a fact that the nomination brings.
func (v view) declared(name string, value func(Nomination) any) outcome {
	n := v.standing()
	if n == nil {
		return unknown(name, 0)
	}
	return outcome{answer: law.Met, facts: []Fact{{Name: name, Value: value(*n), Source: fromNomination}}}
}

func (v view) dossier() outcome {
	if n := v.standing(); n == nil || n.DossierOn.After(v.on) {
		return unknown("dossier_on", 0)
	}
	return v.declared("dossier_on", func(n Nomination) any { return n.DossierOn.String() })
}

// profit: one year at a loss, or before the organisation was founded, is enough for not met; a year not reported leaves it open.
func (v view) profit(years int) outcome {
	found := outcome{answer: law.Met}
	broken := false
	for year := v.on.Year() - years; year < v.on.Year(); year++ {
		if f := v.state.Founded; !f.IsZero() && f.Year() > year {
			broken = true
			found.facts = append(found.facts, Fact{Name: "founded_on", Value: f.String(), Year: year, Source: fromRegister})
			continue
		}
		report, filed := v.facts.Reports[year]
		if !filed || report.PretaxProfit == nil {
			found.answer, found.missing = law.Unknown, append(found.missing, gap{"pretax_profit_vnd", year})
			continue
		}
		found.facts = append(found.facts, Fact{Name: "pretax_profit_vnd", Value: int64(*report.PretaxProfit), Year: year, Source: fromReport})
		broken = broken || *report.PretaxProfit <= 0
	}
	if broken {
		found.answer, found.missing = law.NotMet, nil
	}
	return found
}

// purposeEmployment is the purpose of an HTX that gives its members work.
const purposeEmployment = "employment"

// outside: what is sold to non-members, of all that is sold. Where the organisation gives work it is the wages of non-members on
// contracts without a term, of all such wages (Điều 5 khoản 2, 193/2013/NĐ-CP).
func (v view) outside(t Terms) outcome {
	report := v.facts.Reports[v.lastYear()]
	if v.state.Purpose == purposeEmployment && t.WageShare > 0 {
		return v.share(factWagesOthers, report.WagesOthers, "wages_vnd", report.Wages, t.WageShare)
	}
	return v.share("revenue_others_vnd", report.RevenueOthers, "revenue_vnd", report.Revenue, t.OutsideShare)
}

// factWagesOthers is the fact that decides where an organisation gives work.
const factWagesOthers = "wages_others_vnd"

// share holds a figure of the last year against the most it may be of another.
func (v view) share(partName string, part *vn.VND, wholeName string, whole *vn.VND, most int) outcome {
	year := v.lastYear()
	if part == nil || whole == nil || *whole <= 0 {
		return unknown(partName, year)
	}
	return outcome{
		answer: answerOf(within(int64(*part), int64(*whole), most)),
		facts: []Fact{
			{Name: partName, Value: int64(*part), Year: year, Source: fromReport},
			{Name: wholeName, Value: int64(*whole), Year: year, Source: fromReport},
		},
	}
}

// within tells whether a part is at most so many basis points of a whole. Written so that no đồng is rounded away and nothing
// overflows.
func within(part, whole int64, most int) bool {
	const all = 10_000
	hundreds, rest := whole/all, whole%all
	return part <= hundreds*int64(most)+rest*int64(most)/all
}

// rank: an organisation that was not rated for the year by rule has no rank to meet it with.
func (v view) rank(least rating.Rank) outcome {
	year := v.lastYear()
	g, rated := v.facts.Ratings[year]
	switch {
	case rated && g.Exempt:
		return outcome{answer: law.NotMet, facts: []Fact{{Name: "exempt", Value: "true", Year: year, Source: fromRating}}}
	case !rated || g.Rank == "":
		return unknown("rank", year)
	}
	facts := []Fact{{Name: "rank", Value: string(g.Rank), Year: year, Source: fromRating}}
	if g.Points != nil {
		facts = append(facts, Fact{Name: "points", Value: int64(*g.Points), Year: year, Source: fromRating})
	}
	return outcome{answer: answerOf(slices.Index(rating.Ranks(), g.Rank) <= slices.Index(rating.Ranks(), least)), facts: facts}
}

func (v view) members(least int) outcome {
	year := v.lastYear()
	report := v.facts.Reports[year]
	if report.Members == nil {
		return unknown("members", year)
	}
	n := report.Members.Official
	return outcome{answer: answerOf(n >= least), facts: []Fact{{Name: "members", Value: int64(n), Year: year, Source: fromReport}}}
}
