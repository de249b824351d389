package dossier_test

import (
	"slices"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// What changes by a separation or merger is registered and notified like any change: Điều 13 khoản 1, 03/2014/TT-BKHĐT for members;
// Điều 93 khoản 2 điểm d, Điều 95 khoản 2 điểm d, 17/2023/QH15 with Điều 40 and 43, 92/2024/NĐ-CP.
func TestAReorganisationBringsThePapersOfWhatChangesByIt(t *testing.T) {
	t.Parallel()
	w := open(t)
	capital := vn.VND(900_000_000)
	all := dossier.Payload{Facts: coop.Facts{CharterCapital: &capital, Members: &coop.MemberCounts{Official: 12, Foreign: 1}}}
	change := []string{"capital_minutes", "capital_resolution", "notice", "member_list"}
	for _, c := range []struct {
		on, procedure string
		payload       dossier.Payload
		want          []string
	}{
		{"2014-07-31", "separation", all, []string{"application", "resolution"}},
		{"2014-08-01", "separation", all, []string{"application", "resolution", "notice", "member_list"}},
		{"2014-08-02", "merger", all, []string{"application", "resolution", "notice", "member_list"}},
		{"2024-06-30", "merger", dossier.Payload{}, []string{"application", "resolution"}},
		{"2024-07-01", "separation", all, []string{"resolution"}}, // the law alone: its resolution goes with whatever is asked for
		{"2024-07-17", "merger", all, []string{"resolution", "contract"}},
		{"2024-07-18", "separation", all, append([]string{"application", "resolution"}, change...)},
		{"2024-07-19", "merger", all, append([]string{"application", "resolution", "contract"}, change...)},
		{"2024-07-18", "separation", dossier.Payload{}, []string{"application", "resolution"}},
		{"2024-06-30", "division", dossier.Payload{}, nil},
		{"2024-07-18", "consolidation", dossier.Payload{}, nil}, // Điều 52 khoản 1: the office does it by itself
	} {
		d := dossier.Dossier{Procedure: coop.Procedure(c.procedure), Payload: c.payload}
		l := w.book.Law(d.Procedure, coop.KindHTX, "", vn.MustDate(c.on))
		if d.ForeignMembersChange(coop.Organization{}) {
			l.Stands = append(l.Stands, dossier.StandsForeign)
		}
		var got []string
		for _, doc := range d.WithPapers(l).Documents {
			if doc.Required {
				got = append(got, doc.Type)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s on %s: %v, want %v", c.procedure, c.on, got, c.want)
		}
	}
}

func TestWhatTheFileStillHasToSayStandsInTheWay(t *testing.T) {
	t.Parallel()
	verdicts := []law.Verdict{
		{Rule: "A", Answer: law.NotMet},
		{Rule: "B", Answer: law.Unknown},
		{Rule: "C", Answer: law.Unknown, Asks: true},
		{Rule: "D", Answer: law.NotMet, Advisory: true},
		{Rule: "E", Answer: law.Met, Asks: true},
	}
	var rules []string
	for _, v := range dossier.NotMet(verdicts) {
		rules = append(rules, v.Rule)
	}
	if !slices.Equal(rules, []string{"A", "C"}) {
		t.Errorf("in the way stand %v", rules)
	}
}
