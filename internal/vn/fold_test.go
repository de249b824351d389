package vn_test

import (
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/vn"

	"golang.org/x/text/unicode/norm"
)

const (
	everyLetter = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
	plainLetter = "aaaaaaaaaaaaaaaaaabcddeeeeeeeeeeeeghiiiiiiklmnoooooooooooooooooopqrstuuuuuuuuuuuuvxyyyyyy"
)

func TestFoldingDropsTonesMarksAndCase(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		everyLetter: plainLetter,
		"Hợp tác xã Nông nghiệp Mỹ Ngãi": "hop tac xa nong nghiep my ngai",
		"ĐỒNG THÁP":           "dong thap",
		"Ðồng Tháp":           "dong thap", // Ð is U+00D0
		"ðồng tháp":           "dong thap",
		"Đắk Lắk":             "dak lak",
		"Đăk Lăk":             "dak lak",
		"Hòa, Hoà":            "hoa hoa",
		"  A&B - (số 1) \t\n": "a b so 1",
		"1.250.000 ₫":         "1 250 000",
		"hop tac xa":          "hop tac xa",
		"hop  tac xa":         "hop tac xa",
		" hop tac":            "hop tac",
		"hop tac ":            "hop tac",
		"HTX":                 "htx",
		"":                    "",
		" ":                   "",
		"---":                 "",
		"東京 Å K":              "a k", // Ångström and Kelvin are letters of their own
		"a\u0323\u0302b":      "ab",
		"\u0301a":             "a",
		"\xff\xfea\xff":       "a",
		"\u200ba\u202eb":      "a b",
		"Liên hiệp HTX – “Bình Minh” số 5/2024": "lien hiep htx binh minh so 5 2024",
	} {
		for _, form := range []string{s, norm.NFC.String(s), norm.NFD.String(s)} {
			if got := vn.Fold(form); got != want {
				t.Errorf("Fold(%+q) = %q, want %q", form, got, want)
			}
		}
	}
	if got := vn.Fold(strings.ToUpper(everyLetter)); got != plainLetter {
		t.Errorf("capitals fold to %q", got)
	}
	if got := vn.Fold(norm.NFD.String(strings.ToUpper(everyLetter))); got != plainLetter {
		t.Errorf("decomposed capitals fold to %q", got)
	}
}

func TestGenericWordsAreNotSearched(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Hợp tác xã Nông nghiệp Mỹ Ngãi": "nong nghiep my ngai",
		"HTX Mỹ Ngãi":                    "my ngai",
		"Mỹ Ngãi HTX":                    "my ngai",
		"Liên hiệp hợp tác xã Bình Minh": "binh minh",
		"Liên hiệp HTX Bình Minh":        "binh minh",
		"LHHTX Bình Minh":                "binh minh",
		"Tổ hợp tác số 1":                "so 1",
		"Hội quán Thuận Tân":             "thuan tan",
		"Quỹ tín dụng nhân dân Mỹ An":    "my an",
		"QTDND Mỹ An":                    "my an",
		"Hợp tác Tân Tiến":               "hop tac tan tien",
		"htx1":                           "htx1",
		"Hợp tác xã":                     "hop tac xa",
		"HTX":                            "htx",
		"HTX Hợp tác xã":                 "htx hop tac xa",
		"Liên hiệp":                      "lien hiep",
		"hợp hợp tác xã tác xã":          "hop tac xa",
		"":                               "",
		"...":                            "",
	} {
		if got := strings.Join(vn.Words(s), " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", s, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{
		everyLetter, "Ðồng Tháp", "Hoa\u0300", "é̂̃", "１２３ ½ ² № ß æ Ø ł", "Å K İı ſ", "\xc3", "a\xffb", "\u0344\u0340\u0374",
		"한국 가", "≠ =\u0338", "  ", "\x00",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := vn.Fold(s)
		for _, r := range got {
			if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != ' ' {
				t.Fatalf("Fold(%+q) = %+q holds %q", s, got, r)
			}
		}
		if strings.Join(strings.Fields(got), " ") != got {
			t.Fatalf("Fold(%+q) = %+q has blanks too many", s, got)
		}
		if again := vn.Fold(got); again != got {
			t.Fatalf("Fold(%+q) = %+q, then %+q", s, got, again)
		}
		if nfd := vn.Fold(norm.NFD.String(s)); nfd != got {
			t.Fatalf("Fold(%+q) = %+q, decomposed %+q", s, got, nfd)
		}
		if nfc := vn.Fold(norm.NFC.String(s)); nfc != got {
			t.Fatalf("Fold(%+q) = %+q, composed %+q", s, got, nfc)
		}
		if words := vn.Words(s); (len(words) == 0) != (got == "") || slices.Contains(words, "") {
			t.Fatalf("Words(%+q) = %q", s, words)
		}
	})
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{
		"vietnamese": "Hợp tác xã Dịch vụ Nông nghiệp Đồng Tháp Mười",
		"decomposed": norm.NFD.String("Hợp tác xã Dịch vụ Nông nghiệp Đồng Tháp Mười"),
		"ascii":      "HTX Nong nghiep so 1 - Dong Thap",
		"folded":     "hop tac xa dich vu nong nghiep dong thap muoi",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				vn.Fold(s)
			}
		})
	}
}
