package dossier_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/law"
	"htxregistry/internal/place"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

type world struct {
	book       *rulebook.Book
	places     *place.Directory
	industries *place.Industries
}

var load = sync.OnceValues(func() (world, error) {
	book, err := rulebook.Load()
	if err != nil {
		return world{}, err
	}
	lists, err := place.ReadShipped()
	if err != nil {
		return world{}, err
	}
	return world{book, place.NewDirectory(lists.Places, lists.AltNames, lists.Successions), place.NewIndustries(lists.Industries)}, nil
})

func open(t *testing.T) world {
	t.Helper()
	w, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// stands is how a THT that registers stands on the register: as one that gave notice, or did so under an earlier law.
func stands(d dossier.Dossier, older bool) []string {
	switch {
	case d.OrganizationID == nil || d.Procedure != coop.ProcedureFormation:
		return nil
	case older && d.Payload.Contract.MustRegister():
		return []string{dossier.StandsNoticed, dossier.StandsNoticedOld}
	}
	return []string{dossier.StandsNoticed}
}

// judge gives the answers by rule: the worst where a rule answers more than once.
func (w world) judge(d dossier.Dossier, on vn.Date, older bool) map[string]law.Answer {
	var unit coop.UnitKind
	if d.Payload.Unit != nil {
		unit = d.Payload.Unit.Kind
	}
	l := w.book.Law(d.Procedure, d.OrganizationKind, unit, on)
	l.Stands = stands(d, older)
	s := dossier.Subject{
		Law: l, Places: w.places, Industries: w.industries, Competence: law.Verdict{Rule: "COMPETENCE", Answer: law.Met}, Today: on,
		Calendar: w.book.Calendar, Parent: &dossier.Parent{Status: coop.StatusActive, Industries: d.Payload.Industries},
	}
	answers := map[string]law.Answer{}
	for _, v := range d.WithPapers(l).Judge(s) {
		if answers[v.Rule] != law.NotMet {
			answers[v.Rule] = v.Answer
		}
	}
	return answers
}

// sound is a file that lacks nothing on any day, with the seat and the line of the day.
func (w world) sound(procedure coop.Procedure, kind coop.Kind, on vn.Date) dossier.Dossier {
	members, capital := 40, vn.VND(500_000_000)
	seat := "29881"
	if !on.Before(vn.NewDate(2025, 7, 1)) {
		seat = "29884"
	}
	no := false
	d := dossier.Dossier{
		Procedure: procedure, OrganizationKind: kind, Channel: dossier.ChannelCounter, FeePaid: true,
		Filer: dossier.Filer{FullName: "Lê Thị B", Phone: "0912345678", Email: "b@example.vn"},
	}
	d.Payload.Name.Vi = "Hợp tác xã Nông nghiệp Mỹ Ngãi"
	d.Payload.Seat = coop.Seat{Line: "Ấp 1", Place: seat}
	d.Payload.Industries = []coop.Industry{{Edition: w.book.Edition(on), Code: "0118", Main: true}}
	if kind != coop.KindHoiQuan {
		d.Payload.CharterCapital = &capital
	}
	d.Payload.Members = &coop.MemberCounts{Official: members}
	d.Payload.Representatives = []coop.Representative{{FullName: "Nguyễn Văn A", Title: "Giám đốc", Nationality: "VN", IDDocument: "087080001234"}}
	switch kind {
	case coop.KindTHT:
		d.Payload.Contract = &dossier.Contract{SignedOn: on, TermMonths: 6, CapitalContributed: &no, AsksStateSupport: &no}
	case coop.KindQTDND:
		d.Payload.Licence = &dossier.Licence{Number: "01/GP-NHNN", IssuedOn: on}
	case coop.KindHTX, coop.KindLHHTX, coop.KindHoiQuan:
	}
	for _, p := range w.book.Papers(procedure, kind, "", on).Value {
		d.PapersReceived = append(d.PapersReceived, p.Type)
	}
	return d
}

func TestEachConditionIsThatOfTheDay(t *testing.T) {
	t.Parallel()
	w := open(t)
	members := func(n int) func(*dossier.Dossier) {
		return func(d *dossier.Dossier) { d.Payload.Members = &coop.MemberCounts{Official: n} }
	}
	noPhone := func(d *dossier.Dossier) { d.Filer.Phone = "" }
	unreachable := func(d *dossier.Dossier) { d.Filer.Phone, d.Filer.Email = "", "" }
	online := func(d *dossier.Dossier) { d.Channel, d.Filer.Email = dossier.ChannelOnline, "" }
	unpaid := func(d *dossier.Dossier) { d.FeePaid = false }
	without := func(paper string) func(*dossier.Dossier) {
		return func(d *dossier.Dossier) {
			d.PapersReceived = slices.DeleteFunc(d.PapersReceived, func(p string) bool { return p == paper })
		}
	}
	twoHeads := func(d *dossier.Dossier) {
		d.Payload.Representatives = append(d.Payload.Representatives, d.Payload.Representatives[0])
	}
	ownCode := func(d *dossier.Dossier) { d.Payload.Code = "1400104566" }
	industry := func(edition, code string) func(*dossier.Dossier) {
		return func(d *dossier.Dossier) {
			d.Payload.Industries = []coop.Industry{{Edition: edition, Code: code, Main: true}}
		}
	}
	contract := func(months int, capital, support bool) func(*dossier.Dossier) {
		return func(d *dossier.Dossier) {
			d.Payload.Contract = &dossier.Contract{SignedOn: vn.MustDate("2024-07-01"), TermMonths: months, OpenEnded: months == 0, CapitalContributed: &capital, AsksStateSupport: &support}
		}
	}
	found, notify := coop.ProcedureFormation, coop.ProcedureNoticeOfFormation
	const none law.Answer = ""
	for _, c := range []struct {
		name      string
		procedure coop.Procedure
		kind      coop.Kind
		on        string
		change    func(*dossier.Dossier)
		rule      string
		want      law.Answer
	}{
		{"six members, the last day of the 2012 law", found, coop.KindHTX, "2024-06-30", members(6), "MEMBERS-MIN", law.NotMet},
		{"seven members", found, coop.KindHTX, "2024-06-30", members(7), "MEMBERS-MIN", law.Met},
		{"five members, the first day of the 2023 law", found, coop.KindHTX, "2024-07-01", members(5), "MEMBERS-MIN", law.Met},
		{"four members", found, coop.KindHTX, "2024-07-01", members(4), "MEMBERS-MIN", law.NotMet},
		{"a union of three HTX under the 2012 law", found, coop.KindLHHTX, "2024-06-30", members(3), "MEMBERS-MIN", law.NotMet},
		{"a union of three HTX under the 2023 law", found, coop.KindLHHTX, "2024-07-18", members(3), "MEMBERS-MIN", law.Met},
		{"a credit fund of 29", found, coop.KindQTDND, "2021-06-01", members(29), "MEMBERS-MIN", law.NotMet},
		{"a group of two by certified contract", found, coop.KindTHT, "2019-11-24", members(2), "MEMBERS-MIN", law.NotMet},
		{"a group of two by notice", notify, coop.KindTHT, "2019-11-25", members(2), "MEMBERS-MIN", law.Met},
		{"a group of one", notify, coop.KindTHT, "2024-07-01", members(1), "MEMBERS-MIN", law.NotMet},
		{"a Hội quán of one: no law sets a least number", coop.ProcedureRecognition, coop.KindHoiQuan, "2021-06-01", members(1), "MEMBERS-MIN", none},

		{"a phone is not asked for under the 2012 law, a contact is", found, coop.KindHTX, "2024-06-30", noPhone, "ENTRY-CONTACT", law.Met},
		{"no contact at all", found, coop.KindHTX, "2024-06-30", unreachable, "ENTRY-CONTACT", law.NotMet},
		{"before the circular nothing is asked for", found, coop.KindHTX, "2014-07-31", unreachable, "ENTRY-CONTACT", none},
		{"from its day on", found, coop.KindHTX, "2014-08-01", unreachable, "ENTRY-CONTACT", law.NotMet},
		{"nor in the gap of July 2024", found, coop.KindHTX, "2024-07-17", noPhone, "ENTRY-PHONE", none},
		{"from the decree on the phone is a condition", found, coop.KindHTX, "2024-07-18", noPhone, "ENTRY-PHONE", law.NotMet},
		{"a phone that is none is told on any day", found, coop.KindHTX, "2014-02-01", func(d *dossier.Dossier) { d.Filer.Phone = "123" }, "ENTRY-PHONE", law.NotMet},
		{"a notice of a group asks for no phone", notify, coop.KindTHT, "2025-07-01", noPhone, "ENTRY-PHONE", none},
		{"nor does a Hội quán", coop.ProcedureRecognition, coop.KindHoiQuan, "2025-07-01", noPhone, "ENTRY-PHONE", none},
		{"online without e-mail before the decree", found, coop.KindHTX, "2024-07-17", online, "ENTRY-EMAIL", none},
		{"online without e-mail under the decree", found, coop.KindHTX, "2024-07-18", online, "ENTRY-EMAIL", law.NotMet},
		{"the fee of an HTX", found, coop.KindHTX, "2024-07-18", unpaid, "ENTRY-FEE", law.NotMet},
		{"a registered group pays none", found, coop.KindTHT, "2024-07-18", unpaid, "ENTRY-FEE", law.NotApplicable},
		{"nor does a Hội quán", coop.ProcedureRecognition, coop.KindHoiQuan, "2021-06-01", unpaid, "ENTRY-FEE", law.NotApplicable},

		{"a business plan under the 2012 law", found, coop.KindHTX, "2024-06-30", without("business_plan"), "ENTRY-PAPERS", law.NotMet},
		{"none under the 2023 law", found, coop.KindHTX, "2024-07-01", without("business_plan"), "ENTRY-PAPERS", law.Met},
		{"the list of representatives under the 2023 law", found, coop.KindHTX, "2024-07-01", without("representative_list"), "ENTRY-PAPERS", law.NotMet},
		{"a foreign member's certificate only where there is one", found, coop.KindHTX, "2024-07-18", without("foreign_member_certificate"), "ENTRY-PAPERS", law.Met},
		{"the State Bank's licence", found, coop.KindQTDND, "2019-05-28", without("state_bank_licence"), "ENTRY-PAPERS", law.NotMet},
		{"the contract of a group by notice", notify, coop.KindTHT, "2019-11-25", without("cooperation_contract"), "ENTRY-PAPERS", law.NotMet},
		{"a group's papers in the gap: no text lists them", found, coop.KindTHT, "2024-07-17", without("cooperation_contract"), "ENTRY-PAPERS", law.Unknown},
		{"a group's authorisation from the decree on", found, coop.KindTHT, "2024-07-18", without("authorisation"), "ENTRY-PAPERS", law.NotMet},
		{"a new group has no tax certificate yet", found, coop.KindTHT, "2024-07-18", without("tax_certificate"), "ENTRY-PAPERS", law.Met},

		{"two representatives under the 2012 law", found, coop.KindHTX, "2024-06-30", twoHeads, "REPRESENTATIVE", law.NotMet},
		{"two representatives under the 2023 law", found, coop.KindHTX, "2024-07-01", twoHeads, "REPRESENTATIVE", law.Met},
		{"a tax code from elsewhere", found, coop.KindHTX, "2019-05-27", ownCode, "TAX-CODE", law.Met},
		{"one with a wrong check digit", found, coop.KindHTX, "2019-05-27", func(d *dossier.Dossier) { d.Payload.Code = "1400104568" }, "TAX-CODE", law.NotMet},
		{"from 2019-05-28 the register allots it", found, coop.KindHTX, "2019-05-28", ownCode, "TAX-CODE", law.NotMet},

		{"a line of the list in force", found, coop.KindHTX, "2025-11-14", industry("2018", "0118"), "INDUSTRY-VSIC", law.Met},
		{"of the list to come", found, coop.KindHTX, "2025-11-14", industry("2025", "0118"), "INDUSTRY-VSIC", law.NotMet},
		{"of the list that went", found, coop.KindHTX, "2025-11-15", industry("2018", "0118"), "INDUSTRY-VSIC", law.NotMet},
		{"a line of level 3 is too wide", found, coop.KindHTX, "2021-06-01", industry("2018", "011"), "INDUSTRY-VSIC", law.NotMet},
		{"a line of level 5 is detail", found, coop.KindHTX, "2021-06-01", industry("2018", "01181"), "INDUSTRY-VSIC", law.Met},
		{"no line at all", found, coop.KindHTX, "2021-06-01", func(d *dossier.Dossier) { d.Payload.Industries = nil }, "INDUSTRY-VSIC", law.NotMet},

		{"a commune of the day", found, coop.KindHTX, "2025-06-30", nil, "SEAT-PLACE", law.Met},
		{"a commune that is gone", found, coop.KindHTX, "2025-07-01", func(d *dossier.Dossier) { d.Payload.Seat.Place = "29881" }, "SEAT-PLACE", law.NotMet},
		{"a district is no seat", found, coop.KindHTX, "2021-06-01", func(d *dossier.Dossier) { d.Payload.Seat.Place = "866" }, "SEAT-PLACE", law.NotMet},
		{"an HTX spans no communes", found, coop.KindHTX, "2021-06-01", func(d *dossier.Dossier) { d.Payload.Area = []string{"29884"} }, "SEAT-AREA", law.NotMet},
		{"a Hội quán may", coop.ProcedureRecognition, coop.KindHoiQuan, "2021-06-01", func(d *dossier.Dossier) { d.Payload.Area = []string{"29884"} }, "SEAT-AREA", none},
		{"an HTX says its capital", found, coop.KindHTX, "2021-06-01", func(d *dossier.Dossier) { d.Payload.CharterCapital = nil }, "CAPITAL", law.NotMet},
		{"a Hội quán has none", coop.ProcedureRecognition, coop.KindHoiQuan, "2021-06-01", func(d *dossier.Dossier) { d.Payload.CharterCapital = new(vn.VND) }, "CAPITAL", law.NotMet},

		{"no duty to register before the 2023 law", notify, coop.KindTHT, "2024-06-30", contract(24, true, true), "THT-TRACK", law.NotInForce},
		{"capital and twelve months: the notice is not enough", notify, coop.KindTHT, "2024-07-01", contract(12, true, false), "THT-TRACK", law.NotMet},
		{"capital and eleven months", notify, coop.KindTHT, "2024-07-01", contract(11, true, false), "THT-TRACK", law.Met},
		{"capital and an open end", notify, coop.KindTHT, "2024-07-18", contract(0, true, false), "THT-TRACK", law.NotMet},
		{"no capital and an open end", notify, coop.KindTHT, "2024-07-18", contract(0, false, false), "THT-TRACK", law.Met},
		{"State support is asked for", notify, coop.KindTHT, "2024-07-18", contract(6, false, true), "THT-TRACK", law.NotMet},
		{"registered by duty", found, coop.KindTHT, "2024-07-18", contract(12, true, false), "THT-TRACK", law.Met},
		{"registered by wish", found, coop.KindTHT, "2024-07-18", contract(6, false, false), "THT-TRACK", law.Met},
		{"too little is said to tell", notify, coop.KindTHT, "2024-07-18", func(d *dossier.Dossier) {
			d.Payload.Contract = &dossier.Contract{SignedOn: vn.MustDate("2024-07-18")}
		}, "THT-TRACK", law.Unknown},
	} {
		day := vn.MustDate(c.on)
		d := w.sound(c.procedure, c.kind, day)
		if c.change != nil {
			c.change(&d)
		}
		if got := w.judge(d, day, false)[c.rule]; got != c.want {
			t.Errorf("%s: %s on %s is %q, want %q", c.name, c.rule, c.on, got, c.want)
		}
	}
}

func TestASoundFileMeetsEveryRuleOfItsDay(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, c := range []struct {
		procedure coop.Procedure
		kind      coop.Kind
		days      []string
	}{
		{coop.ProcedureFormation, coop.KindHTX, []string{"2014-01-27", "2014-08-01", "2019-05-28", "2024-06-30", "2024-07-01", "2024-07-18", "2025-06-30", "2025-07-01", "2026-06-01"}},
		{coop.ProcedureFormation, coop.KindLHHTX, []string{"2014-01-27", "2024-06-30", "2024-07-18", "2025-07-01"}},
		{coop.ProcedureFormation, coop.KindQTDND, []string{"2014-01-27", "2019-05-28", "2024-06-30"}},
		{coop.ProcedureMirrorLicence, coop.KindQTDND, []string{"2024-07-01", "2025-07-01"}},
		{coop.ProcedureFormation, coop.KindTHT, []string{"2014-01-27", "2019-11-24", "2024-07-18", "2025-07-01"}},
		{coop.ProcedureNoticeOfFormation, coop.KindTHT, []string{"2019-11-25", "2024-06-30", "2024-07-18", "2025-07-01"}},
		{coop.ProcedureRecognition, coop.KindHoiQuan, []string{"2016-06-01", "2021-06-01", "2025-07-01"}},
	} {
		for _, on := range c.days {
			day := vn.MustDate(on)
			for rule, answer := range w.judge(w.sound(c.procedure, c.kind, day), day, false) {
				if answer == law.NotMet {
					t.Errorf("%s %s on %s: %s is not met", c.procedure, c.kind, on, rule)
				}
			}
		}
	}
}

// Điều 58 khoản 3 and Điều 65 khoản 3, 92/2024/NĐ-CP.
func TestAGroupOnTheRegisterHandsInItsTaxCertificate(t *testing.T) {
	t.Parallel()
	w, day := open(t), vn.MustDate("2024-07-18")
	l := w.book.Law(coop.ProcedureFormation, coop.KindTHT, "", day)
	for _, c := range []struct {
		name           string
		entered, older bool
		duty           bool
		want           []string
	}{
		{"new", false, false, true, []string{"application", "cooperation_contract", "member_list", "authorisation"}},
		{"gave notice under the 2023 law", true, false, true, []string{"application", "cooperation_contract", "member_list", "authorisation", "tax_certificate"}},
		{"older than the law and bound to register", true, true, true, []string{"certificate_application", "tax_certificate"}},
		{"older with the wish alone: not ruled, so everything", true, true, false, []string{"application", "cooperation_contract", "member_list", "authorisation", "tax_certificate"}},
	} {
		d := w.sound(coop.ProcedureFormation, coop.KindTHT, day)
		d.Payload.Contract.AsksStateSupport = &c.duty
		if c.entered {
			d.OrganizationID = new(coop.ID)
		}
		l.Stands = stands(d, c.older)
		var got []string
		for _, paper := range d.WithPapers(l).Documents {
			if paper.Required {
				got = append(got, paper.Type)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Điều 53, 92/2024/NĐ-CP: a notice of the violation goes before every revocation but a court's (khoản 3).
func TestARevocationByACourtNeedsNoNoticeOfAViolation(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, on := range []string{"2024-07-18", "2024-07-19", "2025-07-01"} {
		for ground, want := range map[string][]string{
			"court": nil, "tax": {"violation_notice"}, "falsified": {"violation_notice"}, "inactive_12_months": {"violation_notice"},
		} {
			for _, unit := range []coop.UnitKind{"", coop.UnitBranch} {
				d := dossier.Dossier{Procedure: coop.ProcedureRevocation}
				d.Payload.Ground = ground
				var asked []string
				for _, doc := range d.WithPapers(w.book.Law(coop.ProcedureRevocation, coop.KindHTX, unit, vn.MustDate(on))).Documents {
					if doc.Required {
						asked = append(asked, doc.Type)
					}
				}
				if !slices.Equal(asked, want) {
					t.Errorf("%s on %s asks for %v, want %v", ground, on, asked, want)
				}
			}
		}
	}
}

// Điều 36 khoản 1, Điều 54 khoản 2, 92/2024/NĐ-CP: whose minutes and whose decision follows from the governance.
func TestPapersOfAUnitFollowTheGovernance(t *testing.T) {
	t.Parallel()
	w := open(t)
	either := "hội đồng quản trị (tổ chức quản trị đầy đủ) hoặc đại hội thành viên (tổ chức quản trị rút gọn)"
	for _, procedure := range []coop.Procedure{coop.ProcedureUnitRegistration, coop.ProcedureUnitClosure} {
		for _, unit := range []coop.UnitKind{coop.UnitBranch, coop.UnitRepresentativeOffice} {
			for _, c := range []struct {
				on, governed string
				types        []string
				minutes      string
			}{
				{"2024-07-17", dossier.StandsFull, nil, ""}, // no text lists them
				{"2024-07-18", dossier.StandsFull, []string{"notice", "minutes", "decision"}, "hội đồng quản trị"},
				{"2024-07-18", dossier.StandsReduced, []string{"notice", "minutes", "resolution"}, "đại hội thành viên"},
				{"2024-07-18", "", []string{"notice", "minutes", "decision"}, either},
				{"2024-07-19", dossier.StandsReduced, []string{"notice", "minutes", "resolution"}, "đại hội thành viên"},
			} {
				l := w.book.Law(procedure, coop.KindHTX, unit, vn.MustDate(c.on))
				l.Stands = []string{c.governed}
				var types []string
				for _, doc := range (dossier.Dossier{Procedure: procedure}).WithPapers(l).Documents {
					if !doc.Required {
						continue
					}
					types = append(types, doc.Type)
					if doc.Type == "minutes" && !strings.HasPrefix(doc.Title, "biên bản họp "+c.minutes+" về việc") {
						t.Errorf("%s on %s, %q: %s", procedure, c.on, c.governed, doc.Title)
					}
				}
				if !slices.Equal(types, c.types) {
					t.Errorf("%s of a %s on %s, %q: %v, want %v", procedure, unit, c.on, c.governed, types, c.types)
				}
			}
		}
	}
}

// FuzzSniff holds that whatever a paper is made of, it is one of the types that are taken or none.
func FuzzSniff(f *testing.F) {
	for _, content := range []string{"%PDF-1.7", "PK\x03\x04", "PK\x05\x06" + strings.Repeat("\x00", 18), "\xff\xd8\xff", "", "\x89PNG\r\n\x1a\n"} {
		f.Add([]byte(content))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if media := dossier.Sniff(content); media != "" && !slices.Contains(dossier.MediaTypes(dossier.ChannelCounter), media) {
			t.Errorf("%q is %q", content, media)
		}
	})
}
