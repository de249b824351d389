package httpapi

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
)

// cursorOf writes where a list goes on, bound to the question it belongs to: the parameters without cursor, limit and count.
func cursorOf[P any](question any, next *P) *string {
	if next == nil {
		return nil
	}
	text, _ := json.Marshal(token[P]{Question: mark(question), Position: *next}) // plain values
	cursor := base64.RawURLEncoding.EncodeToString(text)
	return &cursor
}

// position reads a cursor back. One of another question, or no cursor of ours, is refused.
func position[P any](question any, cursor *string) (*P, error) {
	if cursor == nil {
		return nil, nil //nolint:nilnil // the first page
	}
	text, err := base64.RawURLEncoding.DecodeString(*cursor)
	var t token[P]
	if err != nil || json.Unmarshal(text, &t) != nil || t.Question != mark(question) {
		return nil, registry.ErrInvalid.At(fault.Field{Parameter: "cursor", Code: "cursor-invalid", Detail: msgCursor})
	}
	return &t.Position, nil
}

type token[P any] struct {
	Question string `json:"q"`
	Position P      `json:"p"`
}

// mark is a short digest of a question.
func mark(question any) string {
	text, _ := json.Marshal(question) // plain values
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// pageSize is the limit asked for, 50 when none was.
func pageSize(limit *int) int {
	if limit == nil {
		return 50
	}
	return *limit
}

// given reads an optional parameter.
func given[T any](p *T) T {
	var none T
	if p == nil {
		return none
	}
	return *p
}
