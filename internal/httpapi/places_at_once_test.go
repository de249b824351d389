package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
)

// A code that no place ever had is told with the faults of form, not after them; by itself it is told as before.
func TestACodeOfNoPlaceIsToldWithTheFaultsOfForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	draft := modern("Hợp tác xã Không Nơi")
	kept := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers", draft), 201, "")
	draft["payload"].(object)["seat"].(object)["place"] = "99999"
	w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers", draft), 422, "not-competent")
	draft["fee_paid"] = "rồi"
	for _, c := range []struct {
		method, path, place string
		body                any
		faults              int
	}{
		{http.MethodGet, "/v1/organizations?place=99999&limit=0", `"parameter":"place"`, nil, 2},
		{http.MethodGet, "/v1/organizations?place=99999&colour=red", `"parameter":"place"`, nil, 2},
		{http.MethodGet, "/v1/organizations?place=99999", `"parameter":"place"`, nil, 1},
		{http.MethodGet, "/v1/ratings?place=99&year=x", `"parameter":"place"`, nil, 2},
		{http.MethodPost, "/v1/dossiers", `"pointer":"/payload/seat/place"`, draft, 2},
		{http.MethodPatch, "/v1/dossiers/" + kept.text(t, "id"), `"pointer":"/payload/seat/place"`, `{"fee_paid":"rồi","payload":{"seat":{"place":"99998"}}}`, 2},
		{http.MethodPost, "/v1/names/check", `"pointer":"/seat_place"`, object{"kind": "htx", "name": "Hợp tác xã Sen", "seat_place": "99999", "track": "x"}, 2},
	} {
		headers := []string{}
		if c.method == http.MethodPatch {
			headers = []string{"If-Match", kept.header.Get("ETag"), "Content-Type", "application/merge-patch+json"}
		}
		got := w.want(w.call(d.officer, c.method, c.path, c.body, headers...), 400, "invalid-request")
		if n := strings.Count(string(got.body), `"code":`) - 1; n != c.faults || !strings.Contains(string(got.body), c.place) {
			t.Errorf("%s %s tells %d faults, want %d with %s: %s", c.method, c.path, n, c.faults, c.place, got.body)
		}
	}
}
