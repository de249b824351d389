package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"

	"htxregistry/internal/caller"
	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// contract is openapi.yaml as the validator reads it: every request is held against it before a handler sees it.
type contract struct {
	operations map[endpoint]*operation
	options    openapi3filter.Options // of the validator; what is left out of a request depends on it
}

// endpoint is a method and echo's form of a path.
type endpoint struct{ method, path string }

type operation struct {
	route    *routers.Route
	closed   bool            // needs a key
	params   map[string]bool // names of the query parameters; true: required
	required bool            // one of them at least is required
	media    map[string]bool // content types of the body; nil: no body
	upload   bool            // the body is a file, which the handler reads itself
	pathOnly *pathOnly       // nil: the validator judges every request
}

// readContract reads the embedded document, as it was written: the generated copy spells the operations in Go's way. The validator's copy says 3.0.3: in 3.1 mode the library compiles the schemas
// anew on every request, twenty times slower; what the older mode ignores is kept out of the document by lint.
// Known tells whether a place ever had a code.
func readContract(ctx context.Context, known func(code string) bool) (*contract, error) {
	text, err := files.ReadFile("openapi.yaml")
	if err != nil {
		return nil, err
	}
	document, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, err
	}
	if err := document.Validate(ctx); err != nil {
		return nil, err
	}
	document.OpenAPI = "3.0.3"
	shape := markPlaces(document)
	c := &contract{operations: map[endpoint]*operation{}, options: validation(func(code string) bool { return !shape.MatchString(code) || known(code) })}
	parameter := regexp.MustCompile(`\{([^}]+)\}`)
	for path, item := range document.Paths.Map() {
		for method, op := range item.Operations() {
			at := endpoint{method, endingAsPath("/v1" + parameter.ReplaceAllString(path, ":$1"))}
			c.operations[at] = newOperation(&routers.Route{Spec: document, Path: path, PathItem: item, Method: method, Operation: op})
			op.Security = openapi3.NewSecurityRequirements() // asked by validate itself, before the rest
		}
	}
	return c, nil
}

func newOperation(route *routers.Route) *operation {
	op := route.Operation
	security := op.Security
	if security == nil {
		security = &route.Spec.Security
	}
	o := &operation{
		route: route, params: map[string]bool{},
		closed: !slices.ContainsFunc(*security, func(r openapi3.SecurityRequirement) bool { return len(r) == 0 }),
	}
	for _, p := range op.Parameters {
		if p.Value.In == openapi3.ParameterInQuery {
			o.params[p.Value.Name] = p.Value.Required
			o.required = o.required || p.Value.Required
		}
	}
	if op.RequestBody != nil {
		o.media = map[string]bool{}
		for media := range op.RequestBody.Value.Content {
			o.media[media] = true
		}
		o.upload = o.media["*/*"]
	}
	if !o.required {
		o.pathOnly = newPathOnly(route)
	}
	return o
}

// validation is how the library holds a request against the contract.
func validation(known func(code string) bool) openapi3filter.Options {
	o := openapi3filter.Options{MultiError: true, SkipSettingDefaults: true, KeepValidatedValue: true, SchemaValidationOptions: formats(known)}
	// The library's own text of a fault holds the whole schema and value: ten seconds' work for a body full of faults.
	o.WithCustomSchemaErrorFunc(func(e *openapi3.SchemaError) string { return e.Reason })
	return o
}

// formats are the forms of strings the contract names. The library's own let the 30th of February through, and its ready-made
// form of ids refuses version 7.
func formats(known func(code string) bool) []openapi3.SchemaValidationOption {
	return []openapi3.SchemaValidationOption{
		openapi3.WithStringFormatValidators(map[string]openapi3.StringFormatValidator{
			"uuid": openapi3.NewRegexpFormatValidator(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`),
			"date": openapi3.NewCallbackValidator(func(s string) error {
				_, err := vn.ParseDate(s)
				return err
			}),
			"date-time": openapi3.NewCallbackValidator(func(s string) error {
				_, err := vn.ParseInstant(s)
				return err
			}),
			formatPlace: openapi3.NewCallbackValidator(func(s string) error {
				if !known(s) {
					return errors.New("no place has this code")
				}
				return nil
			}),
			"line": openapi3.NewCallbackValidator(func(s string) error {
				if strings.Contains(s, "\n") {
					return errors.New("more than one line")
				}
				return nil
			}),
		}),
	}
}

// formatPlace is the form of a code that a place has on some day; the published contract knows its shape only.
const formatPlace = "place"

// markPlaces gives the form of a place's code to whatever has its shape, and tells the shape.
func markPlaces(document *openapi3.T) *regexp.Regexp {
	shape := document.Components.Schemas["PlaceCode"].Value
	shape.Format = formatPlace
	for _, s := range document.Components.Schemas {
		for _, member := range s.Value.Properties {
			if member.Value.Pattern == shape.Pattern {
				member.Value.Format = formatPlace
			}
		}
	}
	return regexp.MustCompile(shape.Pattern)
}

// onlyPlaces tells whether nothing is wrong with a request but codes that no place ever had: what follows from one the use case
// says better. Beside other faults it is told at once with them.
func onlyPlaces(err error) bool {
	f, ok := errors.AsType[*fault.Error](err)
	return ok && len(f.Fields) > 0 && !slices.ContainsFunc(f.Fields, func(field fault.Field) bool { return field.Code != codeNoPlace })
}

// validate refuses a request that the contract does not allow, with every fault at once. The body is cleaned first: strings
// in NFC without blanks around them, no key twice, no control characters. The handler binds the very value that was
// validated, so nothing may replace the body after this.
func (c *contract) validate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(e echo.Context) error {
		op, ok := c.operations[endpoint{e.Request().Method, e.Path()}]
		if !ok {
			if allowed := c.methods(e.Request().URL.Path); allowed != "" {
				e.Response().Header().Set(echo.HeaderAllow, allowed)
				if e.Request().Method == http.MethodOptions {
					return e.NoContent(http.StatusNoContent)
				}
				return errMethod
			}
			return next(e) // the router's own answer: nothing here
		}
		who := caller.From(e.Request().Context())
		// Said before anything of the request is read. Who may do what with a key is decided by the use cases
		// (registry/permissions.go).
		if op.closed && who.Role == caller.Anonymous {
			return registry.ErrLoginRequired
		}
		query, faults, err := op.query(e)
		if err != nil {
			return err
		}
		faults = append(faults, cleanPath(e)...)
		body, err := op.body(e.Request())
		if err != nil {
			return err
		}
		if err := joined(faults, c.check(e, op, query)); err != nil && !onlyPlaces(err) {
			return err
		}
		if who.Attempt != nil {
			who.Attempt.Fingerprint = fingerprint(e.Request(), body)
		}
		return next(e)
	}
}

// check holds a request against its operation.
func (c *contract) check(e echo.Context, op *operation, query url.Values) error {
	if op.pathOnly.fits(e, query) {
		return nil
	}
	req := e.Request()
	if op.upload {
		req = req.WithContext(req.Context())
		req.Body = http.NoBody // a file is not read here: it may be large
	}
	options := c.options
	options.ExcludeRequestBody, options.ExcludeRequestQueryParams = op.upload || op.media == nil, len(query) == 0 && !op.required
	err := openapi3filter.ValidateRequest(req.Context(), &openapi3filter.RequestValidationInput{
		Request: req, PathParams: pathParams(e), QueryParams: query, Route: op.route, Options: &options,
	})
	if err != nil {
		return requestFault(err)
	}
	return nil
}

// joined is one fault with those of the address and those of the rest of a request.
func joined(address []fault.Field, rest error) error {
	if len(address) == 0 {
		return rest
	}
	if f, ok := errors.AsType[*fault.Error](rest); ok {
		return f.At(address...)
	}
	return registry.ErrInvalid.At(address...)
}

// query hands the values of a query on as the register keeps text, with a fault for each unknown parameter and each single
// one given twice.
func (o *operation) query(e echo.Context) (values url.Values, faults []fault.Field, err error) {
	req := e.Request()
	if req.URL.RawQuery == "" {
		return nil, nil, nil
	}
	values, err = url.ParseQuery(req.URL.RawQuery)
	if err != nil {
		return nil, nil, registry.ErrInvalid.At(fault.Field{Parameter: "query", Code: "malformed", Detail: msgQueryMalformed})
	}
	changed := false
	for name, given := range values {
		was := given[0]
		switch _, known := o.params[name]; {
		case !known:
			delete(values, name)
			faults = append(faults, fault.Field{Parameter: printable(name), Code: "unknown-parameter", Detail: msgUnknownParameter(printable(name))})
		case len(given) > 1:
			values[name] = given[:1]
			faults = append(faults, fault.Field{Parameter: name, Code: "repeated", Detail: msgRepeated(name)})
		default:
			if err := cleanText(&given[0]); err != nil {
				faults = append(faults, fault.Field{Parameter: name, Code: "invalid-text", Detail: msgBadText(err)})
			}
		}
		changed = changed || was != given[0]
	}
	slices.SortFunc(faults, func(a, b fault.Field) int { return strings.Compare(a.Parameter, b.Parameter) })
	if changed { // the handler reads the address again
		cleaned := *req.URL
		cleaned.RawQuery = values.Encode()
		req = req.WithContext(req.Context())
		req.URL = &cleaned
		e.SetRequest(req)
	}
	return values, faults, nil
}

// body reads and cleans a JSON body and puts it back for the validator.
func (o *operation) body(req *http.Request) ([]byte, error) {
	if o.media == nil || o.upload {
		return nil, nil
	}
	raw, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		req.Body, req.ContentLength = http.NoBody, 0
		if required := o.route.Operation.RequestBody.Value.Required; required {
			return nil, registry.ErrInvalid.At(fault.Field{Pointer: "", Code: "required", Detail: msgBodyMissing})
		}
		return nil, nil
	}
	media, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil || !o.media[media] {
		return nil, errMediaType
	}
	cleaned, err := cleanJSON(raw)
	if err != nil {
		return nil, err
	}
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(cleaned)), int64(len(cleaned))
	return cleaned, nil
}

// methods lists what a path of the contract takes, empty for a path that is none.
func (c *contract) methods(path string) string {
	var found []string
	parts := strings.Split(endingAsPath(path), "/")
	for at := range c.operations {
		if matches(strings.Split(at.path, "/"), parts) {
			found = append(found, at.method)
		}
	}
	if len(found) == 0 {
		return ""
	}
	if slices.Contains(found, http.MethodGet) {
		found = append(found, http.MethodHead)
	}
	found = append(found, http.MethodOptions)
	slices.Sort(found)
	return strings.Join(found, ", ")
}

func matches(template, parts []string) bool {
	return slices.EqualFunc(template, parts, func(want, got string) bool {
		return want == got || strings.HasPrefix(want, ":") && got != ""
	})
}

func pathParams(e echo.Context) map[string]string {
	names := e.ParamNames()
	if len(names) == 0 {
		return nil
	}
	params := make(map[string]string, len(names))
	for i, name := range names {
		params[name] = e.ParamValues()[i]
	}
	return params
}

// cleanPath hands the values of the path on as the register keeps text, with a fault for each that is none. Where the path
// came with an encoding of its own, its values are still percent-encoded.
func cleanPath(e echo.Context) (faults []fault.Field) {
	encoded, values := e.Request().URL.RawPath != "", e.ParamValues()
	for i, name := range e.ParamNames() {
		value, err := values[i], error(nil)
		if encoded {
			value, err = url.PathUnescape(value)
		}
		if err == nil {
			err = cleanText(&value)
		}
		if err != nil {
			faults = append(faults, fault.Field{Parameter: name, Code: "invalid-text", Detail: msgBadText(err)})
			continue
		}
		if values[i] = value; encoded {
			values[i] = url.PathEscape(value)
		}
	}
	return faults
}

// fingerprint is what a request asked for, to tell a retry from another request under the same key.
func fingerprint(req *http.Request, body []byte) string {
	h := sha256.New()
	for _, part := range []string{req.Method, req.URL.Path, req.URL.Query().Encode(), req.Header.Get("If-Match")} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}
