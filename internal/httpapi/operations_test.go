package httpapi_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"htxregistry/internal/caller"
)

// Every operation answers at least once as it should, and every answer is held against the contract.
func TestEveryOperationAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead, admin := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866"), w.key(caller.Administrator, "")
	answered := map[string]bool{}
	ok := func(key, method, path string, body any, headers ...string) reply {
		t.Helper()
		w.hit = map[string]bool{}
		got := w.call(key, method, path, body, headers...)
		if got.status >= 300 {
			t.Fatalf("%s %s: %d %s", method, path, got.status, got.body)
		}
		for name := range w.hit {
			answered[strings.ToLower(name)] = true
		}
		return got
	}
	for _, path := range []string{
		"/kinds", "/kinds?on=2025-07-01", "/places?parent=866&limit=3", "/places?q=my+ngai&level=commune", "/places/29881", "/places/29881?on=2021-06-01", "/industries?q=lua",
		"/industries?edition=2025&level=1", "/industries?parent=01", "/authorities?place=87&limit=500", "/authorities?level=district&q=cao+lanh",
		"/authorities/tckh-866", "/jurisdiction?kind=htx&place=29881", "/jurisdiction?kind=hoi_quan&place=29881",
		"/jurisdiction?kind=qtdnd&place=29884&on=2025-08-01", "/jurisdiction?kind=htx&place=29881&on=2025-08-01",
		"/jurisdiction?kind=branch&procedure=unit_registration&place=29881", "/rules", "/rules?on=2024-07-01&topic=jurisdiction",
		"/statistics/by-authority", "/statistics/by-authority?place=87&level=district", "/statistics/born-from-hoi-quan?by=year",
		"/statistics/born-from-hoi-quan?by=commune&as_of=2021-05-01&known_at=2021-05-01T00:00:00Z", "/organizations?source_hoi_quan=any", "/organizations?count=exact", "/sandbox",
		"/publications", "/certificates/keys", "/changes?limit=2",
	} {
		ok("", http.MethodGet, "/v1"+path, nil)
	}
	ok("", http.MethodPost, "/v1/names/check", `{"kind":"htx","name":"Hợp tác xã Anh hùng Núp","seat_place":"29881","on":"2021-06-01"}`)

	match := func(r reply) []string { return []string{"If-Match", r.header.Get("ETag")} }
	take := func(name string) (string, reply) {
		made := ok(officer, http.MethodPost, "/v1/dossiers", htx(name, nil))
		if made.header.Get("Location") != "/v1/dossiers/"+made.text(t, "id") || made.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("headers %v", made.header)
		}
		return made.header.Get("Location"), made
	}
	path, made := take("Hợp tác xã Thứ nhất")
	ok(officer, http.MethodGet, "/v1/dossiers?state=draft&procedure=formation&overdue=false&due_before=2021-07-01&sort=due_on&count=exact", nil)
	ok(officer, http.MethodGet, path, nil)
	changed := ok(officer, http.MethodPatch, path, `{"payload":{"charter_capital_vnd":1200000000,"phone":"02773851234","name":{"short":null}}}`, match(made)...)
	paper := []byte("%PDF-1.7\n%%EOF\n")
	kept := ok(officer, http.MethodPut, path+"/documents/charter", paper, append(match(changed), "Content-Type", "application/pdf", "X-File-Name", url.PathEscape("Điều lệ.pdf"))...)
	read := ok(officer, http.MethodGet, path+"/documents/charter", nil)
	if !bytes.Equal(read.body, paper) || !strings.HasPrefix(read.header.Get("Content-Disposition"), "attachment") || read.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("the paper came back as %q, %v", read.body, read.header)
	}
	ok(officer, http.MethodPost, path+"/submit?validate_only=true", nil, match(kept)...)
	sent := ok(officer, http.MethodPost, path+"/submit", nil, match(kept)...)
	back := ok(lead, http.MethodPost, path+"/return", `{"defects":[{"pointer":"/documents/charter","detail":"Thiếu chữ ký"}]}`, match(sent)...)
	again := ok(officer, http.MethodPost, path+"/submit", nil, match(back)...)
	done := ok(lead, http.MethodPost, path+"/approve", nil, match(again)...)
	organization := "/v1/organizations/" + done.text(t, "organization_id")
	for _, below := range []string{"", "/acts", "/units", "/actions", "/links", "/certificates"} {
		ok("", http.MethodGet, organization+below, nil)
	}
	certificate := "/v1/certificates/" + ok("", http.MethodGet, organization, nil).text(t, "code")
	for _, kind := range []string{"", ".pdf", ".jws"} {
		ok("", http.MethodGet, certificate+kind, nil)
	}
	w.log()
	for _, below := range []string{"/key", "/keys", "/checkpoint", "/entries?from=0&to=3", "/proofs/inclusion?leaf=0", "/proofs/consistency?from=1"} {
		ok("", http.MethodGet, "/v1/log"+below, nil)
	}
	for _, sheet := range []struct{ path, body string }{
		{"/reports/2021", `{"figures":{"revenue_vnd":1000000000,"pretax_profit_vnd":-1}}`},
		{"/ratings/2021", `{"scheme":"tt-01-2020","scores":[{"line":"C05","points":800,"evidence":"Biên bản"}]}`},
	} {
		ok(officer, http.MethodPut, organization+sheet.path, sheet.body, "If-Match", `"0"`)
		ok(officer, http.MethodGet, organization+sheet.path, nil)
		ok(officer, http.MethodGet, organization+strings.TrimSuffix(sheet.path, "/2021")+"?limit=1&count=exact", nil)
	}
	ok(lead, http.MethodPost, organization+"/ratings/2021/verify", `{"scores":[{"line":"C05","points":700,"reason":"Có biên bản xử phạt"}]}`, "If-Match", `"1"`)
	ok("", http.MethodGet, "/v1/ratings?year=2021&sort=total&count=exact&place=87&kind=htx&exempt=true", nil)
	ok("", http.MethodGet, "/v1/statistics/ratings?year=2021&by=authority", nil)
	alliance := w.key(caller.AllianceOfficer, "skhdt-87")
	joined := ok(alliance, http.MethodPost, organization+"/alliance-memberships", `{"kind":"associate","valid_from":"2021-06-01","decision":{"number":"03/QĐ-LMHTX","issued_on":"2021-05-31","issuer":"Liên minh Hợp tác xã"}}`)
	ok("", http.MethodGet, organization+"/alliance-memberships?known_at=2021-06-01T03:00:00Z", nil)
	corrected := ok(alliance, http.MethodPost, organization+"/alliance-memberships/"+joined.text(t, "id")+"/correct", `{"kind":"official","valid_from":"2021-06-01","reason":"Ghi nhầm loại"}`)
	w.clockTo("2021-06-02")
	ok(alliance, http.MethodPost, organization+"/alliance-memberships/"+corrected.text(t, "id")+"/end", `{"valid_to":"2021-06-02","reason":"Xin thôi tham gia"}`)
	club := w.club("60") + "/hoi-quan"
	ok(w.key(caller.DeskOfficer, "ubnd-29881"), http.MethodPut, club, `{"facts":{"launched_on":"2020-11-15","growing_area_codes":["VN-DTOR-0123"],"founding":{"founders":12}}}`, "If-Match", `"0"`)
	ok("", http.MethodGet, club, nil)
	ok("", http.MethodGet, "/v1/hoi-quan?count=exact&limit=1", nil)
	ok("", http.MethodGet, "/v1/statistics/hoi-quan?by=year", nil)
	for outcome, body := range map[string]string{"answer": `{"outcome":"stands","answer":"Hồ sơ ghi đúng"}`, "withdraw": `{"reason":"Đã đối chiếu lại"}`} {
		raised := ok(alliance, http.MethodPost, organization+"/challenges", `{"fact":"report","year":2021,"claim":"Số lao động là 5","evidence":"Bảng lương"}`)
		ok(lead, http.MethodGet, "/v1/challenges?open=true&organization="+raised.text(t, "organization_id"), nil)
		ok(map[string]string{"answer": lead, "withdraw": alliance}[outcome], http.MethodPost, "/v1/challenges/"+raised.text(t, "id")+"/"+outcome, body)
	}
	ok(alliance, http.MethodGet, "/v1/alliance/organizations?membership=none&urban=false&silent_years=2&agriculture=true&failed_line=C05&rating_year=2021&count=exact", nil)
	ok("", http.MethodGet, "/v1/reporting/2021/duties?place=87", nil)
	for _, path := range []string{"/reporting/2021/organizations?state=on_time&count=exact&kind=htx", "/reporting/2021/offices?step=registration_office", "/reporting/2021/roll-ups?step=unit", "/statistics/reporting?year=2021&by=place", "/statistics/indicators?year=2021&as_of=2021-06-01&by=model", "/statistics/summary/xlsx?year=2021&as_of=2021-06-01&by=sector"} {
		ok(lead, http.MethodGet, "/v1"+path, nil)
	}
	rolledUp := ok(lead, http.MethodPost, "/v1/reporting/2021/roll-ups", `{"step":"registration_office"}`).header.Get("Location")
	for _, below := range []string{"", "/xlsx", "/changes?known_at=2021-06-01T05:00:00Z"} {
		ok(lead, http.MethodGet, rolledUp+below, nil)
	}
	province, old := w.key(caller.ProvincialOfficer, "skhdt-87"), w.entered(lead)
	ok(province, http.MethodPut, "/v1/reporting/2021/units/snnptnt-87", unitReport("Đã mở 5 lớp"), "If-Match", `"0"`)
	for _, below := range []string{"?count=exact&state=on_time&limit=1", "/snnptnt-87"} {
		ok(province, http.MethodGet, "/v1/reporting/2021/units"+below, nil)
	}
	for _, below := range []string{"", "?on=2021-06-01", "/qd-167-2021", "/qd-167-2021?on=2024-07-01"} {
		ok("", http.MethodGet, "/v1/programmes"+below, nil)
	}
	nominated := ok(province, http.MethodPost, qd167+"/nominations", object{"organization_id": old, "model": "M01", "consent_on": "2021-05-31", "dossier_on": "2021-05-31"})
	ok(province, http.MethodPost, qd167+"/nominations/"+nominated.text(t, "id")+"/advance", stage("selected", "2021-05-31"))
	ok(province, http.MethodGet, qd167+"/nominations?count=exact&overdue=false&due_before=2022-01-01&stage=selected&place=87&model=M01&as_of=2021-06-01&limit=1", nil)
	ok(province, http.MethodGet, qd167+"/candidates?count=exact&verdict=undetermined&stage=selected&place=87&model=M01&condition=QD167-M3:unknown&as_of=2021-06-01&limit=1", nil)
	ok(province, http.MethodGet, qd167+"/candidates/"+old+"?as_of=2021-06-01", nil)
	ok(province, http.MethodPost, qd167+"/simulate", `{"place":"87","as_of":"2021-06-01","conditions":[{"code":"QD167-M3","mandatory":false,"terms":{"years":2}}]}`)
	path, made = take("Hợp tác xã Thứ hai")
	sent = ok(officer, http.MethodPost, path+"/submit", nil, match(made)...)
	ok(lead, http.MethodPost, path+"/refuse", `{"reasons":[{"detail":"Trái quy định","cite":[{"document":"23/2012/QH13","article":"Điều 24"}]}]}`, match(sent)...)
	path, made = take("Hợp tác xã Thứ ba")
	ok(officer, http.MethodPost, path+"/withdraw", `{"reason":"Người nộp đề nghị"}`, match(made)...)
	path, made = take("Hợp tác xã Thứ tư")
	sent = ok(officer, http.MethodPost, path+"/submit", nil, match(made)...)
	asked := ok(officer, http.MethodPost, path+"/withdraw", `{"reason":"Người nộp đề nghị"}`, match(sent)...)
	ok(lead, http.MethodPost, path+"/withdrawal", `{"granted":false,"reasons":[{"detail":"Người đề nghị không phải người ký"}]}`, match(asked)...)
	noted := ok(lead, http.MethodPost, organization+"/notices", `{"kind":"demand","procedures":["change_registration"],"paper":{"number":"1/QĐ-THA","issued_on":"2021-05-31","issuer":"Chi cục Thi hành án dân sự"}}`)
	ok(lead, http.MethodGet, organization+"/notices?open=true", nil)
	ok(lead, http.MethodPost, organization+"/notices/"+noted.text(t, "id")+"/close", `{"paper":{"number":"2/QĐ-THA","issued_on":"2021-06-01","issuer":"Chi cục Thi hành án dân sự"}}`)
	ok(admin, http.MethodPost, "/v1/imports", []byte("kind,name,place\nhoi_quan,Hội quán Xanh,29881\n"), "Content-Type", "text/csv; charset=utf-8")
	succeeded, cases := w.succession()
	for _, path := range []string{"/v1/successions", succeeded, succeeded + "/cases", succeeded + "/cases?open=false"} {
		ok(admin, http.MethodGet, path, nil)
	}
	ok(admin, http.MethodPost, succeeded+"/cases/"+cases[0]+"/settle", `{"end":true}`)
	ok(admin, http.MethodPost, "/v1/successions", `{"name":"reform-2025-07-01"}`)
	ok(admin, http.MethodPost, "/v1/sandbox/clock", `{"now":"2021-06-05T01:00:00Z"}`)

	w = newWorld(t, "2024-09-04") // for what the law knows only then
	for _, request := range w.complaintAsks() {
		a := request()
		ok(w.key(caller.DeskLead, "tckh-866"), a.method, a.path, a.body, a.headers...)
	}

	spec, err := openapi3.NewLoader().LoadFromFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range spec.Paths.Map() {
		for _, op := range item.Operations() {
			if !answered[strings.ToLower(op.OperationID)] {
				t.Errorf("%s was never answered", op.OperationID)
			}
		}
	}
}
