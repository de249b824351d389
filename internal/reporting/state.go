package reporting

import (
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// State is how a duty of one year stands.
type State string

// The states. What arrived is in time or late by the instant its first request reached the register; a correction changes
// nothing of that.
const (
	StateAwaited State = "awaited" // not here, and not due yet
	StateOnTime  State = "on_time"
	StateLate    State = "late"
	StateMissing State = "missing" // not here, and due
)

// States lists every state.
func States() []State { return []State{StateAwaited, StateOnTime, StateLate, StateMissing} }

// StateOf tells how a duty due on a day stands at an instant. The last day counts to its end.
func StateOf(due vn.Date, arrived *time.Time, now time.Time) State {
	end := due.AddDays(1).Start()
	switch {
	case arrived != nil && arrived.Before(end):
		return StateOnTime
	case arrived != nil:
		return StateLate
	case now.Before(end):
		return StateAwaited
	}
	return StateMissing
}

// DutyOfYear is a duty with its days in a year.
type DutyOfYear struct {
	Duty
	DueOn     vn.Date `json:"due_on"`     // zero where no text sets one
	DataFrom  vn.Date `json:"data_from"`  // zero likewise
	DataUntil vn.Date `json:"data_until"` // inclusive
	Passed    bool    `json:"passed"`     // its last day is over
}

// Obligation is one organisation's report of a year: owed, here or missing.
type Obligation struct {
	OrganizationID coop.ID            `json:"organization_id"`
	Code           *string            `json:"code"`
	Name           string             `json:"name"`
	Kind           coop.Kind          `json:"kind"`
	Recipient      *coop.AuthorityRef `json:"recipient"` // the office it is owed to on the last day; null where the map does not tell
	DueOn          vn.Date            `json:"due_on"`
	State          State              `json:"state"`
	ReceivedAt     *time.Time         `json:"received_at"`  // arrival of the first
	CorrectedAt    *time.Time         `json:"corrected_at"` // arrival of the present one, where it is another
	Revision       int64              `json:"revision"`     // 0: none
}

// Count is how many reports are in each state.
type Count struct {
	Owed    int `json:"owed"`
	Awaited int `json:"awaited"`
	OnTime  int `json:"on_time"`
	Late    int `json:"late"`
	Missing int `json:"missing"`
}

// Add counts n more in a state.
func (c *Count) Add(s State, n int) {
	c.Owed += n
	switch s {
	case StateAwaited:
		c.Awaited += n
	case StateOnTime:
		c.OnTime += n
	case StateLate:
		c.Late += n
	case StateMissing:
		c.Missing += n
	}
}

// Out is how many are not here.
func (c Count) Out() int { return c.Awaited + c.Missing }

// Figure is Count for one group.
type Figure struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Count
}

// OfficeDuty is one office's roll-up of a year: sent or not, and what stands in its way.
type OfficeDuty struct {
	Authority     coop.AuthorityRef `json:"authority"`
	Step          Step              `json:"step"`
	DueOn         vn.Date           `json:"due_on"`
	State         State             `json:"state"`
	SentAt        *time.Time        `json:"sent_at"`
	RollUp        *RollUpID         `json:"roll_up"`       // the one that counts as sent
	Organizations Count             `json:"organizations"` // reports it rests on
	Offices       Count             `json:"offices"`       // roll-ups below it
	Units         Count             `json:"units"`         // reports of units it rests on
	Blocked       bool              `json:"blocked"`       // something it rests on is not here
}

// RollUpID names a frozen roll-up.
type RollUpID = id.Of[RollUp]

// Errors of reporting.
var (
	ErrNoDuty = fault.New(fault.Refused, "no-reporting-duty",
		"Năm đó cơ quan này không có trách nhiệm tổng hợp ở bước này. Hãy xem /v1/reporting/{year}/duties.",
		"This office owes no roll-up of this step for the year. See /v1/reporting/{year}/duties.")
	ErrTooEarly = fault.New(fault.Refused, "year-not-open",
		"Kỳ số liệu của năm này chưa bắt đầu.", "The period of this year's figures has not begun.")
	ErrNoRollUp = fault.New(fault.NotFound, "roll-up-not-found",
		"Không có báo cáo tổng hợp này. Hãy xem /v1/reporting/{year}/roll-ups.",
		"There is no such roll-up. See /v1/reporting/{year}/roll-ups.")
	ErrDiffers = fault.New(fault.Unavailable, "roll-up-differs",
		"Số liệu đã chốt không khớp với mã kiểm tra nên không được đưa ra. Hãy báo cho người quản trị sổ.",
		"The frozen figures do not match their digest, so they are not handed out. Tell the operator.")
)
