package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

// register enters the cooperative of a file and gives its code.
func (o *office) register(file string) string {
	o.t.Helper()
	id := idForm.FindString(o.ok(caller.DeskOfficer, "dossier", "create", "-f", file))
	o.ok(caller.DeskOfficer, "dossier", "submit", id)
	_, code, _ := strings.Cut(o.ok(caller.DeskLead, "dossier", "approve", id), "mã số")
	return strings.Fields(code)[0]
}

func TestADeskFilesAReportAndStartsTheNextFromIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	code := o.register(example)
	if exit, _, said := o.as(caller.DeskOfficer, o.url, "report", "show", code, "2025"); exit != exitNotFound || !strings.Contains(said, "report-not-found") {
		t.Errorf("no report yet: exit %d, %s", exit, said)
	}
	const file = "../../docs/examples/yearly/report.yaml"
	if out := o.ok(caller.DeskOfficer, "report", "put", code, "2025", "-f", file); !strings.Contains(out, "(bản 1)") || !strings.Contains(out, "4.500.000.000 đồng") {
		t.Errorf("filed: %s", out)
	}
	if exit, _, _ := o.as(caller.DeskOfficer, o.url, "report", "put", code, "2025", "-f", example, "--revision", "0"); exit != exitUsage {
		t.Errorf("a file of another kind: exit %d", exit)
	}
	o.ok(caller.Administrator, "clock", "--set", "2026-12-01")
	draft := filepath.Join(t.TempDir(), "bao-cao.yaml")
	o.ok(caller.DeskOfficer, "report", "draft", code, "2026", "-o", draft)
	text, err := os.ReadFile(draft)
	if err != nil || !strings.Contains(string(text), "workers: 14") || !strings.Contains(string(text), "total_capital_vnd: 2100000000") || strings.Contains(string(text), "\n    revenue_vnd") {
		t.Fatalf("the draft: %s, %v", text, err)
	}
	corrected := strings.Replace(string(text), "workers: 14", "workers: 15", 1)
	if err := os.WriteFile(draft, []byte(corrected), 0o600); err != nil {
		t.Fatal(err)
	}
	o.ok(caller.DeskOfficer, "report", "put", code, "2026", "-f", draft)
	if exit, _, _ := o.as(caller.DeskOfficer, o.url, "report", "put", code, "2026", "-f", file, "--revision", "0"); exit != exitStale {
		t.Errorf("on top of what was not read: exit %d", exit)
	}
	o.ok(caller.DeskOfficer, "report", "put", code, "2026", "-f", file)
	if out := o.ok(caller.DeskOfficer, "report", "show", code, "2026"); !strings.Contains(out, "(bản 2)") || !strings.Contains(out, "đến lúc") {
		t.Errorf("corrected: %s", out)
	}
}

func TestADeskEntersAndVerifiesARating(t *testing.T) {
	t.Parallel()
	o := newOfficeOn(t, "2023-12-01", "tckh-866")
	code := o.register("../../docs/examples/htx.yaml")
	o.ok(caller.Administrator, "clock", "--set", "2024-12-10")
	out := o.ok(caller.DeskOfficer, "rating", "put", code, "2024", "-f", "../../docs/examples/yearly/rating.yaml")
	if !strings.Contains(out, "tự chấm     85 Tốt") || strings.Contains(out, "✗") { // that it is not exempt is no fault
		t.Errorf("own score: %s", out)
	}
	if exit, _, said := o.as(caller.DeskLead, o.url, "rating", "verify", code, "2024", "--line", "C05=6,555=x"); exit != exitUsage || !strings.Contains(said, "C05=6,5") {
		t.Errorf("points that are none: exit %d, %s", exit, said)
	}
	out = o.ok(caller.DeskLead, "rating", "verify", code, "2024", "--line", "C05=2,5=Có biên bản xử phạt")
	for _, part := range []string{"cơ quan     79,50 Khá", "C05: tự chấm 8, cơ quan 2,50: Có biên bản xử phạt"} {
		if !strings.Contains(out, part) {
			t.Errorf("%q is not in\n%s", part, out)
		}
	}
	if out := o.ok(caller.DeskOfficer, "rating", "list", "2024", "--rank", "good", "--authority", "tckh-866"); !strings.Contains(out, code) || !strings.Contains(out, "Tổng: 1") {
		t.Errorf("the list: %s", out)
	}
}

func TestPointsAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"6": 600, "6,5": 650, "6.25": 625, "0": 0, "0,05": 5} {
		if got, err := pointsOf(text); err != nil || int(got) != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "-1", "6,555", "sáu", "6,5,5"} {
		if got, err := pointsOf(text); err == nil {
			t.Errorf("%q was read as %d", text, got)
		}
	}
}

func TestADeskFollowsItsDecemberAndFreezesIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	code := o.register(example)
	contains := func(out string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(out, w) {
				t.Errorf("%q is not in\n%s", w, out)
			}
		}
	}
	contains(o.ok(caller.Anonymous, "reporting", "duties", "2025"), "2025-12-15", "2025-12-18", "assumed", "missing")
	contains(o.ok(caller.DeskOfficer, "reporting", "status", "2025"), code, "chưa đến hạn", "kt-29884", "Tổng: 1")
	o.ok(caller.DeskOfficer, "report", "put", code, "2025", "-f", "../../docs/examples/yearly/report.yaml")
	contains(o.ok(caller.DeskLead, "reporting", "freeze", "2025", "registration_office", "--dry-run"), "(chạy thử)", "TẠM TÍNH", "đúng hạn 1")
	o.ok(caller.Administrator, "clock", "--set", "2025-12-17")
	contains(o.ok(caller.DeskOfficer, "reporting", "status", "2025", "--state", "on_time"), code, "đúng hạn")
	id := idForm.FindString(o.ok(caller.DeskLead, "reporting", "freeze", "2025", "registration_office"))
	contains(o.ok(caller.DeskLead, "reporting", "offices", "2025", "registration_office"), "kt-29884", "đúng hạn")
	contains(o.ok(caller.DeskLead, "reporting", "list", "2025"), id, "không")
	contains(o.ok(caller.DeskLead, "reporting", "changes", id), "Không số nào khác")
	book := filepath.Join(t.TempDir(), "tong-hop.xlsx")
	contains(o.ok(caller.DeskLead, "reporting", "get", id, "-o", book), "byte")
	if text, err := os.ReadFile(book); err != nil || !strings.HasPrefix(string(text), "PK") {
		t.Errorf("no workbook: %v", err)
	}
	if exit, _, said := o.as(caller.DeskOfficer, o.url, "reporting", "freeze", "2025", "registration_office"); exit != exitForbidden || !strings.Contains(said, "role-forbidden") {
		t.Errorf("not the lead: exit %d, %s", exit, said)
	}
}
