package dossier

import "htxregistry/internal/fault"

// Errors of registration files.
var (
	ErrNotFound = fault.New(fault.NotFound, "dossier-not-found",
		"Không có hồ sơ này tại cơ quan của bạn. Hãy kiểm tra lại số hồ sơ.",
		"No such dossier at your office. Check its number.")
	ErrWrongState = fault.New(fault.Conflict, "wrong-state",
		"Hồ sơ không ở trạng thái cho phép thao tác này. Hãy tải lại hồ sơ.",
		"The dossier is not in a state that allows this step. Read it again.")
	ErrChecksNotMet = fault.New(fault.Refused, "checks-not-met",
		"Hồ sơ chưa đáp ứng các điều kiện theo quy định. Hãy bổ sung từng điểm nêu dưới đây.",
		"The dossier does not meet the conditions of the law. Mend every point below.")
	ErrIncomplete = fault.New(fault.Refused, "entry-conditions-not-met",
		"Hồ sơ chưa đủ điều kiện tiếp nhận. Hãy bổ sung từng điểm nêu dưới đây rồi nộp lại.",
		"The dossier does not meet the conditions to be received. Supply every point below and submit again.")
	ErrWithdrawalPending = fault.New(fault.Conflict, "withdrawal-pending",
		"Người nộp đã đề nghị dừng thủ tục. Hãy quyết định về đề nghị đó trước.",
		"The filer asked to stop the procedure. Decide on that request first.")
	ErrNoWithdrawal = fault.New(fault.Conflict, "no-withdrawal",
		"Hồ sơ không có đề nghị dừng thủ tục đang chờ. Hãy tải lại hồ sơ.",
		"No request to stop the procedure is waiting. Read the dossier again.")
	ErrReasonsMissing = fault.New(fault.Invalid, "reasons-required",
		"Từ chối dừng thủ tục phải nêu rõ lý do. Hãy điền reasons.",
		"A refusal to stop the procedure needs its reasons. Fill in reasons.")
)
