package rulebook_test

import (
	"os"
	"path/filepath"
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
	files := fstest.MapFS{}
	for _, pattern := range []string{"data/*.yaml", "data/programmes/*.yaml"} {
		all, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range all {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[strings.TrimPrefix(name, "data/")] = &fstest.MapFile{Data: text}
		}
	}
	const own = `
code: chuoi-xoai-82
title: Chuỗi giá trị xoài
valid_from: 2026-01-01
valid_to:
cite: []
basis: assumed
kinds: [htx]
provinces: ['82']
conditions:
  - {code: XOAI-1, title: Trồng trọt, check: sector, terms: {sectors: [agriculture]}, mandatory: true, cite: [], basis: assumed}
  - {code: XOAI-2, title: Có lãi hai năm, check: profit, terms: {years: 2}, mandatory: true, cite: [], basis: assumed}
  - {code: XOAI-3, title: Từ 20 thành viên, check: members, terms: {members: 20}, mandatory: true, cite: [], basis: assumed}
priorities: [{code: XOAI-P, title: Doanh thu lớn hơn, by: revenue, cite: [], basis: assumed}]
phases: []
quota: {province: 2, cite: [], basis: assumed}
models: [{code: A, title: Xoài xuất khẩu, basis: assumed}]
`
	files["programmes/chuoi-xoai-82.yaml"] = &fstest.MapFile{Data: []byte(own)}
	book, err := rulebook.LoadFrom(files)
	if err != nil {
		t.Fatal(err)
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
		"a check that is none": {"check: profit", "check: luck"}, "stated without a source": {"basis: assumed\nkinds", "basis: stated\nkinds"},
		"a misspelt key": {"mandatory", "mandatry"}, "a priority that is none": {"by: revenue", "by: fame"},
	} {
		files["programmes/chuoi-xoai-82.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(own, spoilt[0], spoilt[1], 1))}
		if _, err := rulebook.LoadFrom(files); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
