package registry

import (
	"context"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/place"
	"htxregistry/internal/rating"
	"htxregistry/internal/reporting"
	"htxregistry/internal/vn"
)

// Grouping is what the figures of a year are grouped by: the office ("authority"), "kind", "model", "sector", or the places of
// a level on a map, which Level names then.
type Grouping struct {
	By    string
	Map   string // as coop.List names it
	Level place.Level
}

// grouping reads what a client groups by. Places are those of the map of a day; a level that it does not have is ErrInvalid.
func (r *Registry) grouping(by string, on vn.Date) (Grouping, error) {
	g := Grouping{By: by, Map: coop.List(on)}
	switch by {
	case "place":
		g.Level = place.LevelProvince
	case "district", "commune":
		g.Level = place.Level(by)
	}
	if g.Level == place.LevelDistrict && g.Map != "2021" {
		return g, ErrInvalid.At(fault.Field{Parameter: "by", Code: "not-in-force", Detail: msgNoDistricts})
	}
	return g, nil
}

// groupLabel is what a key of the figures is called on a day; a key that nothing is known of stands for itself.
func (r *Registry) groupLabel(g Grouping, key string, on vn.Date) string {
	ref := r.Reference()
	switch {
	case g.Level != "":
		if p, ok := ref.Places.At(key, on); ok && p.Level == g.Level {
			return p.Name
		}
	case g.By == "authority":
		if a, ok := ref.authority(key); ok {
			return a.NameOn(on)
		}
	case g.By == "kind":
		return coop.Kind(key).Label()
	case g.By == "sector":
		return reporting.SectorTitle(key)
	}
	return key
}

// RatingStatistics counts the ratings of a year by rank, grouped by authority, kind, sector or the places of a level of today.
func (r *Registry) RatingStatistics(ctx context.Context, f RatingFilter, by string) ([]rating.Figure, error) {
	figures := []rating.Figure{}
	group, err := r.grouping(by, r.Today())
	if err != nil {
		return figures, err
	}
	q, err := r.ratingQuery(f)
	if err != nil {
		return figures, err
	}
	err = r.store.Read(ctx, func(tx ReadTx) error {
		counted, err := tx.RatingFigures(ctx, q, group)
		figures = append(figures, counted...)
		return err
	})
	for i := range figures {
		figures[i].Label = r.groupLabel(group, figures[i].Key, r.Today())
	}
	return figures, err
}
