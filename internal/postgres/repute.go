package postgres

import (
	"context"
	"time"

	"htxregistry/internal/coop"
)

// ranked narrows a list of organisations to those with a rank for a year, as it was known.
func ranked(c *conditions, q coop.Query) {
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
	var rating conditions
	from := rating.bind("FROM unnest(?::uuid[]) o (id)", keys)
	rating.and("organization_id = o.id")
	knownThen(&rating, "", when.KnownAt)
	if !when.Now() {
		asOf, _ := t.instant(when)
		rating.and("year <= ?", asOf.Year())
	}
	found := map[coop.ID]coop.Repute{}
	var o [16]byte
	var r coop.YearRank
	var since time.Time
	err := t.each(ctx, []any{&o, &r.Year, &r.Rank, &r.Points, &r.Exempt, &since}, func() {
		latest := r
		found[o] = coop.Repute{Rating: &latest, Since: since}
	}, "SELECT o.id, r.year, r.rank, r.total, r.exempt, r.known_from "+from+
		" CROSS JOIN LATERAL (SELECT year, rank, total, exempt, known_from FROM ratings"+rating.text.String()+" ORDER BY year DESC LIMIT 1) r", rating.args...)
	return found, failed("read reputes", err)
}
