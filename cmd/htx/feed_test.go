package main

import (
	"regexp"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

func TestAnybodyFollowsWhatHappens(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	if list := o.ok(caller.Anonymous, "changes"); strings.Contains(list, "--after") {
		t.Errorf("an empty register goes on: %s", list)
	}
	o.ok(caller.Administrator, "import", written(t, "so.csv", "key,kind,name,place,registered_on,authority,members_official\n1,hoi_quan,Nhất Tâm Hội quán,29884,2020-11-15,ubnd-29884,60\n"), "--commit")
	list := o.ok(caller.Anonymous, "changes", "--wait", "25")
	holds(t, list, "name", "seat", "members")
	next := regexp.MustCompile(`--after (\S+)`).FindStringSubmatch(list)
	if next == nil {
		t.Fatalf("where to go on is not said: %s", list)
	}
	if rest := o.ok(caller.Anonymous, "changes", "--after", next[1]); strings.Contains(rest, "name") || !strings.Contains(rest, next[0]) {
		t.Errorf("after %s: %s", next[1], rest)
	}
	if exit, _, said := o.as(caller.Anonymous, o.url, "changes", "--after", "hôm qua"); exit != exitUsage || !strings.Contains(said, "after") {
		t.Errorf("a wrong position: exit %d, %s", exit, said)
	}
}
