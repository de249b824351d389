package main

import (
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

func TestTheAllianceAdmitsCorrectsAndEnds(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	code := o.register(example)
	stranger := o.ok(caller.AllianceOfficer, "alliance", "list", "--membership", "none", "--kind", "htx", "--silent-years", "0")
	if !strings.Contains(stranger, code) || !strings.Contains(stranger, "Tổng: 1") {
		t.Errorf("not yet a member: %s", stranger)
	}
	if exit, _, said := o.as(caller.DeskLead, o.url, "alliance", "admit", code, "--from", "2025-12-01"); exit != exitForbidden || !strings.Contains(said, "role-forbidden") {
		t.Errorf("admitted by a desk: exit %d, %s", exit, said)
	}
	admitted := o.ok(caller.AllianceOfficer, "alliance", "admit", code, "--kind", "associate", "--from", "2025-12-01", "--decision", "7/QĐ-LMHTX", "--issued", "2025-12-01")
	id := idForm.FindString(admitted)
	corrected := o.ok(caller.AllianceOfficer, "alliance", "correct", code, id, "--kind", "official", "--from", "2025-12-01", "--reason", "Ghi nhầm loại")
	id = idForm.FindString(corrected)
	if list := o.ok(caller.AllianceOfficer, "alliance", "list", "--membership", "official", "--agriculture", "--no-urban"); strings.Contains(list, code) {
		t.Errorf("Phường Mỹ Ngãi is no town: %s", list)
	}
	if list := o.ok(caller.AllianceOfficer, "alliance", "list", "--membership", "official", "--urban"); !strings.Contains(list, "official 2025-12-01") {
		t.Errorf("the members in towns: %s", list)
	}
	o.ok(caller.Administrator, "clock", "--set", "2025-12-03")
	if out := o.ok(caller.AllianceOfficer, "alliance", "end", code, id, "--on", "2025-12-03", "--reason", "Xin thôi"); !strings.Contains(out, "2025-12-03") {
		t.Errorf("ended: %s", out)
	}
	if out := o.ok(caller.Anonymous, "alliance", "members", code); !strings.Contains(out, "Xin thôi") || strings.Contains(out, "associate") {
		t.Errorf("memberships: %s", out)
	}
}
