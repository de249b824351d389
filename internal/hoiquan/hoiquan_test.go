package hoiquan_test

import (
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/hoiquan"
	"htxregistry/internal/law"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// Seven found under the law of 2012, five since 2024-07-01; what is not known is never "not met".
func TestReadinessByTheLawOfTheDay(t *testing.T) {
	t.Parallel()
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	drafted := func(founders int, eligible bool) hoiquan.Facts {
		return hoiquan.Facts{Founding: &hoiquan.Founding{
			Founders: &founders, Eligible: &eligible, CharterDraft: vn.MustDate("2021-01-01"), PlanDraft: vn.MustDate("2021-01-01"),
		}}
	}
	members := func(n int) *coop.MemberCounts { return &coop.MemberCounts{Official: n} }
	for _, c := range []struct {
		name, day string
		members   *coop.MemberCounts
		facts     hoiquan.Facts
		want      law.Answer
	}{
		{"seven the day before the law of 2023", "2024-06-30", members(60), drafted(7, true), law.Met},
		{"six the day before the law of 2023", "2024-06-30", members(60), drafted(6, true), law.NotMet},
		{"five on its first day", "2024-07-01", members(60), drafted(5, true), law.Met},
		{"four on its first day", "2024-07-01", members(60), drafted(4, true), law.NotMet},
		{"five the day after", "2024-07-02", members(60), drafted(5, true), law.Met},
		{"a club of four", "2024-07-01", members(4), drafted(5, true), law.NotMet},
		{"nobody asked the members", "2024-07-01", members(60), hoiquan.Facts{}, law.Unknown},
		{"nobody counted the members", "2024-07-01", nil, drafted(5, true), law.Unknown},
		{"a founder who may be no member", "2024-07-01", members(60), drafted(5, false), law.NotMet},
		{"before any of these laws", "2013-06-30", members(60), drafted(7, true), law.Unknown},
	} {
		got := book.Founding(vn.MustDate(c.day)).Judge(c.members, c.facts)
		if got.Answer != c.want {
			t.Errorf("%s: %s, want %s: %+v", c.name, got.Answer, c.want, got.Needs)
		}
		for _, v := range got.Needs {
			if len(v.Cite) == 0 || v.Detail == "" {
				t.Errorf("%s: %s has no clause or says nothing", c.name, v.Rule)
			}
		}
	}
}
