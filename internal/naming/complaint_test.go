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

func TestAComplaintFollowsNameAndEnd(t *testing.T) {
	t.Parallel()
	day, none := vn.MustDate, vn.Date{}
	about := func(change func(*naming.Complaint)) naming.Complaint {
		c := naming.Complaint{Name: "Hợp tác xã Xoài", DemandedOn: day("2025-08-06"), ChangeDueOn: day("2025-10-06")}
		change(&c)
		return c
	}
	for what, c := range map[string]struct {
		before        naming.Complaint
		name          string
		ended         vn.Date
		happened      string
		changed, gone vn.Date
	}{
		"nothing happens":                  {about(func(*naming.Complaint) {}), "Hợp tác xã Xoài", none, "", none, none},
		"another name":                     {about(func(*naming.Complaint) {}), "Hợp tác xã Cam", none, "settled", day("2025-09-01"), none},
		"another name, not yet demanded":   {about(func(c *naming.Complaint) { c.DemandedOn, c.ChangeDueOn = none, none }), "Hợp tác xã Cam", none, "settled", day("2025-09-01"), none},
		"another name, reported already":   {about(func(c *naming.Complaint) { c.ReportedOn = day("2025-08-30") }), "Hợp tác xã Cam", none, "settled", day("2025-09-01"), none},
		"yet another name":                 {about(func(c *naming.Complaint) { c.ChangedOn = day("2025-08-20") }), "Hợp tác xã Bưởi", none, "", day("2025-08-20"), none},
		"the old name again":               {about(func(c *naming.Complaint) { c.ChangedOn = day("2025-08-20") }), "Hợp tác xã Xoài", none, "reopened", none, none},
		"an end":                           {about(func(*naming.Complaint) {}), "Hợp tác xã Xoài", day("2025-08-31"), "ended", none, day("2025-08-31")},
		"an end under another name":        {about(func(c *naming.Complaint) { c.ChangedOn = day("2025-08-20") }), "Hợp tác xã Cam", day("2025-08-31"), "", day("2025-08-20"), none},
		"an end taken back":                {about(func(c *naming.Complaint) { c.EndedOn = day("2025-08-31") }), "Hợp tác xã Xoài", none, "reopened", none, none},
		"an end, corrected to another day": {about(func(c *naming.Complaint) { c.EndedOn = day("2025-08-31") }), "Hợp tác xã Xoài", day("2025-08-30"), "", none, day("2025-08-31")},
	} {
		got, happened := c.before.Follow(c.name, c.ended, day("2025-09-01"))
		if happened != c.happened || got.ChangedOn != c.changed || got.EndedOn != c.gone {
			t.Errorf("%s: %q, changed %s, ended %s", what, happened, got.ChangedOn, got.EndedOn)
		}
		if got.ChangeDueOn != c.before.ChangeDueOn || got.DemandedOn != c.before.DemandedOn || got.ReportedOn != c.before.ReportedOn {
			t.Errorf("%s: its days do not run on", what)
		}
	}
}
