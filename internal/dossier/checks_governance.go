package dossier

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/law"
)

// GovernanceRule is from how many members on a union must have the full governance, and below how many official members an HTX
// of a sector is micro and may choose (Điều 56 khoản 2-3, 17/2023/QH15). A sector that is not there: its classes are not known.
type GovernanceRule struct {
	UnionFullFrom int            `json:"union_full_from"       yaml:"union_full_from"`
	MicroBelow    map[string]int `json:"micro_below,omitempty" yaml:"micro_below,omitempty"`
}

// governance checks the model of governance a file declares; of a record that has the reduced one, what a change of its members
// makes of it: then the next general meeting decides on the full one, and nothing is refused (Điều 56 khoản 4, 17/2023/QH15).
// No text has the model registered or notified; it stands in the charter, and the register keeps what it is told.
func (d Dossier) governance(s Subject) []law.Verdict {
	model, grows := d.Payload.Governance, false
	if model == "" && s.Target != nil && s.updates() && (d.Payload.Members != nil || len(d.Payload.Memberships) > 0) {
		model, grows = s.Target.Organization.Governance, true
	}
	if model == "" || grows && model == coop.GovernanceFull {
		return nil
	}
	ofUnit := s.Target != nil && s.Target.Unit != nil
	if ofUnit || d.OrganizationKind != coop.KindHTX && d.OrganizationKind != coop.KindLHHTX {
		return []law.Verdict{verdict("GOVERNANCE", false, nil, "/payload/governance", "", msgGovernanceNone)}
	}
	l := s.Law.Governance
	v := law.Verdict{Rule: "GOVERNANCE", Answer: law.Met, Cite: l.Cite, Basis: l.Basis, Pointer: "/payload/governance", Advisory: grows, Detail: msgGovernanceFine}
	switch {
	case !l.settled():
		v.Answer, v.Basis, v.Detail = law.NotMet, law.BasisDerived, msgGovernanceOne
	case model == coop.GovernanceReduced:
		v.Answer, v.Detail = d.mayBeReduced(s, l.Value)
		if grows && v.Answer == law.NotMet {
			v.Detail = msgGovernanceGrown
		}
	}
	return []law.Verdict{v}
}

// mayBeReduced tells whether the reduced governance is allowed for the members there will be.
func (d Dossier) mayBeReduced(s Subject, rule GovernanceRule) (law.Answer, string) {
	members, known := d.membersAfter(s)
	if d.OrganizationKind == coop.KindLHHTX {
		if !known {
			return law.Unknown, msgGovernanceMembers
		}
		return answer(members < rule.UnionFullFrom), msgGovernanceUnion(members, rule.UnionFullFrom)
	}
	below, classed := rule.MicroBelow[s.Sector]
	switch {
	case !classed:
		return law.Unknown, msgGovernanceSector
	case !known:
		return law.Unknown, msgGovernanceMembers
	case members < below:
		return law.Met, msgGovernanceFine
	}
	return law.Unknown, msgGovernanceSize(below) // a class also needs revenue or total capital (Điều 16)
}

// membersAfter counts the official members once the file is approved; of a union its member HTX.
func (d Dossier) membersAfter(s Subject) (members int, known bool) {
	p := d.Payload
	switch {
	case p.Members != nil:
		members, known = p.Members.Official, true
	case len(p.Founders) > 0:
		members, known = len(p.Founders), true
	case s.Target != nil && s.Target.Organization.Members != nil:
		members, known = s.Target.Organization.Members.Official, true
	}
	if s.Target == nil || d.OrganizationKind != coop.KindLHHTX || p.Members != nil || len(p.Memberships) == 0 {
		return members, known
	}
	members = len(s.Target.Joined)
	for _, m := range p.Memberships {
		if !m.JoinedOn.IsZero() && m.LeftOn.IsZero() {
			members++
		} else if m.JoinedOn.IsZero() {
			members--
		}
	}
	return members, true
}
