// Package fault is the one error type of the register: what kind of thing went wrong, a permanent code, a sentence for
// people, the clause where law decides, and every faulty field at once.
package fault

import (
	"maps"
	"slices"
	"strings"
	"time"

	"htxregistry/internal/law"
)

// Kind is what sort of thing went wrong. It is an error itself, so errors.Is(err, fault.NotFound) asks for one.
type Kind string

// The kinds, few and closed.
const (
	Invalid              Kind = "invalid"                // cannot be read
	Unauthenticated      Kind = "unauthenticated"        // who asks is not known
	Forbidden            Kind = "forbidden"              // known, but may not
	NotFound             Kind = "not found"              // or may not be known to the caller
	NotAllowed           Kind = "method not allowed"     // the path has no such method
	Conflict             Kind = "conflict"               // wrong state
	Stale                Kind = "stale"                  // changed since it was read
	TooLarge             Kind = "too large"              // more bytes than are taken
	Unsupported          Kind = "unsupported media type" // bytes of a form that is not taken
	Refused              Kind = "refused"                // sound, but breaks a rule
	PreconditionRequired Kind = "precondition required"  // the revision that was read is not given
	TooMany              Kind = "too many requests"      // later
	Unavailable          Kind = "unavailable"            // later, and not the caller's doing
	Internal             Kind = "internal"               // ours to mend
)

// Error is the English name.
func (k Kind) Error() string { return string(k) }

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
	Kind       Kind
	Code       string // permanent, kebab-case
	Message    string // Vietnamese: what happened and the next step
	English    string
	Cite       []law.Cite
	Fields     []Field
	Members    map[string]any // further members of the problem document, such as competent_authority
	RetryAfter time.Duration
	cause      error
}

// New declares a fault. Faulty fields alone, without a case of their own, are New(…).At(fields…).
func New(kind Kind, code, vi, en string) *Error {
	return &Error{Kind: kind, Code: code, Message: vi, English: en}
}

// Error is the English text for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code + ": " + e.English)
	for _, f := range e.Fields {
		b.WriteString("; " + f.Pointer + f.Parameter + " " + f.Code)
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	return b.String()
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
	other, ok := target.(*Error)
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
