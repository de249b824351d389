package jurisdiction

import (
	"slices"
	"strings"

	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// successions finds, for every office that ended, the offices that took over on that day.
func (d *deriver) successions() []AuthoritySuccession {
	directory := newIndex(d.all)
	var found []AuthoritySuccession
	for _, a := range d.all {
		if a.To.IsZero() {
			continue
		}
		seen := map[AuthorityID]place.Share{}
		for _, next := range d.heirs(a, directory) {
			if next.authority == nil || next.authority.ID == a.ID {
				continue
			}
			if share, ok := seen[next.authority.ID]; !ok || share == place.SharePart {
				seen[next.authority.ID] = next.share
			}
		}
		for id, share := range seen {
			found = append(found, AuthoritySuccession{Old: a.ID, New: id, Share: share, On: a.To})
		}
	}
	slices.SortFunc(found, func(x, y AuthoritySuccession) int {
		if c := strings.Compare(x.Old.String(), y.Old.String()); c != 0 {
			return c
		}
		return strings.Compare(x.New.String(), y.New.String())
	})
	return found
}

type heir struct {
	authority *Authority
	share     place.Share
}

func (d *deriver) heirs(a *Authority, offices index) []heir {
	last := a.To.AddDays(-1)
	switch {
	case a.Office == OfficeSKHDT && a.To == financeMerger():
		return []heir{{offices.at(OfficeSTC, a.PlaceCode, a.To), place.ShareWhole}}
	case a.Office == OfficeTCKH && a.To == districtsEnd():
		// A district has no one successor: each commune's cases go to the office of the commune it became part of.
		var all []heir
		for _, commune := range d.places.Communes(a.PlaceCode, last) {
			for _, p := range d.places.Follow(commune, last, a.To) {
				all = append(all, heir{offices.at(OfficeKT, p.Code, a.To), place.SharePart})
			}
		}
		return all
	}
	var all []heir
	for _, s := range d.places.Successors(a.PlaceCode, last) {
		if s.On == a.To {
			all = append(all, heir{offices.at(a.Office, s.NewCode, a.To), s.Share})
		}
	}
	return all
}

type index map[string][]*Authority // by code

func newIndex(all []*Authority) index {
	i := index{}
	for _, a := range all {
		i[a.Code] = append(i[a.Code], a)
	}
	return i
}

func (i index) at(o Office, placeCode string, day vn.Date) *Authority {
	for _, a := range i[string(o)+"-"+placeCode] {
		if a.Contains(day) {
			return a
		}
	}
	return nil
}
