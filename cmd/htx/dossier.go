package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"

	"go.yaml.in/yaml/v3"

	"htxregistry/api"
	"htxregistry/internal/dossier"
)

type dossierCommands struct {
	Create   createCmd   `cmd:"" help:"Lập hồ sơ từ tệp YAML hoặc JSON."`
	Check    checkCmd    `cmd:"" help:"Kiểm tra hồ sơ mà không ghi gì."`
	Show     showCmd     `cmd:"" help:"Xem hồ sơ theo id hoặc số."`
	List     listCmd     `cmd:"" help:"Danh sách hồ sơ của cơ quan."`
	Change   changeCmd   `cmd:"" help:"Sửa, bổ sung hồ sơ nháp hoặc hồ sơ đã trả."`
	Attach   attachCmd   `cmd:"" help:"Đính kèm giấy tờ."`
	Paper    paperCmd    `cmd:"" help:"Tải tệp của một giấy tờ đã đính kèm."`
	Submit   submitCmd   `cmd:"" help:"Tiếp nhận hồ sơ, bắt đầu tính hạn; cũng để nộp lại hồ sơ đã trả."`
	Receipt  receiptCmd  `cmd:"" help:"In giấy biên nhận."`
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

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
