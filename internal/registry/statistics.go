package registry

import (
	"context"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// AuthorityStatistics are numbers of organisations by the authority that issued their registration.
type AuthorityStatistics struct {
	AsOf    vn.Date          `json:"as_of"`
	Total   int64            `json:"total"`
	ByLevel []LevelCount     `json:"by_level"`
	Items   []AuthorityCount `json:"items"`
}

// LevelCount is a number by level; a nil level is not known.
type LevelCount struct {
	Level *string `json:"level"`
	Count int64   `json:"count"`
}

// AuthorityCount is a number by authority, kind and status; a nil authority is not known.
type AuthorityCount struct {
	Level     *string            `json:"level"`
	Authority *coop.AuthorityRef `json:"authority"`
	Kind      coop.Kind          `json:"kind"`
	Status    coop.Status        `json:"status"`
	Count     int64              `json:"count"`
}

// StatisticsByAuthority counts what was on the register on a day, for the country or one province of today's map.
func (r *Registry) StatisticsByAuthority(ctx context.Context, asOf vn.Date, placeCode, level string) (AuthorityStatistics, error) {
	if asOf.IsZero() {
		asOf = r.Today()
	}
	ref := r.Reference()
	if placeCode != "" {
		if p, ok := ref.Places.At(placeCode, r.Today()); !ok || p.Level != place.LevelProvince {
			return AuthorityStatistics{}, ErrInvalid.At(fault.Field{Parameter: "place", Code: "not-a-province", Detail: msgNotAProvince(placeCode, r.Today())})
		}
	}
	s := AuthorityStatistics{AsOf: asOf, ByLevel: []LevelCount{}, Items: []AuthorityCount{}}
	err := r.store.Read(ctx, func(tx ReadTx) error {
		counts, err := tx.CountByAuthority(ctx, asOf, placeCode, level)
		for _, c := range counts {
			s.add(ref, c)
		}
		return err
	})
	return s, err
}

func (s *AuthorityStatistics) add(ref *Reference, c coop.AuthorityCount) {
	level := optional(c.Level)
	s.Total += c.Count
	s.Items = append(s.Items, AuthorityCount{level, ref.authorityRef(c.AuthorityID, s.AsOf), c.Kind, c.Status, c.Count})
	for i, known := range s.ByLevel {
		if known.Level == nil && level == nil || known.Level != nil && level != nil && *known.Level == *level {
			s.ByLevel[i].Count += c.Count
			return
		}
	}
	s.ByLevel = append(s.ByLevel, LevelCount{level, c.Count})
}
