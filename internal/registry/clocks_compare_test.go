package registry_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// compare holds every read against the model for a day as known after a step.
func (w *walk) compare(ctx context.Context, on vn.Date, known int) {
	w.t.Helper()
	when := coop.When{AsOf: on, KnownAt: w.stepDays[known].Add(time.Minute)}
	where := fmt.Sprintf("on %s as known after step %d", on, known)
	total, ended := int64(0), int64(0)
	counts := map[string]int64{}
	for i, o := range w.ids {
		want := w.stories[i].at(on, known)
		got, err := w.r.GetOrganization(ctx, o.String(), when, "")
		switch {
		case want == nil && errors.Is(err, fault.NotFound):
			continue
		case err != nil || want == nil:
			w.t.Fatalf("organisation %d %s: %v, want %v", i, where, err, want)
		case got.Name.Vi != want["name"] || got.Phone != want["phone"] || string(got.Status) != want["status"]:
			w.t.Fatalf("organisation %d %s: %s %s %s, want %v", i, where, got.Name.Vi, got.Phone, got.Status, want)
		}
		total++
		if want["status"] == "ended" {
			ended++
		}
		counts[string(w.kinds[i])+" "+want["status"]]++
		w.compareUnits(ctx, i, when, on, known, where)
	}
	w.count(ctx, "all", registry.OrganizationFilter{When: when}, total, where)
	w.count(ctx, "ended", registry.OrganizationFilter{When: when, Status: coop.StatusEnded}, ended, where)
	figures, err := w.r.StatisticsByAuthority(ctx, when, registry.AuthorityFilter{})
	must(w.t, err)
	told := map[string]int64{}
	for _, f := range figures.Items {
		told[string(f.Kind)+" "+string(f.Status)] += f.Count
	}
	if !maps.Equal(told, counts) {
		w.t.Fatalf("figures %s: %v, want %v", where, told, counts)
	}
	w.compareLinks(ctx, when, on, known, where)
}

func (w *walk) count(ctx context.Context, what string, f registry.OrganizationFilter, want int64, where string) {
	w.t.Helper()
	f.Limit, f.Count = 50, true
	page, err := w.r.ListOrganizations(ctx, f)
	must(w.t, err)
	if *page.Total != want || int64(len(page.Items)) != want {
		w.t.Fatalf("%s %s: %d listed, %d counted, want %d", what, where, len(page.Items), *page.Total, want)
	}
}

func (w *walk) compareUnits(ctx context.Context, i int, when coop.When, on vn.Date, known int, where string) {
	w.t.Helper()
	want, got := map[string]string{}, map[string]string{}
	for unit, s := range w.units {
		if now := s.at(on, known); w.owner[unit] == i && now != nil {
			want[unit.String()] = now["name"] + " " + now["status"]
		}
	}
	units, _, err := w.r.ListUnits(ctx, w.ids[i].String(), when, nil, 100)
	must(w.t, err)
	for _, u := range units {
		got[u.ID.String()] = u.Name + " " + string(u.Status)
	}
	if !maps.Equal(got, want) {
		w.t.Fatalf("units of %d %s: %v, want %v", i, where, got, want)
	}
}

func (w *walk) compareLinks(ctx context.Context, when coop.When, on vn.Date, known int, where string) {
	w.t.Helper()
	offspring := map[int]bool{}
	for i, o := range w.ids {
		var want, got []string
		for _, b := range w.bonds {
			left := b.knownOut > 0 && b.knownOut <= known
			if b.knownIn > known || b.joined.After(on) || left && !b.left.After(on) || b.from != i && b.to != i {
				continue
			}
			to := vn.Date{}
			if left {
				to = b.left
			}
			want = append(want, fmt.Sprint(b.kind, w.ids[b.from], w.ids[b.to], b.joined, to))
			if b.kind == coop.LinkBornFrom && (b.from == 0 || offspring[b.from]) {
				offspring[b.to] = true
			}
		}
		lineage, err := w.r.ListLinks(ctx, o.String(), when, 1)
		must(w.t, err)
		for _, l := range lineage.Links {
			got = append(got, fmt.Sprint(l.Kind, l.From, l.To, l.ValidFrom, l.ValidTo))
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			w.t.Fatalf("links of %d %s: %v, want %v", i, where, got, want)
		}
	}
	w.compareBirths(ctx, when, on, known, where, offspring)
}

func (w *walk) compareBirths(ctx context.Context, when coop.When, on vn.Date, known int, where string, offspring map[int]bool) {
	w.t.Helper()
	years, all := map[int]int64{}, int64(0)
	for i := range offspring {
		if w.stories[i].at(on, known) == nil {
			continue
		}
		all++
		if w.kinds[i] == coop.KindHTX {
			years[w.born[i].Year()]++
		}
	}
	for _, source := range []string{registry.AnyHoiQuan, w.ids[0].String()} {
		w.count(ctx, "offspring", registry.OrganizationFilter{When: when, SourceHoiQuan: source}, all, where)
	}
	births, err := w.r.StatisticsBornFromHoiQuan(ctx, when, coop.ByYear)
	must(w.t, err)
	told := map[int]int64{}
	for _, b := range births.Items {
		told[*b.Year] += b.Count
	}
	if !maps.Equal(told, years) {
		w.t.Fatalf("births %s: %v, want %v", where, told, years)
	}
	byCommune, err := w.r.StatisticsBornFromHoiQuan(ctx, when, coop.ByCommune)
	must(w.t, err)
	if byCommune.Total != births.Total {
		w.t.Fatalf("births %s: %d by year, %d by commune", where, births.Total, byCommune.Total)
	}
}
