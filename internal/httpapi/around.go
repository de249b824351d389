package httpapi

import (
	"bytes"
	"embed"
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"
	"go.yaml.in/yaml/v3"

	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
)

//go:embed openapi.yaml docs/*
var files embed.FS

// docsPolicy lets the reference page load its own script and style and nothing from outside.
const docsPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'"

// around serves what stands beside the contract: health, metrics, the contract itself and its reference page.
func around(e *echo.Echo, r *registry.Registry, watch *metrics) error {
	contract, err := contractJSON()
	if err != nil {
		return err
	}
	e.GET("/", func(c echo.Context) error { return c.Redirect(http.StatusFound, "/docs") })
	e.GET("/healthz", func(c echo.Context) error { return c.JSON(http.StatusOK, map[string]string{"status": "ok"}) })
	e.GET("/readyz", func(c echo.Context) error {
		migration, err := r.Ready(c.Request().Context())
		if err != nil {
			return errNotReady.Because(err)
		}
		says := map[string]any{"status": "ready", "migration": migration, "reference_revision": r.Reference().Revision, "rulebook": r.Book().Digest}
		if refusal := r.Refusal(); refusal != "" { // still 200: reading goes on, and the next write may go in
			says["status"], says["refusal"] = "reads-only", refusal
		}
		return c.JSON(http.StatusOK, says)
	})
	e.GET("/metrics", echo.WrapHandler(watch.handler()))
	e.GET("/openapi.yaml", embedded("openapi.yaml", "application/yaml", ""))
	e.GET("/openapi.json", func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
		return c.Blob(http.StatusOK, "application/json", contract)
	})
	e.GET("/docs", page("docs/index.html", "text/html; charset=utf-8", ""))
	e.GET("/docs/page.css", page("docs/page.css", "text/css", ""))
	// Redoc as it is published, but for the logo of its maker, which it would fetch from outside.
	e.GET("/docs/redoc.standalone.js", page("docs/redoc.standalone.js.gz", "text/javascript; charset=utf-8", "gzip"))
	e.GET("/docs/LICENSE.redoc", page("docs/LICENSE.redoc", "text/plain; charset=utf-8", ""))
	return nil
}

// contractJSON is openapi.yaml as JSON, in the order in which it was written.
func contractJSON() ([]byte, error) {
	text, err := files.ReadFile("openapi.yaml")
	if err != nil {
		return nil, err
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = writeJSON(&b, document.Content[0])
	return b.Bytes(), err
}

func writeJSON(b *bytes.Buffer, n *yaml.Node) error {
	brackets, step := "[]", 1
	switch n.Kind {
	case yaml.MappingNode:
		brackets, step = "{}", 2
	case yaml.SequenceNode:
	case yaml.DocumentNode, yaml.ScalarNode, yaml.AliasNode:
		var v any
		if err := n.Decode(&v); err != nil {
			return err
		}
		text, err := json.Marshal(v)
		b.Write(text)
		return err
	}
	b.WriteByte(brackets[0])
	for i := 0; i < len(n.Content); i += step {
		if i > 0 {
			b.WriteByte(',')
		}
		if step == 2 {
			name, err := json.Marshal(n.Content[i].Value)
			if err != nil {
				return err
			}
			b.Write(name)
			b.WriteByte(':')
		}
		if err := writeJSON(b, n.Content[i+step-1]); err != nil {
			return err
		}
	}
	b.WriteByte(brackets[1])
	return nil
}

var errNotReady = fault.New(fault.Unavailable, "not-ready",
	"Sổ đăng ký chưa sẵn sàng. Hãy thử lại sau.", "The register is not ready. Try again later.")

// page is an embedded file with the policy of the reference page.
func page(name, media, encoding string) echo.HandlerFunc {
	serve := embedded(name, media, encoding)
	return func(c echo.Context) error {
		c.Response().Header().Set("Content-Security-Policy", docsPolicy)
		c.Response().Header().Set("X-Frame-Options", "DENY") // for browsers that do not know frame-ancestors
		c.Response().Header().Set("Referrer-Policy", "no-referrer")
		return serve(c)
	}
}

func embedded(name, media, encoding string) echo.HandlerFunc {
	return func(c echo.Context) error {
		content, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		if encoding != "" {
			c.Response().Header().Set(echo.HeaderContentEncoding, encoding)
		}
		c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
		return c.Blob(http.StatusOK, media, content)
	}
}
