package httpapi_test

import (
	"net/http"
	"testing"
)

// Of a credit fund on a licence only the licence is entered: what an HTX files, about itself or its units, is none of its procedures.
func TestAFundOnALicenceIsNotSentToRegisterUnits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-08-01")
	d := w.desk("kt-29884")
	fund := w.register(d.officer, d.lead, object{
		"procedure": "mirror_licence", "organization_kind": "qtdnd", "filer": object{"phone": "0901234567"}, "papers_received": []any{"state_bank_licence"},
		"payload": object{
			"name": object{"vi": "Quỹ tín dụng nhân dân Mỹ Tân"}, "seat": object{"line": "Khóm 1", "place": "29884"}, "charter_capital_vnd": 1_000_000_000,
			"members":               object{"official": 40, "capital_associates": 0, "service_associates": 0, "foreign": 0},
			"legal_representatives": []any{object{"full_name": "Nguyễn Văn An", "title": "Chủ tịch HĐQT", "nationality": "VN", "id_document": "087085001234"}},
			"licence":               object{"number": "02/GP", "issued_on": "2025-07-20", "issuer": "NHNN Khu vực"},
		},
	}).text(t, "organization_id")
	got := w.want(w.call("", http.MethodGet, "/v1/organizations/"+fund+"/actions", nil), 200, "")
	seen := 0
	for _, item := range got.json(t)["items"].([]any) {
		a := item.(object)
		switch a["procedure"] {
		case "suspension", "reissue", "correction", "revocation", "invalidation", "unit_closure":
			seen++
			verdicts := a["verdicts"].([]any)
			if a["allowed"] == true || len(verdicts) != 1 || verdicts[0].(object)["rule"] != "PROCEDURE" {
				t.Errorf("%s: %v", a["procedure"], a)
			}
		}
	}
	if seen != 6 {
		t.Errorf("%d of 6 procedures are told of", seen)
	}
}
