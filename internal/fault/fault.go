// Package fault is the one error type of the register: what kind of thing went wrong, a permanent code, a sentence for
// people, the clause where law decides, and every faulty field at once.
package fault

import (
	"errors"
	"maps"
	"slices"
	"time"

	"htxregistry/internal/law"
)

// The kinds, few and closed. errors.Is(err, fault.NotFound) asks for one.
var (
	Invalid              = errors.New("invalid")
	Unauthenticated      = errors.New("unauthenticated")
	Forbidden            = errors.New("forbidden")
	NotFound             = errors.New("not found")
	NotAllowed           = errors.New("method not allowed")
	Conflict             = errors.New("conflict")
	Stale                = errors.New("stale")
	TooLarge             = errors.New("too large")
	Unsupported          = errors.New("unsupported media type")
	Refused              = errors.New("refused")
	PreconditionRequired = errors.New("precondition required")
	TooMany              = errors.New("too many requests")
	Unavailable          = errors.New("unavailable")
	Internal             = errors.New("internal")
)

// Field is one faulty field, parameter or column.
type Field struct {
	Pointer   string     `json:"pointer,omitempty"`
	Parameter string     `json:"parameter,omitempty"`
	Code      string     `json:"code"`
	Detail    string     `json:"detail"`
	Cite      []law.Cite `json:"cite,omitempty"`
}

// Error is a fault. Package variables hold one per code; the methods give copies with what is known of the case.
type Error struct {
	Kind       error
	Code       string // permanent, kebab-case
	Message    string // Vietnamese: what happened and the next step
	English    string
	Cite       []law.Cite
	Fields     []Field
	Members    map[string]any // further members of the problem document, such as competent_authority
	RetryAfter time.Duration
	cause      error
}

// New declares a fault.
func New(kind error, code, vi, en string) *Error {
	return &Error{Kind: kind, Code: code, Message: vi, English: en}
}

// Error is the English text for logs.
func (e *Error) Error() string {
	text := e.Code + ": " + e.English
	for _, f := range e.Fields {
		text += "; " + f.Pointer + f.Parameter + " " + f.Code
	}
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap gives the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.cause != nil {
		return []error{e.Kind, e.cause}
	}
	return []error{e.Kind}
}

// Is tells faults of one code to be the same, whatever the copies know.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error) //nolint:errorlint // errors.Is has unwrapped already
	return ok && other.Code == e.Code
}

// With adds citations.
func (e *Error) With(cite ...law.Cite) *Error {
	c := e.copy()
	c.Cite = append(c.Cite, cite...)
	return c
}

// At adds faulty fields.
func (e *Error) At(fields ...Field) *Error {
	c := e.copy()
	c.Fields = append(c.Fields, fields...)
	return c
}

// Member adds a member of the problem document.
func (e *Error) Member(name string, value any) *Error {
	c := e.copy()
	if c.Members == nil {
		c.Members = map[string]any{}
	}
	c.Members[name] = value
	return c
}

// Saying replaces the sentence.
func (e *Error) Saying(vi, en string) *Error {
	c := e.copy()
	c.Message, c.English = vi, en
	return c
}

// After says when to try again.
func (e *Error) After(d time.Duration) *Error {
	c := e.copy()
	c.RetryAfter = d
	return c
}

// Because keeps the cause for the log; clients never see it.
func (e *Error) Because(cause error) *Error {
	c := e.copy()
	c.cause = cause
	return c
}

func (e *Error) copy() *Error {
	c := *e
	c.Cite, c.Fields, c.Members = slices.Clone(e.Cite), slices.Clone(e.Fields), maps.Clone(e.Members)
	return &c
}
