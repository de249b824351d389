package httpapi_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
)

// Điều 43 khoản 1 điểm c, 92/2024/NĐ-CP: the approval of the investment body comes with a change of foreign members, also of one that is
// made by a separation or merger (Điều 93 khoản 2 điểm d, Điều 95 khoản 2 điểm d, 17/2023/QH15). The register cannot tell whether the law of
// investment asks for it, so it is offered and not required; with a change of capital it is one paper.
func TestTheApprovalOfForeignMembersIsOfferedInAReorganisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	one, two := w.file(d, modern("Hợp tác xã Một")).text(t, "organization_id"), w.file(d, modern("Hợp tác xã Hai")).text(t, "organization_id")
	members := func(foreign int) object {
		return object{"official": 30, "capital_associates": 0, "service_associates": 0, "foreign": foreign}
	}
	for _, procedure := range []string{"merger", "separation"} {
		for _, c := range []struct {
			changes object
			offered int
		}{
			{object{}, 0},
			{object{"members": members(0)}, 0},
			{object{"members": members(2)}, 1},
			{object{"charter_capital_vnd": 3_000_000_000}, 1},
			{object{"members": members(2), "charter_capital_vnd": 3_000_000_000}, 1},
		} {
			payload := object{"resolution": resolved("2024-09-03"), "parties": []any{two}}
			if procedure == "merger" {
				payload["instrument"] = agreement("2024-09-03")
			}
			maps.Copy(payload, c.changes)
			got := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", about(procedure, "htx", one, payload)), 200, "")
			if offered := strings.Count(string(got.body), `"type":"investment_approval"`); offered != c.offered {
				t.Errorf("%s with %v: offered %d times, want %d", procedure, c.changes, offered, c.offered)
			}
		}
	}
}
