package dossier

import (
	"time"

	"htxregistry/internal/vn"
)

// Receipt is what the filer is given when the file is received (giấy biên nhận): under which number and when it came, by when
// the office answers, and the papers the office holds (Điều 6 khoản 3, 03/2014/TT-BKHĐT; Điều 19 khoản 3, 92/2024/NĐ-CP).
type Receipt struct {
	Number     string    `json:"number"`
	ReceivedAt time.Time `json:"received_at"`
	DueOn      vn.Date   `json:"due_on,omitzero"` // zero where the law sets no time
	Papers     []string  `json:"papers"`          // their titles
}

// WithReceipt gives the file with its receipt, once it is received. A file that came back mended keeps its number.
func (d Dossier) WithReceipt() Dossier {
	if d.ReceivedAt == nil {
		return d
	}
	r := Receipt{Number: d.Number, ReceivedAt: *d.ReceivedAt, DueOn: d.DueOn, Papers: []string{}}
	for _, doc := range d.Documents {
		if doc.Provided {
			r.Papers = append(r.Papers, doc.Title)
		}
	}
	d.Receipt = &r
	return d
}
