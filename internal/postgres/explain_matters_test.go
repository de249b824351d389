package postgres_test

import (
	"testing"

	"htxregistry/internal/alliance"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/naming"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// explainMatters looks at the lists of challenges and complaints at offices great and small, on the first page and on later ones.
func explainMatters(t *testing.T, store *postgres.Store, trace *recorder) {
	t.Helper()
	one, later := id.Must[coop.Organization]("c4ca4238-a0b9-2382-0dcc-509a6f75849b"), "88888888-8888-8888-8888-888888888888"
	for of, whose := range map[string]registry.Whose{
		"office": {Office: rareOffice}, "big office": {Office: commonOffice}, "province": {Provinces: []string{"33"}},
		"merged province": {Provinces: []string{"31", "32", "33"}}, "everywhere": {Everyone: true},
	} {
		for what, q := range map[string]registry.MatterQuery[alliance.ChallengeID]{
			"all": {}, "open": {Open: true}, "late": {LateOn: vn.MustDate("2024-09-01")}, "about one": {Organization: &one},
		} {
			q.Whose, q.Limit = whose, 51
			for page, after := range map[string]*alliance.ChallengeID{"first page": nil, "later page": new(id.Must[alliance.Challenge](later))} {
				q.After = after
				complaints := registry.MatterQuery[naming.ComplaintID]{Organization: q.Organization, Open: q.Open, LateOn: q.LateOn, Whose: whose, Limit: q.Limit}
				if after != nil {
					complaints.After = new(naming.ComplaintID(*after))
				}
				trace.explain(t.Context(), t, store, what+" of "+of+", "+page, func(tx registry.ReadTx) error {
					if _, err := tx.Challenges(t.Context(), q); err != nil {
						return err
					}
					_, err := tx.NameComplaints(t.Context(), complaints)
					return err
				})
			}
		}
	}
}

// explainHoiQuan looks at the list of those near founding, what is known of a page, and how they grew.
func explainHoiQuan(t *testing.T, store *postgres.Store, trace *recorder) {
	t.Helper()
	ctx, then := t.Context(), coop.When{AsOf: vn.MustDate("2024-12-14"), KnownAt: noon()}
	after := &coop.Position{ID: id.Must[coop.Organization]("88888888-8888-8888-8888-888888888888")}
	for name, area := range map[string]*coop.Area{
		"country": nil, "province": {List: "2025", Level: "province", Codes: []string{"33"}}, "commune": {List: "2025", Level: "commune", Codes: []string{"44"}},
	} {
		q := coop.Query{Kind: coop.KindHoiQuan, NearFounding: 5, Area: area, Sort: coop.SortRecorded, Limit: 51}
		for page, at := range map[string]*coop.Position{"first page": nil, "later page": after} {
			q.After = at
			trace.explain(ctx, t, store, "near founding, "+name+", "+page, func(tx registry.ReadTx) error {
				found, err := tx.Organizations(ctx, q)
				if err != nil {
					return err
				}
				_, err = tx.HoiQuanSheets(ctx, idsAmong(found), coop.When{})
				return err
			})
		}
		for when, at := range map[string]coop.When{"now": {}, "then": then} {
			for _, by := range []string{coop.ByYear, coop.ByCommune} {
				grown := coop.Query{Kind: coop.KindHoiQuan, Area: area, When: at}
				trace.explain(ctx, t, store, "growth by "+by+", "+name+", "+when, func(tx registry.ReadTx) error {
					_, err := tx.CountHoiQuan(ctx, grown, by)
					return err
				})
			}
		}
	}
}

func idsAmong(found []coop.Organization) []coop.ID {
	ids := make([]coop.ID, len(found))
	for i, o := range found {
		ids[i] = o.ID
	}
	return ids
}
