package place

import "strings"

const (
	msgBadCode          = "Mã phải là chữ số đúng độ dài của cấp (tỉnh 2, huyện 3, xã 5) và không lặp lại."
	msgEmpty            = "Không được để trống."
	msgBadLevel         = "Cấp không hợp lệ."
	msgBadParent        = "Mã cấp trên thiếu, thừa hoặc không có trong danh mục."
	msgBadPeriod        = "Ngày hết hiệu lực phải sau ngày bắt đầu."
	msgOverlap          = "Hai phiên bản của cùng một mã chồng lấn thời gian."
	msgParentNotInForce = "Cấp trên không có hiệu lực suốt thời gian của đơn vị này."
	msgBadShare         = "Phần kế thừa phải là whole, part hoặc để trống."
	msgBadEdition       = "Phiên bản phải là 2018 hoặc 2025."
	msgBadDay           = "Ngày phải có dạng YYYY-MM-DD."
)

func msgColumns(columns []string) string {
	return "Dòng đầu phải là các cột: " + strings.Join(columns, ", ") + "."
}
