package dossier

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// Provision is what the rulebook says on one point for the day, kind and procedure of a file. Basis missing means that no
// text settles the point: the rule then answers unknown, never not met.
type Provision[T any] struct {
	Value T
	Cite  []law.Cite
	Basis law.Basis
}

func (p Provision[T]) settled() bool { return p.Basis != law.BasisMissing && p.Basis != "" }

// Paper is one paper that the law of the day asks for.
type Paper struct {
	Type     string
	Title    string
	Required bool
	When     string // only for a file that changes this member or is of this kind; see Dossier.asks
	Cite     []law.Cite
	Basis    law.Basis
}

// Conditions are what a file needs to be entered, beside its papers, its name and the fee.
type Conditions struct {
	Contact     bool `json:"contact,omitempty"      yaml:"contact,omitempty"`      // an address at which the filer is reached
	Phone       bool `json:"phone,omitempty"        yaml:"phone,omitempty"`        // the filer's phone
	OnlineEmail bool `json:"online_email,omitempty" yaml:"online_email,omitempty"` // online also the filer's e-mail
}

// Law is the rulebook resolved for one file: its procedure, kind and day.
type Law struct {
	On              vn.Date
	Regime          string
	Edition         string // edition of VSIC in force
	Papers          Provision[[]Paper]
	MinMembers      Provision[int]
	OneRepresentant Provision[bool] // exactly one legal representative
	Entry           Provision[Conditions]
	Fee             Provision[bool]           // whether a fee is due
	CodeAllotted    Provision[bool]           // whether the register allots the code: from 2019-05-28
	MustRegister    Provision[bool]           // THT: whether the law knows a duty to register
	Governance      Provision[GovernanceRule] // which governance an HTX or union must have
	Rule            Provision[Rule]           // what the law says of the procedure
	Stands          []string                  // what is true of the organisation that papers depend on: StandsNoticed and so on
}

// How an organisation may stand that a list of papers asks about.
const (
	StandsNoticed    = "noticed"                 // a THT that gave notice and now registers
	StandsNoticedOld = "noticed_before_law"      // one founded before the 2023 law that must register (Điều 65 khoản 3, 92/2024/NĐ-CP)
	StandsDissolving = "dissolving"              // on its way to the end
	StandsAbroad     = "abroad"                  // the file is about a unit in another country
	StandsFull       = "governed_full"           // by a board: its minutes and decisions (Điều 36 khoản 1, Điều 54 khoản 2, 92/2024/NĐ-CP)
	StandsForeign    = "foreign_members_changed" // the file changes how many of the members are foreigners
	StandsReduced    = "governed_reduced"        // without one: those of the general meeting; neither: the register was not told
)

// Parent is the organisation that opens a unit.
type Parent struct {
	Status     coop.Status
	Industries []coop.Industry
	Branch     bool // the unit that the file puts a business location under is an open branch of it
}

// Subject is what a file is judged against: reference data and the register, as they are in the transaction.
type Subject struct {
	Law        Law
	Places     *place.Directory
	Industries *place.Industries
	Competence law.Verdict   // from package jurisdiction
	Name       []law.Verdict // from package naming
	Parent     *Parent       // for unit_registration; nil when it was not found
	Target     *Target       // what the file is about; nil for one that founds
	Today      vn.Date
	Received   vn.Date // day of receipt; today while it is not received
	Calendar   vn.Calendar
	Elsewhere  map[string]coop.Procedure // by member: the procedure of the day that changes it
	Sector     string                    // of the lines of business the file declares, else of the record
}

// Entry gives the conditions for the file to enter the system: papers, name, fee, and the filer's phone (Điều 19 khoản 2,
// 92/2024/NĐ-CP) or contact (Điều 6 khoản 2, 03/2014/TT-BKHĐT). A file that misses one is not received.
func (d Dossier) Entry(s Subject) []law.Verdict {
	verdicts := append([]law.Verdict{s.Competence}, d.newOffice(s)...)
	verdicts = append(verdicts, d.papers(s.Law)...)
	if !s.updates() {
		verdicts = append(verdicts, verdict("ENTRY-NAME", d.plannedName() != "", s.Law.Entry.Cite, "/payload/name/vi", msgNamePresent, msgNameMissing))
	}
	return append(append(verdicts, d.contact(s.Law.Entry)...), d.fee(s.Law))
}

// contact checks how the filer is reached: what is asked for on the day, and the form of what is given.
func (d Dossier) contact(entry Provision[Conditions]) []law.Verdict {
	var verdicts []law.Verdict
	_, phoneErr := vn.Phone(d.Filer.Phone)
	switch phone := d.Filer.Phone; {
	case phone != "" && phoneErr != nil:
		verdicts = append(verdicts, verdict("ENTRY-PHONE", false, entry.Cite, "/filer/phone", "", msgPhoneWrong(phoneErr)))
	case entry.Value.Phone:
		verdicts = append(verdicts, verdict("ENTRY-PHONE", phone != "", entry.Cite, "/filer/phone", msgPhonePresent, msgPhoneMissing))
	case entry.Value.Contact:
		verdicts = append(verdicts, verdict("ENTRY-CONTACT", phone != "" || d.Filer.Email != "", entry.Cite, "/filer/phone", msgContactPresent, msgContactMissing))
	}
	if entry.Value.OnlineEmail && d.Channel == ChannelOnline && d.Filer.Email == "" {
		verdicts = append(verdicts, verdict("ENTRY-EMAIL", false, entry.Cite, "/filer/email", "", msgEmailMissing))
	}
	return verdicts
}

// Judge gives every verdict on the file: the conditions of entry first, then the conditions of the certificate. Approval
// needs that none is not met.
func (d Dossier) Judge(s Subject) []law.Verdict {
	if s.updates() {
		return d.judgeLife(s)
	}
	verdicts := append(d.Entry(s), d.toCome(s.Today)...)
	if s.Target != nil {
		verdicts = append(verdicts, d.life(s)...)
	}
	if s.Law.Rule.Value.Effect == EffectConvert {
		d.OrganizationKind = coop.KindHTX // what it declares is an HTX
	}
	verdicts = append(verdicts, d.filer(s)...)
	verdicts = append(verdicts, s.Name...)
	if !d.abroad(s.Law) {
		verdicts = append(verdicts, d.seat(s)...)
	}
	verdicts = append(verdicts, d.foreignFields()...)
	verdicts = append(verdicts, d.headNames()...)
	if d.Procedure == coop.ProcedureUnitRegistration {
		return slices.Concat(verdicts, d.unitAbroad(s), d.unit(s))
	}
	verdicts = append(verdicts, d.members(s.Law)...)
	verdicts = append(verdicts, d.industries(s)...)
	verdicts = append(verdicts, d.capital()...)
	verdicts = append(verdicts, d.representatives(s.Law)...)
	verdicts = append(verdicts, d.governance(s)...)
	verdicts = append(verdicts, d.code(s.Law)...)
	verdicts = append(verdicts, d.contract(s.Law)...)
	verdicts = append(verdicts, d.licence()...)
	return verdicts
}

// updates tells whether the file is about what is on the register already and declares only what changes. A THT that has
// given notice and now registers, or becomes an HTX, declares everything anew (Điều 58 khoản 3, Điều 61, 92/2024/NĐ-CP).
func (s Subject) updates() bool {
	rule := s.Law.Rule.Value
	return !rule.Founds() || s.Target != nil && len(rule.Fields) > 0
}

// judgeLife gives every verdict on a file about what is on the register: of what an application declares, only what it
// changes.
func (d Dossier) judgeLife(s Subject) []law.Verdict {
	verdicts := slices.Concat(d.Entry(s), d.toCome(s.Today), d.life(s), d.unitAbroad(s), d.filer(s))
	p := d.Payload
	verdicts = append(verdicts, d.renamed(s)...)
	verdicts = append(verdicts, d.headNames()...)
	if p.changes("seat") && p.Seat.Place != "" {
		verdicts = append(verdicts, d.seat(s)...)
	}
	if p.changes("industries") {
		verdicts = append(verdicts, d.industries(s)...)
	}
	if p.changes("charter_capital_vnd") {
		verdicts = append(verdicts, d.capital()...)
	}
	if p.changes("legal_representatives") {
		verdicts = append(verdicts, d.representatives(s.Law)...)
	}
	verdicts = append(verdicts, d.governance(s)...)
	return verdicts
}

// NotMet gives the verdicts that stand in the way, in their order: what is not met, and what the file still has to say.
func NotMet(verdicts []law.Verdict) []law.Verdict {
	return slices.DeleteFunc(slices.Clone(verdicts), func(v law.Verdict) bool {
		return v.Advisory || v.Answer != law.NotMet && (v.Answer != law.Unknown || !v.Asks)
	})
}

func (d Dossier) fee(l Law) law.Verdict {
	switch {
	case !l.Fee.settled():
		return law.Verdict{Rule: "ENTRY-FEE", Answer: law.Unknown, Cite: l.Fee.Cite, Basis: law.BasisMissing, Pointer: "/fee_paid", Detail: msgFeeMissing}
	case !l.Fee.Value:
		return law.Verdict{Rule: "ENTRY-FEE", Answer: law.NotApplicable, Cite: l.Fee.Cite, Basis: l.Fee.Basis, Pointer: "/fee_paid", Detail: msgFeeExempt}
	}
	v := verdict("ENTRY-FEE", d.FeePaid, l.Fee.Cite, "/fee_paid", msgFeePaid, msgFeeMissing)
	v.Basis = l.Fee.Basis
	return v
}

func (d Dossier) plannedName() string { return d.Payload.Name.Vi }

// verdict is met or not met with its sentence.
func verdict(rule string, met bool, cite []law.Cite, pointer, yes, no string) law.Verdict {
	v := law.Verdict{Rule: rule, Answer: law.NotMet, Cite: cite, Basis: law.BasisStated, Pointer: pointer, Detail: no}
	if met {
		v.Answer, v.Detail = law.Met, yes
	}
	if len(cite) == 0 {
		v.Cite, v.Basis = []law.Cite{}, law.BasisDerived
	}
	return v
}
