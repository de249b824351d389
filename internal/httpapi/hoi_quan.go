package httpapi

import (
	"context"

	. "htxregistry/api" //nolint:staticcheck // the generated server names the contract's types so

	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
)

// hoiQuan serves what is kept of Hội quán beside their entries.
type hoiQuan struct{ registry *registry.Registry }

func (s hoiQuan) GetHoiQuan(ctx context.Context, r GetHoiQuanRequestObject) (GetHoiQuanResponseObject, error) {
	sheet, err := s.registry.GetHoiQuan(ctx, r.IDOrCode, when(r.Params.AsOf, r.Params.KnownAt))
	if err != nil {
		return nil, err
	}
	return GetHoiQuan200JSONResponse{described(sheet)}, nil
}

func (s hoiQuan) PutHoiQuan(ctx context.Context, r PutHoiQuanRequestObject) (PutHoiQuanResponseObject, error) {
	n, err := revision(r.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	sheet, err := s.registry.PutHoiQuan(ctx, r.IDOrCode, n, given(r.Body.ValidFrom), r.Body.Facts)
	if err != nil {
		return nil, err
	}
	return PutHoiQuan200JSONResponse{described(sheet)}, nil
}

func described(sheet HoiQuanSheet) HoiQuanAnswerJSONResponse {
	return HoiQuanAnswerJSONResponse{Body: sheet, Headers: HoiQuanAnswerResponseHeaders{ETag: etag(sheet.Revision)}}
}

func (s hoiQuan) ListHoiQuan(ctx context.Context, r ListHoiQuanRequestObject) (ListHoiQuanResponseObject, error) {
	p := r.Params
	f := registry.HoiQuanFilter{Place: given(p.Place), Near: given(p.Near), On: given(p.On), When: when(p.AsOf, p.KnownAt)}
	question := f
	after, err := position[coop.Position](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	f.After, f.Limit, f.Count = after, pageSize(p.Limit), p.Count != nil
	page, err := s.registry.ListHoiQuan(ctx, f)
	if err != nil {
		return nil, err
	}
	return ListHoiQuan200JSONResponse{Items: page.Items, NextCursor: orNull(cursorOf(question, page.Next)), Total: total(page.Total)}, nil
}

func (s hoiQuan) GetStatisticsHoiQuan(ctx context.Context, r GetStatisticsHoiQuanRequestObject) (GetStatisticsHoiQuanResponseObject, error) {
	table, err := s.registry.StatisticsHoiQuan(ctx, when(r.Params.AsOf, r.Params.KnownAt), string(r.Params.By))
	if err != nil {
		return nil, err
	}
	return GetStatisticsHoiQuan200JSONResponse(table), nil
}
