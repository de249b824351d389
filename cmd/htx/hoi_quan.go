package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"htxregistry/api"
	"htxregistry/internal/hoiquan"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

type hoiQuanCommands struct {
	Show   hoiQuanShowCmd   `cmd:"" help:"Thông tin riêng của một Hội quán."`
	Put    hoiQuanPutCmd    `cmd:"" help:"Ghi thông tin riêng từ tệp YAML hoặc JSON."`
	List   hoiQuanListCmd   `cmd:"" help:"Các Hội quán và mức sẵn sàng thành lập hợp tác xã."`
	Growth hoiQuanGrowthCmd `cmd:"" help:"Số Hội quán và thành viên theo năm ra mắt hoặc theo xã."`
}

type hoiQuan struct {
	Organization string `arg:"" help:"Id của Hội quán."`
}

type hoiQuanShowCmd struct {
	hoiQuan
	clocks
}

// Run shows the facts of a Hội quán.
func (c *hoiQuanShowCmd) Run(ctx context.Context, d *desk) error {
	p := &api.GetHoiQuanParams{}
	if err := c.set(&p.AsOf, &p.KnownAt); err != nil {
		return err
	}
	a, err := read(d.client.GetHoiQuan(ctx, c.Organization, p))
	if err != nil {
		return err
	}
	return show(d, a, d.printHoiQuan)
}

func (d *desk) printHoiQuan(s hoiquan.Sheet) {
	fmt.Fprintf(d.out, "Thông tin từ %s (bản %d)\n", s.From, s.Revision)
	f := s.Facts
	line := func(title, text string) {
		if text != "" {
			fmt.Fprintf(d.out, "  %-11s %s\n", title, text)
		}
	}
	line("ra mắt", dayText(f.LaunchedOn))
	line("thứ/huyện", numberText(f.OrdinalDistrict))
	line("thứ/tỉnh", numberText(f.OrdinalProvince))
	line("chủ nhiệm", numberText(f.BoardSize))
	line("ngành nghề", strings.Join(f.Trades, ", "))
	line("vùng trồng", strings.Join(f.GrowingAreaCodes, ", "))
	if f.Label != nil {
		line("danh hiệu", f.Label.Name+" ("+f.Label.Decision.Number+")")
	}
	if ready := f.Founding; ready != nil {
		line("sáng lập", numberText(ready.Founders))
		line("phương án", dayText(ready.PlanDraft))
		line("điều lệ", dayText(ready.CharterDraft))
	}
	d.printOffice("cơ quan", s.Authority)
}

func dayText(on vn.Date) string {
	if on.IsZero() {
		return ""
	}
	return on.String()
}

func numberText(n *int) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(*n)
}

type hoiQuanPutCmd struct {
	hoiQuan
	File     string `help:"Tệp YAML hoặc JSON." required:"" short:"f" type:"existingfile"`
	Revision *int64 `help:"Chỉ ghi nếu bản hiện tại là bản này; 0: chưa có bản nào."`
}

// Run keeps the facts of a Hội quán.
func (c *hoiQuanPutCmd) Run(ctx context.Context, d *desk) error {
	body, err := draftOf(c.File)
	if err != nil {
		return err
	}
	now, err := read(d.client.GetHoiQuan(ctx, c.Organization, &api.GetHoiQuanParams{}))
	tag, err := tagged(c.Revision, now, err)
	if err != nil {
		return err
	}
	a, err := read(d.client.PutHoiQuanWithBody(ctx, c.Organization, &api.PutHoiQuanParams{IfMatch: tag}, "application/json", bytes.NewReader(body)))
	if err != nil {
		return err
	}
	return show(d, a, d.printHoiQuan)
}

type hoiQuanListCmd struct {
	Place string `help:"Mã địa bàn hiện nay."`
	Near  bool   `help:"Chỉ Hội quán đủ số thành viên một hợp tác xã cần và chưa sinh ra hợp tác xã nào."`
	On    string `help:"Theo pháp luật của ngày này."`
	Why   bool   `help:"Nêu từng điều kiện: đạt, chưa đạt, hay chưa rõ và cần bổ sung gì."`
	Limit int    `default:"50" help:"Số dòng."`
	clocks
}

// Run lists Hội quán and how near each is to founding an HTX.
func (c *hoiQuanListCmd) Run(ctx context.Context, d *desk) error {
	on, err := dayOf(c.On)
	if err != nil {
		return err
	}
	count := api.ListHoiQuanParamsCountExact
	p := &api.ListHoiQuanParams{Near: &c.Near, On: on, Limit: &c.Limit, Count: &count}
	if err := c.set(&p.AsOf, &p.KnownAt); err != nil {
		return err
	}
	setText(&p.Place, c.Place)
	a, err := read(d.client.ListHoiQuan(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.HoiQuanPage) {
		if c.Why {
			for _, e := range page.Items {
				fmt.Fprintf(d.out, "%s, %s: %s (%s)\n", e.Name, e.Place.Name, readinessWord(e.Readiness.Answer), e.OrganizationID)
				d.printVerdicts(e.Readiness.Needs)
			}
		} else {
			d.printHoiQuanTable(page.Items)
		}
		printTotal(d.out, page.Total)
	})
}

func (d *desk) printHoiQuanTable(entries []hoiquan.Entry) {
	t := newTable("TÊN", "ĐỊA BÀN", "THÀNH VIÊN", "SẴN SÀNG", "HTX SINH RA", "ID")
	for _, e := range entries {
		members := "không rõ"
		if e.Members != nil {
			members = fmt.Sprint(e.Members.Official)
		}
		t.add(e.Name, e.Place.Name, members, readinessWord(e.Readiness.Answer), fmt.Sprint(len(e.Born)), e.OrganizationID.String())
	}
	t.print(d.out)
}

func readinessWord(a law.Answer) string {
	return word(map[law.Answer]string{law.Met: "đủ điều kiện", law.NotMet: "chưa đủ", law.Unknown: "chưa rõ"}, a)
}

type hoiQuanGrowthCmd struct {
	By string `default:"year" enum:"year,commune" help:"Theo năm ra mắt (year) hoặc xã (commune)."`
	clocks
}

// Run shows how Hội quán grew.
func (c *hoiQuanGrowthCmd) Run(ctx context.Context, d *desk) error {
	p := &api.GetStatisticsHoiQuanParams{By: api.GetStatisticsHoiQuanParamsBy(c.By)}
	if err := c.set(&p.AsOf, &p.KnownAt); err != nil {
		return err
	}
	a, err := read(d.client.GetStatisticsHoiQuan(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(s hoiquan.GrowthTable) {
		t := newTable("NĂM, XÃ", "HỘI QUÁN", "THÀNH VIÊN", "KHÔNG RÕ SỐ THÀNH VIÊN")
		for _, g := range s.Items {
			t.add(yearOrCommune(g.Year, g.Commune), fmt.Sprint(g.Count), fmt.Sprint(g.Members), fmt.Sprint(g.Uncounted))
		}
		t.print(d.out)
		fmt.Fprintf(d.out, "Tổng ngày %s: %d Hội quán, %d thành viên\n", s.AsOf, s.Total, s.Members)
	})
}
