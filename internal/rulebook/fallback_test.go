package rulebook_test

import (
	"fmt"
	"testing"

	"htxregistry/internal/dossier"
	"htxregistry/internal/vn"
)

// Điều 6d khoản 3, 03/2014/TT-BKHĐT; Điều 20 khoản 4, 92/2024/NĐ-CP.
func TestWhatWasIssuedOutsideTheSystemIsEnteredInTheTimeOfTheDay(t *testing.T) {
	t.Parallel()
	b := book(t)
	for day, want := range map[string]string{
		"2019-05-27": "", "2019-05-28": "15 working days, stated", "2019-05-29": "15 working days, stated",
		"2024-06-30": "15 working days, stated", "2024-07-01": "0 days, missing", "2024-07-02": "0 days, missing",
		"2024-07-17": "0 days, missing", "2024-07-18": "30 days, stated", "2024-07-19": "30 days, stated",
	} {
		got := ""
		for _, r := range b.Rules(vn.MustDate(day), "deadlines") {
			if r.Code != "FALLBACK-ENTRY" {
				continue
			}
			limit, unit := r.Value.(dossier.NoticeTime), "days"
			n := limit.Days
			if limit.Workdays > 0 {
				n, unit = limit.Workdays, "working days"
			}
			got = fmt.Sprintf("%d %s, %s", n, unit, r.Basis)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
}
