package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"

	"htxregistry/internal/caller"
	"htxregistry/internal/certificate/certtest"
	"htxregistry/internal/history"
	"htxregistry/internal/httpapi"
	"htxregistry/internal/pgtest"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/replication"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// world is a whole server in this process, on a database of its own, with a clock the test sets.
type world struct {
	t        *testing.T
	url      string
	handler  http.Handler
	registry *registry.Registry
	store    *postgres.Store
	clock    *registry.SandboxClock
	papers   *blob.Bucket // where the papers lie, in memory unless the test says otherwise
	logKey   string
	keys     map[string]string       // by role@office
	hit      map[string]bool         // operations called
	added    []replication.Programme // beside those of the rulebook, from the next open on
	mu       *sync.Mutex
	stopped  bool // storage takes no writes, so that 503 is right
	unproven bool // rows were changed past the server, or its database is closed
}

var contract = sync.OnceValues(func() (routers.Router, error) {
	spec, err := httpapi.GetSpec()
	if err != nil {
		return nil, err
	}
	spec.OpenAPI = "3.0.3"
	openapi3filter.RegisterBodyDecoder("application/jose", openapi3filter.PlainBodyDecoder)
	openapi3.DefineStringFormatValidator("uuid", openapi3.NewRegexpFormatValidator(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`))
	return gorillamux.NewRouter(spec)
})

// newWorld starts a server on a day.
func newWorld(t *testing.T, day string) *world {
	t.Helper()
	template := pgtest.Template(t, "reference", func(ctx context.Context, url string) error {
		store, err := postgres.Open(ctx, url, postgres.Options{Clock: time.Now})
		if err != nil {
			return err
		}
		defer store.Close()
		return registry.LoadShipped(caller.With(ctx, caller.Operator("test")), store)
	})
	w := &world{t: t, url: pgtest.Clone(t, template), keys: map[string]string{}, hit: map[string]bool{}, mu: &sync.Mutex{}}
	w.open(vn.MustDate(day).Start().Add(9 * time.Hour))
	return w
}

func (w *world) open(at time.Time) {
	w.t.Helper()
	ctx := w.t.Context()
	book, err := rulebook.Load()
	if err != nil {
		w.t.Fatal(err)
	}
	book.Programmes = append(book.Programmes, w.added...)
	w.clock = registry.NewSandboxClock(at, time.Now)
	w.store, err = postgres.Open(ctx, w.url, postgres.Options{Clock: w.clock.Now, MaxConns: 20})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(w.store.Close)
	if w.logKey == "" {
		if w.logKey, err = history.NewLogKey("test"); err != nil {
			w.t.Fatal(err)
		}
	}
	key, err := history.ParseLogKey(w.logKey)
	if err != nil {
		w.t.Fatal(err)
	}
	if w.papers == nil {
		w.papers = memblob.OpenBucket(nil)
	}
	signs := certtest.Signer(w.t)
	w.registry, err = registry.New(ctx, w.store, registry.Options{
		Book: book, Clock: w.clock, Codes: registry.CodeRange{Prefix: "14", First: 2_000_000, Last: 2_999_999},
		Press: signs, PublicURL: "https://so.example.vn",
		FourEyes: []string{"province"}, Documents: w.papers, MaxUpload: 1 << 20,
		LogKey: func() (*history.LogKey, error) { return key, nil },
	})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.registry.KeepSigningKey(ctx, signs.Public()); err != nil { // as the server does when it starts
		w.t.Fatal(err)
	}
	opened := w.registry
	w.t.Cleanup(func() { w.follows(opened) })
	w.handler, err = httpapi.New(ctx, w.registry, httpapi.Options{
		MaxUpload: 1 << 20, Log: slog.New(slog.NewTextHandler(w.t.Output(), &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// key gives a key of a role at an office, making it once.
func (w *world) key(role caller.Role, office string) string {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	name := string(role) + "@" + office
	if secret, ok := w.keys[name]; ok {
		return secret
	}
	ctx := caller.With(w.t.Context(), caller.Operator("test"))
	secret, _, err := w.registry.CreateKey(ctx, registry.NewKey{Role: role, Authority: office, Name: name})
	if err != nil {
		w.t.Fatal(err)
	}
	w.keys[name] = secret
	return secret
}

// reply is an answer of the server.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) json(t *testing.T) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(r.body, &m); err != nil {
		t.Fatalf("answer is no JSON: %v: %s", err, r.body)
	}
	return m
}

func (r reply) text(t *testing.T, path ...string) string {
	t.Helper()
	var v any = r.json(t)
	for _, name := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return ""
		}
		v = m[name]
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

var retryKeys = func() func() string {
	var mu sync.Mutex
	n := 0
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return fmt.Sprintf("retry-key-%08d", n)
	}
}()

// call sends a request and holds the answer against the contract. Headers are name, value pairs; a POST without a retry key
// gets a new one.
func (w *world) call(key, method, path string, body any, headers ...string) reply {
	w.t.Helper()
	var content io.Reader
	media := ""
	switch b := body.(type) {
	case nil:
	case string:
		content, media = strings.NewReader(b), "application/json"
	case []byte:
		content = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			w.t.Fatal(err)
		}
		content, media = bytes.NewReader(text), "application/json"
	}
	req := httptest.NewRequestWithContext(w.t.Context(), method, path, content)
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	if method == http.MethodPatch {
		req.Header.Set("Content-Type", "application/merge-patch+json")
	}
	if method == http.MethodPost {
		req.Header.Set("Idempotency-Key", retryKeys())
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i+1] == "" {
			req.Header.Del(headers[i])
			continue
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, req)
	got := reply{rec.Code, rec.Header(), rec.Body.Bytes()}
	w.conforms(req, got)
	return got
}

// conforms holds an answer against the contract: status, headers, media type and schema. While storage works nothing may
// be a 5xx.
func (w *world) conforms(req *http.Request, got reply) {
	w.t.Helper()
	if got.status >= 500 && !w.stopped {
		w.t.Errorf("%s %s: %d %s", req.Method, req.URL.Path, got.status, got.body)
	}
	operation, err := held(req, got)
	if err != nil {
		w.t.Errorf("%s %s answered outside the contract: %v\n%s", req.Method, req.URL.Path, err, got.body)
	}
	if operation != "" {
		w.mu.Lock()
		w.hit[operation] = true
		w.mu.Unlock()
	}
}

// held tells which operation a request hit, if any, and what of the answer the contract does not allow. Beside the contract
// it allows everything: 404 and 405 are problems too, which their own tests look at.
func held(req *http.Request, got reply) (operation string, err error) {
	router, err := contract()
	if err != nil {
		return "", err
	}
	route, params, err := router.FindRoute(req)
	if err != nil {
		return "", nil //nolint:nilerr // said above
	}
	return route.Operation.OperationID, openapi3filter.ValidateResponse(req.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route},
		Status:                 got.status, Header: got.header, Body: io.NopCloser(bytes.NewReader(got.body)),
		Options: &openapi3filter.Options{MultiError: true},
	})
}

// want fails unless the answer has the status and, for a problem, the code.
func (w *world) want(got reply, status int, code string) reply {
	w.t.Helper()
	if got.status != status || code != "" && got.text(w.t, "code") != code {
		w.t.Fatalf("got %d %s, want %d %s", got.status, got.body, status, code)
	}
	return got
}

// htx is the formation of an HTX at Mỹ Ngãi, Cao Lãnh, under the 2012 law; change edits it.
func htx(name string, change func(draft, payload map[string]any)) map[string]any {
	payload := map[string]any{
		"name": map[string]any{"vi": name}, "seat": map[string]any{"line": "Ấp 1", "place": "29881"},
		"industries": []any{map[string]any{"edition": "2018", "code": "0161", "main": true}}, "purpose": "production",
		"charter_capital_vnd": 1_000_000_000,
		"members":             map[string]any{"official": 21, "capital_associates": 0, "service_associates": 0, "foreign": 0},
		"legal_representatives": []any{map[string]any{
			"full_name": "Nguyễn Văn An", "title": "Chủ tịch HĐQT", "nationality": "VN", "id_document": "087085001234",
			"birth_date": "1985-02-03", "contact_address": "Ấp 1, xã Mỹ Ngãi", "phone": "0901234567",
		}},
	}
	draft := map[string]any{
		"procedure": "formation", "organization_kind": "htx", "channel": "counter", "fee_paid": true,
		"filer":           map[string]any{"full_name": "Nguyễn Văn An", "phone": "0901234567"},
		"papers_received": []any{"application", "charter", "business_plan", "member_list", "organ_list", "founding_resolution"},
		"payload":         payload,
	}
	if change != nil {
		change(draft, payload)
	}
	return draft
}

// register takes a draft through create, submit and approve, and gives the dossier.
func (w *world) register(officer, lead string, draft map[string]any) reply {
	w.t.Helper()
	made := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", draft), http.StatusCreated, "")
	path := "/v1/dossiers/" + made.text(w.t, "id")
	sent := w.want(w.call(officer, http.MethodPost, path+"/submit", nil, "If-Match", made.header.Get("ETag")), http.StatusOK, "")
	return w.want(w.call(lead, http.MethodPost, path+"/approve", "{}", "If-Match", sent.header.Get("ETag")), http.StatusOK, "")
}

// follows fails unless everything on a register follows from its ledger. Every world ends with it.
func (w *world) follows(r *registry.Registry) {
	w.t.Helper()
	if w.t.Failed() || w.unproven {
		return
	}
	ctx := caller.With(context.WithoutCancel(w.t.Context()), caller.Operator("test"))
	if report, err := r.CheckRebuild(ctx, func(d string) { w.t.Error("not from the ledger: " + d) }); err != nil {
		w.t.Errorf("rebuilt %+v: %v", report, err)
	}
}

func TestMain(m *testing.M) {
	os.Exit(m.Run())
}

var uuidForm = regexp.MustCompile(`^[0-9a-f-]{36}$`)
