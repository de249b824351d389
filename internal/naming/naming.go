package naming

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Question is a planned name.
type Question struct {
	Kind        coop.Kind `json:"kind"`
	Name        string    `json:"name"`
	ForeignName string    `json:"foreign_name,omitempty"`
	ShortName   string    `json:"short_name,omitempty"`
	SeatPlace   string    `json:"seat_place,omitempty"`
	// Track tells a THT that gives notice from one that registers; empty is the registration, where the day knows one.
	Track    coop.Track `json:"track,omitempty"`
	MemberOf string     `json:"member_of,omitempty"` // id of a registered union or HTX
	Consent  bool       `json:"consent,omitempty"`   // the body whose name it uses consents
	On       vn.Date    `json:"on,omitzero"`
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

// Registered is a record that a planned name may collide with.
type Registered struct {
	Holder
	Foreign, Short string
	Track          coop.Track
	Reason         coop.StatusReason // why it has ended
	SameCommune    bool              // its seat lies in the commune of the planned one
}

// Hit is one rule hit.
type Hit struct {
	Rule    string     `json:"rule"`
	Verdict Outcome    `json:"verdict"`
	Cite    []law.Cite `json:"cite"`
	Basis   law.Basis  `json:"basis"`
	Holder  *Holder    `json:"organization,omitempty"`
	Detail  string     `json:"detail"`
	Form    string     `json:"form"` // the form of the name that is hit: vi, foreign or short
}

// Applied is one rule that the name was held against. Open marks the clause that leaves room for the office's own finding.
type Applied struct {
	Rule   string     `json:"rule"`
	Detail string     `json:"detail"`
	Cite   []law.Cite `json:"cite"`
	Basis  law.Basis  `json:"basis"`
	Open   bool       `json:"open"`
}

// Answer is every rule hit, and what follows.
type Answer struct {
	Verdict    Outcome   `json:"verdict"`
	Scope      string    `json:"scope"`
	Hits       []Hit     `json:"hits"`
	Rules      []Applied `json:"rules"`
	Normalized string    `json:"normalized"`
	On         vn.Date   `json:"on"`
}

// Judge holds a planned name against the form the law asks for and against registered names, and gives every hit: those of
// form first, then record by record.
func (s Scheme) Judge(q Question, registered []Registered) Answer {
	hits := slices.Concat(s.form(q), s.forbidden(q))
	p := s.plan(q)
	for _, r := range registered {
		hits = append(hits, p.against(r)...)
	}
	a := Answer{Verdict: Free, Scope: scope(s), Hits: []Hit{}, Rules: s.applied(), Normalized: s.Key(q.Name), On: q.On}
	for _, h := range hits {
		a.Hits = append(a.Hits, h)
		if severity(h.Verdict) > severity(a.Verdict) {
			a.Verdict = h.Verdict
		}
	}
	return a
}

func severity(o Outcome) int {
	return slices.Index([]Outcome{Free, Warning, Conflict, Forbidden}, o)
}

// sure is the outcome of what is certain; what is only assumed is for an officer to weigh.
func sure(certain Outcome, b law.Basis) Outcome {
	if b == law.BasisStated || b == law.BasisDerived {
		return certain
	}
	return Warning
}

func (s Scheme) applied() []Applied {
	applied := make([]Applied, 0, len(s.Forbids)+len(s.Rules))
	for _, f := range s.Forbids {
		applied = append(applied, Applied{Rule: f.Code, Detail: f.Says, Cite: notNil(f.Cite), Basis: law.BasisStated})
	}
	for _, r := range s.Rules {
		applied = append(applied, Applied{Rule: r.Code, Detail: r.Says, Cite: notNil(r.Cite), Basis: r.Basis, Open: r.Test == TestFinding})
	}
	return applied
}

// Open gives the clause that leaves room for the office's own finding.
func (s Scheme) Open() (Rule, bool) {
	i := slices.IndexFunc(s.Rules, func(r Rule) bool { return r.Test == TestFinding })
	if i < 0 {
		return Rule{}, false
	}
	return s.Rules[i], true
}

// planned is a planned name as its rules compare it.
type planned struct {
	Question
	scheme Scheme
	key    string
	bases  [][]variant // what it would be without its addition, by rule
}

func (s Scheme) plan(q Question) planned {
	p := planned{Question: q, scheme: s, key: s.Key(q.Name), bases: make([][]variant, len(s.Rules))}
	proper := Proper(s.Kind, q.Name)
	for i, r := range s.Rules {
		p.bases[i] = r.bases(proper, s.Words)
	}
	return p
}

// against holds a planned name against a registered one, rule by rule.
func (p planned) against(r Registered) []Hit {
	if p.scheme.Free(r.Status, r.Reason, p.On) {
		return nil
	}
	var hits []Hit
	registered := Key(r.Kind, r.Name)
	for i, rule := range p.scheme.Rules {
		if !rule.concerns(p.Question, r) {
			continue
		}
		basis, hit := p.compare(i, r, registered)
		if !hit {
			continue
		}
		basis = weaker(basis, rule.Basis)
		holder := r.Holder
		hits = append(hits, Hit{
			Rule: rule.Code, Verdict: sure(Conflict, basis), Cite: notNil(rule.Cite), Basis: basis, Holder: &holder,
			Detail: msgClash(rule, r.Holder), Form: rule.form(),
		})
	}
	return hits
}

// concerns tells whether a rule compares the planned name with a record at all.
func (r Rule) concerns(q Question, with Registered) bool {
	excepted := slices.ContainsFunc(r.Except, func(e Exception) bool {
		return e.Kind == q.Kind && q.MemberOf == with.ID.String() && slices.Contains(e.MemberOf, with.Kind)
	})
	return !excepted && slices.Contains(r.Against, with.Kind) && (!r.Whole || with.Kind == q.Kind) &&
		(len(r.Tracks) == 0 || slices.Contains(r.Tracks, with.Track)) && (!r.Commune || with.SameCommune)
}

// compare tells whether a rule is hit by a record, whose name as a key is registered, and how surely.
func (p planned) compare(rule int, with Registered, registered string) (law.Basis, bool) {
	same := p.key == registered
	switch r := p.scheme.Rules[rule]; r.Test {
	case TestDuplicate:
		return law.BasisStated, same
	case TestAlike:
		if same {
			return "", false
		}
		return p.scheme.Words.readAlike(p.key, registered)
	case TestSign:
		return r.differBySign(p.key, registered)
	case TestDirection:
		return r.differByPhrase(p.key, registered)
	case TestShort:
		return law.BasisStated, p.ShortName != "" && vn.NameKey(p.ShortName) == vn.NameKey(with.Short)
	case TestForeign:
		return law.BasisStated, p.ForeignName != "" && vn.NameKey(p.ForeignName) == vn.NameKey(with.Foreign)
	case TestSuffix, TestAround:
		best := law.Basis("")
		for _, v := range p.bases[rule] {
			if v.key == registered {
				best = surer(best, v.basis)
			}
		}
		return best, best != ""
	case TestFinding:
	}
	return "", false
}

func (r Rule) form() string {
	switch r.Test {
	case TestShort:
		return "short"
	case TestForeign:
		return "foreign"
	case TestDuplicate, TestAlike, TestSign, TestDirection, TestSuffix, TestAround, TestFinding:
	}
	return "vi"
}

func notNil(cite []law.Cite) []law.Cite {
	if cite == nil {
		return []law.Cite{}
	}
	return cite
}
