package httpapi

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"htxregistry/internal/caller"
	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
)

const (
	headerRequestID = "X-Request-Id"
	keyCaller       = "key"     // in echo's context: the id of the key, for the log line only
	keyArrived      = "arrived" // in echo's context: the instant the request reached the register
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

// arrival notes when a request reached the register: its head is here, of its body nothing was read yet. Whoever sends in time
// on a slow line, or while the register is busy, is in time; how long the body may take is limited by timeout.
func arrival(r *registry.Registry) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Set(keyArrived, r.Now())
			return next(c)
		}
	}
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
			key, _ := c.Get(keyCaller).(string)
			log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
				slog.String("method", c.Request().Method), slog.String("route", c.Path()), slog.Int("status", c.Response().Status),
				slog.Duration("took", took), slog.String("request_id", c.Response().Header().Get(headerRequestID)),
				slog.String("key", key), slog.Int64("bytes", c.Response().Size))
			return nil
		}
	}
}

// asError makes a panic an error like any other, which is logged once with where it happened.
func asError(_ echo.Context, err error, stack []byte) error {
	return fmt.Errorf("panic: %w\n%s", err, stack)
}

// headAsGet answers HEAD as GET; the server leaves the body out.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method == http.MethodHead {
			req = req.WithContext(req.Context())
			req.Method = http.MethodGet
		}
		next.ServeHTTP(w, req)
	})
}

// secureHeaders say what a browser may do with an answer: nothing but show it. What only a page needs is said by page.
func secureHeaders(r *registry.Registry) echo.MiddlewareFunc {
	sandboxed := r.Sandbox()
	fixed := http.Header{
		"X-Content-Type-Options":       {"nosniff"},
		"Content-Security-Policy":      {"default-src 'none'; frame-ancestors 'none'"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			maps.Copy(h, fixed)
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

// timeout ends a request that takes too long, its body included; what it was doing in the database is rolled back.
func timeout(limit time.Duration) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			req := c.Request()
			ctx, cancel := context.WithTimeout(req.Context(), limit)
			defer func() {
				cancel()
				c.SetRequest(req) // whoever comes after asks whether the client has gone, not whether this has ended
			}()
			timed := req.WithContext(ctx)
			deadline, _ := ctx.Deadline()
			timed.Body = arrivesBy(c.Response(), req.Body, deadline)
			c.SetRequest(timed)
			err := next(c)
			if _, known := errors.AsType[*fault.Error](err); err != nil && !known && errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return errTimeout.After(registry.RetrySoon).Because(err)
			}
			return err
		}
	}
}

// authenticate finds out who asks, counts the request, and puts the caller into the context. A key belongs into the
// Authorization header, never into the address, which ends up in logs.
func authenticate(r *registry.Registry, l *limiter) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			req, h := c.Request(), c.Response().Header()
			if carriesKey(req.URL.RawQuery) {
				return errKeyInQuery
			}
			h.Set(echo.HeaderVary, echo.HeaderAcceptEncoding+", "+echo.HeaderAuthorization) // in one line with what is compressed or not
			who, err := identify(c, r, l)
			if err != nil {
				return err
			}
			who.RequestID = h.Get(headerRequestID)
			who.ArrivedAt, _ = c.Get(keyArrived).(time.Time)
			if key := req.Header.Get("Idempotency-Key"); key != "" && req.Method == http.MethodPost {
				who.Attempt = &caller.Attempt{Key: key}
				c.Response().Before(func() {
					if who.Attempt.Replayed {
						h.Set("Idempotency-Replayed", "true")
					}
				})
			}
			c.Set(keyCaller, who.Key)
			c.SetRequest(req.WithContext(caller.With(req.Context(), who)))
			return next(c)
		}
	}
}

// identify gives who asks. What a key is answered is not for shared caches; what anyone is answered may be kept if it is
// asked for again each time.
func identify(c echo.Context, r *registry.Registry, l *limiter) (caller.Caller, error) {
	h := c.Response().Header()
	token, err := bearer(c.Request().Header.Get(echo.HeaderAuthorization))
	if err != nil {
		return caller.Caller{}, err
	}
	if token == "" {
		h.Set(echo.HeaderCacheControl, "no-cache")
		return caller.Caller{Role: caller.Anonymous}, l.count(h, c.RealIP())
	}
	h.Set(echo.HeaderCacheControl, "private, no-store")
	if err := l.spent(wrongKeys(c)); err != nil {
		return caller.Caller{}, err
	}
	who, err := r.Authenticate(c.Request().Context(), token)
	if errors.Is(err, fault.Unauthenticated) {
		return who, cmp.Or(l.count(h, wrongKeys(c)), err)
	}
	if err != nil {
		return who, err
	}
	return who, l.count(h, who.Key)
}

// bearer gives the token of an Authorization header, empty without one.
func bearer(header string) (string, error) {
	if header == "" {
		return "", nil
	}
	scheme, token, _ := strings.Cut(header, " ")
	if token = strings.TrimSpace(token); token == "" || !strings.EqualFold(scheme, "Bearer") {
		return "", registry.ErrUnauthenticated
	}
	return token, nil
}

// carriesKey tells whether a query holds a key of this register, or a parameter that others take keys by.
func carriesKey(query string) bool {
	if query == "" {
		return false
	}
	for pair := range strings.SplitSeq(query, "&") {
		switch name, _, _ := strings.Cut(pair, "="); strings.ToLower(name) {
		case "access_token", "api_key", "apikey", "api-key", "authorization", "token":
			return true
		}
	}
	return strings.Contains(query, "htx_")
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

// digestTag is the entity tag of an answer that has no revision, a digest of its content, and whether If-None-Match
// names it.
func digestTag(answer any, ifNoneMatch *string) (tag string, known bool, err error) {
	content, err := json.Marshal(answer)
	sum := sha256.Sum256(content)
	tag = strconv.Quote(base64.RawURLEncoding.EncodeToString(sum[:12]))
	return tag, named(ifNoneMatch, tag), err
}

// revision reads If-Match. Intermediaries may have made the tag weak, so it is compared by value.
func revision(header string) (int64, error) {
	tag := strings.TrimPrefix(strings.TrimSpace(header), "W/")
	if len(tag) < 3 || tag[0] != '"' || tag[len(tag)-1] != '"' {
		return 0, errIfMatch
	}
	n, err := strconv.ParseInt(tag[1:len(tag)-1], 10, 64)
	if err != nil {
		return 0, errIfMatch
	}
	return n, nil
}

// unchanged tells whether If-None-Match names the revision.
func unchanged(header *string, current int64) bool { return named(header, etag(current)) }

// named tells whether If-None-Match holds the entity tag, made weak or not.
func named(header *string, current string) bool {
	for tag := range strings.SplitSeq(given(header), ",") {
		if tag = strings.TrimSpace(tag); strings.TrimPrefix(tag, "W/") == current || tag == "*" {
			return true
		}
	}
	return false
}
