package reporting

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Unit is a body that owes a report of a year and is no office of this register (sở, ban, ngành; Ủy ban nhân dân cấp huyện).
// One with a level stands for the People's Committees of all places of that level in the duty's province.
type Unit struct {
	Code  string     `json:"code"            yaml:"code"`
	Name  string     `json:"name"            yaml:"name"`
	Level string     `json:"level,omitempty" yaml:"level,omitempty"`
	Cite  []law.Cite `json:"cite,omitempty"  yaml:"cite,omitempty"`
	Basis law.Basis  `json:"basis"           yaml:"basis"`
	Note  string     `json:"note,omitempty"  yaml:"note,omitempty"`
}

// checkUnits refuses a unit twice, without a name or a basis, one without a province, and a duty of units and offices both.
func (d Duty) checkUnits() error {
	var errs []error
	if len(d.Units) > 0 && (d.Place == "" || len(d.To) == 0 || len(d.Offices) > 0 || !d.FormBasis.Known()) {
		errs = append(errs, fmt.Errorf("%s: units report in one province to an office, are no offices, and have a form_basis", d.Code))
	}
	for i, u := range d.Units {
		if u.Code == "" || u.Name == "" || !u.Basis.Known() || strings.ContainsAny(u.Code, "-/ ") {
			errs = append(errs, fmt.Errorf("%s: unit %s: code, name and basis are required", d.Code, u.Code))
		}
		for _, other := range d.Units[:i] {
			if other.Code == u.Code {
				errs = append(errs, fmt.Errorf("%s: unit %s stands twice", d.Code, u.Code))
			}
		}
	}
	return errors.Join(errs...)
}

// UnitRef names a unit.
type UnitRef struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Place string `json:"place"` // code of its place
}

// UnitDuty is one unit's report of a year: here or not, and when it came.
type UnitDuty struct {
	Unit        UnitRef           `json:"unit"`
	Duty        string            `json:"duty"` // code of the rule
	Recipient   coop.AuthorityRef `json:"recipient"`
	DueOn       vn.Date           `json:"due_on"`
	State       State             `json:"state"`
	ReceivedAt  *time.Time        `json:"received_at"`  // arrival of the first
	CorrectedAt *time.Time        `json:"corrected_at"` // arrival of the present one, where it is another
	Revision    int64             `json:"revision"`     // 0: none
	Basis       law.Basis         `json:"basis"`        // that this unit owes it
	Cite        []law.Cite        `json:"cite"`
	Note        string            `json:"note,omitempty"`
}

// UnitContent is what a unit reports. No form is known: the paper's number and day, its text, and the figures in it by name.
type UnitContent struct {
	Number   string       `json:"number,omitempty"`
	IssuedOn vn.Date      `json:"issued_on,omitzero"`
	Text     string       `json:"text"`
	Figures  []UnitFigure `json:"figures,omitempty"`
}

// UnitFigure is a number in a report, as the unit names it.
type UnitFigure struct {
	Name  string `json:"name"`
	Value int64  `json:"value"`
	Unit  string `json:"unit"`
}

// Check refuses a day that has not come.
func (c UnitContent) Check(today vn.Date) error {
	if c.IssuedOn.After(today) {
		return ErrUnitReport.At(fault.Field{Pointer: "/issued_on", Code: "in-the-future", Detail: msgNotYet(c.IssuedOn)})
	}
	return nil
}

// Sum is the digest of the content: SHA-256 of its canonical JSON (RFC 8785).
func (c UnitContent) Sum() (string, error) { return digest(c) }

// UnitReport is what a unit reported of a year. Its first arrival decides whether it is late; a correction changes nothing of that.
type UnitReport struct {
	Unit UnitRef `json:"unit"`
	Year int     `json:"year"`
	Duty string  `json:"duty"` // code of the rule
	UnitContent
	FormBasis  law.Basis         `json:"form_basis"` // how sure the form is
	Authority  coop.AuthorityRef `json:"authority"`  // the office that took it in
	DueOn      vn.Date           `json:"due_on"`
	ReceivedAt time.Time         `json:"received_at"` // arrival of this revision
	RecordedAt time.Time         `json:"recorded_at"`
	Digest     string            `json:"digest"` // SHA-256 of the content as canonical JSON
	Revision   int64             `json:"revision"`
}

// Sealed refuses a report whose content is not what was kept, with ErrDiffers.
func (r UnitReport) Sealed() error {
	sum, err := r.Sum()
	if err != nil {
		return err
	}
	if sum != r.Digest {
		return ErrDiffers
	}
	return nil
}

// UnitArrival is when a unit's report came.
type UnitArrival struct {
	First, Present time.Time
	Revision       int64
}

// Errors of the units' reports.
var (
	ErrNoUnit = fault.New(fault.NotFound, "unit-not-found",
		"Năm đó không có đơn vị này phải báo cáo. Hãy xem /v1/reporting/{year}/units.",
		"No such unit owes a report of the year. See /v1/reporting/{year}/units.")
	ErrNoUnitReport = fault.New(fault.NotFound, "unit-report-not-found",
		"Chưa có báo cáo năm này của đơn vị. Hãy xem /v1/reporting/{year}/units.",
		"The unit has no report of this year. See /v1/reporting/{year}/units.")
	ErrUnitReport = fault.New(fault.Refused, "unit-report-refused",
		"Báo cáo của đơn vị chưa hợp lệ. Hãy sửa các chỗ nêu trong errors.", "The unit's report is not valid. Mend what errors names.")
)
