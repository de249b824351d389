package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

func TestADeskTellsHowNearAClubIsToACooperative(t *testing.T) {
	t.Parallel()
	o := newOfficeOn(t, "2025-12-01", "ubnd-29884")
	book := filepath.Join(t.TempDir(), "so.csv")
	text := "key,kind,name,place,registered_on,authority,members_official\n1,hoi_quan,Nhất Tâm Hội quán,29884,2020-11-15,ubnd-29884,60\n"
	if err := os.WriteFile(book, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o.ok(caller.Administrator, "import", book, "--commit")
	listed := o.ok(caller.Anonymous, "hoi-quan", "list", "--near")
	if !strings.Contains(listed, "Nhất Tâm Hội quán") || !strings.Contains(listed, "chưa rõ") || !strings.Contains(listed, "Tổng: 1") {
		t.Errorf("nothing is known of its founders: %s", listed)
	}
	id := idForm.FindString(listed)
	if exit, _, _ := o.as(caller.Anonymous, o.url, "hoi-quan", "show", id); exit != exitNotFound {
		t.Errorf("shown before anything was kept: exit %d", exit)
	}
	facts := "../../docs/examples/hoi-quan/facts.yaml"
	if exit, _, said := o.as(caller.AllianceOfficer, o.url, "hoi-quan", "put", id, "-f", facts); exit != exitForbidden || !strings.Contains(said, "role-forbidden") {
		t.Errorf("kept by the alliance: exit %d, %s", exit, said)
	}
	if out := o.ok(caller.DeskOfficer, "hoi-quan", "put", id, "-f", facts); !strings.Contains(out, "bản 1") || !strings.Contains(out, "VN-ĐTOR-0123") {
		t.Errorf("kept: %s", out)
	}
	if out := o.ok(caller.DeskOfficer, "hoi-quan", "put", id, "-f", facts); !strings.Contains(out, "bản 2") {
		t.Errorf("kept again: %s", out)
	}
	if exit, _, _ := o.as(caller.DeskOfficer, o.url, "hoi-quan", "put", id, "-f", facts, "--revision", "1"); exit != exitStale {
		t.Errorf("on a revision that is past: exit %d", exit)
	}
	why := o.ok(caller.Anonymous, "hoi-quan", "list", "--why", "--on", "2025-12-01")
	if !strings.Contains(why, "✓") || !strings.Contains(why, "?") || strings.Contains(why, "✗") { // the charter is not drafted yet
		t.Errorf("why: %s", why)
	}
	if out := o.ok(caller.Anonymous, "hoi-quan", "growth"); !strings.Contains(out, "2019") || !strings.Contains(out, "1 Hội quán, 60 thành viên") {
		t.Errorf("growth: %s", out)
	}
	if out := o.ok(caller.Anonymous, "hoi-quan", "growth", "--by", "commune", "--as-of", "2020-11-14"); !strings.Contains(out, "0 Hội quán") {
		t.Errorf("the day before the first: %s", out)
	}
	if out := o.ok(caller.AllianceOfficer, "alliance", "list", "--near-founding"); !strings.Contains(out, "Nhất Tâm") {
		t.Errorf("near founding, as the alliance looks: %s", out)
	}
}
