package sample

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// World is what made-up organisations have to agree with: the map, the day, and the law's offices, editions and codes.
type World struct {
	Places *place.Directory
	Today  vn.Date
	// Authority gives the code of the competent office, empty where no text names one.
	Authority func(kind coop.Kind, track coop.Track, place string, on vn.Date) string
	Edition   func(on vn.Date) string // edition of VSIC
	HasCode   func(on vn.Date) bool   // whether the register allots codes
}

// Organizations makes n rows of an opening book. The same world, seed and number give the same rows; names are unique
// where the law wants them to be.
func Organizations(w World, seed int64, n int) iter.Seq2[coop.BookRow, error] {
	return func(yield func(coop.BookRow, error) bool) {
		g, err := newGenerator(w, seed)
		if err != nil {
			yield(coop.BookRow{}, err)
			return
		}
		for i := range n {
			if !yield(g.row(i), nil) {
				return
			}
		}
	}
}

type generator struct {
	world  World
	seed   int64
	random *rand.Rand
	people people
	eras   [2][]place.Place // communes before and since 2025-07-01
	home   [2][]place.Place // those of Đồng Tháp
	used   map[string]bool  // pool and name
	first  vn.Date
	days   int
	serial int
}

func newGenerator(w World, seed int64) (*generator, error) {
	g := &generator{
		world: w, seed: seed, random: rand.New(rand.NewPCG(uint64(seed), 0x48545821)), //nolint:gosec // made-up data
		used: map[string]bool{}, first: vn.MustDate("2014-01-27"),
	}
	last := w.Today
	if last.After(vn.MustDate("2026-06-30")) {
		last = vn.MustDate("2026-06-30")
	}
	g.days = max(last.Sub(g.first), 1)
	for era, day := range []vn.Date{vn.MustDate("2021-01-01"), vn.MustDate("2025-07-01")} {
		home := [2]string{"87", "82"}[era]
		for p := range w.Places.All {
			if p.Level == place.LevelCommune && p.Contains(day) {
				g.eras[era] = append(g.eras[era], p)
				if path := w.Places.Path(p.Code, day); path[len(path)-1].Code == home {
					g.home[era] = append(g.home[era], p)
				}
			}
		}
	}
	var err error
	g.people, err = readPeople()
	return g, err
}

// row makes one organisation.
func (g *generator) row(i int) coop.BookRow {
	kind, track := g.kind()
	on := g.day(kind, track)
	unit := g.place(kind, on)
	cells := map[string]string{
		coop.ColumnKey:  fmt.Sprintf("sample-%d-%d", g.seed, i),
		coop.ColumnKind: string(kind), coop.ColumnTrack: string(track), coop.ColumnRegisteredOn: on.String(),
		coop.ColumnPlace: unit.Code, coop.ColumnSeatLine: "Ấp " + strconv.Itoa(1+g.random.IntN(9)),
		coop.ColumnName:           g.name(kind, track, unit, on),
		coop.ColumnRepresentative: g.people.name(g.random), coop.ColumnTitle: title(kind), coop.ColumnNationality: "VN",
		coop.ColumnStatus: g.status(track),
	}
	if cells[coop.ColumnStatus] == string(coop.StatusEnded) {
		ended := on.AddDays(200)
		if ended.After(g.world.Today) {
			ended = g.world.Today
		}
		cells[coop.ColumnStatusReason], cells[coop.ColumnStatusSince] = string(reason(kind)), ended.String()
	}
	g.numbers(cells, kind)
	g.office(cells, kind, track, unit, on)
	if kind != coop.KindHoiQuan {
		line := trades()[g.random.IntN(len(trades()))]
		cells[coop.ColumnIndustries] = g.world.Edition(on) + ":" + line.code
	}
	return coop.BookRow{Row: i + 2, Cells: cells}
}

func (g *generator) chance(percent int) bool { return g.random.IntN(1000) < percent*10 }

// kind draws a kind roughly as often as there are such organisations: three groups for one cooperative.
func (g *generator) kind() (coop.Kind, coop.Track) {
	switch n := g.random.IntN(1000); {
	case n < 340:
		return coop.KindHTX, coop.TrackRegistration
	case n < 344:
		return coop.KindLHHTX, coop.TrackRegistration
	case n < 356:
		return coop.KindQTDND, coop.TrackRegistration
	case n < 366:
		return coop.KindHoiQuan, coop.TrackRecord
	case n < 480:
		return coop.KindTHT, coop.TrackRegistration
	}
	return coop.KindTHT, coop.TrackNotice
}

// day draws a day within the days of the kind's track.
func (g *generator) day(kind coop.Kind, track coop.Track) vn.Date {
	from, days := g.first, g.days
	switch {
	case kind == coop.KindTHT && track == coop.TrackRegistration:
		from = vn.MustDate("2024-07-18")
	case track == coop.TrackNotice:
		from = vn.MustDate("2019-11-25")
	case kind == coop.KindQTDND:
		days = vn.MustDate("2024-06-30").Sub(from)
	case kind == coop.KindHoiQuan:
		from = vn.MustDate("2016-07-03")
	}
	if room := g.world.Today.Sub(from); room > 0 {
		days = min(max(g.days-from.Sub(g.first), 1), room, max(days, 1))
	}
	return from.AddDays(g.random.IntN(max(days, 1)))
}

// place draws a commune of the day; every fifth organisation, and every Hội quán, lies in Đồng Tháp.
func (g *generator) place(kind coop.Kind, on vn.Date) place.Place {
	era := 0
	if !on.Before(vn.MustDate("2025-07-01")) {
		era = 1
	}
	from := g.eras[era]
	if kind == coop.KindHoiQuan || g.chance(20) {
		from = g.home[era]
	}
	for {
		unit := from[g.random.IntN(len(from))]
		if now, ok := g.world.Places.At(unit.Code, on); ok && now.Level == place.LevelCommune {
			return now
		}
	}
}

// name draws a name that is free in the pools the law of the day compares.
func (g *generator) name(kind coop.Kind, track coop.Track, unit place.Place, on vn.Date) string {
	local := strings.TrimSpace(unit.Name[len(unit.Kind):])
	lead, pool := map[coop.Kind]string{
		coop.KindHTX: "Hợp tác xã", coop.KindLHHTX: "Liên hiệp hợp tác xã", coop.KindQTDND: "Quỹ tín dụng nhân dân", coop.KindTHT: "Tổ hợp tác",
	}[kind], string(kind)
	if kind == coop.KindLHHTX {
		pool = string(coop.KindHTX) // the 2023 law compares both
	}
	if track == coop.TrackNotice {
		pool += coop.List(on) + unit.Code
	}
	brands := brandSyllables()
	for try := 0; ; try++ {
		brand := brands[g.random.IntN(len(brands))] + " " + brands[g.random.IntN(len(brands))]
		own := brand + " " + local
		switch {
		case kind == coop.KindHoiQuan:
			return brand + " Hội quán"
		case kind != coop.KindQTDND:
			own = trades()[g.random.IntN(len(trades()))].word + " " + own
		}
		if try > 3 {
			own += " " + strconv.Itoa(1+g.random.IntN(999))
		}
		if key := pool + "|" + vn.NameKey(own); !g.used[key] {
			g.used[key] = true
			return lead + " " + own
		}
	}
}

func (g *generator) status(track coop.Track) string {
	if g.chance(6) {
		return string(coop.StatusEnded)
	}
	if track != coop.TrackRegistration {
		return string(coop.StatusRecorded)
	}
	return string(coop.StatusActive)
}

func reason(kind coop.Kind) coop.StatusReason {
	if kind == coop.KindHTX || kind == coop.KindLHHTX || kind == coop.KindQTDND {
		return coop.ReasonDissolution
	}
	return coop.ReasonTermination
}

// numbers draws members and capital, many small and few large.
func (g *generator) numbers(cells map[string]string, kind coop.Kind) {
	members := 5 + g.random.IntN(30)
	switch {
	case kind == coop.KindLHHTX:
		members = 4 + g.random.IntN(8)
	case kind == coop.KindQTDND:
		members = 300 + g.random.IntN(4000)
	case g.chance(30):
		members = 50 + g.random.IntN(400)
	}
	cells[coop.ColumnMembersOfficial] = strconv.Itoa(members)
	if kind == coop.KindHoiQuan {
		return
	}
	capital := (1 + g.random.IntN(90)) * 10_000_000
	if g.chance(25) {
		capital *= 1 + g.random.IntN(60)
	}
	cells[coop.ColumnCharterCapital] = strconv.Itoa(capital)
	if kind == coop.KindHTX {
		cells[coop.ColumnPurpose] = []string{"production", "production", "production", "consumption", "employment", "mixed"}[g.random.IntN(6)]
	}
}

// office gives the competent office, now and then the one next door, and the numbers the days have.
func (g *generator) office(cells map[string]string, kind coop.Kind, track coop.Track, unit place.Place, on vn.Date) {
	at := unit
	if g.random.IntN(1000) < 3 {
		at = g.place(coop.KindHoiQuan, on)
	}
	cells[coop.ColumnAuthority] = g.world.Authority(kind, track, at.Code, on)
	if track != coop.TrackRegistration {
		return
	}
	if !g.world.HasCode(on) {
		cells[coop.ColumnCertificateNumber] = fmt.Sprintf("%s%07d", unit.Code[:2], g.random.IntN(10_000_000))
		return
	}
	for {
		// Prefixes from 50 up are not those of the register's own range.
		code, ok := vn.NewTaxCode(strconv.Itoa(50+int(g.seed%8)*5+g.serial/9_999_999), 1+g.serial%9_999_999)
		g.serial++
		if ok {
			cells[coop.ColumnCode], cells[coop.ColumnCertificateNumber] = string(code), string(code)
			return
		}
	}
}

func title(kind coop.Kind) string {
	switch kind {
	case coop.KindTHT:
		return "Tổ trưởng"
	case coop.KindHoiQuan:
		return "Chủ nhiệm"
	case coop.KindHTX, coop.KindLHHTX, coop.KindQTDND:
	}
	return "Chủ tịch HĐQT"
}
