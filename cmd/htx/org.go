package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

type orgCommands struct {
	Find findCmd    `cmd:"" help:"Tìm theo tên; không cần dấu."`
	List orgListCmd `cmd:"" help:"Danh sách theo bộ lọc."`
	Show orgShowCmd `cmd:"" help:"Xem một tổ chức theo id hoặc mã số."`
	Acts orgActsCmd `cmd:"" help:"Lịch sử của một tổ chức."`

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
	Status       string `help:"Trạng thái."`
	Programme    string `help:"Chương trình nhân rộng mà --candidate, --stage hỏi về; không nêu thì là bất kỳ."`
	Candidate    string `help:"Theo điều kiện của chương trình: eligible, not_eligible, undetermined."`
	Stage        string `help:"Giai đoạn trong chương trình: none, nominated, selected, piloting, completed, replicated, withdrawn."`
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
	setText(&p.Programme, f.Programme)
	setText(&p.Candidate, f.Candidate)
	setText(&p.Stage, f.Stage)
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
			t.add(orElse(value(o.Code), "-"), kindWord(o.Kind), o.Name.Vi, statusWord(o.Status), office, o.Seat.Place.Name, o.ID.String())
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
		fmt.Fprintf(d.out, "%s\n  id          %s\n  mã số       %s\n  tình trạng  %s\n", o.Name.Vi, o.ID, orElse(value(o.Code), "-"), orElse(o.StatusLabel, statusWord(o.Status)))
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
		if o.Governance != "" {
			fmt.Fprintf(d.out, "  quản trị    %s\n", governanceWord(o.Governance))
		}
		for _, stop := range o.Stops {
			fmt.Fprintf(d.out, "  bị yêu cầu  %s\n", stopLine(stop.Order, stop.Industries, stop.Since.String()))
		}
		for _, c := range o.Candidacies {
			eligible, stage := eligibilityWord(replication.Eligibility(c.Verdict)), stageWord(replication.Stage(c.Stage))
			fmt.Fprintf(d.out, "  nhân rộng   %s: %s, %s\n", c.Programme, eligible, stage)
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
			t.add(act.EffectiveOn.String(), actWord(act.Act), office, act.RecordedAt.Format(time.RFC3339))
		}
		t.print(d.out)
	})
}
