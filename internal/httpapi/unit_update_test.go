package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
)

// Điều 46, 92/2024/NĐ-CP: when the map changes the address of a unit, the organisation may tell the office of its main seat, and
// gets the unit's certificate with the new address; nobody must.
func TestAUnitsAddressFollowsTheMap(t *testing.T) {
	t.Parallel()
	for kind, form := range map[string]string{
		"branch": "branch-2023", "representative_office": "representative-office-2023", "business_location": "business-location-2023",
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "2025-06-30")
			caoLanh, saDec := w.desk("tckh-866"), w.desk("tckh-867")
			id := w.file(caoLanh, modern("Hợp tác xã Theo Bản Đồ")).text(t, "organization_id")
			unit := w.file(saDec, about("unit_registration", "htx", id, object{
				"name": w.unitName(kind, "Theo Bản Đồ", id), "seat": object{"line": "Số 7", "place": "29911"},
				"unit": object{"kind": kind, "decided_on": "2025-06-29", "heads": []any{object{"full_name": "Lê Thị Nhánh", "title": "Trưởng"}}},
			})).text(t, "unit_id")
			update := func(payload object) object {
				draft := about("information_update", "htx", id, payload)
				draft["unit_id"] = unit
				return draft
			}
			mapped := update(object{"seat": object{"place": "29905"}})
			seat := func() (place, current string) {
				u := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/units", nil), 200, "").json(t)["items"].([]any)[0].(object)["seat"].(object)
				return u["place"].(object)["code"].(string), u["current_place"].(object)["code"].(string)
			}

			// The day before, the map is as it was.
			w.refused(caoLanh, mapped, "seat-boundary")

			w.clockTo("2025-07-01")
			if place, current := seat(); place != "29911" || current != "29905" {
				t.Errorf("the record follows the map by itself: %s, now %s", place, current)
			}
			there, here := w.desk("kt-29905"), w.desk("kt-29884")
			wrong := w.want(w.call(there.officer, http.MethodPost, "/v1/dossiers", mapped), 422, "not-competent")
			if office := wrong.text(t, "competent_authority", "code"); office != "kt-29884" || !strings.Contains(string(wrong.body), "Điều 46 khoản 1") {
				t.Errorf("competent: %s", wrong.body)
			}
			w.refused(here, update(object{"seat": object{"line": "Số 8"}}), "seat-boundary")
			w.refused(here, update(object{"phone": "02773851234"}), "fields")
			w.refused(here, update(object{"seat": object{"place": "29905"}, "effective_on": "2025-06-29"}), "effective-on")

			w.file(here, mapped)
			if place, _ := seat(); place != "29905" {
				t.Errorf("the new address is %s", place)
			}
			newest := w.standing(id, "change valid", "first replaced", "first valid")[0]
			address, _ := newest["as_issued"].(object)["seat"].(string)
			if newest["form"] != form || !strings.HasPrefix(address, "Số 7, ") || !strings.Contains(address, "Sa Đéc") || strings.Contains(address, "Thành phố") {
				t.Errorf("%s of %v: %s", newest["form"], newest["authority"], address)
			}
		})
	}
}

// A commune that keeps its code has another name, or no district above it, under the new map: its address is updated, too, once.
func TestAnAddressIsUpdatedWhereTheCodeStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-06-30")
	founding := modern("Hợp tác xã Giữ Mã")
	founding["payload"].(object)["seat"] = object{"line": "Số 5", "place": "29884"}
	id := w.file(w.desk("tckh-866"), founding).text(t, "organization_id")
	update := about("information_update", "htx", id, object{"seat": object{"place": "29884"}})
	w.refused(w.desk("tckh-866"), update, "changes")
	w.clockTo("2025-07-01")
	w.file(w.desk("kt-29884"), update)
	papers := w.standing(id, "change valid", "first replaced")
	before, after := papers[1]["as_issued"].(object)["seat"], papers[0]["as_issued"].(object)["seat"]
	if before == after || w.organization(id).text(t, "seat", "place", "code") != "29884" {
		t.Errorf("%s became %s", before, after)
	}
	w.clockTo("2025-07-02")
	w.refused(w.desk("kt-29884"), update, "seat-boundary")
}

// Điều 6 khoản 1, 193/2013/NĐ-CP; Điều 5, 92/2024/NĐ-CP; Điều 13, 01/2025/TT-NHNN: which office a unit has follows from the kind of
// what it belongs to.
func TestAUnitHasTheOfficeOfItsOrganisationsKind(t *testing.T) {
	t.Parallel()
	s := newStory(t, "2021-06-01")
	s.done = map[string]bool{}
	offices := map[string]map[string]string{
		"htx":   {"2024-06-30": "tckh-866", "2024-07-01": "tckh-866", "2024-07-18": "tckh-866", "2025-07-01": "kt-29884"},
		"lhhtx": {"2024-06-30": "skhdt-87", "2024-07-01": "", "2024-07-17": "", "2024-07-18": "tckh-866", "2025-07-01": "kt-29884"},
		"qtdnd": {"2024-06-30": "skhdt-87", "2024-07-01": "nhnn", "2024-07-18": "nhnn", "2025-07-01": "nhnn"},
	}
	ids := map[string]string{}
	for kind := range offices {
		ids[kind] = s.found(kind)
		s.unit(kind, ids[kind], "branch")
	}
	for _, day := range []string{"2024-06-30", "2024-07-01", "2024-07-17", "2024-07-18", "2025-07-01"} {
		s.clockTo(day)
		for kind, byDay := range offices {
			want, asked := byDay[day]
			if !asked {
				continue
			}
			units := s.want(s.call("", http.MethodGet, "/v1/organizations/"+ids[kind]+"/units", nil), 200, "").json(t)["items"].([]any)
			office, _ := units[0].(object)["registration"].(object)["current_authority"].(object)
			if got, _ := office["code"].(string); got != want {
				t.Errorf("unit of a %s on %s: %q, want %q", kind, day, got, want)
			}
		}
	}
}
