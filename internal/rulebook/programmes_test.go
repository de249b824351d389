package rulebook_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"htxregistry/internal/coop"
	"htxregistry/internal/rating"
	"htxregistry/internal/replication"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// A province adds a programme of its own, for a value chain, by a file alone.
func TestAProvinceAddsItsOwnProgramme(t *testing.T) {
	t.Parallel()
	own, documents := example(t, "chuoi-xoai-82.yaml"), example(t, "documents.yaml")
	directory := func(programme, documents string) fstest.MapFS {
		return fstest.MapFS{"chuoi-xoai-82.yaml": {Data: []byte(programme)}, "documents.yaml": {Data: []byte(documents)}}
	}
	shipped, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	book, err := rulebook.LoadWith(directory(own, documents))
	if err != nil {
		t.Fatal(err)
	}
	if book.Digest == shipped.Digest || book.ProgrammesDigest == shipped.ProgrammesDigest || len(book.Programmes) != len(shipped.Programmes)+1 {
		t.Error("the rulebook does not tell that it has one more programme")
	}
	p, ok := book.Programme("chuoi-xoai-82")
	if !ok || !p.Covers(coop.KindHTX, "82") || p.Covers(coop.KindHTX, "79") || p.Covers(coop.KindLHHTX, "82") {
		t.Fatalf("%v %+v", ok, p)
	}
	figures := rating.Figures{PretaxProfit: new(vn.VND(1)), Members: &coop.MemberCounts{Official: 20}}
	facts := replication.Facts{
		States:  []replication.State{{Kind: coop.KindHTX, Status: coop.StatusActive, Sector: "agriculture", NewProvince: "82"}},
		Reports: map[int]rating.Figures{2024: figures, 2025: figures},
	}
	for day, want := range map[string]replication.Eligibility{"2026-12-31": replication.Eligible, "2027-01-01": replication.Undetermined} {
		if c, ok := p.Judge(facts, vn.MustDate(day)); !ok || c.Verdict != want {
			t.Errorf("on %s: %s", day, c.Explanation)
		}
	}
	for name, spoilt := range map[string][2]string{
		"a check without its terms": {"terms: {years: 2}, ", ""}, "a condition worded twice": {"XOAI-2", "XOAI-1"},
		"a check that is none": {"check: profit", "check: luck"}, "stated without a source": {"cite: [{doc: 5/NQ-HĐND, at: Điều 2}]\nbasis: assumed", "cite: []\nbasis: stated"},
		"a misspelt key": {"mandatory", "mandatry"}, "a priority that is none": {"by: revenue", "by: fame"},
	} {
		if _, err := rulebook.LoadWith(directory(strings.Replace(own, spoilt[0], spoilt[1], 1), documents)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	_, err = rulebook.LoadWith(directory(strings.Replace(own, "mandatory", "mandatry", 1), strings.Replace(documents, "5/NQ-HĐND", "167/QĐ-TTg", 1)))
	if err == nil || !strings.Contains(err.Error(), "mandatry") || !strings.Contains(err.Error(), "167/QĐ-TTg") {
		t.Errorf("not every fault is named: %v", err)
	}
	if _, err = rulebook.LoadWith(directory(own, "[]")); err == nil || !strings.Contains(err.Error(), "5/NQ-HĐND") {
		t.Errorf("a document that nobody named: %v", err)
	}
	nowhere := t.TempDir()
	if _, err := rulebook.LoadWith(os.DirFS(nowhere + "/none")); err != nil {
		t.Errorf("a province without programmes: %v", err)
	}
	if err := os.WriteFile(nowhere+"/file", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := rulebook.LoadWith(os.DirFS(nowhere + "/file")); err == nil {
		t.Error("a directory that cannot be read was taken for an empty one")
	}
}

// example is a file of the programme that a province may start from.
func example(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/examples/programmes/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
