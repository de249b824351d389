package httpapi_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/httpapi"
)

// changesAfter reads one answer of the feed.
func (w *world) changesAfter(position, query string) (items []coop.Change, next string) {
	w.t.Helper()
	if position != "" {
		query += "&after=" + position
	}
	var list struct {
		Items    []coop.Change
		Position string
	}
	if err := json.Unmarshal(w.want(w.call("", http.MethodGet, "/v1/changes?"+query, nil), 200, "").body, &list); err != nil {
		w.t.Fatal(err)
	}
	return list.Items, list.Position
}

// Page by page the feed gives what the ledgers of all organisations hold, each act once.
func TestTheFeedGoesOnWithoutGaps(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")
	if items, position := w.changesAfter("", "limit=5"); len(items) > 0 || position != "" {
		t.Fatalf("an empty register has %v up to %s", items, position)
	}
	want := map[string]bool{}
	for _, name := range []string{"Hợp tác xã Dòng Một", "Hợp tác xã Dòng Hai", "Hợp tác xã Dòng Ba"} {
		o := w.register(officer, lead, htx(name, nil)).text(t, "organization_id")
		w.register(officer, lead, object{
			"procedure": "change_registration", "organization_kind": "htx", "organization_id": o, "fee_paid": true, "filer": object{"phone": "0901234567"},
			"papers_received": []any{"application", "resolution"},
			"payload":         object{"charter_capital_vnd": 3_000_000_000, "resolution": object{"number": "1/NQ", "issued_on": "2021-06-01"}},
		})
		acts, _ := w.want(w.call("", http.MethodGet, "/v1/organizations/"+o+"/acts", nil), 200, "").json(t)["items"].([]any)
		for _, a := range acts {
			id, _ := a.(object)["id"].(string)
			want[id] = true
		}
	}
	var got []coop.Change
	for position := ""; len(got) < len(want); {
		var page []coop.Change
		page, position = w.changesAfter(position, "limit=2&wait=20")
		if len(page) == 0 {
			t.Fatalf("nothing after %s, and %d acts of %d are told", position, len(got), len(want))
		}
		got = append(got, page...)
	}
	for _, c := range got {
		if !want[c.ActID] {
			t.Errorf("%s is told twice, or is of no organisation", c.ActID)
		}
		delete(want, c.ActID)
		if c.Type == "organization.changed" && !slices.Equal(c.FieldsChanged, []string{"charter_capital_vnd"}) {
			t.Errorf("the change of the capital changed %v", c.FieldsChanged)
		}
		if c.Type == "organization.registered" && !slices.Contains(c.FieldsChanged, "name") {
			t.Errorf("a registration changed %v", c.FieldsChanged)
		}
	}
	last := got[len(got)-1].Position
	if items, position := w.changesAfter(last, "limit=5"); len(items) > 0 || position != last {
		t.Errorf("after the end: %v, go on from %s, want %s", items, position, last)
	}
	for _, wrong := range []string{"x", "1-2", "1-2-3-4", "-1-2-3", "1-99999999999999999999-1", "2147483648-1-1"} {
		w.want(w.call("", http.MethodGet, "/v1/changes?after="+wrong, nil), 400, "invalid-request")
	}
	w.want(w.call("", http.MethodGet, "/v1/changes?wait=31", nil), 400, "invalid-request")
	// Nor is a cursor with an epoch beyond any that the database counts.
	path := "/v1/organizations/" + got[0].OrganizationID + "/acts?limit=1"
	cursor, err := base64.RawURLEncoding.DecodeString(w.want(w.call("", http.MethodGet, path, nil), 200, "").text(t, "next_cursor"))
	if err != nil {
		t.Fatal(err)
	}
	forged := strings.Replace(string(cursor), `"e":1,`, `"e":2147483648,`, 1)
	if forged == string(cursor) {
		t.Fatalf("no epoch in %s", cursor)
	}
	w.want(w.call("", http.MethodGet, path+"&cursor="+base64.RawURLEncoding.EncodeToString([]byte(forged)), nil), 400, "invalid-request")
}

// Whoever takes a copy begins where the feed ends, and is told when the register has gone back behind what it read.
func TestACopyBeginsAtTheEndAndIsToldOfARestore(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")
	items, start := w.changesAfter("now", "")
	if len(items) > 0 || start == "" {
		t.Fatalf("an empty register begins at %q with %v", start, items)
	}
	o := w.register(officer, lead, htx("Hợp tác xã Bản Sao", nil)).text(t, "organization_id")
	items, last := w.changesAfter(start, "wait=25")
	if len(items) != 1 || items[0].OrganizationID != o {
		t.Errorf("after the start: %v", items)
	}
	if items, again := w.changesAfter("now", ""); len(items) > 0 || again != last {
		t.Errorf("the feed ends at %s, want %s", again, last)
	}
	w.want(w.call("", http.MethodGet, "/v1/changes?after=9-1-1", nil), 409, "position-unknown")
	w.want(w.call("", http.MethodGet, "/v1/changes?wait=20&after=9-1-1", nil), 409, "position-unknown")
	w.want(w.call("", http.MethodGet, "/v1/changes?after=1-1-1", nil), 409, "position-unknown") // acts came after it, but none stands there
}

func TestAWaitEndsWithTheFirstChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")
	const waiting = 5
	told := make(chan []coop.Change, waiting)
	for range waiting {
		go func() {
			items, _ := w.changesAfter("", "wait=25")
			told <- items
		}()
	}
	o := w.register(officer, lead, htx("Hợp tác xã Được Chờ", nil)).text(t, "organization_id")
	for range waiting {
		if items := <-told; len(items) == 0 || items[0].OrganizationID != o {
			t.Errorf("told %v, want the registration of %s", items, o)
		}
	}
}

func TestAWaitEndsWithTheServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	serving, stop := context.WithCancel(t.Context())
	handler, err := httpapi.New(serving, w.registry, httpapi.Options{})
	if err != nil {
		t.Fatal(err)
	}
	w.handler = handler
	told := make(chan []coop.Change)
	go func() {
		items, _ := w.changesAfter("", "wait=30")
		told <- items
	}()
	stop()
	if items := <-told; len(items) > 0 {
		t.Errorf("told %v", items)
	}
}
