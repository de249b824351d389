package main

import (
	"os"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

func TestAnybodyFindsWhereACooperativeCameFrom(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.ok(caller.Administrator, "import", written(t, "so.csv", "key,kind,name,place,registered_on,authority,members_official\n1,hoi_quan,Nhất Tâm Hội quán,29884,2020-11-15,ubnd-29884,60\n"), "--commit")
	club := idForm.FindString(o.ok(caller.Anonymous, "org", "find", "nhat tam"))
	draft, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	file := idForm.FindString(o.ok(caller.DeskOfficer, "dossier", "create", "-f", written(t, "htx.yaml", string(draft)+"  born_from: ['"+club+"']\n")))
	o.ok(caller.DeskOfficer, "dossier", "submit", file)
	o.ok(caller.DeskLead, "dossier", "approve", file)
	holds(t, o.ok(caller.Anonymous, "org", "links", club, "--depth", "2"), "2025-12-01", "Nhất Tâm Hội quán", "sinh ra", "Mỹ Ngãi Xanh")
	born := idForm.FindString(o.ok(caller.Anonymous, "org", "find", "my ngai xanh"))
	for _, earlier := range [][]string{{"--as-of", "2025-11-30"}, {"--known-at", "2025-11-30T00:00:00Z"}} {
		if links := o.ok(caller.Anonymous, append([]string{"org", "links", club}, earlier...)...); strings.Contains(links, "sinh ra") {
			t.Errorf("%v: %s", earlier, links)
		}
		if exit, _, said := o.as(caller.Anonymous, o.url, append([]string{"org", "show", born}, earlier...)...); exit != exitNotFound {
			t.Errorf("shown %v: exit %d, %s", earlier, exit, said)
		}
		o.ok(caller.Anonymous, append([]string{"org", "units", born}, earlier...)...)
		if acts := o.ok(caller.Anonymous, append([]string{"org", "acts", born}, earlier...)...); strings.Contains(acts, "2025-12-01") {
			t.Errorf("%v: %s", earlier, acts)
		}
	}
}
