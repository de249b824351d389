package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"htxregistry/api"
	"htxregistry/internal/dossier"
)

type dossierCommands struct {
	Create   createCmd   `cmd:"" help:"Lập hồ sơ từ tệp YAML hoặc JSON."`
	Check    checkCmd    `cmd:"" help:"Kiểm tra hồ sơ mà không ghi gì."`
	Show     showCmd     `cmd:"" help:"Xem hồ sơ theo id hoặc số."`
	List     listCmd     `cmd:"" help:"Danh sách hồ sơ của cơ quan."`
	Attach   attachCmd   `cmd:"" help:"Đính kèm giấy tờ."`
	Submit   submitCmd   `cmd:"" help:"Tiếp nhận hồ sơ, bắt đầu tính hạn."`
	Return   returnCmd   `cmd:"" help:"Trả hồ sơ, nêu hết các điểm cần sửa."`
	Approve  approveCmd  `cmd:"" help:"Chấp thuận và ghi vào sổ."`
	Refuse   refuseCmd   `cmd:"" help:"Từ chối, nêu lý do."`
	Withdraw withdrawCmd `cmd:"" help:"Kết thúc hồ sơ theo đề nghị của người nộp."`
}

// draftOf reads a file of YAML or JSON as JSON; the server says what is wrong in it.
func draftOf(path string) ([]byte, error) {
	text, err := os.ReadFile(path) //nolint:gosec // a file its user named
	if err != nil {
		return nil, err
	}
	var whole yaml.Node
	var draft map[string]any
	if err := yaml.Unmarshal(text, &whole); err != nil {
		return nil, fmt.Errorf("%s không phải YAML hoặc JSON: %w", path, err)
	}
	daysAsText(&whole)
	if err := whole.Decode(&draft); err != nil {
		return nil, fmt.Errorf("%s không phải YAML hoặc JSON: %w", path, err)
	}
	return json.Marshal(draft)
}

// daysAsText keeps days as they are written: YAML would make instants of them.
func daysAsText(n *yaml.Node) {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, below := range n.Content {
		daysAsText(below)
	}
}

type createCmd struct {
	File string `help:"Tệp hồ sơ." required:"" short:"f" type:"existingfile"`
}

// Run creates a draft.
func (c *createCmd) Run(ctx context.Context, d *desk) error {
	return d.create(ctx, c.File, false)
}

type checkCmd struct {
	File string `help:"Tệp hồ sơ." required:"" short:"f" type:"existingfile"`
}

// Run checks a draft.
func (c *checkCmd) Run(ctx context.Context, d *desk) error {
	return d.create(ctx, c.File, true)
}

func (d *desk) create(ctx context.Context, path string, onlyCheck bool) error {
	draft, err := draftOf(path)
	if err != nil {
		return err
	}
	a, err := read(d.client.CreateDossierWithBody(ctx, &api.CreateDossierParams{ValidateOnly: &onlyCheck, IdempotencyKey: d.retry}, "application/json", bytes.NewReader(draft)))
	if err != nil {
		return err
	}
	return show(d, a, d.printDossier)
}

func (d *desk) printDossier(f dossier.Dossier) {
	fmt.Fprintf(d.out, "Hồ sơ %s\n", orElse(f.Number, "(nháp)"))
	fmt.Fprintf(d.out, "  id          %s (bản %d)\n", f.ID, f.Revision)
	fmt.Fprintf(d.out, "  thủ tục     %s, %s\n", procedureWord(f.Procedure), kindWord(f.OrganizationKind))
	fmt.Fprintf(d.out, "  tên         %s\n", f.Payload.Name.Vi)
	fmt.Fprintf(d.out, "  cơ quan     %s (%s)\n", f.Authority.Name, f.Authority.Code)
	fmt.Fprintf(d.out, "  trạng thái  %s%s\n", stateWord(f.State), map[bool]string{true: ", QUÁ HẠN"}[f.Overdue])
	for _, line := range [][2]string{{"hạn trả", f.DueOn.String()}, {"hết giá trị", f.LapsesOn.String()}} {
		if line[1] != "" {
			fmt.Fprintf(d.out, "  %-11s %s\n", line[0], line[1])
		}
	}
	if f.OrganizationID != nil {
		fmt.Fprintf(d.out, "  tổ chức     %s\n", f.OrganizationID)
	}
	d.printVerdicts(f.Checks)
}

type showCmd struct {
	ID     string `arg:"" help:"Id hoặc số hồ sơ."`
	Reason string `help:"Lý do đọc dữ liệu cá nhân trong hồ sơ của cơ quan khác; được ghi lại."`
}

// Run shows a dossier.
func (c *showCmd) Run(ctx context.Context, d *desk) error {
	a, _, err := d.findFor(ctx, c.ID, c.Reason)
	if err != nil {
		return err
	}
	return show(d, a, d.printDossier)
}

// find reads a dossier by id, or by its number.
func (d *desk) find(ctx context.Context, idOrNumber string) (answer, dossier.ID, error) {
	return d.findFor(ctx, idOrNumber, "")
}

// findFor does so for a reason, which opens the personal data in the dossier of another office.
func (d *desk) findFor(ctx context.Context, idOrNumber, reason string) (answer, dossier.ID, error) {
	var id dossier.ID
	if id.UnmarshalText([]byte(idOrNumber)) != nil {
		a, err := read(d.client.ListDossiers(ctx, &api.ListDossiersParams{Q: &idOrNumber}))
		if err != nil {
			return a, id, err
		}
		var page api.DossierPage
		if err := json.Unmarshal(a.body, &page); err != nil {
			return a, id, err
		}
		for _, f := range page.Items {
			if f.Number == idOrNumber {
				id = f.ID
			}
		}
		if id.IsZero() {
			return a, id, &problem{Status: 404, Code: "dossier-not-found", Detail: "Không có hồ sơ số " + idOrNumber + " tại cơ quan của bạn."}
		}
	}
	p := &api.GetDossierParams{}
	setText(&p.XReadReason, url.PathEscape(reason))
	a, err := read(d.client.GetDossier(ctx, id, p))
	return a, id, err
}

type listCmd struct {
	State     string `enum:",draft,submitted,returned,approved,refused,withdrawn,lapsed" default:"" help:"Trạng thái."`
	Overdue   bool   `help:"Chỉ hồ sơ quá hạn."`
	DueBefore string `help:"Đến hạn trước ngày này." name:"due-before"`
	Q         string `help:"Tên dự kiến hoặc số hồ sơ." short:"q"`
}

// Run lists dossiers.
func (c *listCmd) Run(ctx context.Context, d *desk) error {
	p := &api.ListDossiersParams{Overdue: &c.Overdue}
	if c.State != "" {
		state := dossier.State(c.State)
		p.State = &state
	}
	if c.Q != "" {
		p.Q = &c.Q
	}
	var err error
	if p.DueBefore, err = dayOf(c.DueBefore); err != nil {
		return err
	}
	a, err := read(d.client.ListDossiers(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.DossierPage) {
		t := newTable("SỐ", "TRẠNG THÁI", "HẠN", "THỦ TỤC", "TÊN", "ID")
		for _, f := range page.Items {
			t.add(orElse(f.Number, "(nháp)"), stateWord(f.State), f.DueOn.String(), procedureWord(f.Procedure), f.Payload.Name.Vi, f.ID.String())
		}
		t.print(d.out)
	})
}

type attachCmd struct {
	ID   string `arg:"" help:"Id hoặc số hồ sơ."`
	Type string `arg:"" help:"Loại giấy tờ, như charter."`
	File string `arg:"" help:"Tệp." type:"existingfile"`
}

// Run attaches a paper.
func (c *attachCmd) Run(ctx context.Context, d *desk) error {
	content, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	now, id, err := d.find(ctx, c.ID)
	if err != nil {
		return err
	}
	name := url.PathEscape(filepath.Base(c.File))
	media := map[string]string{".doc": dossier.MediaDOC, ".docx": dossier.MediaDOCX}[strings.ToLower(filepath.Ext(c.File))]
	if media == "" {
		media = mime.TypeByExtension(filepath.Ext(c.File))
	}
	a, err := read(d.client.AttachDocumentWithBody(ctx, id, c.Type, &api.AttachDocumentParams{IfMatch: now.etag, XFileName: &name}, media, bytes.NewReader(content)))
	if err != nil {
		return err
	}
	return show(d, a, d.printDossier)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
