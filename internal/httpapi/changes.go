package httpapi

import (
	"context"
	"time"

	"github.com/oapi-codegen/nullable"

	. "htxregistry/api" //nolint:staticcheck // the generated server names the contract's types so

	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/registry"
)

// changes serves the feed.
type changes struct {
	registry *registry.Registry
	serving  context.Context //nolint:containedctx // of the server: whoever waits is answered when it ends
	longest  time.Duration   // of a wait: what is left of the time for one request must do for the answer
}

func (s changes) ListChanges(ctx context.Context, r ListChangesRequestObject) (ListChangesResponseObject, error) {
	var after history.Position
	position := nullable.NewNullNullable[FeedPosition]()
	if asked := r.Params.After; asked != nil {
		var ok bool
		if after, ok = history.ParsePosition(*asked); !ok {
			return nil, registry.ErrInvalid.At(fault.Field{Parameter: "after", Code: "invalid-text", Detail: msgFeedPosition})
		}
		position.Set(*asked)
	}
	patience, cancel := context.WithTimeout(s.serving, min(time.Duration(given(r.Params.Wait))*time.Second, s.longest))
	defer cancel()
	found, err := s.registry.ListChanges(ctx, after, pageSize(r.Params.Limit), patience.Done())
	if err != nil {
		return nil, err
	}
	if n := len(found); n > 0 {
		position.Set(found[n-1].Position)
	}
	return ListChanges200JSONResponse{Items: found, Position: position}, nil
}
