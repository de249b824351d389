package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/reporting"
)

type reportingCommands struct {
	Duties  dutiesCmd     `cmd:"" help:"Ai báo cáo gì cho ai, hạn nào, theo điều khoản nào."`
	Status  statusCmd     `cmd:"" help:"Tổ chức nào phải báo cáo; đã có, trễ hay còn thiếu."`
	Offices officesCmd    `cmd:"" help:"Cơ quan nào phải tổng hợp; đã gửi chưa, vướng ở đâu."`
	Units   unitsCmd      `cmd:"" help:"Sở, ban, ngành và UBND cấp huyện nào phải báo cáo; đã có, trễ hay còn thiếu."`
	Unit    unitReportCmd `cmd:"" help:"Xem báo cáo của một đơn vị."`
	Take    unitTakeCmd   `cmd:"" help:"Tiếp nhận báo cáo của một đơn vị, hoặc bản đính chính, từ tệp YAML hoặc JSON."`
	Freeze  freezeCmd     `cmd:"" help:"Chốt và gửi báo cáo tổng hợp của cơ quan."`
	List    rollUpListCmd `cmd:"" help:"Các báo cáo tổng hợp đã chốt."`
	Get     rollUpGetCmd  `cmd:"" help:"Tải một báo cáo tổng hợp đã chốt (XLSX)."`
	Table   tableCmd      `cmd:"" help:"Biểu kinh tế tập thể của một địa bàn, theo ngày và theo hiểu biết lúc nào."`
	Changes changesCmd    `cmd:"" help:"Chạy lại một báo cáo đã chốt: số nào nay đã khác."`
}

type dutiesCmd struct {
	Year  int    `arg:"" help:"Năm."`
	Place string `help:"Mã địa bàn."`
}

// Run shows the duties of a year.
func (c *dutiesCmd) Run(ctx context.Context, d *desk) error {
	p := &api.ListReportingDutiesParams{}
	setText(&p.Place, c.Place)
	a, err := read(d.client.ListReportingDuties(ctx, c.Year, p))
	if err != nil {
		return err
	}
	return show(d, a, func(list api.ReportingDutyList) {
		t := newTable("HẠN", "BƯỚC", "AI", "GỬI CHO", "MẪU", "CĂN CỨ", "MỨC CHẮC CHẮN")
		for _, x := range list.Items {
			t.add(orElse(x.DueOn.String(), "-"), string(x.Step), x.Body, x.Recipient, orElse(x.Form, "-"), x.Cite[0].At+" "+x.Cite[0].Doc, string(x.Basis))
		}
		t.print(d.out)
	})
}

type statusCmd struct {
	Year      int    `arg:"" help:"Năm."`
	State     string `enum:",awaited,on_time,late,missing" default:"" help:"Chỉ trạng thái này: awaited, on_time, late, missing."`
	Authority string `help:"Mã hoặc id cơ quan."`
	Place     string `help:"Mã địa bàn."`
	Kind      string `help:"Loại hình."`
	Limit     int    `default:"50" help:"Số dòng."`
}

// Run shows who owes a report.
func (c *statusCmd) Run(ctx context.Context, d *desk) error {
	count := api.ListReportObligationsParamsCountExact
	p := &api.ListReportObligationsParams{Limit: &c.Limit, Count: &count}
	setText(&p.State, c.State)
	setText(&p.Authority, c.Authority)
	setText(&p.Place, c.Place)
	if c.Kind != "" {
		kind := coop.Kind(c.Kind)
		p.Kind = &kind
	}
	a, err := read(d.client.ListReportObligations(ctx, c.Year, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.ReportObligationPage) {
		t := newTable("MÃ SỐ", "LOẠI", "TÊN", "HẠN", "TRẠNG THÁI", "ĐẾN LÚC", "GỬI CHO", "ID")
		for _, o := range page.Items {
			office := "-"
			if o.Recipient != nil {
				office = o.Recipient.Code
			}
			t.add(orElse(value(o.Code), "-"), kindWord(o.Kind), o.Name, o.DueOn.String(), stateLabel(o.State), instantOr(o.ReceivedAt), office, o.OrganizationID.String())
		}
		t.print(d.out)
		printTotal(d.out, page.Total)
	})
}

func stateLabel(s reporting.State) string {
	return map[reporting.State]string{
		reporting.StateAwaited: "chưa đến hạn", reporting.StateOnTime: "đúng hạn", reporting.StateLate: "trễ", reporting.StateMissing: "THIẾU",
	}[s]
}

func instantOr(at *time.Time) string {
	if at == nil {
		return "-"
	}
	return at.Format(time.RFC3339)
}

type officesCmd struct {
	Year      int    `arg:"" help:"Năm."`
	Step      string `arg:"" enum:"unit,registration_office,provincial_office,department,groups_commune" help:"Bước: unit, registration_office, provincial_office, department, groups_commune."`
	Authority string `help:"Mã hoặc id cơ quan."`
	State     string `help:"Chỉ cơ quan có báo cáo tổng hợp: awaited, on_time, late, missing."`
	Limit     int    `default:"200" help:"Số dòng."`
}

// Run shows how the roll-ups of a step stand.
func (c *officesCmd) Run(ctx context.Context, d *desk) error {
	p := &api.ListReportingOfficesParams{Step: reporting.Step(c.Step), Limit: &c.Limit}
	setText(&p.Authority, c.Authority)
	setText(&p.State, c.State)
	a, err := read(d.client.ListReportingOffices(ctx, c.Year, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.OfficeReportingPage) {
		t := newTable("CƠ QUAN", "HẠN", "TRẠNG THÁI", "GỬI LÚC", "PHẢI BÁO CÁO", "ĐÚNG HẠN", "TRỄ", "CHƯA CÓ", "CẤP DƯỚI CHƯA GỬI")
		for _, o := range page.Items {
			t.add(o.Authority.Code, o.DueOn.String(), stateLabel(o.State), instantOr(o.SentAt), fmt.Sprint(o.Organizations.Owed), fmt.Sprint(o.Organizations.OnTime),
				fmt.Sprint(o.Organizations.Late), fmt.Sprint(o.Organizations.Out()), fmt.Sprint(o.Offices.Out()))
		}
		t.print(d.out)
	})
}

type freezeCmd struct {
	Year      int    `arg:"" help:"Năm."`
	Step      string `arg:"" enum:"unit,registration_office,provincial_office,department,groups_commune" help:"Bước: unit, registration_office, provincial_office, department, groups_commune."`
	Authority string `help:"Mã hoặc id cơ quan; mặc định cơ quan của khóa."`
	DryRun    bool   `help:"Chỉ tính thử, không ghi." name:"dry-run"`
}

// Run freezes a roll-up.
func (c *freezeCmd) Run(ctx context.Context, d *desk) error {
	body := api.RollUpDraft{Step: reporting.Step(c.Step)}
	setText(&body.Authority, c.Authority)
	a, err := read(d.client.CreateRollUp(ctx, c.Year, &api.CreateRollUpParams{DryRun: &c.DryRun, IdempotencyKey: d.retry}, body))
	if err != nil {
		return err
	}
	return show(d, a, func(r reporting.RollUp) {
		id := "(chạy thử)"
		if r.ID != nil {
			id = r.ID.String()
		}
		fmt.Fprintf(d.out, "Báo cáo tổng hợp năm %d, %s\n  id          %s\n", r.Year, r.Authority.Name, id)
		fmt.Fprintf(d.out, "  số liệu     đến %s, hạn %s, %s%s\n", r.AsOf, r.DueOn, stateLabel(r.State), map[bool]string{true: ", TẠM TÍNH"}[r.Provisional])
		fmt.Fprintf(d.out, "  tổ chức     phải báo cáo %d: đúng hạn %d, trễ %d, chưa có %d\n", r.Organizations.Owed, r.Organizations.OnTime, r.Organizations.Late, r.Organizations.Out())
		fmt.Fprintf(d.out, "  mã          %s\n", r.Digest)
		for _, line := range r.Tables[0].Lines {
			if v := line.Cells[0].Value; v != nil {
				fmt.Fprintf(d.out, "  %s %s: %d (%d tổ chức)\n", line.Code, line.Title, *v, line.Cells[0].Known)
			}
		}
	})
}

type rollUpListCmd struct {
	Year int    `arg:"" help:"Năm."`
	Step string `enum:",unit,registration_office,provincial_office,department,groups_commune" default:"" help:"Chỉ bước này."`
}

// Run lists frozen roll-ups.
func (c *rollUpListCmd) Run(ctx context.Context, d *desk) error {
	p := &api.ListRollUpsParams{}
	setText(&p.Step, c.Step)
	a, err := read(d.client.ListRollUps(ctx, c.Year, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.RollUpPage) {
		t := newTable("CƠ QUAN", "BƯỚC", "LẦN", "SỐ LIỆU ĐẾN", "CHỐT LÚC", "TRẠNG THÁI", "TẠM TÍNH", "ID")
		for _, e := range page.Items {
			t.add(e.Authority.Code, string(e.Step), fmt.Sprint(e.Number), e.AsOf.String(), e.KnownAt.Format(time.RFC3339), stateLabel(e.State),
				map[bool]string{true: "có", false: "không"}[e.Provisional], e.ID.String())
		}
		t.print(d.out)
	})
}

// rollUpTarget names a frozen roll-up.
type rollUpTarget struct {
	ID string `arg:"" help:"Id của báo cáo tổng hợp."`
}

func (t rollUpTarget) id() (id reporting.RollUpID, err error) {
	if err = id.UnmarshalText([]byte(t.ID)); err != nil {
		err = fmt.Errorf("id %q: %w", t.ID, err)
	}
	return id, err
}

type rollUpGetCmd struct {
	rollUpTarget
	Out string `default:"tong-hop.xlsx" help:"Tệp để ghi." short:"o"`
}

// Run downloads a roll-up as a workbook.
func (c *rollUpGetCmd) Run(ctx context.Context, d *desk) error {
	id, err := c.id()
	if err != nil {
		return err
	}
	a, err := read(d.client.GetRollUpXlsx(ctx, id))
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, a.body, 0o600); err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%s: %d byte\n", c.Out, len(a.body))
	return nil
}

type changesCmd struct {
	rollUpTarget
	KnownAt *time.Time `help:"Theo hiểu biết lúc này, như 2025-12-20T02:00:00Z." name:"known-at"`
}

// Run shows what has changed since a roll-up was frozen.
func (c *changesCmd) Run(ctx context.Context, d *desk) error {
	id, err := c.id()
	if err != nil {
		return err
	}
	a, err := read(d.client.CompareRollUp(ctx, id, &api.CompareRollUpParams{KnownAt: c.KnownAt}))
	if err != nil {
		return err
	}
	return show(d, a, func(r reporting.Changes) {
		if r.Same {
			fmt.Fprintln(d.out, "Không số nào khác.")
		}
		t := newTable("CHỈ TIÊU", "ĐÃ CHỐT", "NAY")
		for _, cell := range r.Cells {
			t.add(cell.Title, numberOr(cell.Before), numberOr(cell.After))
		}
		t.print(d.out)
		fmt.Fprintf(d.out, "Báo cáo: mới %d, đính chính %d; đánh giá: mới %d, sửa %d\n", r.Reports.New, r.Reports.Corrected, r.Ratings.New, r.Ratings.Corrected)
	})
}

func numberOr(n *int64) string {
	if n == nil {
		return "chưa biết"
	}
	return fmt.Sprint(*n)
}
