package rulebook

import (
	"slices"
	"sort"
	"strings"

	"htxregistry/internal/law"
	"htxregistry/internal/rating"
	"htxregistry/internal/vn"
)

// Rule is one dated value as GET /rules shows it. Value has the shape of its topic.
type Rule struct {
	Code  string `json:"code"`
	Topic string `json:"topic"`
	Title string `json:"title"`
	Value any    `json:"value"`
	vn.Period
	Cite  []law.Cite `json:"cite"`
	Basis law.Basis  `json:"basis"`
	Note  string     `json:"note,omitempty"`
}

// Rules lists what is in force on a day, by code; topic narrows it, empty gives all.
func (b *Book) Rules(on vn.Date, topic string) []Rule {
	found := []Rule{}
	for _, r := range b.allRules() {
		if r.Contains(on) && (topic == "" || r.Topic == topic) {
			found = append(found, r)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Code < found[j].Code })
	return found
}

// Topics lists what the rules are about.
func (b *Book) Topics() []string {
	var topics []string
	for _, r := range b.allRules() {
		topics = append(topics, r.Topic)
	}
	slices.Sort(topics)
	return slices.Compact(topics)
}

// Unsettled lists every value whose basis is assumed or missing, on any day: what a lawyer should look at.
func (b *Book) Unsettled() []Rule {
	var found []Rule
	for _, r := range b.allRules() {
		if r.Basis == law.BasisAssumed || r.Basis == law.BasisMissing {
			found = append(found, r)
		}
	}
	return found
}

func (b *Book) allRules() []Rule {
	var all []Rule
	for _, r := range b.Jurisdiction {
		all = append(all, Rule{
			Code: r.Code, Topic: "jurisdiction", Title: titleJurisdiction, Period: r.Period, Cite: r.Cite, Basis: r.Basis, Note: r.Says,
			Value: map[string]any{"kinds": r.Kinds, "procedures": r.Procedures, "office": r.Office, "keeper": r.Keeper, "level": r.Office.Level()},
		})
	}
	for kind, t := range b.Members {
		all = append(all, spread("MEMBERS-MIN-"+upper(string(kind)), "members", titleMembers, t)...)
	}
	for p, t := range b.deadlines.OfficeWorkdays {
		all = append(all, spread("DEADLINE-"+upper(string(p)), "deadlines", titleWorkdays, t)...)
	}
	for c, t := range b.deadlines.MendDays {
		all = append(all, spread("MEND-"+upper(c), "deadlines", titleMend, t)...)
	}
	for k, t := range b.deadlines.Fee {
		all = append(all, spread("ENTRY-FEE-"+upper(k), "entry", titleFee, t)...)
	}
	for k, t := range b.deadlines.NoticeDays {
		all = append(all, spread("NOTICE-"+upper(string(k)), "deadlines", titleNotice, t)...)
	}
	all = append(all, spread("FALLBACK-ENTRY", "deadlines", titleFallback, b.deadlines.Fallback)...)
	all = append(all, spread("STOP", "deadlines", titleStop, b.deadlines.StopWorkdays)...)
	all = append(all, spread("DRAFT-DAYS", "deadlines", titleDraft, b.deadlines.DraftDays)...)
	all = append(all, spread("NAME-DEMAND-WORKDAYS", "deadlines", titleNameDemand, b.deadlines.NameDemand)...)
	all = append(all, spread("NAME-CHANGE-DAYS", "deadlines", titleNameChange, b.deadlines.NameChange)...)
	all = append(all, spread("CHALLENGE-WORKDAYS", "deadlines", titleChallenge, b.deadlines.Challenge)...)
	all = append(all, spread("ENTRY", "entry", titleEntry, b.deadlines.Entry)...)
	all = append(all, spread("REGIME", "regimes", titleRegime, b.regimes.Regimes)...)
	all = append(all, spread("VSIC-EDITION", "regimes", titleVSIC, b.regimes.VSIC)...)
	all = append(all, spread("TAX-CODE", "regimes", titleCode, b.regimes.CodeAllotted)...)
	all = append(all, spread("REPRESENTATIVE", "regimes", titleRepresentative, b.regimes.OneRepresentative)...)
	all = append(all, spread("THT-TRACK", "regimes", titleTHT, b.regimes.THTMustRegister)...)
	all = append(all, spread("GOVERNANCE", "regimes", titleGovernance, b.regimes.Governance)...)
	all = append(all, spread("SIZE-MEMBERS", "sizes", titleSizeMembers, b.sizes.Members)...)
	all = append(all, spread("SIZE-CAPITAL", "sizes", titleSizeCapital, b.sizes.Capital)...)
	all = append(all, spread("PURPOSE", "sizes", titlePurpose, b.sizes.Purposes)...)
	return slices.Concat(all, b.listRules(), b.certificateRules(), b.stopRules())
}

// listRules shows the rules that are lists rather than timelines.
func (b *Book) listRules() []Rule {
	var all []Rule
	for _, p := range b.papers {
		code := "PAPERS-" + upper(string(p.Procedures[0])) + "-" + upper(string(p.Kinds[0]))
		if len(p.Units) > 0 {
			code += "-" + upper(string(p.Units[0]))
		}
		all = append(all, Rule{
			Code: code, Topic: "papers", Title: titlePapers, Period: p.Period, Cite: p.Cite, Basis: p.Basis,
			Value: map[string]any{"procedures": p.Procedures, "kinds": p.Kinds, "units": p.Units, "papers": p.Papers},
		})
	}
	for _, p := range b.procedures {
		all = append(all, Rule{
			Code: "PROCEDURE-" + upper(string(p.Procedure)) + "-" + upper(p.Kinds[0]), Topic: "procedures", Title: titleProcedure,
			Period: p.Period, Cite: p.Cite, Basis: p.Basis, Value: map[string]any{"procedure": p.Procedure, "kinds": p.Kinds, "rule": p.Rule},
		})
	}
	all = append(all, b.nameRules()...)
	for edition, s := range b.sectors {
		all = append(all, Rule{Code: "SECTOR-" + edition, Topic: "sectors", Title: titleSector, Cite: s.Cite, Basis: s.Basis, Value: s.Sections})
	}
	for _, n := range b.hoiQuan {
		all = append(all, Rule{Code: n.Code, Topic: "hoi_quan", Title: titleFounding, Period: n.Period, Cite: n.Cite, Basis: n.Basis, Note: n.Note, Value: map[string]any{"what": n.What}})
	}
	for _, s := range b.Ratings {
		all = append(all, Rule{Code: "RATING-" + upper(s.Code), Topic: "ratings", Title: s.Title, Period: s.Period, Cite: s.Cite, Basis: s.Basis, Note: s.Note, Value: s})
		all = append(all, unsettledLines(s)...)
	}
	for _, d := range b.Reporting.Duties {
		all = append(all, Rule{Code: d.Code, Topic: "reporting", Title: d.Title, Period: d.Period, Cite: d.Cite, Basis: d.Basis, Note: d.Note, Value: d})
	}
	all = append(all, Rule{Code: "REPORTING-OWING", Topic: "reporting", Title: titleOwing, Cite: []law.Cite{}, Basis: b.Reporting.Owing.Basis, Value: b.Reporting.Owing})
	for _, row := range b.Reporting.Table.Rows {
		all = append(all, Rule{Code: "REPORTING-ROW-" + row.Code, Topic: "reporting", Title: row.Title, Cite: notNil(row.Cite), Basis: row.Basis, Note: row.Note, Value: row})
	}
	for _, m := range b.Reporting.Table.Models {
		all = append(all, Rule{Code: "REPORTING-MODEL-" + upper(m.Code), Topic: "reporting", Title: m.Title, Cite: notNil(m.Cite), Basis: m.Basis, Note: m.Note, Value: m})
	}
	all = append(all, b.programmeRules()...)
	for _, y := range b.holidays.Years {
		year := vn.Period{From: vn.NewDate(y.Year, 1, 1), To: vn.NewDate(y.Year+1, 1, 1)}
		all = append(all, Rule{
			Code: "HOLIDAYS", Topic: "holidays", Title: titleHolidays, Period: year, Cite: b.holidays.Cite, Basis: y.Basis,
			Value: map[string]any{"closed": y.Closed, "worked": y.Worked},
		})
	}
	return all
}

// unsettledLines are the lines of a scheme whose most points no source gives, each a rule of its own for the lawyers.
func unsettledLines(s rating.Scheme) []Rule {
	var lines []Rule
	for _, l := range s.Lines() {
		if l.Basis == law.BasisMissing || l.Basis == law.BasisAssumed {
			lines = append(lines, Rule{Code: s.Prefix + "-" + l.Code, Topic: "ratings", Title: l.Title, Period: s.Period, Cite: s.Cite, Basis: l.Basis, Value: l})
		}
	}
	return lines
}

func spread[T any](code, topic, title string, t law.Timeline[T]) []Rule {
	rules := make([]Rule, len(t))
	for i, p := range t {
		rules[i] = Rule{Code: code, Topic: topic, Title: title, Value: p.Value, Period: p.Period, Cite: p.Cite, Basis: p.Basis, Note: p.Note}
		if rules[i].Cite == nil {
			rules[i].Cite = []law.Cite{}
		}
	}
	return rules
}

func upper(s string) string { return strings.ToUpper(strings.ReplaceAll(s, "_", "-")) }
