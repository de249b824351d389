package hoiquan_test

import (
	"errors"
	"strings"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
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

// A sheet tells what has happened: each of its days has come.
func TestNoDayOfASheetIsToCome(t *testing.T) {
	t.Parallel()
	today := vn.MustDate("2021-06-01")
	for pointer, sheet := range map[string]func(vn.Date) hoiquan.Sheet{
		"/valid_from":        func(d vn.Date) hoiquan.Sheet { return hoiquan.Sheet{From: d} },
		"/facts/launched_on": func(d vn.Date) hoiquan.Sheet { return hoiquan.Sheet{Facts: hoiquan.Facts{LaunchedOn: d}} },
		"/facts/founding/charter_drafted_on": func(d vn.Date) hoiquan.Sheet {
			return hoiquan.Sheet{Facts: hoiquan.Facts{Founding: &hoiquan.Founding{CharterDraft: d}}}
		},
		"/facts/founding/plan_drafted_on": func(d vn.Date) hoiquan.Sheet {
			return hoiquan.Sheet{Facts: hoiquan.Facts{Founding: &hoiquan.Founding{PlanDraft: d}}}
		},
		"/facts/label/decision/issued_on": func(d vn.Date) hoiquan.Sheet {
			return hoiquan.Sheet{Facts: hoiquan.Facts{Label: &hoiquan.Label{Decision: coop.Instrument{Number: "1", Issuer: "UBND", IssuedOn: d}}}}
		},
	} {
		for days, want := range map[int]string{-1: "", 0: "", 1: pointer} {
			err := sheet(today.AddDays(days)).Check(vn.Date{}, today)
			if (err != nil) != (want != "") || err != nil && !strings.Contains(pointersOf(err), want) {
				t.Errorf("%s, %d days on: %v", pointer, days, err)
			}
		}
	}
}

func pointersOf(err error) string {
	var refused *fault.Error
	if !errors.As(err, &refused) {
		return ""
	}
	pointers := ""
	for _, f := range refused.Fields {
		pointers += f.Pointer + " "
	}
	return pointers
}
