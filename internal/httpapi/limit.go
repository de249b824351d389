package httpapi

import (
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"htxregistry/internal/fault"
)

// limiter counts requests by key or address in windows of a minute. A new window begins with an empty table, so its size is
// bounded by what one minute brings.
type limiter struct {
	perMinute int
	mu        sync.Mutex
	ends      time.Time
	counts    map[string]int
}

func newLimiter(perMinute int) *limiter {
	return &limiter{perMinute: perMinute, counts: map[string]int{}}
}

// limit refuses with 429 what goes beyond, and tells every client where it stands.
func (l *limiter) limit(next echo.HandlerFunc) echo.HandlerFunc {
	if l.perMinute <= 0 {
		return next
	}
	return func(c echo.Context) error {
		who := c.Request().Header.Get(echo.HeaderAuthorization)
		if who == "" {
			who = c.RealIP()
		}
		left, reset := l.take(who, time.Now()) //nolint:forbidigo // the pace of clients is no time of law
		h := c.Response().Header()
		h.Set("RateLimit-Limit", strconv.Itoa(l.perMinute))
		h.Set("RateLimit-Remaining", strconv.Itoa(max(left, 0)))
		h.Set("RateLimit-Reset", strconv.Itoa(reset))
		if left < 0 {
			return errTooMany.After(time.Duration(reset) * time.Second)
		}
		return next(c)
	}
}

// take counts one request and gives how many are left in the window and the seconds until the next.
func (l *limiter) take(who string, now time.Time) (left, reset int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.After(l.ends) {
		l.ends, l.counts = now.Add(time.Minute), map[string]int{}
	}
	l.counts[who]++
	return l.perMinute - l.counts[who], int(l.ends.Sub(now)/time.Second) + 1
}

var errTooMany = fault.New(fault.TooMany, "too-many-requests",
	"Gửi quá nhiều yêu cầu trong một phút. Hãy chờ theo Retry-After rồi gửi lại.",
	"Too many requests in one minute. Wait as Retry-After says and send again.")

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
