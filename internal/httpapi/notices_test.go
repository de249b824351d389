package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestAWithdrawalIsARequestThatTheOfficeDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-05")
	d := w.desk("tckh-866")
	path, sent := w.submit(d, modern("Hợp tác xã Đổi Ý"))
	ask := func(tag string) reply {
		return w.want(w.call(d.officer, http.MethodPost, path+"/withdraw", object{"reason": "Đổi ý"}, "If-Match", tag), 200, "")
	}
	asked := ask(sent.header.Get("ETag"))
	// Three working days, a weekend between (Điều 19 khoản 7, 92/2024/NĐ-CP).
	if asked.text(t, "state") != "submitted" || asked.text(t, "withdrawal", "decide_by") != "2024-09-10" {
		t.Errorf("asked: %s", asked.body)
	}
	tag := asked.header.Get("ETag")
	w.want(w.call(d.officer, http.MethodPost, path+"/withdraw", object{"reason": "Lần nữa"}, "If-Match", tag), 409, "withdrawal-pending")
	w.want(w.call(d.lead, http.MethodPost, path+"/approve", "{}", "If-Match", tag), 409, "withdrawal-pending")
	w.want(w.call(d.lead, http.MethodPost, path+"/return", object{"defects": []any{object{"pointer": "/payload", "detail": "Thiếu"}}}, "If-Match", tag), 409, "withdrawal-pending")
	w.want(w.call(d.officer, http.MethodPost, path+"/withdrawal", object{"granted": true}, "If-Match", tag), 403, "role-forbidden")
	w.want(w.call(d.lead, http.MethodPost, path+"/withdrawal", object{"granted": false}, "If-Match", tag), 400, "reasons-required")
	no := object{"granted": false, "reasons": []any{object{"detail": "Người đề nghị không phải người ký giấy đề nghị"}}}
	refused := w.want(w.call(d.lead, http.MethodPost, path+"/withdrawal", no, "If-Match", tag), 200, "")
	if refused.text(t, "state") != "submitted" || refused.text(t, "withdrawal", "granted") != "false" {
		t.Errorf("refused: %s", refused.body)
	}
	w.want(w.call(d.lead, http.MethodPost, path+"/withdrawal", no, "If-Match", refused.header.Get("ETag")), 409, "no-withdrawal")
	again := ask(refused.header.Get("ETag"))
	granted := w.want(w.call(d.lead, http.MethodPost, path+"/withdrawal", object{"granted": true}, "If-Match", again.header.Get("ETag")), 200, "")
	if granted.text(t, "state") != "withdrawn" {
		t.Errorf("granted: %s", granted.body)
	}
}

func TestAReturnStopsTheClockAndAResubmissionStartsItAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2019-05-24") // five working days by the law of this day
	d := w.desk("tckh-866")
	path, sent := w.submit(d, modern("Hợp tác xã Sửa Lại"))
	if sent.text(t, "due_on") != "2019-05-31" {
		t.Errorf("due %s", sent.text(t, "due_on"))
	}
	defects := object{"defects": []any{object{"pointer": "/documents/charter", "detail": "Thiếu chữ ký"}}}
	back := w.want(w.call(d.lead, http.MethodPost, path+"/return", defects, "If-Match", sent.header.Get("ETag")), 200, "")
	if back.text(t, "due_on") != "" {
		t.Errorf("the clock runs: %s", back.body)
	}
	w.clockTo("2019-06-03")
	overdue := func() string {
		return w.want(w.call(d.officer, http.MethodGet, "/v1/dossiers?overdue=true&count=exact", nil), 200, "").text(t, "total")
	}
	if overdue() != "0" {
		t.Error("a returned file is overdue")
	}
	mended := w.want(w.call(d.officer, http.MethodPost, path+"/submit", nil, "If-Match", back.header.Get("ETag")), 200, "")
	// Five days still: the law of the day of receipt, though 03/2014/TT-BKHĐT has said three since 2019-05-28.
	if mended.text(t, "due_on") != "2019-06-10" || !strings.Contains(string(mended.body), `"mended_at":"2019-06-03`) {
		t.Errorf("mended: due %s, %s", mended.text(t, "due_on"), mended.body)
	}
	w.clockTo("2019-06-10")
	soon := w.want(w.call(d.officer, http.MethodGet, "/v1/dossiers?state=submitted&due_before=2019-06-11&sort=due_on&count=exact", nil), 200, "")
	if overdue() != "0" || soon.text(t, "total") != "1" {
		t.Errorf("on the last day: %s", soon.body)
	}
	w.clockTo("2019-06-11")
	if overdue() != "1" {
		t.Error("not overdue on the day after")
	}
}

// note records a notice and gives its id.
func (w *world) note(d desk, organization string, notice object) string {
	w.t.Helper()
	return w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+organization+"/notices", notice), 201, "").text(w.t, "id")
}

func (w *world) closeNotice(d desk, organization, notice string) {
	w.t.Helper()
	w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+organization+"/notices/"+notice+"/close", object{"reason": "Đã khắc phục", "paper": object{"number": "2/CV", "issued_on": "2024-09-01", "issuer": "Cơ quan đã yêu cầu"}}), 200, "")
}

func TestTheBarsToRegistrationAndTheirLifting(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Bị Chặn")).text(t, "organization_id")
	renamed := func() object {
		return about("change_registration", "htx", id, object{"name": object{"vi": "Hợp tác xã Được Phép"}, "resolution": resolved("2024-09-03")})
	}
	paper := func(issuer string) object {
		return object{"number": "7/TB", "issued_on": "2024-09-03", "issuer": issuer}
	}
	allowed := func(procedure string) bool {
		got := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/actions", nil), 200, "")
		for _, item := range got.json(t)["items"].([]any) {
			if item.(object)["procedure"] == procedure {
				return item.(object)["allowed"] == true
			}
		}
		return false
	}
	for _, c := range []struct {
		notice object
		rule   string
	}{
		{object{"kind": "violation", "reason": "Ngừng hoạt động"}, "bar-violation"},
		{object{"kind": "demand", "procedures": []any{"change_registration"}, "paper": paper("Chi cục Thi hành án")}, "bar-demand"},
		{object{"kind": "not_at_address", "paper": paper("Chi cục Thuế")}, "bar-address"},
	} {
		noted := w.note(d, id, c.notice)
		w.refused(d, renamed(), c.rule)
		if allowed("change_registration") || !allowed("revocation") {
			t.Errorf("%s: allowed today", c.rule)
		}
		w.closeNotice(d, id, noted)
		if !allowed("change_registration") {
			t.Errorf("%s: not lifted", c.rule)
		}
	}
	w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+id+"/notices", object{"kind": "demand"}), 400, "invalid-request")
	for _, ahead := range []object{{"kind": "violation", "issued_on": "2030-01-01"}, {"kind": "objection", "paper": object{"number": "1", "issuer": "Chủ nợ", "issued_on": "2030-01-01"}}} {
		if got := w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+id+"/notices", ahead), 400, "invalid-request"); !strings.Contains(string(got.body), "in-future") {
			t.Errorf("not named: %s", got.body)
		}
	}
	w.want(w.call(d.officer, http.MethodPost, "/v1/organizations/"+id+"/notices", object{"kind": "violation"}), 403, "role-forbidden")
	w.file(d, renamed())

	// The tax office's status never stands over another one (Điều 27 khoản 6), and it is ended by the tax office.
	w.note(d, id, object{"kind": "not_at_address", "paper": paper("Chi cục Thuế")})
	w.status(id, "not_at_address", "")
	if got := w.organization(id); got.text(t, "status_label") != "Không hoạt động tại địa chỉ đã đăng ký" {
		t.Errorf("label %s", got.text(t, "status_label"))
	}
	w.file(d, about("dissolution_resolution", "htx", id, object{"resolution": resolved("2024-09-03")}))
	w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+id+"/notices", object{"kind": "not_at_address", "paper": paper("Chi cục Thuế")}), 400, "invalid-request")
	// A change that the dissolution needs is registered with its explanation (Điều 33 khoản 2 điểm b).
	needed := about("change_registration", "htx", id, object{"name": object{"vi": "Hợp tác xã Giải Thể"}, "resolution": resolved("2024-09-03"), "explanation": "Sửa tên cho khớp hồ sơ thuế"})
	w.file(d, needed)
}

func TestAnObjectionStopsTheEndBySilenceAndAReviewIsAnsweredInTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	quiet := w.file(d, modern("Hợp tác xã Yên Ắng")).text(t, "organization_id")
	disputed := w.file(d, modern("Hợp tác xã Tranh Chấp")).text(t, "organization_id")
	for _, id := range []string{quiet, disputed} {
		w.file(d, about("dissolution_resolution", "htx", id, object{"resolution": resolved("2024-09-03")}))
	}
	w.note(d, disputed, object{"kind": "objection", "paper": object{"number": "9/CV", "issued_on": "2024-09-04", "issuer": "Ngân hàng"}})
	w.clockTo("2025-03-05") // six months and a day
	w.status(quiet, "ended", "dissolution")
	w.status(disputed, "dissolving", "dissolution")

	living := w.file(d, modern("Hợp tác xã Rà Soát")).text(t, "organization_id")
	w.note(d, living, object{"kind": "information_review", "reason": "Đối chiếu dữ liệu"})
	open := func() reply {
		return w.want(w.call(d.officer, http.MethodGet, "/v1/organizations/"+living+"/notices?open=true", nil), 200, "")
	}
	if !strings.Contains(string(open().body), `"due_on":"2025-06-03"`) { // ninety days (Điều 25 khoản 3)
		t.Errorf("review: %s", open().body)
	}
	w.clockTo("2025-06-03")
	if strings.Contains(string(open().body), `"overdue":true`) {
		t.Error("overdue on the last day")
	}
	w.clockTo("2025-06-04")
	if !strings.Contains(string(open().body), `"overdue":true`) {
		t.Error("not overdue on the day after")
	}
	w.file(d, about("information_update", "htx", living, object{"phone": "02773851234"}))
	if strings.Contains(string(open().body), "information_review") {
		t.Errorf("the answer does not close it: %s", open().body)
	}
}

// Điều 54 khoản 5, Điều 51 khoản 3, 92/2024/NĐ-CP: what is said against the end of one branch says nothing of another, but the
// organisation does not end with it.
func TestAnObjectionConcernsTheUnitItIsAbout(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Hai Nhánh")).text(t, "organization_id")
	units := []string{w.file(d, w.branchOf(id)).text(t, "unit_id"), w.file(d, w.branchOf(id)).text(t, "unit_id"), w.file(d, w.branchOf(id)).text(t, "unit_id")}
	ofUnit := func(procedure, unit string, payload object) object {
		draft := about(procedure, "htx", id, payload)
		draft["unit_id"] = unit
		return draft
	}
	for _, unit := range units {
		w.file(d, ofUnit("revocation", unit, object{"ground": "court", "instrument": object{"number": "1/QĐ", "issued_on": "2024-09-04", "issuer": "Tòa án"}}))
	}
	objection := object{"kind": "objection", "unit_id": units[0], "paper": object{"number": "9/CV", "issued_on": "2024-09-04", "issuer": "Ngân hàng"}}
	w.note(d, id, objection)
	w.submit(d, ofUnit("unit_closure", units[1], object{"resolution": resolved("2024-09-04")})) // waits: the office decides
	whole := w.file(d, modern("Hợp tác xã Một Nhánh")).text(t, "organization_id")
	objection["unit_id"] = w.file(d, w.branchOf(whole)).text(t, "unit_id")
	w.file(d, about("dissolution_resolution", "htx", whole, object{"resolution": resolved("2024-09-03")}))
	w.note(d, whole, objection)
	w.clockTo("2025-03-05") // six months and a day
	w.status(whole, "dissolving", "dissolution")
	states := map[string]any{}
	for _, item := range w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/units", nil), 200, "").json(t)["items"].([]any) {
		states[item.(object)["id"].(string)] = item.(object)["status"]
	}
	for i, want := range []string{"dissolving", "dissolving", "ended"} {
		if states[units[i]] != want {
			t.Errorf("branch %d: %v, want %s", i, states[units[i]], want)
		}
	}
}

func TestUnitsFollowASuspensionAndKeepTheirOwn(t *testing.T) {
	t.Parallel()
	s := newStory(t, "2024-09-05")
	s.done = map[string]bool{}
	id := s.found("htx")
	own, with := s.unit("htx", id, "branch"), s.unit("htx", id, "business_location")
	state := func(unit string) string {
		got := s.want(s.call("", http.MethodGet, "/v1/organizations/"+id+"/units", nil), 200, "")
		for _, item := range got.json(t)["items"].([]any) {
			if item.(object)["id"] == unit {
				return item.(object)["status"].(string)
			}
		}
		return ""
	}
	s.tellUnit("suspension", "branch", id, own, object{"suspension": object{"from": "2024-09-10", "to": "2024-12-31"}})
	s.tell("suspension", "htx", id, object{"suspension": object{"from": "2024-09-16", "to": "2024-10-31"}, "resolution": s.resolved()})
	s.clockTo("2024-09-10")
	if state(own) != "suspended" || state(with) != "active" {
		t.Errorf("the unit alone: %s %s", state(own), state(with))
	}
	s.clockTo("2024-09-16")
	if state(with) != "suspended" {
		t.Error("a unit works while its organisation is suspended (Điều 47 khoản 5)")
	}
	// Prolonged before it ends: no day between.
	s.tell("suspension", "htx", id, object{"suspension": object{"from": "2024-11-01", "to": "2024-11-30"}, "resolution": object{"issued_on": "2024-09-16"}})
	s.clockTo("2024-11-01")
	s.status(id, "suspended", "")
	s.clockTo("2024-11-30")
	s.status(id, "suspended", "")
	s.clockTo("2024-12-01")
	s.status(id, "active", "")
	if state(with) != "active" || state(own) != "suspended" {
		t.Errorf("after the end: %s, the one of its own %s", state(with), state(own))
	}
	s.clockTo("2025-01-01")
	if state(own) != "active" {
		t.Errorf("its own suspension: %s", state(own))
	}
}

func TestAnOldCertificateIsExchangedWithAnotherFile(t *testing.T) {
	t.Parallel()
	s := newStory(t, "2018-06-01")
	s.done = map[string]bool{}
	id := s.found("htx") // registered with the office's own number and without a code
	number := s.organization(id).text(t, "registration", "certificate_number")
	s.day = "2024-09-04"
	s.clockTo(s.day)
	change := object{"name": object{"vi": s.name("htx")}, "resolution": s.resolved(), "exchange": true}
	s.tell("change_registration", "htx", id, change)
	got := s.organization(id)
	if got.text(t, "code") == "" || got.text(t, "registration", "certificate_number") != got.text(t, "code") || !strings.Contains(string(got.body), `"number":"`+number+`"`) {
		t.Errorf("exchanged: %s", got.body)
	}
	again := about("change_registration", "htx", id, object{"name": object{"vi": s.name("htx")}, "resolution": s.resolved(), "exchange": true})
	s.refused(s.deskOf("htx"), again, "exchange")
}

// The record, the number and the certificate are exchanged together, with every file of Điều 65 khoản 2, 92/2024/NĐ-CP that
// asks for it and with none that does not.
func TestACertificateIsExchangedWithEveryFileThatAsksForIt(t *testing.T) {
	t.Parallel()
	s := newStory(t, "2018-06-01")
	s.done = map[string]bool{}
	silent, told, idle, branched, closing := s.found("htx"), s.found("htx"), s.found("htx"), s.found("htx"), s.found("htx")
	closed := s.unit("htx", closing, "branch")
	s.day = "2024-09-04"
	s.clockTo(s.day)
	lines := func(exchange bool) object {
		p := object{"industries": []any{object{"edition": "2018", "code": "0112", "main": true}}, "resolution": s.resolved()}
		if exchange {
			p["exchange"] = true
		}
		return p
	}
	s.tell("change_notification", "htx", silent, lines(false))
	s.standing(silent, "first valid")
	s.tell("change_notification", "htx", told, lines(true))
	s.standing(told, "exchange valid", "first replaced")
	s.tell("suspension", "htx", idle, object{"suspension": object{"from": "2024-09-10", "to": "2024-10-31"}, "resolution": s.resolved(), "exchange": true})
	s.standing(idle, "confirmation valid", "exchange valid", "first replaced")
	opening := about("unit_registration", "htx", branched, object{
		"name": s.unitName("branch", "Đổi Giấy", branched), "seat": object{"line": "Số 2", "place": "29881"}, "exchange": true,
		"unit": object{"kind": "branch", "decided_on": s.at(-1), "heads": []any{object{"full_name": "Trần Thị Bình", "title": "Giám đốc"}}},
	})
	s.enter(s.deskOf("htx"), opening)
	s.standing(branched, "exchange valid", "first valid", "first replaced")
	s.tellUnit("unit_closure", "branch", closing, closed, object{"resolution": s.resolved(), "tax": object{"issued_on": s.at(0), "settled": true}, "exchange": true})
	for _, id := range []string{told, idle, branched, closing} {
		exchanged := false
		for _, c := range s.certificates(id, "") {
			exchanged = exchanged || c["issue"] == "exchange" && c["number"] == s.organization(id).text(t, "code")
		}
		if !exchanged {
			t.Errorf("%s: no certificate with the new code", id)
		}
	}
	units := s.want(s.call("", http.MethodGet, "/v1/organizations/"+branched+"/units", nil), 200, "")
	if code := s.organization(branched).text(t, "code"); !strings.Contains(string(units.body), `"code":"`+code+`-001"`) {
		t.Errorf("a branch opened with the exchange is numbered after the new code: %s", units.body)
	}
}

func TestASeatThatMovesIsDecidedByTheOfficeOfTheLawOfTheDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ day, office string }{
		{"2019-05-27", "tckh-866"}, // Điều 28 khoản 1, 23/2012/QH13: the office that issued the certificate
		{"2019-05-28", "tckh-867"}, // Điều 11 khoản 2, 03/2014/TT-BKHĐT as amended: the new one
		{"2024-09-04", "tckh-867"}, // Điều 37 khoản 2, 92/2024/NĐ-CP
	} {
		t.Run(c.day, func(t *testing.T) {
			s := newStory(t, c.day)
			s.done = map[string]bool{}
			id := s.found("htx")
			moved := about("change_registration", "htx", id, object{"seat": object{"line": "Số 9", "place": "29911"}, "resolution": s.resolved()})
			other := map[string]string{"tckh-866": "tckh-867", "tckh-867": "tckh-866"}[c.office]
			wrong := s.want(s.call(s.desk(other).officer, http.MethodPost, "/v1/dossiers", moved), 422, "not-competent")
			if got := wrong.text(t, "competent_authority", "code"); got != c.office {
				t.Errorf("competent: %s", got)
			}
			s.enter(s.desk(c.office), moved)
		})
	}
}

func TestAnUntrueFormationIsFiledAnew(t *testing.T) {
	t.Parallel()
	s := newStory(t, "2024-09-04")
	s.done = map[string]bool{}
	id := s.found("htx")
	anew := modern("Hợp tác xã Thành Thật")
	anew["organization_id"] = id
	s.refused(s.deskOf("htx"), anew, "new-dossier")
	s.tell("invalidation", "htx", id, object{"act_id": s.lastAct(id, "organization.registered"), "ground": "untrue", "reason": "Khai khống thành viên"})
	lead := s.deskOf("htx").lead
	open := s.want(s.call(lead, http.MethodGet, "/v1/organizations/"+id+"/notices?open=true", nil), 200, "")
	if !strings.Contains(string(open.body), `"new_dossier"`) || !strings.Contains(string(open.body), `"due_on":"2024-10-04"`) {
		t.Errorf("thirty days for a new file: %s", open.body)
	}
	s.enter(s.deskOf("htx"), anew)
	if got := s.organization(id); got.text(t, "name", "vi") != "Hợp tác xã Thành Thật" {
		t.Errorf("filed anew: %s", got.body)
	}
	open = s.want(s.call(lead, http.MethodGet, "/v1/organizations/"+id+"/notices?open=true", nil), 200, "")
	if strings.Contains(string(open.body), "new_dossier") {
		t.Error("the demand still stands")
	}
}
