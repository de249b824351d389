package httpapi

import (
	"bytes"
	"context"
	"strconv"

	"htxregistry/api"
	"htxregistry/internal/bulk"
	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/reporting"
)

// chain serves the December chain: what of a year is owed, here, late or missing, and the roll-ups.
type chain struct{ registry *registry.Registry }

func (s chain) ListReportingDuties(_ context.Context, r ListReportingDutiesRequestObject) (ListReportingDutiesResponseObject, error) {
	duties, err := s.registry.ListReportingDuties(r.Year, given(r.Params.Place))
	if err != nil {
		return nil, err
	}
	return ListReportingDuties200JSONResponse{Year: r.Year, Items: duties}, nil
}

func (s chain) ListReportObligations(ctx context.Context, r ListReportObligationsRequestObject) (ListReportObligationsResponseObject, error) {
	p := r.Params
	f := registry.ReportingFilter{
		Year: r.Year, Authority: given(p.Authority), Place: given(p.Place), Kind: given(p.Kind), State: given(p.State), KnownAt: given(p.KnownAt),
	}
	question := f
	after, err := position[coop.ID](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = after, pageSize(p.Limit), p.Count != nil
	page, err := s.registry.ListReportObligations(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListReportObligations200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: total(page.Total)}, nil
}

func (s chain) ListReportingOffices(ctx context.Context, r ListReportingOfficesRequestObject) (ListReportingOfficesResponseObject, error) {
	p := r.Params
	f := registry.OfficeFilter{Year: r.Year, Step: p.Step, Authority: given(p.Authority), Place: given(p.Place), State: given(p.State)}
	question := f
	after, err := position[string](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit = given(after), pageSize(p.Limit)
	page, err := s.registry.ListReportingOffices(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListReportingOffices200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next))}, nil
}

func (s chain) ListReportingUnits(ctx context.Context, r ListReportingUnitsRequestObject) (ListReportingUnitsResponseObject, error) {
	p := r.Params
	f := registry.UnitFilter{Year: r.Year, Authority: given(p.Authority), Place: given(p.Place), State: given(p.State), KnownAt: given(p.KnownAt)}
	question := f
	after, err := position[string](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = given(after), pageSize(p.Limit), p.Count != nil
	page, err := s.registry.ListReportingUnits(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListReportingUnits200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: total(page.Total)}, nil
}

func (s chain) GetUnitReport(ctx context.Context, r GetUnitReportRequestObject) (GetUnitReportResponseObject, error) {
	found, err := s.registry.GetUnitReport(ctx, r.Year, r.Unit, given(r.Params.KnownAt))
	if err != nil {
		return nil, err
	}
	if unchanged(r.Params.IfNoneMatch, found.Revision) {
		return GetUnitReport304Response{Headers: GetUnitReport304ResponseHeaders{ETag: etag(found.Revision)}}, nil
	}
	return GetUnitReport200JSONResponse{unitReported(found)}, nil
}

func (s chain) PutUnitReport(ctx context.Context, r PutUnitReportRequestObject) (PutUnitReportResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	kept, err := s.registry.PutUnitReport(ctx, r.Year, r.Unit, n, *r.Body)
	if err != nil {
		return nil, err
	}
	return PutUnitReport200JSONResponse{unitReported(kept)}, nil
}

func unitReported(report reporting.UnitReport) UnitReportAnswerJSONResponse {
	return UnitReportAnswerJSONResponse{Body: report, Headers: UnitReportAnswerResponseHeaders{ETag: etag(report.Revision)}}
}

func (s chain) GetReportingStatistics(ctx context.Context, r GetReportingStatisticsRequestObject) (GetReportingStatisticsResponseObject, error) {
	p := r.Params
	by := "kind"
	if p.By != nil {
		by = string(*p.By)
	}
	figures, err := s.registry.ReportingStatistics(ctx, registry.ReportingFilter{
		Year: p.Year, Authority: given(p.Authority), Place: given(p.Place), Kind: given(p.Kind), NoQTDND: given(p.WithoutQTDND), KnownAt: given(p.KnownAt),
	}, by)
	if err != nil {
		return nil, err
	}
	return GetReportingStatistics200JSONResponse{Year: p.Year, By: by, Items: figures}, nil
}

func (s chain) GetStatisticsTable(ctx context.Context, r GetStatisticsTableRequestObject) (GetStatisticsTableResponseObject, error) {
	made, err := s.registry.StatisticsTable(ctx, tableFilter(string(r.Table), r.Params))
	if err != nil {
		return nil, err
	}
	tag := strconv.Quote(made.Digest)
	if named(r.Params.IfNoneMatch, tag) {
		return GetStatisticsTable304Response{Headers: GetStatisticsTable304ResponseHeaders{ETag: tag}}, nil
	}
	return GetStatisticsTable200JSONResponse{Body: made, Headers: GetStatisticsTable200ResponseHeaders{ETag: tag}}, nil
}

func (s chain) GetStatisticsTableXlsx(ctx context.Context, r GetStatisticsTableXlsxRequestObject) (GetStatisticsTableXlsxResponseObject, error) {
	made, err := s.registry.StatisticsTableXlsx(ctx, tableFilter(string(r.Table), api.GetStatisticsTableParams{
		By: r.Params.By, Year: r.Params.Year, AsOf: r.Params.AsOf, KnownAt: r.Params.KnownAt, Place: r.Params.Place, Authority: r.Params.Authority,
		Kind: r.Params.Kind, WithoutQTDND: r.Params.WithoutQTDND,
	}))
	if err != nil {
		return nil, err
	}
	var book bytes.Buffer
	if err := bulk.WriteStatistics(&book, made); err != nil {
		return nil, err
	}
	return GetStatisticsTableXlsx200ApplicationVNDOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{Body: &book, ContentLength: int64(book.Len())}, nil
}

// tableFilter is the question that both forms of a table answer.
func tableFilter(table string, p api.GetStatisticsTableParams) registry.TableFilter {
	f := registry.TableFilter{
		Table: table, By: reporting.ByKind, Year: given(p.Year), When: when(p.AsOf, p.KnownAt), Authority: given(p.Authority), Place: given(p.Place),
		Kind: given(p.Kind), NoQTDND: given(p.WithoutQTDND),
	}
	if p.By != nil {
		f.By = *p.By
	}
	return f
}

func (s chain) CreateRollUp(ctx context.Context, r CreateRollUpRequestObject) (CreateRollUpResponseObject, error) {
	dry := given(r.Params.DryRun)
	made, err := s.registry.CreateRollUp(ctx, r.Year, r.Body.Step, given(r.Body.Authority), dry)
	if err != nil {
		return nil, err
	}
	if dry {
		return CreateRollUp200JSONResponse(made), nil
	}
	return CreateRollUp201JSONResponse{Body: made, Headers: CreateRollUp201ResponseHeaders{Location: "/v1/roll-ups/" + made.ID.String()}}, nil
}

func (s chain) ListRollUps(ctx context.Context, r ListRollUpsRequestObject) (ListRollUpsResponseObject, error) {
	p := r.Params
	f := registry.OfficeFilter{Year: r.Year, Step: given(p.Step), Authority: given(p.Authority), Place: given(p.Place)}
	question := f
	after, err := position[reporting.RollUpID](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.Limit = pageSize(p.Limit)
	page, err := s.registry.ListRollUps(ctx, f, after)
	if err != nil {
		return nil, err
	}
	return ListRollUps200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next))}, nil
}

func (s chain) GetRollUp(ctx context.Context, r GetRollUpRequestObject) (GetRollUpResponseObject, error) {
	found, err := s.registry.GetRollUp(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	tag, known, err := digestTag(found, r.Params.IfNoneMatch)
	if known || err != nil {
		return GetRollUp304Response{Headers: GetRollUp304ResponseHeaders{ETag: tag}}, err
	}
	return GetRollUp200JSONResponse{Body: found, Headers: GetRollUp200ResponseHeaders{ETag: tag}}, nil
}

func (s chain) GetRollUpXlsx(ctx context.Context, r GetRollUpXlsxRequestObject) (GetRollUpXlsxResponseObject, error) {
	found, err := s.registry.GetRollUp(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	var book bytes.Buffer
	if err := bulk.WriteRollUp(&book, found); err != nil {
		return nil, err
	}
	return GetRollUpXlsx200ApplicationVNDOpenxmlformatsOfficedocumentSpreadsheetmlSheetResponse{Body: &book, ContentLength: int64(book.Len())}, nil
}

func (s chain) CompareRollUp(ctx context.Context, r CompareRollUpRequestObject) (CompareRollUpResponseObject, error) {
	changes, err := s.registry.CompareRollUp(ctx, r.ID, given(r.Params.KnownAt))
	if err != nil {
		return nil, err
	}
	return CompareRollUp200JSONResponse(changes), nil
}
