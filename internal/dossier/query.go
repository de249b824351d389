package dossier

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// Sort is an order of the list of dossiers.
type Sort string

// The orders; created descending is the default, due_on shows what is due first.
const (
	SortCreated     Sort = "created"
	SortCreatedDesc Sort = "-created"
	SortDue         Sort = "due_on" // only dossiers that have a due day
)

// Position is the last entry of a page.
type Position struct {
	ID  ID      `json:"i"`
	Due vn.Date `json:"d,omitzero"`
}

// Query is the question behind the list of dossiers. Empty fields do not filter; whose dossiers may be seen at all is the
// scope of the caller, not of the query.
type Query struct {
	State        State
	Procedure    coop.Procedure
	AuthorityID  string
	OverdueOn    vn.Date // submitted and due before this day
	DueBefore    vn.Date
	Words        []string // folded words of the planned name or number
	ReceivedFrom vn.Date
	ReceivedTo   vn.Date // exclusive
	Sort         Sort
	After        *Position
	Limit        int
}
