package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

// A desk of the province looks for its models: who could be one, what another threshold would do, and whom it nominates.
func TestAProvinceLooksForItsModels(t *testing.T) {
	t.Parallel()
	o := newOfficeOn(t, "2023-02-01", "tckh-866")
	book := filepath.Join(t.TempDir(), "so.csv")
	text := "key,kind,name,place,registered_on,authority\n1,htx,Hợp tác xã Hai Năm Lãi,29881,2016-05-04,tckh-866\n"
	if err := os.WriteFile(book, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o.ok(caller.Administrator, "import", book, "--commit")
	id := idForm.FindString(o.ok(caller.ProvincialOfficer, "programme", "candidates", "--place", "87"))
	for _, year := range []string{"2021", "2022"} {
		o.ok(caller.DeskOfficer, "report", "put", id, year, "-f", "../../docs/examples/yearly/report.yaml")
	}
	contains := func(out string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(out, w) {
				t.Errorf("%q is not in\n%s", w, out)
			}
		}
	}
	contains(o.ok(caller.ProvincialOfficer, "programme", "show", id), "Chưa xác định", "còn thiếu", "năm 2020")
	contains(o.ok(caller.ProvincialOfficer, "programme", "simulate", "--place", "87", "QD167-M3:years=2"), "hiện nay", "nếu đổi", "Thêm đủ điều kiện: 0")
	contains(o.ok(caller.ProvincialOfficer, "programme", "simulate", "--place", "87", "QD167-M3:years=2", "QD167-M2:mandatory=false", "QD167-M4:mandatory=false",
		"QD167-CONSENT:mandatory=false"), "Thêm đủ điều kiện: 1", "Hai Năm Lãi")
	for _, bad := range []string{"QD167-M3", "QD167-M3:years=hai", "QD167-M3:sao=2", "QD167-M6:mandatory=có"} {
		if exit, _, said := o.as(caller.ProvincialOfficer, o.url, "programme", "simulate", "--place", "87", bad); exit != exitUsage || !strings.Contains(said, bad) {
			t.Errorf("%s: exit %d, %s", bad, exit, said)
		}
	}
	o.ok(caller.ProvincialOfficer, "programme", "nominate", id, "--model", "M03", "--consent-on", "2023-02-01")
	contains(o.ok(caller.ProvincialOfficer, "programme", "nominations", "--overdue", "--place", "87", "--authority", "tckh-866"),
		"2021-12-31", "CHẬM 397 ngày", "được chọn", "Hai Năm Lãi", "167/QĐ-TTg", "Tổng: 1")
	contains(o.ok(caller.ProvincialOfficer, "programme", "nominations", "--no-overdue", "--due-before", "2025-07-01"), "Tổng: 0")
	contains(o.ok(caller.ProvincialOfficer, "programme", "phases", "--on", "2025-06-30"), "đã hết", "đang diễn ra, còn 0 ngày", "chưa đến", "hoàn thiện")
	contains(o.ok(caller.ProvincialOfficer, "programme", "candidates", "--stage", "nominated", "--model", "M03", "--authority", "tckh-866"), "Tổng: 1")
}
