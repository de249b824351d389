package dossier

import (
	"slices"
	"strconv"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// seatMoves checks a new address: one that is only updated must be the old one under a new map (Điều 46 khoản 2,
// 92/2024/NĐ-CP), and before a move to another office's area the tax formalities are done where the law of the day asks so.
func (d Dossier) seatMoves(s Subject) []law.Verdict {
	to := d.Payload.Seat.Place
	if s.Law.Rule.Value.Effect != EffectChange || !d.Payload.changes("seat") {
		return nil
	}
	if d.Procedure == coop.ProcedureInformationUpdate {
		return []law.Verdict{d.lifeVerdict(s.Law, "SEAT-BOUNDARY", d.followsMap(s), "/payload/seat/place", msgSeatBoundary(s.Elsewhere["seat"]))}
	}
	if to == "" {
		return nil
	}
	from, on := s.Target.seat()
	tax := d.Payload.Tax
	clauses := s.Law.Rule.Value.TaxFirst
	if len(clauses) == 0 || s.sameArea(from, on, to) {
		return nil
	}
	v := d.lifeVerdict(s.Law, "TAX-FIRST", true, "/payload/tax", "")
	v.Cite = clauses
	switch {
	case tax == nil || tax.Settled == nil:
		v.Answer, v.Detail = law.Unknown, msgTaxFirst
	case !*tax.Settled:
		v.Answer, v.Detail = law.NotMet, msgTaxFirst
	}
	return []law.Verdict{v}
}

// newOffice checks that a change of the office is filed with the new one, which gets what the old one handed over: the old one
// is whoever gave the newest certificate (Điều 20 khoản 1 and 3, 03/2014/TT-BKHĐT).
func (d Dossier) newOffice(s Subject) []law.Verdict {
	if d.Procedure != coop.ProcedureOfficeChange || s.Target == nil {
		return nil
	}
	v := d.lifeVerdict(s.Law, "NEW-OFFICE", s.Target.CertifiedBy != d.Authority.ID, "/authority", msgNewOffice)
	v.Cite = []law.Cite{{Doc: "03/2014/TT-BKHĐT", At: "Điều 20 khoản 3"}}
	if s.Target.CertifiedBy == "" {
		v.Answer, v.Detail = law.Unknown, msgNewOfficeUnknown
	}
	return []law.Verdict{v}
}

// followsMap tells whether the commune the file names is what the map has made, by the day of effect, of the one that is
// registered since a day: the same one under another code or name, or in other tiers. A line alone follows no map.
func (d Dossier) followsMap(s Subject) bool {
	if d.Procedure != coop.ProcedureInformationUpdate {
		return false
	}
	from, on := s.Target.seat()
	to, day := d.Payload.Seat.Place, s.Law.On
	if !d.Payload.EffectiveOn.IsZero() {
		day = d.Payload.EffectiveOn
	}
	if !slices.ContainsFunc(s.Places.Follow(from, on, day), func(p place.Place) bool { return p.Code == to }) {
		return false
	}
	before, after := s.Places.Path(from, on), s.Places.Path(to, day)
	return from != to || len(before) != len(after) || before[0].Name != after[0].Name
}

// sameArea tells whether two communes lie in one district, or where there is none are one commune.
func (s Subject) sameArea(from string, on vn.Date, to string) bool {
	now := s.Places.Follow(from, on, s.Law.On)
	if len(now) != 1 {
		return false
	}
	a, b := s.Places.Path(now[0].Code, s.Law.On), s.Places.Path(to, s.Law.On)
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	level := max(len(a)-2, 0) // the district of three tiers, the commune of two
	return a[level].Code == b[level].Code
}

// exchange checks the exchange of an old certificate that rides on the file: where the law of the day lets it, for a
// certificate older than the decree (Điều 65 khoản 2, 92/2024/NĐ-CP). A unit elsewhere waits for it (điểm c).
func (d Dossier) exchange(s Subject) []law.Verdict {
	rule, o := s.Law.Rule.Value, s.Target.Organization
	old := o.Registration.Regime != s.Law.Regime
	lets := !rule.ExchangeSince.IsZero() && !s.Law.On.Before(rule.ExchangeSince)
	if d.Payload.Exchange {
		v := d.lifeVerdict(s.Law, "EXCHANGE", lets && old, "/payload/exchange", msgExchange)
		v.Cite = []law.Cite{{Doc: "92/2024/NĐ-CP", At: "Điều 65 khoản 2"}}
		return []law.Verdict{v}
	}
	seat := d.Payload.Seat.Place
	if s.Target.Unit != nil && seat == "" {
		seat = s.Target.Unit.Seat.Place
	}
	concernsUnit := rule.Effect == EffectOpenUnit || s.Target.Unit != nil
	tiers := len(s.Places.Path(seat, s.Law.On))
	if !lets || !old || !concernsUnit || tiers < 3 || s.sameArea(o.Seat.Place, o.SeatOn, seat) {
		return nil
	}
	return []law.Verdict{{
		Rule: "EXCHANGE-FIRST", Answer: law.NotMet, Cite: []law.Cite{{Doc: "92/2024/NĐ-CP", At: "Điều 65 khoản 2 điểm c"}},
		Basis: law.BasisStated, Pointer: "/organization_id", Detail: msgExchangeFirst,
	}}
}

// joins checks who joins or leaves a union: an HTX, on days that have come and on which the union was registered, one that is in
// it before it leaves.
func (d Dossier) joins(s Subject) []law.Verdict {
	var verdicts []law.Verdict
	union := s.Target.Organization
	for i, m := range d.Payload.Memberships {
		since, inside := s.Target.Joined[m.OrganizationID]
		fits := union.Kind == coop.KindLHHTX && (!m.JoinedOn.IsZero() || !m.LeftOn.IsZero()) &&
			!m.JoinedOn.After(s.Today) && !m.LeftOn.After(s.Today)
		if m.JoinedOn.IsZero() {
			fits = fits && inside && m.LeftOn.After(since)
		} else {
			fits = fits && !inside && !m.JoinedOn.Before(union.Registration.IssuedOn) && (m.LeftOn.IsZero() || m.LeftOn.After(m.JoinedOn))
		}
		verdicts = append(verdicts, d.lifeVerdict(s.Law, "MEMBERSHIP", fits, "/payload/memberships/"+strconv.Itoa(i), msgMembership))
	}
	return verdicts
}

// stateSupport asks how much of the undivided assets came from the State: the papers follow from it (Điều 50 khoản 2 điểm c-d,
// Điều 63 khoản 3 điểm b-c, 92/2024/NĐ-CP), so the file is not whole before it is told.
func (d Dossier) stateSupport(l Law) []law.Verdict {
	if d.Payload.State != "" {
		return nil
	}
	return []law.Verdict{{
		Rule: "STATE-SUPPORT", Answer: law.Unknown, Asks: true, Cite: l.Rule.Cite, Basis: l.Rule.Basis, Pointer: "/payload/state_support", Detail: msgStateSupport,
	}}
}
