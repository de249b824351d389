package postgres

import (
	"context"
	"strconv"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// ranked narrows a list of organisations to those with a rank for a year, as it was known.
func ranked(c *conditions, q coop.Query) {
	if q.Rank == "" {
		return
	}
	var r conditions
	r.args = c.args
	r.and("r.year = ? AND r.rank = ?", q.RatingYear, q.Rank)
	knownThen(&r, "r.", q.When.KnownAt)
	c.args = r.args
	c.and("o.id IN (SELECT r.organization_id FROM ratings r" + r.text.String() + ")")
}

// Reputes implements registry.Organizations. Each part is one probe of an index for an organisation.
func (t *session) Reputes(ctx context.Context, ids []coop.ID, when coop.When) (map[coop.ID]coop.Repute, error) {
	keys := make([][16]byte, len(ids))
	for i, o := range ids {
		keys[i] = o
	}
	asOf, known := t.instant(when)
	var r, m conditions
	from := r.bind(" FROM unnest(?::uuid[]) o (id)", keys)
	r.and("organization_id = o.id")
	knownThen(&r, "", when.KnownAt)
	if !when.Now() {
		r.and("year <= ?", asOf.Year())
	}
	m.args = r.args
	m.and("organization_id = o.id")
	m.and(statesAt, day(asOf), day(asOf), known, known)
	found := map[coop.ID]coop.Repute{}
	var o [16]byte
	var year *int
	var rating coop.YearRank
	var exempt *bool
	var kind *string
	var since vn.Date
	var rated, joined *time.Time
	err := t.each(ctx, []any{&o, &year, &rating.Rank, &rating.Points, &exempt, &rated, &kind, &since, &joined}, func() {
		repute := coop.Repute{Tag: tagOf(rated) + tagOf(joined)}
		if year != nil {
			repute.Rating = &coop.YearRank{Year: *year, Rank: rating.Rank, Points: rating.Points, Exempt: *exempt}
		}
		if kind != nil {
			repute.Alliance = &coop.AllianceMember{Kind: *kind, Since: since}
		}
		found[o] = repute
	}, "SELECT o.id, r.year, r.rank, r.total, r.exempt, r.known_from, m.kind, m.valid_from, m.known_from"+from+
		" LEFT JOIN LATERAL (SELECT year, rank, total, exempt, known_from FROM ratings"+r.text.String()+" ORDER BY year DESC LIMIT 1) r ON true"+
		" LEFT JOIN LATERAL (SELECT kind, valid_from, known_from FROM alliance_memberships"+m.text.String()+") m ON true", m.args...)
	return found, failed("read reputes", err)
}

// tagOf is the part of an entity tag for a fact known since an instant, none where there is no such fact.
func tagOf(known *time.Time) string {
	if known == nil {
		return "."
	}
	return "." + strconv.FormatInt(known.UnixMicro(), 36)
}
