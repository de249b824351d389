package reporting_test

import (
	"slices"
	"testing"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/reporting"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

func regime(t *testing.T) reporting.Regime {
	t.Helper()
	b, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b.Reporting
}

func TestEachRegimeHasItsDays(t *testing.T) {
	t.Parallel()
	r := regime(t)
	for _, c := range []struct {
		year     int
		step     reporting.Step
		kind     coop.Kind
		province string
		due      string
		office   jurisdiction.Office
		basis    law.Basis
	}{
		{2013, reporting.StepOrganization, coop.KindHTX, "", "", "", ""}, // the decree came on 27 January 2014
		{2014, reporting.StepOrganization, coop.KindHTX, "", "2015-01-15", "", law.BasisStated},
		{2018, reporting.StepOrganization, coop.KindHTX, "", "2019-01-15", "", law.BasisStated},
		{2019, reporting.StepOrganization, coop.KindHTX, "", "2019-12-15", "", law.BasisStated},
		{2019, reporting.StepDecree, coop.KindHTX, "", "2020-01-15", "", law.BasisStated}, // beside it
		{2023, reporting.StepDecree, coop.KindHTX, "", "2024-01-15", "", law.BasisStated},
		{2024, reporting.StepDecree, coop.KindHTX, "", "", "", ""},
		{2018, reporting.StepOrganization, coop.KindTHT, "", "", "", ""},
		{2019, reporting.StepOrganization, coop.KindTHT, "", "2019-12-15", "", law.BasisStated},
		{2025, reporting.StepOrganization, coop.KindTHT, "", "2025-12-15", "", law.BasisDerived},
		{2023, reporting.StepOrganization, coop.KindQTDND, "", "2023-12-15", "", law.BasisDerived},
		{2024, reporting.StepOrganization, coop.KindQTDND, "", "", "", law.BasisStated}, // the State Bank collects, on no day
		{2018, reporting.StepRegistrationOffice, coop.KindHTX, "", "", "", ""},
		{2019, reporting.StepRegistrationOffice, coop.KindHTX, "", "2019-12-18", "tckh", law.BasisStated},
		{2024, reporting.StepRegistrationOffice, coop.KindLHHTX, "", "2024-12-18", "tckh", law.BasisStated},
		{2025, reporting.StepRegistrationOffice, coop.KindLHHTX, "", "2025-12-18", "kt", law.BasisAssumed},
		{2024, reporting.StepProvincialOffice, coop.KindHTX, "", "2024-12-21", "skhdt", law.BasisStated},
		{2025, reporting.StepProvincialOffice, coop.KindHTX, "", "2025-12-21", "stc", law.BasisDerived},
		{2020, reporting.StepUnit, coop.KindHTX, "87", "", "", ""},
		{2021, reporting.StepUnit, coop.KindHTX, "87", "2021-12-10", "tckh", law.BasisDerived},
		{2021, reporting.StepUnit, coop.KindHTX, "79", "", "", ""}, // the programme is of Đồng Tháp
		{2021, reporting.StepDepartment, coop.KindHTX, "87", "2021-12-24", "skhdt", law.BasisDerived},
		{2020, reporting.StepUnitReport, coop.KindHTX, "87", "", "", ""},
		{2021, reporting.StepUnitReport, coop.KindHTX, "87", "2021-12-10", "", law.BasisStated},
		{2024, reporting.StepUnitReport, coop.KindHTX, "87", "2024-12-10", "", law.BasisStated},
		{2025, reporting.StepUnitReport, coop.KindHTX, "82", "", "", law.BasisMissing},
		{2025, reporting.StepUnit, coop.KindHTX, "82", "", "", law.BasisMissing},
		{2025, reporting.StepDepartment, coop.KindHTX, "82", "", "", law.BasisMissing},
		{2024, reporting.StepGroupsCommune, coop.KindTHT, "", "2024-12-30", "ubnd", law.BasisStated},
		{2024, reporting.StepGroupsDistrict, coop.KindTHT, "", "2025-01-15", "", law.BasisStated},
		{2025, reporting.StepGroupsDistrict, coop.KindTHT, "", "", "", ""},
		{2025, reporting.StepGroupsProvince, coop.KindTHT, "", "2026-01-30", "", law.BasisStated},
	} {
		var found []reporting.Duty
		for _, d := range r.Of(c.year, c.province) {
			if d.Step == c.step && slices.Contains(d.Kinds, c.kind) {
				found = append(found, d)
			}
		}
		if c.basis == "" {
			if len(found) != 0 {
				t.Errorf("%d %s %s: %s holds", c.year, c.step, c.kind, found[0].Code)
			}
			continue
		}
		if len(found) != 1 || found[0].Due(c.year).String() != c.due || found[0].Basis != c.basis || c.office != "" && !slices.Equal(found[0].Offices, []jurisdiction.Office{c.office}) {
			t.Errorf("%d %s %s: %+v", c.year, c.step, c.kind, found)
		}
	}
}

// The day before, of and after each change of the law: a duty is owed when its last day lies in its text's days.
func TestADutyIsOwedWhenItsLastDayIsInForce(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]bool{"12-14": false, "12-15": true, "12-16": true} {
		d := reporting.Duty{By: day, Period: vn.Period{From: vn.MustDate("2019-12-15"), To: vn.MustDate("2020-12-15")}}
		if d.Holds(2019) != want || d.Holds(2020) == want {
			t.Errorf("by %s: %v, %v", day, d.Holds(2019), d.Holds(2020))
		}
	}
	first, last := reporting.Window{First: "12-15", Last: "12-14"}.On(2021)
	if first.String() != "2020-12-15" || last.String() != "2021-12-14" {
		t.Errorf("figures from %s to %s", first, last)
	}
	if first, last = (reporting.Window{First: "01-01", Last: "12-31"}).On(2018); first.String() != "2018-01-01" || last.String() != "2018-12-31" {
		t.Errorf("figures from %s to %s", first, last)
	}
}

func TestTheLastDayCountsToItsEndInVietNam(t *testing.T) {
	t.Parallel()
	due := vn.MustDate("2021-12-15")
	at := func(s string) *time.Time {
		found, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return &found
	}
	for _, c := range []struct {
		arrived *time.Time
		now     string
		want    reporting.State
	}{
		{nil, "2021-12-15T16:59:59.999999Z", reporting.StateAwaited},
		{nil, "2021-12-15T17:00:00Z", reporting.StateMissing},
		{at("2021-12-14T17:00:00Z"), "2022-01-01T00:00:00Z", reporting.StateOnTime},
		{at("2021-12-15T16:59:59.999999Z"), "2022-01-01T00:00:00Z", reporting.StateOnTime},
		{at("2021-12-15T17:00:00Z"), "2022-01-01T00:00:00Z", reporting.StateLate},
	} {
		if got := reporting.StateOf(due, c.arrived, *at(c.now)); got != c.want {
			t.Errorf("arrived %v, now %s: %s, want %s", c.arrived, c.now, got, c.want)
		}
	}
}

func TestABrokenRegimeIsRefused(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]func(r *reporting.Regime){
		"two answers":        func(r *reporting.Regime) { r.Duties = append(r.Duties, r.Duties[0]) },
		"no source":          func(r *reporting.Regime) { r.Duties[0].Cite = nil },
		"no such day":        func(r *reporting.Regime) { r.Duties[0].By = "02-30" },
		"not in every year":  func(r *reporting.Regime) { r.Duties[0].By = "02-29" },
		"no days of figures": func(r *reporting.Regime) { r.Duties[0].Data = reporting.Window{} },
		"nobody owes":        func(r *reporting.Regime) { r.Owing.Statuses = nil },
		"no such measure":    func(r *reporting.Regime) { r.Table.Rows[0].Measure = "luck" },
		"kept, yet missing":  func(r *reporting.Regime) { r.Table.Rows[0].Basis = law.BasisMissing },
		"no such model":      func(r *reporting.Regime) { r.Table.Rows[0].Model = "luck" },
		"a purpose twice":    func(r *reporting.Regime) { r.Table.Models[1].Purposes = r.Table.Models[0].Purposes },
		"missing, of whom?":  func(r *reporting.Regime) { r.Table.Rows[len(r.Table.Rows)-1].Note = "" },
		"a unit twice":       unitTwice,
		"a row twice":        func(r *reporting.Regime) { r.Table.Rows = append(r.Table.Rows, r.Table.Rows[0]) },
	} {
		r := regime(t)
		breaks(&r)
		if r.Check() == nil {
			t.Errorf("%s was let through", name)
		}
	}
}

func unitTwice(r *reporting.Regime) {
	at := slices.IndexFunc(r.Duties, func(d reporting.Duty) bool { return len(d.Units) > 0 })
	r.Duties[at].Units = append(r.Duties[at].Units, r.Duties[at].Units[0])
}
