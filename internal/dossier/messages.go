package dossier

import (
	"fmt"
	"strings"
)

// Texts shown to people. Each says what is wrong and what to do.
const (
	msgLapsedDraft    = "Hồ sơ nháp quá hạn mà chưa nộp."
	msgLapsedReturned = "Quá thời hạn sửa đổi, bổ sung mà người nộp chưa nộp lại; hồ sơ không còn giá trị."

	msgNameMissing    = "Thiếu tên tiếng Việt. Hãy điền tên dự kiến."
	msgNamePresent    = "Đã điền tên."
	msgPhoneMissing   = "Thiếu số điện thoại của người nộp hồ sơ. Hãy bổ sung."
	msgPhonePresent   = "Có số điện thoại của người nộp hồ sơ."
	msgContactMissing = "Thiếu địa chỉ liên lạc của người nộp hồ sơ. Hãy bổ sung số điện thoại hoặc thư điện tử."
	msgContactPresent = "Có địa chỉ liên lạc của người nộp hồ sơ."
	msgEmailMissing   = "Hồ sơ nộp trực tuyến phải có thư điện tử của người nộp. Hãy bổ sung."
	msgFeeMissing     = "Chưa ghi nhận đã nộp lệ phí. Hãy thu lệ phí rồi đánh dấu fee_paid."
	msgFeePaid        = "Đã nộp lệ phí."
	msgFeeExempt      = "Thủ tục này không thu lệ phí."
	msgPapersUnset    = "Không có văn bản nào của ngày này quy định thành phần hồ sơ; cơ quan tự xem xét."

	msgMembersMissing = "Chưa khai số lượng thành viên. Hãy bổ sung."
	msgMembersUnset   = "Không xác định được số thành viên tối thiểu theo văn bản của ngày này."
	msgForeignTooMany = "Số thành viên nước ngoài lớn hơn tổng số thành viên. Hãy kiểm tra lại."

	msgSeatMissing     = "Chưa khai địa chỉ trụ sở (số nhà, ấp/khóm và mã xã, phường). Hãy bổ sung."
	msgPlaceNotCommune = "Mã địa bàn phải là mã cấp xã (5 chữ số). Hãy chọn lại."
	msgAreaNotAllowed  = "Chỉ Hội quán mới hoạt động trên nhiều xã. Hãy bỏ danh sách xã thêm."

	msgIndustryMissing = "Chưa khai ngành, nghề. Hãy chọn ít nhất một ngành cấp 4 (VSIC)."
	msgIndustryFine    = "Ngành, nghề hợp lệ."
	msgOneMain         = "Phải chọn đúng một ngành, nghề chính."

	msgCapitalMissing = "Chưa khai vốn. Hãy bổ sung."
	msgCapitalFine    = "Đã khai vốn."
	msgCapitalForbid  = "Hội quán không có vốn điều lệ. Hãy bỏ số vốn."

	msgRepresentativeMissing = "Chưa khai người đại diện. Hãy bổ sung."
	msgRepresentativeOne     = "Chỉ được có đúng một người đại diện theo pháp luật (Chủ tịch hội đồng quản trị)."
	msgRepresentativeFine    = "Thông tin người đại diện hợp lệ."

	msgIDMissing = "Thiếu số định danh cá nhân hoặc hộ chiếu của người đại diện. Hãy bổ sung."

	msgCodeNotAllowed = "Mã số do hệ thống cấp khi chấp thuận; không khai trong hồ sơ."
	msgCodeFine       = "Mã số hợp lệ."

	msgContractMissing   = "Chưa khai ngày ký hợp đồng hợp tác. Hãy bổ sung."
	msgContractFine      = "Đã khai hợp đồng hợp tác."
	msgTrackMustRegister = "Tổ hợp tác có góp vốn với hợp đồng từ 12 tháng hoặc không thời hạn, hoặc đề nghị Nhà nước hỗ trợ, phải đăng ký; hãy nộp hồ sơ thủ tục formation tại cơ quan đăng ký kinh doanh."
	msgTrackUnknown      = "Chưa đủ thông tin để biết tổ hợp tác có bắt buộc đăng ký hay không. Hãy khai thời hạn hợp đồng, việc góp vốn và việc đề nghị hỗ trợ."
	msgTrackNotice       = "Tổ hợp tác được thông báo thành lập, không bắt buộc đăng ký."
	msgTrackDuty         = "Tổ hợp tác thuộc diện bắt buộc đăng ký."
	msgTrackWish         = "Tổ hợp tác không bắt buộc nhưng được đăng ký theo nguyện vọng."

	msgLicenceMissing = "Chưa khai giấy phép hoặc văn bản chấp thuận của Ngân hàng Nhà nước (số, ngày, nơi cấp). Hãy bổ sung."
	msgLicenceFine    = "Đã khai giấy phép của Ngân hàng Nhà nước."

	msgFoundersFine   = "Số hợp tác xã sáng lập đạt mức tối thiểu."
	msgUnitOtherKind  = "Loại đơn vị khai lại khác với đơn vị đã đăng ký. Hãy khai đúng loại, hoặc bỏ unit_id để mở đơn vị khác."
	msgUnitMissing    = "Chưa khai loại đơn vị. Hãy chọn chi nhánh, văn phòng đại diện hoặc địa điểm kinh doanh."
	msgUnitFine       = "Thông tin đơn vị hợp lệ."
	msgUnitHead       = "Chưa khai người đứng đầu đơn vị. Hãy bổ sung."
	msgUnitBranch     = "Chỉ địa điểm kinh doanh trực thuộc chi nhánh, và chi nhánh đó phải là của chính tổ chức này, chưa chấm dứt. Hãy chọn lại chi nhánh hoặc bỏ trống."
	msgUnitActivities = "Chỉ văn phòng đại diện có nội dung hoạt động. Chi nhánh, địa điểm kinh doanh khai ngành, nghề kinh doanh; hãy bỏ nội dung hoạt động."
	msgUnitFixed      = "Loại đơn vị và chi nhánh mà địa điểm kinh doanh trực thuộc khai khi đăng ký đơn vị, hồ sơ này không đổi được. Hãy bỏ mục này đi."
	msgUnitIndustry   = "Ngành, nghề của đơn vị phải nằm trong ngành, nghề của tổ chức."
	msgUnitParentGone = "Tổ chức mở đơn vị không còn hoạt động nên không được mở đơn vị."
	msgFieldForeign   = "Trường này không thuộc thủ tục hoặc loại hình này. Hãy bỏ đi."
)

func msgWrongState(is, wanted State) string {
	return fmt.Sprintf("Hồ sơ ở trạng thái “%s” nên không chuyển được sang “%s”.", is.Words(), wanted.Words())
}

// msgPhoneWrong says what is wrong with a telephone number, and asks for another.
func msgPhoneWrong(why error) string {
	return "Số điện thoại của người nộp chưa đúng: " + why.Error() + ". Hãy ghi lại."
}

func msgPaper(title string, provided bool) string {
	if provided {
		return "Có " + title + "."
	}
	return "Thiếu " + title + ". Hãy đính kèm tệp hoặc ghi nhận đã nhận bản giấy."
}

func msgMembers(official, minimum int, unit string) string {
	if official < minimum {
		return fmt.Sprintf("Có %d %s, ít hơn mức tối thiểu %d. Hãy bổ sung cho đủ.", official, unit, minimum)
	}
	return fmt.Sprintf("Có %d %s, đạt mức tối thiểu %d.", official, unit, minimum)
}

func msgPlaceGone(code, on string, became []string) string {
	if len(became) == 0 {
		return fmt.Sprintf("Mã địa bàn %s không có hiệu lực ngày %s. Hãy chọn lại.", code, on)
	}
	return fmt.Sprintf("Mã địa bàn %s không có hiệu lực ngày %s; ngày đó là %s. Hãy dùng mã mới.", code, on, strings.Join(became, ", "))
}

func msgPlaceFine(path []string) string { return "Địa bàn: " + strings.Join(path, ", ") + "." }

func msgIndustryUnknown(edition, code string) string {
	return fmt.Sprintf("Không có ngành %s trong hệ thống ngành kinh tế %s. Hãy tra lại mã.", code, edition)
}

func msgIndustryLevel(code string) string {
	return fmt.Sprintf("Ngành %s không phải cấp 4 trở xuống. Hãy chọn mã 4 chữ số.", code)
}

func msgIndustryEdition(edition, wanted string) string {
	return fmt.Sprintf("Ngày này dùng hệ thống ngành kinh tế %s, không phải %s. Hãy chọn lại mã.", wanted, edition)
}

func msgNotLatin(r rune) string {
	return fmt.Sprintf("Họ tên có chữ “%c” (U+%04X) không thuộc hệ chữ La-tinh. Hãy ghi như trên giấy tờ tùy thân.", r, r)
}
