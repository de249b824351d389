package httpapi

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
)

// arriving is the body of a request while it comes over the line: it has until the end of its request to be here, and what
// is wrong with how it is sent is told as a fault of the request.
type arriving struct {
	io.ReadCloser
	line *http.ResponseController
}

// arrivesBy gives a body its last instant. A context cannot do it: it does not wake whoever waits for the line.
func arrivesBy(w http.ResponseWriter, body io.ReadCloser, deadline time.Time) io.ReadCloser {
	if body == http.NoBody {
		return body
	}
	line := http.NewResponseController(w)
	_ = line.SetReadDeadline(deadline) // a request that came over no line has none
	return arriving{body, line}
}

// Read gives errTimeout when the time is over, and registry.ErrInvalid when the bytes are no body.
func (b arriving) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	switch {
	case err == nil:
	case errors.Is(err, io.EOF): // from here on the server listens only for the client to go
		_ = b.line.SetReadDeadline(time.Time{})
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, errTimeout.After(registry.RetrySoon).Because(err)
	default:
		return n, registry.ErrInvalid.At(fault.Field{Pointer: "", Code: "malformed-body", Detail: msgMalformedBody}).Because(err)
	}
	return n, err
}
