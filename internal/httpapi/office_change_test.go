package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
)

// Điều 28 khoản 1, 23/2012/QH13: the office that gave the certificate decides on a seat that moves away from it. Then Điều 20,
// 03/2014/TT-BKHĐT: it hands its file over, and the office of the new seat gives a certificate of its own.
func TestAnHTXThatMovedChangesItsOffice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2016-06-01")
	caoLanh, saDec := w.desk("tckh-866"), w.desk("tckh-867")
	founded := modern("Hợp tác xã Chuyển Nhà")
	founded["payload"].(object)["certificate_number"] = "510001"
	id := w.file(caoLanh, founded).text(t, "organization_id")
	w.file(caoLanh, about("change_registration", "htx", id, object{"seat": object{"line": "Số 9", "place": "29911"}, "resolution": resolved("2016-05-30")}))

	w.clockTo("2016-06-08")
	change := func(handedOver string) object {
		return about("office_change", "htx", id, object{
			"resolution": resolved("2016-05-30"), "instrument": object{"number": "03/BN", "issued_on": handedOver, "issuer": "Phòng Tài chính - Kế hoạch thành phố Cao Lãnh"},
		})
	}
	wrong := w.want(w.call(caoLanh.officer, http.MethodPost, "/v1/dossiers", change("2016-06-07")), 422, "not-competent")
	if office := wrong.text(t, "competent_authority", "code"); office != "tckh-867" {
		t.Errorf("competent: %s", office)
	}
	noReceipt := change("2016-06-07")
	delete(noReceipt["payload"].(object), "instrument")
	w.refused(saDec, noReceipt, "instrument")
	// Fifteen working days from the hand-over: late is told, and bars nothing.
	if answers, body := w.checks(saDec, change("2016-05-17")); answers["FILER-TIME"] != "not_met" {
		t.Errorf("late: %s", body)
	}
	w.file(saDec, change("2016-06-07"))
	// Once Sa Đéc has given its certificate, there is no other office to change to (Điều 20 khoản 3).
	again := w.want(w.call(saDec.officer, http.MethodPost, "/v1/dossiers", w.complete(saDec, change("2016-06-07"))), 201, "")
	refused := w.want(w.call(saDec.officer, http.MethodPost, "/v1/dossiers/"+again.text(t, "id")+"/submit", nil, "If-Match", again.header.Get("ETag")), 422, "entry-conditions-not-met")
	if body := string(refused.body); !strings.Contains(body, `"code":"new-office"`) || !strings.Contains(body, "Điều 20 khoản 3") {
		t.Errorf("refused without rule and clause: %s", body)
	}
	papers := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/certificates", nil), 200, "").json(t)["items"].([]any)
	newest := papers[0].(object)
	if newest["issue"] != "change" || newest["state"] != "valid" || newest["authority"].(object)["code"] != "tckh-867" {
		t.Errorf("the newest certificate: %v", newest)
	}
	for _, day := range []string{"2024-06-30", "2024-07-01"} { // the law of 2023 knows no such procedure
		w.clockTo(day)
		if allowed, _ := w.advised(id, "office_change"); allowed != (day < "2024-07-01") {
			t.Errorf("on %s: allowed %v", day, allowed)
		}
	}
}
