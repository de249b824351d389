package httpapi_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/httpapi"
)

// What an office that has ended left behind is found by its code and read by the office that keeps the record today.
func TestARecordOutlivesItsOffice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	d := w.desk("ubnd-29881")
	club := object{
		"procedure": "recognition", "organization_kind": "hoi_quan", "filer": object{"full_name": "Lê Văn Cường"},
		"payload": object{
			"name": object{"vi": "Nhất Tâm Hội quán"}, "seat": object{"line": "Ấp 1", "place": "29881"}, "area": []any{"29884"},
			"members":               object{"official": 60, "capital_associates": 0, "service_associates": 0, "foreign": 0},
			"legal_representatives": []any{object{"full_name": "Lê Văn Cường", "title": "Chủ nhiệm", "phone": "0901234567"}},
		},
	}
	id := w.file(d, club).text(t, "organization_id")
	w.clockTo("2025-07-01")
	now := w.desk("ubnd-29884")
	if got := w.organization(id); got.text(t, "registration", "current_authority", "code") != "ubnd-29884" || got.text(t, "registration", "authority", "code") != "ubnd-29881" {
		t.Errorf("%s", got.body)
	}
	read := func(key string) reply {
		return w.call(key, http.MethodGet, "/v1/organizations/"+id, nil, "X-Read-Reason", "kiem tra")
	}
	if got := w.want(read(now.officer), 200, ""); !strings.Contains(string(got.body), "0901234567") {
		t.Errorf("the office that keeps it sees no phone: %s", got.body)
	}
	w.want(read(d.officer), 403, "foreign-office")
	w.file(now, about("notice_of_end", "hoi_quan", id, object{"reason": "Hội quán ngừng sinh hoạt"}))
	w.status(id, "ended", "termination")
	w.want(read(now.officer), 200, "")

	old := w.want(w.call("", http.MethodGet, "/v1/authorities/ubnd-29881", nil), 200, "")
	if old.text(t, "valid_to") != "2025-07-01" {
		t.Errorf("%s", old.body)
	}
	w.want(w.call("", http.MethodGet, "/v1/authorities/kt-29884?on=2025-06-30", nil), 404, "authority-not-found")
	if got := w.call("", http.MethodGet, "/v1/organizations?count=exact&authority="+old.text(t, "id"), nil); got.text(t, "total") != "1" {
		t.Errorf("%s", got.body)
	}
	w.want(w.call("", http.MethodGet, "/v1/authorities/tckh-866?on=2004-01-01", nil), 404, "authority-not-found")
	if gone := w.want(w.call("", http.MethodGet, "/v1/places/866", nil), 404, "place-not-in-force"); !strings.Contains(string(gone.body), "29884") {
		t.Errorf("nothing is said of what the district became: %s", gone.body)
	}
	if who := w.want(w.call("", http.MethodGet, "/v1/jurisdiction?kind=htx&place=866", nil), 200, ""); !strings.Contains(string(who.body), "kt-29884") {
		t.Errorf("%s", who.body)
	}
}

func TestEveryFaultOfARequestIsNamedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer := w.key(caller.DeskOfficer, "tckh-866")
	for _, c := range []struct {
		name, key, method, path, body string
		want                          []string
	}{
		{"query", "", http.MethodGet, "/v1/organizations?foo=1&kind=x&limit=0&limit=2&on=2021-02-30", "", []string{"foo unknown-parameter", "kind unknown-value", "limit repeated", "limit too-small", "on wrong-format"}},
		{"query and body", officer, http.MethodPost, "/v1/dossiers?foo=1", `{"procedure":"formation","organization_kind":"htx","payload":{"seat":{"place":"x"}},"filer":{"phone":5}}`, []string{"/filer/phone wrong-type", "/payload/seat/place wrong-format", "foo unknown-parameter"}},
		{"a procedure that there is not", officer, http.MethodPost, "/v1/dossiers", `{"procedure":"founding"}`, []string{"/procedure unknown-value"}},
		{"no procedure", officer, http.MethodPost, "/v1/dossiers", `{}`, []string{"/procedure unknown-value"}},
	} {
		got := w.want(w.call(c.key, c.method, c.path, c.body), 400, "invalid-request")
		var problem struct {
			Errors []struct{ Pointer, Parameter, Code, Detail string }
		}
		if err := json.Unmarshal(got.body, &problem); err != nil {
			t.Fatal(err)
		}
		var named []string
		for _, e := range problem.Errors {
			named = append(named, e.Pointer+e.Parameter+" "+e.Code)
		}
		slices.Sort(named)
		if !slices.Equal(named, c.want) {
			t.Errorf("%s: %v, want %v", c.name, named, c.want)
		}
	}
	if got := w.call(officer, http.MethodPost, "/v1/dossiers", `{"procedure":"founding"}`); !strings.Contains(string(got.body), "change_registration") {
		t.Errorf("the procedures there are do not all stand in the answer: %s", got.body)
	}
}

func TestAnAddressSaysWhatItTakes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	server := w.serve(httpapi.Options{})
	if got := send(t, http.MethodOptions, server.URL+"/v1/dossiers"); got.status != 204 || got.header.Get("Allow") != "GET, HEAD, OPTIONS, POST" {
		t.Errorf("OPTIONS: %d %v", got.status, got.header)
	}
	if got := send(t, http.MethodDelete, server.URL+"/v1/kinds"); got.status != 405 || got.header.Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("DELETE: %d %v", got.status, got.header)
	}
	if got := send(t, http.MethodOptions, server.URL+"/v1/nothing"); got.status != 404 {
		t.Errorf("OPTIONS of nothing: %d", got.status)
	}
	if ready := send(t, http.MethodGet, server.URL+"/readyz"); ready.status != 200 || ready.text(t, "migration") == "" || ready.text(t, "migration") == "0" {
		t.Errorf("ready: %s", ready.body)
	}
}

func TestTheReferencePageAsksNobodyElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	server := w.serve(httpapi.Options{})
	script := send(t, http.MethodGet, server.URL+"/docs/redoc.standalone.js", "Accept-Encoding", "gzip")
	unpacked, err := gzip.NewReader(bytes.NewReader(script.body))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	page := send(t, http.MethodGet, server.URL+"/docs")
	for _, from := range []string{"src:\"http", "src=\"http", "href=\"http", "@import", "//cdn."} {
		if strings.Contains(string(text), "//cdn.") || strings.Contains(string(page.body), from) {
			t.Errorf("the page loads from outside (%s)", from)
		}
	}
	if policy := page.header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'self';") {
		t.Errorf("policy %q", policy)
	}
}
