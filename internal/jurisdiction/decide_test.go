package jurisdiction_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

var update = flag.Bool("update", false, "write the golden files anew")

// world is the shipped map, its offices and the rules.
type world struct {
	rules   jurisdiction.Rules
	places  *place.Directory
	offices *jurisdiction.Directory
}

var load = sync.OnceValues(func() (world, error) {
	book, err := rulebook.Load()
	if err != nil {
		return world{}, err
	}
	lists, err := place.ReadShipped()
	if err != nil {
		return world{}, err
	}
	places := place.NewDirectory(lists.Places, lists.AltNames, lists.Successions)
	authorities, successions := jurisdiction.DeriveAuthorities(places)
	return world{book.Jurisdiction, places, jurisdiction.NewDirectory(authorities, successions)}, nil
})

func open(t *testing.T) world {
	t.Helper()
	w, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// answer is a ruling in one line: office, who keeps it here when that is another, procedure that exists, rule and basis.
func (w world) answer(q jurisdiction.Question) string {
	g, err := jurisdiction.Decide(w.rules, w.places, q)
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f.Code
	}
	at := func(o jurisdiction.Office, placeCode string) string {
		if a, ok := w.offices.ForPlace(o, placeCode, q.On); ok {
			return a.Code
		}
		return string(o)
	}
	office, keeper := at(g.Office, g.OfficePlace), at(g.Keeper, g.KeeperPlace)
	if keeper != office {
		office += ", kept by " + keeper
	}
	if g.Procedure != q.Procedure {
		office += ", by " + string(g.Procedure)
	}
	if g.CertificateTitle != "" {
		office += ": " + g.CertificateTitle
	}
	return fmt.Sprintf("%s [%s %s]", office, g.Rule, g.Basis)
}

// turns are the days on which the law of registration or the map changed, each with the day before and after it.
func turns() []vn.Date {
	var days []vn.Date
	for _, day := range []string{
		"2013-07-01", "2014-01-27", "2019-05-28", "2019-11-25", "2024-07-01", "2024-07-18", "2025-03-01", "2025-07-01",
	} {
		d := vn.MustDate(day)
		days = append(days, d.AddDays(-1), d, d.AddDays(1))
	}
	return days
}

// The golden file shows, for every kind and procedure, each day on which the answer for one commune changes.
func TestWhoRegistersWhomFromDayToDay(t *testing.T) {
	t.Parallel()
	w := open(t)
	var out strings.Builder
	say := func(title string, ask func(on vn.Date) jurisdiction.Question) {
		var lines strings.Builder
		last, known := "", false
		for _, on := range turns() {
			now := w.answer(ask(on))
			if now != last {
				fmt.Fprintf(&lines, "  %s  %s\n", on, now)
			}
			last, known = now, known || strings.Contains(now, "[")
		}
		if known { // what no kind knows on any day is not shown
			fmt.Fprintf(&out, "%s\n%s", title, lines.String())
		}
	}
	const myNgai = "29881" // of Cao Lãnh, Đồng Tháp; Phường Mỹ Ngãi (29884) from 2025-07-01
	for _, kind := range coop.Kinds() {
		for _, procedure := range []coop.Procedure{
			coop.ProcedureFormation, coop.ProcedureNoticeOfFormation, coop.ProcedureNoticeOfChange, coop.ProcedureNoticeOfEnd,
			coop.ProcedureRecognition, coop.ProcedureMirrorLicence, coop.ProcedureConversion, coop.ProcedureChangeRegistration,
			coop.ProcedureInformationUpdate,
		} {
			say(fmt.Sprintf("%s %s", kind, procedure), func(on vn.Date) jurisdiction.Question {
				return jurisdiction.Question{Kind: string(kind), Procedure: procedure, Place: myNgai, On: on}
			})
		}
	}
	for _, parent := range []coop.Kind{coop.KindHTX, coop.KindLHHTX, coop.KindQTDND} {
		for _, unit := range []coop.UnitKind{coop.UnitBranch, coop.UnitRepresentativeOffice, coop.UnitBusinessLocation} {
			for _, procedure := range []coop.Procedure{coop.ProcedureUnitRegistration, coop.ProcedureInformationUpdate, coop.ProcedureCorrection} {
				say(fmt.Sprintf("%s of %s %s", unit, parent, procedure), func(on vn.Date) jurisdiction.Question {
					return jurisdiction.Question{Kind: string(unit), Of: parent, Procedure: procedure, Place: myNgai, On: on}
				})
			}
		}
	}
	const golden = "testdata/offices.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != string(want) {
		t.Errorf("who registers whom has changed; look at the difference after go test -update ./internal/jurisdiction\n%s", got)
	}
}

// A new day of the rules asks for its turn, and so for its lines in the golden file.
func TestEveryDayOfTheRulesIsATurn(t *testing.T) {
	t.Parallel()
	for _, r := range open(t).rules {
		for _, day := range []vn.Date{r.From, r.To} {
			if !day.IsZero() && !slices.Contains(turns(), day) {
				t.Errorf("%s turns on %s", r.Code, day)
			}
		}
	}
}

func TestTheOfficeFollowsThePlaceOfTheDay(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, c := range []struct {
		name, kind, place, on, want string
	}{
		{"a commune of a district town", "htx", "29881", "2021-06-01", "tckh-866"},
		{"a commune of the district around it", "htx", "30076", "2021-06-01", "tckh-873"},
		{"the union of the same commune, at the province", "lhhtx", "29881", "2021-06-01", "skhdt-87"},
		{"the province has another department, and unions are the district's", "lhhtx", "29881", "2025-03-01", "tckh-866"},
		{"the last day of the districts", "htx", "29881", "2025-06-30", "tckh-866"},
		{"the old code after the reform is read as what it became", "htx", "29881", "2025-07-01", "kt-29884"},
		{"a code given anew means the new commune from the reform on", "htx", "29884", "2025-07-01", "kt-29884"},
		{"and the old one before", "htx", "29884", "2025-06-30", "tckh-866"},
		{"a commune of a province that was merged into another", "htx", "28249", "2024-12-31", "tckh-815"},
		{"after the merger", "htx", "28249", "2025-07-01", "kt-28249"},
		{"a union there before the merger", "lhhtx", "28249", "2024-06-30", "skhdt-82"},
		{"a xã", "htx", "30025", "2025-07-01", "kt-30025"},
		{"a đặc khu", "htx", "31078", "2025-07-01", "kt-31078"},
		{"a đặc khu's union", "lhhtx", "31078", "2026-01-01", "kt-31078"},
		{"a đặc khu's group by notice", "tht", "31078", "2021-06-01", "ubnd-31078"},
		{"a district's own code is enough for the district's office", "htx", "866", "2021-06-01", "tckh-866"},
		{"a province's code is enough for the province's office", "lhhtx", "87", "2021-06-01", "skhdt-87"},
		{"but not for the district's", "htx", "87", "2021-06-01", "place-too-wide"},
		{"a province that is gone", "htx", "87", "2026-01-01", "place-too-wide"},
		{"no place at all", "htx", "99999", "2021-06-01", "place-unknown"},
		{"a split commune names nobody", "htx", "30079", "2025-07-01", "none"},
		{"the day before the split", "htx", "30079", "2025-06-30", "tckh-873"},
		{"a district after the districts names nobody", "htx", "866", "2025-07-01", "none"},
	} {
		got := w.answer(jurisdiction.Question{Kind: c.kind, Procedure: coop.ProcedureFormation, Place: c.place, On: vn.MustDate(c.on)})
		if office, _, _ := strings.Cut(strings.NewReplacer(":", " ", ",", " ").Replace(got), " "); office != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAPlaceThatIsGoneSaysWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, c := range []struct {
		name, place, on string
		became          []string
	}{
		{"in force", "29881", "2021-06-01", nil},
		{"one commune became one", "29881", "2026-01-01", []string{"29884"}},
		{"a commune was split", "30079", "2026-01-01", []string{"30025", "30088"}},
		{"another was split", "29995", "2026-01-01", []string{"29992", "30154"}},
		{"a code given anew means the old commune before", "31078", "2025-06-30", nil},
		{"a district became the communes of its communes", "866", "2026-01-01", []string{"29869", "29884", "29888"}},
	} {
		g, err := jurisdiction.Decide(w.rules, w.places, jurisdiction.Question{
			Kind: "htx", Procedure: coop.ProcedureFormation, Place: c.place, On: vn.MustDate(c.on),
		})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, b := range g.Became {
			got = append(got, b.Place.Code)
			if b.Office != jurisdiction.OfficeTCKH && b.Office != jurisdiction.OfficeKT || !strings.Contains(g.Explanation(), b.Place.Name) {
				t.Errorf("%s: %+v, %q", c.name, b, g.Explanation())
			}
		}
		if !slices.Equal(got, c.became) {
			t.Errorf("%s: %v, want %v (%s)", c.name, got, c.became, g.Explanation())
		}
	}
	_, err := jurisdiction.Decide(w.rules, w.places, jurisdiction.Question{
		Kind: "htx", Procedure: coop.ProcedureFormation, Place: "87", On: vn.MustDate("2026-01-01"),
	})
	if f, ok := errors.AsType[*fault.Error](err); !ok || !strings.Contains(f.Message, "Tỉnh Đồng Tháp (82)") {
		t.Errorf("a province that is gone: %v", err)
	}
}

func TestAnOfficeHasItsNameOfTheDayAndItsSuccessors(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, c := range []struct {
		name, code, on, called string
		next                   []string // codes of those who took over, where it ended
	}{
		{"Sở KH&ĐT to its last day", "skhdt-87", "2025-02-28", "Sở Kế hoạch và Đầu tư tỉnh Đồng Tháp", []string{"stc-87"}},
		{"not a day longer", "skhdt-87", "2025-03-01", "", nil},
		{"Sở Tài chính not a day earlier", "stc-87", "2025-02-28", "", nil},
		{"Sở Tài chính before the merger", "stc-87", "2025-06-30", "Sở Tài chính tỉnh Đồng Tháp", []string{"stc-82"}},
		{"and after it", "stc-82", "2025-07-01", "Sở Tài chính tỉnh Đồng Tháp", nil},
		{"the other province's before the merger", "stc-82", "2025-06-30", "Sở Tài chính tỉnh Tiền Giang", []string{"stc-82"}},
		{"the district's office to its last day", "tckh-866", "2025-06-30", "Phòng Tài chính - Kế hoạch thành phố Cao Lãnh", []string{"kt-29869", "kt-29884", "kt-29888"}},
		{"not a day longer", "tckh-866", "2025-07-01", "", nil},
		{"when Cao Lãnh was a town", "tckh-866", "2006-01-01", "Phòng Tài chính - Kế hoạch thị xã Cao Lãnh", []string{"kt-29869", "kt-29884", "kt-29888"}},
		{"a commune that became a ward", "ubnd-29881", "2021-06-01", "Ủy ban nhân dân xã Mỹ Ngãi", []string{"ubnd-29884"}},
		{"as a ward", "ubnd-29881", "2025-06-30", "Ủy ban nhân dân phường Mỹ Ngãi", []string{"ubnd-29884"}},
		{"the ward of the reform", "ubnd-29884", "2025-07-01", "Ủy ban nhân dân phường Mỹ Ngãi", nil},
		{"the commune that had its code before", "ubnd-29884", "2025-06-30", "Ủy ban nhân dân xã Mỹ Tân", []string{"ubnd-29884"}},
		{"the registry office of a ward", "kt-29884", "2025-07-01", "Phòng Kinh tế, Hạ tầng và Đô thị phường Mỹ Ngãi", nil},
		{"not a day earlier", "kt-29884", "2025-06-30", "", nil},
		{"of a xã", "kt-30025", "2025-07-01", "Phòng Kinh tế xã Phú Cường", nil},
		{"of a đặc khu", "kt-23272", "2025-07-01", "Phòng Kinh tế đặc khu Phú Quý", nil},
		{"of the one that has town planning too", "kt-31078", "2025-07-01", "Phòng Kinh tế, Hạ tầng và Đô thị đặc khu Phú Quốc", nil},
		{"the State Bank", "nhnn", "2014-01-27", "Ngân hàng Nhà nước Việt Nam", nil},
	} {
		day := vn.MustDate(c.on)
		a, ok := w.offices.ByCode(c.code, day)
		if ok != (c.called != "") || a.NameOn(day) != c.called {
			t.Errorf("%s: %q %v, want %q", c.name, a.NameOn(day), ok, c.called)
			continue
		}
		var next []string
		for _, s := range w.offices.Successors(a.ID) {
			heir, known := w.offices.ByID(s.New)
			if !known || s.On != a.To || !heir.Contains(s.On) {
				t.Errorf("%s: succession %+v", c.name, s)
			}
			next = append(next, heir.Code)
		}
		slices.Sort(next)
		if !slices.Equal(next, c.next) {
			t.Errorf("%s: taken over by %v, want %v", c.name, next, c.next)
		}
	}
}

func TestMisroutedIsSaidOnlyWhereATextNamesTheOffice(t *testing.T) {
	t.Parallel()
	w := open(t)
	yes, no := "true", "false"
	const unknown = "unknown"
	for _, c := range []struct {
		name, kind, procedure, place, on, by, want string
	}{
		{"an HTX by the district's office", "htx", "formation", "29881", "2021-06-01", "tckh-866", no},
		{"by the neighbour district's", "htx", "formation", "29881", "2021-06-01", "tckh-873", yes},
		{"by the province's", "htx", "formation", "29881", "2021-06-01", "skhdt-87", yes},
		{"by a People's Committee", "htx", "formation", "29881", "2021-06-01", "ubnd-29881", yes},
		{"a union by the province's", "lhhtx", "formation", "29881", "2024-06-30", "skhdt-87", no},
		{"a union by the district's before its day", "lhhtx", "formation", "29881", "2024-06-30", "tckh-866", yes},
		{"a union in the gap of July 2024", "lhhtx", "formation", "29881", "2024-07-01", "skhdt-87", unknown},
		{"to its last day", "lhhtx", "formation", "29881", "2024-07-17", "tckh-866", unknown},
		{"a union by the district's from its day on", "lhhtx", "formation", "29881", "2024-07-18", "tckh-866", no},
		{"a union still by the province's", "lhhtx", "formation", "29881", "2024-07-18", "skhdt-87", yes},
		{"an HTX in the gap: the district's before and after", "htx", "formation", "29881", "2024-07-05", "tckh-866", no},
		{"an HTX in the law's first months", "htx", "formation", "29881", "2014-01-26", "skhdt-87", unknown},
		{"the day the decree began", "htx", "formation", "29881", "2014-01-27", "skhdt-87", yes},
		{"before the law", "htx", "formation", "29881", "2013-06-30", "skhdt-87", unknown},
		{"a credit fund by the province's", "qtdnd", "formation", "29881", "2024-06-30", "skhdt-87", no},
		{"a credit fund by the State Bank", "qtdnd", "mirror_licence", "29881", "2024-07-01", "nhnn", no},
		{"entered by who keeps it here", "qtdnd", "mirror_licence", "29881", "2024-07-01", "tckh-866", no},
		{"a credit fund by the province's after that day", "qtdnd", "mirror_licence", "29881", "2024-07-01", "skhdt-87", yes},
		{"a group certified by the commune", "tht", "formation", "29881", "2019-11-24", "ubnd-29881", no},
		{"a group's notice to the commune", "tht", "notice_of_formation", "29881", "2019-11-25", "ubnd-29881", no},
		{"a group's notice to another commune", "tht", "notice_of_formation", "29881", "2021-06-01", "ubnd-29884", yes},
		{"a group registered in the gap", "tht", "formation", "29881", "2024-07-10", "tckh-866", unknown},
		{"a group registered by the district's", "tht", "formation", "29881", "2024-07-18", "tckh-866", no},
		{"a group's notice under the new law", "tht", "notice_of_formation", "29881", "2024-07-18", "ubnd-29881", no},
		{"an HTX by the commune's office", "htx", "formation", "29884", "2025-07-01", "kt-29884", no},
		{"an HTX by the People's Committee instead", "htx", "formation", "29884", "2025-07-01", "ubnd-29884", yes},
		{"an HTX by the province's after the merger", "htx", "formation", "29884", "2025-07-01", "stc-82", yes},
		{"a Hội quán kept by its commune", "hoi_quan", "recognition", "29881", "2021-06-01", "ubnd-29881", no},
		{"only the province is known: the kind of office tells", "htx", "formation", "87", "2021-06-01", "skhdt-87", yes},
		{"only the province is known: the right kind of office says nothing", "htx", "formation", "87", "2021-06-01", "tckh-866", unknown},
		{"a split commune after the split", "htx", "formation", "30079", "2026-01-01", "kt-30025", unknown},
	} {
		day := vn.MustDate(c.on)
		by, ok := w.offices.ByCode(c.by, day)
		if !ok {
			t.Fatalf("%s: no office %s", c.name, c.by)
		}
		r := jurisdiction.Route(w.rules, w.places, jurisdiction.Question{
			Kind: c.kind, Procedure: coop.Procedure(c.procedure), Place: c.place, On: day,
		}, by)
		got := unknown
		if r.Misrouted != nil {
			got = fmt.Sprint(*r.Misrouted)
		}
		if got != c.want || got != no && r.Reason == "" {
			t.Errorf("%s: %s (%s), want %s", c.name, got, r.Reason, c.want)
		}
	}
}
