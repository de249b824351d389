// Package history is the ledger: one entry for every act an office does to the register, for ever. It is the origin of
// the present state, the audit trail and the feed at once.
package history

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// ID names an entry.
type ID = id.Of[Entry]

// Position is where an entry stands in the feed: the epoch of the cluster, the transaction and the number in it. Numbers
// have gaps.
type Position struct {
	Epoch int32  `json:"e"`
	Xact  uint64 `json:"x"`
	Seq   int64  `json:"s"`
}

// String is the position as clients keep it; ParsePosition reads it.
func (p Position) String() string { return fmt.Sprintf("%d-%d-%d", p.Epoch, p.Xact, p.Seq) }

// ParsePosition reads what Position.String wrote; anything else is not ok.
func ParsePosition(text string) (p Position, ok bool) {
	_, err := fmt.Sscanf(text, "%d-%d-%d", &p.Epoch, &p.Xact, &p.Seq)
	return p, err == nil && p.String() == text
}

// Before tells whether a position comes before another in the feed.
func (p Position) Before(other Position) bool {
	return cmp.Or(cmp.Compare(p.Epoch, other.Epoch), cmp.Compare(p.Xact, other.Xact), cmp.Compare(p.Seq, other.Seq)) < 0
}

// Entry is one act. Before and After are the public record as served; personal data is never in the ledger.
type Entry struct {
	Position       Position
	ID             ID
	Operation      string // operationId of the request, or the operator's command
	Act            string // e.g. organization.registered, dossier.returned
	Procedure      string
	OrganizationID string // empty where the act concerns none
	UnitID         string
	DossierID      string
	AuthorityID    string
	KeyID          string // empty: an operator's command, or the register itself
	Caller         string // name and role of the key at that time
	RequestID      string
	EffectiveOn    vn.Date
	RecordedAt     time.Time
	Cite           []law.Cite
	Rulebook       string
	Before, After  json.RawMessage
	Delta          Patch           // what the act changed of the record; empty where it changed none
	Beside         json.RawMessage // what it did beside the record, a coop.Beside; empty where it did nothing
}
