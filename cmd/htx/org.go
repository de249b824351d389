package main

import (
	"context"
	"fmt"
	"time"

	"htxregistry/api"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/vn"
)

type orgCommands struct {
	Find findCmd    `cmd:"" help:"Tìm theo tên; không cần dấu."`
	List orgListCmd `cmd:"" help:"Danh sách theo bộ lọc."`
	Show orgShowCmd `cmd:"" help:"Xem một tổ chức theo id hoặc mã số."`
	Acts orgActsCmd `cmd:"" help:"Lịch sử của một tổ chức."`

	Units   orgUnitsCmd   `cmd:"" help:"Chi nhánh, văn phòng đại diện, địa điểm kinh doanh."`
	Links   orgLinksCmd   `cmd:"" help:"Sinh ra từ đâu, trở thành gì, là thành viên của ai."`
	Actions orgActionsCmd `cmd:"" help:"Hôm nay nộp được thủ tục nào, và vì sao thủ tục khác thì không."`

	Notices orgNoticesCmd `cmd:"" help:"Thông báo, yêu cầu, ý kiến đã ghi về một tổ chức."`
	Stop    orgStopCmd    `cmd:"" help:"Ghi yêu cầu tạm ngừng, đình chỉ, chấm dứt kinh doanh ngành, nghề."`
	Lift    orgLiftCmd    `cmd:"" help:"Kết thúc một thông báo, yêu cầu."`
}

type orgFilter struct {
	Kind         string `help:"Loại hình: htx, lhhtx, qtdnd, tht, hoi_quan."`
	IssuingLevel string `help:"Cấp của cơ quan cấp: province, district, commune, state_bank." name:"issuing-level"`
	Authority    string `help:"Mã hoặc id cơ quan cấp, như tckh-866."`
	Place        string `help:"Mã địa bàn (tỉnh, huyện, xã)."`
	On           string `help:"Đọc mã địa bàn theo bản đồ của ngày này."`
	Status       string `help:"Trạng thái: active, suspended, not_at_address, revoked, dissolving, in_bankruptcy, ended, recorded."`
	Industry     string `help:"Mã ngành hoặc phần đầu của mã, như 01."`
	Sector       string `help:"Lĩnh vực, như agriculture."`
	Purpose      string `help:"Mục đích: production, consumption, employment, mixed."`
	SizeMembers  string `help:"Quy mô theo thành viên: micro, small, medium, large." name:"size-members"`
	SizeCapital  string `help:"Quy mô theo vốn: micro, small, medium, large." name:"size-capital"`
	From         string `help:"Cấp đăng ký từ ngày này." name:"registered-from"`
	To           string `help:"Cấp đăng ký trước ngày này." name:"registered-to"`
	Misrouted    bool   `help:"Chỉ những tổ chức do cơ quan không có thẩm quyền cấp."`
	AsOf         string `help:"Theo sổ vào ngày này." name:"as-of"`
	Programme    string `help:"Chương trình nhân rộng mà --candidate, --stage hỏi về; không nêu thì là bất kỳ."`
	Candidate    string `help:"Theo điều kiện của chương trình: eligible, not_eligible, undetermined."`
	Stage        string `help:"Giai đoạn trong chương trình: none, nominated, selected, piloting, completed, replicated, withdrawn."`
	Sort         string `help:"Thứ tự: recorded, name, registered_on; thêm dấu trừ ở trước để đảo, như --sort=-name."`
	paging
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
	p, err := f.params(ctx, d, words)
	if err != nil {
		return err
	}
	a, err := read(d.client.ListOrganizations(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, d.printOrganizations)
}

func (f orgFilter) params(ctx context.Context, d *desk, words string) (*api.ListOrganizationsParams, error) {
	count := api.ListOrganizationsParamsCountExact
	p := &api.ListOrganizationsParams{Limit: &f.Limit, Count: &count}
	setText(&p.Q, words)
	setText(&p.Kind, f.Kind)
	setText(&p.IssuingLevel, f.IssuingLevel)
	setText(&p.Place, f.Place)
	setText(&p.Status, f.Status)
	setText(&p.Industry, f.Industry)
	setText(&p.Sector, f.Sector)
	setText(&p.Purpose, f.Purpose)
	setText(&p.SizeMembers, f.SizeMembers)
	setText(&p.SizeCapital, f.SizeCapital)
	setText(&p.Programme, f.Programme)
	setText(&p.Candidate, f.Candidate)
	setText(&p.Stage, f.Stage)
	setText(&p.Sort, f.Sort)
	setText(&p.Cursor, f.Cursor)
	if f.Misrouted {
		p.Misrouted = &f.Misrouted
	}
	if err := setDays(dayFlag{&p.On, f.On}, dayFlag{&p.AsOf, f.AsOf}, dayFlag{&p.RegisteredFrom, f.From}, dayFlag{&p.RegisteredTo, f.To}); err != nil {
		return nil, err
	}
	if err := d.setAuthority(ctx, &p.Authority, f.Authority, p.On); err != nil {
		return nil, err
	}
	return p, nil
}

func (d *desk) printOrganizations(page api.OrganizationPage) {
	if len(page.Items) == 0 {
		fmt.Fprintln(d.out, "Không tìm thấy tổ chức nào.")
		return
	}
	t := newTable("MÃ SỐ", "LOẠI", "TÊN", "TRẠNG THÁI", "CƠ QUAN CẤP", "ĐỊA BÀN", "ID")
	for _, o := range page.Items {
		office := ""
		if o.Registration.Authority != nil {
			office = o.Registration.Authority.Code
		}
		t.add(orElse(value(o.Code), "-"), kindWord(o.Kind), o.Name.Vi, statusWord(o.Status), office, o.Seat.Place.Name, o.ID.String())
	}
	t.print(d.out)
	if page.Match != nil && *page.Match == api.OrganizationPageMatchApproximate {
		fmt.Fprintln(d.out, "Không có tên khớp đúng; đây là các tên gần giống.")
	}
	d.printEnd(page.Total, page.NextCursor)
}

// setAuthority finds the id of an office by its code, the one that bears it on a day, else the last that did, and sets a
// parameter to it unless nothing was given.
func (d *desk) setAuthority(ctx context.Context, into **jurisdiction.AuthorityID, code string, on *vn.Date) error {
	if code == "" {
		return nil
	}
	var id jurisdiction.AuthorityID
	*into = &id
	if id.UnmarshalText([]byte(code)) == nil {
		return nil
	}
	a, err := read(d.client.GetAuthority(ctx, code, &api.GetAuthorityParams{On: on}))
	if err != nil {
		return err
	}
	quiet := &desk{out: d.out}
	return show(quiet, a, func(v api.Authority) { id = v.ID })
}

type orgActsCmd struct {
	ID string `arg:"" help:"Id hoặc mã số."`
	clocks
}

// Run shows the ledger of an organisation.
func (c *orgActsCmd) Run(ctx context.Context, d *desk) error {
	p := &api.ListActsParams{}
	if err := c.set(&p.AsOf, &p.KnownAt); err != nil {
		return err
	}
	a, err := read(d.client.ListActs(ctx, c.ID, p))
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
			t.add(act.EffectiveOn.String(), actWord(act.Act), office, act.RecordedAt.Format(time.RFC3339))
		}
		t.print(d.out)
	})
}
