package registry

import (
	"context"
	"strconv"

	"htxregistry/internal/coop"
)

// StatisticsBornFromHoiQuan counts the HTX that were born from Hội quán, directly or through a THT, by year of registration
// or by commune. What has ended counts: it was born. The same two clocks give the same figures for ever.
func (r *Registry) StatisticsBornFromHoiQuan(ctx context.Context, when coop.When, by string) (coop.BirthStatistics, error) {
	s := coop.BirthStatistics{AsOf: r.dayOf(when), By: by, Items: []coop.BirthCount{}}
	q := coop.Query{Kind: coop.KindHTX, Descent: r.descent(AnyHoiQuan, when), When: r.when(when)}
	err := r.store.Read(ctx, func(tx ReadTx) error {
		births, err := tx.CountOffspring(ctx, q, by)
		for _, b := range births {
			s.Total += b.Count
			s.Items = append(s.Items, r.birthCount(b, by))
		}
		return err
	})
	return s, err
}

func (r *Registry) birthCount(b coop.Births, by string) coop.BirthCount {
	count := coop.BirthCount{Count: b.Count}
	if by == coop.ByYear {
		if year, err := strconv.Atoi(b.Of); err == nil {
			count.Year = &year
		}
	} else if commune, ok := coop.RefPlace(r.Reference().Places, b.Of, r.Today()); ok {
		count.Commune = &commune
	}
	return count
}

// descent asks for what descends from a Hội quán, as it was.
func (r *Registry) descent(source string, when coop.When) *coop.Descent {
	d := &coop.Descent{HoiQuan: source, When: coop.When{AsOf: r.dayOf(when), KnownAt: when.KnownAt}}
	if source == AnyHoiQuan {
		d.HoiQuan = ""
	}
	if d.When.KnownAt.IsZero() {
		d.When.KnownAt = r.Now()
	}
	return d
}
