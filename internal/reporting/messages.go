package reporting

import (
	"fmt"

	"htxregistry/internal/vn"
)

func msgNotYet(on vn.Date) string {
	return fmt.Sprintf("Ngày %s chưa đến. Hãy ghi ngày ký trên văn bản.", on)
}

const (
	titleUnits        = "Báo cáo của sở, ban, ngành và Ủy ban nhân dân cấp huyện"
	titleAll          = "Tổng số"
	titleWithoutQTDND = "Trừ quỹ tín dụng nhân dân"
	titleSectors      = "Theo ngành, lĩnh vực"
	titleOffices      = "Tình hình báo cáo theo cơ quan cấp dưới"
	titleOwed         = "Phải báo cáo"
	titleOnTime       = "Đúng hạn"
	titleLate         = "Trễ hạn"
	titleNotHere      = "Chưa có"
	titleSent         = "Cơ quan đã gửi tổng hợp"
)

func measureTitle(m Measure) string {
	return map[Measure]string{
		MeasureOrganizations: "Số tổ chức", MeasureOperating: "Đang hoạt động", MeasureReported: "Đã báo cáo", MeasureMembers: "Thành viên chính thức",
		MeasureWorkers: "Lao động thường xuyên", MeasureRevenue: "Doanh thu (đồng)", MeasurePretaxProfit: "Lợi nhuận trước thuế (đồng)",
	}[m]
}

// SectorTitle is what the tables of the collective economy call a sector.
func SectorTitle(sector string) string {
	for _, known := range [][2]string{
		{"agriculture", "Nông – lâm – ngư – diêm nghiệp"},
		{"industry", "Công nghiệp – tiểu thủ công nghiệp"},
		{"construction", "Xây dựng"},
		{"trade", "Thương mại"},
		{"transport", "Vận tải"},
		{"credit", "Tín dụng"},
		{"environment", "Môi trường"},
		{"services", "Dịch vụ"},
		{"other", "Khác"},
	} {
		if known[0] == sector {
			return known[1]
		}
	}
	return "Chưa rõ ngành"
}
