package vn

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the search form of a text: no tones or marks, đ as d, lower case, everything but letters a-z and digits a
// single blank. Its SQL twin is fold().
func Fold(s string) string {
	if !isASCII(s) {
		s = norm.NFD.String(s)
	}
	b := make([]byte, 0, len(s))
	blank := false
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r == 'đ', r == 'Đ', r == 'ð', r == 'Ð': // Ð (U+00D0) is typed for Đ (U+0110) often
			r = 'd'
		case r >= 0x300 && unicode.Is(unicode.Mn, r):
			continue
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if blank && len(b) > 0 {
				b = append(b, ' ')
			}
			blank = false
			b = append(b, byte(r)) //nolint:gosec // ASCII
			continue
		}
		blank = true
	}
	return string(b)
}

// genericPhrases are the words every name of a kind has, folded, longest first. The SQL twin is search_words().
func genericPhrases() []string {
	return []string{
		"lien hiep hop tac xa", "quy tin dung nhan dan", "hop tac xa", "to hop tac", "hoi quan", "lien hiep", "lhhtx",
		"qtdnd", "htx", "tht",
	}
}

// Words gives the folded words of a text that tell one name from another: without the generic words, unless there are no
// others.
func Words(s string) []string {
	folded := Fold(s)
	rest := " " + folded + " "
	for _, phrase := range genericPhrases() {
		for strings.Contains(rest, " "+phrase+" ") {
			rest = strings.Replace(rest, " "+phrase+" ", " ", 1)
		}
	}
	if words := strings.Fields(rest); len(words) > 0 {
		return words
	}
	return strings.Fields(folded)
}

// NameKey gives the form in which two names are "written the same" (viết hoàn toàn giống, không phân biệt chữ hoa, chữ
// thường: Điều 17 khoản 1, 92/2024/NĐ-CP): NFC, lower case, single blanks, and the old and new place of the tone mark made
// one (hoà is hòa). Marks and tones are kept: Tân Phú and Tân Phù are two names.
func NameKey(s string) string {
	lower := strings.ToLower(norm.NFC.String(s))
	lower = strings.ReplaceAll(lower, "ð", "đ")
	words := strings.FieldsFunc(lower, unicode.IsSpace)
	for i, w := range words {
		words[i] = newTonePlace(w)
	}
	return strings.Join(words, " ")
}

// newTonePlace moves the tone mark of the endings oa, oe, uy from the second vowel to the first, as it stands in the older
// and commoner spelling: hoà → hòa, khoẻ → khỏe, thuý → thúy. After q the u is no vowel: quý stays.
func newTonePlace(word string) string {
	plain := []rune(word)
	if len(plain) < 2 {
		return word
	}
	last, before := plain[len(plain)-1], plain[len(plain)-2]
	base, tone := splitTone(last)
	if tone == 0 {
		return word
	}
	if len(plain) >= 3 && plain[len(plain)-3] == 'q' && before == 'u' {
		return word
	}
	if before == 'o' && (base == 'a' || base == 'e') || before == 'u' && base == 'y' {
		moved := norm.NFC.String(string(before) + string(tone))
		return string(plain[:len(plain)-2]) + moved + string(base)
	}
	return word
}

// splitTone takes the tone mark off a letter a, e or y that has no other mark.
func splitTone(r rune) (base, tone rune) {
	parts := []rune(norm.NFD.String(string(r)))
	if len(parts) != 2 {
		return r, 0
	}
	switch parts[1] {
	case 0x300, 0x301, 0x303, 0x309, 0x323: // huyền, sắc, ngã, hỏi, nặng
		return parts[0], parts[1]
	}
	return r, 0
}

// Clean gives a text as the register keeps it: NFC, without blanks around it. It refuses what no name or address has:
// control characters, marks that turn the direction of writing, invisible characters and broken UTF-8.
func Clean(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", errors.New("văn bản không phải UTF-8 hợp lệ")
	}
	for _, r := range s {
		if forbidden(r) {
			return "", errors.New("văn bản có ký tự điều khiển hoặc ký tự ẩn; hãy gõ lại")
		}
	}
	return strings.TrimSpace(norm.NFC.String(s)), nil
}

func forbidden(r rune) bool {
	switch {
	case r == '\n', r == '\t', r == '\r':
		return false // reasons and defects may have lines
	case unicode.IsControl(r), r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
		return true
	}
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
