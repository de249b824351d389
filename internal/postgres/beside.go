package postgres

import (
	"encoding/json"

	"htxregistry/internal/coop"
)

// besideOf is what an act does beside its record as the ledger keeps it; nil for nothing.
func besideOf(b coop.Beside) json.RawMessage {
	if b.Empty() {
		return nil
	}
	var e encoder
	return e.json(b) // nothing in it can fail to be written
}

// link writes links. An end makes the open link known no longer, and one with its end known instead.
func (t *session) link(b coop.Beside, dossier string) {
	for _, l := range b.Linked {
		t.later("add link", `INSERT INTO links (id, kind, from_id, to_id, valid_from, known_from, dossier_id, capital_vnd)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, [16]byte(l.ID), string(l.Kind), [16]byte(l.From), [16]byte(l.To), day(l.On), t.now, key(dossier), (*int64)(l.Capital))
	}
	for _, l := range b.Unlinked {
		t.later("end link", `WITH ended AS (
   UPDATE links SET known_to = $6 WHERE kind = $1 AND from_id = $2 AND to_id = $3 AND valid_to IS NULL AND known_to IS NULL AND valid_from < $4
   RETURNING kind, from_id, to_id, valid_from, dossier_id, capital_vnd)
 INSERT INTO links (id, kind, from_id, to_id, valid_from, valid_to, known_from, dossier_id, capital_vnd)
 SELECT $5, kind, from_id, to_id, valid_from, $4, $6, dossier_id, capital_vnd FROM ended`,
			string(l.Kind), [16]byte(l.From), [16]byte(l.To), day(l.On), [16]byte(l.ID), t.now)
	}
}

// time sets and settles timers.
func (t *session) time(b coop.Beside, dossier string) {
	for _, timer := range b.Set {
		t.later("set timer", "INSERT INTO timers (id, what, organization_id, unit_id, dossier_id, due_on) VALUES ($1, $2, $3, $4, $5, $6)",
			[16]byte(timer.ID), string(timer.What), [16]byte(timer.OrganizationID), optional(timer.UnitID), key(dossier), day(timer.DueOn))
	}
	for _, end := range b.Settled {
		t.change("settle timer", "UPDATE timers SET settled_at = $2, outcome = $3 WHERE id = $1 AND settled_at IS NULL",
			[]any{[16]byte(end.ID), t.now, string(end.Outcome)})
	}
}

// name gives names up and takes them, from a holder too whose end has freed them.
func (t *session) name(b coop.Beside, organization string) {
	for _, c := range b.Released {
		t.later("release name", "DELETE FROM name_claims WHERE pool = $1 AND name_key = $2 AND organization_id = $3", c.Pool, c.Key, key(organization))
	}
	reasons := make([]string, len(b.Freeing))
	for i, reason := range b.Freeing {
		reasons[i] = string(reason)
	}
	for _, c := range b.Claimed {
		t.later("free name", `DELETE FROM name_claims c USING organizations o WHERE c.pool = $1 AND c.name_key = $2
 AND o.id = c.organization_id AND o.status = 'ended' AND o.status_reason = ANY($3)`, c.Pool, c.Key, reasons)
		t.later("claim name", "INSERT INTO name_claims (pool, name_key, organization_id) VALUES ($1, $2, $3)", c.Pool, c.Key, key(organization))
	}
}
