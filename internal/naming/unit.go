package naming

import (
	"slices"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// UnitScheme is what the rulebook says about the names of branches, representative offices and business locations on one day.
type UnitScheme struct {
	Owner   []law.Cite               `yaml:"owner_cite"` // clause by which the name bears that of the organisation
	Words   map[coop.UnitKind]string `yaml:"words"`      // words that the name of a kind bears; none: the law names none
	Cite    []law.Cite               `yaml:"words_cite"` // their clause; none: that of the owner's name
	Letters Letters                  `yaml:"letters"`    // of what is not the name of the organisation
	Written []law.Cite               `yaml:"letters_cite"`
	Latin   []law.Cite               `yaml:"latin_cite"` // clause by which the foreign name is in Latin script; none: no such rule
}

// Judge holds the name of a unit against the law and the name of its organisation, one met verdict when nothing speaks against
// it. No text compares the names of units with each other.
func (s UnitScheme) Judge(kind coop.UnitKind, name coop.Name, owner string) []law.Verdict {
	var verdicts []law.Verdict
	against := func(rule, form string, cite []law.Cite, basis law.Basis, detail string) {
		v := law.Verdict{Rule: rule, Answer: law.NotMet, Cite: notNil(cite), Basis: basis, Pointer: "/payload/name/" + form, Detail: detail}
		if sure(Forbidden, basis) == Warning {
			v.Answer = law.Unknown
		}
		verdicts = append(verdicts, v)
	}
	words, of := wordsOf(name.Vi), wordsOf(owner)
	if at := index(words, of); at < 0 {
		against("UNIT-NAME-OWNER", "vi", s.Owner, law.BasisStated, msgUnitOwner(owner))
	} else {
		words = slices.Concat(words[:at], words[at+len(of):])
	}
	if word := s.Words[kind]; word != "" && index(words, wordsOf(word)) < 0 {
		cite := s.Cite
		if len(cite) == 0 {
			cite = s.Owner
		}
		against("UNIT-NAME-KIND", "vi", cite, law.BasisStated, msgUnitKind(word))
	}
	if r, letter, ok := s.Letters.strange(own(name.Vi, owner)); ok {
		basis := law.BasisAssumed // the list of signs of phụ lục VIII, 09/2024/TT-BKHĐT is not at hand
		if letter {
			basis = law.BasisStated
		}
		against("NAME-CHARACTERS", "vi", s.Written, basis, msgCharacter(r))
	}
	if _, letter, ok := LettersLatin.strange(name.Foreign); len(s.Latin) > 0 && ok && letter {
		against("NAME-FOREIGN-LATIN", "foreign", s.Latin, law.BasisStated, msgNotLatin)
	}
	if len(verdicts) == 0 {
		verdicts = append(verdicts, law.Verdict{Rule: "UNIT-NAME", Answer: law.Met, Cite: notNil(s.Owner), Basis: law.BasisStated, Pointer: "/payload/name/vi", Detail: msgUnitNameFine})
	}
	return verdicts
}

// own is the name of a unit without that of its organisation, whose letters are those of the day it was registered.
func own(name, owner string) string {
	return strings.Replace(vn.NameKey(name), vn.NameKey(owner), "", 1)
}
