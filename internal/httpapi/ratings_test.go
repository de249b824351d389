package httpapi_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"htxregistry/internal/caller"
)

// points are a score of 85 points under TT 01/2020: 25 + 26 + 34.
func points(change map[string]int) []any {
	given := map[string]int{
		"C01A": 400, "C01B": 100, "C02A": 400, "C02B": 100, "C03A": 400, "C03B": 300, "C03C": 300, "C04A": 200, "C04B": 200, "C04C": 100, "C05": 800,
		"C06": 600, "C07A": 100, "C07B": 200, "C07C": 100, "C08": 500, "C09": 300, "C10": 700, "C11": 700, "C12": 600, "C13": 500, "C14": 500, "C15": 400,
	}
	var scores []any
	for line, p := range given {
		if other, ok := change[line]; ok {
			p = other
		}
		scores = append(scores, object{"line": line, "points": p})
	}
	return scores
}

func TestAReportIsFiledCorrectedAndRememberedAsItWasKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	d := w.desk("tckh-866")
	path := "/v1/organizations/" + w.register(d.officer, d.lead, htx("Hợp tác xã Báo Cáo", nil)).text(t, "organization_id") + "/reports/2021"
	figures := func(revenue int) object {
		return object{"figures": object{"revenue_vnd": revenue, "workers": 7, "members": object{"official": 21, "capital_associates": 0, "service_associates": 0, "foreign": 0}}}
	}
	w.want(w.call(d.officer, http.MethodGet, path, nil), 404, "report-not-found")
	w.want(w.call(d.officer, http.MethodPut, path, figures(1_000)), 428, "if-match-required")
	faulty := w.want(w.call(d.officer, http.MethodPut, path, object{"figures": object{
		"revenue_vnd": 100, "revenue_members_vnd": 60, "revenue_others_vnd": 50, "total_assets_vnd": 10, "indivisible_assets_vnd": 11,
	}}, "If-Match", `"0"`), 422, "figures-not-met")
	for _, pointer := range []string{"/figures/revenue_vnd", "/figures/indivisible_assets_vnd"} {
		if !strings.Contains(string(faulty.body), pointer) {
			t.Errorf("%s is not named: %s", pointer, faulty.body)
		}
	}
	first := w.want(w.call(d.officer, http.MethodPut, path, figures(1_000), "If-Match", `"0"`), 200, "")
	again := w.want(w.call(d.officer, http.MethodPut, path, figures(1_000), "If-Match", `"0"`), 200, "")
	if first.text(t, "revision") != "1" || again.text(t, "revision") != "1" {
		t.Errorf("the same figures again made a revision: %s", again.body)
	}
	w.want(w.call(d.officer, http.MethodPut, path, figures(2_000), "If-Match", `"0"`), 412, "stale")
	known := first.text(t, "recorded_at")
	w.clockTo("2021-12-20")
	w.want(w.call(d.officer, http.MethodPut, path, figures(2_000), "If-Match", `"1"`), 200, "")
	then := w.want(w.call(d.officer, http.MethodGet, path+"?known_at="+known, nil), 200, "")
	now := w.want(w.call(d.officer, http.MethodGet, path, nil), 200, "")
	if then.text(t, "figures", "revenue_vnd") != "1000" || now.text(t, "figures", "revenue_vnd") != "2000" {
		t.Errorf("then %s, now %s", then.body, now.body)
	}
	w.want(w.call(d.officer, http.MethodGet, path+"?known_at=2021-05-31T00:00:00Z", nil), 404, "report-not-found")

	next := strings.Replace(path, "2021", "2022", 1)
	w.want(w.call(d.officer, http.MethodPut, next, figures(1), "If-Match", `"0"`), 422, "year-not-open")
	draft := w.want(w.call(d.officer, http.MethodGet, next+"?prefill=true", nil), 200, "")
	if draft.text(t, "revision") != "0" || draft.text(t, "figures", "workers") != "7" || draft.text(t, "figures", "revenue_vnd") != "" || draft.text(t, "prefilled_from") != "2021" {
		t.Errorf("the draft of the year: %s", draft.body)
	}
	// Figures are not on the public record, nor is the ledger telling them.
	w.want(w.call("", http.MethodGet, path, nil), 401, "key-required")
	w.want(w.call(w.key(caller.DeskOfficer, "tckh-867"), http.MethodGet, path, nil), 403, "foreign-office")
	acts := w.want(w.call("", http.MethodGet, strings.TrimSuffix(path, "/reports/2021")+"/acts", nil), 200, "")
	if !strings.Contains(string(acts.body), `"report.filed"`) || strings.Contains(string(acts.body), "revenue") {
		t.Errorf("the ledger: %s", acts.body)
	}
}

func TestARatingIsScoredVerifiedAndKeptAsItWasWorkedOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2019-12-01")
	d := w.desk("tckh-866")
	organization := "/v1/organizations/" + w.register(d.officer, d.lead, htx("Hợp tác xã Điểm Cao", nil)).text(t, "organization_id")
	w.clockTo("2021-12-10")
	young := "/v1/organizations/" + w.register(d.officer, d.lead, htx("Hợp tác xã Mới Lập", nil)).text(t, "organization_id")
	sheet := func(scores []any) object {
		return object{"scheme": "tt-01-2020", "scores": scores, "agreed": object{"board_on": "2021-12-05", "control_on": "2021-12-08"}}
	}

	faulty := w.want(w.call(d.officer, http.MethodPut, organization+"/ratings/2021", sheet(points(map[string]int{"C01A": 601, "C10": 4000})), "If-Match", `"0"`), 422, "scores-not-met")
	for _, rule := range []string{"rating-2020-c01a", "rating-2020-group-iii"} {
		if !strings.Contains(string(faulty.body), rule) {
			t.Errorf("%s is not named: %s", rule, faulty.body)
		}
	}
	w.want(w.call(d.officer, http.MethodPut, organization+"/ratings/2021", object{"scheme": "nhnn", "external_grade": object{"grade": "Khá", "issued_on": "2021-04-01", "source": "x"}}, "If-Match", `"0"`), 422, "scheme-not-for-year")
	w.want(w.call(d.officer, http.MethodPut, organization+"/ratings/2019", sheet(points(nil)), "If-Match", `"0"`), 422, "scheme-not-for-year")

	own := w.want(w.call(d.officer, http.MethodPut, organization+"/ratings/2021", sheet(points(nil)), "If-Match", `"0"`), 200, "")
	if own.text(t, "total") != "8500" || own.text(t, "rank") != "good" || own.text(t, "exempt") != "false" {
		t.Errorf("own score: %s", own.body)
	}
	w.want(w.call(d.officer, http.MethodPost, organization+"/ratings/2021/verify", `{"scores":[]}`, "If-Match", `"1"`), 403, "role-forbidden")
	w.want(w.call(d.lead, http.MethodPost, organization+"/ratings/2021/verify", `{"scores":[{"line":"C05","points":200}]}`, "If-Match", `"1"`), 422, "scores-not-met")
	w.want(w.call(d.lead, http.MethodPost, organization+"/ratings/2021/verify", `{"scores":[{"line":"C99","points":200,"reason":"x"}]}`, "If-Match", `"1"`), 422, "scores-not-met")
	verified := w.want(w.call(d.lead, http.MethodPost, organization+"/ratings/2021/verify", `{"scores":[{"line":"C05","points":200,"reason":"Có biên bản xử phạt"}]}`, "If-Match", `"1"`), 200, "")
	if verified.text(t, "total") != "8500" || verified.text(t, "verified_total") != "7900" || verified.text(t, "verified_rank") != "fair" {
		t.Errorf("verified: %s", verified.body)
	}
	then := w.want(w.call(d.lead, http.MethodGet, organization+"/ratings/2021?known_at="+own.text(t, "recorded_at"), nil), 200, "")
	if then.text(t, "revision") != "1" || then.text(t, "verified_total") != "" {
		t.Errorf("as it was known: %s", then.body)
	}
	exempt := w.want(w.call(d.officer, http.MethodPut, young+"/ratings/2021", sheet(points(nil)), "If-Match", `"0"`), 200, "")
	if exempt.text(t, "exempt") != "true" || exempt.text(t, "total") != "" || exempt.text(t, "rank") != "" {
		t.Errorf("eleven days old and ranked: %s", exempt.body)
	}

	for query, want := range map[string]string{
		"year=2021": "2", "year=2021&rank=good": "1", "year=2021&rank=fair": "0", "year=2021&exempt=true": "1", "year=2020": "0",
		"year=2021&place=87": "2", "year=2021&place=79": "0", "year=2021&kind=lhhtx": "0", "year=2021&known_at=2021-12-01T00:00:00Z": "0",
	} {
		if got := w.want(w.call("", http.MethodGet, "/v1/ratings?count=exact&"+query, nil), 200, ""); got.text(t, "total") != want {
			t.Errorf("%s: %s, want %s", query, got.body, want)
		}
	}
	first := w.want(w.call("", http.MethodGet, "/v1/ratings?year=2021&limit=1", nil), 200, "")
	second := w.want(w.call("", http.MethodGet, "/v1/ratings?year=2021&limit=1&cursor="+first.text(t, "next_cursor"), nil), 200, "")
	if !strings.Contains(string(first.body), "Điểm Cao") || !strings.Contains(string(second.body), "Mới Lập") || second.text(t, "next_cursor") != "" {
		t.Errorf("pages: %s\n%s", first.body, second.body)
	}
	figures := w.want(w.call("", http.MethodGet, "/v1/statistics/ratings?year=2021&by=sector", nil), 200, "")
	if !strings.Contains(string(figures.body), `{"key":"agriculture","label":"Nông – lâm – ngư – diêm nghiệp","rank":"good","exempt":false,"count":1}`) {
		t.Errorf("figures: %s", figures.body)
	}
	byKind := w.want(w.call("", http.MethodGet, "/v1/statistics/ratings?year=2021", nil), 200, "")
	if !strings.Contains(string(byKind.body), `{"key":"htx","label":"hợp tác xã","rank":"good"`) {
		t.Errorf("figures by kind: %s", byKind.body)
	}
}

// The list and the record show the latest rating in short, on both clocks, and a copy from before is no longer good.
func TestAnOrganizationShowsItsLatestRating(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2019-12-01")
	d := w.desk("tckh-866")
	organization := "/v1/organizations/" + w.register(d.officer, d.lead, htx("Hợp tác xã Hai Năm", nil)).text(t, "organization_id")
	unrated := w.want(w.call("", http.MethodGet, organization, nil), 200, "")
	if !strings.Contains(string(unrated.body), `"rating":null`) {
		t.Errorf("never rated: %s", unrated.body)
	}
	rate := func(year string, change map[string]int) reply {
		return w.want(w.call(d.officer, http.MethodPut, organization+"/ratings/"+year, object{"scheme": "tt-01-2020", "scores": points(change)}, "If-Match", `"0"`), 200, "")
	}
	w.clockTo("2022-01-10")
	first := rate("2020", nil)
	seen := w.want(w.call("", http.MethodGet, organization, nil, "If-None-Match", unrated.header.Get("ETag")), 200, "")
	w.want(w.call("", http.MethodGet, organization, nil, "If-None-Match", seen.header.Get("ETag")), 304, "")
	w.clockTo("2022-01-11")
	rate("2021", map[string]int{"C05": 0, "C10": 0})
	w.want(w.call("", http.MethodGet, organization, nil, "If-None-Match", seen.header.Get("ETag")), 200, "")
	for query, want := range map[string]string{
		"": "2021 fair 7000", "?as_of=2020-12-31": "2020 good 8500", "?as_of=2019-12-31": "  ",
		"?known_at=" + first.text(t, "recorded_at"): "2020 good 8500", "?as_of=2020-06-01&known_at=2022-01-09T00:00:00Z": "  ",
	} {
		got := w.want(w.call("", http.MethodGet, organization+query, nil), 200, "")
		if shown := got.text(t, "rating", "year") + " " + got.text(t, "rating", "rank") + " " + got.text(t, "rating", "points"); shown != want {
			t.Errorf("%q: %q, want %q", query, shown, want)
		}
	}
	for query, want := range map[string]string{
		"rank=good&rating_year=2020": "1", "rank=good&rating_year=2021": "0", "rank=fair&rating_year=2021": "1", "rank=fair&rating_year=2021&kind=tht": "0",
		"rank=fair&rating_year=2021&sort=name": "1", "rank=fair&rating_year=2021&known_at=" + first.text(t, "recorded_at"): "0",
	} {
		if got := w.want(w.call("", http.MethodGet, "/v1/organizations?count=exact&"+query, nil), 200, ""); got.text(t, "total") != want {
			t.Errorf("%s: %s, want %s", query, got.body, want)
		}
	}
	w.want(w.call("", http.MethodGet, "/v1/organizations?rank=good", nil), 400, "invalid-request")
	w.want(w.call("", http.MethodGet, "/v1/organizations?rating_year=2021", nil), 400, "invalid-request")
}

// A suspension of the ledger exempts, whatever the sheet says.
func TestASuspensionOverThreeMonthsIsNotRated(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2022-12-01")
	d := w.desk("tckh-866")
	id := w.register(d.officer, d.lead, htx("Hợp tác xã Nghỉ Lâu", nil)).text(t, "organization_id")
	w.clockTo("2024-07-22")
	w.file(d, about("suspension", "htx", id, object{"suspension": object{"from": "2024-07-29", "to": "2024-12-31"}, "resolution": resolved("2024-07-20")}))
	w.clockTo("2024-12-10")
	got := w.want(w.call(d.officer, http.MethodPut, "/v1/organizations/"+id+"/ratings/2024", object{"scheme": "tt-01-2020", "scores": points(nil)}, "If-Match", `"0"`), 200, "")
	if got.text(t, "exempt") != "true" || !strings.Contains(string(got.body), `"rule":"RATING-2020-EXEMPT-STOPPED","verdict":"met"`) {
		t.Errorf("%s", got.body)
	}
}

// Thirty desks' clerks send one report three times each at once: one revision is kept.
func TestAReportSentManyTimesAtOnceIsKeptOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	d := w.desk("tckh-866")
	path := "/v1/organizations/" + w.register(d.officer, d.lead, htx("Hợp tác xã Gửi Dồn", nil)).text(t, "organization_id") + "/reports/2021"
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			got := w.call(d.officer, http.MethodPut, path, `{"figures":{"workers":9}}`, "If-Match", `"0"`)
			if got.status != http.StatusOK || got.text(t, "revision") != "1" {
				t.Errorf("%d %s", got.status, got.body)
			}
		})
	}
	all.Wait()
	acts := w.call("", http.MethodGet, strings.TrimSuffix(path, "/reports/2021")+"/acts", nil)
	if n := strings.Count(string(acts.body), `"report.filed"`); n != 1 {
		t.Errorf("filed %d times", n)
	}
}
