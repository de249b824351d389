package httpapi

import (
	"context"

	. "htxregistry/api" //nolint:staticcheck // the generated server names the contract's types so

	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
)

// alliances serves what the alliances say, and what they look for.
type alliances struct{ registry *registry.Registry }

func (s alliances) ListAllianceMemberships(ctx context.Context, r ListAllianceMembershipsRequestObject) (ListAllianceMembershipsResponseObject, error) {
	found, err := s.registry.ListAllianceMemberships(ctx, r.IDOrCode, given(r.Params.KnownAt))
	if err != nil {
		return nil, err
	}
	return ListAllianceMemberships200JSONResponse{Items: found}, nil
}

func (s alliances) CreateAllianceMembership(ctx context.Context, r CreateAllianceMembershipRequestObject) (CreateAllianceMembershipResponseObject, error) {
	made, err := s.registry.CreateAllianceMembership(ctx, r.IDOrCode, AllianceMembership{Kind: r.Body.Kind, From: r.Body.ValidFrom, Decision: r.Body.Decision})
	if err != nil {
		return nil, err
	}
	return CreateAllianceMembership201JSONResponse{Body: made, Headers: CreateAllianceMembership201ResponseHeaders{
		Location: "/v1/organizations/" + made.OrganizationID.String() + "/alliance-memberships",
	}}, nil
}

func (s alliances) EndAllianceMembership(ctx context.Context, r EndAllianceMembershipRequestObject) (EndAllianceMembershipResponseObject, error) {
	ended, err := s.registry.EndAllianceMembership(ctx, r.IDOrCode, r.MembershipID, r.Body.ValidTo, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return EndAllianceMembership200JSONResponse(ended), nil
}

func (s alliances) CorrectAllianceMembership(ctx context.Context, r CorrectAllianceMembershipRequestObject) (CorrectAllianceMembershipResponseObject, error) {
	right := AllianceMembership{Kind: r.Body.Kind, From: r.Body.ValidFrom, To: given(r.Body.ValidTo), Decision: r.Body.Decision, Reason: r.Body.Reason}
	corrected, err := s.registry.CorrectAllianceMembership(ctx, r.IDOrCode, r.MembershipID, right, given(r.Body.Never))
	if err != nil {
		return nil, err
	}
	return CorrectAllianceMembership200JSONResponse(corrected), nil
}

func (s alliances) ListAllianceOrganizations(ctx context.Context, r ListAllianceOrganizationsRequestObject) (ListAllianceOrganizationsResponseObject, error) {
	p := r.Params
	f := registry.AllianceFilter{
		OrganizationFilter: registry.OrganizationFilter{
			Q: given(p.Q), Kind: given(p.Kind), Place: given(p.Place), Status: given(p.Status), RegisteredFrom: given(p.RegisteredFrom),
			RegisteredTo: given(p.RegisteredTo), Rank: string(given(p.Rank)), RatingYear: given(p.RatingYear),
			Programme: given(p.Programme), Condition: answerOf(p.Condition), Membership: string(given(p.Membership)),
			When: when(p.AsOf, p.KnownAt), Sort: coop.Sort(given(p.Sort)),
		},
		FailedLine: given(p.FailedLine), Urban: p.Urban, Agriculture: p.Agriculture, SilentYears: given(p.SilentYears), Near: given(p.NearFounding),
	}
	question := f
	after, err := position[registry.OrganizationPosition](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = after, pageSize(p.Limit), p.Count != nil
	page, err := s.registry.ListAllianceOrganizations(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListAllianceOrganizations200JSONResponse(organizationPage(question, page)), nil
}
