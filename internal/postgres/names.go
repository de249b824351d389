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

// NameClaims implements registry.Organizations.
func (t *session) NameClaims(ctx context.Context, organization coop.ID) (claims []coop.NameClaim, err error) {
	var c coop.NameClaim
	err = t.each(ctx, []any{&c.Pool, &c.Key}, func() { claims = append(claims, c) },
		"SELECT pool, name_key FROM name_claims WHERE organization_id = $1", [16]byte(organization))
	return claims, failed("read claims on names", err)
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
