package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func agreement(on string) object { return object{"number": "01/HĐSN", "issued_on": on} }

// Who is absorbed takes part in the registration: what bars it bars the reorganisation (Điều 33, 92/2024/NĐ-CP).
func TestNobodyEscapesARevocationByAMerger(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	receiver := w.file(d, modern("Hợp tác xã Nhận")).text(t, "organization_id")
	absorbed := w.file(d, modern("Hợp tác xã Vào")).text(t, "organization_id")
	merge := func() object {
		return about("merger", "htx", receiver, object{"resolution": resolved("2024-09-04"), "instrument": agreement("2024-09-04"), "parties": []any{absorbed}})
	}
	for _, c := range []struct {
		notice object
		rule   string
	}{
		{object{"kind": "violation", "reason": "Ngừng hoạt động quá 12 tháng"}, "bar-violation"},
		{object{"kind": "demand", "procedures": []any{"merger"}, "paper": object{"number": "3/THA", "issued_on": "2024-09-03", "issuer": "Chi cục Thi hành án"}}, "bar-demand"},
	} {
		noted := w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+absorbed+"/notices", c.notice), 201, "")
		w.refused(d, merge(), c.rule)
		w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+absorbed+"/notices/"+noted.text(t, "id")+"/close",
			object{"reason": "Đã khắc phục", "paper": object{"number": "4/CV", "issued_on": "2024-09-03", "issuer": "Cơ quan đã yêu cầu"}}), 200, "")
	}
	path, sent := w.submit(d, about("revocation", "htx", absorbed, object{"ground": "court", "instrument": object{"number": "9/QĐ", "issued_on": "2024-09-03"}}))
	w.refused(d, merge(), "bar-violation")
	w.want(w.call(d.lead, http.MethodPost, path+"/refuse", `{"reasons":[{"detail":"Không có căn cứ"}]}`, "If-Match", sent.header.Get("ETag")), 200, "")
	w.file(d, merge())
	w.status(absorbed, "dissolving", "merger")
}

// Điều 33 khoản 1, 92/2024/NĐ-CP speaks of THT, HTX and LHHTX: what is held against a branch does not bar its organisation.
func TestWhatIsHeldAgainstAUnitDoesNotBarItsOrganisation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Mẹ")).text(t, "organization_id")
	unit := w.file(d, about("unit_registration", "htx", id, object{
		"name": w.unitName("branch", "Một", id), "seat": object{"line": "Số 2", "place": "29881"},
		"unit": object{"kind": "branch", "decided_on": "2024-09-03", "heads": []any{object{"full_name": "Trần Thị Bình", "title": "Giám đốc"}}},
	})).text(t, "unit_id")
	w.want(w.call(d.lead, http.MethodPost, "/v1/organizations/"+id+"/notices", object{"kind": "violation", "unit_id": unit, "reason": "Ngừng hoạt động"}), 201, "")
	revoke := about("revocation", "htx", id, object{"ground": "court", "instrument": object{"number": "9/QĐ", "issued_on": "2024-09-03"}})
	revoke["unit_id"] = unit
	w.submit(d, revoke)
	if allowed, _ := w.advised(id, "change_registration"); !allowed {
		t.Error("advised against")
	}
	w.file(d, about("change_registration", "htx", id, object{"name": object{"vi": "Hợp tác xã Mẹ Mới"}, "resolution": resolved("2024-09-03")}))
}

// Six months of silence end what nobody asked to end; a file that the office refused, for the tax office objected, is no silence
// (Điều 50 khoản 5, 92/2024/NĐ-CP: "mà không nhận được hồ sơ").
func TestARefusedEndIsNoSilence(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	owing := w.file(d, modern("Hợp tác xã Nợ Thuế")).text(t, "organization_id")
	quiet := w.file(d, modern("Hợp tác xã Im Lặng")).text(t, "organization_id")
	for _, id := range []string{owing, quiet} {
		w.file(d, about("dissolution_resolution", "htx", id, object{"resolution": resolved("2024-09-03")}))
	}
	w.clockTo("2025-02-03")
	path, sent := w.submit(d, about("dissolution", "htx", owing, object{
		"debts_paid": true, "no_dispute": true, "state_support": "none", "tax": object{"number": "7/CCT", "issued_on": "2025-02-03", "settled": false},
	}))
	w.want(w.call(d.lead, http.MethodPost, path+"/refuse", `{"reasons":[{"detail":"Cơ quan thuế phản đối"}]}`, "If-Match", sent.header.Get("ETag")), 200, "")
	w.clockTo("2025-03-05")
	w.status(owing, "dissolving", "dissolution")
	w.status(quiet, "ended", "dissolution")
}

// What is advised against is refused by the same rule.
func TestAFileIsRefusedByTheRuleThatAdvisesAgainstIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Hỏi Trước")).text(t, "organization_id")
	again := modern("Hợp tác xã Lần Nữa")
	again["organization_id"] = id
	for _, c := range []struct {
		draft object
		rule  string
	}{
		{about("exchange", "htx", id, object{}), "PROCEDURE"}, // of the law of 2012
		{about("office_change", "htx", id, object{"resolution": resolved("2024-09-03"), "instrument": agreement("2024-09-03")}), "PROCEDURE"},
		{again, "NEW-DOSSIER"},
	} {
		advice := ""
		for _, item := range w.call("", http.MethodGet, "/v1/organizations/"+id+"/actions", nil).json(t)["items"].([]any) {
			if action := item.(object); action["procedure"] == c.draft["procedure"] {
				advice = fmt.Sprint(action["allowed"], action["verdicts"])
			}
		}
		checked := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", c.draft), 200, "")
		if !strings.HasPrefix(advice, "false") || !strings.Contains(advice, "rule:"+c.rule+" ") || !strings.Contains(string(checked.body), `"rule":"`+c.rule+`","verdict":"not_met"`) {
			t.Errorf("%s: advised %s, filed %s", c.draft["procedure"], advice, checked.body)
		}
		if strings.Contains(string(checked.body), `"rule":"STATUS","verdict":"not_met"`) {
			t.Errorf("%s: refused for its status: %s", c.draft["procedure"], checked.body)
		}
	}
}

// Thirteen months of which the group stood still are for whoever decides to weigh, with a reason (Điều 108 khoản 1 điểm b,
// 17/2023/QH15): nothing passes without it.
func TestASuspensionBreaksTheTwelveMonthsForTheDeskToWeigh(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-07-02")
	d := w.desk("kt-29884")
	id := w.file(d, htx("Tổ hợp tác Xoài", func(draft, p map[string]any) {
		draft["organization_kind"] = "tht"
		delete(p, "purpose")
		delete(draft, "papers_received")
		p["seat"] = object{"line": "Số 1", "place": "29884"}
		p["contract"] = object{"signed_on": "2025-07-01", "term_months": 36, "capital_contributed": true, "asks_state_support": true}
	})).text(t, "organization_id")
	w.file(d, about("suspension", "tht", id, object{"suspension": object{"from": "2025-07-10", "to": "2026-05-31"}, "resolution": resolved("2025-07-02")}))
	w.clockTo("2025-07-10")
	w.expect("advice before the twelve months", w.barred(id, "conversion"), []string{"STATUS", "CONVERSION-TIME"})
	w.clockTo("2026-07-02")
	w.expect("advice on their last day", w.barred(id, "conversion"), []string{"CONVERSION-TIME"})
	w.clockTo("2026-07-03")
	w.expect("advice after it", w.barred(id, "conversion"), nil)
	convert := modern("Hợp tác xã Xoài")
	convert["procedure"], convert["organization_kind"], convert["organization_id"] = "conversion", "tht", id
	payload := convert["payload"].(map[string]any)
	payload["all_agreed"], payload["seat"] = true, object{"line": "Số 1", "place": "29884"}
	payload["industries"] = []any{object{"edition": "2025", "code": "0161", "main": true}}
	checked := w.want(w.call(d.officer, http.MethodPost, "/v1/dossiers?validate_only=true", convert), 200, "")
	if !strings.Contains(string(checked.body), `"rule":"CONVERSION-TIME","verdict":"unknown"`) || !strings.Contains(string(checked.body), "2026-06-01") {
		t.Errorf("twelve months with a break: %s", checked.body)
	}
	w.refused(d, convert, "conversion-time")
	payload["continuity_finding"] = object{"continuous": false, "reason": "Ngừng gần trọn năm"}
	w.refused(d, convert, "conversion-time")
	payload["continuity_finding"] = object{"continuous": true, "reason": "Vẫn bán hàng cho thành viên trong thời gian tạm ngừng"}
	if made := w.file(d, convert); !strings.Contains(string(made.body), "Cán bộ kết luận: Vẫn bán hàng") {
		t.Errorf("the finding is not told: %s", made.body)
	}
}
