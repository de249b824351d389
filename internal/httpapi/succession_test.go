package httpapi_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
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
			"name": object{"vi": "Chi nhánh " + place}, "seat": object{"line": "Ấp 2", "place": place},
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
	if c["subject"] != "unit" || c["subject_id"] != divided || c["label"] != "Chi nhánh 30079" {
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

func TestAPlanIsAppliedOnceHoweverManyAsk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-06-27")
	caoLanh := w.desk("tckh-866")
	path, _ := w.submit(caoLanh, at("Hợp tác xã Một Lần", "29881"))
	w.goTo("2025-07-02")
	admin := w.key(caller.Administrator, "")
	answers := make([]reply, 4)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() {
			answers[i] = w.call(admin, http.MethodPost, "/v1/successions?dry_run=false", object{"name": "reform-2025-07-01"})
		})
	}
	wg.Wait()
	fresh := 0
	for _, got := range answers {
		if w.want(got, 200, "").text(t, "already_applied") == "false" {
			fresh++
		}
	}
	if got := w.call(admin, http.MethodGet, path, nil); fresh != 1 || len(got.json(t)["transferred_from"].([]any)) != 1 {
		t.Errorf("applied %d times: %s", fresh, got.body)
	}
}

func TestOfficesSucceedEachOtherInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-06-20")
	province := w.desk("skhdt-87")
	draft := at("Liên hiệp hợp tác xã Đầu Sông", "29881")
	draft["organization_kind"] = "lhhtx"
	draft["payload"].(object)["members"] = object{"official": 4, "capital_associates": 0, "service_associates": 0, "foreign": 0}
	lhhtx, sent := w.submit(province, draft)

	fund := at("Quỹ tín dụng nhân dân Sông Tiền", "29881")
	fund["organization_kind"] = "qtdnd"
	qtdnd, _ := w.submit(province, fund)

	// Điều 65 khoản 1, 92/2024/NĐ-CP: until the day before, the provincial office; from the day on the decree and its office.
	w.goTo("2024-07-17")
	checked := w.want(w.call(province.officer, http.MethodGet, lhhtx, nil), 200, "")
	if checked.text(t, "authority", "code") != "skhdt-87" {
		t.Errorf("%s", checked.body)
	}
	w.goTo("2024-07-18")
	wrong := w.want(w.approve(province.lead, lhhtx), 422, "not-competent")
	if wrong.text(t, "competent_authority", "code") != "tckh-866" {
		t.Errorf("%s", wrong.body)
	}
	done := w.apply(object{"name": "hand-over-2024-07-18"})
	if count(t, done, "dossiers", "moves") != 1 || count(t, done, "keys", "moves") != 0 {
		t.Errorf("%s", done.body)
	}
	now := w.want(w.call(w.desk("tckh-866").officer, http.MethodGet, lhhtx, nil), 200, "")
	if now.text(t, "due_on") != sent.text(t, "due_on") {
		t.Errorf("%s", now.body)
	}
	told := w.want(w.call(province.officer, http.MethodGet, lhhtx, nil), 409, "dossier-transferred")
	if told.text(t, "competent_authority", "code") != "tckh-866" {
		t.Errorf("%s", told.body)
	}

	// Sở KH&ĐT is gone on 2025-03-01 with the file of the fund; the reform cannot jump over that.
	w.goTo("2025-07-02")
	admin := w.key(caller.Administrator, "")
	jumped := w.want(w.call(admin, http.MethodPost, "/v1/successions?dry_run=false", object{"name": "reform-2025-07-01"}), 422, "earlier-succession-missing")
	if !strings.Contains(string(jumped.body), "skhdt-87") {
		t.Errorf("%s", jumped.body)
	}
	nameless := w.want(w.call(admin, http.MethodPost, "/v1/successions?dry_run=false", object{"name": "merger-2025-03-01"}), 422, "succession-plan-invalid")
	if !strings.Contains(string(nameless.body), "/document") {
		t.Errorf("%s", nameless.body)
	}
	merged := w.apply(object{"name": "merger-2025-03-01", "document": object{"number": "01/NQ-HĐND", "issuer": "Hội đồng nhân dân tỉnh Đồng Tháp", "issued_on": "2025-02-20", "at": "Điều 1"}})
	if count(t, merged, "dossiers", "moves") != 1 || count(t, merged, "keys", "moves") != 2 {
		t.Errorf("%s", merged.body)
	}
	reformed := w.apply(object{"name": "reform-2025-07-01", "accounts": object{"others": "end"}})
	if count(t, reformed, "dossiers", "moves") != 2 || count(t, reformed, "keys", "moves") != 2 || count(t, reformed, "keys", "ends") != 2 {
		t.Errorf("%s", reformed.body)
	}
	far := w.want(w.call(admin, http.MethodGet, qtdnd, nil), 200, "")
	from := []string{}
	for _, office := range far.json(t)["transferred_from"].([]any) {
		from = append(from, office.(object)["code"].(string))
	}
	if far.text(t, "authority", "code") != "stc-82" || !slices.Equal(from, []string{"skhdt-87", "stc-87"}) {
		t.Errorf("%s", far.body)
	}
	w.want(w.call(w.desk("tckh-866").lead, http.MethodGet, "/v1/dossiers", nil), 401, "key-revoked")
}

// Điều 65 khoản 1, 92/2024/NĐ-CP: a file of an HTX received and not yet approved when the decree began follows it; its
// number, its receipt and the office's time stay. One decided the day before was decided under what held before.
func TestAFileOpenWhenTheDecreeBeganFollowsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-07-16")
	caoLanh := w.desk("tckh-866")
	early, _ := w.submit(caoLanh, at("Hợp tác xã Mười Sáu", "29881"))
	open, sent := w.submit(caoLanh, at("Hợp tác xã Mười Bảy", "29881"))
	later, _ := w.submit(caoLanh, at("Hợp tác xã Mười Tám", "29881"))
	cited := func(path string) string {
		t.Helper()
		got := w.want(w.approve(caoLanh.lead, path), 200, "")
		for _, check := range got.json(t)["checks"].([]any) {
			if check.(object)["rule"] == "COMPETENCE" {
				if got.text(t, "authority", "code") != "tckh-866" {
					t.Errorf("%s", got.body)
				}
				return fmt.Sprint(check.(object)["cite"])
			}
		}
		t.Fatalf("no competence: %s", got.body)
		return ""
	}
	w.goTo("2024-07-17")
	if cite := cited(early); strings.Contains(cite, "92/2024/NĐ-CP article:Điều 5") || !strings.Contains(cite, "17/2023/QH15") {
		t.Errorf("the day before: %s", cite)
	}
	w.goTo("2024-07-18")
	if cite := cited(open); !strings.Contains(cite, "Điều 5 khoản 1") {
		t.Errorf("the day: %s", cite)
	}
	w.goTo("2024-07-19")
	if cite := cited(later); !strings.Contains(cite, "Điều 5 khoản 1") {
		t.Errorf("the day after: %s", cite)
	}
	now := w.call(caoLanh.officer, http.MethodGet, open, nil)
	for _, kept := range []string{"number", "received_at", "due_on"} {
		if now.text(t, kept) != sent.text(t, kept) {
			t.Errorf("%s: %s, was %s", kept, now.text(t, kept), sent.text(t, kept))
		}
	}
}

func TestAPlanSaysAllItsFaultsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-07-02")
	admin := w.key(caller.Administrator, "")
	for name, test := range map[string]struct {
		plan     object
		status   int
		code     string
		pointers []string
	}{
		"an unknown one":              {object{"name": "khong-co"}, 422, "succession-plan-invalid", []string{"/name"}},
		"nothing to do":               {object{"name": "rong", "on": "2025-07-01"}, 422, "succession-plan-invalid", []string{"/by"}},
		"a day on which nothing ends": {object{"name": "ngay-khac", "on": "2025-07-02", "by": "places"}, 422, "succession-plan-invalid", []string{"/on"}},
		"what the lists contradict": {object{"name": "trai", "on": "2025-07-01", "successions": []any{
			object{"old": "tckh-866", "new": "kt-30088"}, object{"old": "kt-29884", "new": "kt-30088"}, object{"old": "tckh-866", "new": "kt-99999"},
		}, "places": []any{object{"old": "29884", "new": "29888"}}, "accounts": object{"moves": []any{object{"office": "tckh-1"}}}}, 422, "succession-plan-invalid", []string{
			"/successions/0", "/successions/1/old", "/successions/2/new", "/places", "/accounts/moves/0",
		}},
		"a shipped one bent": {object{"name": "reform-2025-07-01", "by": "places"}, 422, "succession-plan-invalid", []string{"/on"}},
	} {
		got := w.want(w.call(admin, http.MethodPost, "/v1/successions", test.plan), test.status, test.code)
		for _, p := range test.pointers {
			if !strings.Contains(string(got.body), `"pointer":"`+p+`"`) {
				t.Errorf("%s: no word of %s: %s", name, p, got.body)
			}
		}
	}
	w.want(w.call(admin, http.MethodGet, "/v1/successions/018c5c8e-5c00-7000-8000-000000000001", nil), 404, "succession-not-found")
}

// A plan of a day to come, with communes that are only thought of, is worked out like any other and leaves no trace.
func TestWhatIfLeavesNoTrace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-09-10")
	desk := w.desk("kt-29884")
	organization := w.file(desk, at("Hợp tác xã Tương Lai", "29884")).text(t, "organization_id")
	open, _ := w.submit(desk, at("Hợp tác xã Mai Sau", "29884"))
	admin := w.key(caller.Administrator, "")
	plan := object{
		"name": "gia-dinh-2027", "on": "2027-01-01", "by": "places",
		"places": []any{object{"old": "29884", "new": "29999", "name": "Phường Cao Lãnh Mới"}, object{"old": "29869", "new": "29999"}},
	}
	w.want(w.call(admin, http.MethodPost, "/v1/successions", plan), 422, "succession-plan-invalid")
	got := w.want(w.call(admin, http.MethodPost, "/v1/successions?what_if=true&limit=500", plan), 200, "")
	if count(t, got, "dossiers", "moves") != 1 || count(t, got, "organizations", "moves") != 1 || count(t, got, "keys", "moves") != 2 || !strings.Contains(string(got.body), "kt-29999") {
		t.Errorf("%s", got.body)
	}
	split := object{"name": "gia-dinh-2028", "on": "2028-01-01", "by": "places", "places": []any{
		object{"old": "29884", "new": "29998", "share": "part", "name": "Phường Đông"}, object{"old": "29884", "new": "29997", "share": "part", "name": "Phường Tây"},
	}}
	halves := w.want(w.call(admin, http.MethodPost, "/v1/successions?what_if=true&dry_run=false", split), 200, "")
	if count(t, halves, "dossiers", "cases") != 1 || count(t, halves, "organizations", "cases") != 1 || count(t, halves, "keys", "cases") != 2 {
		t.Errorf("%s", halves.body)
	}
	if list := w.want(w.call(admin, http.MethodGet, "/v1/successions", nil), 200, ""); len(list.json(t)["items"].([]any)) != 0 {
		t.Errorf("%s", list.body)
	}
	if now := w.call(desk.officer, http.MethodGet, open, nil); now.text(t, "authority", "code") != "kt-29884" {
		t.Errorf("%s", now.body)
	}
	if now := w.organization(organization); now.text(t, "registration", "current_authority", "code") != "kt-29884" {
		t.Errorf("%s", now.body)
	}
}

// A draft that nobody submitted in time has no value any more, whether or not the register has noted that yet: the dry run counts what is
// left to hand over.
func TestAFileThatHasLostItsValueIsNotHandedOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-12-02")
	d := w.desk("tckh-866")
	w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers", modern("Hợp tác xã Bỏ Dở")), 201, "")
	w.submit(d, modern("Hợp tác xã Đang Chờ"))
	w.goTo("2025-07-02")
	plan := object{"name": "reform-2025-07-01"}
	dry := w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/successions?limit=500", plan), 200, "")
	first := w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/successions?dry_run=false&limit=1", plan), 200, "")
	if got := first.json(t); got["next_cursor"] != nil || len(got["items"].([]any)) != 1 || !strings.Contains(got["message"].(string), "1 mục đầu trong") {
		t.Errorf("an applied plan promises pages it cannot give: %s", first.body)
	}
	for what, got := range map[string]reply{"dry": dry, "applied": first} {
		if counts := got.json(t)["counts"].(object)["dossiers"].(object); counts["moves"] != 1.0 || counts["cases"] != 0.0 {
			t.Errorf("%s: %v", what, counts)
		}
	}
	if ended, err := w.registry.LapseDossiers(t.Context()); err != nil || ended != 1 {
		t.Errorf("%d lapsed: %v", ended, err)
	}
}
