package bulk

import (
	"fmt"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/reporting"
)

const (
	msgTooManyColumns = "Dòng tiêu đề có quá nhiều cột; sổ có không quá %d cột."
	msgFormula        = "Ô bắt đầu bằng = + - @ sẽ bị bảng tính chạy như công thức. Hãy thay bằng giá trị."
	msgBrokenFormula  = "Ô là kết quả lỗi của một công thức trong bảng tính. Hãy thay bằng giá trị."
	msgCellTooLong    = "Ô quá dài."
	msgNoText         = "Ô có ký tự không phải UTF-8. Hãy lưu lại tệp dưới dạng CSV UTF-8."
)

func msgBrokenRow(row int) string {
	return fmt.Sprintf("Dòng %d hỏng dấu ngoặc kép hoặc dấu phân cách. Hãy lưu lại tệp.", row)
}

func msgTooWide(row int) string {
	return fmt.Sprintf("Dòng %d có nhiều ô hơn dòng tiêu đề.", row)
}

func msgUnknownColumn(title string) string {
	return fmt.Sprintf("Không có cột %q. Các cột: %s.", title, strings.Join(coop.BookColumns(), ", "))
}

func msgRepeatedColumn(title string) string {
	return fmt.Sprintf("Cột %q xuất hiện hai lần.", title)
}

func msgMissingColumn(name string) string {
	return fmt.Sprintf("Thiếu cột %s.", name)
}

// What a workbook of a roll-up says.
const (
	sheetAbout          = "Thông tin"
	msgRollUp           = "Báo cáo tổng hợp năm"
	msgRollUpOffice     = "Cơ quan"
	msgRollUpForm       = "Mẫu (phụ lục in chưa đối chiếu)"
	msgRollUpState      = "Tình trạng"
	msgProvisional      = "Tạm tính: chưa đến hạn của các báo cáo đầu vào"
	msgFinal            = "Chính thức"
	msgRollUpDue        = "Hạn"
	msgRollUpAsOf       = "Số liệu đến ngày"
	msgRollUpKnown      = "Theo hiểu biết lúc"
	msgRollUpOwed       = "Tổ chức phải báo cáo"
	msgRollUpOnTime     = "Đúng hạn"
	msgRollUpLate       = "Trễ hạn"
	msgRollUpOut        = "Chưa có"
	msgRollUpDigest     = "Mã kiểm tra (SHA-256)"
	msgRollUpRulebook   = "Bộ quy tắc"
	msgRollUpCite       = "Căn cứ"
	msgStatistics       = "Biểu kinh tế tập thể năm"
	msgStatisticsPlace  = "Địa bàn, cơ quan (trống: cả nước)"
	msgStatisticsPeriod = "Kỳ số liệu"
	msgNote             = "Ghi chú"
	msgCode             = "Mã"
	msgUnit             = "Đơn vị tính"
	msgBasis            = "Mức chắc chắn"
	msgKnown            = "Số tổ chức có số liệu"
)

func sheetTitle(table string) string {
	return map[string]string{reporting.TableIndicators: "Chỉ tiêu", reporting.TableSectors: "Theo ngành", reporting.TableOffices: "Cấp dưới", reporting.TableSummary: "Tóm tắt", reporting.TableUnits: "Sở, ngành, huyện"}[table]
}

func unitTitle(unit string) string {
	return map[string]string{"organizations": "tổ chức", "people": "người", "vnd": "đồng", "basis_points": "phần vạn", "mixed": ""}[unit]
}
