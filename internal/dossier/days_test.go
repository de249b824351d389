package dossier_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// dayTable is days.yaml, whose head tells how it is written.
type dayTable struct {
	Files map[coop.Procedure]struct {
		State   yaml.Node `yaml:"state"`
		Payload yaml.Node `yaml:"payload"`
	} `yaml:"files"`
	Rows []dayRow `yaml:"rows"`
}

// dayRow is what rules answer about a file, from each of their days on.
type dayRow struct {
	Procedures []coop.Procedure   `yaml:"procedures"`
	Kinds      []string           `yaml:"kinds"`
	File       string             `yaml:"file"`
	Rules      []string           `yaml:"rules"`
	Before     string             `yaml:"before"`
	From       map[vn.Date]string `yaml:"from"`
}

const (
	bare, full  = "bare", "full"
	noProcedure = "none"
	silent      = "silent"
)

func days(t *testing.T) dayTable {
	t.Helper()
	var d dayTable
	table(t, "days.yaml", &d)
	return d
}

// judge gives the verdicts on the file of a procedure received on a day; nil where the law of that day does not know it.
func (d dayTable) judge(t *testing.T, b *rulebook.Book, p coop.Procedure, kind, file string, day vn.Date) []law.Verdict {
	t.Helper()
	if b.Rule(p, kind, day).Basis == law.BasisMissing {
		return nil
	}
	c := testCase{Procedure: p, Received: "$x"}
	if file == full {
		f, known := d.Files[p]
		if !known {
			t.Fatalf("no file of %s in days.yaml", p)
		}
		c.State, c.Payload = f.State, f.Payload
	}
	return c.judge(t, b, kind, day.String())
}

// said writes a verdict as a row does: the answer, how sure it is where the text does not say it, and its clauses.
func said(verdicts []law.Verdict, rule string) string {
	if verdicts == nil {
		return noProcedure
	}
	v := worst(verdicts, rule)
	if v.Rule == "" {
		return silent
	}
	text := string(v.Answer)
	if v.Basis != law.BasisStated {
		text += " (" + string(v.Basis) + ")"
	}
	clauses := make([]string, len(v.Cite))
	for i, c := range v.Cite {
		clauses[i] = c.Doc + " " + c.At
	}
	return strings.TrimSuffix(text+": "+strings.Join(clauses, "; "), ": ")
}

// changes are the days on which anything of the rulebook that a file is judged by begins or ends, or a document that a verdict may
// cite begins.
func changes(b *rulebook.Book) []vn.Date {
	days := map[vn.Date]bool{}
	topics := []string{"jurisdiction", "members", "deadlines", "entry", "regimes", "sizes", "papers", "procedures"}
	for day := vn.MustDate("2013-01-01"); day.Before(vn.MustDate("2027-01-01")); day = day.AddDays(7) { // nothing is in force for less
		for _, topic := range topics {
			for _, r := range b.Rules(day, topic) {
				days[r.From], days[r.To] = true, true
			}
		}
	}
	for _, d := range b.Documents {
		if !d.Effective.Before(vn.MustDate("2013-07-01")) {
			days[d.Effective] = true
		}
	}
	delete(days, vn.Date{})
	return slices.SortedFunc(maps.Keys(days), vn.Date.Compare)
}

func everyKind() []string {
	var kinds []string
	for _, k := range coop.Kinds() {
		kinds = append(kinds, string(k))
	}
	for _, k := range coop.UnitKinds() {
		kinds = append(kinds, string(k))
	}
	return kinds
}

func TestWhatEveryRuleAnswersAroundTheDaysOfItsLaw(t *testing.T) {
	t.Parallel()
	b, d := book(t), days(t)
	for _, r := range d.Rows {
		days := slices.SortedFunc(maps.Keys(r.From), vn.Date.Compare)
		before := r.Before
		for _, day := range days {
			from := r.From[day]
			for i, want := range []string{before, from, from} {
				on := day.AddDays(i - 1)
				for _, p := range r.Procedures {
					for _, kind := range r.Kinds {
						verdicts := d.judge(t, b, p, kind, r.File, on)
						for _, rule := range r.Rules {
							if got := said(verdicts, rule); got != want {
								t.Errorf("%s of a %s, %s file, %s on %s:\n got %s\nwant %s", p, kind, r.File, rule, on, got, want)
							}
						}
					}
				}
			}
			before = from
		}
	}
}

// The rulebook itself says which days the table needs: for each procedure and kind every rule whose answer or clause changes on
// one, in either file. A new day in the rulebook without its row fails here.
func TestNoDayOfTheRulebookIsWithoutItsRows(t *testing.T) {
	t.Parallel()
	b, d := book(t), days(t)
	type cell struct {
		procedure  coop.Procedure
		kind, rule string
		day        vn.Date
	}
	have := map[cell]bool{}
	for _, r := range d.Rows {
		for _, p := range r.Procedures {
			for _, kind := range r.Kinds {
				for _, rule := range r.Rules {
					for day := range r.From {
						have[cell{p, kind, rule, day}] = true
					}
				}
			}
		}
	}
	for _, day := range changes(b) {
		for _, p := range coop.Procedures() {
			for _, kind := range everyKind() {
				for _, file := range []string{bare, full} {
					before, of := d.judge(t, b, p, kind, file, day.AddDays(-1)), d.judge(t, b, p, kind, file, day)
					for _, rule := range rulesOf(before, of) {
						if was, is := said(before, rule), said(of, rule); was != is && !have[cell{p, kind, rule, day}] {
							t.Errorf("no row: %s|%s|%s|%s|%s|%s|%s", p, kind, file, day, rule, was, is)
						}
					}
				}
			}
		}
	}
}

// rulesOf lists the rules that speak; not that of the competent office, which has tables of its own.
func rulesOf(verdicts ...[]law.Verdict) []string {
	var rules []string
	for _, v := range slices.Concat(verdicts...) {
		if v.Rule != "COMPETENCE" && !slices.Contains(rules, v.Rule) {
			rules = append(rules, v.Rule)
		}
	}
	return rules
}
