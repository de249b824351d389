package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
)

// abroad is the notice of a unit in another country.
func abroad(organization, kind, established string, certified string) object {
	return about("unit_registration", "htx", organization, object{
		"name": object{"vi": "Văn phòng đại diện tại Phnôm Pênh"}, "seat": object{"line": "271 Đại lộ Norodom"},
		"unit": object{
			"kind": kind, "country": "KH", "established_on": established, "foreign_certificate": object{"number": "KH-7", "issued_on": certified, "issuer": "Bộ Thương mại"},
			"heads": []any{object{"full_name": "Trần Thị Bình", "title": "Trưởng văn phòng"}},
		},
	})
}

// checks gives the answers on a draft by rule, the worst of each, and its text.
func (w *world) checks(d desk, draft object) (map[string]string, string) {
	w.t.Helper()
	got := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", w.complete(d, draft)), 200, "")
	answers := map[string]string{}
	for _, item := range got.json(w.t)["checks"].([]any) {
		v := item.(object)
		rule, answer := v["rule"].(string), v["verdict"].(string)
		if answers[rule] == "" || answer == "not_met" {
			answers[rule] = answer
		}
	}
	return answers, string(got.body)
}

func TestAUnitAbroadIsToldToTheOfficeOfTheSeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	caoLanh, saDec := w.desk("tckh-866"), w.desk("tckh-867")
	parent := w.file(caoLanh, modern("Hợp tác xã Xuất Khẩu")).text(t, "organization_id")
	told := abroad(parent, "representative_office", "2024-08-20", "2024-08-19")

	wrong := w.want(w.call(saDec.officer, http.MethodPost, "/v1/dossiers", told), 422, "not-competent")
	if wrong.text(t, "competent_authority", "code") != "tckh-866" {
		t.Errorf("competent: %s", wrong.body)
	}
	// A business location abroad is no longer among what may be set up there (Điều 55 khoản 3, 17/2023/QH15).
	w.refused(caoLanh, abroad(parent, "business_location", "2024-08-20", "2024-08-19"), "unit-abroad")
	placed := abroad(parent, "branch", "2024-08-20", "2024-08-19")
	placed["payload"].(object)["seat"] = object{"line": "271", "place": "29881"}
	w.refused(caoLanh, placed, "unit-abroad")

	approved := w.file(caoLanh, told)
	unit := approved.text(t, "unit_id")
	listed := w.want(w.call("", http.MethodGet, "/v1/organizations/"+parent+"/units", nil), 200, "").json(t)["items"].([]any)[0].(object)
	registration := listed["registration"].(object)
	if listed["country"] != "KH" || listed["code"] != nil || registration["certificate_number"] != nil || registration["misrouted"] != false {
		t.Errorf("unit: %v", listed)
	}
	// Kept by the office of the organisation's seat, and by its successor.
	keeper := func(query string) string {
		units := w.want(w.call("", http.MethodGet, "/v1/organizations/"+parent+"/units"+query, nil), 200, "").json(t)["items"].([]any)
		return units[0].(object)["registration"].(object)["current_authority"].(object)["code"].(string)
	}
	if got := keeper(""); got != "tckh-866" {
		t.Errorf("kept by %s", got)
	}
	if papers := w.want(w.call("", http.MethodGet, "/v1/organizations/"+parent+"/certificates", nil), 200, ""); strings.Contains(string(papers.body), "Phnôm Pênh") {
		t.Errorf("a certificate is given: %s", papers.body)
	}

	// Its end is by the law of that country: neither resolution nor tax office, from the day it really ended.
	w.clockTo("2024-10-10")
	closure := func(effective string) object {
		draft := about("unit_closure", "htx", parent, object{"effective_on": effective})
		draft["unit_id"] = unit
		return draft
	}
	w.want(w.call(saDec.officer, http.MethodPost, "/v1/dossiers", closure("2024-10-01")), 422, "not-competent")
	w.file(caoLanh, closure("2024-10-01"))
	status := func(query string) any {
		return w.want(w.call("", http.MethodGet, "/v1/organizations/"+parent+"/units"+query, nil), 200, "").json(t)["items"].([]any)[0].(object)["status"]
	}
	if status("") != "ended" || status("?as_of=2024-10-01") != "ended" || status("?as_of=2024-09-30") != "active" {
		t.Errorf("ended now %v, on the day %v, before %v", status(""), status("?as_of=2024-10-01"), status("?as_of=2024-09-30"))
	}

	w.file(saDec, about("change_registration", "htx", parent, object{
		"seat": object{"line": "Số 9", "place": "29911"}, "resolution": resolved("2024-10-08"), "tax": object{"settled": true},
	}))
	if now, then := keeper(""), keeper("?as_of=2024-10-09"); now != "tckh-867" || then != "tckh-866" {
		t.Errorf("kept by %s, before the seat moved by %s", now, then)
	}
}

func TestAUnitAbroadIsToldInTheTimeOfTheLawOfTheDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ day, established, certified, answer, kind string }{
		{"2024-06-28", "2024-06-01", "2024-06-07", "met", "business_location"}, // fifteen working days from the foreign paper (Điều 16 khoản 6, 193/2013/NĐ-CP)
		{"2024-06-28", "2024-06-01", "2024-06-06", "not_met", "branch"},
		{"2024-09-06", "2024-08-07", "2024-08-01", "met", "branch"}, // thirty days from the day it was set up (Điều 55 khoản 3, 17/2023/QH15)
		{"2024-09-06", "2024-08-06", "2024-08-01", "not_met", "branch"},
	} {
		t.Run(c.day+" "+c.answer, func(t *testing.T) {
			w := newWorld(t, c.day)
			d := w.desk("tckh-866")
			parent := w.file(d, modern("Hợp tác xã Ra Nước Ngoài")).text(t, "organization_id")
			answers, body := w.checks(d, abroad(parent, c.kind, c.established, c.certified))
			if answers["FILER-TIME"] != c.answer || answers["UNIT-ABROAD"] != "met" || answers["COMPETENCE"] != "met" {
				t.Errorf("%v: %s", answers, body)
			}
		})
	}
}
