package coop

import (
	"encoding/json"
	"time"

	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// CertificateProfile is a certificate as everyone may see it: what it said when it was given, how it stands, and what holds
// today.
type CertificateProfile struct {
	ID              CertificateID     `json:"id"`
	Number          string            `json:"number"`
	Type            CertificateType   `json:"type"`
	Form            string            `json:"form"`
	Layout          int               `json:"layout"`
	Title           string            `json:"title"`
	OrganizationID  ID                `json:"organization_id"`
	UnitID          *UnitID           `json:"unit_id,omitempty"`
	DossierID       string            `json:"dossier_id"`
	Issue           Issue             `json:"issue"`
	Ordinal         int               `json:"ordinal,omitempty"`
	FirstOn         vn.Date           `json:"first_on"`
	IssuedOn        vn.Date           `json:"issued_on"`
	Authority       AuthorityRef      `json:"authority"`
	Signatory       string            `json:"signatory"`
	Regime          string            `json:"regime"`
	Cite            []law.Cite        `json:"cite"`
	Ground          *PaperGround      `json:"ground,omitempty"`           // of the form
	SignatoryGround *PaperGround      `json:"signatory_ground,omitempty"` // of who signs
	State           CertificateState  `json:"state"`
	StateLabel      string            `json:"state_label"`
	StateReason     CertificateReason `json:"state_reason"`
	StateSince      vn.Date           `json:"state_since"`
	ReplacedBy      *CertificateID    `json:"replaced_by,omitempty"`
	AsIssued        Subject           `json:"as_issued"`
	Today           CertificateToday  `json:"today"`
	History         []CertificateStep `json:"history"`
	VerifyURL       string            `json:"verify_url"`
	PublicSHA256    string            `json:"public_sha256"` // of the public PDF
	KeyID           string            `json:"key_id"`
	RecordedAt      time.Time         `json:"recorded_at"`
}

// PaperGround is on what the form of a paper, or the title of who signs it, rests: how sure the rulebook is, the clauses, and how an open
// text is read.
type PaperGround struct {
	Basis law.Basis  `json:"basis"`
	Cite  []law.Cite `json:"cite"`
	Note  string     `json:"note,omitempty"`
}

// CertificateToday is what a certificate would say now, and where that differs from what it said.
type CertificateToday struct {
	Name         string       `json:"name"`
	Code         string       `json:"code,omitempty"`
	Seat         string       `json:"seat"`
	Status       Status       `json:"status"`
	StatusLabel  string       `json:"status_label,omitempty"`
	StatusReason StatusReason `json:"status_reason,omitempty"`
	Differs      []string     `json:"differs"` // name, code, seat, charter_capital_vnd, representatives
}

// CertificateStep is one thing that became of a certificate.
type CertificateStep struct {
	State      CertificateState  `json:"state"`
	Reason     CertificateReason `json:"reason"`
	On         vn.Date           `json:"on"`
	RecordedAt time.Time         `json:"recorded_at"`
	ReplacedBy *CertificateID    `json:"replaced_by,omitempty"`
}

// UnkeptCertificate is a certificate of which the register knows the number and perhaps the day, but not what it said: it
// was given before the register was kept so, on paper.
type UnkeptCertificate struct {
	Number       string             `json:"number"`
	Organization LinkedOrganization `json:"organization"`
	IssuedOn     vn.Date            `json:"issued_on"`
	Issuer       string             `json:"issuer,omitempty"`
	Detail       string             `json:"detail"`
}

// Publication is what is published of an approved file: the six things everyone may know of an organisation (Điều 29,
// 92/2024/NĐ-CP) and the charter capital, which is on the certificate.
type Publication struct {
	ID              string        `json:"id"` // of the ledger's entry
	Act             string        `json:"act"`
	Procedure       string        `json:"procedure,omitempty"` // of a file; a demand to stop business has none
	OrganizationID  string        `json:"organization_id"`
	Kind            Kind          `json:"kind"`
	Authority       AuthorityRef  `json:"authority"`
	ApprovedOn      vn.Date       `json:"approved_on"`
	PublishedUntil  vn.Date       `json:"published_until"` // the last day
	Name            string        `json:"name"`
	Code            string        `json:"code,omitempty"`
	Seat            string        `json:"seat"`
	CharterCapital  *vn.VND       `json:"charter_capital_vnd,omitempty"`
	Industries      []Industry    `json:"industries"`
	Representatives []string      `json:"representatives"`
	Status          Status        `json:"status"`
	StatusLabel     string        `json:"status_label,omitempty"`
	Changed         []string      `json:"changed"` // which of these the file changed; empty for a formation
	FormerName      string        `json:"former_name,omitempty"`
	Stop            *BusinessStop `json:"business_stop,omitempty"` // the demand, where it is one that is published
	// Unit is what the act is about, where it is about a unit; Changed then tells of it, and the rest of its organisation.
	Unit   *PublishedUnit `json:"unit,omitempty"`
	Notice NoticeKind     `json:"notice,omitempty"` // where it is a notice that is published
	Cite   []law.Cite     `json:"cite"`
	Basis  law.Basis      `json:"basis"`
}

// PublishedUnit is what everyone may know of a unit. Seat and status are those after the act; a notice has neither.
type PublishedUnit struct {
	ID          UnitID   `json:"id"`
	Kind        UnitKind `json:"kind"`
	Name        string   `json:"name"`
	Code        string   `json:"code,omitempty"`
	Seat        string   `json:"seat,omitempty"`
	Status      Status   `json:"status,omitempty"`
	StatusLabel string   `json:"status_label,omitempty"`
}

// KeySet is a JSON Web Key Set (RFC 7517) of public keys.
type KeySet struct {
	Keys []json.RawMessage `json:"keys"`
}

// NewKeySet puts public keys into a set.
func NewKeySet(keys []SigningKey) KeySet {
	set := KeySet{Keys: make([]json.RawMessage, len(keys))}
	for i, key := range keys {
		set.Keys[i] = key.JWK
	}
	return set
}
