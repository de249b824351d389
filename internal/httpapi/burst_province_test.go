package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"htxregistry/internal/caller"
)

// provincialDesk is a desk of a province with the HTX on its territory.
type provincialDesk struct {
	desk

	office string
	ids    []string
}

// A whole province in one hour: every desk takes in the reports of its HTX, each sent three times at once, while the desks freeze
// what they have for the plan of the year. Nothing is lost or doubled, every frozen figure is that of its instant, and the sums
// of the desks and of the province hold every report once.
func TestAProvinceReportsInOneHour(t *testing.T) {
	t.Parallel()
	const desks, each, times = 12, 10, 3
	w := newWorld(t, "2021-06-01")
	provincial := w.key(caller.ProvincialOfficer, "skhdt-87")
	all := w.province(desks, each)

	w.clockTo("2021-12-15")
	const rollUps = "/v1/reporting/2021/roll-ups"
	var burst sync.WaitGroup
	for d, at := range all {
		for i, id := range at.ids {
			body := fmt.Sprintf(`{"figures":{"workers":5,"revenue_vnd":%d}}`, revenueOf(d, i))
			for range times {
				burst.Go(func() {
					w.sends(http.MethodPut, at.officer, "/v1/organizations/"+id+"/reports/2021", body, `"revision":1`, "If-Match", `"0"`)
				})
			}
		}
		burst.Go(func() { w.freezes(at, "unit") })
	}
	burst.Wait()

	total := w.want(w.call(provincial, http.MethodGet, "/v1/reporting/2021/organizations?count=exact&state=on_time", nil), 200, "")
	if total.text(t, "total") != fmt.Sprint(desks*each) {
		t.Errorf("%s of %d are in time", total.text(t, "total"), desks*each)
	}
	w.clockTo("2021-12-16")
	for _, at := range all {
		burst.Go(func() { w.freezes(at, "registration_office") })
	}
	burst.Wait()
	w.clockTo("2021-12-21")
	province := w.want(w.call(provincial, http.MethodPost, rollUps, `{"step":"provincial_office"}`), 201, "")

	sum := 0
	for d, at := range all {
		own := 0
		for i, id := range at.ids {
			own += revenueOf(d, i)
			kept := w.want(w.call(at.officer, http.MethodGet, "/v1/organizations/"+id+"/reports/2021", nil), 200, "")
			acts := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/acts", nil), 200, "")
			if kept.text(t, "figures", "revenue_vnd") != fmt.Sprint(revenueOf(d, i)) || strings.Count(string(acts.body), `"report.filed"`) != 1 {
				t.Errorf("%s of %s: %s", id, at.office, kept.body)
			}
		}
		sum += own
		frozen := w.want(w.call(at.lead, http.MethodGet, rollUps, nil), 200, "").json(t)["items"].([]any)
		if len(frozen) != 2 {
			t.Errorf("%s has frozen %d times", at.office, len(frozen))
			continue
		}
		for _, item := range frozen {
			path := "/v1/roll-ups/" + item.(object)["id"].(string)
			one := w.want(w.call(at.lead, http.MethodGet, path, nil), 200, "")
			then := w.want(w.call(at.lead, http.MethodGet, path+"/changes?known_at="+one.text(t, "known_at"), nil), 200, "")
			if then.text(t, "same") != "true" {
				t.Errorf("%s, %s: not the figures of its instant: %s", at.office, one.text(t, "step"), then.body)
			}
			if one.text(t, "step") == "registration_office" && (one.text(t, "organizations", "on_time") != fmt.Sprint(each) || one.revenue(t) != fmt.Sprint(own)) {
				t.Errorf("%s sums up to %s, want %d: %s", at.office, one.revenue(t), own, one.body)
			}
		}
	}
	if province.text(t, "organizations", "on_time") != fmt.Sprint(desks*each) || province.text(t, "offices", "on_time") != fmt.Sprint(desks) || province.revenue(t) != fmt.Sprint(sum) {
		t.Errorf("the province sums up to %s, want %d: %s", province.revenue(t), sum, province.body)
	}
}

// revenueOf gives each HTX of each desk a revenue of its own.
func revenueOf(desk, i int) int { return 1000*(desk+1) + i }

// province opens the desks of the districts of Đồng Tháp, each with a book of HTX.
func (w *world) province(desks, each int) []provincialDesk {
	w.t.Helper()
	all := make([]provincialDesk, desks)
	book := "key,kind,name,place,place_on,authority,certificate_number,registered_on\n"
	for d := range all {
		district := fmt.Sprint(866 + d)
		all[d] = provincialDesk{desk: w.desk("tckh-" + district), office: "tckh-" + district}
		commune := w.want(w.call("", http.MethodGet, "/v1/places?level=commune&parent="+district+"&on=2021-06-01&limit=1", nil), 200, "").names(w.t, "code")[0]
		for i := range each {
			book += fmt.Sprintf("%d-%d,htx,Hợp tác xã Cả Tỉnh Báo Cáo số %d,%s,2021-06-01,%s,%s07%05d,2015-01-01\n", d, i, 100*d+i, commune, all[d].office, district, i)
		}
	}
	w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")
	for d := range all {
		all[d].ids = w.want(w.call("", http.MethodGet, "/v1/organizations?limit=500&on=2021-06-01&place="+strings.TrimPrefix(all[d].office, "tckh-"), nil), 200, "").names(w.t, "id")
		if len(all[d].ids) != each {
			w.t.Fatalf("%s keeps %d", all[d].office, len(all[d].ids))
		}
	}
	return all
}

// freezes lets a desk freeze a step, sending it again as one does whose answer was lost.
func (w *world) freezes(at provincialDesk, step string) {
	key := retryKeys()
	for range 3 {
		w.sends(http.MethodPost, at.lead, "/v1/reporting/2021/roll-ups", `{"step":"`+step+`"}`, `"number":1`, "Idempotency-Key", key)
	}
}

// sends sends from beside the test and holds the answer against what it must have.
func (w *world) sends(method, key, path, body, part string, headers ...string) {
	got := w.call(key, method, path, []byte(body), append(headers, "Content-Type", "application/json")...)
	if got.status/100 != 2 || !strings.Contains(string(got.body), part) {
		w.t.Errorf("%s %s: %d %s", method, path, got.status, got.body)
	}
}

// revenue is the sum of revenues in a roll-up, of all kinds together.
func (r reply) revenue(t *testing.T) string {
	t.Helper()
	for _, table := range r.json(t)["tables"].([]any) {
		for _, item := range table.(object)["lines"].([]any) {
			if one := item.(object); one["code"] == "D01" {
				return fmt.Sprint(one["cells"].([]any)[0].(object)["value"])
			}
		}
	}
	return "no line D01"
}

// Reports go on arriving and being corrected, and the desk freezes beside them: each freeze comes to its end at the first try, and
// holds what was known at its instant.
func TestADeskFreezesWhileReportsKeepArriving(t *testing.T) {
	t.Parallel()
	const clients, freezes = 12, 6
	w := newWorld(t, "2021-06-01")
	at := w.province(1, clients)[0]
	w.clockTo("2021-12-16")
	frozen := make(chan struct{})
	var senders sync.WaitGroup
	for _, id := range at.ids {
		senders.Go(func() {
			for revision := 0; ; revision++ {
				select {
				case <-frozen:
					return
				default:
				}
				w.sends(http.MethodPut, at.officer, "/v1/organizations/"+id+"/reports/2021", fmt.Sprintf(`{"figures":{"workers":%d}}`, revision),
					fmt.Sprintf(`"revision":%d`, revision+1), "If-Match", fmt.Sprintf(`"%d"`, revision))
			}
		})
	}
	for range freezes {
		got := w.call(at.lead, http.MethodPost, "/v1/reporting/2021/roll-ups", `{"step":"registration_office"}`)
		if got.status != http.StatusCreated {
			t.Errorf("a freeze beside %d senders: %d %s", clients, got.status, got.body)
			continue
		}
		then := w.want(w.call(at.lead, http.MethodGet, got.header.Get("Location")+"/changes?known_at="+got.text(t, "known_at"), nil), 200, "")
		if then.text(t, "same") != "true" {
			t.Errorf("not the figures of its instant: %s", then.body)
		}
	}
	close(frozen)
	senders.Wait()
}
