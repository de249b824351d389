package vn

const (
	msgDate          = "%q không phải là ngày dạng YYYY-MM-DD"
	msgInstant       = "%q không phải là thời điểm dạng 2021-06-01T02:00:00Z"
	msgDateType      = "kiểu %T không phải là ngày"
	msgEmptyPeriod   = "kỳ hiệu lực từ %s đến trước %s không có ngày nào"
	msgTaxCode       = "mã số thuế %q phải có 10 chữ số, hoặc 13 chữ số dạng 0123456789-001"
	msgTaxCodeCheck  = "mã số thuế %q sai chữ số kiểm tra; hãy đối chiếu lại"
	msgPersonalID    = "số định danh cá nhân phải có 12 chữ số (hoặc 9 chữ số của CMND cũ)"
	msgBirthplace    = "ba chữ số đầu của số định danh cá nhân không phải mã tỉnh hoặc mã nước; hãy đối chiếu lại"
	msgPhoneChar     = "số điện thoại chỉ gồm chữ số và các dấu + . - ( ); có ký tự %q"
	msgPhoneLength   = "số điện thoại phải có từ 8 đến 15 chữ số"
	msgPhoneNational = "số điện thoại trong nước có 10 hoặc 11 chữ số và bắt đầu bằng 0; số nước ngoài bắt đầu bằng dấu +"
	msgNotUTF8       = "văn bản không phải UTF-8 hợp lệ"
	msgHidden        = "ký tự thứ %d là ký tự điều khiển hoặc ký tự ẩn (U+%04X); hãy gõ lại"
	msgDisguised     = "ký tự thứ %d là chữ “%c” (U+%04X) của bảng chữ khác, trông như chữ La-tinh; hãy gõ lại"
)
