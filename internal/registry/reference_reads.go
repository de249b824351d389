package registry

import (
	"context"

	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// KindEntry is a kind of organisation or unit with what it may file on a day.
type KindEntry struct {
	Kind       string                    `json:"kind"`
	Unit       bool                      `json:"unit"`
	Label      string                    `json:"label"`
	LabelEN    string                    `json:"label_en"`
	Procedures []rulebook.KnownProcedure `json:"procedures"`
}

// ListKinds gives every kind.
func (r *Registry) ListKinds(on vn.Date) []KindEntry {
	entries := make([]KindEntry, 0, 8)
	for _, k := range coop.Kinds() {
		entries = append(entries, KindEntry{string(k), false, k.Label(), k.LabelEN(), r.book.Procedures(string(k), on)})
	}
	for _, k := range coop.UnitKinds() {
		entries = append(entries, KindEntry{string(k), true, k.Label(), k.LabelEN(), r.book.Procedures(string(k), on)})
	}
	return entries
}

// JurisdictionAnswer says who is competent.
type JurisdictionAnswer struct {
	Authority        *coop.AuthorityRef  `json:"authority"`
	Keeper           *coop.AuthorityRef  `json:"keeper"`
	Level            jurisdiction.Level  `json:"level"`
	Rule             JurisdictionRule    `json:"rule"`
	CertificateTitle string              `json:"certificate_title"`
	Procedure        coop.Procedure      `json:"procedure"`
	Kind             string              `json:"kind"`
	Place            string              `json:"place"`
	On               vn.Date             `json:"on"`
	Explanation      string              `json:"explanation"`
	Became           []JurisdictionPlace `json:"became"`
}

// JurisdictionRule is the rule that decides.
type JurisdictionRule struct {
	Code  string     `json:"code"`
	Cite  []law.Cite `json:"cite"`
	Basis law.Basis  `json:"basis"`
}

// JurisdictionPlace is what became of a place, and who is competent there.
type JurisdictionPlace struct {
	Code      string             `json:"code"`
	Name      string             `json:"name"`
	Authority *coop.AuthorityRef `json:"authority"`
}

// ResolveJurisdiction says who is competent for a kind of organisation or unit, a procedure, a place and a day. Errors are
// those of jurisdiction.Decide.
func (r *Registry) ResolveJurisdiction(_ context.Context, kind string, procedure coop.Procedure, placeCode string, on vn.Date) (JurisdictionAnswer, error) {
	if procedure == "" {
		procedure = coop.ProcedureFormation
	}
	ref := r.Reference()
	ruling, err := jurisdiction.Decide(r.book.Jurisdiction, ref.Places, jurisdiction.Question{Kind: kind, Procedure: procedure, Place: placeCode, On: on})
	if err != nil {
		return JurisdictionAnswer{}, err
	}
	answer := JurisdictionAnswer{
		Authority: r.rulingAuthority(ref, ruling), Level: ruling.Level,
		Rule:             JurisdictionRule{ruling.Rule, notNil(ruling.Cite), ruling.Basis},
		CertificateTitle: ruling.CertificateTitle, Procedure: ruling.Procedure, Kind: kind, Place: placeCode, On: on,
		Explanation: ruling.Explanation, Became: []JurisdictionPlace{},
	}
	if a, ok := ref.Authorities.ForPlace(ruling.Keeper, ruling.KeeperPlace, on); ok {
		named := refOf(a, on)
		answer.Keeper = &named
	}
	for _, b := range ruling.Became {
		p := JurisdictionPlace{Code: b.Place.Code, Name: b.Place.Name}
		if a, ok := ref.Authorities.ForPlace(b.Office, b.OfficePlace, on); ok {
			named := refOf(a, on)
			p.Authority = &named
		}
		answer.Became = append(answer.Became, p)
	}
	return answer, nil
}

// CheckName tells whether a planned name has the form the law of the day asks for and is free within this register.
func (r *Registry) CheckName(ctx context.Context, q naming.Question) (naming.Answer, error) {
	if q.On.IsZero() {
		q.On = r.Today()
	}
	procedure := coop.ProcedureFormation
	switch q.Kind {
	case coop.KindTHT:
		if q.On.Before(vn.NewDate(2024, 7, 1)) {
			procedure = coop.ProcedureNoticeOfFormation
		}
	case coop.KindQTDND:
		if !q.On.Before(vn.NewDate(2024, 7, 1)) {
			procedure = coop.ProcedureMirrorLicence
		}
	case coop.KindHTX, coop.KindLHHTX, coop.KindHoiQuan:
	}
	scheme := r.book.Scheme(q.Kind, trackOf(procedure, q.Kind, q.On), q.On)
	var holders []naming.Holder
	err := r.store.Read(ctx, func(tx ReadTx) error {
		var err error
		holders, err = r.nameHolders(ctx, tx, scheme, q.Name, q.SeatPlace, q.On)
		return err
	})
	if err != nil {
		return naming.Answer{}, err
	}
	return naming.Judge(q, scheme, scheme.Form(q.Name), scheme.Duplicates(holders)), nil
}
