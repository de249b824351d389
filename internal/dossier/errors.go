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
)
