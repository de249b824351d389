package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

// club takes a Hội quán over from the book of its commune, and gives its path.
func (w *world) club(members string) string {
	w.t.Helper()
	name := retryKeys()
	book := "key,kind,name,place,place_on,registered_on,authority,members_official,members_capital_associates,members_service_associates,members_foreign\n" + name + ",hoi_quan," + name + " Hội quán,29881,2020-11-15,2020-11-15,ubnd-29881," + members + ",0,0,0\n"
	made := w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")
	return "/v1/organizations/" + made.json(w.t)["items"].([]any)[0].(object)["organization_id"].(string)
}

func TestAClubShowsHowNearItIsToFoundingACooperative(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	d, alliance := w.desk("ubnd-29881"), w.key(caller.AllianceOfficer, "skhdt-87")
	near, small := w.club("60"), w.club("6")
	path := near + "/hoi-quan"
	w.want(w.call("", http.MethodGet, path, nil), 404, "hoi-quan-sheet-not-found")
	faulty := w.want(w.call(d.officer, http.MethodPut, path, object{"valid_from": "2021-06-02", "facts": object{"launched_on": "2021-07-01", "label": object{"name": "Tiêu biểu", "decision": object{"number": "1"}}}}, "If-Match", `"0"`), 422, "hoi-quan-facts-refused")
	for _, pointer := range []string{"/valid_from", "/facts/launched_on", "/facts/label/decision"} {
		if !strings.Contains(string(faulty.body), pointer) {
			t.Errorf("%s is not named: %s", pointer, faulty.body)
		}
	}
	w.want(w.call(w.key(caller.DeskLead, "tckh-866"), http.MethodPut, path, object{"facts": object{}}, "If-Match", `"0"`), 403, "foreign-office")
	first := w.want(w.call(d.officer, http.MethodPut, path, object{"facts": object{"launched_on": "2019-11-15", "board_size": 5, "ordinal_in_province": 83, "trades": []any{"xoài"}, "founding": object{"founders": 6}}}, "If-Match", `"0"`), 200, "")
	verdict := func(query, id string) string {
		got := w.want(w.call("", http.MethodGet, "/v1/hoi-quan?"+query, nil), 200, "")
		for _, e := range got.json(t)["items"].([]any) {
			if strings.HasSuffix(id, e.(object)["organization_id"].(string)) {
				return e.(object)["readiness"].(object)["verdict"].(string)
			}
		}
		return ""
	}
	if got := verdict("", near); got != "not_met" { // six founders, seven needed
		t.Errorf("six founders in 2021: %s", got)
	}
	if got := verdict("on=2024-07-01", near); got != "unknown" { // five would do, but nobody checked them
		t.Errorf("six founders by the law of 2023: %s", got)
	}
	if got := verdict("near=true", small); got != "" {
		t.Errorf("a club of six is near: %s", got)
	}
	if got := verdict("near=true&place=87", near); got != "not_met" {
		t.Errorf("near in the province: %s", got)
	}
	w.clockTo("2021-06-10")
	w.want(w.call(d.officer, http.MethodPut, path, object{"facts": object{"founding": object{}}}, "If-Match", `"0"`), 412, "stale")
	w.want(w.call(d.officer, http.MethodPut, path, object{"valid_from": "2021-05-31", "facts": object{}}, "If-Match", `"1"`), 422, "hoi-quan-facts-refused")
	w.want(w.call(d.officer, http.MethodPut, path, object{"facts": object{"launched_on": "2019-11-15", "founding": object{
		"founders": 12, "founders_eligible": true, "plan_drafted_on": "2021-06-05", "charter_drafted_on": "2021-06-06",
	}}}, "If-Match", `"1"`), 200, "")
	if got := verdict("", near); got != "met" {
		t.Errorf("twelve founders with plan and charter: %s", got)
	}
	for query, want := range map[string]string{
		"as_of=2021-06-09": "not_met", "as_of=2021-06-10": "met", "as_of=2021-06-09&on=2024-07-01": "unknown",
		"known_at=" + first.text(t, "recorded_at"): "not_met", "near=true&as_of=2020-11-15": "unknown", "near=true&as_of=2020-11-14": "",
	} {
		if got := verdict(query, near); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for query, want := range map[string]string{"": "12", "?as_of=2021-06-09": "6", "?as_of=2021-06-10": "12", "?known_at=" + first.text(t, "recorded_at"): "6"} {
		if got := w.want(w.call("", http.MethodGet, path+query, nil), 200, ""); got.text(t, "facts", "founding", "founders") != want {
			t.Errorf("%q: %s, want %s", query, got.body, want)
		}
	}
	list := string(w.want(w.call(alliance, http.MethodGet, "/v1/alliance/organizations?near_founding=true", nil), 200, "").body)
	if !strings.Contains(list, strings.TrimPrefix(near, "/v1/organizations/")) || strings.Contains(list, strings.TrimPrefix(small, "/v1/organizations/")) {
		t.Errorf("near founding: %s", list)
	}
	for query, want := range map[string]string{
		"by=year":    `{"year":2019,"count":1,"members":60,"uncounted":0},{"year":2020,"count":1,"members":6,"uncounted":0}`,
		"by=commune": `"count":2,"members":66,"uncounted":0`,
	} {
		if got := w.want(w.call("", http.MethodGet, "/v1/statistics/hoi-quan?"+query, nil), 200, ""); !strings.Contains(string(got.body), want) {
			t.Errorf("%s: %s", query, got.body)
		}
	}
	if got := w.want(w.call("", http.MethodGet, "/v1/statistics/hoi-quan?by=year&as_of=2020-11-14", nil), 200, ""); got.text(t, "total") != "0" {
		t.Errorf("the day before the first: %s", got.body)
	}
	w.want(w.call("", http.MethodGet, w.booked()+"/hoi-quan", nil), 422, "not-a-hoi-quan")
}
