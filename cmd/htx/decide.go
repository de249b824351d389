package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
)

// target is a dossier to act on. The command reads it first and acts on the revision it saw.
type target struct {
	ID       string `arg:"" help:"Id hoặc số hồ sơ."`
	Revision int64  `help:"Chỉ thao tác nếu hồ sơ còn ở bản này."`
}

// tag is the revision to act on: the one the user named, else the one just read.
func (t target) tag(now answer) string {
	if t.Revision > 0 {
		return fmt.Sprintf("%q", fmt.Sprint(t.Revision))
	}
	return now.etag
}

// act does one step on a dossier.
func (d *desk) act(ctx context.Context, t target, step func(id dossier.ID, tag string) (*http.Response, error)) error {
	now, id, err := d.find(ctx, t.ID)
	if err != nil {
		return err
	}
	a, err := read(step(id, t.tag(now)))
	if err != nil {
		return err
	}
	return show(d, a, func(f dossier.Dossier) {
		d.printDossier(f)
		if f.State == dossier.StateApproved && f.OrganizationID != nil {
			d.printCode(ctx, f.OrganizationID.String())
		}
	})
}

// printCode tells the code of what was registered. The dossier is decided whether or not this can be read.
func (d *desk) printCode(ctx context.Context, organization string) {
	a, err := read(d.client.GetOrganization(ctx, organization, &api.GetOrganizationParams{}))
	var o coop.Profile
	if err != nil || json.Unmarshal(a.body, &o) != nil {
		return
	}
	fmt.Fprintf(d.out, "  mã số       %s\n", orElse(value(o.Code), "(không cấp)"))
	if number := o.Registration.CertificateNumber; number != "" {
		fmt.Fprintf(d.out, "  giấy số     %s\n", number)
	}
}

type submitCmd struct {
	target
}

// Run receives a dossier.
func (c *submitCmd) Run(ctx context.Context, d *desk) error {
	return d.act(ctx, c.target, func(id dossier.ID, tag string) (*http.Response, error) {
		return d.client.SubmitDossier(ctx, id, &api.SubmitDossierParams{IfMatch: tag, IdempotencyKey: d.retry})
	})
}

type returnCmd struct {
	target
	Defects []string `help:"Điểm cần sửa, dạng /documents/charter=Điều lệ thiếu chữ ký; nêu hết trong một lần." name:"defect" required:"" sep:"none"`
}

// Run returns a dossier with every defect.
func (c *returnCmd) Run(ctx context.Context, d *desk) error {
	var body api.DossierReturn
	for _, text := range c.Defects {
		pointer, detail, ok := strings.Cut(text, "=")
		if !ok {
			pointer, detail = "/", text
		}
		body.Defects = append(body.Defects, dossier.Defect{Pointer: pointer, Detail: detail})
	}
	return d.act(ctx, c.target, func(id dossier.ID, tag string) (*http.Response, error) {
		return d.client.ReturnDossier(ctx, id, &api.ReturnDossierParams{IfMatch: tag, IdempotencyKey: d.retry}, body)
	})
}

type approveCmd struct {
	target
	CertificateNumber string `help:"Số giấy chứng nhận, cho các ngày trước 28/5/2019." name:"certificate-number"`
}

// Run approves a dossier.
func (c *approveCmd) Run(ctx context.Context, d *desk) error {
	var body api.DossierApproval
	if c.CertificateNumber != "" {
		body.CertificateNumber = &c.CertificateNumber
	}
	return d.act(ctx, c.target, func(id dossier.ID, tag string) (*http.Response, error) {
		return d.client.ApproveDossier(ctx, id, &api.ApproveDossierParams{IfMatch: tag, IdempotencyKey: d.retry}, body)
	})
}

type refuseCmd struct {
	target
	Reasons []string `help:"Lý do; nêu hết trong một lần." name:"reason" required:"" sep:"none"`
}

// Run refuses a dossier.
func (c *refuseCmd) Run(ctx context.Context, d *desk) error {
	var body api.DossierRefusal
	for _, text := range c.Reasons {
		body.Reasons = append(body.Reasons, dossier.Reason{Detail: text})
	}
	return d.act(ctx, c.target, func(id dossier.ID, tag string) (*http.Response, error) {
		return d.client.RefuseDossier(ctx, id, &api.RefuseDossierParams{IfMatch: tag, IdempotencyKey: d.retry}, body)
	})
}

type withdrawCmd struct {
	target
	Reason string `help:"Lý do của người nộp." required:""`
}

// Run withdraws a dossier.
func (c *withdrawCmd) Run(ctx context.Context, d *desk) error {
	return d.act(ctx, c.target, func(id dossier.ID, tag string) (*http.Response, error) {
		return d.client.WithdrawDossier(ctx, id, &api.WithdrawDossierParams{IfMatch: tag, IdempotencyKey: d.retry}, api.DossierWithdrawal{Reason: c.Reason})
	})
}
