package httpapi_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"htxregistry/internal/caller"
	"htxregistry/internal/httpapi"
)

var (
	requests = flag.Int("requests", 60, "generated requests for each operation of the contract")
	seed     = flag.Uint64("seed", 1, "seed of the generated requests")
)

// safeLog is a log that several requests write.
type safeLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *safeLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *safeLog) said() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// errors are the lines about failures.
func (l *safeLog) errors() []string {
	return slices.DeleteFunc(strings.Split(l.said(), "\n"), func(line string) bool { return !strings.Contains(line, `"ERROR"`) })
}

// impersonal fails when the log holds a name, a number of a person, a key or a query string.
func (l *safeLog) impersonal(t *testing.T) {
	t.Helper()
	text := l.said()
	if !strings.Contains(text, `"msg":"request"`) {
		t.Error("nothing was logged")
	}
	for _, personal := range []string{"Nguyễn", "Nguy%E1", "087085001234", "0901234567", "htx_", "Mỹ Ngãi", "DROP TABLE", "?"} {
		if i := strings.Index(text, personal); i >= 0 {
			t.Errorf("the log holds %q: %s", personal, text[max(0, i-400):min(len(text), i+200)])
		}
	}
}

// logged lets the world write everything it logs where the test can read it.
func (w *world) logged() *safeLog {
	w.t.Helper()
	log := &safeLog{}
	var err error
	w.handler, err = httpapi.New(w.t.Context(), w.registry, httpapi.Options{MaxUpload: 1 << 20, Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		w.t.Fatal(err)
	}
	return log
}

// Requests made from the contract, sound and spoilt, as every role: none may fail the server, none may be answered outside
// the contract, what is refused writes nothing and says which field, and the log tells nothing of it. An operation that is
// added to the contract is asked for without a word here; -requests 5000 -seed 2 asks more and otherwise.
func TestGeneratedRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	log := w.logged()
	g := &generator{random: rand.New(rand.NewPCG(*seed, 9)), seen: map[string][]string{}, tags: map[string]string{}}
	g.keys = []string{"", "Bearer htx_unknown", "Basic bm9ib2R5", "Bearer " + strings.Repeat("k", 5000)}
	for _, role := range caller.Roles() {
		for range map[caller.Role]int{caller.DeskLead: 8, caller.DeskOfficer: 6, caller.Administrator: 4}[role] + 1 {
			g.keys = append(g.keys, "Bearer "+areas()[0].key(w, role))
		}
		g.keys = append(g.keys, "Bearer "+areas()[2].key(w, role))
	}
	w.filed(g)
	for _, op := range operations(t) {
		t.Run(op.OperationID, func(t *testing.T) {
			inner := *w
			inner.t = t
			answers := map[int]int{}
			for range *requests {
				inner.probe(g, op, answers)
			}
			if t.Failed() {
				t.Logf("the log says: %s", log.errors())
			}
			t.Logf("answers by status: %v", answers)
		})
	}
	log.impersonal(t)
}

// operations are those of the contract: lists before what they list, and last the one that moves the clock for all others.
func operations(t *testing.T) []operation {
	t.Helper()
	document, err := openapi3.NewLoader().LoadFromFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []operation
	for path, item := range document.Paths.Map() {
		for method, op := range item.Operations() {
			all = append(all, operation{method, path, op})
		}
	}
	late := func(o operation) string { return fmt.Sprint(o.path == "/sandbox/clock", o.path, " ", o.method) }
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(late(a), late(b)) })
	return all
}

// filed puts dossiers of every state before the generator.
func (w *world) filed(g *generator) {
	w.t.Helper()
	officer, lead := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")
	keep := func(id, tag string) {
		g.seen["/dossiers"], g.tags[id] = append(g.seen["/dossiers"], id), tag
	}
	for i := range 6 {
		done := w.register(officer, lead, htx(fmt.Sprintf("Hợp tác xã Sẵn có %d", i), nil))
		keep(done.text(w.t, "id"), done.header.Get("ETag"))
		g.seen["/organizations"] = append(g.seen["/organizations"], done.text(w.t, "organization_id"))
		g.seen["organization_id"] = append(g.seen["organization_id"], done.text(w.t, "organization_id"))
	}
	for i := range *requests {
		made := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx(fmt.Sprintf("Hợp tác xã Đang làm %d", i), nil)), 201, "")
		id := made.text(w.t, "id")
		if i%2 == 0 {
			made = w.want(w.call(officer, http.MethodPost, "/v1/dossiers/"+id+"/submit", nil, "If-Match", made.header.Get("ETag")), 200, "")
		}
		keep(id, made.header.Get("ETag"))
	}
}

// probe sends one generated request and looks at everything its answer may not be.
func (w *world) probe(g *generator, op operation, answers map[int]int) {
	w.t.Helper()
	req := g.request(op)
	content, err := io.ReadAll(req.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	req.Body = io.NopCloser(bytes.NewReader(content))
	before := w.written()
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, req.WithContext(w.t.Context()))
	got := reply{rec.Code, rec.Header(), rec.Body.Bytes()}
	answers[got.status]++
	asked := fmt.Sprintf("%s %s %v\n%.1500q\nanswered %d %.1500s", req.Method, req.URL, req.Header, content, got.status, got.body)
	if req.Method != http.MethodHead {
		if _, err := held(req.WithContext(w.t.Context()), got); err != nil {
			w.t.Errorf("answered outside the contract: %v\n%s", err, asked)
		}
	}
	if got.status >= 500 {
		w.t.Errorf("the server failed: %s", asked)
	}
	if got.status >= 400 {
		w.refusal(asked, req.Method, got)
		if after := w.written(); after != before {
			w.t.Errorf("a refused request wrote:\n%s\n%s\n%s", before, after, asked)
		}
	}
	g.learn(op, req, got)
}

// refusal looks at a problem: one that blames the request names a field, and none shows what is behind it.
func (w *world) refusal(asked, method string, got reply) {
	w.t.Helper()
	if got.header.Get("Content-Type") != "application/problem+json" {
		w.t.Errorf("no problem document: %s", asked)
		return
	}
	if method == http.MethodHead {
		return
	}
	problem := got.json(w.t)
	if faults, ok := problem["errors"].([]any); problem["code"] == "invalid-request" && (!ok || len(faults) == 0) {
		w.t.Errorf("nothing is named: %s", asked)
	}
	for _, inner := range []string{"SQL", "goroutine", "panic", "json:", "strconv", "unmarshal", ".go:", "kin-openapi"} {
		if detail := fmt.Sprint(problem["detail"], problem["errors"]); strings.Contains(detail, inner) {
			w.t.Errorf("shows %q: %s", inner, asked)
		}
	}
}

// written is how much stands in each table that keeps what was decided.
func (w *world) written() string {
	w.t.Helper()
	var state string
	err := w.store.Pool().QueryRow(context.WithoutCancel(w.t.Context()), `
		SELECT concat_ws(' ', (SELECT count(*) FROM history), (SELECT count(*) || '/' || coalesce(sum(revision), 0) FROM dossiers),
			(SELECT count(*) || '/' || coalesce(sum(revision), 0) FROM organizations), (SELECT count(*) FROM name_claims),
			(SELECT count(*) FROM units), (SELECT count(*) FROM links), (SELECT count(*) FROM timers))`).Scan(&state)
	if err != nil {
		w.t.Fatal(err)
	}
	return state
}
