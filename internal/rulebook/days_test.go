package rulebook_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// dayTable is testdata/days.yaml, whose head tells how it is written.
type dayTable struct {
	Tells     map[string][]string `yaml:"tells"`
	Documents map[string]string   `yaml:"documents"`
	Rows      []struct {
		Rules  []string           `yaml:"rules"`
		Before string             `yaml:"before"`
		From   map[vn.Date]string `yaml:"from"`
	} `yaml:"rows"`
}

const (
	noRule  = "none"
	inForce = "in force"
)

func days(t *testing.T) dayTable {
	t.Helper()
	text, err := os.ReadFile("testdata/days.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var d dayTable
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	decoder.KnownFields(true)
	if err := decoder.Decode(&d); err != nil {
		t.Fatal(err)
	}
	return d
}

// said writes what the rules of a code say as a row does: the value, how sure it is where no text states it, and its clauses.
func (d dayTable) said(rules []rulebook.Rule, code string) string {
	var all []string
	for _, r := range rules {
		if r.Code != code {
			continue
		}
		text := d.told(plain(r.Value), d.Tells[r.Topic])
		if r.Basis != law.BasisStated {
			text += " (" + string(r.Basis) + ")"
		}
		clauses := make([]string, len(r.Cite))
		for i, c := range r.Cite {
			clauses[i] = c.Doc + " " + c.At
		}
		all = append(all, strings.Trim(text+": "+strings.Join(clauses, "; "), ": "))
	}
	if all == nil {
		return noRule
	}
	return strings.Join(all, " | ")
}

// told writes a value in one line: of one with members those that the table tells of, all where it names none.
func (d dayTable) told(value any, members []string) string {
	switch v := value.(type) {
	case nil:
		return ""
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if part := d.told(v[name], members); part != "" && (len(members) == 0 || slices.Contains(members, name)) {
				parts = append(parts, name+" "+part)
			}
		}
		return strings.Join(parts, ", ")
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = d.told(one, members)
		}
		return strings.Join(parts, " + ")
	}
	return fmt.Sprint(value)
}

// plain is a value as GET /rules shows it.
func plain(value any) (shown any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	numbers := json.NewDecoder(bytes.NewReader(text))
	numbers.UseNumber()
	if err := numbers.Decode(&shown); err != nil {
		panic(err)
	}
	return shown
}

func TestWhatEveryRuleSaysAroundItsDays(t *testing.T) {
	t.Parallel()
	b, d := book(t), days(t)
	on := map[vn.Date][]rulebook.Rule{}
	for _, row := range d.Rows {
		before := row.Before
		for _, day := range slices.SortedFunc(maps.Keys(row.From), vn.Date.Compare) {
			from := row.From[day]
			for i, want := range []string{before, from, from} {
				when := day.AddDays(i - 1)
				if on[when] == nil {
					on[when] = b.Rules(when, "")
				}
				for _, code := range row.Rules {
					got := d.said(on[when], code)
					if got != want && (want != inForce || got == noRule || strings.Contains(got, " | ")) {
						t.Errorf("%s on %s:\n got %s\nwant %s", code, when, got, want)
					}
				}
			}
			before = from
		}
	}
}

// A day on which a rule begins or ends without its row fails here. What is then said of a file has its rows in package dossier.
func TestEveryDayOfTheRulebookHasItsRow(t *testing.T) {
	t.Parallel()
	b, d := book(t), days(t)
	have := map[string]bool{}
	for _, row := range d.Rows {
		for _, code := range row.Rules {
			for day := range row.From {
				have[code+day.String()] = true
			}
		}
	}
	for _, day := range datesOf(t, `valid_(?:from|to): (\d{4}-\d\d-\d\d)`) {
		for _, r := range slices.Concat(b.Rules(day.AddDays(-1), ""), b.Rules(day, "")) {
			if (r.From == day || r.To == day) && r.Topic != "holidays" && !have[r.Code+day.String()] {
				t.Errorf("no row: %s|%s|%s|%s", r.Code, day, d.said(b.Rules(day.AddDays(-1), ""), r.Code), d.said(b.Rules(day, ""), r.Code))
			}
		}
	}
}

// Điều 22 khoản 1, 03/2014/TT-BKHĐT as of 2019-05-28 and Điều 15 khoản 1, 92/2024/NĐ-CP free the names of the dissolved and the
// bankrupt; Điều 13 khoản 1, 77/2019/NĐ-CP and Điều 17 khoản 1, 92/2024/NĐ-CP those of every group that has ended, once each.
func TestANameIsFreeFromTheDayItsTextSaysSo(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		kind  coop.Kind
		track coop.Track
		free  map[string]int // reasons of an end that free a name on a day
	}{
		{coop.KindHTX, coop.TrackRegistration, map[string]int{
			"2014-01-26": 0, "2014-01-27": 0, "2019-05-27": 0, "2019-05-28": 2, "2019-05-29": 2, "2024-06-30": 2, "2024-07-01": 2,
			"2024-07-02": 2, "2024-07-17": 2, "2024-07-18": 2, "2024-07-19": 2,
		}},
		{coop.KindQTDND, coop.TrackRegistration, map[string]int{"2019-05-27": 0, "2019-05-28": 2, "2024-06-30": 2, "2024-07-01": 0}},
		{coop.KindTHT, coop.TrackNotice, map[string]int{
			"2013-06-30": 0, "2013-07-01": 9, "2013-07-02": 9, "2019-11-24": 9, "2019-11-25": 9, "2024-07-17": 9, "2024-07-18": 9, "2024-07-19": 9,
		}},
		{coop.KindTHT, coop.TrackRegistration, map[string]int{"2024-06-30": 0, "2024-07-01": 9, "2024-07-17": 9, "2024-07-18": 9, "2024-07-19": 9}},
	} {
		for day, want := range c.free {
			on := vn.MustDate(day)
			if got := b.Scheme(c.kind, c.track, on).Freeing(on); len(got) != want {
				t.Errorf("%s by %s on %s: free after %q, want %d reasons", c.kind, c.track, day, got, want)
			}
		}
	}
}

func TestTheDaysOfEveryDocument(t *testing.T) {
	t.Parallel()
	b, d := book(t), days(t)
	for number, doc := range b.Documents {
		var said []string
		for _, day := range []vn.Date{doc.Issued, doc.Effective, doc.Repealed} {
			said = append(said, cmp.Or(day.String(), "-"))
		}
		if got := strings.Join(said, " "); got != d.Documents[number] {
			t.Errorf("%s: issued, in force and ended %s, want %s", number, got, d.Documents[number])
		}
	}
}

// datesOf lists the days that the files of the rulebook write so, once each and in order.
func datesOf(t *testing.T, form string) []vn.Date {
	t.Helper()
	found := map[vn.Date]bool{}
	for _, file := range files(t) {
		for _, match := range regexp.MustCompile(form).FindAllSubmatch(file.Data, -1) {
			found[vn.MustDate(string(match[1]))] = true
		}
	}
	return slices.SortedFunc(maps.Keys(found), vn.Date.Compare)
}
