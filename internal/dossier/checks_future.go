package dossier

import (
	"strconv"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// factDay is a day of something that has happened, as a file declares it.
type factDay struct {
	pointer string
	day     vn.Date
}

// toCome refuses every day of a paper or fact that has not come: nobody can hand in what is not issued yet. Not among them are
// the days that the law lets lie ahead: those of a suspension or resumption, told beforehand (Điều 47 khoản 1, Điều 62 khoản 2,
// 92/2024/NĐ-CP; Điều 15, 03/2014/TT-BKHĐT), and the one to which an organisation is summoned (Điều 53 khoản 2,
// 92/2024/NĐ-CP). EFFECTIVE-ON and MEMBERSHIP judge their own days.
func (d Dossier) toCome(today vn.Date) []law.Verdict {
	var verdicts []law.Verdict
	for _, f := range d.Payload.factDays() {
		if f.day.After(today) {
			verdicts = append(verdicts, verdict("FACT-DAY", false, nil, "/payload/"+f.pointer, "", msgFactDay(f.day)))
			verdicts[len(verdicts)-1].Basis = law.BasisDerived
		}
	}
	return verdicts
}

func (p Payload) factDays() []factDay {
	days := []factDay{{"ground_since", p.Since}, {"debts_paid_on", p.DebtsPaidOn}}
	add := func(pointer string, day vn.Date) { days = append(days, factDay{pointer, day}) }
	paper := func(pointer string, i *coop.Instrument) {
		if i != nil {
			add(pointer+"/issued_on", i.IssuedOn)
		}
	}
	people := func(pointer string, people []coop.Representative) {
		for i, someone := range people {
			add(pointer+"/"+strconv.Itoa(i)+"/birth_date", someone.BirthDate)
		}
	}
	paper("resolution", p.Resolution)
	paper("instrument", p.Instrument)
	paper("judgment", p.Judgment)
	if p.Tax != nil {
		paper("tax", &p.Tax.Instrument)
	}
	if p.Contract != nil {
		add("contract/signed_on", p.Contract.SignedOn)
	}
	if p.Licence != nil {
		add("licence/issued_on", p.Licence.IssuedOn)
	}
	if p.Recognition != nil {
		add("recognition/issued_on", p.Recognition.IssuedOn)
	}
	if p.Enterprise != nil {
		add("enterprise/founded_on", p.Enterprise.Founded)
	}
	if u := p.Unit; u != nil {
		add("unit/decided_on", u.DecidedOn)
		add("unit/established_on", u.EstablishedOn)
		paper("unit/foreign_certificate", u.ForeignCertificate)
		people("unit/heads", u.Head)
	}
	people("legal_representatives", p.Representatives)
	return days
}
