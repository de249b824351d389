package httpapi

import (
	"context"
	"slices"

	"github.com/oapi-codegen/nullable"

	. "htxregistry/api" //nolint:staticcheck // the generated server names the contract's types so

	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// reference serves what anyone may look up.
type reference struct{ registry *registry.Registry }

// day is the day asked for, today when none was.
func (s reference) day(on *vn.Date) vn.Date {
	if on == nil {
		return s.registry.Today()
	}
	return *on
}

func (s reference) ListKinds(_ context.Context, r ListKindsRequestObject) (ListKindsResponseObject, error) {
	on := s.day(r.Params.On)
	return ListKinds200JSONResponse{On: on, Items: s.registry.ListKinds(on)}, nil
}

func (s reference) ListRules(_ context.Context, r ListRulesRequestObject) (ListRulesResponseObject, error) {
	on, book := s.day(r.Params.On), s.registry.Book()
	if topic := r.Params.Topic; topic != nil {
		if topics := book.Topics(); !slices.Contains(topics, *topic) {
			return nil, registry.ErrInvalid.At(fault.Field{Parameter: "topic", Code: "unknown-value", Detail: msgOneOf(topics)})
		}
	}
	answer := ListRules200JSONResponse{On: on, Rulebook: book.Digest, Items: []Rule{}}
	for _, rule := range book.Rules(on, given(r.Params.Topic)) {
		item := Rule{
			Code: rule.Code, Topic: rule.Topic, Title: rule.Title, Value: rule.Value, ValidFrom: dayOrNull(rule.From),
			ValidTo: dayOrNull(rule.To), Cite: rule.Cite, Basis: Basis(rule.Basis),
		}
		if rule.Note != "" {
			item.Note = &rule.Note
		}
		answer.Items = append(answer.Items, item)
	}
	return answer, nil
}

func (s reference) ResolveJurisdiction(ctx context.Context, r ResolveJurisdictionRequestObject) (ResolveJurisdictionResponseObject, error) {
	ruling, err := s.registry.ResolveJurisdiction(ctx, string(r.Params.Kind), given(r.Params.Procedure), r.Params.Place, s.day(r.Params.On))
	if err != nil {
		return nil, err
	}
	return ResolveJurisdiction200JSONResponse(ruling), nil
}

func (s reference) CheckName(ctx context.Context, r CheckNameRequestObject) (CheckNameResponseObject, error) {
	answer, err := s.registry.CheckName(ctx, *r.Body)
	if err != nil {
		return nil, err
	}
	return CheckName200JSONResponse(answer), nil
}

func (s reference) ListPlaces(_ context.Context, r ListPlacesRequestObject) (ListPlacesResponseObject, error) {
	p := r.Params
	q := place.Query{Level: place.Level(given(p.Level)), Parent: given(p.Parent), Words: given(p.Q), On: s.day(p.On)}
	question := q
	after, err := position[string](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	size := pageSize(p.Limit)
	q.After, q.Limit = given(after), size+1
	found := s.registry.Reference().Places.List(q)
	answer := ListPlaces200JSONResponse{Items: []Place{}}
	answer.NextCursor = orNull(cursorOf(question, cut(&found, size, func(p place.Place) string { return p.Code })))
	for _, unit := range found {
		answer.Items = append(answer.Items, s.place(unit))
	}
	return answer, nil
}

func (s reference) GetPlace(_ context.Context, r GetPlaceRequestObject) (GetPlaceResponseObject, error) {
	unit, err := s.registry.Place(r.Code, s.day(r.Params.On))
	if err != nil {
		return nil, err
	}
	found := s.place(unit)
	tag, known, err := digestTag(found, r.Params.IfNoneMatch)
	if known || err != nil {
		return GetPlace304Response{Headers: GetPlace304ResponseHeaders{ETag: tag}}, err
	}
	return GetPlace200JSONResponse{Body: found, Headers: GetPlace200ResponseHeaders{ETag: tag}}, nil
}

func (s reference) place(p place.Place) Place {
	places := s.registry.Reference().Places
	last := p.From
	if !p.To.IsZero() {
		last = p.To.AddDays(-1)
	}
	out := Place{
		Code: p.Code, Name: p.Name, Level: PlaceLevel(p.Level), Kind: p.Kind, ParentCode: textOrNull(p.ParentCode),
		ValidFrom: dayOrNull(p.From), ValidTo: dayOrNull(p.To), Predecessors: []PlaceLink{}, Successors: []PlaceLink{},
	}
	for _, x := range places.Predecessors(p.Code, p.From) {
		out.Predecessors = append(out.Predecessors, link(places, x, x.OldCode, x.OldLevel, x.On.AddDays(-1)))
	}
	for _, x := range places.Successors(p.Code, last) {
		out.Successors = append(out.Successors, link(places, x, x.NewCode, x.NewLevel, x.On))
	}
	return out
}

func link(places *place.Directory, x place.Succession, code string, level place.Level, on vn.Date) PlaceLink {
	unit, _ := places.At(code, on)
	return PlaceLink{Code: code, Name: unit.Name, Level: PlaceLevel(level), Share: PlaceLinkShare(x.Share), EffectiveOn: x.On, Remark: x.Remark}
}

func (s reference) ListIndustries(_ context.Context, r ListIndustriesRequestObject) (ListIndustriesResponseObject, error) {
	p := r.Params
	q := place.IndustryQuery{Edition: string(given(p.Edition)), Words: given(p.Q), Level: given(p.Level), Parent: given(p.Parent)}
	if q.Edition == "" {
		q.Edition = s.registry.Book().Edition(s.registry.Today())
	}
	question := q
	after, err := position[string](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	size := pageSize(p.Limit)
	q.After, q.Limit = given(after), size+1
	found := s.registry.Reference().Industries.List(q)
	answer := ListIndustries200JSONResponse{Items: []Industry{}}
	answer.NextCursor = orNull(cursorOf(question, cut(&found, size, func(i place.Industry) string { return i.Code })))
	for _, i := range found {
		answer.Items = append(answer.Items, Industry{
			Edition: VSICEdition(i.Edition), Code: i.Code, Level: i.Level, ParentCode: textOrNull(i.ParentCode), Name: i.Name,
		})
	}
	return answer, nil
}

func (s reference) ListAuthorities(_ context.Context, r ListAuthoritiesRequestObject) (ListAuthoritiesResponseObject, error) {
	p, ref := r.Params, s.registry.Reference()
	on := s.day(p.On)
	question := []string{string(given(p.Level)), given(p.Place), given(p.Q), on.String()}
	after, err := position[string](question, p.Cursor)
	if err != nil {
		return nil, err
	}
	size := pageSize(p.Limit)
	q := jurisdiction.Query{Level: jurisdiction.Level(given(p.Level)), Words: given(p.Q), On: on, After: given(after), Limit: size + 1}
	if p.Place != nil {
		if _, err := s.registry.Place(*p.Place, on); err != nil {
			return nil, err
		}
		q.Within = jurisdiction.Around(ref.Places, *p.Place, on)
	}
	found := ref.Authorities.List(q)
	answer := ListAuthorities200JSONResponse{Items: []Authority{}}
	answer.NextCursor = orNull(cursorOf(question, cut(&found, size, func(a jurisdiction.Authority) string { return a.Code })))
	for _, a := range found {
		answer.Items = append(answer.Items, s.authority(a))
	}
	return answer, nil
}

func (s reference) GetAuthority(_ context.Context, r GetAuthorityRequestObject) (GetAuthorityResponseObject, error) {
	a, err := s.registry.Authority(r.ID, s.day(r.Params.On))
	if err != nil {
		return nil, err
	}
	found := s.authority(a)
	tag, known, err := digestTag(found, r.Params.IfNoneMatch)
	if known || err != nil {
		return GetAuthority304Response{Headers: GetAuthority304ResponseHeaders{ETag: tag}}, err
	}
	return GetAuthority200JSONResponse{Body: found, Headers: GetAuthority200ResponseHeaders{ETag: tag}}, nil
}

func (s reference) authority(a jurisdiction.Authority) Authority {
	directory := s.registry.Reference().Authorities
	out := Authority{
		ID: a.ID, Code: a.Code, Name: a.Name, Level: AuthorityLevel(a.Level), Kind: Office(a.Office), Place: textOrNull(a.PlaceCode),
		ValidFrom: dayOrNull(a.From), ValidTo: dayOrNull(a.To), Successors: []AuthorityLink{}, Contact: a.Contact,
		FormerNames: make([]struct {
			Name  string "json:\"name\""
			Until Day    "json:\"until\""
		}, len(a.FormerNames)),
	}
	for i, f := range a.FormerNames {
		out.FormerNames[i].Name, out.FormerNames[i].Until = f.Name, f.Until
	}
	for _, x := range directory.Successors(a.ID) {
		next, _ := directory.ByID(x.New)
		out.Successors = append(out.Successors, AuthorityLink{
			ID: x.New, Code: next.Code, Name: next.NameOn(x.On), Level: AuthorityLevel(next.Level), Share: AuthorityLinkShare(x.Share), EffectiveOn: x.On,
		})
	}
	return out
}

// cut keeps a page of size entries and gives the position of its last when there is more.
func cut[T any](found *[]T, size int, at func(T) string) *string {
	if len(*found) <= size {
		return nil
	}
	*found = (*found)[:size]
	last := at((*found)[size-1])
	return &last
}

func textOrNull(s string) nullable.Nullable[string] {
	if s == "" {
		return nullable.NewNullNullable[string]()
	}
	return nullable.NewNullableWithValue(s)
}

func dayOrNull(d vn.Date) nullable.Nullable[vn.Date] {
	if d.IsZero() {
		return nullable.NewNullNullable[vn.Date]()
	}
	return nullable.NewNullableWithValue(d)
}
