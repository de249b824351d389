package jurisdiction

import (
	"fmt"
	"strings"

	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

const msgRouteUnknown = "Chưa đủ dữ kiện (địa chỉ, ngày hoặc cơ quan cấp) để đối chiếu thẩm quyền."

func msgWrongOffice(by string, office Office) string {
	return fmt.Sprintf("Do %s cấp, trong khi thẩm quyền ngày đó thuộc %s.", by, officeTitle(office))
}

func msgWrongArea(by string) string {
	return fmt.Sprintf("%s cấp cho tổ chức có trụ sở ngoài địa bàn của mình.", by)
}

func explainMoved(code string, on vn.Date, then []place.Place) string {
	if len(then) == 0 {
		return fmt.Sprintf("Mã địa bàn %s không có hiệu lực ngày %s và không rõ đã chuyển thành địa bàn nào.", code, on)
	}
	names := make([]string, len(then))
	for i, p := range then {
		names[i] = p.Name + " (" + p.Code + ")"
	}
	if len(then) == 1 {
		return fmt.Sprintf("Mã địa bàn %s không có hiệu lực ngày %s; ngày đó là %s.", code, on, names[0])
	}
	return fmt.Sprintf("Mã địa bàn %s không có hiệu lực ngày %s; ngày đó địa bàn này thuộc %s. Cần biết xã, phường hoặc ấp, khóm của trụ sở để xác định.", code, on, strings.Join(names, ", "))
}

// officeTitle is what kind of body an office is, as a sentence names it.
func officeTitle(o Office) string {
	switch o {
	case OfficeSKHDT:
		return "Phòng Đăng ký kinh doanh, Sở Kế hoạch và Đầu tư"
	case OfficeSTC:
		return "Sở Tài chính"
	case OfficeTCKH:
		return "Phòng Tài chính - Kế hoạch cấp huyện"
	case OfficeUBND:
		return "Ủy ban nhân dân cấp xã"
	case OfficeKT:
		return "cơ quan đăng ký kinh doanh cấp xã"
	case OfficeNHNN:
		return "Ngân hàng Nhà nước Việt Nam"
	case OfficeNone:
	}
	return "không cơ quan nào"
}

// officeName is the name of the office that serves a place, as it is on a door.
func officeName(o Office, p place.Place) string {
	name := lowerKind(p)
	switch o {
	case OfficeSKHDT:
		return "Sở Kế hoạch và Đầu tư " + name
	case OfficeSTC:
		return "Sở Tài chính " + name
	case OfficeTCKH:
		return "Phòng Tài chính - Kế hoạch " + name
	case OfficeUBND:
		return "Ủy ban nhân dân " + name
	case OfficeKT:
		// NĐ 150/2025 Điều 15: the phường, and đặc khu Phú Quốc, have the department with infrastructure and town planning.
		if p.Kind == "phường" || p.Kind == "đặc khu" && strings.HasSuffix(p.Name, "Phú Quốc") {
			return "Phòng Kinh tế, Hạ tầng và Đô thị " + name
		}
		return "Phòng Kinh tế " + name
	case OfficeNHNN:
		return "Ngân hàng Nhà nước Việt Nam"
	case OfficeNone:
	}
	return officeTitle(o)
}

// lowerKind is a place's name within a sentence: "thành phố Cao Lãnh".
func lowerKind(p place.Place) string {
	first, rest, ok := strings.Cut(p.Name, " ")
	if !ok {
		return p.Name
	}
	return strings.ToLower(first) + " " + rest
}
