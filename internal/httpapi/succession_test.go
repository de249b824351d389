package httpapi_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/registry"
	"htxregistry/internal/succession"
	"htxregistry/internal/vn"
)

var successionNames = func() func() string {
	var mu sync.Mutex
	n := 0
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return fmt.Sprintf("thu-%d", n)
	}
}()

// succession makes an applied succession with one open question about a key, and gives its path and cases.
func (w *world) succession() (path string, cases []string) {
	w.t.Helper()
	ctx := caller.With(w.t.Context(), caller.Operator("test"))
	office := w.office("tckh-866")
	_, k, err := w.registry.CreateKey(ctx, registry.NewKey{Role: caller.DeskOfficer, Authority: "tckh-866", Name: "Người của một việc"})
	if err != nil {
		w.t.Fatal(err)
	}
	plan := succession.Plan{Name: successionNames(), On: vn.MustDate("2020-01-01"), By: succession.ByPlaces}
	a := succession.Applied{ID: id.New[succession.Applied](), Name: plan.Name, Digest: plan.Digest(), On: plan.On, Plan: plan, AppliedAt: w.registry.Now(), AppliedBy: "test"}
	c := succession.Case{ID: id.New[succession.Case](), Subject: succession.SubjectKey, SubjectID: k.ID, Label: k.Name, From: office, Candidates: []coop.AuthorityRef{office}, Reason: "Cần người quyết định"}
	err = w.store.InTx(ctx, func(tx registry.Tx) error {
		if err := tx.AddSuccession(ctx, a); err != nil {
			return err
		}
		return tx.AddCases(ctx, a.ID, []succession.Case{c})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return "/v1/successions/" + a.ID.String(), []string{c.ID.String()}
}

func (w *world) office(code string) coop.AuthorityRef {
	w.t.Helper()
	got := w.want(w.call("", http.MethodGet, "/v1/authorities/"+code, nil), 200, "")
	return coop.AuthorityRef{ID: got.text(w.t, "id"), Code: code, Name: got.text(w.t, "name"), Level: got.text(w.t, "level")}
}

// goTo moves the clock to the morning of a day.
func (w *world) goTo(day string) {
	w.t.Helper()
	w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/sandbox/clock", object{"now": day + "T02:00:00Z"}), 200, "")
}

// apply carries a plan out.
func (w *world) apply(plan object) reply {
	w.t.Helper()
	return w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/successions?dry_run=false&limit=500", plan), 200, "")
}

// at is an HTX of the 2023 law at a commune.
func at(name, place string) object {
	draft := modern(name)
	draft["payload"].(object)["seat"] = object{"line": "Ấp 1", "place": place}
	return draft
}

func (w *world) approve(key, path string) reply {
	w.t.Helper()
	tag := `"1"`
	if got := w.call(w.key(caller.Administrator, ""), http.MethodGet, path, nil); got.status == 200 {
		tag = got.header.Get("ETag")
	}
	return w.call(key, http.MethodPost, path+"/approve", "{}", "If-Match", tag)
}

func count(t *testing.T, r reply, subject, what string) int {
	t.Helper()
	n, _ := r.json(t)["counts"].(object)[subject].(object)[what].(float64)
	return int(n)
}

func TestTheReformMovesWhatLiesAtTheDistricts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-06-27")
	caoLanh, huyen := w.desk("tckh-866"), w.desk("tckh-873")
	admin := w.key(caller.Administrator, "")
	standing := w.file(caoLanh, at("Hợp tác xã Đứng Đó", "29881")).text(t, "organization_id")
	divided := w.file(huyen, at("Hợp tác xã Xã Chia", "30079")).text(t, "organization_id")
	before, _ := w.submit(caoLanh, at("Hợp tác xã Ngày Trước", "29881"))
	open, sent := w.submit(caoLanh, at("Hợp tác xã Còn Mở", "29881"))
	back, _ := w.submit(caoLanh, at("Hợp tác xã Trả Lại", "29881"))
	split, _ := w.submit(huyen, at("Hợp tác xã Gáo Giồng", "30079"))
	w.goTo("2025-06-30")
	w.want(w.approve(caoLanh.lead, before), 200, "")
	returned := w.want(w.call(caoLanh.officer, http.MethodGet, back, nil), 200, "")
	w.want(w.call(caoLanh.officer, http.MethodPost, back+"/return", `{"defects":[{"pointer":"/payload/name","detail":"Ghi rõ tên"}]}`, "If-Match", returned.header.Get("ETag")), 200, "")
	early := w.want(w.call(admin, http.MethodPost, "/v1/successions?dry_run=false", object{"name": "reform-2025-07-01"}), 422, "succession-too-early")
	if !strings.Contains(string(early.body), "2025-07-01") {
		t.Errorf("%s", early.body)
	}

	// On the day the office is gone although the plan is not applied: nothing is decided, and the answer says who may.
	w.goTo("2025-07-01")
	for _, got := range []reply{
		w.approve(caoLanh.lead, open),
		w.call(caoLanh.officer, http.MethodPost, open+"/return", `{"defects":[{"pointer":"/payload/name","detail":"x"}]}`, "If-Match", sent.header.Get("ETag")),
		w.call(caoLanh.lead, http.MethodPost, open+"/refuse", `{"reasons":[{"detail":"x"}]}`, "If-Match", sent.header.Get("ETag")),
	} {
		w.want(got, 422, "office-ended")
		if got.text(t, "competent_authority", "code") != "kt-29884" || !strings.Contains(got.text(t, "detail"), "registryd succession apply") {
			t.Errorf("%s", got.body)
		}
	}
	w.want(w.call(caoLanh.officer, http.MethodGet, open, nil), 200, "")
	w.want(w.call(caoLanh.officer, http.MethodPost, "/v1/dossiers", modern("Hợp tác xã Muộn")), 422, "office-ended")

	plan := object{"name": "reform-2025-07-01", "accounts": object{"moves": []any{object{"office": "tckh-866", "to": "kt-29884"}}, "others": "work_list"}}
	dry := w.want(w.call(admin, http.MethodPost, "/v1/successions?limit=3", plan), 200, "")
	if dry.text(t, "dry_run") != "true" || len(dry.json(t)["items"].([]any)) != 3 || dry.json(t)["next_cursor"] == nil {
		t.Errorf("%s", dry.body)
	}
	w.want(w.call(admin, http.MethodPost, "/v1/successions?limit=3&cursor="+dry.text(t, "next_cursor"), plan), 200, "")
	w.want(w.call(caoLanh.officer, http.MethodGet, open, nil), 200, "") // nothing was written
	done := w.apply(plan)
	for subject, want := range map[string][2]int{"dossiers": {2, 1}, "organizations": {2, 1}, "keys": {2, 2}} {
		if moves, cases := count(t, done, subject, "moves"), count(t, done, subject, "cases"); moves != want[0] || cases != want[1] {
			t.Errorf("%s: %d move, %d wait, want %v", subject, moves, cases, want)
		}
	}
	if count(t, dry, "dossiers", "moves") != 2 || dry.text(t, "digest") != done.text(t, "digest") {
		t.Errorf("the dry run says something else: %s", dry.body)
	}
	again := w.apply(plan)
	if again.text(t, "already_applied") != "true" || again.text(t, "id") != done.text(t, "id") {
		t.Errorf("%s", again.body)
	}
	w.want(w.call(admin, http.MethodPost, "/v1/successions?dry_run=false", object{"name": "reform-2025-07-01"}), 409, "succession-name-used")

	// The keys of Cao Lãnh work at their new office now, and decide what came with them; the clock ran on.
	moved := w.want(w.call(caoLanh.lead, http.MethodGet, open, nil), 200, "")
	from := moved.json(t)["transferred_from"].([]any)
	if moved.text(t, "authority", "code") != "kt-29884" || len(from) != 1 || from[0].(object)["code"] != "tckh-866" || moved.text(t, "due_on") != sent.text(t, "due_on") || moved.text(t, "number") != sent.text(t, "number") {
		t.Errorf("%s", moved.body)
	}
	w.want(w.call(caoLanh.lead, http.MethodPost, open+"/approve", "{}", "If-Match", sent.header.Get("ETag")), 412, "stale")
	approved := w.want(w.approve(caoLanh.lead, open), 200, "")
	founded := w.organization(approved.text(t, "organization_id"))
	if founded.text(t, "registration", "authority", "code") != "kt-29884" || founded.text(t, "seat", "place", "code") != "29884" {
		t.Errorf("%s", founded.body)
	}
	kept := w.organization(standing)
	if kept.text(t, "registration", "authority", "code") != "tckh-866" || kept.text(t, "registration", "current_authority", "code") != "kt-29884" ||
		kept.text(t, "seat", "place", "code") != "29881" || kept.text(t, "seat", "current_place", "code") != "29884" {
		t.Errorf("%s", kept.body)
	}
	// A returned file is mended and handed in at the new office.
	mended := w.want(w.call(caoLanh.officer, http.MethodGet, back, nil), 200, "")
	w.want(w.call(caoLanh.officer, http.MethodPost, back+"/submit", nil, "If-Match", mended.header.Get("ETag")), 200, "")
	w.want(w.approve(caoLanh.lead, back), 200, "")

	w.settlesTheRest(done.text(t, "id"), huyen, split, divided)
}

// settlesTheRest answers the questions the reform left at the district of Cao Lãnh, whose commune Gáo Giồng was split.
func (w *world) settlesTheRest(successionID string, huyen desk, file, organization string) {
	t, admin := w.t, w.key(caller.Administrator, "")
	path := "/v1/successions/" + successionID + "/cases"
	w.want(w.approve(huyen.lead, file), 422, "office-ended")
	if got := w.organization(organization); got.text(t, "seat", "current_place") != "" || got.text(t, "registration", "current_authority") != "" {
		t.Errorf("%s", got.body)
	}
	list := w.want(w.call(admin, http.MethodGet, path, nil), 200, "").json(t)["items"].([]any)
	if len(list) != 4 {
		t.Fatalf("%d cases: %v", len(list), list)
	}
	for _, item := range list {
		c := item.(object)
		settle := path + "/" + c["id"].(string) + "/settle"
		w.want(w.call(admin, http.MethodPost, settle, object{"to": "kt-29884x"}), 400, "invalid-request")
		if c["subject"] != "key" {
			w.want(w.call(admin, http.MethodPost, settle, object{"end": true}), 400, "invalid-request")
		}
		settled := w.want(w.call(admin, http.MethodPost, settle, object{"to": "kt-30088"}), 200, "")
		if settled.text(t, "settled_to", "code") != "kt-30088" {
			t.Errorf("%s", settled.body)
		}
		w.want(w.call(admin, http.MethodPost, settle, object{"to": "kt-30088"}), 409, "succession-case-settled")
	}
	if left := w.want(w.call(admin, http.MethodGet, path, nil), 200, ""); len(left.json(t)["items"].([]any)) != 0 {
		t.Errorf("%s", left.body)
	}
	w.want(w.call(admin, http.MethodGet, path+"?open=false", nil), 200, "")
	decided := w.want(w.approve(huyen.lead, file), 200, "")
	if got := w.organization(decided.text(t, "organization_id")); got.text(t, "seat", "place", "code") != "30088" {
		t.Errorf("%s", got.body)
	}
	placed := w.organization(organization)
	if placed.text(t, "registration", "authority", "code") != "tckh-873" || placed.text(t, "registration", "current_authority", "code") != "kt-30088" ||
		placed.text(t, "seat", "current_place", "code") != "30088" {
		t.Errorf("%s", placed.body)
	}
	if then := w.organization(organization, "?as_of=2025-06-30"); then.text(t, "seat", "place", "code") != "30079" {
		t.Errorf("%s", then.body)
	}
	acts := string(w.call("", http.MethodGet, "/v1/organizations/"+organization+"/acts", nil).body)
	if !strings.Contains(acts, "organization.seat_placed") || !strings.Contains(acts, "125/2025/NĐ-CP") {
		t.Errorf("%s", acts)
	}
}

// A unit in a split commune waits for a person as an organisation does, and is put where its office sits.
func TestAUnitInASplitCommuneIsAskedAbout(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-06-26")
	caoLanh, huyen := w.desk("tckh-866"), w.desk("tckh-873")
	admin := w.key(caller.Administrator, "")
	parent := w.file(caoLanh, at("Hợp tác xã Có Chi Nhánh", "29881")).text(t, "organization_id")
	opened := func(d desk, place string) string {
		return w.file(d, about("unit_registration", "htx", parent, object{
			"name": w.unitName("branch", place, parent), "seat": object{"line": "Ấp 2", "place": place},
			"unit": object{"kind": "branch", "decided_on": "2025-06-25", "heads": []any{object{"full_name": "Trần Thị Bình", "title": "Giám đốc"}}},
		})).text(t, "unit_id")
	}
	divided, whole := opened(huyen, "30079"), opened(caoLanh, "29881")
	w.goTo("2025-07-01")
	done := w.apply(object{"name": "reform-2025-07-01", "accounts": object{"others": "end"}})
	if moves, cases := count(t, done, "units", "moves"), count(t, done, "units", "cases"); moves != 1 || cases != 1 {
		t.Fatalf("units: %d move, %d wait: %s", moves, cases, done.body)
	}
	unit := func(id, query string) object {
		t.Helper()
		for _, item := range w.want(w.call("", http.MethodGet, "/v1/organizations/"+parent+"/units"+query, nil), 200, "").json(t)["items"].([]any) {
			if item.(object)["id"] == id {
				return item.(object)
			}
		}
		t.Fatalf("no unit %s", id)
		return nil
	}
	current := func(id string) any {
		now, _ := unit(id, "")["seat"].(object)["current_place"].(object)
		return now["code"]
	}
	if current(whole) != "29884" || current(divided) != nil {
		t.Errorf("current places %v, %v", current(whole), current(divided))
	}
	path := "/v1/successions/" + done.text(t, "id") + "/cases"
	c := w.want(w.call(admin, http.MethodGet, path, nil), 200, "").json(t)["items"].([]any)[0].(object)
	if c["subject"] != "unit" || c["subject_id"] != divided || c["label"] != "Chi nhánh 30079 Hợp tác xã Có Chi Nhánh" {
		t.Errorf("case %v", c)
	}
	settle := path + "/" + c["id"].(string) + "/settle"
	w.want(w.call(admin, http.MethodPost, settle, object{"end": true}), 400, "invalid-request")
	w.want(w.call(admin, http.MethodPost, settle, object{"to": "kt-30025"}), 200, "")
	if current(divided) != "30025" {
		t.Errorf("settled at %v", current(divided))
	}
	if then := unit(divided, "?as_of=2025-06-30")["seat"].(object)["place"].(object)["code"]; then != "30079" {
		t.Errorf("the day before: %v", then)
	}
	acts := string(w.call("", http.MethodGet, "/v1/organizations/"+parent+"/acts", nil).body)
	if !strings.Contains(acts, "unit.seat_placed") {
		t.Errorf("%s", acts)
	}
}

// Each approval that races with the succession is done at the old office before it, or is told the new one; none is lost
// and none done twice.
func TestApprovalsRaceWithTheSuccession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-06-27")
	caoLanh := w.desk("tckh-866")
	admin := w.key(caller.Administrator, "")
	var paths, tags []string
	for i := range 24 {
		path, sent := w.submit(caoLanh, at(fmt.Sprintf("Hợp tác xã Đua %d", i), "29881"))
		paths, tags = append(paths, path), append(tags, sent.header.Get("ETag"))
	}
	// The office lives, so approvals are lawful; a hand-over of the day moves the files away beneath them.
	w.goTo("2025-06-30")
	ctx := caller.With(t.Context(), caller.Operator("test"))
	answers := make([]reply, len(paths))
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i, path := range paths {
		wg.Go(func() {
			<-start
			answers[i] = w.call(caoLanh.lead, http.MethodPost, path+"/approve", "{}", "If-Match", tags[i])
		})
	}
	wg.Go(func() {
		<-start
		if err := w.handOver(ctx, "tckh-866", "tckh-867"); err != nil {
			t.Error(err)
		}
	})
	close(start)
	wg.Wait()
	outcomes := map[string]int{}
	for i, got := range answers {
		now := w.want(w.call(admin, http.MethodGet, paths[i], nil), 200, "")
		switch office := now.text(t, "authority", "code"); {
		case got.status == 200 && office == "tckh-866" && now.text(t, "state") == "approved":
			outcomes["before"]++
		case got.status == 409 && got.text(t, "code") == "dossier-transferred" && office == "tckh-867" && now.text(t, "state") == "submitted":
			if got.text(t, "competent_authority", "code") != "tckh-867" {
				t.Errorf("%s", got.body)
			}
			outcomes["after"]++
		default:
			t.Errorf("%d %s; now %s", got.status, got.body, now.body)
		}
	}
	if outcomes["before"]+outcomes["after"] != len(paths) {
		t.Errorf("%v", outcomes)
	}
	w.want(w.call(w.key(caller.DeskLead, "tckh-760"), http.MethodGet, paths[0], nil), 404, "dossier-not-found")
}

// handOver moves every open file of one office to another as a succession does.
func (w *world) handOver(ctx context.Context, from, to string) error {
	old, heir := w.office(from), w.office(to)
	return w.store.InTxAlone(ctx, func(tx registry.Tx) error {
		plan := succession.Plan{Name: successionNames(), On: vn.MustDate("2025-06-30")}
		a := succession.Applied{ID: id.New[succession.Applied](), Name: plan.Name, Digest: plan.Digest(), On: plan.On, Plan: plan, AppliedAt: tx.Now(), AppliedBy: "test"}
		if err := tx.AddSuccession(ctx, a); err != nil {
			return err
		}
		files, err := tx.OpenFiles(ctx, []string{old.ID})
		if err != nil {
			return err
		}
		moves := make([]succession.FileMove, len(files))
		for i, f := range files {
			moves[i] = succession.FileMove{ID: f.ID, AuthorityID: heir.ID, Province: "87", Revision: f.Revision}
		}
		return tx.MoveDossiers(ctx, a.ID, moves)
	})
}
