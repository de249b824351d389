package dossier_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
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

// A rule nobody wrote a row for is one whose answers nobody has held against the texts.
func TestEveryRuleHasItsRows(t *testing.T) {
	t.Parallel()
	var cases []testCase
	table(t, "cases.yaml", &cases)
	have := map[string]bool{"COMPETENCE": true} // package jurisdiction has its tables
	for _, c := range cases {
		have[c.Rule] = true
	}
	for _, r := range days(t).Rows {
		for _, rule := range r.Rules {
			have[rule] = true
		}
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, code := range regexp.MustCompile(`"([A-Z][A-Z-]{2,})"`).FindAllStringSubmatch(string(text), -1) {
			if !have[code[1]] {
				t.Errorf("%s: no table has a row for %s", name, code[1])
			}
		}
	}
}

// testCase is one rule on several days or values: the answers by what $x stands for.
type testCase struct {
	Name      string                `yaml:"name"`
	Procedure coop.Procedure        `yaml:"procedure"`
	Kinds     []string              `yaml:"kinds"`
	Of        coop.Kind             `yaml:"of"`
	Received  string                `yaml:"received"`
	Today     string                `yaml:"today"`
	State     yaml.Node             `yaml:"state"`
	Payload   yaml.Node             `yaml:"payload"`
	Rule      string                `yaml:"rule"`
	Cite      string                `yaml:"cite"`
	Answers   map[string]law.Answer `yaml:"answers"`
}

func TestEachRuleOnTheDayBeforeOfAndAfter(t *testing.T) {
	t.Parallel()
	b := book(t)
	var cases []testCase
	table(t, "cases.yaml", &cases)
	for _, c := range cases {
		for _, kind := range c.Kinds {
			for x, want := range c.Answers {
				t.Run(c.Name+"/"+kind+"/"+x, func(t *testing.T) {
					v := c.verdict(t, b, kind, x)
					if code := codeIn(v.Detail); code != "" {
						t.Errorf("%s speaks in codes (%s): %s", c.Rule, code, v.Detail)
					}
					if v.Answer != want {
						t.Errorf("%s: %s, want %s (%s)", c.Rule, v.Answer, want, v.Detail)
					}
					cited := slices.ContainsFunc(v.Cite, func(at law.Cite) bool { return at.Doc+" "+at.At == c.Cite })
					if v.Answer != "" && !cited && c.Cite != "" {
						t.Errorf("%s cites %v, want %s", c.Rule, v.Cite, c.Cite)
					}
				})
			}
		}
	}
}

// codeIn finds the code of a status in a sentence for people.
func codeIn(sentence string) string {
	for _, word := range strings.FieldsFunc(sentence, func(r rune) bool { return r == ' ' || strings.ContainsRune("(),.:;", r) }) {
		if slices.Contains(coop.Statuses(), coop.Status(word)) {
			return word
		}
	}
	return ""
}

// verdict judges the case with x in place of $x and gives the rule's verdict, the worst where there are several; none is "".
func (c testCase) verdict(t *testing.T, b *rulebook.Book, kind, x string) law.Verdict {
	t.Helper()
	return worst(c.judge(t, b, kind, x), c.Rule)
}

// worst is what stands in the way where a rule answers more than once; no verdict where it does not speak.
func worst(verdicts []law.Verdict, rule string) law.Verdict {
	found := law.Verdict{}
	for _, v := range verdicts {
		if v.Rule == rule && (found.Rule == "" || v.Answer == law.NotMet) {
			found = v
		}
	}
	return found
}

// judge gives every verdict on the case with x in place of $x.
func (c testCase) judge(t *testing.T, b *rulebook.Book, kind, x string) []law.Verdict {
	t.Helper()
	put := func(s string) string { return strings.ReplaceAll(s, "$x", x) }
	into := func(node yaml.Node, out any, loose bool) {
		if node.IsZero() {
			return
		}
		text, err := yaml.Marshal(&node)
		if err == nil && loose {
			var whole yaml.Node
			var members map[string]any
			if err = yaml.Unmarshal([]byte(put(string(text))), &whole); err == nil {
				daysAsText(&whole)
				err = whole.Decode(&members)
				text, _ = json.Marshal(members)
				err = errors.Join(err, json.Unmarshal(text, out))
			}
		} else if err == nil {
			err = yaml.Unmarshal([]byte(put(string(text))), out)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var state facts
	into(c.State, &state, false)
	r := row{Of: c.Of}
	received := vn.MustDate(put(c.Received))
	d, s := subject(t, b, c.Procedure, kind, r.kindOf(), received, state)
	into(c.Payload, &d.Payload, true)
	if c.Today != "" {
		s.Today = vn.MustDate(put(c.Today))
	}
	if s.Target != nil {
		for _, party := range s.Target.Parties {
			d.Payload.Parties = append(d.Payload.Parties, party.Organization.ID)
		}
	}
	return d.Judge(s)
}

// daysAsText keeps days as they are written: YAML would make instants of them.
func daysAsText(n *yaml.Node) {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, below := range n.Content {
		daysAsText(below)
	}
}
