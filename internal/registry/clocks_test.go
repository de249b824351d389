package registry_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/caller"
	"htxregistry/internal/certificate/certtest"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/pgtest"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// hands is a clock the test sets.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hands) Now() time.Time  { h.mu.Lock(); defer h.mu.Unlock(); return h.now }
func (h *hands) set(t time.Time) { h.mu.Lock(); defer h.mu.Unlock(); h.now = t }

// told is a thing told to the register: known from a step on, so from a day on.
type told struct {
	on    vn.Date
	known int
	set   map[string]string
}

// story is all that was told of a thing. What it was on a day as known after a step is the plainest there is: everything
// known and in effect by then, in the order of effect, and of telling within a day.
type story []told

func (s story) at(on vn.Date, known int) map[string]string {
	seen := slices.DeleteFunc(slices.Clone(s), func(t told) bool { return t.known > known || t.on.After(on) })
	slices.SortStableFunc(seen, func(a, b told) int { return cmp.Or(a.on.Compare(b.on), cmp.Compare(a.known, b.known)) })
	var now map[string]string
	for _, t := range seen {
		if now == nil {
			now = map[string]string{}
		}
		maps.Copy(now, t.set)
	}
	return now
}

// bond is a link as told: joined, and perhaps left.
type bond struct {
	kind              coop.LinkKind
	from, to          int
	joined, left      vn.Date
	knownIn, knownOut int // 0: not yet
}

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
	figures, err := w.r.StatisticsByAuthority(ctx, when, "", "")
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

// A register walked through random lives answers like the plain model on a grid of both clocks, and follows from its ledger.
func TestTwoClocksAgreeWithAPlainModel(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			ctx := caller.With(t.Context(), caller.Operator("test"))
			w := newWalk(t, seed)
			const steps = 80
			for range steps {
				w.next(ctx)
			}
			days := []vn.Date{vn.MustDate("2021-02-28"), vn.MustDate("2021-03-01"), vn.MustDate("2022-05-31"), vn.MustDate("2022-06-01"), w.r.Today(), w.r.Today().AddDays(-1)}
			for range 8 {
				days = append(days, w.day(vn.MustDate("2021-03-01")))
			}
			for known := 0; known <= steps; known += 16 {
				for _, day := range days {
					w.compare(ctx, day, known)
				}
			}
			w.follows(ctx)
		})
	}
}

// differences is what check --rebuild tells.
func (w *walk) differences(ctx context.Context) []string {
	w.t.Helper()
	var found []string
	report, err := w.r.CheckRebuild(ctx, func(d string) { found = append(found, d) })
	must(w.t, err)
	if report.Organizations != len(w.ids) || report.Differences != len(found) {
		w.t.Errorf("rebuilt %+v", report)
	}
	return found
}

// follows sees that the register follows from its ledger, and that a row changed by its owner does not.
func (w *walk) follows(ctx context.Context) {
	w.t.Helper()
	if found := w.differences(ctx); len(found) > 0 {
		w.t.Fatalf("the tables differ from the ledger: %s", strings.Join(found, "\n"))
	}
	conn, err := pgx.Connect(ctx, w.url)
	must(w.t, err)
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // nothing is pending
	_, err = conn.Exec(ctx, "SET session_replication_role = replica")
	must(w.t, err)
	for _, c := range []struct{ table, do, undo, names string }{
		{"organizations", "UPDATE organizations SET phone = phone || 'x' WHERE id = $1", "UPDATE organizations SET phone = rtrim(phone, 'x') WHERE id = $1", "differs from the ledger in phone"},
		{"organizations", "UPDATE organizations SET new_commune = '00000' WHERE id = $1", "UPDATE organizations o SET new_commune = p.new_commune FROM organizations p WHERE o.id = $1 AND p.id <> o.id AND p.new_commune <> '00000'", "differs from the ledger in placement"},
		{"versions", "UPDATE organization_versions SET email = 'x' WHERE id = $1", "UPDATE organization_versions SET email = '' WHERE id = $1", "differs from the ledger in email"},
	} {
		victim := w.ids[2]
		_, err := conn.Exec(ctx, c.do, [16]byte(victim))
		must(w.t, err)
		found := strings.Join(w.differences(ctx), "\n")
		if !strings.Contains(found, "organization "+victim.String()) || !strings.Contains(found, c.names) || strings.Contains(found, w.ids[3].String()) {
			w.t.Errorf("a changed row of %s: %s", c.table, found)
		}
		_, err = conn.Exec(ctx, c.undo, [16]byte(victim))
		must(w.t, err)
	}
	if found := w.differences(ctx); len(found) > 0 {
		w.t.Fatalf("put back, it still differs: %v", found)
	}
}
