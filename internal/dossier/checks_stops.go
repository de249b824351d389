package dossier

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
)

// Stopped tells which demands to stop business a file about these lines runs into, a resumption into those of all business. The
// texts let nothing be refused for them (Điều 33, 92/2024/NĐ-CP has a list of its own), so the verdicts advise the officer.
func Stopped(rule Rule, o coop.Organization, lines []coop.Industry) []law.Verdict {
	var verdicts []law.Verdict
	for _, stop := range o.Stops {
		touched := slices.ContainsFunc(lines, stop.Covers)
		if rule.Effect == EffectResume {
			touched = len(stop.Industries) == 0
		}
		if touched {
			verdicts = append(verdicts, law.Verdict{
				Rule: "BUSINESS-STOP", Answer: law.NotMet, Cite: stop.Cite, Basis: law.BasisDerived, Pointer: "/payload/industries",
				Detail: msgStopped(stop), Advisory: true,
			})
		}
	}
	return verdicts
}

// ConcernsLines tells whether a procedure is about lines of business.
func (r Rule) ConcernsLines() bool {
	return r.Effect == EffectOpenUnit || slices.Contains(r.Fields, "industries")
}
