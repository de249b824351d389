package postgres

import (
	"context"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// toldOf selects, of what acts did beside their records, that of one side, thing by thing: the expression of the thing and the
// members of coop.Beside are to be put in.
func toldOf(thing, members string) string {
	return `SELECT (` + thing + `) COLLATE "C", b.key, e.said::text, coalesce(h.organization_id::text, ''), coalesce(h.dossier_id::text, ''), h.recorded_at
 FROM history h CROSS JOIN LATERAL jsonb_each(h.beside) b CROSS JOIN LATERAL jsonb_array_elements(b.value) WITH ORDINALITY e (said, n)
 WHERE h.beside IS NOT NULL AND b.key IN (` + members + `)
 ORDER BY 1, h.epoch, h.xact, h.seq, length(b.key), e.n`
}

// Told implements registry.Projection.
func (t *session) Told(ctx context.Context, of registry.Side) iter.Seq2[registry.Told, error] {
	var query string
	switch of {
	case registry.SideLinks:
		query = toldOf("(e.said->>'kind') || ' ' || (e.said->>'from') || ' ' || (e.said->>'to')", "'linked', 'unlinked'")
	case registry.SideTimers:
		query = toldOf("e.said->>'id'", "'timers_set', 'timers_settled'")
	case registry.SideNames:
		query = toldOf("(e.said->>'pool') || ' ' || (e.said->>'key')", "'names_claimed', 'names_released'")
	}
	return cursor(ctx, t, "told_"+string(of), query, func(row pgx.CollectableRow) (told registry.Told, err error) {
		var said string
		err = row.Scan(&told.Thing, &told.Does, &said, &told.Organization, &told.Dossier, &told.At)
		told.What = []byte(said)
		return told, err
	})
}

// LinksKept implements registry.Projection.
func (t *session) LinksKept(ctx context.Context) iter.Seq2[registry.Kept[coop.Link], error] {
	return cursor(ctx, t, "kept_links", `SELECT (kind || ' ' || from_id || ' ' || to_id) COLLATE "C", id, kind, from_id, to_id, valid_from, valid_to,
 known_from, known_to, coalesce(dossier_id::text, ''), capital_vnd FROM links ORDER BY 1`,
		func(row pgx.CollectableRow) (k registry.Kept[coop.Link], err error) {
			l := &k.Row
			var known *time.Time
			var capital *int64
			err = row.Scan(&k.Thing, (*[16]byte)(&l.ID), (*string)(&l.Kind), (*[16]byte)(&l.From), (*[16]byte)(&l.To), &l.State.From, &l.State.To,
				&l.State.KnownFrom, &known, &l.DossierID, &capital)
			l.State.KnownTo, l.Capital = value(known), (*vn.VND)(capital)
			return k, err
		})
}

// TimersKept implements registry.Projection.
func (t *session) TimersKept(ctx context.Context) iter.Seq2[registry.Kept[registry.KeptTimer], error] {
	return cursor(ctx, t, "kept_timers", `SELECT id::text COLLATE "C", id, what, organization_id, unit_id, dossier_id::text, due_on, settled_at,
 coalesce(outcome, '') FROM timers ORDER BY 1`,
		func(row pgx.CollectableRow) (k registry.Kept[registry.KeptTimer], err error) {
			timer := &k.Row
			var unit *[16]byte
			var settled *time.Time
			err = row.Scan(&k.Thing, (*[16]byte)(&timer.ID), (*string)(&timer.What), (*[16]byte)(&timer.OrganizationID), &unit, &timer.DossierID,
				&timer.DueOn, &settled, (*string)(&timer.Outcome))
			timer.UnitID, timer.Settled = (*coop.UnitID)(unit), value(settled)
			return k, err
		})
}

// NamesKept implements registry.Projection.
func (t *session) NamesKept(ctx context.Context) iter.Seq2[registry.Kept[string], error] {
	return cursor(ctx, t, "kept_names", `SELECT (pool || ' ' || name_key) COLLATE "C", organization_id::text FROM name_claims ORDER BY 1`,
		func(row pgx.CollectableRow) (k registry.Kept[string], err error) {
			return k, row.Scan(&k.Thing, &k.Row)
		})
}

// cursor reads an answer of any length in pieces, so that it is never whole in memory and other statements can come between.
func cursor[T any](ctx context.Context, t *session, name, sql string, scan pgx.RowToFunc[T]) iter.Seq2[T, error] {
	const piece = "1000"
	return func(yield func(T, error) bool) {
		var none T
		if err := t.allowLongStatements(ctx); err != nil {
			yield(none, err)
			return
		}
		if _, err := t.conn.Exec(ctx, "DECLARE "+name+" NO SCROLL CURSOR FOR "+sql); err != nil {
			yield(none, failed("open "+name, err))
			return
		}
		for {
			rows, err := t.conn.Query(ctx, "FETCH "+piece+" FROM "+name)
			if err != nil {
				yield(none, failed("read "+name, err))
				return
			}
			all, err := pgx.CollectRows(rows, scan)
			if err != nil {
				yield(none, failed("read "+name, err))
				return
			}
			for _, one := range all {
				if !yield(one, nil) {
					return
				}
			}
			if len(all) == 0 {
				return
			}
		}
	}
}
