package registry

import (
	"context"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// AuthorityFilter narrows the figures by authority; the zero value narrows nothing.
type AuthorityFilter struct {
	Province string  // code
	On       vn.Date // the day whose map the province is read on; zero: today
	Level    string  // of the authority that issued the registration
}

// StatisticsByAuthority counts what was on the register, for the country or one province. The same two clocks give the same
// figures for ever.
func (r *Registry) StatisticsByAuthority(ctx context.Context, when coop.When, f AuthorityFilter) (coop.AuthorityStatistics, error) {
	area, err := r.province(f)
	if err != nil {
		return coop.AuthorityStatistics{}, err
	}
	s := coop.AuthorityStatistics{AsOf: r.dayOf(when), ByLevel: []coop.LevelCount{}, Items: []coop.AuthorityFigure{}}
	ref := r.Reference()
	err = r.store.Read(ctx, func(tx ReadTx) error {
		counts, err := tx.CountByAuthority(ctx, r.when(when), area, f.Level)
		for _, c := range counts {
			addCount(&s, ref, c)
		}
		return err
	})
	return s, err
}

// province puts the province of a filter on a map; nil where there is none.
func (r *Registry) province(f AuthorityFilter) (*coop.Area, error) {
	if f.Province == "" {
		return nil, nil //nolint:nilnil // the country
	}
	on := f.On
	if on.IsZero() {
		on = r.Today()
	}
	area, ok := r.area(f.Province, on)
	if p, known := r.Reference().Places.At(f.Province, on); !ok || !known || p.Level != place.LevelProvince {
		return nil, ErrInvalid.At(fault.Field{Parameter: "place", Code: "not-a-province", Detail: msgNotAProvince(f.Province, on)})
	}
	return &area, nil
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
