package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/localpg"
)

const registryd = "bin/registryd"

// bench is what is running.
type bench struct {
	options   options
	registers []*register
	running   []*exec.Cmd
}

// register is a sample register with the two sides that serve it.
type register struct {
	size      int
	database  string
	server    side
	yardstick side
	pid       int // of the server
	made      pace
	questions map[string][]question
}

// pace is how fast a register was made, start of the database included, and on which day: a register is used again.
type pace struct {
	perMinute int // organisations
	on        string
}

// side is one of two that answer the same questions.
type side struct{ address string }

func (b *bench) wants(what string) bool {
	return len(b.options.Run.Only) == 0 || slices.Contains(b.options.Run.Only, what)
}

// startRegisters makes what registers are missing and serves each by both sides.
func (b *bench) startRegisters(ctx context.Context, r *results) error {
	for _, size := range b.options.Run.Sizes {
		g, err := b.startRegister(ctx, size)
		if err != nil {
			return fmt.Errorf("register of %d: %w", size, err)
		}
		b.registers = append(b.registers, g)
		r.add(target{
			what: "sample: organisations a minute, made on " + g.made.on, size: size, got: float64(g.made.perMinute), atLeast: 50_000,
			ours: strconv.Itoa(g.made.perMinute),
		})
		if r.postgres == "" {
			if r.postgres, err = serverVersion(ctx, g.database); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bench) startRegister(ctx context.Context, size int) (*register, error) {
	data := filepath.Join(b.options.Run.Data, fmt.Sprintf("%d-%d", size, b.options.Run.Seed))
	made, err := b.sample(ctx, data, size)
	if err != nil {
		return nil, err
	}
	g := &register{size: size, made: made}
	if g.server.address, err = freeAddress(ctx); err != nil {
		return nil, err
	}
	if g.yardstick.address, err = freeAddress(ctx); err != nil {
		return nil, err
	}
	server, err := b.start(registryd, "serve", "--data", data, "--listen", g.server.address, "--rate-limit", "0", "--log-level", "warn")
	if err != nil {
		return nil, err
	}
	g.pid = server.Process.Pid
	if err := g.server.await(ctx, "/readyz"); err != nil {
		return nil, err
	}
	attached, err := localpg.Start(ctx, localpg.Options{Data: filepath.Join(data, "postgres"), Attach: true})
	if err != nil {
		return nil, err
	}
	g.database = attached.URL("postgres")
	if err := logged(ctx, g.database, size); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if _, err := b.start(self, "yardstick", "--listen", g.yardstick.address, "--database", g.database); err != nil {
		return nil, err
	}
	if err := g.yardstick.await(ctx, "/readyz"); err != nil {
		return nil, err
	}
	g.questions, err = ask(ctx, g.database, b.options.Run.Seed)
	return g, err
}

// logged returns when the server has put the whole ledger of a register into its log: after a sample it has a million entries to
// catch up with, which is work that no client asked for.
func logged(ctx context.Context, database string, size int) error {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // only asked
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var said time.Time
	for {
		var leaves int
		if err := conn.QueryRow(ctx, "SELECT coalesce(max(index) + 1, 0) FROM log_leaves").Scan(&leaves); err != nil || leaves >= size {
			return err
		}
		if time.Since(said) > time.Minute {
			said = time.Now()
			fmt.Fprintf(os.Stderr, "%d of %d entries are in the log\n", leaves, size)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// sample makes a register unless it is there, and gives the pace at which it was made.
func (b *bench) sample(ctx context.Context, data string, size int) (pace, error) {
	note := filepath.Join(data, "made.json")
	if _, err := os.Stat(note); errors.Is(err, fs.ErrNotExist) {
		if err := b.makeSample(ctx, data, size, note); err != nil {
			return pace{}, err
		}
	}
	text, err := os.ReadFile(note) //nolint:gosec // a path of our own making
	if err != nil {
		return pace{}, err
	}
	kept, err := os.Stat(note)
	if err != nil {
		return pace{}, err
	}
	var m made
	if err := json.Unmarshal(text, &m); err != nil {
		return pace{}, fmt.Errorf("%s: %w", note, err)
	}
	return pace{perMinute: int(float64(size) * 60 / m.Seconds), on: kept.ModTime().UTC().Format(time.DateOnly)}, nil
}

// made is the note beside a register that is whole.
type made struct {
	Seconds float64 `json:"seconds"`
}

func (b *bench) makeSample(ctx context.Context, data string, size int, note string) error {
	if err := os.RemoveAll(data); err != nil { // half made
		return err
	}
	fmt.Fprintf(os.Stderr, "making a register of %d organisations in %s\n", size, data)
	began := time.Now()
	command := exec.CommandContext(ctx, registryd, "sample", "--data", data, "--organizations", strconv.Itoa(size), "--seed", //nolint:gosec // our own program
		strconv.FormatInt(b.options.Run.Seed, 10), "--log-level", "warn")
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	text, err := json.Marshal(made{Seconds: time.Since(began).Seconds()})
	if err != nil {
		return err
	}
	return os.WriteFile(note, text, 0o600)
}

// start runs a program until stop.
func (b *bench) start(name string, args ...string) (*exec.Cmd, error) {
	command := exec.Command(name, args...) //nolint:gosec,noctx // our own programs; stop ends them in order
	command.Stderr = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for the bench, which stops them
	if err := command.Start(); err != nil {
		return nil, err
	}
	b.running = append(b.running, command)
	return command, nil
}

func (b *bench) stop() error {
	var errs []error
	for _, command := range slices.Backward(b.running) {
		errs = append(errs, command.Process.Signal(syscall.SIGTERM), command.Wait())
	}
	b.running = nil
	return errors.Join(errs...)
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// await returns when a side answers.
func (s side) await(ctx context.Context, path string) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		if status, _, err := s.get(ctx, path); err == nil && status == http.StatusOK {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w", s.address, ctx.Err())
		case <-tick.C:
		}
	}
}

func serverVersion(ctx context.Context, database string) (string, error) {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx) //nolint:errcheck // only asked
	var version string
	err = conn.QueryRow(ctx, "SHOW server_version").Scan(&version)
	version, _, _ = strings.Cut(version, " ")
	return version, err
}

// memory holds the largest resident set of each server, the database not counted, against its limit.
func (b *bench) memory(r *results) {
	for _, g := range b.registers {
		peak := statusKB(fmt.Sprintf("/proc/%d/status", g.pid), "VmHWM")
		r.add(target{
			what: "memory of the server under load, MiB (largest resident set)", size: g.size, got: float64(peak) / 1024, atMost: 200,
			ours: fmt.Sprintf("%d MiB", peak>>10),
		})
	}
}

// statusKB reads a figure of /proc in kB, 0 when there is none.
func statusKB(file, name string) int {
	text, err := os.ReadFile(file) //nolint:gosec // of the system
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == name+":" {
			kB, _ := strconv.Atoi(fields[1])
			return kB
		}
	}
	return 0
}

func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "?"
	}
	return strings.Join(strings.Fields(string(text))[:3], " ")
}
