package naming

import (
	"slices"
	"strings"
	"unicode"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// wordsOf are the words of a name as names are compared, without signs.
func wordsOf(name string) []string {
	return strings.FieldsFunc(vn.NameKey(name), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}

// index is where words hold those of a phrase, one after another; -1 where they do not.
func index(words, phrase []string) int {
	for i := range words {
		if begins(words[i:], phrase) {
			return i
		}
	}
	return -1
}

// begins tells whether words begin with those of a phrase, written the same; a phrase of several words also where it is written
// without any marks, as short and foreign names often are. A word of the phrase that ends with * is the beginning of one.
func begins(words, phrase []string) bool {
	if len(words) < len(phrase) {
		return false
	}
	for i, wanted := range phrase {
		word := words[i]
		if stem, open := strings.CutSuffix(wanted, "*"); open && strings.HasPrefix(word, stem) {
			continue
		}
		bare := len(phrase) > 1 && ascii(word) && word == vn.Fold(wanted)
		if word != wanted && !bare {
			return false
		}
	}
	return true
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// otherKind finds in a name the words of a kind that it is not of, and how sure it is that they mean that kind. A mark alone, as
// "LHHTX", means a kind at the beginning or end of a name that has no words of its own kind; what "THT" stands for is open,
// for Tân Hưng Thịnh is shortened so too.
func otherKind(own coop.Kind, name string) (found string, basis law.Basis, ok bool) {
	words := wordsOf(name)
	kept := slices.Clone(words)
	for i := 0; i < len(words); {
		kind, lead := named(words[i:])
		switch {
		case lead == "":
			i++
			continue
		case kind == own:
			kept = nil // the marks of the rest are its own words
		case found == "":
			found, basis = lead, law.BasisDerived
		}
		i += len(strings.Fields(lead))
	}
	if found != "" || len(kept) == 0 {
		return found, basis, found != ""
	}
	for _, word := range []string{kept[0], kept[len(kept)-1]} {
		for _, kind := range namedKinds() {
			mark := leads(kind)[len(leads(kind))-1]
			switch {
			case kind == own && strings.HasPrefix(word, strings.ToLower(mark)):
				return "", "", false
			case kind == own, found != "":
			case kind == coop.KindTHT && word == "tht":
				found, basis = mark, law.BasisAssumed
			case kind != coop.KindTHT && strings.HasPrefix(word, strings.ToLower(mark)):
				found, basis = mark, law.BasisDerived
			}
		}
	}
	return found, basis, found != ""
}

// named is the kind whose leading words, in full, words begin with; the longest count.
func named(words []string) (kind coop.Kind, lead string) {
	for _, k := range namedKinds() {
		for _, l := range leads(k) {
			phrase := strings.Fields(vn.NameKey(l))
			if len(phrase) > 1 && len(phrase) > len(strings.Fields(lead)) && begins(words, phrase) {
				kind, lead = k, l
			}
		}
	}
	return kind, lead
}

// namedKinds are the kinds that have leading words.
func namedKinds() []coop.Kind {
	return []coop.Kind{coop.KindHTX, coop.KindLHHTX, coop.KindQTDND, coop.KindTHT}
}
