package main_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
)

func formation(name string) map[string]any {
	return map[string]any{
		"procedure": "formation", "organization_kind": "htx", "fee_paid": true, "filer": map[string]any{"phone": "0901234567"},
		"papers_received": []any{"application", "charter", "business_plan", "member_list", "organ_list", "founding_resolution"},
		"payload": map[string]any{
			"name": map[string]any{"vi": name}, "seat": map[string]any{"line": "Ấp 1", "place": "29881"},
			"industries": []any{map[string]any{"edition": "2018", "code": "0161", "main": true}}, "charter_capital_vnd": 1_000_000,
			"members":               map[string]any{"official": 9, "capital_associates": 0, "service_associates": 0, "foreign": 0},
			"legal_representatives": []any{map[string]any{"full_name": "Nguyễn Văn An", "title": "Chủ tịch HĐQT", "id_document": "087085001234"}},
		},
	}
}

// registration takes one name through to the register and gives the organisation's id, empty when it was cut off. Every
// step has its own retry key, so that sending all again does nothing twice.
func (s *server) registration(ctx context.Context, key, name, retry string) string {
	done := s.filed(ctx, key, formation(name), retry)
	if done == nil {
		return ""
	}
	return fmt.Sprint(done["organization_id"])
}

// filed takes a draft through to its approval and gives the file, nil when it was cut off.
func (s *server) filed(ctx context.Context, key string, draft map[string]any, retry string) map[string]any {
	status, made, tag := s.post(ctx, key, "/v1/dossiers", retry+"-create", "", draft)
	if status != http.StatusCreated {
		s.refused(status, made)
		return nil
	}
	path := fmt.Sprintf("/v1/dossiers/%v", made["id"])
	status, made, tag = s.post(ctx, key, path+"/submit", retry+"-submit", tag, nil)
	if status != http.StatusOK {
		s.refused(status, made)
		return nil
	}
	status, done, _ := s.post(ctx, key, path+"/approve", retry+"-approve", tag, map[string]any{})
	if status != http.StatusOK {
		s.refused(status, done)
		return nil
	}
	return done
}

// refused reports an answer that is neither success, nor a cut-off, nor a server going down: the streams send only what is lawful.
func (s *server) refused(status int, answer map[string]any) {
	if status >= http.StatusInternalServerError {
		s.t.Logf("%d %v", status, answer)
	}
	if status != 0 && status < http.StatusInternalServerError {
		s.t.Errorf("%d %v", status, answer)
	}
}

// filing is the n-th file of a mixed stream about an organisation.
func filing(n int, organization string) map[string]any {
	resolution := map[string]any{"number": "01/NQ", "issued_on": "2021-06-01"}
	draft := map[string]any{
		"organization_kind": "htx", "organization_id": organization, "fee_paid": true, "filer": map[string]any{"phone": "0901234567"},
		"papers_received": []any{"application", "notice", "resolution", "member_list"},
	}
	switch n % 4 {
	case 0:
		draft["procedure"] = "enterprise_notice"
		draft["payload"] = map[string]any{"enterprise": map[string]any{"name": fmt.Sprintf("Công ty %d", n)}, "resolution": resolution}
	case 1:
		draft["procedure"] = "change_registration"
		draft["payload"] = map[string]any{"name": map[string]any{"vi": fmt.Sprintf("Hợp tác xã Đổi Tên %d", n)}, "resolution": resolution}
	case 2:
		draft["procedure"] = "change_notification"
		draft["payload"] = map[string]any{"members": map[string]any{"official": 9 + n, "capital_associates": 0, "service_associates": 0, "foreign": 0}, "resolution": resolution}
	default:
		draft["procedure"] = "reissue"
		draft["payload"] = map[string]any{"reason": "Bị rách"}
	}
	return draft
}

func TestNoAcknowledgedActOfAnyProcedureIsLostOrDoubledByKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	const rounds, desks = 6, 4
	data := t.TempDir()
	s := start(t, data)
	key := s.key("desk_lead", "tckh-866")
	organizations := make([]string, desks)
	for i := range organizations {
		name := fmt.Sprintf("Hợp tác xã Bền Bỉ %d", i)
		if organizations[i] = s.registration(t.Context(), key, name, fmt.Sprintf("retry-first-%02d", i)); organizations[i] == "" {
			t.Fatalf("%s was not registered", name)
		}
	}
	var mu sync.Mutex
	acknowledged, open, number := map[string]bool{}, []int{}, 0 // dossiers; files whose answer never came
	file := func(ctx context.Context, n int) bool {
		done := s.filed(ctx, key, filing(n, organizations[n%desks]), fmt.Sprintf("retry-mixed-%06d", n))
		mu.Lock()
		defer mu.Unlock()
		if done == nil {
			open = append(open, n)
			return false
		}
		acknowledged[fmt.Sprint(done["id"])] = true
		return true
	}
	for round := range rounds {
		ctx, cut := context.WithCancel(t.Context())
		var group sync.WaitGroup
		acks := make(chan struct{}, 1000)
		for range desks {
			group.Go(func() {
				for ctx.Err() == nil {
					mu.Lock()
					number++
					n := number
					mu.Unlock()
					// One that is told to come again does; the retry keys keep it from doing anything twice.
					done := false
					for try := 0; try < 3 && !done; try++ {
						done = file(ctx, n)
					}
					if !done {
						return
					}
					acks <- struct{}{}
				}
			})
		}
		ended := make(chan struct{})
		go func() { group.Wait(); close(ended) }()
		for range 3 + round%5 {
			select {
			case <-acks:
			case <-ended:
				t.Fatal("every desk stopped before the kill")
			}
		}
		s.kill()
		cut()
		<-ended
		s = start(t, data)
	}
	cutOff := open
	open = nil
	for _, n := range cutOff { // the clients send again what was never answered
		if !file(t.Context(), n) {
			t.Errorf("file %d cannot be finished after the restart", n)
		}
	}
	acts := map[string]int{}
	for _, id := range organizations {
		_, list := s.get("/v1/organizations/" + id + "/acts?limit=500")
		for _, item := range list["items"].([]any) {
			if act := item.(map[string]any); act["act"] != "organization.registered" {
				acts[fmt.Sprint(act["dossier_id"])]++
			}
		}
	}
	for id, times := range acts {
		if !acknowledged[id] || times != 1 {
			t.Errorf("dossier %s: %d acts, acknowledged %v", id, times, acknowledged[id])
		}
	}
	if len(acts) != len(acknowledged) {
		t.Errorf("%d acts in the ledger, %d acknowledged", len(acts), len(acknowledged))
	}
	t.Logf("%d acts over %d kills, %d cut off and sent again", len(acknowledged), rounds, len(cutOff))
}

func TestNoAcknowledgedRegistrationIsLostOrDoubledByKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute")
	}
	const rounds, desks = 20, 4
	data := t.TempDir()
	s := start(t, data)
	key := s.key("desk_lead", "tckh-866")
	acknowledged := map[string]string{} // id by name
	var open []string                   // names whose answer never came
	var mu sync.Mutex
	number := 0
	for round := range rounds {
		ctx, cut := context.WithCancel(t.Context())
		var group sync.WaitGroup
		acks := make(chan struct{}, 1000)
		for range desks {
			group.Go(func() {
				for ctx.Err() == nil {
					mu.Lock()
					number++
					name := fmt.Sprintf("Hợp tác xã Bền Vững %d", number)
					mu.Unlock()
					id := s.registration(ctx, key, name, fmt.Sprintf("retry-%x", name))
					mu.Lock()
					if id != "" {
						acknowledged[name] = id
						acks <- struct{}{}
					} else {
						open = append(open, name)
					}
					mu.Unlock()
					if id == "" {
						return
					}
				}
			})
		}
		for range 3 + round%5 { // in the middle of the stream, never at the same point
			<-acks
		}
		s.kill()
		cut()
		group.Wait()
		s = start(t, data)
	}
	for _, name := range open { // the clients send again what was never answered
		id := s.registration(t.Context(), key, name, fmt.Sprintf("retry-%x", name))
		if id == "" {
			t.Errorf("%s cannot be finished after the restart", name)
			continue
		}
		acknowledged[name] = id
	}
	_, list := s.get("/v1/organizations?count=exact&limit=1")
	if total := int(list["total"].(float64)); total != len(acknowledged) {
		t.Errorf("%d on the register, %d acknowledged", total, len(acknowledged))
	}
	codes := map[any]string{}
	for name, id := range acknowledged {
		_, o := s.get("/v1/organizations/" + id)
		if got := o["name"].(map[string]any)["vi"]; got != name {
			t.Errorf("%s is lost: %v", name, o)
		}
		if other, twice := codes[o["code"]]; twice {
			t.Errorf("%s and %s have one code", name, other)
		}
		codes[o["code"]] = name
	}
	t.Logf("%d registrations over %d kills, %d cut off and sent again", len(acknowledged), rounds, len(open))
}
