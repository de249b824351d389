package naming

import (
	"fmt"
	"strings"
	"unicode"
)

const (
	msgFree     = "Tên đúng thể thức và không trùng với tên đã đăng ký trong sổ này."
	msgNoProper = "Tên thiếu phần tên riêng. Hãy thêm tên riêng sau cụm từ chỉ loại hình."
)

func msgLead(lead string) string {
	return fmt.Sprintf("Tên phải bắt đầu bằng cụm từ “%s”. Hãy sửa lại.", lead)
}

func msgCharacter(r rune) string {
	return fmt.Sprintf("Tên có ký tự %q không được dùng. Hãy bỏ ký tự này.", r)
}

func msgDuplicate(name, place string) string {
	if place == "" {
		return fmt.Sprintf("Trùng với “%s” đã đăng ký. Hãy chọn tên riêng khác.", name)
	}
	return fmt.Sprintf("Trùng với “%s” (%s) đã đăng ký. Hãy chọn tên riêng khác.", name, place)
}

func scope(s Scheme) string {
	if len(s.Pools) == 0 {
		return "Không có văn bản quy định so trùng tên cho loại hình này."
	}
	parts := make([]string, 0, len(s.Pools))
	for _, p := range s.Pools {
		switch p {
		case PoolHTX:
			parts = append(parts, "hợp tác xã")
		case PoolLHHTX:
			parts = append(parts, "liên hiệp hợp tác xã")
		case PoolQTDND:
			parts = append(parts, "quỹ tín dụng nhân dân")
		case PoolTHT:
			parts = append(parts, "tổ hợp tác đã đăng ký")
		case PoolTHTOfPlaces:
			parts = append(parts, "tổ hợp tác trong cùng xã, phường")
		}
	}
	return "Đã so với tên " + strings.Join(parts, ", ") + " trong sổ này (không phải toàn quốc)."
}

func isNameRune(r rune) bool {
	return unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) || r == ' ' || strings.ContainsRune("&.,+-_/()'\"“”‘’–:", r)
}
