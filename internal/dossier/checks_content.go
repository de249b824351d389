package dossier

import (
	"slices"
	"strconv"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// members checks the least number of members: Điều 4 khoản 7, 8 and 21, 17/2023/QH15 and before it Điều 3, 23/2012/QH13.
// Founders are official members (Điều 38 khoản 1, 17/2023/QH15). A union counts its founding HTX.
func (d Dossier) members(l Law) []law.Verdict {
	if d.OrganizationKind == coop.KindHoiQuan {
		return nil // no law sets a minimum for a Hội quán
	}
	const rule = "MEMBERS-MIN"
	pointer, official, known := "/payload/members/official", 0, false
	if m := d.Payload.Members; m != nil {
		official, known = m.Official, true
	}
	unit := "thành viên chính thức"
	if d.OrganizationKind == coop.KindLHHTX {
		unit = "hợp tác xã thành viên"
		if len(d.Payload.Founders) > 0 {
			pointer, official, known = "/payload/founders", len(d.Payload.Founders), true
		}
	}
	switch {
	case !l.MinMembers.settled():
		return []law.Verdict{{Rule: rule, Answer: law.Unknown, Cite: l.MinMembers.Cite, Basis: law.BasisMissing, Pointer: pointer, Detail: msgMembersUnset}}
	case !known:
		return []law.Verdict{verdict(rule, false, l.MinMembers.Cite, pointer, "", msgMembersMissing)}
	}
	v := verdict(rule, official >= l.MinMembers.Value, l.MinMembers.Cite, pointer,
		msgMembers(official, l.MinMembers.Value, unit), msgMembers(official, l.MinMembers.Value, unit))
	v.Basis = l.MinMembers.Basis
	verdicts := []law.Verdict{v}
	if m := d.Payload.Members; m != nil && m.Foreign > m.Official+m.CapitalAssociates+m.ServiceAssociates {
		verdicts = append(verdicts, verdict("MEMBERS-FOREIGN", false, nil, "/payload/members/foreign", "", msgForeignTooMany))
	}
	return verdicts
}

// seat checks that the address names a commune of the list of the day: trụ sở is fixed "theo địa giới đơn vị hành chính"
// (Điều 51, 17/2023/QH15).
func (d Dossier) seat(s Subject) []law.Verdict {
	verdicts := []law.Verdict{seatPlace(s.Places, "/payload/seat/place", d.Payload.Seat.Place, s.Law.On)}
	if len(d.Payload.Area) > 0 && !d.OrganizationKind.MaySpanCommunes() {
		verdicts = append(verdicts, verdict("SEAT-AREA", false, nil, "/payload/area", "", msgAreaNotAllowed))
	}
	for i, code := range d.Payload.Area {
		verdicts = append(verdicts, seatPlace(s.Places, "/payload/area/"+strconv.Itoa(i), code, s.Law.On))
	}
	return verdicts
}

func seatPlace(places *place.Directory, pointer, code string, on vn.Date) law.Verdict {
	const rule = "SEAT-PLACE"
	if code == "" {
		return verdict(rule, false, nil, pointer, "", msgSeatMissing)
	}
	path := places.Path(code, on)
	switch {
	case len(path) == 0:
		return verdict(rule, false, nil, pointer, "", msgPlaceGone(code, on.String(), namesOn(places, code, on)))
	case path[0].Level != place.LevelCommune:
		return verdict(rule, false, nil, pointer, "", msgPlaceNotCommune)
	}
	names := make([]string, len(path))
	for i, p := range path {
		names[i] = p.Name
	}
	return verdict(rule, true, nil, pointer, msgPlaceFine(names), "")
}

// namesOn tells what the unit, as last or next known, is on a day: "Phường Mỹ Ngãi (29884)".
func namesOn(places *place.Directory, code string, on vn.Date) []string {
	var names []string
	for _, version := range places.Versions(code) {
		for _, became := range places.Follow(code, version.From, on) {
			if text := became.Name + " (" + became.Code + ")"; !slices.Contains(names, text) {
				names = append(names, text)
			}
		}
	}
	return names
}

// industries checks the lines of business: the level-4 VSIC class of the edition in force (Điều 13 khoản 1,
// 92/2024/NĐ-CP; in R1 Điều 5, 03/2014/TT-BKHĐT), detail below it allowed (khoản 6).
func (d Dossier) industries(s Subject) []law.Verdict {
	const rule = "INDUSTRY-VSIC"
	lines := d.Payload.Industries
	if len(lines) == 0 {
		if d.OrganizationKind == coop.KindHoiQuan || d.Procedure == coop.ProcedureMirrorLicence {
			return nil
		}
		return []law.Verdict{verdict(rule, false, nil, "/payload/industries", "", msgIndustryMissing)}
	}
	var verdicts []law.Verdict
	mains := 0
	for i, line := range lines {
		if line.Main {
			mains++
		}
		if text := industryFault(s, line); text != "" {
			verdicts = append(verdicts, verdict(rule, false, nil, "/payload/industries/"+strconv.Itoa(i)+"/code", "", text))
		}
	}
	if mains != 1 {
		verdicts = append(verdicts, verdict("INDUSTRY-MAIN", false, nil, "/payload/industries", "", msgOneMain))
	}
	if len(verdicts) == 0 {
		verdicts = append(verdicts, verdict(rule, true, nil, "/payload/industries", msgIndustryFine, ""))
	}
	return verdicts
}

func industryFault(s Subject, line coop.Industry) string {
	if line.Edition != s.Law.Edition {
		return msgIndustryEdition(line.Edition, s.Law.Edition)
	}
	entry, ok := s.Industries.Get(line.Edition, line.Code)
	switch {
	case !ok:
		return msgIndustryUnknown(line.Edition, line.Code)
	case entry.Level < 4:
		return msgIndustryLevel(line.Code)
	}
	return ""
}

// capital checks that what has a capital says it. No law sets a least charter capital for an HTX or LHHTX.
func (d Dossier) capital() []law.Verdict {
	const rule, pointer = "CAPITAL", "/payload/charter_capital_vnd"
	amount := d.Payload.CharterCapital
	switch {
	case !d.OrganizationKind.HasCapital() && amount != nil:
		return []law.Verdict{verdict(rule, false, nil, pointer, "", msgCapitalForbid)}
	case !d.OrganizationKind.HasCapital():
		return nil
	case amount == nil && d.OrganizationKind == coop.KindTHT:
		return nil // contributions to a THT may be labour alone (Điều 504, 91/2015/QH13)
	}
	return []law.Verdict{verdict(rule, amount != nil && *amount > 0, nil, pointer, msgCapitalFine, msgCapitalMissing)}
}

// representatives checks who stands for the organisation. One under the 2012 law (Điều 37 khoản 1, 23/2012/QH13), one or
// more under the 2023 law (Điều 11 khoản 2, 17/2023/QH15).
func (d Dossier) representatives(l Law) []law.Verdict {
	const rule, pointer = "REPRESENTATIVE", "/payload/legal_representatives"
	people := d.Payload.Representatives
	if len(people) == 0 {
		return []law.Verdict{verdict(rule, false, l.OneRepresentant.Cite, pointer, "", msgRepresentativeMissing)}
	}
	var verdicts []law.Verdict
	if l.OneRepresentant.settled() && l.OneRepresentant.Value && len(people) > 1 {
		verdicts = append(verdicts, verdict(rule, false, l.OneRepresentant.Cite, pointer, "", msgRepresentativeOne))
	}
	for i, p := range people {
		verdicts = append(verdicts, personFaults(p, pointer+"/"+strconv.Itoa(i), d.OrganizationKind)...)
	}
	if len(verdicts) == 0 {
		verdicts = append(verdicts, verdict(rule, true, l.OneRepresentant.Cite, pointer, msgRepresentativeFine, ""))
	}
	return verdicts
}

// code checks a tax code given in the application: it is allotted by the register from 2019-05-28 and came from elsewhere
// before.
func (d Dossier) code(l Law) []law.Verdict {
	const rule, pointer = "TAX-CODE", "/payload/code"
	given := d.Payload.Code
	if given == "" {
		return nil
	}
	if l.CodeAllotted.Value && d.Procedure == coop.ProcedureFormation {
		return []law.Verdict{verdict(rule, false, l.CodeAllotted.Cite, pointer, "", msgCodeNotAllowed)}
	}
	code, err := vn.ParseTaxCode(given)
	if err != nil {
		return []law.Verdict{verdict(rule, false, l.CodeAllotted.Cite, pointer, "", err.Error())}
	}
	if strings.Contains(string(code), "-") {
		return []law.Verdict{verdict(rule, false, l.CodeAllotted.Cite, pointer, "", msgCodeNotAllowed)}
	}
	return []law.Verdict{verdict(rule, true, l.CodeAllotted.Cite, pointer, msgCodeFine, "")}
}

// contract tells which of the two tracks of a THT the law demands (Điều 107 khoản 2, 17/2023/QH15): it must register when
// capital is contributed and the contract is open-ended or for 12 months or more, or when it asks for State support.
func (d Dossier) contract(l Law) []law.Verdict {
	if d.OrganizationKind != coop.KindTHT {
		return nil
	}
	const pointer = "/payload/contract"
	c := d.Payload.Contract
	signed := verdict("CONTRACT", c != nil && !c.SignedOn.IsZero(), nil, pointer+"/signed_on", msgContractFine, msgContractMissing)
	track := law.Verdict{Rule: "THT-TRACK", Cite: l.MustRegister.Cite, Basis: l.MustRegister.Basis, Pointer: pointer}
	duty, known := c.mustRegister()
	notice := d.Procedure == coop.ProcedureNoticeOfFormation
	switch {
	case !l.MustRegister.settled() || !l.MustRegister.Value:
		track.Answer, track.Detail = law.NotInForce, msgTrackNotice
	case !known:
		track.Answer, track.Detail = law.Unknown, msgTrackUnknown
	case duty && notice:
		track.Answer, track.Detail = law.NotMet, msgTrackMustRegister
	case duty:
		track.Answer, track.Detail = law.Met, msgTrackDuty
	case notice:
		track.Answer, track.Detail = law.Met, msgTrackNotice
	default:
		track.Answer, track.Detail = law.Met, msgTrackWish
	}
	return []law.Verdict{signed, track}
}

// MustRegister tells whether the contract obliges the THT to register, as far as it says.
func (c *Contract) MustRegister() bool {
	duty, _ := c.mustRegister()
	return duty
}

// mustRegister folds the two grounds of Điều 107 khoản 2; known is false while a fact that could change the answer lacks.
func (c *Contract) mustRegister() (duty, known bool) {
	if c == nil {
		return false, false
	}
	if c.AsksStateSupport != nil && *c.AsksStateSupport {
		return true, true
	}
	long, termKnown := c.OpenEnded || c.TermMonths >= 12, c.OpenEnded || c.TermMonths > 0
	switch {
	case c.CapitalContributed != nil && *c.CapitalContributed && termKnown && long:
		return true, true
	case c.AsksStateSupport == nil:
		return false, false
	case c.CapitalContributed != nil && !*c.CapitalContributed, termKnown && !long:
		return false, true
	}
	return false, false
}

// licence checks that the State Bank's paper of a QTDND is named: it joins the file in R1 (Điều 8a, 03/2014/TT-BKHĐT) and
// is what is entered afterwards.
func (d Dossier) licence() []law.Verdict {
	if d.OrganizationKind != coop.KindQTDND {
		return nil
	}
	l := d.Payload.Licence
	return []law.Verdict{verdict("LICENCE", l != nil && l.Number != "" && !l.IssuedOn.IsZero(), nil, "/payload/licence", msgLicenceFine, msgLicenceMissing)}
}

// unit checks what an organisation says of a unit it opens; its lines must be among the organisation's (Điều 53 khoản 1,
// 17/2023/QH15).
func (d Dossier) unit(s Subject) []law.Verdict {
	u := d.Payload.Unit
	if u == nil || u.Kind == "" {
		return []law.Verdict{verdict("UNIT", false, nil, "/payload/unit/kind", "", msgUnitMissing)}
	}
	var verdicts []law.Verdict
	if s.Parent == nil || s.Parent.Status == coop.StatusEnded || s.Parent.Status == coop.StatusRevoked || s.Parent.Status == coop.StatusDissolving {
		verdicts = append(verdicts, verdict("UNIT-PARENT", false, nil, "/organization_id", "", msgUnitParentGone))
	}
	if d.UnitID != nil && s.Target.Unit.Kind != u.Kind {
		verdicts = append(verdicts, verdict("UNIT", false, nil, "/payload/unit/kind", "", msgUnitOtherKind))
	}
	if u.Kind != coop.UnitBusinessLocation && len(u.Head) == 0 {
		verdicts = append(verdicts, verdict("UNIT-HEAD", false, nil, "/payload/unit/heads", "", msgUnitHead))
	}
	if u.Parent != nil && (u.Kind != coop.UnitBusinessLocation || s.Parent == nil || !s.Parent.Branch) {
		verdicts = append(verdicts, verdict("UNIT-BRANCH", false, nil, "/payload/unit/parent_unit_id", "", msgUnitBranch))
	}
	if u.Activities != "" && u.Kind != coop.UnitRepresentativeOffice {
		verdicts = append(verdicts, verdict("UNIT-ACTIVITIES", false, nil, "/payload/unit/activities", "", msgUnitActivities))
	}
	for i, line := range d.Payload.Industries {
		at := "/payload/industries/" + strconv.Itoa(i) + "/code"
		if text := industryFault(s, line); text != "" {
			verdicts = append(verdicts, verdict("INDUSTRY-VSIC", false, nil, at, "", text))
		} else if s.Parent != nil && !slices.ContainsFunc(s.Parent.Industries, func(x coop.Industry) bool { return x.Edition == line.Edition && strings.HasPrefix(line.Code, x.Code) }) {
			verdicts = append(verdicts, verdict("UNIT-INDUSTRY", false, nil, at, "", msgUnitIndustry))
		}
	}
	if len(verdicts) == 0 {
		verdicts = append(verdicts, verdict("UNIT", true, nil, "/payload/unit", msgUnitFine, ""))
	}
	return verdicts
}
