// Package reporting is the yearly reporting regime (chế độ báo cáo): who reports what of a year to whom by which day, what
// has arrived in time, what a roll-up waits for, and the roll-up itself as it was frozen. Days and forms are data of the
// rulebook; nothing here knows a date.
package reporting

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Step is a station of the chain.
type Step string

// The steps. Those named organization_… stand beside the chain; those named groups_… are the ladder of the THT of
// 77/2019/NĐ-CP.
const (
	StepOrganization       Step = "organization"
	StepDecree             Step = "organization_decree"
	StepAgriculture        Step = "organization_agriculture"
	StepUnit               Step = "unit"
	StepUnitReport         Step = "unit_report" // of bodies that are no offices of the register
	StepRegistrationOffice Step = "registration_office"
	StepProvincialOffice   Step = "provincial_office"
	StepDepartment         Step = "department"
	StepGroupsCommune      Step = "groups_commune"
	StepGroupsDistrict     Step = "groups_district"
	StepGroupsProvince     Step = "groups_province"
)

// RollUps lists the steps that an office of the register can owe.
func RollUps() []Step {
	return []Step{StepUnit, StepRegistrationOffice, StepProvincialOffice, StepDepartment, StepGroupsCommune}
}

// Duty is one duty to report, while its text is in force.
type Duty struct {
	Code      string      `json:"code"  yaml:"code"`
	Step      Step        `json:"step"  yaml:"step"`
	Title     string      `json:"title" yaml:"title"`
	Kinds     []coop.Kind `json:"kinds" yaml:"kinds"` // organisations whose reports it is about
	vn.Period `yaml:",inline"`
	By        string                `json:"by,omitempty"        yaml:"by,omitempty"` // month and day; empty: no text sets one
	NextYear  bool                  `json:"next_year,omitempty" yaml:"next_year,omitempty"`
	Body      string                `json:"body"                yaml:"body"` // who owes it, in words
	Units     []Unit                `json:"units,omitempty"     yaml:"units,omitempty"`
	Offices   []jurisdiction.Office `json:"offices,omitempty"   yaml:"offices,omitempty"`
	Recipient string                `json:"recipient"           yaml:"recipient"`
	To        []jurisdiction.Office `json:"to,omitempty"        yaml:"to,omitempty"`
	Form      string                `json:"form,omitempty"      yaml:"form,omitempty"`
	FormBasis law.Basis             `json:"form_basis,omitempty" yaml:"form_basis,omitempty"` // of what units report
	Data      Window                `json:"data,omitzero"       yaml:"data,omitempty"`
	Place     string                `json:"place,omitempty"     yaml:"place,omitempty"`  // only in this province
	Inputs    []Step                `json:"inputs,omitempty"    yaml:"inputs,omitempty"` // what a roll-up rests on
	Cite      []law.Cite            `json:"cite"                yaml:"cite"`
	Basis     law.Basis             `json:"basis"               yaml:"basis"`
	Note      string                `json:"note,omitempty"      yaml:"note,omitempty"`
}

// Window is the first and the last day of the figures, month and day. A first day after the last lies in the year before.
type Window struct {
	First string `json:"first" yaml:"first"`
	Last  string `json:"last"  yaml:"last"`
}

// On gives the days of a year's figures; an empty window gives none.
func (w Window) On(year int) (first, last vn.Date) {
	if w == (Window{}) {
		return vn.Date{}, vn.Date{}
	}
	first, last = dayOf(year, w.First), dayOf(year, w.Last)
	if first.After(last) {
		first = dayOf(year-1, w.First)
	}
	return first, last
}

func dayOf(year int, monthDay string) vn.Date {
	d, err := vn.ParseDate(fmt.Sprintf("%04d-%s", year, monthDay))
	if err != nil {
		return vn.Date{} // refused by Check
	}
	return d
}

// Due is the last day for a year; zero where no text sets one.
func (d Duty) Due(year int) vn.Date {
	if d.By == "" {
		return vn.Date{}
	}
	if d.NextYear {
		year++
	}
	return dayOf(year, d.By)
}

// Holds tells whether the duty is one of a year: its text is in force on the last day, or at the end of the year where it
// sets none.
func (d Duty) Holds(year int) bool {
	on := d.Due(year)
	if on.IsZero() {
		on = vn.NewDate(year, time.December, 31)
	}
	return d.Contains(on)
}

// Owing says which organisations owe a report at all.
type Owing struct {
	Statuses []coop.Status `json:"statuses" yaml:"statuses"`
	Basis    law.Basis     `json:"basis"    yaml:"basis"`
}

// Regime is all of it.
type Regime struct {
	Duties []Duty `yaml:"duties"`
	Owing  Owing  `yaml:"owing"`
	Table  Form   `yaml:"table"`
}

// Of lists the duties of a year in the order of their days, those without one last; with a place only those that hold in
// that province.
func (r Regime) Of(year int, province string) []Duty {
	var found []Duty
	for _, d := range r.Duties {
		if d.Holds(year) && (province == "" || d.Place == "" || d.Place == province) {
			found = append(found, d)
		}
	}
	slices.SortStableFunc(found, func(a, b Duty) int {
		x, y := a.Due(year), b.Due(year)
		if x.IsZero() != y.IsZero() {
			if x.IsZero() {
				return 1
			}
			return -1
		}
		return x.Compare(y)
	})
	return found
}

// Step gives the duties of one step of a year that fall due.
func (r Regime) Step(year int, step Step) []Duty {
	return slices.DeleteFunc(r.Of(year, ""), func(d Duty) bool { return d.Step != step || d.By == "" })
}

// Period gives the days of a year's figures of the organisations' own reports; zero where no text asks for any.
func (r Regime) Period(year int) (first, last vn.Date) {
	for _, d := range r.Step(year, StepOrganization) {
		first, last = d.Data.On(year)
	}
	return first, last
}

// YearOf is the year reported whose figures a day lies in, of two that share it the earlier; 0 where there is none.
func (r Regime) YearOf(on vn.Date) int {
	for _, year := range []int{on.Year(), on.Year() + 1} {
		if first, last := r.Period(year); !first.IsZero() && !on.Before(first) && !on.After(last) {
			return year
		}
	}
	return 0
}

// Check refuses a duty without a source, a day that is none, and two duties that answer one question.
func (r Regime) Check() error {
	errs := []error{r.Table.Check()}
	if len(r.Owing.Statuses) == 0 || !r.Owing.Basis.Known() {
		errs = append(errs, errors.New("owing: statuses and basis are required"))
	}
	for i, d := range r.Duties {
		errs = append(errs, d.check())
		for _, other := range r.Duties[:i] {
			if other.Code == d.Code || other.Step == d.Step && other.Place == d.Place && other.Overlaps(d.Period) && shareKind(other, d) {
				errs = append(errs, fmt.Errorf("%s and %s answer the same question", other.Code, d.Code))
			}
		}
	}
	return errors.Join(errs...)
}

func shareKind(a, b Duty) bool {
	return slices.ContainsFunc(a.Kinds, func(k coop.Kind) bool { return slices.Contains(b.Kinds, k) })
}

func (d Duty) check() error {
	if err := d.Check(); err != nil {
		return fmt.Errorf("%s: %w", d.Code, err)
	}
	if d.Code == "" || d.Title == "" || d.Body == "" || d.Recipient == "" || len(d.Kinds) == 0 || len(d.Cite) == 0 || !d.Basis.Known() {
		return fmt.Errorf("%s: title, body, recipient, kinds, cite and basis are required", d.Code)
	}
	if d.By != "" && d.Data == (Window{}) {
		return fmt.Errorf("%s: what falls due has days of its figures", d.Code)
	}
	if err := d.checkUnits(); err != nil {
		return err
	}
	for _, monthDay := range []string{d.By, d.Data.First, d.Data.Last} {
		if monthDay != "" && dayOf(2023, monthDay).IsZero() { // a year without a 29 February
			return fmt.Errorf("%s: %s is no day of every year", d.Code, strconv.Quote(monthDay))
		}
	}
	return nil
}
