package httpapi_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"htxregistry/internal/caller"
	"htxregistry/internal/httpapi"
)

// serve is another server on the register of a world.
func (w *world) serve(o httpapi.Options) *httptest.Server {
	w.t.Helper()
	handler, err := httpapi.New(w.t.Context(), w.registry, o)
	if err != nil {
		w.t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	w.t.Cleanup(server.Close)
	return server
}

// send asks a server without any help of the client's: no decompression, no redirects.
func send(t *testing.T, method, address string, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, body}
}

func TestAPatchKeepsTheLimitsOfThePayload(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer := w.key(caller.DeskOfficer, "tckh-866")
	made := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Vá", nil)), 201, "")
	path, tag := "/v1/dossiers/"+made.text(t, "id"), made.header.Get("ETag")
	for patch, pointer := range map[string]string{
		`{"payload":{"name":{"vi":"` + strings.Repeat("a", 10_000) + `"}}}`:                   "/payload/name/vi",
		`{"payload":{"seat":{"place":"x"}}}`:                                                  "/payload/seat/place",
		`{"payload":{"charter_capital_vnd":-1}}`:                                              "/payload/charter_capital_vnd",
		`{"payload":{"charter_capital_vnd":1.5}}`:                                             "/payload/charter_capital_vnd",
		`{"payload":{"industries":[{"edition":"1999","code":"01"}]}}`:                         "/payload/industries/0/edition",
		`{"payload":{"website":5}}`:                                                           "/payload/website",
		`{"payload":{"contract":{"signed_on":"2021-02-30"}}}`:                                 "/payload/contract/signed_on",
		`{"payload":{"legal_representatives":[{"full_name":"A","title":"B","born":"1985"}]}}`: "/payload/legal_representatives/0/born",
		`{"payload":{"NAME":{"vi":"Hợp tác xã Khác"}}}`:                                       "/payload/NAME",
		`{"payload":null}`:     "/payload",
		`{"state":"approved"}`: "/state",
	} {
		got := w.want(w.call(officer, http.MethodPatch, path, patch, "If-Match", tag), 400, "invalid-request")
		if !strings.Contains(string(got.body), `"pointer":"`+pointer+`"`) {
			t.Errorf("%.60s: %s is not named: %s", patch, pointer, got.body)
		}
	}
	removed := w.want(w.call(officer, http.MethodPatch, path, `{"payload":{"purpose":null,"members":null,"name":{"vi":"  Hợp tác xa\u0303 Va\u0301 lại "}}}`, "If-Match", tag), 200, "")
	if removed.text(t, "payload", "purpose") != "" || removed.text(t, "payload", "members") != "" || removed.text(t, "payload", "name", "vi") != "Hợp tác xã Vá lại" {
		t.Errorf("null does not remove, or text is not composed: %s", removed.body)
	}
}

func TestQueriesAreCleanedBeforeTheyAreUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	plain := w.want(w.call("", http.MethodGet, "/v1/places?level=commune&q="+url.QueryEscape("Mỹ Ngãi"), nil), 200, "")
	odd := w.want(w.call("", http.MethodGet, "/v1/places?level=%20commune%20&q="+url.QueryEscape(" My\u0303\u0309 Nga\u0303i "), nil), 200, "")
	if !strings.Contains(string(plain.body), "29881") || !strings.Contains(string(odd.body), "29881") {
		t.Errorf("%s\n%s", plain.body, odd.body)
	}
	for _, query := range []string{"q=%00", "q=%20%20", "q=a%E2%80%AEb", "q=%ff", "q=%zz", "level=Commune", "limit=5.0", "limit=1e2", "on=2021-13-01", "%00=1"} {
		w.want(w.call("", http.MethodGet, "/v1/places?"+query, nil), 400, "invalid-request")
	}
	all := w.want(w.call("", http.MethodGet, "/v1/organizations?colour=red&kind=company&kind=htx&limit=0", nil), 400, "invalid-request")
	for _, name := range []string{"colour", "kind"} {
		if !strings.Contains(string(all.body), `"parameter":"`+name+`"`) {
			t.Errorf("%s is not named: %s", name, all.body)
		}
	}
}

func TestPreconditionsAreAskedForByName(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")
	path := "/v1/dossiers/" + w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã C", nil)), 201, "").text(t, "id")
	for _, step := range []string{"submit", "return", "approve", "refuse", "withdraw"} {
		w.want(w.call(lead, http.MethodPost, path+"/"+step, nil, "If-Match", `"1"`, "Idempotency-Key", ""), 400, "")
		if step == "submit" || step == "approve" {
			w.want(w.call(lead, http.MethodPost, path+"/"+step, nil), 428, "if-match-required")
			w.want(w.call(lead, http.MethodPost, path+"/"+step, nil, "If-Match", `"1"`, "Idempotency-Key", ""), 400, "idempotency-key-required")
		}
	}
	w.want(w.call(lead, http.MethodPost, path+"/return", `{"defects":[]}`), 428, "if-match-required")
	w.want(w.call(officer, http.MethodPut, path+"/documents/charter", []byte("%PDF-1.7"), "Content-Type", "application/pdf"), 428, "if-match-required")
	w.want(w.call("", http.MethodPost, "/v1/dossiers", `{"broken`), 401, "key-required")
	if got := w.call("", http.MethodPut, path+"/documents/charter", []byte("x")); got.status != 401 || got.header.Get("WWW-Authenticate") == "" {
		t.Errorf("%d %v", got.status, got.header)
	}
	w.want(w.call("", http.MethodGet, "/v1/kinds", nil, "Authorization", "Basic dXNlcjpwYXNz"), 401, "key-unknown")
}

func TestProblemsSpeakEnglishWhenAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	got := w.want(w.call("", http.MethodGet, "/v1/organizations?kind=company", nil, "Accept-Language", "en-GB,vi;q=0.5"), 400, "invalid-request")
	if got.text(t, "title") != "Bad Request" || !strings.Contains(string(got.body), "closed list") || got.header.Get("Content-Language") != "en" {
		t.Errorf("%s", got.body)
	}
	got = w.call("", http.MethodGet, "/v1/organizations?kind=company", nil, "Accept-Language", "vi,en;q=0.5")
	if got.text(t, "title") != "Yêu cầu không hợp lệ" || !strings.Contains(string(got.body), "danh mục") || got.header.Get("Content-Language") != "vi" {
		t.Errorf("%s", got.body)
	}
}

func TestLimitsAreToldAndKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	server := w.serve(httpapi.Options{RateLimit: 3, TrustedProxies: []string{"127.0.0.1/32"}})
	ask := func(headers ...string) reply { return send(t, http.MethodGet, server.URL+"/v1/kinds", headers...) }
	for _, left := range []string{"2", "1", "0"} {
		got := ask("X-Forwarded-For", "203.0.113.7")
		if got.status != 200 || got.header.Get("RateLimit-Limit") != "3" || got.header.Get("RateLimit-Remaining") != left || got.header.Get("RateLimit-Reset") == "" {
			t.Errorf("%d %v", got.status, got.header)
		}
	}
	if got := ask("X-Forwarded-For", "203.0.113.7"); got.status != 429 || got.header.Get("Retry-After") == "" || got.text(t, "code") != "too-many-requests" {
		t.Errorf("%d %v %s", got.status, got.header, got.body)
	}
	if got := ask("X-Forwarded-For", "203.0.113.8"); got.status != 200 {
		t.Errorf("another address: %d", got.status)
	}
	key := w.key(caller.App, "")
	if got := ask("X-Forwarded-For", "203.0.113.7", "Authorization", "Bearer "+key); got.status != 200 {
		t.Errorf("a key behind a busy address: %d", got.status)
	}
	for i, want := range []int{401, 401, 401, 429, 429} {
		if got := ask("X-Forwarded-For", "203.0.113.9", "Authorization", "Bearer htx_guess"+string(rune('a'+i))); got.status != want {
			t.Errorf("wrong key %d: %d, want %d", i+1, got.status, want)
		}
	}
	direct := w.serve(httpapi.Options{RateLimit: 1})
	send(t, http.MethodGet, direct.URL+"/v1/kinds", "X-Forwarded-For", "203.0.113.1")
	if got := send(t, http.MethodGet, direct.URL+"/v1/kinds", "X-Forwarded-For", "203.0.113.2"); got.status != 429 {
		t.Errorf("a header that anyone can write moved the limit: %d", got.status)
	}
}

func TestAnswersAreCompressedWhenItPays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	server := w.serve(httpapi.Options{})
	small := send(t, http.MethodGet, server.URL+"/v1/sandbox", "Accept-Encoding", "gzip")
	large := send(t, http.MethodGet, server.URL+"/v1/rules", "Accept-Encoding", "gzip")
	if small.header.Get("Content-Encoding") != "" || large.header.Get("Content-Encoding") != "gzip" {
		t.Errorf("small %v, large %v", small.header, large.header)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(large.body))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(unpacked); err != nil || !json.Valid(plain) {
		t.Errorf("%v", err)
	}
	if got := send(t, http.MethodHead, server.URL+"/v1/kinds"); got.status != 200 || len(got.body) != 0 {
		t.Errorf("HEAD: %d, %d bytes", got.status, len(got.body))
	}
	if got := send(t, http.MethodHead, server.URL+"/v1/nothing"); got.status != 404 || len(got.body) != 0 {
		t.Errorf("HEAD of nothing: %d, %d bytes", got.status, len(got.body))
	}
}

func TestWhatStandsBesideTheContract(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	server := w.serve(httpapi.Options{})
	get := func(path string) reply { return send(t, http.MethodGet, server.URL+path) }
	if got := get("/"); got.status != http.StatusFound || got.header.Get("Location") != "/docs" {
		t.Errorf("/: %d", got.status)
	}
	for _, path := range []string{"/healthz", "/readyz", "/openapi.yaml", "/docs", "/docs/LICENSE.redoc"} {
		if got := get(path); got.status != 200 || got.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %v", path, got.status, got.header)
		}
	}
	var served, written any
	if err := json.Unmarshal(get("/openapi.json").body, &served); err != nil {
		t.Fatal(err)
	}
	spec, err := openapi3.NewLoader().LoadFromData(get("/openapi.yaml").body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &written); err != nil {
		t.Fatal(err)
	}
	if names := operationIDs(served); len(names) < 25 || !slices.Equal(names, operationIDs(written)) || !slices.Contains(names, "listOrganizations") {
		t.Errorf("/openapi.json and /openapi.yaml differ: %v", names)
	}

	for _, path := range []string{"/v1/nothing", "/v1/organizations/1/2/3", "/wp-login.php", "/v1"} {
		got := get(path)
		if got.status != 404 || got.header.Get("Content-Type") != "application/problem+json" || got.text(t, "code") != "not-found" {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	if got := send(t, http.MethodDelete, server.URL+"/v1/kinds"); got.status != 405 || !strings.Contains(got.header.Get("Allow"), "GET") {
		t.Errorf("%d %v", got.status, got.header)
	}
	for range 3 {
		get("/v1/organizations/" + url.PathEscape("0000-"+strings.Repeat("1", 5)))
		get("/attack/" + strings.Repeat("x", 20))
	}
	measured := string(get("/metrics").body)
	if !strings.Contains(measured, `route="/v1/organizations/:id_or_code"`) || strings.Contains(measured, "attack") || strings.Contains(measured, "0000-1") {
		t.Error("metrics are missing, or name what a client made up")
	}
}

// operationIDs lists the operations of a document in alphabetical order.
func operationIDs(document any) []string {
	var found []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, inner := range v {
				if id, ok := inner.(string); ok && name == "operationId" {
					found = append(found, id)
				}
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(document)
	slices.Sort(found)
	return found
}

func TestTheReferencePageLoadsNothingFromOutside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	server := w.serve(httpapi.Options{})
	page := send(t, http.MethodGet, server.URL+"/docs")
	if outside := regexp.MustCompile(`(?i)(src|href|spec-url|url\()\s*=?\s*["']?(https?:)?//`).Find(page.body); outside != nil {
		t.Errorf("the page asks for %s", outside)
	}
	policy := page.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "http") || strings.Contains(policy, "*") || strings.Contains(strings.SplitN(policy, "style-src", 2)[0], "unsafe") {
		t.Errorf("policy %q", policy)
	}
	for _, found := range regexp.MustCompile(`(?:src|href|spec-url)="([^"]+)"`).FindAllSubmatch(page.body, -1) {
		if got := send(t, http.MethodGet, server.URL+string(found[1])); got.status != 200 || len(got.body) == 0 {
			t.Errorf("%s: %d", found[1], got.status)
		}
	}
}

// The log tells what happened, never what people are called or what their keys are.
func TestTheLogHoldsNothingPersonal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	var log bytes.Buffer
	server := w.serve(httpapi.Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	key := w.key(caller.DeskOfficer, "tckh-866")
	got := send(t, http.MethodGet, server.URL+"/v1/dossiers?q=NguyenVanAn", "Authorization", "Bearer "+key, "X-Request-Id", "given-by-the-client")
	if got.header.Get("X-Request-Id") != "given-by-the-client" {
		t.Errorf("request id %q", got.header.Get("X-Request-Id"))
	}
	if made := send(t, http.MethodGet, server.URL+"/v1/kinds", "X-Request-Id", "x y").header.Get("X-Request-Id"); !uuidForm.MatchString(made) {
		t.Errorf("request id %q", made)
	}
	server.Close()
	if written := log.String(); strings.Contains(written, "NguyenVanAn") || strings.Contains(written, key) || !strings.Contains(written, "given-by-the-client") || !strings.Contains(written, `"route":"/v1/dossiers"`) {
		t.Errorf("%s", written)
	}
}

func TestAFailureSaysNothingOfItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	var log bytes.Buffer
	server := w.serve(httpapi.Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	slow := w.serve(httpapi.Options{Timeout: time.Nanosecond})
	if got := send(t, http.MethodGet, slow.URL+"/v1/organizations"); got.status != 503 || got.header.Get("Retry-After") == "" {
		t.Errorf("a request out of time: %d %s", got.status, got.body)
	}
	w.unproven = true
	w.store.Close()
	got := send(t, http.MethodGet, server.URL+"/v1/organizations")
	if got.status < 500 || got.text(t, "request_id") == "" || strings.Contains(string(got.body), "pool") {
		t.Errorf("%d %s", got.status, got.body)
	}
	if ready := send(t, http.MethodGet, server.URL+"/readyz"); ready.status != 503 || strings.Contains(string(ready.body), "pool") {
		t.Errorf("ready without a database: %d %s", ready.status, ready.body)
	}
	server.Close()
	if n := strings.Count(log.String(), `"request failed"`); n > 2 {
		t.Errorf("one failure was logged %d times", n)
	}
}

func TestAClientThatHasGoneIsNoFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, httptest.NewRequestWithContext(ctx, http.MethodGet, "/v1/organizations", http.NoBody))
	if rec.Code != 499 {
		t.Errorf("%d", rec.Code)
	}
}
