package registry

import (
	"context"

	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// ListKinds gives every kind.
func (r *Registry) ListKinds(on vn.Date) []coop.KindEntry {
	entries := make([]coop.KindEntry, 0, 8)
	for _, k := range coop.Kinds() {
		entries = append(entries, coop.KindEntry{Kind: string(k), Label: k.Label(), LabelEN: k.LabelEN(), Procedures: r.book.Procedures(string(k), on)})
	}
	for _, k := range coop.UnitKinds() {
		entries = append(entries, coop.KindEntry{Kind: string(k), Unit: true, Label: k.Label(), LabelEN: k.LabelEN(), Procedures: r.book.Procedures(string(k), on)})
	}
	return entries
}

// ResolveJurisdiction says who is competent for a kind of organisation or unit, a procedure, a place and a day. Errors are
// those of jurisdiction.Decide.
func (r *Registry) ResolveJurisdiction(_ context.Context, kind string, procedure coop.Procedure, placeCode string, on vn.Date) (jurisdiction.Answer, error) {
	if procedure == "" {
		procedure = coop.ProcedureFormation
	}
	ref := r.Reference()
	ruling, err := jurisdiction.Decide(r.book.Jurisdiction, ref.Places, jurisdiction.Question{Kind: kind, Procedure: procedure, Place: placeCode, On: on})
	if err != nil {
		return jurisdiction.Answer{}, err
	}
	answer := jurisdiction.Answer{
		Authority: r.rulingAuthority(ref, ruling), Level: ruling.Level,
		Rule:             jurisdiction.AnswerRule{Code: ruling.Rule, Cite: notNil(ruling.Cite), Basis: ruling.Basis},
		CertificateTitle: ruling.CertificateTitle, Procedure: ruling.Procedure, Kind: kind, Place: placeCode, On: on,
		Explanation: ruling.Explanation(), Became: []jurisdiction.AnswerPlace{},
	}
	if a, ok := ref.Authorities.ForPlace(ruling.Keeper, ruling.KeeperPlace, on); ok {
		named := refOf(a, on)
		answer.Keeper = &named
	}
	for _, b := range ruling.Became {
		p := jurisdiction.AnswerPlace{Code: b.Place.Code, Name: b.Place.Name}
		if a, ok := ref.Authorities.ForPlace(b.Office, b.OfficePlace, on); ok {
			named := refOf(a, on)
			p.Authority = &named
		}
		answer.Became = append(answer.Became, p)
	}
	return answer, nil
}

// Place gives the place that has a code on a day. One that is in force at other times only is ErrPlaceNotInForce with what
// it became.
func (r *Registry) Place(code string, on vn.Date) (place.Place, error) {
	places := r.Reference().Places
	if p, ok := places.At(code, on); ok {
		return p, nil
	}
	became := []jurisdiction.AnswerPlace{}
	for _, p := range places.Became(code, on) {
		became = append(became, jurisdiction.AnswerPlace{Code: p.Code, Name: p.Name})
	}
	return place.Place{}, ErrPlaceNotInForce.Saying(msgPlaceNotInForce(code, on), "No place has this code on that day.").Member("became", became)
}

// Authority gives an authority by its id, or by its code as of a day.
func (r *Registry) Authority(idOrCode string, on vn.Date) (jurisdiction.Authority, error) {
	return r.Reference().findAuthority(idOrCode, on)
}
