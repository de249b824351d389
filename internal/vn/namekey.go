package vn

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NameKey gives the form in which two names are "written the same" (viết hoàn toàn giống, không phân biệt chữ hoa, chữ
// thường: Điều 17 khoản 1, 92/2024/NĐ-CP): NFC, lower case, single blanks, Ð (U+00D0) as Đ, and beyond the letter of the
// clause one place for the tone mark, for hoà and hòa are one word in two spellings. Marks and tones are kept: Tân Phú and
// Tân Phù are two names, and so are Quý and Quí.
func NameKey(s string) string {
	key := strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
	if ascii(key) {
		return strings.ToLower(key)
	}
	key = strings.ReplaceAll(strings.ToLower(norm.NFC.String(key)), "ð", "đ")
	return placeTones(norm.NFC.String(key))
}

// placeTones puts the tone mark of every Vietnamese syllable where the older and commoner spelling has it.
func placeTones(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	syllable := make([]rune, 0, 8)
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsMark(r) {
			syllable = append(syllable, r)
			continue
		}
		writeSyllable(&b, syllable)
		syllable = syllable[:0]
		b.WriteRune(r)
	}
	writeSyllable(&b, syllable)
	return b.String()
}

// writeSyllable writes a run of letters, its tone moved when the run is one syllable with one tone.
func writeSyllable(b *strings.Builder, run []rune) {
	at, tone := -1, 0
	for i, r := range run {
		if unicode.IsMark(r) {
			at = -1 // it would join another letter than the one it stands with
			break
		}
		if _, t := splitTone(r); t != 0 {
			if at >= 0 {
				at = -1 // two tones: no Vietnamese syllable
				break
			}
			at, tone = i, t
		}
	}
	if at >= 0 {
		if to := tonePlace(run); to >= 0 && to != at {
			run[at], _ = splitTone(run[at])
			run[to] = addTone(run[to], tone)
		}
	}
	for _, r := range run {
		b.WriteRune(r)
	}
}

// tonePlace is the index of the vowel that bears the tone: one with a mark of its own (ê, ơ; the second of ươ), else the
// only one, the second before a final consonant (hoàn) or of three (ngoài), else the first (hòa, thúy). It is -1 when the
// run is no single syllable.
func tonePlace(run []rune) int {
	from, to := vowels(run)
	if from < 0 {
		return -1
	}
	for i := to - 1; i >= from; i-- {
		if base, _ := splitTone(run[i]); strings.ContainsRune("ăâêôơư", base) {
			return i
		}
	}
	switch n := to - from; {
	case n == 1, n == 2 && to == len(run):
		return from
	case n == 2, n == 3:
		return from + 1
	}
	return -1
}

// vowels bounds the one group of vowels in the run; the u of qu and the i of gi before a vowel are no vowels (quý, già).
func vowels(run []rune) (from, to int) {
	from = 0
	for from < len(run) && !vowel(run[from]) {
		from++
	}
	to = from
	for to < len(run) && vowel(run[to]) {
		to++
	}
	if from == to || strings.ContainsFunc(string(run[to:]), vowel) {
		return -1, -1
	}
	if first, _ := splitTone(run[from]); from == 1 && to > 2 && (run[0] == 'q' && first == 'u' || run[0] == 'g' && first == 'i') {
		from++
	}
	return from, to
}

const (
	// toned are the vowels, each without a tone and then with huyền, sắc, ngã, hỏi and nặng.
	toned = "aàáãảạăằắẵẳặâầấẫẩậeèéẽẻẹêềếễểệiìíĩỉịoòóõỏọôồốỗổộơờớỡởợuùúũủụưừứữửựyỳýỹỷỵ"
	tones = 6
)

func vowel(r rune) bool { return strings.ContainsRune(toned, r) }

// splitTone takes the tone off a lower-case vowel: ế is ê and sắc. The tone is 0 when r is none or bears none.
func splitTone(r rune) (base rune, tone int) {
	if r < utf8.RuneSelf {
		return r, 0
	}
	n := 0
	for _, v := range toned {
		if n%tones == 0 {
			base = v
		}
		if v == r {
			return base, n % tones
		}
		n++
	}
	return r, 0
}

// addTone gives the vowel with a tone.
func addTone(base rune, tone int) rune {
	for i, v := range toned {
		if v == base {
			return []rune(toned[i:])[tone]
		}
	}
	return base
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
