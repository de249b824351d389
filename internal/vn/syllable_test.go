package vn_test

import (
	"testing"

	"htxregistry/internal/vn"
)

func TestASyllableIsTakenApart(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]vn.Syllable{
		"ngãi": {"ng", "ai", "", "ã"}, "nghề": {"ngh", "ê", "", "à"}, "quý": {"qu", "y", "", "á"}, "quốc": {"qu", "ô", "c", "á"},
		"già": {"gi", "a", "", "à"}, "gì": {"gi", "i", "", "à"}, "gìn": {"gi", "i", "n", "à"}, "giếng": {"gi", "iê", "ng", "á"},
		"đồng": {"đ", "ô", "ng", "à"}, "y": {"", "y", "", "a"}, "nguyễn": {"ng", "uyê", "n", "ã"}, "an": {"", "a", "n", "a"},
	} {
		if got, ok := vn.ParseSyllable(word); !ok || got != want {
			t.Errorf("%s: %+v, %v", word, got, ok)
		}
	}
	for _, word := range []string{"", "ngãia", "htx", "2", "phú2", "mớian", "wifi", "ngãì", "b", "đ"} {
		if got, ok := vn.ParseSyllable(word); ok {
			t.Errorf("%q is no syllable, got %+v", word, got)
		}
	}
}

func TestTheLettersOfTheAlphabet(t *testing.T) {
	t.Parallel()
	for _, r := range "aĂấỰđÐYq" {
		if !vn.Letter(r, "") {
			t.Errorf("%c is a Vietnamese letter", r)
		}
	}
	for _, r := range "fjzwñßç字2é"[:len("fjzwñßç字2")] {
		if vn.Letter(r, "") {
			t.Errorf("%c is no Vietnamese letter", r)
		}
	}
	if !vn.Letter('W', "fjzw") {
		t.Error("w was to be let in")
	}
}

// FuzzParseSyllable holds that a word taken apart has lost nothing: its parts and tone make it again.
func FuzzParseSyllable(f *testing.F) {
	for _, word := range []string{"ngãi", "gìn", "giếng", "quốc", "đ", "", "áá", "uyê", "\xff", "gi"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		s, ok := vn.ParseSyllable(word)
		if !ok {
			return
		}
		if plain, made := vn.Fold(word), vn.Fold(s.Initial+s.Vowels+s.Final); plain != made && (s.Initial != "gi" || "g"+made[2:] != plain) {
			t.Errorf("%q is %+v: %q", word, s, made)
		}
	})
}
