package rating_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/rating"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

var update = flag.Bool("update", false, "write the golden files anew")

func scheme(t *testing.T, code string) rating.Scheme {
	t.Helper()
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	s, ok := book.RatingScheme(code)
	if !ok {
		t.Fatalf("no scheme %s", code)
	}
	return s
}

// full gives every line its most points, and lines whose most is not known the given points each.
func full(s rating.Scheme, unknown rating.Points) []rating.Score {
	var scores []rating.Score
	for _, l := range s.Lines() {
		p := unknown
		if l.Max != nil {
			p = *l.Max
		}
		scores = append(scores, rating.Score{Line: l.Code, Points: &p})
	}
	return scores
}

func answer(r rating.Result, rule string) law.Answer {
	for _, v := range r.Checks {
		if v.Rule == rule {
			return v.Answer
		}
	}
	return ""
}

func TestRanksChangeAtTheirBounds(t *testing.T) {
	t.Parallel()
	s := scheme(t, "tt-01-2020")
	for _, c := range []struct {
		total rating.Points
		rank  rating.Rank
	}{
		{10000, rating.RankGood},
		{8000, rating.RankGood},
		{7999, rating.RankFair},
		{6500, rating.RankFair},
		{6499, rating.RankAverage},
		{5000, rating.RankAverage},
		{4999, rating.RankWeak},
		{0, rating.RankWeak},
	} {
		scores := full(s, 0) // groups I and II: 60 points
		left := c.total
		for i, l := range s.Lines() {
			most := rating.Points(4000) // group III has only its own cap
			if l.Max != nil {
				most = *l.Max
			}
			give := min(most, left)
			if l.Max == nil && l.Code != "C10" {
				give = 0
			}
			scores[i].Points = &give
			left -= give
		}
		got := s.Rate(scores, rating.Facts{Year: 2021, Founded: vn.MustDate("2015-01-01")})
		if got.Total == nil || *got.Total != c.total || got.Rank != c.rank {
			t.Errorf("%d points: total %v, rank %s, want %s", c.total, got.Total, got.Rank, c.rank)
		}
	}
}

func TestWhoIsNotRated(t *testing.T) {
	t.Parallel()
	s := scheme(t, "tt-01-2020")
	day := vn.MustDate
	for _, c := range []struct {
		name    string
		founded vn.Date
		stopped []vn.Period
		exempt  bool
		rule    string
		answer  law.Answer
	}{
		{"founded on the first day of the year", day("2021-01-01"), nil, false, "RATING-2020-EXEMPT-NEW", law.NotMet},
		{"founded a day later", day("2021-01-02"), nil, true, "RATING-2020-EXEMPT-NEW", law.Met},
		{"founding day not known", vn.Date{}, nil, false, "RATING-2020-EXEMPT-NEW", law.Unknown},
		{"stopped three months to the day", day("2015-01-01"), []vn.Period{{From: day("2021-03-01"), To: day("2021-06-01")}}, false, "RATING-2020-EXEMPT-STOPPED", law.NotMet},
		{"stopped a day longer", day("2015-01-01"), []vn.Period{{From: day("2021-03-01"), To: day("2021-06-02")}}, true, "RATING-2020-EXEMPT-STOPPED", law.Met},
		{"stopped over the turn of the year", day("2015-01-01"), []vn.Period{{From: day("2020-09-01"), To: day("2021-03-01")}}, false, "RATING-2020-EXEMPT-STOPPED", law.NotMet},
		{"stopped twice", day("2015-01-01"), []vn.Period{{From: day("2021-02-01"), To: day("2021-04-01")}, {From: day("2021-08-01"), To: day("2021-09-15")}}, true, "RATING-2020-EXEMPT-STOPPED", law.Met},
		{"stopped and still", day("2015-01-01"), []vn.Period{{From: day("2021-09-30")}}, true, "RATING-2020-EXEMPT-STOPPED", law.Met},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := s.Rate(full(s, 0), rating.Facts{Year: 2021, Founded: c.founded, Stopped: c.stopped})
			if got.Exempt != c.exempt || answer(got, c.rule) != c.answer || (got.Total == nil) != c.exempt {
				t.Errorf("exempt %v, %s: %s, total %v", got.Exempt, c.rule, answer(got, c.rule), got.Total)
			}
		})
	}
}

// Điều 6 khoản 2, 09/2017/TT-BNNPTNT: not rated is who has worked for less than twelve months in the year.
func TestTwelveMonthsAreThoseOfTheYear(t *testing.T) {
	t.Parallel()
	s := scheme(t, "tt-09-2017")
	for founded, want := range map[string]law.Answer{"2017-12-31": law.NotMet, "2018-01-01": law.NotMet, "2018-01-02": law.Met} {
		got := s.Rate(full(s, 0), rating.Facts{Year: 2018, Founded: vn.MustDate(founded)})
		if answer(got, "RATING-2017-EXEMPT-NEW") != want {
			t.Errorf("founded %s: exempt %s, want %s", founded, answer(got, "RATING-2017-EXEMPT-NEW"), want)
		}
	}
}

func TestAFaultyScoreIsNamedLineByLine(t *testing.T) {
	t.Parallel()
	s := scheme(t, "tt-01-2020")
	facts := rating.Facts{Year: 2021, Founded: vn.MustDate("2015-01-01")}
	scores := full(s, 700) // six lines of group III: 42 points
	scores[0].Points = new(rating.Points(601))
	scores[1].Points = nil
	scores[2].OfficePoints = new(rating.Points(100))
	scores = append(scores, rating.Score{Line: "C99", Points: new(rating.Points(1))}, rating.Score{Line: "C05", Points: new(rating.Points(1))})
	got := s.Rate(scores, facts)
	for rule, want := range map[string]law.Answer{
		"RATING-2020-C01A": law.NotMet, "RATING-2020-C01B": law.Unknown, "RATING-2020-C02A": law.NotMet, "RATING-2020-LINE": law.NotMet,
		"RATING-2020-GROUP-III": law.NotMet, "RATING-2020-C09": "",
	} {
		if answer(got, rule) != want {
			t.Errorf("%s: %q, want %q", rule, answer(got, rule), want)
		}
	}
	if got.Total != nil || got.Rank != "" {
		t.Errorf("a score with a line missing is ranked: %v %s", got.Total, got.Rank)
	}
	scores = full(s, 0)
	scores[2].OfficePoints, scores[2].OfficeReason = new(rating.Points(100)), "Sổ tài sản ghi thấp hơn"
	got = s.Rate(scores, facts)
	if got.Total == nil || *got.Total != 6000 || *got.VerifiedTotal != 5600 || got.Rank != rating.RankAverage || got.VerifiedRank != rating.RankAverage {
		t.Errorf("the office's points beside the own: %+v", got)
	}
}

func TestPublishedBandsOfTheAgriculturalScheme(t *testing.T) {
	t.Parallel()
	s := scheme(t, "tt-09-2017")
	vnd := func(n int64) *vn.VND { v := vn.VND(n); return &v }
	find := func(code string) rating.Line {
		for _, l := range s.Lines() {
			if l.Code == code {
				return l
			}
		}
		t.Fatalf("no line %s", code)
		return rating.Line{}
	}
	for _, c := range []struct {
		line    string
		figures rating.Figures
		want    rating.Points
	}{
		{"C01B", rating.Figures{Revenue: vnd(999_999_999)}, 400},
		{"C01B", rating.Figures{Revenue: vnd(1_000_000_000)}, 600},
		{"C01B", rating.Figures{Revenue: vnd(9_999_999_999)}, 800},
		{"C01B", rating.Figures{Revenue: vnd(10_000_000_000)}, 1000},
		{"C01C", rating.Figures{Income: vnd(-5), Members: &coop.MemberCounts{Official: 10}}, 0},
		{"C01C", rating.Figures{Income: vnd(9_999_990), Members: &coop.MemberCounts{Official: 10}}, 200},
		{"C01C", rating.Figures{Income: vnd(10_000_000), Members: &coop.MemberCounts{Official: 10}}, 400},
		{"C01C", rating.Figures{Income: vnd(100_000_000), Members: &coop.MemberCounts{Official: 10}}, 1000},
		{"C01D", rating.Figures{Income: vnd(1000), DevelopmentFund: vnd(199)}, 0},
		{"C01D", rating.Figures{Income: vnd(1000), DevelopmentFund: vnd(200)}, 500},
		{"C01E", rating.Figures{Income: vnd(1000), ReserveFund: vnd(50)}, 500},
	} {
		if got, ok := find(c.line).Suggest(c.figures); !ok || got != c.want {
			t.Errorf("%s of %+v: %d %v, want %d", c.line, c.figures, got, ok, c.want)
		}
	}
	if _, ok := find("C01C").Suggest(rating.Figures{Income: vnd(5)}); ok {
		t.Error("income per member without members is known")
	}
	yes := true
	if got := s.Rate(full(s, 0), rating.Facts{Year: 2018, Founded: vn.MustDate("2015-01-01"), Penalised: &yes}); got.Rank != rating.RankWeak {
		t.Errorf("a penalty in the year: %s", got.Rank)
	}
}

func TestFiguresThatContradictEachOther(t *testing.T) {
	t.Parallel()
	vnd := func(n int64) *vn.VND { v := vn.VND(n); return &v }
	f := rating.Figures{
		Revenue: vnd(100), RevenueMembers: vnd(60), RevenueOthers: vnd(50), IndivisibleAssets: vnd(11), Assets: vnd(10), PretaxProfit: vnd(101),
		Managers: &rating.Managers{Total: 3, Degree: 2, Vocational: 2}, Members: &coop.MemberCounts{Official: 1, Foreign: 2},
	}
	got := map[string]law.Answer{}
	for _, v := range f.Examine(&rating.Figures{Revenue: vnd(1000)}) {
		got[v.Rule] = v.Answer
	}
	want := map[string]law.Answer{
		"REPORT-REVENUE-PARTS": law.NotMet, "REPORT-INDIVISIBLE": law.NotMet, "REPORT-PROFIT": law.NotMet, "REPORT-MANAGERS": law.NotMet,
		"REPORT-MEMBERS": law.NotMet, "REPORT-LEAP": law.Unknown,
	}
	for rule, answer := range want {
		if got[rule] != answer {
			t.Errorf("%s: %q, want %q", rule, got[rule], answer)
		}
	}
	if fine := (rating.Figures{Revenue: vnd(100), RevenueMembers: vnd(60), RevenueOthers: vnd(40)}).Examine(nil); len(fine) > 0 {
		t.Errorf("sound figures: %v", fine)
	}
}

func TestSchemesCoverTheirYearsAndKinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		scheme, sector string
		kind           coop.Kind
		year           int
		want           bool
	}{
		{"tt-01-2020", "trade", coop.KindHTX, 2019, false},
		{"tt-01-2020", "trade", coop.KindHTX, 2020, true},
		{"tt-01-2020", "trade", coop.KindLHHTX, 2024, true},
		{"tt-01-2020", "trade", coop.KindHTX, 2025, false},
		{"tt-01-2020", "credit", coop.KindQTDND, 2021, false},
		{"tt-01-2020", "", coop.KindTHT, 2021, false},
		{"tt-01-2020", "", coop.KindHoiQuan, 2021, false},
		{"tt-09-2017", "agriculture", coop.KindHTX, 2016, false},
		{"tt-09-2017", "agriculture", coop.KindHTX, 2017, true},
		{"tt-09-2017", "agriculture", coop.KindHTX, 2020, false},
		{"tt-09-2017", "trade", coop.KindHTX, 2018, false},
		{"nhnn", "credit", coop.KindQTDND, 2026, true},
		{"nhnn", "agriculture", coop.KindHTX, 2026, false},
	} {
		if got := scheme(t, c.scheme).Covers(c.kind, c.sector, c.year); got != c.want {
			t.Errorf("%s of %s %s %d: %v", c.scheme, c.kind, c.sector, c.year, got)
		}
	}
}

// villager is a made-up organisation, rated by one scheme.
type villager struct {
	Name      string                   `yaml:"name"`
	Scheme    string                   `yaml:"scheme"`
	Kind      coop.Kind                `yaml:"kind"`
	Sector    string                   `yaml:"sector"`
	Founded   vn.Date                  `yaml:"founded_on"`
	Stopped   []vn.Period              `yaml:"stopped"`
	Penalised *bool                    `yaml:"penalised"`
	Agreed    []vn.Date                `yaml:"agreed"` // by the board, by those who control
	Points    map[string]rating.Points `yaml:"points"`
	Office    map[string]rating.Points `yaml:"office"`
}

// told is what a lawyer reads: of one organisation on one last day of a year.
type told struct {
	Name         string         `json:"name"`
	On           string         `json:"on"`
	Covered      bool           `json:"covered"`
	Exempt       bool           `json:"exempt"`
	Total        *rating.Points `json:"total"`
	Rank         rating.Rank    `json:"rank"`
	OfficeTotal  *rating.Points `json:"office_total,omitempty"`
	OfficeRank   rating.Rank    `json:"office_rank,omitempty"`
	Observations []string       `json:"observations"`
}

func (v villager) on(t *testing.T, s rating.Scheme, day string) told {
	t.Helper()
	year := vn.MustDate(day).Year()
	one := told{Name: v.Name, On: day, Covered: s.Covers(v.Kind, v.Sector, year), Observations: []string{}}
	if !one.Covered {
		return one
	}
	facts := rating.Facts{Year: year, Founded: v.Founded, Stopped: v.Stopped, Penalised: v.Penalised}
	if len(v.Agreed) == 2 {
		facts.Agreed = rating.Agreement{BoardOn: v.Agreed[0], ControlOn: v.Agreed[1]}
	}
	var scores []rating.Score
	for _, l := range s.Lines() {
		c := rating.Score{Line: l.Code}
		if p, ok := v.Points[l.Code]; ok {
			c.Points = &p
		}
		if p, ok := v.Office[l.Code]; ok {
			c.OfficePoints, c.OfficeReason = &p, "Theo hồ sơ tại cơ quan"
		}
		scores = append(scores, c)
	}
	r := s.Rate(scores, facts)
	one.Exempt, one.Total, one.Rank, one.OfficeTotal, one.OfficeRank = r.Exempt, r.Total, r.Rank, r.VerifiedTotal, r.VerifiedRank
	for _, v := range r.Checks {
		one.Observations = append(one.Observations, v.Rule+" "+string(v.Answer)+" "+v.Detail)
	}
	return one
}

// The village: every scheme of the rulebook rates some of it on five days, the last of years before, in and after its own.
func TestTheVillage(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("testdata", "village.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var village struct {
		Days map[string][]string `yaml:"days"`
		All  []villager          `yaml:"village"`
	}
	if err := yaml.Unmarshal(text, &village); err != nil {
		t.Fatal(err)
	}
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	var all []told
	for _, s := range book.Ratings {
		days, rated := village.Days[s.Code], 0
		for _, v := range village.All {
			if v.Scheme != s.Code {
				continue
			}
			rated++
			for _, day := range days {
				all = append(all, v.on(t, s, day))
			}
		}
		if len(days) != 5 || rated == 0 {
			t.Errorf("%s rates %d of the village on %d days", s.Code, rated, len(days))
		}
	}
	golden(t, all)
}

// golden holds what was told against the file that a lawyer has read.
func golden(t *testing.T, all any) {
	t.Helper()
	got, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "village.golden.json")
	if *update {
		if err := os.WriteFile(file, append(got, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got)+"\n" {
		t.Errorf("the village is judged otherwise than in %s; look at the difference after -update", file)
	}
}

// Nobody has agreed or graded on a day that has not come.
func TestNoDayOfASheetIsToCome(t *testing.T) {
	t.Parallel()
	today := vn.MustDate("2021-06-01")
	for name, sheet := range map[string]func(vn.Date) rating.Sheet{
		"board":   func(d vn.Date) rating.Sheet { return rating.Sheet{Agreed: rating.Agreement{BoardOn: d}} },
		"control": func(d vn.Date) rating.Sheet { return rating.Sheet{Agreed: rating.Agreement{ControlOn: d}} },
		"grade":   func(d vn.Date) rating.Sheet { return rating.Sheet{Grade: &rating.Grade{IssuedOn: d}} },
	} {
		for days, refused := range map[int]bool{-1: false, 0: false, 1: true} {
			if err := sheet(today.AddDays(days)).Check(today); (err != nil) != refused {
				t.Errorf("%s, %d days on: %v", name, days, err)
			}
		}
	}
}
