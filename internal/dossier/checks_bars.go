package dossier

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// MayBeFiled says whether an organisation, or its unit, may file a procedure as it stands: track, status and the bars to
// registration of Điều 33, 92/2024/NĐ-CP. Explained tells whether a change comes with the reason why the end that is under
// way needs it: unknown where there is no file yet.
func MayBeFiled(l Law, t Target, p coop.Procedure, explained law.Answer) []law.Verdict {
	rule := l.Rule.Value
	if l.Rule.Basis == law.BasisMissing {
		return []law.Verdict{{Rule: "PROCEDURE", Answer: law.NotMet, Cite: []law.Cite{}, Basis: law.BasisDerived, Pointer: "/procedure", Detail: msgNoProcedure}}
	}
	status, reason := t.status()
	stands := rule.OnTrack(t.Organization.Registration.Track)
	fits := rule.InStatus(status, reason)
	verdicts := []law.Verdict{
		{Rule: "TRACK", Answer: answer(stands), Cite: l.Rule.Cite, Basis: l.Rule.Basis, Pointer: "/organization_id", Detail: msgTrack(stands)},
		{Rule: "STATUS", Answer: answer(fits), Cite: l.Rule.Cite, Basis: l.Rule.Basis, Pointer: "/organization_id", Detail: msgStatus(fits, status, reason)},
	}
	return append(verdicts, barred(l, t, p, explained)...)
}

// Founded says whether the formation of what is registered, of an organisation or of the unit named, may be filed again: only where
// the office demanded it, for the file before was untrue (Điều 24 khoản 3 điểm a, 92/2024/NĐ-CP).
func Founded(l Law, t Target) law.Verdict {
	demanded := slices.ContainsFunc(t.Notices, func(n coop.Notice) bool {
		return n.Kind == coop.NoticeNewDossier && (n.UnitID == nil) == (t.Unit == nil)
	})
	v := law.Verdict{
		Rule: "NEW-DOSSIER", Answer: answer(demanded), Cite: l.Rule.Cite, Basis: l.Rule.Basis, Pointer: "/organization_id", Detail: msgNewDossierOnly,
	}
	if t.Unit != nil {
		v.Pointer, v.Detail = "/unit_id", msgNewUnitDossier
	}
	if demanded {
		v.Detail = msgFine
	}
	return v
}

// Known says what a procedure asks besides that the register knows without a file: that no unit is open any more, and that a
// resolution to dissolve can still be cancelled.
func Known(l Law, t Target, today vn.Date) []law.Verdict {
	var verdicts []law.Verdict
	known := func(rule string, met bool, no string) {
		v := law.Verdict{Rule: rule, Answer: answer(met), Cite: l.Rule.Cite, Basis: l.Rule.Basis, Detail: no}
		if met {
			v.Detail = msgFine
		}
		verdicts = append(verdicts, v)
	}
	if slices.Contains(l.Rule.Value.Needs, NeedUnitsClosed) {
		known("UNITS-CLOSED", t.OpenUnits == 0, msgUnitsOpen(t.OpenUnits))
		verdicts[0].Pointer = "/payload"
	}
	if l.Rule.Value.Cancel != "" {
		// Điều 50 khoản 6, 92/2024/NĐ-CP: within the six months of silence after a resolution of the members, which alone they can take
		// back; an end that a court or the office ordered they cannot.
		known("CANCEL-TIME", !t.SilenceEnds.IsZero() && !today.After(t.SilenceEnds), msgCancelTime)
	}
	return verdicts
}

// barred gives what of Điều 33, 92/2024/NĐ-CP stands against an organisation's part in a procedure.
func barred(l Law, t Target, p coop.Procedure, explained law.Answer) []law.Verdict {
	verdicts := demanded(l, t, p)
	if since := l.Rule.Value.BarsSince; since.IsZero() || l.On.Before(since) {
		return verdicts
	}
	return append(verdicts, bars(t, explained)...)
}

// bars gives what of Điều 33 khoản 1 stands against a registration.
func bars(t Target, explained law.Answer) []law.Verdict {
	var verdicts []law.Verdict
	stands := func(rule string, is law.Answer, at, detail string) {
		verdicts = append(verdicts, law.Verdict{
			Rule: rule, Answer: is, Cite: []law.Cite{{Doc: "92/2024/NĐ-CP", At: at}}, Basis: law.BasisStated,
			Pointer: "/organization_id", Detail: detail,
		})
	}
	bar := func(rule, at, detail string) { stands(rule, law.NotMet, at, detail) }
	o := t.Organization
	// Điều 33 khoản 1 điểm a: "Đã bị … ra thông báo về hành vi vi phạm … hoặc đã bị ra quyết định thu hồi"; lifted by khoản 2
	// điểm a when it is mended and the office accepts that, or when the certificate is restored. It speaks of THT, HTX and LHHTX:
	// what is held against a unit does not bar its organisation.
	noted := slices.IndexFunc(t.Notices, func(n coop.Notice) bool { return n.Kind == coop.NoticeViolation && n.UnitID == nil })
	switch {
	case len(t.Violations) > 0:
		bar("BAR-VIOLATION", "Điều 33 khoản 1 điểm a", msgViolation(t.Violations[0].Number))
	case noted >= 0:
		bar("BAR-VIOLATION", "Điều 33 khoản 1 điểm a", msgViolationNoted(t.Notices[noted].IssuedOn))
	case o.Status == coop.StatusRevoked, o.Status == coop.StatusDissolving && o.StatusReason == coop.ReasonRevocation:
		bar("BAR-REVOKED", "Điều 33 khoản 1 điểm a", msgRevoked)
	}
	// Điều 33 khoản 1 điểm b; lifted by khoản 2 điểm b for a change that the end itself needs, with its explanation.
	ending := o.StatusReason == coop.ReasonDissolution || o.StatusReason == coop.ReasonTermination
	if o.Status == coop.StatusDissolving && ending && explained != law.Met {
		stands("BAR-DISSOLVING", explained, "Điều 33 khoản 1 điểm b", msgDissolving)
	}
	if o.Status == coop.StatusNotAtAddress {
		bar("BAR-ADDRESS", "Điều 33 khoản 1 điểm c", msgNotAtAddress)
	}
	return verdicts
}

// demanded gives the bar of Điều 33 khoản 3: a court, an enforcement or an investigating body forbade the procedure, until it
// consents in writing. What the office does by itself is no registration that it could refuse.
func demanded(l Law, t Target, p coop.Procedure) []law.Verdict {
	if slices.Equal(l.Rule.Value.Signs, []Capacity{CapacityOffice}) {
		return nil
	}
	for _, n := range t.Notices {
		if n.Kind == coop.NoticeDemand && (len(n.Procedures) == 0 || slices.Contains(n.Procedures, p)) {
			return []law.Verdict{{
				Rule: "BAR-DEMAND", Answer: law.NotMet, Cite: []law.Cite{{Doc: "92/2024/NĐ-CP", At: "Điều 33 khoản 3"}},
				Basis: law.BasisStated, Pointer: "/organization_id", Detail: msgDemanded(n.Paper.Issuer, n.Paper.Number),
			}}
		}
	}
	return nil
}
