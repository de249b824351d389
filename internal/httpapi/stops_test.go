package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
)

// stopped is a demand to stop business with the paper behind it.
func stopped(ground, order, received string, codes ...string) object {
	lines := []any{}
	for _, code := range codes {
		lines = append(lines, object{"edition": "2018", "code": code})
	}
	return object{
		"kind": "business_stop", "paper": object{"number": "45/SGTVT", "issued_on": received, "issuer": "Sở Giao thông vận tải"},
		"stop": object{"ground": ground, "order": order, "industries": lines, "received_on": received},
	}
}

// stops are the demands that a record shows, each as ground, order and codes.
func (w *world) stops(id string, query ...string) []string {
	found := []string{}
	all, _ := w.organization(id, query...).json(w.t)["business_stops"].([]any)
	for _, one := range all {
		stop := one.(object)
		text := stop["ground"].(string) + " " + stop["order"].(string)
		for _, line := range stop["industries"].([]any) {
			text += " " + line.(object)["code"].(string)
		}
		found = append(found, text)
	}
	return found
}

func (w *world) hasStops(what, id string, want string, query ...string) {
	w.t.Helper()
	if got := strings.Join(w.stops(id, query...), "; "); got != want {
		w.t.Errorf("%s: stops %q, want %q", what, got, want)
	}
}

// advised tells whether a procedure may be filed, and whether a demand to stop business is shown beside it.
func (w *world) advised(id, procedure string) (allowed, shown bool) {
	got := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/actions", nil), 200, "")
	for _, item := range got.json(w.t)["items"].([]any) {
		action := item.(object)
		if action["procedure"] != procedure {
			continue
		}
		allowed = action["allowed"] == true
		for _, v := range action["verdicts"].([]any) {
			shown = shown || v.(object)["rule"] == "BUSINESS-STOP"
		}
	}
	return allowed, shown
}

func TestBusinessIsStoppedOnDemandOnBothClocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	draft := modern("Hợp tác xã Dừng Xe")
	draft["payload"].(object)["industries"] = []any{
		object{"edition": "2018", "code": "0161", "main": true}, object{"edition": "2018", "code": "4933", "main": false},
	}
	id := w.file(d, draft).text(t, "organization_id")
	w.hasStops("new", id, "")

	w.clockTo("2024-09-06")
	path := "/v1/organizations/" + id + "/notices"
	noted := w.want(w.call(d.lead, http.MethodPost, path, stopped("conditional_line", "suspend", "2024-09-05", "4933")), 201, "")
	// Three working days from the receipt, a weekend between (Điều 48 khoản 1, 92/2024/NĐ-CP).
	if got := noted.text(t, "stop", "act_by"); got != "2024-09-10" {
		t.Errorf("act by %s", got)
	}
	w.clockTo("2024-09-09")
	w.note(d, id, stopped("competent_body", "suspend", "2024-09-09"))
	w.hasStops("now", id, "conditional_line suspend 4933; competent_body suspend")
	w.hasStops("the day of the first", id, "conditional_line suspend 4933", "?as_of=2024-09-06")
	w.hasStops("the day before it", id, "", "?as_of=2024-09-05")
	w.hasStops("before it was known", id, "", "?as_of=2024-09-09&known_at=2024-09-05T01:00:00Z")
	w.status(id, "active", "") // a demand is no legal status: Điều 27 khoản 1 speaks of a suspension that was notified

	// A demand that comes late takes nothing away from those known already.
	late := stopped("court", "halt", "2024-09-06", "0161")
	late["issued_on"] = "2024-09-06"
	w.note(d, id, late)
	w.hasStops("after the late one", id, "conditional_line suspend 4933; competent_body suspend; court halt 0161")

	if allowed, shown := w.advised(id, "change_notification"); !allowed || !shown {
		t.Errorf("a change of lines: allowed %v, told %v", allowed, shown)
	}
	if allowed, shown := w.advised(id, "change_registration"); !allowed || shown {
		t.Errorf("a change of name: allowed %v, told %v", allowed, shown)
	}
	lines := about("change_notification", "htx", id, object{"industries": []any{object{"edition": "2018", "code": "4933", "main": true}}, "resolution": resolved("2024-09-09")})
	checked := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", w.complete(d, lines)), 200, "")
	if !strings.Contains(string(checked.body), `"BUSINESS-STOP"`) || !strings.Contains(string(checked.body), "Điều 48 khoản 1") {
		t.Errorf("the officer is not told: %s", checked.body)
	}
	w.file(d, lines) // nothing is refused for it

	w.clockTo("2024-09-12")
	w.want(w.call(d.lead, http.MethodPost, path+"/"+noted.text(t, "id")+"/close", object{}), 400, "invalid-request")
	closing := object{"paper": object{"number": "60/SGTVT", "issued_on": "2024-09-11", "issuer": "Sở Giao thông vận tải"}}
	w.want(w.call(d.lead, http.MethodPost, path+"/"+noted.text(t, "id")+"/close", closing), 200, "")
	w.hasStops("lifted", id, "competent_body suspend; court halt 0161")
	w.hasStops("the day before", id, "conditional_line suspend 4933; competent_body suspend; court halt 0161", "?as_of=2024-09-11")
	acts := w.call("", http.MethodGet, "/v1/organizations/"+id+"/acts?limit=100", nil)
	for _, act := range []string{"organization.business_stopped", "organization.business_released", "notice.recorded", "notice.closed"} {
		if !strings.Contains(string(acts.body), `"`+act+`"`) {
			t.Errorf("no %s in the ledger", act)
		}
	}
}

func TestWhatMayBeStoppedIsWhatTheLawOfTheDayAndKindSays(t *testing.T) {
	t.Parallel()
	paperless := func(order string) object {
		return object{"kind": "business_stop", "stop": object{"ground": "conditional_line", "order": order, "industries": []any{object{"edition": "2018", "code": "4933"}}}}
	}
	ofUnit := stopped("conditional_line", "suspend", "2024-09-04", "4933")
	ofUnit["unit_id"] = "0193aaaa-0000-7000-8000-000000000001"
	for _, c := range []struct {
		day    string
		notice object
		fault  string // empty: it is recorded
	}{
		{"2024-06-28", paperless("suspend"), ""}, // Điều 6 khoản 2 điểm g, 193/2013/NĐ-CP: the office finds it by itself
		{"2024-06-28", paperless("end"), "/stop/order"},
		{"2024-06-28", stopped("court", "halt", "2024-06-28", "4933"), "/stop/ground"},
		{"2024-07-17", paperless("end"), ""}, // Điều 96 khoản 2, 17/2023/QH15
		{"2024-07-18", paperless("end"), "/paper"},
		{"2024-09-04", stopped("conditional_line", "halt", "2024-09-04", "4933"), "/stop/order"},
		{"2024-09-04", stopped("conditional_line", "suspend", "2024-09-04"), "/stop/industries"},
		{"2024-09-04", stopped("conditional_line", "suspend", "2024-09-04", "9999"), "/stop/industries/0"},
		{"2024-09-04", stopped("court", "end", "2024-09-05", "4933"), "/stop/received_on"},
		{"2024-09-04", object{"kind": "business_stop"}, "/stop"},
		{"2024-09-04", object{"kind": "violation", "stop": object{"ground": "court", "order": "end"}}, "/stop"},
		{"2024-09-04", ofUnit, "/unit_id"},
	} {
		t.Run(c.day+" "+c.fault, func(t *testing.T) {
			w := newWorld(t, c.day)
			d := w.desk("tckh-866")
			id := w.file(d, modern("Hợp tác xã Thử Dừng")).text(t, "organization_id")
			got := w.call(d.lead, http.MethodPost, "/v1/organizations/"+id+"/notices", c.notice)
			if c.fault == "" {
				w.want(got, 201, "")
				return
			}
			if w.want(got, 400, "invalid-request"); !strings.Contains(string(got.body), `"`+c.fault+`"`) {
				t.Errorf("%s: %s", c.fault, got.body)
			}
		})
	}
	t.Run("a registered group is suspended, never ended", func(t *testing.T) {
		s := newStory(t, "2024-09-04")
		s.done = map[string]bool{}
		id, d := s.found("tht"), s.deskOf("tht")
		got := s.want(s.call(d.lead, http.MethodPost, "/v1/organizations/"+id+"/notices", stopped("conditional_line", "end", "2024-09-04", "4933")), 400, "")
		if !strings.Contains(string(got.body), "Điều 62 khoản 5") {
			t.Errorf("cited: %s", got.body)
		}
		s.note(d, id, stopped("conditional_line", "suspend", "2024-09-04", "4933"))
		s.hasStops("a group", id, "conditional_line suspend 4933")
	})
}

// Điều 48 khoản 2 and Điều 62 khoản 6, 92/2024/NĐ-CP have what competent bodies and courts demand made public, not the demands about
// conditional lines.
func TestDemandsOfCompetentBodiesAndCourtsArePublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-07-17")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Bị Dừng")).text(t, "organization_id")
	published := func(query string) string {
		t.Helper()
		page := w.want(w.call("", http.MethodGet, "/v1/publications"+query, nil), 200, "")
		var told []string
		for _, item := range page.json(t)["items"].([]any) {
			p := item.(object)
			if stop, is := p["business_stop"].(object); is {
				told = append(told, stop["ground"].(string)+" until "+p["published_until"].(string)+" "+p["basis"].(string))
			}
		}
		return strings.Join(told, "; ")
	}
	w.note(d, id, stopped("court", "halt", "2024-07-17", "0161")) // the law of 2023 does not have it published
	w.clockTo("2024-07-18")
	w.note(d, id, stopped("conditional_line", "suspend", "2024-07-18", "0161"))
	if got := published(""); got != "" {
		t.Errorf("published: %s", got)
	}
	w.note(d, id, stopped("competent_body", "suspend", "2024-07-18"))
	w.clockTo("2024-07-19")
	w.note(d, id, stopped("court", "halt", "2024-07-19", "0161"))
	both := "competent_body until 2024-08-17 assumed; court until 2024-08-18 assumed"
	for query, want := range map[string]string{
		"": both, "?place=866": both, "?place=867": "", "?procedure=formation": "", "?on=2024-07-18": "competent_body until 2024-08-17 assumed", "?on=2024-07-17": "",
	} {
		if got := published(query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	w.clockTo("2024-08-18")
	if got := published(""); got != "court until 2024-08-18 assumed" {
		t.Errorf("on the thirtieth day: %q", got)
	}
}
