package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/succession"
)

const caseColumns = `SELECT c.id, c.succession_id, c.subject, coalesce(c.dossier_id, c.organization_id, c.unit_id, c.key_id)::text, c.label, c.from_id::text,
 c.candidates::text[], c.reason, c.settled_at, coalesce(c.settled_by, ''), c.settled_to::text FROM succession_cases c `

func scanCase(row pgx.Row) (succession.Case, error) {
	var c succession.Case
	var caseID, successionID [16]byte
	var candidates []string
	var settled *time.Time
	var to *string
	err := row.Scan(&caseID, &successionID, &c.Subject, &c.SubjectID, &c.Label, &c.From.ID, &candidates, &c.Reason, &settled, &c.SettledBy, &to)
	c.ID, c.Succession, c.SettledAt, c.Candidates = caseID, successionID, utc(settled), refs(candidates)
	if to != nil {
		c.SettledTo = &coop.AuthorityRef{ID: *to}
	}
	return c, err
}

// SuccessionCases implements registry.Successions.
func (t *session) SuccessionCases(ctx context.Context, id succession.ID, open bool, after *succession.CaseID, limit int) ([]succession.Case, error) {
	var from succession.CaseID
	if after != nil {
		from = *after
	}
	rows, err := t.query(ctx, caseColumns+"WHERE c.succession_id = $1 AND (NOT $2 OR c.settled_at IS NULL) AND c.id > $3 ORDER BY c.id LIMIT $4",
		[16]byte(id), open, [16]byte(from), limit)
	if err != nil {
		return nil, failed("list cases", err)
	}
	cases, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (succession.Case, error) { return scanCase(row) })
	return cases, failed("list cases", err)
}

// SuccessionCase implements registry.Successions.
func (t *session) SuccessionCase(ctx context.Context, id succession.ID, caseID succession.CaseID) (succession.Case, error) {
	if err := t.flush(ctx); err != nil {
		return succession.Case{}, err
	}
	c, err := scanCase(t.conn.QueryRow(ctx, caseColumns+"WHERE c.succession_id = $1 AND c.id = $2", [16]byte(id), [16]byte(caseID)))
	if errors.Is(err, pgx.ErrNoRows) {
		return c, registry.ErrNoCase
	}
	return c, failed("read case", err)
}

// AddCases implements registry.SuccessionWriter.
func (t *session) AddCases(ctx context.Context, id succession.ID, cases []succession.Case) error {
	if err := t.flush(ctx); err != nil {
		return err
	}
	columns := []string{"id", "succession_id", "subject", "dossier_id", "organization_id", "unit_id", "key_id", "label", "from_id", "candidates", "reason"}
	return t.copyTo(ctx, "succession_cases", columns, len(cases), func(i int) ([]any, error) {
		c := cases[i]
		subjects := map[succession.Subject]any{c.Subject: key(c.SubjectID)}
		candidates := make([]any, len(c.Candidates))
		for j, a := range c.Candidates {
			candidates[j] = key(a.ID)
		}
		return []any{
			[16]byte(c.ID), [16]byte(id), string(c.Subject), subjects[succession.SubjectDossier], subjects[succession.SubjectOrganization],
			subjects[succession.SubjectUnit], subjects[succession.SubjectKey], c.Label, key(c.From.ID), candidates, c.Reason,
		}, nil
	})
}

// SettleCase implements registry.SuccessionWriter.
func (t *session) SettleCase(_ context.Context, c succession.Case) error {
	var to any
	if c.SettledTo != nil {
		to = key(c.SettledTo.ID)
	}
	t.queue = append(t.queue, write{
		doing: "settle case", sql: "UPDATE succession_cases SET settled_at = $2, settled_by = $3, settled_to = $4 WHERE id = $1 AND settled_at IS NULL",
		args: []any{[16]byte(c.ID), *c.SettledAt, c.SettledBy, to},
		check: func(tag pgconn.CommandTag) error {
			if tag.RowsAffected() != 1 {
				return registry.ErrCaseSettled
			}
			return nil
		},
	})
	return nil
}
