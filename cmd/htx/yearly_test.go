package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/rating"
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
	if out := o.ok(caller.DeskOfficer, "report", "list", code); !strings.Contains(out, "2026  2") || !strings.Contains(out, "2025  1") {
		t.Errorf("the years: %s", out)
	}
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
	lower := filepath.Join(t.TempDir(), "cham.yaml")
	text, err := os.ReadFile("../../docs/examples/yearly/rating.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(lower, []byte(strings.Replace(strings.ReplaceAll(string(text), "2024-12", "2023-12"), "points: 800", "points: 650", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	o.ok(caller.DeskOfficer, "rating", "put", code, "2023", "-f", lower)
	if out := o.ok(caller.Anonymous, "rating", "trend", code); !strings.Contains(out, "79,50    Khá") || !strings.Contains(out, "không đánh giá") {
		t.Errorf("the years: %s", out)
	}
	if out := o.ok(caller.Anonymous, "rating", "figures", "2024", "--by", "commune", "--without-qtdnd"); !strings.Contains(out, "Xã Mỹ Ngãi  1    0") {
		t.Errorf("the figures: %s", out)
	}
}

func TestATotalIsComparedWithTheYearBeforeUnderOneScheme(t *testing.T) {
	t.Parallel()
	total := func(year int, scheme string, p rating.Points) rating.Entry {
		return rating.Entry{Year: year, Scheme: scheme, Total: &p}
	}
	for want, years := range map[string][2]rating.Entry{
		"+1,50": {total(2020, "a", 8000), total(2021, "a", 8150)}, "-80": {total(2020, "a", 8000), total(2021, "a", 0)},
		"0": {total(2020, "a", 8000), total(2021, "a", 8000)}, "-": {total(2019, "b", 8000), total(2020, "a", 8000)},
	} {
		if got := changeFrom(years[0], years[1]); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := changeFrom(total(2019, "a", 1), total(2021, "a", 2)); got != "-" {
		t.Errorf("two years apart: %s", got)
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

func TestTheProvinceTakesInWhatUnitsReportAndLooksAtTheTables(t *testing.T) {
	t.Parallel()
	o := newOfficeOn(t, "2021-12-09", "tckh-866")
	contains := func(out string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(out, w) {
				t.Errorf("%q is not in\n%s", w, out)
			}
		}
	}
	contains(o.ok(caller.ProvincialOfficer, "reporting", "units", "2021"), "ubnd-866", "snnptnt-87", "chưa đến hạn", "assumed", "Tổng: 27")
	const sheet = "../../docs/examples/yearly/unit-report.yaml"
	contains(o.ok(caller.ProvincialOfficer, "reporting", "take", "2021", "snnptnt-87", "-f", sheet), "bản 1", "512/BC-SNN", "hạn 2021-12-10")
	contains(o.ok(caller.DeskLead, "reporting", "take", "2021", "ubnd-866", "-f", sheet), "thành phố Cao Lãnh")
	contains(o.ok(caller.ProvincialOfficer, "reporting", "unit", "2021", "snnptnt-87"), "Lớp tập huấn đã mở: 5 lớp")
	contains(o.ok(caller.ProvincialOfficer, "reporting", "units", "2021", "--state", "on_time"), "snnptnt-87", "Tổng: 2")
	contains(o.ok(caller.DeskOfficer, "reporting", "table", "indicators", "--by", "model"), "A01", "F06", "chưa biết", "Mã kiểm tra")
	book := filepath.Join(t.TempDir(), "bieu.xlsx")
	contains(o.ok(caller.ProvincialOfficer, "reporting", "table", "summary", "--by", "district", "--place", "87", "--as-of", "2021-12-01", "-o", book), "byte")
	if text, err := os.ReadFile(book); err != nil || !strings.HasPrefix(string(text), "PK") {
		t.Errorf("no workbook: %v", err)
	}
}
