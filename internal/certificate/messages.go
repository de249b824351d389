package certificate

import (
	_ "embed" // the names of countries
	"fmt"
	"slices"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

const (
	country             = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
	motto               = "Độc lập - Tự do - Hạnh phúc"
	attachedDescription = "Chữ ký số của sổ đăng ký trên nội dung giấy này"
	msgActivities       = "Nội dung hoạt động"
	msgPublicRendition  = "Bản công khai: không hiển thị dữ liệu cá nhân"
	msgHidden           = "(không hiển thị ở bản công khai)"
	msgScan             = "Quét mã để xem giấy này còn hiệu lực hay không. Chữ ký số của sổ đăng ký đính kèm trong tệp."
	msgSign             = "(Ký, ghi rõ họ tên và đóng dấu)"
	msgPageFoot         = "Mẫu %s/%d · Giấy số %s · Trang %d/%s"
)

// numberLine is the line under the title that tells which one it is.
func numberLine(c coop.Certificate) string {
	if c.Type == coop.TypeConfirmation || c.Subject.Code != c.Number {
		return "Số: " + c.Number
	}
	return "Mã số " + noun(c.Subject.Kind) + ": " + c.Number
}

// issueLines say when it was registered first and why this one was given.
func issueLines(c coop.Certificate) []string {
	first := ""
	if !c.FirstOn.IsZero() {
		first = "Đăng ký lần đầu, " + lowerDay(c.FirstOn)
	}
	why := ""
	switch c.Issue {
	case coop.IssueFirst, coop.IssueConfirmation:
	case coop.IssueChange:
		why = "Đăng ký thay đổi, " + lowerDay(c.IssuedOn)
		if c.Ordinal > 0 {
			why = fmt.Sprintf("Đăng ký thay đổi lần thứ %d, %s", c.Ordinal, lowerDay(c.IssuedOn))
		}
	case coop.IssueReissue:
		why = "Cấp lại, " + lowerDay(c.IssuedOn)
	case coop.IssueExchange:
		why = "Cấp đổi, " + lowerDay(c.IssuedOn)
	case coop.IssueCorrection:
		why = "Hiệu đính, " + lowerDay(c.IssuedOn)
	}
	if c.Issue == coop.IssueConfirmation {
		return nil
	}
	lines := make([]string, 0, 2)
	for _, line := range []string{first, why} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// continuation tells on a later page of which certificate it is.
func continuation(c coop.Certificate) string {
	first, _ := splitTitle(c.Title)
	return fmt.Sprintf("%s số %s (tiếp theo)", first, c.Number)
}

// confirms begins what a confirmation says: who confirms it. Empty on a certificate.
func confirms(c coop.Certificate) string {
	if c.Type != coop.TypeConfirmation {
		return ""
	}
	who := c.Authority.Name
	if c.Office != "" && c.Superior != "" {
		who = c.Office + " thuộc " + c.Superior
	}
	return who + " xác nhận:"
}

// splitPlace sets the place that the name of a body ends with apart from what the body is.
func splitPlace(name string) (body, place string) {
	for _, kind := range []string{"tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"} {
		if body, after, found := strings.Cut(name, " "+kind+" "); found {
			return body, kind + " " + after
		}
	}
	return name, ""
}

// codeTitle heads the codes of lines of business with the edition they are of, where they are of one.
func codeTitle(lines []coop.Industry) (title string, editions int) {
	other := func(line coop.Industry) bool { return line.Edition != lines[0].Edition }
	if slices.ContainsFunc(lines, other) {
		return "Mã ngành VSIC", 2
	}
	return "Mã ngành VSIC " + lines[0].Edition, 1
}

func shortDay(d vn.Date) string { return fmt.Sprintf("%02d/%02d/%d", d.Day(), d.Month(), d.Year()) }

// noun is what a kind is called within a sentence.
func noun(kind string) string {
	switch kind {
	case string(coop.KindHTX):
		return "hợp tác xã"
	case string(coop.KindLHHTX):
		return "liên hiệp hợp tác xã"
	case string(coop.KindQTDND):
		return "quỹ tín dụng nhân dân"
	case string(coop.KindTHT):
		return "tổ hợp tác"
	case string(coop.UnitBranch):
		return "chi nhánh"
	case string(coop.UnitRepresentativeOffice):
		return "văn phòng đại diện"
	case string(coop.UnitBusinessLocation):
		return "địa điểm kinh doanh"
	}
	return kind
}

func isUnit(kind string) bool {
	return kind == string(coop.UnitBranch) || kind == string(coop.UnitRepresentativeOffice) || kind == string(coop.UnitBusinessLocation)
}

func seatTitle(kind string) string {
	switch {
	case isUnit(kind):
		return "Địa chỉ"
	case kind == string(coop.KindTHT):
		return "Địa chỉ trụ sở"
	}
	return "Địa chỉ trụ sở chính"
}

func representativeTitle(kind string) string {
	switch {
	case isUnit(kind):
		return "Người đứng đầu " + noun(kind)
	case kind == string(coop.KindTHT):
		return "Người đại diện tổ hợp tác"
	}
	return "Người đại diện theo pháp luật"
}

func documentLabel(regime string) string {
	if regime == "law-2023" {
		return "Số định danh cá nhân, số giấy tờ pháp lý"
	}
	return "Số giấy chứng thực cá nhân"
}

func addressLabel(regime string) string {
	if regime == "law-2023" {
		return "Địa chỉ liên lạc"
	}
	return "Nơi đăng ký hộ khẩu thường trú"
}

// countries names countries by their ISO 3166 codes, one a line. A name that was printed must stay as it is.
//
//go:embed countries.txt
var countries string

// nationality names a country; layout 1 names Việt Nam alone.
func nationality(layout int, code string) string {
	if layout == 1 && code != "VN" {
		return code
	}
	for line := range strings.Lines(countries) {
		if name, found := strings.CutPrefix(line, code+" "); found {
			return strings.TrimSpace(name)
		}
	}
	return code
}

func fieldTitle(kind, field string) string {
	switch field {
	case "industries":
		return "Ngành, nghề kinh doanh"
	case "members":
		return "Thành viên"
	case "name":
		return "Tên"
	case "activities":
		return msgActivities
	case "heads":
		return "Người đứng đầu"
	case "tax_information":
		return "Thông tin đăng ký thuế"
	case "seat":
		return seatTitle(kind)
	}
	return field
}
