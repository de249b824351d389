package httpapi_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"htxregistry/internal/caller"
	"htxregistry/internal/httpapi"
)

// serve is another server on the register of a world.
func (w *world) serve(o httpapi.Options) *httptest.Server {
	w.t.Helper()
	handler, err := httpapi.New(w.t.Context(), w.registry, o)
	if err != nil {
		w.t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	w.t.Cleanup(server.Close)
	return server
}

// send asks a server without any help of the client's: no decompression, no redirects.
func send(t *testing.T, method, address string, headers ...string) reply {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, body}
}

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
		"/publications", "/certificates/keys",
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
	ok(lead, http.MethodPost, organization+"/notices/"+noted.text(t, "id")+"/close", `{"paper":{"number":"2/QĐ-THA","issued_on":"2021-06-01"}}`)
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

func TestAPatchKeepsTheLimitsOfThePayload(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer := w.key(caller.DeskOfficer, "tckh-866")
	made := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Vá", nil)), 201, "")
	path, tag := "/v1/dossiers/"+made.text(t, "id"), made.header.Get("ETag")
	for patch, pointer := range map[string]string{
		`{"payload":{"name":{"vi":"` + strings.Repeat("a", 10_000) + `"}}}`:                   "/payload/name/vi",
		`{"payload":{"seat":{"place":"x"}}}`:                                                  "/payload/seat/place",
		`{"payload":{"charter_capital_vnd":-1}}`:                                              "/payload/charter_capital_vnd",
		`{"payload":{"charter_capital_vnd":1.5}}`:                                             "/payload/charter_capital_vnd",
		`{"payload":{"industries":[{"edition":"1999","code":"01"}]}}`:                         "/payload/industries/0/edition",
		`{"payload":{"website":5}}`:                                                           "/payload/website",
		`{"payload":{"contract":{"signed_on":"2021-02-30"}}}`:                                 "/payload/contract/signed_on",
		`{"payload":{"legal_representatives":[{"full_name":"A","title":"B","born":"1985"}]}}`: "/payload/legal_representatives/0/born",
		`{"payload":{"NAME":{"vi":"Hợp tác xã Khác"}}}`:                                       "/payload/NAME",
		`{"payload":null}`:     "/payload",
		`{"state":"approved"}`: "/state",
	} {
		got := w.want(w.call(officer, http.MethodPatch, path, patch, "If-Match", tag), 400, "invalid-request")
		if !strings.Contains(string(got.body), `"pointer":"`+pointer+`"`) {
			t.Errorf("%.60s: %s is not named: %s", patch, pointer, got.body)
		}
	}
	removed := w.want(w.call(officer, http.MethodPatch, path, `{"payload":{"purpose":null,"members":null,"name":{"vi":"  Hợp tác xa\u0303 Va\u0301 lại "}}}`, "If-Match", tag), 200, "")
	if removed.text(t, "payload", "purpose") != "" || removed.text(t, "payload", "members") != "" || removed.text(t, "payload", "name", "vi") != "Hợp tác xã Vá lại" {
		t.Errorf("null does not remove, or text is not composed: %s", removed.body)
	}
}

func TestQueriesAreCleanedBeforeTheyAreUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	plain := w.want(w.call("", http.MethodGet, "/v1/places?level=commune&q="+url.QueryEscape("Mỹ Ngãi"), nil), 200, "")
	odd := w.want(w.call("", http.MethodGet, "/v1/places?level=%20commune%20&q="+url.QueryEscape(" My\u0303\u0309 Nga\u0303i "), nil), 200, "")
	if !strings.Contains(string(plain.body), "29881") || !strings.Contains(string(odd.body), "29881") {
		t.Errorf("%s\n%s", plain.body, odd.body)
	}
	for _, query := range []string{"q=%00", "q=%20%20", "q=a%E2%80%AEb", "q=%ff", "q=%zz", "level=Commune", "limit=5.0", "limit=1e2", "on=2021-13-01", "%00=1"} {
		w.want(w.call("", http.MethodGet, "/v1/places?"+query, nil), 400, "invalid-request")
	}
	all := w.want(w.call("", http.MethodGet, "/v1/organizations?colour=red&kind=company&kind=htx&limit=0", nil), 400, "invalid-request")
	for _, name := range []string{"colour", "kind"} {
		if !strings.Contains(string(all.body), `"parameter":"`+name+`"`) {
			t.Errorf("%s is not named: %s", name, all.body)
		}
	}
}

func TestPreconditionsAreAskedForByName(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")
	path := "/v1/dossiers/" + w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã C", nil)), 201, "").text(t, "id")
	for _, step := range []string{"submit", "return", "approve", "refuse", "withdraw"} {
		w.want(w.call(lead, http.MethodPost, path+"/"+step, nil, "If-Match", `"1"`, "Idempotency-Key", ""), 400, "")
		if step == "submit" || step == "approve" {
			w.want(w.call(lead, http.MethodPost, path+"/"+step, nil), 428, "if-match-required")
			w.want(w.call(lead, http.MethodPost, path+"/"+step, nil, "If-Match", `"1"`, "Idempotency-Key", ""), 400, "idempotency-key-required")
		}
	}
	w.want(w.call(lead, http.MethodPost, path+"/return", `{"defects":[]}`), 428, "if-match-required")
	w.want(w.call(officer, http.MethodPut, path+"/documents/charter", []byte("%PDF-1.7"), "Content-Type", "application/pdf"), 428, "if-match-required")
	w.want(w.call("", http.MethodPost, "/v1/dossiers", `{"broken`), 401, "key-required")
	if got := w.call("", http.MethodPut, path+"/documents/charter", []byte("x")); got.status != 401 || got.header.Get("WWW-Authenticate") == "" {
		t.Errorf("%d %v", got.status, got.header)
	}
	w.want(w.call("", http.MethodGet, "/v1/kinds", nil, "Authorization", "Basic dXNlcjpwYXNz"), 401, "key-unknown")
}

func TestProblemsSpeakEnglishWhenAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	got := w.want(w.call("", http.MethodGet, "/v1/organizations?kind=company", nil, "Accept-Language", "en-GB,vi;q=0.5"), 400, "invalid-request")
	if got.text(t, "title") != "Bad Request" || !strings.Contains(string(got.body), "closed list") || got.header.Get("Content-Language") != "en" {
		t.Errorf("%s", got.body)
	}
	got = w.call("", http.MethodGet, "/v1/organizations?kind=company", nil, "Accept-Language", "vi,en;q=0.5")
	if got.text(t, "title") != "Yêu cầu không hợp lệ" || !strings.Contains(string(got.body), "danh mục") || got.header.Get("Content-Language") != "vi" {
		t.Errorf("%s", got.body)
	}
}

func TestLimitsAreToldAndKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	server := w.serve(httpapi.Options{RateLimit: 3, TrustedProxies: []string{"127.0.0.1/32"}})
	ask := func(headers ...string) reply { return send(t, http.MethodGet, server.URL+"/v1/kinds", headers...) }
	for _, left := range []string{"2", "1", "0"} {
		got := ask("X-Forwarded-For", "203.0.113.7")
		if got.status != 200 || got.header.Get("RateLimit-Limit") != "3" || got.header.Get("RateLimit-Remaining") != left || got.header.Get("RateLimit-Reset") == "" {
			t.Errorf("%d %v", got.status, got.header)
		}
	}
	if got := ask("X-Forwarded-For", "203.0.113.7"); got.status != 429 || got.header.Get("Retry-After") == "" || got.text(t, "code") != "too-many-requests" {
		t.Errorf("%d %v %s", got.status, got.header, got.body)
	}
	if got := ask("X-Forwarded-For", "203.0.113.8"); got.status != 200 {
		t.Errorf("another address: %d", got.status)
	}
	key := w.key(caller.App, "")
	if got := ask("X-Forwarded-For", "203.0.113.7", "Authorization", "Bearer "+key); got.status != 200 {
		t.Errorf("a key behind a busy address: %d", got.status)
	}
	for i, want := range []int{401, 401, 401, 429, 429} {
		if got := ask("X-Forwarded-For", "203.0.113.9", "Authorization", "Bearer htx_guess"+string(rune('a'+i))); got.status != want {
			t.Errorf("wrong key %d: %d, want %d", i+1, got.status, want)
		}
	}
	direct := w.serve(httpapi.Options{RateLimit: 1})
	send(t, http.MethodGet, direct.URL+"/v1/kinds", "X-Forwarded-For", "203.0.113.1")
	if got := send(t, http.MethodGet, direct.URL+"/v1/kinds", "X-Forwarded-For", "203.0.113.2"); got.status != 429 {
		t.Errorf("a header that anyone can write moved the limit: %d", got.status)
	}
}

func TestAnswersAreCompressedWhenItPays(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	server := w.serve(httpapi.Options{})
	small := send(t, http.MethodGet, server.URL+"/v1/sandbox", "Accept-Encoding", "gzip")
	large := send(t, http.MethodGet, server.URL+"/v1/rules", "Accept-Encoding", "gzip")
	if small.header.Get("Content-Encoding") != "" || large.header.Get("Content-Encoding") != "gzip" {
		t.Errorf("small %v, large %v", small.header, large.header)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(large.body))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := io.ReadAll(unpacked); err != nil || !json.Valid(plain) {
		t.Errorf("%v", err)
	}
	if got := send(t, http.MethodHead, server.URL+"/v1/kinds"); got.status != 200 || len(got.body) != 0 {
		t.Errorf("HEAD: %d, %d bytes", got.status, len(got.body))
	}
	if got := send(t, http.MethodHead, server.URL+"/v1/nothing"); got.status != 404 || len(got.body) != 0 {
		t.Errorf("HEAD of nothing: %d, %d bytes", got.status, len(got.body))
	}
}

func TestWhatStandsBesideTheContract(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	server := w.serve(httpapi.Options{})
	get := func(path string) reply { return send(t, http.MethodGet, server.URL+path) }
	if got := get("/"); got.status != http.StatusFound || got.header.Get("Location") != "/docs" {
		t.Errorf("/: %d", got.status)
	}
	for _, path := range []string{"/healthz", "/readyz", "/openapi.yaml", "/docs", "/docs/LICENSE.redoc"} {
		if got := get(path); got.status != 200 || got.header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %v", path, got.status, got.header)
		}
	}
	var served, written any
	if err := json.Unmarshal(get("/openapi.json").body, &served); err != nil {
		t.Fatal(err)
	}
	spec, err := openapi3.NewLoader().LoadFromData(get("/openapi.yaml").body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &written); err != nil {
		t.Fatal(err)
	}
	if names := operationIDs(served); len(names) < 25 || !slices.Equal(names, operationIDs(written)) || !slices.Contains(names, "listOrganizations") {
		t.Errorf("/openapi.json and /openapi.yaml differ: %v", names)
	}

	for _, path := range []string{"/v1/nothing", "/v1/organizations/1/2/3", "/wp-login.php", "/v1"} {
		got := get(path)
		if got.status != 404 || got.header.Get("Content-Type") != "application/problem+json" || got.text(t, "code") != "not-found" {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	if got := send(t, http.MethodDelete, server.URL+"/v1/kinds"); got.status != 405 || !strings.Contains(got.header.Get("Allow"), "GET") {
		t.Errorf("%d %v", got.status, got.header)
	}
	for range 3 {
		get("/v1/organizations/" + url.PathEscape("0000-"+strings.Repeat("1", 5)))
		get("/attack/" + strings.Repeat("x", 20))
	}
	measured := string(get("/metrics").body)
	if !strings.Contains(measured, `route="/v1/organizations/:id_or_code"`) || strings.Contains(measured, "attack") || strings.Contains(measured, "0000-1") {
		t.Error("metrics are missing, or name what a client made up")
	}
}

// operationIDs lists the operations of a document in alphabetical order.
func operationIDs(document any) []string {
	var found []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, inner := range v {
				if id, ok := inner.(string); ok && name == "operationId" {
					found = append(found, id)
				}
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(document)
	slices.Sort(found)
	return found
}

func TestTheReferencePageLoadsNothingFromOutside(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	server := w.serve(httpapi.Options{})
	page := send(t, http.MethodGet, server.URL+"/docs")
	if outside := regexp.MustCompile(`(?i)(src|href|spec-url|url\()\s*=?\s*["']?(https?:)?//`).Find(page.body); outside != nil {
		t.Errorf("the page asks for %s", outside)
	}
	policy := page.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'self'") || strings.Contains(policy, "http") || strings.Contains(policy, "*") || strings.Contains(strings.SplitN(policy, "style-src", 2)[0], "unsafe") {
		t.Errorf("policy %q", policy)
	}
	for _, found := range regexp.MustCompile(`(?:src|href|spec-url)="([^"]+)"`).FindAllSubmatch(page.body, -1) {
		if got := send(t, http.MethodGet, server.URL+string(found[1])); got.status != 200 || len(got.body) == 0 {
			t.Errorf("%s: %d", found[1], got.status)
		}
	}
}

// The log tells what happened, never what people are called or what their keys are.
func TestTheLogHoldsNothingPersonal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	var log bytes.Buffer
	server := w.serve(httpapi.Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	key := w.key(caller.DeskOfficer, "tckh-866")
	got := send(t, http.MethodGet, server.URL+"/v1/dossiers?q=NguyenVanAn", "Authorization", "Bearer "+key, "X-Request-Id", "given-by-the-client")
	if got.header.Get("X-Request-Id") != "given-by-the-client" {
		t.Errorf("request id %q", got.header.Get("X-Request-Id"))
	}
	if made := send(t, http.MethodGet, server.URL+"/v1/kinds", "X-Request-Id", "x y").header.Get("X-Request-Id"); !uuidForm.MatchString(made) {
		t.Errorf("request id %q", made)
	}
	server.Close()
	if written := log.String(); strings.Contains(written, "NguyenVanAn") || strings.Contains(written, key) || !strings.Contains(written, "given-by-the-client") || !strings.Contains(written, `"route":"/v1/dossiers"`) {
		t.Errorf("%s", written)
	}
}

func TestAFailureSaysNothingOfItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	var log bytes.Buffer
	server := w.serve(httpapi.Options{Log: slog.New(slog.NewJSONHandler(&log, nil))})
	slow := w.serve(httpapi.Options{Timeout: time.Nanosecond})
	if got := send(t, http.MethodGet, slow.URL+"/v1/organizations"); got.status != 503 || got.header.Get("Retry-After") == "" {
		t.Errorf("a request out of time: %d %s", got.status, got.body)
	}
	w.unproven = true
	w.store.Close()
	got := send(t, http.MethodGet, server.URL+"/v1/organizations")
	if got.status < 500 || got.text(t, "request_id") == "" || strings.Contains(string(got.body), "pool") {
		t.Errorf("%d %s", got.status, got.body)
	}
	if ready := send(t, http.MethodGet, server.URL+"/readyz"); ready.status != 503 || strings.Contains(string(ready.body), "pool") {
		t.Errorf("ready without a database: %d %s", ready.status, ready.body)
	}
	server.Close()
	if n := strings.Count(log.String(), `"request failed"`); n > 2 {
		t.Errorf("one failure was logged %d times", n)
	}
}

func TestAClientThatHasGoneIsNoFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, httptest.NewRequestWithContext(ctx, http.MethodGet, "/v1/organizations", http.NoBody))
	if rec.Code != 499 {
		t.Errorf("%d", rec.Code)
	}
}
