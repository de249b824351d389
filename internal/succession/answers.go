package succession

import (
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// ID names an applied succession.
type ID = id.Of[Applied]

// CaseID names a question a succession left.
type CaseID = id.Of[Case]

// Subject is what a succession moves.
type Subject string

// The subjects.
const (
	SubjectDossier      Subject = "dossier"
	SubjectOrganization Subject = "organization"
	SubjectUnit         Subject = "unit"
	SubjectKey          Subject = "key"
)

// Outcome is what becomes of a subject.
type Outcome string

// The outcomes.
const (
	OutcomeMoves Outcome = "moves"
	OutcomeEnds  Outcome = "ends" // a key whose office ended without one for it
	OutcomeCase  Outcome = "case" // a person must decide
)

// Item is one line of what a succession does.
type Item struct {
	Subject    Subject             `json:"subject"`
	ID         string              `json:"id"`
	Label      string              `json:"label"` // number of a file, name of an organisation or key
	From       coop.AuthorityRef   `json:"from"`
	Outcome    Outcome             `json:"outcome"`
	To         *coop.AuthorityRef  `json:"to,omitempty"`
	Reason     string              `json:"reason,omitempty"`
	Candidates []coop.AuthorityRef `json:"candidates,omitempty"`
}

// Tally counts one kind of subject.
type Tally struct {
	Moves int `json:"moves"`
	Ends  int `json:"ends"`
	Cases int `json:"cases"`
}

// Counts are the sums of a succession.
type Counts struct {
	Offices       int   `json:"offices"` // that end
	Dossiers      Tally `json:"dossiers"`
	Organizations Tally `json:"organizations"`
	Units         Tally `json:"units"`
	Keys          Tally `json:"keys"`
}

// Count adds an item to the sums.
func (c *Counts) Count(i Item) {
	t := map[Subject]*Tally{SubjectDossier: &c.Dossiers, SubjectOrganization: &c.Organizations, SubjectUnit: &c.Units, SubjectKey: &c.Keys}[i.Subject]
	switch i.Outcome {
	case OutcomeMoves:
		t.Moves++
	case OutcomeEnds:
		t.Ends++
	case OutcomeCase:
		t.Cases++
	}
}

// Result is what a plan does, or did. Items are a part of the whole where there are many.
type Result struct {
	ID             *ID     `json:"id,omitempty"` // of an applied one
	Plan           Plan    `json:"plan"`
	Digest         string  `json:"digest"`
	DryRun         bool    `json:"dry_run"`
	AlreadyApplied bool    `json:"already_applied"`
	Message        string  `json:"message"`
	Counts         Counts  `json:"counts"`
	Items          []Item  `json:"items"`
	NextCursor     *string `json:"next_cursor"`
}

// Applied is a succession that was carried out.
type Applied struct {
	ID        ID        `json:"id"`
	Name      string    `json:"name"`
	Digest    string    `json:"digest"`
	On        vn.Date   `json:"on"`
	Plan      Plan      `json:"plan"`
	Counts    Counts    `json:"counts"`
	OpenCases int       `json:"open_cases"`
	AppliedAt time.Time `json:"applied_at"`
	AppliedBy string    `json:"applied_by"`
}

// Case is a question a succession left to a person.
type Case struct {
	ID         CaseID              `json:"id"`
	Subject    Subject             `json:"subject"`
	SubjectID  string              `json:"subject_id"`
	Label      string              `json:"label"`
	From       coop.AuthorityRef   `json:"from"`
	Candidates []coop.AuthorityRef `json:"candidates"`
	Reason     string              `json:"reason"`
	SettledAt  *time.Time          `json:"settled_at,omitempty"`
	SettledBy  string              `json:"settled_by,omitempty"`
	SettledTo  *coop.AuthorityRef  `json:"settled_to,omitempty"`
	Succession ID                  `json:"-"`
}

// File is an open dossier as a succession needs it. Declared tells that the seat stands in the file itself and not in the
// record it is about; Area are the further communes it declares.
type File struct {
	ID               string
	Number           string
	Procedure        string
	OrganizationKind coop.Kind
	AuthorityID      string
	State            string
	Seat             Seat
	Declared         bool
	Area             []string
	DueOn, LapsesOn  vn.Date
	Revision         int64
}

// FileMove is a file that goes to an office of a province; Place and Area replace what it declares where they are set.
type FileMove struct {
	ID, AuthorityID, Province string
	Place                     string
	Area                      []string
	Revision                  int64
}

// Settlement is a person's answer to a case: the office that takes over, or for a key its end.
type Settlement struct {
	To  string `json:"to,omitempty"` // code or id of one of the candidates
	End bool   `json:"end,omitempty"`
}
