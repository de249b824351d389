package place_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

var load = sync.OnceValues(place.ReadShipped)

func directory(t *testing.T) *place.Directory {
	t.Helper()
	s, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return place.NewDirectory(s.Places, s.AltNames, s.Successions)
}

func codes(places []place.Place) []string {
	var out []string
	for _, p := range places {
		out = append(out, p.Code)
	}
	return out
}

func TestTheListsHaveTheOfficialCounts(t *testing.T) {
	t.Parallel()
	d := directory(t)
	for _, want := range []struct {
		on                             string
		provinces, districts, communes int
	}{
		{"2021-12-31", 63, 705, 10599},
		{"2024-09-01", 63, 704, 10542},
		{"2025-06-30", 63, 696, 10035}, // the last day of the old list is inclusive in its source
		{"2025-07-01", 34, 0, 3321},
		{"2026-05-01", 34, 0, 3321},
	} {
		got := map[place.Level]int{}
		d.All(func(p place.Place) bool {
			if p.Contains(vn.MustDate(want.on)) {
				got[p.Level]++
			}
			return true
		})
		if got[place.LevelProvince] != want.provinces || got[place.LevelDistrict] != want.districts || got[place.LevelCommune] != want.communes {
			t.Errorf("%s: %v, want %+v", want.on, got, want)
		}
	}
}

func TestACodeMeansAPlaceOnlyWithADay(t *testing.T) {
	t.Parallel()
	d := directory(t)
	for _, c := range []struct{ code, on, name string }{
		{"82", "2025-06-30", "Tỉnh Tiền Giang"},
		{"82", "2025-07-01", "Tỉnh Đồng Tháp"},
		{"87", "2025-06-30", "Tỉnh Đồng Tháp"},
		{"87", "2025-07-01", ""},
		{"29881", "2024-12-31", "Xã Mỹ Ngãi"},
		{"29881", "2025-01-01", "Phường Mỹ Ngãi"},
		{"29881", "2025-07-01", ""},
		{"29884", "2025-06-30", "Xã Mỹ Tân"},
		{"29884", "2025-07-01", "Phường Mỹ Ngãi"},
		{"75", "2026-04-29", "Tỉnh Đồng Nai"},
		{"75", "2026-04-30", "Thành phố Đồng Nai"},
	} {
		got, ok := d.At(c.code, vn.MustDate(c.on))
		if got.Name != c.name || ok != (c.name != "") {
			t.Errorf("%s on %s: %q, want %q", c.code, c.on, got.Name, c.name)
		}
	}
}

func TestFollowTellsWhatBecameOfAPlace(t *testing.T) {
	t.Parallel()
	d := directory(t)
	for _, c := range []struct {
		code, from, to string
		want           []string
	}{
		{"29881", "2021-06-01", "2025-06-30", []string{"29881"}},
		{"29881", "2021-06-01", "2025-07-01", []string{"29884"}},
		{"29884", "2021-06-01", "2025-07-01", []string{"29884"}},
		{"29995", "2021-06-01", "2025-07-01", []string{"29992", "30154"}}, // split
		{"87", "2021-06-01", "2026-01-01", []string{"82"}},
		{"82", "2021-06-01", "2026-01-01", []string{"82"}},
		{"866", "2021-06-01", "2025-07-01", nil}, // districts ended without successors
		{"29884", "2025-07-01", "2021-06-01", []string{"29881", "29884", "30091"}},
		{"75", "2025-08-01", "2026-05-01", []string{"75"}},
		{"99999", "2021-06-01", "2025-07-01", nil},
	} {
		got := codes(d.Follow(c.code, vn.MustDate(c.from), vn.MustDate(c.to)))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s of %s on %s: %v, want %v", c.code, c.from, c.to, got, c.want)
		}
	}
}

func TestPathAndCommunesFollowTheMapOfTheDay(t *testing.T) {
	t.Parallel()
	d := directory(t)
	on := vn.MustDate("2021-06-01")
	if got := codes(d.Path("29881", on)); !slices.Equal(got, []string{"29881", "866", "87"}) {
		t.Errorf("path %v", got)
	}
	if got := codes(d.Path("29884", vn.MustDate("2025-07-01"))); !slices.Equal(got, []string{"29884", "82"}) {
		t.Errorf("path after the reform %v", got)
	}
	if got := len(d.Communes("87", on)); got != 143 {
		t.Errorf("%d communes in old Đồng Tháp, want 143", got)
	}
	if got := len(d.Communes("82", vn.MustDate("2025-07-01"))); got != 102 {
		t.Errorf("%d communes in new Đồng Tháp, want 102", got)
	}
}

func TestSearchForgivesTonesAndPages(t *testing.T) {
	t.Parallel()
	d := directory(t)
	on := vn.MustDate("2021-06-01")
	got := d.List(place.Query{Words: "my ngai", Parent: "866", On: on, Limit: 10})
	if !slices.Equal(codes(got), []string{"29881"}) {
		t.Errorf("my ngai: %v", codes(got))
	}
	var all []string
	for after := ""; ; {
		page := d.List(place.Query{Level: place.LevelDistrict, Parent: "87", On: on, After: after, Limit: 5})
		all = append(all, codes(page)...)
		if len(page) < 5 {
			break
		}
		after = page[len(page)-1].Code
	}
	if len(all) != 12 || all[0] != "866" || all[11] != "877" {
		t.Errorf("districts of Đồng Tháp: %v", all)
	}
}

func TestAFaultyListNamesEveryRowAndColumn(t *testing.T) {
	t.Parallel()
	_, err := place.ReadPlaces(strings.NewReader("code,name,level,kind,parent_code,valid_from,valid_to\n" +
		"01,Thành phố A,province,thành phố trung ương,,2020-01-01,\n" +
		"01,Thành phố A,province,thành phố trung ương,,2021-01-01,\n" +
		"00001,Phường B,commune,phường,02,2020-01-01,\n"))
	text := ""
	if err != nil {
		text = err.Error()
	}
	for _, want := range []string{"/rows/2/valid_from", "/rows/3/valid_from", "/rows/4/parent_code"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not name %s", text, want)
		}
	}
}

func TestIndustriesKeepTheEditionsApart(t *testing.T) {
	t.Parallel()
	s, err := load()
	if err != nil {
		t.Fatal(err)
	}
	c := place.NewIndustries(s.Industries)
	if e, ok := c.Get("2018", "0161"); !ok || e.Level != 4 || c.Section("2018", "0161") != "A" {
		t.Errorf("0161: %+v", e)
	}
	if _, ok := c.Get("2025", "9999999"); ok {
		t.Error("found what is not there")
	}
	for day, want := range map[string]string{"2025-11-14": "2018", "2025-11-15": "2025", "2025-11-16": "2025"} {
		if got := place.EditionOn(vn.MustDate(day)); got != want {
			t.Errorf("%s: %s", day, got)
		}
	}
	if got := c.List(place.IndustryQuery{Edition: "2018", Words: "trong lua", Level: 4, Limit: 5}); len(got) == 0 || got[0].Code != "0111" {
		t.Errorf("trồng lúa: %v", got)
	}
}

func FuzzReadPlaces(f *testing.F) {
	f.Add("code,name,level,kind,parent_code,valid_from,valid_to\n01,A,province,tỉnh,,2020-01-01,2021-01-01\n")
	f.Add("code\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		places, err := place.ReadPlaces(strings.NewReader(text))
		if err == nil {
			d := place.NewDirectory(places, nil, nil)
			for _, p := range places {
				if _, ok := d.At(p.Code, p.From); !ok {
					t.Fatalf("%+v is not found on its first day", p)
				}
			}
		}
	})
}

func FuzzReadSuccessions(f *testing.F) {
	f.Add("old_code,new_code,old_level,new_level,share,effective_on,remark,source\n29881,29884,commune,commune,whole,2025-07-01,,\n")
	f.Add("old_code\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := place.ReadSuccessions(strings.NewReader(text))
		for _, s := range found {
			if err == nil && (s.On.IsZero() || s.OldCode == "" || s.NewCode == "") {
				t.Errorf("%+v is taken", s)
			}
		}
	})
}

func FuzzReadIndustries(f *testing.F) {
	f.Add("edition,code,level,parent_code,name\n2018,A,1,,Nông nghiệp\n2018,01,2,A,Trồng trọt\n")
	f.Add("edition\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := place.ReadIndustries(strings.NewReader(text))
		if err != nil {
			return
		}
		known := map[string]bool{"2018": true, "2025": true}
		for _, i := range found {
			if !known[i.Edition+i.ParentCode] {
				t.Errorf("%+v lies under nothing", i)
			}
			known[i.Edition+i.Code] = true
		}
	})
}
