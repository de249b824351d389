package registry

import (
	"context"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/place"
)

// StatisticsByAuthority counts what was on the register, for the country or one province of today's map. The same two
// clocks give the same figures for ever.
func (r *Registry) StatisticsByAuthority(ctx context.Context, when coop.When, placeCode, level string) (coop.AuthorityStatistics, error) {
	asOf := r.dayOf(when)
	ref := r.Reference()
	if placeCode != "" {
		if p, ok := ref.Places.At(placeCode, r.Today()); !ok || p.Level != place.LevelProvince {
			return coop.AuthorityStatistics{}, ErrInvalid.At(fault.Field{Parameter: "place", Code: "not-a-province", Detail: msgNotAProvince(placeCode, r.Today())})
		}
	}
	s := coop.AuthorityStatistics{AsOf: asOf, ByLevel: []coop.LevelCount{}, Items: []coop.AuthorityFigure{}}
	err := r.store.Read(ctx, func(tx ReadTx) error {
		counts, err := tx.CountByAuthority(ctx, r.when(when), placeCode, level)
		for _, c := range counts {
			addCount(&s, ref, c)
		}
		return err
	})
	return s, err
}

// addCount adds a number to the figures and to the sum of its level.
func addCount(s *coop.AuthorityStatistics, ref *Reference, c coop.AuthorityCount) {
	level := optional(c.Level)
	s.Total += c.Count
	s.Items = append(s.Items, coop.AuthorityFigure{
		Level: level, Authority: ref.authorityRef(c.AuthorityID, s.AsOf), Kind: c.Kind, Status: c.Status, Count: c.Count,
	})
	for i, known := range s.ByLevel {
		if known.Level == nil && level == nil || known.Level != nil && level != nil && *known.Level == *level {
			s.ByLevel[i].Count += c.Count
			return
		}
	}
	s.ByLevel = append(s.ByLevel, coop.LevelCount{Level: level, Count: c.Count})
}
