package dossier

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// Contract is the cooperation contract (hợp đồng hợp tác) of a THT, which decides whether it must register (Điều 107
// khoản 2, Luật 17/2023/QH15).
type Contract struct {
	SignedOn           vn.Date `json:"signed_on,omitzero"`
	OpenEnded          bool    `json:"open_ended,omitempty"`
	TermMonths         int     `json:"term_months,omitempty"` // 0 with OpenEnded false: not said
	CapitalContributed *bool   `json:"capital_contributed,omitempty"`
	AsksStateSupport   *bool   `json:"asks_state_support,omitempty"`
}

// Licence is the State Bank's licence of a QTDND, or its written approval.
type Licence struct {
	Number   string  `json:"number,omitempty"`
	IssuedOn vn.Date `json:"issued_on,omitzero"`
	Issuer   string  `json:"issuer,omitempty"`
}

// Recognition is the document that recognises a Hội quán; no law asks for one, so each part may be missing.
type Recognition struct {
	Number   string  `json:"number,omitempty"`
	IssuedOn vn.Date `json:"issued_on,omitzero"`
	Issuer   string  `json:"issuer,omitempty"`
}

// Founder is a member organisation of a union to be founded: its id where it stands on this register, else its name.
type Founder struct {
	OrganizationID string `json:"organization_id,omitempty"`
	Name           string `json:"name,omitempty"`

	Capital *vn.VND `json:"capital_vnd,omitempty"` // what it puts in
}

// UnitOpening is what an organisation declares about a unit it opens.
type UnitOpening struct {
	Kind      coop.UnitKind         `json:"kind,omitempty"`
	DecidedOn vn.Date               `json:"decided_on,omitzero"`
	Parent    *coop.UnitID          `json:"parent_unit_id,omitempty"` // the branch a business location lies under
	Head      []coop.Representative `json:"heads,omitempty"`
	Country   string                `json:"country,omitempty"` // ISO 3166 code where it lies abroad

	Activities         string           `json:"activities,omitempty"`          // of a representative office (nội dung hoạt động)
	EstablishedOn      vn.Date          `json:"established_on,omitzero"`       // abroad: the day it was set up
	ForeignCertificate *coop.Instrument `json:"foreign_certificate,omitempty"` // abroad: what the body of that country gave
}

// Abroad tells whether the unit lies in another country.
func (u *UnitOpening) Abroad() bool { return u != nil && u.Country != "" && u.Country != "VN" }

// Payload is what the application declares. Which parts belong to which procedure is Fields; a part that does not belong
// is refused.
type Payload struct {
	coop.Facts
	LegacyNumber string       `json:"certificate_number,omitempty"` // number of a paper certificate of the days before 2019-05-28
	Code         string       `json:"code,omitempty"`               // tax code from elsewhere, where the day or the kind has one
	Contract     *Contract    `json:"contract,omitempty"`
	Founders     []Founder    `json:"founders,omitempty"`
	Licence      *Licence     `json:"licence,omitempty"`
	Recognition  *Recognition `json:"recognition,omitempty"`
	Unit         *UnitOpening `json:"unit,omitempty"`
	// Reorganization is out of what a new organisation is made: its file then needs the resolution to divide, separate or
	// consolidate in place of a founding one (Điều 92 khoản 2 điểm c, Điều 93, Điều 94, 17/2023/QH15).
	Reorganization *Reorganization `json:"reorganization,omitempty"`
	SignedBy       *Signatory      `json:"signed_by,omitempty"`
	Life
}

// Instrument is a paper somebody issued.
type Instrument = coop.Instrument

// Span is a period of suspension: from its first day to its last, both included, as notices write it.
type Span struct {
	From vn.Date `json:"from,omitzero"`
	To   vn.Date `json:"to,omitzero"`
}

// Reorganization names what makes a new organisation, and of which ones.
type Reorganization struct {
	Procedure     coop.Procedure `json:"procedure,omitempty"` // division, separation or consolidation
	Organizations []coop.ID      `json:"organizations,omitempty"`
}

// Signatory is who signed the request and in what capacity; by authorisation where the paper is signed for somebody else
// (Điều 12, 92/2024/NĐ-CP).
type Signatory struct {
	FullName      string   `json:"full_name,omitempty"`
	Capacity      Capacity `json:"capacity,omitempty"`
	Authorisation string   `json:"authorisation,omitempty"`
}

// StateSupport is how much of the undivided funds and assets came from the State: what decides which papers of their return
// join a dissolution (Điều 50 khoản 2 điểm c-d, 92/2024/NĐ-CP).
type StateSupport string

// How much came from the State.
const (
	StateSupportNone  StateSupport = "none"
	StateSupportWhole StateSupport = "whole"
	StateSupportPart  StateSupport = "part"
	StateSupportBoth  StateSupport = "both" // some assets wholly, others in part
)

// What is changed that the record does not hold: noted in the ledger, kept in the papers.
const (
	NotedCharter        = "charter"
	NotedOrgans         = "organs"
	NotedTaxInformation = "tax_information"
)

// Where a mistake stands that is corrected: on the certificate, which is then given anew, or only in the register, by the
// conversion of data (Điều 26 khoản 1-2 and 3-4, 92/2024/NĐ-CP).
const (
	MistakeInCertificate = "certificate"
	MistakeInRegister    = "register"
)

// Hearing is the organisation's chance to explain itself (giải trình) before a revocation: the day named in the notice, and
// what came of it.
type Hearing struct {
	SummonedTo vn.Date `json:"summoned_to,omitzero"`
	Attended   bool    `json:"attended,omitempty"`
	Accepted   bool    `json:"accepted,omitempty"` // the explanation was accepted: there is nothing to revoke
}

// TaxWord is what the tax office answered about the obligations of what ends.
type TaxWord struct {
	Instrument
	Settled *bool `json:"settled,omitempty"` // false: the tax office objects; absent: it did not answer
}

// NameFinding is what the officer found of a planned name, with the reason: that it stays although something speaks against
// it, or that it may be taken for another.
type NameFinding struct {
	Clashes bool   `json:"clashes"`
	Reason  string `json:"reason"`
}

// ContinuityFinding is what the officer found of the months that a THT has to have worked without a break, with the reason
// (Điều 108 khoản 1 điểm b, 17/2023/QH15).
type ContinuityFinding struct {
	Continuous bool   `json:"continuous"`
	Reason     string `json:"reason"`
}

// NamePart is a form of a name that an organisation may have, but need not.
type NamePart string

// The parts of a name that a change may remove (Điều 50 khoản 2-3, 17/2023/QH15: besides the Vietnamese one).
const (
	NameForeign NamePart = "foreign"
	NameShort   NamePart = "short"
)

// of is the part in a name.
func (n NamePart) of(name *coop.Name) *string {
	if n == NameForeign {
		return &name.Foreign
	}
	return &name.Short
}

// Membership is an HTX that joins or leaves a union.
type Membership struct {
	OrganizationID coop.ID `json:"organization_id"`
	JoinedOn       vn.Date `json:"joined_on,omitzero"`
	LeftOn         vn.Date `json:"left_on,omitzero"`

	Capital *vn.VND `json:"capital_vnd,omitempty"` // what it puts in
}

// FoundBy tells who noticed a mistake to be corrected.
type FoundBy string

// Who finds a mistake: the two ways have time limits of their own (Điều 26, 92/2024/NĐ-CP).
const (
	FoundByFiler  FoundBy = "filer"
	FoundByOffice FoundBy = "office"
)

// Life is what a file declares about an organisation that is on the register already.
type Life struct {
	EffectiveOn vn.Date      `json:"effective_on,omitzero"` // day of the change where it is only notified
	Resolution  *Instrument  `json:"resolution,omitempty"`  // of the organisation: minutes, resolution or decision
	Instrument  *Instrument  `json:"instrument,omitempty"`  // of a body: court, tax office, People's Committee
	Suspension  *Span        `json:"suspension,omitempty"`
	ResumesOn   vn.Date      `json:"resumes_on,omitzero"`
	Ground      string       `json:"ground,omitempty"` // code of a ground in the rulebook
	Reason      string       `json:"reason,omitempty"`
	Hearing     *Hearing     `json:"hearing,omitempty"`
	Tax         *TaxWord     `json:"tax,omitempty"`
	DebtsPaid   *bool        `json:"debts_paid,omitempty"`
	NoDispute   *bool        `json:"no_dispute,omitempty"`
	AllAgreed   *bool        `json:"all_agreed,omitempty"` // conversion: every member of the THT agreed
	Parties     []coop.ID    `json:"parties,omitempty"`    // the other organisations of a reorganisation
	BornFrom    []coop.ID    `json:"born_from,omitempty"`  // Hội quán or THT out of which it grew
	Memberships []Membership `json:"memberships,omitempty"`
	// MemberOf is the registered union or HTX whose member the planned name's bearer is, where the law excepts members.
	MemberOf    *coop.ID         `json:"member_of,omitempty"`
	NameFinding *NameFinding     `json:"name_finding,omitempty"` // what the officer found of the name
	NameRemoved []NamePart       `json:"name_removed,omitempty"` // forms of the name that it has no longer
	Enterprise  *coop.Enterprise `json:"enterprise,omitempty"`
	ActID       string           `json:"act_id,omitempty"` // the entry of the ledger to be corrected or made void
	FoundBy     FoundBy          `json:"found_by,omitempty"`
	// ConfirmationWanted asks for a giấy xác nhận where the law gives one on wish (Điều 41-43, Điều 60 khoản 6, 92/2024/NĐ-CP).
	ConfirmationWanted bool         `json:"confirmation_wanted,omitempty"`
	MistakeIn          string       `json:"mistake_in,omitempty"`
	Judgment           *Instrument  `json:"judgment,omitempty"`           // a change by judgment or award, in place of a resolution
	Noted              []string     `json:"noted,omitempty"`              // what else changes: charter, organs, tax_information
	DataOnly           bool         `json:"personal_data_only,omitempty"` // the same people; only what is known of them changes
	Explanation        string       `json:"explanation,omitempty"`        // why a change is needed for the end that is under way
	Exchange           bool         `json:"exchange,omitempty"`           // the old certificate is exchanged with this file
	Since              vn.Date      `json:"ground_since,omitzero"`        // since when the ground of a revocation lasts
	DebtsPaidOn        vn.Date      `json:"debts_paid_on,omitzero"`
	State              StateSupport `json:"state_support,omitempty"`
	// Continuity is what the officer found of a THT's months without a break, where the register cannot count them.
	Continuity *ContinuityFinding `json:"continuity_finding,omitempty"`
}
