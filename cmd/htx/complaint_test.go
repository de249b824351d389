package main

import (
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

func TestADeskFollowsAComplaintAboutAName(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	code := o.register(example)
	made := o.ok(caller.DeskOfficer, "name", "complaint", "put", code, "-f", "../../docs/examples/names/complaint.yaml")
	id := idForm.FindString(made)
	if !strings.Contains(made, "đã nhận") || !strings.Contains(made, "thông báo: 2025-12-04") {
		t.Errorf("taken in: %s", made)
	}
	if list := o.ok(caller.DeskLead, "name", "complaint", "list", "--open"); !strings.Contains(list, id) || !strings.Contains(list, "Tổng: 1") {
		t.Errorf("at the desk: %s", list)
	}
	if exit, _, said := o.as(caller.AllianceOfficer, o.url, "name", "complaint", "list"); exit != exitForbidden || !strings.Contains(said, "role-forbidden") {
		t.Errorf("read by the alliance: exit %d, %s", exit, said)
	}
	o.ok(caller.Administrator, "clock", "--set", "2025-12-05")
	if list := o.ok(caller.DeskLead, "name", "complaint", "list", "--overdue"); !strings.Contains(list, "(quá hạn)") {
		t.Errorf("late: %s", list)
	}
	if out := o.ok(caller.DeskLead, "name", "complaint", "demand", id); !strings.Contains(out, "đã yêu cầu đổi tên") || !strings.Contains(out, "đổi tên: 2026-") {
		t.Errorf("demanded: %s", out)
	}
	if exit, _, said := o.as(caller.DeskLead, o.url, "name", "complaint", "report", id, "--to", "Thanh tra Sở"); exit != exitRefused || !strings.Contains(said, "name-complaint-not-overdue") {
		t.Errorf("told before the time has run out: exit %d, %s", exit, said)
	}
	o.ok(caller.Administrator, "clock", "--set", "2026-04-01")
	if out := o.ok(caller.DeskLead, "name", "complaint", "report", id, "--to", "Thanh tra Sở"); !strings.Contains(out, "đã báo cơ quan xử phạt") {
		t.Errorf("told: %s", out)
	}
}
