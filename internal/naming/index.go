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
		if said, ok := figures()[word]; ok {
			word = said
		}
		if word = blur(word); !leftOut(word) {
			b.WriteString(word)
		}
	}
	return b.String()
}

func figures() map[string]string {
	return map[string]string{
		"0": "khong", "1": "mot", "2": "hai", "3": "ba", "4": "bon", "5": "nam", "6": "sau", "7": "bay", "8": "tam", "9": "chin", "10": "muoi",
	}
}

// blur gives one spelling to all words that some ear takes for each other. Two letters that are one sound are kept apart
// from the rest by a capital.
func blur(word string) string {
	if strings.HasPrefix(word, "gi") && len(word) > 2 && strings.ContainsRune("aeou", rune(word[2])) {
		word = "d" + word[2:] // gia, which sounds like da, and giếng like diếng
	}
	return strings.NewReplacer(
		"ngh", "n", "ng", "n", "gh", "g", "gi", "di", "kh", "K", "ph", "P", "th", "T", "nh", "N", "ch", "C", "tr", "C",
		"r", "d", "v", "d", "s", "x", "q", "t", "k", "t", "c", "t", "ie", "e", "ye", "e", "y", "i",
	).Replace(word)
}

// leftOut tells whether a blurred word is one that two names may differ by.
func leftOut(word string) bool {
	switch word {
	case blur("va"), blur("bac"), blur("nam"), blur("trung"), blur("tay"), blur("dong"), blur("mien"), blur("phia"),
		blur("phuong"), blur("vung"), blur("bo"):
		return true
	}
	return false
}
