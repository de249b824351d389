package httpapi

import (
	"context"

	"htxregistry/internal/registry"
	"htxregistry/internal/succession"
)

// successions serves the administrator who lets offices take over from others.
type successions struct{ registry *registry.Registry }

func (s successions) ApplySuccession(ctx context.Context, r ApplySuccessionRequestObject) (ApplySuccessionResponseObject, error) {
	question := r.Body.Digest()
	after, err := position[int](question, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := s.registry.ApplySuccession(ctx, *r.Body, registry.SuccessionOptions{
		DryRun: r.Params.DryRun == nil || *r.Params.DryRun, WhatIf: given(r.Params.WhatIf), After: given(after), Limit: pageSize(r.Params.Limit),
	})
	if err != nil {
		return nil, err
	}
	page.NextCursor = cursorOf(question, page.Next)
	return ApplySuccession200JSONResponse(page.Result), nil
}

func (s successions) ListSuccessions(ctx context.Context, r ListSuccessionsRequestObject) (ListSuccessionsResponseObject, error) {
	const question = "successions"
	after, err := position[succession.ID](question, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	items, next, err := s.registry.ListSuccessions(ctx, after, pageSize(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return ListSuccessions200JSONResponse{Items: items, NextCursor: orNull(cursorOf(question, next))}, nil
}

func (s successions) GetSuccession(ctx context.Context, r GetSuccessionRequestObject) (GetSuccessionResponseObject, error) {
	found, err := s.registry.GetSuccession(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	tag, known, err := digestTag(found, r.Params.IfNoneMatch)
	if known || err != nil {
		return GetSuccession304Response{Headers: GetSuccession304ResponseHeaders{ETag: tag}}, err
	}
	return GetSuccession200JSONResponse{Body: found, Headers: GetSuccession200ResponseHeaders{ETag: tag}}, nil
}

func (s successions) ListSuccessionCases(ctx context.Context, r ListSuccessionCasesRequestObject) (ListSuccessionCasesResponseObject, error) {
	open := r.Params.Open == nil || *r.Params.Open
	question := []any{r.ID, open}
	after, err := position[succession.CaseID](question, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	items, next, err := s.registry.ListSuccessionCases(ctx, r.ID, open, after, pageSize(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return ListSuccessionCases200JSONResponse{Items: items, NextCursor: orNull(cursorOf(question, next))}, nil
}

func (s successions) SettleSuccessionCase(ctx context.Context, r SettleSuccessionCaseRequestObject) (SettleSuccessionCaseResponseObject, error) {
	settled, err := s.registry.SettleSuccessionCase(ctx, r.ID, r.Case, *r.Body)
	if err != nil {
		return nil, err
	}
	return SettleSuccessionCase200JSONResponse(settled), nil
}
