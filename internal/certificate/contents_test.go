package certificate_test

import (
	"slices"
	"strings"
	"testing"
)

// What the articles name for each certificate, and what a confirmation is about.
func TestEveryFormSaysWhatItsArticleNames(t *testing.T) {
	t.Parallel()
	person := func(more ...string) []string { return append([]string{"Họ và tên:", "Quốc tịch:"}, more...) }
	old := person("Nơi đăng ký hộ khẩu thường trú:", "Số giấy chứng thực cá nhân:")
	young := person("Địa chỉ liên lạc:", "Số định danh cá nhân, số giấy tờ pháp lý:")
	parent := []string{"chủ quản", "Trụ sở chính:"}
	told := []string{"xác nhận:", "Mã số:"}
	in := slices.Concat[[]string]
	// Điều 15 khoản 2, 193/2013/NĐ-CP
	organization := in([]string{"Tên ", "Địa chỉ trụ sở chính", "Chi nhánh, văn phòng đại diện", "Điện thoại:", "Email:", "Ngành, nghề kinh doanh", "Vốn điều lệ", "Người đại diện theo pháp luật"}, old)
	// Điều 45, 17/2023/QH15
	modern := in([]string{"Tên ", "Địa chỉ trụ sở chính", "Mã số ", "Vốn điều lệ", "Người đại diện theo pháp luật"}, young)
	// Điều 16 khoản 2, 193/2013/NĐ-CP
	unit := in([]string{"Tên ", "Địa chỉ", "Người đứng đầu"}, old, parent, []string{"Số giấy chứng nhận đăng ký: 510/HTX", "Ngày cấp:"})
	// Điều 9 khoản 2, 92/2024/NĐ-CP: what stands in the file
	modernUnit := in([]string{"Tên ", "Địa chỉ", "Người đứng đầu", "Mã số: 1401234568"}, young, parent)
	lines, activities, branch := []string{"Ngành, nghề kinh doanh", "Mã ngành VSIC 2018"}, []string{"Nội dung hoạt động"}, []string{"Chi nhánh chủ quản"}
	made := papers(t)
	named := map[string][]string{
		"htx-2012/2": organization, "htx-2012/2/qtdnd": organization, "lhhtx-2012/2": organization,
		"htx-2023/2": modern, "htx-2023/2/lhhtx": in(modern, []string{"Mã số liên hiệp hợp tác xã"}),
		"tht-2023/2":    in([]string{"Tên tổ hợp tác", "Địa chỉ trụ sở", "Tổng giá trị phần đóng góp", "Người đại diện tổ hợp tác"}, young),
		"branch-2012/2": in(unit, lines), "representative-office-2012/2": in(unit, activities), "business-location-2012/2": in(unit, lines, branch),
		"branch-2023/2": in(modernUnit, lines), "representative-office-2023/2": in(modernUnit, activities), "business-location-2023/2": in(modernUnit, lines, branch),
		"change-2023/2":          in(told, []string{"Nội dung thay đổi", "Trước khi thay đổi:", "Sau khi thay đổi:"}),
		"change-2023/2/lhhtx":    in(told, []string{"Tên liên hiệp hợp tác xã", "Nội dung thay đổi"}),
		"tht-change-2023/2":      in(told, []string{"Tên tổ hợp tác", "Nội dung thay đổi"}),
		"unit-change-2023/2":     in(told, parent, []string{"Tên chi nhánh", "Nội dung thay đổi"}),
		"suspension-2023/2":      in(told, []string{"Thời gian tạm ngừng kinh doanh", "Từ ngày 01 tháng 09 năm 2025 đến hết ngày 31 tháng 08 năm 2026."}),
		"tht-suspension-2023/2":  in(told, []string{"Tên tổ hợp tác", "Thời gian tạm ngừng kinh doanh"}),
		"unit-suspension-2023/2": in(told, parent, []string{"Thời gian tạm ngừng kinh doanh"}),
		"resumption-2023/2":      in(told, []string{"Thời điểm tiếp tục kinh doanh trở lại", "Từ ngày 01 tháng 09 năm 2025."}),
		"tht-resumption-2023/2":  in(told, []string{"Tên tổ hợp tác", "Thời điểm tiếp tục kinh doanh trở lại"}),
		"unit-resumption-2023/2": in(told, parent, []string{"Thời điểm tiếp tục kinh doanh trở lại"}),
		"unit-closure-2012/2":    in(told, parent, []string{"Thời điểm chấm dứt hoạt động"}),
	}
	for form := range made {
		if _, ok := named[form]; !ok && strings.Count(form, "/") == 1 {
			t.Errorf("nothing is said of form %s", form)
		}
	}
	for form, names := range named {
		text := strings.Join(strings.Fields(strings.Join(pagesOf(t, printed(t, made[form], people())), " ")), " ")
		for _, name := range names {
			if !strings.Contains(text, name) {
				t.Errorf("%s does not say %q: %s", form, name, text)
			}
		}
	}
}
