package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

type object = map[string]any

// desk is an office with two people.
type desk struct{ officer, lead string }

func (w *world) desk(office string) desk {
	return desk{w.key(caller.DeskOfficer, office), w.key(caller.DeskLead, office)}
}

// about is a file about an organisation.
func about(procedure, kind, organization string, payload object) object {
	return object{
		"procedure": procedure, "organization_kind": kind, "organization_id": organization, "channel": "counter", "fee_paid": true,
		"filer": object{"full_name": "Nguyễn Văn An", "phone": "0901234567"}, "payload": payload,
	}
}

// complete gives the draft with every paper the law of the day asks for.
func (w *world) complete(d desk, draft object) object {
	w.t.Helper()
	asked := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", draft), 200, "").json(w.t)
	papers := []any{}
	for _, doc := range asked["documents"].([]any) {
		if doc.(object)["required"] == true {
			papers = append(papers, doc.(object)["type"])
		}
	}
	draft["papers_received"] = papers
	return draft
}

// submit takes a draft in and submits it, and gives the path and the file.
func (w *world) submit(d desk, draft object) (string, reply) {
	w.t.Helper()
	made := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers", w.complete(d, draft)), http.StatusCreated, "")
	path := "/v1/dossiers/" + made.text(w.t, "id")
	return path, w.want(w.call(d.officer, http.MethodPost, path+"/submit", nil, "If-Match", made.header.Get("ETag")), http.StatusOK, "")
}

// file takes a draft through the desk.
func (w *world) file(d desk, draft object) reply {
	w.t.Helper()
	path, sent := w.submit(d, draft)
	return w.want(w.call(d.lead, http.MethodPost, path+"/approve", "{}", "If-Match", sent.header.Get("ETag")), http.StatusOK, "")
}

// refused takes a draft to the decision and sees it refused for a rule.
func (w *world) refused(d desk, draft object, rule string) {
	w.t.Helper()
	path, sent := w.submit(d, draft)
	got := w.want(w.call(d.lead, http.MethodPost, path+"/approve", "{}", "If-Match", sent.header.Get("ETag")), http.StatusUnprocessableEntity, "checks-not-met")
	if !strings.Contains(string(got.body), `"code":"`+rule+`"`) {
		w.t.Errorf("not refused for %s: %s", rule, got.body)
	}
}

func (w *world) organization(id string, query ...string) reply {
	w.t.Helper()
	return w.call("", http.MethodGet, "/v1/organizations/"+id+strings.Join(query, ""), nil)
}

func (w *world) status(id, status, reason string) {
	w.t.Helper()
	got := w.organization(id)
	if got.text(w.t, "status") != status || got.text(w.t, "status_reason") != reason {
		w.t.Errorf("status %s %s, want %s %s", got.text(w.t, "status"), got.text(w.t, "status_reason"), status, reason)
	}
}

// modern is the formation of an HTX under the 2023 law.
func modern(name string) object {
	return htx(name, func(d, p map[string]any) {
		delete(d, "papers_received")
		p["seat"] = object{"line": "Số 1", "place": "29881"}
	})
}

func resolved(on string) object { return object{"number": "01/NQ-ĐHTV", "issued_on": on} }

func TestTheLifeOfACooperativeUnderTheLawOf2023(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	caoLanh, saDec := w.desk("tckh-866"), w.desk("tckh-867")
	id := w.file(caoLanh, modern("Hợp tác xã Đời Sống")).text(t, "organization_id")
	change := func(payload object) object { return about("change_registration", "htx", id, payload) }

	// 5 % or one billion đồng: less is not registered (Điều 47 khoản 1, 17/2023/QH15).
	w.refused(caoLanh, change(object{"charter_capital_vnd": 1_049_999_999, "resolution": resolved("2024-09-03")}), "capital-step")
	w.file(caoLanh, change(object{"charter_capital_vnd": 1_050_000_000, "resolution": resolved("2024-09-03")}))
	// Lines of business are notified, not registered.
	lines := []any{object{"edition": "2018", "code": "0111", "main": true}}
	w.refused(caoLanh, change(object{"industries": lines, "resolution": resolved("2024-09-03")}), "fields")
	w.file(caoLanh, about("change_notification", "htx", id, object{"industries": lines, "resolution": resolved("2024-09-03")}))

	// A seat that moves is decided by the office of the new one.
	moved := change(object{"seat": object{"line": "Số 9", "place": "29911"}, "resolution": resolved("2024-09-03")})
	wrong := w.want(w.call(caoLanh.officer, http.MethodPost, "/v1/dossiers", moved), 422, "not-competent")
	if office := wrong.text(t, "competent_authority", "code"); office != "tckh-867" {
		t.Errorf("competent: %s %s", office, wrong.body)
	}
	w.clockTo("2024-09-05")
	w.file(saDec, moved)
	if got := w.organization(id); got.text(t, "registration", "current_authority", "code") != "tckh-867" || got.text(t, "registration", "authority", "code") != "tckh-867" {
		t.Errorf("offices after the move: %s", got.body)
	}
	if then := w.organization(id, "?as_of=2024-09-04"); then.text(t, "seat", "place", "code") != "29881" {
		t.Errorf("the seat of the day before: %s", then.body)
	}

	// Three working days before, counted from the day after receipt; a Friday and a weekend between.
	suspend := func(from, to string) object {
		return about("suspension", "htx", id, object{"suspension": object{"from": from, "to": to}, "resolution": resolved("2024-09-03")})
	}
	w.refused(saDec, suspend("2024-09-09", "2024-12-31"), "notice-time")
	w.refused(saDec, suspend("2024-09-10", "2025-09-10"), "suspension-longest")
	w.file(saDec, suspend("2024-09-10", "2025-09-09"))
	w.status(id, "active", "")
	w.clockTo("2024-09-10")
	w.status(id, "suspended", "")
	w.file(saDec, about("resumption", "htx", id, object{"resumes_on": "2024-09-16"}))
	w.clockTo("2024-09-16")
	w.status(id, "active", "")

	// Dissolution, cancelled, and again: six months of silence end it.
	dissolve := about("dissolution_resolution", "htx", id, object{"resolution": resolved("2024-09-15"), "reason": "Theo nguyện vọng"})
	w.file(saDec, dissolve)
	w.status(id, "dissolving", "dissolution")
	w.refused(saDec, change(object{"name": object{"vi": "Hợp tác xã Khác"}, "resolution": resolved("2024-09-15")}), "bar-dissolving")
	// What the end needs may be filed with its explanation; what it cannot need may not.
	for procedure, want := range map[string]bool{"change_registration": true, "unit_change": false, "suspension": false, "dissolution_cancellation": true} {
		if allowed, _ := w.advised(id, procedure); allowed != want {
			t.Errorf("dissolving, %s may be filed: %v", procedure, allowed)
		}
	}
	w.refused(saDec, change(object{"name": object{"vi": w.organization(id).json(t)["name"].(object)["vi"]}, "resolution": resolved("2024-09-15"), "explanation": "Đổi tên"}), "changes")
	w.file(saDec, about("dissolution_cancellation", "htx", id, object{"resolution": resolved("2024-09-16")}))
	w.status(id, "active", "")
	w.clockTo("2024-09-18")
	w.file(saDec, about("dissolution_resolution", "htx", id, object{"resolution": resolved("2024-09-17")}))
	w.clockTo("2025-03-18") // the last day of six months since the receipt
	w.status(id, "dissolving", "dissolution")
	w.clockTo("2025-03-19")
	w.status(id, "ended", "dissolution")
	// The name of a dissolved organisation is free again.
	w.file(caoLanh, modern("Hợp tác xã Đời Sống"))

	acts := w.call("", http.MethodGet, "/v1/organizations/"+id+"/acts?limit=100", nil)
	for _, act := range []string{"organization.registered", "organization.changed", "organization.suspended", "organization.resumed", "organization.dissolving", "organization.restored", "organization.ended"} {
		if !strings.Contains(string(acts.body), `"`+act+`"`) {
			t.Errorf("no %s in the ledger", act)
		}
	}
	if before := w.organization(id, "?as_of=2024-09-12"); before.text(t, "status") != "suspended" {
		t.Errorf("as of 2024-09-12: %s", before.text(t, "status"))
	}
}

func TestAMergerIsTwoPhasesUnderTheNewLawAndOneUnderTheOld(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ day, status, reason string }{
		{"2024-06-28", "ended", "merger"}, {"2024-09-04", "dissolving", "merger"},
	} {
		t.Run(c.day, func(t *testing.T) {
			w := newWorld(t, c.day)
			d := w.desk("tckh-866")
			one := w.file(d, modern("Hợp tác xã Một")).text(t, "organization_id")
			two := w.file(d, modern("Hợp tác xã Hai")).text(t, "organization_id")
			merger := object{"resolution": resolved(c.day), "instrument": object{"number": "01/HĐ", "issued_on": c.day}, "parties": []any{two}, "charter_capital_vnd": 2_000_000_000}
			w.file(d, about("merger", "htx", one, merger))
			w.status(one, "active", "")
			w.status(two, c.status, c.reason)
			links := w.want(w.call("", http.MethodGet, "/v1/organizations/"+two+"/links", nil), 200, "")
			if !strings.Contains(string(links.body), `"merged_into"`) {
				t.Errorf("links: %s", links.body)
			}
			if c.status == "ended" {
				return
			}
			end := func(settled bool) object {
				return about("existence_end", "htx", two, object{"tax": object{"issued_on": "2024-09-04", "settled": settled}})
			}
			w.refused(d, end(false), "tax")
			w.file(d, end(true))
			w.status(two, "ended", "merger")
			// The name of what was merged is not free: only those of dissolved and bankrupt ones are.
			again := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", modern("Hợp tác xã Hai")), 200, "")
			if !strings.Contains(string(again.body), "NAME-DUPLICATE") {
				t.Errorf("the name is free: %s", again.body)
			}
		})
	}
}

func TestARevocationIsHeardDecidedByTwoAndLeadsWhereTheLawSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	quiet := w.file(d, modern("Hợp tác xã Im Lặng")).text(t, "organization_id")
	owing := w.file(d, modern("Hợp tác xã Nợ Thuế")).text(t, "organization_id")
	revoke := func(id string, payload object) object { return about("revocation", "htx", id, payload) }

	w.refused(d, revoke(quiet, object{"ground": "no_tax_code_1_year"}), "ground") // a ground of the old law
	w.refused(d, revoke(quiet, object{"ground": "inactive_12_months"}), "hearing")
	heard := object{"ground": "inactive_12_months", "hearing": object{"summoned_to": "2024-09-03", "attended": false}}
	// Điều 103 khoản 1 điểm b, 17/2023/QH15: more than twelve months, since a day that the file has to say.
	w.refused(d, revoke(quiet, heard), "ground-lasts")
	heard["ground_since"] = "2023-08-31" // its last day is off, as are those until the third of September
	w.refused(d, revoke(quiet, heard), "ground-lasts")
	heard["ground_since"] = "2023-08-30"
	path, sent := w.submit(desk{d.lead, d.lead}, revoke(quiet, heard))
	w.want(w.call(d.lead, http.MethodPost, path+"/approve", "{}", "If-Match", sent.header.Get("ETag")), 403, "second-person-required")
	// While it is under way nothing is registered (Điều 33 khoản 1 điểm a, 92/2024/NĐ-CP).
	w.refused(d, about("change_registration", "htx", quiet, object{"name": object{"vi": "Hợp tác xã Ồn Ào"}, "resolution": resolved("2024-09-03")}), "bar-violation")
	w.file(d, revoke(quiet, heard))
	w.status(quiet, "dissolving", "revocation")

	w.file(d, revoke(owing, object{"ground": "tax", "instrument": object{"number": "12/CCT", "issued_on": "2024-09-03"}}))
	w.status(owing, "revoked", "")
	w.file(d, about("revocation_cancellation", "htx", owing, object{"ground": "tax", "instrument": object{"number": "13/CCT", "issued_on": "2024-09-04"}}))
	w.status(owing, "active", "")

	got := w.want(w.call("", http.MethodGet, "/v1/organizations/"+quiet+"/actions", nil), 200, "")
	allowed := map[string]bool{}
	for _, item := range got.json(t)["items"].([]any) {
		allowed[item.(object)["procedure"].(string)] = item.(object)["allowed"].(bool)
	}
	for procedure, want := range map[string]bool{"dissolution": true, "change_registration": false, "suspension": false, "formation": false, "revocation_cancellation": true, "exchange": false} {
		if allowed[procedure] != want {
			t.Errorf("%s allowed: %v", procedure, allowed[procedure])
		}
	}
}

func TestAGroupGivesNoticeLateRegistersAndBecomesACooperative(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-03-01")
	commune, district := w.desk("ubnd-29881"), w.desk("tckh-866")
	notice := htx("Tổ hợp tác Xoài Cát", func(d, p map[string]any) {
		d["procedure"], d["organization_kind"] = "notice_of_formation", "tht"
		delete(p, "purpose")
		p["contract"] = object{"signed_on": "2024-02-28", "term_months": 36, "capital_contributed": true, "asks_state_support": true}
	})
	id := w.file(commune, notice).text(t, "organization_id")
	w.clockTo("2024-03-20")
	fifty := object{"official": 50, "capital_associates": 0, "service_associates": 0, "foreign": 0}
	w.file(commune, about("notice_of_change", "tht", id, object{"members": fifty, "effective_on": "2024-03-20"}))
	w.clockTo("2024-03-25")
	w.file(commune, about("notice_of_change", "tht", id, object{
		"name": object{"vi": "Tổ hợp tác Xoài Cát Chu"}, "members": object{"official": 30, "capital_associates": 0, "service_associates": 0, "foreign": 0},
		"effective_on": "2024-03-10",
	}))
	for _, c := range []struct {
		asOf, knownAt, name, members string
		acts                         int
	}{
		{"2024-03-05", "", "Tổ hợp tác Xoài Cát", "21", 1},
		{"2024-03-10", "", "Tổ hợp tác Xoài Cát Chu", "30", 2}, // known only since the late notice
		{"2024-03-10", "2024-03-22T00:00:00Z", "Tổ hợp tác Xoài Cát", "21", 1},
		{"2024-03-20", "", "Tổ hợp tác Xoài Cát Chu", "50", 3}, // what was notified later in time stays
		{"2024-03-20", "2024-03-22T00:00:00Z", "Tổ hợp tác Xoài Cát", "50", 2},
	} {
		query := "?as_of=" + c.asOf
		if c.knownAt != "" {
			query += "&known_at=" + c.knownAt
		}
		got := w.want(w.organization(id, query), 200, "")
		if got.text(t, "name", "vi") != c.name || got.text(t, "members", "official") != c.members {
			t.Errorf("%s: %s with %s members", query, got.text(t, "name", "vi"), got.text(t, "members", "official"))
		}
		if acts, _ := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/acts"+query, nil), 200, "").json(t)["items"].([]any); len(acts) != c.acts {
			t.Errorf("%s: %d acts, want %d", query, len(acts), c.acts)
		}
		list := w.want(w.call("", http.MethodGet, "/v1/organizations"+query+"&kind=tht&count=exact", nil), 200, "")
		if list.text(t, "total") != "1" || !strings.Contains(string(list.body), `"`+c.name+`"`) {
			t.Errorf("list %s: %s", query, list.body)
		}
	}
	w.want(w.organization(id, "?as_of=2024-02-29"), 404, "")
	w.want(w.organization(id, "?as_of=2024-03-10&known_at=2024-02-29T00:00:00Z"), 404, "")

	w.clockTo("2024-09-04")
	registered := w.file(district, htx("Tổ hợp tác Xoài Cát Chu", func(d, p map[string]any) {
		d["organization_kind"], d["organization_id"] = "tht", id
		delete(p, "purpose")
		p["contract"] = notice["payload"].(map[string]any)["contract"]
	}))
	if registered.text(t, "organization_id") != id {
		t.Errorf("another organisation was made: %s", registered.body)
	}
	code := w.organization(id).text(t, "code")
	w.status(id, "active", "")
	convert := func() object {
		d := modern("Hợp tác xã Xoài Cát Chu")
		d["procedure"], d["organization_kind"], d["organization_id"] = "conversion", "tht", id
		d["payload"].(map[string]any)["all_agreed"] = true
		return d
	}
	w.clockTo("2025-06-30")
	w.refused(district, convert(), "conversion-time")
	later := func() object {
		d := convert()
		d["payload"].(map[string]any)["seat"] = object{"line": "Số 1", "place": "29884"}
		return d
	}
	w.clockTo("2025-09-04") // the last day of twelve months since the certificate; the commune's office decides by now
	office := w.desk("kt-29884")
	w.refused(office, later(), "conversion-time")
	w.clockTo("2025-09-05")
	made := w.file(office, later()).text(t, "organization_id")
	if got := w.organization(made); got.text(t, "code") != code || got.text(t, "kind") != "htx" {
		t.Errorf("the HTX: %s", got.body)
	}
	w.status(id, "ended", "conversion")
	if by := w.organization(code); by.text(t, "id") != made {
		t.Errorf("the code names %s", by.body)
	}
}
