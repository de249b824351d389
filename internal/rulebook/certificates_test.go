package rulebook_test

import (
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

func TestWhatIsGivenOnTheDayBeforeOfAndAfterEachDate(t *testing.T) {
	t.Parallel()
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	name, lines := []string{"name"}, []string{"industries"}
	for _, c := range []struct {
		occasion                rulebook.Occasion
		day                     string
		before, on, after       string // forms on the three days
		wishedBefore, wishedDay string
	}{
		{rulebook.Occasion{Procedure: coop.ProcedureFormation, Kind: "htx"}, "2014-01-27", "", "htx-2012", "htx-2012", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureFormation, Kind: "htx"}, "2024-07-01", "htx-2012", "htx-2023", "htx-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureFormation, Kind: "lhhtx"}, "2024-07-01", "lhhtx-2012", "htx-2023", "htx-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureFormation, Kind: "qtdnd"}, "2024-07-01", "htx-2012", "", "", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureFormation, Kind: "tht"}, "2024-07-18", "", "tht-2023", "tht-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureUnitRegistration, Kind: "branch"}, "2024-07-01", "branch-2012", "branch-2023", "branch-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureUnitRegistration, Kind: "business_location"}, "2024-07-01", "business-location-2012", "", "", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureUnitRegistration, Kind: "business_location"}, "2024-07-18", "", "business-location-2023", "business-location-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureUnitChange, Kind: "branch", Changed: name}, "2014-01-27", "", "branch-2012", "branch-2012", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureUnitChange, Kind: "business_location", Changed: name}, "2014-01-27", "", "", "", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureUnitChange, Kind: "business_location", Changed: name}, "2014-08-01", "", "business-location-2012", "business-location-2012", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureInformationUpdate, Kind: "branch", Changed: []string{"seat"}}, "2024-07-18", "", "branch-2023", "branch-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureInformationUpdate, Kind: "business_location", Changed: []string{"seat"}}, "2024-07-18", "", "business-location-2023", "business-location-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureChangeRegistration, Kind: "htx", Changed: name}, "2024-07-01", "htx-2012", "htx-2023", "htx-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureChangeRegistration, Kind: "htx", Changed: lines}, "2024-07-01", "htx-2012", "", "", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureSuspension, Kind: "htx"}, "2024-07-18", "", "suspension-2023", "suspension-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureResumption, Kind: "tht"}, "2024-07-18", "", "tht-resumption-2023", "tht-resumption-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureUnitClosure, Kind: "branch"}, "2014-08-01", "", "unit-closure-2012", "unit-closure-2012", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureUnitClosure, Kind: "branch"}, "2024-07-01", "unit-closure-2012", "", "", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureChangeRegistration, Kind: "tht", Changed: []string{"tax_information"}}, "2024-07-18", "", "", "", "", "tht-change-2023"},
		{rulebook.Occasion{Procedure: coop.ProcedureChangeNotification, Kind: "htx", Changed: lines}, "2024-07-18", "", "", "", "", "change-2023"},
		{rulebook.Occasion{Procedure: coop.ProcedureChangeRegistration, Kind: "tht", Changed: lines}, "2024-07-18", "", "", "", "", "tht-change-2023"},
		{rulebook.Occasion{Procedure: coop.ProcedureChangeNotification, Kind: "htx", Changed: lines, Exchanged: true}, "2024-07-18", "", "htx-2023", "htx-2023", "", "htx-2023"},
		{rulebook.Occasion{Procedure: coop.ProcedureSuspension, Kind: "htx", Exchanged: true}, "2024-07-18", "", "htx-2023", "htx-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureUnitClosure, Kind: "lhhtx", Exchanged: true}, "2024-07-18", "", "htx-2023", "htx-2023", "", ""},
		{rulebook.Occasion{Procedure: coop.ProcedureDissolution, Kind: "htx"}, "2024-07-18", "", "", "", "", ""},
	} {
		day := vn.MustDate(c.day)
		for when, want := range map[vn.Date]string{day.AddDays(-1): c.before, day: c.on, day.AddDays(1): c.after} {
			if got := form(book.PapersGiven(c.occasion, when)); got != want {
				t.Errorf("%s %s on %s: %q, want %q", c.occasion.Procedure, c.occasion.Kind, when, got, want)
			}
		}
		if c.wishedDay == "" {
			continue
		}
		c.occasion.Wished = true
		if got := form(book.PapersGiven(c.occasion, day.AddDays(-1))); got != c.wishedBefore {
			t.Errorf("%s on wish the day before: %q", c.occasion.Procedure, got)
		}
		if got := form(book.PapersGiven(c.occasion, day)); got != c.wishedDay {
			t.Errorf("%s on wish: %q, want %q", c.occasion.Procedure, got, c.wishedDay)
		}
	}
}

// form is the first paper given.
func form(given []rulebook.GivenPaper) string {
	if len(given) == 0 {
		return ""
	}
	return given[0].Form
}

func TestPublicationBeginsWithTheLawOf2023(t *testing.T) {
	t.Parallel()
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	if found := book.PublishedOn(vn.MustDate("2024-06-30")); len(found) != 0 {
		t.Errorf("under the law of 2012: %v", found)
	}
	// Điều 24 khoản 2 and 3, 92/2024/NĐ-CP: that the certificate of a group, branch, representative office or business location has no
	// effect is published as that of an HTX or union is.
	for day, want := range map[string]int{"2024-07-17": 0, "2024-07-18": 6, "2024-07-19": 6} {
		kinds := 0
		for _, p := range book.PublishedOn(vn.MustDate(day)) {
			if p.Procedure == coop.ProcedureInvalidation {
				kinds++
			}
		}
		if kinds != want {
			t.Errorf("on %s certificates without effect of %d kinds are published, want %d", day, kinds, want)
		}
	}
	for day, from := range map[string]string{"2024-07-01": "2024-07-01", "2024-07-31": "2024-07-01", "2024-08-01": "2024-07-02"} {
		for _, p := range book.PublishedOn(vn.MustDate(day)) {
			if p.Procedure == coop.ProcedureFormation && p.Kind == "htx" && (p.From != vn.MustDate(from) || p.To != vn.MustDate(day).AddDays(1)) {
				t.Errorf("on %s: approved from %s to %s", day, p.From, p.To)
			}
		}
	}
}
