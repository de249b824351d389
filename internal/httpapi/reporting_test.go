package httpapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"htxregistry/internal/caller"
	"htxregistry/internal/id"
	"htxregistry/internal/reporting"
)

// reports files the report of 2021 of an organisation, on top of a revision.
func (w *world) reports(officer, organization string, revision, revenue int) {
	w.t.Helper()
	figures := object{"figures": object{"revenue_vnd": revenue, "workers": 7, "members": object{"official": 20, "capital_associates": 0, "service_associates": 0, "foreign": 0}}}
	w.want(w.call(officer, http.MethodPut, "/v1/organizations/"+organization+"/reports/2021", figures, "If-Match", fmt.Sprintf("%q", fmt.Sprint(revision))), 200, "")
}

// names lists what a page tells of each of its items, in order.
func (r reply) names(t *testing.T, field string) []string {
	t.Helper()
	var page struct {
		Items []map[string]any `json:"items"`
	}
	if err := json.Unmarshal(r.body, &page); err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, item := range page.Items {
		found = append(found, fmt.Sprint(item[field]))
	}
	return found
}

// district is a year at the desk of Cao Lãnh: one HTX reports in time, one late, one not at all.
type district struct {
	desk                   desk
	timely, late, missing  string
	provincial, foreigners string
}

func (w *world) district() district {
	w.t.Helper()
	d := w.desk("tckh-866")
	found := district{desk: d, provincial: w.key(caller.ProvincialOfficer, "skhdt-87"), foreigners: w.key(caller.DeskLead, "tckh-867")}
	for name, into := range map[string]*string{"Hợp tác xã Đúng Hạn": &found.timely, "Hợp tác xã Trễ Hẹn": &found.late, "Hợp tác xã Im Lặng": &found.missing} {
		*into = w.register(d.officer, d.lead, htx(name, nil)).text(w.t, "organization_id")
	}
	return found
}

func TestTheYearTellsWhoOwesWhatByWhen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	duties := w.want(w.call("", http.MethodGet, "/v1/reporting/2021/duties?place=87", nil), 200, "")
	if got := duties.names(t, "due_on"); !slices.Equal(got, []string{"2021-12-10", "2021-12-10", "2021-12-15", "2021-12-15", "2021-12-15", "2021-12-18", "2021-12-21", "2021-12-24", "2021-12-30", "2022-01-15", "2022-01-15", "2022-01-15", "2022-01-30"}) {
		t.Errorf("due on %v", got)
	}
	if other := w.want(w.call("", http.MethodGet, "/v1/reporting/2021/duties?place=79", nil), 200, ""); strings.Contains(string(other.body), `"unit"`) {
		t.Error("the programme of Đồng Tháp holds in Thành phố Hồ Chí Minh")
	}
	if now := w.want(w.call("", http.MethodGet, "/v1/reporting/2025/duties", nil), 200, ""); !strings.Contains(string(now.body), `"basis":"missing"`) || !strings.Contains(string(now.body), `"basis":"assumed"`) {
		t.Errorf("what is not settled is not told: %s", now.body)
	}
	w.want(w.call("", http.MethodGet, "/v1/reporting/2021/duties?place=99999", nil), 400, "invalid-request")

	year := w.district()
	list := func(key, query string) reply {
		return w.want(w.call(key, http.MethodGet, "/v1/reporting/2021/organizations?count=exact"+query, nil), 200, "")
	}
	if got := list(year.desk.officer, ""); got.text(t, "total") != "3" || !slices.Equal(got.names(t, "state"), []string{"awaited", "awaited", "awaited"}) {
		t.Errorf("in June: %s", got.body)
	}
	w.clockTo("2021-12-14")
	w.reports(year.desk.officer, year.timely, 0, 1_000)
	w.clockTo("2021-12-16")
	w.reports(year.desk.officer, year.late, 0, 2_000)
	w.reports(year.desk.officer, year.timely, 1, 1_500) // a correction makes nothing late

	for state, id := range map[string]string{"on_time": year.timely, "late": year.late, "missing": year.missing} {
		got := list(year.desk.officer, "&state="+state)
		if got.text(t, "total") != "1" || got.names(t, "organization_id")[0] != id || got.names(t, "due_on")[0] != "2021-12-15" {
			t.Errorf("%s: %s", state, got.body)
		}
		if !strings.Contains(string(got.body), `"code":"tckh-866"`) {
			t.Errorf("owed to whom? %s", got.body)
		}
	}
	if got := list(year.desk.officer, "&state=on_time"); got.names(t, "corrected_at")[0] == "<nil>" || got.names(t, "revision")[0] != "2" {
		t.Errorf("the correction: %s", got.body)
	}
	if got := list(year.desk.officer, "&known_at=2021-12-15T00:00:00Z&state=awaited"); got.text(t, "total") != "2" {
		t.Errorf("as it was known on the last day: %s", got.body)
	}
	for query, want := range map[string]string{"": "3", "&authority=tckh-866": "3", "&authority=tckh-867": "0", "&kind=lhhtx": "0", "&place=866": "3", "&place=867": "0"} {
		if got := list(year.provincial, query); got.text(t, "total") != want {
			t.Errorf("the province, %q: %s", query, got.body)
		}
	}
	first := list(year.desk.officer, "&limit=2")
	second := list(year.desk.officer, "&limit=2&cursor="+first.text(t, "next_cursor"))
	if all := append(first.names(t, "organization_id"), second.names(t, "organization_id")...); len(all) != 3 || !slices.IsSorted(all) || second.text(t, "next_cursor") != "" {
		t.Errorf("pages: %v", all)
	}
	w.want(w.call("", http.MethodGet, "/v1/reporting/2021/organizations", nil), 401, "key-required")
	w.want(w.call(year.foreigners, http.MethodGet, "/v1/reporting/2021/organizations?authority=tckh-866", nil), 403, "foreign-office")
	w.want(w.call(year.foreigners, http.MethodGet, "/v1/reporting/2021/organizations?place=29881", nil), 403, "foreign-office")
	w.want(w.call(year.desk.officer, http.MethodGet, "/v1/reporting/2021/organizations?place=29881&authority=tckh-866", nil), 400, "invalid-request")
	if got := list(year.foreigners, ""); got.text(t, "total") != "0" {
		t.Errorf("another desk sees %s", got.body)
	}
	figures := w.want(w.call(w.key(caller.SectorOfficer, ""), http.MethodGet, "/v1/statistics/reporting?year=2021&by=sector", nil), 200, "")
	if !strings.Contains(string(figures.body), `{"key":"agriculture","label":"Nông – lâm – ngư – diêm nghiệp","owed":3,"awaited":0,"on_time":1,"late":1,"missing":1}`) {
		t.Errorf("figures: %s", figures.body)
	}
	// Nobody owed a December report before the circular, nor in a year that has not come.
	if got := w.want(w.call(year.desk.officer, http.MethodGet, "/v1/reporting/2013/organizations?count=exact", nil), 200, ""); len(got.names(t, "state")) != 0 {
		t.Errorf("2013: %s", got.body)
	}
}

func TestOfficesAreBlockedByWhatIsMissingBelow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	year := w.district()
	w.clockTo("2021-12-14")
	w.reports(year.desk.officer, year.timely, 0, 1_000)
	w.clockTo("2021-12-17")
	w.reports(year.desk.officer, year.late, 0, 2_000)

	own := w.want(w.call(year.desk.lead, http.MethodGet, "/v1/reporting/2021/offices?step=registration_office", nil), 200, "")
	if !strings.Contains(string(own.body), `"organizations":{"owed":3,"awaited":0,"on_time":1,"late":1,"missing":1}`) || own.names(t, "blocked")[0] != "true" || own.names(t, "state")[0] != "awaited" {
		t.Errorf("the desk: %s", own.body)
	}
	below := w.want(w.call(year.provincial, http.MethodGet, "/v1/reporting/2021/offices?step=registration_office&limit=5", nil), 200, "")
	rest := w.want(w.call(year.provincial, http.MethodGet, "/v1/reporting/2021/offices?step=registration_office&limit=500&cursor="+below.text(t, "next_cursor"), nil), 200, "")
	if n := len(below.names(t, "state")) + len(rest.names(t, "state")); n != 12 {
		t.Errorf("Đồng Tháp had 12 districts, not %d", n)
	}
	w.want(w.call(year.foreigners, http.MethodGet, "/v1/reporting/2021/offices?step=registration_office&authority=tckh-866", nil), 403, "foreign-office")
	if got := w.want(w.call(w.key(caller.Auditor, ""), http.MethodGet, "/v1/reporting/2021/offices?step=department", nil), 200, ""); len(got.names(t, "state")) != 1 {
		t.Errorf("the programme is of one province: %s", got.body)
	}

	w.want(w.call(year.desk.lead, http.MethodPost, "/v1/reporting/2021/roll-ups", `{"step":"registration_office"}`), 201, "")
	w.clockTo("2021-12-22")
	province := w.want(w.call(year.provincial, http.MethodGet, "/v1/reporting/2021/offices?step=provincial_office", nil), 200, "")
	if !strings.Contains(string(province.body), `"offices":{"owed":12,"awaited":0,"on_time":1,"late":0,"missing":11}`) || province.names(t, "state")[0] != "missing" {
		t.Errorf("the province: %s", province.body)
	}
	const offices = "/v1/reporting/2021/offices?step=registration_office&limit=6"
	for state, want := range map[string]int{"on_time": 1, "late": 0, "awaited": 0, "missing": 11} {
		seen := 0
		for page := ""; ; {
			got := w.want(w.call(year.provincial, http.MethodGet, offices+"&state="+state+page, nil), 200, "")
			seen += len(got.names(t, "state"))
			if page = got.text(t, "next_cursor"); page == "" {
				break
			}
			page = "&cursor=" + page
		}
		if seen != want {
			t.Errorf("%d offices are %s, want %d", seen, state, want)
		}
	}
	own = w.want(w.call(year.desk.lead, http.MethodGet, "/v1/reporting/2021/offices?step=registration_office", nil), 200, "")
	if own.names(t, "state")[0] != "on_time" || own.names(t, "roll_up")[0] == "<nil>" {
		t.Errorf("the desk sent in time: %s", own.body)
	}
}

func TestAFrozenRollUpStaysAndTellsWhatChangedSince(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	year := w.district()
	w.clockTo("2021-12-09")
	w.reports(year.desk.officer, year.timely, 0, 1_000)
	const rollUps = "/v1/reporting/2021/roll-ups"

	dry := w.want(w.call(year.desk.lead, http.MethodPost, rollUps+"?dry_run=true", `{"step":"unit"}`), 200, "")
	if dry.text(t, "id") != "" || dry.text(t, "provisional") != "true" {
		t.Errorf("a dry run: %s", dry.body)
	}
	early := w.want(w.call(year.desk.lead, http.MethodPost, rollUps, `{"step":"unit"}`), 201, "")
	if early.text(t, "provisional") != "true" || early.text(t, "state") != "on_time" || early.text(t, "as_of") != "2021-12-09" {
		t.Errorf("of 10 December: %s", early.body)
	}
	// Its day comes before that of the reports, so the provisional one counts; that of 18 December does not.
	w.want(w.call(year.desk.lead, http.MethodPost, rollUps, `{"step":"registration_office"}`), 201, "")
	for step, want := range map[string]string{"unit": "on_time", "registration_office": "awaited"} {
		got := w.want(w.call(year.desk.lead, http.MethodGet, "/v1/reporting/2021/offices?step="+step, nil), 200, "")
		if got.names(t, "state")[0] != want {
			t.Errorf("%s after a provisional one: %s", step, got.body)
		}
	}
	w.clockTo("2021-12-16")
	w.reports(year.desk.officer, year.late, 0, 2_000)
	frozen := w.want(w.call(year.desk.lead, http.MethodPost, rollUps, `{"step":"registration_office"}`), 201, "")
	path := frozen.header.Get("Location")
	if frozen.text(t, "provisional") != "false" || frozen.text(t, "number") != "2" || frozen.text(t, "organizations", "missing") != "1" {
		t.Errorf("frozen: %s", frozen.body)
	}
	same := w.want(w.call(year.desk.lead, http.MethodGet, path+"/changes", nil), 200, "")
	if same.text(t, "same") != "true" || same.text(t, "reports", "new") != "0" {
		t.Errorf("nothing happened, yet: %s", same.body)
	}

	w.clockTo("2022-01-10")
	w.reports(year.desk.officer, year.timely, 1, 4_000) // a correction after the roll-up
	w.reports(year.desk.officer, year.missing, 0, 500)
	w.want(w.call(year.desk.officer, http.MethodPut, "/v1/organizations/"+year.late+"/ratings/2021", object{"scheme": "tt-01-2020", "scores": points(nil)}, "If-Match", `"0"`), 200, "")
	if again := w.want(w.call(year.desk.lead, http.MethodGet, path, nil), 200, ""); !bytes.Equal(compact(t, again.body), compact(t, frozen.body)) {
		t.Errorf("what was frozen changed:\n%s\n%s", frozen.body, again.body)
	}
	changes := w.want(w.call(year.desk.lead, http.MethodGet, path+"/changes", nil), 200, "")
	for _, part := range []string{
		`"same":false`, `"reports":{"new":1,"corrected":1}`, `"ratings":{"new":1,"corrected":0}`,
		`{"table":"indicators","line":"D01","column":"htx","title":"Doanh thu, hợp tác xã","before":3000,"after":6500}`,
		`{"table":"indicators","line":"A08","column":"all","title":"Đã báo cáo, Tổng số","before":2,"after":3}`,
	} {
		if !strings.Contains(string(changes.body), part) {
			t.Errorf("%s is not in %s", part, changes.body)
		}
	}
	then := w.want(w.call(year.desk.lead, http.MethodGet, path+"/changes?known_at="+frozen.text(t, "known_at"), nil), 200, "")
	if then.text(t, "same") != "true" || then.text(t, "now", "digest") != frozen.text(t, "digest") {
		t.Errorf("the same two clocks give other figures: %s", then.body)
	}

	book := w.want(w.call(year.desk.lead, http.MethodGet, path+"/xlsx", nil), 200, "")
	f, err := excelize.OpenReader(bytes.NewReader(book.body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // a test
	rows, err := f.GetRows("Chỉ tiêu")
	if err != nil || !slices.ContainsFunc(rows, func(row []string) bool { return len(row) > 4 && row[0] == "D01" && row[4] == "3000" }) {
		t.Errorf("the workbook: %v, %v", rows, err)
	}
	if about, err := f.GetRows("Thông tin"); err != nil || !strings.Contains(fmt.Sprint(about), frozen.text(t, "digest")) {
		t.Errorf("the workbook says of itself: %v, %v", about, err)
	}

	all := w.want(w.call(year.provincial, http.MethodGet, rollUps, nil), 200, "")
	if got := all.names(t, "step"); !slices.Equal(got, []string{"unit", "registration_office", "registration_office"}) {
		t.Errorf("the list: %s", all.body)
	}
	if got := w.want(w.call(year.provincial, http.MethodGet, rollUps+"?step=unit", nil), 200, ""); len(got.names(t, "step")) != 1 {
		t.Errorf("by step: %s", got.body)
	}
	if got := w.want(w.call(year.foreigners, http.MethodGet, rollUps, nil), 200, ""); len(got.names(t, "step")) != 0 {
		t.Errorf("another desk sees %s", got.body)
	}
	w.want(w.call(year.foreigners, http.MethodGet, path, nil), 403, "foreign-office")
	w.want(w.call(year.foreigners, http.MethodPost, rollUps, `{"step":"registration_office","authority":"tckh-866"}`), 403, "foreign-office")
	w.want(w.call(year.desk.officer, http.MethodPost, rollUps, `{"step":"registration_office"}`), 403, "role-forbidden")
	w.want(w.call(year.desk.lead, http.MethodPost, rollUps, `{"step":"provincial_office"}`), 422, "no-reporting-duty")
	w.want(w.call(year.desk.lead, http.MethodPost, "/v1/reporting/2024/roll-ups", `{"step":"registration_office"}`), 422, "year-not-open")
	w.want(w.call(year.desk.lead, http.MethodGet, "/v1/roll-ups/01890a5d-ac96-774b-bcce-b302099a8057", nil), 404, "roll-up-not-found")

	w.asOwner("ALTER TABLE roll_ups DISABLE TRIGGER roll_ups_append_only", "UPDATE roll_ups SET record = jsonb_set(record, '{tables,0,lines,0,cells,0,value}', '99') WHERE number = 2")
	if _, err := w.registry.GetRollUp(caller.With(t.Context(), caller.Operator("test")), id.Must[reporting.RollUp](frozen.text(t, "id"))); !errors.Is(err, reporting.ErrDiffers) {
		t.Errorf("figures changed behind the register's back: %v", err)
	}
}

func compact(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, text); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
