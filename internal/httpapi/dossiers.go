package httpapi

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	. "htxregistry/api" //nolint:staticcheck // the generated server names the contract's types so

	"htxregistry/internal/dossier"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// dossiers serves the desks.
type dossiers struct{ registry *registry.Registry }

func (s dossiers) CreateDossier(ctx context.Context, r CreateDossierRequestObject) (CreateDossierResponseObject, error) {
	draft, err := draftOf(r.Body)
	if err != nil {
		return nil, err
	}
	validateOnly := given(r.Params.ValidateOnly)
	made, err := s.registry.CreateDossier(ctx, draft, validateOnly)
	if err != nil {
		return nil, err
	}
	if validateOnly {
		return CreateDossier200JSONResponse(made), nil
	}
	return CreateDossier201JSONResponse{Body: made, Headers: CreateDossier201ResponseHeaders{
		ETag: etag(made.Revision), Location: "/v1/dossiers/" + made.ID.String(),
	}}, nil
}

// draftOf reads the body, which the contract has accepted as one of the procedures' drafts.
func draftOf(body *DossierDraft) (dossier.Draft, error) {
	var d dossier.Draft
	raw, err := body.MarshalJSON()
	if err != nil {
		return d, err
	}
	return d, json.Unmarshal(raw, &d)
}

func (s dossiers) ListDossiers(ctx context.Context, r ListDossiersRequestObject) (ListDossiersResponseObject, error) {
	p := r.Params
	f := registry.DossierFilter{
		State: given(p.State), Procedure: given(p.Procedure), Overdue: given(p.Overdue), DueBefore: given(p.DueBefore), Q: given(p.Q),
		ReceivedFrom: given(p.ReceivedFrom), ReceivedTo: given(p.ReceivedTo), Sort: dossier.Sort(given(p.Sort)),
	}
	if p.Authority != nil {
		f.AuthorityID = p.Authority.String()
	}
	question := f
	after, err := position[dossier.Position](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = after, pageSize(p.Limit), p.Count != nil
	page, err := s.registry.ListDossiers(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListDossiers200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: total(page.Total)}, nil
}

func (s dossiers) GetDossier(ctx context.Context, r GetDossierRequestObject) (GetDossierResponseObject, error) {
	reason, err := readReason(r.Params.XReadReason)
	if err != nil {
		return nil, err
	}
	d, err := s.registry.GetDossier(ctx, r.ID, reason)
	if err != nil {
		return nil, err
	}
	// Whoever gives a reason wants the personal data, which a copy of the same revision may lack.
	if reason == "" && unchanged(r.Params.IfNoneMatch, d.Revision) {
		return GetDossier304Response{Headers: GetDossier304ResponseHeaders{ETag: etag(d.Revision)}}, nil
	}
	return GetDossier200JSONResponse{answer(d)}, nil
}

func (s dossiers) UpdateDossier(ctx context.Context, r UpdateDossierRequestObject) (UpdateDossierResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	d, err := s.registry.UpdateDossier(ctx, r.ID, n, *r.Body)
	if err != nil {
		return nil, err
	}
	return UpdateDossier200JSONResponse{answer(d)}, nil
}

func (s dossiers) AttachDocument(ctx context.Context, r AttachDocumentRequestObject) (AttachDocumentResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	media, _, err := mime.ParseMediaType(r.ContentType)
	if err != nil {
		return nil, errMediaType
	}
	d, err := s.registry.AttachDocument(ctx, r.ID, n, r.Type, registry.Upload{Name: fileName(r.Params.XFileName), MediaType: media, Body: r.Body})
	if err != nil {
		return nil, err
	}
	return AttachDocument200JSONResponse{answer(d)}, nil
}

// fileName is the name a paper was sent under: on one line, without the folders it lay in; empty where it is no text.
func fileName(header *string) string {
	name, err := url.PathUnescape(given(header))
	if err != nil || cleanText(&name) != nil {
		return ""
	}
	return vn.OneLine(name[strings.LastIndexAny(name, `/\`)+1:])
}

func (s dossiers) GetDocument(ctx context.Context, r GetDocumentRequestObject) (GetDocumentResponseObject, error) {
	reason, err := readReason(r.Params.XReadReason)
	if err != nil {
		return nil, err
	}
	paper, content, err := s.registry.OpenDocument(ctx, r.ID, r.Type, reason)
	if err != nil {
		return nil, err
	}
	return file{paper, content}, nil
}

// file is a paper on its way to a client, as a download and never shown by the browser itself.
type file struct {
	paper   dossier.Document
	content io.ReadCloser
}

// VisitGetDocumentResponse writes the file.
func (f file) VisitGetDocumentResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", f.paper.MediaType)
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": cmp.Or(f.paper.FileName, f.paper.Type)}))
	w.WriteHeader(http.StatusOK)
	_, err := io.Copy(w, f.content)
	return errors.Join(err, f.content.Close())
}

func (s dossiers) SubmitDossier(ctx context.Context, r SubmitDossierRequestObject) (SubmitDossierResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	d, err := s.registry.SubmitDossier(ctx, r.ID, n, given(r.Params.ValidateOnly))
	if err != nil {
		return nil, err
	}
	return SubmitDossier200JSONResponse{answer(d)}, nil
}

func (s dossiers) ReturnDossier(ctx context.Context, r ReturnDossierRequestObject) (ReturnDossierResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	d, err := s.registry.ReturnDossier(ctx, r.ID, n, r.Body.Defects)
	if err != nil {
		return nil, err
	}
	return ReturnDossier200JSONResponse{answer(d)}, nil
}

func (s dossiers) ApproveDossier(ctx context.Context, r ApproveDossierRequestObject) (ApproveDossierResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	number := ""
	if r.Body != nil {
		number = given(r.Body.CertificateNumber)
	}
	d, err := s.registry.ApproveDossier(ctx, r.ID, n, number)
	if err != nil {
		return nil, err
	}
	return ApproveDossier200JSONResponse{answer(d)}, nil
}

func (s dossiers) RefuseDossier(ctx context.Context, r RefuseDossierRequestObject) (RefuseDossierResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	d, err := s.registry.RefuseDossier(ctx, r.ID, n, r.Body.Reasons)
	if err != nil {
		return nil, err
	}
	return RefuseDossier200JSONResponse{answer(d)}, nil
}

func (s dossiers) WithdrawDossier(ctx context.Context, r WithdrawDossierRequestObject) (WithdrawDossierResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	d, err := s.registry.WithdrawDossier(ctx, r.ID, n, r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return WithdrawDossier200JSONResponse{answer(d)}, nil
}

func (s dossiers) DecideWithdrawal(ctx context.Context, r DecideWithdrawalRequestObject) (DecideWithdrawalResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	d, err := s.registry.DecideWithdrawal(ctx, r.ID, n, r.Body.Granted, r.Body.Reasons)
	if err != nil {
		return nil, err
	}
	return DecideWithdrawal200JSONResponse{answer(d)}, nil
}

func answer(d dossier.Dossier) DossierAnswerJSONResponse {
	return DossierAnswerJSONResponse{Body: d, Headers: DossierAnswerResponseHeaders{ETag: etag(d.Revision)}}
}
