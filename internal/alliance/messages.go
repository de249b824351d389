package alliance

import (
	"fmt"

	"htxregistry/internal/vn"
)

const (
	msgInFuture  = "Ngày này chưa đến. Hãy ghi khi đã có hiệu lực."
	msgWhichYear = "Kiến nghị về báo cáo hoặc đánh giá phải nêu năm. Hãy thêm year."
	msgNoYear    = "Nội dung này không theo năm. Hãy bỏ year."
	msgEmptySpan = "Ngày kết thúc phải sau ngày bắt đầu. Hãy kiểm tra lại hai ngày."
)

func msgBeforeFounding(founded vn.Date) string {
	return fmt.Sprintf("Theo sổ, tổ chức có từ ngày %s. Hãy kiểm tra lại ngày tham gia.", founded)
}

func msgEnded(ended vn.Date) string {
	return fmt.Sprintf("Theo sổ, tổ chức đã chấm dứt từ ngày %s nên không kết nạp sau ngày đó. Hãy kiểm tra lại.", ended)
}
