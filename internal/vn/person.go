package vn

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// PersonalID is a personal identification number (số định danh cá nhân, 12 digits) or the number of an old identity card
// (CMND, 9 digits). Passports are free text and not read here.
type PersonalID string

// ParsePersonalID checks the structure. No check digit exists; the first three digits of a number of twelve name the
// province or country where the birth was registered, whatever the residence.
func ParsePersonalID(s string) (PersonalID, error) {
	if digits(s, 9) {
		return PersonalID(s), nil
	}
	if !digits(s, 12) {
		return "", errors.New(msgPersonalID)
	}
	if !birthplace(s[:3]) {
		return "", errors.New(msgBirthplace)
	}
	return PersonalID(s), nil
}

// birthplace tells whether three digits can name a place of birth registration: one of the 63 provinces of before
// 2025-07-01. Above the last of them stand the countries, whose list no text at hand gives.
func birthplace(code string) bool {
	const last = "096"
	if code > last {
		return true
	}
	return code[0] == '0' && slices.Contains(strings.Fields(`01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31
		33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91
		92 93 94 95 96`), code[1:])
}

// Phone gives a telephone number in one form: +, country code, digits. A number of Việt Nam may be written with 0, +84,
// 84 or 0084 before it; the free numbers 1800 and 1900 stay as they are. Blanks, dots, hyphens and parentheses between the
// digits fall away.
func Phone(s string) (string, error) {
	number, abroad, err := phoneDigits(strings.TrimSpace(s))
	if err != nil {
		return "", err
	}
	if len(number) < 8 || len(number) > 15 {
		return "", errors.New(msgPhoneLength)
	}
	if rest, ok := strings.CutPrefix(number, "84"); ok && (abroad || len(number) >= 11) {
		number, abroad = "0"+strings.TrimPrefix(rest, "0"), false
	}
	switch {
	case abroad:
		return "+" + number, nil
	case number[0] == '0' && number[1] != '0' && (len(number) == 10 || len(number) == 11):
		return "+84" + number[1:], nil
	case strings.HasPrefix(number, "1800"), strings.HasPrefix(number, "1900"):
		return number, nil
	}
	return "", errors.New(msgPhoneNational)
}

// phoneDigits gives the digits without the + or 00 of an international number.
func phoneDigits(s string) (number string, abroad bool, err error) {
	s, abroad = strings.CutPrefix(s, "+")
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b = append(b, byte(r))
		case !strings.ContainsRune(" .-()", r):
			return "", false, fmt.Errorf(msgPhoneChar, r)
		}
	}
	if rest, ok := strings.CutPrefix(string(b), "00"); ok && !abroad {
		return rest, true, nil
	}
	return string(b), abroad, nil
}
