package naming_test

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/naming"
	"htxregistry/internal/vn"
)

// pair is a labelled pair of testdata/pairs.csv: a planned name, a registered one, and the rules that are hit. A rule with a
// question mark is a warning. The basis says how sure the label is.
type pair struct {
	row      int
	scheme   naming.Scheme
	planned  naming.Question
	held     naming.Registered
	expected []string
	stated   bool
	note     string
}

// table reads the rows of a file of testdata, each by the names of its columns.
func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var found []map[string]string
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, column := range rows[0] {
			cells[column] = row[i]
		}
		found = append(found, cells)
	}
	return found
}

func pairs(t *testing.T) []pair {
	t.Helper()
	book := book(t)
	var all []pair
	for i, row := range table(t, "pairs.csv") {
		cell := func(column string) string { return row[column] }
		p := pair{
			row: i + 2, stated: cell("basis") == "stated", note: cell("note"),
			planned: naming.Question{
				Kind: coop.Kind(cell("kind")), Name: cell("planned"), ShortName: cell("planned_short"), ForeignName: cell("planned_foreign"),
				On: vn.MustDate(cell("on")), Track: coop.Track(cell("track")),
			},
			held: naming.Registered{
				Holder: naming.Holder{
					ID: id.New[coop.Organization](), Name: cell("registered"), Kind: coop.Kind(cell("registered_kind")), Status: coop.Status(cell("status")),
				},
				Foreign: cell("registered_foreign"), Short: cell("registered_short"), Track: coop.Track(cell("registered_track")),
				Reason: coop.StatusReason(cell("status_reason")), SameCommune: cell("same_commune") != "",
			},
		}
		if cell("member") != "" {
			p.planned.MemberOf = p.held.ID.String()
		}
		if p.planned.Track == "" {
			p.planned.Track = coop.TrackRegistration
			if p.planned.Kind == coop.KindQTDND && !p.planned.On.Before(vn.MustDate("2024-07-01")) {
				p.planned.Track = coop.TrackLicence
			}
		}
		if cell("expected") != "" {
			p.expected = strings.Split(cell("expected"), ";")
		}
		p.scheme = book.Scheme(p.planned.Kind, p.planned.Track, p.planned.On)
		all = append(all, p)
	}
	return all
}

// hits are the rules hit by the pair, a warning with a question mark.
func (p pair) hits() []string {
	var found []string
	for _, h := range p.scheme.Judge(p.planned, []naming.Registered{p.held}).Hits {
		if h.Holder == nil {
			continue // form, not the pair
		}
		code := h.Rule
		if h.Verdict == naming.Warning {
			code += "?"
		}
		found = append(found, code)
	}
	return found
}

// tally counts labels found, found wrongly and missed.
type tally struct{ right, wrong, missed int }

func (c *tally) add(expected, found []string) {
	for _, code := range found {
		if slices.Contains(expected, code) {
			c.right++
		} else {
			c.wrong++
		}
	}
	for _, code := range expected {
		if !slices.Contains(found, code) {
			c.missed++
		}
	}
}

// permille is a share in thousandths.
func permille(part, whole int) int {
	if whole == 0 {
		return 1000
	}
	return part * 1000 / whole
}

func TestTheLabelledPairs(t *testing.T) {
	t.Parallel()
	all := pairs(t)
	if len(all) < 150 {
		t.Errorf("only %d labelled pairs", len(all))
	}
	var stated, others tally
	for _, p := range all {
		found := p.hits()
		count := &others
		if p.stated {
			count = &stated
		}
		count.add(p.expected, found)
		slices.Sort(found)
		slices.Sort(p.expected)
		if !slices.Equal(found, p.expected) {
			t.Errorf("row %d, %s: %q against %q: %v, want %v (%s)", p.row, p.planned.On, p.planned.Name, p.held.Name, found, p.expected, p.note)
		}
	}
	for _, c := range []struct {
		name string
		tally
	}{{"stated", stated}, {"derived and assumed", others}} {
		precision, recall := permille(c.right, c.right+c.wrong), permille(c.right, c.right+c.missed)
		t.Logf("%s: precision %d ‰, recall %d ‰ (%d right, %d wrong, %d missed) of %d pairs", c.name, precision, recall, c.right, c.wrong, c.missed, len(all))
		if c.name == "stated" && (precision < 1000 || recall < 1000) {
			t.Errorf("the law's own words must be read without a mistake")
		}
	}
}

// Whatever a rule would hit is found by the index: the registered name stands under one of the keys the planned one is looked
// for by, or has the same short or foreign name.
func TestTheIndexFindsEveryPairThatARuleHits(t *testing.T) {
	t.Parallel()
	for _, p := range pairs(t) {
		other := p.planned.ShortName != "" && vn.NameKey(p.planned.ShortName) == vn.NameKey(p.held.Short) ||
			p.planned.ForeignName != "" && vn.NameKey(p.planned.ForeignName) == vn.NameKey(p.held.Foreign)
		key := naming.IndexKey(p.held.Kind, p.held.Name)
		if len(p.hits()) > 0 && !other && !slices.Contains(p.scheme.Lookups(p.planned.Name), key) {
			t.Errorf("row %d: %q is kept under %q, looked for under %q", p.row, p.held.Name, key, p.scheme.Lookups(p.planned.Name))
		}
	}
}
