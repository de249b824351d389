package rulebook_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

func book(t *testing.T) *rulebook.Book {
	t.Helper()
	b, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLeastMembersChangeOnTheDayOfTheLaw(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		kind coop.Kind
		on   string
		want int
	}{
		{coop.KindHTX, "2024-06-30", 7},
		{coop.KindHTX, "2024-07-01", 5},
		{coop.KindHTX, "2024-07-02", 5},
		{coop.KindLHHTX, "2024-06-30", 4},
		{coop.KindLHHTX, "2024-07-01", 3},
		{coop.KindLHHTX, "2024-07-02", 3},
		{coop.KindTHT, "2019-11-24", 3},
		{coop.KindTHT, "2019-11-25", 2},
		{coop.KindTHT, "2019-11-26", 2},
		{coop.KindQTDND, "2020-01-01", 30},
	} {
		p, ok := b.Members[c.kind].On(vn.MustDate(c.on))
		if !ok || p.Value != c.want {
			t.Errorf("%s on %s: %d, want %d", c.kind, c.on, p.Value, c.want)
		}
	}
}

func TestTheOfficesTimeCountsWorkingDays(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct{ received, due, why string }{
		{"2021-06-01", "2021-06-04", "three working days, the day of receipt not counted"},
		{"2021-06-03", "2021-06-08", "a weekend between"},
		{"2019-05-24", "2019-05-31", "five working days before 2019-05-28"},
		{"2019-05-28", "2019-05-31", "three from that day on"},
		{"2021-04-28", "2021-05-05", "30 April and the day off for 1 May"},
		{"2024-04-26", "2024-05-04", "a Saturday worked in exchange"},
	} {
		if got := b.DueOn(coop.ProcedureFormation, coop.KindHTX, vn.MustDate(c.received), vn.MustDate(c.received)); got.String() != c.due {
			t.Errorf("received %s: due %s, want %s (%s)", c.received, got, c.due, c.why)
		}
	}
	for _, c := range []struct {
		kind          coop.Kind
		received, due string
	}{
		{coop.KindTHT, "2019-11-22", ""}, // no text at hand times the certification of a contract
		{coop.KindTHT, "2024-07-18", "2024-07-23"},
		{coop.KindLHHTX, "2019-05-27", "2019-06-03"},
		{coop.KindQTDND, "2019-05-28", "2019-05-31"},
		{coop.KindHTX, "2013-12-31", "2014-01-08"},
		{coop.KindHTX, "2027-12-30", ""}, // the calendar ends with its year
	} {
		if got := b.DueOn(coop.ProcedureFormation, c.kind, vn.MustDate(c.received), vn.MustDate(c.received)); got.String() != c.due {
			t.Errorf("%s received %s: due %q, want %q", c.kind, c.received, got, c.due)
		}
	}
	if got := b.DueOn(coop.ProcedureNoticeOfFormation, coop.KindTHT, vn.MustDate("2021-06-01"), vn.MustDate("2021-06-01")); !got.IsZero() {
		t.Errorf("a notice has no time limit, got %s", got)
	}
}

func TestAReturnedDossierLapsesOnlyWhereATextSaysSo(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		channel  dossier.Channel
		received string
		want     string
	}{
		{dossier.ChannelCounter, "2021-06-01", ""},
		{dossier.ChannelOnline, "2021-06-01", "2021-08-02"}, // 60 days end on Saturday 31 July
		{dossier.ChannelOnline, "2019-05-27", ""},
		{dossier.ChannelCounter, "2024-07-18", "2024-09-16"},
		{dossier.ChannelCounter, "2024-07-17", ""},
	} {
		day := vn.MustDate(c.received)
		returned := day.AddDays(1)
		if c.received == "2024-07-18" {
			returned = day
		}
		if got := b.MendUntil(c.channel, day, returned); got.String() != c.want {
			t.Errorf("%s received %s: %q, want %q", c.channel, c.received, got, c.want)
		}
	}
}

func TestSizeClassesHoldWhileTheCircularDid(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		members int
		on      string
		want    string
	}{
		{49, "2021-06-01", "micro"},
		{50, "2021-06-01", "small"},
		{300, "2021-06-01", "small"},
		{301, "2021-06-01", "medium"},
		{1000, "2021-06-01", "medium"},
		{1001, "2021-06-01", "large"},
		{49, "2020-03-31", ""},
		{49, "2020-04-01", "micro"},
		{49, "2025-09-17", "micro"},
		{49, "2025-09-18", ""},
	} {
		if got := b.SizeByMembers(c.members, vn.MustDate(c.on)); got != c.want {
			t.Errorf("%d members on %s: %q, want %q", c.members, c.on, got, c.want)
		}
	}
	if got := b.SizeByCapital(5_000_000_000, vn.MustDate("2021-06-01")); got != "medium" {
		t.Errorf("5 tỷ: %q", got)
	}
}

func TestPapersFollowTheDay(t *testing.T) {
	t.Parallel()
	b := book(t)
	has := func(on, paper string) bool {
		for _, p := range b.Papers(coop.ProcedureFormation, coop.KindHTX, "", vn.MustDate(on)).Value {
			if p.Type == paper {
				return true
			}
		}
		return false
	}
	if !has("2024-06-30", "business_plan") || has("2024-07-01", "business_plan") {
		t.Error("the business plan is asked for under the 2012 law only")
	}
	if p := b.Papers(coop.ProcedureFormation, coop.KindTHT, "", vn.MustDate("2024-07-10")); p.Basis != "missing" {
		t.Errorf("in July 2024 no text lists a THT's papers, got %v", p)
	}
}

func TestCodesAreWellFormedAndRulesOfADayAreUnique(t *testing.T) {
	t.Parallel()
	b := book(t)
	form := regexp.MustCompile(`^[A-Z0-9]+(-[A-Z0-9]+)*$`)
	for _, day := range []string{"2014-01-27", "2021-06-01", "2024-07-10", "2025-07-01", "2026-06-01"} {
		seen := map[string]bool{}
		for _, r := range b.Rules(vn.MustDate(day), "") {
			if !form.MatchString(r.Code) {
				t.Errorf("code %q", r.Code)
			}
			if seen[r.Code] {
				t.Errorf("%s: %s stands twice", day, r.Code)
			}
			seen[r.Code] = true
		}
	}
}

func TestAMisspeltKeyIsRefused(t *testing.T) {
	t.Parallel()
	files := files(t)
	if _, err := rulebook.LoadFrom(files); err != nil {
		t.Fatal(err)
	}
	for _, fault := range [][2]string{{"valid_from", "valid_form"}, {"23/2012/QH13", "23/2012/QH14"}, {"2024-07-01", "2024-07-32"}} {
		broken := fstest.MapFS{}
		maps.Copy(broken, files)
		broken["members.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(string(files["members.yaml"].Data), fault[0], fault[1], 1))}
		if _, err := rulebook.LoadFrom(broken); err == nil {
			t.Errorf("%s for %s was taken", fault[1], fault[0])
		}
	}
}

// A day too many in one row makes two rules of one day: the fault names the rule.
func TestTwoRulesOfOneDayAreRefused(t *testing.T) {
	t.Parallel()
	files := files(t)
	for _, c := range []struct{ file, after, day, moved, fault string }{
		{"papers.yaml", "procedures: [formation]", "valid_to: 2024-07-01", "valid_to: 2024-07-02", "PAPERS-FORMATION-HTX stands twice"},
		{"procedures.yaml", "procedure: bankruptcy,", "valid_to: 2024-07-01", "valid_to: 2024-07-02", "PROCEDURE-BANKRUPTCY-HTX stands twice"},
		{"hoi_quan.yaml", "HOI-QUAN-PLAN", "valid_to: 2024-07-01", "valid_to: 2024-07-02", "HOI-QUAN-PLAN stands twice"},
		{"names.yaml", "nd193", "valid_to: 2024-07-18", "valid_to: 2024-07-19", "NAME-HTX-REGISTRATION stands twice"},
		{"members.yaml", "htx:", "valid_to: 2024-07-01", "valid_to: 2024-07-02", "members.htx[1]"},
		{"jurisdiction.yaml", "JUR-UNIT-HTX-R1", "valid_from: 2014-01-27", "valid_from: 2014-01-26", "JUR-UNIT-HTX-R1 and JUR-UNIT-R1A"},
		{"papers.yaml", "", "kinds: [htx, lhhtx]", "kinds: []", "papers from 2013-07-01: no procedure or no kind"},
	} {
		whole := string(files[c.file].Data)
		head, rest, _ := strings.Cut(whole, c.after)
		broken := maps.Clone(files)
		broken[c.file] = &fstest.MapFile{Data: []byte(head + c.after + strings.Replace(rest, c.day, c.moved, 1))}
		if _, err := rulebook.LoadFrom(broken); err == nil || !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s, %s for %s: %v", c.file, c.moved, c.day, err)
		}
	}
}

// Any one file of the rulebook may be spoilt: loading refuses it, or gives a book that answers for every day.
func FuzzLoad(f *testing.F) {
	whole := fstest.MapFS{}
	names, err := filepath.Glob("data/*.yaml")
	if err != nil || len(names) == 0 {
		f.Fatal(names, err)
	}
	for i, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		whole[filepath.Base(name)] = &fstest.MapFile{Data: text}
		f.Add(uint8(i), string(text))
	}
	for _, spoilt := range []string{"", "htx: [", "- a", "a: &a [*a]", "htx:\n  - {valid_from: 2013-07-01, valid_to: , cite: [], basis: assumed, value: 7}\n", "? {a: b}\n: c", "\x00", "!!binary x"} {
		for i := range names {
			f.Add(uint8(i), spoilt)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		files := maps.Clone(whole)
		files[filepath.Base(names[int(which)%len(names)])] = &fstest.MapFile{Data: []byte(text)}
		b, err := rulebook.LoadFrom(files)
		if err != nil {
			return
		}
		for _, day := range []string{"2013-06-30", "2013-07-01", "2014-01-27", "2021-06-01", "2024-07-01", "2025-07-01", "2099-12-31"} {
			on := vn.MustDate(day)
			for _, kind := range coop.Kinds() {
				for _, procedure := range coop.Procedures() {
					b.Law(procedure, kind, "", on)
					b.Papers(procedure, kind, "", on)
					b.DueOn(procedure, kind, on, on)
				}
				b.Scheme(kind, coop.TrackRegistration, on)
			}
			b.Regime(on)
			b.Edition(on)
			b.SizeByMembers(21, on)
		}
	})
}

func TestASectorFollowsTheEdition(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		kind                   coop.Kind
		edition, section, want string
	}{
		{coop.KindHTX, "2018", "A", "agriculture"},
		{coop.KindHTX, "2018", "C", "industry"},
		{coop.KindHTX, "2018", "K", "credit"},
		{coop.KindHTX, "2025", "K", "services"},
		{coop.KindHTX, "2025", "L", "credit"},
		{coop.KindHTX, "2018", "V", ""},
		{coop.KindQTDND, "", "", "credit"},
	} {
		if got := b.Sector(c.kind, c.edition, c.section); got != c.want {
			t.Errorf("%s, section %s of %s: %q, want %q", c.kind, c.section, c.edition, got, c.want)
		}
	}
}

func TestCapitalClassesHaveTheirBounds(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		capital vn.VND
		on      string
		want    string
	}{
		{999_999_999, "2021-06-01", "micro"},
		{1_000_000_000, "2021-06-01", "small"},
		{4_999_999_999, "2021-06-01", "small"},
		{5_000_000_000, "2021-06-01", "medium"},
		{49_999_999_999, "2021-06-01", "medium"},
		{50_000_000_000, "2021-06-01", "large"},
		{1, "2020-03-31", ""},
		{1, "2020-04-01", "micro"},
		{1, "2025-09-17", "micro"},
		{1, "2025-09-18", ""},
	} {
		if got := b.SizeByCapital(c.capital, vn.MustDate(c.on)); got != c.want {
			t.Errorf("%d on %s: %q, want %q", c.capital, c.on, got, c.want)
		}
	}
}

func TestWhatMayBeStoppedFollowsTheDayAndTheKind(t *testing.T) {
	t.Parallel()
	b := book(t)
	const suspend, end, halt = coop.StopSuspend, coop.StopEnd, coop.StopHalt
	for _, c := range []struct {
		ground   coop.StopGround
		kind     coop.Kind
		on       string
		orders   []coop.StopOrder // none: the law does not know it
		paper    bool
		workdays int
	}{
		{coop.StopConditional, coop.KindHTX, "2014-01-26", nil, false, 0},
		{coop.StopConditional, coop.KindHTX, "2014-01-27", []coop.StopOrder{suspend}, false, 0},
		{coop.StopConditional, coop.KindQTDND, "2024-06-30", []coop.StopOrder{suspend}, false, 0},
		{coop.StopConditional, coop.KindQTDND, "2024-07-01", nil, false, 0},
		{coop.StopConditional, coop.KindLHHTX, "2024-06-30", []coop.StopOrder{suspend}, false, 0},
		{coop.StopConditional, coop.KindLHHTX, "2024-07-01", []coop.StopOrder{suspend, end}, false, 0},
		{coop.StopConditional, coop.KindLHHTX, "2024-07-17", []coop.StopOrder{suspend, end}, false, 0},
		{coop.StopConditional, coop.KindLHHTX, "2024-07-18", []coop.StopOrder{suspend, end}, true, 3},
		{coop.StopForeignAccess, coop.KindHTX, "2024-06-30", nil, false, 0},
		{coop.StopForeignAccess, coop.KindHTX, "2024-07-18", []coop.StopOrder{suspend, end}, true, 3},
		{coop.StopForeignAccess, coop.KindTHT, "2024-07-18", nil, false, 0},
		{coop.StopConditional, coop.KindTHT, "2024-07-17", nil, false, 0},
		{coop.StopConditional, coop.KindTHT, "2024-07-18", []coop.StopOrder{suspend}, true, 3},
		{coop.StopBody, coop.KindHTX, "2024-07-01", []coop.StopOrder{suspend}, true, 0},
		{coop.StopBody, coop.KindTHT, "2024-07-19", []coop.StopOrder{suspend}, true, 3},
		{coop.StopCourt, coop.KindHTX, "2024-06-30", nil, false, 0},
		{coop.StopCourt, coop.KindHTX, "2024-07-17", []coop.StopOrder{halt, end}, true, 0},
		{coop.StopCourt, coop.KindHTX, "2024-07-18", []coop.StopOrder{halt, end}, true, 3},
		{coop.StopCourt, coop.KindHoiQuan, "2024-07-18", nil, false, 0},
	} {
		got, known := b.StopRule(c.ground, c.kind, vn.MustDate(c.on))
		if known != (len(c.orders) > 0) || !slices.Equal(got.Orders, c.orders) || got.Paper != c.paper || got.Workdays != c.workdays {
			t.Errorf("%s of %s on %s: %+v", c.ground, c.kind, c.on, got)
		}
	}
}

// Điều 28 khoản 2, 23/2012/QH13: until the circular the change of a business location is only told, which gives the office no time.
func TestTheOfficesTimeForAChangeOfABusinessLocation(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		kind    coop.UnitKind
		on, due string
	}{
		{coop.UnitBusinessLocation, "2014-01-27", ""},
		{coop.UnitBusinessLocation, "2014-07-31", ""},
		{coop.UnitBusinessLocation, "2014-08-01", "2014-08-08"},
		{coop.UnitBusinessLocation, "2014-08-04", "2014-08-11"},
		{coop.UnitBranch, "2014-07-31", "2014-08-07"},
		{coop.UnitBusinessLocation, "2019-05-27", "2019-06-03"},
		{coop.UnitBusinessLocation, "2019-05-28", "2019-05-31"},
		{coop.UnitBusinessLocation, "2024-07-01", ""},
		{coop.UnitBusinessLocation, "2024-07-18", "2024-07-23"},
	} {
		if got := b.DueOn(coop.ProcedureUnitChange, coop.Kind(c.kind), vn.MustDate(c.on), vn.MustDate(c.on)); got.String() != c.due {
			t.Errorf("%s on %s: due %q, want %q", c.kind, c.on, got, c.due)
		}
	}
}

func TestTheOfficesTimeForUnitsAbroad(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		procedure coop.Procedure
		on, due   string
	}{
		{coop.ProcedureUnitRegistration, "2024-06-28", ""}, // Điều 16 khoản 6, 193/2013/NĐ-CP sets none
		{coop.ProcedureUnitRegistration, "2024-07-17", ""},
		{coop.ProcedureUnitRegistration, "2024-07-18", "2024-07-23"}, // Điều 36 khoản 4, 92/2024/NĐ-CP: three working days
		{coop.ProcedureUnitRegistration, "2024-07-19", "2024-07-24"},
		{coop.ProcedureUnitClosure, "2024-06-28", ""},
		{coop.ProcedureUnitClosure, "2024-07-18", "2024-07-23"}, // Điều 54 khoản 4: three, of a unit here five
		{coop.ProcedureUnitChange, "2024-07-18", ""},
	} {
		if got := b.DueOn(c.procedure, rulebook.Abroad, vn.MustDate(c.on), vn.MustDate(c.on)); got.String() != c.due {
			t.Errorf("%s on %s: due %q, want %q", c.procedure, c.on, got, c.due)
		}
	}
}

// Điều 24 khoản 2, 92/2024/NĐ-CP gives the office three working days for what is falsified; khoản 3 gives none for what is untrue.
func TestOnlyAFalsifiedFileHasATime(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct{ what, on, due string }{
		{"htx", "2024-06-28", ""},
		{"htx", "2024-07-17", ""},
		{"htx", "2024-07-18", "2024-07-23"},
		{"htx", "2024-07-19", "2024-07-24"},
		{rulebook.Untrue, "2024-06-28", ""},
		{rulebook.Untrue, "2024-07-18", ""},
		{rulebook.Untrue, "2024-07-19", ""},
	} {
		if got := b.DueOn(coop.ProcedureInvalidation, coop.Kind(c.what), vn.MustDate(c.on), vn.MustDate(c.on)); got.String() != c.due {
			t.Errorf("%s on %s: due %q, want %q", c.what, c.on, got, c.due)
		}
	}
}

// A form is named from the day its document begins; a QTDND's unit brings the State Bank's paper from 2019-05-28 (Điều 8a,
// 03/2014/TT-BKHĐT).
func TestAPaperIsNamedWithTheFormOfTheDay(t *testing.T) {
	t.Parallel()
	b := book(t)
	title := func(p coop.Procedure, kind coop.Kind, unit coop.UnitKind, on, paper string) string {
		for _, one := range b.Papers(p, kind, unit, vn.MustDate(on)).Value {
			if one.Type == paper {
				return one.Title
			}
		}
		return ""
	}
	for _, c := range []struct {
		procedure coop.Procedure
		kind      coop.Kind
		unit      coop.UnitKind
		paper     string
		titles    map[string]string
	}{
		{coop.ProcedureFormation, coop.KindHTX, "", "application", map[string]string{
			"2014-07-31": "giấy đề nghị đăng ký thành lập", "2014-08-01": "giấy đề nghị đăng ký thành lập (Phụ lục I-1)",
			"2014-08-02": "giấy đề nghị đăng ký thành lập (Phụ lục I-1)", "2024-07-01": "giấy đề nghị đăng ký thành lập",
		}},
		{coop.ProcedureDissolution, coop.KindHTX, "", "seal_paper", map[string]string{
			"2014-07-31": "", "2014-08-01": "giấy xác nhận của cơ quan công an về việc hủy con dấu",
			"2024-06-30": "giấy xác nhận của cơ quan công an về việc hủy con dấu", "2024-07-18": "",
		}},
		// Điều 54 khoản 4, 23/2012/QH13: the seal and the original certificate, until the circular has the seal destroyed before and
		// the certificate handed in at the end; of a compulsory end the circular says nothing.
		{coop.ProcedureDissolution, coop.KindHTX, "", "seal", map[string]string{
			"2014-01-26": "", "2014-01-27": "con dấu", "2014-01-28": "con dấu", "2014-07-31": "con dấu", "2014-08-01": "", "2014-08-02": "",
		}},
		{coop.ProcedureDissolution, coop.KindQTDND, "", "certificate", map[string]string{
			"2014-01-26": "", "2014-01-27": "bản gốc giấy chứng nhận đăng ký", "2014-07-31": "bản gốc giấy chứng nhận đăng ký",
			"2014-08-01": "bản gốc giấy chứng nhận đăng ký (nộp lại khi nhận thông báo giải thể)", "2024-07-01": "",
		}},
		{coop.ProcedureCompulsoryDissolution, coop.KindLHHTX, "", "seal", map[string]string{
			"2014-01-26": "", "2014-01-27": "con dấu", "2014-08-01": "con dấu", "2024-06-30": "con dấu", "2024-07-01": "",
		}},
		{coop.ProcedureUnitRegistration, coop.KindQTDND, coop.UnitBranch, "state_bank_licence", map[string]string{
			"2019-05-27": "", "2019-05-28": "bản sao giấy phép hoặc văn bản chấp thuận của Ngân hàng Nhà nước",
			"2019-05-29": "bản sao giấy phép hoặc văn bản chấp thuận của Ngân hàng Nhà nước", "2024-07-01": "",
		}},
		{coop.ProcedureUnitRegistration, coop.KindHTX, coop.UnitBranch, "state_bank_licence", map[string]string{"2019-05-28": ""}},
	} {
		for day, want := range c.titles {
			if got := title(c.procedure, c.kind, c.unit, day, c.paper); got != want {
				t.Errorf("%s of %s, %s on %s: %q, want %q", c.procedure, c.kind, c.paper, day, got, want)
			}
		}
	}
}
