package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/vn"
)

type jurisdictionCmd struct {
	Kind      string `arg:"" help:"Loại hình, như htx hoặc branch."`
	Place     string `arg:"" help:"Mã xã, phường."`
	On        string `help:"Ngày, mặc định hôm nay."`
	Procedure string `help:"Thủ tục, mặc định formation."`
}

// Run tells who is competent.
func (c *jurisdictionCmd) Run(ctx context.Context, d *desk) error {
	on, err := dayOf(c.On)
	if err != nil {
		return err
	}
	p := &api.ResolveJurisdictionParams{Kind: api.SubjectKind(c.Kind), Place: c.Place, On: on}
	setText(&p.Procedure, c.Procedure)
	a, err := read(d.client.ResolveJurisdiction(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(g jurisdiction.Answer) {
		fmt.Fprintln(d.out, g.Explanation)
		d.printOffice("thẩm quyền", g.Authority)
		if g.Keeper != nil && (g.Authority == nil || g.Keeper.ID != g.Authority.ID) {
			d.printOffice("ghi nhận", g.Keeper)
		}
		for _, b := range g.Became {
			fmt.Fprintf(d.out, "  %s (%s)\n", b.Name, b.Code)
		}
		for _, cite := range g.Rule.Cite {
			fmt.Fprintf(d.out, "  Căn cứ: %s, %s (%s)\n", cite.At, cite.Doc, basisWord(g.Rule.Basis))
		}
	})
}

type nameCommands struct {
	Check     nameCheckCmd      `cmd:"" help:"Tên có đúng thể thức và còn trống không."`
	Complaint complaintCommands `cmd:"" help:"Đề nghị đổi tên vì xâm phạm quyền sở hữu công nghiệp."`
}

type nameCheckCmd struct {
	Kind     string `arg:"" help:"Loại hình."`
	Name     string `arg:"" help:"Tên dự kiến."`
	Place    string `help:"Mã xã của trụ sở."`
	On       string `help:"Ngày."`
	Short    string `help:"Tên viết tắt."`
	Foreign  string `help:"Tên bằng tiếng nước ngoài."`
	MemberOf string `help:"Id liên hiệp hoặc hợp tác xã mà tổ chức là thành viên." name:"member-of"`
	Notice   bool   `help:"Tổ hợp tác chỉ thông báo, không đăng ký."`
	Consent  bool   `help:"Cơ quan, tổ chức có tên được dùng đã chấp thuận."`
	Rules    bool   `help:"Cho biết các quy tắc đã áp dụng."`
}

// Run checks a name.
func (c *nameCheckCmd) Run(ctx context.Context, d *desk) error {
	q := naming.Question{
		Kind: coop.Kind(c.Kind), Name: c.Name, SeatPlace: c.Place, ShortName: c.Short, ForeignName: c.Foreign, MemberOf: c.MemberOf, Consent: c.Consent,
	}
	if c.Notice {
		q.Track = coop.TrackNotice
	}
	if on, err := dayOf(c.On); err != nil {
		return err
	} else if on != nil {
		q.On = *on
	}
	a, err := read(d.client.CheckName(ctx, q))
	if err != nil {
		return err
	}
	return show(d, a, func(n naming.Answer) {
		fmt.Fprintf(d.out, "%s: %s\n", nameWord(n.Verdict), n.Scope)
		for _, h := range n.Hits {
			fmt.Fprintf(d.out, "  - %s (%s) %s\n", h.Rule, nameWord(h.Verdict), h.Detail)
			for _, cite := range h.Cite {
				fmt.Fprintf(d.out, "    Căn cứ: %s, %s\n", cite.At, cite.Doc)
			}
		}
		for _, r := range n.Rules {
			if c.Rules || r.Open {
				fmt.Fprintf(d.out, "  · %s: %s\n", r.Rule, r.Detail)
			}
		}
	})
}

type statsCmd struct {
	AsOf  string `help:"Ngày." name:"as-of"`
	Place string `help:"Mã tỉnh."`
	On    string `help:"Đọc mã tỉnh theo bản đồ của ngày này."`
	Level string `help:"Cấp."`
}

// Run shows numbers by issuing authority.
func (c *statsCmd) Run(ctx context.Context, d *desk) error {
	on, err := dayOf(c.AsOf)
	if err != nil {
		return err
	}
	p := &api.GetStatisticsByAuthorityParams{AsOf: on}
	if p.On, err = dayOf(c.On); err != nil {
		return err
	}
	setText(&p.Place, c.Place)
	setText(&p.Level, c.Level)
	a, err := read(d.client.GetStatisticsByAuthority(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(s coop.AuthorityStatistics) {
		t := newTable("CẤP", "CƠ QUAN", "LOẠI", "TRẠNG THÁI", "SỐ")
		for _, i := range s.Items {
			office := "không rõ"
			if i.Authority != nil {
				office = i.Authority.Name
			}
			t.add(levelWord(jurisdiction.Level(orElse(value(i.Level), "-"))), office, kindWord(i.Kind), statusWord(i.Status), fmt.Sprint(i.Count))
		}
		t.print(d.out)
		fmt.Fprintf(d.out, "Tổng ngày %s: %d\n", s.AsOf, s.Total)
	})
}

type birthsCmd struct {
	By string `default:"year" enum:"year,commune" help:"Theo năm (year) hoặc xã (commune)."`
	clocks
}

// Run shows how many HTX were born from Hội quán.
func (c *birthsCmd) Run(ctx context.Context, d *desk) error {
	p := &api.GetStatisticsBornFromHoiQuanParams{By: api.GetStatisticsBornFromHoiQuanParamsBy(c.By)}
	if err := c.set(&p.AsOf, &p.KnownAt); err != nil {
		return err
	}
	a, err := read(d.client.GetStatisticsBornFromHoiQuan(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(s coop.BirthStatistics) {
		t := newTable("NĂM, XÃ", "SỐ")
		for _, i := range s.Items {
			t.add(yearOrCommune(i.Year, i.Commune), fmt.Sprint(i.Count))
		}
		t.print(d.out)
		fmt.Fprintf(d.out, "Tổng ngày %s: %d\n", s.AsOf, s.Total)
	})
}

// yearOrCommune heads a line of figures by the one it is of.
func yearOrCommune(year *int, commune *coop.PlaceRef) string {
	switch {
	case year != nil:
		return fmt.Sprint(*year)
	case commune != nil:
		return commune.Name
	}
	return "không rõ"
}

type placesCmd struct {
	Q      string `arg:"" help:"Chữ trong tên."`
	Parent string `help:"Mã cấp trên."`
	On     string `help:"Ngày."`
}

// Run finds places.
func (c *placesCmd) Run(ctx context.Context, d *desk) error {
	on, err := dayOf(c.On)
	if err != nil {
		return err
	}
	p := &api.ListPlacesParams{Q: &c.Q, On: on}
	setText(&p.Parent, c.Parent)
	a, err := read(d.client.ListPlaces(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.PlacePage) {
		t := newTable("MÃ", "TÊN", "CẤP TRÊN")
		for _, x := range page.Items {
			parent, _ := x.ParentCode.Get()
			t.add(x.Code, x.Name, parent)
		}
		t.print(d.out)
	})
}

type authoritiesCmd struct {
	Q     string `arg:"" help:"Chữ trong tên hoặc mã." optional:""`
	Place string `help:"Mã địa bàn."`
	Level string `help:"Cấp."`
	On    string `help:"Ngày."`
}

// Run finds authorities.
func (c *authoritiesCmd) Run(ctx context.Context, d *desk) error {
	on, err := dayOf(c.On)
	if err != nil {
		return err
	}
	p := &api.ListAuthoritiesParams{On: on}
	setText(&p.Q, c.Q)
	setText(&p.Place, c.Place)
	setText(&p.Level, c.Level)
	a, err := read(d.client.ListAuthorities(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.AuthorityPage) {
		t := newTable("MÃ", "TÊN", "CẤP", "ID")
		for _, x := range page.Items {
			t.add(x.Code, x.Name, levelWord(jurisdiction.Level(x.Level)), x.ID.String())
		}
		t.print(d.out)
	})
}

type rulesCmd struct {
	Topic string `arg:"" help:"Chủ đề, như jurisdiction, members, papers, deadlines." optional:""`
	On    string `help:"Ngày."`
}

// Run shows the rulebook of a day.
func (c *rulesCmd) Run(ctx context.Context, d *desk) error {
	on, err := dayOf(c.On)
	if err != nil {
		return err
	}
	p := &api.ListRulesParams{On: on}
	setText(&p.Topic, c.Topic)
	a, err := read(d.client.ListRules(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(list api.RuleList) {
		t := newTable("MÃ", "NỘI DUNG", "CĂN CỨ", "MỨC CHẮC CHẮN")
		for _, r := range list.Items {
			cites := make([]string, len(r.Cite))
			for i, c := range r.Cite {
				cites[i] = c.At + " " + c.Doc
			}
			t.add(r.Code, r.Title, strings.Join(cites, "; "), basisWord(law.Basis(r.Basis)))
		}
		t.print(d.out)
	})
}

type importCmd struct {
	File    string `arg:"" help:"Tệp CSV hoặc XLSX." type:"existingfile"`
	Commit  bool   `help:"Ghi thật."`
	Partial bool   `help:"Ghi các dòng đúng dù có dòng sai."`
}

// Run takes an opening book over.
func (c *importCmd) Run(ctx context.Context, d *desk) error {
	book, err := os.ReadFile(c.File) // whole: an open file could not be sent a second time
	if err != nil {
		return err
	}
	media := "text/csv"
	if strings.EqualFold(filepath.Ext(c.File), ".xlsx") {
		media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	dryRun := !c.Commit
	a, err := read(d.client.CreateImportWithBody(ctx, &api.CreateImportParams{DryRun: &dryRun, Partial: &c.Partial, IdempotencyKey: d.retry}, media, bytes.NewReader(book)))
	if err != nil {
		return err
	}
	err = show(d, a, func(r coop.BookResult) {
		for _, row := range r.Items {
			for _, e := range row.Errors {
				fmt.Fprintf(d.out, "dòng %d, %s: %s\n", row.Row, e.Parameter, e.Detail)
			}
			for _, e := range row.Warnings {
				fmt.Fprintf(d.out, "dòng %d, %s (lưu ý): %s\n", row.Row, e.Parameter, e.Detail)
			}
		}
		fmt.Fprintf(d.out, "%d dòng: thêm %d, đã có %d, lỗi %d%s\n", r.Rows, r.Added, r.Known, r.Faulty, map[bool]string{true: " (chạy thử)"}[r.DryRun])
	})
	var sums coop.BookResult
	if err == nil && json.Unmarshal(a.body, &sums) == nil && sums.Faulty > 0 && !c.Partial {
		return errFaultyRows
	}
	return err
}

// errFaultyRows is a book that is not taken over as it is.
var errFaultyRows = errors.New("sổ có dòng sai, chưa ghi gì; hãy sửa rồi nạp lại, hoặc thêm --partial")

type clockCmd struct {
	Set string `help:"Chuyển tới ngày này (8 giờ sáng)."`
}

// Run shows or moves the clock of a sandbox.
func (c *clockCmd) Run(ctx context.Context, d *desk) error {
	line := func(s api.Sandbox) { fmt.Fprintf(d.out, "%s (%s)\n", s.Today, s.Now.Format(time.RFC3339)) }
	if c.Set == "" {
		a, err := read(d.client.GetSandbox(ctx))
		if err != nil {
			return err
		}
		return show(d, a, line)
	}
	day, err := vn.ParseDate(c.Set)
	if err != nil {
		return err
	}
	a, err := read(d.client.SetSandboxClock(ctx, &api.SetSandboxClockParams{IdempotencyKey: &d.retry}, api.SandboxClock{Now: day.Start().Add(8 * time.Hour)}))
	if err != nil {
		return err
	}
	return show(d, a, line)
}

// setText sets an optional parameter when there is a text for it.
func setText[T ~string](into **T, s string) {
	if s != "" {
		v := T(s)
		*into = &v
	}
}

func dayOf(s string) (*vn.Date, error) {
	if s == "" {
		return nil, nil //nolint:nilnil // not given
	}
	d, err := vn.ParseDate(s)
	if err != nil {
		return nil, fmt.Errorf("%q không phải ngày dạng YYYY-MM-DD", s)
	}
	return &d, nil
}

// dayFlag is a flag with a day, and the parameter it goes into.
type dayFlag struct {
	into **vn.Date
	text string
}

func setDays(flags ...dayFlag) error {
	for _, f := range flags {
		var err error
		if *f.into, err = dayOf(f.text); err != nil {
			return err
		}
	}
	return nil
}

func value[T ~string](s *T) T {
	if s == nil {
		return ""
	}
	return *s
}
