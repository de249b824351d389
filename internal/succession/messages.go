package succession

import (
	"fmt"
	"strings"

	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

// ErrInvalid is a plan that contradicts itself or the offices there are; its fields name every fault.
var ErrInvalid = fault.New(fault.Refused, "succession-plan-invalid",
	"Phương án kế thừa không dùng được. Hãy sửa từng điểm nêu dưới đây; chưa có gì thay đổi.",
	"The succession plan cannot be used. Mend every point below; nothing was changed.")

const (
	msgName          = "Tên phương án gồm 3 đến 80 chữ thường không dấu, chữ số và dấu gạch nối."
	msgDay           = "Thiếu ngày có hiệu lực (on)."
	msgDocument      = "Thiếu số, nơi ban hành hoặc ngày ban hành của văn bản quyết định. Hãy ghi đủ document trước khi áp dụng."
	msgNothing       = "Phương án không nêu việc gì. Hãy ghi by: places, successions hoặc hand_over."
	msgBy            = "Chỉ có cách chia by: places."
	msgOthers        = "Chỉ có others: work_list (để người quyết định) hoặc end (chấm dứt)."
	msgShippedAsItIs = "Phương án có sẵn chỉ nhận document và accounts. Hãy ghi ngày on và đặt tên khác để lập phương án riêng."
	msgWhatIfOnly    = "Thay đổi địa giới giả định chỉ dùng với what-if. Hãy nạp danh mục địa bàn mới trước khi áp dụng."
	msgOneOf         = "Mỗi dòng chuyển tài khoản phải nêu hoặc key hoặc office, và hoặc to hoặc end."
	msgTwice         = "Dòng này lặp lại một dòng trên. Hãy bỏ một dòng."
	msgShare         = "Phần kế thừa phải là whole, part hoặc để trống."
	msgHandOver      = "Bàn giao phải nêu hai loại cơ quan đã biết và ít nhất một loại hình tổ chức."

	// Why a person must decide.
	reasonSplit  = "Xã của trụ sở đã chia cho nhiều xã mới; cần biết ấp, khóm để xác định cơ quan."
	reasonNoSeat = "Chưa rõ xã của trụ sở nên chưa xác định được cơ quan kế thừa."
	reasonElse   = "Xã của trụ sở không thuộc cơ quan nào kế thừa; cần người xác định."
	reasonKey    = "Cơ quan có nhiều cơ quan kế thừa; cần chỉ định nơi làm việc mới của tài khoản."
)

func errNoSuchPlan(name string) error {
	return ErrInvalid.At(fault.Field{
		Pointer: "/name", Code: "unknown",
		Detail: fmt.Sprintf("Không có phương án %q đi kèm chương trình và không có ngày on. Có sẵn: %s.", name, strings.Join(ShippedNames(), ", ")),
	})
}

func msgNoOffice(code string, on vn.Date) string {
	return fmt.Sprintf("Không có cơ quan %s vào ngày %s. Hãy tra tại /v1/authorities.", code, on)
}

func msgNotEnding(code string, on vn.Date) string {
	return fmt.Sprintf("Cơ quan %s không kết thúc vào ngày %s theo danh mục đã nạp.", code, on)
}

func msgContradicts(old, heir string, known []string) string {
	return fmt.Sprintf("Danh mục không ghi %s kế thừa %s; cơ quan kế thừa đã biết: %s.", heir, old, strings.Join(known, ", "))
}

func msgNoneEnded(on vn.Date) string {
	return fmt.Sprintf("Không có cơ quan nào kết thúc vào ngày %s. Hãy xem lại ngày.", on)
}

func msgEndedSince(code string, on vn.Date) string {
	return fmt.Sprintf("Cơ quan nhận %s đã kết thúc vào ngày %s. Hãy áp dụng phương án theo đúng thứ tự ngày.", code, on)
}

func msgNoPlace(code string, on vn.Date) string {
	return fmt.Sprintf("Không có địa bàn %s vào ngày %s.", code, on)
}
