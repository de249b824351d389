package certificate

import (
	"fmt"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// sheet is what the contents of a certificate are written on; every layout has its own.
type sheet interface {
	section(title string)      // begins a numbered part
	line(text string)          // a paragraph
	lead(text string)          // says what the fields after it are of
	field(label, value string) // nothing where the value is empty
	hidden(label string)       // a label whose value this rendition leaves out
	gap()                      // sets one apart from the next
	list(title string, items []string)
	table(t table)
}

// table is rows of a number, words and a code.
type table struct {
	titles [3]string
	rows   [][3]string
}

// contents writes what the form shows, in its order. A part about which nothing is known is left out, but for those every
// certificate must have. A fact that older certificates do not have changes nothing on them.
func (p *page) contents(on sheet) {
	s := p.c.Subject
	for _, content := range p.c.Contents {
		switch content {
		case coop.ContentName:
			p.name(on, s)
		case coop.ContentSeat:
			on.section(seatTitle(s.Kind))
			on.line(s.Seat)
		case coop.ContentContact:
			on.field("Điện thoại", s.Phone)
			on.field("Email", s.Email)
			on.field("Website", s.Website)
		case coop.ContentUnits:
			if len(s.Units) > 0 {
				on.section("Chi nhánh, văn phòng đại diện, địa điểm kinh doanh")
				on.list("Tên, địa chỉ", s.Units)
			}
		case coop.ContentIndustries:
			p.industries(on, "Ngành, nghề kinh doanh", s.Industries)
		case coop.ContentActivities:
			p.activities(on, s)
		case coop.ContentCapital:
			capital(on, s)
		case coop.ContentRepresentatives:
			p.representatives(on, s)
		case coop.ContentParent:
			parent(on, s)
		case coop.ContentChanges:
			p.changes(on, s)
		case coop.ContentSpan:
			on.section("Thời gian tạm ngừng kinh doanh")
			on.line(fmt.Sprintf("Từ %s đến hết %s.", lowerDay(s.From), lowerDay(s.To)))
		case coop.ContentResumption:
			on.section("Thời điểm tiếp tục kinh doanh trở lại")
			on.line("Từ " + lowerDay(s.From) + ".")
		case coop.ContentClosure:
			on.section("Thời điểm chấm dứt hoạt động")
			on.line("Từ " + lowerDay(s.From) + ".")
		}
	}
}

func lowerDay(d vn.Date) string { return strings.ToLower(longDay(d)) }

func (p *page) name(on sheet, s coop.Subject) {
	on.section("Tên " + noun(s.Kind))
	on.field("Tên viết bằng tiếng Việt", upper(s.Name.Vi))
	on.field("Tên viết bằng tiếng nước ngoài", s.Name.Foreign)
	on.field("Tên viết tắt", s.Name.Short)
	on.field("Tên trước khi thay đổi", s.FormerName)
	if p.c.Type == coop.TypeConfirmation {
		on.field("Mã số", s.Code)
	}
}

func capital(on sheet, s coop.Subject) {
	title := "Vốn điều lệ"
	if s.Kind == string(coop.KindTHT) {
		title = "Tổng giá trị phần đóng góp"
	}
	if s.Capital == nil {
		return
	}
	on.section(title)
	on.field("Bằng số", s.Capital.Grouped()+" đồng")
	on.field("Bằng chữ", inWords(*s.Capital)+" đồng")
}

// industries writes lines of business as a table, the main one marked.
func (p *page) industries(on sheet, title string, lines []coop.Industry) {
	if len(lines) == 0 {
		return
	}
	on.section(title)
	on.table(p.linesTable(lines))
}

func (p *page) linesTable(lines []coop.Industry) table {
	t := table{titles: [3]string{"STT", "Tên ngành, nghề", "Mã ngành"}, rows: make([][3]string, len(lines))}
	editions := 1
	if p.c.Layout > 1 {
		t.titles[2], editions = codeTitle(lines)
	}
	for i, line := range lines {
		name := line.Name
		if line.Main {
			name += " (ngành chính)"
		}
		t.rows[i] = [3]string{fmt.Sprint(i + 1), name, line.Code}
		if editions > 1 {
			t.rows[i][2] += " (" + line.Edition + ")"
		}
	}
	return t
}

// activities writes what a representative office does: it has no lines of business (Điều 16 khoản 2 điểm đ, 193/2013/NĐ-CP;
// Điều 53 khoản 2, 17/2023/QH15), but files name such lines.
func (p *page) activities(on sheet, s coop.Subject) {
	if s.Activities == "" {
		p.industries(on, msgActivities, s.Industries)
		return
	}
	on.section(msgActivities)
	on.line(s.Activities)
	if len(s.Industries) > 0 {
		on.table(p.linesTable(s.Industries))
	}
}

// representatives writes who represents the organisation or heads the unit, with the personal data the form has where this
// rendition may show it (Điều 45 khoản 5, 17/2023/QH15; Điều 15 khoản 2 điểm đ, 193/2013/NĐ-CP).
func (p *page) representatives(on sheet, s coop.Subject) {
	if len(s.Representatives) == 0 {
		return
	}
	on.section(representativeTitle(s.Kind))
	for i, r := range s.Representatives {
		if i > 0 {
			on.gap()
		}
		on.field("Họ và tên", upper(r.FullName))
		on.field("Chức danh", r.Title)
		on.field("Quốc tịch", nationality(p.c.Layout, r.Nationality))
		if p.people == nil {
			on.hidden(documentLabel(p.c.Regime))
			on.hidden(addressLabel(p.c.Regime))
			continue
		}
		if i < len(p.people) {
			on.field(documentLabel(p.c.Regime), p.people[i].IDDocument)
			on.field(addressLabel(p.c.Regime), p.people[i].ContactAddress)
		}
	}
}

// parent writes whose the unit is: the organisation, with its certificate where that has a number of its own (Điều 16 khoản 2
// điểm a, 193/2013/NĐ-CP), and the branch that a business location belongs to.
func parent(on sheet, s coop.Subject) {
	if s.Parent == nil {
		return
	}
	on.section("Hợp tác xã, liên hiệp hợp tác xã chủ quản")
	on.field("Tên", upper(s.Parent.Name))
	on.field("Mã số", s.Parent.Code)
	on.field("Số giấy chứng nhận đăng ký", s.Parent.CertificateNumber)
	if !s.Parent.IssuedOn.IsZero() {
		on.field("Ngày cấp", shortDay(s.Parent.IssuedOn))
	}
	on.field("Trụ sở chính", s.Parent.Seat)
	if b := s.Parent.Branch; b != nil {
		on.section("Chi nhánh chủ quản")
		on.field("Tên", upper(b.Name))
		on.field("Mã số", b.Code)
		on.field("Địa chỉ", b.Seat)
	}
}

// changes writes what was changed: the old as old and the new as new.
func (p *page) changes(on sheet, s coop.Subject) {
	on.section("Nội dung thay đổi")
	for _, change := range s.Changes {
		on.lead(fieldTitle(s.Kind, change.Field))
		if len(change.LinesAfter) > 0 {
			if len(change.LinesBefore) > 0 {
				on.line("Trước khi thay đổi:")
				on.table(p.linesTable(change.LinesBefore))
			}
			on.line("Sau khi thay đổi:")
			on.table(p.linesTable(change.LinesAfter))
			continue
		}
		on.field("Trước khi thay đổi", change.Before)
		on.field("Sau khi thay đổi", change.After)
	}
}
