package httpapi

import (
	"fmt"
	"slices"
	"strings"

	"htxregistry/internal/fault"
)

const (
	msgQueryMalformed = "Chuỗi truy vấn không đọc được. Hãy mã hóa lại."
	msgBodyMissing    = "Thiếu nội dung JSON."
	msgMalformedBody  = "Nội dung gửi không trọn hoặc sai cách chia đoạn (Transfer-Encoding). Hãy gửi lại cả nội dung."
	msgMalformedJSON  = "Nội dung không phải JSON hợp lệ."
	msgDuplicateKey   = "Khóa này xuất hiện hai lần. Hãy giữ một."
	msgEntryOrLeaf    = "Hãy cho id của mục (entry) hoặc số thứ tự (leaf), không cả hai."
	msgSizeBelow      = "Nhật ký chỉ dài thêm: to không nhỏ hơn from. Hãy đổi chỗ hai số."
	msgFeedPosition   = "Đây không phải vị trí trong dòng thay đổi của sổ. Hãy dùng position của câu trả lời trước, hoặc bỏ after để đọc từ đầu."
	msgReasonShort    = "Lý do phải có từ 3 ký tự. Hãy nêu rõ lý do."
	msgNoPlace        = "Không địa bàn nào từng mang mã này. Hãy tra mã tại /v1/places."
	msgUnreadable     = "Giá trị không hợp lệ."
	msgEmptyObject    = "Phải có ít nhất một trường."
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

func msgLeafRange(most int) string {
	return fmt.Sprintf("Hãy xin từ 0 đến %d mục một lần: to không nhỏ hơn from.", most)
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
	return msgOneOf(words)
}

func msgOneOf(allowed []string) string {
	return "Giá trị không có trong danh mục: " + strings.Join(allowed, ", ") + "."
}

// msgMore tells how many more fields are faulty.
func msgMore(language string, n int) string {
	if language == "en" {
		return fmt.Sprintf("There are %d more faults. Mend those above and send it again.", n)
	}
	return fmt.Sprintf("Còn %d lỗi nữa chưa kể ở đây. Hãy sửa những lỗi trên rồi gửi lại.", n)
}

// msgBadText says which character a text may not have, and where it stands.
func msgBadText(err error) string { return "Văn bản không nhận được: " + err.Error() + "." }

func msgFormat(format string) string {
	switch format {
	case "date":
		return "Phải là ngày dạng YYYY-MM-DD."
	case "date-time":
		return "Phải là thời điểm dạng 2021-06-01T01:00:00Z."
	case "uuid":
		return "Phải là id dạng UUID chữ thường."
	case "line":
		return "Phải viết trên một dòng, không có dấu ngắt dòng."
	}
	return "Sai định dạng."
}

func msgPattern(pattern string) string {
	return "Sai định dạng; phải theo mẫu " + pattern + "."
}

func msgDiscriminator(known []string) string {
	return "Giá trị không nhận tại đây. Hãy chọn: " + strings.Join(known, ", ") + "."
}

// inEnglish says of each field in English what its code says. What rests on law stays in the language of the law.
func inEnglish(fields []fault.Field) []fault.Field {
	said := slices.Clone(fields)
	for i, f := range said {
		if detail := englishOf(f.Code); detail != "" {
			said[i].Detail = detail
		}
	}
	return said
}

// englishOf is what a code of the edge says, empty for the codes of others.
func englishOf(code string) string {
	switch code {
	case "malformed":
		return "The query cannot be read. Encode it anew."
	case "unknown-parameter":
		return "There is no such parameter here."
	case "repeated":
		return "The parameter may be given once only."
	case "invalid-text":
		return "The text holds control characters, characters that cannot be seen, or letters of another alphabet that pass for Latin ones."
	case "out-of-range":
		return "Ask for at most 1000 leaves at once; to is not below from."
	case "below-from":
		return "The log only grows: to is not below from."
	case "one-of-two":
		return "Give either the entry or the leaf."
	case "required":
		return "This is missing."
	case "malformed-body":
		return "The body did not arrive whole, or is chunked wrongly. Send all of it again."
	case "malformed-json":
		return "The body is not valid JSON."
	case "duplicate-key":
		return "The key stands twice."
	case "unknown-field":
		return "There is no such field here."
	case "document-type":
		return "This type of file is not taken."
	case "document-content":
		return "The file is empty, or not what it is declared to be."
	case "document-too-large":
		return "The file is larger than allowed."
	case "wrong-type":
		return "The value is of another type."
	case "unknown-value":
		return "The value is not in the closed list."
	case "wrong-format":
		return "The value does not have the form that is asked for."
	case "too-short", "too-few", "too-small", "empty":
		return "The value is below its limit."
	case "too-long", "too-many", "too-large":
		return "The value is beyond its limit."
	case "cursor-invalid":
		return "The cursor is not valid or belongs to another query. Begin with the first page."
	case "invalid":
		return "The value is not valid."
	}
	return ""
}
