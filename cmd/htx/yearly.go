package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/rating"
	"htxregistry/internal/vn"
)

// sheetOf names what one organisation reports of a year, or how it is rated for it.
type sheetOf struct {
	Organization string `arg:"" help:"Id hoặc mã số của tổ chức."`
	Year         int    `arg:"" help:"Năm."`
}

// sheetFile is a sheet to be put. The command reads the present one first and acts on the revision it saw.
type sheetFile struct {
	sheetOf
	File     string `help:"Tệp YAML hoặc JSON." required:"" short:"f" type:"existingfile"`
	Revision *int64 `help:"Chỉ ghi nếu bản hiện tại là bản này; 0: chưa có bản nào."`
}

// tagged is the tag of the revision to act on: the one named, else the one a read gave; 0 where nothing is kept yet.
func tagged(named *int64, a answer, err error) (string, error) {
	if named != nil {
		return strconv.Quote(strconv.FormatInt(*named, 10)), nil
	}
	if p, ok := errors.AsType[*problem](err); ok && slices.Contains([]string{"report-not-found", "rating-not-found", "unit-report-not-found", "hoi-quan-sheet-not-found"}, p.Code) {
		return `"0"`, nil
	}
	return a.etag, err
}

type reportCommands struct {
	List  reportListCmd  `cmd:"" help:"Các năm một tổ chức đã báo cáo, năm mới trước."`
	Show  reportShowCmd  `cmd:"" help:"Xem báo cáo của một năm."`
	Draft reportDraftCmd `cmd:"" help:"Lấy bản nháp để điền, lấy sẵn số liệu năm trước."`
	Put   reportPutCmd   `cmd:"" help:"Nộp hoặc sửa báo cáo từ tệp YAML hoặc JSON."`
}

type reportShowCmd struct {
	sheetOf
	KnownAt *time.Time `help:"Theo hiểu biết lúc này, như 2025-07-01T02:00:00Z." name:"known-at"`
}

// Run shows a report.
func (c *reportShowCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.GetReport(ctx, c.Organization, c.Year, &api.GetReportParams{KnownAt: c.KnownAt}))
	if err != nil {
		return err
	}
	return show(d, a, d.printReport)
}

func (d *desk) printReport(r rating.Report) {
	fmt.Fprintf(d.out, "Báo cáo năm %d (bản %d)\n", r.Year, r.Revision)
	if r.ReceivedAt != nil {
		fmt.Fprintf(d.out, "  đến lúc     %s\n", r.ReceivedAt.Format(time.RFC3339))
	}
	if r.Authority != nil {
		d.printOffice("cơ quan", r.Authority)
	}
	f := r.Figures
	if m := f.Members; m != nil {
		fmt.Fprintf(d.out, "  thành viên  %d\n", m.Official)
	}
	if f.Workers != nil {
		fmt.Fprintf(d.out, "  lao động    %d\n", *f.Workers)
	}
	for _, line := range []struct {
		title  string
		amount *vn.VND
	}{
		{"nguồn vốn", f.TotalCapital},
		{"tài sản", f.Assets},
		{"không chia", f.IndivisibleAssets},
		{"doanh thu", f.Revenue},
		{"- thành viên", f.RevenueMembers},
		{"- ngoài", f.RevenueOthers},
		{"lợi nhuận", f.PretaxProfit},
		{"thu nhập", f.Income},
		{"nộp NSNN", f.StatePayments},
		{"tiền lương", f.Wages},
		{"- ngoài TV", f.WagesOthers},
	} {
		if line.amount != nil {
			fmt.Fprintf(d.out, "  %-11s %s đồng\n", line.title, line.amount.Grouped())
		}
	}
	d.printVerdicts(r.Checks)
}

// printVerdicts tells every rule that is not simply met.
func (d *desk) printVerdicts(checks []law.Verdict) {
	for _, v := range checks {
		mark := map[law.Answer]string{law.Met: "✓", law.NotMet: "✗", law.Unknown: "?", law.NotApplicable: "-", law.NotInForce: "-"}[v.Answer]
		fmt.Fprintf(d.out, "  %s %s %s\n", mark, v.Rule, v.Detail)
	}
}

type reportDraftCmd struct {
	sheetOf
	Out string `help:"Tệp để ghi; không nêu thì in ra." short:"o"`
}

// Run writes a draft to be filled in: the figures that are kept, or those of the year before that last.
func (c *reportDraftCmd) Run(ctx context.Context, d *desk) error {
	prefill := true
	a, err := read(d.client.GetReport(ctx, c.Organization, c.Year, &api.GetReportParams{Prefill: &prefill}))
	if err != nil {
		return err
	}
	var kept struct {
		Figures map[string]any `json:"figures"`
	}
	decoder := json.NewDecoder(bytes.NewReader(a.body))
	decoder.UseNumber() // đồng stay whole
	if err := decoder.Decode(&kept); err != nil {
		return fmt.Errorf("máy chủ trả lời lạ: %w", err)
	}
	text, err := yaml.Marshal(map[string]any{"figures": plain(kept.Figures)})
	if err != nil {
		return err
	}
	if c.Out == "" {
		_, err = d.out.Write(text)
		return err
	}
	return os.WriteFile(c.Out, text, 0o600)
}

// plain turns the numbers of JSON into whole numbers, which YAML writes without quotes.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
	case map[string]any:
		for key, value := range v {
			v[key] = plain(value)
		}
	case []any:
		for i, value := range v {
			v[i] = plain(value)
		}
	}
	return v
}

type reportPutCmd struct{ sheetFile }

// Run files or corrects a report.
func (c *reportPutCmd) Run(ctx context.Context, d *desk) error {
	body, err := draftOf(c.File)
	if err != nil {
		return err
	}
	now, err := read(d.client.GetReport(ctx, c.Organization, c.Year, &api.GetReportParams{}))
	tag, err := tagged(c.Revision, now, err)
	if err != nil {
		return err
	}
	a, err := read(d.client.PutReportWithBody(ctx, c.Organization, c.Year, &api.PutReportParams{IfMatch: tag}, "application/json", bytes.NewReader(body)))
	if err != nil {
		return err
	}
	return show(d, a, d.printReport)
}

type ratingCommands struct {
	Show    ratingShowCmd    `cmd:"" help:"Xem kết quả đánh giá của một năm."`
	Put     ratingPutCmd     `cmd:"" help:"Ghi điểm tự chấm, hoặc hạng cơ quan khác đã xếp, từ tệp YAML hoặc JSON."`
	Verify  ratingVerifyCmd  `cmd:"" help:"Ghi điểm của cơ quan bên cạnh điểm tự chấm; không nêu dòng nào là đồng ý tất cả."`
	List    ratingListCmd    `cmd:"" help:"Danh sách kết quả đánh giá của một năm, cao trước."`
	Trend   ratingTrendCmd   `cmd:"" help:"Kết quả của một tổ chức qua các năm, năm mới trước."`
	Figures ratingFiguresCmd `cmd:"" help:"Số tổ chức theo hạng, chia theo cơ quan, địa bàn, loại hình hoặc ngành."`
}

type ratingShowCmd struct {
	sheetOf
	KnownAt *time.Time `help:"Theo hiểu biết lúc này, như 2025-07-01T02:00:00Z." name:"known-at"`
}

// Run shows a rating.
func (c *ratingShowCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.GetRating(ctx, c.Organization, c.Year, &api.GetRatingParams{KnownAt: c.KnownAt}))
	if err != nil {
		return err
	}
	return show(d, a, d.printRating)
}

func (d *desk) printRating(r rating.Rating) {
	fmt.Fprintf(d.out, "Đánh giá năm %d theo %s (bản %d)\n", r.Year, r.Scheme, r.Revision)
	switch {
	case r.Grade != nil:
		fmt.Fprintf(d.out, "  hạng        %s, %s (%s)\n", r.Grade.Grade, r.Grade.Source, r.Grade.IssuedOn)
	case r.Exempt:
		fmt.Fprintln(d.out, "  không đánh giá, xếp loại")
	default:
		fmt.Fprintf(d.out, "  tự chấm     %s %s\n", pointsOr(r.Total, "chưa đủ"), rankLabel(r.Rank))
	}
	if r.VerifiedTotal != nil {
		fmt.Fprintf(d.out, "  cơ quan     %s %s\n", pointsOr(r.VerifiedTotal, "-"), rankLabel(r.VerifiedRank))
	}
	for _, s := range r.Scores {
		if s.OfficePoints != nil && s.Points != nil && *s.OfficePoints != *s.Points {
			fmt.Fprintf(d.out, "  %s: tự chấm %s, cơ quan %s: %s\n", s.Line, pointsOr(s.Points, "-"), pointsOr(s.OfficePoints, "-"), s.OfficeReason)
		}
	}
	// Who is rated is not exempt: that is no fault to tell.
	d.printVerdicts(slices.DeleteFunc(slices.Clone(r.Checks), func(v law.Verdict) bool {
		return v.Answer == law.NotMet && rating.Exempting(v)
	}))
}

type ratingPutCmd struct{ sheetFile }

// Run enters an own score.
func (c *ratingPutCmd) Run(ctx context.Context, d *desk) error {
	body, err := draftOf(c.File)
	if err != nil {
		return err
	}
	now, err := read(d.client.GetRating(ctx, c.Organization, c.Year, &api.GetRatingParams{}))
	tag, err := tagged(c.Revision, now, err)
	if err != nil {
		return err
	}
	a, err := read(d.client.PutRatingWithBody(ctx, c.Organization, c.Year, &api.PutRatingParams{IfMatch: tag}, "application/json", bytes.NewReader(body)))
	if err != nil {
		return err
	}
	return show(d, a, d.printRating)
}

type ratingVerifyCmd struct {
	sheetOf
	Lines    []string `help:"Dòng cơ quan cho điểm khác, dạng C05=6,5=Có biên bản xử phạt." name:"line" sep:"none"`
	Revision *int64   `help:"Chỉ ghi nếu bản hiện tại là bản này."`
}

// Run puts the office's points beside the own score.
func (c *ratingVerifyCmd) Run(ctx context.Context, d *desk) error {
	body := api.RatingVerification{Scores: []api.OfficeScore{}}
	for _, text := range c.Lines {
		score, err := officeScore(text)
		if err != nil {
			return err
		}
		body.Scores = append(body.Scores, score)
	}
	now, err := read(d.client.GetRating(ctx, c.Organization, c.Year, &api.GetRatingParams{}))
	if err != nil {
		return err
	}
	tag, err := tagged(c.Revision, now, nil)
	if err != nil {
		return err
	}
	a, err := read(d.client.VerifyRating(ctx, c.Organization, c.Year, &api.VerifyRatingParams{IfMatch: tag, IdempotencyKey: d.retry}, body))
	if err != nil {
		return err
	}
	return show(d, a, d.printRating)
}

// officeScore reads LINE=POINTS=REASON.
func officeScore(text string) (api.OfficeScore, error) {
	line, rest, ok := strings.Cut(text, "=")
	given, reason, _ := strings.Cut(rest, "=")
	points, err := pointsOf(given)
	if !ok || err != nil {
		return api.OfficeScore{}, fmt.Errorf("%q: cần dạng DÒNG=ĐIỂM=LÝ DO, như C05=6,5=Có biên bản xử phạt", text)
	}
	score := api.OfficeScore{Line: line, Points: points}
	setText(&score.Reason, reason)
	return score, nil
}

// pointsOf reads points as people write them, 6 or 6,5 or 6.25, in hundredths.
func pointsOf(text string) (rating.Points, error) {
	whole, part, _ := strings.Cut(strings.ReplaceAll(text, ",", "."), ".")
	if whole == "" || len(part) > 2 {
		return 0, fmt.Errorf("%q: cần số nguyên hoặc nhiều nhất hai chữ số thập phân", text)
	}
	n, err := strconv.ParseUint(whole+(part + "00")[:2], 10, 16)
	return rating.Points(n), err
}

func pointsOr(p *rating.Points, none string) string {
	if p == nil {
		return none
	}
	text := fmt.Sprintf("%d,%02d", *p/100, *p%100)
	return strings.TrimSuffix(text, ",00")
}

func rankLabel[T ~string](rank T) string {
	return map[T]string{T(rating.RankGood): "Tốt", T(rating.RankFair): "Khá", T(rating.RankAverage): "Trung bình", T(rating.RankWeak): "Yếu"}[rank]
}

type ratingListCmd struct {
	Year      int    `arg:"" help:"Năm."`
	Rank      string `enum:",good,fair,average,weak" default:"" help:"Hạng: good, fair, average, weak."`
	Authority string `help:"Mã hoặc id cơ quan."`
	Place     string `help:"Mã địa bàn."`
	Kind      string `help:"Loại hình."`
	Exempt    *bool  `help:"Chỉ tổ chức không đánh giá (true) hoặc có đánh giá (false)."`
	Limit     int    `default:"50" help:"Số dòng."`
}

// Run lists ratings.
func (c *ratingListCmd) Run(ctx context.Context, d *desk) error {
	count := api.ListRatingsParamsCountExact
	p := &api.ListRatingsParams{Year: c.Year, Exempt: c.Exempt, Limit: &c.Limit, Count: &count}
	setText(&p.Rank, c.Rank)
	setText(&p.Place, c.Place)
	if c.Kind != "" {
		kind := coop.Kind(c.Kind)
		p.Kind = &kind
	}
	if err := d.setAuthority(ctx, &p.Authority, c.Authority, nil); err != nil {
		return err
	}
	a, err := read(d.client.ListRatings(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.RatingPage) {
		t := newTable("MÃ SỐ", "LOẠI", "TÊN", "TỰ CHẤM", "HẠNG", "CƠ QUAN", "HẠNG")
		for _, e := range page.Items {
			own := pointsOr(e.Total, "-")
			if e.Exempt {
				own = "không đánh giá"
			}
			t.add(orElse(value(e.Code), "-"), kindWord(e.Kind), e.Name, own, orElse(value(e.ExternalGrade), rankOr(e.Rank)), pointsOr(e.VerifiedTotal, "-"), rankOr(e.VerifiedRank))
		}
		t.print(d.out)
		printTotal(d.out, page.Total)
	})
}

func rankOr(r *rating.Rank) string {
	if r == nil {
		return "-"
	}
	return rankLabel(*r)
}
