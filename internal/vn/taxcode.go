package vn

import (
	"fmt"
	"strings"
)

// TaxCode is a tax code (mã số thuế), which is the code of an organisation since 2019-05-28 (Điều 6a, 03/2014/TT-BKHĐT):
// ten digits with a check digit, or thirteen with a hyphen for a branch or representative office.
type TaxCode string

// ParseTaxCode reads a tax code as it stands on a certificate and checks its digits. Any prefix passes: it never changes
// when a seat moves, and new ones are given.
func ParseTaxCode(s string) (TaxCode, error) {
	base, suffix, unit := strings.Cut(s, "-")
	if !digits(base, 10) || unit && (!digits(suffix, 3) || suffix == "000") {
		return "", fmt.Errorf(msgTaxCode, s)
	}
	if check, ok := checkDigit(base[:9]); !ok || base[9] != check || base[2:9] == "0000000" {
		return "", fmt.Errorf(msgTaxCodeCheck, s)
	}
	return TaxCode(s), nil
}

// NewTaxCode makes the ten-digit code of a serial 1-9999999 under a two-digit prefix. It is false for a serial that has no
// valid check digit; such serials are never issued.
func NewTaxCode(prefix string, serial int) (TaxCode, bool) {
	nine := fmt.Sprintf("%s%07d", prefix, serial)
	if serial < 1 || !digits(prefix, 2) || !digits(nine, 9) {
		return "", false
	}
	check, ok := checkDigit(nine)
	if !ok {
		return "", false
	}
	return TaxCode(nine + string(check)), true
}

// Unit is the thirteen-digit code of the n-th branch or representative office, 1 to 999.
func (c TaxCode) Unit(n int) TaxCode { return TaxCode(fmt.Sprintf("%s-%03d", c.Parent(), n)) }

// Parent is the ten-digit part: the code of the organisation itself.
func (c TaxCode) Parent() TaxCode {
	base, _, _ := strings.Cut(string(c), "-")
	return TaxCode(base)
}

// LocationNumber is the five-digit number of the n-th business location, 1 to 99999, which is no tax code (Điều 14 khoản
// 5, 92/2024/NĐ-CP).
func LocationNumber(n int) string { return fmt.Sprintf("%05d", n) }

// checkDigit is 10 less the weighted sum of the nine digits modulo 11. Where that gives 10 there is none.
func checkDigit(nine string) (byte, bool) {
	sum := 0
	for i, weight := range [...]int{31, 29, 23, 19, 17, 13, 7, 5, 3} {
		sum += weight * int(nine[i]-'0')
	}
	if sum%11 == 0 {
		return 0, false
	}
	return "0123456789"[10-sum%11], true
}

// digits tells whether s is n digits 0-9.
func digits(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789") == ""
}
