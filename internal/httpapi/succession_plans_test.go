package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"htxregistry/internal/caller"
)

func TestAPlanIsAppliedOnceHoweverManyAsk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-06-27")
	caoLanh := w.desk("tckh-866")
	path, _ := w.submit(caoLanh, at("Hợp tác xã Một Lần", "29881"))
	w.goTo("2025-07-02")
	admin := w.key(caller.Administrator, "")
	answers := make([]reply, 4)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			answers[i] = w.call(admin, http.MethodPost, "/v1/successions?dry_run=false", object{"name": "reform-2025-07-01"})
		})
	}
	wg.Wait()
	fresh := 0
	for _, got := range answers {
		if w.want(got, 200, "").text(t, "already_applied") == "false" {
			fresh++
		}
	}
	if got := w.call(admin, http.MethodGet, path, nil); fresh != 1 || len(got.json(t)["transferred_from"].([]any)) != 1 {
		t.Errorf("applied %d times: %s", fresh, got.body)
	}
}

func TestOfficesSucceedEachOtherInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-06-20")
	province := w.desk("skhdt-87")
	draft := at("Liên hiệp hợp tác xã Đầu Sông", "29881")
	draft["organization_kind"] = "lhhtx"
	draft["payload"].(object)["members"] = object{"official": 4, "capital_associates": 0, "service_associates": 0, "foreign": 0}
	lhhtx, sent := w.submit(province, draft)

	fund := at("Quỹ tín dụng nhân dân Sông Tiền", "29881")
	fund["organization_kind"] = "qtdnd"
	qtdnd, _ := w.submit(province, fund)

	// Điều 65 khoản 1, 92/2024/NĐ-CP: until the day before, the provincial office; from the day on the decree and its office.
	w.goTo("2024-07-17")
	checked := w.want(w.call(province.officer, http.MethodGet, lhhtx, nil), 200, "")
	if checked.text(t, "authority", "code") != "skhdt-87" {
		t.Errorf("%s", checked.body)
	}
	w.goTo("2024-07-18")
	wrong := w.want(w.approve(province.lead, lhhtx), 422, "not-competent")
	if wrong.text(t, "competent_authority", "code") != "tckh-866" {
		t.Errorf("%s", wrong.body)
	}
	done := w.apply(object{"name": "hand-over-2024-07-18"})
	if count(t, done, "dossiers", "moves") != 1 || count(t, done, "keys", "moves") != 0 {
		t.Errorf("%s", done.body)
	}
	now := w.want(w.call(w.desk("tckh-866").officer, http.MethodGet, lhhtx, nil), 200, "")
	if now.text(t, "due_on") != sent.text(t, "due_on") {
		t.Errorf("%s", now.body)
	}
	told := w.want(w.call(province.officer, http.MethodGet, lhhtx, nil), 409, "dossier-transferred")
	if told.text(t, "competent_authority", "code") != "tckh-866" {
		t.Errorf("%s", told.body)
	}

	// Sở KH&ĐT is gone on 2025-03-01 with the file of the fund; the reform cannot jump over that.
	w.goTo("2025-07-02")
	admin := w.key(caller.Administrator, "")
	jumped := w.want(w.call(admin, http.MethodPost, "/v1/successions?dry_run=false", object{"name": "reform-2025-07-01"}), 422, "earlier-succession-missing")
	if !strings.Contains(string(jumped.body), "skhdt-87") {
		t.Errorf("%s", jumped.body)
	}
	nameless := w.want(w.call(admin, http.MethodPost, "/v1/successions?dry_run=false", object{"name": "merger-2025-03-01"}), 422, "succession-plan-invalid")
	if !strings.Contains(string(nameless.body), "/document") {
		t.Errorf("%s", nameless.body)
	}
	merged := w.apply(object{"name": "merger-2025-03-01", "document": object{"number": "01/NQ-HĐND", "issuer": "Hội đồng nhân dân tỉnh Đồng Tháp", "issued_on": "2025-02-20", "at": "Điều 1"}})
	if count(t, merged, "dossiers", "moves") != 1 || count(t, merged, "keys", "moves") != 2 {
		t.Errorf("%s", merged.body)
	}
	reformed := w.apply(object{"name": "reform-2025-07-01", "accounts": object{"others": "end"}})
	if count(t, reformed, "dossiers", "moves") != 2 || count(t, reformed, "keys", "moves") != 2 || count(t, reformed, "keys", "ends") != 2 {
		t.Errorf("%s", reformed.body)
	}
	far := w.want(w.call(admin, http.MethodGet, qtdnd, nil), 200, "")
	from := []string{}
	for _, office := range far.json(t)["transferred_from"].([]any) {
		from = append(from, office.(object)["code"].(string))
	}
	if far.text(t, "authority", "code") != "stc-82" || !slices.Equal(from, []string{"skhdt-87", "stc-87"}) {
		t.Errorf("%s", far.body)
	}
	w.want(w.call(w.desk("tckh-866").lead, http.MethodGet, "/v1/dossiers", nil), 401, "key-revoked")
}

// Điều 65 khoản 1, 92/2024/NĐ-CP: a file of an HTX received and not yet approved when the decree began follows it; its
// number, its receipt and the office's time stay. One decided the day before was decided under what held before.
func TestAFileOpenWhenTheDecreeBeganFollowsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-07-16")
	caoLanh := w.desk("tckh-866")
	early, _ := w.submit(caoLanh, at("Hợp tác xã Mười Sáu", "29881"))
	open, sent := w.submit(caoLanh, at("Hợp tác xã Mười Bảy", "29881"))
	later, _ := w.submit(caoLanh, at("Hợp tác xã Mười Tám", "29881"))
	cited := func(path string) string {
		t.Helper()
		got := w.want(w.approve(caoLanh.lead, path), 200, "")
		for _, check := range got.json(t)["checks"].([]any) {
			if check.(object)["rule"] == "COMPETENCE" {
				if got.text(t, "authority", "code") != "tckh-866" {
					t.Errorf("%s", got.body)
				}
				return fmt.Sprint(check.(object)["cite"])
			}
		}
		t.Fatalf("no competence: %s", got.body)
		return ""
	}
	w.goTo("2024-07-17")
	if cite := cited(early); strings.Contains(cite, "92/2024/NĐ-CP article:Điều 5") || !strings.Contains(cite, "17/2023/QH15") {
		t.Errorf("the day before: %s", cite)
	}
	w.goTo("2024-07-18")
	if cite := cited(open); !strings.Contains(cite, "Điều 5 khoản 1") {
		t.Errorf("the day: %s", cite)
	}
	w.goTo("2024-07-19")
	if cite := cited(later); !strings.Contains(cite, "Điều 5 khoản 1") {
		t.Errorf("the day after: %s", cite)
	}
	now := w.call(caoLanh.officer, http.MethodGet, open, nil)
	for _, kept := range []string{"number", "received_at", "due_on"} {
		if now.text(t, kept) != sent.text(t, kept) {
			t.Errorf("%s: %s, was %s", kept, now.text(t, kept), sent.text(t, kept))
		}
	}
}

func TestAPlanSaysAllItsFaultsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-07-02")
	admin := w.key(caller.Administrator, "")
	for name, test := range map[string]struct {
		plan     object
		status   int
		code     string
		pointers []string
	}{
		"an unknown one":              {object{"name": "khong-co"}, 422, "succession-plan-invalid", []string{"/name"}},
		"nothing to do":               {object{"name": "rong", "on": "2025-07-01"}, 422, "succession-plan-invalid", []string{"/by"}},
		"a day on which nothing ends": {object{"name": "ngay-khac", "on": "2025-07-02", "by": "places"}, 422, "succession-plan-invalid", []string{"/on"}},
		"what the lists contradict": {object{"name": "trai", "on": "2025-07-01", "successions": []any{
			object{"old": "tckh-866", "new": "kt-30088"}, object{"old": "kt-29884", "new": "kt-30088"}, object{"old": "tckh-866", "new": "kt-99999"},
		}, "places": []any{object{"old": "29884", "new": "29888"}}, "accounts": object{"moves": []any{object{"office": "tckh-1"}}}}, 422, "succession-plan-invalid", []string{
			"/successions/0", "/successions/1/old", "/successions/2/new", "/places", "/accounts/moves/0",
		}},
		"a shipped one bent": {object{"name": "reform-2025-07-01", "by": "places"}, 422, "succession-plan-invalid", []string{"/on"}},
	} {
		got := w.want(w.call(admin, http.MethodPost, "/v1/successions", test.plan), test.status, test.code)
		for _, p := range test.pointers {
			if !strings.Contains(string(got.body), `"pointer":"`+p+`"`) {
				t.Errorf("%s: no word of %s: %s", name, p, got.body)
			}
		}
	}
	w.want(w.call(admin, http.MethodGet, "/v1/successions/018c5c8e-5c00-7000-8000-000000000001", nil), 404, "succession-not-found")
}

// A plan of a day to come, with communes that are only thought of, is worked out like any other and leaves no trace.
func TestWhatIfLeavesNoTrace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-09-10")
	desk := w.desk("kt-29884")
	organization := w.file(desk, at("Hợp tác xã Tương Lai", "29884")).text(t, "organization_id")
	open, _ := w.submit(desk, at("Hợp tác xã Mai Sau", "29884"))
	admin := w.key(caller.Administrator, "")
	plan := object{
		"name": "gia-dinh-2027", "on": "2027-01-01", "by": "places",
		"places": []any{object{"old": "29884", "new": "29999", "name": "Phường Cao Lãnh Mới"}, object{"old": "29869", "new": "29999"}},
	}
	w.want(w.call(admin, http.MethodPost, "/v1/successions", plan), 422, "succession-plan-invalid")
	got := w.want(w.call(admin, http.MethodPost, "/v1/successions?what_if=true&limit=500", plan), 200, "")
	if count(t, got, "dossiers", "moves") != 1 || count(t, got, "organizations", "moves") != 1 || count(t, got, "keys", "moves") != 2 || !strings.Contains(string(got.body), "kt-29999") {
		t.Errorf("%s", got.body)
	}
	split := object{"name": "gia-dinh-2028", "on": "2028-01-01", "by": "places", "places": []any{
		object{"old": "29884", "new": "29998", "share": "part", "name": "Phường Đông"}, object{"old": "29884", "new": "29997", "share": "part", "name": "Phường Tây"},
	}}
	halves := w.want(w.call(admin, http.MethodPost, "/v1/successions?what_if=true&dry_run=false", split), 200, "")
	if count(t, halves, "dossiers", "cases") != 1 || count(t, halves, "organizations", "cases") != 1 || count(t, halves, "keys", "cases") != 2 {
		t.Errorf("%s", halves.body)
	}
	if list := w.want(w.call(admin, http.MethodGet, "/v1/successions", nil), 200, ""); len(list.json(t)["items"].([]any)) != 0 {
		t.Errorf("%s", list.body)
	}
	if now := w.call(desk.officer, http.MethodGet, open, nil); now.text(t, "authority", "code") != "kt-29884" {
		t.Errorf("%s", now.body)
	}
	if now := w.organization(organization); now.text(t, "registration", "current_authority", "code") != "kt-29884" {
		t.Errorf("%s", now.body)
	}
}

// A draft that nobody submitted in time has no value any more, whether or not the register has noted that yet: the dry run counts what is
// left to hand over.
func TestAFileThatHasLostItsValueIsNotHandedOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-12-02")
	d := w.desk("tckh-866")
	w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers", modern("Hợp tác xã Bỏ Dở")), 201, "")
	w.submit(d, modern("Hợp tác xã Đang Chờ"))
	w.goTo("2025-07-02")
	plan := object{"name": "reform-2025-07-01"}
	dry := w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/successions?limit=500", plan), 200, "")
	first := w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/successions?dry_run=false&limit=1", plan), 200, "")
	if got := first.json(t); got["next_cursor"] != nil || len(got["items"].([]any)) != 1 || !strings.Contains(got["message"].(string), "1 mục đầu trong") {
		t.Errorf("an applied plan promises pages it cannot give: %s", first.body)
	}
	for what, got := range map[string]reply{"dry": dry, "applied": first} {
		if counts := got.json(t)["counts"].(object)["dossiers"].(object); counts["moves"] != 1.0 || counts["cases"] != 0.0 {
			t.Errorf("%s: %v", what, counts)
		}
	}
	if ended, err := w.registry.LapseDossiers(t.Context()); err != nil || ended != 1 {
		t.Errorf("%d lapsed: %v", ended, err)
	}
}
