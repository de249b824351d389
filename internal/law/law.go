// Package law is how any rule is dated, cited and answered: a provision with its days, clause and basis, and the verdict
// of a rule on a case.
package law

import (
	"fmt"
	"slices"

	"htxregistry/internal/vn"
)

// Basis tells how sure the rulebook is of a value.
type Basis string

// The bases. Assumed is the only way a figure without a source gets in; missing says that no text settles the point.
const (
	BasisStated  Basis = "stated"
	BasisDerived Basis = "derived"
	BasisAssumed Basis = "assumed"
	BasisMissing Basis = "missing"
)

// Known tells whether b is one of the four bases.
func (b Basis) Known() bool {
	switch b {
	case BasisStated, BasisDerived, BasisAssumed, BasisMissing:
		return true
	}
	return false
}

// Cite is a clause: the number of a document, and điều, khoản, điểm in that order.
type Cite struct {
	Doc   string `json:"document" yaml:"doc"`
	At    string `json:"article" yaml:"at"`
	Title string `json:"title,omitempty" yaml:"title,omitempty"`
}

// Provision is one value during the days it is in force.
type Provision[T any] struct {
	vn.Period `yaml:",inline"`
	Cite      []Cite `json:"cite" yaml:"cite"`
	Basis     Basis  `json:"basis" yaml:"basis"`
	Note      string `json:"note,omitempty" yaml:"note,omitempty"`
	Value     T      `json:"value" yaml:"value"`
}

// Timeline is one rule through time, oldest first.
type Timeline[T any] []Provision[T]

// On gives the provision in force on a day; false when there is none.
func (t Timeline[T]) On(day vn.Date) (Provision[T], bool) {
	for _, p := range slices.Backward(t) {
		if p.Contains(day) {
			return p, true
		}
	}
	return Provision[T]{}, false
}

// Check refuses overlap, disorder, an unknown basis, a citation without a document, and a value that
// is neither assumed nor missing without a citation.
func (t Timeline[T]) Check(name string) error {
	for i, p := range t {
		if err := p.Check(); err != nil {
			return fmt.Errorf("%s[%d]: %w", name, i, err)
		}
		if !p.Basis.Known() {
			return fmt.Errorf("%s[%d]: unknown basis %q", name, i, p.Basis)
		}
		if len(p.Cite) == 0 && p.Basis != BasisAssumed && p.Basis != BasisMissing {
			return fmt.Errorf("%s[%d]: no citation", name, i)
		}
		if slices.ContainsFunc(p.Cite, func(c Cite) bool { return c.Doc == "" }) {
			return fmt.Errorf("%s[%d]: citation without a document", name, i)
		}
		if i > 0 && (t[i-1].To.IsZero() || p.From.Before(t[i-1].To)) {
			return fmt.Errorf("%s[%d]: begins before the one above ends", name, i)
		}
	}
	return nil
}

// Answer is what a rule says of a case. Unknown is not "not met".
type Answer string

// The answers.
const (
	Met           Answer = "met"
	NotMet        Answer = "not_met"
	Unknown       Answer = "unknown"
	NotApplicable Answer = "not_applicable"
	NotInForce    Answer = "not_in_force"
)

// Verdict is the answer of one rule with its clause and a sentence for people.
type Verdict struct {
	Rule    string `json:"rule"`
	Answer  Answer `json:"verdict"`
	Cite    []Cite `json:"cite"`
	Basis   Basis  `json:"basis"`
	Pointer string `json:"pointer,omitempty"`
	Detail  string `json:"detail"`
	// Advisory marks a rule that bars nothing: the law sets a time for the filer, but no refusal for being late.
	Advisory bool `json:"advisory,omitempty"`
	// Asks marks an unknown that stands in the way until the file says what Pointer names.
	Asks bool `json:"asks,omitempty"`
}
