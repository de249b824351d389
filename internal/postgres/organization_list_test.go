package postgres_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// village enters organisations with equal names, equal days and unknown days, and gives them in the order of entry.
func (f *fixture) village(t *testing.T) []coop.Organization {
	t.Helper()
	names := []string{"Ước Mơ", "Đông", "Ba", "An", "Ăn", "Âm", "Ấp", "An", "Đồng", "E", "Ê", "ba", "An"}
	days := []string{"2020-01-02", "", "2019-05-06", "", "2020-01-02"}
	var all []coop.Organization
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		all = nil
		for i, name := range names {
			o := f.organization(name)
			o.Registration.IssuedOn = vn.Date{}
			if d := days[i%len(days)]; d != "" {
				o.Registration.IssuedOn = vn.MustDate(d)
			}
			must(t, tx.CreateOrganization(ctx, o))
			all = append(all, o)
		}
	})
	return all
}

func ids(organizations []coop.Organization) []string {
	out := make([]string, len(organizations))
	for i, o := range organizations {
		out[i] = o.ID.String()
	}
	return out
}

// pages walks a list to its end.
func pages(ctx context.Context, t *testing.T, tx registry.ReadTx, q coop.Query, size int) []coop.Organization {
	t.Helper()
	var all []coop.Organization
	for q.Limit = size; ; {
		page, err := tx.Organizations(ctx, q)
		must(t, err)
		all = append(all, page...)
		if len(page) < size {
			return all
		}
		last := page[len(page)-1]
		q.After = &coop.Position{ID: last.ID, Name: last.Name.Vi, On: last.Registration.IssuedOn}
	}
}

func TestPagesAreCompleteInEveryOrder(t *testing.T) {
	t.Parallel()
	f := open(t)
	all := f.village(t)
	byID := func(a, b coop.Organization) int { return cmp.Compare(a.ID.String(), b.ID.String()) }
	vietnamese := collate.New(language.Vietnamese)
	byName := func(a, b coop.Organization) int {
		return cmp.Or(vietnamese.CompareString(a.Name.Vi, b.Name.Vi), byID(a, b))
	}
	// Those without a known day come last in both directions.
	unknownLast := func(a, b coop.Organization) int {
		return cmp.Compare(btoi(a.Registration.IssuedOn.IsZero()), btoi(b.Registration.IssuedOn.IsZero()))
	}
	byDay := func(a, b coop.Organization) int { return a.Registration.IssuedOn.Compare(b.Registration.IssuedOn) }
	for sort, compare := range map[coop.Sort]func(a, b coop.Organization) int{
		"":                    byID,
		coop.SortRecorded:     byID,
		coop.SortRecordedDesc: func(a, b coop.Organization) int { return byID(b, a) },
		coop.SortName:         byName,
		coop.SortNameDesc:     func(a, b coop.Organization) int { return byName(b, a) },
		coop.SortRegistered: func(a, b coop.Organization) int {
			return cmp.Or(unknownLast(a, b), byDay(a, b), byID(a, b))
		},
		coop.SortRegisteredDesc: func(a, b coop.Organization) int {
			return cmp.Or(unknownLast(a, b), byDay(b, a), byID(b, a))
		},
	} {
		want := slices.Clone(all)
		slices.SortFunc(want, compare)
		for _, size := range []int{1, 2, 3, 5, 100} {
			f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
				got := pages(ctx, t, tx, coop.Query{Sort: sort}, size)
				if !reflect.DeepEqual(ids(got), ids(want)) {
					t.Errorf("order %q, pages of %d: got %v, want %v", sort, size, shown(got), shown(want))
				}
			})
		}
	}
}

func shown(organizations []coop.Organization) []string {
	out := make([]string, len(organizations))
	for i, o := range organizations {
		out[i] = o.Name.Vi + " " + o.Registration.IssuedOn.String()
	}
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestEveryFilterNarrowsTheList(t *testing.T) {
	t.Parallel()
	f := open(t)
	mine, other := f.organization("Một"), f.organization("Hai")
	other.Kind, other.Status, other.StatusReason, other.Sector = coop.KindTHT, coop.StatusActive, "", "transport"
	other.SizeMembers, other.SizeCapital, other.Purpose, other.Governance = "micro", "large", "employment", ""
	other.Industries = []coop.Industry{{Edition: "2025", Code: "64192"}}
	other.Placement = coop.Placement{OldCommune: "1", OldDistrict: "2", OldProvince: "3", NewCommune: "4", NewProvince: "5"}
	other.Registration.AuthorityID, other.Registration.Level = f.sact.ID.String(), "province"
	other.Registration.IssuedOn, other.Registration.Misrouted = vn.MustDate("2025-07-10"), new(true)
	bank := f.organization("Ba")
	bank.Industries = []coop.Industry{{Edition: "2018", Code: "6419"}}
	bank.Registration.Misrouted, bank.Status = nil, coop.StatusEnded
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		for _, o := range []coop.Organization{mine, other, bank} {
			must(t, tx.CreateOrganization(ctx, o))
		}
	})
	area := func(list, level string, codes ...string) *coop.Area {
		return &coop.Area{List: list, Level: level, Codes: codes}
	}
	for name, c := range map[string]struct {
		q    coop.Query
		want string
	}{
		"kind":                {coop.Query{Kind: coop.KindTHT}, "Hai"},
		"level":               {coop.Query{IssuingLevel: "province"}, "Hai"},
		"authority":           {coop.Query{AuthorityID: f.sact.ID.String()}, "Hai"},
		"status":              {coop.Query{Status: coop.StatusDissolving}, "Một"},
		"old commune":         {coop.Query{Area: area("2021", "commune", "1")}, "Hai"},
		"several communes":    {coop.Query{Area: area("2021", "commune", "1", "9")}, "Hai"},
		"no communes":         {coop.Query{Area: area("2021", "commune")}, ""},
		"old district":        {coop.Query{Area: area("2021", "district", "2")}, "Hai"},
		"old province":        {coop.Query{Area: area("2021", "province", "3")}, "Hai"},
		"new commune":         {coop.Query{Area: area("2025", "commune", "4")}, "Hai"},
		"new province":        {coop.Query{Area: area("2025", "province", "82")}, "Một Ba"},
		"industry code":       {coop.Query{Industry: "0161"}, "Một"},
		"industry beginning":  {coop.Query{Industry: "6"}, "Hai Ba"},
		"section of 2018":     {coop.Query{Industry: "K"}, "Ba"},
		"section of 2025":     {coop.Query{Industry: "L"}, "Hai"},
		"sector":              {coop.Query{Sector: "transport"}, "Hai"},
		"size by members":     {coop.Query{SizeMembers: "micro"}, "Hai"},
		"size by capital":     {coop.Query{SizeCapital: "large"}, "Hai"},
		"purpose":             {coop.Query{Purpose: "employment"}, "Hai"},
		"registered from":     {coop.Query{RegisteredFrom: vn.MustDate("2025-07-10")}, "Hai"},
		"registered to":       {coop.Query{RegisteredTo: vn.MustDate("2025-07-10")}, "Một Ba"},
		"misrouted":           {coop.Query{Misrouted: new(true)}, "Hai"},
		"known not misrouted": {coop.Query{Misrouted: new(false)}, "Một"}, // of Ba it is not known
		"all together": {coop.Query{
			Kind: coop.KindHTX, Status: coop.StatusEnded, Sector: "agriculture", Industry: "64", Words: []string{"b"},
			RegisteredFrom: vn.MustDate("2020-01-01"), Area: area("2025", "province", "82"), Sort: coop.SortRegisteredDesc,
		}, "Ba"},
	} {
		f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
			q := c.q
			q.Limit = 10
			list, err := tx.Organizations(ctx, q)
			must(t, err)
			n, err := tx.CountOrganizations(ctx, c.q)
			must(t, err)
			got := ""
			for i, o := range list {
				if i > 0 {
					got += " "
				}
				got += o.Name.Vi
			}
			if got != c.want || int(n) != len(list) {
				t.Errorf("%s: listed %q, counted %d, want %q", name, got, n, c.want)
			}
		})
	}
	err := f.Read(t.Context(), func(tx registry.ReadTx) error {
		_, err := tx.Organizations(t.Context(), coop.Query{Area: area("2025", "district", "1"), Limit: 1})
		return err
	})
	if err == nil {
		t.Error("the map of 2025 has no districts")
	}
}

func TestAStreamGivesEverythingOnceAndStopsWhenTold(t *testing.T) {
	t.Parallel()
	f := open(t)
	all := f.village(t)
	enough := errors.New("enough")
	err := f.View(t.Context(), func(tx registry.ReadTx) error {
		var got []coop.Organization
		must(t, tx.StreamOrganizations(t.Context(), coop.Query{Limit: 1, Sort: coop.SortName}, func(page []coop.Organization) error {
			got = append(got, page...)
			return nil
		}))
		if !reflect.DeepEqual(ids(got), ids(all)) {
			t.Errorf("got %v", shown(got))
		}
		return tx.StreamOrganizations(t.Context(), coop.Query{}, func([]coop.Organization) error { return enough })
	})
	if !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}

func TestCountsByAuthority(t *testing.T) {
	t.Parallel()
	f := open(t)
	day := vn.MustDate("2020-01-02")
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		for i := range 5 {
			o := f.organization(fmt.Sprintf("HTX %d", i))
			o.State.From = day
			switch i {
			case 0:
				o.State.From = day.AddDays(-10)
				o.Registration.AuthorityID, o.Registration.Level, o.Registration.IssuedOn = "", "", vn.Date{}
			case 1:
				o.Registration.AuthorityID, o.Registration.Level = f.sact.ID.String(), "province"
				o.Placement.NewProvince = "48"
			}
			must(t, tx.CreateOrganization(ctx, o))
		}
	})
	ours := coop.AuthorityCount{
		AuthorityID: f.caoLanh.ID.String(), Level: "district", Kind: coop.KindHTX, Status: coop.StatusDissolving, Count: 3,
	}
	theirs := ours
	theirs.AuthorityID, theirs.Level, theirs.Count = f.sact.ID.String(), "province", 1
	unknown := ours
	unknown.AuthorityID, unknown.Level, unknown.Count = "", "", 1
	for _, c := range []struct {
		asOf  vn.Date
		area  *coop.Area
		level string
		want  []coop.AuthorityCount
	}{
		{day, nil, "", []coop.AuthorityCount{ours, theirs, unknown}},
		{day.AddDays(-1), nil, "", []coop.AuthorityCount{unknown}},
		{day, &coop.Area{List: "2025", Level: "province", Codes: []string{"48"}}, "", []coop.AuthorityCount{theirs}},
		{day, nil, "district", []coop.AuthorityCount{ours}},
	} {
		f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
			got, err := tx.CountByAuthority(ctx, coop.When{AsOf: c.asOf}, c.area, c.level)
			must(t, err)
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("%s %v %q: got %v", c.asOf, c.area, c.level, got)
			}
		})
	}
}
