package certificate

import "fmt"

// running is layout 1: what is written is drawn at once, and where a page is full the next one begins. No certificate is given
// in it any more; those that were are printed in it for ever.
type running struct{ *page }

func (p running) print() {
	p.pdf.SetAutoPageBreak(true, bottom)
	p.pdf.SetHeaderFunc(p.frame)
	p.pdf.AliasNbPages("")
	p.pdf.SetFooterFunc(func() { p.pageFoot("{nb}") })
	p.pdf.AddPage()
	sizes := headSizes{left: 82, right: 86, office: 10.5, country: 10.5, motto: 11.5, step: 4.8, mottoStep: 5.4, officeRule: 24, mottoRule: 52}
	p.head(sizes, upper(p.c.Superior), upper(p.c.Authority.Name))
	p.title()
	p.contents(p)
	if p.pdf.GetY()+signHeight+6 > pageHeight-bottom {
		p.pdf.AddPage()
		p.pdf.SetY(margin)
	}
	p.sign(p.pdf.GetY() + 6)
}

func (p running) section(title string) {
	p.sections++
	if p.pdf.GetY() > pageHeight-bottom-3*lineHeight {
		p.pdf.AddPage()
	}
	p.pdf.Ln(1.6)
	p.text(ink(), "B", bodySize)
	p.pdf.MultiCell(0, lineHeight, fmt.Sprintf("%d. %s", p.sections, title), "", "L", false)
}

func (p running) line(text string) {
	p.text(ink(), "", bodySize)
	p.pdf.SetX(margin + indent)
	p.pdf.MultiCell(pageWidth-2*margin-indent, lineHeight, text, "", "L", false)
}

func (p running) lead(text string) {
	p.text(ink(), "I", bodySize)
	p.pdf.SetX(margin + indent)
	p.pdf.MultiCell(0, lineHeight, text, "", "L", false)
}

func (p running) field(label, value string) {
	if value == "" {
		return
	}
	p.pdf.SetX(margin + indent)
	p.text(ink(), "", bodySize)
	label += ": "
	width := p.pdf.GetStringWidth(label) + 0.5
	p.pdf.CellFormat(width, lineHeight, label, "", 0, "L", false, 0, "")
	p.text(ink(), "B", bodySize)
	x := p.pdf.GetX()
	p.pdf.SetLeftMargin(x)
	p.pdf.MultiCell(pageWidth-margin-x, lineHeight, value, "", "L", false)
	p.pdf.SetLeftMargin(margin)
	p.pdf.SetX(margin)
}

func (p running) hidden(label string) {
	p.pdf.SetX(margin + indent)
	p.text(ink(), "", bodySize)
	label += ": "
	p.pdf.CellFormat(p.pdf.GetStringWidth(label)+0.5, lineHeight, label, "", 0, "L", false, 0, "")
	p.text(grey(), "I", bodySize-2)
	p.pdf.CellFormat(0, lineHeight, msgHidden, "", 1, "L", false, 0, "")
}

func (p running) gap() { p.pdf.Ln(1.5) }

func (p running) list(_ string, items []string) {
	for _, item := range items {
		p.line(item)
	}
}

// table prints three columns, of which the middle one may run over several lines.
func (p running) table(t table) {
	p.text(ink(), "B", 11)
	p.row(t.titles, [3]string{"C", "C", "C"})
	p.text(ink(), "", 11)
	for _, row := range t.rows {
		p.row(row, [3]string{"C", "L", "C"})
	}
	p.pdf.Ln(1)
}

// row prints a row of the table, as high as its longest cell.
func (p running) row(cells, align [3]string) {
	const step, pad, number, code = 5.4, 1.4, 12.0, 24.0
	widths := [3]float64{number, pageWidth - 2*margin - indent - number - code, code}
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
