package main

import (
	"context"
	"fmt"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/rating"
)

type reportListCmd struct {
	Organization string `arg:"" help:"Id hoặc mã số của tổ chức."`
	Limit        int    `default:"50" help:"Số năm."`
}

// Run lists what an organisation reported year by year.
func (c *reportListCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.ListReports(ctx, c.Organization, &api.ListReportsParams{Limit: &c.Limit}))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.ReportPage) {
		t := newTable("NĂM", "BẢN", "ĐẾN LÚC", "THÀNH VIÊN", "NGUỒN VỐN", "DOANH THU", "LỢI NHUẬN TRƯỚC THUẾ")
		for _, r := range page.Items {
			f, members := r.Figures, "-"
			if f.Members != nil {
				members = fmt.Sprint(f.Members.Official)
			}
			t.add(fmt.Sprint(r.Year), fmt.Sprint(r.Revision), instantOr(r.ReceivedAt), members, wholeOr(f.TotalCapital), wholeOr(f.Revenue), wholeOr(f.PretaxProfit))
		}
		t.print(d.out)
	})
}

// wholeOr writes a number, or a stroke for what is not known.
func wholeOr[T ~int64](n *T) string {
	if n == nil {
		return "-"
	}
	return fmt.Sprint(int64(*n))
}

type ratingTrendCmd struct {
	Organization string `arg:"" help:"Id hoặc mã số của tổ chức."`
	Limit        int    `default:"50" help:"Số năm."`
}

// Run shows how an organisation was rated year by year, and what changed against the year below under the same scheme.
func (c *ratingTrendCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.ListOrganizationRatings(ctx, c.Organization, &api.ListOrganizationRatingsParams{Limit: &c.Limit}))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.RatingPage) {
		t := newTable("NĂM", "THANG", "TỰ CHẤM", "HẠNG", "SO NĂM TRƯỚC", "CƠ QUAN", "HẠNG")
		for i, e := range page.Items {
			own, change := pointsOr(e.Total, "-"), "-"
			if e.Exempt {
				own = "không đánh giá"
			}
			if i+1 < len(page.Items) {
				change = changeFrom(page.Items[i+1], e)
			}
			t.add(fmt.Sprint(e.Year), e.Scheme, own, orElse(value(e.ExternalGrade), rankOr(e.Rank)), change, pointsOr(e.VerifiedTotal, "-"), rankOr(e.VerifiedRank))
		}
		t.print(d.out)
	})
}

// changeFrom is what the total changed from one year to the next; totals of two schemes, or years apart, do not compare.
func changeFrom(before, now rating.Entry) string {
	if before.Total == nil || now.Total == nil || before.Scheme != now.Scheme || before.Year != now.Year-1 {
		return "-"
	}
	by := *now.Total - *before.Total
	switch {
	case by > 0:
		return "+" + pointsOr(&by, "")
	case by < 0:
		by = -by
		return "-" + pointsOr(&by, "")
	}
	return "0"
}

type ratingFiguresCmd struct {
	Year         int    `arg:"" help:"Năm."`
	By           string `default:"kind" enum:"authority,place,district,commune,kind,sector" help:"Theo: authority, place (tỉnh), district, commune, kind, sector."`
	Place        string `help:"Mã địa bàn hiện nay."`
	Kind         string `help:"Loại hình."`
	WithoutQTDND bool   `help:"Không tính quỹ tín dụng nhân dân." name:"without-qtdnd"`
}

// Run counts the ratings of a year by rank and group.
func (c *ratingFiguresCmd) Run(ctx context.Context, d *desk) error {
	by := api.GetRatingStatisticsParamsBy(c.By)
	p := &api.GetRatingStatisticsParams{Year: c.Year, By: &by, WithoutQTDND: &c.WithoutQTDND}
	setText(&p.Place, c.Place)
	if c.Kind != "" {
		kind := coop.Kind(c.Kind)
		p.Kind = &kind
	}
	a, err := read(d.client.GetRatingStatistics(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(figures api.RatingStatistics) {
		t := newTable("NHÓM", "TỐT", "KHÁ", "TRUNG BÌNH", "YẾU", "KHÔNG ĐÁNH GIÁ", "CHƯA XẾP HẠNG")
		for rest := figures.Items; len(rest) > 0; {
			group := rest[0]
			counts := map[rating.Rank]int{}
			exempt := 0
			for ; len(rest) > 0 && rest[0].Key == group.Key; rest = rest[1:] {
				switch {
				case rest[0].Exempt:
					exempt += rest[0].Count
				default:
					counts[value(rest[0].Rank)] += rest[0].Count
				}
			}
			row := []string{orElse(group.Label, "chưa rõ")}
			for _, rank := range rating.Ranks() {
				row = append(row, fmt.Sprint(counts[rank]))
			}
			t.add(append(row, fmt.Sprint(exempt), fmt.Sprint(counts[""]))...)
		}
		t.print(d.out)
	})
}
