package naming

import (
	"htxregistry/internal/law"
)

// Finding is what the officer found of a name, with the reason.
type Finding struct {
	Clashes bool
	Reason  string
}

// Verdicts gives an answer as verdicts on a file, one met verdict when nothing was hit. A conflict is not met, whatever the
// officer finds: the list is the law's. A warning is unknown until the officer finds with a reason.
func (a Answer) Verdicts(s Scheme, finding *Finding) []law.Verdict {
	verdicts := make([]law.Verdict, 0, len(a.Hits)+1)
	for _, h := range a.Hits {
		v := law.Verdict{Rule: h.Rule, Answer: law.NotMet, Cite: h.Cite, Basis: h.Basis, Pointer: "/payload/name/" + h.Form, Detail: h.Detail}
		if h.Verdict == Warning {
			v.Answer = law.Unknown
			if finding != nil {
				v.Answer, v.Detail = found(*finding), msgFound(h.Detail, finding.Reason)
			}
		}
		verdicts = append(verdicts, v)
	}
	if open, ok := s.Open(); ok && finding != nil && finding.Clashes {
		verdicts = append(verdicts, law.Verdict{
			Rule: open.Code, Answer: law.NotMet, Cite: notNil(open.Cite), Basis: open.Basis, Pointer: "/payload/name/vi", Detail: msgFinding(finding.Reason),
		})
	}
	if len(verdicts) == 0 {
		verdicts = append(verdicts, law.Verdict{Rule: "NAME", Answer: law.Met, Cite: s.cite(), Basis: s.basis(), Pointer: "/payload/name/vi", Detail: msgFree})
	}
	return verdicts
}

func found(f Finding) law.Answer {
	if f.Clashes {
		return law.NotMet
	}
	return law.Met
}

func (s Scheme) cite() []law.Cite {
	if len(s.Cite) == 0 {
		return notNil(s.LeadCite)
	}
	return s.Cite
}

func (s Scheme) basis() law.Basis {
	if s.Basis == "" {
		return law.BasisDerived
	}
	return s.Basis
}
