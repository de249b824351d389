package httpapi_test

import (
	"net/http"
	"slices"
	"testing"
)

// present is the formation of an HTX at the office of a commune, with the lines of business of 2026.
func present(name string) object {
	return htx(name, func(d, p map[string]any) {
		delete(d, "papers_received")
		p["seat"] = object{"line": "Số 1", "place": "29884"}
		p["industries"] = []any{object{"edition": "2025", "code": "0161", "main": true}}
	})
}

// branchAt opens a branch in the commune of the office, decided on a day.
func branchAt(id, name, day string) object {
	head := object{"full_name": "Lê Thị Nhánh", "title": "Trưởng chi nhánh", "nationality": "VN", "id_document": "087186001111"}
	return about("unit_registration", "htx", id, object{
		"name": object{"vi": "Chi nhánh " + name}, "seat": object{"line": "Số 7", "place": "29884"},
		"unit": object{"kind": "branch", "decided_on": day, "heads": []any{head}},
	})
}

// court is a decision of a court.
func court(day string) object {
	return object{"number": "2/QĐ-TA", "issued_on": day, "issuer": "Tòa án nhân dân"}
}

// barred lists what the advice says against a procedure about an organisation.
func (w *world) barred(id, procedure string) []string {
	w.t.Helper()
	var rules []string
	got := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/actions", nil), 200, "")
	for _, item := range got.json(w.t)["items"].([]any) {
		a := item.(object)
		if a["procedure"] != procedure {
			continue
		}
		for _, v := range a["verdicts"].([]any) {
			if v.(object)["verdict"] == "not_met" {
				rules = append(rules, v.(object)["rule"].(string))
			}
		}
	}
	return rules
}

// lacks lists the rules that a file with all its papers does not meet.
func (w *world) lacks(d desk, draft object) []string {
	w.t.Helper()
	checked := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", w.complete(d, draft)), 200, "")
	var rules []string
	for _, c := range checked.json(w.t)["checks"].([]any) {
		if c.(object)["verdict"] == "not_met" {
			rules = append(rules, c.(object)["rule"].(string))
		}
	}
	return rules
}

func (w *world) expect(what string, got, want []string) {
	w.t.Helper()
	if !slices.Equal(got, want) {
		w.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// Điều 50 khoản 6, 92/2024/NĐ-CP: the members cancel what they resolved, not what a court ordered.
func TestOnlyAResolutionOfTheMembersIsCancelled(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02")
	d := w.desk("kt-29884")
	own, ordered := w.file(d, present("Hợp tác xã Tự Quyết")).text(t, "organization_id"), w.file(d, present("Hợp tác xã Bị Buộc")).text(t, "organization_id")
	w.file(d, about("dissolution_resolution", "htx", own, object{"resolution": resolved("2026-03-01")}))
	w.file(d, about("compulsory_dissolution", "htx", ordered, object{"ground": "court", "instrument": court("2026-03-01")}))
	cancel := func(id string) object {
		return about("dissolution_cancellation", "htx", id, object{"resolution": resolved("2026-03-01")})
	}
	w.expect("advice on an order", w.barred(ordered, "dissolution_cancellation"), []string{"CANCEL-TIME"})
	w.refused(d, cancel(ordered), "cancel-time")
	w.expect("advice on a resolution", w.barred(own, "dissolution_cancellation"), nil)
	// Six months from 2026-03-02 end on a holiday, thus on the next working day.
	for _, day := range []string{"2026-09-02", "2026-09-03"} {
		w.clockTo(day)
		w.expect(day, w.lacks(d, cancel(own)), nil)
	}
	w.clockTo("2026-09-04")
	w.status(own, "ended", "dissolution")
	w.status(ordered, "ended", "dissolution")
	w.expect("the day after", w.lacks(d, cancel(own)), []string{"STATUS", "CANCEL-TIME"})
	// Whoever has ended is told so, not to file its formation again.
	w.expect("advice on what has ended", w.barred(own, "formation"), []string{"STATUS", "NEW-DOSSIER"})
}

// Điều 50 khoản 3, 92/2024/NĐ-CP: the units first, which the register knows without a file.
func TestTheAdviceTellsOfOpenUnits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02")
	d := w.desk("kt-29884")
	id := w.file(d, present("Hợp tác xã Có Nhánh")).text(t, "organization_id")
	unit := w.file(d, branchAt(id, "Hợp tác xã Có Nhánh", "2026-03-01")).text(t, "unit_id")
	w.file(d, about("dissolution_resolution", "htx", id, object{"resolution": resolved("2026-03-01")}))
	w.expect("a unit is open", w.barred(id, "dissolution"), []string{"UNITS-CLOSED"})
	closing := about("unit_closure", "htx", id, object{"resolution": resolved("2026-03-01"), "tax": object{"issued_on": "2026-03-02", "settled": true}})
	closing["unit_id"] = unit
	w.file(d, closing)
	w.expect("none is", w.barred(id, "dissolution"), nil)
}

// Điều 25 khoản 3, Điều 26, Điều 33, Điều 57, 92/2024/NĐ-CP: which procedures wait for no status.
func TestWhatNoStatusKeepsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02")
	d := w.desk("kt-29884")
	found := func(name string) string { return w.file(d, present(name)).text(t, "organization_id") }
	bankrupt, missing, dissolving, revoked := found("Hợp tác xã Mở Phá Sản"), found("Hợp tác xã Đi Đâu"), found("Hợp tác xã Giải Thể"), found("Hợp tác xã Nợ Thuế")
	w.file(d, about("bankruptcy_opening", "htx", bankrupt, object{"instrument": court("2026-03-01")}))
	w.note(d, missing, object{"kind": "not_at_address", "paper": object{"number": "1/TB", "issued_on": "2026-03-01", "issuer": "Thuế cơ sở"}})
	w.file(d, about("dissolution_resolution", "htx", dissolving, object{"resolution": resolved("2026-03-01")}))
	w.file(d, about("revocation", "htx", revoked, object{"ground": "tax", "instrument": court("2026-03-01")}))
	for _, id := range []string{bankrupt, missing, dissolving} {
		w.note(d, id, object{"kind": "information_review"})
		w.file(d, about("information_update", "htx", id, object{"phone": "02773851234"}))
		open := w.want(w.call(d.officer, http.MethodGet, "/v1/organizations/"+id+"/notices?open=true", nil), 200, "").json(t)["items"].([]any)
		for _, n := range open {
			if n.(object)["kind"] == "information_review" {
				t.Errorf("the review is not answered: %v", n)
			}
		}
	}
	someone := []any{object{"full_name": "Trần Văn Ba", "title": "Giám đốc", "nationality": "VN", "id_document": "087085001235"}}
	w.file(d, about("change_registration", "htx", bankrupt, object{"legal_representatives": someone, "resolution": resolved("2026-03-01")}))
	w.file(d, about("correction", "htx", bankrupt, object{"phone": "02773851235", "found_by": "office", "mistake_in": "register", "reason": "Ghi sai"}))
	w.status(bankrupt, "in_bankruptcy", "")
	w.expect("a change of whoever is not at its address", w.barred(missing, "change_registration"), []string{"STATUS", "BAR-ADDRESS"})
	w.expect("an update of whoever is revoked", w.barred(revoked, "information_update"), []string{"STATUS"})
	w.file(d, about("bankruptcy_opening", "htx", revoked, object{"instrument": court("2026-03-02")}))
	w.status(revoked, "in_bankruptcy", "")
}

// Điều 47 khoản 1, 92/2024/NĐ-CP: notices of suspension that overlap or meet, told before the first of them begins.
func TestASuspensionGoesOnWithTheNextNotice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02")
	d := w.desk("kt-29884")
	found := func(name string) string { return w.file(d, present(name)).text(t, "organization_id") }
	suspend := func(id, from, to string) object {
		return about("suspension", "htx", id, object{"suspension": object{"from": from, "to": to}, "resolution": resolved("2026-03-01")})
	}
	resume := func(id, on string) object { return about("resumption", "htx", id, object{"resumes_on": on}) }
	over, meets, before := found("Hợp tác xã Nghỉ Chồng"), found("Hợp tác xã Nghỉ Nối"), found("Hợp tác xã Nghỉ Trước")
	w.file(d, suspend(over, "2026-03-10", "2026-03-20"))
	w.file(d, suspend(over, "2026-03-15", "2026-04-10"))
	w.file(d, suspend(meets, "2026-03-10", "2026-03-20"))
	w.file(d, suspend(meets, "2026-03-21", "2026-04-10"))
	w.file(d, suspend(before, "2026-03-21", "2026-04-10"))
	w.file(d, suspend(before, "2026-03-10", "2026-03-20"))
	all := func(day, status string) {
		t.Helper()
		w.clockTo(day)
		for _, id := range []string{over, meets, before} {
			w.status(id, status, "")
		}
	}
	all("2026-03-09", "active")
	for _, day := range []string{"2026-03-10", "2026-03-15", "2026-03-20", "2026-03-21"} {
		all(day, "suspended")
	}
	// A further notice goes on after the one that runs; what is shorter is a resumption, what is longer none.
	w.expect("within", w.lacks(d, suspend(over, "2026-03-30", "2026-04-10")), []string{"SUSPENSION-RUNNING"})
	w.expect("beyond", w.lacks(d, suspend(over, "2026-04-11", "2026-04-11")), nil)
	w.expect("resumed on the day after the last", w.lacks(d, resume(over, "2026-04-11")), nil)
	w.refused(d, resume(over, "2026-04-12"), "suspension-running")
	all("2026-04-10", "suspended")
	all("2026-04-11", "active")
}

// Điều 27 khoản 6, Điều 33 khoản 3, 92/2024/NĐ-CP: what another body decides, its paper ends.
func TestWhatOthersDecideEndsByTheirPaper(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02")
	d := w.desk("kt-29884")
	id := w.file(d, present("Hợp tác xã Bị Cấm")).text(t, "organization_id")
	paper := object{"number": "7/CQĐT", "issued_on": "2026-03-01", "issuer": "Cơ quan điều tra"}
	for _, kind := range []string{"demand", "not_at_address"} {
		w.note(d, id, object{"kind": kind, "paper": paper})
		notices := w.want(w.call(d.officer, http.MethodGet, "/v1/organizations/"+id+"/notices?open=true", nil), 200, "").json(t)["items"].([]any)
		path := "/v1/organizations/" + id + "/notices/" + notices[len(notices)-1].(object)["id"].(string) + "/close"
		for _, without := range []object{{}, {"reason": "Đã xong"}, {"paper": object{"number": "8", "issued_on": "2026-03-02"}}} {
			w.want(w.call(d.lead, http.MethodPost, path, without), 400, "invalid-request")
		}
		w.want(w.call(d.lead, http.MethodPost, path, object{"paper": paper}), 200, "")
	}
	w.status(id, "active", "")
}

// Điều 50 khoản 6, 92/2024/NĐ-CP: what is restored is the status of the day, not one that has passed on the way to the end.
func TestARestoredStatusIsThatOfTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-03-02")
	d := w.desk("kt-29884")
	found := func(name string) string { return w.file(d, present(name)).text(t, "organization_id") }
	dissolve := func(id string) {
		w.file(d, about("dissolution_resolution", "htx", id, object{"resolution": resolved("2026-03-01")}))
	}
	restore := func(id string) {
		w.file(d, about("dissolution_cancellation", "htx", id, object{"resolution": resolved("2026-03-01")}))
	}
	paper := object{"number": "1/TB", "issued_on": "2026-03-01", "issuer": "Thuế cơ sở"}
	seen, unseen, resting := found("Hợp tác xã Tìm Thấy"), found("Hợp tác xã Mất Tăm"), found("Hợp tác xã Sắp Nghỉ")
	unit := w.file(d, branchAt(resting, "Hợp tác xã Sắp Nghỉ", "2026-03-01"))
	noted := w.note(d, seen, object{"kind": "not_at_address", "paper": paper})
	w.note(d, unseen, object{"kind": "not_at_address", "paper": paper})
	w.file(d, about("suspension", "htx", resting, object{"suspension": object{"from": "2026-03-10", "to": "2026-04-10"}, "resolution": resolved("2026-03-01")}))
	for _, id := range []string{seen, unseen, resting} {
		dissolve(id)
	}
	w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+seen+"/notices/"+noted+"/close", object{"paper": paper}), 200, "")
	w.clockTo("2026-03-11")
	for _, id := range []string{seen, unseen, resting} {
		w.status(id, "dissolving", "dissolution")
		restore(id)
	}
	w.status(seen, "active", "")
	w.status(unseen, "not_at_address", "")
	w.status(resting, "suspended", "")
	w.unitIs(resting, unit.text(t, "unit_id"), "suspended")
	w.clockTo("2026-04-11")
	w.status(resting, "active", "")
	w.unitIs(resting, unit.text(t, "unit_id"), "active")
}

// unitIs holds the status of a unit against what is expected.
func (w *world) unitIs(organization, unit, status string) {
	w.t.Helper()
	got := w.want(w.call("", http.MethodGet, "/v1/organizations/"+organization+"/units", nil), 200, "")
	for _, item := range got.json(w.t)["items"].([]any) {
		if u := item.(object); u["id"] == unit && u["status"] != status {
			w.t.Errorf("unit is %s, want %s", u["status"], status)
		}
	}
}

// Who joins a union does so while both are on the register, and leaves after it joined.
func TestAMembershipHasItsDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-08-01")
	d := w.desk("tckh-866")
	union := func(draft object) object {
		draft["organization_kind"] = "lhhtx"
		draft["payload"].(object)["founders"] = []any{object{"name": "HTX A"}, object{"name": "HTX B"}, object{"name": "HTX C"}}
		return draft
	}
	id := w.file(d, union(modern("Liên hiệp hợp tác xã Đồng Lòng"))).text(t, "organization_id")
	old := w.file(d, modern("Hợp tác xã Đã Xong")).text(t, "organization_id")
	w.clockTo("2024-08-05")
	young := w.file(d, modern("Hợp tác xã Mới Lập")).text(t, "organization_id")
	w.file(d, about("dissolution_resolution", "htx", old, object{"resolution": resolved("2024-08-02")}))
	w.clockTo("2024-08-12")
	w.file(d, about("dissolution", "htx", old, object{
		"tax": object{"issued_on": "2024-08-12", "settled": true}, "debts_paid": true, "no_dispute": true, "state_support": "none", "debts_paid_on": "2024-08-12",
	}))
	asks := func(member object) object {
		return about("information_update", "lhhtx", id, object{"memberships": []any{member}})
	}
	for what, want := range map[string]struct {
		member object
		rules  []string
	}{
		"before its own certificate": {object{"organization_id": young, "joined_on": "2024-08-04"}, []string{"KIN"}},
		"before the union's":         {object{"organization_id": old, "joined_on": "2024-07-31", "left_on": "2024-08-05"}, []string{"MEMBERSHIP", "KIN"}},
		"on the day of it":           {object{"organization_id": young, "joined_on": "2024-08-05"}, nil},
		"after its end":              {object{"organization_id": old, "joined_on": "2024-08-12"}, []string{"KIN"}},
		"beyond its end":             {object{"organization_id": old, "joined_on": "2024-08-01"}, []string{"KIN"}},
		"until its end":              {object{"organization_id": old, "joined_on": "2024-08-01", "left_on": "2024-08-12"}, nil},
	} {
		w.expect(what, w.lacks(d, asks(want.member)), want.rules)
	}
	w.file(d, asks(object{"organization_id": young, "joined_on": "2024-08-06"}))
	w.refused(d, asks(object{"organization_id": young, "left_on": "2024-08-06"}), "membership")
	w.file(d, asks(object{"organization_id": young, "left_on": "2024-08-07"}))
	founded := union(modern("Liên hiệp hợp tác xã Cùng Tiến"))
	founded["payload"].(object)["founders"] = []any{object{"organization_id": old, "name": "A"}, object{"name": "HTX B"}, object{"name": "HTX C"}}
	w.expect("founded by one that has ended", w.lacks(d, founded), []string{"KIN"})
}
