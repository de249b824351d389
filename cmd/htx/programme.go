package main

import (
	"context"
	"fmt"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

type programmeCommands struct {
	List        programmeListCmd `cmd:"" help:"Các chương trình."`
	Candidates  candidatesCmd    `cmd:"" help:"Ai có thể được chọn, và vì sao."`
	Show        candidateCmd     `cmd:"" help:"Một tổ chức: từng điều kiện, bằng chứng và điều còn thiếu."`
	Simulate    simulateCmd      `cmd:"" help:"Thử ngưỡng khác: thêm ai, bớt ai; không ghi gì."`
	Phases      phasesCmd        `cmd:"" help:"Các giai đoạn vào một ngày: đang ở đâu, còn bao lâu, phải đạt gì."`
	Nominations nominationsCmd   `cmd:"" help:"Các đề cử: bước phải đạt tiếp theo, hạn, chậm bao lâu."`
	Nominate    nominateCmd      `cmd:"" help:"Đề cử một tổ chức đã nộp đủ hồ sơ."`
	Advance     advanceCmd       `cmd:"" help:"Chuyển giai đoạn của một đề cử theo quyết định."`
}

// programmeFlag is the programme a command is about.
type programmeFlag struct {
	Programme string `default:"qd-167-2021" help:"Mã chương trình."`
}

type programmeListCmd struct{}

// Run lists the programmes.
func (*programmeListCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.ListProgrammes(ctx, &api.ListProgrammesParams{}))
	if err != nil {
		return err
	}
	return show(d, a, func(list api.ProgrammeList) {
		t := newTable("MÃ", "TỪ NGÀY", "ĐẾN TRƯỚC", "MỖI TỈNH", "TÊN")
		for _, p := range list.Items {
			quota := "-"
			if p.Quota.Province != nil {
				quota = fmt.Sprint(*p.Quota.Province)
			}
			t.add(p.Code, p.From.String(), orElse(p.To.String(), "-"), quota, p.Title)
		}
		t.print(d.out)
	})
}

type candidatesCmd struct {
	programmeFlag

	Verdict   string `help:"eligible, not_eligible hoặc undetermined."`
	Stage     string `help:"none, nominated, selected, piloting, completed, replicated, withdrawn; nominated là danh sách dự bị."`
	Place     string `help:"Mã địa bàn hiện nay."`
	Authority string `help:"Mã hoặc id cơ quan đã đăng ký tổ chức."`
	Model     string `help:"Mã mô hình, như M03."`
	Condition string `help:"Điều kiện không đạt, như QD167-M3; thêm :unknown hoặc :met cho câu trả lời khác."`
	AsOf      string `help:"Ngày xét." name:"as-of"`
	paging
}

// Run lists candidates.
func (c *candidatesCmd) Run(ctx context.Context, d *desk) error {
	count := api.ListCandidatesParamsCountExact
	p := &api.ListCandidatesParams{Limit: &c.Limit, Count: &count}
	setText(&p.Verdict, c.Verdict)
	setText(&p.Stage, c.Stage)
	setText(&p.Place, c.Place)
	setText(&p.Model, c.Model)
	setText(&p.Condition, c.Condition)
	setText(&p.Cursor, c.Cursor)
	var err error
	if p.AsOf, err = dayOf(c.AsOf); err != nil {
		return err
	}
	if err := d.setAuthority(ctx, &p.Authority, c.Authority, p.AsOf); err != nil {
		return err
	}
	a, err := read(d.client.ListCandidates(ctx, c.Programme, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.CandidatePage) {
		t := newTable("KẾT QUẢ", "GIAI ĐOẠN", "MÃ SỐ", "TÊN", "ID")
		for _, one := range page.Items {
			t.add(eligibilityWord(one.Verdict), stageWord(one.Stage), orElse(value(one.Organization.Code), "-"), one.Organization.Name, one.Organization.ID.String())
		}
		t.print(d.out)
		d.printEnd(page.Total, page.NextCursor)
	})
}

type candidateCmd struct {
	programmeFlag

	ID   string `arg:"" help:"Id tổ chức."`
	AsOf string `help:"Ngày xét." name:"as-of"`
}

// Run explains one candidate.
func (c *candidateCmd) Run(ctx context.Context, d *desk) error {
	organization, err := id.Parse[coop.Organization](c.ID)
	if err != nil {
		return err
	}
	asOf, err := dayOf(c.AsOf)
	if err != nil {
		return err
	}
	a, err := read(d.client.GetCandidate(ctx, c.Programme, organization, &api.GetCandidateParams{AsOf: asOf}))
	if err != nil {
		return err
	}
	return show(d, a, func(one replication.Candidate) {
		fmt.Fprintf(d.out, "%s\n%s\n", one.Organization.Name, one.Explanation)
		for _, found := range one.Conditions {
			mark := " "
			if found.Mandatory {
				mark = "*"
			}
			fmt.Fprintf(d.out, "%s %-16s %s. %s%s\n", mark, found.Code, found.Title, found.Detail, clause(found.Cite))
			for _, m := range found.Missing {
				fmt.Fprintf(d.out, "    còn thiếu: %s\n", m.Detail)
			}
		}
		fmt.Fprintln(d.out, "* điều kiện bắt buộc. Ưu tiên:")
		for _, o := range one.Priorities {
			fmt.Fprintf(d.out, "  %s\n", o.Detail)
		}
	})
}

func clause(cite []law.Cite) string {
	if len(cite) == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s, %s)", cite[0].At, cite[0].Doc)
}

type nominateCmd struct {
	programmeFlag

	ID      string `arg:"" help:"Id tổ chức."`
	Model   string `help:"Mã mô hình, như M03." required:""`
	Consent string `help:"Ngày tổ chức đồng ý tham gia." name:"consent-on" required:""`
	Dossier string `help:"Ngày đủ hồ sơ, nếu khác." name:"dossier-on"`
}

// Run nominates.
func (c *nominateCmd) Run(ctx context.Context, d *desk) error {
	organization, err := id.Parse[coop.Organization](c.ID)
	if err != nil {
		return err
	}
	body := api.NominationDraft{OrganizationID: organization, Model: c.Model}
	if body.ConsentOn, err = vn.ParseDate(c.Consent); err != nil {
		return err
	}
	if body.DossierOn, err = dayOf(c.Dossier); err != nil {
		return err
	}
	a, err := read(d.client.CreateNomination(ctx, c.Programme, &api.CreateNominationParams{IdempotencyKey: d.retry}, body))
	if err != nil {
		return err
	}
	return show(d, a, d.printNomination)
}

type advanceCmd struct {
	programmeFlag

	ID       string `arg:"" help:"Id đề cử."`
	Stage    string `arg:"" help:"selected, piloting, completed, replicated hoặc withdrawn."`
	Number   string `help:"Số quyết định."`
	IssuedOn string `help:"Ngày quyết định." name:"issued-on"`
	Issuer   string `help:"Cơ quan ban hành."`
}

// Run moves a nomination on.
func (c *advanceCmd) Run(ctx context.Context, d *desk) error {
	nomination, err := id.Parse[replication.Nomination](c.ID)
	if err != nil {
		return err
	}
	body := api.NominationAdvance{Stage: api.NominationAdvanceStage(c.Stage)}
	if c.Number != "" {
		body.Decision = &replication.Decision{Number: c.Number, Issuer: c.Issuer}
		if body.Decision.IssuedOn, err = vn.ParseDate(c.IssuedOn); err != nil {
			return err
		}
	}
	a, err := read(d.client.AdvanceNomination(ctx, c.Programme, nomination, &api.AdvanceNominationParams{IdempotencyKey: d.retry}, body))
	if err != nil {
		return err
	}
	return show(d, a, d.printNomination)
}

// printNomination tells the stage and what the last step should make people look at.
func (d *desk) printNomination(n replication.Nomination) {
	fmt.Fprintf(d.out, "đề cử %s\n  giai đoạn   %s\n", n.ID, stageWord(n.Stage))
	for _, check := range n.Steps[len(n.Steps)-1].Checks {
		if check.Answer != law.Met {
			fmt.Fprintf(d.out, "  lưu ý       %s: %s\n", check.Rule, check.Detail)
		}
	}
}
