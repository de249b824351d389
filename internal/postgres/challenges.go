package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/alliance"
	"htxregistry/internal/registry"
)

const challengeFields = `id, organization_id, fact, coalesce(year, 0), claim, evidence, raised_on, due_on, answered_on, coalesce(outcome, ''), answer,
 coalesce(act_id::text, ''), withdrawn_on, cite, basis, revision, coalesce(office_id::text, '')`

// CreateChallenge implements registry.AllianceWriter.
func (t *session) CreateChallenge(_ context.Context, c alliance.Challenge, by string) error {
	var e encoder
	cite := array(&e, c.Cite)
	if e.err != nil {
		return failed("enter challenge", e.err)
	}
	var year any
	if c.Year > 0 {
		year = c.Year
	}
	t.later("enter challenge", `INSERT INTO alliance_challenges (id, organization_id, fact, year, claim, evidence, raised_on, due_on, recorded_by, cite,
 basis, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, [16]byte(c.ID), [16]byte(c.OrganizationID), string(c.Fact), year, c.Claim,
		c.Evidence, day(c.RaisedOn), day(c.DueOn), key(by), cite, string(c.Basis), c.Revision)
	return nil
}

// SettleChallenge implements registry.AllianceWriter.
func (t *session) SettleChallenge(_ context.Context, c alliance.Challenge, by string) error {
	var answeredBy any
	if c.Outcome != "" {
		answeredBy = key(by)
	}
	t.change("settle challenge", `UPDATE alliance_challenges SET answered_on = $3, answered_by = $4, outcome = $5, answer = $6, act_id = $7,
 withdrawn_on = $8, revision = revision + 1 WHERE id = $1 AND revision = $2`, []any{
		[16]byte(c.ID), c.Revision, day(c.AnsweredOn), answeredBy, text(c.Outcome), c.Answer, key(c.ActID), day(c.WithdrawnOn),
	})
	return nil
}

// Challenge implements registry.Alliance.
func (t *session) Challenge(ctx context.Context, id alliance.ChallengeID) (alliance.Challenge, error) {
	if err := t.flush(ctx); err != nil {
		return alliance.Challenge{}, err
	}
	c, err := scanChallenge(t.conn.QueryRow(ctx, "SELECT "+challengeFields+" FROM alliance_challenges WHERE id = $1", [16]byte(id)))
	if errors.Is(err, pgx.ErrNoRows) {
		return c, alliance.ErrNoChallenge
	}
	return c, failed("read challenge", err)
}

// Challenges implements registry.Alliance.
func (t *session) Challenges(ctx context.Context, q registry.MatterQuery[alliance.ChallengeID]) ([]alliance.Challenge, error) {
	return matters(ctx, t, "SELECT "+challengeFields+" FROM alliance_challenges", q, scanChallenge)
}

// CountChallenges implements registry.Alliance.
func (t *session) CountChallenges(ctx context.Context, q registry.MatterQuery[alliance.ChallengeID]) (int64, error) {
	return countMatters(ctx, t, "alliance_challenges", q)
}

func scanChallenge(row pgx.Row) (alliance.Challenge, error) {
	var c alliance.Challenge
	var cite []byte
	err := row.Scan((*[16]byte)(&c.ID), (*[16]byte)(&c.OrganizationID), (*string)(&c.Fact), &c.Year, &c.Claim, &c.Evidence, &c.RaisedOn, &c.DueOn,
		&c.AnsweredOn, (*string)(&c.Outcome), &c.Answer, &c.ActID, &c.WithdrawnOn, &cite, (*string)(&c.Basis), &c.Revision, &c.Authority.ID)
	if err != nil {
		return c, err
	}
	var d decoder
	d.json(cite, &c.Cite)
	return c, d.err
}
