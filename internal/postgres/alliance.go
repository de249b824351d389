package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/alliance"
	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

const membershipFields = "id, organization_id, kind, valid_from, valid_to, decision, reason, known_from, known_to"

// Memberships implements registry.Alliance.
func (t *session) Memberships(ctx context.Context, organization coop.ID, known time.Time) ([]alliance.Membership, error) {
	var c conditions
	c.and("organization_id = ?", [16]byte(organization))
	knownThen(&c, "", known)
	rows, err := t.query(ctx, "SELECT "+membershipFields+" FROM alliance_memberships"+c.text.String()+" ORDER BY valid_from", c.args...)
	if err != nil {
		return nil, failed("read memberships", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (alliance.Membership, error) { return scanMembership(row) })
	return found, failed("read memberships", err)
}

// Membership implements registry.Alliance.
func (t *session) Membership(ctx context.Context, id alliance.MembershipID) (alliance.Membership, error) {
	if err := t.flush(ctx); err != nil {
		return alliance.Membership{}, err
	}
	m, err := scanMembership(t.conn.QueryRow(ctx, "SELECT "+membershipFields+" FROM alliance_memberships WHERE id = $1", [16]byte(id)))
	if errors.Is(err, pgx.ErrNoRows) {
		return m, alliance.ErrNotFound
	}
	return m, failed("read membership", err)
}

func scanMembership(row pgx.Row) (alliance.Membership, error) {
	var m alliance.Membership
	var decision []byte
	err := row.Scan((*[16]byte)(&m.ID), (*[16]byte)(&m.OrganizationID), (*string)(&m.Kind), &m.From, &m.To, &decision, &m.Reason, &m.RecordedAt, &m.SupersededAt)
	if err != nil {
		return m, err
	}
	var d decoder
	if !empty(decision) {
		d.json(decision, &m.Decision)
	}
	m.RecordedAt = m.RecordedAt.UTC()
	return m, d.err
}

// AddMembership implements registry.AllianceWriter.
func (t *session) AddMembership(_ context.Context, m alliance.Membership, by string) error {
	var e encoder
	decision := orNull(&e, m.Decision)
	if e.err != nil {
		return failed("add membership", e.err)
	}
	t.later("add membership", `INSERT INTO alliance_memberships (id, organization_id, kind, valid_from, valid_to, decision, reason, recorded_by, known_from)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [16]byte(m.ID), [16]byte(m.OrganizationID), string(m.Kind), day(m.From), day(m.To), decision, m.Reason,
		key(by), t.now)
	return nil
}

// ForgetMembership implements registry.AllianceWriter.
func (t *session) ForgetMembership(_ context.Context, id alliance.MembershipID) error {
	t.change("supersede membership", "UPDATE alliance_memberships SET known_to = $2 WHERE id = $1 AND known_to IS NULL", []any{[16]byte(id), t.now})
	return nil
}

// membership narrows a list of organisations by what they are to the alliance: none, any, or one kind of member.
func membership(c *conditions, q coop.Query) {
	if q.Membership == "" {
		return
	}
	var m conditions
	m.args = c.args
	if q.When.Now() {
		m.and("m.known_to IS NULL AND m.valid_to IS NULL")
	} else {
		m.and(statesAt, day(q.When.AsOf), day(q.When.AsOf), q.When.KnownAt, q.When.KnownAt)
	}
	if q.Membership != coop.MembershipNone && q.Membership != coop.MembershipAny {
		m.and("m.kind = ?", q.Membership)
	}
	if q.Membership == coop.MembershipNone {
		m.and("m.organization_id = o.id")
		c.args = m.args
		c.and("NOT EXISTS (SELECT FROM alliance_memberships m" + m.text.String() + ")")
		return
	}
	c.args = m.args
	c.and("o.id IN (SELECT m.organization_id FROM alliance_memberships m" + m.text.String() + ")")
}

// neglected narrows a list of organisations by what the alliance looks for among them.
func neglected(c *conditions, q coop.Query) {
	known, args := knownPiece("", q.When.KnownAt)
	if len(q.FailedLines) > 0 {
		c.and("o.id IN (SELECT organization_id FROM ratings WHERE failed @> ?::text[] AND "+known+")", append([]any{q.FailedLines}, args...)...)
	}
	if u := q.Urban; u != nil {
		column := "o.new_commune"
		if u.List == "2021" {
			column = "o.old_commune"
		}
		not := ""
		if !u.Is {
			not = "NOT "
		}
		c.and(not+column+" = ANY(?)", u.Codes)
	}
	if q.Agriculture != nil {
		is := " <> "
		if *q.Agriculture {
			is = " = "
		}
		c.and("o.sector" + is + "'agriculture'")
	}
	if q.NearFounding > 0 {
		c.and("o.kind = 'hoi_quan' AND o.status <> 'ended' AND (o.members ->> 'official')::int >= ?", q.NearFounding)
		unborn(c, q)
	}
	if q.SilentFrom > 0 {
		c.and("o.kind IN ('htx', 'lhhtx') AND o.status <> 'ended' AND (o.registered_on IS NULL OR o.registered_on < ?)", day(vn.NewDate(q.SilentFrom, 1, 1)))
		c.and("NOT EXISTS (SELECT FROM reports WHERE organization_id = o.id AND year BETWEEN ? AND ? AND "+known+")",
			append([]any{q.SilentFrom, q.SilentTo}, args...)...)
	}
}

// unborn narrows a list to what nothing was born from.
func unborn(c *conditions, q coop.Query) {
	born, args := "known_to IS NULL", []any(nil)
	if !q.When.Now() {
		born, args = statesAt, []any{day(q.When.AsOf), day(q.When.AsOf), q.When.KnownAt, q.When.KnownAt}
	}
	c.and("NOT EXISTS (SELECT FROM links WHERE from_id = o.id AND kind IN ('born_from', 'converted_to') AND "+born+")", args...)
}
