package certificate

import (
	"github.com/boombuler/barcode/qr"
)

// qr draws the code that opens the certificate's present state: filled squares, with the quiet zone the standard asks for
// within the given size. Squares of a row that touch are drawn as one, so that no reader sees a gap.
func (p *page) qr(x, y, size float64) {
	code, err := qr.Encode(p.c.VerifyURL, qr.M, qr.Auto)
	if err != nil {
		p.pdf.SetError(err)
		return
	}
	const quiet = 4
	modules := code.Bounds().Dx()
	step := size / float64(modules+2*quiet)
	p.pdf.SetFillColor(0, 0, 0)
	for row := range modules {
		for col := 0; col < modules; col++ {
			begin := col
			for col < modules && dark(code.At(col, row).RGBA()) {
				col++
			}
			if col > begin {
				p.pdf.Rect(x+float64(begin+quiet)*step, y+float64(row+quiet)*step, float64(col-begin)*step, step, "F")
			}
		}
	}
}

func dark(r, _, _, _ uint32) bool { return r == 0 }
