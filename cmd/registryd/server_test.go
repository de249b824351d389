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
