package coop

import (
	"time"

	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// NoticeID names a notice for ever.
type NoticeID = id.Of[Notice]

// NoticeKind is what an office notes about an organisation beside its dossiers.
type NoticeKind string

// The kinds of notice.
const (
	NoticeViolation    NoticeKind = "violation"          // a violation of the revocation kind; closed when it is mended and accepted
	NoticeDemand       NoticeKind = "demand"             // a court, enforcement or investigating body forbids procedures
	NoticeNotAtAddress NoticeKind = "not_at_address"     // the tax office did not find it at its address
	NoticeObjection    NoticeKind = "objection"          // a written objection to an end by silence
	NoticeReview       NoticeKind = "information_review" // asked to compare what the register says, and to answer
	NoticeReport       NoticeKind = "compliance_report"  // asked to report on how it keeps the law
	NoticeNewDossier   NoticeKind = "new_dossier"        // asked for a new file in place of an untrue one
	NoticeStop         NoticeKind = "business_stop"      // business is stopped on demand
)

// NoticeKinds lists every kind of notice.
func NoticeKinds() []NoticeKind {
	return []NoticeKind{
		NoticeViolation, NoticeDemand, NoticeNotAtAddress, NoticeObjection, NoticeReview, NoticeReport, NoticeNewDossier,
		NoticeStop,
	}
}

// Notice is one note of an office about an organisation or its unit. It is open until it is closed, and never changed
// otherwise.
type Notice struct {
	ID             NoticeID      `json:"id"`
	Kind           NoticeKind    `json:"kind"`
	OrganizationID ID            `json:"organization_id"`
	UnitID         *UnitID       `json:"unit_id,omitempty"`
	Authority      *AuthorityRef `json:"authority"`
	AuthorityID    string        `json:"-"`
	Procedures     []Procedure   `json:"procedures"`     // a demand: what may not be done; empty: nothing may
	Stop           *StopDemand   `json:"stop,omitempty"` // of a business_stop
	Paper          Instrument    `json:"paper"`
	Reason         string        `json:"reason"`
	IssuedOn       vn.Date       `json:"issued_on"`
	DueOn          vn.Date       `json:"due_on"` // last day to do what it asks for; null: none
	Overdue        bool          `json:"overdue"`
	RecordedAt     time.Time     `json:"recorded_at"`
	ClosedOn       vn.Date       `json:"closed_on"`
	Closing        *Instrument   `json:"closing"` // the paper that closed it
	ClosingReason  string        `json:"closing_reason,omitempty"`
}

// Open tells whether the notice still stands.
func (n Notice) Open() bool { return n.ClosedOn.IsZero() }
