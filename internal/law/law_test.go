package law_test

import (
	"encoding/json"
	"strings"
	"testing"

	"htxregistry/internal/law"
	"htxregistry/internal/vn"

	"go.yaml.in/yaml/v3"
)

const members = `
- valid_from: 2013-07-01
  valid_to: 2024-07-01
  cite: [{doc: 23/2012/QH13, at: Điều 3 khoản 1}]
  basis: stated
  value: 7
- valid_from: 2024-07-01
  valid_to:
  cite:
    - {doc: 17/2023/QH15, at: Điều 4 khoản 7, title: Luật Hợp tác xã}
  basis: stated
  note: thành viên chính thức
  value: 5
`

func read(t *testing.T, text string) law.Timeline[int] {
	t.Helper()
	var got law.Timeline[int]
	dec := yaml.NewDecoder(strings.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&got); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTheProvisionOfTheDayIsInForce(t *testing.T) {
	t.Parallel()
	line := read(t, members)
	if err := line.Check("members"); err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]int{
		"2013-06-30": 0, "2013-07-01": 7, "2013-07-02": 7,
		"2024-06-30": 7, "2024-07-01": 5, "2024-07-02": 5, "2099-01-01": 5,
	} {
		p, ok := line.On(vn.MustDate(day))
		if ok != (want > 0) || p.Value != want {
			t.Errorf("on %s it is %d, %v; want %d", day, p.Value, ok, want)
		}
	}
	if p := line[1]; p.Cite[0].Title != "Luật Hợp tác xã" || p.Note != "thành viên chính thức" || p.Basis != law.BasisStated || !p.Open() {
		t.Errorf("read as %+v", p)
	}
}

func TestAMisspeltKeyIsRefused(t *testing.T) {
	t.Parallel()
	var got law.Timeline[int]
	dec := yaml.NewDecoder(strings.NewReader("- {valid_form: 2013-07-01, basis: stated, value: 7}"))
	dec.KnownFields(true)
	if err := dec.Decode(&got); err == nil {
		t.Errorf("read as %v", got)
	}
}

func TestAProvisionIsFlatInJSON(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(read(t, members)[1])
	const want = `{"valid_from":"2024-07-01","valid_to":null,"cite":[{"document":"17/2023/QH15","article":"Điều 4 khoản 7",` +
		`"title":"Luật Hợp tác xã"}],"basis":"stated","note":"thành viên chính thức","value":5}`
	if err != nil || string(text) != want {
		t.Errorf("%s, %v", text, err)
	}
}

func TestALineOfProvisionsIsChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		yaml string
		want string // "" is sound
	}{
		"a gap is lawful": {"- {valid_from: 2013-07-01, valid_to: 2014-01-27, basis: assumed, value: 1}\n" +
			"- {valid_from: 2024-07-01, basis: missing, value: 0}", ""},
		"an open beginning comes first": {"- {valid_to: 2014-01-27, basis: assumed, value: 1}\n" +
			"- {valid_from: 2014-01-27, basis: assumed, value: 2}", ""},
		"derived needs a citation": {"- {valid_from: 2013-07-01, basis: derived, value: 1}", "rule[0]: no citation"},
		"stated needs a citation":  {"- {valid_from: 2013-07-01, basis: stated, value: 1}", "rule[0]: no citation"},
		"a citation names a document": {
			"- {valid_from: 2013-07-01, basis: assumed, cite: [{at: Điều 1}], value: 1}",
			"rule[0]: citation without a document",
		},
		"a basis is known": {"- {valid_from: 2013-07-01, basis: guessed, value: 1}", `rule[0]: unknown basis "guessed"`},
		"a basis is given": {"- {valid_from: 2013-07-01, value: 1}", `rule[0]: unknown basis ""`},
		"overlap": {"- {valid_from: 2013-07-01, valid_to: 2024-07-02, basis: assumed, value: 1}\n" +
			"- {valid_from: 2024-07-01, basis: assumed, value: 2}", "rule[1]: begins before the one above ends"},
		"disorder": {"- {valid_from: 2024-07-01, valid_to: 2025-07-01, basis: assumed, value: 1}\n" +
			"- {valid_from: 2013-07-01, valid_to: 2024-07-01, basis: assumed, value: 2}", "rule[1]: begins before"},
		"after an open end": {"- {valid_from: 2013-07-01, basis: assumed, value: 1}\n" +
			"- {valid_from: 2024-07-01, basis: assumed, value: 2}", "rule[1]: begins before"},
		"an open beginning in the middle": {"- {valid_from: 2013-07-01, valid_to: 2024-07-01, basis: assumed, value: 1}\n" +
			"- {basis: assumed, value: 2}", "rule[1]: begins before"},
		"no day": {"- {valid_from: 2024-07-01, valid_to: 2024-07-01, basis: assumed, value: 1}", "rule[0]: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := read(t, c.yaml).Check("rule")
			if (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func TestAVerdictSpeaksTheContract(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(law.Verdict{
		Rule: "PAPERS", Answer: law.NotMet, Cite: []law.Cite{{Doc: "92/2024/NĐ-CP", At: "Điều 19 khoản 2"}},
		Basis: law.BasisStated, Pointer: "/papers", Detail: "Thiếu điều lệ.",
	})
	const want = `{"rule":"PAPERS","verdict":"not_met","cite":[{"document":"92/2024/NĐ-CP","article":"Điều 19 khoản 2"}],` +
		`"basis":"stated","pointer":"/papers","detail":"Thiếu điều lệ."}`
	if err != nil || string(text) != want {
		t.Errorf("%s, %v", text, err)
	}
}
