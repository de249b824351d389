package httpapi_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/certificate"
)

// Điều 45 khoản 5, 92/2024/NĐ-CP: a giấy xác nhận of a unit's change where the organisation wishes it; the certificate in any case.
func TestAUnitsChangeIsConfirmedOnWish(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]int{"2024-07-17": 0, "2024-07-18": 1, "2024-07-19": 1} {
		w := newWorld(t, day)
		d := w.desk("tckh-866")
		id := w.file(d, modern("Hợp tác xã Có Nhánh")).text(t, "organization_id")
		opened := w.branchOf(id)
		opened["payload"].(object)["unit"].(object)["decided_on"] = day
		unit := w.file(d, opened).text(t, "unit_id")
		move := func(line string, wanted bool) object {
			draft := about("unit_change", "htx", id, object{"seat": object{"line": line, "place": "29881"}, "confirmation_wanted": wanted})
			draft["unit_id"] = unit
			return draft
		}
		given := func(kind string) (n int) {
			for _, c := range w.certificates(id, "") {
				if c["type"] == kind {
					n++
				}
			}
			return n
		}
		w.file(d, move("Số 9", false))
		if n := given("confirmation"); n != 0 {
			t.Errorf("%s: %d confirmations nobody wished", day, n)
		}
		w.file(d, move("Số 10", true))
		if n := given("confirmation"); n != want {
			t.Errorf("%s: %d confirmations, want %d", day, n, want)
		}
		if n := given("certificate"); n != 4 {
			t.Errorf("%s: %d certificates", day, n)
		}
	}
}

// A confirmation says what changed of the unit, the main line of business too, and names people without their personal data.
func TestAUnitsConfirmationSaysWhatChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	lines := func(main string) (of []any) {
		for _, code := range []string{"0111", "0161"} {
			of = append(of, object{"edition": "2018", "code": code, "main": code == main})
		}
		return of
	}
	founded := modern("Hợp tác xã Đổi Nhánh")
	founded["payload"].(object)["industries"] = lines("0111")
	id := w.file(d, founded).text(t, "organization_id")
	opened := w.branchOf(id)
	opened["payload"].(object)["industries"] = lines("0111")
	unit := w.file(d, opened).text(t, "unit_id")
	change := about("unit_change", "htx", id, object{
		"name": w.unitName("branch", "Hai", id), "seat": object{"line": "Số 9", "place": "29881"}, "industries": lines("0161"),
		"unit":                object{"heads": []any{object{"full_name": "Lê Thị Hai", "title": "Giám đốc chi nhánh", "id_document": "087186002222"}}},
		"confirmation_wanted": true,
	})
	change["unit_id"] = unit
	w.file(d, change)
	var said []string
	for _, c := range w.certificates(id, "") {
		if c["form"] != "unit-change-2023" {
			continue
		}
		for _, one := range c["as_issued"].(object)["changes"].([]any) {
			said = append(said, fmt.Sprint(one.(object)["field"], ": ", one.(object)["after"]))
		}
	}
	want := []string{
		"name: Chi nhánh Hai Hợp tác xã Đổi Nhánh", "seat: Số 9, Xã Mỹ Ngãi, Thành phố Cao Lãnh, Tỉnh Đồng Tháp",
		"industries: 0111 Trồng lúa; 0161 Hoạt động dịch vụ trồng trọt (ngành chính)", "heads: Lê Thị Hai",
	}
	if !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
}

// What the register does not keep is named on a confirmation all the same (Điều 43 khoản 2, 92/2024/NĐ-CP).
func TestAConfirmationNamesChangedTaxInformation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Đổi Thuế")).text(t, "organization_id")
	w.file(d, about("change_notification", "htx", id, object{
		"noted": []any{"tax_information"}, "resolution": resolved("2024-09-03"), "confirmation_wanted": true,
	}))
	said := w.standing(id, "confirmation valid", "first valid")[0]["as_issued"].(object)["changes"].([]any)
	if one := said[0].(object); len(said) != 1 || one["field"] != "tax_information" || one["after"] == "" {
		t.Errorf("%v", said)
	}
}

// Điều 26 khoản 5, 92/2024/NĐ-CP names no office of its own: the answer says so, and how else it may be read.
func TestAUnitsCertificateIsCorrectedWhereItWasGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	caoLanh, saDec := w.desk("tckh-866"), w.desk("tckh-867")
	id := w.file(caoLanh, modern("Hợp tác xã Viết Sai")).text(t, "organization_id")
	opened := w.branchOf(id)
	opened["payload"].(object)["seat"] = object{"line": "Số 7", "place": "29911"}
	unit := w.file(saDec, opened).text(t, "unit_id")
	correct := about("correction", "htx", id, object{
		"seat": object{"line": "Số 17"}, "found_by": "filer", "mistake_in": "certificate", "reason": "Ghi thiếu chữ số", "effective_on": "2024-09-04",
	})
	correct["unit_id"] = unit
	w.want(w.call(caoLanh.officer, http.MethodPost, "/v1/dossiers", correct), 422, "not-competent")
	w.file(saDec, correct)
	w.standing(id, "correction valid", "first replaced", "first valid")
	said := w.want(w.call("", http.MethodGet, "/v1/jurisdiction?kind=branch&procedure=correction&place=29911", nil), 200, "")
	if said.text(t, "rule", "basis") != "assumed" || !strings.Contains(said.text(t, "explanation"), "trụ sở chính") {
		t.Errorf("%s", said.body)
	}
}

// Điều 24 khoản 2, 92/2024/NĐ-CP gives three working days for what is falsified, khoản 3 none for what is untrue.
func TestAnInvalidationForAnUntrueFileHasNoDueDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Thật Thà")).text(t, "organization_id")
	w.file(d, about("change_registration", "htx", id, object{"charter_capital_vnd": 3_000_000_000, "resolution": resolved("2024-09-03")}))
	act := w.latest(id)
	for _, c := range []struct {
		draft object
		due   any
	}{{untrue(id, act), nil}, {falsified(id, act), "2024-09-09"}} {
		if _, sent := w.submit(d, c.draft); sent.json(t)["due_on"] != c.due {
			t.Errorf("due %v, want %v", sent.json(t)["due_on"], c.due)
		}
	}
	rules := w.want(w.call("", http.MethodGet, "/v1/rules?topic=deadlines", nil), 200, "")
	if !strings.Contains(string(rules.body), "DEADLINE-INVALIDATION_UNTRUE") && !strings.Contains(string(rules.body), "DEADLINE-INVALIDATION-UNTRUE") {
		t.Errorf("the open point is not shown")
	}
}

// Điều 16 khoản 2 điểm a, 193/2013/NĐ-CP: a unit's paper names the certificate of its organisation. Since 2019-05-28 the code is its
// number (Điều 10, 03/2014/TT-BKHĐT).
func TestAUnitsPaperNamesTheCertificateOfItsOrganisation(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]any{"2019-05-27": "510/HTX", "2019-05-28": nil, "2019-05-29": nil} {
		w := newWorld(t, day)
		d := w.desk("tckh-866")
		numbered := day < "2019-05-28"
		founded := htx("Hợp tác xã Có Số", func(_, p map[string]any) {
			if p["seat"] = (object{"line": "Ấp 1", "place": "29881"}); numbered {
				p["certificate_number"] = "510/HTX"
			}
		})
		id := w.file(d, founded).text(t, "organization_id")
		opened := w.branchOf(id)
		delete(opened["payload"].(object), "industries")
		opened["payload"].(object)["unit"].(object)["decided_on"] = day
		if numbered {
			opened["payload"].(object)["certificate_number"] = "510/HTX-CN1"
		}
		w.file(d, opened)
		c := w.standing(id, "first valid", "first valid")[0]
		parent := c["as_issued"].(object)["parent"].(object)
		if parent["certificate_number"] != want || numbered != (parent["issued_on"] == day) || numbered != (parent["code"] == nil) {
			t.Errorf("%s: %v", day, parent)
		}
		keys := w.call("", http.MethodGet, "/v1/certificates/keys", nil).body
		path := "/v1/certificates/" + url.PathEscape(c["number"].(string)) + ".pdf?id=" + c["id"].(string)
		v, err := certificate.Verify(w.want(w.call("", http.MethodGet, path, nil), 200, "").body, keys)
		if err != nil || v.Certificate.Superior != "Ủy ban nhân dân thành phố Cao Lãnh" || v.Certificate.Office != "Phòng Tài chính - Kế hoạch" {
			t.Errorf("%v: %s, %s", err, v.Certificate.Superior, v.Certificate.Office)
		}
	}
}

// unitOf opens a unit of a kind beside the seat.
func (w *world) unitOf(id, kind, name string, unit object) object {
	w.t.Helper()
	opened := w.branchOf(id)
	payload := opened["payload"].(object)
	payload["name"] = object{"vi": name}
	delete(payload, "industries")
	maps.Copy(payload["unit"].(object), unit)
	payload["unit"].(object)["kind"] = kind
	return opened
}

// A business location may belong to a branch (Điều 36 khoản 2, 92/2024/NĐ-CP: away from where a branch sits); its paper names it.
func TestALocationsPaperNamesItsBranch(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Có Điểm")).text(t, "organization_id")
	other := w.file(d, modern("Hợp tác xã Khác Điểm")).text(t, "organization_id")
	branch := w.file(d, w.branchOf(id)).text(t, "unit_id")
	for _, of := range []string{other, id} {
		named := object{"parent_unit_id": branch}
		if of == id {
			named["parent_unit_id"] = id // an organisation
		}
		w.refused(d, w.unitOf(of, "business_location", "Địa điểm kinh doanh Sai", named), "unit-branch")
	}
	location := w.file(d, w.unitOf(id, "business_location", "Địa điểm kinh doanh Hợp tác xã Có Điểm", object{"parent_unit_id": branch})).text(t, "unit_id")
	says := func(want string) {
		t.Helper()
		for _, c := range w.certificates(id, "") {
			if c["unit_id"] == location && c["state"] == "valid" {
				if got := c["as_issued"].(object)["parent"].(object)["branch"].(object)["name"]; got != want {
					t.Errorf("the paper names %v, want %s", got, want)
				}
				return
			}
		}
		t.Error("the location has no paper")
	}
	says("Chi nhánh Bảy Hợp tác xã Có Điểm")
	renamed := about("unit_change", "htx", id, object{"name": w.unitName("branch", "Đổi Tên", id)})
	renamed["unit_id"] = branch
	w.file(d, renamed)
	says("Chi nhánh Bảy Hợp tác xã Có Điểm") // what was given stays
	moved := about("unit_change", "htx", id, object{"seat": object{"line": "Số 9", "place": "29881"}})
	moved["unit_id"] = location
	w.file(d, moved)
	says("Chi nhánh Đổi Tên Hợp tác xã Có Điểm")
	// Its branch and kind are said when it is registered: what another file says of them is refused, not dropped.
	for name, value := range map[string]any{"parent_unit_id": id, "kind": "branch", "activities": "Giao dịch"} {
		fixed := about("unit_change", "htx", id, object{"seat": object{"line": "Số 10", "place": "29881"}, "unit": object{name: value}})
		fixed["unit_id"] = location
		path, sent := w.submit(d, fixed)
		got := w.want(w.call(d.lead, http.MethodPost, path+"/approve", "{}", "If-Match", sent.header.Get("ETag")), 422, "checks-not-met")
		if body := string(got.body); !strings.Contains(body, `"pointer":"/payload/unit/`+name+`"`) {
			t.Errorf("%s: %s", name, body)
		}
	}
	units := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/units", nil), 200, "").json(t)["items"].([]any)
	if one := units[1].(object); one["parent_unit_id"] != branch {
		t.Errorf("%v", one)
	}
}

// Điều 16 khoản 2 điểm đ, 193/2013/NĐ-CP; Điều 12 khoản 1, 03/2014/TT-BKHĐT; Điều 53 khoản 2, 17/2023/QH15: a representative office has
// activities in place of lines of business, on its paper and on the confirmation of their change.
func TestARepresentativeOfficeHasActivities(t *testing.T) {
	t.Parallel()
	for day, form := range map[string]string{"2020-03-02": "representative-office-2012", "2024-09-04": "representative-office-2023"} {
		w := newWorld(t, day)
		d := w.desk("tckh-866")
		founded := modern("Hợp tác xã Có Phòng")
		if form == "representative-office-2012" {
			founded = htx("Hợp tác xã Có Phòng", nil)
		}
		id := w.file(d, founded).text(t, "organization_id")
		opened := w.unitOf(id, "representative_office", "Văn phòng đại diện Hợp tác xã Có Phòng", object{"activities": "Giao dịch", "decided_on": day})
		office := w.file(d, opened).text(t, "unit_id")
		c := w.certificates(id, "")[0]
		if c["form"] != form || c["as_issued"].(object)["activities"] != "Giao dịch" {
			t.Errorf("%v", c)
		}
		change := about("unit_change", "htx", id, object{"unit": object{"activities": "Giới thiệu sản phẩm"}, "confirmation_wanted": true, "resolution": resolved(day)})
		change["unit_id"] = office
		w.file(d, change)
		newest := w.certificates(id, "")
		if form == "representative-office-2023" {
			said := newest[0]["as_issued"].(object)["changes"].([]any)[0].(object)
			if said["field"] != "activities" || said["before"] != "Giao dịch" || said["after"] != "Giới thiệu sản phẩm" {
				t.Errorf("%v", said)
			}
			newest = newest[1:]
		}
		if newest[0]["as_issued"].(object)["activities"] != "Giới thiệu sản phẩm" {
			t.Errorf("%v", newest[0])
		}
	}
}
