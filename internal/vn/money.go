package vn

import (
	"strconv"
	"strings"
)

// VND is an amount in whole đồng.
type VND int64

// Grouped writes an amount in digits, as Vietnamese does: 1.000.000.000.
func (v VND) Grouped() string {
	digits := strconv.FormatInt(int64(v), 10)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && digits[i-1] != '-' && (len(digits)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(d)
	}
	return b.String()
}
