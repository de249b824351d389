package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestAnOrganisationSaysHowItIsGoverned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-12-04")
	d := w.desk("tckh-866")
	draft := modern("Hợp tác xã Rút Gọn")
	draft["payload"].(object)["governance"] = "reduced"
	id := w.file(d, draft).text(t, "organization_id")
	if got := w.organization(id).text(t, "governance"); got != "reduced" {
		t.Errorf("governance %q", got)
	}
	w.clockTo("2024-12-09")
	w.file(d, about("information_update", "htx", id, object{"governance": "full"}))
	if now, then := w.organization(id), w.organization(id, "?as_of=2024-12-08"); now.text(t, "governance") != "full" || then.text(t, "governance") != "reduced" {
		t.Errorf("now %s, before %s", now.text(t, "governance"), then.text(t, "governance"))
	}

	// A union of ten members has grown out of the reduced one: told, not refused (Điều 56 khoản 4, 17/2023/QH15).
	union := func(founders int) object {
		u := modern("Liên hiệp hợp tác xã Tinh Gọn")
		u["organization_kind"] = "lhhtx"
		p := u["payload"].(object)
		delete(p, "purpose")
		p["governance"] = "reduced"
		p["members"] = object{"official": founders, "capital_associates": 0, "service_associates": 0, "foreign": 0}
		return u
	}
	w.refused(d, union(10), "governance")
	lhhtx := w.file(d, union(9)).text(t, "organization_id")
	grown := about("information_update", "lhhtx", lhhtx, object{"members": object{"official": 10, "capital_associates": 0, "service_associates": 0, "foreign": 0}})
	checked := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", w.complete(d, grown)), 200, "")
	if !strings.Contains(string(checked.body), `"GOVERNANCE"`) || !strings.Contains(string(checked.body), "đại hội thành viên gần nhất") {
		t.Errorf("not told: %s", checked.body)
	}
	w.file(d, grown)
}

// Điều 36 khoản 1, 92/2024/NĐ-CP.
func TestABranchComesWithThePapersOfTheBodyThatDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-12-04")
	d := w.desk("tckh-866")
	for model, want := range map[string]struct{ decides, other, says string }{
		"reduced": {"resolution", "decision", "nghị quyết của đại hội thành viên"},
		"full":    {"decision", "resolution", "quyết định của hội đồng quản trị"},
	} {
		draft := modern("Hợp tác xã Mở Chi Nhánh " + model)
		draft["payload"].(object)["governance"] = model
		id := w.file(d, draft).text(t, "organization_id")
		branch := about("unit_registration", "htx", id, object{
			"name": w.unitName("branch", "Mỹ Ngãi", id), "seat": object{"line": "Ấp 2", "place": "29881"},
			"unit": object{"kind": "branch", "decided_on": "2024-12-03", "heads": []any{object{"full_name": "Trần Thị Bình", "title": "Giám đốc chi nhánh"}}},
		})
		branch["papers_received"] = []any{"notice", "minutes", want.other}
		told := string(w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", branch), 200, "").body)
		if !strings.Contains(told, `"/documents/`+want.decides+`"`) || !strings.Contains(told, want.says) {
			t.Errorf("%s: %s", model, told)
		}
		w.file(d, branch)
	}
}
