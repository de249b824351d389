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

type tableCmd struct {
	Table     string     `arg:"" default:"indicators" enum:"indicators,summary" help:"Biểu: indicators (các chỉ tiêu), summary (số chính theo nhóm)."`
	By        string     `default:"kind" enum:"kind,model,sector,authority,place,district,commune" help:"Chia theo: kind, model, sector, authority, place (tỉnh), district, commune."`
	Year      int        `help:"Năm báo cáo; mặc định năm có ngày --as-of."`
	AsOf      string     `help:"Ngày." name:"as-of"`
	KnownAt   *time.Time `help:"Theo hiểu biết lúc này, như 2021-12-20T02:00:00Z." name:"known-at"`
	Place     string     `help:"Mã địa bàn, trên bản đồ của ngày --as-of."`
	Authority string     `help:"Mã hoặc id cơ quan: trên địa bàn của cơ quan."`
	Kind      string     `help:"Loại hình."`
	NoQTDND   bool       `help:"Không tính quỹ tín dụng nhân dân." name:"without-qtdnd"`
	Out       string     `help:"Ghi bảng tính (XLSX) vào tệp này." short:"o"`
}

// Run shows a table of the collective economy, or keeps it as a workbook.
func (c *tableCmd) Run(ctx context.Context, d *desk) error {
	p, err := c.params()
	if err != nil {
		return err
	}
	if c.Out != "" {
		a, err := read(d.client.GetStatisticsTableXlsx(ctx, api.StatisticsTable(c.Table), &api.GetStatisticsTableXlsxParams{
			By: p.By, Year: p.Year, AsOf: p.AsOf, KnownAt: p.KnownAt, Place: p.Place, Authority: p.Authority, Kind: p.Kind, WithoutQTDND: p.WithoutQTDND,
		}))
		if err != nil {
			return err
		}
		if err := os.WriteFile(c.Out, a.body, 0o600); err != nil {
			return err
		}
		fmt.Fprintf(d.out, "%s: %d byte\n", c.Out, len(a.body))
		return nil
	}
	a, err := read(d.client.GetStatisticsTable(ctx, api.StatisticsTable(c.Table), p))
	if err != nil {
		return err
	}
	return show(d, a, func(s reporting.Statistics) { printStatistics(d, s) })
}

func (c *tableCmd) params() (*api.GetStatisticsTableParams, error) {
	by := reporting.By(c.By)
	p := &api.GetStatisticsTableParams{By: &by, KnownAt: c.KnownAt, WithoutQTDND: &c.NoQTDND}
	on, err := dayOf(c.AsOf)
	if err != nil {
		return nil, err
	}
	p.AsOf = on
	if c.Year != 0 {
		p.Year = &c.Year
	}
	setText(&p.Place, c.Place)
	setText(&p.Authority, c.Authority)
	if c.Kind != "" {
		kind := coop.Kind(c.Kind)
		p.Kind = &kind
	}
	return p, nil
}

func printStatistics(d *desk, s reporting.Statistics) {
	head := []string{"MÃ", "CHỈ TIÊU"}
	for _, column := range s.Table.Columns {
		head = append(head, column.Title)
	}
	t := newTable(head...)
	for _, line := range s.Table.Lines {
		row := []string{orElse(line.Code, "-"), line.Title}
		for _, cell := range line.Cells {
			row = append(row, numberOr(cell.Value))
		}
		t.add(row...)
	}
	t.print(d.out)
	fmt.Fprintf(d.out, "Năm %d (%s – %s), ngày %s, theo hiểu biết lúc %s\nMã kiểm tra %s\n", s.Year, s.DataFrom, s.DataUntil, s.AsOf,
		s.KnownAt.Format(time.RFC3339Nano), s.Digest)
}
