package dossier

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
)

// abroad tells whether the file is about a unit in another country, which it opens or which is on the register.
func (d Dossier) abroad(l Law) bool {
	return d.Payload.Unit.Abroad() || slices.Contains(l.Stands, StandsAbroad)
}

// unitAbroad checks a unit in another country: of a kind the law of the day lets an organisation have there, and without a place
// here. It is set up, changed and ended by the law of that country; the register is only told (Điều 16 khoản 6,
// 193/2013/NĐ-CP; Điều 55 khoản 3, 17/2023/QH15; Điều 36 khoản 4, Điều 54 khoản 4, 92/2024/NĐ-CP).
func (d Dossier) unitAbroad(s Subject) []law.Verdict {
	if !d.abroad(s.Law) {
		return nil
	}
	var kind coop.UnitKind
	switch {
	case s.Target != nil && s.Target.Unit != nil:
		kind = s.Target.Unit.Kind
	case d.Payload.Unit != nil:
		kind = d.Payload.Unit.Kind
	}
	verdicts := []law.Verdict{d.lifeVerdict(s.Law, "UNIT-ABROAD", slices.Contains(s.Law.Rule.Value.Abroad, kind), "/payload/unit/country", msgUnitAbroad)}
	if len(s.Law.Rule.Value.Abroad) == 0 { // no text speaks of it
		verdicts[0].Answer, verdicts[0].Basis, verdicts[0].Detail = law.Unknown, law.BasisMissing, msgUnitAbroadUnset
	}
	if d.Payload.Seat.Place != "" {
		verdicts = append(verdicts, d.lifeVerdict(s.Law, "UNIT-ABROAD", false, "/payload/seat/place", msgUnitAbroadPlace))
	}
	return verdicts
}

// spared tells what a file about a unit abroad need not say: its end is by the law of that country, without the tax office here and
// without a resolution among the papers.
func (d Dossier) spared(l Law, need Need) bool {
	return d.abroad(l) && (need == NeedResolution || need == NeedTaxNotAgainst)
}
