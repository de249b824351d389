package dossier

import (
	"fmt"
	"strings"

	"htxregistry/internal/coop"
)

const (
	msgFine            = "Đạt."
	msgNoTarget        = "Hồ sơ phải nêu tổ chức đã có trong sổ. Hãy điền organization_id."
	msgNoChanges       = "Hồ sơ chưa khai nội dung thay đổi. Hãy điền ít nhất một nội dung."
	msgNoResolution    = "Chưa khai nghị quyết, quyết định hoặc biên bản của tổ chức (ngày ban hành). Hãy bổ sung."
	msgNoInstrument    = "Chưa khai văn bản của cơ quan có thẩm quyền hoặc hợp đồng (ngày ban hành). Hãy bổ sung."
	msgNoReason        = "Chưa khai lý do. Hãy bổ sung."
	msgNoEnterprise    = "Chưa khai doanh nghiệp. Hãy bổ sung tên doanh nghiệp."
	msgNotAllAgreed    = "Chuyển đổi cần sự đồng ý của tất cả thành viên tổ hợp tác."
	msgDebts           = "Chưa xác nhận đã thanh toán hết các khoản nợ. Chỉ được giải thể, chấm dứt khi đã thanh toán hết nợ."
	msgDispute         = "Chưa xác nhận không có tranh chấp đang giải quyết tại Tòa án hoặc Trọng tài."
	msgNoUnit          = "Hồ sơ phải nêu đơn vị. Hãy điền unit_id."
	msgNoAct           = "Chưa nêu mục trong sổ mà giấy chứng nhận phải tuyên không có hiệu lực. Hãy điền act_id."
	msgNoFoundBy       = "Chưa nêu ai phát hiện sai sót (filer hoặc office)."
	msgCapitalUnknown  = "Không rõ vốn điều lệ trước đây nên không xác định được mức thay đổi."
	msgCapitalStep     = "Vốn thay đổi dưới 5% và dưới 01 tỷ đồng nên không phải đăng ký; hãy dùng thủ tục information_update."
	msgEffect          = "Ngày có hiệu lực không hợp lệ: không sau ngày nộp, không trước ngày đăng ký, và chỉ nội dung thông báo mới có hiệu lực trước ngày nộp."
	msgWaitingUnknown  = "Không rõ ngày cấp giấy chứng nhận của tổ hợp tác."
	msgNoSpan          = "Chưa khai ngày tạm ngừng (từ ngày, đến ngày) hoặc ngày hoạt động trở lại. Hãy bổ sung."
	msgHearing         = "Trường hợp này phải yêu cầu giải trình: nêu ngày yêu cầu có mặt; chỉ thu hồi khi đã qua ngày đó mà không đến hoặc giải trình không được chấp nhận."
	msgNoParties       = "Chưa nêu các tổ chức liên quan có trong sổ. Hãy điền parties."
	msgPartySelf       = "Tổ chức không thể liên quan với chính mình. Hãy bỏ đi."
	msgPartyKind       = "Chỉ thực hiện giữa các tổ chức cùng loại hình."
	msgStatusUnfitting = "Tình trạng hiện nay (%s) không cho phép thủ tục này."
)

func msgTrack(stands bool) string {
	if stands {
		return msgFine
	}
	return "Thủ tục này không dành cho tổ chức ghi nhận theo cách này (đăng ký, thông báo, ghi nhận hoặc giấy phép)."
}

func msgStatus(fits bool, s coop.Status, reason coop.StatusReason) string {
	if fits {
		return msgFine
	}
	text := string(s)
	if reason != "" {
		text += ", " + string(reason)
	}
	return fmt.Sprintf(msgStatusUnfitting, text)
}

func msgViolation(number string) string {
	return "Đã có thông báo vi phạm thuộc trường hợp thu hồi (hồ sơ " + number + "); không đăng ký thay đổi cho đến khi khắc phục."
}

func msgOtherProcedure(p coop.Procedure) string {
	if p == "" {
		return "Nội dung này không thuộc thủ tục này và không phải đăng ký hoặc thông báo theo pháp luật của ngày này. Hãy bỏ đi."
	}
	return "Nội dung này không thuộc thủ tục này; hãy dùng thủ tục " + string(p) + "."
}

func msgUnitsOpen(n int) string {
	return fmt.Sprintf("Còn %d chi nhánh, văn phòng đại diện, địa điểm kinh doanh chưa chấm dứt. Hãy chấm dứt trước.", n)
}

func msgTax(n Need) string {
	if n == NeedTaxNotAgainst {
		return "Cơ quan thuế có ý kiến chưa hoàn thành nghĩa vụ nên chưa thể chấm dứt."
	}
	return "Chưa có ý kiến của cơ quan thuế về việc hoàn thành nghĩa vụ. Hãy điền tax."
}

func msgWaiting(ripe string) string {
	return "Tổ hợp tác phải hoạt động liên tục ít nhất 12 tháng kể từ ngày được cấp giấy chứng nhận; sớm nhất là ngày " + ripe + "."
}

func msgNoticeTime(n NoticeTime) string {
	if n.Workdays > 0 {
		return fmt.Sprintf("Phải thông báo chậm nhất %d ngày làm việc trước ngày này.", n.Workdays)
	}
	return fmt.Sprintf("Phải thông báo chậm nhất %d ngày trước ngày này.", n.Days)
}

func msgLongest(months int) string {
	return fmt.Sprintf("Thời hạn tạm ngừng của một lần thông báo không quá %d tháng.", months)
}

func msgShortest(days int) string {
	return fmt.Sprintf("Chỉ thông báo tạm ngừng khi nghỉ từ %d ngày trở lên.", days)
}

func msgNoGround(grounds []Ground) string {
	codes := make([]string, len(grounds))
	for i, g := range grounds {
		codes[i] = g.Code
	}
	return "Căn cứ không có trong danh mục của pháp luật ngày này. Các căn cứ: " + strings.Join(codes, ", ") + "."
}

func msgPartiesFew(least int) string {
	return fmt.Sprintf("Cần ít nhất %d tổ chức liên quan.", least)
}

func msgPartyStatus(s coop.Status) string {
	return fmt.Sprintf("Tổ chức liên quan đang ở tình trạng %s nên không tham gia được.", s)
}
