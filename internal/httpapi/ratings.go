package httpapi

import (
	"context"
	"time"

	. "htxregistry/api" //nolint:staticcheck // the generated server names the contract's types so

	"htxregistry/internal/rating"
	"htxregistry/internal/registry"
)

// ratings serves what organisations report of a year and how they are rated for it.
type ratings struct{ registry *registry.Registry }

func (s ratings) GetReport(ctx context.Context, r GetReportRequestObject) (GetReportResponseObject, error) {
	found, err := s.registry.GetReport(ctx, r.IDOrCode, r.Year, given(r.Params.KnownAt), given(r.Params.Prefill))
	if err != nil {
		return nil, err
	}
	if unchanged(r.Params.IfNoneMatch, found.Revision) {
		return GetReport304Response{Headers: GetReport304ResponseHeaders{ETag: etag(found.Revision)}}, nil
	}
	return GetReport200JSONResponse{reported(found)}, nil
}

func (s ratings) PutReport(ctx context.Context, r PutReportRequestObject) (PutReportResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	kept, err := s.registry.PutReport(ctx, r.IDOrCode, r.Year, n, r.Body.Figures)
	if err != nil {
		return nil, err
	}
	return PutReport200JSONResponse{reported(kept)}, nil
}

func reported(report Report) ReportAnswerJSONResponse {
	return ReportAnswerJSONResponse{Body: report, Headers: ReportAnswerResponseHeaders{ETag: etag(report.Revision)}}
}

func (s ratings) GetRating(ctx context.Context, r GetRatingRequestObject) (GetRatingResponseObject, error) {
	found, err := s.registry.GetRating(ctx, r.IDOrCode, r.Year, given(r.Params.KnownAt))
	if err != nil {
		return nil, err
	}
	if unchanged(r.Params.IfNoneMatch, found.Revision) {
		return GetRating304Response{Headers: GetRating304ResponseHeaders{ETag: etag(found.Revision)}}, nil
	}
	return GetRating200JSONResponse{rated(found)}, nil
}

func (s ratings) PutRating(ctx context.Context, r PutRatingRequestObject) (PutRatingResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	made, err := s.registry.PutRating(ctx, r.IDOrCode, r.Year, n, sheetOf(*r.Body))
	if err != nil {
		return nil, err
	}
	return PutRating200JSONResponse{rated(made)}, nil
}

// sheetOf reads what a client may declare: the office's points come by another door.
func sheetOf(body RatingSheet) rating.Sheet {
	sheet := rating.Sheet{Scheme: body.Scheme, Agreed: given(body.Agreed), Penalised: body.Penalised, Grade: body.ExternalGrade}
	for _, score := range body.Scores {
		sheet.Scores = append(sheet.Scores, rating.Score{Line: score.Line, Points: &score.Points, Evidence: given(score.Evidence)})
	}
	return sheet
}

func (s ratings) VerifyRating(ctx context.Context, r VerifyRatingRequestObject) (VerifyRatingResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	var office []rating.Score
	for _, score := range r.Body.Scores {
		office = append(office, rating.Score{Line: score.Line, OfficePoints: &score.Points, OfficeReason: given(score.Reason)})
	}
	made, err := s.registry.VerifyRating(ctx, r.IDOrCode, r.Year, n, office)
	if err != nil {
		return nil, err
	}
	return VerifyRating200JSONResponse{rated(made)}, nil
}

func rated(made Rating) RatingAnswerJSONResponse {
	return RatingAnswerJSONResponse{Body: made, Headers: RatingAnswerResponseHeaders{ETag: etag(made.Revision)}}
}

func (s ratings) ListRatings(ctx context.Context, r ListRatingsRequestObject) (ListRatingsResponseObject, error) {
	p := r.Params
	f := registry.RatingFilter{
		Year: p.Year, Rank: string(given(p.Rank)), Place: given(p.Place), Kind: given(p.Kind), Exempt: p.Exempt, KnownAt: given(p.KnownAt),
		Ascending: given(p.Sort) == ListRatingsParamsSortTotal,
	}
	if p.Authority != nil {
		f.Authority = p.Authority.String()
	}
	question := f
	after, err := position[registry.RatingPosition](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = after, pageSize(p.Limit), p.Count != nil
	page, err := s.registry.ListRatings(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListRatings200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: total(page.Total)}, nil
}

func (s ratings) ListReports(ctx context.Context, r ListReportsRequestObject) (ListReportsResponseObject, error) {
	f, question, err := years(r.IDOrCode, r.Params.KnownAt, r.Params.Limit, r.Params.Cursor, r.Params.Count != nil)
	if err != nil {
		return nil, err
	}
	page, err := s.registry.ListReports(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListReports200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: total(page.Total)}, nil
}

func (s ratings) ListOrganizationRatings(ctx context.Context, r ListOrganizationRatingsRequestObject) (ListOrganizationRatingsResponseObject, error) {
	f, question, err := years(r.IDOrCode, r.Params.KnownAt, r.Params.Limit, r.Params.Cursor, r.Params.Count != nil)
	if err != nil {
		return nil, err
	}
	page, err := s.registry.ListOrganizationRatings(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListOrganizationRatings200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: total(page.Total)}, nil
}

// years reads what is asked about the years of an organisation, and the question that its cursors belong to.
func years(organization string, known *time.Time, limit *int, cursor *string, count bool) (f, question registry.YearsFilter, err error) {
	question = registry.YearsFilter{Organization: organization, KnownAt: given(known)}
	f = question
	f.Before, err = position[int](question, cursor)
	f.Limit, f.Count = pageSize(limit), count
	return f, question, err
}

func (s ratings) GetRatingStatistics(ctx context.Context, r GetRatingStatisticsRequestObject) (GetRatingStatisticsResponseObject, error) {
	p := r.Params
	by := "kind"
	if p.By != nil {
		by = string(*p.By)
	}
	f := registry.RatingFilter{Year: p.Year, Place: given(p.Place), Kind: given(p.Kind), NoQTDND: given(p.WithoutQTDND), KnownAt: given(p.KnownAt)}
	figures, err := s.registry.RatingStatistics(ctx, f, by)
	if err != nil {
		return nil, err
	}
	return GetRatingStatistics200JSONResponse{Year: p.Year, By: by, Items: figures}, nil
}
