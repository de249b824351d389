package coop

import (
	"time"

	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// Placement is a seat on both maps: the one with districts, as it stood on its last day 2025-06-30, and the one of
// communes and provinces since 2025-07-01. A code is empty where the maps do not tell, such as a commune that was split.
type Placement struct {
	OldCommune, OldDistrict, OldProvince string
	NewCommune, NewProvince              string
}

// Locate puts the place with the code, as it was on the day, on both maps.
func Locate(places *place.Directory, code string, on vn.Date) Placement {
	lastOld := vn.NewDate(2025, time.June, 30)
	firstNew := lastOld.AddDays(1)
	var p Placement
	for _, unit := range soleAncestry(places, code, on, lastOld) {
		switch unit.Level {
		case place.LevelCommune:
			p.OldCommune = unit.Code
		case place.LevelDistrict:
			p.OldDistrict = unit.Code
		case place.LevelProvince:
			p.OldProvince = unit.Code
		}
	}
	today := on
	if today.Before(firstNew) {
		today = firstNew
	}
	for _, unit := range soleAncestry(places, code, on, today) {
		switch unit.Level {
		case place.LevelCommune:
			p.NewCommune = unit.Code
		case place.LevelProvince:
			p.NewProvince = unit.Code
		case place.LevelDistrict:
		}
	}
	return p
}

// soleAncestry is the path of the one place the unit has become on a day (or had been, for an earlier day); where it was
// split it is the part of the path all pieces share.
func soleAncestry(places *place.Directory, code string, from, to vn.Date) []place.Place {
	found := places.Follow(code, from, to)
	if len(found) == 0 {
		return nil
	}
	path := places.Path(found[0].Code, to)
	for _, other := range found[1:] {
		path = sharedPath(path, places.Path(other.Code, to))
	}
	return path
}

func sharedPath(a, b []place.Place) []place.Place {
	shared := make([]place.Place, 0, len(a))
	for _, x := range a {
		for _, y := range b {
			if x.Code == y.Code {
				shared = append(shared, x)
			}
		}
	}
	return shared
}
