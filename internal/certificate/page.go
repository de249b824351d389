package certificate

import (
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// Measures of every layout, in millimetres and points.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	margin     = 24.0
	bottom     = 24.0
	lineHeight = 5.9
	bodySize   = 12.0
	indent     = 7.0
	qrSize     = 30.0
	signHeight = 40.0
)

// page is a certificate being printed: what all layouts draw alike.
type page struct {
	pdf      *fpdf.Fpdf
	c        coop.Certificate
	people   []coop.Representative // nil: the rendition for everyone
	sections int
}

// colour is red, green, blue.
type colour [3]int

func ink() colour  { return colour{28, 28, 32} }
func red() colour  { return colour{158, 27, 30} }
func gold() colour { return colour{190, 148, 62} }
func grey() colour { return colour{105, 105, 110} }

func (p *page) text(c colour, style string, size float64) {
	p.pdf.SetFont(family, style, size)
	p.pdf.SetTextColor(c[0], c[1], c[2])
}

// frame draws the border of a page: a red line, a gold one within, and their corners.
func (p *page) frame() {
	line := func(c colour, width, inset float64) {
		p.pdf.SetDrawColor(c[0], c[1], c[2])
		p.pdf.SetLineWidth(width)
		p.pdf.Rect(inset, inset, pageWidth-2*inset, pageHeight-2*inset, "D")
	}
	line(red(), 0.9, 9)
	line(gold(), 0.35, 10.6)
	line(gold(), 0.2, 12.2)
	const inset, step = 10.6, 7.0
	for _, corner := range [][4]float64{
		{inset, inset, 1, 1},
		{pageWidth - inset, inset, -1, 1},
		{inset, pageHeight - inset, 1, -1},
		{pageWidth - inset, pageHeight - inset, -1, -1},
	} {
		x, y, right, down := corner[0], corner[1], corner[2], corner[3]
		p.pdf.SetDrawColor(gold()[0], gold()[1], gold()[2])
		p.pdf.SetLineWidth(0.35)
		for i := 1.0; i <= 3; i++ {
			d := step * i / 3
			p.pdf.Line(x+right*d, y, x, y+down*d)
		}
		p.pdf.SetFillColor(red()[0], red()[1], red()[2])
		p.pdf.Circle(x+right*1.1, y+down*1.1, 0.8, "F")
	}
}

// headSizes are the measures of a head: widths of its columns, sizes of its letters in points, heights of its lines, lengths of
// the rules below.
type headSizes struct {
	left, right, office, country, motto, step, mottoStep, officeRule, mottoRule float64
}

// head names the office on the left, below the body it belongs to where there is one, and the country on the right.
func (p *page) head(s headSizes, superior, office string) {
	const top, out = 18.0, 7.0
	p.pdf.SetXY(margin-out, top)
	p.text(ink(), "", s.office)
	if superior != "" {
		p.pdf.MultiCell(s.left, s.step, superior, "", "C", false)
	}
	p.pdf.SetX(margin - out)
	p.text(ink(), "B", s.office)
	p.pdf.MultiCell(s.left, s.step, office, "", "C", false)
	end := p.pdf.GetY()
	p.rule(margin-out+s.left/2, end+1, s.officeRule)
	x := pageWidth - margin + out - s.right
	p.pdf.SetXY(x, top)
	p.text(ink(), "B", s.country)
	p.pdf.CellFormat(s.right, s.step, country, "", 2, "C", false, 0, "")
	p.text(ink(), "B", s.motto)
	p.pdf.CellFormat(s.right, s.mottoStep, motto, "", 2, "C", false, 0, "")
	p.rule(x+s.right/2, p.pdf.GetY()+0.8, s.mottoRule)
	p.pdf.SetXY(margin, max(end, p.pdf.GetY())+9)
}

// rule draws a short line under a heading.
func (p *page) rule(middle, y, width float64) {
	p.pdf.SetDrawColor(ink()[0], ink()[1], ink()[2])
	p.pdf.SetLineWidth(0.25)
	p.pdf.Line(middle-width/2, y, middle+width/2, y)
}

// title says what the page is, of whom, and how often it was given.
func (p *page) title() {
	first, rest := splitTitle(p.c.Title)
	p.text(red(), "B", 21)
	p.pdf.MultiCell(0, 9.4, upper(first), "", "C", false)
	if rest != "" {
		p.text(red(), "B", 16)
		p.pdf.MultiCell(0, 7.6, upper(rest), "", "C", false)
	}
	p.pdf.Ln(2)
	p.text(ink(), "B", 13)
	p.pdf.MultiCell(0, 6.6, numberLine(p.c), "", "C", false)
	p.text(ink(), "I", 12)
	for _, line := range issueLines(p.c) {
		p.pdf.MultiCell(0, 5.8, line, "", "C", false)
	}
	if p.hides() {
		p.text(grey(), "I", 9.5)
		p.pdf.MultiCell(0, 5, msgPublicRendition, "", "C", false)
	}
	p.pdf.Ln(4)
}

// hides tells whether this rendition leaves personal data out.
func (p *page) hides() bool { return p.people == nil && len(p.c.Subject.Representatives) > 0 }

// splitTitle sets the kind of paper apart from what it is about.
func splitTitle(title string) (first, rest string) {
	for _, lead := range []string{"Giấy chứng nhận", "Giấy xác nhận", "Xác nhận"} {
		if after, ok := strings.CutPrefix(title, lead+" "); ok {
			return lead, after
		}
	}
	return title, ""
}

// sign prints, from a height on, the code to check the certificate by, and the place to sign.
func (p *page) sign(y float64) {
	p.qr(margin, y+1, qrSize)
	p.pdf.SetXY(margin+qrSize+3, y+4)
	p.text(grey(), "I", 9)
	p.pdf.MultiCell(46, 4.2, msgScan, "", "L", false)
	const width = 74.0
	x := pageWidth - margin - width
	p.pdf.SetXY(x, y)
	p.text(ink(), "I", 12)
	p.pdf.CellFormat(width, 5.6, longDay(p.c.IssuedOn), "", 2, "C", false, 0, "")
	p.text(ink(), "B", 12)
	p.pdf.MultiCell(width, 5.6, p.c.Signatory, "", "C", false)
	p.pdf.SetX(x)
	p.text(grey(), "I", 10.5)
	p.pdf.CellFormat(width, 5, msgSign, "", 2, "C", false, 0, "")
}

// pageFoot prints which certificate this is, the number of the page and how many there are.
func (p *page) pageFoot(pages string) {
	p.pdf.SetXY(margin, pageHeight-20)
	p.text(grey(), "", 8)
	p.pdf.CellFormat(0, 4, fmt.Sprintf(msgPageFoot, p.c.Form, p.c.Layout, p.c.ID, p.pdf.PageNo(), pages), "", 0, "C", false, 0, "")
}

func upper(s string) string { return strings.ToUpper(s) }

func longDay(d vn.Date) string {
	return fmt.Sprintf("Ngày %02d tháng %02d năm %d", d.Day(), d.Month(), d.Year())
}
