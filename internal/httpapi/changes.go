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
	position := nullable.NewNullNullable[FeedPosition]()
	after, err := s.position(ctx, r.Params.After)
	if err != nil {
		return nil, err
	}
	if r.Params.After != nil {
		position.Set(after.String())
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

// position is where a client goes on: from the first act when it says nothing, from the end when it says now.
func (s changes) position(ctx context.Context, asked *string) (history.Position, error) {
	switch {
	case asked == nil:
		return history.Position{}, nil
	case *asked == feedNow:
		return s.registry.FeedEnd(ctx)
	}
	after, ok := history.ParsePosition(*asked)
	if !ok {
		return after, registry.ErrInvalid.At(fault.Field{Parameter: "after", Code: "invalid-text", Detail: msgFeedPosition})
	}
	return after, nil
}

// feedNow stands for where the feed ends.
const feedNow = "now"
