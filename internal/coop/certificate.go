package coop

import (
	"time"

	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// CertificateID names a certificate or confirmation as issued for ever; numbers repeat, this does not.
type CertificateID = id.Of[Certificate]

// CertificateType tells a certificate, of which one stands at a time, from a confirmation of something that was done.
type CertificateType string

// The types.
const (
	TypeCertificate  CertificateType = "certificate"  // giấy chứng nhận
	TypeConfirmation CertificateType = "confirmation" // giấy xác nhận
)

// CertificateState is whether a certificate still says what holds.
type CertificateState string

// The states. A certificate begins valid; a replaced or revoked one may stand again.
const (
	CertificateValid    CertificateState = "valid"
	CertificateReplaced CertificateState = "replaced" // a newer one was given
	CertificateRevoked  CertificateState = "revoked"  // thu hồi
	CertificateInvalid  CertificateState = "invalid"  // không có hiệu lực, or the organisation has ended
)

// CertificateReason says why a certificate came into its state.
type CertificateReason string

// The reasons.
const (
	CertificateIssued   CertificateReason = "issued"
	CertificateNewer    CertificateReason = "newer"    // replaced by a newer one
	CertificateRevoking CertificateReason = "revoked"  // by a decision of revocation
	CertificateUntrue   CertificateReason = "untrue"   // Điều 24 khoản 3, 92/2024/NĐ-CP: its dossier was untrue
	CertificateEnded    CertificateReason = "ended"    // the organisation or unit has ended
	CertificateRestored CertificateReason = "restored" // stands again: what stood against it was taken back
)

// Issue tells why a certificate was given.
type Issue string

// The issues.
const (
	IssueFirst        Issue = "first"
	IssueChange       Issue = "change"
	IssueReissue      Issue = "reissue"
	IssueExchange     Issue = "exchange"
	IssueCorrection   Issue = "correction"
	IssueConfirmation Issue = "confirmation"
)

// Content is a part of a certificate. Which form shows which, in which order, is rulebook data.
type Content string

// The parts.
const (
	ContentName            Content = "name"
	ContentSeat            Content = "seat"
	ContentContact         Content = "contact"
	ContentUnits           Content = "units"
	ContentIndustries      Content = "industries"
	ContentActivities      Content = "activities" // of a representative office, in place of lines of business
	ContentCapital         Content = "capital"
	ContentRepresentatives Content = "representatives"
	ContentParent          Content = "parent"
	ContentChanges         Content = "changes"
	ContentSpan            Content = "span"
	ContentResumption      Content = "resumption"
	ContentClosure         Content = "closure"
)

// Paper is what the law lets an office give for an approved file: a form with its title and contents.
type Paper struct {
	Form     string          `json:"form"               yaml:"form"`
	Layout   int             `json:"layout"             yaml:"layout"` // of the printed page; one that was used never changes
	Gives    CertificateType `json:"gives"              yaml:"gives"`
	Title    string          `json:"title"              yaml:"title"`
	Contents []Content       `json:"contents"           yaml:"contents"`
	Fields   []string        `json:"fields,omitempty"   yaml:"fields,omitempty"`   // given when one of these changes; none: always
	Wish     bool            `json:"wish,omitempty"     yaml:"wish,omitempty"`     // only when the filer asks for it
	Exchange bool            `json:"exchange,omitempty" yaml:"exchange,omitempty"` // only in place of one given under an older law
}

// Subject is what a certificate says of an organisation or unit, in words, as of the day it was given. Everyone may see it.
type Subject struct {
	Kind            string           `json:"kind"` // of organisation or unit
	Code            string           `json:"code,omitempty"`
	Name            Name             `json:"name"`
	FormerName      string           `json:"former_name,omitempty"` // the name until this change, when it is a change of the name
	Seat            string           `json:"seat"`
	Phone           string           `json:"phone,omitempty"`
	Email           string           `json:"email,omitempty"`
	Website         string           `json:"website,omitempty"`
	Industries      []Industry       `json:"industries,omitempty"`
	Activities      string           `json:"activities,omitempty"` // what a representative office does
	Capital         *vn.VND          `json:"charter_capital_vnd,omitempty"`
	Representatives []Representative `json:"representatives,omitempty"` // legal representatives, or heads of a unit
	Parent          *SubjectParent   `json:"parent,omitempty"`
	Units           []string         `json:"units,omitempty"`
	Changes         []SubjectChange  `json:"changes,omitempty"`
	From            vn.Date          `json:"from,omitzero"` // of a suspension, a resumption or an end
	To              vn.Date          `json:"to,omitzero"`
}

// SubjectParent is the organisation a unit belongs to.
type SubjectParent struct {
	Name              string         `json:"name"`
	Code              string         `json:"code,omitempty"`
	CertificateNumber string         `json:"certificate_number,omitempty"` // where it is not the code
	IssuedOn          vn.Date        `json:"issued_on,omitzero"`           // day of the certificate with that number
	Seat              string         `json:"seat"`
	Branch            *SubjectBranch `json:"branch,omitempty"` // the branch a business location belongs to
}

// SubjectBranch is the branch a business location belongs to.
type SubjectBranch struct {
	Name string `json:"name"`
	Code string `json:"code,omitempty"`
	Seat string `json:"seat"`
}

// SubjectChange is one thing that a confirmation says was changed: what it was, and what it is.
type SubjectChange struct {
	Field       string     `json:"field"`
	Before      string     `json:"before,omitempty"`
	After       string     `json:"after"`
	LinesBefore []Industry `json:"lines_before,omitempty"` // of lines of business: what stands in Before and After, line by line
	LinesAfter  []Industry `json:"lines_after,omitempty"`
}

// Certificate is a certificate or confirmation as issued. Nothing of it ever changes; what becomes of it is CertificateEvent.
type Certificate struct {
	ID             CertificateID   `json:"id"`
	OrganizationID ID              `json:"organization_id"`
	UnitID         *UnitID         `json:"unit_id,omitempty"`
	ActID          string          `json:"act_id"`
	Type           CertificateType `json:"type"`
	Form           string          `json:"form"`
	Layout         int             `json:"layout"`
	Title          string          `json:"title"`
	Contents       []Content       `json:"contents"`
	Number         string          `json:"number"`
	Issue          Issue           `json:"issue"`
	Ordinal        int             `json:"ordinal,omitempty"` // of the registered change; 0 for the first, or where it is not known
	FirstOn        vn.Date         `json:"first_on,omitzero"` // day of the first registration
	IssuedOn       vn.Date         `json:"issued_on"`
	Superior       string          `json:"superior,omitempty"` // body the office belongs to, as the head of the page names it
	Office         string          `json:"office,omitempty"`   // what signs, as the head names it below; empty: the authority's name
	Authority      AuthorityRef    `json:"authority"`          // as it was called that day
	Signatory      string          `json:"signatory"`
	Regime         string          `json:"regime"`
	Cite           []law.Cite      `json:"cite"`
	VerifyURL      string          `json:"verify_url"` // what the QR code opens
	Subject        Subject         `json:"subject"`
}

// Seal is the signature over a certificate. The JWS covers the public contents and the digest of the personal ones;
// Disclosure opens these and is personal data itself, empty where there are none.
type Seal struct {
	JWS        string
	Disclosure string
	Key        SigningKey
}

// Credential is what is attached to a rendition: the JWS alone for everyone, with the disclosure for the competent office,
// in the form of RFC 9901.
func (s Seal) Credential(personal bool) string {
	if !personal || s.Disclosure == "" {
		return s.JWS
	}
	return s.JWS + "~" + s.Disclosure + "~"
}

// Sealed is a certificate with what is kept beside it.
type Sealed struct {
	Certificate
	Seal
	DossierID    string
	SHA256       string // of the rendition with personal data, in hex
	PublicSHA256 string // of the one without
	RecordedAt   time.Time
	Standing     CertificateEvent // the newest, as of the asked place on the two clocks
}

// CertificateEvent is what became of a certificate.
type CertificateEvent struct {
	State      CertificateState
	Reason     CertificateReason
	On         vn.Date // day from which it holds
	RecordedAt time.Time
	By         *CertificateID // the certificate that replaced it
	ActID      string         // entry of the ledger that did it
}

// SigningKey is a public key that certificates are signed with, as a JSON Web Key.
type SigningKey struct {
	ID        string
	JWK       []byte
	CreatedAt time.Time
}
