package vn

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean gives a text as the register keeps it, compares and prints it: NFC, every line of it with single blanks and none around
// it, and Ð (U+00D0), which many keyboards give, as Đ. It refuses what no name, address or reason has, and says where it stands:
// control characters, marks that turn the direction of writing, invisible characters, letters of another alphabet that
// pass for Latin ones, and broken UTF-8.
func Clean(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", errors.New(msgNotUTF8)
	}
	at := 0
	for _, r := range s {
		at++
		if hidden(r) {
			return "", fmt.Errorf(msgHidden, at, r)
		}
	}
	if r, at, ok := disguised(s); ok {
		return "", fmt.Errorf(msgDisguised, at, r, r)
	}
	if plain(s) {
		return s, nil
	}
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "Ð", "Đ", "ð", "đ").Replace(norm.NFC.String(s)), "\n")
	for i, line := range lines {
		lines[i] = OneLine(line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n")), nil
}

// plain tells whether s is ASCII on one line with single blanks: what most texts of a request are stays as it is.
func plain(s string) bool {
	return ascii(s) && !strings.ContainsAny(s, "\t\n\r") && !strings.Contains(s, "  ") && strings.Trim(s, " ") == s
}

// disguised finds a letter that passes for a Latin one within a word of Latin letters, and its place in the text.
func disguised(s string) (found rune, at int, ok bool) {
	if ascii(s) {
		return 0, 0, false
	}
	latin, n := false, 0
	for _, r := range s {
		n++
		switch {
		case !unicode.IsLetter(r) && !unicode.IsMark(r):
			latin, found = false, 0
		case unicode.Is(unicode.Latin, r):
			latin = true
		case unicode.Is(unicode.Cyrillic, r), strings.ContainsRune("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ", r):
			found, at = r, n
		}
		if latin && found != 0 {
			return found, at, true
		}
	}
	return 0, 0, false
}

// NotLatin finds a letter that is none of Latin script.
func NotLatin(s string) (rune, bool) {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return r, true
		}
	}
	return 0, false
}

// OneLine puts a text on one line, with single blanks.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// hidden tells whether r cannot be seen, or stands where another program lost a character.
func hidden(r rune) bool {
	switch {
	case r < ' ':
		return r != '\n' && r != '\t' && r != '\r' // reasons and defects may have lines
	case r < 0x7F:
		return false
	case r == utf8.RuneError, r&0xFFFE == 0xFFFE, r == '\u2800': // BRAILLE PATTERN BLANK: a sign without a dot
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
		unicode.Other_Default_Ignorable_Code_Point)
}
