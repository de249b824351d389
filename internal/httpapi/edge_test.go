package httpapi_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/registry"
)

func TestBadInputGetsAClearAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	log := w.logged()
	officer := w.key(caller.DeskOfficer, "tckh-866")
	expired, revoked := w.deadKeys()
	foreign := w.want(w.call(w.key(caller.DeskOfficer, "tckh-867"), http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Láng giềng", func(_, p map[string]any) {
		p["seat"] = map[string]any{"line": "Khóm 1", "place": "29905"}
	})), 201, "").text(t, "id")
	own := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Nhà", nil)), 201, "").text(t, "id")
	w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Thứ hai", nil)), 201, "")
	cursor := w.want(w.call(officer, http.MethodGet, "/v1/dossiers?limit=1", nil), 200, "").text(t, "next_cursor")
	before := w.written()
	draft := func(change string) string {
		return `{"procedure":"formation","organization_kind":"htx","payload":{` + change + `}}`
	}
	for _, c := range []struct {
		name, key, method, path string
		body                    any
		headers                 []string
		status                  int
		code, names             string
	}{
		{name: "malformed JSON", key: officer, method: "POST", path: "/v1/dossiers", body: `{"procedure":`, status: 400, code: "invalid-request", names: "malformed-json"},
		{name: "two values", key: officer, method: "POST", path: "/v1/dossiers", body: draft("") + "{}", status: 400, code: "invalid-request", names: "malformed-json"},
		{name: "wrong type", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"charter_capital_vnd":"nhiều"`), status: 400, code: "invalid-request", names: "/payload/charter_capital_vnd"},
		{name: "unknown field", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"colour":"red"`), status: 400, code: "invalid-request", names: "colour"},
		{name: "unknown enum", key: officer, method: "POST", path: "/v1/dossiers", body: strings.Replace(draft(""), "formation", "foundation", 1), status: 400, code: "invalid-request", names: "unknown-value"},
		{name: "two faults at once", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"purpose":"fun","charter_capital_vnd":-1`), status: 400, code: "invalid-request", names: "/payload/charter_capital_vnd"},
		{name: "a key twice", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"purpose":"mixed","purpose":"production"`), status: 400, code: "invalid-request", names: "duplicate-key"},
		{name: "ten thousand characters", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"name":{"vi":"` + strings.Repeat("a", 10_000) + `"}`), status: 400, code: "invalid-request", names: "/payload/name/vi"},
		{name: "NUL", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"name":{"vi":"a\u0000b"}`), status: 400, code: "invalid-request", names: "/payload/name/vi"},
		{name: "right-to-left mark", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"name":{"vi":"a\u202eb"}`), status: 400, code: "invalid-request", names: "/payload/name/vi"},
		{name: "a name on two lines", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"name":{"vi":"a\nb"}`), status: 400, code: "invalid-request", names: "/payload/name/vi"},
		{name: "a line break in an address", key: officer, method: "PATCH", path: "/v1/dossiers/" + own, body: `{"payload":{"seat":{"line":"Ấp\n1"}}}`, headers: []string{"If-Match", `"1"`}, status: 400, code: "invalid-request", names: "một dòng"},
		{name: "zero-width space", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"name":{"vi":"a\u200bb"}`), status: 400, code: "invalid-request", names: "/payload/name/vi"},
		{name: "text in no UTF-8", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"name":{"vi":"` + "a\xff" + `"}`), status: 400, code: "invalid-request", names: "/payload/name/vi"},
		{name: "a number no register has", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"charter_capital_vnd":9223372036854775808`), status: 400, code: "invalid-request", names: "/payload/charter_capital_vnd"},
		{name: "an unknown field among people", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"legal_representatives":[{"full_name":"Nguyễn Văn An","title":"x","id_document":"087085001234","Phone":"0901234567"}]`), status: 400, code: "invalid-request", names: "/payload/legal_representatives/0/Phone"},
		{name: "names in a search", method: "GET", path: "/v1/organizations?q=Nguy%E1%BB%85n+V%C4%83n+An&phone=0901234567", status: 400, code: "invalid-request", names: "phone"},
		{name: "a cursor of another question", key: officer, method: "GET", path: "/v1/dossiers?state=draft&limit=1&cursor=" + cursor, status: 400, code: "invalid-request", names: `"parameter":"cursor"`},
		{name: "an expired key", key: expired, method: "GET", path: "/v1/dossiers", status: 401, code: "key-expired"},
		{name: "a revoked key", key: revoked, method: "GET", path: "/v1/dossiers", status: 401, code: "key-revoked"},
		{name: "a key as a parameter", method: "GET", path: "/v1/organizations?access_token=abc", status: 400, code: "key-in-query"},
		{name: "broken quotes in a book", key: w.key(caller.Administrator, ""), method: "POST", path: "/v1/imports", body: []byte("kind,name,place\nhtx,\"A\" b,29881\n"), headers: []string{"Content-Type", "text/csv"}, status: 422, code: "book-content", names: "/rows/2"},
		{name: "month 13", key: officer, method: "POST", path: "/v1/dossiers", body: draft(`"contract":{"signed_on":"2021-13-01"}`), status: 400, code: "invalid-request", names: "signed_on"},
		{name: "30 February", method: "GET", path: "/v1/places?on=2021-02-30", status: 400, code: "invalid-request"},
		{name: "huge body", key: officer, method: "POST", path: "/v1/dossiers", body: `{"a":"` + strings.Repeat("a", 2<<20) + `"}`, status: 413, code: "body-too-large"},
		{name: "no body", key: officer, method: "POST", path: "/v1/dossiers", status: 400, code: "invalid-request"},
		{name: "wrong content type", key: officer, method: "POST", path: "/v1/dossiers", body: draft(""), headers: []string{"Content-Type", "text/plain"}, status: 415, code: "unsupported-media-type"},
		{name: "unknown parameter", method: "GET", path: "/v1/organizations?colour=red", status: 400, code: "invalid-request", names: "colour"},
		{name: "parameter twice", method: "GET", path: "/v1/organizations?kind=htx&kind=tht", status: 400, code: "invalid-request", names: "kind"},
		{name: "unknown kind", method: "GET", path: "/v1/organizations?kind=company", status: 400, code: "invalid-request", names: "kind"},
		{name: "limit 501", method: "GET", path: "/v1/organizations?limit=501", status: 400, code: "invalid-request", names: "limit"},
		{name: "garbage cursor", method: "GET", path: "/v1/organizations?cursor=abc", status: 400, code: "invalid-request", names: "cursor-invalid"},
		{name: "nothing to search", method: "GET", path: "/v1/organizations?q=%21%21", status: 400, code: "invalid-request", names: "no-words"},
		{name: "id of another kind", key: officer, method: "GET", path: "/v1/organizations/" + own, status: 404, code: "organization-not-found"},
		{name: "no id at all", key: officer, method: "GET", path: "/v1/dossiers/1401234568", status: 400, code: "invalid-request"},
		{name: "a foreign office's dossier", key: officer, method: "GET", path: "/v1/dossiers/" + foreign, status: 404, code: "dossier-not-found"},
		{name: "key in the address", method: "GET", path: "/v1/organizations?q=htx_abc", status: 400, code: "key-in-query"},
		{name: "unknown key", key: "htx_unknown", method: "GET", path: "/v1/dossiers", status: 401, code: "key-unknown"},
		{name: "no key", method: "GET", path: "/v1/dossiers", status: 401, code: "key-required"},
		{name: "no retry key", key: officer, method: "POST", path: "/v1/dossiers", body: draft(""), headers: []string{"Idempotency-Key", ""}, status: 400, code: "idempotency-key-required"},
		{name: "no If-Match", key: officer, method: "PATCH", path: "/v1/dossiers/" + own, body: `{"fee_paid":true}`, status: 428, code: "if-match-required"},
		{name: "If-Match of any", key: officer, method: "PATCH", path: "/v1/dossiers/" + own, body: `{"fee_paid":true}`, headers: []string{"If-Match", "*"}, status: 400, code: "if-match-invalid"},
		{name: "stale If-Match", key: officer, method: "PATCH", path: "/v1/dossiers/" + own, body: `{"fee_paid":true}`, headers: []string{"If-Match", `"9"`}, status: 412, code: "stale"},
		{name: "patch beyond the payload", key: officer, method: "PATCH", path: "/v1/dossiers/" + own, body: `{"payload":{"colour":"red"}}`, headers: []string{"If-Match", `"1"`}, status: 400, code: "invalid-request"},
		{name: "wrong method", key: officer, method: "DELETE", path: "/v1/dossiers", status: 405, code: "method-not-allowed"},
		{name: "no such path", method: "GET", path: "/v1/nothing", status: 404, code: "not-found"},
		{name: "a place that is gone", method: "GET", path: "/v1/places/87?on=2025-07-01", status: 404, code: "place-not-in-force"},
		{name: "a day before the law", method: "GET", path: "/v1/jurisdiction?kind=htx&place=29881&on=2013-06-30", status: 422, code: "day-before-law"},
		{name: "a paper that is not what it says", key: officer, method: "PUT", path: "/v1/dossiers/" + own + "/documents/charter", body: []byte("no PDF at all"), headers: []string{"If-Match", `"1"`, "Content-Type", "application/pdf"}, status: 422, code: "document-content", names: "/documents/charter"},
		{name: "a paper of another type", key: officer, method: "PUT", path: "/v1/dossiers/" + own + "/documents/charter", body: []byte("MZ"), headers: []string{"If-Match", `"1"`, "Content-Type", "application/x-msdownload"}, status: 415, code: "document-type", names: `"parameter":"Content-Type"`},
		{name: "a paper too large", key: officer, method: "PUT", path: "/v1/dossiers/" + own + "/documents/charter", body: append([]byte("%PDF-1.7"), bytes.Repeat([]byte("a"), 2<<20)...), headers: []string{"If-Match", `"1"`, "Content-Type", "application/pdf"}, status: 413, names: "/documents/charter"},
		{name: "a formula in a book", key: w.key(caller.Administrator, ""), method: "POST", path: "/v1/imports", body: []byte("kind,name,place\nhtx,=1+1,29881\n"), headers: []string{"Content-Type", "text/csv"}, status: 422, code: "book-formula", names: "/rows/2/name"},
		{name: "a bomb in a book", key: w.key(caller.Administrator, ""), method: "POST", path: "/v1/imports", body: bomb(t), headers: []string{"Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, status: 413, code: "book-too-large"},
		{name: "a book that is no spreadsheet", key: w.key(caller.Administrator, ""), method: "POST", path: "/v1/imports", body: []byte("PK nothing"), headers: []string{"Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, status: 422, code: "book-content"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inner := *w
			inner.t = t
			got := inner.call(c.key, c.method, c.path, c.body, c.headers...)
			inner.want(got, c.status, c.code)
			if !strings.Contains(string(got.body), c.names) {
				t.Errorf("%q is not named: %s", c.names, got.body)
			}
			if got.header.Get("Content-Type") != "application/problem+json" || got.header.Get("X-Request-Id") == "" {
				t.Errorf("headers %v", got.header)
			}
			if strings.Contains(string(got.body), "SQL") || strings.Contains(string(got.body), "goroutine") {
				t.Errorf("too much is said: %s", got.body)
			}
		})
	}
	if after := w.written(); after != before {
		t.Errorf("something was written: %s, %s", before, after)
	}
	log.impersonal(t)
}

// deadKeys are a key that has expired and one that was revoked.
func (w *world) deadKeys() (expired, revoked string) {
	w.t.Helper()
	ctx := caller.With(w.t.Context(), caller.Operator("test"))
	ends := w.registry.Now().Add(time.Hour)
	expired, _, err := w.registry.CreateKey(ctx, registry.NewKey{Role: caller.App, Name: "expired", ExpiresAt: &ends})
	if err != nil {
		w.t.Fatal(err)
	}
	revoked, key, err := w.registry.CreateKey(ctx, registry.NewKey{Role: caller.App, Name: "revoked"})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.registry.RevokeKey(ctx, key.ID); err != nil {
		w.t.Fatal(err)
	}
	later := ends.Add(time.Second).Format(time.RFC3339)
	w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/sandbox/clock", `{"now":"`+later+`"}`), 200, "")
	return expired, revoked
}

// bomb is a small spreadsheet that unpacks to 300 MiB.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	blank := bytes.Repeat([]byte(" "), 1<<20)
	for range 300 {
		if _, err := f.Write(blank); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestKeysEndAtOnceAndInTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	ctx := caller.With(t.Context(), caller.Operator("test"))
	ends := w.registry.Now().Add(time.Hour)
	short, _, err := w.registry.CreateKey(ctx, registry.NewKey{Role: caller.App, Name: "short", ExpiresAt: &ends})
	if err != nil {
		t.Fatal(err)
	}
	gone, k, err := w.registry.CreateKey(ctx, registry.NewKey{Role: caller.App, Name: "gone"})
	if err != nil {
		t.Fatal(err)
	}
	w.want(w.call(short, http.MethodGet, "/v1/kinds", nil), 200, "")
	w.want(w.call(gone, http.MethodGet, "/v1/kinds", nil), 200, "")
	if err := w.registry.RevokeKey(ctx, k.ID); err != nil {
		t.Fatal(err)
	}
	w.want(w.call(gone, http.MethodGet, "/v1/kinds", nil), 401, "key-revoked")
	w.clockTo("2021-06-02")
	w.want(w.call(short, http.MethodGet, "/v1/kinds", nil), 401, "key-expired")
	var kept int
	if err := w.store.Pool().QueryRow(ctx, "SELECT count(*) FROM api_keys WHERE hash = convert_to($1, 'UTF8')", short).Scan(&kept); err != nil || kept != 0 {
		t.Errorf("a secret is kept: %d %v", kept, err)
	}
}

func TestACursorBelongsToItsQuestionAndPagesAreWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-06-01")
	book := "key,kind,name,place,place_on\n"
	for _, name := range []string{"An", "Ăn", "Âm", "Ấp", "Ba", "Đông", "E", "Ê", "Ước"} {
		book += "k" + name + ",hoi_quan," + name + " Hội quán,30250,2021-01-01\n"
	}
	admin := w.key(caller.Administrator, "")
	taken := w.want(w.call(admin, http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")
	if taken.text(t, "added") != "9" {
		t.Fatalf("%s", taken.body)
	}
	if again := w.call(admin, http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"); again.text(t, "added") != "0" || again.text(t, "known") != "9" {
		t.Errorf("the same book again: %s", again.body)
	}
	for _, sort := range []string{"name", "-name", "recorded", "-recorded", "registered_on", "-registered_on"} {
		var names []string
		for cursor := ""; ; {
			page := w.want(w.call("", http.MethodGet, "/v1/organizations?kind=hoi_quan&limit=2&sort="+sort+cursor, nil), 200, "").json(t)
			items, _ := page["items"].([]any)
			for _, item := range items {
				names = append(names, item.(map[string]any)["name"].(map[string]any)["vi"].(string))
			}
			next, _ := page["next_cursor"].(string)
			if next == "" {
				break
			}
			cursor = "&cursor=" + next
			w.want(w.call("", http.MethodGet, "/v1/organizations?kind=htx&limit=2&sort="+sort+cursor, nil), 400, "invalid-request")
		}
		if len(names) != 9 {
			t.Errorf("sort %s: %v", sort, names)
		}
		if sort == "name" && strings.Join(names, ",") != "An Hội quán,Ăn Hội quán,Âm Hội quán,Ấp Hội quán,Ba Hội quán,Đông Hội quán,E Hội quán,Ê Hội quán,Ước Hội quán" {
			t.Errorf("Vietnamese order: %v", names)
		}
	}
}
