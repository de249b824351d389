package succession_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/succession"
	"htxregistry/internal/vn"
)

type country struct {
	places  *place.Directory
	offices *jurisdiction.Directory
}

var shipped = sync.OnceValue(func() country {
	lists, err := place.ReadShipped()
	if err != nil {
		panic(err)
	}
	places := place.NewDirectory(lists.Places, lists.AltNames, lists.Successions)
	return country{places, jurisdiction.NewDirectory(jurisdiction.DeriveAuthorities(places))}
})

func (c country) office(t *testing.T, code, on string) jurisdiction.Authority {
	t.Helper()
	a, ok := c.offices.ByCode(code, vn.MustDate(on))
	if !ok {
		t.Fatalf("no office %s on %s", code, on)
	}
	return a
}

func plan(t *testing.T, name string) succession.Plan {
	t.Helper()
	p, ok := succession.Shipped(name)
	if !ok {
		t.Fatalf("no plan %s", name)
	}
	return p
}

func TestShippedPlansAreSound(t *testing.T) {
	t.Parallel()
	c := shipped()
	names := succession.ShippedNames()
	if len(names) != 3 {
		t.Errorf("%v", names)
	}
	for _, name := range names {
		p := plan(t, name)
		if err := p.Check(c.places, c.offices, succession.Demand{}); err != nil || p.Name != name {
			t.Errorf("%s: %v", name, err)
		}
		full, err := succession.Plan{Name: name}.Completed()
		if err != nil || full.Digest() != p.Digest() {
			t.Errorf("%s by its name alone: %v", name, err)
		}
	}
	reform := succession.NewScheme(plan(t, "reform-2025-07-01"), c.places, c.offices)
	for _, old := range c.offices.EndedOn(vn.MustDate("2025-07-01")) {
		if len(reform.Heirs(old.ID)) == 0 {
			t.Errorf("%s goes to nobody", old.Code)
		}
	}
}

func TestAFileFollowsItsCommune(t *testing.T) {
	t.Parallel()
	c := shipped()
	s := succession.NewScheme(plan(t, "reform-2025-07-01"), c.places, c.offices)
	day := vn.MustDate("2025-06-30")
	for _, test := range []struct{ office, place, to, now, candidates string }{
		{"tckh-866", "29881", "kt-29884", "29884", ""},
		{"tckh-873", "30079", "", "", "kt-30025 kt-30088"},          // Gáo Giồng was split
		{"tckh-866", "", "", "", "kt-29888 kt-29869 kt-29884"},      // no seat is known
		{"tckh-866", "29911", "", "", "kt-29888 kt-29869 kt-29884"}, // a seat of Sa Đéc
		{"stc-87", "", "stc-82", "", ""},                            // one successor needs no seat
		{"ubnd-29881", "29881", "ubnd-29884", "29884", ""},
	} {
		fate := s.Fate(c.office(t, test.office, "2025-06-30").ID, succession.Seat{Place: test.place, On: day})
		var candidates []string
		for _, a := range fate.Candidates {
			candidates = append(candidates, a.Code)
		}
		if fate.To.Code != test.to || fate.Place != test.now || !sameWords(strings.Join(candidates, " "), test.candidates) || fate.Decided() != (test.to != "") {
			t.Errorf("%s %s: to %q, now %q, %v, %s", test.office, test.place, fate.To.Code, fate.Place, candidates, fate.Reason)
		}
	}
}

// sameWords tells whether two lists hold the same words, whatever their order.
func sameWords(a, b string) bool {
	return slices.Equal(slices.Sorted(strings.FieldsSeq(a)), slices.Sorted(strings.FieldsSeq(b)))
}

func TestAKeyGoesWhereThePlanSays(t *testing.T) {
	t.Parallel()
	c := shipped()
	p := plan(t, "reform-2025-07-01")
	s := succession.NewScheme(p, c.places, c.offices)
	caoLanh, province := c.office(t, "tckh-866", "2025-06-30"), c.office(t, "stc-87", "2025-06-30")
	accounts := succession.Accounts{Moves: []succession.Account{
		{Office: "tckh-866", To: "kt-29884"}, {Key: "k1", To: "kt-29888"}, {Key: "k2", End: true},
	}}
	for key, want := range map[string]string{"k1": "kt-29888", "k2": "", "k3": "kt-29884"} {
		got := s.Key(accounts, key, caoLanh)
		if got.To.Code != want || got.Ends != (want == "") || !got.Decided() {
			t.Errorf("%s: %+v", key, got)
		}
	}
	if got := s.Key(succession.Accounts{}, "k", province); got.To.Code != "stc-82" {
		t.Errorf("one successor: %+v", got)
	}
	if got := s.Key(succession.Accounts{}, "k", caoLanh); got.Decided() || len(got.Candidates) != 3 {
		t.Errorf("several, unsaid: %+v", got)
	}
	if got := s.Key(succession.Accounts{Others: succession.OthersEnd}, "k", caoLanh); !got.Ends {
		t.Errorf("several, to end: %+v", got)
	}
}

func TestWhoLivesOnHandsOverByLaw(t *testing.T) {
	t.Parallel()
	c := shipped()
	p := plan(t, "hand-over-2024-07-18")
	s := succession.NewScheme(p, c.places, c.offices)
	day := vn.MustDate("2024-07-17")
	province := c.office(t, "skhdt-87", "2024-07-18")
	to, hands := p.HandsOver(province.Office, "lhhtx")
	if fate := s.Handed(province, to, succession.Seat{Place: "29881", On: day}); !hands || fate.To.Code != "tckh-866" || fate.Place != "29881" {
		t.Errorf("%v %+v", hands, fate)
	}
	if fate := s.Handed(province, to, succession.Seat{}); fate.Decided() || len(fate.Candidates) != 12 {
		t.Errorf("no seat: %d candidates", len(fate.Candidates))
	}
	if _, hands := p.HandsOver(province.Office, "qtdnd"); hands {
		t.Error("the decree does not mention QTDND")
	}
}

func TestALatePlanMayNotEndAtAnOfficeThatIsGone(t *testing.T) {
	t.Parallel()
	c := shipped()
	p := plan(t, "merger-2025-03-01")
	p.Document = succession.Document{Number: "1", Issuer: "HĐND", IssuedOn: vn.MustDate("2025-02-20")}
	for day, sound := range map[string]bool{"2025-06-30": true, "2025-07-01": false, "2025-07-02": false} {
		err := p.Check(c.places, c.offices, succession.Demand{Written: true, Late: true, Today: vn.MustDate(day)})
		if (err == nil) != sound {
			t.Errorf("%s: %v", day, err)
		}
	}
	if err := p.Check(c.places, c.offices, succession.Demand{Written: true, Today: vn.MustDate("2025-07-02")}); err != nil {
		t.Errorf("in order: %v", err)
	}
}

func TestAPlanIsReadStrictly(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "nam: x", "name: x\non: 2025-02-30", "[]"} {
		if _, err := succession.Read([]byte(text)); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

// FuzzRead holds that a plan that is read is written in one way, and read again as what is written.
func FuzzRead(f *testing.F) {
	for _, name := range succession.ShippedNames() {
		p, _ := succession.Shipped(name)
		text, err := yaml.Marshal(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("name: x\non: 2025-07-01\nplaces: [{old: '1', new: ['2']}]\n"))
	f.Add([]byte("&a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := succession.Read(text)
		if err != nil {
			return
		}
		written, err := yaml.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		again, err := succession.Read(written)
		if err != nil {
			t.Fatalf("%q is written %q: %v", text, written, err)
		}
		if twice, err := yaml.Marshal(again); err != nil || !bytes.Equal(twice, written) {
			t.Errorf("%q is written %q, then %q: %v", text, written, twice, err)
		}
	})
}
