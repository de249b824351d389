package certificate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// longer is a certificate with n lines of business, units, changes and people, and a name of 200 letters.
func longer(c coop.Certificate, n int) (coop.Certificate, []coop.Representative) {
	s := &c.Subject
	s.Name.Vi = strings.TrimSpace("Hợp tác xã " + strings.Repeat("Nông nghiệp ", 15) + "Mỹ Ngãi")
	s.Phone, s.Email = "", ""
	lines := make([]coop.Industry, n)
	for i := range lines {
		lines[i] = coop.Industry{Edition: "2018", Code: fmt.Sprintf("%04d", 1000+i), Name: fmt.Sprintf("Ngành thử số %d. %s", i+1, strings.Repeat("và dịch vụ ", i%12)), Main: i == 0}
	}
	if s.Industries != nil {
		s.Industries = lines
	}
	if len(s.Units) > 0 {
		s.Units = make([]string, n)
		for i := range s.Units {
			s.Units[i] = fmt.Sprintf("Chi nhánh thử số %d. %s", i+1, strings.Repeat("Ấp 2 ", i%30))
		}
	}
	s.Activities = strings.Repeat(s.Activities+" ", n/4)
	s.Changes = []coop.SubjectChange{
		{Field: "industries", Before: "a", After: "b", LinesBefore: lines[:n/2], LinesAfter: lines},
		{Field: "seat", Before: s.Seat, After: strings.Repeat(s.Seat+"; ", n)},
	}
	var people []coop.Representative
	s.Representatives = nil
	for i := range min(n, 30) {
		r := coop.Representative{FullName: fmt.Sprintf("Nguyễn Văn Người %d", i+1), Title: "Người đại diện theo pháp luật", Nationality: "VN"}
		s.Representatives = append(s.Representatives, r)
		r.IDDocument, r.ContactAddress = fmt.Sprintf("0870850012%02d", i), strings.Repeat("Ấp 1, ", i)+"xã Mỹ Ngãi"
		people = append(people, r)
	}
	return c, people
}

// pagesOf is the text of every page, as a reader has it.
func pagesOf(t *testing.T, pdf []byte) []string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "c.pdf"), pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(run(t, dir, "pdftotext", "-layout", "c.pdf", "-"), "\f")
	return pages[:len(pages)-1]
}

// Nobody may put a signed last page under other contents: the place to sign is never alone, no table runs on without its head,
// no row is lost, and every page says whose it is and how many there are.
func TestPagesKeepTogetherWhatBelongsTogether(t *testing.T) {
	t.Parallel()
	for form, c := range papers(t) {
		if strings.Count(form, "/") > 1 {
			continue // as long as its form
		}
		for _, n := range []int{1, 15, 40, 120} {
			t.Run(fmt.Sprintf("%s %d", form, n), func(t *testing.T) {
				t.Parallel()
				long, people := longer(c, n)
				pages := pagesOf(t, printed(t, long, people))
				for i, page := range pages {
					checkPage(t, long, page, i+1, len(pages))
				}
				everyRow(t, long, pages, n)
			})
		}
	}
}

// However long what stands before it is, line by line and row by row over the end of a page.
func TestThePlaceToSignIsNeverAlone(t *testing.T) {
	t.Parallel()
	made := papers(t)
	for n := 1; n <= 44; n++ {
		byLine, byRow := made["suspension-2023/2"], made["change-2023/2"]
		byLine.Subject.Seat = strings.Repeat("Ấp 1, đường dài một dòng của địa chỉ này, khóm 3, Phường Mỹ Ngãi, Tỉnh Đồng Tháp\n", n)
		lines := make([]coop.Industry, n)
		for i := range lines {
			lines[i] = coop.Industry{Edition: "2018", Code: "0161", Name: fmt.Sprintf("Ngành thử số %d.", i+1)}
		}
		byRow.Subject.Changes = []coop.SubjectChange{{Field: "industries", After: "b", LinesAfter: lines}}
		for _, c := range []coop.Certificate{byLine, byRow} {
			pages := pagesOf(t, printed(t, c, nil))
			for i, page := range pages {
				checkPage(t, c, page, i+1, len(pages))
			}
		}
	}
}

func checkPage(t *testing.T, c coop.Certificate, page string, number, of int) {
	t.Helper()
	words := strings.Join(strings.Fields(page), " ")
	if !strings.Contains(words, fmt.Sprintf("Trang %d/%d", number, of)) {
		t.Errorf("page %d of %d does not say so", number, of)
	}
	if number > 1 && !strings.Contains(words, c.Number+" (tiếp theo)") {
		t.Errorf("page %d does not say whose it is", number)
	}
	if strings.Contains(words, "Ngành thử số") && !strings.Contains(words, "Tên ngành, nghề") {
		t.Errorf("page %d has lines of business without the head of their table", number)
	}
	if strings.Contains(words, "Chi nhánh thử số") && !strings.Contains(words, "Tên, địa chỉ") {
		t.Errorf("page %d has units without the head of their table", number)
	}
	if signed := strings.Contains(words, "(Ký, ghi rõ họ tên và đóng dấu)"); signed != (number == of) {
		t.Errorf("page %d of %d is signed: %v", number, of, signed)
	}
	if number < of || number == 1 {
		return
	}
	rest := page
	for _, own := range []string{
		`(?m)^.*\(tiếp theo\).*$`, `(?m)^ *Mẫu .* Trang .*$`, `Ngày \d\d tháng \d\d năm \d{4}`, `\(Ký, ghi rõ họ tên và đóng dấu\)`,
		`TRƯỞNG PHÒNG`, `Quét mã để xem giấy này còn hiệu`, `lực hay không. Chữ ký số của sổ`, `đăng ký đính kèm trong tệp.`,
		`(?m)^.*Tên ngành, nghề.*$`, `(?m)^.*VSIC 2018.*$`, `(?m)^.*Tên, địa chỉ.*$`,
	} {
		rest = regexp.MustCompile(own).ReplaceAllString(rest, "")
	}
	if len(strings.Fields(rest)) < 3 {
		t.Errorf("the place to sign is alone on its page: %q", page)
	}
}

// everyRow fails unless each row is there once, in order.
func everyRow(t *testing.T, c coop.Certificate, pages []string, n int) {
	t.Helper()
	words := strings.Join(strings.Fields(strings.Join(pages, " ")), " ")
	rows := func(of string) (numbers []string) {
		for _, found := range regexp.MustCompile(of+` thử số (\d+)\.`).FindAllStringSubmatch(words, -1) {
			numbers = append(numbers, found[1])
		}
		return numbers
	}
	count := func(n int) (numbers []string) {
		for i := range n {
			numbers = append(numbers, fmt.Sprint(i+1))
		}
		return numbers
	}
	var want []string
	shows := func(content coop.Content) bool { return slices.Contains(c.Contents, content) }
	if shows(coop.ContentIndustries) || shows(coop.ContentActivities) && c.Subject.Industries != nil {
		want = count(n)
	}
	if shows(coop.ContentChanges) {
		want = append(count(n/2), count(n)...)
	}
	if got := rows("Ngành"); !slices.Equal(got, want) {
		t.Errorf("lines of business %v, want %v", got, want)
	}
	if shows(coop.ContentUnits) && !slices.Equal(rows("Chi nhánh"), count(n)) {
		t.Errorf("units %v", rows("Chi nhánh"))
	}
	if shows(coop.ContentIndustries) && strings.Count(words, "(ngành chính)") != 1 {
		t.Error("the main line is not marked once")
	}
	if name := strings.ToUpper(c.Subject.Name.Vi); !strings.Contains(words, name) {
		t.Errorf("the name is not whole: %s", words)
	}
}

// A foreigner's nationality is the name of a country, on papers of the first layout the code they were given with.
func TestANationalityIsANameNotACode(t *testing.T) {
	t.Parallel()
	for form, want := range map[string]string{"htx-2023/2": "Quốc tịch: Hàn Quốc", "htx-2023/1": "Quốc tịch: KR"} {
		c, ok := papers(t)[form]
		if !ok {
			c = older(t)[form]
		}
		c.Subject.Representatives = []coop.Representative{{FullName: "Kim Min", Title: "Giám đốc", Nationality: "KR"}}
		if page := pagesOf(t, printed(t, c, nil))[0]; !strings.Contains(page, want) {
			t.Errorf("%s: no %q in %s", form, want, page)
		}
	}
}

// Điều 6 khoản 1, 193/2013/NĐ-CP; Điều 5 khoản 1, 92/2024/NĐ-CP: the head names the office below the body it belongs to.
func TestTheHeadNamesTheOfficeAsTheLawOfItsDayDoes(t *testing.T) {
	t.Parallel()
	made := papers(t)
	for form, want := range map[string][]string{
		"htx-2012/2":            {"ỦY BAN NHÂN DÂN", "THÀNH PHỐ CAO LÃNH", "PHÒNG TÀI CHÍNH - KẾ HOẠCH"},
		"lhhtx-2012/2":          {"SỞ KẾ HOẠCH VÀ ĐẦU TƯ", "TỈNH ĐỒNG THÁP", "PHÒNG ĐĂNG KÝ KINH DOANH"},
		"htx-2012/2/qtdnd":      {"SỞ KẾ HOẠCH VÀ ĐẦU TƯ", "TỈNH ĐỒNG THÁP", "PHÒNG ĐĂNG KÝ KINH DOANH"},
		"htx-2023/2/lhhtx":      {"ỦY BAN NHÂN DÂN", "THÀNH PHỐ CAO LÃNH", "PHÒNG TÀI CHÍNH - KẾ HOẠCH"},
		"tht-2023/2":            {"ỦY BAN NHÂN DÂN", "THÀNH PHỐ CAO LÃNH", "PHÒNG TÀI CHÍNH - KẾ HOẠCH"},
		"suspension-2023/2@new": {"ỦY BAN NHÂN DÂN", "PHƯỜNG MỸ NGÃI", "PHÒNG KINH TẾ,", "HẠ TẦNG VÀ ĐÔ THỊ", "Phòng Kinh tế, Hạ tầng và Đô thị thuộc Ủy ban nhân dân phường Mỹ Ngãi xác nhận:"},
	} {
		form, later := strings.CutSuffix(form, "@new")
		c := made[form]
		if later {
			c.IssuedOn = vn.MustDate("2025-08-04")
			c.Superior, c.Office = "Ủy ban nhân dân phường Mỹ Ngãi", "Phòng Kinh tế, Hạ tầng và Đô thị"
		}
		page := pagesOf(t, printed(t, c, people()))[0]
		at := 0
		for _, line := range want {
			i := strings.Index(page[at:], line)
			if i < 0 {
				t.Errorf("%s: %q is not in its place in %s", form, line, page)
				break
			}
			at += i
		}
	}
}
