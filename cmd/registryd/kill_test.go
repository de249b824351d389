package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program builds registryd once for all tests of the package.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "htx-program-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "registryd")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// server is a registryd process on a data directory.
type server struct {
	t       *testing.T
	data    string
	base    string
	process *exec.Cmd
	said    bytes.Buffer // on standard error; read it when the process has ended
	ended   chan error
}

func start(t *testing.T, data string) *server {
	t.Helper()
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	args := []string{"serve", "--data", data, "--listen", address, "--rate-limit", "0", "--sandbox", "--clock", "2021-06-01"}
	s := &server{t: t, data: data, base: "http://" + address, process: exec.CommandContext(context.WithoutCancel(t.Context()), binary, args...), ended: make(chan error, 1)}
	s.process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	s.process.Stderr = &s.said
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { s.ended <- s.process.Wait() }()
	t.Cleanup(s.kill)
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		select {
		case err := <-s.ended:
			s.ended <- err
			t.Fatalf("the server ended at start: %v\n%s", err, s.said.String())
		default:
		}
		if status, _ := s.get("/readyz"); status == http.StatusOK {
			return s
		}
	}
	s.kill()
	t.Fatalf("the server does not answer\n%s", s.said.String())
	return nil
}

// kill ends the server as a power cut would; its private PostgreSQL goes with it, a moment later.
func (s *server) kill() {
	pid := s.postmaster()
	_ = s.process.Process.Kill()
	s.ended <- <-s.ended
	deadline := time.Now().Add(time.Minute)
	for pid > 0 && syscall.Kill(pid, 0) == nil && time.Now().Before(deadline) {
		runtime.Gosched()
	}
}

// postmaster is the process of the private PostgreSQL, 0 when it does not run.
func (s *server) postmaster() int {
	text, err := os.ReadFile(filepath.Join(s.data, "postgres", "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(strings.TrimSpace(first))
	return pid
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	var by net.ListenConfig
	l, err := by.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l := listen(t)
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return address
}

// key makes a key beside the running server.
func (s *server) key(role, office string) string {
	s.t.Helper()
	binary, _ := program()
	var said bytes.Buffer
	create := exec.CommandContext(s.t.Context(), binary, "key", "create", "--data", s.data, "--role", role, "--authority", office, "--name", role)
	create.Stderr = &said
	out, err := create.Output()
	if err != nil {
		s.t.Fatalf("%v: %s", err, said.String())
	}
	if strings.Count(string(out), "\n") != 1 || !strings.HasPrefix(string(out), "htx_") {
		s.t.Fatalf("the key does not stand alone on standard output: %q", out)
	}
	return strings.TrimSpace(string(out))
}

// post sends a request that may be cut off; 0 is no answer.
func (s *server) post(ctx context.Context, key, path, retry, ifMatch string, body any) (int, map[string]any, string) {
	text, _ := json.Marshal(body)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+path, bytes.NewReader(text))
	if err != nil {
		return 0, nil, ""
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Idempotency-Key", retry)
	if ifMatch != "" {
		req.Header.Set("If-Match", ifMatch)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, ""
	}
	defer func() { _ = resp.Body.Close() }()
	var got map[string]any
	if json.NewDecoder(resp.Body).Decode(&got) != nil {
		return 0, nil, ""
	}
	return resp.StatusCode, got, resp.Header.Get("ETag")
}

// get reads as anyone may; 0 is no answer.
func (s *server) get(path string) (int, map[string]any) {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.base+path, http.NoBody)
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = resp.Body.Close() }()
	var got map[string]any
	_ = json.NewDecoder(resp.Body).Decode(&got) // what is missing is noticed where it is asked for
	return resp.StatusCode, got
}

func formation(name string) map[string]any {
	return map[string]any{
		"procedure": "formation", "organization_kind": "htx", "fee_paid": true, "filer": map[string]any{"phone": "0901234567"},
		"papers_received": []any{"application", "charter", "business_plan", "member_list", "organ_list", "founding_resolution"},
		"payload": map[string]any{
			"name": map[string]any{"vi": name}, "seat": map[string]any{"line": "Ấp 1", "place": "29881"},
			"industries": []any{map[string]any{"edition": "2018", "code": "0161", "main": true}}, "charter_capital_vnd": 1_000_000,
			"members":               map[string]any{"official": 9, "capital_associates": 0, "service_associates": 0, "foreign": 0},
			"legal_representatives": []any{map[string]any{"full_name": "Nguyễn Văn An", "title": "Chủ tịch HĐQT", "id_document": "087085001234"}},
		},
	}
}

// registration takes one name through to the register and gives the organisation's id, empty when it was cut off. Every
// step has its own retry key, so that sending all again does nothing twice.
func (s *server) registration(ctx context.Context, key, name, retry string) string {
	done := s.filed(ctx, key, formation(name), retry)
	if done == nil {
		return ""
	}
	return fmt.Sprint(done["organization_id"])
}

// filed takes a draft through to its approval and gives the file, nil when it was cut off.
func (s *server) filed(ctx context.Context, key string, draft map[string]any, retry string) map[string]any {
	status, made, tag := s.post(ctx, key, "/v1/dossiers", retry+"-create", "", draft)
	if status != http.StatusCreated {
		s.refused(status, made)
		return nil
	}
	path := fmt.Sprintf("/v1/dossiers/%v", made["id"])
	status, made, tag = s.post(ctx, key, path+"/submit", retry+"-submit", tag, nil)
	if status != http.StatusOK {
		s.refused(status, made)
		return nil
	}
	status, done, _ := s.post(ctx, key, path+"/approve", retry+"-approve", tag, map[string]any{})
	if status != http.StatusOK {
		s.refused(status, done)
		return nil
	}
	return done
}

// refused reports an answer that is neither success, nor a cut-off, nor a server going down: the streams send only what is lawful.
func (s *server) refused(status int, answer map[string]any) {
	if status >= http.StatusInternalServerError {
		s.t.Logf("%d %v", status, answer)
	}
	if status != 0 && status < http.StatusInternalServerError {
		s.t.Errorf("%d %v", status, answer)
	}
}

// filing is the n-th file of a mixed stream about an organisation.
func filing(n int, organization string) map[string]any {
	resolution := map[string]any{"number": "01/NQ", "issued_on": "2021-06-01"}
	draft := map[string]any{
		"organization_kind": "htx", "organization_id": organization, "fee_paid": true, "filer": map[string]any{"phone": "0901234567"},
		"papers_received": []any{"application", "notice", "resolution", "member_list"},
	}
	switch n % 4 {
	case 0:
		draft["procedure"] = "enterprise_notice"
		draft["payload"] = map[string]any{"enterprise": map[string]any{"name": fmt.Sprintf("Công ty %d", n)}, "resolution": resolution}
	case 1:
		draft["procedure"] = "change_registration"
		draft["payload"] = map[string]any{"name": map[string]any{"vi": fmt.Sprintf("Hợp tác xã Đổi Tên %d", n)}, "resolution": resolution}
	case 2:
		draft["procedure"] = "change_notification"
		draft["payload"] = map[string]any{"members": map[string]any{"official": 9 + n, "capital_associates": 0, "service_associates": 0, "foreign": 0}, "resolution": resolution}
	default:
		draft["procedure"] = "reissue"
		draft["payload"] = map[string]any{"reason": "Bị rách"}
	}
	return draft
}

func TestNoAcknowledgedActOfAnyProcedureIsLostOrDoubledByKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	const rounds, desks = 6, 4
	data := t.TempDir()
	s := start(t, data)
	key := s.key("desk_lead", "tckh-866")
	organizations := make([]string, desks)
	for i := range organizations {
		name := fmt.Sprintf("Hợp tác xã Bền Bỉ %d", i)
		if organizations[i] = s.registration(t.Context(), key, name, fmt.Sprintf("retry-first-%02d", i)); organizations[i] == "" {
			t.Fatalf("%s was not registered", name)
		}
	}
	var mu sync.Mutex
	acknowledged, open, number := map[string]bool{}, []int{}, 0 // dossiers; files whose answer never came
	file := func(ctx context.Context, n int) bool {
		done := s.filed(ctx, key, filing(n, organizations[n%desks]), fmt.Sprintf("retry-mixed-%06d", n))
		mu.Lock()
		defer mu.Unlock()
		if done == nil {
			open = append(open, n)
			return false
		}
		acknowledged[fmt.Sprint(done["id"])] = true
		return true
	}
	for round := range rounds {
		ctx, cut := context.WithCancel(t.Context())
		var group sync.WaitGroup
		acks := make(chan struct{}, 1000)
		for range desks {
			group.Go(func() {
				for ctx.Err() == nil {
					mu.Lock()
					number++
					n := number
					mu.Unlock()
					// One that is told to come again does; the retry keys keep it from doing anything twice.
					done := false
					for try := 0; try < 3 && !done; try++ {
						done = file(ctx, n)
					}
					if !done {
						return
					}
					acks <- struct{}{}
				}
			})
		}
		ended := make(chan struct{})
		go func() { group.Wait(); close(ended) }()
		for range 3 + round%5 {
			select {
			case <-acks:
			case <-ended:
				t.Fatal("every desk stopped before the kill")
			}
		}
		s.kill()
		cut()
		<-ended
		s = start(t, data)
	}
	cutOff := open
	open = nil
	for _, n := range cutOff { // the clients send again what was never answered
		if !file(t.Context(), n) {
			t.Errorf("file %d cannot be finished after the restart", n)
		}
	}
	acts := map[string]int{}
	for _, id := range organizations {
		_, list := s.get("/v1/organizations/" + id + "/acts?limit=500")
		for _, item := range list["items"].([]any) {
			if act := item.(map[string]any); act["act"] != "organization.registered" {
				acts[fmt.Sprint(act["dossier_id"])]++
			}
		}
	}
	for id, times := range acts {
		if !acknowledged[id] || times != 1 {
			t.Errorf("dossier %s: %d acts, acknowledged %v", id, times, acknowledged[id])
		}
	}
	if len(acts) != len(acknowledged) {
		t.Errorf("%d acts in the ledger, %d acknowledged", len(acts), len(acknowledged))
	}
	t.Logf("%d acts over %d kills, %d cut off and sent again", len(acknowledged), rounds, len(cutOff))
}

func TestNoAcknowledgedRegistrationIsLostOrDoubledByKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	const rounds, desks = 20, 4
	data := t.TempDir()
	s := start(t, data)
	key := s.key("desk_lead", "tckh-866")
	acknowledged := map[string]string{} // id by name
	var open []string                   // names whose answer never came
	var mu sync.Mutex
	number := 0
	for round := range rounds {
		ctx, cut := context.WithCancel(t.Context())
		var group sync.WaitGroup
		acks := make(chan struct{}, 1000)
		for range desks {
			group.Go(func() {
				for ctx.Err() == nil {
					mu.Lock()
					number++
					name := fmt.Sprintf("Hợp tác xã Bền Vững %d", number)
					mu.Unlock()
					id := s.registration(ctx, key, name, fmt.Sprintf("retry-%x", name))
					mu.Lock()
					if id != "" {
						acknowledged[name] = id
						acks <- struct{}{}
					} else {
						open = append(open, name)
					}
					mu.Unlock()
					if id == "" {
						return
					}
				}
			})
		}
		for range 3 + round%5 { // in the middle of the stream, never at the same point
			<-acks
		}
		s.kill()
		cut()
		group.Wait()
		s = start(t, data)
	}
	for _, name := range open { // the clients send again what was never answered
		id := s.registration(t.Context(), key, name, fmt.Sprintf("retry-%x", name))
		if id == "" {
			t.Errorf("%s cannot be finished after the restart", name)
			continue
		}
		acknowledged[name] = id
	}
	_, list := s.get("/v1/organizations?count=exact&limit=1")
	if total := int(list["total"].(float64)); total != len(acknowledged) {
		t.Errorf("%d on the register, %d acknowledged", total, len(acknowledged))
	}
	codes := map[any]string{}
	for name, id := range acknowledged {
		_, o := s.get("/v1/organizations/" + id)
		if got := o["name"].(map[string]any)["vi"]; got != name {
			t.Errorf("%s is lost: %v", name, o)
		}
		if other, twice := codes[o["code"]]; twice {
			t.Errorf("%s and %s have one code", name, other)
		}
		codes[o["code"]] = name
	}
	t.Logf("%d registrations over %d kills, %d cut off and sent again", len(acknowledged), rounds, len(open))
}

func TestATakenPortAndAStoppedServerAreClear(t *testing.T) {
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	l := listen(t)
	defer func() { _ = l.Close() }()
	out, err := exec.CommandContext(t.Context(), binary, "serve", "--data", t.TempDir(), "--listen", l.Addr().String()).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "cannot listen on") {
		t.Errorf("a taken port: %v %s", err, out)
	}
	data := t.TempDir()
	s := start(t, data)
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := <-s.ended; err != nil {
		t.Errorf("SIGTERM: %v", err)
	}
	s.ended <- nil
	if _, err := os.Stat(filepath.Join(data, "postgres", "postmaster.pid")); err == nil {
		t.Error("PostgreSQL still runs")
	}
	s = start(t, data)
	if err := syscall.Kill(s.postmaster(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	err = <-s.ended
	s.ended <- err
	if said := s.said.String(); err == nil || !strings.Contains(said, "PostgreSQL has ended") {
		t.Errorf("a server without its database: %v %s", err, said)
	}
	env := exec.CommandContext(t.Context(), binary, "check", "--data", data)
	env.Env = append(os.Environ(), "HTX_LISTNE=1")
	if out, err := env.CombinedOutput(); err == nil || !strings.Contains(string(out), "HTX_LISTNE") {
		t.Errorf("a misspelt variable: %v %s", err, out)
	}
	asReal := exec.CommandContext(t.Context(), binary, "serve", "--data", data, "--listen", freeAddress(t))
	if out, err := asReal.CombinedOutput(); err == nil || !strings.Contains(string(out), "sandbox") {
		t.Errorf("a sandbox served as a real register: %v %s", err, out)
	}
}
