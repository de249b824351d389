package httpapi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/goccy/go-json"
	"github.com/oapi-codegen/nullable"

	. "htxregistry/api" //nolint:staticcheck // the generated server names the contract's types so

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// organizations serves the register itself.
type organizations struct{ registry *registry.Registry }

func (s organizations) ListOrganizations(ctx context.Context, r ListOrganizationsRequestObject) (ListOrganizationsResponseObject, error) {
	p := r.Params
	f := registry.OrganizationFilter{
		Q: given(p.Q), Kind: given(p.Kind), IssuingLevel: string(given(p.IssuingLevel)), Place: given(p.Place), On: given(p.On),
		Status: given(p.Status), Industry: given(p.Industry), Sector: string(given(p.Sector)), SizeMembers: string(given(p.SizeMembers)),
		SizeCapital: string(given(p.SizeCapital)), Purpose: string(given(p.Purpose)), RegisteredFrom: given(p.RegisteredFrom),
		RegisteredTo: given(p.RegisteredTo), Misrouted: p.Misrouted, SourceHoiQuan: given(p.SourceHoiQuan), Rank: string(given(p.Rank)),
		RatingYear: given(p.RatingYear), Programme: given(p.Programme), Candidate: given(p.Candidate), Stage: given(p.Stage),
		Membership: memberOrNot(p.AllianceMember), When: when(p.AsOf, p.KnownAt), Sort: coop.Sort(given(p.Sort)),
	}
	if p.Authority != nil {
		f.AuthorityID = p.Authority.String()
	}
	question := f
	after, err := position[registry.OrganizationPosition](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = after, pageSize(p.Limit), p.Count != nil
	page, err := s.registry.ListOrganizations(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListOrganizations200JSONResponse(organizationPage(question, page)), nil
}

// organizationPage is a page that answers a question.
func organizationPage(question any, page registry.OrganizationPage) OrganizationPage {
	answer := OrganizationPage{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: total(page.Total)}
	if page.Match != "" {
		match := OrganizationPageMatch(page.Match)
		answer.Match = &match
	}
	return answer
}

// memberOrNot asks for members of the alliance, for those who are none, or for both.
func memberOrNot(member *bool) string {
	switch {
	case member == nil:
		return ""
	case *member:
		return coop.MembershipAny
	}
	return coop.MembershipNone
}

func (s organizations) GetOrganization(ctx context.Context, r GetOrganizationRequestObject) (GetOrganizationResponseObject, error) {
	reason, err := readReason(r.Params.XReadReason)
	if err != nil {
		return nil, err
	}
	found, err := s.registry.GetOrganization(ctx, r.IDOrCode, when(r.Params.AsOf, r.Params.KnownAt), reason)
	if err != nil {
		return nil, err
	}
	// Whoever gives a reason wants the personal data, which a copy of the same revision may lack.
	tag := reputeTag(found)
	if reason == "" && named(r.Params.IfNoneMatch, tag) {
		return GetOrganization304Response{Headers: GetOrganization304ResponseHeaders{ETag: tag}}, nil
	}
	return organizationAnswer{found, tag}, nil
}

// organizationAnswer is the answer asked for most often. It is written by an encoder twice as fast as the standard one, byte for
// byte the same.
type organizationAnswer struct {
	found Organization
	tag   string
}

// VisitGetOrganizationResponse writes the answer.
func (a organizationAnswer) VisitGetOrganizationResponse(w http.ResponseWriter) error {
	body, err := json.Marshal(&a.found)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("ETag", a.tag)
	w.WriteHeader(http.StatusOK)
	_, err = w.Write(append(body, '\n'))
	return err
}

// reputeTag is the revision of the record, and after it what changes without a new revision.
func reputeTag(p Organization) string {
	return strconv.Quote(strconv.FormatInt(p.Revision, 10) + p.ReputeTag)
}

// readReason reads the reason for which personal data is read; it goes into a log that people read.
func readReason(header *string) (string, error) {
	if header == nil {
		return "", nil
	}
	reason, err := url.PathUnescape(*header)
	if err != nil {
		reason = *header
	}
	detail := msgReasonShort
	if err = cleanText(&reason); err != nil {
		detail = msgBadText(err)
	}
	if err != nil || len([]rune(reason)) < 3 {
		return "", registry.ErrInvalid.At(fault.Field{Parameter: "X-Read-Reason", Code: "invalid-text", Detail: detail})
	}
	return reason, nil
}

// ofOrganization is a question about what belongs to an organisation.
type ofOrganization struct {
	Organization string
	When         coop.When
}

func (s organizations) ListActs(ctx context.Context, r ListActsRequestObject) (ListActsResponseObject, error) {
	question := ofOrganization{r.IDOrCode, when(r.Params.AsOf, r.Params.KnownAt)}
	after, err := position[history.Position](question, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	acts, next, err := s.registry.ListActs(ctx, r.IDOrCode, question.When, after, pageSize(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return ListActs200JSONResponse{Items: acts, NextCursor: orNull(cursorOf(question, next))}, nil
}

func (s organizations) ListUnits(ctx context.Context, r ListUnitsRequestObject) (ListUnitsResponseObject, error) {
	question := ofOrganization{r.IDOrCode, when(r.Params.AsOf, r.Params.KnownAt)}
	after, err := position[coop.UnitID](question, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	units, next, err := s.registry.ListUnits(ctx, r.IDOrCode, question.When, after, pageSize(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return ListUnits200JSONResponse{Items: units, NextCursor: orNull(cursorOf(question, next))}, nil
}

func (s organizations) ListActions(ctx context.Context, r ListActionsRequestObject) (ListActionsResponseObject, error) {
	actions, err := s.registry.ListActions(ctx, r.IDOrCode)
	if err != nil {
		return nil, err
	}
	return ListActions200JSONResponse{Items: actions}, nil
}

func (s organizations) ListLinks(ctx context.Context, r ListLinksRequestObject) (ListLinksResponseObject, error) {
	depth := 1
	if r.Params.Depth != nil {
		depth = *r.Params.Depth
	}
	lineage, err := s.registry.ListLinks(ctx, r.IDOrCode, when(r.Params.AsOf, r.Params.KnownAt), depth)
	if err != nil {
		return nil, err
	}
	return ListLinks200JSONResponse(lineage), nil
}

func (s organizations) ListNotices(ctx context.Context, r ListNoticesRequestObject) (ListNoticesResponseObject, error) {
	notices, err := s.registry.ListNotices(ctx, r.IDOrCode, given(r.Params.Open))
	if err != nil {
		return nil, err
	}
	return ListNotices200JSONResponse{Items: notices}, nil
}

func (s organizations) CreateNotice(ctx context.Context, r CreateNoticeRequestObject) (CreateNoticeResponseObject, error) {
	b := r.Body
	made, err := s.registry.CreateNotice(ctx, r.IDOrCode, coop.Notice{
		Kind: b.Kind, UnitID: b.UnitID, Procedures: b.Procedures, Stop: b.Stop, Paper: given(b.Paper), Reason: given(b.Reason), IssuedOn: given(b.IssuedOn), DueOn: given(b.DueOn),
	})
	if err != nil {
		return nil, err
	}
	return CreateNotice201JSONResponse{Body: made, Headers: CreateNotice201ResponseHeaders{
		Location: "/v1/organizations/" + made.OrganizationID.String() + "/notices",
	}}, nil
}

func (s organizations) CloseNotice(ctx context.Context, r CloseNoticeRequestObject) (CloseNoticeResponseObject, error) {
	closed, err := s.registry.CloseNotice(ctx, r.IDOrCode, r.NoticeID, r.Body.Paper, given(r.Body.Reason))
	if err != nil {
		return nil, err
	}
	return CloseNotice200JSONResponse(closed), nil
}

// when is a question's place on the two clocks.
func when(asOf *vn.Date, knownAt *time.Time) coop.When {
	return coop.When{AsOf: given(asOf), KnownAt: given(knownAt)}
}

func (s organizations) GetStatisticsByAuthority(ctx context.Context, r GetStatisticsByAuthorityRequestObject) (GetStatisticsByAuthorityResponseObject, error) {
	figures, err := s.registry.StatisticsByAuthority(ctx, when(r.Params.AsOf, r.Params.KnownAt), registry.AuthorityFilter{
		Province: given(r.Params.Place), On: given(r.Params.On), Level: string(given(r.Params.Level)),
	})
	if err != nil {
		return nil, err
	}
	return GetStatisticsByAuthority200JSONResponse(figures), nil
}

func (s organizations) GetStatisticsBornFromHoiQuan(ctx context.Context, r GetStatisticsBornFromHoiQuanRequestObject) (GetStatisticsBornFromHoiQuanResponseObject, error) {
	figures, err := s.registry.StatisticsBornFromHoiQuan(ctx, when(r.Params.AsOf, r.Params.KnownAt), string(r.Params.By))
	if err != nil {
		return nil, err
	}
	return GetStatisticsBornFromHoiQuan200JSONResponse(figures), nil
}

func orNull(s *string) nullable.Nullable[string] {
	if s == nil {
		return nullable.NewNullNullable[string]()
	}
	return nullable.NewNullableWithValue(*s)
}

func total(n *int64) *int {
	if n == nil {
		return nil
	}
	all := int(*n)
	return &all
}
