// Package localpg runs a private PostgreSQL for a register that was given no database: its files in one directory, its
// socket in a directory nobody else may enter, no port at all.
package localpg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Options say how the server runs. Settings are passed as -c name=value.
type Options struct {
	Data     string // directory of the cluster; made when it is missing
	Attach   bool   // use the server that already runs on the directory, if one does; Stop then leaves it running
	Settings map[string]string
}

// Server is a running private PostgreSQL.
type Server struct {
	socket string
	cmd    *exec.Cmd
	stderr *tail
	exited chan error
	ended  chan struct{}
}

// Errors a user can mend.
var (
	ErrNoBinaries = errors.New("PostgreSQL was not found; install it (Debian: apt-get install postgresql-15), " +
		"set PG_BIN to its bin directory, or give a database with --database-url")
	ErrRunning = errors.New("another program already runs on this data directory; stop it or choose another with --data")
)

// Start runs the cluster in o.Data, making it first when there is none. When this program dies, however it dies, the
// server stops and the next Start is clean.
func Start(ctx context.Context, o Options) (*Server, error) {
	data, err := filepath.Abs(o.Data)
	if err != nil {
		return nil, err
	}
	bin, err := binaries(data)
	if err != nil {
		return nil, err
	}
	if socket, ok := running(data); ok {
		if o.Attach {
			return &Server{socket: socket}, nil
		}
		if !awaitEnd(ctx, data) {
			return nil, ErrRunning
		}
	}
	// Made first: whether the account can reach it depends on the directories above, which this may make too.
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	user, err := unprivileged(data)
	if err != nil {
		return nil, err
	}
	sweepSockets()
	socket, err := os.MkdirTemp("", socketPrefix)
	if err != nil {
		return nil, err
	}
	s := &Server{socket: socket, stderr: &tail{}, exited: make(chan error, 1), ended: make(chan struct{})}
	if err := s.start(ctx, bin, data, user, o.Settings); err != nil {
		return nil, errors.Join(err, os.RemoveAll(socket))
	}
	return s, nil
}

func (s *Server) start(ctx context.Context, bin, data string, user account, settings map[string]string) error {
	if err := user.own(s.socket, data); err != nil {
		return err
	}
	env := []string{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC", "HOME=" + s.socket}
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); errors.Is(err, os.ErrNotExist) {
		// C.UTF-8: plain C would not fold letters outside ASCII. Trust is safe because only this user may reach the socket.
		initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), //nolint:gosec // the directory was found by us
			"-D", data, "-U", "coop", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums")
		initdb.SysProcAttr, initdb.Env, initdb.Dir = user.attributes(), env, "/"
		if out, err := initdb.CombinedOutput(); err != nil {
			return fmt.Errorf("initdb: %w: %s", err, out)
		}
	}
	args := []string{"-D", data, "-k", s.socket, "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700", "-c", "logging_collector=off"}
	for name, value := range settings {
		args = append(args, "-c", name+"="+value)
	}
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), args...) //nolint:gosec,noctx // outlives ctx, stopped by Stop
	s.cmd.SysProcAttr, s.cmd.Env, s.cmd.Dir, s.cmd.Stderr = user.attributes(), slices.Concat(env, keepMemory()), "/", s.stderr
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // Pdeathsig is tied to the thread that forked: keep it until Wait returns
		err := s.cmd.Start()
		started <- err
		if err == nil {
			s.exited <- s.cmd.Wait()
			close(s.exited) // whoever asks again is not kept waiting
			close(s.ended)
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	return s.await(ctx)
}

// keepMemory lets glibc keep what a statement has freed for the next one: by itself it gives 128 KiB back to the system after
// each read of a wide row and takes them again for the next, a tenth of the time of the read.
func keepMemory() []string {
	return []string{"MALLOC_TRIM_THRESHOLD_=4194304", "MALLOC_MMAP_THRESHOLD_=4194304"} // bytes
}

// await returns when the server answers on its socket.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-s.exited:
			return fmt.Errorf("postgres ended at start: %w: %s", errOr(err, "exit 0"), s.stderr)
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("postgres does not answer: %s", s.stderr), s.Stop())
		case <-tick.C:
			if s.ready(ctx) {
				return nil
			}
		}
	}
}

// ready tells whether the server takes connections: it answers a start-up message with a request for authentication.
func (s *Server) ready(ctx context.Context) bool {
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(s.socket, ".s.PGSQL.5432"))
	if err != nil {
		return false
	}
	defer conn.Close() //nolint:errcheck // only asked whether it answers
	body := []byte("\x00\x03\x00\x00user\x00coop\x00database\x00postgres\x00\x00")
	message := append([]byte{0, 0, 0, byte(len(body) + 4)}, body...) //nolint:gosec // short
	if _, err := conn.Write(message); err != nil {
		return false
	}
	answer := make([]byte, 1)
	if err := conn.SetReadDeadline(deadline(ctx)); err != nil {
		return false
	}
	_, err = conn.Read(answer)
	return err == nil && answer[0] == 'R'
}

func deadline(ctx context.Context) time.Time {
	d, _ := ctx.Deadline()
	return d
}

// URL is where the server answers for a database.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("host=%s port=5432 user=coop dbname=%s sslmode=disable", s.socket, database)
}

// Ended is closed when the server's process has ended, whoever ended it. It is nil for one that is not ours.
func (s *Server) Ended() <-chan struct{} { return s.ended }

// Stop ends the server without waiting for clients, and removes its socket. Once it has ended, another Stop does nothing.
func (s *Server) Stop() error {
	if s.cmd == nil {
		return nil // attached: not ours to stop
	}
	defer func() { _ = os.RemoveAll(s.socket) }() // what stays is swept at the next start
	if s.cmd.Process == nil {
		return nil
	}
	_ = s.cmd.Process.Signal(syscall.SIGINT) // "fast" shutdown
	select {
	case err := <-s.exited:
		_ = err // how it ended no longer matters
		return nil
	case <-time.After(20 * time.Second):
		_ = s.cmd.Process.Signal(syscall.SIGQUIT)
		err := <-s.exited
		return fmt.Errorf("postgres did not stop in 20 s and was ended (%w); the next start recovers", errOr(err, "exit 0"))
	}
}

func errOr(err error, text string) error {
	if err != nil {
		return err
	}
	return errors.New(text)
}

// tail keeps the last of what the server said.
type tail struct{ last []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.last = append(t.last, p...)
	if over := len(t.last) - 4<<10; over > 0 {
		t.last = t.last[over:]
	}
	return len(p), nil
}

func (t *tail) String() string { return strings.TrimSpace(string(bytes.ToValidUTF8(t.last, nil))) }
