package httpapi

import (
	"context"
	"strings"

	"htxregistry/internal/law"
	"htxregistry/internal/registry"
	"htxregistry/internal/replication"
)

// programmes serves the programmes of replication, their candidates and nominations.
type programmes struct{ registry *registry.Registry }

func (s programmes) ListProgrammes(_ context.Context, r ListProgrammesRequestObject) (ListProgrammesResponseObject, error) {
	return ListProgrammes200JSONResponse{Items: s.registry.ListProgrammes(given(r.Params.On))}, nil
}

func (s programmes) GetProgramme(_ context.Context, r GetProgrammeRequestObject) (GetProgrammeResponseObject, error) {
	found, err := s.registry.GetProgramme(r.Code, given(r.Params.On))
	if err != nil {
		return nil, err
	}
	tag, known, err := digestTag(found, r.Params.IfNoneMatch)
	if known || err != nil {
		return GetProgramme304Response{Headers: GetProgramme304ResponseHeaders{ETag: tag}}, err
	}
	return GetProgramme200JSONResponse{Body: found, Headers: GetProgramme200ResponseHeaders{ETag: tag}}, nil
}

// answerOf asks for an answer to a condition, for "not met" where none is named.
func answerOf(condition *string) string {
	if condition == nil || strings.Contains(*condition, ":") {
		return given(condition)
	}
	return *condition + ":" + string(law.NotMet)
}

func (s programmes) ListCandidates(ctx context.Context, r ListCandidatesRequestObject) (ListCandidatesResponseObject, error) {
	p := r.Params
	f := registry.CandidateFilter{
		Programme: r.Code, Verdict: given(p.Verdict), Stage: given(p.Stage), Place: given(p.Place), Model: given(p.Model),
		Condition: answerOf(p.Condition), AsOf: given(p.AsOf), KnownAt: given(p.KnownAt),
	}
	if p.Authority != nil {
		f.Authority = p.Authority.String()
	}
	question := f
	after, err := position[registry.CandidatePosition](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = after, pageSize(p.Limit), p.Count != nil
	page, err := s.registry.ListCandidates(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListCandidates200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: total(page.Total)}, nil
}

func (s programmes) GetCandidate(ctx context.Context, r GetCandidateRequestObject) (GetCandidateResponseObject, error) {
	found, err := s.registry.GetCandidate(ctx, r.Code, r.OrganizationID, given(r.Params.AsOf), given(r.Params.KnownAt))
	if err != nil {
		return nil, err
	}
	tag, known, err := digestTag(found, r.Params.IfNoneMatch)
	if known || err != nil {
		return GetCandidate304Response{Headers: GetCandidate304ResponseHeaders{ETag: tag}}, err
	}
	return GetCandidate200JSONResponse{Body: found, Headers: GetCandidate200ResponseHeaders{ETag: tag}}, nil
}

func (s programmes) ListNominations(ctx context.Context, r ListNominationsRequestObject) (ListNominationsResponseObject, error) {
	p := r.Params
	f := registry.NominationFilter{
		Programme: r.Code, Stage: replication.Stage(given(p.Stage)), Place: given(p.Place), Model: given(p.Model),
		Watch: replication.Watch{Overdue: p.Overdue, DueBefore: given(p.DueBefore)}, AsOf: given(p.AsOf), KnownAt: given(p.KnownAt),
	}
	if p.Authority != nil {
		f.Authority = p.Authority.String()
	}
	question := f
	after, err := position[registry.NominationPosition](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = after, pageSize(p.Limit), p.Count != nil
	page, err := s.registry.ListNominations(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListNominations200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: total(page.Total)}, nil
}

func (s programmes) CreateNomination(ctx context.Context, r CreateNominationRequestObject) (CreateNominationResponseObject, error) {
	made, err := s.registry.CreateNomination(ctx, r.Code, replication.Nomination{
		OrganizationID: r.Body.OrganizationID, Model: r.Body.Model, ConsentOn: r.Body.ConsentOn, DossierOn: given(r.Body.DossierOn),
	})
	if err != nil {
		return nil, err
	}
	return CreateNomination201JSONResponse{Body: made, Headers: CreateNomination201ResponseHeaders{ETag: etag(made.Revision)}}, nil
}

func (s programmes) AdvanceNomination(ctx context.Context, r AdvanceNominationRequestObject) (AdvanceNominationResponseObject, error) {
	moved, err := s.registry.AdvanceNomination(ctx, r.Code, r.ID, replication.Stage(r.Body.Stage), r.Body.Decision)
	if err != nil {
		return nil, err
	}
	return AdvanceNomination200JSONResponse{Body: moved, Headers: AdvanceNomination200ResponseHeaders{ETag: etag(moved.Revision)}}, nil
}

func (s programmes) SimulateCandidates(ctx context.Context, r SimulateCandidatesRequestObject) (SimulateCandidatesResponseObject, error) {
	found, err := s.registry.SimulateCandidates(ctx, r.Code, r.Body.Place, given(r.Body.AsOf), r.Body.Conditions)
	if err != nil {
		return nil, err
	}
	return SimulateCandidates200JSONResponse(found), nil
}
