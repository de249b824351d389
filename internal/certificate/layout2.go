package certificate

import (
	"cmp"
	"fmt"
	"strings"
)

// planned is layout 2: what is written is measured first and put onto pages as a whole, so that the place to sign has the
// last lines with it, a table its head on every page, and every page the number of all of them.
type planned struct {
	*page

	atoms []atom
	above float64 // space that the next atom keeps to the one before
	part  int     // the atom that the last part begins with
	pages int
}

// Measures of layout 2.
const (
	signSpace  = 46.0 // with the seal
	tableSize  = 11.0
	tableStep  = 5.4
	tablePad   = 1.4
	numberWide = 12.0
	codeWide   = 26.0
)

func (p *planned) print() {
	p.pdf.SetAutoPageBreak(false, bottom)
	p.pdf.SetHeaderFunc(p.pageHead)
	p.pdf.SetFooterFunc(func() { p.pageFoot(fmt.Sprint(p.pages)) })
	p.pdf.AddPage()
	p.letterHead()
	p.title()
	p.statement()
	p.contents(p)
	p.signature()
	pages := paginate(p.atoms, p.pdf.GetY(), margin, pageHeight-bottom)
	p.pages = len(pages)
	for i, atoms := range pages {
		if i > 0 {
			p.pdf.AddPage()
		}
		for _, a := range atoms {
			a.draw(a.y)
		}
	}
}

// letterHead is that of an official letter (Phụ lục I, 30/2020/NĐ-CP): letters of 12 and 13 points, below the office a rule of
// a part of its line, below the motto one as long as it.
func (p *planned) letterHead() {
	const whole, between = 176.0, 4.0
	s := headSizes{office: 12, country: 12, motto: 13, step: 5.4, mottoStep: 6}
	p.text(ink(), "B", s.motto)
	s.mottoRule = p.pdf.GetStringWidth(motto)
	p.text(ink(), "B", s.country)
	s.right = p.pdf.GetStringWidth(country) + 1
	s.left = whole - between - s.right
	office := p.headLines(cmp.Or(p.c.Office, p.c.Authority.Name), s.left)
	s.officeRule = 0.4 * p.pdf.GetStringWidth(office[len(office)-1])
	p.text(ink(), "", s.office)
	superior := p.headLines(p.c.Superior, s.left)
	p.head(s, strings.Join(superior, "\n"), strings.Join(office, "\n"))
}

// headLines splits the name of a body into lines: one, else its place on a line of its own, else as even as they can be.
func (p *planned) headLines(name string, width float64) []string {
	text := upper(name)
	lines := p.pdf.SplitText(text, width)
	if body, place := splitPlace(name); len(lines) == 2 && place != "" {
		return []string{upper(body), upper(place)}
	}
	const step = 2.0
	for {
		width -= step
		narrower := p.pdf.SplitText(text, width)
		if len(narrower) != len(lines) || width < step {
			return lines
		}
		lines = narrower
	}
}

// pageHead frames a page and, from the second on, tells whose continuation it is.
func (p *planned) pageHead() {
	p.frame()
	if p.pdf.PageNo() == 1 {
		return
	}
	p.pdf.SetXY(margin, 15)
	p.text(grey(), "I", 9.5)
	p.pdf.CellFormat(0, 5, continuation(p.c), "", 0, "C", false, 0, "")
}

// statement is who confirms, on a confirmation.
func (p *planned) statement() {
	if text := confirms(p.c); text != "" {
		p.paragraph(text, margin, "B")
		p.atoms[len(p.atoms)-1].stays = true
	}
}

// signature has the last part with it where that is short, else the last two lines.
func (p *planned) signature() {
	const short = 9
	from := len(p.atoms) - 2
	if p.part >= len(p.atoms)-short {
		from = p.part
	}
	for i := max(from, 0); i < len(p.atoms); i++ {
		p.atoms[i].stays = true
	}
	p.add(atom{height: signSpace, above: 6, draw: p.sign})
}

// add puts an atom after the others.
func (p *planned) add(a atom) {
	a.above += p.above
	p.above = 0
	p.atoms = append(p.atoms, a)
}

// lines adds lines of one paragraph, of which neither the first nor the last is left alone on a page.
func (p *planned) lines(n int, draw func(i int, y float64)) {
	for i := range n {
		p.add(atom{height: lineHeight, stays: i < n-1 && (i == 0 || i == n-2), draw: func(y float64) { draw(i, y) }})
	}
}

// cell draws text at a place.
func (p *planned) cell(x, y, width float64, text, align string) {
	p.pdf.SetXY(x, y)
	p.pdf.CellFormat(width, lineHeight, text, "", 0, align, false, 0, "")
}

func (p *planned) paragraph(text string, x float64, style string) {
	p.text(ink(), style, bodySize)
	width := pageWidth - margin - x
	lines := p.pdf.SplitText(text, width)
	p.lines(len(lines), func(i int, y float64) {
		p.text(ink(), style, bodySize)
		p.cell(x, y, width, lines[i], "L")
	})
}

func (p *planned) section(title string) {
	p.sections++
	p.part = len(p.atoms)
	p.above += 1.6
	p.paragraph(fmt.Sprintf("%d. %s", p.sections, title), margin, "B")
	p.atoms[len(p.atoms)-1].stays = true
}

func (p *planned) line(text string) { p.paragraph(text, margin+indent, "") }

func (p *planned) lead(text string) {
	p.paragraph(text, margin+indent, "I")
	p.atoms[len(p.atoms)-1].stays = true
}

func (p *planned) field(label, value string) {
	if value != "" {
		p.labelled(label, value, func() { p.text(ink(), "B", bodySize) })
	}
}

func (p *planned) hidden(label string) {
	p.labelled(label, msgHidden, func() { p.text(grey(), "I", bodySize-2) })
}

// labelled adds a label and, beside it, its value in letters of its own.
func (p *planned) labelled(label, value string, letters func()) {
	const x = margin + indent
	p.text(ink(), "", bodySize)
	label += ": "
	wide := p.pdf.GetStringWidth(label) + 0.5
	letters()
	lines := p.pdf.SplitText(value, pageWidth-margin-x-wide)
	p.lines(len(lines), func(i int, y float64) {
		if i == 0 {
			p.text(ink(), "", bodySize)
			p.cell(x, y, wide, label, "L")
		}
		letters()
		p.cell(x+wide, y, pageWidth-margin-x-wide, lines[i], "L")
	})
}

func (p *planned) gap() { p.above += 1.5 }

func (p *planned) list(title string, items []string) {
	rows := make([][]string, len(items))
	for i, item := range items {
		rows[i] = []string{fmt.Sprint(i + 1), item}
	}
	p.rows([]string{"STT", title}, rows)
}

func (p *planned) table(t table) {
	rows := make([][]string, len(t.rows))
	for i := range t.rows {
		rows[i] = t.rows[i][:]
	}
	p.rows(t.titles[:], rows)
}

// rows adds a table of a number, words and perhaps a code. A row is never cut; its head is drawn again on every page.
func (p *planned) rows(titles []string, rows [][]string) {
	head := p.rowOf(titles, "B", []string{"C", "C", "C"})
	head.stays = true
	p.atoms[len(p.atoms)-1].stays = true
	p.above += 0.6
	p.add(head)
	for _, cells := range rows {
		row := p.rowOf(cells, "", []string{"C", "L", "C"})
		row.head = &head
		p.add(row)
	}
	p.above += 1.6
}

// rowOf is a row as high as its longest cell.
func (p *planned) rowOf(cells []string, style string, align []string) atom {
	widths := []float64{numberWide, pageWidth - 2*margin - indent - numberWide, codeWide}[:len(cells)]
	if len(cells) > 2 {
		widths[1] -= codeWide
	}
	p.text(ink(), style, tableSize)
	split, most := make([][]string, len(cells)), 1
	for i, text := range cells {
		split[i] = p.pdf.SplitText(text, widths[i]-2*tablePad)
		most = max(most, len(split[i]))
	}
	height := float64(most)*tableStep + tablePad
	return atom{height: height, draw: func(y float64) {
		p.text(ink(), style, tableSize)
		p.pdf.SetDrawColor(grey()[0], grey()[1], grey()[2])
		p.pdf.SetLineWidth(0.15)
		x := margin + indent
		for i, width := range widths {
			p.pdf.Rect(x, y, width, height, "D")
			for k, text := range split[i] {
				p.pdf.SetXY(x+tablePad, y+tablePad/2+float64(k)*tableStep)
				p.pdf.CellFormat(width-2*tablePad, tableStep, text, "", 0, align[i], false, 0, "")
			}
			x += width
		}
	}}
}
