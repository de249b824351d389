package coop

import "htxregistry/internal/fault"

// Errors of the register of organisations.
var (
	ErrNotFound = fault.New(fault.NotFound, "organization-not-found",
		"Không có tổ chức này trong sổ đăng ký. Hãy kiểm tra lại mã số hoặc tìm theo tên.",
		"No such organization on the register. Check the code or search by name.")
	ErrUnitNotFound = fault.New(fault.NotFound, "unit-not-found",
		"Không có đơn vị phụ thuộc hoặc địa điểm kinh doanh này trong sổ đăng ký.",
		"No such unit on the register.")
	ErrNameTaken = fault.New(fault.Refused, "name-taken",
		"Tên dự kiến trùng với tên đã đăng ký. Hãy chọn tên khác.",
		"The planned name is written the same as one already registered. Choose another.")
	ErrCodeTaken = fault.New(fault.Refused, "code-taken",
		"Mã số này đã được cấp cho tổ chức khác. Hãy kiểm tra lại mã số.",
		"This code already belongs to another organization. Check the code.")
)
