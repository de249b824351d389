package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/localpg"
)

const (
	registrations = 20
	desk          = "kt-29884"
	example       = "docs/examples/htx-2025.yaml"
)

// countTrips registers cooperatives at one desk of an empty register and counts what goes between server and database.
func (b *bench) countTrips(ctx context.Context, r *results) error {
	dir, err := os.MkdirTemp("", "htx-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the system's temporary directory
	database, err := localpg.Start(ctx, localpg.Options{Data: filepath.Join(dir, "postgres")})
	if err != nil {
		return err
	}
	defer database.Stop() //nolint:errcheck // its files go with it
	direct := database.URL("postgres")
	if out, err := exec.CommandContext(ctx, registryd, "migrate", "--database-url", direct).CombinedOutput(); err != nil { //nolint:gosec // our own program
		return fmt.Errorf("migrate: %w: %s", err, out)
	}
	wire, err := listenWire(ctx, dir, direct)
	if err != nil {
		return err
	}
	defer wire.listener.Close() //nolint:errcheck // nothing is pending
	address, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	server := &bench{options: b.options}
	if _, err := server.start(registryd, "serve", "--listen", address, "--data", dir, "--database-url", wire.url, "--log-level", "warn"); err != nil {
		return err
	}
	defer server.stop() //nolint:errcheck // measured already
	if err := (side{address}).await(ctx, "/readyz"); err != nil {
		return err
	}
	clerk := &clerk{base: "http://" + address}
	if clerk.officer, err = key(ctx, direct, "desk_officer"); err != nil {
		return err
	}
	if clerk.lead, err = key(ctx, direct, "desk_lead"); err != nil {
		return err
	}
	trips := make([]float64, registrations)
	for i := range trips {
		before := wire.exchanges.Load()
		if err := clerk.register(ctx, i); err != nil {
			return err
		}
		trips[i] = float64(wire.exchanges.Load() - before)
	}
	first := trips[0]
	all := fmt.Sprint(trips)
	half := median(trips)
	r.add(target{
		what: "a registration (create, submit, approve): round trips to the database", size: registrations, got: half, atMost: 25,
		ours: fmt.Sprintf("%.0f (first %.0f, most after it %.0f)", half, first, most(trips, first)),
	})
	fmt.Fprintln(os.Stderr, "round trips:", all)
	return nil
}

// most is the largest of the sorted values, the first one left out.
func most(sorted []float64, first float64) float64 {
	last := len(sorted) - 1
	if sorted[last] == first {
		last--
	}
	return sorted[last]
}

func key(ctx context.Context, database, role string) (string, error) {
	out, err := exec.CommandContext(ctx, registryd, "key", "create", "--database-url", database, "--role", role, "--authority", desk, //nolint:gosec // our own program
		"--name", "bench "+role, "--log-level", "error").Output()
	return strings.TrimSpace(string(out)), err
}

// clerk registers through HTTP.
type clerk struct {
	base, officer, lead string
	steps               int
}

// register takes the example from intake to register under a name of its own.
func (c *clerk) register(ctx context.Context, i int) error {
	text, err := os.ReadFile(example)
	if err != nil {
		return err
	}
	var draft map[string]any
	if err := yaml.Unmarshal(text, &draft); err != nil {
		return err
	}
	payload, ok := draft["payload"].(map[string]any)
	if !ok {
		return errors.New(example + " has no payload")
	}
	payload["name"] = map[string]any{"vi": fmt.Sprintf("Hợp tác xã Nông nghiệp Sen Hồng %d", i+1)}
	file, tag, err := c.call(ctx, c.officer, "/v1/dossiers", "", draft, http.StatusCreated)
	if err != nil {
		return err
	}
	if _, tag, err = c.call(ctx, c.officer, "/v1/dossiers/"+file+"/submit", tag, nil, http.StatusOK); err != nil {
		return err
	}
	_, _, err = c.call(ctx, c.lead, "/v1/dossiers/"+file+"/approve", tag, map[string]any{}, http.StatusOK)
	return err
}

func (c *clerk) call(ctx context.Context, key, path, tag string, body any, want int) (id, newTag string, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return "", "", err
	}
	if body == nil {
		text = nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, bytes.NewReader(text))
	if err != nil {
		return "", "", err
	}
	c.steps++
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Idempotency-Key", fmt.Sprintf("bench-step-%06d", c.steps))
	if tag != "" {
		req.Header.Set("If-Match", tag)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", "", err
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != want {
		return "", "", errors.Join(err, fmt.Errorf("%s answered %d: %s", path, resp.StatusCode, answer))
	}
	var got struct {
		ID string `json:"id"`
	}
	return got.ID, resp.Header.Get("ETag"), errors.Join(err, json.Unmarshal(answer, &got))
}

// wire is a proxy in front of PostgreSQL that counts the exchanges: the database ends each with ReadyForQuery.
type wire struct {
	listener  net.Listener
	url       string
	socket    string // of PostgreSQL
	exchanges atomic.Int64
}

func listenWire(ctx context.Context, dir, database string) (*wire, error) {
	host := strings.TrimPrefix(strings.Fields(database)[0], "host=")
	front := filepath.Join(dir, "wire")
	if err := os.Mkdir(front, 0o700); err != nil {
		return nil, err
	}
	const file = ".s.PGSQL.5432"
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", filepath.Join(front, file))
	if err != nil {
		return nil, err
	}
	w := &wire{listener: l, url: strings.Replace(database, host, front, 1), socket: filepath.Join(host, file)}
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go w.pass(ctx, client)
		}
	}()
	return w, nil
}

// pass carries one connection; it ends with either side.
func (w *wire) pass(ctx context.Context, client net.Conn) {
	defer client.Close() //nolint:errcheck // ended
	server, err := (&net.Dialer{}).DialContext(ctx, "unix", w.socket)
	if err != nil {
		return
	}
	defer server.Close() //nolint:errcheck // ended
	go func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
	}()
	_ = w.count(bufio.NewReader(server), client)
}

// count passes the database's messages on, each a letter, a length that counts itself, and a body.
func (w *wire) count(from *bufio.Reader, to io.Writer) error {
	for {
		head, err := from.Peek(5)
		if err != nil {
			return err
		}
		if head[0] == 'Z' {
			w.exchanges.Add(1)
		}
		if _, err := io.CopyN(to, from, 1+int64(binary.BigEndian.Uint32(head[1:]))); err != nil {
			return err
		}
	}
}
