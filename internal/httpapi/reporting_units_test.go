package httpapi_test

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/caller"
)

func unitReport(text string) object {
	return object{
		"number": "512/BC-SNN", "issued_on": "2021-06-01", "text": text, "figures": []any{object{"name": "Lớp tập huấn", "value": 5, "unit": "lớp"}},
	}
}

func TestDepartmentsAndCommitteesReportByTheTenthOfDecember(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	sheet, provincial := w.desk("skhdt-87"), w.key(caller.ProvincialOfficer, "skhdt-87")
	const units = "/v1/reporting/2021/units"
	list := func(key, query string) reply {
		return w.want(w.call(key, http.MethodGet, units+"?count=exact&limit=500"+query, nil), 200, "")
	}
	put := func(key, unit, revision string, body any) reply {
		return w.call(key, http.MethodPut, units+"/"+unit, body, "If-Match", `"`+revision+`"`)
	}
	all := list(provincial, "")
	if all.text(t, "total") != "27" || !slices.ContainsFunc(all.names(t, "due_on"), func(on string) bool { return on == "2021-12-10" }) {
		t.Errorf("12 districts and 15 departments owe a report: %s", all.body)
	}
	for _, part := range []string{`"code":"ubnd-866","name":"Ủy ban nhân dân thành phố Cao Lãnh"`, `"code":"snnptnt-87"`, `"basis":"assumed"`, `"article":"Mục III khoản 1"`} {
		if !strings.Contains(string(all.body), part) {
			t.Errorf("%s is not in %s", part, all.body)
		}
	}
	// The last day counts to its end in Viet Nam: 16:59:59Z of 10 December.
	w.clockTo("2021-12-10")
	first := w.want(put(sheet.officer, "snnptnt-87", "0", unitReport("Đã mở 5 lớp")), 200, "")
	if first.text(t, "form_basis") != "missing" || first.header.Get("ETag") != `"1"` || first.text(t, "authority", "code") != "skhdt-87" {
		t.Errorf("kept: %s", first.body)
	}
	if got := list(provincial, "&state=awaited"); got.text(t, "total") != "26" {
		t.Errorf("on the day: %s", got.body)
	}
	w.clockTo("2021-12-11")
	w.want(put(provincial, "ubnd-866", "0", unitReport("Báo cáo của thành phố")), 200, "")
	corrected := w.want(put(provincial, "snnptnt-87", "1", unitReport("Đã mở 6 lớp")), 200, "")
	if again := w.want(put(provincial, "snnptnt-87", "1", unitReport("Đã mở 6 lớp")), 200, ""); !bytes.Equal(again.body, corrected.body) {
		t.Errorf("the same again is another: %s", again.body)
	}
	for state, want := range map[string]string{"on_time": "1", "late": "1", "missing": "25", "awaited": "0"} {
		if got := list(provincial, "&state="+state); got.text(t, "total") != want {
			t.Errorf("%s: %s", state, got.body)
		}
	}
	if got := list(provincial, "&state=on_time"); got.names(t, "corrected_at")[0] == "<nil>" || got.names(t, "revision")[0] != "2" {
		t.Errorf("a correction makes nothing late: %s", got.body)
	}
	then := url.QueryEscape(first.text(t, "recorded_at"))
	if old := w.want(w.call(provincial, http.MethodGet, units+"/snnptnt-87?known_at="+then, nil), 200, ""); !bytes.Equal(compact(t, old.body), compact(t, first.body)) {
		t.Errorf("as it was known: %s", old.body)
	}
	if got := list(provincial, "&known_at="+then); got.names(t, "revision")[slices.Index(got.names(t, "due_on"), "2021-12-10")] == "2" || strings.Contains(string(got.body), `"state":"late"`) {
		t.Errorf("how it stood: %s", got.body)
	}
	page := w.want(w.call(provincial, http.MethodGet, units+"?limit=20", nil), 200, "")
	rest := w.want(w.call(provincial, http.MethodGet, units+"?limit=20&cursor="+page.text(t, "next_cursor"), nil), 200, "")
	if len(page.names(t, "state")) != 20 || len(rest.names(t, "state")) != 7 || rest.text(t, "next_cursor") != "" {
		t.Errorf("pages: %s, %s", page.body, rest.body)
	}

	// What it blocks: the roll-up of the department, which tells who reported and who did not.
	office := w.want(w.call(provincial, http.MethodGet, "/v1/reporting/2021/offices?step=department", nil), 200, "")
	if !strings.Contains(string(office.body), `"units":{"owed":27,"awaited":0,"on_time":1,"late":1,"missing":25}`) || office.names(t, "blocked")[0] != "true" {
		t.Errorf("the department: %s", office.body)
	}
	frozen := w.want(w.call(provincial, http.MethodPost, "/v1/reporting/2021/roll-ups", `{"step":"department"}`), 201, "")
	if frozen.text(t, "units", "missing") != "25" || !strings.Contains(string(frozen.body), `"code":"ubnd-866","title":"Ủy ban nhân dân thành phố Cao Lãnh","unit":"mixed","basis":"stated","cells":[{"value":0,"known":0},{"value":1,"known":0},{"value":0,"known":0}]`) {
		t.Errorf("frozen: %s", frozen.body)
	}
	w.want(put(provincial, "stttt-87", "0", unitReport("Đã tuyên truyền")), 200, "")
	same := w.want(w.call(provincial, http.MethodGet, frozen.header.Get("Location")+"/changes?known_at="+url.QueryEscape(frozen.text(t, "known_at")), nil), 200, "")
	if same.text(t, "same") != "true" || same.text(t, "now", "digest") != frozen.text(t, "digest") {
		t.Errorf("the same two clocks give other figures: %s", same.body)
	}

	// Who sees what, and who takes in.
	city := w.desk("tckh-866")
	if got := list(city.officer, ""); got.text(t, "total") != "1" || !strings.Contains(string(got.body), "ubnd-866") {
		t.Errorf("the desk of the city: %s", got.body)
	}
	w.want(w.call(city.officer, http.MethodGet, units+"/ubnd-866", nil), 200, "")
	w.want(w.call(city.officer, http.MethodGet, units+"/snnptnt-87", nil), 403, "foreign-office")
	w.want(put(city.lead, "ubnd-866", "1", unitReport("Thành phố tự gửi bản đính chính")), 200, "")
	w.want(put(city.lead, "snv-87", "0", unitReport("Không phải của mình")), 403, "foreign-office")
	w.want(put(w.key(caller.ProvincialOfficer, "skhdt-79"), "snv-87", "0", unitReport("Tỉnh khác")), 403, "foreign-office")
	w.want(put(w.key(caller.Auditor, ""), "snv-87", "0", unitReport("Thanh tra")), 403, "role-forbidden")
	w.want(w.call("", http.MethodGet, units, nil), 401, "key-required")
	w.want(put(provincial, "snnptnt-87", "1", unitReport("Bản cũ")), 412, "stale")
	w.want(put(provincial, "sxyz-87", "0", unitReport("Không có")), 404, "unit-not-found")
	w.want(w.call(provincial, http.MethodGet, units+"/snv-87", nil), 404, "unit-report-not-found")
	bare := w.want(put(provincial, "syt-87", "0", object{"text": "Không có số liệu"}), 200, "")
	if again := w.want(put(provincial, "syt-87", "0", object{"text": "Không có số liệu", "figures": []any{}}), 200, ""); !bytes.Equal(again.body, bare.body) {
		t.Errorf("no figures and none are two: %s", again.body)
	}
	later := unitReport("Ngày chưa đến")
	later["issued_on"] = "2021-12-12"
	w.want(put(provincial, "snv-87", "0", later), 422, "unit-report-refused")
	w.want(put(provincial, "snv-87", "0", object{"text": "", "columns": 3}), 400, "invalid-request")
	w.want(w.call(provincial, http.MethodPut, "/v1/reporting/2022/units/snv-87", unitReport("Năm sau"), "If-Match", `"0"`), 422, "year-not-open")
}

func TestWhoReportsAfterTheDistrictsIsNotSettled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	w.clockTo("2025-12-01")
	auditor, today := w.key(caller.Auditor, ""), w.key(caller.ProvincialOfficer, "stc-82")
	// Before the decision nobody owed it; from 2025 on no text says who does.
	for year, want := range map[string]string{"2020": "0", "2021": "27", "2024": "27", "2025": "0"} {
		if got := w.want(w.call(auditor, http.MethodGet, "/v1/reporting/"+year+"/units?count=exact", nil), 200, ""); got.text(t, "total") != want {
			t.Errorf("%s: %s", year, got.body)
		}
	}
	duties := w.want(w.call("", http.MethodGet, "/v1/reporting/2025/duties", nil), 200, "")
	if !strings.Contains(string(duties.body), `"code":"REPORTING-UNIT-REPORT-2025"`) {
		t.Errorf("what is not settled is not told: %s", duties.body)
	}
	// A report of 2024 that comes to whoever followed the office it was owed to.
	late := w.want(w.call(today, http.MethodPut, "/v1/reporting/2024/units/snnptnt-87", unitReport("Nộp muộn"), "If-Match", `"0"`), 200, "")
	if late.text(t, "authority", "code") != "stc-82" {
		t.Errorf("taken in by %s", late.body)
	}
	if got := w.want(w.call(today, http.MethodGet, "/v1/reporting/2024/units?state=late&count=exact", nil), 200, ""); got.text(t, "total") != "1" {
		t.Errorf("the province of today: %s", got.body)
	}
	w.want(w.call(today, http.MethodPut, "/v1/reporting/2025/units/snnptnt-87", unitReport("Năm 2025"), "If-Match", `"0"`), 404, "unit-not-found")
}

func TestOfTwoFirstReportsOfAUnitOneIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	provincial := w.key(caller.ProvincialOfficer, "skhdt-87")
	var group sync.WaitGroup
	kept := make([]int, 8)
	for i := range kept {
		group.Go(func() {
			kept[i] = w.call(provincial, http.MethodPut, "/v1/reporting/2021/units/stc-87", unitReport(strings.Repeat("a", i+1)), "If-Match", `"0"`).status
		})
	}
	group.Wait()
	slices.Sort(kept)
	if kept[0] != 200 || kept[1] != 412 || kept[7] != 412 {
		t.Errorf("of eight at once: %v", kept)
	}
	conn, err := pgx.Connect(t.Context(), w.url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context())) //nolint:errcheck // nothing is pending
	for _, statement := range []string{"UPDATE unit_reports SET record = '{}'", "DELETE FROM unit_reports"} {
		if _, err := conn.Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "unit_reports") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}
