package registry

import (
	"time"

	"htxregistry/internal/fault"
)

// Errors of the use cases that belong to no single concept.
var (
	ErrStillRunning = fault.New(fault.Conflict, "request-still-running",
		"Yêu cầu trước đó với cùng khóa Idempotency-Key đang được xử lý. Hãy thử lại sau ít giây.",
		"An earlier request with the same Idempotency-Key is still running. Try again in a few seconds.").After(RetrySoon)
	ErrKeyReused = fault.New(fault.Refused, "idempotency-key-reused",
		"Khóa Idempotency-Key này đã dùng cho một yêu cầu khác. Hãy dùng khóa mới.",
		"This Idempotency-Key was used for another request. Use a new key.")
	// ErrNoRoom says that a disk of the register is full: that of the database, of the papers or of temporary files.
	ErrNoRoom = fault.New(fault.Unavailable, "storage-full",
		"Máy chủ của sổ đăng ký đã hết chỗ lưu nên chưa ghi được; tra cứu vẫn được. Hãy báo người vận hành rồi gửi lại đúng yêu cầu này.",
		"The register has no room left to write; reading goes on. Tell the operator, then send the same request again.").After(time.Minute)
	ErrKeyRequired = fault.New(fault.Invalid, "idempotency-key-required",
		"Thiếu tiêu đề Idempotency-Key. Hãy gửi kèm một khóa do bạn chọn để có thể gửi lại an toàn.",
		"Header Idempotency-Key is missing. Send a key of your choice so that a retry is safe.")
	ErrStale = fault.New(fault.Stale, "stale",
		"Bản ghi đã được người khác thay đổi. Hãy tải lại rồi thao tác trên bản mới.",
		"Somebody else changed the record. Read it again and act on the new revision.")
	ErrUnauthenticated = fault.New(fault.Unauthenticated, "key-unknown",
		"Khóa truy cập không hợp lệ. Hãy kiểm tra lại hoặc xin cấp khóa mới.",
		"The API key is not known. Check it or ask for a new one.")
	ErrKeyRevoked = fault.New(fault.Unauthenticated, "key-revoked",
		"Khóa truy cập đã bị thu hồi. Hãy xin cấp khóa mới.", "The API key was revoked. Ask for a new one.")
	ErrKeyExpired = fault.New(fault.Unauthenticated, "key-expired",
		"Khóa truy cập đã hết hạn. Hãy xin cấp khóa mới.", "The API key has expired. Ask for a new one.")
	ErrLoginRequired = fault.New(fault.Unauthenticated, "key-required",
		"Thao tác này cần khóa truy cập. Hãy gửi tiêu đề Authorization: Bearer htx_….",
		"This operation needs an API key. Send Authorization: Bearer htx_….")
	ErrRoleForbidden = fault.New(fault.Forbidden, "role-forbidden",
		"Vai trò của bạn không được thực hiện thao tác này. Hãy nhờ người có thẩm quyền tại cơ quan.",
		"Your role may not do this. Ask someone at the office whose role may.")
	ErrForeignOffice = fault.New(fault.Forbidden, "foreign-office",
		"Hồ sơ thuộc cơ quan khác. Chỉ cơ quan thụ lý mới được thao tác.",
		"The dossier belongs to another office. Only that office may act on it.")
	ErrReasonRequired = fault.New(fault.Forbidden, "reason-required",
		"Giấy tờ của hồ sơ có dữ liệu cá nhân. Hãy nêu lý do đọc trong tiêu đề X-Read-Reason; lần đọc được ghi lại.",
		"The papers of a dossier hold personal data. Say in X-Read-Reason why you read them; the read is logged.")
	ErrForeignProvince = fault.New(fault.Forbidden, "foreign-province",
		"Tổ chức có trụ sở ngoài tỉnh của bạn, hoặc sổ chưa biết trụ sở thuộc tỉnh nào. Hãy báo liên minh của tỉnh đó, hoặc cơ quan đang giữ hồ sơ.",
		"The organisation's seat lies in another province, or the register does not know in which. Tell the alliance there, or its office.")
	ErrSecondPerson = fault.New(fault.Forbidden, "second-person-required",
		"Người tiếp nhận hồ sơ không được là người duy nhất quyết định. Hãy chuyển cho người khác có thẩm quyền.",
		"Whoever received the dossier may not be the only one to decide it. Hand it to another lead.")
	ErrNoticeOpen = fault.New(fault.Conflict, "notice-open",
		"Đã có ghi nhận cùng loại đang có hiệu lực. Hãy kết thúc ghi nhận đó trước.",
		"A notice of this kind stands already. Close it first.")
	ErrNoticeNotFound = fault.New(fault.NotFound, "notice-not-found",
		"Tổ chức này không có ghi nhận với mã này. Hãy xem /v1/organizations/{id}/notices.",
		"This organisation has no such notice. See its notices.")
	ErrNoticeClosed = fault.New(fault.Conflict, "notice-closed",
		"Ghi nhận này đã kết thúc.", "The notice is closed already.")
	ErrNotCompetent = fault.New(fault.Refused, "not-competent",
		"Cơ quan này không có thẩm quyền tiếp nhận hồ sơ.",
		"This office is not competent for the dossier.")
	ErrOfficeEnded = fault.New(fault.Refused, "office-ended",
		"Cơ quan này đã kết thúc hoạt động nên không thụ lý hồ sơ nữa.",
		"The office has ended. The competent office is its successor; an administrator must apply the succession (registryd succession apply) so that files and keys follow.")
	ErrTransferred = fault.New(fault.Conflict, "dossier-transferred",
		"Hồ sơ đã chuyển sang cơ quan khác.", "The dossier went to another office, which decides it now.")
	ErrNoSuccession = fault.New(fault.NotFound, "succession-not-found",
		"Không có lần kế thừa này. Hãy xem danh sách tại /v1/successions.", "No such succession. See /v1/successions.")
	ErrNoCase = fault.New(fault.NotFound, "succession-case-not-found",
		"Không có việc này trong danh sách chờ quyết định. Hãy tải lại danh sách.", "No such case. Read the work list again.")
	ErrCaseSettled = fault.New(fault.Conflict, "succession-case-settled",
		"Việc này đã được quyết định. Hãy tải lại danh sách.", "The case is settled. Read the work list again.")
	ErrSuccessionOther = fault.New(fault.Conflict, "succession-name-used",
		"Đã áp dụng một phương án khác cùng tên. Hãy đặt tên khác, hoặc giải quyết các việc còn lại trong danh sách chờ.",
		"Another plan was applied under this name. Choose another name, or settle what is left in its work list.")
	ErrSuccessionEarly = fault.New(fault.Refused, "succession-too-early",
		"Chưa đến ngày có hiệu lực của phương án. Có thể chạy thử (dry_run) trước; hãy áp dụng từ ngày đó.",
		"The day of the plan has not come. Try it as a dry run; apply it from that day on.")
	ErrSuccessionOrder = fault.New(fault.Refused, "earlier-succession-missing",
		"Còn hồ sơ tại cơ quan đã kết thúc trước ngày của phương án. Hãy áp dụng phương án trước đó và giải quyết danh sách chờ của nó.",
		"Files still lie at offices that ended before this plan. Apply the earlier plan and settle its work list first.")
	ErrPlaceNotInForce = fault.New(fault.NotFound, "place-not-in-force",
		"Không có địa bàn với mã này vào ngày đó.", "No place has this code on that day.")
	ErrAuthorityNotFound = fault.New(fault.NotFound, "authority-not-found",
		"Không có cơ quan này. Hãy tra mã cơ quan tại /v1/authorities.", "No such authority. Look its code up at /v1/authorities.")
	ErrCertificateNotFound = fault.New(fault.NotFound, "certificate-not-found",
		"Sổ không biết giấy nào mang số này. Hãy kiểm tra lại số, hoặc hỏi cơ quan đã cấp.",
		"The register knows no certificate of this number. Check it, or ask the office that gave it.")
	ErrCertificateAmbiguous = fault.New(fault.Conflict, "certificate-ambiguous",
		"Nhiều tổ chức, đơn vị có giấy mang số này. Hãy chọn một giấy bằng tham số id.",
		"Several organisations or units have certificates of this number. Choose one with the parameter id.")
	ErrCertificateDiffers = fault.New(fault.Unavailable, "certificate-differs",
		"Bản in lại không khớp với giấy đã cấp nên không được đưa ra. Hãy báo cho người quản trị sổ.",
		"The page as printed now is not the one that was given, so it is not handed out. Tell the operator.")
	ErrNotSandbox = fault.New(fault.NotFound, "not-found",
		"Không có địa chỉ này.", "There is nothing at this address.")
	ErrInvalid = fault.New(fault.Invalid, "invalid-request",
		"Yêu cầu không hợp lệ. Hãy sửa từng điểm nêu dưới đây.", "The request is not valid. Mend every point below.")
)
