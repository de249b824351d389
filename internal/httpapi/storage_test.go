package httpapi_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"

	"gocloud.dev/blob"
	"gocloud.dev/blob/driver"
	"gocloud.dev/gcerrors"

	"htxregistry/internal/caller"
)

// A full disk or a kill leaves an empty file under the name of a paper. Sent again, the paper was taken for one that lies there
// already: acknowledged, and lost.
func TestAPaperThatWasCutOffIsStoredWhenSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, paper := w.key(caller.DeskOfficer, "tckh-866"), []byte("%PDF-1.7\n%%EOF\n")
	made := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Giấy Tờ", nil)), 201, "")
	sum := sha256.Sum256(paper)
	if err := w.papers.WriteAll(t.Context(), "sha256/"+hex.EncodeToString(sum[:]), nil, nil); err != nil {
		t.Fatal(err)
	}
	path := made.header.Get("Location") + "/documents/charter"
	w.want(w.call(officer, http.MethodPut, path, paper, "If-Match", `"1"`, "Content-Type", "application/pdf"), 200, "")
	if got := w.want(w.call(officer, http.MethodGet, path, nil), 200, ""); !bytes.Equal(got.body, paper) {
		t.Errorf("the paper reads %q", got.body)
	}
}

// full is a store of papers without room.
type full struct{ driver.Bucket }

func (full) NewTypedWriter(context.Context, string, string, *driver.WriterOptions) (driver.Writer, error) {
	return nil, &os.PathError{Op: "write", Path: "/papers", Err: syscall.ENOSPC}
}
func (full) ErrorCode(error) gcerrors.ErrorCode { return gcerrors.Unknown }
func (full) Close() error                       { return nil }

func TestWithoutRoomForPapersClientsAreToldWhatToDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	w.papers = blob.NewBucket(full{})
	w.open(w.clock.Now())
	w.stopped = true
	officer := w.key(caller.DeskOfficer, "tckh-866")
	path := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Hết Chỗ", nil)), 201, "").header.Get("Location")
	got := w.call(officer, http.MethodPut, path+"/documents/charter", []byte("%PDF-1.7\n"), "If-Match", `"1"`, "Content-Type", "application/pdf")
	if got.status != http.StatusServiceUnavailable || got.text(t, "code") != "storage-full" || got.header.Get("Retry-After") == "" || strings.Contains(string(got.body), "/papers") {
		t.Errorf("%d %v %s", got.status, got.header, got.body)
	}
}

// While the database takes no writes, clients are told why, reading goes on, /readyz tells the operator, the log keeps the cause, and
// the first write that goes in ends it.
func TestADatabaseThatTakesNoWritesSaysWhy(t *testing.T) {
	t.Parallel()
	readOnly := func(on string) string {
		return `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = ` + on + `', current_database()); END $$`
	}
	for _, c := range []struct {
		code, begins, cause string
		ends                []string
	}{
		{"database-read-only", readOnly("on"), "SQLSTATE 25006", []string{"SET default_transaction_read_only = off", readOnly("off")}},
		// PostgreSQL's own error of a full disk, raised where the disk would.
		{
			"storage-full", `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$;
 CREATE TRIGGER no_room BEFORE INSERT ON dossiers EXECUTE FUNCTION no_room(); ALTER TABLE dossiers ENABLE ALWAYS TRIGGER no_room`,
			"SQLSTATE 53100",
			[]string{"DROP TRIGGER no_room ON dossiers"},
		},
	} {
		t.Run(c.code, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "2021-06-01")
			officer := w.key(caller.DeskOfficer, "tckh-866")
			log := w.logged()
			server := httptest.NewServer(w.handler)
			t.Cleanup(server.Close)
			file := func() reply {
				return w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Chờ Chỗ", nil))
			}
			ready := func() string {
				got := w.want(send(t, http.MethodGet, server.URL+"/readyz"), 200, "")
				return got.text(t, "status") + " " + got.text(t, "refusal")
			}
			w.asOwner(c.begins)
			w.store.Pool().Reset() // connections begin anew, as they do after the server was restarted
			w.stopped = true
			w.want(send(t, http.MethodGet, server.URL+"/v1/organizations"), 200, "")
			got := file()
			if got.status != http.StatusServiceUnavailable || got.text(t, "code") != c.code || got.header.Get("Retry-After") == "" || strings.Contains(string(got.body), "SQLSTATE") {
				t.Errorf("%d %v %s", got.status, got.header, got.body)
			}
			if !strings.Contains(log.said(), c.cause) {
				t.Errorf("the log says %s", log.said())
			}
			if got := ready(); got != "reads-only "+c.code {
				t.Errorf("meanwhile: %s", got)
			}
			w.asOwner(c.ends...)
			w.store.Pool().Reset()
			w.stopped = false
			w.want(file(), 201, "")
			if got := ready(); !strings.HasPrefix(got, "ready ") {
				t.Errorf("afterwards: %s", got)
			}
		})
	}
}
