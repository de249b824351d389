package naming

import (
	"fmt"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

const (
	msgFree         = "Tên đúng thể thức, không trùng và không gây nhầm lẫn với tên đã đăng ký trong sổ này."
	msgNoProper     = "Tên thiếu phần tên riêng. Hãy thêm tên riêng sau cụm từ chỉ loại hình."
	msgUnitNameFine = "Tên đúng thể thức."
	msgNotLatin     = "Tên bằng tiếng nước ngoài phải viết bằng chữ La-tinh. Hãy dịch sang một tiếng nước ngoài hệ chữ La-tinh."
)

func msgComplaintEarly(due vn.Date) string {
	return fmt.Sprintf("Thời hạn đổi tên còn đến hết ngày %s. Hãy chờ đến sau ngày đó.", due)
}

func msgLead(lead string) string {
	return fmt.Sprintf("Tên phải bắt đầu bằng cụm từ “%s”. Hãy sửa lại.", lead)
}

func msgCharacter(r rune) string {
	return fmt.Sprintf("Tên có ký tự “%c” (U+%04X) không được dùng. Hãy bỏ hoặc gõ lại ký tự này.", r, r)
}

func msgOtherKind(word string) string {
	return fmt.Sprintf("Tên có “%s” là tên gọi của loại hình khác. Hãy dùng tên gọi của đúng loại hình.", word)
}

func msgUnitOwner(owner string) string {
	return fmt.Sprintf("Tên phải có tên của tổ chức: “%s”. Hãy thêm vào.", owner)
}

func msgUnitKind(word string) string {
	return fmt.Sprintf("Tên phải kèm theo cụm từ “%s”. Hãy thêm vào.", word)
}

func msgShortMark(mark string) string {
	return fmt.Sprintf("Tên viết tắt phải có ký hiệu “%s”. Hãy thêm ký hiệu này.", mark)
}

func msgUnspeakable(word string) string {
	return fmt.Sprintf("Tên phải phát âm được, “%s” không có nguyên âm. Hãy kiểm tra lại.", word)
}

// msgClash names the registered name, what it is now, and the way the names are alike.
func msgClash(r Rule, h Holder) string {
	where := ""
	if h.Place != "" {
		where = ", " + h.Place
	}
	return fmt.Sprintf("%s: “%s” (%s%s). Hãy chọn tên riêng khác.", r.Says, h.Name, standing(h.Status), where)
}

// standing tells why the name of what has ended still counts: only dissolved and bankrupt ones give theirs back.
func standing(s coop.Status) string {
	if s == coop.StatusEnded {
		return s.Words() + ", tên vẫn được tính"
	}
	return s.Words()
}

func msgForbidden(f Ban, term string, basis law.Basis) string {
	next := "Hãy bỏ cụm từ này."
	if f.Consent {
		next = "Hãy bỏ cụm từ này hoặc nộp văn bản chấp thuận của cơ quan, tổ chức đó."
	}
	if sure(Forbidden, basis) == Warning {
		next = "Cán bộ xem xét và ghi lý do."
	}
	return fmt.Sprintf("%s: tên có “%s”. %s", f.Says, term, next)
}

func msgFound(detail, reason string) string {
	return fmt.Sprintf("%s Kết luận của cán bộ: %s", detail, reason)
}

func msgFinding(reason string) string {
	return fmt.Sprintf("Cơ quan đăng ký kết luận tên gây nhầm lẫn: %s. Hãy chọn tên riêng khác.", strings.TrimRight(reason, ". "))
}

func scope(s Scheme) string {
	if len(s.Rules) == 0 {
		return strings.TrimSpace("Không có văn bản quy định so trùng tên cho loại hình này vào ngày này. " + s.Note)
	}
	return strings.TrimSpace("Đã so với " + strings.Join(compared(s), ", ") + " trong sổ này (không phải toàn quốc). " + s.Note)
}

// compared names what the rules of a scheme compare with, each once.
func compared(s Scheme) []string {
	var parts []string
	seen := map[string]bool{}
	add := func(part string) {
		if !seen[part] {
			seen[part] = true
			parts = append(parts, part)
		}
	}
	for _, r := range s.Rules {
		for _, kind := range r.Against {
			part := map[coop.Kind]string{
				coop.KindHTX: "hợp tác xã", coop.KindLHHTX: "liên hiệp hợp tác xã", coop.KindQTDND: "quỹ tín dụng nhân dân",
				coop.KindTHT: "tổ hợp tác đã đăng ký", coop.KindHoiQuan: "hội quán",
			}[kind]
			if r.Commune {
				part = "tổ hợp tác trong cùng xã, phường"
			}
			add(part)
		}
	}
	return parts
}
