// Command certificates measures how long it takes to print, seal and verify a certificate, prints the medians and the ninety-fifth
// percentiles, and leaves those of the printing, which has a target, for the table of the bench. It needs nothing but itself.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"htxregistry/bench/beside"
	"htxregistry/internal/certificate"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

const (
	printing     = "certificate print"
	mostPrinting = 100 * time.Millisecond // that 95 of 100 certificates may take
)

func main() {
	rounds := flag.Int("n", 200, "how often each is done")
	out := flag.String("out", "", "file of the figure for the bench")
	flag.Parse()
	if err := measure(*rounds, *out); err != nil {
		fmt.Fprintln(os.Stderr, "certificates:", err)
		os.Exit(1)
	}
}

func measure(rounds int, out string) error {
	_, signer, err := certificate.NewKey()
	if err != nil {
		return err
	}
	keys, err := json.Marshal(coop.NewKeySet([]coop.SigningKey{signer.Public()}))
	if err != nil {
		return err
	}
	c, people := example()
	seal, err := signer.Seal(c, people)
	if err != nil {
		return err
	}
	pdf, err := certificate.Print(c, people, seal.Credential(true))
	if err != nil {
		return err
	}
	var figures []beside.Figure
	for _, work := range []struct {
		name string
		do   func() error
	}{
		{printing, func() error { _, err := certificate.Print(c, people, seal.Credential(true)); return err }},
		{"certificate seal", func() error { _, err := signer.Seal(c, people); return err }},
		{"certificate verify", func() error { _, err := certificate.Verify(pdf, keys); return err }},
	} {
		took := make([]time.Duration, rounds)
		for i := range took {
			began := time.Now()
			if err := work.do(); err != nil {
				return fmt.Errorf("%s: %w", work.name, err)
			}
			took[i] = time.Since(began)
		}
		slices.Sort(took)
		p50, p95 := took[rounds/2], took[rounds*95/100]
		shown := fmt.Sprintf("p50 %.1f ms, p95 %.1f ms", millis(p50), millis(p95))
		fmt.Printf("%s: %s over %d\n", work.name, shown, rounds)
		if work.name == printing {
			figures = append(figures, beside.Figure{What: "a certificate rendered: ms (p95)", Size: rounds, Took: p95, Most: mostPrinting, Shown: shown})
		}
	}
	return beside.Write(out, figures...)
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// example is a certificate with ten lines of business, as the law of 2012 has it: the longest form.
func example() (coop.Certificate, []coop.Representative) {
	capital := vn.VND(1_005_000_000)
	person := coop.Representative{FullName: "Nguyễn Văn An", Title: "Chủ tịch HĐQT", Nationality: "VN"}
	lines := make([]coop.Industry, 10)
	for i := range lines {
		lines[i] = coop.Industry{Edition: "2018", Code: "0161", Name: "Hoạt động dịch vụ trồng trọt và các hoạt động liên quan", Main: i == 0}
	}
	c := coop.Certificate{
		ID: id.New[coop.Certificate](), OrganizationID: id.New[coop.Organization](), Type: coop.TypeCertificate, Form: "htx-2012", Layout: 2,
		Title: "Giấy chứng nhận đăng ký hợp tác xã", Number: "1401234568", Issue: coop.IssueFirst, IssuedOn: vn.NewDate(2021, 6, 1),
		Contents: []coop.Content{coop.ContentName, coop.ContentSeat, coop.ContentIndustries, coop.ContentCapital, coop.ContentRepresentatives},
		Superior: "Ủy ban nhân dân thành phố Cao Lãnh", Office: "Phòng Tài chính - Kế hoạch", Authority: coop.AuthorityRef{Name: "Phòng Tài chính - Kế hoạch thành phố Cao Lãnh"},
		Signatory: "TRƯỞNG PHÒNG", Regime: "law-2012", VerifyURL: "https://so.example.vn/v1/certificates/1401234568?id=0193f0a2-7a3c-7cc1-9d10-3b5c2f0a7e11",
		Subject: coop.Subject{
			Kind: "htx", Code: "1401234568", Name: coop.Name{Vi: "Hợp tác xã Nông nghiệp Mỹ Ngãi"}, Seat: "Ấp 1, Xã Mỹ Ngãi, Thành phố Cao Lãnh, Tỉnh Đồng Tháp",
			Industries: lines, Capital: &capital, Representatives: []coop.Representative{person},
		},
	}
	person.IDDocument, person.ContactAddress = "087085001234", "Ấp 1, xã Mỹ Ngãi"
	return c, []coop.Representative{person}
}
