package httpapi

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"

	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
)

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
	found = once(found)
	switch {
	case missing["If-Match"]:
		return errIfMatchRequired.At(found...)
	case missing["Idempotency-Key"]:
		return registry.ErrKeyRequired.At(found...)
	case len(found) == 0:
		return registry.ErrInvalid.Because(err)
	}
	return registry.ErrInvalid.At(found...)
}

// once leaves out what was found more than once: each branch of a choice finds the same fault.
func once(found []fault.Field) (distinct []fault.Field) {
	for _, f := range found {
		if !slices.ContainsFunc(distinct, func(d fault.Field) bool {
			return d.Pointer == f.Pointer && d.Parameter == f.Parameter && d.Code == f.Code && d.Detail == f.Detail
		}) {
			distinct = append(distinct, f)
		}
	}
	return distinct
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
			if parse, ok := errors.AsType[*openapi3filter.ParseError](request.Err); ok && parse.Kind == openapi3filter.KindInvalidFormat {
				at.Code, at.Detail = "wrong-type", msgType(strings.Join(request.Parameter.Schema.Value.Type.Slice(), ", "))
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
		if several, ok := errors.AsType[openapi3.MultiError](e.Origin); ok {
			gather(several, at, found)
		}
		if len(*found) > before {
			return
		}
	}
	if at.Parameter == "" {
		at.Pointer = pointerTo(e.JSONPointer())
	}
	if e.SchemaField == "discriminator" {
		at.Pointer += "/" + escaped(e.Schema.Discriminator.PropertyName)
	}
	at.Code, at.Detail = translate(e)
	if at.Code == "unknown-field" {
		if name := escaped(quoted(e.Reason)); name != "" && !strings.HasSuffix(at.Pointer, "/"+name) {
			at.Pointer += "/" + name
		}
	}
	*found = append(*found, at)
}

// pointerTo is a JSON pointer (RFC 6901); the whole document is the empty one.
func pointerTo(path []string) string {
	var b strings.Builder
	for _, name := range path {
		b.WriteString("/" + escaped(name))
	}
	return b.String()
}

// escaped is a name as a JSON pointer writes it.
func escaped(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(printable(name), "~", "~0"), "/", "~1")
}

// printable is a name that a client made up, fit to be shown: short and without what cannot be seen.
func printable(name string) string {
	const longest = 60
	short := []rune(name)
	if len(short) > longest {
		short = short[:longest]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, string(short))
}

func quoted(reason string) string {
	parts := strings.Split(reason, `"`)
	if len(parts) < 3 {
		return ""
	}
	return parts[1]
}

// codeNoPlace is the code of the use cases for a code that no place has on a day.
const codeNoPlace = "not-in-force"

// translate says in Vietnamese what a schema refuses; the code is the schema's keyword.
func translate(e *openapi3.SchemaError) (code, detail string) {
	s := e.Schema
	switch e.SchemaField {
	case "required":
		return "required", msgMissing(quoted(e.Reason))
	case "properties", "additionalProperties":
		return "unknown-field", msgUnknownField(printable(quoted(e.Reason)))
	case "type", "nullable":
		return "wrong-type", msgType(strings.Join(s.Type.Slice(), ", "))
	case "enum":
		return "unknown-value", msgEnum(s.Enum)
	case "format":
		if s.Format == formatPlace {
			return codeNoPlace, msgNoPlace
		}
		return "wrong-format", msgFormat(s.Format)
	case "pattern":
		return "wrong-format", msgPattern(s.Pattern)
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
		return "unknown-value", msgDiscriminator(slices.Sorted(maps.Keys(s.Discriminator.Mapping)))
	}
	return "invalid", msgUnreadable
}

func value(n *uint64) uint64 {
	if n == nil {
		return 0
	}
	return *n
}
