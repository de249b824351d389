package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/replication"
)

type orgShowCmd struct {
	ID     string `arg:"" help:"Id hoặc mã số."`
	Reason string `help:"Lý do xem dữ liệu cá nhân; được ghi lại."`
	clocks
}

// Run shows an organisation.
func (c *orgShowCmd) Run(ctx context.Context, d *desk) error {
	p := &api.GetOrganizationParams{}
	setText(&p.XReadReason, url.PathEscape(c.Reason))
	if err := c.set(&p.AsOf, &p.KnownAt); err != nil {
		return err
	}
	a, err := read(d.client.GetOrganization(ctx, c.ID, p))
	if err != nil {
		return err
	}
	return show(d, a, func(o coop.Profile) {
		d.printRecord(o)
		d.printRegistration(o)
		d.printRepute(o)
		for _, r := range o.Representatives {
			d.printField("đại diện", joined(r.FullName, r.Title, r.Nationality, r.IDDocument, r.BirthDate.String(), r.ContactAddress, r.Phone))
		}
	})
}

// printField tells one fact; what is not known is not told.
func (d *desk) printField(title, fact string) {
	if fact != "" {
		fmt.Fprintf(d.out, "  %-11s %s\n", title, fact)
	}
}

// joined sets what is known of several facts side by side.
func joined(facts ...string) string {
	known := facts[:0]
	for _, f := range facts {
		if f != "" {
			known = append(known, f)
		}
	}
	return strings.Join(known, ", ")
}

// printRecord tells what the organisation is.
func (d *desk) printRecord(o coop.Profile) {
	fmt.Fprintf(d.out, "%s\n  id          %s\n  mã số       %s\n", o.Name.Vi, o.ID, orElse(value(o.Code), "-"))
	d.printField("tên khác", joined(value(o.Name.Short), value(o.Name.Foreign)))
	d.printField("loại hình", kindWord(o.Kind))
	status := orElse(o.StatusLabel, statusWord(o.Status))
	if !o.StatusSince.IsZero() {
		status += " từ " + o.StatusSince.String()
	}
	d.printField("tình trạng", status)
	d.printField("trụ sở", joined(append([]string{o.Seat.Line}, o.Seat.Place.Path...)...))
	if now := o.Seat.CurrentPlace; now != nil && strings.Join(now.Path, "") != strings.Join(o.Seat.Place.Path, "") {
		d.printField("nay là", joined(now.Path...))
	}
	for _, line := range o.Industries {
		d.printField("ngành", fmt.Sprintf("%s %s (VSIC %s)%s", line.Code, line.Name, line.Edition, map[bool]string{true: ", chính"}[line.Main]))
	}
	d.printField("lĩnh vực", joined(sectorWord(o.Sector), purposeWord(o.Purpose)))
	if o.CharterCapital != nil {
		d.printField("vốn điều lệ", o.CharterCapital.Grouped()+" đồng")
	}
	if m := o.Members; m != nil {
		d.printField("thành viên", fmt.Sprintf("%d chính thức, %d liên kết góp vốn, %d liên kết không góp vốn", m.Official, m.CapitalAssociates, m.ServiceAssociates))
	}
	size := sizeWord(o.Size.ByMembers)
	if size != "" {
		size += " theo thành viên"
	}
	if o.Size.ByCapital != "" {
		size = joined(size, sizeWord(o.Size.ByCapital)+" theo vốn")
	}
	d.printField("quy mô", size)
	if o.Governance != "" {
		d.printField("quản trị", governanceWord(o.Governance))
	}
	d.printField("liên hệ", joined(o.Phone, o.Email, o.Website))
}

// printRegistration tells who registered it, under which numbers, and who is competent today.
func (d *desk) printRegistration(o coop.Profile) {
	d.printOffice("nơi cấp", o.Registration.Authority)
	d.printOffice("hiện thuộc", o.Registration.CurrentAuthority)
	d.printField("giấy số", o.Registration.CertificateNumber)
	fmt.Fprintf(d.out, "  cấp lần đầu %s\n", orElse(o.Registration.IssuedOn.String(), "không rõ"))
	for _, old := range o.LegacyNumbers {
		d.printField("số cũ", joined(old.Number, old.IssuedOn.String(), old.Issuer))
	}
	if o.Registration.Misrouted != nil && *o.Registration.Misrouted {
		fmt.Fprintf(d.out, "  sai thẩm quyền: %s\n", o.Registration.MisroutedReason)
	}
	for _, stop := range o.Stops {
		d.printField("bị yêu cầu", stopLine(stop.Order, stop.Industries, stop.Since.String()))
	}
}

// printRepute tells what others say of it.
func (d *desk) printRepute(o coop.Profile) {
	if o.AllianceMember != nil {
		d.printField("liên minh", "thành viên từ "+o.AllianceMember.Since.String())
	}
	for _, c := range o.Candidacies {
		eligible, stage := eligibilityWord(replication.Eligibility(c.Verdict)), stageWord(replication.Stage(c.Stage))
		fmt.Fprintf(d.out, "  nhân rộng   %s: %s, %s\n", c.Programme, eligible, stage)
	}
}

func (d *desk) printOffice(title string, office *coop.AuthorityRef) {
	if office != nil {
		fmt.Fprintf(d.out, "  %-11s %s (%s)\n", title, office.Name, office.Code)
	}
}

type orgUnitsCmd struct {
	ID string `arg:"" help:"Id hoặc mã số."`
	clocks
	paging
}

// Run lists the units of an organisation.
func (c *orgUnitsCmd) Run(ctx context.Context, d *desk) error {
	p := &api.ListUnitsParams{Limit: &c.Limit}
	setText(&p.Cursor, c.Cursor)
	if err := c.set(&p.AsOf, &p.KnownAt); err != nil {
		return err
	}
	a, err := read(d.client.ListUnits(ctx, c.ID, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.UnitPage) {
		t := newTable("MÃ SỐ", "LOẠI", "TÊN", "TRẠNG THÁI", "ĐỊA BÀN", "ID")
		for _, u := range page.Items {
			t.add(orElse(u.Code, "-"), orElse(u.Kind.Label(), string(u.Kind)), u.Name, orElse(u.StatusLabel, statusWord(u.Status)), orElse(u.Seat.Place.Name, u.Country), u.ID.String())
		}
		t.print(d.out)
		d.printEnd(nil, page.NextCursor)
	})
}

type orgActionsCmd struct {
	ID string `arg:"" help:"Id hoặc mã số."`
}

// Run tells what may be filed about an organisation today. What its kind does not know at all is left out.
func (c *orgActionsCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.ListActions(ctx, c.ID))
	if err != nil {
		return err
	}
	return show(d, a, func(list api.ActionList) {
		for _, action := range list.Items {
			if strange := len(action.Verdicts) > 0 && action.Verdicts[0].Answer == law.NotInForce; strange {
				continue
			}
			fmt.Fprintf(d.out, "%s %s (%s)\n", map[bool]string{true: "✓", false: "✗"}[action.Allowed], procedureWord(action.Procedure), action.Procedure)
			for _, v := range action.Verdicts {
				if v.Answer != law.Met {
					fmt.Fprintf(d.out, "    %s\n", v.Detail)
				}
			}
		}
	})
}
