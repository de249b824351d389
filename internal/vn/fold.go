package vn

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the search form of a text: no tones or marks, đ as d, lower case, everything but letters a-z and digits a
// single blank. Composed and decomposed text, and any mixture of cases, fold alike. Its SQL twin is fold().
func Fold(s string) string {
	if folded(s) {
		return s
	}
	b := make([]byte, 0, len(s))
	blank := false
	for i := 0; i < len(s); {
		c, size := foldOne(s[i:])
		i += size
		switch c {
		case 0:
		case ' ':
			blank = true
		default:
			if blank && len(b) > 0 {
				b = append(b, ' ')
			}
			blank = false
			b = append(b, c)
		}
	}
	return string(b)
}

// foldOne folds the first character of s and tells its length in bytes: a letter or digit, a blank, or 0 for a mark that
// falls away.
func foldOne(s string) (c byte, size int) {
	c, size = s[0], 1
	if c >= utf8.RuneSelf {
		var r rune
		r, size = utf8.DecodeRuneInString(s)
		switch {
		case r == 'đ', r == 'Đ', r == 'ð', r == 'Ð': // Ð (U+00D0) looks like Đ (U+0110) and is often typed for it
			return 'd', size
		case mark(r):
			return 0, size
		}
		if d := norm.NFD.PropertiesString(s).Decomposition(); len(d) > 0 {
			c = d[0] // the letter; its marks follow
		}
	}
	switch {
	case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		return c, size
	case c >= 'A' && c <= 'Z':
		return c + 'a' - 'A', size
	}
	return ' ', size
}

// mark tells whether r is a mark over or under the letter before it: the blocks of combining marks that fold() drops.
func mark(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036F, r >= 0x1AB0 && r <= 0x1AFF, r >= 0x1DC0 && r <= 0x1DFF,
		r >= 0x20D0 && r <= 0x20FF, r >= 0xFE20 && r <= 0xFE2F:
		return true
	}
	return false
}

// folded tells whether s is in folded form already, as most queries and all stored columns are.
func folded(s string) bool {
	blank := true
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			blank = false
		case c == ' ' && !blank:
			blank = true
		default:
			return false
		}
	}
	return !blank || s == ""
}

// Words gives the folded words of a text that tell one name from another: without the words every name of its kind has,
// unless there are no others. Its SQL twin is search_words(), step for step.
func Words(s string) []string {
	text := Fold(s)
	if words := telling(text); len(words) > 0 {
		return words
	}
	return strings.Fields(text)
}

// Generic tells whether a text has words, but none that tells one name from another: "Hợp tác xã".
func Generic(s string) bool {
	text := Fold(s)
	return text != "" && len(telling(text)) == 0
}

// telling gives the words of a folded text that are not generic.
func telling(text string) []string {
	// Two blanks between words, so that generic words side by side do not share one.
	rest := " " + strings.ReplaceAll(text, " ", "  ") + " "
	for _, phrase := range genericPhrases() {
		rest = strings.ReplaceAll(rest, phrase, " ")
	}
	return strings.Fields(rest)
}

// genericPhrases are the kinds of organisation, in full and in short, longest first.
func genericPhrases() [10]string {
	return [...]string{
		" lien  hiep  hop  tac  xa ", " quy  tin  dung  nhan  dan ", " hop  tac  xa ", " to  hop  tac ", " hoi  quan ",
		" lien  hiep ", " lhhtx ", " qtdnd ", " htx ", " tht ",
	}
}
