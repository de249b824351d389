package httpapi_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// story takes every procedure of every kind that the rulebook knows on a day through the desk of that day.
type story struct {
	*world
	day  string
	book *rulebook.Book
	done map[string]bool // "procedure kind"
	n    int
}

func (s *story) at(days int) string { return vn.MustDate(s.day).AddDays(days).String() }

// deskOf is the office of a kind on the day of the story.
func (s *story) deskOf(kind string) desk {
	commune, reformed := "29881", s.day >= "2025-07-01"
	if reformed {
		commune = "29884"
	}
	switch {
	case kind == "hoi_quan", kind == "tht" && s.day < "2024-07-18", kind == "tht-notice":
		return s.desk("ubnd-" + commune)
	case reformed:
		return s.desk("kt-" + commune)
	case (kind == "lhhtx" || kind == "qtdnd") && s.day < "2024-07-01":
		return s.desk("skhdt-87")
	}
	return s.desk("tckh-866")
}

func (s *story) name(kind string) string {
	s.n++
	lead := map[string]string{"htx": "Hợp tác xã", "lhhtx": "Liên hiệp hợp tác xã", "qtdnd": "Quỹ tín dụng nhân dân", "tht": "Tổ hợp tác", "hoi_quan": "Hội quán"}[kind]
	return fmt.Sprintf("%s Chuyện Kể %s", lead, strings.Repeat("A", s.n%7+1)+fmt.Sprint(s.n))
}

// enter takes a draft through the desk and marks its procedure as told.
func (s *story) enter(d desk, draft object, kinds ...string) reply {
	s.t.Helper()
	path, sent := s.submit(d, draft)
	body := "{}"
	numbered := draft["procedure"] == "formation" || draft["procedure"] == "unit_registration"
	if numbered && draft["organization_kind"] != "tht" && s.day < "2019-05-28" { // a group's contract was certified, which gives no number
		body = fmt.Sprintf(`{"certificate_number":"51%06d"}`, s.n)
		s.n++
	}
	got := s.want(s.call(d.lead, http.MethodPost, path+"/approve", body, "If-Match", sent.header.Get("ETag")), http.StatusOK, "")
	for _, kind := range kinds {
		s.done[fmt.Sprintf("%s %s", draft["procedure"], kind)] = true
	}
	return got
}

// tell files a procedure about an organisation.
func (s *story) tell(procedure, kind, id string, payload object) {
	s.t.Helper()
	s.enter(s.deskOf(kind), about(procedure, kind, id, payload), kind)
}

// elsewhere takes over an organisation seated here whose certificate another office gave: one that moved in.
func (s *story) elsewhere(kind string) string {
	s.t.Helper()
	office := "tckh-867"
	if kind != "htx" {
		office = "skhdt-89"
	}
	book := bookHeader + "moved " + kind + "," + kind + "," + s.name(kind) + ",29881," + s.day + ",,2015-06-01,40," + office + "\n"
	made := s.want(s.world.book("?dry_run=false", book), http.StatusOK, "").json(s.t)
	return made["items"].([]any)[0].(object)["organization_id"].(string)
}

// tellUnit files a procedure about a unit of an HTX.
func (s *story) tellUnit(procedure, unitKind, id, unit string, payload object) {
	s.t.Helper()
	draft := about(procedure, "htx", id, payload)
	draft["unit_id"] = unit
	s.enter(s.deskOf("htx"), draft, unitKind)
}

func (s *story) resolved() object { return object{"number": "01/NQ", "issued_on": s.at(0)} }
func (s *story) paper() object {
	return object{"number": "02/QĐ", "issued_on": s.at(0), "issuer": "Tòa án nhân dân"}
}

// found enters an organisation of a kind by whatever the day offers.
func (s *story) found(kind string) string {
	s.t.Helper()
	procedure := "formation"
	place := "29881"
	if s.day >= "2025-07-01" {
		place = "29884"
	}
	licensed := kind == "qtdnd"
	draft := htx(s.name(kind), func(d, p map[string]any) {
		delete(d, "papers_received")
		d["organization_kind"] = kind
		p["seat"] = object{"line": "Số 1", "place": place}
		p["members"].(map[string]any)["official"] = 40
		switch {
		case kind == "hoi_quan":
			procedure = "recognition"
			delete(p, "charter_capital_vnd")
			delete(p, "purpose")
		case kind == "tht":
			if s.day >= "2019-11-25" && s.day < "2024-07-18" {
				procedure = "notice_of_formation"
			}
			delete(p, "purpose")
			p["contract"] = object{"signed_on": s.at(-1), "term_months": 36, "capital_contributed": true, "asks_state_support": true}
		case licensed && s.day >= "2024-07-01":
			procedure = "mirror_licence"
			delete(p, "purpose")
			p["licence"] = object{"number": "01/GP", "issued_on": s.at(-3), "issuer": "NHNN Khu vực"}
		case licensed:
			delete(p, "purpose")
			p["licence"] = object{"number": "01/GP", "issued_on": s.at(-3), "issuer": "Ngân hàng Nhà nước"}
		case kind == "lhhtx":
			p["founders"] = []any{object{"name": "HTX A"}, object{"name": "HTX B"}, object{"name": "HTX C"}, object{"name": "HTX D"}}
		}
		d["procedure"] = procedure
	})
	return s.enter(s.deskOf(kind), draft, kind).text(s.t, "organization_id")
}

// unit opens a unit of an organisation.
func (s *story) unit(kind, organization, unitKind string) string {
	s.t.Helper()
	s.n++
	place := "29881"
	if s.day >= "2025-07-01" {
		place = "29884"
	}
	draft := about("unit_registration", kind, organization, object{
		"name": s.unitName(unitKind, fmt.Sprintf("số %d", s.n), organization), "seat": object{"line": "Số 2", "place": place},
		"unit": object{"kind": unitKind, "decided_on": s.at(-1), "heads": []any{object{"full_name": "Trần Thị Bình", "title": "Giám đốc"}}},
	})
	return s.enter(s.deskOf(kind), draft, kind, unitKind).text(s.t, "unit_id")
}

// lastAct is the id of the newest act of a name in the ledger of an organisation.
func (s *story) lastAct(organization, act string) string {
	s.t.Helper()
	got := s.want(s.call("", http.MethodGet, "/v1/organizations/"+organization+"/acts?limit=100", nil), 200, "")
	id := ""
	for _, item := range got.json(s.t)["items"].([]any) {
		if item.(object)["act"] == act {
			id = item.(object)["id"].(string)
		}
	}
	return id
}

// shows holds the status of an organisation against what the procedure does.
func (s *story) shows(id, status, reason string) {
	s.t.Helper()
	s.status(id, status, reason)
}

func (s *story) changes(procedure, kind, id string) {
	s.t.Helper()
	payload := object{"resolution": s.resolved()}
	switch procedure {
	case "change_registration":
		payload["name"] = object{"vi": s.name(kind)}
	case "change_notification":
		if s.day >= "2024-07-01" {
			payload["industries"] = []any{object{"edition": "2018", "code": "0111", "main": true}}
		} else {
			payload["members"] = object{"official": 41, "capital_associates": 0, "service_associates": 0, "foreign": 0}
		}
	case "information_update":
		payload = object{"phone": "02773851234"}
	case "enterprise_notice":
		payload["enterprise"] = object{"name": "Công ty TNHH Một", "founded_on": s.at(-1)}
	case "correction":
		payload = object{"phone": "02773851235", "found_by": "office", "mistake_in": "certificate", "reason": "Ghi sai số điện thoại"}
	case "reissue":
		payload = object{"reason": "Bị mất"}
	case "exchange":
		payload = object{}
	case "office_change":
		payload["instrument"] = s.paper()
	case "mirror_licence":
		payload = object{"phone": "02773851236", "licence": object{"number": "02/GP", "issued_on": s.at(-1), "issuer": "NHNN Khu vực"}}
	case "recognition":
		payload = object{"phone": "02773851237"}
	}
	s.tell(procedure, kind, id, payload)
}

// reorganize does the four reorganisations and, where they have a second phase, their end.
func (s *story) reorganize(procedure, kind string) {
	s.t.Helper()
	phases := s.day >= "2024-07-01"
	ending, reason := "", map[string]string{"division": "division", "consolidation": "consolidation", "merger": "merger"}[procedure]
	a, b, c := s.found(kind), s.found(kind), s.found(kind)
	payload := object{"resolution": s.resolved(), "parties": []any{b, c}}
	if phases && (procedure == "consolidation" || procedure == "merger") {
		payload["instrument"] = object{"number": "01/HĐ", "issued_on": s.at(0)}
	}
	switch procedure {
	case "division":
		ending = a
	case "separation":
		payload["parties"] = []any{b}
	default:
		ending = b
	}
	s.tell(procedure, kind, a, payload)
	if ending == "" {
		s.shows(a, "active", "")
		return
	}
	if !phases {
		s.shows(ending, "ended", reason)
		return
	}
	s.shows(ending, "dissolving", reason)
	s.tell("existence_end", kind, ending, object{"tax": object{"issued_on": s.at(0), "settled": true}})
	s.shows(ending, "ended", reason)
}

func (s *story) ends(procedure, kind string) {
	s.t.Helper()
	id := s.found(kind)
	modern := s.day >= "2024-07-01"
	tax := object{"issued_on": s.at(0), "settled": true}
	switch procedure {
	case "notice_of_end":
		s.tell(procedure, kind, id, object{"reason": "Hết thời hạn", "effective_on": s.at(0)})
		s.shows(id, "ended", "termination")
	case "dissolution_resolution", "dissolution_cancellation":
		s.tell("dissolution_resolution", kind, id, object{"resolution": s.resolved()})
		s.shows(id, "dissolving", "dissolution")
		s.tell("dissolution_cancellation", kind, id, object{"resolution": s.resolved()})
		s.shows(id, "active", "")
	case "dissolution":
		payload := object{"tax": tax, "resolution": s.resolved()}
		if modern {
			s.tell("dissolution_resolution", kind, id, object{"resolution": s.resolved()})
			payload = object{"tax": tax, "debts_paid": true, "no_dispute": true, "state_support": "both", "debts_paid_on": s.at(0)}
		}
		s.tell(procedure, kind, id, payload)
		s.shows(id, "ended", "dissolution")
	case "compulsory_dissolution":
		payload, status := object{"ground": "inactive_12_months", "ground_since": s.at(-367), "instrument": s.paper()}, "ended"
		if modern {
			payload, status = object{"ground": "court", "instrument": s.paper()}, "dissolving"
		}
		s.tell(procedure, kind, id, payload)
		s.shows(id, status, "dissolution")
	case "bankruptcy", "bankruptcy_opening":
		if modern {
			s.tell("bankruptcy_opening", kind, id, object{"instrument": s.paper()})
			s.shows(id, "in_bankruptcy", "")
		}
		s.tell("bankruptcy", kind, id, object{"instrument": s.paper()})
		s.shows(id, "ended", "bankruptcy")
	case "termination_resolution", "termination":
		s.tell("termination_resolution", kind, id, object{"resolution": s.resolved()})
		s.shows(id, "dissolving", "termination")
		s.tell("termination", kind, id, object{"tax": tax, "debts_paid": true, "state_support": "none"})
		s.shows(id, "ended", "termination")
	}
}

func (s *story) revokes(procedure, kind string) {
	s.t.Helper()
	id := s.found(kind)
	if procedure == "invalidation" {
		s.changes("change_registration", kind, id)
		before := s.organization(id).text(s.t, "name", "vi")
		act := s.lastAct(id, "organization.changed")
		s.tell(procedure, kind, id, object{"act_id": act, "ground": "untrue", "reason": "Khai không trung thực"})
		if after := s.organization(id).text(s.t, "name", "vi"); after == before {
			s.t.Errorf("%s: the untrue name stands", kind)
		}
		return
	}
	if s.day < "2024-07-01" {
		s.tell("revocation", kind, id, object{"ground": "untrue"})
		s.shows(id, "dissolving", "revocation")
		return
	}
	s.tell("revocation", kind, id, object{"ground": "court", "instrument": s.paper()})
	s.shows(id, "dissolving", "revocation")
	s.tell("revocation_cancellation", kind, id, object{"ground": "no_case"})
	s.shows(id, "active", "")
}

// suspends tells of a suspension that begins in three weeks; later gives what is to be done when it has begun.
func (s *story) suspends(kind, id, unit, unitKind string) (later func()) {
	s.t.Helper()
	payload := object{"suspension": object{"from": s.at(21), "to": s.at(200)}, "resolution": s.resolved()}
	if unit == "" {
		s.tell("suspension", kind, id, payload)
	} else {
		s.tellUnit("suspension", unitKind, id, unit, payload)
	}
	return func() {
		switch {
		case s.day < "2024-07-01" && unit == "":
			s.shows(id, "suspended", "")
		case unit != "" && s.day >= "2024-07-01":
			s.tellUnit("resumption", unitKind, id, unit, object{"resumes_on": s.at(10)})
		case unit == "":
			s.shows(id, "suspended", "")
			s.tell("resumption", kind, id, object{"resumes_on": s.at(10)})
		}
	}
}

func (s *story) procedure(p coop.Procedure, kind string) (later func()) {
	s.t.Helper()
	if s.done[string(p)+" "+kind] {
		return nil
	}
	switch name := string(p); name {
	case "formation", "notice_of_formation":
		s.found(kind)
		if !s.done[name+" "+kind] { // a notice of a THT that need not register
			s.notice()
		}
	case "change_registration", "change_notification", "information_update", "enterprise_notice", "correction", "reissue", "exchange", "mirror_licence", "recognition":
		s.changes(name, kind, s.found(kind))
	case "office_change":
		s.changes(name, kind, s.elsewhere(kind))
	case "notice_of_change":
		s.tellNotice(name, object{"members": object{"official": 41, "capital_associates": 0, "service_associates": 0, "foreign": 0}, "effective_on": s.at(0)})
	case "notice_of_end":
		if kind == "tht" {
			s.tellNotice(name, object{"reason": "Hết thời hạn", "effective_on": s.at(0)})
			return nil
		}
		s.ends(name, kind)
	case "unit_registration":
		s.unit(kind, s.found(kind), "branch")
	case "suspension", "resumption":
		return s.suspends(kind, s.found(kind), "", "")
	case "division", "separation", "consolidation", "merger":
		s.reorganize(name, kind)
	case "existence_end":
		s.reorganize("merger", kind)
	case "revocation", "revocation_cancellation", "invalidation":
		s.revokes(name, kind)
	case "conversion":
	default:
		s.ends(name, kind)
	}
	return nil
}

// notice enters a THT that need not register, at the commune.
func (s *story) notice() string {
	s.t.Helper()
	place := "29881"
	if s.day >= "2025-07-01" {
		place = "29884"
	}
	draft := htx(s.name("tht"), func(d, p map[string]any) {
		delete(d, "papers_received")
		delete(p, "purpose")
		d["procedure"], d["organization_kind"] = "notice_of_formation", "tht"
		p["seat"] = object{"line": "Số 1", "place": place}
		p["contract"] = object{"signed_on": s.at(-1), "term_months": 6, "capital_contributed": true, "asks_state_support": false}
	})
	return s.enter(s.deskOf("tht-notice"), draft, "tht").text(s.t, "organization_id")
}

func (s *story) tellNotice(procedure string, payload object) {
	s.t.Helper()
	s.enter(s.deskOf("tht-notice"), about(procedure, "tht", s.notice(), payload), "tht")
}

func (s *story) unitProcedure(p coop.Procedure, unitKind string) (later func()) {
	s.t.Helper()
	if s.done[string(p)+" "+unitKind] {
		return nil
	}
	id := s.found("htx")
	unit := s.unit("htx", id, unitKind)
	switch name := string(p); name {
	case "unit_change":
		s.tellUnit(name, unitKind, id, unit, object{"name": s.unitName(unitKind, "đổi tên", id), "resolution": s.resolved()})
	case "unit_closure":
		s.tellUnit(name, unitKind, id, unit, object{"resolution": s.resolved(), "tax": object{"issued_on": s.at(0), "settled": true}})
	case "correction":
		s.tellUnit(name, unitKind, id, unit, object{"name": s.unitName(unitKind, "đúng tên", id), "found_by": "office", "mistake_in": "register", "reason": "Chuyển đổi dữ liệu sai"})
	case "reissue":
		s.tellUnit(name, unitKind, id, unit, object{"reason": "Bị cháy"})
	case "suspension", "resumption":
		return s.suspends("htx", id, unit, unitKind)
	case "revocation", "revocation_cancellation":
		s.tellUnit("revocation", unitKind, id, unit, object{"ground": "court", "instrument": s.paper()})
		s.tellUnit("revocation_cancellation", unitKind, id, unit, object{"ground": "no_case"})
	case "invalidation":
		s.tellUnit("unit_change", unitKind, id, unit, object{"name": s.unitName(unitKind, "khai gian", id), "resolution": s.resolved()})
		ground := object{"act_id": s.lastAct(id, "unit.changed"), "ground": "falsified", "instrument": s.paper()}
		if unitKind == "business_location" { // Điều 24 khoản 2, 92/2024/NĐ-CP, does not name it
			ground = object{"act_id": ground["act_id"], "ground": "untrue"}
		}
		s.tellUnit(name, unitKind, id, unit, ground)
	}
	return nil
}

// whole tells the story of one day of law and sees that nothing was left out.
func (s *story) whole(day string, cannot ...string) {
	s.t.Helper()
	s.day, s.done = day, map[string]bool{}
	known := map[string]bool{}
	var later []func()
	each := func(kind string, tell func(coop.Procedure, string) func()) {
		for _, p := range s.book.Procedures(kind, vn.MustDate(day)) {
			known[string(p.Procedure)+" "+kind] = true
			whole := s.t
			whole.Run(fmt.Sprintf("%s/%s/%s", day, p.Procedure, kind), func(t *testing.T) {
				s.t = t
				defer func() { s.t = whole }()
				if then := tell(p.Procedure, kind); then != nil {
					later = append(later, then)
				}
			})
		}
	}
	for _, kind := range coop.Kinds() {
		each(string(kind), s.procedure)
	}
	for _, kind := range coop.UnitKinds() {
		each(string(kind), s.unitProcedure)
	}
	s.clockTo(s.at(21))
	s.day = s.at(21)
	for _, then := range later {
		then()
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		if !s.done[name] && !slices.Contains(cannot, name) {
			s.t.Errorf("%s: %s was never told", day, name)
		}
	}
	s.t.Logf("%s: %d procedures of kinds told", day, len(s.done))
}

func newStory(t *testing.T, day string) *story {
	t.Helper()
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &story{world: newWorld(t, day), day: day, book: book}
}

func TestEveryProcedureOfEveryKindUnderTheLawOf2012(t *testing.T) {
	t.Parallel()
	for _, day := range []string{"2018-06-01", "2021-06-01"} {
		t.Run(day, func(t *testing.T) {
			t.Parallel()
			s := newStory(t, day)
			s.whole(day)
		})
	}
}

func TestEveryProcedureOfEveryKindUnderTheLawOf2023(t *testing.T) {
	t.Parallel()
	s := newStory(t, "2024-07-22")
	// No THT can have had its certificate for twelve months yet: the decree is of 2024-07-18.
	// A unit's update needs a map that has changed: TestAUnitsAddressFollowsTheMap tells it.
	cannot := []string{"conversion tht", "information_update branch", "information_update representative_office", "information_update business_location"}
	s.whole("2024-07-22", cannot...)
	s.day, s.done = "2024-09-04", map[string]bool{}
	s.clockTo(s.day)
	group := s.found("tht")
	s.clockTo("2025-09-05")
	s.day = "2025-09-05"
	convert := htx(s.name("htx"), func(d, p map[string]any) {
		delete(d, "papers_received")
		d["procedure"], d["organization_kind"], d["organization_id"] = "conversion", "tht", group
		p["seat"], p["all_agreed"] = object{"line": "Số 1", "place": "29884"}, true
	})
	s.enter(s.deskOf("htx"), convert, "tht")
	s.whole("2025-09-05", cannot...)
}
