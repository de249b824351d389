package httpapi_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/httpapi"
)

// Each of these was found by TestGeneratedRequests.
func TestWhatGeneratedRequestsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead, admin := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866"), w.key(caller.Administrator, "")
	organization := "/v1/organizations/" + w.register(officer, lead, htx("Hợp tác xã Tìm thấy", nil)).text(t, "organization_id")

	// Units of another day or another knowledge were a failure.
	for _, query := range []string{"?as_of=2021-06-01", "?as_of=2019-05-28", "?known_at=2021-06-01T02:00:00Z", "?as_of=2021-05-31&known_at=2021-06-01T01:00:00Z"} {
		w.want(w.call("", http.MethodGet, organization+"/units"+query, nil), 200, "")
	}

	// The number of a certificate is free text, and what is no text of the register was a failure.
	for _, number := range []string{"%00", "a%00b", "%FF", "%C3%28", "a%2F%00", "%E2%80%AE1"} {
		for _, ending := range []string{"", ".pdf", ".jws"} {
			got := w.want(w.call("", http.MethodGet, "/v1/certificates/"+number+ending, nil), 400, "invalid-request")
			if !strings.Contains(string(got.body), `"parameter":"number"`) {
				t.Errorf("%s: the field is not named: %s", number+ending, got.body)
			}
		}
	}
	for _, number := range []string{"a%2Fb", "a%25", "%2500", "1%20%C4%90K"} {
		w.want(w.call("", http.MethodGet, "/v1/certificates/"+number, nil), 404, "certificate-not-found")
	}

	// Letters that a client has encoded were another address, of which no method was known.
	for path, status := range map[string]int{"/v1/%6Frganizations": 200, strings.ReplaceAll(organization, "-", "%2D"): 200, "/v1%2forganizations": 404, "/v1/organizations%2F": 404} {
		if got := w.call("", http.MethodGet, path, nil); got.status != status {
			t.Errorf("%s answered %d, want %d: %s", path, got.status, status, got.body)
		}
	}

	// A seat without a place was answered with an empty code.
	placeless := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Chưa rõ chỗ", func(d, p map[string]any) {
		d["authority"], p["seat"] = "tckh-866", map[string]any{"line": "Ấp 1"}
	})), 201, "")
	if strings.Contains(string(placeless.body), `"place"`) {
		t.Errorf("an unknown place is shown: %s", placeless.body)
	}
	w.want(w.call(officer, http.MethodPatch, placeless.header.Get("Location"), `{"payload":{"seat":{"place":null}}}`, "If-Match", `"1"`), 200, "")

	// An instant on no day of four digits was answered with a day of five.
	for _, instant := range []string{"9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2021-06-31T00:00:00Z"} {
		got := w.want(w.call("", http.MethodGet, "/v1/statistics/by-authority?known_at="+instant, nil), 400, "invalid-request")
		if !strings.Contains(string(got.body), `"parameter":"known_at"`) {
			t.Errorf("%s: the field is not named: %s", instant, got.body)
		}
	}
	w.want(w.call("", http.MethodGet, "/v1/statistics/by-authority?known_at=9999-12-31T16:59:59Z", nil), 200, "")

	// A sandbox moved past what the clock can count stood at another instant than it said.
	for _, now := range []string{"9999-12-31T00:00:00Z", "2099-12-31T17:00:00Z"} {
		if got := w.want(w.call(admin, http.MethodPost, "/v1/sandbox/clock", `{"now":"`+now+`"}`), 400, "invalid-request"); !strings.Contains(string(got.body), "clock-too-late") {
			t.Errorf("%s", got.body)
		}
	}
	if got := w.want(w.call(admin, http.MethodPost, "/v1/sandbox/clock", `{"now":"2099-12-31T16:59:00Z"}`), 200, ""); got.text(t, "today") != "2099-12-31" {
		t.Errorf("%s", got.body)
	}
}

// A body in broken chunks was a failure of ours, and one that never came to its end held its connection for ever.
func TestABodyIsSentWholeAndInTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	patient, hasty := w.serve(httpapi.Options{}), w.serve(httpapi.Options{Timeout: time.Second})
	const check = "POST /v1/names/check HTTP/1.1\r\nHost: so.example.vn\r\nContent-Type: application/json\r\n"
	for _, c := range []struct {
		name, address, request, code string
		status                       int
	}{
		{"a length that is no number", patient.Listener.Addr().String(), check + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", "malformed-body", 400},
		{"a length past every number", patient.Listener.Addr().String(), check + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}", "malformed-body", 400},
		{"chunks without an end", hasty.Listener.Addr().String(), check + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", `"code":"timeout"`, 503},
		{"less than its length", hasty.Listener.Addr().String(), check + "Content-Length: 100\r\n\r\n{", `"code":"timeout"`, 503},
		{"a body that nobody asked for", hasty.Listener.Addr().String(), "GET /v1/kinds HTTP/1.1\r\nHost: so.example.vn\r\nContent-Length: 100\r\n\r\n", `"items"`, 200},
	} {
		if status, body := exchange(t, c.address, c.request); status != c.status || !strings.Contains(body, c.code) {
			t.Errorf("%s: %d %s, want %d %s", c.name, status, body, c.status, c.code)
		}
	}
}

// A body of nothing but faults was answered with twenty megabytes, after ten seconds.
func TestOfManyFaultsTheFirstAreNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer := w.key(caller.DeskOfficer, "tckh-866")
	for _, body := range []string{
		`{"procedure":"formation","organization_kind":"htx","payload":{"legal_representatives":[` + strings.Repeat(`{"x":1},`, 10_000) + `{}]}}`,
		`{"papers_received":[` + strings.Repeat(`"\u0000",`, 10_000) + `""]}`,
	} {
		for language, says := range map[string]string{"vi": "lỗi nữa", "en": "more faults"} {
			got := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", body, "Accept-Language", language), 400, "invalid-request")
			if n := strings.Count(string(got.body), `"code"`); n != 502 || !strings.Contains(string(got.body), says) {
				t.Errorf("%d codes in %d bytes: %.300s", n, len(got.body), got.body)
			}
		}
	}
}

// exchange sends the very bytes of a request, says no more, and gives the answer.
func exchange(t *testing.T, address, request string) (status int, body string) {
	t.Helper()
	line, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close() //nolint:errcheck // nothing is pending
	if _, err := io.WriteString(line, request); err != nil {
		t.Fatal(err)
	}
	got, err := http.ReadResponse(bufio.NewReader(line), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close() //nolint:errcheck // read to its end
	text, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return got.StatusCode, string(text)
}
