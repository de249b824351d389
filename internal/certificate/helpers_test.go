package certificate_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/certificate"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

const address = "https://so.dangky.example/v1/certificates/1401234568?id=0193f0a2-7a3c-7cc1-9d10-3b5c2f0a7e11"

// older gives a certificate of every form as it was issued in layout 1, by form/layout.
func older(tb testing.TB) map[string]coop.Certificate {
	tb.Helper()
	text, err := os.ReadFile("testdata/layout1.json")
	if err != nil {
		tb.Fatal(err)
	}
	issued := map[string]coop.Certificate{}
	if err := json.Unmarshal(text, &issued); err != nil {
		tb.Fatal(err)
	}
	return issued
}

// papers gives one made-up certificate of every form and kind the rulebook has, by form/layout or, for the further kinds of a
// form, form/layout/kind.
func papers(tb testing.TB) map[string]coop.Certificate {
	tb.Helper()
	book, err := rulebook.Load()
	if err != nil {
		tb.Fatal(err)
	}
	made := map[string]coop.Certificate{}
	for _, day := range []string{"2015-03-02", "2020-03-02", "2024-09-04", "2025-08-04"} {
		on := vn.MustDate(day)
		for _, rule := range book.Rules(on, "certificates") {
			add(made, book, rule, on)
		}
	}
	for _, form := range book.PaperForms() {
		if _, ok := made[form]; !ok {
			tb.Errorf("no certificate of form %s", form)
		}
	}
	return made
}

func add(made map[string]coop.Certificate, book *rulebook.Book, rule rulebook.Rule, on vn.Date) {
	value, ok := rule.Value.(map[string]any)
	if !ok {
		return // of an office
	}
	paper := value["paper"].(coop.Paper)
	for i, kind := range value["kinds"].([]string) {
		key := paper.Form + "/2"
		if i > 0 {
			key += "/" + kind
		}
		if _, known := made[key]; !known {
			made[key] = fill(book, paper, kind, on)
		}
	}
}

// offices are who gives a certificate to a kind on a day.
func office(kind string, on vn.Date) (o jurisdiction.Office, name, place string) {
	switch {
	case !on.Before(vn.MustDate("2025-07-01")):
		return jurisdiction.OfficeKT, "Phòng Kinh tế, Hạ tầng và Đô thị phường Mỹ Ngãi", "phường Mỹ Ngãi"
	case (kind == "lhhtx" || kind == "qtdnd") && on.Before(vn.MustDate("2024-07-18")):
		return jurisdiction.OfficeSKHDT, "Sở Kế hoạch và Đầu tư tỉnh Đồng Tháp", "tỉnh Đồng Tháp"
	}
	return jurisdiction.OfficeTCKH, "Phòng Tài chính - Kế hoạch thành phố Cao Lãnh", "thành phố Cao Lãnh"
}

// fill makes up a certificate of a form.
func fill(book *rulebook.Book, paper coop.Paper, kind string, on vn.Date) coop.Certificate {
	capital := vn.VND(1_005_000_000)
	of, named, place := office(kind, on)
	heading := book.Heading(of, on).Of(named, place)
	c := coop.Certificate{
		ID: id.Must[coop.Certificate]("0193f0a2-7a3c-7cc1-9d10-3b5c2f0a7e11"), OrganizationID: id.Must[coop.Organization]("0193f0a2-7a3c-7cc1-9d10-3b5c2f0a7e12"),
		Type: paper.Gives, Form: paper.Form, Layout: paper.Layout, Title: paper.Title, Contents: paper.Contents, Number: "1401234568",
		Issue: coop.IssueChange, Ordinal: 1, FirstOn: vn.MustDate("2014-06-03"), IssuedOn: on, Superior: heading.Superior, Office: heading.Office,
		Authority: coop.AuthorityRef{Code: string(of) + "-866", Name: named, Level: string(of.Level())},
		Signatory: book.Signatory(of, on), Regime: "law-2012", VerifyURL: address,
		Subject: coop.Subject{
			Kind: kind, Code: "1401234568",
			Name: coop.Name{Vi: "Hợp tác xã Nông nghiệp Mỹ Ngãi", Foreign: "My Ngai Agricultural Co-operative", Short: "HTX NN Mỹ Ngãi"},
			Seat: "Số 12, đường Nguyễn Thái Học, khóm 3, Phường Mỹ Ngãi, Tỉnh Đồng Tháp", Phone: "0277 3851 234", Email: "htxmyngai@example.vn",
			Industries: []coop.Industry{
				{Edition: "2018", Code: "0161", Name: "Hoạt động dịch vụ trồng trọt", Main: true},
				{Edition: "2018", Code: "4669", Name: "Bán buôn chuyên doanh khác chưa được phân vào đâu (phân bón, thuốc trừ sâu và hóa chất khác sử dụng trong nông nghiệp)"},
			},
			Capital: &capital, Representatives: []coop.Representative{{FullName: "Nguyễn Văn Ước", Title: "Chủ tịch HĐQT", Nationality: "VN"}},
			From: vn.MustDate("2025-09-01"), To: vn.MustDate("2026-08-31"),
		},
	}
	s := &c.Subject
	s.Changes = []coop.SubjectChange{
		{Field: "industries", Before: "0161 Hoạt động dịch vụ trồng trọt", After: "0111 Trồng lúa", LinesBefore: s.Industries[:1], LinesAfter: s.Industries},
		{Field: "tax_information", After: "Theo thông báo của hợp tác xã"},
	}
	if !on.Before(vn.MustDate("2024-07-01")) {
		c.Regime = "law-2023"
	}
	if slices.Contains(paper.Contents, coop.ContentUnits) {
		s.Units = []string{"Chi nhánh Hợp tác xã Nông nghiệp Mỹ Ngãi, Ấp 2, Xã Mỹ Tân, Thành phố Cao Lãnh, Tỉnh Đồng Tháp"}
	}
	if slices.Contains(paper.Contents, coop.ContentParent) {
		s.Parent = &coop.SubjectParent{Name: "Hợp tác xã Nông nghiệp Mỹ Ngãi", Code: "1401234568", Seat: s.Seat}
		if on.Before(vn.MustDate("2019-05-28")) {
			s.Parent.Code, s.Parent.CertificateNumber, s.Parent.IssuedOn = "", "510/HTX", vn.MustDate("2014-06-03")
		}
		s.Name = coop.Name{Vi: "Chi nhánh Hợp tác xã Nông nghiệp Mỹ Ngãi"}
		s.Code, c.Number = "1401234568-001", "1401234568-001"
	}
	switch coop.UnitKind(kind) {
	case coop.UnitBusinessLocation:
		s.Parent.Branch = &coop.SubjectBranch{Name: "Chi nhánh Tân Hồng", Code: "1401234568-002", Seat: "Ấp 5, Xã Tân Hồng, Tỉnh Đồng Tháp"}
	case coop.UnitRepresentativeOffice:
		s.Industries, s.Activities = nil, "Giao dịch, giới thiệu sản phẩm và tìm nguồn tiêu thụ cho thành viên theo ủy quyền."
	case coop.UnitBranch:
	}
	if strings.HasPrefix(paper.Form, "htx-2023") {
		s.FormerName = "Hợp tác xã Mỹ Ngãi"
	}
	if paper.Gives == coop.TypeConfirmation {
		c.Issue, c.Number = coop.IssueConfirmation, "tckh-866-250804-000012"
	}
	return c
}

func people() []coop.Representative {
	return []coop.Representative{{
		FullName: "Nguyễn Văn Ước", Title: "Chủ tịch HĐQT", Nationality: "VN", IDDocument: "087085001234",
		ContactAddress: "Ấp 1, xã Mỹ Ngãi, thành phố Cao Lãnh, tỉnh Đồng Tháp",
	}}
}

func printed(tb testing.TB, c coop.Certificate, who []coop.Representative) []byte {
	tb.Helper()
	pdf, err := certificate.Print(c, who, "eyJhbGciOiJFZERTQSJ9.e30.c2ln")
	if err != nil {
		tb.Fatal(err)
	}
	return pdf
}
