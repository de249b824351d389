package registry_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/certificate/certtest"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/pgtest"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// walk is a register and the plain model of it.
type walk struct {
	t        *testing.T
	r        *registry.Registry
	clock    *hands
	random   *rand.Rand
	url      string
	ids      []coop.ID
	kinds    []coop.Kind
	born     []vn.Date
	stories  []story
	units    map[coop.UnitID]story
	owner    map[coop.UnitID]int
	bonds    []bond
	step     int
	stepDays []time.Time
}

const birthDays = "2021-03-01 2021-03-05 2022-06-01 2022-07-01 2023-01-02 2023-02-01"

func newWalk(t *testing.T, seed uint64) *walk {
	t.Helper()
	ctx := caller.With(t.Context(), caller.Operator("test"))
	template := pgtest.Template(t, "reference", func(ctx context.Context, url string) error {
		store, err := postgres.Open(ctx, url, postgres.Options{Clock: time.Now})
		if err != nil {
			return err
		}
		defer store.Close()
		return registry.LoadShipped(caller.With(ctx, caller.Operator("test")), store)
	})
	w := &walk{
		t: t, clock: &hands{now: vn.MustDate("2024-01-01").Start().Add(9 * time.Hour)}, random: rand.New(rand.NewPCG(seed, 7)),
		url: pgtest.Clone(t, template), units: map[coop.UnitID]story{}, owner: map[coop.UnitID]int{},
	}
	store, err := postgres.Open(ctx, w.url, postgres.Options{Clock: w.clock.Now, MaxConns: 4})
	must(t, err)
	t.Cleanup(store.Close)
	book, err := rulebook.Load()
	must(t, err)
	w.r, err = registry.New(ctx, store, registry.Options{Press: certtest.Signer(t), Book: book, Clock: w.clock})
	must(t, err)
	w.found(ctx)
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// found takes six organisations over from a book: a Hội quán, a THT, three HTX and a union.
func (w *walk) found(ctx context.Context) {
	w.t.Helper()
	kinds := []coop.Kind{coop.KindHoiQuan, coop.KindTHT, coop.KindHTX, coop.KindHTX, coop.KindHTX, coop.KindLHHTX}
	rows := func(yield func(coop.BookRow, error) bool) {
		for i, day := range strings.Fields(birthDays) {
			cells := map[string]string{"key": fmt.Sprint(i), "kind": string(kinds[i]), "name": fmt.Sprintf("Tổ chức số %d", i), "place": "29881", "place_on": day, "registered_on": day}
			if !yield(coop.BookRow{Row: i, Cells: cells}, nil) {
				return
			}
		}
	}
	w.stepDays = append(w.stepDays, w.clock.Now())
	result, err := w.r.ImportBook(ctx, rows, registry.ImportOptions{Show: 10})
	must(w.t, err)
	if result.Added != 6 {
		w.t.Fatalf("took over %+v", result)
	}
	for i, row := range result.Items {
		o := parse(w.t, row.OrganizationID)
		p, err := w.r.GetOrganization(ctx, row.OrganizationID, coop.When{}, "")
		must(w.t, err)
		born := vn.MustDate(strings.Fields(birthDays)[i])
		w.ids, w.kinds, w.born = append(w.ids, o), append(w.kinds, kinds[i]), append(w.born, born)
		w.stories = append(w.stories, story{{born, 0, map[string]string{"name": p.Name.Vi, "phone": "", "status": string(p.Status)}}})
	}
	// Hội quán → THT → the first HTX; the second out of the Hội quán itself.
	for _, b := range []bond{{kind: coop.LinkBornFrom, from: 0, to: 1}, {kind: coop.LinkBornFrom, from: 1, to: 2}, {kind: coop.LinkBornFrom, from: 0, to: 3}} {
		b.joined = w.born[b.to]
		w.bind(ctx, b)
	}
}

func parse(t *testing.T, text string) coop.ID {
	t.Helper()
	o, err := id.Parse[coop.Organization](text)
	must(t, err)
	return o
}

func (w *walk) bind(ctx context.Context, b bond) {
	w.t.Helper()
	must(w.t, w.r.Join(ctx, coop.LinkStart{ID: id.New[coop.Link](), Kind: b.kind, From: w.ids[b.from], To: w.ids[b.to], On: b.joined}))
	b.knownIn = w.step
	w.bonds = append(w.bonds, b)
}

// day is a day from one on until today, near its end as often as not: notices are mostly a little late.
func (w *walk) day(from vn.Date) vn.Date {
	today := w.r.Today()
	span := 0
	for d := from; d.Before(today); d = d.AddDays(1) {
		span++
	}
	if span > 5 && w.random.IntN(2) == 0 {
		return today.AddDays(-w.random.IntN(5))
	}
	return from.AddDays(w.random.IntN(span + 1))
}

// next does one act of a random life.
func (w *walk) next(ctx context.Context) {
	w.t.Helper()
	w.step++
	w.clock.set(w.clock.Now().Add(time.Duration(1+w.random.IntN(72)) * time.Hour))
	w.stepDays = append(w.stepDays, w.clock.Now())
	i := w.random.IntN(len(w.ids))
	switch n := w.random.IntN(10); {
	case n < 5:
		w.change(ctx, i)
	case n == 5:
		w.open(ctx, 2+w.random.IntN(4))
	case n < 8 && len(w.units) > 0:
		w.changeUnit(ctx)
	default:
		w.joinOrLeave(ctx, 2+w.random.IntN(3))
	}
}

func (w *walk) change(ctx context.Context, i int) {
	w.t.Helper()
	set := map[string]string{}
	value := fmt.Sprintf("%d.%d", i, w.step)
	switch w.random.IntN(4) {
	case 0:
		set["name"] = "Tên " + value
	case 1:
		set["phone"] = value
	case 2:
		set["name"], set["phone"] = "Tên "+value, value
	default:
		set["status"] = []string{"suspended", "active", "ended"}[w.random.IntN(3)]
		if w.stories[i][0].set["status"] == "recorded" {
			set["status"] = []string{"recorded", "ended"}[w.random.IntN(2)]
		}
	}
	on := w.day(w.born[i])
	must(w.t, w.r.Change(ctx, w.ids[i], on, func(o coop.Organization) coop.Organization {
		if v, ok := set["name"]; ok {
			o.Name.Vi = v
		}
		if v, ok := set["phone"]; ok {
			o.Phone = v
		}
		if v, ok := set["status"]; ok {
			o.Status, o.StatusSince = coop.Status(v), on
		}
		return o
	}))
	w.stories[i] = append(w.stories[i], w.changed(w.stories[i], on, set))
}

// changed is what an act tells: members that it leaves as they were on its day are not of it.
func (w *walk) changed(s story, on vn.Date, set map[string]string) told {
	before := s.at(on, w.step)
	maps.DeleteFunc(set, func(name, value string) bool { return name != "status" && before[name] == value })
	return told{on, w.step, set}
}

func (w *walk) open(ctx context.Context, i int) {
	w.t.Helper()
	name := fmt.Sprintf("Đơn vị %d", w.step)
	unit, err := w.r.OpenUnit(ctx, w.ids[i], registry.AuthorityOf(w.r, "tckh-866"), name)
	must(w.t, err)
	w.units[unit] = story{{w.r.Today(), w.step, map[string]string{"name": name, "status": "active"}}}
	w.owner[unit] = i
}

func (w *walk) changeUnit(ctx context.Context) {
	w.t.Helper()
	all := slices.SortedFunc(maps.Keys(w.units), func(a, b coop.UnitID) int { return strings.Compare(a.String(), b.String()) })
	unit := all[w.random.IntN(len(all))]
	set := map[string]string{"name": fmt.Sprintf("Đơn vị đổi %d", w.step)}
	if w.random.IntN(3) == 0 {
		set = map[string]string{"status": []string{"suspended", "ended", "active"}[w.random.IntN(3)]}
	}
	on := w.day(w.units[unit][0].on)
	must(w.t, w.r.ChangeUnit(ctx, unit, on, func(u coop.Unit) coop.Unit {
		if v, ok := set["name"]; ok {
			u.Name = v
		}
		if v, ok := set["status"]; ok {
			u.Status, u.StatusSince = coop.Status(v), on
		}
		return u
	}))
	w.units[unit] = append(w.units[unit], w.changed(w.units[unit], on, set))
}

// joinOrLeave lets an HTX join the union, or leave it when it is a member.
func (w *walk) joinOrLeave(ctx context.Context, i int) {
	w.t.Helper()
	const union = 5
	from := w.born[union]
	for n := range w.bonds {
		b := &w.bonds[n]
		if b.kind != coop.LinkMemberOf || b.from != i {
			continue
		}
		if b.knownOut == 0 {
			on := w.day(b.joined)
			if !on.After(b.joined) {
				return
			}
			must(w.t, w.r.Leave(ctx, w.ids[i], w.ids[union], on))
			b.left, b.knownOut = on, w.step
			return
		}
		from = b.left
	}
	w.bind(ctx, bond{kind: coop.LinkMemberOf, from: i, to: union, joined: w.day(from)})
}
