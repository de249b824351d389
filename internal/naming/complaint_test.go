package naming_test

import (
	"errors"
	"testing"

	"htxregistry/internal/naming"
	"htxregistry/internal/vn"
)

func TestAComplaintIsDemandedThenReportedWhenTheTimeHasRunOut(t *testing.T) {
	t.Parallel()
	day := vn.MustDate
	c := naming.Complaint{ReceivedOn: day("2025-08-01"), DemandDueOn: day("2025-08-06")}
	for _, at := range []struct {
		on   string
		late bool
	}{{"2025-08-05", false}, {"2025-08-06", false}, {"2025-08-07", true}} {
		if got := c.On(day(at.on)); got.State != naming.ComplaintReceived || got.Overdue != at.late {
			t.Errorf("%s: %s, %v", at.on, got.State, got.Overdue)
		}
	}
	if _, err := c.Report(day("2025-08-06"), "Thanh tra"); !errors.Is(err, naming.ErrComplaintState) {
		t.Errorf("reported before anything was demanded: %v", err)
	}
	c, err := c.Demand(day("2025-08-06"), day("2025-10-06"))
	if err != nil || c.State != naming.ComplaintDemanded {
		t.Fatalf("%s, %v", c.State, err)
	}
	if _, err := c.Demand(day("2025-08-07"), day("2025-10-07")); !errors.Is(err, naming.ErrComplaintState) {
		t.Errorf("demanded twice: %v", err)
	}
	if _, err := c.Report(day("2025-10-06"), "Thanh tra"); !errors.Is(err, naming.ErrComplaintEarly) {
		t.Errorf("reported on the last day: %v", err)
	}
	if c, err = c.Report(day("2025-10-07"), "Thanh tra"); err != nil || c.State != naming.ComplaintReported || c.Overdue {
		t.Errorf("%s, %v, %v", c.State, c.Overdue, err)
	}
	c.ChangedOn = day("2025-10-20")
	if got := c.On(day("2025-10-21")); got.State != naming.ComplaintChanged {
		t.Errorf("changed late is changed: %s", got.State)
	}
}
