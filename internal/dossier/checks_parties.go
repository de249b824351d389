package dossier

import (
	"slices"
	"strconv"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
)

// parties checks the other organisations of a reorganisation: on the register, of the same kind, living.
func (d Dossier) parties(s Subject) []law.Verdict {
	if len(d.Payload.Parties) == 0 || len(s.Target.Parties) != len(d.Payload.Parties) {
		return []law.Verdict{d.lifeVerdict(s.Law, "PARTIES", false, "/payload/parties", msgNoParties)}
	}
	least := 1
	if e := s.Law.Rule.Value.Effect; e == EffectDivide || e == EffectConsolidate {
		least = 2 // chia into several; hợp nhất of several
	}
	verdicts := []law.Verdict{d.lifeVerdict(s.Law, "PARTIES", len(s.Target.Parties) >= least, "/payload/parties", msgPartiesFew(least))}
	for i, party := range s.Target.Parties {
		o := party.Organization
		at := "/payload/parties/" + strconv.Itoa(i)
		switch {
		case slices.Contains(d.Payload.Parties[:i], o.ID):
			verdicts = append(verdicts, d.lifeVerdict(s.Law, "PARTIES", false, at, msgPartyTwice))
		case o.ID == s.Target.Organization.ID:
			verdicts = append(verdicts, d.lifeVerdict(s.Law, "PARTIES", false, at, msgPartySelf))
		case o.Kind != s.Target.Organization.Kind:
			// Điều 94 khoản 1, Điều 95 khoản 1, 17/2023/QH15: of the same kind only.
			verdicts = append(verdicts, d.lifeVerdict(s.Law, "PARTIES", false, at, msgPartyKind))
		case o.Status != coop.StatusActive && o.Status != coop.StatusSuspended:
			verdicts = append(verdicts, d.lifeVerdict(s.Law, "PARTIES", false, at, msgPartyStatus(o.Status)))
		default:
			verdicts = append(verdicts, d.partyBarred(s.Law, party, at)...)
		}
	}
	return append(verdicts, d.newborn(s)...)
}

// partyBarred gives what bars another organisation from the reorganisation. Điều 33 khoản 1, 92/2024/NĐ-CP speaks of who is
// registered; whoever is absorbed takes part in that registration, and would else escape what is held against it.
func (d Dossier) partyBarred(l Law, party Target, at string) []law.Verdict {
	verdicts := barred(l, party, d.Procedure, law.NotMet)
	for i := range verdicts {
		verdicts[i].Pointer, verdicts[i].Basis = at, law.BasisDerived
	}
	return verdicts
}

// newborn checks that what a division, separation or consolidation makes is no older than its resolution: the new ones are
// registered first (Điều 92 khoản 3, Điều 94 khoản 2 điểm d, 17/2023/QH15; Điều 52 khoản 3, Điều 53 khoản 1, 23/2012/QH13).
func (d Dossier) newborn(s Subject) []law.Verdict {
	if !d.Payload.Resolution.Dated() {
		return nil
	}
	resolved := d.Payload.Resolution.IssuedOn
	var made []Target
	switch s.Law.Rule.Value.Effect { //nolint:exhaustive // the others make nothing new
	case EffectDivide, EffectSeparate:
		made = s.Target.Parties
	case EffectConsolidate:
		made = []Target{*s.Target}
	}
	for _, t := range made {
		if t.Organization.Registration.IssuedOn.Before(resolved) {
			return []law.Verdict{d.lifeVerdict(s.Law, "PARTIES-NEW", false, "/payload/parties", msgPartyOlder)}
		}
	}
	return nil
}
