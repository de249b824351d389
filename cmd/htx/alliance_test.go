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
	if list := o.ok(caller.AllianceOfficer, "alliance", "list", "--membership", "official", "--urban"); !strings.Contains(list, "chính thức từ 2025-12-01") {
		t.Errorf("the members in towns: %s", list)
	}
	o.ok(caller.Administrator, "clock", "--set", "2025-12-03")
	if out := o.ok(caller.AllianceOfficer, "alliance", "end", code, id, "--on", "2025-12-03", "--reason", "Xin thôi"); !strings.Contains(out, "2025-12-03") {
		t.Errorf("ended: %s", out)
	}
	if out := o.ok(caller.Anonymous, "alliance", "members", code); !strings.Contains(out, "Xin thôi") || strings.Contains(out, "liên kết") {
		t.Errorf("memberships: %s", out)
	}
}

func TestADeskAnswersWhatTheAllianceHoldsToBeWrong(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	code := o.register(example)
	raised := o.ok(caller.AllianceOfficer, "challenge", "raise", code, "members", "--claim", "Có 45 thành viên", "--evidence", "Biên bản đại hội")
	id := idForm.FindString(raised)
	if list := o.ok(caller.DeskLead, "challenge", "list", "--open"); !strings.Contains(list, id) || !strings.Contains(list, "Có 45 thành viên") || !strings.Contains(list, "chờ trả lời") {
		t.Errorf("at the desk: %s", list)
	}
	if exit, _, said := o.as(caller.AllianceOfficer, o.url, "challenge", "answer", id, "--outcome", "stands", "--answer", "Sổ đúng"); exit != exitForbidden || !strings.Contains(said, "role-forbidden") {
		t.Errorf("answered by the alliance itself: exit %d, %s", exit, said)
	}
	if exit, _, _ := o.as(caller.DeskLead, o.url, "challenge", "answer", id, "--outcome", "corrected", "--answer", "Đã sửa", "--act", "01900000-0000-7000-8000-000000000000"); exit != exitRefused {
		t.Errorf("mended by no act: exit %d", exit)
	}
	if out := o.ok(caller.DeskLead, "challenge", "answer", id, "--outcome", "stands", "--answer", "Hồ sơ ghi đúng"); !strings.Contains(out, "đã trả lời") || !strings.Contains(out, "Hồ sơ ghi đúng") {
		t.Errorf("answered: %s", out)
	}
	other := idForm.FindString(o.ok(caller.AllianceOfficer, "challenge", "raise", code, "report", "--year", "2025", "--claim", "Chưa nộp"))
	if out := o.ok(caller.AllianceOfficer, "challenge", "withdraw", other, "--reason", "Đã nộp"); !strings.Contains(out, "đã rút") {
		t.Errorf("withdrawn: %s", out)
	}
}
