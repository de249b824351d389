package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"htxregistry/internal/caller"
)

const qd167 = "/v1/programmes/qd-167-2021"

// report files a year in which a third was sold to non-members.
func (w *world) report(officer, id string, year, profit int) {
	w.t.Helper()
	w.want(w.call(officer, http.MethodPut, fmt.Sprintf("/v1/organizations/%s/reports/%d", id, year), object{"figures": object{
		"revenue_vnd": 9_000_000, "revenue_members_vnd": 6_000_000, "revenue_others_vnd": 3_000_000, "pretax_profit_vnd": profit,
		"total_capital_vnd": 1_000_000, "members": object{"official": 21, "capital_associates": 0, "service_associates": 0, "foreign": 0},
	}}, "If-Match", `"0"`), 200, "")
}

// entered takes an HTX of Cao Lãnh over from a book that has been there for years, and gives its id.
func (w *world) entered(lead string) string {
	w.t.Helper()
	number := strings.ReplaceAll(retryKeys(), "-", "")
	book := "key,kind,name,place,place_on,authority,registered_on,certificate_number\n" +
		"lau-" + number + ",htx,Hợp tác xã Lâu Năm " + number + ",29881,2016-05-01,tckh-866,2016-05-01,51070" + number + "\n"
	taken := w.want(w.call(lead, http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")
	var result struct {
		Items []struct {
			ID string `json:"organization_id"`
		}
	}
	if err := json.Unmarshal(taken.body, &result); err != nil || len(result.Items) != 1 || result.Items[0].ID == "" {
		w.t.Fatalf("%v %s", err, taken.body)
	}
	return result.Items[0].ID
}

// candidate reads one organisation under the programme.
func (w *world) candidate(key, id, query string) reply {
	w.t.Helper()
	return w.want(w.call(key, http.MethodGet, qd167+"/candidates/"+id+query, nil), 200, "")
}

// nominate nominates and gives the path of the nomination.
func (w *world) nominate(key, id, on string) string {
	w.t.Helper()
	made := w.want(w.call(key, http.MethodPost, qd167+"/nominations", object{"organization_id": id, "model": "M03", "consent_on": on}), 201, "")
	return qd167 + "/nominations/" + made.text(w.t, "id")
}

func stage(name, on string) object {
	return object{"stage": name, "decision": object{"number": "1480/QĐ-UBND-HC", "issued_on": on, "issuer": "UBND tỉnh Đồng Tháp"}}
}

// fresh fails unless the stored candidacies are those that follow from the facts.
func (w *world) fresh() {
	w.t.Helper()
	_, changed, err := w.registry.RecomputeCandidacies(w.t.Context())
	if err != nil || changed != 0 {
		w.t.Errorf("%d candidacies were stale: %v", changed, err)
	}
}

// verdictOf is the verdict of one condition of a candidate.
func verdictOf(t *testing.T, r reply, code string) string {
	t.Helper()
	var c struct {
		Conditions []struct{ Code, Verdict string }
	}
	if err := json.Unmarshal(r.body, &c); err != nil {
		t.Fatal(err)
	}
	for _, found := range c.Conditions {
		if found.Code == code {
			return found.Verdict
		}
	}
	return ""
}

// candidacy is what an organisation tells of the programme.
func candidacy(verdict, stage string) string {
	return `"candidacies":[{"programme":"qd-167-2021","verdict":"` + verdict + `","stage":"` + stage + `"}]`
}

// listedAs fails unless the only candidate of a list is told there as it is by itself.
func (w *world) listedAs(key, id, query string) {
	w.t.Helper()
	var page struct{ Items []json.RawMessage }
	listed := w.want(w.call(key, http.MethodGet, qd167+"/candidates?"+query, nil), 200, "")
	if err := json.Unmarshal(listed.body, &page); err != nil {
		w.t.Fatal(err)
	}
	if alone := strings.TrimSpace(string(w.candidate(key, id, "?"+query).body)); len(page.Items) != 1 || string(page.Items[0]) != alone {
		w.t.Errorf("%s: listed %s, alone %s", query, listed.body, alone)
	}
}

func (w *world) total(key, query string) string {
	w.t.Helper()
	return w.want(w.call(key, http.MethodGet, qd167+"/candidates?count=exact&"+query, nil), 200, "").text(w.t, "total")
}

func TestACandidateIsNeverStale(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2019-12-01")
	d, province := w.desk("tckh-866"), w.key(caller.ProvincialOfficer, "skhdt-87")
	id := w.register(d.officer, d.lead, htx("Hợp tác xã Kiểu Mẫu", nil)).text(t, "organization_id")
	w.want(w.call(province, http.MethodGet, qd167+"/candidates/"+id, nil), 404, "candidate-not-found") // before the programme
	w.clockTo("2021-12-20")
	if got := w.candidate(province, id, ""); got.text(t, "verdict") != "not_eligible" || verdictOf(t, got, "QD167-M3") != "not_met" {
		t.Errorf("two years old: %s", got.body) // 2018 had no such organisation
	}
	for year := 2019; year <= 2021; year++ {
		w.report(d.officer, id, year, 100_000)
	}
	if got := w.candidate(province, id, ""); got.text(t, "verdict") != "not_eligible" {
		t.Errorf("the year has not ended: %s", got.body)
	}
	// A day passes, nothing is written.
	w.clockTo("2022-01-01")
	got := w.candidate(province, id, "")
	if got.text(t, "verdict") != "undetermined" || verdictOf(t, got, "QD167-M3") != "met" || verdictOf(t, got, "QD167-M5") != "met" ||
		verdictOf(t, got, "QD167-M2") != "unknown" || !strings.Contains(string(got.body), "cơ quan cấp tỉnh ghi khi đề cử") {
		t.Errorf("three years of profit: %s", got.body)
	}
	for query, want := range map[string]string{
		"": "1", "verdict=undetermined": "1", "verdict=eligible": "0", "condition=QD167-M3": "0", "condition=QD167-M3:met": "1",
		"condition=QD167-M2:unknown": "1", "place=87": "1", "place=79": "0",
		"stage=none": "1", "stage=nominated": "0", "as_of=2021-12-31&verdict=not_eligible": "1",
		"as_of=2021-02-02":              "0",
		"known_at=2019-11-30T00:00:00Z": "0", "known_at=2019-12-02T00:00:00Z&verdict=undetermined": "1", "authority=" + w.want(w.call("", http.MethodGet, "/v1/authorities/tckh-866", nil), 200, "").text(t, "id"): "1",
	} {
		if n := w.total(province, query); n != want {
			t.Errorf("%s: %s, want %s", query, n, want)
		}
	}
	before := w.registry.Now()
	w.clockTo("2022-03-01")
	nomination := w.nominate(province, id, "2022-02-20")
	w.want(w.call(province, http.MethodPost, qd167+"/nominations", object{"organization_id": id, "model": "M01", "consent_on": "2022-02-20"}), 409, "already-nominated")
	if got := w.candidate(province, id, ""); got.text(t, "verdict") != "eligible" || got.text(t, "stage") != "nominated" || got.text(t, "model") != "M03" {
		t.Errorf("nominated: %s", got.body)
	}
	if n := w.total(province, "verdict=eligible&model=M03&stage=nominated"); n != "1" {
		t.Errorf("listed %s", n)
	}
	// The organisation itself tells, and whoever lists the register may ask.
	if got := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id, nil), 200, ""); !strings.Contains(string(got.body), candidacy("eligible", "nominated")) {
		t.Errorf("on the organisation: %s", got.body)
	}
	then := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"?as_of=2021-12-31", nil), 200, "")
	if !strings.Contains(string(then.body), candidacy("not_eligible", "none")) {
		t.Errorf("as it was: %s", then.body)
	}
	for query, want := range map[string]string{
		"candidate=eligible": "1", "candidate=undetermined": "0", "stage=nominated&programme=qd-167-2021": "1", "stage=none": "0", "programme=qd-167-2021": "1",
		"candidate=eligible&stage=selected": "0", "candidate=not_eligible&as_of=2021-12-31": "1", "candidate=undetermined&sort=name&as_of=2022-01-01": "1",
		"candidate=eligible&as_of=2022-01-01": "0", "candidate=eligible&kind=tht": "0", "candidate=eligible&known_at=" + before.Format("2006-01-02T15:04:05.000000Z"): "0",
	} {
		listed := w.want(w.call("", http.MethodGet, "/v1/organizations?count=exact&"+query, nil), 200, "")
		if n := listed.text(t, "total"); n != want {
			t.Errorf("organizations by %s: %s, want %s", query, n, want)
		}
	}
	w.want(w.call("", http.MethodGet, "/v1/organizations?programme=qd-1-2000", nil), 400, "invalid-request")
	alliance := w.key(caller.AllianceOfficer, "skhdt-87")
	for query, want := range map[string]string{
		"condition=QD167-M3": "0", "condition=QD167-M3:met": "1", "condition=QD167-M2:unknown": "0", "condition=QD167-M2:met&programme=qd-167-2021": "1",
	} {
		listed := w.want(w.call(alliance, http.MethodGet, "/v1/alliance/organizations?count=exact&"+query, nil), 200, "")
		if n := listed.text(t, "total"); n != want {
			t.Errorf("the alliance by %s: %s, want %s", query, n, want)
		}
	}
	rating := "/v1/organizations/" + id + "/ratings/2021"
	w.want(w.call(d.officer, http.MethodPut, rating, object{"scheme": "tt-01-2020", "scores": points(nil)}, "If-Match", `"0"`), 200, "")
	w.want(w.call(d.lead, http.MethodPost, rating+"/verify", `{"scores":[{"line":"C06","points":0,"reason":"Còn đơn thư"}]}`, "If-Match", `"1"`), 200, "")
	for _, query := range []string{"", "as_of=2021-12-31", "as_of=2022-01-01", "as_of=2024-01-01", "known_at=" + before.Format("2006-01-02T15:04:05.000000Z")} {
		w.listedAs(province, id, query)
	}
	// A correction in the past: what was known stays.
	w.want(w.call(d.officer, http.MethodPut, "/v1/organizations/"+id+"/reports/2020", `{"figures":{"pretax_profit_vnd":-5}}`, "If-Match", `"1"`), 200, "")
	if n := w.total(province, "verdict=not_eligible"); n != "1" {
		t.Errorf("a year of loss: %s", n)
	}
	if n := w.total(province, "verdict=undetermined&as_of=2022-01-01&known_at="+before.Format("2006-01-02T15:04:05.000000Z")); n != "1" {
		t.Errorf("as it was known: %s", n)
	}
	w.want(w.call(province, http.MethodPost, nomination+"/advance", stage("selected", "2022-02-25")), 422, "not-eligible")
	w.want(w.call(d.officer, http.MethodPut, "/v1/organizations/"+id+"/reports/2020", `{"figures":{"pretax_profit_vnd":5}}`, "If-Match", `"2"`), 200, "")
	w.want(w.call(province, http.MethodPost, nomination+"/advance", stage("piloting", "2022-02-25")), 409, "wrong-stage")
	w.want(w.call(province, http.MethodPost, nomination+"/advance", `{"stage":"selected"}`), 422, "decision-not-valid")
	w.want(w.call(province, http.MethodPost, nomination+"/advance", stage("selected", "2022-02-19")), 422, "decision-not-valid")
	w.want(w.call(province, http.MethodPost, nomination+"/advance", stage("selected", "2022-03-02")), 422, "decision-not-valid")
	chosen := w.want(w.call(province, http.MethodPost, nomination+"/advance", stage("selected", "2022-02-25")), 200, "")
	if chosen.text(t, "province") != "2021:87" || !strings.Contains(string(chosen.body), `"rule":"PHASE-1","verdict":"not_met"`) {
		t.Errorf("selected after the phase: %s", chosen.body)
	}
	if got := w.candidate(province, id, "?as_of=2022-02-24"); got.text(t, "stage") != "nominated" {
		t.Errorf("the day before: %s", got.body)
	}
	// The organisation stops: no candidate from that day on, and one again afterwards.
	w.file(d, about("suspension", "htx", id, object{"suspension": object{"from": "2022-04-01", "to": "2022-06-30"}, "resolution": resolved("2022-03-01")}))
	w.clockTo("2022-04-02")
	if got := w.candidate(province, id, ""); verdictOf(t, got, "QD167-STATUS") != "not_met" || w.total(province, "verdict=not_eligible") != "1" {
		t.Errorf("suspended: %s", got.body)
	}
	w.fresh()
	acts := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/acts", nil), 200, "")
	if !strings.Contains(string(acts.body), `"nomination.selected"`) {
		t.Errorf("the ledger: %s", acts.body)
	}
}

// Six are selected at once by six clerks: five have a place.
func TestASixthSelectionIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2019-12-01")
	d, province := w.desk("tckh-866"), w.key(caller.ProvincialOfficer, "skhdt-87")
	var ids []string
	for i := range 7 {
		ids = append(ids, w.register(d.officer, d.lead, htx(fmt.Sprintf("Hợp tác xã Mô hình %d", i), nil)).text(t, "organization_id"))
	}
	w.clockTo("2022-03-01")
	var all sync.WaitGroup
	answers := make([]reply, 6)
	nominations := make([]string, 7)
	for i, id := range ids {
		nominations[i] = w.nominate(province, id, "2022-02-01") // nothing is reported yet: undetermined, and not refused
	}
	for i := range answers {
		all.Go(func() {
			answers[i] = w.call(province, http.MethodPost, nominations[i]+"/advance", stage("selected", "2022-02-25"))
		})
	}
	all.Wait()
	selected, refused := 0, -1
	for i, a := range answers {
		switch {
		case a.status == http.StatusOK:
			selected++
		case a.status == http.StatusUnprocessableEntity && a.text(t, "code") == "quota-full" && a.text(t, "taken") == "5":
			refused = i
		default:
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	if selected != 5 || refused < 0 {
		t.Fatalf("%d selected", selected)
	}
	if n := w.total(province, "stage=selected"); n != "5" {
		t.Errorf("%s are listed", n)
	}
	// One leaves by a decision: the reserve moves up.
	for i, a := range answers {
		if a.status == http.StatusOK {
			w.want(w.call(province, http.MethodPost, nominations[i]+"/advance", `{"stage":"withdrawn"}`), 422, "decision-not-valid")
			w.want(w.call(province, http.MethodPost, nominations[i]+"/advance", stage("withdrawn", "2022-02-28")), 200, "")
			break
		}
	}
	// Its place is free from that day on: a decision of an earlier day would make six of five.
	w.want(w.call(province, http.MethodPost, nominations[refused]+"/advance", stage("selected", "2022-02-27")), 422, "quota-full")
	w.want(w.call(province, http.MethodPost, nominations[refused]+"/advance", stage("selected", "2022-02-28")), 200, "")
	w.want(w.call(province, http.MethodPost, nominations[6]+"/advance", stage("selected", "2022-02-28")), 422, "quota-full")
	// Another province has its own five, until both are one; then those selected before count.
	other := w.desk("tckh-815")
	neighbour := w.key(caller.ProvincialOfficer, "skhdt-82")
	far := w.register(other.officer, other.lead, htx("Hợp tác xã Mỹ Tho", func(_, p map[string]any) {
		p["seat"] = object{"line": "Số 1", "place": "28249"}
	})).text(t, "organization_id")
	w.want(w.call(province, http.MethodGet, qd167+"/candidates/"+far, nil), 403, "foreign-office")
	w.clockTo("2025-06-15")
	w.want(w.call(neighbour, http.MethodPost, w.nominate(neighbour, far, "2025-06-01")+"/advance", stage("selected", "2025-06-15")), 200, "")
	w.clockTo("2025-08-01")
	merged := w.key(caller.ProvincialOfficer, "stc-82")
	w.want(w.call(merged, http.MethodPost, nominations[6]+"/advance", stage("selected", "2025-06-30")), 422, "quota-full")
	late := w.want(w.call(merged, http.MethodPost, nominations[6]+"/advance", stage("selected", "2025-08-01")), 422, "quota-full")
	if late.text(t, "taken") != "6" || w.total(merged, "stage=selected") != "6" {
		t.Errorf("the new province begins with what both selected: %s", late.body)
	}
	if all, verdict, elsewhere := w.total(merged, "place=82"), w.total(merged, "verdict=undetermined"), w.total(merged, "place=01"); all != "8" || verdict != "8" || elsewhere != "0" {
		t.Errorf("of the new province %s, %s undetermined, elsewhere %s", all, verdict, elsewhere)
	}
	w.fresh()
}

func TestProgrammesAreRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	got := w.want(w.call("", http.MethodGet, qd167, nil), 200, "")
	for _, part := range []string{`"province":5`, `"code":"1","title":"Lựa chọn mô hình"`, `"state":"open"`, `"state":"coming"`, `"code":"M12"`, `"basis":"missing"`} {
		if !strings.Contains(string(got.body), part) {
			t.Errorf("no %s: %s", part, got.body)
		}
	}
	if all := w.want(w.call("", http.MethodGet, "/v1/programmes", nil), 200, ""); !strings.Contains(string(all.body), `"nhan-rong-2026"`) {
		t.Errorf("%s", all.body)
	}
	if now := w.want(w.call("", http.MethodGet, "/v1/programmes?on=2021-02-02", nil), 200, ""); string(now.body) != "{\"items\":[]}\n" {
		t.Errorf("the day before: %s", now.body)
	}
	w.want(w.call("", http.MethodGet, "/v1/programmes/khong-co", nil), 404, "programme-not-found")
	w.want(w.call("", http.MethodGet, qd167+"/candidates", nil), 401, "key-required")
}
