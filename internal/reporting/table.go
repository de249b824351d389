package reporting

import (
	"errors"
	"fmt"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
)

// Form is what a roll-up shows.
type Form struct {
	Title string    `json:"title"          yaml:"title"`
	Basis law.Basis `json:"basis"          yaml:"basis"`
	Note  string    `json:"note,omitempty" yaml:"note,omitempty"`
	Rows  []Row     `json:"rows"           yaml:"rows"`
}

// Row is one line of it; without a measure it is asked for but not kept.
type Row struct {
	Code    string     `json:"code"              yaml:"code"`
	Title   string     `json:"title"             yaml:"title"`
	Unit    string     `json:"unit"              yaml:"unit"` // organizations, people, vnd or basis_points
	Measure Measure    `json:"measure,omitempty" yaml:"measure,omitempty"`
	Basis   law.Basis  `json:"basis"             yaml:"basis"`
	Cite    []law.Cite `json:"cite,omitempty"    yaml:"cite,omitempty"`
}

// Check refuses a row twice, without a basis, or with a measure there is not; a row that is not kept is missing, and no
// other is.
func (f Form) Check() error {
	var errs []error
	if f.Title == "" || !f.Basis.Known() || len(f.Rows) == 0 {
		errs = append(errs, errors.New("table: title, basis and rows are required"))
	}
	derived := []Measure{MeasureRevenueShare, MeasureRevenueAverage, MeasureProfitAverage}
	known := slices.Concat(Counted(), Summed(), derived)
	for i, r := range f.Rows {
		if r.Code == "" || r.Title == "" || !r.Basis.Known() || !slices.Contains([]string{"organizations", "people", "vnd", "basis_points"}, r.Unit) {
			errs = append(errs, fmt.Errorf("table %s: code, title, unit and basis are required", r.Code))
		}
		if (r.Measure == "") != (r.Basis == law.BasisMissing) || r.Measure != "" && !slices.Contains(known, r.Measure) {
			errs = append(errs, fmt.Errorf("table %s: a row without a measure is missing, one with a measure is not", r.Code))
		}
		if slices.ContainsFunc(f.Rows[:i], func(o Row) bool { return o.Code == r.Code }) {
			errs = append(errs, fmt.Errorf("table %s stands twice", r.Code))
		}
	}
	return errors.Join(errs...)
}

// Table is a filled table: the values of each line stand under the columns in order.
type Table struct {
	Code    string   `json:"code"`
	Title   string   `json:"title"`
	Columns []Column `json:"columns"`
	Lines   []Line   `json:"lines"`
}

// Column is a column: a kind, all of them, or a number.
type Column struct {
	Code  string `json:"code"`
	Title string `json:"title"`
}

// Line is a row with its values.
type Line struct {
	Code  string    `json:"code"`
	Title string    `json:"title"`
	Unit  string    `json:"unit"`
	Basis law.Basis `json:"basis"`
	Cells []Cell    `json:"cells"`
}

// Cell is a value and how many organisations it rests on. A value of nil is not known, which is not nought.
type Cell struct {
	Value *int64 `json:"value"`
	Known int    `json:"known"`
}

// The tables of a roll-up.
const (
	TableIndicators = "indicators"
	TableSectors    = "sectors"
	TableOffices    = "offices"
)

// Tables fills the tables from the tallies of the kinds: the indicators by kind, with and without the credit funds; the
// sectors; and, where offices roll up below, how their organisations reported.
func (f Form) Tables(kinds []coop.Kind, tallies []Tally, below []OfficeDuty) []Table {
	tables := []Table{f.indicators(kinds, tallies), sectors(tallies)}
	if len(below) > 0 {
		tables = append(tables, offices(below))
	}
	return tables
}

func (f Form) indicators(kinds []coop.Kind, tallies []Tally) Table {
	columns := []Column{{"all", titleAll}}
	groups := []Tally{merge(tallies)}
	if slices.Contains(kinds, coop.KindQTDND) {
		columns = append(columns, Column{"without_qtdnd", titleWithoutQTDND})
		groups = append(groups, merge(slices.DeleteFunc(slices.Clone(tallies), func(t Tally) bool { return t.Kind == coop.KindQTDND })))
	}
	for _, kind := range kinds {
		columns = append(columns, Column{string(kind), kind.Label()})
		groups = append(groups, merge(slices.DeleteFunc(slices.Clone(tallies), func(t Tally) bool { return t.Kind != kind })))
	}
	table := Table{Code: TableIndicators, Title: f.Title, Columns: columns, Lines: []Line{}}
	for _, row := range f.Rows {
		line := Line{Code: row.Code, Title: row.Title, Unit: row.Unit, Basis: row.Basis}
		for _, group := range groups {
			line.Cells = append(line.Cells, row.Measure.of(group))
		}
		table.Lines = append(table.Lines, line)
	}
	return table
}

func sectors(tallies []Tally) Table {
	measures := []Measure{MeasureOrganizations, MeasureOperating, MeasureReported, MeasureMembers, MeasureWorkers, MeasureRevenue, MeasurePretaxProfit}
	table := Table{Code: TableSectors, Title: titleSectors, Columns: []Column{}, Lines: []Line{}}
	for _, m := range measures {
		table.Columns = append(table.Columns, Column{string(m), measureTitle(m)})
	}
	var found []string
	for _, t := range tallies {
		found = append(found, t.Sector)
	}
	slices.Sort(found)
	for _, sector := range slices.Compact(found) {
		group := merge(slices.DeleteFunc(slices.Clone(tallies), func(t Tally) bool { return t.Sector != sector }))
		line := Line{Code: sector, Title: SectorTitle(sector), Unit: "mixed", Basis: law.BasisAssumed}
		for _, m := range measures {
			line.Cells = append(line.Cells, m.of(group))
		}
		table.Lines = append(table.Lines, line)
	}
	return table
}

func offices(below []OfficeDuty) Table {
	table := Table{
		Code: TableOffices, Title: titleOffices, Lines: []Line{},
		Columns: []Column{{"owed", titleOwed}, {"on_time", titleOnTime}, {"late", titleLate}, {"missing", titleNotHere}, {"sent", titleSent}},
	}
	for _, o := range below {
		line := Line{Code: o.Authority.Code, Title: o.Authority.Name, Unit: "organizations", Basis: law.BasisDerived}
		sent := 0
		if o.SentAt != nil {
			sent = 1
		}
		for _, n := range []int{o.Organizations.Owed, o.Organizations.OnTime, o.Organizations.Late, o.Organizations.Out(), sent} {
			v := int64(n)
			line.Cells = append(line.Cells, Cell{&v, o.Organizations.Owed})
		}
		table.Lines = append(table.Lines, line)
	}
	return table
}
