package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// Links implements registry.Lives.
func (t *session) Links(ctx context.Context, organizations []coop.ID, when coop.When) ([]coop.Link, error) {
	ids := make([][16]byte, len(organizations))
	for i, o := range organizations {
		ids[i] = o
	}
	asOf, known := t.instant(when)
	var c conditions
	c.and("(from_id = ANY(?) OR to_id = ANY(?))", ids, ids)
	c.and(statesAt, day(asOf), day(asOf), known, known)
	rows, err := t.query(ctx, "SELECT id, kind, from_id, to_id, valid_from, valid_to, known_from, coalesce(dossier_id::text, ''), capital_vnd FROM links"+c.text.String(), c.args...)
	if err != nil {
		return nil, failed("read links", err)
	}
	links, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l coop.Link, err error) {
		var capital *int64
		err = row.Scan((*[16]byte)(&l.ID), (*string)(&l.Kind), (*[16]byte)(&l.From), (*[16]byte)(&l.To), &l.State.From, &l.State.To,
			&l.State.KnownFrom, &l.DossierID, &capital)
		l.Capital = (*vn.VND)(capital)
		return l, err
	})
	return links, failed("read links", err)
}

// AddLink implements registry.LifeWriter.
func (t *session) AddLink(_ context.Context, l coop.Link) error {
	t.later("add link", `INSERT INTO links (id, kind, from_id, to_id, valid_from, valid_to, known_from, dossier_id, capital_vnd)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [16]byte(l.ID), string(l.Kind), [16]byte(l.From), [16]byte(l.To), day(l.State.From),
		day(l.State.To), t.now, key(l.DossierID), (*int64)(l.Capital))
	return nil
}

// EndLink implements registry.LifeWriter: the open link is known no longer, and one with its end is known instead.
func (t *session) EndLink(_ context.Context, kind coop.LinkKind, from, to coop.ID, on vn.Date) error {
	t.later("end link", `WITH ended AS (
   UPDATE links SET known_to = $6 WHERE kind = $1 AND from_id = $2 AND to_id = $3 AND valid_to IS NULL AND known_to IS NULL AND valid_from < $4
   RETURNING kind, from_id, to_id, valid_from, dossier_id, capital_vnd)
 INSERT INTO links (id, kind, from_id, to_id, valid_from, valid_to, known_from, dossier_id, capital_vnd)
 SELECT $5, kind, from_id, to_id, valid_from, $4, $6, dossier_id, capital_vnd FROM ended`,
		string(kind), [16]byte(from), [16]byte(to), day(on), [16]byte(id.New[coop.Link]()), t.now)
	return nil
}

// AddTimer implements registry.LifeWriter.
func (t *session) AddTimer(_ context.Context, timer coop.Timer) error {
	var unit any
	if timer.UnitID != nil {
		unit = [16]byte(*timer.UnitID)
	}
	t.later("set timer", "INSERT INTO timers (id, what, organization_id, unit_id, dossier_id, due_on) VALUES ($1, $2, $3, $4, $5, $6)",
		[16]byte(timer.ID), string(timer.What), [16]byte(timer.OrganizationID), unit, key(timer.DossierID), day(timer.DueOn))
	return nil
}

// SettleTimer implements registry.LifeWriter.
func (t *session) SettleTimer(_ context.Context, timer string) error {
	t.change("settle timer", "UPDATE timers SET settled_at = $2, outcome = 'done' WHERE id = $1 AND settled_at IS NULL", []any{key(timer), t.now})
	return nil
}

// VoidTimer implements registry.LifeWriter.
func (t *session) VoidTimer(_ context.Context, timer string) error {
	t.change("void timer", "UPDATE timers SET settled_at = $2, outcome = 'void' WHERE id = $1 AND settled_at IS NULL", []any{key(timer), t.now})
	return nil
}

// VoidTimers implements registry.LifeWriter.
func (t *session) VoidTimers(_ context.Context, organization coop.ID, unit *coop.UnitID) error {
	sql := "UPDATE timers SET settled_at = $2, outcome = 'void' WHERE organization_id = $1 AND settled_at IS NULL"
	args := []any{[16]byte(organization), t.now}
	if unit != nil {
		sql += " AND unit_id = $3"
		args = append(args, [16]byte(*unit))
	}
	t.later("void timers", sql, args...)
	return nil
}

// DueTimers implements registry.Lives.
func (t *session) DueTimers(ctx context.Context, on vn.Date, limit int) ([]coop.Timer, error) {
	return t.timers(ctx, "due_on <= $1 ORDER BY due_on, id LIMIT $2", day(on), limit)
}

// timers reads unsettled timers.
func (t *session) timers(ctx context.Context, which string, args ...any) ([]coop.Timer, error) {
	rows, err := t.query(ctx, "SELECT id, what, organization_id, unit_id, dossier_id::text, due_on FROM timers WHERE settled_at IS NULL AND "+which, args...)
	if err != nil {
		return nil, failed("read timers", err)
	}
	timers, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (timer coop.Timer, err error) {
		var unit *[16]byte
		err = row.Scan((*[16]byte)(&timer.ID), (*string)(&timer.What), (*[16]byte)(&timer.OrganizationID), &unit, &timer.DossierID, &timer.DueOn)
		timer.UnitID = (*coop.UnitID)(unit)
		return timer, err
	})
	return timers, failed("read timers", err)
}

// offspring selects the ids of what descends by birth or conversion, at any distance, from a Hội quán (a null argument: any)
// as of a day (twice) and as known at an instant (twice).
const offspring = `WITH RECURSIVE kin AS (
   SELECT from_id, to_id FROM links WHERE kind IN ('born_from', 'converted_to') AND ` + statesAt + `),
 child(id) AS (
   SELECT k.to_id FROM kin k JOIN organizations h ON h.id = k.from_id WHERE h.kind = 'hoi_quan' AND (?::uuid IS NULL OR h.id = ?::uuid)
   UNION SELECT k.to_id FROM kin k JOIN child c ON c.id = k.from_id)
 SELECT id FROM child`

// CountOffspring implements registry.Lives.
func (t *session) CountOffspring(ctx context.Context, q coop.Query, by string) ([]coop.Births, error) {
	q = t.dated(q)
	column := "o.new_commune"
	if by == coop.ByYear {
		column = "extract(year FROM o.registered_on)::int::text"
	}
	c, err := filtered(q, match{})
	if err != nil {
		return nil, failed("count births", err)
	}
	var births []coop.Births
	var b coop.Births
	err = t.each(ctx, []any{&b.Of, &b.Count}, func() { births = append(births, b) },
		"SELECT coalesce("+column+", ''), count(*) FROM "+source(q)+c.text.String()+" GROUP BY 1 ORDER BY 1", c.args...)
	return births, failed("count births", err)
}
