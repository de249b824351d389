package certificate

import (
	"strings"

	"htxregistry/internal/vn"
)

// inWords writes an amount in words, beginning with a capital: "Một tỷ không trăm linh năm triệu".
func inWords(v vn.VND) string {
	if v == 0 {
		return "Không"
	}
	words := strings.Join(read(int64(v), false), " ")
	return upper(words[:firstLetter(words)]) + words[firstLetter(words):]
}

func firstLetter(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}

// read reads a number; follows tells whether more than thousands stand before it, so that empty hundreds are said.
func read(n int64, follows bool) []string {
	const billion = 1_000_000_000
	if n >= billion {
		words := append(read(n/billion, follows), "tỷ")
		if rest := n % billion; rest > 0 {
			words = append(words, read(rest, true)...)
		}
		return words
	}
	var words []string
	for _, group := range []struct {
		size int64
		name string
	}{{1_000_000, "triệu"}, {1_000, "nghìn"}, {1, ""}} {
		if part := n / group.size % 1000; part > 0 {
			words = append(words, hundreds(int(part), follows)...)
			if group.name != "" {
				words = append(words, group.name)
			}
			follows = true
		}
	}
	return words
}

// hundreds reads 1 to 999. The five after a ten is lăm, the one after two tens or more mốt.
func hundreds(n int, follows bool) []string {
	digits := strings.Fields("không một hai ba bốn năm sáu bảy tám chín")
	hundred, ten, one := n/100, n/10%10, n%10
	var words []string
	if hundred > 0 || follows {
		words = append(words, digits[hundred], "trăm")
	}
	switch {
	case ten == 1:
		words = append(words, "mười")
	case ten > 1:
		words = append(words, digits[ten], "mươi")
	case one > 0 && len(words) > 0:
		words = append(words, "linh")
	}
	switch {
	case one == 0:
	case one == 1 && ten > 1:
		words = append(words, "mốt")
	case one == 5 && ten > 0:
		words = append(words, "lăm")
	default:
		words = append(words, digits[one])
	}
	return words
}
