package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// Nomination implements registry.Replication.
func (t *session) Nomination(ctx context.Context, id replication.NominationID) (n replication.Nomination, err error) {
	var record []byte
	err = t.row(ctx, []any{&record}, "SELECT record FROM nominations WHERE id = $1 AND known_to IS NULL", [16]byte(id))
	if errors.Is(err, pgx.ErrNoRows) {
		return n, replication.ErrNoNomination
	}
	if err != nil {
		return n, failed("read nomination", err)
	}
	return n, failed("read nomination", json.Unmarshal(record, &n))
}

// PlacesTaken implements registry.Replication.
func (t *session) PlacesTaken(ctx context.Context, programme, province string, since vn.Date) (taken int, err error) {
	err = t.row(ctx, []any{&taken}, "SELECT public.places_taken($1, $2, $3)", programme, province, day(since))
	return taken, failed("count places", err)
}

// SaveNomination implements registry.ReplicationWriter.
func (t *session) SaveNomination(_ context.Context, n replication.Nomination, quota *int) error {
	record, err := json.Marshal(n)
	if err != nil {
		return fmt.Errorf("write nomination: %w", err)
	}
	t.touch(n.OrganizationID)
	if n.Revision > 1 {
		t.change("supersede nomination", "UPDATE nominations SET known_to = $3 WHERE id = $1 AND revision = $2 AND known_to IS NULL",
			[]any{[16]byte(n.ID), n.Revision - 1, t.now})
	}
	t.later("save nomination", `INSERT INTO nominations (id, revision, programme, organization_id, model, stage, provinces, province, quota, record, known_from)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, [16]byte(n.ID), n.Revision, n.Programme, [16]byte(n.OrganizationID), n.Model,
		string(n.Stage), list(n.CountedIn), text(n.Province), quota, record, t.now)
	return nil
}
