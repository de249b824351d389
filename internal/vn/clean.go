package vn

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean gives a text as the register keeps it: NFC, without blanks around it, blanks and lines within it as they are. It
// refuses what no name, address or reason has: control characters, marks that turn the direction of writing, invisible
// characters and broken UTF-8.
func Clean(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", errors.New(msgNotUTF8)
	}
	for _, r := range s {
		if hidden(r) {
			return "", fmt.Errorf(msgHidden, r)
		}
	}
	return strings.TrimSpace(norm.NFC.String(s)), nil
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
	case r == utf8.RuneError, r&0xFFFE == 0xFFFE:
		return true
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
		unicode.Other_Default_Ignorable_Code_Point)
}
