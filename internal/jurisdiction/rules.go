// Package jurisdiction says who decides: for a kind of organisation, a procedure, a place and a day, the competent
// authority and the clause that makes it so. Authorities are the offices themselves, each one continuous life.
package jurisdiction

import (
	"fmt"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Level is the tier of an authority.
type Level string

// The tiers; none where no body registers.
const (
	LevelStateBank Level = "state_bank"
	LevelProvince  Level = "province"
	LevelDistrict  Level = "district"
	LevelCommune   Level = "commune"
	LevelNone      Level = "none"
)

// Office is what kind of body an authority is. The codes of authorities begin with it.
type Office string

// The kinds of office.
const (
	OfficeSKHDT Office = "skhdt" // Sở Kế hoạch và Đầu tư
	OfficeSTC   Office = "stc"   // Sở Tài chính
	OfficeTCKH  Office = "tckh"  // Phòng Tài chính - Kế hoạch
	OfficeUBND  Office = "ubnd"  // Ủy ban nhân dân cấp xã
	OfficeKT    Office = "kt"    // Phòng Kinh tế; Phòng Kinh tế, Hạ tầng và Đô thị
	OfficeNHNN  Office = "nhnn"  // Ngân hàng Nhà nước
	OfficeNone  Office = "none"
)

// Level is the tier of the office.
func (o Office) Level() Level {
	switch o {
	case OfficeSKHDT, OfficeSTC:
		return LevelProvince
	case OfficeTCKH:
		return LevelDistrict
	case OfficeUBND, OfficeKT:
		return LevelCommune
	case OfficeNHNN:
		return LevelStateBank
	case OfficeNone:
	}
	return LevelNone
}

// Rule names the office for some kinds and procedures during a period.
type Rule struct {
	Code       string           `yaml:"code"`
	Kinds      []string         `yaml:"kinds"`
	Of         []coop.Kind      `yaml:"of,omitempty"` // for units: kinds of the organisation that opens them
	Procedures []coop.Procedure `yaml:"procedures"`
	BySeat     bool             `yaml:"by_seat,omitempty"` // for units: the place that counts is the organisation's seat
	vn.Period  `yaml:",inline"`
	Office     Office            `yaml:"office"`
	Keeper     Office            `yaml:"keeper,omitempty"` // who enters it here, where that is not the office that decides
	KeeperNote law.Basis         `yaml:"keeper_basis,omitempty"`
	Instead    coop.Procedure    `yaml:"instead,omitempty"` // the procedure that exists on these days instead
	Titles     map[string]string `yaml:"titles,omitempty"`  // title of what is issued, by kind
	Cite       []law.Cite        `yaml:"cite"`
	Basis      law.Basis         `yaml:"basis"`
	Says       string            `yaml:"says"` // one sentence for a citizen; {office} and {place} are filled in
}

// Life stands in a rule for every procedure of an organisation that is registered already.
const Life coop.Procedure = "life"

// Rules is the table of who registers whom.
type Rules []Rule

// Check refuses two rules that answer one question, and a rule that names neither an office nor why there is none.
func (rs Rules) Check() error {
	for i, r := range rs {
		if err := r.Check(); err != nil {
			return fmt.Errorf("%s: %w", r.Code, err)
		}
		if r.Says == "" || !r.Basis.Known() || len(r.Cite) == 0 || r.Office == "" {
			return fmt.Errorf("%s: office, cite, basis and says are required", r.Code)
		}
		for _, other := range rs[:i] {
			if other.Code == r.Code {
				return fmt.Errorf("%s stands twice", r.Code)
			}
			if r.answersWith(other) {
				return fmt.Errorf("%s and %s answer the same question", r.Code, other.Code)
			}
		}
	}
	return nil
}

func (r Rule) answersWith(o Rule) bool {
	return r.Overlaps(o.Period) && shareOne(r.Kinds, o.Kinds) && shareOne(r.Procedures, o.Procedures) &&
		(len(r.Of) == 0 || len(o.Of) == 0 || shareOne(r.Of, o.Of))
}

func shareOne[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

// find gives the one rule for a question: the one that names its procedure, else the one of its group.
func (rs Rules) find(q Question) (Rule, bool) {
	for _, procedure := range []coop.Procedure{q.Procedure, groupOf(q.Procedure)} {
		for _, r := range rs {
			if r.Contains(q.On) && slices.Contains(r.Kinds, q.kind()) && slices.Contains(r.Procedures, procedure) &&
				(len(r.Of) == 0 || slices.Contains(r.Of, q.parent())) {
				return r, true
			}
		}
	}
	return Rule{}, false
}

// BySeat tells whether a file about a unit goes to the office of the organisation's seat, not to that of the unit.
func (rs Rules) BySeat(q Question) bool {
	r, ok := rs.find(q)
	return ok && r.BySeat
}

// groupOf folds the procedures of a registered organisation into one: its office is the same for all of them that no rule names.
func groupOf(p coop.Procedure) coop.Procedure {
	switch p { //nolint:exhaustive // those with offices of their own are named
	case coop.ProcedureFormation, coop.ProcedureNoticeOfFormation, coop.ProcedureNoticeOfChange, coop.ProcedureNoticeOfEnd,
		coop.ProcedureRecognition, coop.ProcedureMirrorLicence, coop.ProcedureConversion, coop.ProcedureUnitRegistration,
		coop.ProcedureUnitChange, coop.ProcedureUnitClosure, coop.ProcedureInformationUpdate:
		return p
	}
	return Life
}
