package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

// codes are the codes of the entries of a page.
func codes(t *testing.T, page reply) (all []string) {
	t.Helper()
	for _, item := range page.json(t)["items"].([]any) {
		all = append(all, item.(map[string]any)["code"].(string))
	}
	return all
}

func TestALevelIsLookedUpAtAnyDepth(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	for path, want := range map[string]string{
		"/v1/places?level=commune&parent=87&q=my+ngai":              "29881", // through its district
		"/v1/places?level=district&parent=87&q=tp+cao+lanh":         "",
		"/v1/places?level=district&parent=87&q=thap+muoi":           "872",
		"/v1/places?parent=87&q=my+ngai":                            "", // directly in the province: districts only
		"/v1/places?level=commune&parent=866&q=my+ngai":             "29881",
		"/v1/places?level=commune&parent=82&q=my+ngai":              "",
		"/v1/industries?edition=2018&level=4&parent=01&q=trong+lua": "0111",
		"/v1/industries?edition=2018&level=4&parent=A&q=trong+lua":  "0111",
		"/v1/industries?edition=2018&parent=01&q=trong+lua":         "",
		"/v1/industries?edition=2018&level=4&parent=02&q=trong+lua": "",
	} {
		if got := strings.Join(codes(t, w.want(w.call("", http.MethodGet, path, nil), 200, "")), " "); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func TestATopicThatIsNoneIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	told := w.want(w.call("", http.MethodGet, "/v1/rules?topic=deadline", nil), 400, "invalid-request").json(t)["errors"].([]any)
	if f := told[0].(map[string]any); len(told) != 1 || f["parameter"] != "topic" || !strings.Contains(f["detail"].(string), "deadlines") {
		t.Errorf("told %v", told)
	}
	if rules := codes(t, w.want(w.call("", http.MethodGet, "/v1/rules?topic=deadlines", nil), 200, "")); len(rules) == 0 {
		t.Error("no deadlines")
	}
}

func TestAFaultIsToldOnceAndNamesItsPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer := w.key(caller.DeskOfficer, "tckh-866")
	told := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", []byte(`[]`), "Content-Type", "application/json"), 400, "invalid-request").json(t)
	if faults := told["errors"].([]any); len(faults) != 1 {
		t.Errorf("a list instead of a draft: %d faults", len(faults))
	}
}
