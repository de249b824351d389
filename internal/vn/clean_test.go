package vn_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"htxregistry/internal/vn"

	"golang.org/x/text/unicode/norm"
)

func TestATextIsKeptComposedAndTrimmed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ given, kept string }{
		{" Hợp tác xã ", "Hợp tác xã"},
		{norm.NFD.String("Đồng Tháp"), "Đồng Tháp"},
		{"Tân  Phú", "Tân Phú"},
		{"Tân\tPhú", "Tân Phú"},
		{"Tân\u00a0 \u3000Phú", "Tân Phú"},
		{"Thiếu điều lệ;\n\tthiếu  dấu\r\n", "Thiếu điều lệ;\nthiếu dấu"},
		{"Một.\r\n\r\nHai.", "Một.\n\nHai."},
		{"Ðồng Tháp, bờ ðê", "Đồng Tháp, bờ đê"},
		{"  a  b ", "a b"},
		{"5 μm, β-caroten, Москва", "5 μm, β-caroten, Москва"},
		{"A & B, “C” – 5 m² ₫ 東京", "A & B, “C” – 5 m² ₫ 東京"},
		{"", ""},
		{"\u00a0\u3000", ""},
	} {
		if got, err := vn.Clean(c.given); got != c.kept || err != nil {
			t.Errorf("Clean(%+q) = %q, %v", c.given, got, err)
		}
	}
}

func TestHiddenCharactersAreRefused(t *testing.T) {
	t.Parallel()
	for _, hidden := range []string{
		"\x00", "\a", "\x1b", "\x7f", "\u0085", "\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e",
		"\u200f", "\u2028", "\u2029", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\u2800", "\u3164",
		"\ue000", "\ufe0f", "\ufeff", "\ufffd", "\uffff", "\U000e0041", "\U000e0100", "\U0010fffe", "\xff", "\xc3", "\xed\xa0\x80",
	} {
		if got, err := vn.Clean("Tân" + hidden + "Phú"); err == nil || got != "" {
			t.Errorf("%+q is kept as %+q", hidden, got)
		}
	}
}

// What looks like a Latin letter and is none makes two names of what reads as one.
func TestALetterThatPassesForALatinOneIsRefusedAtItsPlace(t *testing.T) {
	t.Parallel()
	for s, place := range map[string]string{
		"Xoаi": "thứ 3 là chữ “а” (U+0430)", "Hợp tác хã": "thứ 9 là chữ “х” (U+0445)", "Аn": "thứ 1 là chữ “А” (U+0410)", "Ηợp": "thứ 1 là chữ “Η” (U+0397)",
		"Tân\u200bPhú": "thứ 4 là ký tự", "Cοop": "thứ 2 là chữ “ο” (U+03BF)",
	} {
		if got, err := vn.Clean(s); got != "" || err == nil || !strings.Contains(err.Error(), place) {
			t.Errorf("Clean(%+q) = %q, %v; want %s", s, got, err, place)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{" Hợp tác xã ", "a\u0301 ", "\u0301 \u0301", "\x00", "\u202e", "\xff", "a\nb", "\u2000x\u2001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := vn.Clean(s)
		if err != nil {
			if got != "" {
				t.Fatalf("Clean(%+q) = %+q beside %v", s, got, err)
			}
			return
		}
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
			t.Fatalf("Clean(%+q) = %+q is not composed", s, got)
		}
		if again, err := vn.Clean(got); again != got || err != nil {
			t.Fatalf("Clean(%+q) = %+q, then %+q, %v", s, got, again, err)
		}
		if vn.Fold(got) != vn.Fold(s) {
			t.Fatalf("Clean(%+q) = %+q folds differently", s, got)
		}
	})
}
