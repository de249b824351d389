package httpapi

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"htxregistry/internal/registry"
)

// Options say how the register is served. Zero values are usable.
type Options struct {
	Log            *slog.Logger
	RateLimit      int // requests a minute for one key or address; 0: no limit
	TrustedProxies []string
	MaxUpload      int64         // bytes; default 20 MiB
	Timeout        time.Duration // of one request; default 30 s
}

// maxBody is the largest JSON body.
const maxBody = 1 << 20

// Server is every operation of the contract, by tag.
type Server struct {
	reference
	organizations
	changes
	certificates
	ledgerLog
	dossiers
	ratings
	alliances
	hoiQuan
	chain
	programmes
	imports
	successions
	sandbox
}

// When this breaks after an edit of openapi.yaml, an operation was added or changed: write its method in the file of its tag.
var _ StrictServerInterface = (*Server)(nil)

// answering is what is kept of the time for one request to answer whoever has waited for a change.
const answering = 2 * time.Second

// New gives the handler of the whole server. When ctx ends, requests that wait for something to happen are answered.
func New(ctx context.Context, r *registry.Registry, o Options) (http.Handler, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.MaxUpload == 0 {
		o.MaxUpload = 20 << 20
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	contract, err := readContract(ctx, func(code string) bool { return len(r.Reference().Places.Versions(code)) > 0 })
	if err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	if e.IPExtractor, err = extractor(o.TrustedProxies); err != nil {
		return nil, err
	}
	errs := &problems{registry: r, log: o.Log}
	e.HTTPErrorHandler = errs.handle
	watch := newMetrics()
	e.Use(
		arrival(r), requestID, accessLog(o.Log, watch), secureHeaders(r),
		middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: asError, DisableErrorHandler: true}),
		middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 1 << 10, Level: 5, Skipper: noGzip}),
		timeout(o.Timeout),
	)
	if err := around(e, r, watch); err != nil {
		return nil, fmt.Errorf("read the contract: %w", err)
	}
	v1 := e.Group("/v1", authenticate(r, newLimiter(o.RateLimit)), sizeLimit(maxBody, o.MaxUpload), contract.validate)
	RegisterHandlers(endings{v1}, NewStrictHandler(&Server{
		reference{r}, organizations{r}, changes{r, ctx, o.Timeout - answering}, certificates{r}, ledgerLog{r}, dossiers{r}, ratings{r}, alliances{r}, hoiQuan{r}, chain{r}, programmes{r}, imports{r, o.MaxUpload}, successions{r}, sandbox{r},
	}, nil))
	return headAsGet(endingsAsPaths(e)), nil
}
