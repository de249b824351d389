package httpapi

import (
	"fmt"
	"strings"
)

const (
	msgQueryMalformed = "Chuỗi truy vấn không đọc được. Hãy mã hóa lại."
	msgBodyMissing    = "Thiếu nội dung JSON."
	msgMalformedJSON  = "Nội dung không phải JSON hợp lệ."
	msgDuplicateKey   = "Khóa này xuất hiện hai lần. Hãy giữ một."
	msgBadText        = "Văn bản có ký tự điều khiển hoặc ký tự ẩn. Hãy gõ lại."
	msgUnreadable     = "Giá trị không hợp lệ."
	msgEmptyObject    = "Phải có ít nhất một trường."
	msgDiscriminator  = "Thủ tục không nhận tại đây. Hãy chọn formation, notice_of_formation, recognition, mirror_licence hoặc unit_registration."
	msgMinLength      = "Phải có ít nhất %d ký tự."
	msgMaxLength      = "Không được quá %d ký tự."
	msgMinItems       = "Phải có ít nhất %d mục."
	msgMaxItems       = "Không được quá %d mục."
	msgMinimum        = "Không được nhỏ hơn %v."
	msgMaximum        = "Không được lớn hơn %v."
	msgCursor         = "Con trỏ trang không hợp lệ hoặc thuộc truy vấn khác. Hãy bắt đầu lại từ trang đầu."
)

func msgUnknownParameter(name string) string {
	return fmt.Sprintf("Không có tham số %q ở đây. Hãy bỏ đi hoặc xem /docs.", name)
}

func msgRepeated(name string) string {
	return fmt.Sprintf("Tham số %q chỉ được gửi một lần.", name)
}

func msgMissing(name string) string {
	return fmt.Sprintf("Thiếu %s. Hãy bổ sung.", name)
}

func msgUnknownField(name string) string {
	return fmt.Sprintf("Không có trường %q ở đây. Hãy bỏ đi hoặc xem /docs.", name)
}

func msgType(wanted string) string {
	words := strings.NewReplacer("string", "chuỗi", "integer", "số nguyên", "number", "số", "boolean", "true hoặc false",
		"array", "danh sách", "object", "đối tượng", "null", "null")
	return "Sai kiểu dữ liệu; phải là " + words.Replace(wanted) + "."
}

func msgEnum(allowed []any) string {
	words := make([]string, len(allowed))
	for i, v := range allowed {
		words[i] = fmt.Sprint(v)
	}
	return "Giá trị không có trong danh mục: " + strings.Join(words, ", ") + "."
}

func msgFormat(format string) string {
	switch format {
	case "date":
		return "Phải là ngày dạng YYYY-MM-DD."
	case "date-time":
		return "Phải là thời điểm dạng 2021-06-01T01:00:00Z."
	case "uuid":
		return "Phải là id dạng UUID chữ thường."
	}
	return "Sai định dạng."
}

func msgPattern(description string) string {
	if description == "" {
		return "Sai định dạng."
	}
	return "Sai định dạng (" + description + ")."
}
