package httpapi

import (
	"net/http"
	"net/url"
	"regexp"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"
)

// pathOnly is an operation whose path has only texts with a pattern and lengths. A request that gives nothing else is held
// against these here, for the validator takes ten times as long to say the same of it; what does not fit is the validator's,
// which says why.
type pathOnly struct {
	path    map[string]plainText
	headers []string // which the contract knows, in canonical form
}

type plainText struct {
	pattern     *regexp.Regexp
	least, most int // characters
}

// newPathOnly gives nil for an operation that asks for more.
func newPathOnly(route *routers.Route) *pathOnly {
	op := route.Operation
	if op.RequestBody != nil || len(route.PathItem.Parameters) > 0 {
		return nil
	}
	p := &pathOnly{path: map[string]plainText{}}
	for _, parameter := range op.Parameters {
		switch v := parameter.Value; v.In {
		case openapi3.ParameterInPath:
			text, ok := newPlainText(v)
			if !ok {
				return nil
			}
			p.path[v.Name] = text
		case openapi3.ParameterInHeader:
			p.headers = append(p.headers, http.CanonicalHeaderKey(v.Name))
		case openapi3.ParameterInCookie:
			return nil
		}
	}
	return p
}

func newPlainText(p *openapi3.Parameter) (plainText, bool) {
	s := p.Schema.Value
	if s == nil || !s.Type.Is("string") || s.Pattern == "" || s.MaxLength == nil || s.Format != "" || len(s.Enum)+len(s.AllOf)+len(s.AnyOf)+len(s.OneOf) > 0 || s.Not != nil {
		return plainText{}, false
	}
	pattern, err := regexp.Compile(s.Pattern)
	return plainText{pattern, int(s.MinLength), int(*s.MaxLength)}, err == nil //nolint:gosec // lengths of some dozens
}

// fits tells whether a request gives nothing but the values of its path, and these as the contract wants them.
func (p *pathOnly) fits(e echo.Context, query url.Values) bool {
	if p == nil || len(query) > 0 {
		return false
	}
	for _, header := range p.headers {
		if len(e.Request().Header[header]) > 0 {
			return false
		}
	}
	values := e.ParamValues()
	for i, name := range e.ParamNames() {
		text, value := p.path[name], values[i]
		if length := utf8.RuneCountInString(value); text.pattern == nil || length < text.least || length > text.most || !text.pattern.MatchString(value) {
			return false
		}
	}
	return true
}
