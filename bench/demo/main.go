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
	"net/url"
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
	data, err := os.MkdirTemp("", "htx-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(data) //nolint:errcheck // the system's temporary directory
	d, err := start(ctx, data)
	if err != nil {
		return err
	}
	defer d.stop()
	for _, step := range []func(context.Context) error{
		d.cooperativeAtTheDistrict, d.wrongDistrict, d.unionAtTheProvince, d.clubAndGroupAtTheCommune, d.reform, d.search,
	} {
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

func start(ctx context.Context, data string) (*demo, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	d := &demo{base: "http://" + address, data: data}
	d.server = exec.CommandContext(ctx, "bin/registryd", "serve", "--sandbox", "--clock", "2021-06-01", "--data", data, "--listen", address, "--log-level", "error") //nolint:gosec // our own program
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
	_ = json.NewDecoder(resp.Body).Decode(&got)
	return resp.StatusCode, got, resp.Header.Get("ETag")
}

// register takes a file from intake to register and gives the organisation.
func (d *demo) register(ctx context.Context, at desk, draft object) (object, error) {
	status, made, tag := d.call(ctx, at.officer, http.MethodPost, "/v1/dossiers", "", draft)
	if status != http.StatusCreated {
		return nil, unexpected("create", status, made)
	}
	path := "/v1/dossiers/" + text(made, "id")
	status, sent, tag := d.call(ctx, at.officer, http.MethodPost, path+"/submit", tag, nil)
	if status != http.StatusOK {
		return nil, unexpected("submit", status, sent)
	}
	status, done, _ := d.call(ctx, at.lead, http.MethodPost, path+"/approve", tag, object{})
	if status != http.StatusOK {
		return nil, unexpected("approve", status, done)
	}
	_, o, _ := d.call(ctx, "", http.MethodGet, "/v1/organizations/"+text(done, "organization_id"), "", nil)
	fmt.Printf("  hồ sơ %s, hạn %s → %s, %s\n    mã số %q, cơ quan cấp: %s (%s), trạng thái %s\n", text(sent, "number"), text(sent, "due_on"),
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

func (d *demo) cooperativeAtTheDistrict(ctx context.Context) error {
	fmt.Println("1. Ngày 01/6/2021: hợp tác xã đăng ký tại Phòng TC-KH thành phố Cao Lãnh")
	at, err := d.desk(ctx, "tckh-866")
	if err != nil {
		return err
	}
	o, err := d.register(ctx, at, formation("htx", "Hợp tác xã Nông nghiệp Mỹ Ngãi", "29881", law2012()))
	if err != nil {
		return err
	}
	return errors.Join(must("level", text(o, "registration", "authority", "level"), "district"), must("misrouted", text(o, "registration", "misrouted"), "false"))
}

func (d *demo) wrongDistrict(ctx context.Context) error {
	fmt.Println("2. Nộp nhầm ở Phòng TC-KH thành phố Sa Đéc")
	at, err := d.desk(ctx, "tckh-867")
	if err != nil {
		return err
	}
	status, got, _ := d.call(ctx, at.officer, http.MethodPost, "/v1/dossiers", "", formation("htx", "Hợp tác xã Nhầm Nơi", "29881", law2012()))
	fmt.Printf("  %d %s\n", status, text(got, "detail"))
	return errors.Join(must("code", text(got, "code"), "not-competent"), must("competent", text(got, "competent_authority", "code"), "tckh-866"))
}

func (d *demo) unionAtTheProvince(ctx context.Context) error {
	fmt.Println("3. Liên hiệp hợp tác xã đăng ký tại Sở Kế hoạch và Đầu tư")
	at, err := d.desk(ctx, "skhdt-87")
	if err != nil {
		return err
	}
	draft := formation("lhhtx", "Liên hiệp hợp tác xã Sen Hồng", "29881", law2012())
	draft["payload"].(object)["founders"] = []any{object{"name": "A"}, object{"name": "B"}, object{"name": "C"}, object{"name": "D"}} //nolint:forcetypeassert // made above
	o, err := d.register(ctx, at, draft)
	if err != nil {
		return err
	}
	return must("level", text(o, "registration", "authority", "level"), "province")
}

func (d *demo) clubAndGroupAtTheCommune(ctx context.Context) error {
	fmt.Println("4. Hội quán và tổ hợp tác (thông báo) tại UBND xã Mỹ Ngãi")
	at, err := d.desk(ctx, "ubnd-29881")
	if err != nil {
		return err
	}
	club, err := d.register(ctx, at, object{
		"procedure": "recognition", "organization_kind": "hoi_quan", "filer": object{"phone": "0901234567"},
		"payload": object{
			"name": object{"vi": "Nhất Tâm Hội quán"}, "seat": object{"line": "Ấp 1", "place": "29881"}, "members": counts(60),
			"legal_representatives": []any{object{"full_name": "Lê Văn Cường", "title": "Chủ nhiệm"}},
		},
	})
	if err != nil {
		return err
	}
	group, err := d.register(ctx, at, object{
		"procedure": "notice_of_formation", "organization_kind": "tht", "filer": object{"phone": "0901234567"}, "papers_received": []any{"notice", "cooperation_contract"},
		"payload": object{
			"name": object{"vi": "Tổ hợp tác Xoài Mỹ Ngãi"}, "seat": object{"line": "Ấp 2", "place": "29881"}, "industries": lines(), "members": counts(5),
			"legal_representatives": people(), "contract": object{"signed_on": "2021-05-28", "term_months": 24},
		},
	})
	if err != nil {
		return err
	}
	return errors.Join(must("Hội quán", text(club, "status"), "recorded"), must("THT", text(group, "registration", "track"), "notice"), must("code", text(club, "code")+text(group, "code"), ""))
}

func (d *demo) reform(ctx context.Context) error {
	fmt.Println("5. Ngày 01/7/2025: không còn cấp huyện, đăng ký tại cấp xã")
	if status, got, _ := d.call(ctx, d.admin, http.MethodPost, "/v1/sandbox/clock", "", object{"now": "2025-07-01T02:00:00Z"}); status != http.StatusOK {
		return unexpected("clock", status, got)
	}
	at, err := d.desk(ctx, "kt-29884")
	if err != nil {
		return err
	}
	papers := []any{"application", "charter", "founding_resolution", "member_list", "representative_list"}
	o, err := d.register(ctx, at, formation("htx", "Hợp tác xã Mỹ Ngãi Mới", "29884", papers))
	if err != nil {
		return err
	}
	_, old, _ := d.call(ctx, "", http.MethodGet, "/v1/organizations?q="+url.QueryEscape("Nông nghiệp Mỹ Ngãi"), "", nil)
	first, _ := old["items"].([]any)
	if len(first) == 0 {
		return errors.New("the cooperative of 2021 is not found")
	}
	cooperative, _ := first[0].(object)
	fmt.Printf("  HTX năm 2021 nay thuộc: %s, cơ quan hiện nay: %s\n", text(cooperative, "seat", "current_place", "name"), text(cooperative, "registration", "current_authority", "name"))
	return errors.Join(must("level", text(o, "registration", "authority", "level"), "commune"),
		must("issuing level stays", text(cooperative, "registration", "authority", "level"), "district"),
		must("current authority", text(cooperative, "registration", "current_authority", "code"), "kt-29884"))
}

func (d *demo) search(ctx context.Context) error {
	fmt.Println("6. Tra cứu")
	for query, want := range map[string]string{
		"q=my+ngai&count=exact": "3", "issuing_level=district&count=exact": "1", "issuing_level=province&count=exact": "1",
		"issuing_level=commune&count=exact": "3", "kind=hoi_quan&q=nhat+tam&count=exact": "1", "place=82&count=exact": "5", "misrouted=true&count=exact": "0",
	} {
		_, got, _ := d.call(ctx, "", http.MethodGet, "/v1/organizations?"+query, "", nil)
		fmt.Printf("  %-44s %s\n", query, text(got, "total"))
		if err := must(query, text(got, "total"), want); err != nil {
			return err
		}
	}
	_, figures, _ := d.call(ctx, "", http.MethodGet, "/v1/statistics/by-authority", "", nil)
	fmt.Printf("  thống kê theo cấp: %v\n", figures["by_level"])
	return must("total", text(figures, "total"), "5")
}

func law2012() []any {
	return []any{"application", "charter", "business_plan", "member_list", "organ_list", "founding_resolution"}
}

func formation(kind, name, place string, papers []any) object {
	return object{
		"procedure": "formation", "organization_kind": kind, "fee_paid": true, "filer": object{"full_name": "Nguyễn Văn An", "phone": "0901234567"}, "papers_received": papers,
		"payload": object{
			"name": object{"vi": name}, "seat": object{"line": "Ấp 1", "place": place}, "industries": lines(), "purpose": "production",
			"charter_capital_vnd": 1_000_000_000, "members": counts(21), "legal_representatives": people(),
		},
	}
}

func lines() []any {
	return []any{object{"edition": "2018", "code": "0161", "main": true}}
}

func counts(official int) object {
	return object{"official": official, "capital_associates": 0, "service_associates": 0, "foreign": 0}
}

func people() []any {
	return []any{object{"full_name": "Nguyễn Văn An", "title": "Chủ tịch HĐQT", "nationality": "VN", "id_document": "087085001234"}}
}
