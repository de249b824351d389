package httpapi_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"htxregistry/internal/caller"
)

// firstRead tells when the register begins to read a body: the head of its request has been taken in by then.
type firstRead struct {
	io.ReadCloser
	tell func()
}

func (f firstRead) Read(p []byte) (int, error) {
	f.tell()
	return f.ReadCloser.Read(p)
}

// The last hour of 15 December: every HTX of a province reports, each three times at once, on a line so slow that the bodies
// end after midnight. Nothing is lost, doubled, mixed up or late.
func TestTheLastHourLosesDoublesAndDelaysNothing(t *testing.T) {
	t.Parallel()
	const organizations, times = 60, 3
	w := newWorld(t, "2021-06-01")
	d := w.desk("tckh-866")
	ids := w.opened(organizations)

	var arrived, answered sync.WaitGroup
	arrived.Add(organizations * times)
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			r.Body = firstRead{r.Body, sync.OnceFunc(arrived.Done)}
		}
		w.handler.ServeHTTP(out, r)
	}))
	t.Cleanup(server.Close)
	client := server.Client()
	send := func(i int, body io.Reader) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPut, server.URL+"/v1/organizations/"+ids[i]+"/reports/2021", body)
		if err != nil {
			t.Error(err)
			return
		}
		for name, value := range map[string]string{"Authorization": "Bearer " + d.officer, "Content-Type": "application/json", "If-Match": `"0"`} {
			req.Header.Set(name, value)
		}
		res, err := client.Do(req)
		if err != nil {
			t.Error(err)
			return
		}
		text, err := io.ReadAll(res.Body)
		if err = errors.Join(err, res.Body.Close()); err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(text), `"revision":1`) {
			t.Errorf("%s: %d %s %v", ids[i], res.StatusCode, text, err)
		}
	}
	body := func(i int) string { return fmt.Sprintf(`{"figures":{"workers":5,"revenue_vnd":%d}}`, 1000+i) }

	w.clockTo("2021-12-15")
	midnight := make(chan struct{})
	for i := range ids {
		for range times {
			line, sender := io.Pipe()
			answered.Go(func() { send(i, line) })
			answered.Go(func() {
				text := body(i)
				_, err := io.WriteString(sender, text[:9])
				<-midnight
				if _, rest := io.WriteString(sender, text[9:]); rest != nil || err != nil {
					t.Error(err, rest)
				}
				_ = sender.Close() // a pipe's writer has nothing to say
			})
		}
	}
	arrived.Wait()
	w.clockTo("2021-12-16")
	close(midnight)
	answered.Wait()

	list := w.want(w.call(d.officer, http.MethodGet, "/v1/reporting/2021/organizations?limit=500&count=exact&state=on_time", nil), 200, "")
	if list.text(t, "total") != fmt.Sprint(organizations) {
		t.Errorf("%s of %d are in time", list.text(t, "total"), organizations)
	}
	for i, id := range ids {
		kept := w.want(w.call(d.officer, http.MethodGet, "/v1/organizations/"+id+"/reports/2021", nil), 200, "")
		if kept.text(t, "figures", "revenue_vnd") != fmt.Sprint(1000+i) || kept.text(t, "revision") != "1" {
			t.Errorf("%s has %s", id, kept.body)
		}
		acts := w.call("", http.MethodGet, "/v1/organizations/"+id+"/acts", nil)
		if n := strings.Count(string(acts.body), `"report.filed"`); n != 1 {
			t.Errorf("%s filed %d times", id, n)
		}
	}
	// Whoever begins after midnight is late, however fast the line.
	late := w.register(d.officer, d.lead, htx("Hợp tác xã Sau Nửa Đêm", func(draft, _ map[string]any) { draft["authority"] = "tckh-866" })).text(t, "organization_id")
	w.clockTo("2022-12-16")
	w.want(w.call(d.officer, http.MethodPut, "/v1/organizations/"+late+"/reports/2022", body(0), "If-Match", `"0"`), 200, "")
	if got := w.want(w.call(d.officer, http.MethodGet, "/v1/reporting/2022/organizations?state=late", nil), 200, ""); len(got.names(t, "state")) != 1 {
		t.Errorf("late: %s", got.body)
	}
}

// opened takes over a book of HTX at Mỹ Ngãi and gives their ids.
func (w *world) opened(n int) []string {
	w.t.Helper()
	var book strings.Builder
	book.WriteString("key,kind,name,place,place_on,authority,certificate_number,registered_on\n")
	for i := range n {
		fmt.Fprintf(&book, "burst-%d,htx,Hợp tác xã Tháng Mười Hai số %d,29881,2015-01-01,tckh-866,510708%04d,2015-01-01\n", i, i, i)
	}
	done := w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/imports?dry_run=false", []byte(book.String()), "Content-Type", "text/csv"), 200, "")
	if done.text(w.t, "added") != fmt.Sprint(n) {
		w.t.Fatalf("the book: %s", done.body)
	}
	var ids []string
	for after := ""; ; {
		page := w.want(w.call("", http.MethodGet, "/v1/organizations?limit=500"+after, nil), 200, "")
		ids = append(ids, page.names(w.t, "id")...)
		if page.text(w.t, "next_cursor") == "" {
			return ids
		}
		after = "&cursor=" + page.text(w.t, "next_cursor")
	}
}
