package naming_test

import (
	"strings"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/naming"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// Every spelling that a reading of the rulebook takes for another stands under the same key, whatever syllable it is in: the
// index is coarser than the rules, or it would hide a hit.
func TestTheIndexIsCoarserThanEveryReading(t *testing.T) {
	t.Parallel()
	same := func(a, b string) {
		if x, y := naming.IndexKey(coop.KindHTX, "Hợp tác xã "+a), naming.IndexKey(coop.KindHTX, "Hợp tác xã "+b); x != y {
			t.Errorf("%q stands under %q, %q under %q", a, x, b, y)
		}
	}
	rhymes := []string{"a", "an", "ang", "at", "ac", "e", "ê", "i", "inh", "iêng", "o", "ôn", "ơ", "u", "ươi", "ai", "ao"}
	for _, reading := range readings(t) {
		for _, rhyme := range rhymes {
			for _, group := range reading.Initials {
				if group[0] == "g" && strings.HasPrefix(rhyme, "i") {
					continue // gi is another sound than ghi
				}
				for _, other := range group[1:] {
					same(syllable(group[0], rhyme), syllable(other, rhyme))
					same("Mỹ "+syllable(group[0], rhyme), "Mỹ "+syllable(other, rhyme))
				}
			}
		}
		for _, initial := range []string{"", "b", "d", "gi", "h", "k", "l", "m", "ng", "ngh", "qu", "th", "tr"} {
			for _, group := range append(reading.Vowels, reading.Tones...) {
				for _, other := range group[1:] {
					same(initial+group[0], initial+other)
				}
			}
			for _, group := range reading.Finals {
				for _, other := range group[1:] {
					same(initial+"a"+group[0], initial+"a"+other)
				}
			}
		}
		for sign, word := range reading.Spoken {
			same("Xoài "+sign+" ổi", "Xoài "+word+" ổi")
		}
	}
}

// A name that differs from another by a word of direction alone stands under the same key.
func TestTheIndexLeavesOutWordsOfDirection(t *testing.T) {
	t.Parallel()
	plain := naming.IndexKey(coop.KindHTX, "Hợp tác xã Mỹ Ngãi")
	for _, word := range []string{"và", "Bắc", "Nam", "Trung", "Tây", "Đông", "Miền", "Phía", "Phương", "Vùng", "Bộ"} {
		if key := naming.IndexKey(coop.KindHTX, "Hợp tác xã Mỹ "+word+" Ngãi"); key != plain {
			t.Errorf("with %q it stands under %q, without under %q", word, key, plain)
		}
	}
}

// syllable joins an initial and a rhyme as spelling has it: the i of gi falls before another.
func syllable(initial, rhyme string) string {
	if initial == "gi" && strings.HasPrefix(rhyme, "i") {
		return "g" + rhyme
	}
	return initial + rhyme
}

func readings(t *testing.T) []naming.Reading {
	t.Helper()
	var found []naming.Reading
	for _, r := range book(t).Rules(vn.MustDate("2025-08-01"), "names") {
		if reading, ok := r.Value.(naming.Reading); ok {
			found = append(found, reading)
		}
	}
	if len(found) < 3 {
		t.Fatalf("%d readings", len(found))
	}
	return found
}

// FuzzJudge holds any two texts against each other: nothing panics, a name is the same as itself, and whatever is hit is
// found by the index.
func FuzzJudge(f *testing.F) {
	b, err := rulebook.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Mỹ Ngãi 2", "Mỹ Ngãi")
	f.Add("", "")
	f.Add("& và .", "miền miền Bắc")
	f.Add("gì", "dì giếng")
	f.Fuzz(func(t *testing.T, planned, held string) {
		for _, on := range []string{"2013-08-01", "2021-06-01", "2024-07-10", "2025-08-01"} {
			q := naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã " + planned, On: vn.MustDate(on)}
			s := b.Scheme(q.Kind, coop.TrackRegistration, q.On)
			registered := naming.Registered{Holder: naming.Holder{Name: "Hợp tác xã " + held, Kind: coop.KindHTX, Status: coop.StatusActive}}
			for _, h := range s.Judge(q, []naming.Registered{registered}).Hits {
				if h.Holder == nil || h.Basis == "assumed" {
					continue
				}
				found := false
				for _, key := range s.Lookups(q.Name) {
					found = found || key == naming.IndexKey(coop.KindHTX, registered.Name)
				}
				if !found && !strings.ContainsFunc(planned+held, strange) {
					t.Errorf("%s: %q hits %q by %s and the index does not know", on, planned, held, h.Rule)
				}
			}
		}
	})
}

// FuzzForms holds any texts as the forms of a name of any kind, and as the name of a unit: nothing panics, and the verdict is that
// of the gravest hit.
func FuzzForms(f *testing.F) {
	b, err := rulebook.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Xoài", "HTX Xoài", "Mango Cooperative")
	f.Add("", "HTX", "lhhtx")
	f.Add("Tổ hợp tác", "hop tac xa", "quy tin dung nhan dan")
	f.Fuzz(func(t *testing.T, proper, short, foreign string) {
		for kind, lead := range map[coop.Kind]string{coop.KindHTX: "Hợp tác xã ", coop.KindLHHTX: "Liên hiệp hợp tác xã ", coop.KindTHT: "Tổ hợp tác "} {
			for _, on := range []string{"2021-06-01", "2025-08-01"} {
				q := naming.Question{Kind: kind, Name: lead + proper, ShortName: short, ForeignName: foreign, On: vn.MustDate(on)}
				a := b.Scheme(kind, coop.TrackRegistration, q.On).Judge(q, nil)
				if (a.Verdict == naming.Free) != (len(a.Hits) == 0) {
					t.Errorf("%+v: %s with %d hits", q, a.Verdict, len(a.Hits))
				}
				if s, ok := b.UnitScheme(kind, q.On); ok {
					if v := s.Judge(coop.UnitBranch, coop.Name{Vi: "Chi nhánh " + q.Name, Foreign: foreign}, q.Name); len(v) == 0 {
						t.Errorf("%q: no verdict", q.Name)
					}
				}
			}
		}
	})
}

// strange is a character that names are not written with: what it folds to is not the index's concern.
func strange(r rune) bool {
	return !vn.Letter(r, "fjzw") && !strings.ContainsRune("0123456789 .,-_&+", r)
}
