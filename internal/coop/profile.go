package coop

import (
	"time"

	"htxregistry/internal/law"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// AuthorityRef is an authority as a record names it: enough to recognise it and to ask for more.
type AuthorityRef struct {
	ID    string `json:"id"`
	Code  string `json:"code"`
	Name  string `json:"name"`
	Level string `json:"level"`
}

// PlaceRef is a place as a record names it: its name on the day the record speaks of, the list it stands in (2021 or
// 2025) and the names from itself up to its province.
type PlaceRef struct {
	Code string   `json:"code"`
	Name string   `json:"name"`
	List string   `json:"list"`
	Path []string `json:"path"`
}

// List tells which of the two lists of places a day belongs to: 2021 until 2025-06-30, 2025 from then on.
func List(day vn.Date) string {
	if day.Before(vn.NewDate(2025, time.July, 1)) {
		return "2021"
	}
	return "2025"
}

// RefPlace names the place with the code as it was on a day. ok is false when it did not exist then.
func RefPlace(places *place.Directory, code string, day vn.Date) (PlaceRef, bool) {
	path := places.Path(code, day)
	if len(path) == 0 {
		return PlaceRef{}, false
	}
	ref := PlaceRef{Code: code, Name: path[0].Name, List: List(day), Path: make([]string, 0, len(path))}
	for _, p := range path {
		ref.Path = append(ref.Path, p.Name)
	}
	return ref, true
}

// SeatProfile is a seat as readers see it: where it was registered, and what that place is today. CurrentPlace is absent
// where the old commune was split and nobody has yet said which part the seat lies in.
type SeatProfile struct {
	Line         string    `json:"line"`
	Place        PlaceRef  `json:"place,omitzero"` // absent for a unit abroad
	CurrentPlace *PlaceRef `json:"current_place"`
}

// SizeProfile is the size class by members and by capital, with the clause that draws the lines. Empty classes are not
// known, or no scheme was in force on the day.
type SizeProfile struct {
	ByMembers string     `json:"by_members,omitempty"`
	ByCapital string     `json:"by_capital,omitempty"`
	Cite      []law.Cite `json:"cite"`
}

// NameProfile is a name with its three forms, absent ones said to be absent.
type NameProfile struct {
	Vi      string  `json:"vi"`
	Foreign *string `json:"foreign"`
	Short   *string `json:"short"`
}

// RegistrationProfile is a registration as readers see it. Authority is absent where the record does not tell which
// office registered; CurrentAuthority is who is competent today, absent where nobody is.
type RegistrationProfile struct {
	Authority         *AuthorityRef `json:"authority"`
	CertificateNumber string        `json:"certificate_number,omitempty"`
	IssuedOn          vn.Date       `json:"issued_on"`
	Regime            string        `json:"regime"`
	Track             Track         `json:"track"`
	CurrentAuthority  *AuthorityRef `json:"current_authority"`
	Misrouted         *bool         `json:"misrouted"`
	MisroutedReason   string        `json:"misrouted_reason,omitempty"`
	Cite              []law.Cite    `json:"cite"`
}

// YearRank is the latest rating of an organisation in short: its own score, as it was worked out then. Rank and Points are
// nil where it was not ranked: exempt, not every line scored, or another body's grade.
type YearRank struct {
	Year   int     `json:"year"`
	Rank   *string `json:"rank"`
	Points *int64  `json:"points"` // hundredths of a point
	Exempt bool    `json:"exempt"`
}

// AllianceMember tells since when an organisation is a member of the alliance of its province, and of what kind.
type AllianceMember struct {
	Kind  string  `json:"kind"`
	Since vn.Date `json:"since"`
}

// Candidacy is what an organisation is to a programme of replication: what the mandatory conditions come to, and how far it
// has come.
type Candidacy struct {
	Programme string `json:"programme"`
	Verdict   string `json:"verdict"`
	Stage     string `json:"stage"`
}

// Repute is what others say of an organisation, beside its record. Tag changes with it.
type Repute struct {
	Rating      *YearRank
	Alliance    *AllianceMember // nil: no member
	Candidacies []Candidacy
	Tag         string
}

// Profile is an organisation composed for its reader: the record with the names of places and authorities, what is true of
// them today, and its repute.
type Profile struct {
	ID              ID                  `json:"id"`
	Code            *string             `json:"code"`
	LegacyNumbers   []LegacyNumber      `json:"legacy_numbers"`
	Kind            Kind                `json:"kind"`
	Name            NameProfile         `json:"name"`
	NameClash       bool                `json:"name_clash,omitempty"`
	Status          Status              `json:"status"`
	StatusLabel     string              `json:"status_label,omitempty"`
	StatusReason    StatusReason        `json:"status_reason,omitempty"`
	StatusSince     vn.Date             `json:"status_since"`
	Seat            SeatProfile         `json:"seat"`
	Area            []PlaceRef          `json:"area,omitempty"`
	Industries      []Industry          `json:"industries"`
	Sector          string              `json:"sector,omitempty"`
	Purpose         string              `json:"purpose,omitempty"`
	Governance      Governance          `json:"governance,omitempty"`
	CharterCapital  *vn.VND             `json:"charter_capital_vnd"`
	Members         *MemberCounts       `json:"members"`
	Size            SizeProfile         `json:"size"`
	Representatives []Representative    `json:"legal_representatives"`
	Phone           string              `json:"phone,omitempty"`
	Email           string              `json:"email,omitempty"`
	Website         string              `json:"website,omitempty"`
	Registration    RegistrationProfile `json:"registration"`
	Enterprises     []Enterprise        `json:"enterprises,omitempty"`
	AllianceMember  *AllianceMember     `json:"alliance_member"`
	Rating          *YearRank           `json:"rating"`
	Candidacies     []Candidacy         `json:"candidacies"`
	Stops           []BusinessStop      `json:"business_stops,omitempty"`
	Origin          Origin              `json:"origin"`
	Revision        int64               `json:"revision"`
	RecordedAt      time.Time           `json:"recorded_at"`
	// ReputeTag changes with its repute, which makes no revision of the record.
	ReputeTag string `json:"-"`
}

// UnitProfile is a branch, representative office or business location composed for its reader.
type UnitProfile struct {
	ID             UnitID              `json:"id"`
	OrganizationID ID                  `json:"organization_id"`
	Kind           UnitKind            `json:"kind"`
	Code           string              `json:"code,omitempty"`
	Name           string              `json:"name"`
	Seat           SeatProfile         `json:"seat"`
	Industries     []Industry          `json:"industries"`
	Heads          []Representative    `json:"heads"`
	ParentID       *UnitID             `json:"parent_unit_id,omitempty"`
	Activities     string              `json:"activities,omitempty"`
	Country        string              `json:"country,omitempty"`
	Status         Status              `json:"status"`
	StatusLabel    string              `json:"status_label,omitempty"`
	StatusReason   StatusReason        `json:"status_reason,omitempty"`
	StatusSince    vn.Date             `json:"status_since"`
	Registration   RegistrationProfile `json:"registration"`
	Revision       int64               `json:"revision"`
	RecordedAt     time.Time           `json:"recorded_at"`
}
