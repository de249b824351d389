package httpapi

import (
	"context"
	"encoding/json"

	"htxregistry/internal/naming"
	"htxregistry/internal/registry"
)

func (s organizations) CreateNameComplaint(ctx context.Context, r CreateNameComplaintRequestObject) (CreateNameComplaintResponseObject, error) {
	var c naming.Complaint
	text, err := json.Marshal(r.Body)
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err != nil {
		return nil, err
	}
	made, err := s.registry.CreateNameComplaint(ctx, r.IDOrCode, c)
	if err != nil {
		return nil, err
	}
	return CreateNameComplaint201JSONResponse{
		Body: made, Headers: CreateNameComplaint201ResponseHeaders{Location: "/v1/name-complaints?organization=" + made.OrganizationID.String()},
	}, nil
}

func (s organizations) ListNameComplaints(ctx context.Context, r ListNameComplaintsRequestObject) (ListNameComplaintsResponseObject, error) {
	f := registry.ComplaintFilter{Open: given(r.Params.Open), Overdue: given(r.Params.Overdue)}
	if r.Params.Organization != nil {
		f.Organization = r.Params.Organization.String()
	}
	question := f
	after, err := position[naming.ComplaintID](question, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = after, pageSize(r.Params.Limit), r.Params.Count != nil
	page, err := s.registry.ListNameComplaints(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListNameComplaints200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: page.Total}, nil
}

func (s organizations) DemandNameChange(ctx context.Context, r DemandNameChangeRequestObject) (DemandNameChangeResponseObject, error) {
	c, err := s.registry.DemandNameChange(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	return DemandNameChange200JSONResponse(c), nil
}

func (s organizations) ReportNameComplaint(ctx context.Context, r ReportNameComplaintRequestObject) (ReportNameComplaintResponseObject, error) {
	c, err := s.registry.ReportNameComplaint(ctx, r.ID, r.Body.ReportedTo)
	if err != nil {
		return nil, err
	}
	return ReportNameComplaint200JSONResponse(c), nil
}
