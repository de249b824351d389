package main

import (
	"context"
	"fmt"

	"htxregistry/api"
	"htxregistry/internal/replication"
)

type nominationsCmd struct {
	programmeFlag

	Overdue   *bool  `help:"Chỉ đề cử chậm so với giai đoạn; --no-overdue: chỉ đề cử còn hạn." negatable:""`
	DueBefore string `help:"Hạn trước ngày này." name:"due-before"`
	Stage     string `enum:",nominated,selected,piloting,completed,replicated,withdrawn" default:"" help:"Bước đã đạt: nominated, selected, piloting, completed, replicated, withdrawn."`
	Place     string `help:"Mã địa bàn hiện nay."`
	Authority string `help:"Mã hoặc id cơ quan đã đăng ký tổ chức."`
	Model     string `help:"Mã mô hình, như M03."`
	AsOf      string `help:"Ngày xét." name:"as-of"`
	paging
}

// Run lists nominations by what falls due.
func (c *nominationsCmd) Run(ctx context.Context, d *desk) error {
	count := api.ListNominationsParamsCountExact
	p := &api.ListNominationsParams{Overdue: c.Overdue, Limit: &c.Limit, Count: &count}
	setText(&p.Stage, c.Stage)
	setText(&p.Place, c.Place)
	setText(&p.Model, c.Model)
	setText(&p.Cursor, c.Cursor)
	if err := setDays(dayFlag{&p.DueBefore, c.DueBefore}, dayFlag{&p.AsOf, c.AsOf}); err != nil {
		return err
	}
	if err := d.setAuthority(ctx, &p.Authority, c.Authority, p.AsOf); err != nil {
		return err
	}
	a, err := read(d.client.ListNominations(ctx, c.Programme, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.NominationPage) {
		t := newTable("HẠN", "", "PHẢI ĐẠT", "ĐÃ ĐẠT", "TỪ NGÀY", "MÃ SỐ", "TÊN", "ĐỀ CỬ", "CĂN CỨ")
		for _, n := range page.Items {
			due, stands, stage, cite := "-", "", "-", ""
			if l := n.Deadline; l != nil {
				due, stands, stage, cite = l.DueOn.String(), fmt.Sprintf("còn %d ngày", l.DaysLeft), stageWord(l.Stage), clause(l.Cite)
				if l.Overdue {
					stands = fmt.Sprintf("CHẬM %d ngày", l.DaysLate)
				}
			}
			t.add(due, stands, stage, stageWord(n.Stage), n.Since.String(), orElse(value(n.Organization.Code), "-"), n.Organization.Name, n.ID.String(), cite)
		}
		t.print(d.out)
		d.printEnd(page.Total, page.NextCursor)
	})
}

type phasesCmd struct {
	programmeFlag

	On string `help:"Ngày xét; không nêu thì là hôm nay."`
}

// Run tells where a day stands to the phases of a programme.
func (c *phasesCmd) Run(ctx context.Context, d *desk) error {
	on, err := dayOf(c.On)
	if err != nil {
		return err
	}
	a, err := read(d.client.GetProgramme(ctx, c.Programme, &api.GetProgrammeParams{On: on}))
	if err != nil {
		return err
	}
	return show(d, a, func(p replication.Programme) {
		t := newTable("GIAI ĐOẠN", "TỪ NGÀY", "ĐẾN HẾT", "", "PHẢI ĐẠT", "NỘI DUNG")
		for _, ph := range p.Phases {
			due := "-"
			if ph.Due != nil {
				due = stageWord(ph.Due.Stage)
			}
			t.add(ph.Code, orElse(ph.From.String(), "-"), orElse(ph.LastOn.String(), "-"), phaseStands(ph), due, ph.Title+clause(ph.Cite))
		}
		t.print(d.out)
	})
}

// phaseStands says where the day stands to a phase.
func phaseStands(ph replication.Phase) string {
	switch {
	case ph.State == replication.PhaseComing:
		return "chưa đến"
	case ph.State == replication.PhaseOver:
		return "đã hết"
	case ph.DaysLeft != nil:
		return fmt.Sprintf("đang diễn ra, còn %d ngày", *ph.DaysLeft)
	}
	return "đang diễn ra"
}
