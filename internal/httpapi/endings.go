package httpapi

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"
)

// Echo takes a parameter to reach to the next slash, so `/certificates/{number}.pdf` would be one with
// `/certificates/{number}`. Within the server the ending is a part of the path of its own: `/certificates/{number}/pdf`.

var ending = regexp.MustCompile(`^(/v1)?(/certificates/[^/]+)\.(pdf|jws)$`)

func endingAsPath(path string) string {
	if !strings.HasSuffix(path, ".pdf") && !strings.HasSuffix(path, ".jws") {
		return path // nearly every path, and the expression is slow to say so
	}
	return ending.ReplaceAllString(path, "$1$2/$3")
}

// endings registers operations whose paths have an ending.
type endings struct{ EchoRouter }

// GET implements EchoRouter.
func (e endings) GET(path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) *echo.Route {
	return e.EchoRouter.GET(endingAsPath(path), h, m...)
}

// endingsAsPaths lets requests find them, and any other path however the client has encoded it: `%6F` is an o (RFC 3986,
// 6.2.2.2). Only where a slash stands within a value does the encoding say something.
func endingsAsPaths(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if plain(req.URL) {
			next.ServeHTTP(w, req)
			return
		}
		address := *req.URL
		if !strings.Contains(strings.ToUpper(address.RawPath), "%2F") {
			address.Path, address.RawPath = endingAsPath(address.Path), ""
		} else if path := endingAsPath(address.RawPath); path != address.RawPath { // a number with a slash in it
			address.Path, address.RawPath = address.Path[:len(address.Path)-4]+"/"+address.Path[len(address.Path)-3:], path
		}
		req = req.WithContext(req.Context())
		req.URL = &address
		next.ServeHTTP(w, req)
	})
}

// plain tells whether an address is as the router wants it.
func plain(address *url.URL) bool {
	return address.RawPath == "" && endingAsPath(address.Path) == address.Path
}
