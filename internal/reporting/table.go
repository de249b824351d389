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
	Title  string      `json:"title"          yaml:"title"`
	Basis  law.Basis   `json:"basis"          yaml:"basis"`
	Note   string      `json:"note,omitempty" yaml:"note,omitempty"`
	Kinds  []coop.Kind `json:"kinds"          yaml:"kinds"` // of the collective economy, whoever owes a report
	Models []Model     `json:"models"         yaml:"models"`
	Rows   []Row       `json:"rows"           yaml:"rows"`
}

// Model is a model (mô hình) that rows are told apart by: the organisations of some purposes, or, without any, of the rest.
type Model struct {
	Code     string     `json:"code"           yaml:"code"`
	Title    string     `json:"title"          yaml:"title"`
	Purposes []string   `json:"purposes"       yaml:"purposes"`
	Basis    law.Basis  `json:"basis"          yaml:"basis"`
	Cite     []law.Cite `json:"cite,omitempty" yaml:"cite,omitempty"`
	Note     string     `json:"note,omitempty" yaml:"note,omitempty"`
}

// Row is one line of it; without a measure it is asked for but not kept, and the note says what is missing and from whom.
type Row struct {
	Code    string     `json:"code"              yaml:"code"`
	Title   string     `json:"title"             yaml:"title"`
	Unit    string     `json:"unit"              yaml:"unit"` // organizations, people, vnd or basis_points
	Measure Measure    `json:"measure,omitempty" yaml:"measure,omitempty"`
	Model   string     `json:"model,omitempty"   yaml:"model,omitempty"` // only of this model
	Basis   law.Basis  `json:"basis"             yaml:"basis"`
	Cite    []law.Cite `json:"cite,omitempty"    yaml:"cite,omitempty"`
	Note    string     `json:"note,omitempty"    yaml:"note,omitempty"`
}

// Check refuses a row or model twice, without a basis, or with a measure or model there is not; a row that is not kept is
// missing and says what, and no other is.
func (f Form) Check() error {
	errs := []error{f.checkModels()}
	if f.Title == "" || !f.Basis.Known() || len(f.Rows) == 0 || len(f.Kinds) == 0 {
		errs = append(errs, errors.New("table: title, basis, kinds and rows are required"))
	}
	known := slices.Concat(Counted(), Summed(), Derived())
	for i, r := range f.Rows {
		if r.Code == "" || r.Title == "" || !r.Basis.Known() || !slices.Contains([]string{"organizations", "people", "vnd", "basis_points"}, r.Unit) {
			errs = append(errs, fmt.Errorf("table %s: code, title, unit and basis are required", r.Code))
		}
		if (r.Measure == "") != (r.Basis == law.BasisMissing) || r.Measure != "" && !slices.Contains(known, r.Measure) {
			errs = append(errs, fmt.Errorf("table %s: a row without a measure is missing, one with a measure is not", r.Code))
		}
		if r.Measure == "" && r.Note == "" {
			errs = append(errs, fmt.Errorf("table %s: a row that is not kept says what is missing and from whom", r.Code))
		}
		if r.Model != "" && !slices.ContainsFunc(f.Models, func(m Model) bool { return m.Code == r.Model }) {
			errs = append(errs, fmt.Errorf("table %s: there is no model %s", r.Code, r.Model))
		}
		if slices.ContainsFunc(f.Rows[:i], func(o Row) bool { return o.Code == r.Code }) {
			errs = append(errs, fmt.Errorf("table %s stands twice", r.Code))
		}
	}
	return errors.Join(errs...)
}

func (f Form) checkModels() error {
	var errs []error
	for i, m := range f.Models {
		if m.Code == "" || m.Title == "" || !m.Basis.Known() {
			errs = append(errs, fmt.Errorf("model %s: code, title and basis are required", m.Code))
		}
		for _, o := range f.Models[:i] {
			shared := slices.ContainsFunc(m.Purposes, func(p string) bool { return slices.Contains(o.Purposes, p) })
			if o.Code == m.Code || shared || len(o.Purposes)+len(m.Purposes) == 0 {
				errs = append(errs, fmt.Errorf("models %s and %s answer the same question", o.Code, m.Code))
			}
		}
	}
	return errors.Join(errs...)
}

// modelOf is the model of a purpose; zero where the form has none for it.
func (f Form) modelOf(purpose string) Model {
	var rest Model
	for _, m := range f.Models {
		if slices.Contains(m.Purposes, purpose) {
			return m
		}
		if len(m.Purposes) == 0 {
			rest = m
		}
	}
	return rest
}

// Table is a filled table: the values of each line stand under the columns in order.
type Table struct {
	Code    string   `json:"code"`
	Title   string   `json:"title"`
	Columns []Column `json:"columns"`
	Lines   []Line   `json:"lines"`
}

// Column is a column: a group of organisations, all of them, or a number.
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
	Note  string    `json:"note,omitempty"`
	Cells []Cell    `json:"cells"`
}

// Cell is a value and how many organisations it rests on. A value of nil is not known, which is not nought.
type Cell struct {
	Value *int64 `json:"value"`
	Known int    `json:"known"`
}

// The tables.
const (
	TableIndicators = "indicators" // the rows of the form, groups side by side
	TableSummary    = "summary"    // the chief numbers, a line for each group
	TableSectors    = "sectors"    // of a roll-up: the summary by sector
	TableOffices    = "offices"    // of a roll-up: how the organisations of the offices below reported
	TableUnits      = "units"      // of a roll-up: which units reported
)

// By is what a table tells apart.
type By string

// What tables tell apart. Places are those of a level on the map of the day asked about.
const (
	ByKind      By = "kind"
	ByModel     By = "model"
	BySector    By = "sector"
	ByAuthority By = "authority" // the office that issued the registration
	ByProvince  By = "place"
	ByDistrict  By = "district"
	ByCommune   By = "commune"
)

// Tables fills the tables of a roll-up from tallies by sector: the indicators by kind, with and without the credit funds; the
// sectors; where offices roll up below, how their organisations reported; and where units report, which did.
func (f Form) Tables(kinds []coop.Kind, tallies []Tally, below []OfficeDuty, from []UnitDuty) []Table {
	sectors := f.summary(f.groups(BySector, kinds, tallies, SectorTitle))
	sectors.Code, sectors.Title = TableSectors, titleSectors
	tables := []Table{f.indicators(kinds, tallies, f.groups(ByKind, kinds, tallies, nil)), sectors}
	if len(below) > 0 {
		tables = append(tables, offices(below))
	}
	if len(from) > 0 {
		tables = append(tables, units(from))
	}
	return tables
}

// Fill fills one of the tables TableIndicators and TableSummary from tallies by whatever it tells apart; title names a key.
func (f Form) Fill(table string, by By, kinds []coop.Kind, tallies []Tally, title func(key string) string) Table {
	groups := f.groups(by, kinds, tallies, title)
	if table == TableSummary {
		return f.summary(groups)
	}
	return f.indicators(kinds, tallies, groups)
}

// group is some of the organisations.
type group struct {
	Column

	tallies []Tally
}

// groups tells the organisations apart: by kind and model in the order of the form, else by key.
func (f Form) groups(by By, kinds []coop.Kind, tallies []Tally, title func(key string) string) []group {
	var found []group
	add := func(code, title string, is func(Tally) bool) {
		found = append(found, group{Column{code, title}, only(tallies, is)})
	}
	switch by {
	case ByKind:
		for _, kind := range kinds {
			add(string(kind), kind.Label(), func(t Tally) bool { return t.Kind == kind })
		}
	case ByModel:
		for _, m := range f.Models {
			add(m.Code, m.Title, func(t Tally) bool { return f.modelOf(t.Purpose).Code == m.Code })
		}
	case BySector, ByAuthority, ByProvince, ByDistrict, ByCommune:
		of := map[string][]Tally{}
		var keys []string
		for _, t := range tallies {
			if of[t.Key] == nil {
				keys = append(keys, t.Key)
			}
			of[t.Key] = append(of[t.Key], t)
		}
		slices.Sort(keys)
		for _, key := range keys {
			found = append(found, group{Column{key, title(key)}, of[key]})
		}
	}
	return found
}

func only(tallies []Tally, is func(Tally) bool) []Tally {
	return slices.DeleteFunc(slices.Clone(tallies), func(t Tally) bool { return !is(t) })
}

// indicators puts the groups beside all, and beside all but the credit funds where there are any.
func (f Form) indicators(kinds []coop.Kind, tallies []Tally, groups []group) Table {
	beside := []group{{Column{"all", titleAll}, tallies}}
	if slices.Contains(kinds, coop.KindQTDND) {
		beside = append(beside, group{Column{"without_qtdnd", titleWithoutQTDND}, only(tallies, func(t Tally) bool { return t.Kind != coop.KindQTDND })})
	}
	table := Table{Code: TableIndicators, Title: f.Title, Columns: []Column{}, Lines: []Line{}}
	for _, row := range f.Rows {
		table.Lines = append(table.Lines, Line{Code: row.Code, Title: row.Title, Unit: row.Unit, Basis: row.Basis, Note: row.Note})
	}
	for _, g := range slices.Concat(beside, groups) {
		table.Columns = append(table.Columns, g.Column)
		of := map[string]Tally{"": merge(g.tallies)}
		for _, m := range f.Models {
			of[m.Code] = merge(only(g.tallies, func(t Tally) bool { return f.modelOf(t.Purpose).Code == m.Code }))
		}
		for i, row := range f.Rows {
			table.Lines[i].Cells = append(table.Lines[i].Cells, row.Measure.of(of[row.Model]))
		}
	}
	return table
}

// summary has a line for each group.
func (f Form) summary(groups []group) Table {
	measures := []Measure{MeasureOrganizations, MeasureOperating, MeasureReported, MeasureMembers, MeasureWorkers, MeasureRevenue, MeasurePretaxProfit}
	table := Table{Code: TableSummary, Title: f.Title, Columns: []Column{}, Lines: []Line{}}
	for _, m := range measures {
		table.Columns = append(table.Columns, Column{string(m), measureTitle(m)})
	}
	for _, g := range groups {
		line, all := Line{Code: g.Code, Title: g.Title, Unit: "mixed", Basis: law.BasisAssumed}, merge(g.tallies)
		for _, m := range measures {
			line.Cells = append(line.Cells, m.of(all))
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

func units(from []UnitDuty) Table {
	table := Table{
		Code: TableUnits, Title: titleUnits, Lines: []Line{},
		Columns: []Column{{"on_time", titleOnTime}, {"late", titleLate}, {"missing", titleNotHere}},
	}
	for _, u := range from {
		var count Count
		count.Add(u.State, 1)
		line := Line{Code: u.Unit.Code, Title: u.Unit.Name, Unit: "mixed", Basis: u.Basis, Note: u.Note}
		for _, n := range []int{count.OnTime, count.Late, count.Out()} {
			v := int64(n)
			line.Cells = append(line.Cells, Cell{&v, 0})
		}
		table.Lines = append(table.Lines, line)
	}
	return table
}
