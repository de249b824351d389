package postgres

import (
	"time"

	"htxregistry/internal/fault"
)

// Errors of storage itself.
var (
	// ErrUnavailable says that the database does not answer or is not ready.
	ErrUnavailable = fault.New(fault.Unavailable, "database-unavailable",
		"Cơ sở dữ liệu tạm thời không phục vụ được. Hãy thử lại sau ít phút.",
		"The database cannot serve at present. Try again in a few minutes.").After(30 * time.Second)
	// ErrOutcomeUnknown says that the connection broke while a transaction was being committed: it may have been written.
	ErrOutcomeUnknown = fault.New(fault.Unavailable, "outcome-unknown",
		"Mất kết nối với cơ sở dữ liệu đúng lúc ghi nên chưa biết đã ghi hay chưa. Hãy gửi lại đúng yêu cầu này với cùng Idempotency-Key, hoặc đọc lại bản ghi.",
		"The database went away while writing, so it is not known whether it was written. Send the same request with the same Idempotency-Key, or read the record again.").After(30 * time.Second)
	// ErrReadOnly says that the database takes no writes: it was set so, or is a standby.
	ErrReadOnly = fault.New(fault.Unavailable, "database-read-only",
		"Cơ sở dữ liệu đang ở chế độ chỉ đọc nên chưa ghi gì; tra cứu vẫn được. Hãy thử lại sau ít phút.",
		"The database only reads at present, so nothing was written; reading goes on. Try again in a few minutes.").After(time.Minute)
	// ErrBusy says that other writers were in the way of a transaction at every attempt.
	ErrBusy = fault.New(fault.Unavailable, "database-busy",
		"Hệ thống đang xử lý nhiều yêu cầu cùng lúc. Hãy thử lại sau ít giây.",
		"Too many requests touch the same records. Try again in a few seconds.").After(2 * time.Second)
	// ErrKeyNotFound says that no API key has the id or hash.
	ErrKeyNotFound = fault.New(fault.NotFound, "key-not-found",
		"Không có khóa truy cập này. Hãy kiểm tra lại mã khóa.", "No such API key. Check its id.")
	// ErrReferenceRow says which row of a reference list breaks a rule of the database.
	ErrReferenceRow = fault.New(fault.Refused, "reference-row",
		"Danh mục có dòng không hợp lệ. Hãy sửa dòng nêu dưới đây rồi nạp lại.",
		"A row of the reference list is not valid. Mend the row named below and load again.")
)
