package bulk

import (
	"fmt"
	"strings"

	"htxregistry/internal/coop"
)

const (
	msgFormula     = "Ô bắt đầu bằng = + - @ sẽ bị bảng tính chạy như công thức. Hãy thay bằng giá trị."
	msgCellTooLong = "Ô quá dài."
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
