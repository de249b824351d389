package certificate_test

import (
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/certificate"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

const address = "https://so.dangky.example/v1/certificates/1401234568?id=0193f0a2-7a3c-7cc1-9d10-3b5c2f0a7e11"

// papers gives one made-up certificate of every form the rulebook has, by form/layout.
func papers(tb testing.TB) map[string]coop.Certificate {
	tb.Helper()
	book, err := rulebook.Load()
	if err != nil {
		tb.Fatal(err)
	}
	made := map[string]coop.Certificate{}
	for _, rule := range book.Rules(vn.MustDate("2020-03-02"), "certificates") {
		add(made, rule, vn.MustDate("2020-03-02"))
	}
	for _, rule := range book.Rules(vn.MustDate("2025-08-04"), "certificates") {
		add(made, rule, vn.MustDate("2025-08-04"))
	}
	if forms := book.PaperForms(); len(made) != len(forms) {
		tb.Fatalf("%d certificates for forms %v", len(made), forms)
	}
	return made
}

func add(made map[string]coop.Certificate, rule rulebook.Rule, on vn.Date) {
	value, ok := rule.Value.(map[string]any)
	if !ok {
		return // a signatory
	}
	paper := value["paper"].(coop.Paper)
	kind := value["kinds"].([]string)[0]
	key := paper.Form + "/1"
	if _, known := made[key]; known {
		return
	}
	made[key] = fill(paper, kind, on)
}

// fill makes up a certificate of a form.
func fill(paper coop.Paper, kind string, on vn.Date) coop.Certificate {
	capital := vn.VND(1_005_000_000)
	c := coop.Certificate{
		ID: id.Must[coop.Certificate]("0193f0a2-7a3c-7cc1-9d10-3b5c2f0a7e11"), OrganizationID: id.Must[coop.Organization]("0193f0a2-7a3c-7cc1-9d10-3b5c2f0a7e12"),
		Type: paper.Gives, Form: paper.Form, Layout: 1, Title: paper.Title, Contents: paper.Contents, Number: "1401234568",
		Issue: coop.IssueChange, Ordinal: 1, FirstOn: vn.MustDate("2019-06-03"), IssuedOn: on,
		Superior:  "Ủy ban nhân dân thành phố Cao Lãnh",
		Authority: coop.AuthorityRef{Code: "tckh-866", Name: "Phòng Tài chính - Kế hoạch thành phố Cao Lãnh", Level: "district"},
		Signatory: "TRƯỞNG PHÒNG", Regime: "law-2012", VerifyURL: address,
		Subject: coop.Subject{
			Kind: kind, Code: "1401234568",
			Name: coop.Name{Vi: "Hợp tác xã Nông nghiệp Mỹ Ngãi", Foreign: "My Ngai Agricultural Co-operative", Short: "HTX NN Mỹ Ngãi"},
			Seat: "Số 12, đường Nguyễn Thái Học, khóm 3, Phường Mỹ Ngãi, Tỉnh Đồng Tháp", Phone: "0277 3851 234", Email: "htxmyngai@example.vn",
			Industries: []coop.Industry{
				{Edition: "2018", Code: "0161", Name: "Hoạt động dịch vụ trồng trọt", Main: true},
				{Edition: "2018", Code: "4669", Name: "Bán buôn chuyên doanh khác chưa được phân vào đâu (phân bón, thuốc trừ sâu và hóa chất khác sử dụng trong nông nghiệp)"},
			},
			Capital: &capital, Representatives: []coop.Representative{{FullName: "Nguyễn Văn Ước", Title: "Chủ tịch HĐQT", Nationality: "VN"}},
			Changes: []coop.SubjectChange{{Field: "industries", Before: "0161 Hoạt động dịch vụ trồng trọt", After: "0111 Trồng lúa"}},
			From:    vn.MustDate("2025-09-01"), To: vn.MustDate("2026-08-31"),
		},
	}
	if on.After(vn.MustDate("2025-07-01")) {
		c.Regime, c.Superior = "law-2023", "Ủy ban nhân dân phường Mỹ Ngãi"
		c.Authority = coop.AuthorityRef{Code: "kt-29884", Name: "Phòng Kinh tế, Hạ tầng và Đô thị phường Mỹ Ngãi", Level: "commune"}
	}
	if slices.Contains(paper.Contents, coop.ContentParent) {
		c.Subject.Parent = &coop.SubjectParent{Name: "Hợp tác xã Nông nghiệp Mỹ Ngãi", Code: "1401234568", Seat: c.Subject.Seat}
		c.Subject.Name = coop.Name{Vi: "Chi nhánh Hợp tác xã Nông nghiệp Mỹ Ngãi"}
		c.Subject.Code, c.Number = "1401234568-001", "1401234568-001"
	}
	if strings.HasPrefix(paper.Form, "htx-2023") {
		c.Subject.FormerName = "Hợp tác xã Mỹ Ngãi"
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
