package naming

import (
	"slices"
	"strings"
	"unicode"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// form checks the words and characters of a name, without looking at the register.
func (s Scheme) form(q Question) []Hit {
	var hits []Hit
	hit := func(rule, form string, outcome Outcome, cite []law.Cite, basis law.Basis, detail string) {
		hits = append(hits, Hit{Rule: rule, Verdict: outcome, Cite: notNil(cite), Basis: basis, Detail: detail, Form: form})
	}
	led := len(s.Leads) == 0 || slices.ContainsFunc(s.Leads, func(lead string) bool { _, ok := cutFold(q.Name, lead); return ok })
	switch {
	case !led:
		hit("NAME-LEAD", "vi", Forbidden, s.LeadCite, law.BasisStated, msgLead(s.Leads[0]))
	case len(s.Leads) > 0 && len(wordsOf(Proper(s.Kind, q.Name))) == 0: // signs alone name nothing
		hit("NAME-PROPER", "vi", Forbidden, s.LeadCite, law.BasisStated, msgNoProper)
	}
	if r, letter, ok := s.Letters.strange(q.Name); ok {
		basis := law.BasisAssumed // the list of signs of phụ lục VIII, 09/2024/TT-BKHĐT is not at hand
		if letter {
			basis = law.BasisStated
		}
		hit("NAME-CHARACTERS", "vi", sure(Forbidden, basis), s.LeadCite, basis, msgCharacter(r))
	}
	if s.ShortMark && q.ShortName != "" && !marked(q.ShortName, leads(s.Kind)) {
		hit("NAME-SHORT-MARK", "short", Forbidden, s.MarkCite, law.BasisStated, msgShortMark(leads(s.Kind)[len(leads(s.Kind))-1]))
	}
	if r, letter, ok := LettersLatin.strange(q.ShortName); s.Letters == LettersVietnamese && ok && letter {
		hit("NAME-CHARACTERS", "short", Forbidden, s.LeadCite, law.BasisDerived, msgCharacter(r)) // it shortens one of the other names
	}
	if _, letter, ok := LettersLatin.strange(q.ForeignName); len(s.Latin) > 0 && ok && letter {
		hit("NAME-FOREIGN-LATIN", "foreign", Forbidden, s.Latin, law.BasisStated, msgNotLatin)
	}
	for _, f := range q.forms(s.Kind) {
		word, basis, ok := otherKind(s.Kind, f.text)
		switch {
		case len(s.Apart) == 0, !ok:
		case f.name == "vi" && !led:
		case f.name == "vi": // no text forbids it; a name of two kinds is for an officer to weigh
			hit("NAME-OTHER-KIND", f.name, Warning, s.LeadCite, law.BasisAssumed, msgOtherKind(word))
		default:
			hit("NAME-OTHER-KIND", f.name, sure(Forbidden, basis), s.Apart, basis, msgOtherKind(word))
		}
	}
	if word, ok := unspeakable(Proper(s.Kind, q.Name)); len(s.Spoken) > 0 && ok {
		hit("NAME-SPOKEN", "vi", Warning, s.Spoken, law.BasisAssumed, msgUnspeakable(word))
	}
	return hits
}

// marked tells whether a short name carries the mark of its kind, the shortest of its leading words.
func marked(short string, leads []string) bool {
	return len(leads) == 0 || slices.Contains(strings.FieldsFunc(strings.ToUpper(short), func(r rune) bool {
		return !unicode.IsLetter(r)
	}), leads[len(leads)-1])
}

// form is one form of a planned name, as the law names it: vi, foreign or short.
type form struct{ name, text string }

// forms are the forms of a planned name, the Vietnamese one without the leading words of its kind.
func (q Question) forms(kind coop.Kind) []form {
	return []form{{"vi", Proper(kind, q.Name)}, {"short", q.ShortName}, {"foreign", q.ForeignName}}
}

// forbidden finds words that no name may have, in any form of it: the others are shortened or translated from the first. What
// only an officer can judge is a warning.
func (s Scheme) forbidden(q Question) []Hit {
	var hits []Hit
	for _, form := range q.forms(s.Kind) {
		words := wordsOf(Proper(s.Kind, form.text))
		for _, f := range s.Forbids {
			if f.Consent && q.Consent {
				continue
			}
			for _, group := range s.Words.Lists[f.List] {
				for _, term := range group.Terms {
					if index(words, strings.Fields(term)) >= 0 {
						hits = append(hits, Hit{
							Rule: f.Code, Verdict: sure(Forbidden, group.Basis), Cite: notNil(f.Cite), Basis: group.Basis,
							Detail: msgForbidden(f, strings.TrimSuffix(term, "*"), group.Basis), Form: form.name,
						})
					}
				}
			}
		}
	}
	return hits
}

// strange finds a character outside the letters of the alphabet, the digits 0 to 9, blanks and the usual signs, and tells whether
// it is a letter.
func (l Letters) strange(name string) (r rune, letter, found bool) {
	if l == LettersAny {
		return 0, false, false
	}
	for _, r := range name {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			if !l.has(r) {
				return r, true, true
			}
		case (r < '0' || '9' < r) && r != ' ' && !strings.ContainsRune("&.,+-_/()'\"“”‘’–:", r):
			return r, false, true
		}
	}
	return 0, false, false
}

// has tells whether a letter belongs to the alphabet: of Latin script, or the Vietnamese letters with F, J, Z and W.
func (l Letters) has(r rune) bool {
	if l == LettersLatin {
		return unicode.Is(unicode.Latin, r)
	}
	return vn.Letter(r, "fjzw")
}

// unspeakable finds a word of letters without a vowel.
func unspeakable(proper string) (string, bool) {
	for word := range strings.FieldsSeq(proper) {
		plain := vn.Fold(word)
		if isWord(word) && !strings.ContainsAny(plain, "aeiouy0123456789") {
			return word, true
		}
	}
	return "", false
}
