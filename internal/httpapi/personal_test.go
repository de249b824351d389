package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

func TestTheNameOfAPaperIsOneLineWithoutFolders(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer := w.key(caller.DeskOfficer, "tckh-866")
	made := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Có giấy", nil)), 201, "")
	tag := made.header.Get("ETag")
	for sent, want := range map[string]string{
		"..%2F..%2Fdieu%0A%09le.pdf": `"dieu le.pdf"`, `C:%5Cgiay%5Cdieu-le.pdf`: "dieu-le.pdf", "%FF": "charter", "thu-muc%2F": "charter", "": "charter",
	} {
		headers := []string{"If-Match", tag, "Content-Type", "application/pdf"}
		if sent != "" {
			headers = append(headers, "X-File-Name", sent)
		}
		kept := w.want(w.call(officer, http.MethodPut, made.header.Get("Location")+"/documents/charter", []byte("%PDF-1.7\n%%EOF\n"), headers...), 200, "")
		tag = kept.header.Get("ETag")
		got := w.want(w.call(officer, http.MethodGet, made.header.Get("Location")+"/documents/charter", nil), 200, "")
		if name := strings.TrimPrefix(got.header.Get("Content-Disposition"), "attachment; filename="); name != want {
			t.Errorf("sent as %q, it comes back as %s, want %s", sent, name, want)
		}
	}
}

func TestPersonalDataInADossierIsForItsDeskOrForAReason(t *testing.T) {
	t.Parallel()
	const identity, phone = "087085001234", "0901234567"
	w := newWorld(t, "2021-06-01")
	officer, admin := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.Administrator, "")
	province, elsewhere, auditor := w.key(caller.ProvincialOfficer, "skhdt-87"), w.key(caller.ProvincialOfficer, "skhdt-79"), w.key(caller.Auditor, "")
	made := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Kín", nil)), 201, "")
	path := made.header.Get("Location")
	paper := path + "/documents/charter"
	w.want(w.call(officer, http.MethodPut, paper, []byte("%PDF-1.7\n%%EOF\n"), "If-Match", made.header.Get("ETag"), "Content-Type", "application/pdf"), 200, "")

	for _, c := range []struct {
		name, key, reason string
		status            int // of the file
		code              string
		shown             bool
		paper             int
	}{
		{"its desk", officer, "", 200, "", true, 200},
		{"the province", province, "", 200, "", false, 403},
		{"the province with a reason", province, "thanh tra", 200, "", true, 200},
		{"an auditor", auditor, "", 200, "", false, 403},
		{"an auditor with a reason", auditor, "kiem toan", 200, "", true, 200},
		{"an administrator", admin, "", 200, "", false, 403},
		{"an administrator with a reason", admin, "to mo", 403, "role-forbidden", false, 403},
		{"another province", elsewhere, "thanh tra", 404, "dossier-not-found", false, 404},
	} {
		before := w.personalReads()
		var headers []string
		if c.reason != "" {
			headers = []string{"X-Read-Reason", c.reason}
		}
		got := w.want(w.call(c.key, http.MethodGet, path, nil, headers...), c.status, c.code)
		if shown := strings.Contains(string(got.body), identity) && strings.Contains(string(got.body), phone); shown != c.shown {
			t.Errorf("%s: personal data shown: %t, want %t: %s", c.name, shown, c.shown, got.body)
		}
		if c.status == 200 && !c.shown && strings.Contains(string(got.body), `"id_document"`) {
			t.Errorf("%s: a piece of personal data is left: %s", c.name, got.body)
		}
		if got := w.call(c.key, http.MethodGet, paper, nil, headers...); got.status != c.paper {
			t.Errorf("%s: the paper was answered %d, want %d: %s", c.name, got.status, c.paper, got.body)
		}
		want := 0
		if c.shown {
			want = 2 // the file, and its paper
		}
		if logged := w.personalReads() - before; logged != want {
			t.Errorf("%s: %d reads logged, want %d", c.name, logged, want)
		}
	}
	if list := w.want(w.call(officer, http.MethodGet, "/v1/dossiers", nil), 200, ""); strings.Contains(string(list.body), identity) || strings.Contains(string(list.body), phone) {
		t.Errorf("a list holds personal data: %s", list.body)
	}
	var reasons []string
	if err := w.store.Pool().QueryRow(t.Context(), "SELECT array_agg(DISTINCT reason ORDER BY reason) FROM personal_reads").Scan(&reasons); err != nil {
		t.Fatal(err)
	}
	if len(reasons) != 3 || !strings.HasPrefix(reasons[0], "Giải quyết hồ sơ ") || reasons[1] != "kiem toan" || reasons[2] != "thanh tra" {
		t.Errorf("logged reasons: %q", reasons)
	}
}

// personalReads counts the reads of personal data that were logged.
func (w *world) personalReads() (n int) {
	w.t.Helper()
	if err := w.store.Pool().QueryRow(w.t.Context(), "SELECT count(*) FROM personal_reads").Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}
