package replication_test

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/rating"
	"htxregistry/internal/replication"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

var update = flag.Bool("update", false, "write the golden files anew")

func programme(t *testing.T, code string) replication.Programme {
	t.Helper()
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, ok := book.Programme(code)
	if !ok {
		t.Fatalf("no programme %s", code)
	}
	return p
}

// villager is a made-up organisation.
type villager struct {
	Name       string              `yaml:"name"`
	Kind       coop.Kind           `yaml:"kind"`
	Regime     string              `yaml:"regime"`
	Sector     string              `yaml:"sector"`
	Purpose    string              `yaml:"purpose"`
	Founded    vn.Date             `yaml:"founded_on"`
	Ended      vn.Date             `yaml:"ended_on"`
	Members    int                 `yaml:"members"`
	Capital    vn.VND              `yaml:"capital"`
	Profit     map[int]vn.VND      `yaml:"profit"`
	Outside    map[int]vn.VND      `yaml:"outside"` // of a revenue of 10000
	Wages      map[int]vn.VND      `yaml:"wages"`   // of non-members, of wages of 10000
	Ranks      map[int]rating.Rank `yaml:"ranks"`
	Nomination *struct {
		Model     string  `yaml:"model"`
		ConsentOn vn.Date `yaml:"consent_on"`
		DossierOn vn.Date `yaml:"dossier_on"`
	} `yaml:"nomination"`
}

func (v villager) facts(t *testing.T, p replication.Programme) replication.Facts {
	t.Helper()
	f := replication.Facts{Reports: map[int]rating.Figures{}, Ratings: map[int]replication.Grade{}}
	active := replication.State{
		Period: vn.Period{From: v.Founded, To: v.Ended}, Kind: v.Kind, Name: v.Name, Status: coop.StatusActive, Regime: v.Regime,
		Sector: v.Sector, Purpose: v.Purpose, Founded: v.Founded, OldProvince: "87", NewProvince: "82",
	}
	f.States = append(f.States, active)
	if !v.Ended.IsZero() {
		active.Period, active.Status = vn.Period{From: v.Ended}, coop.StatusEnded
		f.States = append(f.States, active)
	}
	for year, profit := range v.Profit {
		figures := rating.Figures{PretaxProfit: &profit}
		if v.Members > 0 {
			figures.Members, figures.TotalCapital = &coop.MemberCounts{Official: v.Members}, &v.Capital
		}
		if outside, ok := v.Outside[year]; ok {
			figures.Revenue, figures.RevenueOthers = new(vn.VND(10_000)), &outside
		}
		if wages, ok := v.Wages[year]; ok {
			figures.Wages, figures.WagesOthers = new(vn.VND(10_000)), &wages
		}
		f.Reports[year] = figures
	}
	for year, rank := range v.Ranks {
		f.Ratings[year] = replication.Grade{Rank: rank}
	}
	if n := v.Nomination; n != nil {
		made, err := p.Nominate(replication.Nomination{Model: n.Model, ConsentOn: n.ConsentOn, DossierOn: n.DossierOn}, vn.MustDate("2026-01-01"))
		if err != nil {
			t.Fatal(err)
		}
		f.Nominations = append(f.Nominations, made)
	}
	return f
}

func village(t *testing.T) []villager {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "village.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var all []villager
	if err := yaml.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// fiveDays are the days on which each programme judges the village: before and on its first day, at turns of its rules and
// phases, and at its end.
var fiveDays = map[string][]string{
	"qd-167-2021":    {"2021-02-02", "2021-02-03", "2022-01-01", "2024-06-30", "2024-07-01"},
	"nhan-rong-2026": {"2025-12-31", "2026-01-01", "2028-06-30", "2030-12-31", "2031-01-01"},
}

// The village under every programme of the rulebook: its golden file is what a lawyer reads.
func TestTheVillage(t *testing.T) {
	t.Parallel()
	type told struct {
		Programme   string                  `json:"programme"`
		Name        string                  `json:"name"`
		On          string                  `json:"on"`
		Verdict     replication.Eligibility `json:"verdict"`
		Explanation string                  `json:"explanation"`
		Conditions  []string                `json:"conditions"`
	}
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	var all []told
	for _, p := range book.Programmes {
		if len(fiveDays[p.Code]) != 5 {
			t.Errorf("%s judges the village on %d days", p.Code, len(fiveDays[p.Code]))
		}
		for _, v := range village(t) {
			f := v.facts(t, programme(t, "qd-167-2021"))
			for _, day := range fiveDays[p.Code] {
				one := told{Programme: p.Code, Name: v.Name, On: day, Conditions: []string{}}
				if c, ok := p.Judge(f, vn.MustDate(day)); ok {
					one.Verdict, one.Explanation = c.Verdict, c.Explanation
					for _, found := range c.Conditions {
						one.Conditions = append(one.Conditions, found.Code+" "+found.Detail)
					}
				}
				all = append(all, one)
			}
		}
	}
	got, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "village.golden.json")
	if *update {
		if err := os.WriteFile(golden, append(got, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got)+"\n" {
		t.Errorf("the village is judged otherwise than in %s; look at the difference after -update", golden)
	}
}

// What is stored by day says on every single day what a judgement of that day says.
func TestALifeIsRightOnEveryDay(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"qd-167-2021", "nhan-rong-2026"} {
		p := programme(t, code)
		for _, v := range village(t) {
			f := v.facts(t, programme(t, "qd-167-2021"))
			spans := p.Life(f)
			for day := vn.MustDate("2020-12-01"); day.Before(vn.MustDate("2032-03-01")); day = day.AddDays(1) {
				c, ok := p.Judge(f, day)
				ok = ok && p.Covers(v.Kind, "82")
				i := slices.IndexFunc(spans, func(s replication.Span) bool { return s.Contains(day) })
				if (i >= 0) != ok {
					t.Fatalf("%s, %s on %s: stored %v, judged %v", code, v.Name, day, i >= 0, ok)
				}
				if !ok {
					continue
				}
				if spans[i].Verdict != c.Verdict || spans[i].Stage != c.Stage {
					t.Fatalf("%s, %s on %s: stored %s %s, judged %s %s", code, v.Name, day, spans[i].Verdict, spans[i].Stage, c.Verdict, c.Stage)
				}
				for j, found := range c.Conditions {
					if spans[i].Conditions[j] != found.Code+":"+string(found.Verdict) {
						t.Fatalf("%s, %s on %s: stored %s, judged %s", code, v.Name, day, spans[i].Conditions[j], found.Verdict)
					}
				}
			}
		}
	}
}

func TestWhoComesFirst(t *testing.T) {
	t.Parallel()
	p := programme(t, "qd-167-2021")
	base := village(t)[0]
	standing := func(change func(*villager)) []int64 {
		v := base
		change(&v)
		for _, s := range p.Life(v.facts(t, p)) {
			if s.Contains(vn.MustDate("2021-06-01")) {
				return s.Standing
			}
		}
		t.Fatal("no span")
		return nil
	}
	first := standing(func(*villager) {})
	for name, lesser := range map[string][]int64{
		"fewer members":         standing(func(v *villager) { v.Members = 220; v.Capital *= 10 }),
		"less capital":          standing(func(v *villager) { v.Capital-- }),
		"no agriculture":        standing(func(v *villager) { v.Sector = "trade" }),
		"members not known":     standing(func(v *villager) { v.Members = 0 }),
		"undetermined, however": standing(func(v *villager) { v.Regime = ""; v.Members = 10_000 }),
	} {
		if slices.Compare(first, lesser) <= 0 {
			t.Errorf("%s: %v does not come after %v", name, lesser, first)
		}
	}
}

func TestTheBoundsOfAShareAreExact(t *testing.T) {
	t.Parallel()
	p := programme(t, "qd-167-2021")
	for _, c := range []struct {
		others, all vn.VND
		want        law.Answer
	}{
		{5_000, 10_000, law.Met},
		{5_001, 10_000, law.NotMet},
		{1, 3, law.Met},
		{2, 3, law.NotMet},
		{4_500_000_000_000_001, 9_000_000_000_000_001, law.NotMet},
		{4_500_000_000_000_000, 9_000_000_000_000_001, law.Met},
		{0, 0, law.Unknown},
	} {
		v := village(t)[0]
		f := v.facts(t, p)
		figures := f.Reports[2020]
		figures.Revenue, figures.RevenueOthers = &c.all, &c.others
		f.Reports[2020] = figures
		got, _ := p.Judge(f, vn.MustDate("2021-06-01"))
		for _, found := range got.Conditions {
			if found.Code == "QD167-M5" && found.Verdict != c.want {
				t.Errorf("%d of %d: %s, want %s", c.others, c.all, found.Verdict, c.want)
			}
		}
	}
}

// Every stage of every nomination, and every stage it cannot pass to.
func TestStagesFollowInOrder(t *testing.T) {
	t.Parallel()
	p := programme(t, "qd-167-2021")
	today := vn.MustDate("2022-01-05")
	start, err := p.Nominate(replication.Nomination{Model: "M01", ConsentOn: vn.MustDate("2021-06-01")}, today)
	if err != nil {
		t.Fatal(err)
	}
	decision := &replication.Decision{Number: "1", IssuedOn: vn.MustDate("2021-12-31"), Issuer: "UBND"}
	reached := map[replication.Stage]replication.Nomination{start.Stage: start}
	for _, from := range replication.Stages() {
		n, ok := reached[from]
		if !ok {
			t.Fatalf("%s was not reached", from)
		}
		for _, to := range replication.Stages() {
			moved, err := p.Advance(n, to, decision, today)
			if errors.Is(err, replication.ErrStage) {
				continue
			}
			if err != nil || moved.Revision != n.Revision+1 || moved.StageOn(vn.MustDate("2021-12-30")) == to {
				t.Errorf("%s to %s: %+v, %v", from, to, moved, err)
			}
			if _, ok := reached[to]; !ok {
				reached[to] = moved
			}
		}
	}
	for day, late := range map[string]law.Answer{"2021-12-31": law.Met, "2022-01-01": law.NotMet, "2022-01-02": law.NotMet} {
		moved, err := p.Advance(start, replication.StageSelected, &replication.Decision{IssuedOn: vn.MustDate(day)}, today)
		if err != nil || moved.Steps[1].Checks[0].Answer != late || !moved.Steps[1].Checks[0].Advisory {
			t.Errorf("selected on %s: %+v, %v", day, moved.Steps, err)
		}
	}
	_, err = p.Nominate(replication.Nomination{Model: "M99", ConsentOn: vn.MustDate("2021-02-02")}, today)
	if !errors.Is(err, replication.ErrNomination) {
		t.Errorf("no such model, before the programme: %v", err)
	}
}

func TestAThresholdIsSimulated(t *testing.T) {
	t.Parallel()
	p := programme(t, "qd-167-2021")
	changes := []replication.Change{{Code: "QD167-M3", Terms: replication.Terms{Years: 1}}, {Code: "QD167-M6", Mandatory: new(true)}}
	other, err := p.Changed(changes)
	if err != nil {
		t.Fatal(err)
	}
	on := vn.MustDate("2021-06-01")
	s := other.Simulate(changes, on)
	for _, v := range village(t) {
		f := v.facts(t, p)
		is, ok := p.Judge(f, on)
		would, _ := other.Judge(f, on)
		if ok {
			s.Add(is, would)
		}
	}
	// Those who are eligible stay so by one year, but only the first is rated.
	if s.Before.Eligible != 3 || s.After.Eligible != 1 || s.Entering != 0 || s.Leaving != 2 || len(s.Changed) != 2 {
		t.Errorf("%+v", s)
	}
	if c := p.On(on).Conditions; c[slices.IndexFunc(c, func(c replication.Condition) bool { return c.Code == "QD167-M3" })].Terms.Years != 3 {
		t.Error("the programme itself was changed")
	}
	if _, err := p.Changed([]replication.Change{{Code: "QD167-M99"}}); !errors.Is(err, replication.ErrNoCondition) {
		t.Errorf("no such condition: %v", err)
	}
}
