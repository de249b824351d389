package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/naming"
	"htxregistry/internal/vn"
)

type orgCommands struct {
	Find findCmd    `cmd:"" help:"Tìm theo tên; không cần dấu."`
	List orgListCmd `cmd:"" help:"Danh sách theo bộ lọc."`
	Show orgShowCmd `cmd:"" help:"Xem một tổ chức theo id hoặc mã số."`
	Acts orgActsCmd `cmd:"" help:"Lịch sử của một tổ chức."`
}

type orgFilter struct {
	Kind         string `help:"Loại hình: htx, lhhtx, qtdnd, tht, hoi_quan."`
	IssuingLevel string `help:"Cấp của cơ quan cấp: province, district, commune, state_bank." name:"issuing-level"`
	Authority    string `help:"Mã hoặc id cơ quan cấp, như tckh-866."`
	Place        string `help:"Mã địa bàn (tỉnh, huyện, xã)."`
	On           string `help:"Đọc mã địa bàn theo bản đồ của ngày này."`
	Status       string `help:"Trạng thái."`
	Limit        int    `default:"50" help:"Số dòng."`
}

type findCmd struct {
	Words string `arg:"" help:"Chữ trong tên."`
	orgFilter
}

// Run finds organisations by name.
func (c *findCmd) Run(ctx context.Context, d *desk) error {
	return d.listOrganizations(ctx, c.Words, c.orgFilter)
}

type orgListCmd struct{ orgFilter }

// Run lists organisations.
func (c *orgListCmd) Run(ctx context.Context, d *desk) error {
	return d.listOrganizations(ctx, "", c.orgFilter)
}

func (d *desk) listOrganizations(ctx context.Context, words string, f orgFilter) error {
	count := api.ListOrganizationsParamsCountExact
	p := &api.ListOrganizationsParams{Limit: &f.Limit, Count: &count}
	setText(&p.Q, words)
	setText(&p.Kind, f.Kind)
	setText(&p.IssuingLevel, f.IssuingLevel)
	setText(&p.Place, f.Place)
	setText(&p.Status, f.Status)
	var err error
	if p.On, err = dayOf(f.On); err != nil {
		return err
	}
	if f.Authority != "" {
		id, err := d.authorityID(ctx, f.Authority, p.On)
		if err != nil {
			return err
		}
		p.Authority = &id
	}
	a, err := read(d.client.ListOrganizations(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.OrganizationPage) {
		t := newTable("MÃ SỐ", "LOẠI", "TÊN", "TRẠNG THÁI", "CƠ QUAN CẤP", "ĐỊA BÀN", "ID")
		for _, o := range page.Items {
			office := ""
			if o.Registration.Authority != nil {
				office = o.Registration.Authority.Code
			}
			t.add(orElse(value(o.Code), "-"), string(o.Kind), o.Name.Vi, string(o.Status), office, o.Seat.Place.Name, o.ID.String())
		}
		t.print(d.out)
		if page.Match != nil && *page.Match == api.OrganizationPageMatchApproximate {
			fmt.Fprintln(d.out, "Không có tên khớp đúng; đây là các tên gần giống.")
		}
		if page.Total != nil {
			fmt.Fprintf(d.out, "Tổng: %d\n", *page.Total)
		}
	})
}

// authorityID finds the id of an office by its code: the one that bears it on a day, else the last that did.
func (d *desk) authorityID(ctx context.Context, code string, on *vn.Date) (jurisdiction.AuthorityID, error) {
	var id jurisdiction.AuthorityID
	if id.UnmarshalText([]byte(code)) == nil {
		return id, nil
	}
	a, err := read(d.client.GetAuthority(ctx, code, &api.GetAuthorityParams{On: on}))
	if err != nil {
		return id, err
	}
	quiet := &desk{out: d.out}
	err = show(quiet, a, func(v api.Authority) { id = v.ID })
	return id, err
}

type orgShowCmd struct {
	ID     string `arg:"" help:"Id hoặc mã số."`
	Reason string `help:"Lý do xem dữ liệu cá nhân; được ghi lại."`
}

// Run shows an organisation.
func (c *orgShowCmd) Run(ctx context.Context, d *desk) error {
	p := &api.GetOrganizationParams{}
	setText(&p.XReadReason, url.PathEscape(c.Reason))
	a, err := read(d.client.GetOrganization(ctx, c.ID, p))
	if err != nil {
		return err
	}
	return show(d, a, func(o coop.Profile) {
		fmt.Fprintf(d.out, "%s\n  id          %s\n  mã số       %s\n  trạng thái  %s %s\n", o.Name.Vi, o.ID, orElse(value(o.Code), "-"), o.Status, o.StatusLabel)
		fmt.Fprintf(d.out, "  trụ sở      %s %s\n", o.Seat.Line, strings.Join(o.Seat.Place.Path, ", "))
		if o.Seat.CurrentPlace != nil {
			fmt.Fprintf(d.out, "  nay là      %s\n", strings.Join(o.Seat.CurrentPlace.Path, ", "))
		}
		d.printOffice("nơi cấp", o.Registration.Authority)
		d.printOffice("hiện thuộc", o.Registration.CurrentAuthority)
		fmt.Fprintf(d.out, "  ngày cấp    %s\n", orElse(o.Registration.IssuedOn.String(), "không rõ"))
		if o.Registration.Misrouted != nil && *o.Registration.Misrouted {
			fmt.Fprintf(d.out, "  sai thẩm quyền: %s\n", o.Registration.MisroutedReason)
		}
		for _, r := range o.Representatives {
			fmt.Fprintf(d.out, "  đại diện    %s, %s %s %s\n", r.FullName, r.Title, r.IDDocument, r.Phone)
		}
	})
}

func (d *desk) printOffice(title string, office *coop.AuthorityRef) {
	if office != nil {
		fmt.Fprintf(d.out, "  %-11s %s (%s)\n", title, office.Name, office.Code)
	}
}

type orgActsCmd struct {
	ID string `arg:"" help:"Id hoặc mã số."`
}

// Run shows the ledger of an organisation.
func (c *orgActsCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.ListActs(ctx, c.ID, &api.ListActsParams{}))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.ActPage) {
		t := newTable("NGÀY", "VIỆC", "CƠ QUAN", "GHI LÚC")
		for _, act := range page.Items {
			office := ""
			if act.Authority != nil {
				office = act.Authority.Name
			}
			t.add(act.EffectiveOn.String(), act.Act, office, act.RecordedAt.Format(time.RFC3339))
		}
		t.print(d.out)
	})
}

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
			fmt.Fprintf(d.out, "  Căn cứ: %s, %s (%s)\n", cite.At, cite.Doc, g.Rule.Basis)
		}
	})
}

type nameCommands struct {
	Check nameCheckCmd `cmd:"" help:"Tên có đúng thể thức và còn trống không."`
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
		fmt.Fprintf(d.out, "%s: %s\n", n.Verdict, n.Scope)
		for _, h := range n.Hits {
			fmt.Fprintf(d.out, "  - %s (%s) %s\n", h.Rule, h.Verdict, h.Detail)
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
	Level string `help:"Cấp."`
}

// Run shows numbers by issuing authority.
func (c *statsCmd) Run(ctx context.Context, d *desk) error {
	on, err := dayOf(c.AsOf)
	if err != nil {
		return err
	}
	p := &api.GetStatisticsByAuthorityParams{AsOf: on}
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
			t.add(orElse(value(i.Level), "-"), office, string(i.Kind), string(i.Status), fmt.Sprint(i.Count))
		}
		t.print(d.out)
		fmt.Fprintf(d.out, "Tổng ngày %s: %d\n", s.AsOf, s.Total)
	})
}

type birthsCmd struct {
	By      string     `default:"year" enum:"year,commune" help:"Theo năm (year) hoặc xã (commune)."`
	AsOf    string     `help:"Ngày." name:"as-of"`
	KnownAt *time.Time `help:"Theo hiểu biết lúc này, như 2025-07-01T02:00:00Z." name:"known-at"`
}

// Run shows how many HTX were born from Hội quán.
func (c *birthsCmd) Run(ctx context.Context, d *desk) error {
	on, err := dayOf(c.AsOf)
	if err != nil {
		return err
	}
	a, err := read(d.client.GetStatisticsBornFromHoiQuan(ctx, &api.GetStatisticsBornFromHoiQuanParams{
		By: api.GetStatisticsBornFromHoiQuanParamsBy(c.By), AsOf: on, KnownAt: c.KnownAt,
	}))
	if err != nil {
		return err
	}
	return show(d, a, func(s coop.BirthStatistics) {
		t := newTable("NĂM, XÃ", "SỐ")
		for _, i := range s.Items {
			of := "không rõ"
			if i.Year != nil {
				of = fmt.Sprint(*i.Year)
			} else if i.Commune != nil {
				of = i.Commune.Name
			}
			t.add(of, fmt.Sprint(i.Count))
		}
		t.print(d.out)
		fmt.Fprintf(d.out, "Tổng ngày %s: %d\n", s.AsOf, s.Total)
	})
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
			t.add(x.Code, x.Name, string(x.Level), x.ID.String())
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
			t.add(r.Code, r.Title, strings.Join(cites, "; "), string(r.Basis))
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
	return &d, err
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
