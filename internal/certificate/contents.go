package certificate

import (
	"fmt"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// content prints one part of the certificate. A part about which nothing is known is left out, but for those every
// certificate must have.
func (p *page) content(content coop.Content) {
	s := p.c.Subject
	switch content {
	case coop.ContentName:
		p.name(s)
	case coop.ContentSeat:
		p.section(seatTitle(s.Kind))
		p.line(s.Seat)
	case coop.ContentContact:
		p.field("Điện thoại", s.Phone)
		p.field("Email", s.Email)
		p.field("Website", s.Website)
	case coop.ContentUnits:
		if len(s.Units) > 0 {
			p.section("Chi nhánh, văn phòng đại diện, địa điểm kinh doanh")
			for _, unit := range s.Units {
				p.line(unit)
			}
		}
	case coop.ContentIndustries:
		p.industries(s)
	case coop.ContentCapital:
		p.capital(s)
	case coop.ContentRepresentatives:
		p.representatives(s)
	case coop.ContentParent:
		p.parent(s)
	case coop.ContentChanges:
		p.changes(s)
	case coop.ContentSpan:
		p.section("Thời gian tạm ngừng kinh doanh")
		p.line(fmt.Sprintf("Từ %s đến hết %s.", lowerDay(s.From), lowerDay(s.To)))
	case coop.ContentResumption:
		p.section("Thời điểm tiếp tục kinh doanh trở lại")
		p.line("Từ " + lowerDay(s.From) + ".")
	case coop.ContentClosure:
		p.section("Thời điểm chấm dứt hoạt động")
		p.line("Từ " + lowerDay(s.From) + ".")
	}
}

func lowerDay(d vn.Date) string { return strings.ToLower(longDay(d)) }

// line prints a paragraph of a section.
func (p *page) line(text string) {
	p.text(ink(), "", bodySize)
	p.pdf.SetX(margin + indent)
	p.pdf.MultiCell(pageWidth-2*margin-indent, lineHeight, text, "", "L", false)
}

func (p *page) name(s coop.Subject) {
	p.section("Tên " + noun(s.Kind))
	p.field("Tên viết bằng tiếng Việt", upper(s.Name.Vi))
	p.field("Tên viết bằng tiếng nước ngoài", s.Name.Foreign)
	p.field("Tên viết tắt", s.Name.Short)
	p.field("Tên trước khi thay đổi", s.FormerName)
	if p.c.Type == coop.TypeConfirmation {
		p.field("Mã số", s.Code)
	}
}

func (p *page) capital(s coop.Subject) {
	title := "Vốn điều lệ"
	if s.Kind == string(coop.KindTHT) {
		title = "Tổng giá trị phần đóng góp"
	}
	if s.Capital == nil {
		return
	}
	p.section(title)
	p.field("Bằng số", s.Capital.Grouped()+" đồng")
	p.field("Bằng chữ", inWords(*s.Capital)+" đồng")
}

// industries prints the lines of business as a table, the main one marked.
func (p *page) industries(s coop.Subject) {
	if len(s.Industries) == 0 {
		return
	}
	p.section("Ngành, nghề kinh doanh")
	const number, code = 12.0, 24.0
	width := pageWidth - 2*margin - indent - number - code
	p.text(ink(), "B", 11)
	p.row([3]string{"STT", "Tên ngành, nghề", "Mã ngành"}, [3]string{"C", "C", "C"}, number, width, code)
	p.text(ink(), "", 11)
	for i, line := range s.Industries {
		name := line.Name
		if line.Main {
			name += " (ngành chính)"
		}
		p.row([3]string{fmt.Sprint(i + 1), name, line.Code}, [3]string{"C", "L", "C"}, number, width, code)
	}
	p.pdf.Ln(1)
}

// row prints a row of the table, as high as its longest cell.
func (p *page) row(cells, align [3]string, widths ...float64) {
	const step, pad = 5.4, 1.4
	lines := len(p.pdf.SplitText(cells[1], widths[1]-2*pad))
	height := float64(lines)*step + pad
	if p.pdf.GetY()+height > pageHeight-bottom {
		p.pdf.AddPage()
	}
	x, y := margin+indent, p.pdf.GetY()
	p.pdf.SetDrawColor(grey()[0], grey()[1], grey()[2])
	p.pdf.SetLineWidth(0.15)
	for i, width := range widths {
		p.pdf.Rect(x, y, width, height, "D")
		p.pdf.SetXY(x+pad, y+pad/2)
		p.pdf.MultiCell(width-2*pad, step, cells[i], "", align[i], false)
		x += width
	}
	p.pdf.SetXY(margin, y+height)
}

// representatives prints who represents the organisation or heads the unit, with the personal data the form has where this
// rendition may show it (Điều 45 khoản 5, 17/2023/QH15; Điều 15 khoản 2 điểm đ, 193/2013/NĐ-CP).
func (p *page) representatives(s coop.Subject) {
	if len(s.Representatives) == 0 {
		return
	}
	p.section(representativeTitle(s.Kind))
	for i, r := range s.Representatives {
		if i > 0 {
			p.pdf.Ln(1.5)
		}
		p.field("Họ và tên", upper(r.FullName))
		p.field("Chức danh", r.Title)
		p.field("Quốc tịch", nationality(r.Nationality))
		if p.people == nil {
			p.hidden(documentLabel(p.c.Regime))
			p.hidden(addressLabel(p.c.Regime))
			continue
		}
		if i < len(p.people) {
			p.field(documentLabel(p.c.Regime), p.people[i].IDDocument)
			p.field(addressLabel(p.c.Regime), p.people[i].ContactAddress)
		}
	}
}

func (p *page) parent(s coop.Subject) {
	if s.Parent == nil {
		return
	}
	p.section("Hợp tác xã, liên hiệp hợp tác xã chủ quản")
	p.field("Tên", upper(s.Parent.Name))
	p.field("Mã số", s.Parent.Code)
	p.field("Trụ sở chính", s.Parent.Seat)
}

// changes prints what was changed: the old as old and the new as new.
func (p *page) changes(s coop.Subject) {
	p.section("Nội dung thay đổi")
	for _, change := range s.Changes {
		p.text(ink(), "I", bodySize)
		p.pdf.SetX(margin + indent)
		p.pdf.MultiCell(0, lineHeight, fieldTitle(s.Kind, change.Field), "", "L", false)
		if change.Before != "" {
			p.field("Trước khi thay đổi", change.Before)
		}
		p.field("Sau khi thay đổi", change.After)
	}
}
