package succession

import (
	"strings"

	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// Imagine puts the changes of the map that a plan thinks of onto the map, and derives the offices that would then be.
func Imagine(p Plan, places []place.Place, alt []place.AltName, successions []place.Succession) (*place.Directory, *jurisdiction.Directory) {
	for _, change := range p.Places {
		share := change.Share
		if share == place.ShareUnknown {
			share = place.ShareWhole
		}
		level := levelOf(change.New)
		successions = append(successions, place.Succession{
			OldCode: change.Old, NewCode: change.New, OldLevel: levelOf(change.Old), NewLevel: level, Share: share, On: p.On, Source: "what-if",
		})
		parent := ""
		if change.Old != change.New {
			places, parent = end(places, change, p.On)
		}
		if !inForce(places, change.New, p.On) {
			kind, _, _ := strings.Cut(strings.ToLower(change.Name), " ")
			places = append(places, place.Place{
				Code: change.New, Name: change.Name, Level: level, Kind: kind, ParentCode: parent, Period: vn.Period{From: p.On},
			})
		}
	}
	imagined := place.NewDirectory(places, alt, successions)
	return imagined, jurisdiction.NewDirectory(jurisdiction.DeriveAuthorities(imagined))
}

// end lets a place end on a day and what lay in it lie in the new one, and gives what the old one lay in.
func end(places []place.Place, change PlaceChange, on vn.Date) (changed []place.Place, parent string) {
	changed = make([]place.Place, 0, len(places)+1)
	for _, p := range places {
		switch {
		case !p.Contains(on):
		case p.Code == change.Old && p.From.Before(on):
			p.To, parent = on, p.ParentCode
		case p.ParentCode == change.Old && p.From.Before(on):
			moved := p
			moved.From, moved.ParentCode = on, change.New
			changed = append(changed, moved)
			p.To = on
		}
		changed = append(changed, p)
	}
	return changed, parent
}

func inForce(places []place.Place, code string, on vn.Date) bool {
	for _, p := range places {
		if p.Code == code && p.Contains(on) {
			return true
		}
	}
	return false
}

func levelOf(code string) place.Level {
	if len(code) == 2 {
		return place.LevelProvince
	}
	return place.LevelCommune
}
