package httpapi

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"htxregistry/internal/fault"
)

// maxClients bounds the table of one window; a full table begins the next window early.
const maxClients = 1 << 16

// limiter counts requests by key or address in windows of a minute. A new window begins with an empty table.
type limiter struct {
	perMinute int
	mu        sync.Mutex
	ends      time.Time
	counts    map[string]int
}

func newLimiter(perMinute int) *limiter {
	return &limiter{perMinute: perMinute, counts: map[string]int{}}
}

// count takes one request of a client, tells it where it stands, and refuses with 429 what goes beyond. A client is a key
// that is known, or an address: a key that was made up counts for nobody but the address it came from.
func (l *limiter) count(h http.Header, client string) error {
	if l.perMinute <= 0 {
		return nil
	}
	left, reset := l.take(client, 1, time.Now()) //nolint:forbidigo // the pace of clients is no time of law
	h["Ratelimit-Limit"] = []string{strconv.Itoa(l.perMinute)}
	h["Ratelimit-Remaining"] = []string{strconv.Itoa(max(left, 0))}
	h["Ratelimit-Reset"] = []string{strconv.Itoa(reset)}
	if left < 0 {
		return errTooMany.After(time.Duration(reset) * time.Second)
	}
	return nil
}

// spent refuses an address that has tried as many wrong keys as it may send requests, before the next one is looked up.
func (l *limiter) spent(client string) error {
	if l.perMinute <= 0 {
		return nil
	}
	left, reset := l.take(client, 0, time.Now()) //nolint:forbidigo // as above
	if left <= 0 {
		return errTooMany.After(time.Duration(reset) * time.Second)
	}
	return nil
}

// take counts n requests and gives how many are left in the window and the seconds until the next.
func (l *limiter) take(client string, n int, now time.Time) (left, reset int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.After(l.ends) || len(l.counts) >= maxClients {
		l.ends = now.Add(time.Minute)
		clear(l.counts)
	}
	used := l.counts[client] + n
	if n > 0 {
		l.counts[client] = used
	}
	return l.perMinute - used, int(l.ends.Sub(now)/time.Second) + 1
}

// wrongKeys names the count of an address's failed keys beside that of its requests.
func wrongKeys(c echo.Context) string { return "wrong keys of " + c.RealIP() }

var errTooMany = fault.New(fault.TooMany, "too-many-requests",
	"Gửi quá nhiều yêu cầu trong một phút. Hãy chờ theo Retry-After rồi gửi lại.",
	"Too many requests in one minute. Wait as Retry-After says and send again.")
