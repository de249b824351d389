package postgres_test

import (
	"testing"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/place"
	"htxregistry/internal/registry"
	"htxregistry/internal/reporting"
	"htxregistry/internal/vn"
)

// Who owes a report is a page off an index, whether of a commune or of the country, today or as it was, in whatever state.
func TestNoReportOwedIsFoundByReadingAWholeTable(t *testing.T) {
	t.Parallel()
	store, trace := openMillion(t)
	q := registry.ObligationQuery{
		Year: 2024, First: vn.MustDate("2023-12-15"), Last: vn.MustDate("2024-12-14"), Now: noon(), Statuses: []coop.Status{coop.StatusActive, coop.StatusSuspended},
		Owed: []registry.OwedKind{{Kind: coop.KindHTX, Ends: noon().Add(time.Hour)}, {Kind: coop.KindLHHTX, Ends: noon().Add(time.Hour)}},
	}
	after := id.Must[coop.Organization]("88888888-8888-8888-8888-888888888888")
	areas := map[string]*coop.Area{
		"country": nil, "commune": {List: "2025", Level: "commune", Codes: []string{"44"}}, "district": {List: "2021", Level: "district", Codes: []string{"66"}},
		"province": {List: "2025", Level: "province", Codes: []string{"33"}},
	}
	ctx := t.Context()
	for name, known := range map[string]time.Time{"now": {}, "then": noon()} {
		for what, years := range map[string]func(tx registry.ReadTx) error{
			"reports": func(tx registry.ReadTx) error { _, err := tx.ReportsOf(ctx, after, known, 2021, 51); return err },
			"ratings": func(tx registry.ReadTx) error { _, err := tx.RatingsOf(ctx, after, known, 2021, 51); return err },
			"years": func(tx registry.ReadTx) error {
				_, err := tx.CountYears(ctx, registry.SheetsReports, after, known)
				return err
			},
		} {
			trace.explain(ctx, t, store, what+" of an organisation, "+name, years)
		}
	}
	for when, at := range map[string]coop.When{"now": {}, "then": {AsOf: vn.MustDate("2024-12-14"), KnownAt: noon()}} {
		for name, area := range areas {
			q.When, q.Area, q.Limit = at, area, 51
			for _, q.State = range append(reporting.States(), "") {
				for page, at := range map[string]*coop.ID{"first page": nil, "later page": &after} {
					q.After = at
					trace.explain(ctx, t, store, name+", "+when+", "+string(q.State)+", "+page, func(tx registry.ReadTx) error {
						_, err := tx.Obligations(ctx, q)
						return err
					})
				}
			}
			q.State, q.After = "", nil
			if name == "country" || name == "province" {
				continue // their numbers are added up over much of the register
			}
			for what, numbers := range map[string]func(tx registry.ReadTx) error{
				"count": func(tx registry.ReadTx) error { _, err := tx.CountObligations(ctx, q); return err },
				"by kind": func(tx registry.ReadTx) error {
					_, err := tx.ObligationFigures(ctx, q, registry.Grouping{By: "kind"})
					return err
				},
				"by office": func(tx registry.ReadTx) error { _, err := tx.ObligationsAt(ctx, q, []coop.Area{*area}); return err },
				"the year": func(tx registry.ReadTx) error {
					_, err := tx.Tally(ctx, q, registry.Grouping{By: "sector"})
					return err
				},
				"the year by commune": func(tx registry.ReadTx) error {
					_, err := tx.Tally(ctx, q, registry.Grouping{By: "commune", Map: area.List, Level: place.LevelCommune})
					return err
				},
				"the year by office": func(tx registry.ReadTx) error {
					_, err := tx.Tally(ctx, q, registry.Grouping{By: "authority"})
					return err
				},
				"what since": func(tx registry.ReadTx) error {
					_, _, err := tx.SheetsSince(ctx, q, noon().Add(-time.Hour))
					return err
				},
			} {
				trace.explain(ctx, t, store, what+", "+name+", "+when, numbers)
			}
		}
	}
}
