package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gocloud.dev/blob/memblob"

	"htxregistry/internal/caller"
	"htxregistry/internal/certificate/certtest"
	"htxregistry/internal/httpapi"
	"htxregistry/internal/pgtest"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// office is a running register and the files that hold the keys of its people.
type office struct {
	t        *testing.T
	url      string
	handler  http.Handler
	registry *registry.Registry
	keys     string // directory
}

func newOffice(t *testing.T) *office {
	t.Helper()
	return newOfficeOn(t, "2025-12-01", "kt-29884")
}

// newOfficeOn is a register on a day, with people at one desk.
func newOfficeOn(t *testing.T, day, desk string) *office {
	t.Helper()
	ctx := caller.With(t.Context(), caller.Operator("test"))
	template := pgtest.Template(t, "reference", func(ctx context.Context, url string) error {
		store, err := postgres.Open(ctx, url, postgres.Options{Clock: time.Now})
		if err != nil {
			return err
		}
		defer store.Close()
		return registry.LoadShipped(caller.With(ctx, caller.Operator("test")), store)
	})
	clock := registry.NewSandboxClock(vn.MustDate(day).Start().Add(9*time.Hour), time.Now)
	store, err := postgres.Open(ctx, pgtest.Clone(t, template), postgres.Options{Clock: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := registry.New(ctx, store, registry.Options{
		Press: certtest.Signer(t),
		Book:  book, Clock: clock, Codes: registry.CodeRange{Prefix: "14", First: 2_000_000, Last: 2_999_999}, Documents: memblob.OpenBucket(nil), MaxUpload: 1 << 20,
	})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, registry: r, keys: t.TempDir()}
	if o.handler, err = httpapi.New(ctx, r, httpapi.Options{MaxUpload: 1 << 20}); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(o.handler)
	t.Cleanup(server.Close)
	o.url = server.URL
	province := "stc-82"
	if vn.MustDate(day).Before(vn.NewDate(2025, 3, 1)) {
		province = "skhdt-87"
	}
	for role, authority := range map[caller.Role]string{
		caller.DeskOfficer: desk, caller.DeskLead: desk, caller.AllianceOfficer: province, caller.ProvincialOfficer: province, caller.Administrator: "",
	} {
		secret, _, err := r.CreateKey(ctx, registry.NewKey{Role: role, Authority: authority, Name: string(role)})
		if err == nil {
			err = os.WriteFile(filepath.Join(o.keys, string(role)), []byte(secret+"\n"), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// as runs a command as somebody, at a server, and gives its exit code and what it said.
func (o *office) as(role caller.Role, server string, args ...string) (code int, out, said string) {
	o.t.Helper()
	var stdout, stderr bytes.Buffer
	args = append([]string{"--server", server}, args...)
	if role != caller.Anonymous {
		args = append(args, "--key-file", filepath.Join(o.keys, string(role)))
	}
	code = run(args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// ok runs a command that must succeed.
func (o *office) ok(role caller.Role, args ...string) string {
	o.t.Helper()
	code, out, said := o.as(role, o.url, args...)
	if code != 0 || said != "" {
		o.t.Fatalf("htx %v: exit %d\n%s%s", args, code, out, said)
	}
	return out
}

const example = "../../docs/examples/htx-2025.yaml"

var idForm = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// The five minutes of the README.
func TestTheFlowOfTheReadme(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	contains := func(out string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(out, w) {
				t.Errorf("%q is not in\n%s", w, out)
			}
		}
	}
	contains(o.ok(caller.Anonymous, "jurisdiction", "htx", "29884"), "kt-29884", "Điều")
	contains(o.ok(caller.DeskOfficer, "dossier", "check", "-f", example), "(nháp)", "✓")
	contains(o.ok(caller.DeskOfficer, "dossier", "list"), "SỐ")
	id := idForm.FindString(o.ok(caller.DeskOfficer, "dossier", "create", "-f", example))
	contains(o.ok(caller.DeskOfficer, "dossier", "list"), id, "đang soạn", "đăng ký thành lập")
	paper := filepath.Join(t.TempDir(), "điều lệ.pdf")
	if err := os.WriteFile(paper, []byte("%PDF-1.7\n%%EOF\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.ok(caller.DeskOfficer, "dossier", "attach", id, "charter", paper)
	sent := o.ok(caller.DeskOfficer, "dossier", "submit", id)
	contains(sent, "đã nộp", "hạn trả")
	number := strings.Fields(sent)[2]
	contains(o.ok(caller.DeskOfficer, "dossier", "show", number), id)
	contains(o.ok(caller.DeskLead, "dossier", "return", number, "--defect", "/documents/charter=Điều lệ thiếu chữ ký"), "yêu cầu sửa đổi")
	o.ok(caller.DeskOfficer, "dossier", "submit", id)
	contains(o.ok(caller.DeskLead, "dossier", "approve", id), "chấp thuận", "tổ chức")
	contains(o.ok(caller.Anonymous, "org", "find", "my ngai"), "Mỹ Ngãi Xanh", "hợp tác xã", "đang hoạt động")
	contains(o.ok(caller.Anonymous, "org", "list", "--issuing-level", "commune", "--authority", "kt-29884"), "Mỹ Ngãi Xanh", "kt-29884")
	contains(o.ok(caller.Anonymous, "stats"), "phường Mỹ Ngãi")

	var page struct {
		Items []struct {
			Code string
			Name struct{ Vi string }
		}
		Total int
	}
	if err := json.Unmarshal([]byte(o.ok(caller.Anonymous, "org", "find", "my ngai", "--json")), &page); err != nil || page.Total != 1 || page.Items[0].Name.Vi != "Hợp tác xã Nông nghiệp Mỹ Ngãi Xanh" {
		t.Fatalf("--json: %+v, %v", page, err)
	}
	code := page.Items[0].Code
	contains(o.ok(caller.Anonymous, "org", "show", code), "Mỹ Ngãi Xanh", "Đang hoạt động")
	contains(o.ok(caller.Anonymous, "org", "acts", code), "đăng ký")
	stop := []string{"org", "stop", code, "--ground", "conditional_line", "--order", "suspend", "--line", "2025:4933", "--paper", "45/SXD", "--issued", "2025-11-28", "--issuer", "Sở Xây dựng", "--received", "2025-12-01"}
	contains(o.ok(caller.DeskLead, stop...), "tạm ngừng kinh doanh 4933", "2025-12-04")
	contains(o.ok(caller.Anonymous, "org", "show", code), "bị yêu cầu  tạm ngừng kinh doanh 4933")
	open := o.ok(caller.DeskOfficer, "org", "notices", code, "--open")
	contains(open, "45/SXD", "yêu cầu tạm ngừng")
	contains(o.ok(caller.DeskLead, "org", "lift", code, idForm.FindString(open), "--reason", "Đã đủ điều kiện"), "đã kết thúc")
	if out := o.ok(caller.Anonymous, "org", "show", code); strings.Contains(out, "bị yêu cầu") {
		t.Errorf("still stopped: %s", out)
	}
	if out := o.ok(caller.Anonymous, "org", "show", page.Items[0].Code); strings.Contains(out, "087085001234") || strings.Contains(out, "0901234567") {
		t.Errorf("personal data is shown: %s", out)
	}
}

func TestExitCodesTellWhy(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := idForm.FindString(o.ok(caller.DeskOfficer, "dossier", "create", "-f", example))
	o.ok(caller.DeskOfficer, "dossier", "submit", id)
	broken := filepath.Join(t.TempDir(), "hỏng.yaml")
	if err := os.WriteFile(broken, []byte("procedure: formation\norganization_kind: htx\npayload: {colour: red}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for _, c := range []struct {
		name   string
		role   caller.Role
		server string
		args   []string
		code   int
		said   string
	}{
		{"no such command", caller.DeskOfficer, o.url, []string{"dossier", "burn", id}, exitUsage, "burn"},
		{"a file that is not there", caller.DeskOfficer, o.url, []string{"dossier", "create", "-f", "nowhere.yaml"}, exitUsage, "nowhere.yaml"},
		{"a field nobody knows", caller.DeskOfficer, o.url, []string{"dossier", "create", "-f", broken}, exitUsage, "/payload/colour"},
		{"no key", caller.Anonymous, o.url, []string{"dossier", "list"}, exitForbidden, "key-required"},
		{"a role that may not", caller.DeskOfficer, o.url, []string{"dossier", "approve", id}, exitForbidden, "role-forbidden"},
		{"no such organisation", caller.Anonymous, o.url, []string{"org", "show", "1401234568"}, exitNotFound, "organization-not-found"},
		{"no such number", caller.DeskOfficer, o.url, []string{"dossier", "show", "kt-1"}, exitNotFound, "kt-1"},
		{"received already", caller.DeskOfficer, o.url, []string{"dossier", "submit", id}, exitRefused, "Hồ sơ"},
		{"changed by others", caller.DeskLead, o.url, []string{"dossier", "approve", id, "--revision", "1"}, exitStale, "stale"},
		{"no server", caller.Anonymous, closed.URL, []string{"stats"}, exitUnreachable, "không kết nối được"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			code, out, said := o.as(c.role, c.server, c.args...)
			if code != c.code || !strings.Contains(said, c.said) || out != "" && code != exitUsage {
				t.Errorf("exit %d, want %d\n%s%s", code, c.code, out, said)
			}
		})
	}
}

// lossy passes requests on and loses the first answers: before they begin, or half way.
type lossy struct {
	next   http.Handler
	mu     sync.Mutex
	lose   int
	half   bool
	keys   []string
	bodies []string
}

func (l *lossy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		l.next.ServeHTTP(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body) // what did not arrive is seen by the comparison
	r.Body = io.NopCloser(bytes.NewReader(body))
	rec := httptest.NewRecorder()
	l.next.ServeHTTP(rec, r)
	l.mu.Lock()
	l.keys, l.bodies = append(l.keys, r.Header.Get("Idempotency-Key")), append(l.bodies, string(body))
	l.lose--
	lost := l.lose >= 0
	l.mu.Unlock()
	maps.Copy(w.Header(), rec.Header())
	if !lost {
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
		return
	}
	if l.half {
		w.Header().Set("Content-Length", "1000000")
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes()[:rec.Body.Len()/2])
	}
	panic(http.ErrAbortHandler)
}

func TestALostAnswerDoublesNothing(t *testing.T) {
	t.Parallel()
	book := filepath.Join(t.TempDir(), "sổ.csv")
	if err := os.WriteFile(book, []byte("key,kind,name,place,place_on\n1,hoi_quan,Hội quán Xanh,30250,2021-01-01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, half := range map[string]bool{"before it began": false, "half way": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			for _, c := range []struct {
				role caller.Role
				args []string
				said string
			}{
				{caller.DeskOfficer, []string{"dossier", "create", "-f", example}, "(nháp)"},
				{caller.Administrator, []string{"import", "--commit", book}, "thêm 1, đã có 0"},
			} {
				l := &lossy{next: o.handler, lose: 2, half: half}
				server := httptest.NewServer(l)
				code, out, said := o.as(c.role, server.URL, c.args...)
				server.Close()
				if code != 0 || !strings.Contains(out, c.said) {
					t.Fatalf("%v: exit %d\n%s%s", c.args, code, out, said)
				}
				slices.Sort(l.keys)
				slices.Sort(l.bodies)
				if len(l.keys) != 3 || len(slices.Compact(l.keys)) != 1 || len(slices.Compact(l.bodies)) != 1 {
					t.Errorf("%v: sent with keys %v, bodies %.200q", c.args, l.keys, l.bodies)
				}
			}
			if out := o.ok(caller.DeskOfficer, "dossier", "list"); len(idForm.FindAllString(out, -1)) != 1 {
				t.Errorf("not one dossier:\n%s", out)
			}
		})
	}
}
