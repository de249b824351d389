package hoiquan

import (
	"fmt"

	"htxregistry/internal/vn"
)

const (
	msgInFuture        = "Ngày này chưa đến. Hãy kiểm tra lại."
	msgLabelPaper      = "Nhãn chất lượng chỉ có theo quy định của địa phương. Hãy ghi số, ngày và nơi ban hành văn bản."
	msgMembersUnknown  = "Chưa biết số thành viên. Hãy cập nhật hồ sơ công nhận."
	msgEligibleUnknown = "Chưa ghi nhận việc kiểm tra từng sáng lập viên đủ điều kiện làm thành viên. Hãy kiểm tra và ghi lại."
	msgEligible        = "Các sáng lập viên đã được kiểm tra là đủ điều kiện làm thành viên."
	msgNotEligible     = "Có sáng lập viên chưa đủ điều kiện làm thành viên."
	msgPlanUnknown     = "Chưa ghi nhận phương án sản xuất, kinh doanh. Hãy ghi ngày khi đã có dự thảo."
	msgCharterUnknown  = "Chưa ghi nhận dự thảo điều lệ. Hãy ghi ngày khi đã có dự thảo."
)

func msgBeforePresent(present vn.Date) string {
	return fmt.Sprintf("Sổ đã có thông tin từ ngày %s. Hãy ghi từ ngày đó hoặc sau đó.", present)
}

func msgMembers(n, least int) string {
	return fmt.Sprintf("Hội quán có %d thành viên; hợp tác xã cần ít nhất %d.", n, least)
}

func msgFounders(n, least int) string {
	return fmt.Sprintf("%d thành viên đã cam kết sáng lập; hợp tác xã cần ít nhất %d.", n, least)
}

func msgFoundersUnknown(least int) string {
	return fmt.Sprintf("Chưa biết bao nhiêu thành viên cam kết sáng lập; hợp tác xã cần ít nhất %d. Hãy hỏi ban chủ nhiệm.", least)
}

func msgDrafted(on vn.Date) string { return fmt.Sprintf("Đã có dự thảo ngày %s.", on) }
