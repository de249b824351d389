package place

import (
	"sort"
	"strings"

	"htxregistry/internal/vn"
)

// Industry is an entry of the Vietnamese industry classification (VSIC) in one of its editions: 2018 (27/2018/QĐ-TTg) or
// 2025 (36/2025/QĐ-TTg, since 2025-11-15). Level runs from 1, a section with a letter, to 5.
type Industry struct {
	Edition    string
	Code       string
	Level      int
	ParentCode string // empty for a section
	Name       string
}

// Industries is the classification in memory, immutable and safe for concurrent use.
type Industries struct {
	entries map[string]Industry // by edition and code
	listed  []listedIndustry
}

type listedIndustry struct {
	Industry
	folded string
}

// NewIndustries makes the classification.
func NewIndustries(entries []Industry) *Industries {
	c := &Industries{entries: make(map[string]Industry, len(entries))}
	for _, e := range entries {
		c.entries[e.Edition+e.Code] = e
		c.listed = append(c.listed, listedIndustry{e, " " + vn.Fold(e.Name)})
	}
	sort.Slice(c.listed, func(i, j int) bool {
		a, b := c.listed[i], c.listed[j]
		if a.Edition != b.Edition {
			return a.Edition < b.Edition
		}
		return a.Code < b.Code
	})
	return c
}

// Get gives the entry of an edition with a code.
func (c *Industries) Get(edition, code string) (Industry, bool) {
	e, ok := c.entries[edition+code]
	return e, ok
}

// Section gives the letter of the section a code lies in, empty when the code is not known.
func (c *Industries) Section(edition, code string) string {
	for code != "" {
		e, ok := c.Get(edition, code)
		if !ok {
			return ""
		}
		if e.ParentCode == "" {
			return e.Code
		}
		code = e.ParentCode
	}
	return ""
}

// IndustryQuery is a question for industries.
type IndustryQuery struct {
	Edition string
	Words   string // words of the name, or the beginning of the code
	Level   int
	Parent  string // stands below it: directly, or at any depth when Level says which
	After   string // code of the last entry of the page before
	Limit   int
}

// List gives the entries that match, by code.
func (c *Industries) List(q IndustryQuery) []Industry {
	words := strings.Fields(vn.Fold(q.Words))
	var found []Industry
	for _, e := range c.listed {
		if len(found) == q.Limit {
			break
		}
		if e.Edition == q.Edition && e.Code > q.After && (q.Level == 0 || e.Level == q.Level) &&
			c.standsBelow(e.Industry, q) && e.matches(words) {
			found = append(found, e.Industry)
		}
	}
	return found
}

// standsBelow tells whether an entry stands below the one asked for.
func (c *Industries) standsBelow(e Industry, q IndustryQuery) bool {
	return q.Parent == "" || below(e.ParentCode, q.Parent, q.Level != 0, func(code string) string {
		entry, _ := c.Get(e.Edition, code)
		return entry.ParentCode
	})
}

func (e listedIndustry) matches(words []string) bool {
	if len(words) == 1 && strings.HasPrefix(strings.ToLower(e.Code), words[0]) {
		return true
	}
	for _, w := range words {
		if !strings.Contains(e.folded, " "+w) {
			return false
		}
	}
	return true
}

// EditionOn tells which edition is in force on a day: 2025 from 2025-11-15 (Điều 3, 36/2025/QĐ-TTg), 2018 before. Days
// before 2018-08-20 had the edition of 2007, which this register does not hold; 2018 stands for it.
func EditionOn(day vn.Date) string {
	if day.Before(vn.NewDate(2025, 11, 15)) {
		return "2018"
	}
	return "2025"
}
