package jurisdiction

import (
	"slices"
	"strings"

	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// Directory is every authority in memory, immutable and safe for concurrent use.
type Directory struct {
	byID       map[AuthorityID]*Authority
	byCode     map[string][]*Authority // lives of a code, oldest first
	successors map[AuthorityID][]AuthoritySuccession
	listed     []listed // by (code, valid_from)
}

type listed struct {
	*Authority
	folded string
}

// NewDirectory makes the directory; the order of the lists does not matter.
func NewDirectory(authorities []Authority, successions []AuthoritySuccession) *Directory {
	d := &Directory{
		byID: make(map[AuthorityID]*Authority, len(authorities)), byCode: make(map[string][]*Authority, len(authorities)),
		successors: map[AuthorityID][]AuthoritySuccession{}, listed: make([]listed, 0, len(authorities)),
	}
	for i := range authorities {
		a := &authorities[i]
		d.byID[a.ID] = a
		d.byCode[a.Code] = append(d.byCode[a.Code], a)
		d.listed = append(d.listed, listed{a, " " + vn.Fold(a.Name) + " " + a.Code})
	}
	for _, lives := range d.byCode {
		slices.SortFunc(lives, func(x, y *Authority) int { return x.From.Compare(y.From) })
	}
	slices.SortFunc(d.listed, func(x, y listed) int {
		if c := strings.Compare(x.Code, y.Code); c != 0 {
			return c
		}
		return x.From.Compare(y.From)
	})
	for _, s := range successions {
		d.successors[s.Old] = append(d.successors[s.Old], s)
	}
	return d
}

// ByID gives the authority with an id.
func (d *Directory) ByID(id AuthorityID) (Authority, bool) {
	if a, ok := d.byID[id]; ok {
		return *a, true
	}
	return Authority{}, false
}

// ByCode gives the authority that bears a code on a day.
func (d *Directory) ByCode(code string, on vn.Date) (Authority, bool) {
	for _, a := range d.byCode[code] {
		if a.Contains(on) {
			return *a, true
		}
	}
	return Authority{}, false
}

// Versions gives every authority that ever bore a code, oldest first.
func (d *Directory) Versions(code string) []Authority {
	out := make([]Authority, len(d.byCode[code]))
	for i, a := range d.byCode[code] {
		out[i] = *a
	}
	return out
}

// ForPlace gives the office of a kind that serves a place on a day.
func (d *Directory) ForPlace(o Office, placeCode string, on vn.Date) (Authority, bool) {
	if o == OfficeNHNN {
		return d.ByCode(string(o), on)
	}
	return d.ByCode(string(o)+"-"+placeCode, on)
}

// Successors gives who took over from an authority.
func (d *Directory) Successors(id AuthorityID) []AuthoritySuccession { return d.successors[id] }

// Query is a question for authorities. Within holds the codes of the places whose offices are wanted; nil: all.
type Query struct {
	Level  Level
	Office Office
	Within map[string]struct{}
	Words  string
	On     vn.Date
	After  string // code of the last authority of the page before
	Limit  int
}

// List gives the authorities of a day that match, by code.
func (d *Directory) List(q Query) []Authority {
	words := strings.Fields(vn.Fold(q.Words))
	var found []Authority
	for _, a := range d.listed {
		if len(found) == q.Limit {
			break
		}
		if _, in := q.Within[a.PlaceCode]; q.Within != nil && !in {
			continue
		}
		if a.Code > q.After && a.Contains(q.On) && (q.Level == "" || a.Level == q.Level) && (q.Office == "" || a.Office == q.Office) && a.matches(q.Words, words) {
			found = append(found, *a.Authority)
		}
	}
	return found
}

func (a listed) matches(typed string, words []string) bool {
	if typed != "" && strings.HasPrefix(a.Code, strings.ToLower(typed)) {
		return true
	}
	for _, w := range words {
		if !strings.Contains(a.folded, " "+w) {
			return false
		}
	}
	return true
}

// Around gives the codes of a place and of all that lies in it on a day, for Query.Within.
func Around(places *place.Directory, code string, on vn.Date) map[string]struct{} {
	codes := map[string]struct{}{code: {}}
	for _, commune := range places.Communes(code, on) {
		for _, p := range places.Path(commune, on) {
			if p.Code != code && p.Level == place.LevelProvince {
				break
			}
			codes[p.Code] = struct{}{}
			if p.Code == code {
				break
			}
		}
	}
	return codes
}

// EndedOn gives the offices whose life ended on a day and that others took over from, by code.
func (d *Directory) EndedOn(day vn.Date) []Authority {
	var ended []Authority
	for _, a := range d.listed {
		if a.To == day && len(d.successors[a.ID]) > 0 {
			ended = append(ended, *a.Authority)
		}
	}
	return ended
}
