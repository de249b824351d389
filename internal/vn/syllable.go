package vn

import (
	"strings"
	"unicode"
)

// Syllable is a Vietnamese syllable in its parts, in lower case. The vowels are without tone; the tone is written on an a,
// and is a where the tone is level.
type Syllable struct{ Initial, Vowels, Final, Tone string }

const (
	initials = " ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p r s t v x "
	finals   = " c ch m n ng nh p t "
	nuclei   = " a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ơi ua uâ ue uê ui uô uơ uy ưa ươ ưi ưu " +
		"yê iêu oai oao oay oeo uai uao uau uay uây uôi uya uyê uyu ươi ươu yêu "
)

// ParseSyllable takes a word in the form of NameKey apart; false when it is no Vietnamese syllable.
func ParseSyllable(word string) (Syllable, bool) {
	s := Syllable{Tone: "a"}
	plain, toned := make([]rune, 0, len(word)), false
	for _, r := range word {
		base, tone := splitTone(r)
		if tone != 0 {
			if toned {
				return s, false
			}
			toned, s.Tone = true, string(addTone('a', tone))
		}
		plain = append(plain, base)
	}
	rest := string(plain)
	for n := min(len("ngh"), len(rest)); n > 0; n-- {
		if strings.Contains(initials, " "+rest[:n]+" ") {
			s.Initial, rest = rest[:n], rest[n:]
			break
		}
	}
	// The i of gì, gìn and giếng is a vowel too.
	if s.Initial == "gi" && (rest == "" || strings.HasPrefix(rest, "ê") || !vowel([]rune(rest)[0])) {
		rest = "i" + rest
	}
	at := strings.IndexFunc(rest, func(r rune) bool { return !vowel(r) })
	if at < 0 {
		at = len(rest)
	}
	s.Vowels, s.Final = rest[:at], rest[at:]
	return s, s.Vowels != "" && strings.Contains(nuclei, " "+s.Vowels+" ") && (s.Final == "" || strings.Contains(finals, " "+s.Final+" "))
}

// Alphabet are the 29 Vietnamese letters.
const Alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy"

// Letter tells whether a character is one of the Vietnamese letters, in any case and with any tone, or one of extra. Ð
// (U+00D0) is often typed for Đ.
func Letter(r rune, extra string) bool {
	lower := unicode.ToLower(r)
	if lower != r && unicode.ToUpper(lower) != r { // İ is no I
		return false
	}
	base, _ := splitTone(lower)
	return strings.ContainsRune(Alphabet+"ð"+extra, base)
}
