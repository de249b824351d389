package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// Notices implements registry.Lives.
func (t *session) Notices(ctx context.Context, organization coop.ID, open bool) ([]coop.Notice, error) {
	var c conditions
	c.and("organization_id = ?", [16]byte(organization))
	if open {
		c.and("closed_on IS NULL")
	}
	rows, err := t.query(ctx, `SELECT id, kind, organization_id, unit_id, authority_id::text, procedures, stop, paper, reason, issued_on, due_on, recorded_at,
 closed_on, closing, closing_reason FROM notices`+c.text.String()+" ORDER BY id", c.args...)
	if err != nil {
		return nil, failed("read notices", err)
	}
	notices, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (n coop.Notice, err error) {
		var unit *[16]byte
		var procedures []string
		err = row.Scan((*[16]byte)(&n.ID), (*string)(&n.Kind), (*[16]byte)(&n.OrganizationID), &unit, &n.AuthorityID, &procedures, &n.Stop, &n.Paper,
			&n.Reason, &n.IssuedOn, &n.DueOn, &n.RecordedAt, &n.ClosedOn, &n.Closing, &n.ClosingReason)
		n.UnitID, n.RecordedAt = (*coop.UnitID)(unit), n.RecordedAt.UTC()
		n.Procedures = make([]coop.Procedure, len(procedures))
		for i, p := range procedures {
			n.Procedures[i] = coop.Procedure(p)
		}
		return n, err
	})
	return notices, failed("read notices", err)
}

// AddNotice implements registry.LifeWriter.
func (t *session) AddNotice(ctx context.Context, n coop.Notice) error {
	var unit any
	if n.UnitID != nil {
		unit = [16]byte(*n.UnitID)
	}
	procedures := make([]string, len(n.Procedures))
	for i, p := range n.Procedures {
		procedures[i] = string(p)
	}
	var e encoder
	paper, stop := e.json(n.Paper), orNull(&e, n.Stop)
	if e.err != nil {
		return failed("add notice", e.err)
	}
	t.later("add notice", `INSERT INTO notices (id, kind, organization_id, unit_id, authority_id, procedures, paper, reason, issued_on, due_on, recorded_at, recorded_by, stop)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, [16]byte(n.ID), string(n.Kind), [16]byte(n.OrganizationID), unit, key(n.AuthorityID),
		procedures, paper, n.Reason, day(n.IssuedOn), day(n.DueOn), n.RecordedAt, key(caller.From(ctx).Key), stop)
	return nil
}

// CloseNotice implements registry.LifeWriter.
func (t *session) CloseNotice(_ context.Context, notice coop.NoticeID, on vn.Date, closing *coop.Instrument, reason string) error {
	var e encoder
	paper := orNull(&e, closing)
	if e.err != nil {
		return failed("close notice", e.err)
	}
	t.change("close notice", "UPDATE notices SET closed_on = $2, closed_at = $3, closing = $4, closing_reason = $5 WHERE id = $1 AND closed_on IS NULL",
		[]any{[16]byte(notice), day(on), t.now, paper, reason})
	return nil
}

// OpenTimers implements registry.Lives.
func (t *session) OpenTimers(ctx context.Context, organization coop.ID) ([]coop.Timer, error) {
	return t.timers(ctx, "organization_id = $1 ORDER BY due_on, id", [16]byte(organization))
}
