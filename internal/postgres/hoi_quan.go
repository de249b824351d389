package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/hoiquan"
	"htxregistry/internal/id"
)

// HoiQuanSheets implements registry.HoiQuan.
func (t *session) HoiQuanSheets(ctx context.Context, ids []coop.ID, when coop.When) (map[coop.ID]hoiquan.Sheet, error) {
	keys := make([][16]byte, len(ids))
	for i, o := range ids {
		keys[i] = o
	}
	asOf, known := t.instant(when)
	var c conditions
	c.and("organization_id = ANY(?)", keys)
	c.and(statesAt, day(asOf), day(asOf), known, known)
	rows, err := t.query(ctx, "SELECT record FROM hoi_quan_sheets"+c.text.String(), c.args...)
	if err != nil {
		return nil, failed("read sheets", err)
	}
	sheets, err := pgx.CollectRows(rows, recordIn[hoiquan.Sheet])
	found := make(map[coop.ID]hoiquan.Sheet, len(sheets))
	for _, s := range sheets {
		found[s.OrganizationID] = s
	}
	return found, failed("read sheets", err)
}

// SaveHoiQuanSheet implements registry.HoiQuanWriter: the present sheet is known no longer; where it began earlier, it is
// known instead until the day the new one begins.
func (t *session) SaveHoiQuanSheet(_ context.Context, s hoiquan.Sheet) error {
	record, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write sheet: %w", err)
	}
	organization := [16]byte(s.OrganizationID)
	t.later("end sheet", `WITH ended AS (
   UPDATE hoi_quan_sheets SET known_to = $3 WHERE organization_id = $1 AND valid_to IS NULL AND known_to IS NULL
   RETURNING revision, launched_on, record, authority_id, valid_from)
 INSERT INTO hoi_quan_sheets (id, organization_id, revision, launched_on, record, authority_id, valid_from, valid_to, known_from)
 SELECT $4, $1, revision, launched_on, record, authority_id, valid_from, $2, $3 FROM ended WHERE valid_from < $2`,
		organization, day(s.From), t.now, [16]byte(id.New[hoiquan.Sheet]()))
	t.later("save sheet", `INSERT INTO hoi_quan_sheets (id, organization_id, revision, launched_on, record, authority_id, valid_from, known_from)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, [16]byte(id.New[hoiquan.Sheet]()), organization, s.Revision, day(s.Facts.LaunchedOn), record,
		key(s.Authority.ID), day(s.From), t.now)
	return nil
}

// CountHoiQuan implements registry.HoiQuan.
func (t *session) CountHoiQuan(ctx context.Context, q coop.Query, by string) ([]coop.HoiQuanCount, error) {
	asOf, known := t.instant(q.When)
	q = t.dated(q)
	c, err := filtered(q, match{})
	if err != nil {
		return nil, failed("count hoi quan", err)
	}
	c.and("o.status <> 'ended'")
	where := c.text.String()
	s := conditions{args: c.args}
	s.and(statesAt, day(asOf), day(asOf), known, known)
	column := "coalesce(o.new_commune, '')"
	if by == coop.ByYear {
		column = "coalesce(extract(year FROM coalesce(s.launched_on, o.registered_on))::int::text, '')"
	}
	var counts []coop.HoiQuanCount
	var n coop.HoiQuanCount
	err = t.each(ctx, []any{&n.Of, &n.Count, &n.Members, &n.Uncounted}, func() { counts = append(counts, n) },
		"SELECT "+column+", count(*), coalesce(sum((o.members ->> 'official')::bigint), 0)::bigint, count(*) FILTER (WHERE o.members ->> 'official' IS NULL) FROM "+
			source(q)+" LEFT JOIN LATERAL (SELECT launched_on FROM hoi_quan_sheets"+s.text.String()+" AND organization_id = o.id) s ON true"+
			where+" GROUP BY 1 ORDER BY 1", s.args...)
	return counts, failed("count hoi quan", err)
}
