package httpapi

import (
	"net/http"
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

// endingsAsPaths lets requests find them.
func endingsAsPaths(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if path := endingAsPath(req.URL.EscapedPath()); path != req.URL.EscapedPath() {
			address := *req.URL
			address.Path, address.RawPath = endingAsPath(req.URL.Path), ""
			if req.URL.RawPath != "" { // a number with a slash in it
				address.Path, address.RawPath = req.URL.Path[:len(req.URL.Path)-4]+"/"+req.URL.Path[len(req.URL.Path)-3:], path
			}
			req = req.WithContext(req.Context())
			req.URL = &address
		}
		next.ServeHTTP(w, req)
	})
}
