// Package rating is the yearly classification of organisations (đánh giá, xếp loại): what an organisation reports of a
// year, the schemes by which it is scored, and the rank that follows. Schemes are data of the rulebook; nothing here knows a
// threshold.
package rating

import (
	"errors"
	"fmt"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Points are hundredths of a point: 84.50 points are 8450.
type Points int64

// Rank is the grade of a year.
type Rank string

// The ranks.
const (
	RankGood    Rank = "good"    // tốt
	RankFair    Rank = "fair"    // khá
	RankAverage Rank = "average" // trung bình
	RankWeak    Rank = "weak"    // yếu
)

// Ranks lists every rank, best first.
func Ranks() []Rank { return []Rank{RankGood, RankFair, RankAverage, RankWeak} }

// Scheme is one way of rating, with its days in force and the years it rates. An external scheme is another body's: its
// grade is recorded and nothing computed.
type Scheme struct {
	Code            string `json:"code"   yaml:"code"`
	Title           string `json:"title"  yaml:"title"`
	Prefix          string `json:"prefix" yaml:"prefix"` // of the rule codes of its lines
	vn.Period       `yaml:",inline"`
	Years           Years       `json:"years"                       yaml:"years"`
	Kinds           []coop.Kind `json:"kinds"                       yaml:"kinds"`
	Sectors         []string    `json:"sectors,omitempty"           yaml:"sectors,omitempty"` // none: every sector
	External        bool        `json:"external,omitempty"          yaml:"external,omitempty"`
	Cite            []law.Cite  `json:"cite"                        yaml:"cite"`
	Basis           law.Basis   `json:"basis"                       yaml:"basis"`
	Note            string      `json:"note,omitempty"              yaml:"note,omitempty"`
	Max             Points      `json:"max,omitempty"               yaml:"max,omitempty"`
	Ranks           []RankFrom  `json:"ranks,omitempty"             yaml:"ranks,omitempty"` // best first
	WeakIfPenalised bool        `json:"weak_if_penalised,omitempty" yaml:"weak_if_penalised,omitempty"`
	Exempt          Exemption   `json:"exempt,omitzero"             yaml:"exempt,omitempty"`
	Agreed          Source      `json:"agreed,omitzero"             yaml:"agreed,omitempty"` // that board and control agree to the own score
	Groups          []Group     `json:"groups,omitempty"            yaml:"groups,omitempty"`
}

// Years are the first and last year a scheme rates; a zero Last is open.
type Years struct {
	First int `json:"first"          yaml:"first"`
	Last  int `json:"last,omitempty" yaml:"last,omitempty"`
}

// Contain tells whether a year is rated.
func (y Years) Contain(year int) bool { return year >= y.First && (y.Last == 0 || year <= y.Last) }

// RankFrom is a rank and the points from which it is given.
type RankFrom struct {
	Rank Rank   `json:"rank" yaml:"rank"`
	From Points `json:"from" yaml:"from"`
}

// Exemption says who is not rated: what had operated for fewer Months at the day CountedTo (month and day) of the year, or
// had stopped for more than StoppedMonths in it; zero: no such exemption.
type Exemption struct {
	Months        int        `json:"months,omitempty"         yaml:"months,omitempty"`
	StoppedMonths int        `json:"stopped_months,omitempty" yaml:"stopped_months,omitempty"`
	CountedTo     string     `json:"counted_to,omitempty"     yaml:"counted_to,omitempty"`
	CountedBasis  law.Basis  `json:"counted_basis,omitempty"  yaml:"counted_basis,omitempty"`
	Cite          []law.Cite `json:"cite,omitempty"           yaml:"cite,omitempty"`
	Basis         law.Basis  `json:"basis,omitempty"          yaml:"basis,omitempty"`
}

// Source is where a rule stands.
type Source struct {
	Cite  []law.Cite `json:"cite"  yaml:"cite"`
	Basis law.Basis  `json:"basis" yaml:"basis"`
}

// Group is a group of criteria with the most points it gives.
type Group struct {
	Code     string      `json:"code"     yaml:"code"`
	Title    string      `json:"title"    yaml:"title"`
	Max      Points      `json:"max"      yaml:"max"`
	Basis    law.Basis   `json:"basis"    yaml:"basis"`
	Criteria []Criterion `json:"criteria" yaml:"criteria"`
}

// Criterion is a criterion; one without lines is its own line. Max is nil where no source gives it.
type Criterion struct {
	Line  `yaml:",inline"`
	Lines []Line `json:"lines,omitempty" yaml:"lines,omitempty"`
}

// Line is what points are given for. Bands give the points that follow from a figure of the yearly report, where the text's
// own are known.
type Line struct {
	Code    string    `json:"code"              yaml:"code"`
	Title   string    `json:"title"             yaml:"title"`
	Max     *Points   `json:"max"               yaml:"max,omitempty"`
	Basis   law.Basis `json:"basis"             yaml:"basis"`
	Measure Measure   `json:"measure,omitempty" yaml:"measure,omitempty"`
	Bands   []Band    `json:"bands,omitempty"   yaml:"bands,omitempty"`
}

// Band gives points to a measure below a bound; the last one has none.
type Band struct {
	Points Points `json:"points"          yaml:"points"`
	Below  *int64 `json:"below,omitempty" yaml:"below,omitempty"`
}

// lines are the lines of a criterion: itself where it has none.
func (c Criterion) lines() []Line {
	if len(c.Lines) == 0 {
		return []Line{c.Line}
	}
	return c.Lines
}

// Lines lists every line in order.
func (s Scheme) Lines() []Line {
	var all []Line
	for _, g := range s.Groups {
		for _, c := range g.Criteria {
			all = append(all, c.lines()...)
		}
	}
	return all
}

// Covers tells whether the scheme rates organisations of a kind and sector for a year.
func (s Scheme) Covers(kind coop.Kind, sector string, year int) bool {
	return s.Years.Contain(year) && slices.Contains(s.Kinds, kind) && (len(s.Sectors) == 0 || slices.Contains(s.Sectors, sector))
}

// Check refuses a scheme whose parts do not fit: lines over their criterion, criteria over their group, groups that do not
// make up the whole, a line twice, ranks out of order, bands without a measure or over the line.
func (s Scheme) Check() error {
	errs := []error{s.Period.Check()}
	fault := func(format string, args ...any) { errs = append(errs, fmt.Errorf(s.Code+": "+format, args...)) }
	if s.Code == "" || s.Prefix == "" || len(s.Kinds) == 0 || len(s.Cite) == 0 || !s.Basis.Known() || s.Years.First == 0 {
		fault("code, prefix, kinds, cite, basis and years are required")
	}
	if s.External {
		return errors.Join(errs...)
	}
	if len(s.Agreed.Cite) == 0 || !s.Agreed.Basis.Known() {
		fault("agreed: cite and basis are required")
	}
	seen := map[string]bool{}
	var whole Points
	for _, g := range s.Groups {
		whole += g.Max
		var group Points
		for _, c := range g.Criteria {
			group += known(c.Max)
			var criterion Points
			for _, l := range c.lines() {
				criterion += known(l.Max)
				if seen[l.Code] {
					fault("%s stands twice", l.Code)
				}
				seen[l.Code] = true
				if err := l.check(); err != nil {
					fault("%s: %w", l.Code, err)
				}
			}
			if c.Max != nil && criterion > *c.Max {
				fault("the lines of %s give %d, it gives %d", c.Code, criterion, *c.Max)
			}
		}
		if group > g.Max {
			fault("the criteria of group %s give %d, it gives %d", g.Code, group, g.Max)
		}
	}
	if whole != s.Max {
		fault("the groups give %d, the scheme %d", whole, s.Max)
	}
	if len(s.Ranks) == 0 || !slices.IsSortedFunc(s.Ranks, func(a, b RankFrom) int { return int(b.From - a.From) }) || s.Ranks[len(s.Ranks)-1].From != 0 {
		fault("ranks must go down to zero")
	}
	return errors.Join(errs...)
}

func (l Line) check() error {
	if !l.Basis.Known() || l.Title == "" {
		return errors.New("title and basis are required")
	}
	if (l.Measure == "") != (len(l.Bands) == 0) {
		return errors.New("bands and measure go together")
	}
	for i, b := range l.Bands {
		if l.Max == nil || b.Points > *l.Max || (b.Below == nil) != (i == len(l.Bands)-1) {
			return errors.New("a band gives more than the line, or is not closed")
		}
	}
	return nil
}

// known are the most points of a line or criterion, nothing where no source gives them.
func known(most *Points) Points {
	if most == nil {
		return 0
	}
	return *most
}

// LinesOf are the codes of the lines of a criterion, none where the scheme has no criterion of the code with lines of its own.
func (s Scheme) LinesOf(criterion string) []string {
	var lines []string
	for _, g := range s.Groups {
		for _, c := range g.Criteria {
			for _, l := range c.Lines {
				if c.Code == criterion {
					lines = append(lines, l.Code)
				}
			}
		}
	}
	return lines
}
