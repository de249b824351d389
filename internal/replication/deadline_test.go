package replication_test

import (
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/law"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// What each stage should reach next, on the day before, of and after the last day of each phase.
func TestAStageIsHeldAgainstItsPhase(t *testing.T) {
	t.Parallel()
	p := programme(t, "qd-167-2021")
	type due struct {
		stage      replication.Stage
		on         string
		late, left int
	}
	for _, c := range []struct {
		at   replication.Stage
		on   string
		want due
	}{
		{replication.StageNominated, "2021-12-30", due{replication.StageSelected, "2021-12-31", 0, 1}},
		{replication.StageNominated, "2021-12-31", due{replication.StageSelected, "2021-12-31", 0, 0}},
		{replication.StageNominated, "2022-01-01", due{replication.StageSelected, "2021-12-31", 1, 0}},
		{replication.StageNominated, "2025-07-01", due{replication.StageSelected, "2021-12-31", 1278, 0}},
		{replication.StageSelected, "2022-01-01", due{replication.StageCompleted, "2025-06-30", 0, 1276}},
		{replication.StageSelected, "2025-06-30", due{replication.StageCompleted, "2025-06-30", 0, 0}},
		{replication.StagePiloting, "2025-06-29", due{replication.StageCompleted, "2025-06-30", 0, 1}},
		{replication.StagePiloting, "2025-06-30", due{replication.StageCompleted, "2025-06-30", 0, 0}},
		{replication.StagePiloting, "2025-07-01", due{replication.StageCompleted, "2025-06-30", 1, 0}},
		{replication.StageCompleted, "2025-07-01", due{}},  // only some models are replicated
		{replication.StageReplicated, "2025-07-01", due{}}, // nothing follows
		{replication.StageWithdrawn, "2025-07-01", due{}},
		{replication.StageNone, "2025-07-01", due{}},
	} {
		d := p.Deadline(c.at, vn.MustDate(c.on))
		var got due
		if d != nil {
			got = due{d.Stage, d.DueOn.String(), d.DaysLate, d.DaysLeft}
			if d.Overdue != (d.DaysLate > 0) || d.Cite[0].Doc != "167/QĐ-TTg" || d.Basis != law.BasisDerived {
				t.Errorf("%s on %s: %+v", c.at, c.on, d)
			}
			if d.Overdue && !strings.HasPrefix(d.Detail, "Chậm ") || !strings.Contains(d.Detail, "“"+d.Stage.Words()+"”") {
				t.Errorf("%s on %s: %s", c.at, c.on, d.Detail)
			}
		}
		if got != c.want {
			t.Errorf("%s on %s: %+v, want %+v", c.at, c.on, got, c.want)
		}
	}
	if d := programme(t, "nhan-rong-2026").Deadline(replication.StageNominated, vn.MustDate("2026-01-01")); d != nil {
		t.Errorf("no text says what is due: %+v", d)
	}
}

func TestStagesAreWatchedByWhatFallsDue(t *testing.T) {
	t.Parallel()
	p := programme(t, "qd-167-2021")
	behind, notYet := new(true), new(false)
	all := "nominated selected piloting completed replicated withdrawn"
	for _, c := range []struct {
		on    string
		watch replication.Watch
		want  string
	}{
		{"2021-12-31", replication.Watch{}, all},
		{"2021-12-31", replication.Watch{Overdue: behind}, ""},
		{"2022-01-01", replication.Watch{Overdue: behind}, "nominated"},
		{"2022-01-01", replication.Watch{Overdue: notYet}, "selected piloting"},
		{"2025-06-30", replication.Watch{Overdue: behind}, "nominated"},
		{"2025-07-01", replication.Watch{Overdue: behind}, "nominated selected piloting"},
		{"2025-07-01", replication.Watch{Overdue: notYet}, ""},
		{"2025-06-01", replication.Watch{Overdue: notYet, DueBefore: vn.MustDate("2025-06-30")}, ""},
		{"2025-06-01", replication.Watch{Overdue: notYet, DueBefore: vn.MustDate("2025-07-01")}, "selected piloting"},
		{"2025-06-01", replication.Watch{DueBefore: vn.MustDate("2025-06-30")}, "nominated"},
		{"2025-06-01", replication.Watch{DueBefore: vn.MustDate("2021-12-31")}, ""},
	} {
		var got []string
		for _, s := range p.Watched(c.watch, vn.MustDate(c.on)) {
			got = append(got, string(s))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %+v: %v, want %s", c.on, c.watch, got, c.want)
		}
	}
}

// Where the days around the ends of the phases stand to them.
func TestThePhasesOfADay(t *testing.T) {
	t.Parallel()
	p := programme(t, "qd-167-2021")
	for day, want := range map[string]string{
		"2021-02-02": "coming coming coming", "2021-02-03": "open open coming", "2021-12-31": "open open coming", "2022-01-01": "over open coming",
		"2025-06-30": "over open coming", "2025-07-01": "over over open", "2025-12-31": "over over open", "2026-01-01": "over over over",
	} {
		var got []string
		for _, ph := range p.On(vn.MustDate(day)).Phases {
			got = append(got, string(ph.State))
			if left := ph.LastOn.Sub(vn.MustDate(day)); (ph.DaysLeft != nil) != (ph.State == replication.PhaseOpen) || ph.DaysLeft != nil && *ph.DaysLeft != left {
				t.Errorf("%s, phase %s: %v days left", day, ph.Code, ph.DaysLeft)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", day, got, want)
		}
	}
}

func TestADueStageNeedsAnEnd(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*replication.Phase){
		"no end": func(ph *replication.Phase) { ph.To = vn.Date{} },
		"never reached": func(ph *replication.Phase) {
			ph.Due = &replication.Due{Stage: replication.StageNominated, Basis: law.BasisDerived}
		},
		"no stage": func(ph *replication.Phase) { ph.Due = &replication.Due{Stage: "sau này", Basis: law.BasisDerived} },
		"no basis": func(ph *replication.Phase) { ph.Due = &replication.Due{Stage: replication.StageSelected} },
		"a way out": func(ph *replication.Phase) {
			ph.Due = &replication.Due{Stage: replication.StageWithdrawn, Basis: law.BasisDerived}
		},
	} {
		p := programme(t, "qd-167-2021")
		p.Phases = slices.Clone(p.Phases)
		change(&p.Phases[0])
		if err := p.Check(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
