package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"htxregistry/internal/dossier"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// printDossier tells people how a file stands: what was found wrong first, then its papers and the rules.
func (d *desk) printDossier(f dossier.Dossier) {
	fmt.Fprintf(d.out, "Hồ sơ %s\n", orElse(f.Number, "(nháp)"))
	fmt.Fprintf(d.out, "  id          %s (bản %d)\n", f.ID, f.Revision)
	fmt.Fprintf(d.out, "  thủ tục     %s, %s\n", procedureWord(f.Procedure), kindWord(f.OrganizationKind))
	fmt.Fprintf(d.out, "  tên         %s\n", f.Payload.Name.Vi)
	fmt.Fprintf(d.out, "  cơ quan     %s (%s)\n", f.Authority.Name, f.Authority.Code)
	fmt.Fprintf(d.out, "  trạng thái  %s%s\n", stateWord(f.State), map[bool]string{true: ", QUÁ HẠN"}[f.Overdue])
	filer := slices.DeleteFunc([]string{f.Filer.FullName, f.Filer.Phone, f.Filer.Email}, func(s string) bool { return s == "" })
	for _, line := range [][2]string{{"người nộp", strings.Join(filer, ", ")}, {"hạn trả", f.DueOn.String()}, {"hết giá trị", f.LapsesOn.String()}} {
		if line[1] != "" {
			fmt.Fprintf(d.out, "  %-11s %s\n", line[0], line[1])
		}
	}
	if f.OrganizationID != nil {
		fmt.Fprintf(d.out, "  tổ chức     %s\n", f.OrganizationID)
	}
	d.printReturns(f.Returns)
	if f.Decision != nil {
		for _, reason := range f.Decision.Reasons {
			fmt.Fprintf(d.out, "  lý do       %s\n", reason.Detail)
		}
	}
	d.printPapers(f.Documents)
	d.printVerdicts(slices.DeleteFunc(slices.Clone(f.Checks), func(v law.Verdict) bool {
		return v.Rule == "ENTRY-PAPERS" && strings.HasPrefix(v.Pointer, "/documents/") // stands among the papers
	}))
}

// printReturns tells every notice of defects, point by point.
func (d *desk) printReturns(returns []dossier.Return) {
	for _, r := range returns {
		mended := "chưa nộp lại"
		if r.MendedAt != nil {
			mended = "đã nộp lại ngày " + vn.DateIn(*r.MendedAt).String()
		}
		fmt.Fprintf(d.out, "  trả ngày    %s, %s\n", vn.DateIn(r.At), mended)
		for _, defect := range r.Defects {
			fmt.Fprintf(d.out, "    - %s: %s\n", defect.Pointer, defect.Detail)
		}
	}
}

// printPapers tells which papers are there, with the code that attach, paper and change take.
func (d *desk) printPapers(papers []dossier.Document) {
	for _, p := range papers {
		mark, how := "✗", "còn thiếu"
		switch {
		case p.SHA256 != "":
			mark, how = "✓", fmt.Sprintf("tệp, %d KB", (p.Size+1023)/1024)
		case p.OnPaper:
			mark, how = "✓", "bản giấy"
		case !p.Required:
			continue
		}
		fmt.Fprintf(d.out, "  %s giấy tờ   %s (%s): %s\n", mark, p.Title, p.Type, how)
	}
}

type receiptCmd struct {
	ID string `arg:"" help:"Id hoặc số hồ sơ."`
}

// Run prints what the filer takes home.
func (c *receiptCmd) Run(ctx context.Context, d *desk) error {
	a, _, err := d.find(ctx, c.ID)
	if err != nil {
		return err
	}
	return show(d, a, d.printReceipt)
}

func (d *desk) printReceipt(f dossier.Dossier) {
	if f.Receipt == nil {
		fmt.Fprintln(d.out, "Hồ sơ chưa được tiếp nhận nên chưa có giấy biên nhận.")
		return
	}
	fmt.Fprintf(d.out, "%s\nGIẤY BIÊN NHẬN HỒ SƠ số %s\n\n", f.Authority.Name, f.Receipt.Number)
	fmt.Fprintf(d.out, "Người nộp:  %s\nThủ tục:    %s, %s\nTên:        %s\n", orElse(f.Filer.FullName, "(không ghi)"), procedureWord(f.Procedure), kindWord(f.OrganizationKind), f.Payload.Name.Vi)
	received := f.Receipt.ReceivedAt.In(vn.Zone())
	fmt.Fprintf(d.out, "Nhận lúc:   %s\nHạn trả:    %s\n\nGiấy tờ đã nhận:\n", received.Format("15:04 02/01/2006"), orElse(f.Receipt.DueOn.String(), "luật không quy định"))
	for i, title := range f.Receipt.Papers {
		fmt.Fprintf(d.out, "  %d. %s\n", i+1, title)
	}
}
