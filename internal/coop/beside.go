package coop

import (
	"slices"

	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// Beside is what an act does beside the record it is about: to links between organisations, to what falls due by itself, and
// to the names held. It is part of the act's entry in the ledger, and the tables of links, timers and names are written from
// there alone.
type Beside struct {
	Linked   []LinkStart `json:"linked,omitempty"`
	Unlinked []LinkEnd   `json:"unlinked,omitempty"`
	Set      []Timer     `json:"timers_set,omitempty"`
	Settled  []TimerEnd  `json:"timers_settled,omitempty"`
	Released []NameClaim `json:"names_released,omitempty"`
	Claimed  []NameClaim `json:"names_claimed,omitempty"`
	// Freeing are the ends after which the law of the day lets a name still held be taken by another.
	Freeing []StatusReason `json:"-"`
}

// Empty tells whether the act does nothing beside the record.
func (b Beside) Empty() bool {
	return len(b.Linked)+len(b.Unlinked)+len(b.Set)+len(b.Settled)+len(b.Released)+len(b.Claimed) == 0
}

// And is one with the other.
func (b Beside) And(other Beside) Beside {
	return Beside{
		Linked: slices.Concat(b.Linked, other.Linked), Unlinked: slices.Concat(b.Unlinked, other.Unlinked),
		Set: slices.Concat(b.Set, other.Set), Settled: slices.Concat(b.Settled, other.Settled),
		Released: slices.Concat(b.Released, other.Released), Claimed: slices.Concat(b.Claimed, other.Claimed),
		Freeing: slices.Concat(b.Freeing, other.Freeing),
	}
}

// Settles tells whether the act settles a timer.
func (b Beside) Settles(t Timer) bool {
	return slices.ContainsFunc(b.Settled, func(end TimerEnd) bool { return end.ID == t.ID })
}

// LinkStart lets a link begin on a day.
type LinkStart struct {
	ID      id.Of[Link] `json:"id"`
	Kind    LinkKind    `json:"kind"`
	From    ID          `json:"from"`
	To      ID          `json:"to"`
	On      vn.Date     `json:"on"`
	Capital *vn.VND     `json:"capital_vnd,omitempty"`
}

// LinkEnd ends on a day the open link of a kind between two organisations; without one, or before it began, it does nothing.
// ID is that of the link with its end, which is known instead of the open one.
type LinkEnd struct {
	ID   id.Of[Link] `json:"id"`
	Kind LinkKind    `json:"kind"`
	From ID          `json:"from"`
	To   ID          `json:"to"`
	On   vn.Date     `json:"on"`
}

// TimerOutcome is what became of a timer.
type TimerOutcome string

// The outcomes of a timer.
const (
	TimerDone TimerOutcome = "done" // its day came
	TimerVoid TimerOutcome = "void" // something else came before
)

// TimerEnd settles a timer, once.
type TimerEnd struct {
	ID      id.Of[Timer] `json:"id"`
	Outcome TimerOutcome `json:"outcome"`
}

// NameClaim is a name held in a pool: its key there.
type NameClaim struct {
	Pool string `json:"pool"`
	Key  string `json:"key"`
}

// ClaimsIn are the claims on a name in some pools.
func ClaimsIn(pools []string, key string) []NameClaim {
	claims := make([]NameClaim, len(pools))
	for i, pool := range pools {
		claims[i] = NameClaim{pool, key}
	}
	return claims
}
