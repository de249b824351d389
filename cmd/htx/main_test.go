package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// wire is a server that answers each request by what it was asked before, and keeps what it was sent.
type wire struct {
	*httptest.Server
	mu   sync.Mutex
	seen []*http.Request
}

func answering(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, before int)) *wire {
	t.Helper()
	var w wire
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.mu.Lock()
		before := len(w.seen)
		w.seen = append(w.seen, r)
		w.mu.Unlock()
		answer(out, r, before)
	}))
	t.Cleanup(w.Close)
	return &w
}

func problemAnswer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func call(t *testing.T, w *wire, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e strings.Builder
	code = run(append([]string{"--server", w.URL}, args...), &o, &e)
	return code, o.String(), e.String()
}

func TestTheExitCodeTellsProgramsWhatHappened(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]int{
		200: 0, 400: exitUsage, 401: exitForbidden, 403: exitForbidden, 404: exitNotFound, 409: exitRefused, 412: exitStale,
		422: exitRefused, 428: exitUsage, 500: exitUnreachable,
	} {
		w := answering(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
			if status == http.StatusOK {
				_, _ = io.WriteString(w, `{"items":[],"next_cursor":null}`)
				return
			}
			problemAnswer(w, status, `{"code":"some-code","detail":"Việc này không được.","errors":[{"pointer":"/payload/name/vi","code":"x","detail":"Tên trùng."}],
				"competent_authority":{"code":"tckh-866","name":"Phòng Tài chính - Kế hoạch thành phố Cao Lãnh"},"cite":[{"document":"193/2013/NĐ-CP","article":"Điều 6"}]}`)
		})
		code, _, said := call(t, w, "dossier", "list")
		if code != want {
			t.Errorf("%d: exit %d, want %d (%s)", status, code, want, said)
		}
		for _, part := range []string{"Việc này không được.", "Tên trùng.", "tckh-866", "Điều 6, 193/2013/NĐ-CP"} {
			if status != http.StatusOK && !strings.Contains(said, part) {
				t.Errorf("%d: %q is not told: %s", status, part, said)
			}
		}
	}
	gone := answering(t, func(http.ResponseWriter, *http.Request, int) {})
	gone.Close()
	if code, _, said := call(t, gone, "org", "find", "my ngai"); code != exitUnreachable || !strings.Contains(said, "không kết nối được") {
		t.Errorf("no server: exit %d, %s", code, said)
	}
	if code, _, _ := call(t, gone, "dossier", "fly"); code != exitUsage {
		t.Errorf("no such command: exit %d", code)
	}
}

func TestACommandIsSentAgainWithOneKey(t *testing.T) {
	t.Parallel()
	draft := filepath.Join(t.TempDir(), "hồ-sơ.yaml")
	if err := os.WriteFile(draft, []byte("procedure: formation\norganization_kind: htx\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := answering(t, func(w http.ResponseWriter, r *http.Request, before int) {
		switch before {
		case 0: // the answer is lost on its way
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.Close()
			}
		case 1: // the first one still runs
			w.Header().Set("Retry-After", "0")
			problemAnswer(w, http.StatusConflict, `{"code":"idempotency-key-running","detail":"Đang xử lý."}`)
		default:
			w.WriteHeader(http.StatusCreated)
			_, _ = io.WriteString(w, `{"id":"0193a3a3-9b4a-768f-b361-bc0a4d627fa0","state":"draft","revision":1,"payload":{"name":{"vi":"Hợp tác xã Một"}}}`)
		}
	})
	code, out, said := call(t, w, "dossier", "create", "-f", draft)
	if code != 0 || !strings.Contains(out, "Hợp tác xã Một") {
		t.Fatalf("exit %d: %s%s", code, out, said)
	}
	keys := map[string]bool{}
	for _, r := range w.seen {
		keys[r.Header.Get("Idempotency-Key")] = true
	}
	if len(w.seen) != 3 || len(keys) != 1 || keys[""] {
		t.Errorf("%d attempts with keys %v", len(w.seen), keys)
	}
}

func TestJSONIsWhatTheServerSaid(t *testing.T) {
	t.Parallel()
	w := answering(t, func(w http.ResponseWriter, _ *http.Request, _ int) {
		_, _ = io.WriteString(w, `{"as_of":"2021-06-01","total":0,"by_level":[],"items":[]}`)
	})
	if code, out, _ := call(t, w, "--json", "stats", "--as-of", "2021-06-01"); code != 0 || !strings.HasPrefix(out, "{\n  \"as_of\": \"2021-06-01\"") {
		t.Errorf("exit %d: %s", code, out)
	}
	if got := w.seen[0].URL.Query().Get("as_of"); got != "2021-06-01" {
		t.Errorf("asked for %q", got)
	}
}

func TestABookWithFaultyRowsIsNoSuccess(t *testing.T) {
	t.Parallel()
	book := filepath.Join(t.TempDir(), "so.csv")
	if err := os.WriteFile(book, []byte("kind,name,place\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for answer, want := range map[string]int{
		`{"dry_run":false,"digest":"","rows":2,"added":0,"known":0,"faulty":1,"items":[]}`: exitRefused,
		`{"dry_run":true,"digest":"","rows":2,"added":0,"known":0,"faulty":1,"items":[]}`:  exitRefused,
		`{"dry_run":false,"digest":"","rows":2,"added":2,"known":0,"faulty":0,"items":[]}`: 0,
	} {
		w := answering(t, func(w http.ResponseWriter, _ *http.Request, _ int) { _, _ = io.WriteString(w, answer) })
		for _, args := range [][]string{{"import", book}, {"--json", "import", "--commit", book}} {
			if code, out, said := call(t, w, args...); code != want || out == "" {
				t.Errorf("%v of %s: exit %d, want %d (%s)", args, answer, code, want, said)
			}
		}
		if code, _, said := call(t, w, "import", "--partial", book); code != 0 {
			t.Errorf("the sound rows of %s: exit %d (%s)", answer, code, said)
		}
	}
}

func TestADecisionIsOnTheRevisionThatWasRead(t *testing.T) {
	t.Parallel()
	const id, organization = "0193a3a3-9b4a-768f-b361-bc0a4d627fa0", "0193a3a3-9b4a-768f-b361-bc0a4d627fa1"
	w := answering(t, func(w http.ResponseWriter, r *http.Request, _ int) {
		w.Header().Set("ETag", `"2"`)
		switch {
		case strings.Contains(r.URL.Path, "/organizations/"):
			_, _ = fmt.Fprintf(w, `{"id":%q,"code":"1420000004","registration":{"certificate_number":"1420000004"}}`, organization)
		case r.Method == http.MethodPost && r.Header.Get("If-Match") != `"2"`:
			problemAnswer(w, http.StatusPreconditionFailed, `{"code":"stale","detail":"Đã đổi.","revision":2}`)
		default:
			_, _ = fmt.Fprintf(w, `{"id":%q,"state":"approved","revision":3,"organization_id":%q}`, id, organization)
		}
	})
	if code, out, said := call(t, w, "dossier", "approve", id); code != 0 || !strings.Contains(out, "mã số       1420000004") {
		t.Errorf("exit %d: %s%s", code, out, said)
	}
	if code, _, said := call(t, w, "dossier", "approve", id, "--revision", "1"); code != exitStale || !strings.Contains(said, "Bản hiện tại: 2") {
		t.Errorf("an old revision: exit %d, %s", code, said)
	}
}
