package vn_test

import (
	"strings"
	"testing"

	"htxregistry/internal/vn"

	"golang.org/x/text/unicode/norm"
)

func TestNamesWrittenTheSameHaveOneKey(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Tân Phú":                  "tân phú",
		"TÂN PHÚ":                  "tân phú",
		" Tân \u00a0\u3000\tPhú\n": "tân phú",
		"Ðồng Tháp":                "đồng tháp", // Ð is U+00D0
		"ĐỒNG THÁP":                "đồng tháp",
		"HTX So 1":                 "htx so 1",
		"":                         "",
		// open syllables: the mark stands on the first vowel
		"hoà": "hòa", "hòa": "hòa", "HOÀ": "hòa", "khoẻ": "khỏe", "thuý": "thúy", "thúy": "thúy", "uỷ": "ủy", "oà": "òa",
		"của": "của", "cuả": "của", "mía": "mía", "chìa": "chìa", "nghĩa": "nghĩa", "thùy": "thùy", "xoè": "xòe",
		"đạo": "đạo", "hào": "hào", "máy": "máy", "mới": "mới", "lúa": "lúa",
		// closed ones: on the second
		"hoàn": "hoàn", "hòan": "hoàn", "huỳnh": "huỳnh", "suýt": "suýt", "toán": "toán", "khoảng": "khoảng", "loét": "loét",
		// three vowels: on the one in the middle
		"ngoài": "ngoài", "ngòai": "ngoài", "xoáy": "xoáy", "khuỷu": "khuỷu", "ngoéo": "ngoéo",
		// a vowel with a mark of its own bears the tone
		"tiến": "tiến", "nguyễn": "nguyễn", "được": "được", "rượu": "rượu", "thuế": "thuế", "thủa": "thủa", "thuở": "thuở",
		"chuối": "chuối", "tuần": "tuần", "hoặc": "hoặc", "mười": "mười", "yến": "yến",
		// qu and gi
		"quý": "quý", "qúy": "quý", "quí": "quí", "quà": "quà", "qùa": "quà", "quốc": "quốc", "quả": "quả", "quỳnh": "quỳnh",
		"già": "già", "gìa": "già", "giá": "giá", "gì": "gì", "gìn": "gìn", "giữa": "giữa", "giỏi": "giỏi", "giếng": "giếng",
		"giáo": "giáo", "gíao": "giáo",
		// between signs, and beside them
		"(Hoà-Bình)": "(hòa-bình)", "Hoà,thuý": "hòa,thúy", "Hoà2": "hòa2",
		// no Vietnamese syllable: left alone
		"café": "café", "pokémon": "pokémon", "ñandú": "ñandú", "naïve": "naïve", "lǘa": "lǘa", "hòà": "hòà",
	} {
		for _, form := range []string{s, norm.NFD.String(s)} {
			if got := vn.NameKey(form); got != want {
				t.Errorf("NameKey(%+q) = %q, want %q", form, got, want)
			}
		}
	}
}

func TestDifferentNamesHaveDifferentKeys(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"Tân Phú", "Tân Phù"},
		{"Tân Phú", "Tan Phu"},
		{"Quý", "Quí"},
		{"Đồng", "Dồng"},
		{"Tân Phú", "TânPhú"},
		{"A & B", "A và B"},
		{"Số 1", "Số 2"},
		{"Thủa", "Thuở"},
		{"Tân Phú.", "Tân Phú"},
	} {
		if vn.NameKey(pair[0]) == vn.NameKey(pair[1]) {
			t.Errorf("%q and %q have one key", pair[0], pair[1])
		}
	}
}

func TestEveryLetterKeepsItsMarkInAKey(t *testing.T) {
	t.Parallel()
	for _, r := range everyLetter {
		if got := vn.NameKey(strings.ToUpper(string(r))); got != string(r) {
			t.Errorf("the key of %q is %q", r, got)
		}
	}
}

func FuzzNameKey(f *testing.F) {
	for _, s := range []string{everyLetter, "Hoà Quý Già", "Ðồng", "İ\u0307", "ǅ", "a\u0301\u0301", "\u00a0x\u2003", "\xffòa", "oa\u0300i\u0323"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := vn.NameKey(s)
		if again := vn.NameKey(key); again != key {
			t.Fatalf("NameKey(%+q) = %+q, then %+q", s, key, again)
		}
		if nfd := vn.NameKey(norm.NFD.String(s)); nfd != key {
			t.Fatalf("NameKey(%+q) = %+q, decomposed %+q", s, key, nfd)
		}
		if strings.Join(strings.Fields(key), " ") != key {
			t.Fatalf("NameKey(%+q) = %+q has blanks too many", s, key)
		}
	})
}

func BenchmarkNameKey(b *testing.B) {
	for b.Loop() {
		vn.NameKey("Hợp tác xã Dịch vụ Nông nghiệp Hoà Bình")
	}
}
