package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"htxregistry/api"
	"htxregistry/internal/reporting"
)

type unitsCmd struct {
	Year    int        `arg:"" help:"Năm."`
	State   string     `enum:",awaited,on_time,late,missing" default:"" help:"Chỉ trạng thái này: awaited, on_time, late, missing."`
	Place   string     `help:"Mã địa bàn."`
	KnownAt *time.Time `help:"Theo hiểu biết lúc này, như 2021-12-20T02:00:00Z." name:"known-at"`
	Limit   int        `default:"200" help:"Số dòng."`
}

// Run shows which departments and People's Committees owe a report.
func (c *unitsCmd) Run(ctx context.Context, d *desk) error {
	count := api.ListReportingUnitsParamsCountExact
	p := &api.ListReportingUnitsParams{Limit: &c.Limit, Count: &count, KnownAt: c.KnownAt}
	setText(&p.State, c.State)
	setText(&p.Place, c.Place)
	a, err := read(d.client.ListReportingUnits(ctx, c.Year, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.UnitReportingPage) {
		t := newTable("MÃ", "ĐƠN VỊ", "HẠN", "TRẠNG THÁI", "ĐẾN LÚC", "BẢN", "MỨC CHẮC CHẮN")
		for _, u := range page.Items {
			t.add(u.Unit.Code, u.Unit.Name, u.DueOn.String(), stateLabel(u.State), instantOr(u.ReceivedAt), fmt.Sprint(u.Revision), string(u.Basis))
		}
		t.print(d.out)
		printTotal(d.out, page.Total)
	})
}

// unitTarget names the report of a unit of a year.
type unitTarget struct {
	Year int    `arg:"" help:"Năm."`
	Unit string `arg:"" help:"Mã đơn vị, như snnptnt-87 hoặc ubnd-866."`
}

type unitReportCmd struct {
	unitTarget

	KnownAt *time.Time `help:"Theo hiểu biết lúc này, như 2021-12-20T02:00:00Z." name:"known-at"`
}

// Run shows what a unit reported.
func (c *unitReportCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.GetUnitReport(ctx, c.Year, c.Unit, &api.GetUnitReportParams{KnownAt: c.KnownAt}))
	if err != nil {
		return err
	}
	return show(d, a, d.printUnitReport)
}

type unitTakeCmd struct {
	unitTarget

	File     string `help:"Tệp YAML hoặc JSON; - là đầu vào chuẩn." required:"" short:"f"`
	Revision *int64 `help:"Bản đang có; mặc định bản mới nhất."`
}

// Run takes the report of a unit in, or a correction.
func (c *unitTakeCmd) Run(ctx context.Context, d *desk) error {
	body, err := draftOf(c.File)
	if err != nil {
		return err
	}
	now, err := read(d.client.GetUnitReport(ctx, c.Year, c.Unit, &api.GetUnitReportParams{}))
	tag, err := tagged(c.Revision, now, err)
	if err != nil {
		return err
	}
	a, err := read(d.client.PutUnitReportWithBody(ctx, c.Year, c.Unit, &api.PutUnitReportParams{IfMatch: tag}, "application/json", bytes.NewReader(body)))
	if err != nil {
		return err
	}
	return show(d, a, d.printUnitReport)
}

func (d *desk) printUnitReport(r reporting.UnitReport) {
	fmt.Fprintf(d.out, "%s, năm %d, bản %d\n  văn bản     %s %s\n  đến lúc     %s, hạn %s\n  mã          %s\n\n%s\n", r.Unit.Name, r.Year, r.Revision,
		orElse(r.Number, "không số"), r.IssuedOn, r.ReceivedAt.Format(time.RFC3339), r.DueOn, r.Digest, r.Text)
	for _, f := range r.Figures {
		fmt.Fprintf(d.out, "  %s: %d %s\n", f.Name, f.Value, f.Unit)
	}
}
