package httpapi

import (
	"context"

	. "htxregistry/api" //nolint:staticcheck // the generated server names the contract's types so

	"htxregistry/internal/registry"
)

func (s alliances) CreateChallenge(ctx context.Context, r CreateChallengeRequestObject) (CreateChallengeResponseObject, error) {
	b := r.Body
	made, err := s.registry.CreateChallenge(ctx, r.IDOrCode, Challenge{Fact: b.Fact, Year: given(b.Year), Claim: b.Claim, Evidence: given(b.Evidence)})
	if err != nil {
		return nil, err
	}
	return CreateChallenge201JSONResponse{Body: made, Headers: CreateChallenge201ResponseHeaders{
		Location: "/v1/challenges?organization=" + made.OrganizationID.String(),
	}}, nil
}

func (s alliances) ListChallenges(ctx context.Context, r ListChallengesRequestObject) (ListChallengesResponseObject, error) {
	f := registry.ChallengeFilter{Open: given(r.Params.Open), Overdue: given(r.Params.Overdue)}
	if r.Params.Organization != nil {
		f.Organization = r.Params.Organization.String()
	}
	question := f
	after, err := position[ChallengeID](question, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = after, pageSize(r.Params.Limit), r.Params.Count != nil
	page, err := s.registry.ListChallenges(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListChallenges200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: page.Total}, nil
}

func (s alliances) AnswerChallenge(ctx context.Context, r AnswerChallengeRequestObject) (AnswerChallengeResponseObject, error) {
	act := ""
	if r.Body.ActID != nil {
		act = r.Body.ActID.String()
	}
	c, err := s.registry.AnswerChallenge(ctx, r.ChallengeID, r.Body.Outcome, r.Body.Answer, act)
	if err != nil {
		return nil, err
	}
	return AnswerChallenge200JSONResponse(c), nil
}

func (s alliances) WithdrawChallenge(ctx context.Context, r WithdrawChallengeRequestObject) (WithdrawChallengeResponseObject, error) {
	c, err := s.registry.WithdrawChallenge(ctx, r.ChallengeID, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return WithdrawChallenge200JSONResponse(c), nil
}
