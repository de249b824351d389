package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
)

// Điều 50 khoản 2-3, 17/2023/QH15 has an organisation free to bear a foreign and a short name; Điều 47 khoản 1, Điều 38,
// 92/2024/NĐ-CP (before: Điều 28 khoản 1, 23/2012/QH13) have every change of the name registered, the one that drops them too.
func TestAFormOfTheNameIsRemovedByAChange(t *testing.T) {
	t.Parallel()
	for _, day := range []string{"2024-06-28", "2024-07-01", "2024-07-18"} {
		w := newWorld(t, day)
		d := w.desk("tckh-866")
		named := func(name, short, foreign string) object {
			return htx(name, func(d, p map[string]any) {
				delete(d, "papers_received")
				p["name"] = object{"vi": name, "short": short, "foreign": foreign}
			})
		}
		id := w.file(d, named("Hợp tác xã Bỏ Tên", "HTX BT", "Bo Ten Co-operative")).text(t, "organization_id")
		change := func(payload object) object {
			payload["resolution"] = resolved(day)
			return about("change_registration", "htx", id, payload)
		}
		taken := named("Hợp tác xã Nhận Tên", "HTX BT", "Nhan Ten Co-operative")
		alike := day < "2024-07-01" // Điều 10 khoản 2 điểm c, 193/2013/NĐ-CP; the list of 92/2024/NĐ-CP compares no short names
		clash := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", taken), 200, "")
		if clashes := strings.Contains(string(clash.body), `"pointer":"/payload/name/short"`); clashes != alike {
			t.Errorf("%s: the short name of another clashes %v: %s", day, clashes, clash.body)
		}
		w.refused(d, change(object{"name": object{"short": "HTX BT2"}, "name_removed": []any{"short"}}), "name-removed")

		w.file(d, change(object{"name_removed": []any{"short"}}))
		w.refused(d, change(object{"name_removed": []any{"short"}}), "name-removed") // there is none any more
		name := w.organization(id).json(t)["name"].(object)
		if name["short"] != nil || name["foreign"] != "Bo Ten Co-operative" || name["vi"] != "Hợp tác xã Bỏ Tên" {
			t.Errorf("%s: %v", day, name)
		}
		papers := w.standing(id, "change valid", "first replaced")
		if _, shown := papers[0]["as_issued"].(object)["name"].(object)["short"]; shown {
			t.Errorf("%s: the new certificate shows it: %v", day, papers[0]["as_issued"])
		}
		// The index of names goes with it: the short name is free for others.
		w.file(d, taken)
		// And what the organisation now wants to be called in short is judged, though its Vietnamese name stays.
		if alike {
			w.refused(d, change(object{"name": object{"short": "HTX BT"}}), "name-2014-c")
		}
	}
}
