package httpapi_test

import "testing"

// Điều 63 khoản 1-5, 92/2024/NĐ-CP: a registered group ends in two steps, its minutes first; three months of silence after the
// announcement end it by themselves (Điều 147 khoản 2, Điều 148 khoản 3, 91/2015/QH13: on the day after the last).
func TestARegisteredGroupEndsInTwoStepsOrByThreeMonthsOfSilence(t *testing.T) {
	t.Parallel()
	s := newStory(t, "2024-09-04")
	s.done = map[string]bool{}
	silent, told := s.found("tht"), s.found("tht")
	end := object{"tax": object{"settled": true}, "debts_paid": true, "debts_paid_on": "2024-09-04", "state_support": "none"}
	s.refused(s.deskOf("tht"), about("termination", "tht", told, end), "status") // not without the first step
	for _, id := range []string{silent, told} {
		s.tell("termination_resolution", "tht", id, object{"resolution": s.resolved()})
		s.shows(id, "dissolving", "termination")
	}
	delete(end, "state_support")
	s.refused(s.deskOf("tht"), about("termination", "tht", told, end), "state-support") // which papers are owed hangs on it
	end["state_support"] = "none"
	s.tell("termination", "tht", told, end)
	s.shows(told, "ended", "termination")
	for _, day := range []string{"2024-12-03", "2024-12-04"} {
		s.clockTo(day)
		s.status(silent, "dissolving", "termination")
	}
	s.clockTo("2024-12-05")
	s.status(silent, "ended", "termination")
}
