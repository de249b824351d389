package place

import (
	"slices"
	"sort"
	"strings"

	"htxregistry/internal/vn"
)

// Directory is the whole map in memory, immutable and safe for concurrent use.
type Directory struct {
	versions     map[string][]Place // by code, oldest first
	children     map[string][]Place // versions by parent code
	successors   map[string][]Succession
	predecessors map[string][]Succession
	listed       []listed // every version in the order of (code, valid_from)
}

// maxMoves ends the walk of a map that runs in a circle.
const maxMoves = 1000

type listed struct {
	Place
	folded string // name and alternative names, for search
}

// NewDirectory makes the map; the order of the lists does not matter.
func NewDirectory(places []Place, alt []AltName, successions []Succession) *Directory {
	d := &Directory{
		versions: map[string][]Place{}, children: map[string][]Place{}, successors: map[string][]Succession{},
		predecessors: map[string][]Succession{}, listed: make([]listed, 0, len(places)),
	}
	others := map[string]string{}
	for _, a := range alt {
		others[a.Code] += " | " + vn.Fold(a.Name)
	}
	for _, p := range places {
		d.versions[p.Code] = append(d.versions[p.Code], p)
		if p.ParentCode != "" {
			d.children[p.ParentCode] = append(d.children[p.ParentCode], p)
		}
		folded := " " + vn.Fold(p.Name) + " " + p.Code
		if p.From.Before(reform()) {
			folded += others[p.Code]
		}
		d.listed = append(d.listed, listed{p, folded})
	}
	for _, v := range d.versions {
		slices.SortFunc(v, func(a, b Place) int { return a.From.Compare(b.From) })
	}
	slices.SortFunc(d.listed, func(a, b listed) int { return comparePosition(a.Place, b.Code, b.From) })
	for _, s := range successions {
		d.successors[s.OldCode] = append(d.successors[s.OldCode], s)
		d.predecessors[s.NewCode] = append(d.predecessors[s.NewCode], s)
	}
	return d
}

// At gives the unit that had the code on a day.
func (d *Directory) At(code string, day vn.Date) (Place, bool) {
	versions := d.versions[code]
	for i := range versions { // a place is large to copy
		if versions[i].Contains(day) {
			return versions[i], true
		}
	}
	return Place{}, false
}

// Versions gives every version of a code, oldest first, whichever unit it named.
func (d *Directory) Versions(code string) []Place { return d.versions[code] }

// Path gives the unit and what it lay in on a day, up to the province; nothing when the code was not in force.
func (d *Directory) Path(code string, day vn.Date) []Place {
	path := make([]Place, 0, 3)
	for code != "" && len(path) < 3 {
		p, ok := d.At(code, day)
		if !ok {
			return nil
		}
		path = append(path, p)
		code = p.ParentCode
	}
	return path
}

// Successors gives what took over the unit that had the code on a day, when it ended.
func (d *Directory) Successors(code string, day vn.Date) []Succession {
	end := d.endOfLife(code, day)
	var found []Succession
	for _, s := range d.successors[code] {
		if !end.IsZero() && s.On == end || end.IsZero() && s.On.After(day) {
			found = append(found, s)
		}
	}
	return found
}

// Predecessors gives the units that the unit which had the code on a day was made of when it began.
func (d *Directory) Predecessors(code string, day vn.Date) []Succession {
	begin := d.startOfLife(code, day)
	var found []Succession
	for _, s := range d.predecessors[code] {
		if s.On == begin || s.On.After(begin) && !s.On.After(day) {
			found = append(found, s)
		}
	}
	return found
}

// Follow tells what the unit of one day is on another: itself while its code goes on, else its successors, more than one
// where it was split. For an earlier day it goes back the same way. Nothing is known when the code was not in force.
func (d *Directory) Follow(code string, from, to vn.Date) []Place {
	if _, ok := d.At(code, from); !ok {
		return nil
	}
	if to.Before(from) {
		return d.follow(code, from, to, d.stepBack)
	}
	return d.follow(code, from, to, d.stepOn)
}

// Became tells what the unit of a code that is not in force on a day is on that day: by preference the unit in force just
// before it, for a clerk writes the code that was good last. A district without a successor of its own is what its communes
// became. Nothing is known when nothing ever had the code.
func (d *Directory) Became(code string, on vn.Date) []Place {
	for i, version := range slices.Backward(d.versions[code]) {
		if version.From.After(on) && i > 0 {
			continue
		}
		if then := d.Follow(code, version.From, on); len(then) > 0 {
			return then
		}
		at := version.From
		if version.From.Before(on) {
			at = version.To.AddDays(-1)
		}
		return d.communesOn(code, at, on)
	}
	return nil
}

// communesOn gives what the communes that lay in a unit on one day are on another.
func (d *Directory) communesOn(code string, from, to vn.Date) []Place {
	var places []Place
	for _, commune := range d.Communes(code, from) {
		places = append(places, d.Follow(commune, from, to)...)
	}
	slices.SortFunc(places, func(a, b Place) int { return strings.Compare(a.Code, b.Code) })
	return slices.CompactFunc(places, func(a, b Place) bool { return a.Code == b.Code })
}

// follow moves a set of codes from day to day until none is left to move. Most units have one successor at a time: as long as
// that is so, one code is the set.
func (d *Directory) follow(code string, from, to vn.Date, step func(code string, at, to vn.Date) ([]string, vn.Date, bool)) []Place {
	for range maxMoves {
		codes, day, moved := step(code, from, to)
		if !moved {
			p, ok := d.At(code, to)
			if !ok {
				return nil
			}
			return []Place{p}
		}
		if len(codes) != 1 {
			break
		}
		code, from = codes[0], day
	}
	type standing struct {
		code string
		at   vn.Date
	}
	open, done := []standing{{code, from}}, map[string]struct{}{}
	for moves := 0; len(open) > 0 && moves < maxMoves; moves++ {
		unit := open[0]
		open = open[1:]
		codes, day, moved := step(unit.code, unit.at, to)
		if !moved {
			done[unit.code] = struct{}{}
			continue
		}
		for _, c := range codes {
			open = append(open, standing{c, day})
		}
	}
	var places []Place
	for c := range done {
		if p, ok := d.At(c, to); ok {
			places = append(places, p)
		}
	}
	slices.SortFunc(places, func(a, b Place) int { return strings.Compare(a.Code, b.Code) })
	return places
}

// stepOn finds the first succession of the unit after its day.
func (d *Directory) stepOn(code string, at, to vn.Date) ([]string, vn.Date, bool) {
	end := d.endOfLife(code, at)
	if end.IsZero() || to.Before(end) {
		return nil, vn.Date{}, false
	}
	var codes []string
	for _, s := range d.successors[code] {
		if s.On == end {
			codes = append(codes, s.NewCode)
		}
	}
	return codes, end, true
}

// stepBack finds the units the unit was made of.
func (d *Directory) stepBack(code string, at, to vn.Date) ([]string, vn.Date, bool) {
	begin := d.startOfLife(code, at)
	if !to.Before(begin) {
		return nil, vn.Date{}, false
	}
	var codes []string
	for _, s := range d.predecessors[code] {
		if s.On == begin {
			codes = append(codes, s.OldCode)
		}
	}
	return codes, begin.AddDays(-1), true
}

// endOfLife is the day on which the unit that had the code on a day ceased to be that unit: the reform of 2025-07-01, even
// where the code went on, or the end of an unbroken chain of versions. Zero: it goes on.
func (d *Directory) endOfLife(code string, day vn.Date) vn.Date {
	var end vn.Date
	for _, p := range d.versions[code] {
		if !p.To.IsZero() && !p.To.After(day) {
			continue
		}
		if !end.IsZero() && (p.From != end || end == reform()) {
			break
		}
		end = p.To
		if end.IsZero() {
			break
		}
	}
	return end
}

// startOfLife is the day on which the unit that had the code on a day began: the reform, or the first of an unbroken chain.
func (d *Directory) startOfLife(code string, day vn.Date) vn.Date {
	var begin, end vn.Date
	for _, p := range d.versions[code] {
		if p.From.After(day) {
			break
		}
		if p.From != end || p.From == reform() {
			begin = p.From
		}
		end = p.To
	}
	return begin
}

// Query is a question for places.
type Query struct {
	Level  Level
	Parent string // lies in it: directly, or at any depth when Level says which
	Words  string // as typed
	On     vn.Date
	After  string // code of the last place of the page before
	Limit  int
}

// List gives the places in force on a day that match, by code.
func (d *Directory) List(q Query) []Place {
	words := strings.Fields(vn.Fold(q.Words))
	from := sort.Search(len(d.listed), func(i int) bool { return d.listed[i].Code > q.After })
	var found []Place
	for _, p := range d.listed[from:] {
		if len(found) == q.Limit {
			break
		}
		if p.Contains(q.On) && (q.Level == "" || p.Level == q.Level) && d.liesIn(p.Place, q) && p.matches(words) {
			found = append(found, p.Place)
		}
	}
	return found
}

// liesIn tells whether a place lies in the one asked for.
func (d *Directory) liesIn(p Place, q Query) bool {
	return q.Parent == "" || below(p.ParentCode, q.Parent, q.Level != "", func(code string) string {
		unit, _ := d.At(code, q.On)
		return unit.ParentCode
	})
}

// below tells whether what stands under a parent stands under a code: directly, or at any depth when deep.
func below(parent, code string, deep bool, parentOf func(code string) string) bool {
	for ; parent != code; parent = parentOf(parent) {
		if !deep || parent == "" {
			return false
		}
	}
	return true
}

// Communes gives the codes of the communes that lay in a unit on a day, itself when it is one.
func (d *Directory) Communes(code string, day vn.Date) []string {
	unit, ok := d.At(code, day)
	if !ok {
		return nil
	}
	if unit.Level == LevelCommune {
		return []string{code}
	}
	var codes []string
	for _, child := range d.children[code] {
		if child.Contains(day) {
			codes = append(codes, d.Communes(child.Code, day)...)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// All calls yield for every version, by code and day.
func (d *Directory) All(yield func(Place) bool) {
	for _, p := range d.listed {
		if !yield(p.Place) {
			return
		}
	}
}

// Successions gives every succession whose old unit has the code.
func (d *Directory) Successions(code string) []Succession { return d.successors[code] }

func (l listed) matches(words []string) bool {
	for _, w := range words {
		if !strings.Contains(l.folded, " "+w) {
			return false
		}
	}
	return true
}

func comparePosition(p Place, code string, from vn.Date) int {
	if c := strings.Compare(p.Code, code); c != 0 {
		return c
	}
	return p.From.Compare(from)
}
