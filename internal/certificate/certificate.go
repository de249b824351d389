// Package certificate gives certificates and confirmations their printed form and their signature: what a giấy chứng nhận
// or giấy xác nhận looks like, and how anyone finds out offline whether it is the register's. The same facts give the same
// bytes for ever: a layout that was used once never changes, which golden digests in testdata keep.
package certificate

import (
	"bytes"
	"errors"
	"fmt"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"

	"htxregistry/internal/coop"
)

// attachedFile is the name of the attachment that holds the signature.
const attachedFile = "chung-nhan.jws"

// ErrLayout says that a certificate asks for a layout that this program does not know: a newer one issued it.
var ErrLayout = errors.New("certificate: unknown layout")

// Print gives the PDF of a certificate. With people it is the rendition for the competent office and the holder, who may
// see their personal data; without, the one for everyone, which leaves it out. The credential is attached as a file.
func Print(c coop.Certificate, people []coop.Representative, credential string) ([]byte, error) {
	p := newPage(c, people)
	switch c.Layout {
	case 1:
		running{p}.print()
	case 2:
		(&planned{page: p}).print()
	default:
		return nil, fmt.Errorf("%w %d of form %s", ErrLayout, c.Layout, c.Form)
	}
	p.pdf.SetAttachments([]fpdf.Attachment{{Content: []byte(credential), Filename: attachedFile, Description: attachedDescription}})
	var out bytes.Buffer
	if err := p.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("print certificate %s: %w", c.ID, err)
	}
	return out.Bytes(), nil
}

const family = "serif"

// newPage begins a document whose bytes depend on the certificate alone. It has no page yet.
func newPage(c coop.Certificate, people []coop.Representative) *page {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes(family, "", liberationserifregular.TTF)
	pdf.AddUTF8FontFromBytes(family, "B", liberationserifbold.TTF)
	pdf.AddUTF8FontFromBytes(family, "I", liberationserifitalic.TTF)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(c.IssuedOn.Start())
	pdf.SetModificationDate(c.IssuedOn.Start())
	pdf.SetTitle(c.Title+" "+c.Number, true)
	pdf.SetAuthor(c.Authority.Name, true)
	pdf.SetSubject(c.Subject.Name.Vi, true)
	pdf.SetLang("vi")
	pdf.SetMargins(margin, margin, margin)
	pdf.SetCellMargin(0)
	return &page{pdf: pdf, c: c, people: people}
}
