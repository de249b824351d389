package naming

import (
	"slices"
	"strings"
	"unicode"

	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Reading is a way of reading Vietnamese aloud: which spellings sound alike. A group is a list of spellings of one sound,
// the first of which stands for all. No text says what is "read alike" (đọc giống); the basis says how sure a reading is.
type Reading struct {
	Code     string            `json:"code"               yaml:"code"`
	Says     string            `json:"says"               yaml:"says"`
	Basis    law.Basis         `json:"basis"              yaml:"basis"`
	Initials [][]string        `json:"initials,omitempty" yaml:"initials"` // before the vowel
	Vowels   [][]string        `json:"vowels,omitempty"   yaml:"vowels"`   // the whole group of vowels
	Finals   [][]string        `json:"finals,omitempty"   yaml:"finals"`   // after the vowel
	Tones    [][]string        `json:"tones,omitempty"    yaml:"tones"`    // by the vowel a with the tone
	Spoken   map[string]string `json:"spoken,omitempty"   yaml:"spoken"`   // signs and figures read as words
	Silent   string            `json:"silent,omitempty"   yaml:"silent"`   // signs that are not read
}

// readAlike tells whether two tên riêng, as keys, sound alike in one of the readings, and the surest basis for it. Words that
// are only joined sound as they do apart.
func (w *Words) readAlike(a, b string) (law.Basis, bool) {
	if joined(a) == joined(b) {
		return law.BasisDerived, true
	}
	for _, r := range w.Readings {
		if x, y := r.say(a), r.say(b); x == y || strings.ReplaceAll(x, " ", "") == strings.ReplaceAll(y, " ", "") {
			return r.Basis, true
		}
	}
	return "", false
}

// say writes a name, as a key, the way it sounds.
func (r Reading) say(key string) string {
	text := strings.Map(func(c rune) rune {
		if strings.ContainsRune(r.Silent, c) {
			return ' '
		}
		return c
	}, key)
	for sign := range r.Spoken {
		if !isWord(sign) {
			text = strings.ReplaceAll(text, sign, " "+sign+" ")
		}
	}
	words := strings.Fields(text)
	for i, word := range words {
		if spoken, ok := r.Spoken[word]; ok {
			word = spoken
		}
		words[i] = r.sayWord(word)
	}
	return strings.Join(words, " ")
}

func isWord(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
}

func (r Reading) sayWord(word string) string {
	s, ok := vn.ParseSyllable(word)
	if !ok {
		return word
	}
	return first(r.Initials, s.Initial) + first(r.Vowels, s.Vowels) + first(r.Finals, s.Final) + first(r.Tones, s.Tone)
}

// first stands for the group of a spelling.
func first(groups [][]string, spelling string) string {
	for _, g := range groups {
		if slices.Contains(g, spelling) {
			return g[0]
		}
	}
	return spelling
}

// isSyllable tells whether a word is a Vietnamese syllable, in any case.
func isSyllable(word string) bool {
	_, ok := vn.ParseSyllable(vn.NameKey(word))
	return ok
}
