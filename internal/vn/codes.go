package vn

import (
	"errors"
	"fmt"
	"strings"
)

// VND is an amount in whole đồng.
type VND int64

// TaxCode is a tax code (mã số thuế), which is the code of an organisation since 2019-05-28: ten digits with a check
// digit, or thirteen with a hyphen for a branch or representative office.
type TaxCode string

// ParseTaxCode reads a tax code and checks its digits.
func ParseTaxCode(s string) (TaxCode, error) {
	base, suffix, unit := strings.Cut(s, "-")
	if !digits(base, 10) || unit && (!digits(suffix, 3) || suffix == "000") {
		return "", fmt.Errorf("mã số thuế %q phải có 10 chữ số, hoặc 13 chữ số dạng 0123456789-001", s)
	}
	check, ok := checkDigit(base[:9])
	if !ok || base[9] != check {
		return "", fmt.Errorf("mã số thuế %q sai chữ số kiểm tra; hãy đối chiếu lại", s)
	}
	return TaxCode(s), nil
}

// NewTaxCode makes the ten-digit code of a serial 0-9999999 under a two-digit prefix. It is false for a serial that has no
// valid check digit; such serials are never issued.
func NewTaxCode(prefix string, serial int) (TaxCode, bool) {
	base := fmt.Sprintf("%s%07d", prefix, serial)
	if !digits(base, 9) {
		return "", false
	}
	check, ok := checkDigit(base)
	return TaxCode(base + string(check)), ok
}

// Unit is the thirteen-digit code of the n-th unit, 1 to 999.
func (c TaxCode) Unit(n int) TaxCode { return TaxCode(fmt.Sprintf("%s-%03d", c.Parent(), n)) }

// Parent is the ten-digit part.
func (c TaxCode) Parent() TaxCode {
	base, _, _ := strings.Cut(string(c), "-")
	return TaxCode(base)
}

// LocationNumber is the five-digit number of the n-th business location, 1 to 99999.
func LocationNumber(n int) string { return fmt.Sprintf("%05d", n) }

// checkDigit is N10 = 10 - (31·N1+29·N2+23·N3+19·N4+17·N5+13·N6+7·N7+5·N8+3·N9 mod 11); 10 is no digit.
func checkDigit(nine string) (byte, bool) {
	sum := 0
	for i, weight := range [...]int{31, 29, 23, 19, 17, 13, 7, 5, 3} {
		sum += weight * int(nine[i]-'0')
	}
	check := 10 - sum%11
	return byte('0' + check%10), check < 10 //nolint:gosec // one digit
}

// PersonalID is a personal identification number (số định danh cá nhân, 12 digits) or the number of an old identity card
// (CMND, 9 digits).
type PersonalID string

// ParsePersonalID checks the structure: no check digit exists, but the first three digits name a province or country of
// birth registration and the fourth the century and sex.
func ParsePersonalID(s string) (PersonalID, error) {
	if digits(s, 9) {
		return PersonalID(s), nil
	}
	if !digits(s, 12) {
		return "", errors.New("số định danh cá nhân phải có 12 chữ số (hoặc 9 chữ số của CMND cũ)")
	}
	if s[:3] == "000" {
		return "", errors.New("ba chữ số đầu của số định danh cá nhân không phải mã tỉnh hoặc mã nước; hãy đối chiếu lại")
	}
	return PersonalID(s), nil
}

// Phone gives the number as +84 and digits, or as it stands abroad: 8 to 15 digits with blanks, dots, hyphens and
// parentheses allowed between them.
func Phone(s string) (string, error) {
	var b strings.Builder
	for i, r := range strings.TrimSpace(s) {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && i == 0, strings.ContainsRune(" .-()", r):
		default:
			return "", fmt.Errorf("số điện thoại chỉ gồm chữ số và các dấu + . - ( ); có ký tự %q", r)
		}
	}
	number := b.String()
	if len(number) < 8 || len(number) > 15 {
		return "", errors.New("số điện thoại phải có từ 8 đến 15 chữ số")
	}
	if strings.HasPrefix(strings.TrimSpace(s), "+") {
		return "+" + number, nil
	}
	if number[0] == '0' {
		return "+84" + number[1:], nil
	}
	return number, nil
}

func digits(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789") == ""
}
