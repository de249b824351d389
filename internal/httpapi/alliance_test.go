package httpapi_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"htxregistry/internal/caller"
)

// admitted makes an organisation a member by its memberships' path, and gives the path of the membership.
func (w *world) admitted(path string) string {
	w.t.Helper()
	made := w.want(w.call(w.key(caller.AllianceOfficer, "skhdt-87"), http.MethodPost, path, `{"kind":"associate","valid_from":"2020-06-01"}`), 201, "")
	return path + "/" + made.text(w.t, "id")
}

// booked takes an organisation of Mỹ Ngãi over that was registered on 2020-03-02, and gives its path.
func (w *world) booked() string {
	w.t.Helper()
	key := retryKeys()
	book := "key,kind,name,place,registered_on,authority\n" + key + ",htx,Hợp tác xã Sổ cũ " + key + ",29881,2020-03-02,tckh-866\n"
	made := w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")
	return "/v1/organizations/" + made.json(w.t)["items"].([]any)[0].(object)["organization_id"].(string)
}

// challenged lets the alliance challenge the seat of an organisation, and gives the path of the challenge.
func (w *world) challenged(organization string) string {
	w.t.Helper()
	made := w.want(w.call(w.key(caller.AllianceOfficer, "skhdt-87"), http.MethodPost, organization+"/challenges", `{"fact":"seat","claim":"Trụ sở đã chuyển"}`), 201, "")
	return "/v1/challenges/" + made.text(w.t, "id")
}

func TestAChallengeGoesToTheOfficeOfTheRecordAndIsAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04") // a Wednesday after a holiday
	d, alliance := w.desk("tckh-866"), w.key(caller.AllianceOfficer, "skhdt-87")
	organization := "/v1/organizations/" + w.file(d, modern("Hợp tác xã Sai sót")).text(t, "organization_id")
	raise := func(body object) reply { return w.call(alliance, http.MethodPost, organization+"/challenges", body) }
	w.want(raise(object{"fact": "report", "claim": "Doanh thu thấp hơn"}), 422, "challenge-refused")
	w.want(raise(object{"fact": "seat", "year": 2023, "claim": "Ở ấp 2"}), 422, "challenge-refused")
	w.want(raise(object{"fact": "rating", "year": 2025, "claim": "Chưa đánh giá"}), 422, "challenge-refused")
	w.want(w.call(d.lead, http.MethodPost, organization+"/challenges", object{"fact": "seat", "claim": "Ở ấp 2"}), 403, "role-forbidden")
	w.want(w.call(w.key(caller.AllianceOfficer, "skhdt-79"), http.MethodPost, organization+"/challenges", object{"fact": "seat", "claim": "Ở ấp 2"}), 403, "foreign-province")
	made := w.want(raise(object{"fact": "seat", "claim": "Ở ấp 2, không phải ấp 1", "evidence": "Biên bản khảo sát"}), 201, "")
	if made.text(t, "due_on") != "2024-09-09" || made.text(t, "basis") != "assumed" || made.text(t, "authority", "code") != "tckh-866" || made.text(t, "state") != "open" {
		t.Errorf("raised: %s", made.body)
	}
	path, other := "/v1/challenges/"+made.text(t, "id"), w.challenged(organization)
	listed := func(key, query string) int {
		return len(w.want(w.call(key, http.MethodGet, "/v1/challenges?"+query, nil), 200, "").json(t)["items"].([]any))
	}
	for key, want := range map[string]int{
		d.lead: 2, alliance: 2, w.key(caller.ProvincialOfficer, "skhdt-87"): 2, w.key(caller.Auditor, ""): 2,
		w.key(caller.DeskLead, "tckh-867"): 0, w.key(caller.AllianceOfficer, "skhdt-79"): 0,
	} {
		if got := listed(key, "open=true"); got != want {
			t.Errorf("a key sees %d, want %d", got, want)
		}
	}
	first := w.want(w.call(d.lead, http.MethodGet, "/v1/challenges?limit=1", nil), 200, "")
	second := w.want(w.call(d.lead, http.MethodGet, "/v1/challenges?limit=1&cursor="+first.text(t, "next_cursor"), nil), 200, "")
	if !strings.Contains(string(first.body), made.text(t, "id")) || strings.Contains(string(second.body), made.text(t, "id")) {
		t.Errorf("pages: %s\n%s", first.body, second.body)
	}
	w.clockTo("2024-09-09")
	if n := listed(d.lead, "overdue=true"); n != 0 {
		t.Errorf("%d late on the last day", n)
	}
	w.clockTo("2024-09-10")
	if n := listed(d.lead, "overdue=true"); n != 2 {
		t.Errorf("%d late the day after", n)
	}
	answer := object{"outcome": "corrected", "answer": "Đã hiệu đính theo hồ sơ", "act_id": "01900000-0000-7000-8000-000000000000"}
	w.want(w.call(d.officer, http.MethodPost, path+"/answer", answer), 403, "role-forbidden")
	w.want(w.call(w.key(caller.DeskLead, "tckh-867"), http.MethodPost, path+"/answer", answer), 403, "foreign-office")
	w.want(w.call(d.lead, http.MethodPost, path+"/answer", answer), 422, "challenge-refused") // no such act
	acts := w.want(w.call("", http.MethodGet, organization+"/acts", nil), 200, "").json(t)["items"].([]any)
	answer["act_id"] = acts[0].(object)["id"]
	answered := w.want(w.call(d.lead, http.MethodPost, path+"/answer", answer), 200, "")
	if answered.text(t, "state") != "answered" || answered.text(t, "answered_on") != "2024-09-10" || answered.text(t, "overdue") != "false" {
		t.Errorf("answered: %s", answered.body)
	}
	w.want(w.call(d.lead, http.MethodPost, path+"/answer", answer), 409, "challenge-settled")
	w.want(w.call(alliance, http.MethodPost, path+"/withdraw", object{"reason": "T"}), 400, "")
	w.want(w.call(alliance, http.MethodPost, path+"/withdraw", object{"reason": "Không cần nữa"}), 409, "challenge-settled")
	withdrawn := w.want(w.call(alliance, http.MethodPost, other+"/withdraw", object{"reason": "Đã đối chiếu lại"}), 200, "")
	if withdrawn.text(t, "state") != "withdrawn" || listed(d.lead, "open=true") != 0 || listed(alliance, "") != 2 {
		t.Errorf("withdrawn: %s", withdrawn.body)
	}
	w.want(w.call(d.lead, http.MethodPost, "/v1/challenges/01900000-0000-7000-8000-000000000000/answer", answer), 404, "challenge-not-found")
	told := string(w.want(w.call("", http.MethodGet, organization+"/acts", nil), 200, "").body)
	if !strings.Contains(told, `"challenge.answered"`) || strings.Contains(told, "ấp 2") {
		t.Errorf("the ledger: %s", told)
	}
}

func TestTheAllianceSaysWhoIsItsMemberOnBothClocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-01-10")
	d := w.desk("tckh-866")
	organization := "/v1/organizations/" + w.register(d.officer, d.lead, htx("Hợp tác xã Hội viên", nil)).text(t, "organization_id")
	members, alliance := organization+"/alliance-memberships", w.key(caller.AllianceOfficer, "skhdt-87")
	admit := func(kind, from string) reply {
		return w.call(alliance, http.MethodPost, members, object{"kind": kind, "valid_from": from})
	}
	outsider := w.want(w.call("", http.MethodGet, organization, nil), 200, "")
	if !strings.Contains(string(outsider.body), `"alliance_member":null`) {
		t.Errorf("a member without being admitted: %s", outsider.body)
	}
	faulty := w.want(w.call(alliance, http.MethodPost, members, object{"kind": "official", "valid_from": "2021-01-11", "decision": object{"number": "1", "issued_on": "2021-02-01"}}), 422, "alliance-membership-refused")
	for _, pointer := range []string{"/valid_from", "/decision/issued_on"} {
		if !strings.Contains(string(faulty.body), pointer) {
			t.Errorf("%s is not named: %s", pointer, faulty.body)
		}
	}
	w.want(admit("official", "2021-01-09"), 422, "alliance-membership-refused") // the day before it was founded
	// Nobody else says so: not its own office, not the alliance of another province.
	w.want(w.call(d.lead, http.MethodPost, members, object{"kind": "official", "valid_from": "2021-01-10"}), 403, "role-forbidden")
	w.want(w.call(w.key(caller.AllianceOfficer, "skhdt-79"), http.MethodPost, members, object{"kind": "official", "valid_from": "2021-01-10"}), 403, "foreign-province")

	w.clockTo("2021-02-01")
	first := w.want(admit("associate", "2021-01-15"), 201, "")
	w.want(admit("associate", "2021-01-20"), 409, "already-alliance-member")
	w.want(admit("official", "2021-01-12"), 409, "already-alliance-member") // would overlap what follows
	w.clockTo("2021-03-01")
	w.want(admit("official", "2021-02-20"), 201, "") // another kind takes the place of the first
	all := w.want(w.call("", http.MethodGet, members, nil), 200, "")
	if !strings.Contains(string(all.body), `"kind":"associate","valid_from":"2021-01-15","valid_to":"2021-02-20"`) || !strings.Contains(string(all.body), `"kind":"official","valid_from":"2021-02-20","valid_to":null`) {
		t.Errorf("memberships: %s", all.body)
	}
	shown := func(query string) string {
		got := w.want(w.call("", http.MethodGet, organization+query, nil), 200, "")
		return got.text(t, "alliance_member", "kind") + " " + got.text(t, "alliance_member", "since")
	}
	early := first.text(t, "recorded_at")
	for query, want := range map[string]string{
		"": "official 2021-02-20", "?as_of=2021-01-14": " ", "?as_of=2021-01-15": "associate 2021-01-15", "?as_of=2021-02-19": "associate 2021-01-15",
		"?as_of=2021-02-20": "official 2021-02-20", "?as_of=2021-02-25&known_at=" + early: "associate 2021-01-15", "?as_of=2021-01-20&known_at=2021-01-20T00:00:00Z": " ",
	} {
		if got := shown(query); got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
	for query, want := range map[string]string{
		"alliance_member=true": "1", "alliance_member=false": "0", "alliance_member=true&as_of=2021-01-14": "0", "alliance_member=false&as_of=2021-01-14": "1",
		"alliance_member=true&as_of=2021-01-20&known_at=" + early: "1", "alliance_member=true&kind=tht": "0",
	} {
		if got := w.want(w.call("", http.MethodGet, "/v1/organizations?count=exact&"+query, nil), 200, ""); got.text(t, "total") != want {
			t.Errorf("%s: %s, want %s", query, got.body, want)
		}
	}

	present := func() string {
		items := w.want(w.call("", http.MethodGet, members, nil), 200, "").json(t)["items"].([]any)
		return items[len(items)-1].(object)["id"].(string)
	}
	before := w.registry.Now().UTC().Format(time.RFC3339Nano)
	w.clockTo("2021-03-02")
	w.want(w.call(alliance, http.MethodPost, members+"/"+first.text(t, "id")+"/end", object{"valid_to": "2021-03-01", "reason": "Xin thôi"}), 409, "alliance-membership-over")
	tag := w.want(w.call("", http.MethodGet, organization, nil), 200, "").header.Get("ETag")
	corrected := w.want(w.call(alliance, http.MethodPost, members+"/"+present()+"/correct", object{"kind": "honorary", "valid_from": "2021-02-22", "reason": "Ghi nhầm"}), 200, "")
	w.want(w.call("", http.MethodGet, organization, nil, "If-None-Match", tag), 200, "")
	if got := shown(""); got != "honorary 2021-02-22" {
		t.Errorf("corrected: %s", got)
	}
	if got := shown("?known_at=" + before); got != "official 2021-02-20" {
		t.Errorf("as it was known before the correction: %s", got)
	}
	w.want(w.call(alliance, http.MethodPost, members+"/"+corrected.text(t, "id")+"/end", object{"valid_to": "2021-02-22", "reason": "Xin thôi"}), 422, "alliance-membership-refused")
	w.want(w.call(alliance, http.MethodPost, members+"/"+corrected.text(t, "id")+"/end", object{"valid_to": "2021-03-02", "reason": "Xin thôi"}), 200, "")
	if got := shown(""); got != " " {
		t.Errorf("it left and is shown as %s", got)
	}
	w.want(w.call(alliance, http.MethodPost, members+"/"+present()+"/correct", object{"kind": "honorary", "valid_from": "2021-02-22", "never": true, "reason": "Nhầm tổ chức"}), 200, "")
	if got := shown("?as_of=2021-02-25"); got != " " {
		t.Errorf("it never was and is shown as %s", got)
	}
	acts := string(w.want(w.call("", http.MethodGet, organization+"/acts", nil), 200, "").body)
	for _, act := range []string{"alliance.admitted", "alliance.kind_changed", "alliance.corrected", "alliance.left", "alliance.withdrawn"} {
		if !strings.Contains(acts, `"`+act+`"`) {
			t.Errorf("the ledger does not tell %s: %s", act, acts)
		}
	}
}

// Two officers of the alliance admit at once: one membership is kept.
func TestAnOrganizationIsAdmittedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-01-10")
	d := w.desk("tckh-866")
	members := "/v1/organizations/" + w.register(d.officer, d.lead, htx("Hợp tác xã Kết nạp", nil)).text(t, "organization_id") + "/alliance-memberships"
	alliance := w.key(caller.AllianceOfficer, "skhdt-87")
	var all sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for range 12 {
		all.Go(func() {
			got := w.call(alliance, http.MethodPost, members, object{"kind": "official", "valid_from": "2021-01-10"})
			mu.Lock()
			defer mu.Unlock()
			statuses[got.status]++
		})
	}
	all.Wait()
	if statuses[http.StatusCreated] != 1 || statuses[http.StatusConflict] != 11 {
		t.Errorf("answers %v", statuses)
	}
}

func TestTheAllianceFindsWhomToAdmitAndWhomToHelp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2019-06-01")
	d, alliance := w.desk("tckh-866"), w.key(caller.AllianceOfficer, "skhdt-87")
	id := func(draft object) string { return w.register(d.officer, d.lead, draft).text(t, "organization_id") }
	silent, good := id(htx("Hợp tác xã Im lặng", nil)), id(htx("Hợp tác xã Gương mẫu", nil))
	w.clockTo("2021-12-20")
	town := id(htx("Hợp tác xã Nội thành", func(d, payload object) {
		payload["seat"] = object{"line": "Đường 30/4", "place": "29869"}
		payload["industries"] = []any{object{"edition": "2018", "code": "4933", "main": true}}
	}))
	w.clockTo("2022-01-20")
	for _, year := range []string{"2020", "2021"} {
		w.want(w.call(d.officer, http.MethodPut, "/v1/organizations/"+good+"/reports/"+year, `{"figures":{"workers":3}}`, "If-Match", `"0"`), 200, "")
	}
	w.want(w.call(d.officer, http.MethodPut, "/v1/organizations/"+good+"/ratings/2021", object{"scheme": "tt-01-2020", "scores": points(map[string]int{"C05": 0, "C01A": 0, "C01B": 0, "C02A": 0})}, "If-Match", `"0"`), 200, "")
	w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+good+"/ratings/2021/verify", `{"scores":[{"line":"C06","points":0,"reason":"Còn đơn thư"},{"line":"C05","points":100,"reason":"Đã khắc phục"}]}`, "If-Match", `"1"`), 200, "")
	w.want(w.call(alliance, http.MethodPost, "/v1/organizations/"+good+"/alliance-memberships", `{"kind":"official","valid_from":"2021-01-01"}`), 201, "")
	const unknown = "known_at=2022-01-19T17:00:00Z" // the last instant before all of that was entered
	for query, want := range map[string][]string{
		"": {silent, good, town}, "membership=none": {silent, town}, "membership=any": {good}, "membership=official": {good}, "membership=honorary": {},
		"rank=fair&rating_year=2021": {good}, "failed_line=C06&rating_year=2021": {good}, "failed_line=C05&rating_year=2021": {}, "failed_line=C01A&rating_year=2021": {good}, "failed_line=C01&rating_year=2021": {good}, "failed_line=C02&rating_year=2021": {}, "failed_line=C01&rating_year=2020": {}, "failed_line=C06&rating_year=2020": {},
		"urban=true": {town}, "urban=false": {silent, good}, "agriculture=true": {silent, good}, "agriculture=false": {town},
		"registered_from=2021-01-01": {town}, "silent_years=2": {silent}, "silent_years=2&membership=any": {}, "q=guong": {good}, "place=79": {},
		"membership=none&agriculture=true&sort=name": {silent}, "kind=htx&status=active&membership=none&urban=true": {town},
		"as_of=2021-12-19": {silent, good}, "as_of=2021-12-20": {silent, good, town}, "urban=true&as_of=2021-12-19": {}, "urban=true&as_of=2021-12-20": {town},
		"membership=none&as_of=2020-12-31": {silent, good}, "membership=none&as_of=2021-01-01": {silent}, "membership=none&as_of=2021-01-01&" + unknown: {silent, good},
		"silent_years=2&" + unknown: {silent, good}, "silent_years=1&as_of=2020-12-31": {}, "silent_years=1&as_of=2021-01-01": {silent},
		"failed_line=C06&rating_year=2021&" + unknown: {}, "rank=fair&rating_year=2021&" + unknown: {},
	} {
		got := w.want(w.call(alliance, http.MethodGet, "/v1/alliance/organizations?count=exact&"+query, nil), 200, "")
		for _, one := range []string{silent, good, town} {
			wanted := strings.Contains(strings.Join(want, " "), one)
			if strings.Contains(string(got.body), one) != wanted {
				t.Errorf("%s: %s wanted %v: %s", query, one, wanted, got.body)
			}
		}
	}
	first := w.want(w.call(alliance, http.MethodGet, "/v1/alliance/organizations?limit=1&membership=none", nil), 200, "")
	second := w.want(w.call(alliance, http.MethodGet, "/v1/alliance/organizations?limit=1&membership=none&cursor="+first.text(t, "next_cursor"), nil), 200, "")
	if !strings.Contains(string(first.body), town) || !strings.Contains(string(second.body), silent) {
		t.Errorf("pages: %s\n%s", first.body, second.body)
	}
	w.want(w.call(alliance, http.MethodGet, "/v1/alliance/organizations?failed_line=C05", nil), 400, "invalid-request")
	w.want(w.call(w.key(caller.SectorOfficer, ""), http.MethodGet, "/v1/alliance/organizations", nil), 400, "invalid-request")
	w.want(w.call("", http.MethodGet, "/v1/alliance/organizations", nil), 401, "key-required")
	w.want(w.call(d.lead, http.MethodGet, "/v1/alliance/organizations", nil), 403, "role-forbidden")
}
