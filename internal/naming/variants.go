package naming

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// variant is a name with something taken off it, and how sure it is that the law means that.
type variant struct {
	key   string
	basis law.Basis
	at    int    // where it was taken off, in words
	what  string // and what
}

// bases are the names that a planned one would be without its addition: by a number, ordinal or letters right after, or a
// word before or after. They are what is looked for in the register.
func (r Rule) bases(proper string, w *Words) []variant {
	switch r.Test {
	case TestSuffix:
		return r.withoutSuffix(proper, w)
	case TestAround:
		return r.withoutWords(proper)
	case TestDuplicate, TestAlike, TestSign, TestDirection, TestShort, TestForeign, TestFinding:
	}
	return nil
}

func (r Rule) withoutSuffix(proper string, w *Words) []variant {
	words := strings.Fields(proper)
	if len(words) == 0 {
		return nil
	}
	keys := strings.Fields(vn.NameKey(proper))
	last := words[len(words)-1]
	var found []variant
	without := func(n int, basis law.Basis) {
		if n < len(words) {
			found = append(found, variant{key: vn.NameKey(strings.Join(words[:len(words)-n], " ")), basis: basis})
		}
	}
	if digits(last) || r.letter(last) {
		without(1, law.BasisStated)
	}
	for n := 2; r.Several && n < len(words) && r.letter(words[len(words)-n]) && r.letter(last); n++ {
		without(n, law.BasisStated)
	}
	if r.Several && utf8.RuneCountInString(last) > 1 && utf8.RuneCountInString(last) <= 4 && r.letters(last) && !isSyllable(last) {
		without(1, law.BasisDerived)
	}
	for _, group := range w.Numerals {
		for _, term := range group.Terms {
			if n := len(strings.Fields(term)); n < len(words) && numeral(keys[len(keys)-n:], term) {
				without(n, group.Basis)
			}
		}
	}
	if rest, ok := r.unjoined(last); ok {
		head := strings.Join(append(slices.Clone(words[:len(words)-1]), rest), " ")
		found = append(found, variant{key: vn.NameKey(head), basis: law.BasisDerived})
	}
	return found
}

// numeral tells whether words, as keys, are a numeral, in which # stands for figures.
func numeral(words []string, term string) bool {
	for i, wanted := range strings.Fields(term) {
		if words[i] != wanted && (wanted != "#" || !digits(words[i])) {
			return false
		}
	}
	return true
}

// unjoined cuts a number or letter joined to a word. A letter is one only where the whole is no word, as in Ngãia, or where
// it stands out, as in PhúC: An Phúc is not An Phú and a letter.
func (r Rule) unjoined(word string) (string, bool) {
	if rest := strings.TrimRightFunc(word, unicode.IsDigit); rest != "" && rest != word {
		return rest, isWord(rest) && !digits(rest)
	}
	end, size := utf8.DecodeLastRuneInString(word)
	rest := word[:len(word)-size]
	before, _ := utf8.DecodeLastRuneInString(rest)
	if rest == "" || !r.letter(string(end)) || !unicode.IsLetter(before) && !unicode.IsDigit(before) {
		return "", false
	}
	return rest, unicode.IsUpper(end) && !unicode.IsUpper(before) || !isSyllable(word)
}

// letter tells whether a word is one letter without a tone, which a letter of the alphabet has not.
func (r Rule) letter(word string) bool {
	return utf8.RuneCountInString(word) == 1 && strings.Contains(vn.Alphabet+r.Letters, strings.ToLower(word))
}

func (r Rule) letters(word string) bool {
	return !strings.ContainsFunc(word, func(c rune) bool { return !r.letter(string(c)) })
}

func digits(word string) bool {
	return !strings.ContainsFunc(word, func(c rune) bool { return !unicode.IsDigit(c) })
}

func (r Rule) withoutWords(proper string) []variant {
	key := vn.NameKey(proper)
	var found []variant
	add := func(rest string, ok bool) {
		if rest = strings.TrimSpace(rest); ok && rest != "" {
			found = append(found, variant{key: rest, basis: law.BasisStated})
		}
	}
	for _, word := range r.Before {
		add(strings.CutPrefix(key, word+" "))
		if slices.Contains(r.Joined, word) {
			rest, ok := strings.CutPrefix(key, word)
			add(rest, ok && !strings.HasPrefix(rest, " "))
		}
	}
	for _, word := range r.After {
		add(strings.CutSuffix(key, " "+word))
		if slices.Contains(r.Joined, word) {
			rest, ok := strings.CutSuffix(key, word)
			add(rest, ok && !strings.HasSuffix(rest, " "))
		}
	}
	return found
}

// differByPhrase tells whether one name is the other with one of the phrases more, or both have another one in the same
// place, which the law does not say in so many words.
func (r Rule) differByPhrase(a, b string) (law.Basis, bool) {
	withoutA, withoutB := r.withoutPhrase(a), r.withoutPhrase(b)
	return differBy(a, b, withoutA, withoutB, law.BasisAssumed)
}

// withoutPhrase gives a name without each one of the phrases in it.
func (r Rule) withoutPhrase(key string) []variant {
	words := strings.Fields(key)
	var found []variant
	for _, group := range r.Terms {
		for _, term := range group.Terms {
			phrase := strings.Fields(term)
			for i := 0; i+len(phrase) <= len(words); i++ {
				if len(phrase) < len(words) && slices.Equal(words[i:i+len(phrase)], phrase) {
					rest := slices.Concat(words[:i], words[i+len(phrase):])
					found = append(found, variant{key: strings.Join(rest, " "), basis: group.Basis, at: i, what: term})
				}
			}
		}
	}
	return found
}

// differBySign tells whether one name is the other with one of the signs more, spaced or not, or both have another one in
// the same place.
func (r Rule) differBySign(a, b string) (law.Basis, bool) {
	return differBy(joined(a), joined(b), r.withoutSign(a), r.withoutSign(b), law.BasisDerived)
}

// withoutSign gives a name, without blanks, without each one of the signs in it.
func (r Rule) withoutSign(key string) []variant {
	units := r.units(key)
	var found []variant
	for _, group := range r.Terms {
		for _, sign := range group.Terms {
			for i, u := range units {
				if u == sign && len(units) > 1 {
					rest := strings.Join(slices.Concat(units[:i], units[i+1:]), "")
					found = append(found, variant{key: rest, basis: group.Basis, at: i, what: sign})
				}
			}
		}
	}
	return found
}

// units are the words and signs of a name.
func (r Rule) units(key string) []string {
	for _, group := range r.Terms {
		for _, sign := range group.Terms {
			if !isWord(sign) {
				key = strings.ReplaceAll(key, sign, " "+sign+" ")
			}
		}
	}
	return strings.Fields(key)
}

func joined(key string) string { return strings.ReplaceAll(key, " ", "") }

// differBy finds the surest way in which one of two names is the other with something more, or both are the same but for
// something else in the same place.
func differBy(a, b string, withoutA, withoutB []variant, replaced law.Basis) (law.Basis, bool) {
	best := law.Basis("")
	for _, v := range withoutA {
		if v.key == b {
			best = surer(best, v.basis)
		}
		for _, u := range withoutB {
			if u.key == v.key && u.at == v.at && u.what != v.what {
				best = surer(best, weaker(replaced, weaker(u.basis, v.basis)))
			}
		}
	}
	for _, u := range withoutB {
		if u.key == a {
			best = surer(best, u.basis)
		}
	}
	return best, best != ""
}

func rank(b law.Basis) int {
	return slices.Index([]law.Basis{"", law.BasisMissing, law.BasisAssumed, law.BasisDerived, law.BasisStated}, b)
}

func weaker(a, b law.Basis) law.Basis {
	if rank(a) < rank(b) {
		return a
	}
	return b
}

func surer(a, b law.Basis) law.Basis {
	if rank(a) < rank(b) {
		return b
	}
	return a
}
