package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"htxregistry/api"
	"htxregistry/internal/dossier"
)

type changeCmd struct {
	target
	File    string   `help:"Tệp chỉ ghi những gì sửa; null để bỏ một mục." short:"f" type:"existingfile"`
	Papers  []string `help:"Loại giấy tờ nay đã nhận bản giấy, như charter; thêm vào những bản đã nhận." name:"paper"`
	FeePaid bool     `help:"Đã nộp lệ phí." name:"fee-paid"`
	Phone   string   `help:"Số điện thoại của người nộp."`
}

var errNothingToChange = errors.New("không nêu gì để sửa; dùng -f, --paper, --fee-paid hoặc --phone")

// Run mends a draft or a returned file.
func (c *changeCmd) Run(ctx context.Context, d *desk) error {
	now, id, err := d.find(ctx, c.ID)
	if err != nil {
		return err
	}
	patch, err := c.patch(now)
	if err != nil {
		return err
	}
	p := &api.UpdateDossierParams{IfMatch: c.tag(now)}
	a, err := read(d.client.UpdateDossierWithBody(ctx, id, p, "application/merge-patch+json", bytes.NewReader(patch)))
	if err != nil {
		return err
	}
	return show(d, a, d.printDossier)
}

// patch is what changes: the file, and what the flags add to it.
func (c *changeCmd) patch(now answer) ([]byte, error) {
	patch := map[string]any{}
	if c.File != "" {
		text, err := draftOf(c.File)
		if err == nil {
			err = json.Unmarshal(text, &patch)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(c.Papers) > 0 {
		var f dossier.Dossier
		if err := json.Unmarshal(now.body, &f); err != nil {
			return nil, err
		}
		papers := slices.Concat(f.PapersReceived, c.Papers)
		slices.Sort(papers)
		patch["papers_received"] = slices.Compact(papers)
	}
	if c.FeePaid {
		patch["fee_paid"] = true
	}
	if c.Phone != "" {
		filer, _ := patch["filer"].(map[string]any)
		if filer == nil {
			filer = map[string]any{}
		}
		filer["phone"] = c.Phone
		patch["filer"] = filer
	}
	if len(patch) == 0 {
		return nil, errNothingToChange
	}
	return json.Marshal(patch)
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

type paperCmd struct {
	ID     string `arg:"" help:"Id hoặc số hồ sơ."`
	Type   string `arg:"" help:"Loại giấy tờ, như charter."`
	Out    string `help:"Tệp để ghi." required:"" short:"o"`
	Reason string `help:"Lý do đọc hồ sơ của cơ quan khác; được ghi lại."`
}

// Run fetches a paper as it was attached.
func (c *paperCmd) Run(ctx context.Context, d *desk) error {
	_, id, err := d.findFor(ctx, c.ID, c.Reason)
	if err != nil {
		return err
	}
	p := &api.GetDocumentParams{}
	setText(&p.XReadReason, url.PathEscape(c.Reason))
	a, err := read(d.client.GetDocument(ctx, id, c.Type, p))
	if err != nil {
		return err
	}
	return os.WriteFile(c.Out, a.body, 0o600)
}
