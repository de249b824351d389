package httpapi_test

import (
	"bytes"
	"net/http"
	"slices"
	"testing"
)

// announced lists what is published today, as what happened to whom until when on which clause.
func (w *world) announced() []string {
	w.t.Helper()
	page := w.want(w.call("", http.MethodGet, "/v1/publications", nil), 200, "")
	for _, secret := range []string{identity, "0901234567", "087186001111", "Khai khống"} {
		if bytes.Contains(page.body, []byte(secret)) {
			w.t.Errorf("%s is published: %s", secret, page.body)
		}
	}
	var found []string
	for _, item := range page.json(w.t)["items"].([]any) {
		p := item.(object)
		what, _ := p["procedure"].(string)
		if notice, noted := p["notice"].(string); noted {
			what = notice
		}
		if what == "formation" {
			continue
		}
		who := p["name"].(string)
		if unit, about := p["unit"].(object); about {
			who += ", " + unit["name"].(string)
			if status, shown := unit["status"].(string); shown {
				who += " " + status
			}
		}
		found = append(found, what+" "+who+" "+p["published_until"].(string)+" "+p["cite"].([]any)[0].(object)["article"].(string)+" "+p["basis"].(string))
	}
	return found
}

// Điều 24 khoản 2-3, Điều 50 khoản 1 điểm a, Điều 53 khoản 6, Điều 55 khoản 6 and 8, Điều 64 khoản 5, 92/2024/NĐ-CP.
func TestWhatBecomesOfUnitsAndViolationsArePublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-07-17")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Có Nhánh")).text(t, "organization_id")
	opened := w.branchOf(id)
	opened["payload"].(object)["unit"].(object)["decided_on"] = "2024-07-17"
	unit := w.file(d, opened).text(t, "unit_id")
	ofUnit := func(procedure string, payload object) object {
		draft := about(procedure, "htx", id, payload)
		draft["unit_id"] = unit
		return draft
	}
	violation := func(body object) string {
		body["kind"], body["reason"] = "violation", "Khai khống"
		return w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+id+"/notices", body), 201, "").text(t, "id")
	}
	lift := func(notice string) {
		w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+id+"/notices/"+notice+"/close", object{"reason": "Đã khắc phục"}), 200, "")
	}
	expect := func(want ...string) {
		t.Helper()
		if got := w.announced(); !slices.Equal(got, want) {
			t.Errorf("published\n %q\nwant\n %q", got, want)
		}
	}
	lift(violation(object{})) // the day before the decree
	expect()

	w.clockTo("2024-07-18")
	lift(violation(object{}))
	lift(violation(object{"unit_id": unit}))
	noted := []string{
		"violation Hợp tác xã Có Nhánh 2024-08-17 Điều 53 khoản 6 assumed",
		"violation Hợp tác xã Có Nhánh, Chi nhánh Bảy Hợp tác xã Có Nhánh 2024-08-17 Điều 55 khoản 6 assumed",
	}
	expect(noted...)
	w.file(d, ofUnit("revocation", object{"ground": "court", "instrument": object{"number": "1/QĐ", "issued_on": "2024-07-18", "issuer": "Tòa án"}}))
	revoked := "revocation Hợp tác xã Có Nhánh, Chi nhánh Bảy Hợp tác xã Có Nhánh dissolving 2024-08-17 Điều 55 khoản 6 assumed"
	expect(append(noted, revoked)...)

	w.clockTo("2024-07-19")
	w.file(d, ofUnit("revocation_cancellation", object{"ground": "no_case"}))
	w.file(d, ofUnit("unit_change", object{"seat": object{"line": "Số 9", "place": "29881"}}))
	void := untrue(id, w.latest(id))
	void["unit_id"] = unit
	w.file(d, void)
	later := []string{
		"revocation_cancellation Hợp tác xã Có Nhánh, Chi nhánh Bảy Hợp tác xã Có Nhánh active 2024-08-18 Điều 55 khoản 8 assumed",
		"invalidation Hợp tác xã Có Nhánh, Chi nhánh Bảy Hợp tác xã Có Nhánh active 2024-08-18 Điều 24 khoản 2 assumed",
	}
	expect(append(append(noted, revoked), later...)...)

	w.clockTo("2024-08-17")
	expect(append(append(noted, revoked), later...)...)
	w.clockTo("2024-08-18") // the thirty-first day after
	expect(later...)
	// A resolution to dissolve takes the units along.
	w.file(d, about("dissolution_resolution", "htx", id, object{"resolution": resolved("2024-08-16")}))
	expect(append(later,
		"dissolution_resolution Hợp tác xã Có Nhánh 2024-09-17 Điều 50 khoản 1 điểm a assumed",
		"dissolution_resolution Hợp tác xã Có Nhánh, Chi nhánh Bảy Hợp tác xã Có Nhánh dissolving 2024-09-17 Điều 50 khoản 1 điểm a assumed")...)
}

// Điều 51 khoản 1 điểm a, 92/2024/NĐ-CP: "trừ trường hợp … bị thu hồi … theo đề nghị của cơ quan quản lý thuế". The decision is published
// (Điều 53 khoản 6), what becomes of the units by it is not; a branch's own revocation is (Điều 55 khoản 6).
func TestOfARevocationForTaxTheUnitsAreNotPublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	tax := object{"ground": "tax", "instrument": object{"number": "12/CCT", "issued_on": "2024-09-03", "issuer": "Chi cục Thuế"}}
	owing := w.file(d, modern("Hợp tác xã Nợ Thuế")).text(t, "organization_id")
	w.file(d, w.branchOf(owing))
	location := w.branchOf(owing)
	location["payload"].(object)["unit"].(object)["kind"] = "business_location"
	location["payload"].(object)["name"] = w.unitName("business_location", "Bảy", owing)
	w.file(d, location)
	judged := w.file(d, modern("Hợp tác xã Tòa Xử")).text(t, "organization_id")
	w.file(d, w.branchOf(judged))
	branch := about("revocation", "htx", judged, tax)
	branch["unit_id"] = w.file(d, w.branchOf(judged)).text(t, "unit_id")
	w.file(d, branch)
	w.file(d, about("revocation", "htx", judged, object{"ground": "court", "instrument": tax["instrument"]}))
	w.file(d, about("revocation", "htx", owing, tax))
	got := w.announced()
	want := []string{
		"revocation Hợp tác xã Tòa Xử, Chi nhánh Bảy Hợp tác xã Tòa Xử revoked 2024-10-04 Điều 55 khoản 6 assumed", // its own
		"revocation Hợp tác xã Tòa Xử 2024-10-04 Điều 53 khoản 6 assumed",
		"revocation Hợp tác xã Tòa Xử, Chi nhánh Bảy Hợp tác xã Tòa Xử dissolving 2024-10-04 Điều 55 khoản 6 assumed",
		"revocation Hợp tác xã Tòa Xử, Chi nhánh Bảy Hợp tác xã Tòa Xử dissolving 2024-10-04 Điều 55 khoản 6 assumed",
		"revocation Hợp tác xã Nợ Thuế 2024-10-04 Điều 53 khoản 6 assumed",
	}
	if !slices.Equal(got, want) {
		t.Errorf("published\n %q\nwant\n %q", got, want)
	}
}
