// Package dossier is the registration file (hồ sơ đăng ký): what a filer declares and hands in, the states the file goes
// through at the desk, and what each step demands.
package dossier

import (
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// ID names a dossier for ever.
type ID = id.Of[Dossier]

// ParseID reads an id.
func ParseID(s string) (ID, error) { return id.Parse[Dossier](s) }

// State is where a dossier stands. Approved, refused, withdrawn and lapsed are final.
type State string

// The states, in the order of a file's life:
//
//	draft → submitted → (returned → submitted)* → approved | refused | withdrawn | lapsed
const (
	StateDraft     State = "draft"     // not yet handed in; stays so until its expiry, then lapses
	StateSubmitted State = "submitted" // received and numbered; the clock of the office runs
	StateReturned  State = "returned"  // all defects in one notice; the clock stands, the filer's 60 days run
	StateApproved  State = "approved"
	StateRefused   State = "refused"
	StateWithdrawn State = "withdrawn"
	StateLapsed    State = "lapsed" // not mended in time: the file has no value (hồ sơ không còn giá trị)
)

// States lists every state.
func States() []State {
	return []State{
		StateDraft, StateSubmitted, StateReturned, StateApproved, StateRefused, StateWithdrawn, StateLapsed,
	}
}

// Final tells whether no step leads out of the state.
func (s State) Final() bool {
	switch s {
	case StateApproved, StateRefused, StateWithdrawn, StateLapsed:
		return true
	case StateDraft, StateSubmitted, StateReturned:
	}
	return false
}

// Channel is how the file came in: at the counter, by post or online (Điều 41 khoản 2, Luật 17/2023/QH15).
type Channel string

// The channels.
const (
	ChannelCounter Channel = "counter"
	ChannelPost    Channel = "post"
	ChannelOnline  Channel = "online"
)

// Filer is who hands the file in. The phone is a condition for the file to enter the system (Điều 19 khoản 2 điểm c,
// 92/2024/NĐ-CP). Personal data.
type Filer struct {
	FullName string `json:"full_name,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Email    string `json:"email,omitempty"`
}

// Document is one paper of the file. Required papers come from the rulebook of the day; Provided is true when a file is
// attached or the paper was received at the counter.
type Document struct {
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	Required  bool      `json:"required"`
	Provided  bool      `json:"provided"`
	OnPaper   bool      `json:"on_paper,omitempty"`
	FileName  string    `json:"file_name,omitempty"`
	MediaType string    `json:"media_type,omitempty"`
	SHA256    string    `json:"sha256,omitempty"`
	Size      int64     `json:"size,omitempty"`
	AddedAt   time.Time `json:"added_at,omitzero"`
}

// Defect is one thing to mend, with the place in the file it concerns.
type Defect struct {
	Pointer string `json:"pointer"`
	Detail  string `json:"detail"`
}

// Return is one notice of defects (thông báo sửa đổi, bổ sung hồ sơ): all that is wrong, at once.
type Return struct {
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Defects  []Defect  `json:"defects"`
	LapsesOn vn.Date   `json:"lapses_on"`
	// MendedAt is when the mended file came back: the office's clock stood from At to here and then began anew.
	MendedAt *time.Time `json:"mended_at,omitempty"`
}

// Withdrawal is a request of the filer to stop the procedure, which the office decides on: it cancels the file, or refuses
// in writing with reasons (Điều 19 khoản 7, 92/2024/NĐ-CP).
type Withdrawal struct {
	AskedAt   time.Time  `json:"asked_at"`
	Reason    string     `json:"reason"`
	DecideBy  vn.Date    `json:"decide_by"`
	Granted   *bool      `json:"granted,omitempty"`
	DecidedAt *time.Time `json:"decided_at,omitempty"`
	By        string     `json:"by,omitempty"`
	Reasons   []Reason   `json:"reasons,omitempty"`
}

func (w *Withdrawal) pending() bool { return w != nil && w.Granted == nil }

// Reason is one ground of a refusal or withdrawal.
type Reason struct {
	Detail string     `json:"detail"`
	Cite   []law.Cite `json:"cite,omitempty"`
}

// Decision is how the file ended.
type Decision struct {
	By      string   `json:"by"`
	Reasons []Reason `json:"reasons"`
	Acts    []string `json:"acts"` // ids of the ledger entries it made
}

// Dossier is one registration file.
type Dossier struct {
	ID               ID                  `json:"id"`
	Number           string              `json:"number,omitempty"`
	Procedure        coop.Procedure      `json:"procedure"`
	OrganizationKind coop.Kind           `json:"organization_kind"`
	OrganizationID   *coop.ID            `json:"organization_id,omitempty"`
	UnitID           *coop.UnitID        `json:"unit_id,omitempty"`
	Authority        coop.AuthorityRef   `json:"authority"`
	State            State               `json:"state"`
	Channel          Channel             `json:"channel"`
	Filer            Filer               `json:"filer"`
	FeePaid          bool                `json:"fee_paid"`
	PapersReceived   []string            `json:"papers_received"`
	Payload          Payload             `json:"payload"`
	Documents        []Document          `json:"documents"`
	Checks           []law.Verdict       `json:"checks"`
	Returns          []Return            `json:"returns"`
	Regime           string              `json:"regime,omitempty"`
	Rulebook         string              `json:"rulebook,omitempty"`
	CreatedAt        time.Time           `json:"created_at"`
	CreatedBy        string              `json:"-"`
	ReceivedAt       *time.Time          `json:"received_at,omitempty"`
	ReceivedBy       string              `json:"-"`
	DueOn            vn.Date             `json:"due_on,omitzero"`
	Receipt          *Receipt            `json:"receipt,omitempty"`
	Overdue          bool                `json:"overdue"`
	LapsesOn         vn.Date             `json:"lapses_on,omitzero"`
	DecidedAt        *time.Time          `json:"decided_at,omitempty"`
	DecidedBy        string              `json:"-"`
	Decision         *Decision           `json:"decision,omitempty"`
	Withdrawal       *Withdrawal         `json:"withdrawal,omitempty"` // the latest request to stop
	TransferredFrom  []coop.AuthorityRef `json:"transferred_from"`
	Revision         int64               `json:"revision"`
}

// Draft is what a filer may say of a dossier: everything else is the office's or the register's.
type Draft struct {
	Procedure        coop.Procedure `json:"procedure"`
	OrganizationKind coop.Kind      `json:"organization_kind"`
	OrganizationID   *coop.ID       `json:"organization_id,omitempty"` // the organisation it is about; none for one to be founded
	UnitID           *coop.UnitID   `json:"unit_id,omitempty"`         // the unit it is about
	Authority        string         `json:"authority,omitempty"`       // id or code; default: the caller's own office
	Channel          Channel        `json:"channel,omitempty"`
	Filer            Filer          `json:"filer,omitzero"`
	FeePaid          bool           `json:"fee_paid,omitempty"`
	PapersReceived   []string       `json:"papers_received,omitempty"`
	Payload          Payload        `json:"payload"`
}
