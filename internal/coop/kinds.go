package coop

// Kind is what an organisation of the collective economy is in law. The list is closed: a new kind breaks every
// switch that forgot it (linter exhaustive).
type Kind string

// The five kinds the register keeps.
const (
	KindHTX     Kind = "htx"      // hợp tác xã
	KindLHHTX   Kind = "lhhtx"    // liên hiệp hợp tác xã
	KindQTDND   Kind = "qtdnd"    // quỹ tín dụng nhân dân
	KindTHT     Kind = "tht"      // tổ hợp tác
	KindHoiQuan Kind = "hoi_quan" // Hội quán: no form of the cooperative law
)

// Kinds lists every kind in the order in which they are shown.
func Kinds() []Kind { return []Kind{KindHTX, KindLHHTX, KindQTDND, KindTHT, KindHoiQuan} }

// Known tells whether k is one of the five kinds.
func (k Kind) Known() bool {
	_, ok := k.rules()
	return ok
}

// Label is the Vietnamese name of the kind as a sentence uses it.
func (k Kind) Label() string {
	r, _ := k.rules()
	return r.label
}

// LabelEN is the English name of the kind used by the project (docs/glossary.md).
func (k Kind) LabelEN() string {
	r, _ := k.rules()
	return r.labelEN
}

// HasCapital tells whether the kind has a charter capital, or contributions, that the register records.
func (k Kind) HasCapital() bool {
	r, _ := k.rules()
	return r.capital
}

// LegalPerson tells whether the kind has legal personality (tư cách pháp nhân).
func (k Kind) LegalPerson() bool {
	r, _ := k.rules()
	return r.legalPerson
}

// MayOpenUnits tells whether the kind may have branches, representative offices and business locations
// (Điều 55, Luật 17/2023/QH15; Điều 27, Luật 23/2012/QH13).
func (k Kind) MayOpenUnits() bool {
	r, _ := k.rules()
	return r.units
}

// MaySpanCommunes tells whether the kind may name several communes as its area: only the Hội quán.
func (k Kind) MaySpanCommunes() bool { return k == KindHoiQuan }

// kindRules are the structural facts of a kind. What only a legal text can change stands in the rulebook.
type kindRules struct {
	label, labelEN              string
	capital, legalPerson, units bool
}

func (k Kind) rules() (kindRules, bool) {
	switch k {
	case KindHTX:
		return kindRules{"hợp tác xã", "cooperative", true, true, true}, true
	case KindLHHTX:
		return kindRules{"liên hiệp hợp tác xã", "cooperative union", true, true, true}, true
	case KindQTDND:
		return kindRules{"quỹ tín dụng nhân dân", "people's credit fund", true, true, true}, true
	case KindTHT:
		return kindRules{"tổ hợp tác", "cooperative group", true, false, false}, true
	case KindHoiQuan:
		return kindRules{"Hội quán", "Hội quán (farmers' club)", false, false, false}, true
	}
	return kindRules{}, false
}

// UnitKind is what a dependent unit of an organisation is. The law counts the business location apart from the
// dependent units; the register keeps the three side by side.
type UnitKind string

// The three kinds of unit.
const (
	UnitBranch               UnitKind = "branch"                // chi nhánh
	UnitRepresentativeOffice UnitKind = "representative_office" // văn phòng đại diện
	UnitBusinessLocation     UnitKind = "business_location"     // địa điểm kinh doanh
)

// UnitKinds lists every kind of unit.
func UnitKinds() []UnitKind {
	return []UnitKind{UnitBranch, UnitRepresentativeOffice, UnitBusinessLocation}
}

// Label is the Vietnamese name of the kind of unit.
func (k UnitKind) Label() string {
	switch k {
	case UnitBranch:
		return "chi nhánh"
	case UnitRepresentativeOffice:
		return "văn phòng đại diện"
	case UnitBusinessLocation:
		return "địa điểm kinh doanh"
	}
	return ""
}

// LabelEN is the English name of the kind of unit.
func (k UnitKind) LabelEN() string {
	switch k {
	case UnitBranch:
		return "branch"
	case UnitRepresentativeOffice:
		return "representative office"
	case UnitBusinessLocation:
		return "business location"
	}
	return ""
}
