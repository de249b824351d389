// Package naming reads the names of organisations as the law of the day reads them: the words a name must begin with, the
// characters it may have, and what it is compared with.
package naming

import (
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Scheme is what the rulebook says about the names of one kind on one day.
type Scheme struct {
	Lead      string     // required leading words; empty: none
	LeadCite  []law.Cite // clause of the leading words
	Pools     []Pool     // pools in which no second name may be written the same; none: the law compares nothing
	PoolCite  []law.Cite
	PoolBasis law.Basis
}

// Pool is a set of names within which exact duplicates are forbidden.
type Pool string

// The pools. Names of HTX and LHHTX are compared kind by kind as whole names in R1 and as tên riêng across both in R2: see
// migrations/0004. A notice-track THT is compared within its commune; its pool carries the commune.
const (
	PoolHTX         Pool = "htx"
	PoolLHHTX       Pool = "lhhtx"
	PoolQTDND       Pool = "qtdnd"
	PoolTHT         Pool = "tht"
	PoolTHTOfPlaces Pool = "tht_commune"
)

// Keys gives the pools as they are kept for a seat: the commune is joined to the pool that is kept by commune, with the
// list its code belongs to, for codes change meaning.
func (s Scheme) Keys(place string, on vn.Date) []string {
	keys := make([]string, 0, len(s.Pools))
	for _, p := range s.Pools {
		if p == PoolTHTOfPlaces {
			keys = append(keys, string(p)+":"+coop.List(on)+":"+place)
			continue
		}
		keys = append(keys, string(p))
	}
	return keys
}

// Proper gives the tên riêng: the name without the leading words of its kind, as it stands.
func (s Scheme) Proper(name string) (string, bool) {
	rest, ok := cutFold(name, s.Lead)
	if !ok {
		return strings.TrimSpace(name), false
	}
	return strings.TrimSpace(rest), true
}

// Key is the form in which the tên riêng is compared.
func (s Scheme) Key(name string) string {
	proper, _ := s.Proper(name)
	return vn.NameKey(proper)
}

// Question is a planned name.
type Question struct {
	Kind        coop.Kind `json:"kind"`
	Name        string    `json:"name"`
	ForeignName string    `json:"foreign_name,omitempty"`
	ShortName   string    `json:"short_name,omitempty"`
	SeatPlace   string    `json:"seat_place,omitempty"`
	MemberOf    string    `json:"member_of,omitempty"`
	On          vn.Date   `json:"on,omitzero"`
}

// Outcome is the answer to a question.
type Outcome string

// The outcomes: a conflict with a registered name, a warning for an officer to weigh, or a name no law allows.
const (
	Free      Outcome = "free"
	Conflict  Outcome = "conflict"
	Warning   Outcome = "warning"
	Forbidden Outcome = "forbidden"
)

// Holder is the record a planned name collides with.
type Holder struct {
	ID     coop.ID     `json:"id"`
	Code   *string     `json:"code"`
	Name   string      `json:"name"`
	Kind   coop.Kind   `json:"kind"`
	Status coop.Status `json:"status"`
	Place  string      `json:"place"`
}

// Hit is one rule hit.
type Hit struct {
	Rule   string     `json:"rule"`
	Cite   []law.Cite `json:"cite"`
	Holder *Holder    `json:"organization,omitempty"`
	Detail string     `json:"detail"`
}

// Answer is every rule hit, and what follows.
type Answer struct {
	Verdict    Outcome `json:"verdict"`
	Scope      string  `json:"scope"`
	Hits       []Hit   `json:"hits"`
	Normalized string  `json:"normalized"`
	On         vn.Date `json:"on"`
}

// Form checks the words and characters of a name, without looking at the register.
func (s Scheme) Form(name string) []Hit {
	var hits []Hit
	proper, led := s.Proper(name)
	if s.Lead != "" && !led {
		hits = append(hits, Hit{Rule: "NAME-LEAD", Cite: s.LeadCite, Detail: msgLead(s.Lead)})
	}
	if s.Lead != "" && led && proper == "" {
		hits = append(hits, Hit{Rule: "NAME-PROPER", Cite: s.LeadCite, Detail: msgNoProper})
	}
	if r, ok := strangeRune(name); ok {
		hits = append(hits, Hit{Rule: "NAME-CHARACTERS", Cite: s.LeadCite, Detail: msgCharacter(r)})
	}
	return hits
}

// Duplicates gives a hit for every holder of the same key.
func (s Scheme) Duplicates(holders []Holder) []Hit {
	hits := make([]Hit, 0, len(holders))
	for _, h := range holders {
		hits = append(hits, Hit{Rule: "NAME-DUPLICATE", Cite: s.PoolCite, Holder: &h, Detail: msgDuplicate(h.Name, h.Place)})
	}
	return hits
}

// Judge folds the hits into an answer.
func Judge(q Question, s Scheme, form, duplicates []Hit) Answer {
	a := Answer{Verdict: Free, Scope: scope(s), Hits: append(form, duplicates...), Normalized: s.Key(q.Name), On: q.On}
	switch {
	case len(form) > 0:
		a.Verdict = Forbidden
	case len(duplicates) > 0:
		a.Verdict = Conflict
	}
	if a.Hits == nil {
		a.Hits = []Hit{}
	}
	return a
}

// Verdicts gives the hits as verdicts on a dossier, one met verdict when there are none.
func Verdicts(s Scheme, hits []Hit, pointer string) []law.Verdict {
	if len(hits) == 0 {
		basis, cite := s.PoolBasis, s.PoolCite
		if len(s.Pools) == 0 {
			cite = s.LeadCite
		}
		if cite == nil {
			cite = []law.Cite{}
		}
		if basis == "" {
			basis = law.BasisDerived
		}
		return []law.Verdict{{Rule: "NAME", Answer: law.Met, Cite: cite, Basis: basis, Pointer: pointer, Detail: msgFree}}
	}
	verdicts := make([]law.Verdict, 0, len(hits))
	for _, h := range hits {
		cite := h.Cite
		if cite == nil {
			cite = []law.Cite{}
		}
		verdicts = append(verdicts, law.Verdict{Rule: h.Rule, Answer: law.NotMet, Cite: cite, Basis: law.BasisStated, Pointer: pointer, Detail: h.Detail})
	}
	return verdicts
}

// cutFold cuts the leading words off a name, whatever its case and spacing; a name that is nothing but the words has an
// empty rest.
func cutFold(name, lead string) (string, bool) {
	if lead == "" {
		return name, true
	}
	words, wanted := strings.Fields(name), strings.Fields(lead)
	if len(words) < len(wanted) {
		return name, false
	}
	if vn.NameKey(strings.Join(words[:len(wanted)], " ")) != vn.NameKey(lead) {
		return name, false
	}
	return strings.Join(words[len(wanted):], " "), true
}

// strangeRune finds a character outside letters of Latin script, digits, blanks and the usual signs. The list of signs of
// phụ lục VIII, 09/2024/TT-BKHĐT is not at hand; the signs below are assumed from it and from names on certificates.
func strangeRune(name string) (rune, bool) {
	for _, r := range name {
		if !isNameRune(r) {
			return r, true
		}
	}
	return 0, false
}
