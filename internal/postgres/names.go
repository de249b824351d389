package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/naming"
)

// collides picks records by the index that lies in them.
const collides = "(o.name_key = ANY($1) OR o.short_key = $2 OR o.foreign_key = $3)"

// NameCandidates implements registry.Organizations.
func (t *session) NameCandidates(ctx context.Context, q coop.NameQuery) ([]coop.Organization, error) {
	args := []any{list(q.Keys), text(q.Short), text(q.Foreign)}
	query := selectOrganization + " WHERE " + collides
	if !q.On.IsZero() {
		query += " AND o.valid_from <= $4 UNION ALL SELECT " + organizationFields + " FROM organization_versions o WHERE " + collides +
			" AND o.valid_from <= $4 AND (o.valid_to IS NULL OR o.valid_to > $4) AND o.known_to IS NULL"
		args = append(args, day(q.On))
	}
	found, err := t.collectOrganizations(t.query(ctx, query, args...))
	return found, failed("look for names that may collide", err)
}

// ClaimName implements registry.OrganizationWriter.
func (t *session) ClaimName(_ context.Context, organization coop.ID, pools []string, nameKey string, freeing []coop.StatusReason) error {
	reasons := make([]string, len(freeing))
	for i, reason := range freeing {
		reasons[i] = string(reason)
	}
	for _, pool := range pools {
		t.later("free name", `DELETE FROM name_claims c USING organizations o WHERE c.pool = $1 AND c.name_key = $2
 AND o.id = c.organization_id AND o.status = 'ended' AND o.status_reason = ANY($3)`, pool, nameKey, reasons)
		t.later("claim name", "INSERT INTO name_claims (pool, name_key, organization_id) VALUES ($1, $2, $3)",
			pool, nameKey, [16]byte(organization))
	}
	return nil
}

// ReleaseNames implements registry.LifeWriter.
func (t *session) ReleaseNames(_ context.Context, organization coop.ID) error {
	t.later("release names", "DELETE FROM name_claims WHERE organization_id = $1", [16]byte(organization))
	return nil
}

// WrongNameKeys implements registry.Organizations.
func (t *session) WrongNameKeys(ctx context.Context, limit int) ([]coop.ID, error) {
	var wrong []coop.ID
	for _, table := range []string{"organizations", "organization_versions"} {
		rows, err := t.query(ctx, "SELECT o.id, o.kind, o.name_vi, coalesce(o.name_key, '\x01') FROM "+table+" o")
		if err != nil {
			return nil, failed("read index of names", err)
		}
		var id [16]byte
		var kind, name, kept string
		_, err = pgx.ForEachRow(rows, []any{&id, &kind, &name, &kept}, func() error {
			if len(wrong) < limit && naming.IndexKey(coop.Kind(kind), name) != kept {
				wrong = append(wrong, id)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read index of names: %w", err)
		}
	}
	return wrong, nil
}
