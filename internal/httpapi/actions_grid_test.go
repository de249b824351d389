package httpapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// gates are the rules that decide whether a file may be filed at all, whatever it says: the register knows what they ask.
func gates() []string {
	return []string{"PROCEDURE", "TRACK", "STATUS", "COMPETENCE", "NEW-DOSSIER", "UNITS-CLOSED", "CANCEL-TIME", "CONVERSION-TIME"}
}

// filing tells which rule stands in the way of filing a procedure about an organisation at its office: empty where none does.
func (w *world) filing(d desk, procedure, kind, id, unit string) string {
	w.t.Helper()
	draft := about(procedure, kind, id, object{})
	if unit != "" {
		draft["unit_id"] = unit
	}
	got := w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", draft)
	if got.status != http.StatusOK {
		switch {
		case got.text(w.t, "code") == "not-competent":
			return "COMPETENCE"
		case strings.Contains(string(got.body), `_id","code":"unknown-field"`), strings.Contains(string(got.body), `kind","code":"unknown-value"`):
			return "PROCEDURE" // never about what is on the register, about units, or about this kind
		case strings.Contains(string(got.body), `"pointer":"/unit_id","code":"required"`):
			return "UNIT"
		}
		w.t.Errorf("%s: %s", procedure, got.body)
		return ""
	}
	for _, check := range got.json(w.t)["checks"].([]any) {
		if c := check.(object); c["verdict"] == "not_met" && slices.Contains(gates(), c["rule"].(string)) {
			return c["rule"].(string)
		}
	}
	return ""
}

// What a credit fund is told it may file is what its office takes, and the other way round, under every law and on both tracks: the
// certificate of the office and the licence of the State Bank (Điều 3, 17/2023/QH15).
func TestAFundMayFileWhatItIsToldItMay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		found string
		ask   []string
	}{
		{"2015-06-01", []string{"2015-06-01", "2020-06-01"}},
		{"2020-06-01", []string{"2020-06-01", "2024-06-30", "2024-07-01", "2025-08-01"}},
		{"2025-03-01", []string{"2025-03-01", "2025-06-30", "2025-07-01", "2026-08-03"}},
	} {
		s := newStory(t, c.found)
		s.done = map[string]bool{}
		fund := s.found("qtdnd")
		unit := ""
		if c.found < "2024-07-01" {
			unit = s.unit("qtdnd", fund, "branch")
		}
		for _, day := range c.ask {
			if s.day = day; vn.MustDate(day).After(vn.MustDate(c.found)) {
				s.clockTo(day)
			}
			told := map[string]bool{}
			for _, item := range s.want(s.call("", http.MethodGet, "/v1/organizations/"+fund+"/actions", nil), 200, "").json(t)["items"].([]any) {
				told[item.(object)["procedure"].(string)] = item.(object)["allowed"].(bool)
			}
			for _, p := range coop.Procedures() {
				procedure := string(p)
				against := s.filing(s.deskOf("qtdnd"), procedure, "qtdnd", fund, "")
				if against != "" && unit != "" { // what it does not file about itself it may file about its branch
					against = s.filing(s.deskOf("qtdnd"), procedure, "qtdnd", fund, unit)
				}
				if told[procedure] != (against == "") {
					t.Errorf("fund of %s on %s: %s told %v, filed against %q", c.found, day, procedure, told[procedure], against)
				}
			}
		}
	}
}
