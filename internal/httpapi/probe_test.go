package httpapi_test

import (
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

func TestProbe(t *testing.T) {
	w := newWorld(t, "2021-06-01")
	officer := w.key(caller.DeskOfficer, "tckh-866")
	own := w.want(w.call(officer, "POST", "/v1/dossiers", htx("Hợp tác xã Nhà", nil)), 201, "").text(t, "id")
	for _, body := range []string{
		`{"payload":{"name":{"vi":"` + strings.Repeat("a", 10000) + `"}}}`,
		`{"payload":{"seat":{"place":"x"}}}`,
		`{"payload":{"charter_capital_vnd":-1}}`,
		`{"payload":{"industries":[{"edition":"1999","code":"zz"}]}}`,
		`{"payload":{"website":5}}`,
		`{"payload":{"legal_representatives":[{"birth_date":"2021-02-30"}]}}`,
		`{"payload":{"recognition":{"number":"1"}}}`,
		`{"payload":null}`,
		`{}`,
	} {
		got := w.call(officer, "PATCH", "/v1/dossiers/"+own, body, "If-Match", `"1"`)
		s := string(got.body)
		if len(s) > 300 {
			s = s[:300]
		}
		t.Logf("%.80s -> %d %s", body, got.status, s)
	}
}
