// Command demo tells in a sandbox, through HTTP and two roles at each desk, how organisations come onto the register under
// the law of their day, and ends with an error when anything is not as the law says.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo:", err)
		os.Exit(1)
	}
	fmt.Println("\nMọi bước đều đúng như luật quy định.")
}

func run(ctx context.Context) error {
	return errors.Join(tell(ctx, "2021-06-01", func(d *demo) []step {
		return []step{d.cooperativeAtTheDistrict, d.wrongDistrict, d.unionAtTheProvince, d.clubAndGroupAtTheCommune, d.reform, d.search}
	}), tell(ctx, "2021-03-01", func(d *demo) []step {
		l := &life{demo: d}
		return []step{l.club, l.group, l.cooperative, l.lateNotice, l.reform, l.union, l.merger, l.book}
	}), tell(ctx, "2021-03-01", func(d *demo) []step {
		y := &december{demo: d}
		return []step{y.desks, y.years, y.rate, y.rollUpOfDecember, y.correction}
	}), tell(ctx, "2019-12-01", func(d *demo) []step {
		m := &models{demo: d}
		return []step{m.enter, m.judge, m.choose}
	}), tell(ctx, "2021-03-01", func(d *demo) []step {
		g := &growing{demo: d}
		return []step{g.start, g.prepare, g.found, g.admit, g.challenge}
	}))
}

type step = func(context.Context) error

// tell tells a story in a sandbox of its own that starts on a day, up to the first step that is not as the law says.
func tell(ctx context.Context, day string, story func(*demo) []step) error {
	data, err := os.MkdirTemp("", "htx-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data) //nolint:errcheck // the system's temporary directory
	d, err := start(ctx, data, day)
	if err != nil {
		return err
	}
	defer d.stop()
	for _, step := range story(d) {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// desk is an office with two people.
type desk struct{ officer, lead string }

// demo is a running sandbox.
type demo struct {
	base, data string
	server     *exec.Cmd
	admin      string
	steps      int
}

func start(ctx context.Context, data, day string) (*demo, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	d := &demo{base: "http://" + address, data: data}
	d.server = exec.CommandContext(ctx, "bin/registryd", "serve", "--sandbox", "--clock", day, "--data", data, "--listen", address, "--log-level", "error") //nolint:gosec // our own program
	d.server.Stderr = os.Stderr
	d.server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := d.server.Start(); err != nil {
		return nil, err
	}
	for range 600 {
		if status, _, _ := d.call(ctx, "", http.MethodGet, "/readyz", "", nil); status == http.StatusOK {
			d.admin, err = d.key(ctx, "administrator", "")
			return d, err
		}
		time.Sleep(100 * time.Millisecond)
	}
	d.stop()
	return nil, errors.New("the server does not answer")
}

func (d *demo) stop() {
	_ = d.server.Process.Signal(syscall.SIGTERM)
	_ = d.server.Wait()
}

func (d *demo) key(ctx context.Context, role, office string) (string, error) {
	out, err := exec.CommandContext(ctx, "bin/registryd", "key", "create", "--data", d.data, "--role", role, "--authority", office, "--name", role+" "+office, "--log-level", "error").Output() //nolint:gosec // our own program
	return strings.TrimSpace(string(out)), err
}

func (d *demo) desk(ctx context.Context, office string) (desk, error) {
	officer, err1 := d.key(ctx, "desk_officer", office)
	lead, err2 := d.key(ctx, "desk_lead", office)
	return desk{officer, lead}, errors.Join(err1, err2)
}

type object = map[string]any

func (d *demo) call(ctx context.Context, key, method, path, tag string, body any) (int, object, string) {
	var content io.Reader
	if body != nil {
		text, _ := json.Marshal(body) // plain values
		content = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, d.base+path, content)
	if err != nil {
		return 0, nil, ""
	}
	d.steps++
	req.Header.Set("Idempotency-Key", fmt.Sprintf("demo-step-%06d", d.steps))
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	if tag != "" {
		req.Header.Set("If-Match", tag)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, ""
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end
	var got object
	answer := json.NewDecoder(resp.Body)
	answer.UseNumber()
	_ = answer.Decode(&got)
	return resp.StatusCode, got, resp.Header.Get("ETag")
}

// submit takes a draft in and receives it, and gives its path and ETag.
func (d *demo) submit(ctx context.Context, at desk, draft object) (path, tag string, err error) {
	status, made, tag := d.call(ctx, at.officer, http.MethodPost, "/v1/dossiers", "", draft)
	if status != http.StatusCreated {
		return "", "", unexpected("create", status, made)
	}
	path = "/v1/dossiers/" + text(made, "id")
	status, sent, tag := d.call(ctx, at.officer, http.MethodPost, path+"/submit", tag, nil)
	if status != http.StatusOK {
		return "", "", unexpected("submit", status, sent)
	}
	return path, tag, nil
}

// register takes a file from intake to register and gives the organisation.
func (d *demo) register(ctx context.Context, at desk, draft object) (object, error) {
	path, tag, err := d.submit(ctx, at, draft)
	if err != nil {
		return nil, err
	}
	status, done, _ := d.call(ctx, at.lead, http.MethodPost, path+"/approve", tag, object{})
	if status != http.StatusOK {
		return nil, unexpected("approve", status, done)
	}
	_, o, _ := d.call(ctx, "", http.MethodGet, "/v1/organizations/"+text(done, "organization_id"), "", nil)
	fmt.Printf("  hồ sơ %s, hạn %s → %s, %s\n    mã số %q, cơ quan cấp: %s (%s), trạng thái %s\n", text(done, "number"), text(done, "due_on"),
		text(o, "kind"), text(o, "name", "vi"), text(o, "code"), text(o, "registration", "authority", "name"), text(o, "registration", "authority", "level"), text(o, "status"))
	return o, nil
}

func unexpected(step string, status int, got object) error {
	return fmt.Errorf("%s answered %d: %v %v", step, status, got["detail"], got["errors"])
}

// text walks into an answer.
func text(o object, path ...string) string {
	var v any = o
	for _, name := range path {
		m, ok := v.(object)
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

// must holds an answer against the law.
func must(what, got, want string) error {
	if got != want {
		return fmt.Errorf("%s: %q, the law says %q", what, got, want)
	}
	return nil
}
