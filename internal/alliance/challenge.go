package alliance

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// ChallengeID names a challenge for ever.
type ChallengeID = id.Of[Challenge]

// Fact is what of an organisation is said to be wrong.
type Fact string

// The facts. Report and rating are those of a year.
const (
	FactName           Fact = "name"
	FactSeat           Fact = "seat"
	FactIndustries     Fact = "industries"
	FactMembers        Fact = "members"
	FactCapital        Fact = "charter_capital_vnd"
	FactRepresentative Fact = "legal_representatives"
	FactStatus         Fact = "status"
	FactRegistration   Fact = "registration"
	FactUnits          Fact = "units"
	FactLinks          Fact = "links"
	FactReport         Fact = "report"
	FactRating         Fact = "rating"
)

// Outcome is what the office found.
type Outcome string

// The outcomes.
const (
	OutcomeCorrected Outcome = "corrected" // it was wrong and is mended
	OutcomeStands    Outcome = "stands"    // it is right as it stands
)

// ChallengeState tells what a challenge waits for: the office's answer, or nothing more.
type ChallengeState string

// The states.
const (
	ChallengeOpen      ChallengeState = "open"
	ChallengeAnswered  ChallengeState = "answered"
	ChallengeWithdrawn ChallengeState = "withdrawn"
)

// Challenge says that a fact on the register is wrong. The alliance raises it; the office that keeps the record answers
// within its working days. The register changes by the office's own procedures only, never by the challenge.
type Challenge struct {
	ID             ChallengeID       `json:"id"`
	OrganizationID coop.ID           `json:"organization_id"`
	Fact           Fact              `json:"fact"`
	Year           int               `json:"year,omitempty"` // of a report or rating
	Claim          string            `json:"claim"`          // what would be right
	Evidence       string            `json:"evidence,omitempty"`
	Authority      coop.AuthorityRef `json:"authority"` // the office that keeps the record today
	RaisedOn       vn.Date           `json:"raised_on"`
	DueOn          vn.Date           `json:"due_on"` // last day of the answer
	AnsweredOn     vn.Date           `json:"answered_on,omitzero"`
	Outcome        Outcome           `json:"outcome,omitempty"`
	Answer         string            `json:"answer,omitempty"`
	ActID          string            `json:"act_id,omitempty"` // the act of the ledger that mended it
	WithdrawnOn    vn.Date           `json:"withdrawn_on,omitzero"`
	State          ChallengeState    `json:"state"`
	Overdue        bool              `json:"overdue"` // open past its last day
	Cite           []law.Cite        `json:"cite"`
	Basis          law.Basis         `json:"basis"` // of the number of working days
	Revision       int64             `json:"revision"`
}

// Errors of challenges.
var (
	ErrNoChallenge = fault.New(fault.NotFound, "challenge-not-found",
		"Không có kiến nghị này. Hãy kiểm tra lại mã.", "There is no such challenge. Check its id.")
	ErrSettled = fault.New(fault.Conflict, "challenge-settled",
		"Kiến nghị này đã được trả lời hoặc đã rút. Hãy tải lại; nếu vẫn còn sai, hãy gửi kiến nghị mới.",
		"The challenge was answered or withdrawn. Read it again; raise another one if something is still wrong.")
	ErrChallenge = fault.New(fault.Refused, "challenge-refused",
		"Kiến nghị có chỗ chưa đúng. Hãy sửa từng điểm nêu dưới đây.", "The challenge breaks rules. Mend every point below.")
)

// Yearly tells whether a fact is one of a year.
func (f Fact) Yearly() bool { return f == FactReport || f == FactRating }

// Check refuses a fact of a year without its year, a year that has not come, and a year of a fact that has none.
func (c Challenge) Check(today vn.Date) error {
	switch {
	case c.Fact.Yearly() && c.Year == 0:
		return ErrChallenge.At(fault.Field{Pointer: "/year", Code: "required", Detail: msgWhichYear})
	case !c.Fact.Yearly() && c.Year != 0:
		return ErrChallenge.At(fault.Field{Pointer: "/year", Code: "not-for-fact", Detail: msgNoYear})
	case c.Year > today.Year():
		return ErrChallenge.At(fault.Field{Pointer: "/year", Code: "in-future", Detail: msgInFuture})
	}
	return nil
}

// On fills in what follows from the day: the state and whether the office is late.
func (c Challenge) On(today vn.Date) Challenge {
	switch {
	case !c.WithdrawnOn.IsZero():
		c.State = ChallengeWithdrawn
	case !c.AnsweredOn.IsZero():
		c.State = ChallengeAnswered
	default:
		c.State, c.Overdue = ChallengeOpen, today.After(c.DueOn)
	}
	return c
}

// Settle notes the answer of the office or, without an outcome, that the alliance takes the challenge back. One settled
// already is ErrSettled; a fact that was mended without the act that did it is fine: papers outside the register have none.
func (c Challenge) Settle(today vn.Date, outcome Outcome, answer, act string) (Challenge, error) {
	if c.On(today).State != ChallengeOpen {
		return c, ErrSettled
	}
	c.Outcome, c.Answer, c.ActID = outcome, answer, act
	if outcome == "" {
		c.WithdrawnOn = today
	} else {
		c.AnsweredOn = today
	}
	c.Overdue = false
	return c.On(today), nil
}
