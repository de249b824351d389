package coop

import (
	"encoding/json"
	"time"

	"htxregistry/internal/fault"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// KnownProcedure is a procedure that a kind knows on a day.
type KnownProcedure struct {
	Procedure Procedure  `json:"procedure"`
	Served    bool       `json:"served"`
	Cite      []law.Cite `json:"cite"`
	Basis     law.Basis  `json:"basis"`
}

// KindEntry is a kind of organisation or unit with what it may file on a day.
type KindEntry struct {
	Kind       string           `json:"kind"`
	Unit       bool             `json:"unit"`
	Label      string           `json:"label"`
	LabelEN    string           `json:"label_en"`
	Procedures []KnownProcedure `json:"procedures"`
}

// Action is a procedure with what stands for or against filing it about an organisation today.
type Action struct {
	Procedure Procedure     `json:"procedure"`
	Allowed   bool          `json:"allowed"`
	Cite      []law.Cite    `json:"cite"`
	Verdicts  []law.Verdict `json:"verdicts"`
}

// LinkEntry is a link as readers see it.
type LinkEntry struct {
	Kind       LinkKind  `json:"kind"`
	From       ID        `json:"from"`
	To         ID        `json:"to"`
	ValidFrom  vn.Date   `json:"valid_from"`
	ValidTo    vn.Date   `json:"valid_to"`
	RecordedAt time.Time `json:"recorded_at"`
	DossierID  string    `json:"dossier_id,omitempty"`
	Capital    *vn.VND   `json:"capital_vnd,omitempty"`
	Share      *int64    `json:"share_bp,omitempty"` // basis points of the charter capital of the whole, rounded down
}

// LinkedOrganization is an organisation of a lineage, so many steps from the one asked about.
type LinkedOrganization struct {
	ID     ID      `json:"id"`
	Code   *string `json:"code"`
	Kind   Kind    `json:"kind"`
	Name   string  `json:"name"`
	Status Status  `json:"status"`
	Steps  int     `json:"steps"`
}

// Lineage is where an organisation comes from, what became of it and what it belongs to.
type Lineage struct {
	Organizations []LinkedOrganization `json:"organizations"`
	Links         []LinkEntry          `json:"links"`
}

// Act is an entry of the ledger as readers see it.
type Act struct {
	ID          string          `json:"id"`
	Act         string          `json:"act"`
	Procedure   string          `json:"procedure,omitempty"`
	EffectiveOn vn.Date         `json:"effective_on"`
	RecordedAt  time.Time       `json:"recorded_at"`
	Authority   *AuthorityRef   `json:"authority"`
	DossierID   string          `json:"dossier_id,omitempty"`
	UnitID      string          `json:"unit_id,omitempty"`
	Cite        []law.Cite      `json:"cite"`
	Rulebook    string          `json:"rulebook"`
	Before      json.RawMessage `json:"before,omitempty"`
	After       json.RawMessage `json:"after,omitempty"`
	LeafIndex   *int64          `json:"leaf_index,omitempty"` // nil: not in the log yet
}

// Change tells, in the feed over all organisations, which members of the record of an organisation or a unit an act gave another
// value. Position is where to go on after it.
type Change struct {
	Position       string    `json:"position"`
	Type           string    `json:"type"` // the act
	OrganizationID string    `json:"organization_id"`
	UnitID         string    `json:"unit_id,omitempty"`
	ActID          string    `json:"act_id"`
	OccurredOn     vn.Date   `json:"occurred_on"`
	RecordedAt     time.Time `json:"recorded_at"`
	FieldsChanged  []string  `json:"fields_changed"`
}

// AuthorityStatistics are numbers of organisations by the authority that issued their registration.
type AuthorityStatistics struct {
	AsOf    vn.Date           `json:"as_of"`
	Total   int64             `json:"total"`
	ByLevel []LevelCount      `json:"by_level"`
	Items   []AuthorityFigure `json:"items"`
}

// BirthStatistics are numbers of HTX that were born from Hội quán.
type BirthStatistics struct {
	AsOf  vn.Date      `json:"as_of"`
	By    string       `json:"by"` // year or commune
	Total int64        `json:"total"`
	Items []BirthCount `json:"items"`
}

// BirthCount is the number of one year or commune; without either it is not known.
type BirthCount struct {
	Year    *int      `json:"year,omitempty"`
	Commune *PlaceRef `json:"commune,omitempty"`
	Count   int64     `json:"count"`
}

// LevelCount is a number by level; a nil level is not known.
type LevelCount struct {
	Level *string `json:"level"`
	Count int64   `json:"count"`
}

// AuthorityFigure is a number by authority, kind and status; a nil authority is not known.
type AuthorityFigure struct {
	Level     *string       `json:"level"`
	Authority *AuthorityRef `json:"authority"`
	Kind      Kind          `json:"kind"`
	Status    Status        `json:"status"`
	Count     int64         `json:"count"`
}

// BookRowResult is what became of a row.
type BookRowResult struct {
	Row            int           `json:"row"`
	Result         string        `json:"result"` // added, known or faulty
	OrganizationID string        `json:"organization_id,omitempty"`
	Errors         []fault.Field `json:"errors"`
	Warnings       []fault.Field `json:"warnings"`
}

// BookResult is what a book would do, or did.
type BookResult struct {
	DryRun bool            `json:"dry_run"`
	Digest string          `json:"digest"`
	Rows   int             `json:"rows"`
	Added  int             `json:"added"`
	Known  int             `json:"known"`
	Faulty int             `json:"faulty"`
	Items  []BookRowResult `json:"items"`
}
