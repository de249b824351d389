package httpapi

import (
	"bytes"
	"context"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/registry"
)

// certificates serves what was issued and what is published.
type certificates struct{ registry *registry.Registry }

func (s certificates) ListCertificates(ctx context.Context, r ListCertificatesRequestObject) (ListCertificatesResponseObject, error) {
	question := ofOrganization{r.IDOrCode, when(r.Params.AsOf, r.Params.KnownAt)}
	after, err := position[coop.CertificateID](question, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := s.registry.ListCertificates(ctx, r.IDOrCode, question.When, after, pageSize(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return ListCertificates200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), NotKept: page.NotKept}, nil
}

func (s certificates) VerifyCertificate(ctx context.Context, r VerifyCertificateRequestObject) (VerifyCertificateResponseObject, error) {
	after, err := position[coop.CertificateID](r.Number, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := s.registry.VerifyCertificate(ctx, r.Number, r.Params.ID, after, pageSize(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return VerifyCertificate200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(r.Number, page.Next)), NotKept: page.NotKept}, nil
}

func (s certificates) GetCertificatePdf(ctx context.Context, r GetCertificatePdfRequestObject) (GetCertificatePdfResponseObject, error) {
	reason, err := readReason(r.Params.XReadReason)
	if err != nil {
		return nil, err
	}
	pdf, err := s.registry.GetCertificatePdf(ctx, registry.CertificateAsked{Number: r.Number, ID: r.Params.ID, Reason: reason})
	if err != nil {
		return nil, err
	}
	return GetCertificatePdf200ApplicationPdfResponse{Body: bytes.NewReader(pdf), ContentLength: int64(len(pdf))}, nil
}

func (s certificates) GetCertificateJws(ctx context.Context, r GetCertificateJwsRequestObject) (GetCertificateJwsResponseObject, error) {
	reason, err := readReason(r.Params.XReadReason)
	if err != nil {
		return nil, err
	}
	jws, err := s.registry.GetCertificateJws(ctx, registry.CertificateAsked{Number: r.Number, ID: r.Params.ID, Reason: reason})
	if err != nil {
		return nil, err
	}
	return GetCertificateJws200ApplicationJoseResponse{Body: strings.NewReader(jws), ContentLength: int64(len(jws))}, nil
}

func (s certificates) ListCertificateKeys(ctx context.Context, _ ListCertificateKeysRequestObject) (ListCertificateKeysResponseObject, error) {
	keys, err := s.registry.ListCertificateKeys(ctx)
	if err != nil {
		return nil, err
	}
	return ListCertificateKeys200JSONResponse(coop.NewKeySet(keys)), nil
}

func (s certificates) ListPublications(ctx context.Context, r ListPublicationsRequestObject) (ListPublicationsResponseObject, error) {
	f := registry.PublicationFilter{On: given(r.Params.On), Procedure: given(r.Params.Procedure), Place: given(r.Params.Place)}
	if r.Params.Authority != nil {
		f.AuthorityID = r.Params.Authority.String()
	}
	question := f
	after, err := position[history.Position](question, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit = after, pageSize(r.Params.Limit)
	items, next, err := s.registry.ListPublications(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListPublications200JSONResponse{Items: items, NextCursor: orNull(cursorOf(question, next))}, nil
}
