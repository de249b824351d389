package dossier

import (
	"strconv"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// foreignFields refuses the parts of a payload that do not belong to the procedure or kind: a merge patch could bring
// them in.
func (d Dossier) foreignFields() []law.Verdict {
	p := d.Payload
	unit := d.Procedure == coop.ProcedureUnitRegistration
	formation := d.Procedure == coop.ProcedureFormation || d.Procedure == coop.ProcedureConversion
	var verdicts []law.Verdict
	refuse := func(present, belongs bool, field string) {
		if present && !belongs {
			verdicts = append(verdicts, verdict("FIELD", false, nil, "/payload/"+field, "", msgFieldForeign))
		}
	}
	refuse(len(p.NameRemoved) > 0, false, "name_removed")
	refuse(p.Unit != nil, unit, "unit")
	refuse(p.Contract != nil, d.OrganizationKind == coop.KindTHT, "contract")
	refuse(p.Licence != nil, d.OrganizationKind == coop.KindQTDND && !unit, "licence")
	refuse(p.Recognition != nil, d.OrganizationKind == coop.KindHoiQuan, "recognition")
	refuse(len(p.Founders) > 0, d.OrganizationKind == coop.KindLHHTX && formation, "founders")
	refuse(p.LegacyNumber != "", formation || unit, "certificate_number")
	refuse(p.Code != "", formation || unit || d.Procedure == coop.ProcedureMirrorLicence, "code")
	refuse(p.Members != nil, !unit, "members")
	refuse(p.CharterCapital != nil, !unit, "charter_capital_vnd")
	refuse(len(p.Representatives) > 0, !unit, "legal_representatives")
	refuse(p.Governance != "", formation && (d.OrganizationKind == coop.KindHTX || d.OrganizationKind == coop.KindLHHTX), "governance")
	refuse(p.Purpose != "", formation && d.OrganizationKind != coop.KindQTDND, "purpose")
	return verdicts
}

// personFaults checks one representative. An identity number is 12 digits, or 9 on an old card; a foreigner's passport is
// free text. A Hội quán's chủ nhiệm need not show one. Names stand in Latin letters in identity cards and, for foreigners, in the
// machine-readable lines of passports.
func personFaults(p coop.Representative, pointer string, kind coop.Kind) []law.Verdict {
	var verdicts []law.Verdict
	fault := func(field, text string) {
		verdicts = append(verdicts, verdict("REPRESENTATIVE", false, nil, pointer+"/"+field, "", text))
	}
	if strings.TrimSpace(p.FullName) == "" {
		fault("full_name", msgRepresentativeMissing)
	}
	if r, strange := vn.NotLatin(p.FullName); strange {
		fault("full_name", msgNotLatin(r))
	}
	if kind != coop.KindHoiQuan && p.IDDocument == "" {
		fault("id_document", msgIDMissing)
	}
	if p.IDDocument != "" && (p.Nationality == "" || p.Nationality == "VN") && allDigits(p.IDDocument) {
		if _, err := vn.ParsePersonalID(p.IDDocument); err != nil {
			fault("id_document", err.Error())
		}
	}
	if p.Phone != "" {
		if _, err := vn.Phone(p.Phone); err != nil {
			fault("phone", err.Error())
		}
	}
	return verdicts
}

// headNames checks how the heads of a unit are written.
func (d Dossier) headNames() []law.Verdict {
	if d.Payload.Unit == nil {
		return nil
	}
	var verdicts []law.Verdict
	for i, p := range d.Payload.Unit.Head {
		if r, strange := vn.NotLatin(p.FullName); strange {
			verdicts = append(verdicts, verdict("UNIT-HEAD", false, nil, "/payload/unit/heads/"+strconv.Itoa(i)+"/full_name", "", msgNotLatin(r)))
		}
	}
	return verdicts
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}
