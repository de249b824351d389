package main

import (
	"context"
	"fmt"

	"htxregistry/api"
	"htxregistry/internal/alliance"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

type allianceCommands struct {
	List    allianceListCmd    `cmd:"" help:"Tổ chức của tỉnh: cần kết nạp ai, giúp ai."`
	Members allianceMembersCmd `cmd:"" help:"Các lần tham gia liên minh của một tổ chức."`
	Admit   allianceAdmitCmd   `cmd:"" help:"Kết nạp, hoặc đổi loại thành viên."`
	End     allianceEndCmd     `cmd:"" help:"Kết thúc một lần tham gia."`
	Correct allianceCorrectCmd `cmd:"" help:"Sửa một lần tham gia đã ghi nhầm."`
}

type allianceListCmd struct {
	Words       string `arg:"" help:"Chữ trong tên." optional:""`
	Place       string `help:"Mã địa bàn; không nêu thì là tỉnh của bạn."`
	Kind        string `help:"Loại hình: htx, lhhtx, qtdnd, tht, hoi_quan."`
	Status      string `help:"Trạng thái."`
	Membership  string `help:"Với liên minh: none (chưa là thành viên), any, official, associate, honorary."`
	Rank        string `help:"Xếp loại của năm --year: good, fair, average, weak."`
	FailedLine  string `help:"Dòng điểm không có điểm nào trong năm --year, như C05; hoặc tiêu chí mà mọi dòng đều không có điểm, như C01." name:"failed-line"`
	Year        int    `help:"Năm đánh giá."`
	Programme   string `help:"Chương trình nhân rộng mà --condition hỏi về; không nêu thì là bất kỳ."`
	Condition   string `help:"Điều kiện không đạt, như QD167-M3; thêm :unknown hoặc :met cho câu trả lời khác."`
	Urban       *bool  `help:"Trụ sở ở phường, thị trấn (hoặc --no-urban)." negatable:""`
	Agriculture *bool  `help:"Nông nghiệp (hoặc --no-agriculture)." negatable:""`
	Since       string `help:"Đăng ký từ ngày này."`
	NearHTX     bool   `help:"Chỉ Hội quán đủ số thành viên một hợp tác xã cần và chưa sinh ra hợp tác xã nào." name:"near-founding"`
	SilentYears int    `help:"Không báo cáo từng ấy năm liền, như 2." name:"silent-years"`
	Limit       int    `default:"50" help:"Số dòng."`
	clocks
}

// Run lists organisations as the alliance looks for them.
func (c *allianceListCmd) Run(ctx context.Context, d *desk) error {
	count := api.ListAllianceOrganizationsParamsCountExact
	p := &api.ListAllianceOrganizationsParams{Limit: &c.Limit, Count: &count, Urban: c.Urban, Agriculture: c.Agriculture}
	setText(&p.Q, c.Words)
	setText(&p.Place, c.Place)
	setText(&p.Kind, c.Kind)
	setText(&p.Status, c.Status)
	setText(&p.Membership, c.Membership)
	setText(&p.Rank, c.Rank)
	setText(&p.FailedLine, c.FailedLine)
	setText(&p.Programme, c.Programme)
	setText(&p.Condition, c.Condition)
	if c.NearHTX {
		p.NearFounding = &c.NearHTX
	}
	if c.Year > 0 {
		p.RatingYear = &c.Year
	}
	if c.SilentYears > 0 {
		p.SilentYears = &c.SilentYears
	}
	var err error
	if p.RegisteredFrom, err = dayOf(c.Since); err != nil {
		return err
	}
	if err := c.set(&p.AsOf, &p.KnownAt); err != nil {
		return err
	}
	a, err := read(d.client.ListAllianceOrganizations(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.OrganizationPage) {
		t := newTable("MÃ SỐ", "LOẠI", "TÊN", "LIÊN MINH", "XẾP LOẠI", "ĐỊA BÀN", "ID")
		for _, o := range page.Items {
			member, rank := "-", "-"
			if m := o.AllianceMember; m != nil {
				member = membershipWord(alliance.Kind(m.Kind)) + " từ " + m.Since.String()
			}
			if r := o.Rating; r != nil {
				rank = fmt.Sprint(r.Year) + " " + orElse(rankLabel(value(r.Rank)), "-")
			}
			t.add(orElse(value(o.Code), "-"), kindWord(o.Kind), o.Name.Vi, member, rank, o.Seat.Place.Name, o.ID.String())
		}
		t.print(d.out)
		printTotal(d.out, page.Total)
	})
}

type memberOf struct {
	Organization string `arg:"" help:"Id hoặc mã số của tổ chức."`
}

type allianceMembersCmd struct{ memberOf }

// Run lists the memberships of an organisation.
func (c *allianceMembersCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.ListAllianceMemberships(ctx, c.Organization, &api.ListAllianceMembershipsParams{}))
	if err != nil {
		return err
	}
	return show(d, a, func(list api.AllianceMembershipList) { d.printMemberships(list.Items...) })
}

func (d *desk) printMemberships(all ...alliance.Membership) {
	t := newTable("LOẠI", "TỪ NGÀY", "ĐẾN TRƯỚC NGÀY", "LÝ DO", "ID")
	for _, m := range all {
		until := "-"
		if !m.To.IsZero() {
			until = m.To.String()
		}
		t.add(membershipWord(m.Kind), m.From.String(), until, m.Reason, m.ID.String())
	}
	t.print(d.out)
}

// decided is the paper a membership rests on.
type decided struct {
	Decision string `help:"Số quyết định."`
	Issued   string `help:"Ngày ban hành quyết định."`
	Issuer   string `help:"Nơi ban hành quyết định."`
}

func (p decided) paper() (*coop.Instrument, error) {
	on, err := dayOf(p.Issued)
	if err != nil || p == (decided{}) {
		return nil, err
	}
	paper := &coop.Instrument{Number: p.Decision, Issuer: p.Issuer}
	if on != nil {
		paper.IssuedOn = *on
	}
	return paper, nil
}

type allianceAdmitCmd struct {
	memberOf
	decided
	Kind string `default:"official" enum:"official,associate,honorary" help:"Loại: official, associate, honorary."`
	From string `help:"Từ ngày." required:""`
}

// Run admits an organisation.
func (c *allianceAdmitCmd) Run(ctx context.Context, d *desk) error {
	paper, err := c.paper()
	if err != nil {
		return err
	}
	from, err := vn.ParseDate(c.From)
	if err != nil {
		return err
	}
	a, err := read(d.client.CreateAllianceMembership(ctx, c.Organization, &api.CreateAllianceMembershipParams{IdempotencyKey: d.retry},
		api.AllianceAdmission{Kind: alliance.Kind(c.Kind), ValidFrom: from, Decision: paper}))
	if err != nil {
		return err
	}
	return show(d, a, func(m alliance.Membership) { d.printMemberships(m) })
}

// oneMembership names a membership of an organisation.
type oneMembership struct {
	memberOf
	Membership string `arg:"" help:"Id của lần tham gia, xem htx alliance members."`
	Reason     string `help:"Lý do." required:""`
}

type allianceEndCmd struct {
	oneMembership
	On string `help:"Ngày đầu tiên không còn là thành viên." required:""`
}

// Run ends a membership.
func (c *allianceEndCmd) Run(ctx context.Context, d *desk) error {
	membership, err := id.Parse[alliance.Membership](c.Membership)
	if err != nil {
		return err
	}
	on, err := vn.ParseDate(c.On)
	if err != nil {
		return err
	}
	a, err := read(d.client.EndAllianceMembership(ctx, c.Organization, membership, &api.EndAllianceMembershipParams{IdempotencyKey: d.retry},
		api.AllianceLeaving{ValidTo: on, Reason: c.Reason}))
	if err != nil {
		return err
	}
	return show(d, a, func(m alliance.Membership) { d.printMemberships(m) })
}

type allianceCorrectCmd struct {
	oneMembership
	decided
	Kind  string `default:"official" enum:"official,associate,honorary" help:"Loại đúng: official, associate, honorary."`
	From  string `help:"Ngày bắt đầu đúng." required:""`
	To    string `help:"Ngày kết thúc đúng; không nêu: vẫn là thành viên."`
	Never bool   `help:"Tổ chức chưa từng là thành viên."`
}

// Run corrects a membership.
func (c *allianceCorrectCmd) Run(ctx context.Context, d *desk) error {
	membership, err := id.Parse[alliance.Membership](c.Membership)
	if err != nil {
		return err
	}
	paper, err := c.paper()
	if err != nil {
		return err
	}
	from, err := vn.ParseDate(c.From)
	if err != nil {
		return err
	}
	to, err := dayOf(c.To)
	if err != nil {
		return err
	}
	a, err := read(d.client.CorrectAllianceMembership(ctx, c.Organization, membership, &api.CorrectAllianceMembershipParams{IdempotencyKey: d.retry},
		api.AllianceCorrection{Kind: alliance.Kind(c.Kind), ValidFrom: from, ValidTo: to, Decision: paper, Never: &c.Never, Reason: c.Reason}))
	if err != nil {
		return err
	}
	return show(d, a, func(m alliance.Membership) { d.printMemberships(m) })
}
