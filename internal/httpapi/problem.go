package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/labstack/echo/v4"

	"htxregistry/internal/fault"
	"htxregistry/internal/law"
	"htxregistry/internal/registry"
)

// Faults of the edge itself.
var (
	errKeyInQuery = fault.New(fault.Invalid, "key-in-query",
		"Khóa truy cập không được đặt trong địa chỉ. Hãy gửi bằng tiêu đề Authorization và đổi khóa này.",
		"An API key must not stand in the address. Send it in the Authorization header, and replace this key.")
	errIfMatch = fault.New(fault.Invalid, "if-match-invalid",
		`Tiêu đề If-Match phải là ETag đã đọc, ví dụ "3".`, `If-Match must be the ETag that was read, such as "3".`)
	errIfMatchRequired = fault.New(fault.PreconditionRequired, "if-match-required",
		"Thiếu tiêu đề If-Match. Hãy tải lại bản ghi và gửi kèm ETag của nó.",
		"Header If-Match is missing. Read the record and send its ETag.")
	errNothingHere = fault.New(fault.NotFound, "not-found",
		"Không có địa chỉ này. Hãy xem tài liệu tại /docs.", "There is nothing at this address. See /docs.")
	errMethod = fault.New(fault.NotAllowed, "method-not-allowed",
		"Địa chỉ này không nhận phương thức đó. Hãy xem tiêu đề Allow.", "This address does not take the method. See header Allow.")
	errMediaType = fault.New(fault.Unsupported, "unsupported-media-type",
		"Kiểu nội dung không được nhận. Hãy xem tài liệu tại /docs.", "The content type is not taken. See /docs.")
	errTimeout = fault.New(fault.Unavailable, "timeout",
		"Yêu cầu mất quá nhiều thời gian nên đã dừng; chưa có gì được ghi. Hãy thử lại.",
		"The request took too long and was ended; nothing was written. Try again.")
	errInternal = fault.New(fault.Internal, "internal",
		"Sổ đăng ký gặp lỗi; chưa có gì được ghi. Hãy thử lại hoặc báo quản trị viên kèm request_id.",
		"The register failed; nothing was written. Try again, or tell the operator the request_id.")
)

// mostFaults is how many faulty fields one answer names; of more it tells the number.
const mostFaults = 500

// statusGone stands in logs and metrics for a client that did not wait for its answer.
const statusGone = 499

func errTooLarge(limit int64) error {
	return fault.New(fault.TooLarge, "body-too-large",
		"Nội dung gửi lên vượt "+strconv.FormatInt(limit>>10, 10)+" KiB. Hãy giảm dung lượng.",
		"The body is larger than "+strconv.FormatInt(limit>>10, 10)+" KiB. Send less.")
}

// problems turns errors into problem documents; nothing else writes them.
type problems struct {
	registry *registry.Registry
	log      *slog.Logger
}

func (p *problems) handle(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	// A line that was too slow is not waited for, which to its context is the same as one that was cut; it is still answered.
	if errors.Is(c.Request().Context().Err(), context.Canceled) && !errors.Is(err, errTimeout) {
		c.Response().WriteHeader(statusGone) // nobody reads this but the log
		return
	}
	f := p.faultOf(err, c)
	h := c.Response().Header()
	h.Del("ETag")
	h.Set(echo.HeaderContentType, "application/problem+json")
	h.Set(echo.HeaderCacheControl, "no-store")
	status := statusOf(f.Kind)
	if f.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
	}
	if status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="htx"`)
	}
	body, _ := json.Marshal(document(f, status, c)) // maps of plain values
	c.Response().WriteHeader(status)
	_, _ = c.Response().Write(body)
}

// faultOf finds the fault in an error. What is not a fault is an error of ours: the client learns nothing of it, the log
// everything, once.
func (p *problems) faultOf(err error, c echo.Context) *fault.Error {
	var f *fault.Error
	var h *echo.HTTPError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		errors.As(errTooLarge(tooLarge.Limit-1), &f)
		return f
	case errors.As(err, &f):
		if f.Kind == fault.Internal {
			p.logged(slog.LevelError, err, c)
		}
		if f.Kind == fault.Unavailable { // the client is told to wait, the operator what to mend
			p.logged(slog.LevelWarn, err, c)
		}
		return f
	case errors.As(err, &h):
		return ofEcho(h)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT): // of papers, and of files on the way in and out
		p.logged(slog.LevelError, err, c)
		return registry.ErrNoRoom
	}
	p.logged(slog.LevelError, err, c)
	return errInternal
}

func (p *problems) logged(level slog.Level, err error, c echo.Context) {
	p.log.LogAttrs(c.Request().Context(), level, "request failed", slog.Any("error", err), slog.String("route", c.Path()),
		slog.String("request_id", c.Response().Header().Get(headerRequestID)))
}

// ofEcho translates what the router and the generated binder refuse.
func ofEcho(h *echo.HTTPError) *fault.Error {
	switch h.Code {
	case http.StatusNotFound:
		return errNothingHere
	case http.StatusMethodNotAllowed:
		return errMethod
	case http.StatusUnsupportedMediaType:
		return errMediaType
	case http.StatusInternalServerError:
		return errInternal
	}
	return registry.ErrInvalid
}

// document is RFC 9457 with the members of the contract.
func document(f *fault.Error, status int, c echo.Context) map[string]any {
	detail, title, fields := f.Message, titleOf(status), f.Fields
	language := "vi"
	if english(c.Request().Header.Get("Accept-Language")) {
		detail, title, fields, language = f.English, http.StatusText(status), inEnglish(f.Fields), "en"
	}
	c.Response().Header().Set("Content-Language", language)
	d := map[string]any{
		"type": "/problems/" + f.Code, "title": title, "status": status, "code": f.Code, "detail": detail,
		"instance": c.Request().URL.Path, "request_id": c.Response().Header().Get(headerRequestID), "errors": fields,
	}
	switch more := len(fields) - mostFaults; {
	case fields == nil:
		d["errors"] = []fault.Field{}
	case more > 0:
		d["errors"] = append(slices.Clone(fields[:mostFaults]), fault.Field{Code: "more", Detail: msgMore(language, more)})
	}
	if len(f.Cite) > 0 {
		d["cite"] = f.Cite
	} else if cites := citesOf(f.Fields); len(cites) > 0 {
		d["cite"] = cites
	}
	maps.Copy(d, f.Members)
	return d
}

// citesOf gathers the clauses of the faulty fields, each once.
func citesOf(fields []fault.Field) []law.Cite {
	var all []law.Cite
	seen := map[law.Cite]bool{}
	for _, f := range fields {
		for _, c := range f.Cite {
			if !seen[c] {
				seen[c] = true
				all = append(all, c)
			}
		}
	}
	return all
}

// english tells whether the client prefers English to Vietnamese.
func english(accept string) bool {
	first, _, _ := strings.Cut(accept, ",")
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(first)), "en")
}

func titleOf(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "Yêu cầu không hợp lệ"
	case http.StatusUnauthorized:
		return "Chưa xác thực"
	case http.StatusForbidden:
		return "Không được phép"
	case http.StatusNotFound:
		return "Không tìm thấy"
	case http.StatusMethodNotAllowed:
		return "Phương thức không được nhận"
	case http.StatusConflict:
		return "Trạng thái không phù hợp"
	case http.StatusPreconditionFailed:
		return "Bản ghi đã thay đổi"
	case http.StatusRequestEntityTooLarge:
		return "Nội dung quá lớn"
	case http.StatusUnsupportedMediaType:
		return "Kiểu nội dung không được nhận"
	case http.StatusUnprocessableEntity:
		return "Trái quy định"
	case http.StatusPreconditionRequired:
		return "Thiếu điều kiện"
	case http.StatusTooManyRequests:
		return "Quá nhiều yêu cầu"
	case http.StatusServiceUnavailable:
		return "Tạm thời không phục vụ được"
	}
	return "Lỗi của sổ đăng ký"
}

// statusOf is the one table of HTTP statuses.
func statusOf(kind error) int {
	switch {
	case errors.Is(kind, fault.Invalid):
		return http.StatusBadRequest
	case errors.Is(kind, fault.Unauthenticated):
		return http.StatusUnauthorized
	case errors.Is(kind, fault.Forbidden):
		return http.StatusForbidden
	case errors.Is(kind, fault.NotFound):
		return http.StatusNotFound
	case errors.Is(kind, fault.NotAllowed):
		return http.StatusMethodNotAllowed
	case errors.Is(kind, fault.Conflict):
		return http.StatusConflict
	case errors.Is(kind, fault.Stale):
		return http.StatusPreconditionFailed
	case errors.Is(kind, fault.TooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(kind, fault.Unsupported):
		return http.StatusUnsupportedMediaType
	case errors.Is(kind, fault.Refused):
		return http.StatusUnprocessableEntity
	case errors.Is(kind, fault.PreconditionRequired):
		return http.StatusPreconditionRequired
	case errors.Is(kind, fault.TooMany):
		return http.StatusTooManyRequests
	case errors.Is(kind, fault.Unavailable):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
