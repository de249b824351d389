package dossier

import (
	"fmt"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

const (
	msgFine              = "Đạt."
	msgNoTarget          = "Hồ sơ phải nêu tổ chức đã có trong sổ. Hãy điền organization_id."
	msgNoChanges         = "Hồ sơ chưa khai nội dung thay đổi. Hãy điền ít nhất một nội dung."
	msgNothingNew        = "Mọi nội dung khai đều đã có trong sổ, không có gì thay đổi. Hãy sửa lại nội dung thay đổi."
	msgNoResolution      = "Chưa khai nghị quyết, quyết định hoặc biên bản của tổ chức (ngày ban hành). Hãy bổ sung."
	msgNoInstrument      = "Chưa khai văn bản của cơ quan có thẩm quyền hoặc hợp đồng (ngày ban hành). Hãy bổ sung."
	msgNoReason          = "Chưa khai lý do. Hãy bổ sung."
	msgNoEnterprise      = "Chưa khai doanh nghiệp. Hãy bổ sung tên doanh nghiệp."
	msgNotAllAgreed      = "Chuyển đổi cần sự đồng ý của tất cả thành viên tổ hợp tác."
	msgDebts             = "Chưa xác nhận đã thanh toán hết các khoản nợ. Chỉ được giải thể, chấm dứt khi đã thanh toán hết nợ."
	msgDispute           = "Chưa xác nhận không có tranh chấp đang giải quyết tại Tòa án hoặc Trọng tài."
	msgNoUnit            = "Hồ sơ phải nêu đơn vị. Hãy điền unit_id."
	msgNoAct             = "Chưa nêu mục trong sổ mà giấy chứng nhận phải thu hồi hoặc tuyên không có hiệu lực, hoặc mục ấy không phải của tổ chức, đơn vị này. Hãy xem /v1/organizations/{id}/acts và điền act_id."
	msgNoMistakeIn       = "Chưa nêu sai sót nằm ở giấy chứng nhận (certificate) hay chỉ ở dữ liệu chuyển đổi (register)."
	msgNoJudgment        = "Chưa khai bản án, quyết định hoặc phán quyết (ngày có hiệu lực). Hãy bổ sung."
	msgNewOffice         = "Cơ quan này đã cấp giấy chứng nhận đang có hiệu lực. Hồ sơ thay đổi cơ quan đăng ký nộp tại cơ quan mới, cùng bộ hồ sơ đã được bàn giao; nếu trụ sở chưa đổi, hãy đăng ký thay đổi trụ sở trước."
	msgNewOfficeUnknown  = "Sổ không ghi cơ quan nào đã cấp giấy chứng nhận hiện có. Hãy đối chiếu bản gốc giấy chứng nhận."
	msgCancelTime        = "Đã quá 06 tháng kể từ ngày nhận nghị quyết giải thể, hoặc không có nghị quyết nào đang chờ; không hủy bỏ được nữa."
	msgRevoked           = "Đã có quyết định thu hồi giấy chứng nhận. Chỉ tiếp tục đăng ký khi giấy chứng nhận được khôi phục."
	msgDissolving        = "Đang giải thể, chấm dứt hoạt động. Chỉ đăng ký thay đổi phục vụ việc đó, kèm văn bản giải trình: hãy điền explanation."
	msgNotAtAddress      = "Đang ở tình trạng không hoạt động tại địa chỉ đã đăng ký. Hãy làm việc với cơ quan thuế để kết thúc tình trạng này."
	msgSignatoryUnknown  = "Chưa khai người ký đề nghị (signed_by), nên chưa xác định được người ký có đúng thẩm quyền không."
	msgEventUnknown      = "Hồ sơ không nêu ngày phát sinh, nên không tính được thời hạn nộp."
	msgGroundUnfitting   = "Căn cứ này không áp dụng cho trường hợp này. Hãy xem lại danh mục căn cứ tại /v1/rules?topic=procedures."
	msgNameRemoved       = "Chỉ bỏ được tên viết tắt, tên nước ngoài đang có trong sổ của chính tổ chức, và không khai lại tên đó trong cùng hồ sơ."
	msgTaxFirst          = "Chuyển trụ sở sang địa bàn khác phải làm thủ tục với cơ quan thuế trước. Hãy điền tax."
	msgExchange          = "Không đổi được giấy chứng nhận cùng hồ sơ này: chỉ đổi giấy cấp theo luật cũ, cùng thủ tục mà pháp luật cho phép."
	msgExchangeFirst     = "Đơn vị ở huyện khác nơi đặt trụ sở: tổ chức phải đổi giấy chứng nhận cũ tại cơ quan nơi đặt trụ sở trước."
	msgMembership        = "Chỉ ghi hợp tác xã gia nhập hoặc ra khỏi liên hiệp: ngày đã đến, không trước ngày liên hiệp được cấp giấy, chưa là thành viên khi gia nhập, ra sau ngày vào. Hãy sửa ngày."
	msgStateSupport      = "Chưa khai nguồn hỗ trợ của Nhà nước trong quỹ, tài sản chung, nên chưa biết cần giấy tờ thu hồi, thanh lý nào. Hãy khai state_support (none, whole, part hoặc both)."
	msgPartyTwice        = "Tổ chức này đã nêu ở trên. Hãy bỏ đi."
	msgNewUnitDossier    = "Đơn vị đã đăng ký. Chỉ nộp lại hồ sơ đăng ký đơn vị khi cơ quan đã yêu cầu vì hồ sơ trước không trung thực, không chính xác. Để mở đơn vị khác, hãy bỏ unit_id."
	msgNewDossierOnly    = "Tổ chức đã đăng ký. Chỉ nộp lại hồ sơ thành lập khi cơ quan đã yêu cầu vì hồ sơ trước không trung thực, không chính xác."
	msgPartyOlder        = "Tổ chức mới phải được đăng ký sau nghị quyết chia, tách, hợp nhất."
	msgCapitalRegistered = "Vốn thay đổi từ 5% hoặc từ 01 tỷ đồng trở lên nên phải đăng ký; hãy dùng thủ tục đăng ký thay đổi (change_registration)."
	msgNoFoundBy         = "Chưa nêu ai phát hiện sai sót (filer hoặc office)."
	msgCapitalUnknown    = "Không rõ vốn điều lệ trước đây nên không xác định được mức thay đổi."
	msgCapitalStep       = "Vốn thay đổi dưới 5% và dưới 01 tỷ đồng nên không phải đăng ký; hãy dùng thủ tục bổ sung, cập nhật thông tin (information_update)."
	msgEffect            = "Ngày có hiệu lực không hợp lệ: không sau ngày nộp, không trước ngày đăng ký, và chỉ nội dung thông báo mới có hiệu lực trước ngày nộp."
	msgNoProcedure       = "Pháp luật ngày này không có thủ tục này cho loại hình này. Hãy xem các thủ tục được phép tại /v1/organizations/{id}/actions."
	msgWaitingUnknown    = "Sổ không có ngày cấp giấy chứng nhận của tổ hợp tác. Hãy xem giấy chứng nhận và ghi kết luận, kèm lý do (continuity_finding)."
	msgNoSpan            = "Chưa khai ngày tạm ngừng (từ ngày, đến ngày) hoặc ngày hoạt động trở lại. Hãy bổ sung."
	msgNoParties         = "Chưa nêu các tổ chức liên quan có trong sổ. Hãy điền parties."
	msgPartySelf         = "Tổ chức không thể liên quan với chính mình. Hãy bỏ đi."
	msgPartyKind         = "Chỉ thực hiện giữa các tổ chức cùng loại hình."
	msgStatusUnfitting   = "Tình trạng hiện nay (%s) không cho phép thủ tục này."
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
	text := s.Words()
	if reason != "" {
		text += ": " + reason.Words()
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
	return "Nội dung này không thuộc thủ tục này; hãy dùng thủ tục " + p.Words() + " (" + string(p) + ")."
}

func msgFactDay(day vn.Date) string {
	return "Ngày " + day.String() + " chưa đến. Hãy ghi ngày đã có của giấy tờ hoặc sự việc, hoặc nộp khi đã có."
}

func msgViolationNoted(on vn.Date) string {
	return "Đã có thông báo vi phạm ngày " + on.String() + " thuộc trường hợp thu hồi; không đăng ký cho đến khi khắc phục và được chấp nhận."
}

func msgDemanded(issuer, number string) string {
	return "Có văn bản " + number + " của " + issuer + " yêu cầu không thực hiện thủ tục này; chỉ tiếp tục khi cơ quan đó đồng ý bằng văn bản."
}

func msgSignatory(signs []Capacity) string {
	titles := make([]string, len(signs))
	for i, c := range signs {
		titles[i] = c.Words() + " (" + string(c) + ")"
	}
	return "Người ký đề nghị phải là " + strings.Join(titles, " hoặc ") + ". Hãy ghi lại người ký (signed_by)."
}

func msgFilerTime(last vn.Date) string {
	return "Ngày cuối của thời hạn nộp là " + last.String() + "; nộp chậm có thể bị xử phạt nhưng không phải lý do từ chối."
}

func msgTaxAwaited(by vn.Date) string {
	return "Cơ quan thuế trả lời đến hết ngày " + by.String() + ". Hãy chờ hoặc điền tax khi có ý kiến."
}

func msgGroundSince(months int) string {
	return fmt.Sprintf("Căn cứ này phải kéo dài đủ %d tháng. Hãy nêu ngày bắt đầu của tình trạng (ground_since).", months)
}

func msgGroundMonths(months int, from vn.Date) string {
	return fmt.Sprintf("Tình trạng này phải kéo dài đủ %d tháng, tức chỉ đủ căn cứ từ ngày %s.", months, from)
}

func msgHearing(wait int) string {
	text := "Trường hợp này phải yêu cầu giải trình: nêu ngày yêu cầu có mặt; chỉ thu hồi khi đã qua ngày đó"
	if wait > 0 {
		text += fmt.Sprintf(" %d ngày làm việc", wait)
	}
	return text + " mà không đến hoặc giải trình không được chấp thuận."
}

func msgUnitsOpen(n int) string {
	return fmt.Sprintf("Còn %d chi nhánh, văn phòng đại diện, địa điểm kinh doanh chưa chấm dứt. Hãy chấm dứt trước.", n)
}

func msgTax(said bool) string {
	if said {
		return "Cơ quan thuế có ý kiến chưa hoàn thành nghĩa vụ nên chưa thể chấm dứt."
	}
	return "Chưa có ý kiến của cơ quan thuế về việc hoàn thành nghĩa vụ. Hãy điền tax."
}

func msgWaiting(months int, ripe vn.Date) string {
	return fmt.Sprintf("Tổ hợp tác phải hoạt động liên tục ít nhất %d tháng kể từ ngày được cấp giấy chứng nhận; sớm nhất là ngày %s.", months, ripe)
}

func msgWaitingBroken(resumed vn.Date) string {
	return "Tổ hợp tác có tạm ngừng kinh doanh từ khi được cấp giấy chứng nhận, hoạt động trở lại ngày " + resumed.String() +
		". Hãy xét điều kiện hoạt động liên tục và ghi kết luận, kèm lý do (continuity_finding)."
}

// msgFound tells what the officer found.
func msgFound(reason string) string { return "Cán bộ kết luận: " + reason }

func msgNoticeTime(n NoticeTime, earliest vn.Date) string {
	before := fmt.Sprintf("%d ngày", n.Days)
	if n.Workdays > 0 {
		before = fmt.Sprintf("%d ngày làm việc", n.Workdays)
	}
	return fmt.Sprintf("Phải thông báo chậm nhất %s trước ngày này. Ngày sớm nhất có thể chọn là %s.", before, earliest)
}

func msgLongest(months int, running bool) string {
	if running {
		return fmt.Sprintf("Tổng thời gian tạm ngừng liên tiếp không quá %d tháng.", months)
	}
	return fmt.Sprintf("Thời hạn tạm ngừng của một lần thông báo không quá %d tháng.", months)
}

func msgSuspendedTo(last vn.Date) string {
	return "Đã thông báo tạm ngừng đến hết ngày " + last.String() + ". Thông báo thêm phải đến sau ngày đó; muốn hoạt động sớm hơn thì nộp thông báo tiếp tục kinh doanh (resumption)."
}

func msgResumesBy(last vn.Date) string {
	return "Thời hạn tạm ngừng đã thông báo hết ngày " + last.String() + ", sau đó tự hoạt động trở lại. Muốn nghỉ thêm thì nộp thông báo tạm ngừng (suspension)."
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
	return fmt.Sprintf("Tổ chức liên quan %s nên không tham gia được.", s.Words())
}

const (
	msgGovernanceFine    = "Mô hình tổ chức quản trị phù hợp."
	msgGovernanceNone    = "Mô hình tổ chức quản trị chỉ khai cho hợp tác xã, liên hiệp hợp tác xã. Hãy bỏ governance."
	msgGovernanceOne     = "Luật ngày này chỉ có một mô hình tổ chức quản trị. Hãy bỏ governance."
	msgGovernanceMembers = "Chưa biết số thành viên nên chưa xét được tổ chức quản trị rút gọn. Hãy khai số thành viên."
	msgGovernanceSector  = "Chưa có căn cứ xác định quy mô siêu nhỏ của lĩnh vực này; cán bộ xét theo hồ sơ."
	msgGovernanceGrown   = "Đã vượt quy mô được tổ chức quản trị rút gọn: đại hội thành viên gần nhất phải quyết định chuyển sang tổ chức quản trị đầy đủ."
)

func msgGovernanceUnion(members, from int) string {
	return fmt.Sprintf("Liên hiệp hợp tác xã có %d thành viên; từ %d thành viên trở lên phải tổ chức quản trị đầy đủ.", members, from)
}

func msgGovernanceSize(below int) string {
	return fmt.Sprintf("Từ %d thành viên chính thức trở lên quy mô còn tùy doanh thu hoặc tổng nguồn vốn, sổ này không có; cán bộ xét theo hồ sơ.", below)
}

func msgStopped(s coop.BusinessStop) string {
	what := map[coop.StopOrder]string{coop.StopSuspend: "tạm ngừng kinh doanh", coop.StopHalt: "đình chỉ hoạt động", coop.StopEnd: "chấm dứt kinh doanh"}[s.Order]
	if len(s.Industries) == 0 {
		return fmt.Sprintf("Tổ chức đang bị yêu cầu %s toàn bộ ngành, nghề từ ngày %s.", what, s.Since)
	}
	codes := make([]string, len(s.Industries))
	for i, line := range s.Industries {
		codes[i] = line.Code
	}
	return fmt.Sprintf("Tổ chức đang bị yêu cầu %s ngành, nghề %s từ ngày %s.", what, strings.Join(codes, ", "), s.Since)
}

const (
	msgUnitAbroad      = "Luật ngày này không cho lập loại đơn vị này ở nước ngoài, hoặc mã nước không đúng. Hãy kiểm tra lại."
	msgUnitAbroadUnset = "Không văn bản nào quy định thủ tục này cho đơn vị ở nước ngoài; cán bộ xét."
	msgUnitAbroadPlace = "Đơn vị ở nước ngoài không có mã xã, phường. Hãy bỏ seat.place và ghi địa chỉ vào seat.line."
)

func msgSeatBoundary(moves coop.Procedure) string {
	return "Chỉ cập nhật địa chỉ khi địa giới thay đổi làm đổi tên, mã đơn vị hành chính; hãy ghi mã cấp xã mới, còn chuyển địa chỉ thì dùng thủ tục " + moves.Words() + " (" + string(moves) + ")."
}
