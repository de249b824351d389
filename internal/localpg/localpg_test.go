package localpg_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/localpg"
)

// TestMain lets this program be a register that runs on a directory until it is told to end, or killed.
func TestMain(m *testing.M) {
	data := os.Getenv("HTX_TEST_LOCALPG") //nolint:forbidigo // what this program is in this process
	if data == "" {
		os.Exit(m.Run())
	}
	s, err := localpg.Start(context.Background(), localpg.Options{Data: data})
	if err != nil {
		fmt.Fprintln(os.Stdout, err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stdout, "runs")
	_, _ = io.Copy(io.Discard, os.Stdin) // until the other end lets go
	if err := s.Stop(); err != nil {
		os.Exit(1)
	}
}

func started(t *testing.T, o localpg.Options) *localpg.Server {
	t.Helper()
	s, err := localpg.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop() })
	return s
}

func ask(t *testing.T, s *localpg.Server, sql string) (answer string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context()) //nolint:errcheck // a test's connection
	if err := conn.QueryRow(t.Context(), sql).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// directory is where a cluster may lie: PostgreSQL runs as another user when the test is root's.
func directory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "htx-localpg-") //nolint:usetesting // the directories of t are closed to other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "new", "postgres")
}

func TestAClusterIsMadeKeptAndClosed(t *testing.T) {
	t.Parallel()
	data := directory(t)
	s := started(t, localpg.Options{Data: data, Settings: map[string]string{"work_mem": "7MB"}})
	for sql, want := range map[string]string{
		"SHOW work_mem": "7MB", "SHOW listen_addresses": "", "SHOW data_checksums": "on", "SHOW fsync": "on", "SHOW server_encoding": "UTF8",
		"SELECT lower('ĐỒNG TÂM')": "đồng tâm", "SHOW TimeZone": "UTC", "SELECT count(*)::text FROM pg_stat_activity WHERE client_addr IS NOT NULL": "0",
	} {
		if got := ask(t, s, sql); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
	socket, _, _ := strings.Cut(strings.TrimPrefix(s.URL("x"), "host="), " ")
	for _, dir := range []string{socket, data} {
		if st, err := os.Stat(dir); err != nil || st.Mode().Perm() != 0o700 {
			t.Errorf("%s is open to others: %v, %v", dir, st.Mode(), err)
		}
	}

	if _, err := localpg.Start(t.Context(), localpg.Options{Data: data}); !errors.Is(err, localpg.ErrRunning) {
		t.Errorf("a second start: %v", err)
	}
	beside := started(t, localpg.Options{Data: data, Attach: true})
	if got := ask(t, beside, "SELECT 'beside'::text"); got != "beside" {
		t.Errorf("%q", got)
	}
	if err := beside.Stop(); err != nil {
		t.Error(err)
	}
	if got := ask(t, s, "SELECT 'still there'::text"); got != "still there" {
		t.Errorf("%q", got)
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket stays: %v", err)
	}
	if _, err := os.Stat(filepath.Join(data, "postmaster.pid")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("PostgreSQL still runs: %v", err)
	}
	if got := ask(t, started(t, localpg.Options{Data: data}), "SHOW work_mem"); got != "4MB" {
		t.Errorf("work_mem %q: settings are those of this start", got)
	}
}

// program is another process that runs a register on the directory.
func program(t *testing.T, data string) (process *exec.Cmd, release io.Closer) {
	t.Helper()
	process = exec.CommandContext(t.Context(), os.Args[0])
	process.Env = append(process.Environ(), "HTX_TEST_LOCALPG="+data)
	in, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "runs\n" {
		t.Fatalf("%q, %v", line, err)
	}
	return process, in
}

func TestAfterAKillTheNextStartIsClean(t *testing.T) {
	t.Parallel()
	data := directory(t)
	process, release := program(t, data)
	defer release.Close() //nolint:errcheck // the process is gone by then
	if _, err := localpg.Start(t.Context(), localpg.Options{Data: data}); !errors.Is(err, localpg.ErrRunning) {
		t.Errorf("beside another program: %v", err)
	}
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = process.Wait() // it was killed
	if got := ask(t, started(t, localpg.Options{Data: data}), "SELECT 'clean'::text"); got != "clean" {
		t.Errorf("%q", got)
	}
}

func TestWhatCannotStartSaysWhy(t *testing.T) {
	t.Parallel()
	data := directory(t)
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("9.1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := localpg.Start(t.Context(), localpg.Options{Data: data}); err == nil || !strings.Contains(err.Error(), "PostgreSQL 9.1") {
		t.Errorf("data of another version: %v", err)
	}
	if _, err := localpg.Start(t.Context(), localpg.Options{Data: directory(t), Settings: map[string]string{"work_mem": "much"}}); err == nil || !strings.Contains(err.Error(), "work_mem") {
		t.Errorf("a setting that cannot be: %v", err)
	}
	file := filepath.Join(filepath.Dir(directory(t)), "..", "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := localpg.Start(t.Context(), localpg.Options{Data: filepath.Join(file, "postgres")}); err == nil {
		t.Error("a directory within a file is taken")
	}
}
