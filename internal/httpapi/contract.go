package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"

	"htxregistry/internal/caller"
	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
)

// contract is openapi.yaml as the validator reads it: every request is held against it before a handler sees it.
type contract struct {
	document   *openapi3.T
	operations map[string]*operation // by method and echo's path
}

type operation struct {
	route  *routers.Route
	params map[string]bool // names of the query parameters
	media  map[string]bool // content types of the body; nil: no body
	upload bool            // the body is a file, which the handler reads itself
}

// readContract reads the embedded document. The validator's copy says 3.0.3: in 3.1 mode the library compiles the schemas
// anew on every request, twenty times slower; what the older mode ignores is kept out of the document by lint.
func readContract(ctx context.Context) (*contract, error) {
	document, err := GetSpec()
	if err != nil {
		return nil, err
	}
	openapi3.DefineStringFormatValidator("uuid", openapi3.NewRegexpFormatValidator(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`))
	if err := document.Validate(ctx); err != nil {
		return nil, err
	}
	document.OpenAPI = "3.0.3"
	c := &contract{document: document, operations: map[string]*operation{}}
	parameter := regexp.MustCompile(`\{([^}]+)\}`)
	for path, item := range document.Paths.Map() {
		for method, op := range item.Operations() {
			o := &operation{
				route:  &routers.Route{Spec: document, Path: path, PathItem: item, Method: method, Operation: op},
				params: map[string]bool{},
			}
			for _, p := range op.Parameters {
				if p.Value.In == openapi3.ParameterInQuery {
					o.params[p.Value.Name] = true
				}
			}
			if op.RequestBody != nil {
				o.media = map[string]bool{}
				for media := range op.RequestBody.Value.Content {
					o.media[media] = true
				}
				o.upload = o.media["*/*"]
			}
			c.operations[method+" /v1"+parameter.ReplaceAllString(path, ":$1")] = o
		}
	}
	return c, nil
}

// validate refuses a request that the contract does not allow, with every fault at once. The body is cleaned first: strings
// in NFC without blanks around them, no key twice, no control characters.
func (c *contract) validate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(e echo.Context) error {
		req := e.Request()
		op, ok := c.operations[req.Method+" "+e.Path()]
		if !ok {
			return next(e) // the router's own answers: 404 and 405
		}
		query, err := op.query(req.URL)
		if err != nil {
			return err
		}
		body, err := op.body(req)
		if err != nil {
			return err
		}
		input := &openapi3filter.RequestValidationInput{
			Request: req, PathParams: pathParams(e), QueryParams: query, Route: op.route,
			Options: &openapi3filter.Options{MultiError: true, ExcludeRequestBody: op.upload, AuthenticationFunc: permitted, SkipSettingDefaults: true},
		}
		if err := openapi3filter.ValidateRequest(req.Context(), input); err != nil {
			return requestFault(err)
		}
		if body != nil {
			req.Body = io.NopCloser(bytes.NewReader(body))
		}
		if who := caller.From(req.Context()); who.Attempt != nil {
			who.Attempt.Fingerprint = fingerprint(req, body)
		}
		return next(e)
	}
}

// permitted lets every identity through: who may do what is decided by the use cases (registry/permissions.go). It must be
// set, or the library would let even a missing check pass in silence.
func permitted(_ context.Context, in *openapi3filter.AuthenticationInput) error {
	if caller.From(in.RequestValidationInput.Request.Context()).Role == caller.Anonymous {
		return registry.ErrLoginRequired
	}
	return nil
}

// query refuses unknown parameters and single ones given twice.
func (o *operation) query(u *url.URL) (url.Values, error) {
	if u.RawQuery == "" {
		return nil, nil //nolint:nilnil // no query
	}
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, registry.ErrInvalid.At(fault.Field{Parameter: "query", Code: "malformed", Detail: msgQueryMalformed})
	}
	var faults []fault.Field
	for name, given := range values {
		switch {
		case !o.params[name]:
			faults = append(faults, fault.Field{Parameter: name, Code: "unknown-parameter", Detail: msgUnknownParameter(name)})
		case len(given) > 1:
			faults = append(faults, fault.Field{Parameter: name, Code: "repeated", Detail: msgRepeated(name)})
		case cleanText(&given[0]) != nil:
			faults = append(faults, fault.Field{Parameter: name, Code: "invalid-text", Detail: msgBadText})
		}
	}
	if len(faults) > 0 {
		return nil, registry.ErrInvalid.At(faults...)
	}
	return values, nil
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

// requestFault turns what the validator found into one fault with every field.
func requestFault(err error) error {
	if security, ok := errors.AsType[*openapi3filter.SecurityRequirementsError](err); ok {
		for _, cause := range security.Errors {
			if f, ok := errors.AsType[*fault.Error](cause); ok {
				return f
			}
		}
		return registry.ErrLoginRequired
	}
	var found []fault.Field
	missing := gather(err, fault.Field{}, &found)
	switch {
	case missing["If-Match"] && len(found) == 1:
		return errIfMatchRequired
	case missing["Idempotency-Key"] && len(found) == 1:
		return registry.ErrKeyRequired.At(found...)
	case len(found) == 0:
		return registry.ErrInvalid.Because(err)
	}
	return registry.ErrInvalid.At(found...)
}

// gather walks the validator's errors and notes one field for each; missing are the required headers that were not sent.
func gather(err error, at fault.Field, found *[]fault.Field) (missing map[string]bool) {
	missing = map[string]bool{}
	var several openapi3.MultiError
	var request *openapi3filter.RequestError
	var schema *openapi3.SchemaError
	switch e := err.(type) { //nolint:errorlint // each level is unwrapped here, one by one
	case openapi3.MultiError:
		several = e
	case *openapi3filter.RequestError:
		request = e
	case *openapi3.SchemaError:
		schema = e
	}
	switch {
	case several != nil:
		for _, one := range several {
			for name := range gather(one, at, found) {
				missing[name] = true
			}
		}
	case request != nil:
		if request.Parameter != nil {
			at.Parameter = request.Parameter.Name
			if errors.Is(request.Err, openapi3filter.ErrInvalidRequired) || request.Err == nil {
				missing[at.Parameter] = true
				at.Code, at.Detail = "required", msgMissing(at.Parameter)
				*found = append(*found, at)
				return missing
			}
		}
		return gather(request.Err, at, found)
	case schema != nil:
		gatherSchema(schema, at, found)
	case err != nil:
		at.Code, at.Detail = "invalid", msgUnreadable
		*found = append(*found, at)
	}
	return missing
}

func gatherSchema(e *openapi3.SchemaError, at fault.Field, found *[]fault.Field) {
	if e.Origin != nil && (e.SchemaField == "oneOf" || e.SchemaField == "anyOf" || e.SchemaField == "allOf") {
		before := len(*found)
		gather(e.Origin, at, found)
		if len(*found) > before {
			return
		}
	}
	if at.Parameter == "" {
		at.Pointer = "/" + strings.Join(e.JSONPointer(), "/")
	}
	at.Code, at.Detail = translate(e)
	if at.Code == "unknown-field" {
		if name := quoted(e.Reason); name != "" && !strings.HasSuffix(at.Pointer, "/"+name) {
			at.Pointer = strings.TrimSuffix(at.Pointer, "/") + "/" + name
		}
	}
	*found = append(*found, at)
}

func quoted(reason string) string {
	parts := strings.Split(reason, `"`)
	if len(parts) < 3 {
		return ""
	}
	return parts[1]
}

// translate says in Vietnamese what a schema refuses; the code is the schema's keyword.
func translate(e *openapi3.SchemaError) (code, detail string) {
	s := e.Schema
	switch e.SchemaField {
	case "required":
		return "required", msgMissing(quoted(e.Reason))
	case "properties", "additionalProperties":
		return "unknown-field", msgUnknownField(quoted(e.Reason))
	case "type":
		return "wrong-type", msgType(strings.Join(s.Type.Slice(), ", "))
	case "enum":
		return "unknown-value", msgEnum(s.Enum)
	case "format":
		return "wrong-format", msgFormat(s.Format)
	case "pattern":
		return "wrong-format", msgPattern(s.Description)
	case "minLength":
		return "too-short", fmt.Sprintf(msgMinLength, s.MinLength)
	case "maxLength":
		return "too-long", fmt.Sprintf(msgMaxLength, value(s.MaxLength))
	case "minItems":
		return "too-few", fmt.Sprintf(msgMinItems, s.MinItems)
	case "maxItems":
		return "too-many", fmt.Sprintf(msgMaxItems, value(s.MaxItems))
	case "minimum":
		return "too-small", fmt.Sprintf(msgMinimum, *s.Min)
	case "maximum":
		return "too-large", fmt.Sprintf(msgMaximum, *s.Max)
	case "minProperties":
		return "empty", msgEmptyObject
	case "discriminator":
		return "unknown-value", msgDiscriminator
	}
	return "invalid", msgUnreadable
}

func value(n *uint64) uint64 {
	if n == nil {
		return 0
	}
	return *n
}
