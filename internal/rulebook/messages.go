package rulebook

const (
	titleJurisdiction   = "Cơ quan có thẩm quyền"
	titleMembers        = "Số thành viên tối thiểu khi thành lập"
	titleWorkdays       = "Số ngày làm việc cơ quan giải quyết"
	titleMend           = "Số ngày để sửa đổi, bổ sung hồ sơ bị trả"
	titleFee            = "Có thu lệ phí đăng ký"
	titleDraft          = "Số ngày giữ hồ sơ nháp"
	titleEntry          = "Điều kiện tiếp nhận hồ sơ"
	titleRegime         = "Luật áp dụng"
	titleVSIC           = "Phiên bản hệ thống ngành kinh tế"
	titleCode           = "Mã số do hệ thống đăng ký cấp, đồng thời là mã số thuế"
	titleRepresentative = "Chỉ một người đại diện theo pháp luật"
	titleTHT            = "Có trường hợp tổ hợp tác bắt buộc đăng ký"
	titleSizeMembers    = "Phân loại theo quy mô thành viên"
	titleSizeCapital    = "Phân loại theo quy mô vốn"
	titlePurpose        = "Phân loại theo mục đích phục vụ thành viên"
	titlePapers         = "Thành phần hồ sơ"
	titleNames          = "Cụm từ đầu tên và phạm vi so trùng tên"
	titleSector         = "Ngành thống kê theo ngành kinh tế cấp 1"
	titleHolidays       = "Ngày nghỉ và ngày làm bù của cơ quan"
)
