package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

const maxDepth = 20

// cleanJSON reads a body strictly and writes it again: no key twice, no depth without end, nothing after the value, every
// string as the register keeps text (vn.Clean). All faults are told at once.
func cleanJSON(raw []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	c := &cleaner{decoder: d}
	v, err := c.value("", 0)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more than one value")
		}
	}
	switch {
	case err != nil:
		return nil, registry.ErrInvalid.At(fault.Field{Pointer: c.at, Code: "malformed-json", Detail: msgMalformedJSON}).Because(err)
	case len(c.faults) > 0:
		return nil, registry.ErrInvalid.At(c.faults...)
	}
	return json.Marshal(v)
}

type cleaner struct {
	decoder *json.Decoder
	faults  []fault.Field
	at      string // where reading stands, for a syntax error
}

func (c *cleaner) value(pointer string, depth int) (any, error) {
	c.at = pointer
	if depth > maxDepth {
		return nil, errors.New("too deep")
	}
	token, err := c.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return c.object(pointer, depth)
		}
		return c.array(pointer, depth)
	case string:
		if err := cleanText(&t); err != nil {
			c.faults = append(c.faults, fault.Field{Pointer: pointer, Code: "invalid-text", Detail: msgBadText(err)})
		}
		return t, nil
	case json.Number:
		if strings.ContainsAny(t.String(), ".eE") { // no number of the register has a fraction
			c.faults = append(c.faults, fault.Field{Pointer: pointer, Code: "wrong-type", Detail: msgType("integer")})
		}
	}
	return token, nil
}

func (c *cleaner) object(pointer string, depth int) (any, error) {
	o := map[string]any{}
	for c.decoder.More() {
		token, err := c.decoder.Token()
		if err != nil {
			return nil, err
		}
		key, ok := token.(string)
		if !ok {
			return nil, errors.New("no key")
		}
		here := pointer + "/" + escaped(key)
		if _, twice := o[key]; twice {
			c.faults = append(c.faults, fault.Field{Pointer: here, Code: "duplicate-key", Detail: msgDuplicateKey})
		}
		if o[key], err = c.value(here, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := c.decoder.Token()
	return o, err
}

func (c *cleaner) array(pointer string, depth int) (any, error) {
	a := []any{}
	for c.decoder.More() {
		v, err := c.value(pointer+"/"+strconv.Itoa(len(a)), depth+1)
		if err != nil {
			return nil, err
		}
		a = append(a, v)
	}
	_, err := c.decoder.Token()
	return a, err
}

func cleanText(s *string) error {
	cleaned, err := vn.Clean(*s)
	if err == nil {
		*s = cleaned
	}
	return err
}
