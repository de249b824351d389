package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
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
