package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/registry"
)

// planned asks whether a name is free.
func (w *world) planned(question object) reply {
	w.t.Helper()
	return w.want(w.call("", http.MethodPost, "/v1/names/check", question), http.StatusOK, "")
}

// verdict checks the verdict of a planned name and the rules it hits, joined by blanks.
func (w *world) verdict(question object, verdict, rules string) {
	w.t.Helper()
	got := w.planned(question)
	hits := []string{}
	for _, h := range got.json(w.t)["hits"].([]any) {
		hits = append(hits, h.(object)["rule"].(string))
	}
	if got.text(w.t, "verdict") != verdict || strings.Join(hits, " ") != rules {
		w.t.Errorf("%v: %s %v, want %s %s", question, got.text(w.t, "verdict"), hits, verdict, rules)
	}
}

// indexed sees that the index of names says what the names say.
func (w *world) indexed() {
	w.t.Helper()
	if wrong, err := w.registry.CheckNameIndex(w.t.Context(), 10); err != nil || len(wrong) > 0 {
		w.t.Errorf("the index disagrees with the register about %v, %v", wrong, err)
	}
}

func named(name string) object { return object{"kind": "htx", "name": "Hợp tác xã " + name} }

// A name is checked by the law of the day against the register as it is, through formation, change of name and dissolution.
func TestTheCheckOfANameFollowsTheRegister(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Nông nghiệp Mỹ Ngãi")).text(t, "organization_id")
	w.verdict(named("Nông nghiệp Mỹ Ngãi"), "conflict", "NAME-DUPLICATE")
	w.verdict(named("Nông nghiệp Mĩ Ngãi"), "conflict", "NAME-2024-A")
	w.verdict(named("Nông nghiệp Mỹ Ngải"), "warning", "NAME-2024-A")
	w.verdict(named("Nông nghiệp Mỹ Ngãi 2"), "conflict", "NAME-2024-B")
	w.verdict(named("Nông nghiệp Mỹ Ngãi W"), "conflict", "NAME-2024-B")
	w.verdict(named("Nông nghiệp & Mỹ Ngãi"), "conflict", "NAME-2024-C")
	w.verdict(named("Mới Nông nghiệp Mỹ Ngãi"), "conflict", "NAME-2024-D")
	w.verdict(named("Nông nghiệp Mỹ Ngãi miền Tây"), "conflict", "NAME-2024-DD")
	w.verdict(named("Nông nghiệp Mỹ Ngãi Tây"), "free", "")
	w.verdict(object{"kind": "lhhtx", "name": "Liên hiệp hợp tác xã Nông nghiệp Mỹ Ngãi"}, "conflict", "NAME-DUPLICATE")
	w.verdict(object{"kind": "tht", "name": "Tổ hợp tác Nông nghiệp Mỹ Ngãi"}, "free", "")
	got := w.planned(named("Nông nghiệp Mỹ Ngãi 2"))
	hit := got.json(t)["hits"].([]any)[0].(object)
	holder := hit["organization"].(object)
	if holder["id"] != id || holder["status"] != "active" || hit["cite"].([]any)[0].(object)["article"] != "Điều 17 khoản 2 điểm b" {
		t.Errorf("the hit says %v", hit)
	}
	// The day before it was registered it stood in nobody's way.
	before := named("Nông nghiệp Mỹ Ngãi")
	before["on"] = "2024-09-03"
	w.verdict(before, "free", "")

	w.clockTo("2024-09-05")
	w.file(d, about("change_registration", "htx", id, object{"name": object{"vi": "Hợp tác xã Hoa Sen"}, "resolution": resolved("2024-09-03")}))
	w.verdict(named("Nông nghiệp Mỹ Ngãi"), "free", "")
	w.verdict(named("Hoa Sen 3"), "conflict", "NAME-2024-B")
	then := named("Nông nghiệp Mỹ Ngãi")
	then["on"] = "2024-09-04"
	w.verdict(then, "conflict", "NAME-DUPLICATE")
	w.indexed()

	// Taken over from a book, in bulk.
	book := "key,kind,name,short_name,place,place_on,status,status_reason,status_since,registered_on\n" +
		"ten-1,htx,HTX Xoài Cát,HTX XC,29881,2021-01-01,,,,2018-05-02\n" +
		"ten-2,htx,Hợp tác xã Dưa Lưới,,29881,2021-01-01,ended,dissolution,2020-05-02,2018-05-02\n" +
		"ten-3,htx,Hợp tác xã Rau Sạch,,29881,2021-01-01,ended,merger,2020-05-02,2018-05-02\n"
	admin := w.key(caller.Administrator, "")
	w.want(w.call(admin, http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")
	w.verdict(named("Xoài Cát"), "conflict", "NAME-DUPLICATE")
	w.verdict(named("Xoài Cát 7"), "conflict", "NAME-2024-B")
	w.verdict(named("Dưa Lưới"), "free", "")
	w.verdict(named("Rau Sạch"), "conflict", "NAME-DUPLICATE")
	// Under the 2013 decree the short name counts too.
	w.verdict(object{"kind": "htx", "name": "Hợp tác xã Khác Hẳn", "short_name": "HTX XC", "on": "2021-06-01"}, "conflict", "NAME-2014-C")
	w.indexed()
}

// On a file a conflict stands in the way whatever the officer finds, a warning waits for the finding.
func TestAFileIsHeldAgainstTheSameRules(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	w.file(d, modern("Hợp tác xã Nông nghiệp Mỹ Ngãi"))
	with := func(name string, finding object) object {
		draft := modern(name)
		if finding != nil {
			draft["payload"].(object)["name_finding"] = finding
		}
		return draft
	}
	w.refused(d, with("Hợp tác xã Nông nghiệp Mỹ Ngãi 2", object{"clashes": false, "reason": "Khác vùng"}), "name-2024-b")
	w.refused(d, with("Hợp tác xã Nông nghiệp Mỹ Ngải", object{"clashes": true, "reason": "Đọc không phân biệt được"}), "name-2024-a")
	checks := func(draft object) string {
		return string(w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", draft), 200, "").body)
	}
	if got := checks(with("Hợp tác xã Nông nghiệp Mỹ Ngải", nil)); !strings.Contains(got, `"rule":"NAME-2024-A","verdict":"unknown"`) {
		t.Errorf("a warning is not unknown: %s", got)
	}
	done := w.file(d, with("Hợp tác xã Nông nghiệp Mỹ Ngải", object{"clashes": false, "reason": "Hai xã khác nhau"}))
	if !strings.Contains(string(done.body), "Hai xã khác nhau") {
		t.Errorf("the reason is not kept: %s", done.body)
	}
	// A body's name with its written consent (Điều 50 khoản 5 điểm c, 17/2023/QH15).
	w.refused(d, modern("Hợp tác xã Hội Nông dân Mỹ Ngãi"), "name-body")
	path, sent := w.submit(d, modern("Hợp tác xã Hội Nông dân Tân Thuận"))
	back := w.want(w.call(d.lead, http.MethodPost, path+"/return", `{"defects":[{"pointer":"/payload/name/vi","detail":"Cần văn bản chấp thuận của Hội Nông dân"}]}`, "If-Match", sent.header.Get("ETag")), 200, "")
	// A finding is whole or none: one without its reason cannot be patched in.
	w.want(w.call(d.officer, http.MethodPatch, path, `{"payload":{"name_finding":{"clashes":false,"reason":null}}}`, "If-Match", back.header.Get("ETag"), "Content-Type", "application/merge-patch+json"), 400, "invalid-request")
	paper := w.want(w.call(d.officer, http.MethodPut, path+"/documents/name_consent", []byte("%PDF-1.7\n%%EOF\n"), "If-Match", back.header.Get("ETag"), "Content-Type", "application/pdf"), 200, "")
	again := w.want(w.call(d.officer, http.MethodPost, path+"/submit", nil, "If-Match", paper.header.Get("ETag")), 200, "")
	w.want(w.call(d.lead, http.MethodPost, path+"/approve", "{}", "If-Match", again.header.Get("ETag")), 200, "")
}

// A union's member may bear the union's name and a number under the 2013 decree; nobody else may.
func TestAMemberMayBearItsUnionsNameUnderTheDecreeOf2013(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	admin, d := w.key(caller.Administrator, ""), w.desk("tckh-866")
	w.want(w.call(admin, http.MethodPost, "/v1/imports?dry_run=false", []byte("key,kind,name,place,place_on,registered_on\nlh-1,lhhtx,Liên hiệp hợp tác xã Xoài Cao Lãnh,29881,2021-01-01,2018-05-02\n"), "Content-Type", "text/csv"), 200, "")
	union := w.call("", http.MethodGet, "/v1/organizations?kind=lhhtx", nil).json(t)["items"].([]any)[0].(object)["id"]
	question := named("Xoài Cao Lãnh 2")
	w.verdict(question, "conflict", "NAME-2014-DD")
	question["member_of"] = union
	w.verdict(question, "free", "")
	w.want(w.call("", http.MethodPost, "/v1/names/check", object{"kind": "htx", "name": "Hợp tác xã X", "member_of": "0197a1b2-0000-7000-8000-000000000001"}), 404, "")
	w.refused(d, htx("Hợp tác xã Xoài Cao Lãnh 2", nil), "name-2014-dd")
	w.file(d, htx("Hợp tác xã Xoài Cao Lãnh 2", func(_, p map[string]any) { p["member_of"] = union }))
}

// A name dissolved before 2019-05-28 is held until that day and free from it on, for the check and for the constraint alike.
func TestADissolvedNameIsFreeFrom28May2019(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2019-05-20")
	d := w.desk("tckh-866")
	numbered := func(name, number string) object {
		return htx(name, func(_, p map[string]any) { p["certificate_number"] = number })
	}
	id := w.file(d, numbered("Hợp tác xã Giải Thể", "5107000001")).text(t, "organization_id")
	w.clockTo("2019-05-21")
	w.file(d, dissolved(id))
	w.status(id, "ended", "dissolution")
	for _, c := range []struct{ on, verdict, rules string }{
		{"2019-05-27", "conflict", "NAME-DUPLICATE"}, {"2019-05-28", "free", ""}, {"2019-05-29", "free", ""},
	} {
		w.clockTo(c.on)
		w.verdict(named("Giải Thể"), c.verdict, c.rules)
		if c.on == "2019-05-27" {
			w.refused(d, numbered("Hợp tác xã Giải Thể", "5107000002"), "name-duplicate")
		}
	}
	w.file(d, htx("Hợp tác xã Giải Thể", nil))
	w.verdict(named("Giải Thể"), "conflict", "NAME-DUPLICATE")
}

// dissolved is the dissolution of an HTX under the 2012 law.
func dissolved(id string) object {
	return about("dissolution", "htx", id, object{
		"resolution": resolved("2019-01-10"), "debts_paid": true, "no_dispute": true,
		"tax": object{"number": "12/CT", "issued_on": "2019-05-10", "settled": true},
	})
}

const complaintBody = `{"owner":"Công ty TNHH Xoài Vàng","right":"trademark","conclusion":{"number":"15/KL","issued_on":"2024-08-20","issuer":"Thanh tra Bộ KH&CN"},"title":{"number":"412345","issued_on":"2020-03-02","issuer":"Cục Sở hữu trí tuệ"}}`

// complaintAsks are the requests of asks about complaints, on a day whose law knows them.
func (w *world) complaintAsks() map[registry.Operation]func() ask {
	d, admin := w.desk("tckh-866"), w.key(caller.Administrator, "")
	organization := w.file(d, modern("Hợp tác xã Xoài Vàng")).text(w.t, "organization_id")
	path := "/v1/organizations/" + organization + "/name-complaints"
	made := func() string {
		return "/v1/name-complaints/" + w.want(w.call(d.officer, http.MethodPost, path, complaintBody), 201, "").text(w.t, "id")
	}
	return map[registry.Operation]func() ask{
		registry.OpCreateNameComplaint: func() ask { return ask{method: http.MethodPost, path: path, body: complaintBody} },
		registry.OpListNameComplaints: func() ask {
			w.want(w.call(d.officer, http.MethodPost, path, complaintBody), 201, "")
			return ask{method: http.MethodGet, path: "/v1/name-complaints?open=true&organization=" + organization}
		},
		registry.OpDemandNameChange: func() ask { return ask{method: http.MethodPost, path: made() + "/demand"} },
		registry.OpReportNameComplaint: func() ask {
			complaint := made()
			w.want(w.call(d.lead, http.MethodPost, complaint+"/demand", nil), 200, "")
			later := w.registry.Now().Add(65 * 24 * time.Hour).Format(time.RFC3339)
			w.want(w.call(admin, http.MethodPost, "/v1/sandbox/clock", fmt.Sprintf(`{"now":%q}`, later)), 200, "")
			return ask{method: http.MethodPost, path: complaint + "/report", body: `{"reported_to":"Thanh tra Sở Khoa học và Công nghệ"}`}
		},
	}
}

// The owner of a trademark complains, the office demands, the organisation changes its name or the inspectors are told.
func TestAComplaintAboutANameRunsToItsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-07-17")
	d, other := w.desk("tckh-866"), w.desk("tckh-867")
	id := w.file(d, modern("Hợp tác xã Xoài Vàng")).text(t, "organization_id")
	path := "/v1/organizations/" + id + "/name-complaints"
	// The day before, of and after the decree.
	w.want(w.call(d.officer, http.MethodPost, path, strings.ReplaceAll(complaintBody, "2024-08-20", "2024-07-01")), 422, "name-complaint-not-in-force")
	w.clockTo("2024-07-18")
	w.want(w.call(d.officer, http.MethodPost, path, strings.ReplaceAll(complaintBody, "2024-08-20", "2024-07-01")), 201, "")
	w.clockTo("2024-07-19")
	w.want(w.call(d.officer, http.MethodPost, path, strings.ReplaceAll(complaintBody, "2024-08-20", "2024-07-19")), 201, "")

	w.clockTo("2024-09-04")
	future := w.want(w.call(d.officer, http.MethodPost, path, strings.ReplaceAll(complaintBody, "2024-08-20", "2024-09-05")), 400, "invalid-request")
	if !strings.Contains(string(future.body), "/conclusion/issued_on") {
		t.Errorf("not named: %s", future.body)
	}
	// A unit that is not there is a fault of the field, as in a notice, told with the others.
	nowhere := strings.Replace(strings.ReplaceAll(complaintBody, "2024-08-20", "2024-09-05"), "{", `{"unit_id":"`+id+`",`, 1)
	both := w.want(w.call(d.officer, http.MethodPost, path, nowhere), 400, "invalid-request")
	if !strings.Contains(string(both.body), "/unit_id") || !strings.Contains(string(both.body), "/conclusion/issued_on") {
		t.Errorf("not named: %s", both.body)
	}
	w.want(w.call(other.officer, http.MethodPost, path, complaintBody), 403, "foreign-office")
	made := w.want(w.call(d.officer, http.MethodPost, path, complaintBody), 201, "")
	if made.text(t, "state") != "received" || made.text(t, "demand_due_on") != "2024-09-09" { // three working days, a weekend between
		t.Errorf("%s", made.body)
	}
	complaint := "/v1/name-complaints/" + made.text(t, "id")
	overdue := func(key string) int {
		got := w.want(w.call(key, http.MethodGet, "/v1/name-complaints?overdue=true&organization="+id, nil), 200, "")
		return len(got.json(t)["items"].([]any))
	}
	if n := overdue(d.lead); n != 2 { // those of July
		t.Errorf("%d overdue", n)
	}
	w.want(w.call(d.lead, http.MethodPost, complaint+"/report", `{"reported_to":"Thanh tra"}`), 409, "name-complaint-wrong-state")
	demanded := w.want(w.call(d.lead, http.MethodPost, complaint+"/demand", nil), 200, "")
	if demanded.text(t, "change_due_on") != "2024-11-04" { // 60 days end on Sunday 3 November
		t.Errorf("%s", demanded.body)
	}
	w.want(w.call(d.lead, http.MethodPost, complaint+"/demand", nil), 409, "name-complaint-wrong-state")
	second := w.want(w.call(d.officer, http.MethodPost, path, complaintBody), 201, "").text(t, "id")
	w.want(w.call(d.lead, http.MethodPost, "/v1/name-complaints/"+second+"/demand", nil), 200, "")

	w.clockTo("2024-11-04")
	w.want(w.call(d.lead, http.MethodPost, complaint+"/report", `{"reported_to":"Thanh tra"}`), 422, "name-complaint-not-overdue")
	w.clockTo("2024-11-05")
	if n := overdue(d.lead); n != 4 {
		t.Errorf("%d overdue", n)
	}
	if n := overdue(other.lead); n != 0 {
		t.Errorf("another office sees %d", n)
	}
	w.want(w.call(d.lead, http.MethodPost, complaint+"/report", `{"reported_to":"Thanh tra"}`), 200, "")
	w.file(d, about("change_registration", "htx", id, object{"name": object{"vi": "Hợp tác xã Xoài Cao Lãnh"}, "resolution": resolved("2024-11-04")}))
	all := w.call(d.lead, http.MethodGet, "/v1/name-complaints?organization="+id, nil)
	if strings.Count(string(all.body), `"state":"changed"`) != 4 { // those of July too: what they ask for was never demanded, but is done
		t.Errorf("the change of name settles what was complained of: %s", all.body)
	}
	acts := string(w.call("", http.MethodGet, "/v1/organizations/"+id+"/acts", nil).body)
	for _, act := range []string{"name_complaint_received", "name_change_demanded", "name_complaint_reported", "name_complaint_settled"} {
		if !strings.Contains(acts, "organization."+act) {
			t.Errorf("the ledger does not tell %s", act)
		}
	}
	if strings.Contains(acts, "Công ty TNHH Xoài Vàng") {
		t.Error("the public ledger names the owner")
	}
}

// A complaint follows the name it is about: another name settles it, a change taken back opens it again with its days as they
// ran, a new name needs a new complaint, and an end leaves nobody to change a name.
func TestAComplaintFollowsTheNameItIsAbout(t *testing.T) {
	t.Parallel()
	s := newStory(t, "2024-09-04")
	s.done = map[string]bool{}
	d, id := s.deskOf("htx"), s.found("htx")
	path := "/v1/organizations/" + id + "/name-complaints"
	first := s.want(s.call(d.officer, http.MethodPost, path, complaintBody), 201, "")
	name := s.organization(id).text(t, "name", "vi")
	if first.text(t, "name") != name {
		t.Errorf("about %s, not %s", first.text(t, "name"), name)
	}
	due := s.want(s.call(d.lead, http.MethodPost, "/v1/name-complaints/"+first.text(t, "id")+"/demand", nil), 200, "").text(t, "change_due_on")
	waiting := s.want(s.call(d.officer, http.MethodPost, path, complaintBody), 201, "").text(t, "id")
	states := func(when, open string, want ...string) {
		t.Helper()
		listed := s.want(s.call(d.lead, http.MethodGet, "/v1/name-complaints?organization="+id, nil), 200, "").json(t)["items"].([]any)
		got := make([]string, len(listed))
		for i, c := range listed {
			got[i] = c.(object)["state"].(string)
		}
		pending := s.want(s.call(d.lead, http.MethodGet, "/v1/name-complaints?open=true&organization="+id, nil), 200, "").json(t)["items"].([]any)
		if !slices.Equal(got, want) || fmt.Sprint(len(pending)) != open {
			t.Errorf("%s: %v and %d open, want %v and %s", when, got, len(pending), want, open)
		}
	}
	states("as complained of", "2", "demanded", "received")
	s.tell("change_registration", "htx", id, object{"name": object{"vi": "Hợp tác xã Khác Hẳn"}, "resolution": s.resolved()})
	states("under another name", "0", "changed", "changed")
	s.want(s.call(d.lead, http.MethodPost, "/v1/name-complaints/"+waiting+"/demand", nil), 409, "name-complaint-wrong-state")
	before := s.registry.Now().Format(time.RFC3339Nano)

	s.clockTo("2024-09-06")
	s.tell("invalidation", "htx", id, object{"act_id": s.lastAct(id, "organization.changed"), "ground": "untrue", "reason": "Biên bản họp khống"})
	states("after the change was taken back", "2", "demanded", "received")
	again := s.want(s.call(d.lead, http.MethodGet, "/v1/name-complaints?organization="+id, nil), 200, "").json(t)["items"].([]any)[0].(object)
	if again["change_due_on"] != due || again["changed_on"] != nil {
		t.Errorf("its days run on: %v", again)
	}
	for query, want := range map[string]string{
		"": name, "?as_of=2024-09-04": "Hợp tác xã Khác Hẳn", "?as_of=2024-09-06": name, "?as_of=2024-09-06&known_at=" + before: "Hợp tác xã Khác Hẳn",
	} {
		if got := s.organization(id, query).text(t, "name", "vi"); got != want {
			t.Errorf("name%s: %s, want %s", query, got, want)
		}
	}
	acts := string(s.call("", http.MethodGet, "/v1/organizations/"+id+"/acts?limit=100", nil).body)
	if strings.Count(acts, "name_complaint_settled") != 2 || strings.Count(acts, "name_complaint_reopened") != 2 {
		t.Errorf("the ledger: %s", acts)
	}

	// The end of who bears it closes it; of who has ended none is taken in.
	s.tell("compulsory_dissolution", "htx", id, object{"ground": "court", "instrument": s.paper()})
	states("on the way to the end", "2", "demanded", "received")
	s.tell("dissolution", "htx", id, object{"tax": object{"issued_on": "2024-09-06", "settled": true}, "debts_paid": true, "no_dispute": true, "state_support": "none", "debts_paid_on": "2024-09-06"})
	states("after the end", "0", "ended", "ended")
	s.want(s.call(d.officer, http.MethodPost, path, complaintBody), 422, "name-complaint-ended")
}

// A group that has given notice may register under another name (Điều 65 khoản 3, 92/2024/NĐ-CP): that is the change demanded.
func TestAGroupThatRegistersUnderAnotherNameSettlesTheComplaint(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-03-01")
	commune, district := w.desk("ubnd-29881"), w.desk("tckh-866")
	group := func(name string) object {
		return htx(name, func(d, p map[string]any) {
			d["organization_kind"] = "tht"
			delete(p, "purpose")
			p["contract"] = object{"signed_on": "2024-02-28", "term_months": 36, "capital_contributed": true, "asks_state_support": true}
		})
	}
	notice := group("Tổ hợp tác Xoài Vàng")
	notice["procedure"] = "notice_of_formation"
	id := w.file(commune, notice).text(t, "organization_id")
	w.clockTo("2024-09-04")
	complaint := w.want(w.call(commune.officer, http.MethodPost, "/v1/organizations/"+id+"/name-complaints", complaintBody), 201, "").text(t, "id")
	w.want(w.call(commune.lead, http.MethodPost, "/v1/name-complaints/"+complaint+"/demand", nil), 200, "")
	registers := group("Tổ hợp tác Xoài Cao Lãnh")
	registers["organization_id"] = id
	w.file(district, registers)
	all := w.want(w.call(district.lead, http.MethodGet, "/v1/name-complaints?organization="+id, nil), 200, "")
	if !strings.Contains(string(all.body), `"state":"changed"`) {
		t.Errorf("%s", all.body)
	}
}

// What is kept, compared and printed is one and the same text, and what only looks like it is refused where it stands.
func TestANameIsKeptAsItIsComparedAndPrinted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	typed := modern("  Hợp tác xã  Ðồng\tTâm\u00a0Mới ")
	typed["payload"].(object)["legal_representatives"].([]any)[0].(object)["full_name"] = "Nguyễn  Văn\u00a0An"
	id := w.file(d, typed).text(t, "organization_id")
	if got := w.organization(id).text(t, "name", "vi"); got != "Hợp tác xã Đồng Tâm Mới" {
		t.Errorf("kept as %q", got)
	}
	w.refused(d, modern("Hợp tác xã Đồng Tâm Mới"), "name-duplicate")
	strange := modern("Hợp tác xã Xo\u0430i Cát")
	strange["payload"].(object)["legal_representatives"].([]any)[0].(object)["full_name"] = "Nguyễn V\u0430n An"
	strange["payload"].(object)["seat"].(object)["line"] = "Ấp\u200b1"
	refused := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers", strange), 400, "invalid-request")
	for _, place := range []string{
		`"pointer":"/payload/name/vi","code":"invalid-text","detail":"Văn bản không nhận được: ký tự thứ 14 là chữ “а” (U+0430)`,
		`"pointer":"/payload/legal_representatives/0/full_name"`, `"pointer":"/payload/seat/line"`,
	} {
		if !strings.Contains(string(refused.body), place) {
			t.Errorf("%s is not told: %s", place, refused.body)
		}
	}
	foreign := modern("Hợp tác xã Tên Người")
	foreign["payload"].(object)["legal_representatives"].([]any)[0].(object)["full_name"] = "Иван Иванов"
	w.refused(d, foreign, "representative")
}

// Điều 50 khoản 4, 17/2023/QH15: a unit bears the name of its organisation and says what it is. Điều 13 khoản 2, 77/2019/NĐ-CP:
// a group bears in no form of its name that of another type.
func TestAUnitAndAGroupBearTheNamesOfWhatTheyAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Hoa Kiểng")).text(t, "organization_id")
	branch := w.branchOf(id)
	named := branch["payload"].(object)["name"].(object)
	named["vi"] = "Chi nhánh Cao Lãnh"
	w.refused(d, branch, "unit-name-owner")
	named["vi"] = "Hợp tác xã Hoa Kiểng tại Cao Lãnh"
	w.refused(d, branch, "unit-name-kind")
	named["vi"] = "HỢP TÁC XÃ HOA KIỂNG - CHI NHÁNH CAO LÃNH"
	unit := w.file(d, branch).text(t, "unit_id")
	renamed := about("unit_change", "htx", id, object{"name": object{"vi": "Chi nhánh Hoa"}})
	renamed["unit_id"] = unit
	w.refused(d, renamed, "unit-name-owner")
	w.refused(d, htx("Tổ hợp tác Hoa Kiểng", func(draft, p map[string]any) {
		draft["organization_kind"] = "tht"
		delete(p, "purpose")
		p["name"].(object)["short"] = "HTX Hoa Kiểng"
		p["contract"] = object{"signed_on": "2024-09-03", "term_months": 36, "capital_contributed": true, "asks_state_support": true}
	}), "name-type")
}
