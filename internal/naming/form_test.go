package naming_test

import (
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

func book(tb testing.TB) *rulebook.Book {
	tb.Helper()
	b, err := rulebook.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// codes are the rules a planned name hits by itself, a warning with a question mark.
func codes(a naming.Answer) string {
	found := []string{}
	for _, h := range a.Hits {
		code := h.Rule
		if h.Verdict == naming.Warning {
			code += "?"
		}
		found = append(found, code)
	}
	slices.Sort(found)
	return strings.Join(found, ";")
}

func TestTheFormOfANameIsThatOfItsDay(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		on, want string
		track    coop.Track
		q        naming.Question
	}{
		{"2021-06-01", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Mỹ Ngãi"}},
		{"2021-06-01", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "HỢP TÁC XÃ MỸ NGÃI"}},
		{"2021-06-01", "NAME-LEAD", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "HTX Mỹ Ngãi"}},
		{"2021-06-01", "NAME-LEAD", coop.TrackRegistration, naming.Question{Kind: coop.KindLHHTX, Name: "Hợp tác xã Mỹ Ngãi"}},
		{"2021-06-01", "NAME-PROPER", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã"}},
		// The fund that works as a cooperative has words of its own since the 2023 law (Điều 50 khoản 1 điểm a).
		{"2024-06-30", "NAME-LEAD", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Quỹ hỗ trợ phát triển hợp tác xã tỉnh Đồng Tháp"}},
		{"2024-07-01", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Quỹ hỗ trợ phát triển hợp tác xã tỉnh Đồng Tháp"}},
		{"2024-07-02", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Quỹ hỗ trợ phát triển hợp tác xã tỉnh Đồng Tháp"}},
		// Latin letters in R1 (193/2013/NĐ-CP Điều 7 khoản 1), Vietnamese ones with F, J, Z, W since the 2023 law.
		{"2024-06-30", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Señor Fizz"}},
		{"2024-07-01", "NAME-CHARACTERS", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Señor Fizz"}},
		{"2024-07-02", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Fizz Waj 2"}},
		{"2021-06-01", "NAME-CHARACTERS", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã 合作"}},
		{"2025-08-01", "NAME-CHARACTERS?", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Mỹ Ngãi @"}},
		// The mark in the short name: 193/2013/NĐ-CP Điều 9 khoản 4 only.
		{"2014-01-26", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Sen", ShortName: "SEN"}},
		{"2014-01-27", "NAME-SHORT-MARK", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Sen", ShortName: "SEN"}},
		{"2014-01-28", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Sen", ShortName: "HTX SEN"}},
		{"2021-06-01", "NAME-OTHER-KIND;NAME-SHORT-MARK", coop.TrackRegistration, naming.Question{Kind: coop.KindLHHTX, Name: "Liên hiệp hợp tác xã Sen", ShortName: "HTX SEN"}},
		{"2024-07-01", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Sen", ShortName: "SEN"}},
		// The foreign name in Latin script: 17/2023/QH15 Điều 50 khoản 2.
		{"2024-06-30", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Sen", ForeignName: "合作社"}},
		{"2024-07-01", "NAME-FOREIGN-LATIN", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Sen", ForeignName: "合作社"}},
		{"2024-07-02", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Sen", ForeignName: "Coopérative Lotus"}},
		// Bodies: without a word on consent in R1, unless they consent since the 2023 law.
		{"2014-01-26", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Hội Nông dân Mỹ Ngãi"}},
		{"2014-01-27", "NAME-BODY", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Hội Nông dân Mỹ Ngãi", Consent: true}},
		{"2024-06-30", "NAME-BODY", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Hội Nông dân Mỹ Ngãi", Consent: true}},
		{"2024-07-01", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Hội Nông dân Mỹ Ngãi", Consent: true}},
		{"2024-07-02", "NAME-BODY", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Hội Nông dân Mỹ Ngãi"}},
		{"2025-08-01", "NAME-BODY?", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Bộ đội Mỹ Ngãi"}},
		// Famous persons: R1 only, for an officer to weigh.
		{"2024-06-30", "NAME-FAMOUS?", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Quang Trung"}},
		{"2024-07-01", "", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Quang Trung"}},
		{"2025-08-01", "NAME-CULTURE?", coop.TrackRegistration, naming.Question{Kind: coop.KindHTX, Name: "Hợp tác xã Cờ bạc"}},
		// A THT may not look like another type of organisation (77/2019/NĐ-CP Điều 13 khoản 2 điểm b).
		{"2019-11-24", "", coop.TrackNotice, naming.Question{Kind: coop.KindTHT, Name: "Tổ hợp tác Công ty Xoài"}},
		{"2019-11-25", "NAME-TYPE", coop.TrackNotice, naming.Question{Kind: coop.KindTHT, Name: "Tổ hợp tác Công ty Xoài"}},
		{"2019-11-26", "NAME-TYPE?", coop.TrackNotice, naming.Question{Kind: coop.KindTHT, Name: "Tổ hợp tác Câu lạc bộ Xoài"}},
		{"2025-08-01", "NAME-LEAD;NAME-TYPE", coop.TrackRegistration, naming.Question{Kind: coop.KindTHT, Name: "Hợp tác xã Xoài"}},
		// A fund's name can be said (29/2024/TT-NHNN Điều 6).
		{"2024-06-30", "", coop.TrackRegistration, naming.Question{Kind: coop.KindQTDND, Name: "Quỹ tín dụng nhân dân BCD"}},
		{"2024-07-01", "NAME-SPOKEN?", coop.TrackLicence, naming.Question{Kind: coop.KindQTDND, Name: "Quỹ tín dụng nhân dân BCD"}},
		{"2024-07-02", "", coop.TrackLicence, naming.Question{Kind: coop.KindQTDND, Name: "Quỹ tín dụng nhân dân Cổ Nhuế 2"}},
		{"2021-06-01", "", coop.TrackRecord, naming.Question{Kind: coop.KindHoiQuan, Name: "Canh Tân Hội quán"}},
	} {
		c.q.On = vn.MustDate(c.on)
		if got := codes(b.Scheme(c.q.Kind, c.track, c.q.On).Judge(c.q, nil)); got != c.want {
			t.Errorf("%s %q (%s, %s): %q, want %q", c.on, c.q.Name, c.q.ShortName, c.q.ForeignName, got, c.want)
		}
	}
}

// The labelled names of testdata/names.csv, in every form, and of testdata/units.csv, each with the rules it hits by itself.
func TestTheLabelledNames(t *testing.T) {
	t.Parallel()
	b := book(t)
	for i, cell := range table(t, "names.csv") {
		q := naming.Question{
			Kind: coop.Kind(cell["kind"]), Name: cell["planned"], ShortName: cell["planned_short"], ForeignName: cell["planned_foreign"], On: vn.MustDate(cell["on"]),
		}
		if got := codes(b.Scheme(q.Kind, coop.Track(cell["track"]), q.On).Judge(q, nil)); got != cell["expected"] {
			t.Errorf("names.csv row %d, %v: %q", i+2, cell, got)
		}
	}
	for i, cell := range table(t, "units.csv") {
		s, ok := b.UnitScheme(coop.Kind(cell["of"]), vn.MustDate(cell["on"]))
		if !ok {
			t.Errorf("units.csv row %d: no scheme", i+2)
		}
		var found []string
		for _, v := range s.Judge(coop.UnitKind(cell["unit"]), coop.Name{Vi: cell["planned"], Foreign: cell["planned_foreign"]}, cell["owner"]) {
			if v.Answer == law.NotMet {
				found = append(found, v.Rule)
			}
			if v.Answer == law.Unknown {
				found = append(found, v.Rule+"?")
			}
			if len(v.Cite) == 0 || v.Detail == "" {
				t.Errorf("units.csv row %d: %+v says too little", i+2, v)
			}
		}
		slices.Sort(found)
		if got := strings.Join(found, ";"); got != cell["expected"] {
			t.Errorf("units.csv row %d, %v: %q", i+2, cell, got)
		}
	}
}

// The answer is as grave as its gravest hit, and says which clause leaves room for the office's own finding.
func TestTheAnswerIsItsGravestHit(t *testing.T) {
	t.Parallel()
	b := book(t)
	for _, c := range []struct {
		planned, held string
		want          naming.Outcome
	}{
		{"Hợp tác xã Sen", "Hợp tác xã Hồng", naming.Free},
		{"Hợp tác xã Mỹ Ngải", "Hợp tác xã Mỹ Ngãi", naming.Warning},
		{"Hợp tác xã Quang Trung", "Hợp tác xã Quang Trung", naming.Conflict},
		{"Hợp tác xã Hội Nông dân", "Hợp tác xã Hội Nông dân", naming.Forbidden},
	} {
		q := naming.Question{Kind: coop.KindHTX, Name: c.planned, On: vn.MustDate("2021-06-01")}
		a := b.Scheme(q.Kind, coop.TrackRegistration, q.On).Judge(q, []naming.Registered{
			{Holder: naming.Holder{Name: c.held, Kind: coop.KindHTX, Status: coop.StatusActive}, Track: coop.TrackRegistration},
		})
		if a.Verdict != c.want {
			t.Errorf("%s: %s, want %s", c.planned, a.Verdict, c.want)
		}
		if open := slices.IndexFunc(a.Rules, func(r naming.Applied) bool { return r.Open }); open < 0 || a.Rules[open].Rule != "NAME-2014-H" {
			t.Errorf("%s: the open clause is not told: %+v", c.planned, a.Rules)
		}
	}
}

// On a file a conflict is not met whatever the officer finds; a warning is the officer's to settle, with a reason; the open
// clause of the 2013 decree lets the officer find what no list says, and the closed list of 2024 does not.
func TestTheOfficerFindsWithAReason(t *testing.T) {
	t.Parallel()
	b := book(t)
	stays, clashes := &naming.Finding{Reason: "khác vùng"}, &naming.Finding{Clashes: true, Reason: "dễ nhầm"}
	for _, c := range []struct {
		on, planned string
		finding     *naming.Finding
		want        map[string]law.Answer
	}{
		{"2021-06-01", "Hợp tác xã Sen", nil, map[string]law.Answer{"NAME": law.Met}},
		{"2021-06-01", "Hợp tác xã Sen", stays, map[string]law.Answer{"NAME": law.Met}},
		{"2021-06-01", "Hợp tác xã Sen", clashes, map[string]law.Answer{"NAME-2014-H": law.NotMet}},
		{"2025-08-01", "Hợp tác xã Sen", clashes, map[string]law.Answer{"NAME": law.Met}},
		{"2025-08-01", "Hợp tác xã Mỹ Ngải", nil, map[string]law.Answer{"NAME-2024-A": law.Unknown}},
		{"2025-08-01", "Hợp tác xã Mỹ Ngải", stays, map[string]law.Answer{"NAME-2024-A": law.Met}},
		{"2025-08-01", "Hợp tác xã Mỹ Ngải", clashes, map[string]law.Answer{"NAME-2024-A": law.NotMet}},
		{"2025-08-01", "Hợp tác xã Mỹ Ngãi 2", stays, map[string]law.Answer{"NAME-2024-B": law.NotMet}},
	} {
		q := naming.Question{Kind: coop.KindHTX, Name: c.planned, On: vn.MustDate(c.on)}
		s := b.Scheme(q.Kind, coop.TrackRegistration, q.On)
		got := map[string]law.Answer{}
		for _, v := range s.Judge(q, []naming.Registered{
			{Holder: naming.Holder{Name: "Hợp tác xã Mỹ Ngãi", Kind: coop.KindHTX, Status: coop.StatusActive}, Track: coop.TrackRegistration},
		}).Verdicts(s, c.finding) {
			got[v.Rule] = v.Answer
			if len(v.Cite) == 0 || v.Basis == "" || v.Detail == "" {
				t.Errorf("%s: %+v says too little", c.planned, v)
			}
		}
		for rule, answer := range c.want {
			if got[rule] != answer || len(got) != len(c.want) {
				t.Errorf("%s %s: %v, want %v", c.on, c.planned, got, c.want)
			}
		}
	}
}
