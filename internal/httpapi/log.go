package httpapi

import (
	"context"

	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/registry"
)

// ledgerLog serves the tamper-evident log over the ledger.
type ledgerLog struct{ registry *registry.Registry }

// mostLeaves is how many leaves one answer has at most.
const mostLeaves = 1000

func (s ledgerLog) GetLogKey(ctx context.Context, _ GetLogKeyRequestObject) (GetLogKeyResponseObject, error) {
	verifier, err := s.registry.GetLogKey(ctx)
	if err != nil {
		return nil, err
	}
	return GetLogKey200TextResponse(verifier), nil
}

func (s ledgerLog) ListLogKeys(ctx context.Context, _ ListLogKeysRequestObject) (ListLogKeysResponseObject, error) {
	keys, err := s.registry.ListLogKeys(ctx)
	if err != nil {
		return nil, err
	}
	return ListLogKeys200JSONResponse{Items: keys}, nil
}

func (s ledgerLog) GetLogCheckpoint(ctx context.Context, _ GetLogCheckpointRequestObject) (GetLogCheckpointResponseObject, error) {
	signed, err := s.registry.GetLogCheckpoint(ctx)
	if err != nil {
		return nil, err
	}
	return GetLogCheckpoint200TextResponse(signed), nil
}

func (s ledgerLog) ListLogEntries(ctx context.Context, r ListLogEntriesRequestObject) (ListLogEntriesResponseObject, error) {
	from, to := r.Params.From, r.Params.To
	if to < from || to-from > mostLeaves {
		return nil, registry.ErrInvalid.At(fault.Field{Parameter: "to", Code: "out-of-range", Detail: msgLeafRange(mostLeaves)})
	}
	leaves, err := s.registry.ListLogEntries(ctx, from, to)
	if err != nil {
		return nil, err
	}
	return ListLogEntries200JSONResponse{Items: leaves}, nil
}

func (s ledgerLog) ProveInclusion(ctx context.Context, r ProveInclusionRequestObject) (ProveInclusionResponseObject, error) {
	p := r.Params
	if (p.Entry == nil) == (p.Leaf == nil) {
		return nil, registry.ErrInvalid.At(fault.Field{Parameter: "entry", Code: "one-of-two", Detail: msgEntryOrLeaf})
	}
	var entry *history.ID
	if p.Entry != nil {
		parsed, err := id.Parse[history.Entry](p.Entry.String())
		if err != nil {
			return nil, registry.ErrNotLogged
		}
		entry = &parsed
	}
	proof, err := s.registry.ProveInclusion(ctx, entry, given(p.Leaf), given(p.Size))
	if err != nil {
		return nil, err
	}
	return ProveInclusion200JSONResponse(proof), nil
}

func (s ledgerLog) ProveConsistency(ctx context.Context, r ProveConsistencyRequestObject) (ProveConsistencyResponseObject, error) {
	if to := r.Params.To; to != nil && *to < r.Params.From {
		return nil, registry.ErrInvalid.At(fault.Field{Parameter: "to", Code: "below-from", Detail: msgSizeBelow})
	}
	proof, size, err := s.registry.ProveConsistency(ctx, r.Params.From, given(r.Params.To))
	if err != nil {
		return nil, err
	}
	return ProveConsistency200JSONResponse{From: r.Params.From, To: size, Proof: proof}, nil
}
