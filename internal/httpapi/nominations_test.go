package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// nominations reads a whole list of nominations, a page after the other, as "who stage>stage it should reach days late/days left".
func (w *world) nominations(key, query string, names map[string]string) string {
	w.t.Helper()
	var told []string
	var total, cursor string
	for {
		page := w.want(w.call(key, http.MethodGet, qd167+"/nominations?count=exact&limit=2&"+query+cursor, nil), 200, "").json(w.t)
		for _, item := range page["items"].([]any) {
			n := item.(object)
			line := names[n["organization"].(object)["id"].(string)] + " " + n["stage"].(string)
			if d, ok := n["deadline"].(object); ok {
				line += fmt.Sprintf(">%s %v/%v", d["stage"], d["days_late"], d["days_left"])
			}
			told = append(told, line)
		}
		total = fmt.Sprint(page["total"])
		next, more := page["next_cursor"].(string)
		if !more {
			break
		}
		cursor = "&cursor=" + next
	}
	if total != fmt.Sprint(len(told)) {
		w.t.Errorf("%s: %s in all, %d listed", query, total, len(told))
	}
	return strings.Join(told, ", ")
}

// A province watches which nominations are behind their phase and which fall due, on the day before, of and after each last day.
func TestNominationsBehindTheirPhase(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	d, province := w.desk("tckh-866"), w.key(caller.ProvincialOfficer, "skhdt-87")
	path, names := map[string]string{}, map[string]string{}
	for _, name := range []string{"reserve", "chosen", "pilot", "slow pilot", "complete", "gone"} {
		id := w.entered(d.lead)
		path[name], names[id] = w.nominate(province, id, "2021-05-20"), name
	}
	pass := func(key, name string, steps ...string) {
		t.Helper()
		for i := 0; i < len(steps); i += 2 {
			w.want(w.call(key, http.MethodPost, path[name]+"/advance", stage(steps[i], steps[i+1])), 200, "")
		}
	}
	w.clockTo("2021-12-31")
	for _, name := range []string{"chosen", "pilot", "slow pilot", "complete"} {
		pass(province, name, "selected", "2021-10-12")
	}
	pass(province, "gone", "withdrawn", "2021-11-01")
	before := w.registry.Now().Format("2006-01-02T15:04:05.000000Z")
	w.clockTo("2025-07-02")
	merged := w.key(caller.ProvincialOfficer, "stc-82")
	pass(merged, "pilot", "piloting", "2022-03-01")
	pass(merged, "slow pilot", "piloting", "2025-06-30")
	pass(merged, "complete", "piloting", "2022-03-01", "completed", "2025-06-30")
	office := w.want(w.call("", http.MethodGet, "/v1/authorities/tckh-866?on=2021-06-01", nil), 200, "").text(t, "id")
	for query, want := range map[string]string{
		"as_of=2021-12-31&overdue=true":                         "",
		"as_of=2022-01-01&overdue=true":                         "reserve nominated>selected 1/0",
		"as_of=2021-12-31&due_before=2021-12-31":                "",
		"as_of=2021-12-31&overdue=false&due_before=2022-01-01":  "reserve nominated>selected 0/0",
		"as_of=2025-06-29&overdue=false":                        "slow pilot selected>completed 0/1, chosen selected>completed 0/1, complete piloting>completed 0/1, pilot piloting>completed 0/1",
		"as_of=2025-06-30&overdue=true":                         "reserve nominated>selected 1277/0",
		"as_of=2025-06-30&overdue=false":                        "chosen selected>completed 0/0, slow pilot piloting>completed 0/0, pilot piloting>completed 0/0",
		"as_of=2025-07-01&overdue=true":                         "reserve nominated>selected 1278/0, chosen selected>completed 1/0, slow pilot piloting>completed 1/0, pilot piloting>completed 1/0",
		"overdue=true&stage=piloting":                           "slow pilot piloting>completed 2/0, pilot piloting>completed 2/0",
		"overdue=true&stage=completed":                          "",
		"overdue=true&due_before=2025-06-30":                    "reserve nominated>selected 1279/0",
		"stage=completed":                                       "complete completed",
		"stage=withdrawn":                                       "gone withdrawn",
		"as_of=2021-10-31&stage=nominated":                      "gone nominated>selected 0/61, reserve nominated>selected 0/61",
		"as_of=2021-05-19":                                      "",
		"model=M01":                                             "",
		"model=M03&stage=selected&place=82&authority=" + office: "chosen selected>completed 2/0",
		"place=01":                        "",
		"overdue=true&known_at=" + before: "reserve nominated>selected 1279/0, complete selected>completed 2/0, slow pilot selected>completed 2/0, pilot selected>completed 2/0, chosen selected>completed 2/0",
	} {
		if got := w.nominations(merged, query, names); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	list := qd167 + "/nominations"
	one := w.want(w.call(merged, http.MethodGet, list+"?stage=selected", nil), 200, "")
	for _, part := range []string{
		`"since":"2021-10-12"`, `"due_on":"2025-06-30"`, `"phase":"2"`, `"document":"167/QĐ-TTg"`, `"basis":"derived"`,
		"Chậm 2 ngày so với giai đoạn 2", "đến hết ngày 30/06/2025 phải đạt bước “hoàn thiện”",
	} {
		if !strings.Contains(string(one.body), part) {
			t.Errorf("no %s: %s", part, one.body)
		}
	}
	if got := w.nominations(w.key(caller.ProvincialOfficer, "stc-79"), "", names); got != "" {
		t.Errorf("another province sees %s", got)
	}
	if got := w.nominations(w.key(caller.AllianceOfficer, "stc-82"), "overdue=true&stage=selected", names); got != "chosen selected>completed 2/0" {
		t.Errorf("the alliance sees %s", got)
	}
	bad := w.want(w.call(merged, http.MethodGet, list+"?stage=none&overdue=maybe&due_before=2025-02-30&late=1", nil), 400, "invalid-request")
	for _, parameter := range []string{"stage", "overdue", "due_before", "late"} {
		if !strings.Contains(string(bad.body), `"parameter":"`+parameter+`"`) {
			t.Errorf("no word of %s: %s", parameter, bad.body)
		}
	}
	first := w.want(w.call(merged, http.MethodGet, list+"?limit=1", nil), 200, "").text(t, "next_cursor")
	w.want(w.call(merged, http.MethodGet, list+"?limit=1&overdue=true&cursor="+first, nil), 400, "invalid-request")
	w.want(w.call(merged, http.MethodGet, list+"?place=87", nil), 400, "invalid-request") // no province of today's map
	w.want(w.call(merged, http.MethodGet, "/v1/programmes/khong-co/nominations", nil), 404, "programme-not-found")
	w.want(w.call("", http.MethodGet, list, nil), 401, "key-required")
	phases := w.want(w.call("", http.MethodGet, qd167+"?on=2025-06-30", nil), 200, "")
	for _, part := range []string{
		`"due":{"stage":"completed","basis":"derived"`, `"state":"open","last_on":"2025-06-30","days_left":0`, `"state":"over","last_on":"2021-12-31","days_left":null`,
	} {
		if !strings.Contains(string(phases.body), part) {
			t.Errorf("no %s: %s", part, phases.body)
		}
	}
}

// A programme of one province is for the organisations seated there, of the kinds it names, whoever nominates.
func TestAProgrammeOfAProvinceIsForItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	w.added = []replication.Programme{{
		Code: "chuoi-xoai", Title: "Chuỗi giá trị xoài", Period: vn.Period{From: vn.MustDate("2021-01-01")}, Kinds: []coop.Kind{coop.KindLHHTX},
		Provinces:  []string{"82"},
		Conditions: []replication.Condition{{Code: "XOAI", Title: "Đang hoạt động", Check: replication.CheckStatus, Terms: replication.Terms{Statuses: []coop.Status{coop.StatusActive}}, Mandatory: true}},
		Models:     []replication.Model{{Code: "A", Title: "Xoài xuất khẩu"}},
	}}
	w.open(w.clock.Now())
	d, province := w.desk("tckh-866"), w.key(caller.ProvincialOfficer, "skhdt-87")
	nominate := func() reply {
		return w.call(province, http.MethodPost, "/v1/programmes/chuoi-xoai/nominations", object{"organization_id": w.entered(d.lead), "model": "A", "consent_on": "2021-05-31"})
	}
	if got := w.want(nominate(), 422, "not-covered"); !strings.Contains(string(got.body), `"kinds":["lhhtx"]`) || !strings.Contains(string(got.body), `"provinces":["82"]`) {
		t.Errorf("does not say for whom it is: %s", got.body)
	}
	w.added[0].Kinds, w.added[0].Provinces = []coop.Kind{coop.KindHTX}, []string{"79"}
	w.open(w.clock.Now())
	w.want(nominate(), 422, "not-covered")
	w.added[0].Provinces = []string{"82"} // what the province of today's map was then
	w.open(w.clock.Now())
	w.want(nominate(), 201, "")
	if got := w.want(w.call(province, http.MethodGet, "/v1/programmes/chuoi-xoai/nominations?count=exact", nil), 200, ""); got.text(t, "total") != "1" {
		t.Errorf("listed: %s", got.body)
	}
}
