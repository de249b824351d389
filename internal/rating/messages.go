package rating

import "fmt"

const (
	msgInFuture          = "Ngày này chưa đến. Hãy ghi khi đã có."
	msgRevenueParts      = "Doanh thu từ thành viên cộng doanh thu ngoài thành viên không bằng tổng doanh thu. Hãy kiểm tra lại ba số này."
	msgIndivisible       = "Tài sản không chia lớn hơn tổng tài sản. Hãy kiểm tra lại."
	msgProfitOverRevenue = "Lợi nhuận trước thuế lớn hơn doanh thu. Hãy kiểm tra lại."
	msgWages             = "Tiền lương trả cho lao động không phải thành viên lớn hơn tổng tiền lương. Hãy kiểm tra lại."
	msgNewWorkers        = "Số lao động mới lớn hơn số lao động thường xuyên. Hãy kiểm tra lại."
	msgMemberWorkers     = "Số lao động là thành viên lớn hơn số lao động thường xuyên. Hãy kiểm tra lại."
	msgManagers          = "Số cán bộ theo trình độ hoặc cán bộ trẻ lớn hơn tổng số cán bộ quản lý. Hãy kiểm tra lại."
	msgForeignOverAll    = "Số thành viên nước ngoài lớn hơn tổng số thành viên. Hãy kiểm tra lại."
	msgLeap              = "Số này gấp mười lần hoặc chỉ bằng một phần mười năm trước; có thể nhầm đơn vị tính. Hãy kiểm tra lại."
	msgAgreed            = "Hội đồng quản trị đã chấm, ban kiểm soát hoặc kiểm soát viên đã kiểm tra."
	msgNotAgreed         = "Chưa ghi đủ ngày hội đồng quản trị chấm điểm và ngày ban kiểm soát hoặc kiểm soát viên kiểm tra. Hãy bổ sung vào “agreed”."
	msgFoundedUnknown    = "Chưa biết ngày thành lập nên chưa biết đã hoạt động đủ thời gian hay chưa."
	msgOldEnough         = "Đã hoạt động đủ thời gian để đánh giá."
	msgWorked            = "Sổ không ghi lần tạm ngừng nào dài quá mức trong năm."
)

// number writes points as people do: 84,5.
func number(p Points) string {
	if p%100 == 0 {
		return fmt.Sprint(int64(p / 100))
	}
	return fmt.Sprintf("%d,%02d", p/100, p%100)
}

func msgTooNew(months int) string {
	return fmt.Sprintf("Hoạt động chưa đủ %d tháng nên không đánh giá, xếp loại.", months)
}

func msgStopped(months int) string {
	return fmt.Sprintf("Đã tạm ngừng quá %d tháng trong năm nên không đánh giá, xếp loại.", months)
}

func msgNotScored(title string) string {
	return fmt.Sprintf("Chưa chấm điểm “%s”.", title)
}

func msgOverMax(title string, most Points) string {
	return fmt.Sprintf("Điểm của “%s” phải từ 0 đến %s. Hãy chấm lại.", title, number(most))
}

func msgOtherBand(title string, points Points) string {
	return fmt.Sprintf("Theo số liệu báo cáo, “%s” được %s điểm. Hãy chấm lại hoặc sửa báo cáo.", title, number(points))
}

func msgNoReason(title string) string {
	return fmt.Sprintf("Điểm của cơ quan cho “%s” khác điểm tự chấm; hãy nêu lý do.", title)
}

func msgNoSuchLine(code string) string {
	return fmt.Sprintf("Bảng điểm không có dòng “%s”, hoặc dòng này được chấm hai lần. Hãy xem /v1/rules?topic=ratings.", code)
}
