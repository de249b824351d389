package naming

import (
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// IndexKey is what a registered name is kept under so that every name that may be taken for it finds it: coarser than any
// rule and any reading, for the rules decide. Names that a rule calls alike have the same key; the words that a rule lets
// two names differ by are left out of it.
func IndexKey(kind coop.Kind, name string) string { return coarse(Proper(kind, name)) }

// Lookups are the keys under which registered names stand that a planned one may collide with.
func (s Scheme) Lookups(name string) []string {
	proper := Proper(s.Kind, name)
	keys := []string{coarse(proper)}
	seen := map[string]bool{keys[0]: true}
	for _, r := range s.Rules {
		for _, v := range r.bases(proper, s.Words) {
			if k := coarse(v.key); !seen[k] {
				seen[k] = true
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// coarse writes a name without tones, marks, blanks, signs, "và" and words of direction, each word as it sounds in the
// least careful ear.
func coarse(proper string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(vn.Fold(proper)) {
		if word = blur(figure(word)); !leftOut(word) {
			b.WriteString(word)
		}
	}
	return b.String()
}

// figure writes a number up to ten as it is said.
func figure(word string) string {
	switch word {
	case "0":
		return "khong"
	case "1":
		return "mot"
	case "2":
		return "hai"
	case "3":
		return "ba"
	case "4":
		return "bon"
	case "5":
		return "nam"
	case "6":
		return "sau"
	case "7":
		return "bay"
	case "8":
		return "tam"
	case "9":
		return "chin"
	case "10":
		return "muoi"
	}
	return word
}

// blur gives one spelling to all words that some ear takes for each other. Two letters that are one sound are kept apart
// from the rest by a capital.
func blur(word string) string {
	if strings.HasPrefix(word, "gi") && len(word) > 2 && strings.ContainsRune("aeou", rune(word[2])) {
		word = "d" + word[2:] // gia, which sounds like da, and giếng like diếng
	}
	var b strings.Builder
	for word != "" {
		sound, said := sounded(word)
		b.WriteString(sound)
		word = word[said:]
	}
	return b.String()
}

// sounded is the one spelling of what a word begins with, and how many of its letters that is.
func sounded(word string) (sound string, letters int) {
	begins := func(letters string) bool { return strings.HasPrefix(word, letters) }
	switch {
	case begins("ngh"):
		return "n", 3
	case begins("ng"):
		return "n", 2
	case begins("gh"):
		return "g", 2
	case begins("gi"):
		return "di", 2
	case begins("kh"):
		return "K", 2
	case begins("ph"):
		return "P", 2
	case begins("th"):
		return "T", 2
	case begins("nh"):
		return "N", 2
	case begins("ch"), begins("tr"):
		return "C", 2
	case begins("ie"), begins("ye"):
		return "e", 2
	}
	switch word[0] {
	case 'r', 'v':
		return "d", 1
	case 's':
		return "x", 1
	case 'q', 'k', 'c':
		return "t", 1
	case 'y':
		return "i", 1
	}
	return word[:1], 1
}

// leftOut tells whether a blurred word is one that two names may differ by: và, a direction, or a word that goes with one.
func leftOut(word string) bool {
	switch word {
	case "da", "bat", "nam", "Cun", "tai", "don", // va, bac, nam, trung, tay, dong
		"men", "Pia", "Puon", "dun", "bo": // mien, phia, phuong, vung, bo
		return true
	}
	return false
}
