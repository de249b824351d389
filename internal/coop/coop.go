// Package coop says what an organisation of the collective economy is: a hợp tác xã, a liên hiệp hợp tác xã, a quỹ tín
// dụng nhân dân, a tổ hợp tác or a Hội quán, with its seat, lines of business, capital, members and representatives.
// One record serves all kinds; the kind decides which parts may be there.
package coop

import (
	"time"

	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// ID names an organisation for ever; official numbers change, this does not.
type ID = id.Of[Organization]

// UnitID names a branch, representative office or business location for ever.
type UnitID = id.Of[Unit]

// Status is the official legal status (tình trạng pháp lý) and nothing else: Điều 27 and Điều 28, 92/2024/NĐ-CP.
// What has no official status, a THT on the notice track or a Hội quán, is recorded or ended.
type Status string

// The statuses of the register.
const (
	StatusActive       Status = "active"
	StatusSuspended    Status = "suspended"
	StatusNotAtAddress Status = "not_at_address"
	StatusRevoked      Status = "revoked"
	StatusDissolving   Status = "dissolving"
	StatusInBankruptcy Status = "in_bankruptcy"
	StatusEnded        Status = "ended"
	StatusRecorded     Status = "recorded"
)

// Statuses lists every status.
func Statuses() []Status {
	return []Status{
		StatusActive, StatusSuspended, StatusNotAtAddress, StatusRevoked, StatusDissolving, StatusInBankruptcy,
		StatusEnded, StatusRecorded,
	}
}

// StatusReason says why an organisation is dissolving or ended.
type StatusReason string

// The reasons beside dissolving and ended.
const (
	ReasonDissolution   StatusReason = "dissolution"
	ReasonRevocation    StatusReason = "revocation"
	ReasonDivision      StatusReason = "division"
	ReasonConsolidation StatusReason = "consolidation"
	ReasonMerger        StatusReason = "merger"
	ReasonBankruptcy    StatusReason = "bankruptcy"
	ReasonTermination   StatusReason = "termination"
	ReasonConversion    StatusReason = "conversion"
)

// Track tells how a THT stands in the register: given notice of to the commune, certified under the old decree, or
// registered with a certificate. Every other kind is registered or recorded.
type Track string

// The tracks.
const (
	TrackRegistration Track = "registration"
	TrackNotice       Track = "notice"
	TrackRecord       Track = "record"  // a Hội quán, entered without any registering act
	TrackLicence      Track = "licence" // a QTDND entered from the State Bank's licence
)

// Name is a name in its three forms. Vi is the name of the register; the others may be empty.
type Name struct {
	Vi      string `json:"vi"`
	Foreign string `json:"foreign,omitempty"`
	Short   string `json:"short,omitempty"`
}

// Seat is the head office (trụ sở chính): the address that decides which office is competent. Place is a commune code
// of the list in force on the day the address was registered.
type Seat struct {
	Line  string `json:"line"`
	Place string `json:"place,omitzero"` // left out while nobody has said it: an empty text is no code
}

// Industry is a line of business: a VSIC code with the edition it belongs to, for codes change meaning between editions.
type Industry struct {
	Edition string `json:"edition"`
	Code    string `json:"code"`
	Name    string `json:"name,omitempty"`
	Main    bool   `json:"main"`
}

// MemberCounts are numbers of members. Under the 2012 law every member is official; the associates came with the 2023
// law (Điều 4 khoản 16-19, Luật 17/2023/QH15). Foreign counts those among the members who are foreigners.
type MemberCounts struct {
	Official          int `json:"official"`
	CapitalAssociates int `json:"capital_associates"`
	ServiceAssociates int `json:"service_associates"`
	Foreign           int `json:"foreign"`
}

// Representative is a legal representative, the representative of a THT or the chủ nhiệm of a Hội quán. The public sees
// name, title and nationality; the rest is personal data, shown to the competent office and its superiors only.
type Representative struct {
	FullName    string `json:"full_name"`
	Title       string `json:"title"`
	Nationality string `json:"nationality,omitempty"`

	IDDocument     string  `json:"id_document,omitempty"`
	BirthDate      vn.Date `json:"birth_date,omitzero"`
	ContactAddress string  `json:"contact_address,omitempty"`
	Phone          string  `json:"phone,omitempty"`
}

// Public is the representative without personal data.
func (r Representative) Public() Representative {
	return Representative{FullName: r.FullName, Title: r.Title, Nationality: r.Nationality}
}

// PublicPeople are people without personal data.
func PublicPeople(people []Representative) []Representative {
	public := make([]Representative, len(people))
	for i, someone := range people {
		public[i] = someone.Public()
	}
	return public
}

// LegacyNumber is a number of an old certificate or of another body's book, kept as free text: the texts give such
// numbers no structure. Issuer says whose number it is.
type LegacyNumber struct {
	Number   string  `json:"number"`
	IssuedOn vn.Date `json:"issued_on"`
	Issuer   string  `json:"issuer,omitempty"`
}

// Instrument is a paper somebody issued: the resolution of an organisation, a court's decision, the tax office's word.
type Instrument struct {
	Number   string  `json:"number,omitempty"`
	IssuedOn vn.Date `json:"issued_on,omitzero"`
	Issuer   string  `json:"issuer,omitempty"`
}

// Dated tells whether the paper is named with its day.
func (i *Instrument) Dated() bool { return i != nil && !i.IssuedOn.IsZero() }

// Enterprise is a company that an HTX or union founded or holds a share of (Điều 81, 17/2023/QH15).
type Enterprise struct {
	Name    string  `json:"name"`
	Code    string  `json:"code,omitempty"` // tax code of the enterprise
	Share   string  `json:"share,omitempty"`
	Founded vn.Date `json:"founded_on,omitzero"`
}

// Governance is how an HTX or LHHTX is governed under the 2023 law (Điều 56, 17/2023/QH15).
type Governance string

// The two models.
const (
	GovernanceFull    Governance = "full"    // đầy đủ: general meeting, board, director, control board
	GovernanceReduced Governance = "reduced" // rút gọn: general meeting, director, controller
)

// Facts are what an application declares about an organisation and what the register keeps of it.
type Facts struct {
	Name            Name             `json:"name,omitzero"`
	Seat            Seat             `json:"seat,omitzero"`
	Area            []string         `json:"area,omitempty"` // further communes of a Hội quán
	Industries      []Industry       `json:"industries,omitempty"`
	Purpose         string           `json:"purpose,omitempty"`
	Governance      Governance       `json:"governance,omitempty"` // empty: not known, or of a law that knows one model
	CharterCapital  *vn.VND          `json:"charter_capital_vnd,omitempty"`
	Members         *MemberCounts    `json:"members,omitempty"` // nil: not known
	Representatives []Representative `json:"legal_representatives,omitempty"`
	Phone           string           `json:"phone,omitempty"`
	Email           string           `json:"email,omitempty"`
	Website         string           `json:"website,omitempty"`
}

// Registration is what the certificate that stands, the notice or the record says: the office that gave it and its number, with the
// day on which the first one put the organisation on the register.
type Registration struct {
	AuthorityID       string  `json:"authority_id,omitempty"` // empty: not known
	Level             string  `json:"level,omitempty"`        // level of that authority
	CertificateNumber string  `json:"certificate_number,omitempty"`
	IssuedOn          vn.Date `json:"issued_on"` // day of the first certificate, notice or record; zero: not known
	Regime            string  `json:"regime"`
	Track             Track   `json:"track"`
	// Misrouted is true when an authority that was not competent registered it, nil when no text names the office of
	// that day or a fact is missing.
	Misrouted       *bool      `json:"misrouted"`
	MisroutedReason string     `json:"misrouted_reason,omitempty"`
	Cite            []law.Cite `json:"cite,omitempty"`
}

// Origin tells how a record came onto the register.
type Origin string

// The origins.
const (
	OriginDossier     Origin = "dossier"
	OriginOpeningBook Origin = "opening_book" // taken over from an office's book; missing facts stay missing
	OriginSample      Origin = "sample"
)

// Organization is the present state of one organisation, a projection of its ledger.
type Organization struct {
	ID            ID             `json:"id"`
	Kind          Kind           `json:"kind"`
	Code          string         `json:"code,omitempty"` // mã số = tax code; empty before 2019-05-28 and for what has none
	LegacyNumbers []LegacyNumber `json:"legacy_numbers,omitempty"`
	Facts
	SeatOn       vn.Date        `json:"seat_on"` // the day whose list of places Seat.Place and Area belong to
	Placement    Placement      `json:"-"`
	Status       Status         `json:"status"`
	StatusReason StatusReason   `json:"status_reason,omitempty"`
	StatusSince  vn.Date        `json:"status_since"`
	Sector       string         `json:"sector,omitempty"`
	SizeMembers  string         `json:"size_members,omitempty"`
	SizeCapital  string         `json:"size_capital,omitempty"`
	Enterprises  []Enterprise   `json:"enterprises,omitempty"`
	Stops        []BusinessStop `json:"business_stops,omitempty"` // what it may not do on demand, oldest first
	Registration Registration   `json:"registration"`
	// NameClash marks a name that an older registration already held when this record was taken over; it holds no claim.
	NameClash  bool      `json:"name_clash,omitempty"`
	Origin     Origin    `json:"origin"`
	ImportKey  string    `json:"-"` // names the row of an opening book, so that the same row adds nothing twice
	Revision   int64     `json:"revision"`
	RecordedAt time.Time `json:"recorded_at"`
	State      Version   `json:"-"`
	Repute     Repute    `json:"-"` // read with it, no part of the record
}

// Version tells for which days a state of a record holds, and since when the register knows it. The present state holds
// until further notice.
type Version struct {
	vn.Period
	KnownFrom time.Time
	KnownTo   time.Time // zero: known still
}

// Since is the first day of this state of the record. One taken over from a book holds from its registration on where it
// still lives, else from the day its status is known for: of the time between the book tells nothing.
func (o Organization) Since() vn.Date {
	lives := o.Status == StatusActive || o.Status == StatusRecorded
	switch {
	case !o.State.From.IsZero():
		return o.State.From
	case lives && !o.Registration.IssuedOn.IsZero():
		return o.Registration.IssuedOn
	case !o.StatusSince.IsZero():
		return o.StatusSince
	}
	return vn.DateIn(o.RecordedAt)
}

// KnownSince is the instant since which this state is known.
func (o Organization) KnownSince() time.Time {
	if o.State.KnownFrom.IsZero() {
		return o.RecordedAt
	}
	return o.State.KnownFrom
}

// Unit is a branch, representative office or business location of an organisation.
type Unit struct {
	ID             UnitID           `json:"id"`
	OrganizationID ID               `json:"organization_id"`
	Kind           UnitKind         `json:"kind"`
	Code           string           `json:"code"` // 13-digit tax code, or 5-digit number of a business location
	Name           string           `json:"name"`
	Seat           Seat             `json:"seat"`
	SeatOn         vn.Date          `json:"seat_on"`
	Industries     []Industry       `json:"industries,omitempty"`
	Heads          []Representative `json:"heads,omitempty"`
	ParentID       *UnitID          `json:"parent_unit_id,omitempty"` // the branch a business location belongs to
	Activities     string           `json:"activities,omitempty"`     // of a representative office, which has no business
	Country        string           `json:"country,omitempty"`        // ISO 3166 code where it lies abroad; then Seat has no place
	Status         Status           `json:"status"`
	StatusSince    vn.Date          `json:"status_since"`
	StatusReason   StatusReason     `json:"status_reason,omitempty"`
	Registration   Registration     `json:"registration"`
	Revision       int64            `json:"revision"`
	RecordedAt     time.Time        `json:"recorded_at"`
	State          Version          `json:"-"`
}
