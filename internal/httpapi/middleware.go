package httpapi

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"htxregistry/internal/caller"
	"htxregistry/internal/registry"
)

const (
	headerRequestID = "X-Request-Id"
	keyCaller       = "caller" // in echo's context: for the log line only
)

// extractor tells whose address a request comes from: the peer's, or what a trusted proxy says.
func extractor(trusted []string) (echo.IPExtractor, error) {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, text := range trusted {
		_, network, err := net.ParseCIDR(text)
		if err != nil {
			return nil, fmt.Errorf("trusted proxy: %w", err)
		}
		options = append(options, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(options...), nil
}

// requestID takes the client's request id when it is a sane one, else makes one, and gives it back.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		given := c.Request().Header.Get(headerRequestID)
		if !saneID(given) {
			given = uuid.Must(uuid.NewV7()).String()
		}
		c.Response().Header().Set(headerRequestID, given)
		return next(c)
	}
}

func saneID(s string) bool {
	if len(s) < 8 || len(s) > 64 {
		return false
	}
	for i := range len(s) {
		if b := s[i]; (b < '0' || b > '9') && (b < 'a' || b > 'z') && (b < 'A' || b > 'Z') && b != '-' && b != '_' && b != '.' {
			return false
		}
	}
	return true
}

// accessLog writes one line a request: never the query string, the body, a token or a name.
func accessLog(log *slog.Logger, watch *metrics) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			began := time.Now() //nolint:forbidigo // how long a request took is no time of law
			err := next(c)
			if err != nil {
				c.Error(err) // written now, so that the status is known
			}
			took := time.Since(began)
			watch.observe(c, took)
			if !log.Enabled(c.Request().Context(), slog.LevelInfo) {
				return nil
			}
			who, _ := c.Get(keyCaller).(caller.Caller)
			log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
				slog.String("method", c.Request().Method), slog.String("route", c.Path()), slog.Int("status", c.Response().Status),
				slog.Duration("took", took), slog.String("request_id", c.Response().Header().Get(headerRequestID)),
				slog.String("key", who.Key), slog.Int64("bytes", c.Response().Size))
			return nil
		}
	}
}

func logPanic(log *slog.Logger) func(echo.Context, error, []byte) error {
	return func(c echo.Context, err error, stack []byte) error {
		log.ErrorContext(c.Request().Context(), "panic", slog.Any("error", err), slog.String("stack", string(stack)),
			slog.String("request_id", c.Response().Header().Get(headerRequestID)))
		return err
	}
}

// secureHeaders say what a browser may do with an answer: nothing but show it.
func secureHeaders(r *registry.Registry) echo.MiddlewareFunc {
	sandboxed := r.Sandbox()
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("X-Frame-Options", "DENY")
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			if sandboxed {
				h.Set("Sandbox-Clock", r.Now().Format(time.RFC3339))
			}
			return next(c)
		}
	}
}

// noGzip leaves alone what is compressed already.
func noGzip(c echo.Context) bool {
	return strings.HasPrefix(c.Path(), "/docs/") || strings.Contains(c.Path(), "/documents/")
}

// timeout ends a request that takes too long; what it was doing in the database is rolled back.
func timeout(limit time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			ctx, cancel := context.WithTimeout(c.Request().Context(), limit)
			defer cancel()
			c.SetRequest(c.Request().WithContext(ctx))
			return next(c)
		}
	}
}

// authenticate finds out who asks and puts the caller into the context. A key belongs into the Authorization header, never
// into the address, which ends up in logs.
func authenticate(r *registry.Registry) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			req := c.Request()
			if strings.Contains(req.URL.RawQuery, "htx_") {
				return errKeyInQuery
			}
			token := ""
			if header := req.Header.Get(echo.HeaderAuthorization); header != "" {
				scheme, rest, ok := strings.Cut(header, " ")
				if !ok || !strings.EqualFold(scheme, "Bearer") {
					return registry.ErrUnauthenticated
				}
				token = strings.TrimSpace(rest)
			}
			who, err := r.Authenticate(req.Context(), token)
			if err != nil {
				return err
			}
			who.RequestID = c.Response().Header().Get(headerRequestID)
			if token != "" {
				c.Response().Header().Set(echo.HeaderCacheControl, "private, no-store")
			}
			if key := req.Header.Get("Idempotency-Key"); key != "" && req.Method == http.MethodPost {
				who.Attempt = &caller.Attempt{Key: key}
				c.Response().Before(func() {
					if who.Attempt.Replayed {
						c.Response().Header().Set("Idempotency-Replayed", "true")
					}
				})
			}
			c.Set(keyCaller, who)
			c.SetRequest(req.WithContext(caller.With(req.Context(), who)))
			return next(c)
		}
	}
}

// sizeLimit refuses a body that is larger than its operation takes.
func sizeLimit(body, upload int64) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			limit := body
			if isUpload(c) {
				limit = upload
			}
			req := c.Request()
			if req.ContentLength > limit {
				return errTooLarge(limit)
			}
			req.Body = http.MaxBytesReader(c.Response(), req.Body, limit+1)
			return next(c)
		}
	}
}

// isUpload tells whether the body of an operation is a file.
func isUpload(c echo.Context) bool {
	return strings.HasSuffix(c.Path(), "/documents/:type") || c.Path() == "/v1/imports"
}

// etag is a revision as the header carries it.
func etag(revision int64) string { return strconv.Quote(strconv.FormatInt(revision, 10)) }

// revision reads If-Match. Intermediaries may have made the tag weak, so it is compared by value.
func revision(header string) (int64, error) {
	tag, err := strconv.Unquote(strings.TrimPrefix(strings.TrimSpace(header), "W/"))
	if err != nil {
		return 0, errIfMatch
	}
	n, err := strconv.ParseInt(tag, 10, 64)
	if err != nil {
		return 0, errIfMatch
	}
	return n, nil
}

// unchanged tells whether If-None-Match names the revision.
func unchanged(header *string, current int64) bool {
	if header == nil {
		return false
	}
	for tag := range strings.SplitSeq(*header, ",") {
		if n, err := revision(tag); err == nil && n == current || strings.TrimSpace(tag) == "*" {
			return true
		}
	}
	return false
}
