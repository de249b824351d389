// Package naming reads the names of organisations as the law of the day reads them: the words a name must begin with, the
// characters it may have, what no name may say, and which registered names it may not equal or be taken for. The law is
// data (rulebook names.yaml); here is how a name is held against it.
package naming

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Scheme is what the rulebook says about the names of one kind, on one track, on one day.
type Scheme struct {
	Kind      coop.Kind   `yaml:"-"`
	Leads     []string    `yaml:"-"`         // words one of which a name must begin with; none: any
	LeadCite  []law.Cite  `yaml:"lead_cite"` // clause of the leading words
	Letters   Letters     `yaml:"letters"`
	ShortMark bool        `yaml:"short_mark"` // the short name must carry HTX or LHHTX
	MarkCite  []law.Cite  `yaml:"mark_cite"`
	Apart     []law.Cite  `yaml:"apart_cite"` // clause by which no short or foreign name bears the words of another kind; none: no such rule
	Latin     []law.Cite  `yaml:"latin_cite"` // clause by which the foreign name is in Latin script; none: no such rule
	Spoken    []law.Cite  `yaml:"spoken_cite"`
	Pools     []Pool      `yaml:"pools"` // pools in which no second name may be written the same; none: the law compares nothing
	Cite      []law.Cite  `yaml:"cite"`
	Basis     law.Basis   `yaml:"basis"`
	Note      string      `yaml:"note"`
	Frees     []Freed     `yaml:"frees"`   // ends by which a name is free again
	Forbids   []Ban       `yaml:"forbids"` // words that no name may have
	Against   []coop.Kind `yaml:"against"` // kinds that all rules compare with; none: each rule says so itself
	Set       string      `yaml:"rules"`   // name of the list of rules
	Rules     []Rule      `yaml:"-"`       // that list
	Words     *Words      `yaml:"-"`
}

// Freed is an end by which a name is free again, during some days.
type Freed struct {
	vn.Period `yaml:",inline"`
	Reasons   []coop.StatusReason `yaml:"reasons"`
	Cite      []law.Cite          `yaml:"cite"`
	Basis     law.Basis           `yaml:"basis"`
}

// Letters is which letters a name may have.
type Letters string

// The alphabets: of Latin script, or the Vietnamese letters with F, J, Z and W. None: any.
const (
	LettersAny        Letters = ""
	LettersLatin      Letters = "latin"
	LettersVietnamese Letters = "vietnamese"
)

// Test is how a rule compares a planned name with a registered one.
type Test string

// The tests. Duplicate to Foreign are alike both ways. Suffix and Around concern a planned name that is a registered one and
// something more, not the other way round: the law says where from the registered name the addition stands. Finding is the
// open clause: nothing is compared, the office finds with its reason.
const (
	TestDuplicate Test = "duplicate"
	TestAlike     Test = "alike"
	TestSign      Test = "sign"
	TestDirection Test = "direction"
	TestShort     Test = "short"
	TestForeign   Test = "foreign"
	TestSuffix    Test = "suffix"
	TestAround    Test = "around"
	TestFinding   Test = "finding"
)

// Rule is one clause by which a planned name is the same as a registered one or may be taken for it.
type Rule struct {
	Code    string       `json:"code"              yaml:"code"`
	Test    Test         `json:"test"              yaml:"test"`
	Says    string       `json:"says"              yaml:"says"`
	Cite    []law.Cite   `json:"-"                 yaml:"cite"`
	Basis   law.Basis    `json:"-"                 yaml:"basis"`
	Whole   bool         `json:"whole,omitempty"   yaml:"whole"`   // whole names are compared, so only those with the same leading words
	Against []coop.Kind  `json:"against,omitempty" yaml:"against"` // kinds it is compared with
	Tracks  []coop.Track `json:"tracks,omitempty"  yaml:"tracks"`  // and how they stand on the register; none: any
	Commune bool         `json:"commune,omitempty" yaml:"commune"` // only those of the same commune
	Except  []Exception  `json:"except,omitempty"  yaml:"except"`
	Terms   []Terms      `json:"terms,omitempty"   yaml:"terms"`   // signs, or direction words
	Letters string       `json:"letters,omitempty" yaml:"letters"` // letters beside the Vietnamese ones
	Several bool         `json:"several,omitempty" yaml:"several"` // several letters too
	Before  []string     `json:"before,omitempty"  yaml:"before"`  // words right before
	After   []string     `json:"after,omitempty"   yaml:"after"`   // words right after
	Joined  []string     `json:"joined,omitempty"  yaml:"joined"`  // those among them that may be joined to the name
}

// Exception lets a planned name of a kind stand beside that of the organisation it is a member of.
type Exception struct {
	Kind     coop.Kind   `json:"kind"      yaml:"kind"`
	MemberOf []coop.Kind `json:"member_of" yaml:"member_of"`
}

// Terms are words or phrases of one basis.
type Terms struct {
	Basis law.Basis `json:"basis"          yaml:"basis"`
	Note  string    `json:"note,omitempty" yaml:"note"`
	Terms []string  `json:"terms"          yaml:"terms"`
}

// Ban keeps words out of names, or lets them in only with the consent of whom they name.
type Ban struct {
	Code    string     `yaml:"code"`
	List    string     `yaml:"list"`
	Consent bool       `yaml:"consent"` // the body named may consent
	Cite    []law.Cite `yaml:"cite"`
	Says    string     `yaml:"says"`
}

// Words is the language behind the rules: what sounds alike, what counts, what no name may say.
type Words struct {
	Readings []Reading          `yaml:"readings"`
	Numerals []Terms            `yaml:"numerals"`
	Lists    map[string][]Terms `yaml:"lists"`
}

// Normalize writes every word of the lists as names are compared.
func (w *Words) Normalize() {
	for _, groups := range w.Lists {
		normalize(groups)
	}
	normalize(w.Numerals)
}

func normalize(groups []Terms) {
	for _, g := range groups {
		for i, term := range g.Terms {
			g.Terms[i] = vn.NameKey(term)
		}
	}
}

// Pool is a set of names within which exact duplicates are forbidden, as the database keeps it.
type Pool string

// The pools. Names of HTX and LHHTX are compared kind by kind as whole names in R1 and as tên riêng across both in R2: see
// migrations/0004. A notice-track THT is compared within its commune; its pool carries the commune.
const (
	PoolHTX         Pool = "htx"
	PoolLHHTX       Pool = "lhhtx"
	PoolQTDND       Pool = "qtdnd"
	PoolTHT         Pool = "tht"
	PoolTHTOfPlaces Pool = "tht_commune"
	PoolOwnKind     Pool = "kind" // the pool of the name's own kind
)

// Keys gives the pools as they are kept for a seat: the commune is joined to the pool that is kept by commune, with the
// list its code belongs to, for codes change meaning.
func (s Scheme) Keys(place string, on vn.Date) []string {
	keys := make([]string, 0, len(s.Pools))
	for _, p := range s.Pools {
		switch p {
		case PoolTHTOfPlaces:
			keys = append(keys, string(p)+":"+coop.List(on)+":"+place)
		case PoolOwnKind:
			keys = append(keys, string(s.Kind))
		case PoolHTX, PoolLHHTX, PoolQTDND, PoolTHT:
			keys = append(keys, string(p))
		}
	}
	return keys
}

// Free tells whether an end for the reason makes a name free again on a day.
func (s Scheme) Free(status coop.Status, reason coop.StatusReason, on vn.Date) bool {
	return status == coop.StatusEnded && slices.ContainsFunc(s.Frees, func(f Freed) bool {
		return f.Contains(on) && slices.Contains(f.Reasons, reason)
	})
}

// Freeing lists the reasons of an end by which a name is free on a day.
func (s Scheme) Freeing(on vn.Date) []coop.StatusReason {
	var reasons []coop.StatusReason
	for _, f := range s.Frees {
		if f.Contains(on) {
			reasons = append(reasons, f.Reasons...)
		}
	}
	return reasons
}

// Key is the form in which the tên riêng of a name of the scheme's kind is compared.
func (s Scheme) Key(name string) string { return Key(s.Kind, name) }
