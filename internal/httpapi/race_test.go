package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// ready takes a draft to the decision and gives what approves it.
func (w *world) ready(d desk, draft object) func() reply {
	w.t.Helper()
	path, sent := w.submit(d, draft)
	return func() reply {
		return w.call(d.lead, http.MethodPost, path+"/approve", "{}", "If-Match", sent.header.Get("ETag"))
	}
}

func TestFiftyParallelChangesLoseNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Đông Việc")).text(t, "organization_id")
	const changes = 50
	approve := make([]func() reply, changes)
	for i := range approve {
		enterprise := object{"name": fmt.Sprintf("Công ty số %02d", i), "founded_on": "2024-09-03"}
		approve[i] = w.ready(d, about("enterprise_notice", "htx", id, object{"enterprise": enterprise}))
	}
	// A busy register says 409, 503 or the like with Retry-After; whoever is told so asks again, and nobody loses a change.
	var group sync.WaitGroup
	for _, a := range approve {
		group.Go(func() {
			for range 200 {
				got := a()
				if got.status == http.StatusOK {
					return
				}
				if got.header.Get("Retry-After") == "" && got.status != http.StatusPreconditionFailed {
					t.Errorf("%d %s", got.status, got.body)
					return
				}
			}
			t.Error("never let in")
		})
	}
	group.Wait()
	got := w.organization(id)
	if n := strings.Count(string(got.body), `"Công ty số `); n != changes {
		t.Errorf("%d of %d enterprises", n, changes)
	}
	if acts := w.call("", http.MethodGet, "/v1/organizations/"+id+"/acts?limit=200", nil); strings.Count(string(acts.body), `"organization.enterprise_noted"`) != changes {
		t.Error("the ledger tells of another number")
	}
	// Each costs its rivals the second the database takes to see it; fifty rivals once stood still for half a minute.
	if n := w.count("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"); n > 0 {
		t.Errorf("%d times rivals waited for each other", n)
	}
}

func TestOfAMergerAndADissolutionAtOnceOneWins(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	for round := range 6 {
		one := w.file(d, modern(fmt.Sprintf("Hợp tác xã Nhận %d", round))).text(t, "organization_id")
		two := w.file(d, modern(fmt.Sprintf("Hợp tác xã Nhập %d", round))).text(t, "organization_id")
		contest := []func() reply{
			w.ready(d, about("merger", "htx", one, object{"resolution": resolved("2024-09-04"), "instrument": object{"issued_on": "2024-09-04"}, "parties": []any{two}})),
			w.ready(d, about("dissolution_resolution", "htx", two, object{"resolution": resolved("2024-09-04")})),
		}
		answers := make([]reply, 2)
		var group sync.WaitGroup
		for i, approve := range contest {
			group.Go(func() { answers[i] = approve() })
		}
		group.Wait()
		for i, got := range answers { // one that was told to come again does so, and sees the other's act
			if got.status != http.StatusOK && got.header.Get("Retry-After") != "" {
				answers[i] = contest[i]()
			}
		}
		won := 0
		for _, got := range answers {
			switch got.status {
			case http.StatusOK:
				won++
			case http.StatusUnprocessableEntity, http.StatusPreconditionFailed:
			default:
				t.Errorf("%d %s", got.status, got.body)
			}
		}
		reason := w.organization(two).text(t, "status_reason")
		if won != 1 || (answers[0].status == http.StatusOK) != (reason == "merger") {
			t.Errorf("round %d: %d won, %s: %d %d", round, won, reason, answers[0].status, answers[1].status)
		}
		links := w.call("", http.MethodGet, "/v1/organizations/"+two+"/links", nil)
		if strings.Contains(string(links.body), "merged_into") != (reason == "merger") {
			t.Errorf("round %d: half done: %s", round, links.body)
		}
	}
}
