package registry

import (
	"errors"
	"fmt"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

const (
	msgKeyName        = "Khóa phải có tên để biết ai đang dùng."
	msgKeyRole        = "Không có vai trò này. Hãy chọn một vai trò của sổ đăng ký."
	msgKeyExpires     = "Hạn của khóa phải sau thời điểm hiện tại."
	msgKeyLevel       = "Vai trò này chỉ gắn với cơ quan cấp tỉnh. Hãy chọn cơ quan cấp tỉnh."
	msgKeyAuthority   = "Vai trò này phải gắn với một cơ quan. Hãy thêm mã cơ quan."
	msgClockBackwards = "Đồng hồ chỉ được chuyển tới trước. Hãy chọn thời điểm sau hiện tại của sổ."
	msgNoSeatYet      = "Chưa khai mã xã, phường của trụ sở nên chưa xác định được cơ quan có thẩm quyền."
	msgNoUnitYet      = "Chưa khai loại đơn vị nên chưa xác định được cơ quan có thẩm quyền."
	msgNeedsNumber    = "Ngày này giấy chứng nhận có số riêng. Hãy ghi số giấy chứng nhận (certificate_number)."
	msgNumberNotOwn   = "Từ 28/5/2019 số giấy chứng nhận là mã số do hệ thống cấp. Hãy bỏ certificate_number."
	msgOwnOffice      = "Thiếu cơ quan tiếp nhận. Hãy ghi mã hoặc id cơ quan."
	msgReasonNeeded   = "Phải nêu ít nhất một lý do."
	msgDocumentType   = "Loại giấy tờ này không có trong danh mục của hồ sơ và không phải loại giấy tờ đã biết."
	msgContentDiffers = "Nội dung tệp không đúng với loại đã khai. Hãy gửi lại đúng tệp."
	msgOnlineTypes    = "Hồ sơ trực tuyến chỉ nhận tệp .pdf, .doc, .docx."
	msgFileEmpty      = "Tệp rỗng. Hãy gửi lại."
	msgLapsed         = "Hồ sơ đã quá thời hạn sửa đổi, bổ sung nên không còn giá trị. Hãy lập hồ sơ mới."
	msgNoProcedure    = "Thủ tục này không có cho loại hình này vào ngày này."
	msgFounded        = "Tổ chức đã có trong sổ nên không thành lập lần nữa."
	msgOtherKind      = "Loại hình ghi trong hồ sơ khác với loại hình của tổ chức. Hãy sửa organization_kind."
	msgNoSuchParty    = "Không có tổ chức này trong sổ. Hãy kiểm tra lại."
	msgUnitElsewhere  = "Đơn vị này không thuộc tổ chức nêu trong hồ sơ. Hãy kiểm tra lại."
	msgPersonalNow    = "Dữ liệu cá nhân chỉ đọc được ở hiện tại. Hãy bỏ as_of và known_at."
	msgPatchShape     = "Nội dung sửa không hợp với thủ tục này."
)

func msgNoAuthority(code string, on vn.Date) string {
	return fmt.Sprintf("Không có cơ quan %q vào ngày %s. Hãy tra tại /v1/authorities.", code, on)
}

func msgProcedureInstead(p coop.Procedure, explanation string) string {
	return fmt.Sprintf("%s Thủ tục áp dụng là %s.", explanation, p)
}

// messageOf is the sentence of an error for people.
func messageOf(err error) string {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Message
	}
	return err.Error()
}

// ruleCode is the code of a rule as a field error shows it: kebab-case.
func ruleCode(rule string) string { return strings.ToLower(rule) }

// statusLabel is the official wording of a status: seven of Điều 27, 92/2024/NĐ-CP for HTX and LHHTX, six of its Điều 28
// for THT. It exists since that decree; what has no official status has none.
func statusLabel(o coop.Organization, on vn.Date) string {
	if o.Registration.Track != coop.TrackRegistration || on.Before(vn.NewDate(2024, 7, 18)) {
		return ""
	}
	return label(o.Status, o.Kind == coop.KindTHT)
}

func unitStatusLabel(u coop.Unit, on vn.Date) string {
	if on.Before(vn.NewDate(2024, 7, 18)) {
		return ""
	}
	return label(u.Status, true)
}

func label(s coop.Status, shortList bool) string {
	switch s {
	case coop.StatusActive:
		return "Đang hoạt động"
	case coop.StatusSuspended:
		return "Tạm ngừng kinh doanh"
	case coop.StatusNotAtAddress:
		return "Không hoạt động tại địa chỉ đã đăng ký"
	case coop.StatusRevoked:
		return "Bị thu hồi do cưỡng chế về quản lý thuế"
	case coop.StatusDissolving:
		if shortList {
			return "Đang làm thủ tục chấm dứt hoạt động"
		}
		return "Đang làm thủ tục giải thể, bị chia, bị hợp nhất, được sáp nhập"
	case coop.StatusInBankruptcy:
		return "Đang làm thủ tục phá sản"
	case coop.StatusEnded:
		if shortList {
			return "Đã chấm dứt hoạt động"
		}
		return "Đã giải thể, phá sản, chấm dứt tồn tại"
	case coop.StatusRecorded:
	}
	return ""
}

const msgNoWords = "Chuỗi tìm kiếm không có chữ hoặc số nào. Hãy gõ lại."

func msgPlaceNotInForce(code string, on vn.Date) string {
	return fmt.Sprintf("Mã địa bàn %s không có hiệu lực ngày %s. Hãy tra tại /v1/places hoặc chọn ngày khác bằng on.", code, on)
}

func msgNotAProvince(code string, on vn.Date) string {
	return fmt.Sprintf("%s không phải mã tỉnh có hiệu lực ngày %s. Hãy tra tại /v1/places?level=province.", code, on)
}

const (
	msgRequired      = "Không được để trống."
	msgNotANumber    = "Phải là số nguyên không âm."
	msgUnknownKind   = "Loại hình phải là htx, lhhtx, qtdnd, tht hoặc hoi_quan."
	msgNotForKind    = "Cột này không áp dụng cho loại hình này."
	msgIndustryForm  = "Ngành, nghề ghi dạng 2018:0161, cách nhau bằng dấu chấm phẩy."
	msgInFuture      = "Ngày đăng ký ở tương lai. Hãy kiểm tra lại."
	msgStatusTrack   = "Trạng thái không hợp với hình thức đăng ký: tổ chức chỉ thông báo hoặc ghi nhận có trạng thái recorded hoặc ended."
	msgStatusUnknown = "Trạng thái không có trong danh mục."
	msgNameClash     = "Tên trùng với tên đã có trong sổ; vẫn ghi nhận vì giấy chứng nhận cũ giữ nguyên tên, nhưng không giữ chỗ tên."
	msgNoDay         = "Không có ngày đăng ký nên không đối chiếu được thẩm quyền."
)

func msgTooLong(longest int) string {
	return fmt.Sprintf("Dài quá %d ký tự.", longest)
}

func msgBadCode(err error) string {
	if err == nil {
		return "Mã số của tổ chức phải có 10 chữ số."
	}
	return err.Error()
}

func msgNoIndustry(edition, code string) string {
	return fmt.Sprintf("Không có ngành %s trong hệ thống ngành kinh tế %s.", code, edition)
}

func msgRowTwice(row int) string {
	return fmt.Sprintf("Trùng với dòng %d của chính tệp này.", row)
}

// Of links to other organisations.
const (
	msgKinUnknown  = "Không có tổ chức này trong sổ. Hãy tra lại id."
	msgKinTwice    = "Tổ chức này được nêu hai lần. Hãy bỏ một."
	msgKinMember   = "Hợp tác xã này đang là thành viên. Hãy bỏ ngày vào, hoặc ghi ngày ra trước."
	msgKinNoMember = "Hợp tác xã này không phải thành viên, nên không có ngày ra. Hãy kiểm tra lại."
)

func msgKinKind(kinds []coop.Kind) string {
	if len(kinds) == 1 {
		return "Chỉ hợp tác xã mới là thành viên của liên hiệp. Hãy kiểm tra lại id."
	}
	return "Chỉ Hội quán hoặc tổ hợp tác mới là nơi sinh ra tổ chức khác. Hãy kiểm tra lại id."
}
