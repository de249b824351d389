package httpapi_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// latest is the id of the newest act of an organisation.
func (w *world) latest(id string) string {
	w.t.Helper()
	acts := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/acts?limit=100", nil), 200, "").json(w.t)["items"].([]any)
	return acts[len(acts)-1].(object)["id"].(string)
}

// untrue declares what an act gave without effect; falsified has the certificate of a change revoked.
func untrue(id, act string) object {
	return about("invalidation", "htx", id, object{"act_id": act, "ground": "untrue", "reason": "Kê khai không trung thực"})
}

func falsified(id, act string) object {
	return about("invalidation", "htx", id, object{"act_id": act, "ground": "falsified", "instrument": resolved("2024-09-04"), "reason": "Giả chữ ký"})
}

var another = []any{object{"full_name": "Trần Thị Bé", "title": "Giám đốc", "nationality": "VN", "id_document": "087186005678", "contact_address": "Ấp 2"}}

// reached fails unless the identity number of whoever represents an organisation is the wanted one.
func (w *world) reached(d desk, id, identity string) {
	w.t.Helper()
	person := w.want(w.call(d.officer, http.MethodGet, "/v1/organizations/"+id, nil, "X-Read-Reason", "kiểm tra"), 200, "")
	if !bytes.Contains(person.body, []byte(identity)) || bytes.Contains(person.body, []byte("087186005678")) {
		w.t.Errorf("personal data: %s", person.body)
	}
}

func TestAfterAnUntrueChangeACertificateIsGivenOnTheLastValidFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Thật Thà")).text(t, "organization_id")
	w.clockTo("2024-09-05")
	w.file(d, about("change_registration", "htx", id, object{"legal_representatives": another, "resolution": resolved("2024-09-04")}))
	w.file(d, untrue(id, w.latest(id)))
	papers := w.standing(id, "reissue valid", "change invalid", "first replaced")
	if papers[1]["state_reason"] != "untrue" || papers[0]["as_issued"].(object)["representatives"].([]any)[0].(object)["full_name"] != "Nguyễn Văn An" {
		t.Errorf("%v", papers)
	}
	w.reached(d, id, identity)
	w.printed(d, papers[0], identity)
	// A later change stands on it: what is left of both is certified anew.
	w.file(d, about("change_registration", "htx", id, object{"name": object{"vi": "Hợp tác xã Gian Dối"}, "resolution": resolved("2024-09-04")}))
	change := w.latest(id)
	w.file(d, about("change_registration", "htx", id, object{"charter_capital_vnd": 3_000_000_000, "resolution": resolved("2024-09-04")}))
	w.file(d, untrue(id, change))
	papers = w.standing(id, "reissue valid", "change replaced", "change invalid", "reissue replaced", "change invalid", "first replaced")
	if s := papers[0]["as_issued"].(object); s["name"].(object)["vi"] != "Hợp tác xã Thật Thà" || s["charter_capital_vnd"] != 3e9 {
		t.Errorf("%v", s)
	}
	// What gave no certificate leaves all as they are.
	w.file(d, about("change_notification", "htx", id, object{"industries": []any{object{"edition": "2018", "code": "0121", "main": true}}, "resolution": resolved("2024-09-04")}))
	w.file(d, untrue(id, w.latest(id)))
	if again := w.certificates(id, ""); len(again) != len(papers) {
		t.Errorf("%d certificates, want %d", len(again), len(papers))
	}
}

func TestTheCertificateOfAFalsifiedChangeIsRevoked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Thật Thà")).text(t, "organization_id")
	w.file(d, about("change_registration", "htx", id, object{"charter_capital_vnd": 3_000_000_000, "resolution": resolved("2024-09-03")}))
	w.file(d, falsified(id, w.latest(id)))
	papers := w.standing(id, "reissue valid", "change revoked", "first replaced")
	if papers[1]["state_reason"] != "revoked" || papers[0]["as_issued"].(object)["charter_capital_vnd"] == 3e9 {
		t.Errorf("%v", papers)
	}
	w.status(id, "active", "")
}

func TestAfterAnUntrueFormationNoCertificateStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Thật Thà")).text(t, "organization_id")
	formation := w.latest(id)
	w.file(d, about("change_registration", "htx", id, object{"charter_capital_vnd": 3_000_000_000, "resolution": resolved("2024-09-03")}))
	w.file(d, untrue(id, formation))
	w.standing(id, "change invalid", "first invalid")
	// The new file that the office demands is certified, with the lawful changes in it.
	anew := modern("Hợp tác xã Thật Thà")
	anew["organization_id"] = id
	w.file(d, anew)
	w.standing(id, "first valid", "change invalid", "first invalid")
}

// Điều 24 khoản 3 điểm a, 92/2024/NĐ-CP: of a branch, an office and a location too the certificate loses its effect, and a new file is
// demanded within thirty days, to be considered for another certificate.
func TestAnUntrueRegistrationOfAUnitIsFiledAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Có Nhánh")).text(t, "organization_id")
	unit, other := w.file(d, w.branchOf(id)).text(t, "unit_id"), w.file(d, w.branchOf(id)).text(t, "unit_id")
	anew := w.branchOf(id)
	anew["unit_id"] = unit
	anew["payload"].(object)["name"] = object{"vi": "Chi nhánh Thật Thà Hợp tác xã Có Nhánh"}
	w.refused(d, anew, "new-dossier") // nobody asked for it
	void := untrue(id, w.latest(id))
	void["unit_id"] = other
	w.file(d, void)
	w.refused(d, anew, "new-dossier") // it was asked for of another branch
	anew["unit_id"] = other
	location := w.branchOf(id)
	location["unit_id"], location["payload"].(object)["unit"].(object)["kind"] = other, "business_location"
	w.refused(d, location, "unit")
	demands := func() string {
		return string(w.want(w.call(d.officer, http.MethodGet, "/v1/organizations/"+id+"/notices?open=true", nil), 200, "").body)
	}
	if open := demands(); !strings.Contains(open, `"new_dossier"`) || !strings.Contains(open, `"due_on":"2024-10-04"`) || !strings.Contains(open, other) {
		t.Errorf("thirty days for a new file: %s", open)
	}
	w.clockTo("2024-09-20")
	if got := w.file(d, anew).text(t, "unit_id"); got != other {
		t.Errorf("filed anew it is %s, not %s", got, other)
	}
	if open := demands(); strings.Contains(open, "new_dossier") {
		t.Errorf("the demand still stands: %s", open)
	}
	units := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/units", nil), 200, "").json(t)["items"].([]any)
	if len(units) != 2 || units[1].(object)["name"] != "Chi nhánh Thật Thà Hợp tác xã Có Nhánh" || units[1].(object)["status"] != "active" {
		t.Errorf("units: %v", units)
	}
	w.standing(id, "first valid", "first invalid", "first valid", "first valid")
	// A location is filed anew under the branch that the new file names.
	place := func(branch string) object {
		draft := w.branchOf(id)
		draft["payload"].(object)["name"] = w.unitName("business_location", "Tám", id)
		draft["payload"].(object)["unit"] = object{"kind": "business_location", "decided_on": "2024-09-19", "parent_unit_id": branch}
		return draft
	}
	location = place(unit)
	location["payload"].(object)["unit"].(object)["heads"] = []any{object{"full_name": "Lê Thị Không Có", "title": "Người đứng đầu"}}
	shop := w.file(d, location).text(t, "unit_id")
	void = untrue(id, w.latest(id))
	void["unit_id"] = shop
	w.file(d, void)
	location = place(other)
	location["unit_id"] = shop
	w.file(d, location)
	units = w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/units", nil), 200, "").json(t)["items"].([]any)
	if len(units) != 3 || units[2].(object)["parent_unit_id"] != other {
		t.Errorf("the location lies under %v, want %s", units[2].(object)["parent_unit_id"], other)
	}
	if heads, _ := units[2].(object)["heads"].([]any); len(heads) > 0 {
		t.Errorf("the new file names no head, and the location keeps %v of the untrue one", heads)
	}
	if gone := w.differences(); len(gone) > 0 {
		t.Errorf("rebuilt: %v", gone)
	}
}

func TestAnUntrueChangeOfAUnitIsTakenBackOnItsOwnForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Có Nhánh")).text(t, "organization_id")
	unit := w.file(d, w.branchOf(id)).text(t, "unit_id")
	move := about("unit_change", "htx", id, object{"seat": object{"line": "Số 9", "place": "29881"}})
	move["unit_id"] = unit
	w.file(d, move)
	void := untrue(id, w.latest(id))
	void["unit_id"] = unit
	w.file(d, void)
	papers := w.standing(id, "reissue valid", "change invalid", "first replaced", "first valid")
	if given := papers[0]; given["form"] != "branch-2023" || given["unit_id"] != unit || given["as_issued"].(object)["seat"] == papers[1]["as_issued"].(object)["seat"] {
		t.Errorf("%v", given)
	}
	w.printed(d, papers[0], "087186001111")
}

func TestUnderTheOldLawTheLastValidCertificateStandsAgain(t *testing.T) {
	t.Parallel()
	for day, want := range map[string][]string{
		"2024-06-28": {"change invalid", "first valid"}, // Điều 19 khoản 2, 03/2014/TT-BKHĐT
		"2024-07-18": {"reissue valid", "change invalid", "first replaced"},
	} {
		w := newWorld(t, day)
		d := w.desk("tckh-866")
		id := w.file(d, modern("Hợp tác xã Thật Thà")).text(t, "organization_id")
		w.file(d, about("change_registration", "htx", id, object{"legal_representatives": another, "resolution": resolved(day)}))
		w.file(d, untrue(id, w.latest(id)))
		w.standing(id, want...)
		w.reached(d, id, identity)
	}
}
