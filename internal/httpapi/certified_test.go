package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// decided submits a draft and asks for its approval with what the office adds.
func (w *world) decided(d desk, draft, adds object) reply {
	w.t.Helper()
	path, sent := w.submit(d, draft)
	return w.call(d.lead, http.MethodPost, path+"/approve", adds, "If-Match", sent.header.Get("ETag"))
}

// registeredBy holds the registration of an organisation against an office, a number and a day.
func (w *world) registeredBy(id, office, number, on string, query ...string) {
	w.t.Helper()
	got := w.want(w.organization(id, query...), 200, "")
	is := fmt.Sprintf("%s %s %s %v", got.text(w.t, "registration", "authority", "code"), got.text(w.t, "registration", "certificate_number"),
		got.text(w.t, "registration", "issued_on"), got.json(w.t)["registration"].(object)["misrouted"])
	if want := fmt.Sprintf("%s %s %s %v", office, number, on, false); is != want {
		w.t.Errorf("registered by %s, want %s", is, want)
	}
}

// Điều 20 khoản 3, 03/2014/TT-BKHĐT: "cấp giấy chứng nhận đăng ký mới", and the old one is handed in. No text says whether its number
// is a new one: the office of the seat gives one of its own, or leaves it.
func TestTheRegistrationLiesWithTheOfficeOfTheNewCertificate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2016-06-01")
	caoLanh, saDec := w.desk("tckh-866"), w.desk("tckh-867")
	numbered := func(name, number string) string {
		founded := modern(name)
		founded["payload"].(object)["certificate_number"] = number
		return w.file(caoLanh, founded).text(t, "organization_id")
	}
	given, kept := numbered("Hợp tác xã Số Mới", "510001"), numbered("Hợp tác xã Số Cũ", "510002")
	away := object{"seat": object{"line": "Số 9", "place": "29911"}, "resolution": resolved("2016-05-30")}
	for _, id := range []string{given, kept} {
		w.file(caoLanh, about("change_registration", "htx", id, away)) // Điều 28 khoản 1, 23/2012/QH13: the old office decides
		w.registeredBy(id, "tckh-866", map[string]string{given: "510001", kept: "510002"}[id], "2016-06-01")
	}
	w.clockTo("2016-06-08")
	change := func(id string) object {
		return about("office_change", "htx", id, object{"resolution": resolved("2016-05-30"), "instrument": object{"number": "03/BN", "issued_on": "2016-06-07"}})
	}
	w.want(w.decided(saDec, change(given), object{"certificate_number": "520001"}), 200, "")
	w.want(w.decided(saDec, change(kept), object{}), 200, "")
	w.registeredBy(given, "tckh-867", "520001", "2016-06-01")
	w.registeredBy(kept, "tckh-867", "510002", "2016-06-01")
	w.registeredBy(given, "tckh-866", "510001", "2016-06-01", "?as_of=2016-06-07")
	if numbers := string(w.organization(given).body); !strings.Contains(numbers, `"legacy_numbers":[{"number":"510001","issued_on":"2016-06-01","issuer":"Phòng Tài chính - Kế hoạch thành phố Cao Lãnh"}]`) {
		t.Errorf("old numbers: %s", numbers)
	}
	for number, state := range map[string]string{"510001": "replaced", "520001": "valid", "510002": "valid"} {
		if newest := w.want(w.call("", http.MethodGet, "/v1/certificates/"+number, nil), 200, "").json(t)["items"].([]any)[0].(object); newest["state"] != state {
			t.Errorf("%s: %v", number, newest["state"])
		}
	}
	if listed := w.call("", http.MethodGet, "/v1/organizations?authority="+w.office("tckh-867").ID, nil).json(t)["items"].([]any); len(listed) != 2 {
		t.Errorf("of Sa Đéc: %v", listed)
	}
	// A number that has no certificate to stand on, or that is no longer the office's to give, is refused and not dropped.
	pause := about("suspension", "htx", kept, object{"suspension": object{"from": "2016-07-01", "to": "2016-08-01"}, "resolution": resolved("2016-06-07")})
	none := w.want(w.decided(saDec, pause, object{"certificate_number": "520002"}), 400, "invalid-request")
	if body := string(none.body); !strings.Contains(body, `"pointer":"/certificate_number"`) || !strings.Contains(body, "không cấp giấy chứng nhận") {
		t.Errorf("without a certificate: %s", body)
	}
	w.clockTo("2019-05-28")
	rename := about("change_registration", "htx", kept, object{"name": object{"vi": "Hợp tác xã Số Khác"}, "resolution": resolved("2019-05-27")})
	code := w.want(w.decided(saDec, rename, object{"certificate_number": "520002"}), 400, "invalid-request")
	if body := string(code.body); !strings.Contains(body, "28/5/2019") || !strings.Contains(body, "Điều 6a") {
		t.Errorf("since the code: %s", body)
	}
	if gone := w.differences(); len(gone) > 0 {
		t.Errorf("rebuilt: %v", gone)
	}
}

// Điều 37 khoản 2, Điều 45 khoản 3, Điều 60 khoản 3, 92/2024/NĐ-CP: the office where the seat goes gives the certificate. The code stays
// (Điều 14 khoản 2). An untrue move gives it back to the office of the last valid file (Điều 24 khoản 3 điểm b).
func TestARegistrationMovesWithTheSeat(t *testing.T) {
	t.Parallel()
	s := newStory(t, "2024-09-04")
	s.done = map[string]bool{}
	saDec := s.desk("tckh-867")
	away, tax := object{"line": "Số 9", "place": "29911"}, object{"issued_on": "2024-09-03", "settled": true}
	for _, kind := range []string{"htx", "lhhtx", "tht"} {
		id := s.found(kind)
		code := s.organization(id).text(t, "code")
		s.registeredBy(id, "tckh-866", code, "2024-09-04")
		s.file(saDec, about("change_registration", kind, id, object{"seat": away, "tax": tax, "resolution": s.resolved()}))
		s.registeredBy(id, "tckh-867", code, "2024-09-04")
		if kind != "htx" {
			continue
		}
		s.file(saDec, about("invalidation", kind, id, object{"act_id": s.lastAct(id, "organization.changed"), "ground": "untrue", "reason": "Khai sai"}))
		s.registeredBy(id, "tckh-866", code, "2024-09-04")
	}
	id := s.found("htx")
	unit := s.unit("htx", id, "branch")
	move := about("unit_change", "htx", id, object{"seat": away, "tax": tax})
	move["unit_id"] = unit
	s.file(saDec, move)
	listed := s.want(s.call("", http.MethodGet, "/v1/organizations/"+id+"/units", nil), 200, "").json(t)["items"].([]any)[0].(object)
	if office := listed["registration"].(object)["authority"].(object)["code"]; office != "tckh-867" {
		t.Errorf("branch registered by %v", office)
	}
	s.registeredBy(id, "tckh-866", s.organization(id).text(t, "code"), "2024-09-04")
	if gone := s.differences(); len(gone) > 0 {
		t.Errorf("rebuilt: %v", gone)
	}
}

// What a certificate or confirmation rests on stands with it: the clause, how sure the reading is, and that no text names who signs.
func TestAPaperSaysOnWhatItRests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Căn Cứ")).text(t, "organization_id")
	move := about("unit_change", "htx", id, object{"seat": object{"line": "Số 9", "place": "29881"}, "confirmation_wanted": true})
	move["unit_id"] = w.file(d, w.branchOf(id)).text(t, "unit_id")
	w.file(d, move)
	rests := map[any]string{}
	for _, paper := range w.certificates(id, "") {
		form, signs := paper["ground"].(object), paper["signatory_ground"].(object)
		if fmt.Sprint(form["cite"]) != fmt.Sprint(paper["cite"]) || signs["basis"] != "assumed" || signs["note"] == nil {
			t.Errorf("%s: %v, %v", paper["form"], form, signs)
		}
		rests[paper["form"]] = fmt.Sprintf("%v %v", form["basis"], form["note"] != nil)
	}
	for form, want := range map[string]string{"htx-2023": "stated false", "branch-2023": "derived false", "unit-change-2023": "assumed true"} {
		if rests[form] != want {
			t.Errorf("%s rests on %q, want %q", form, rests[form], want)
		}
	}
}
