package httpapi_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"htxregistry/internal/bulk"
	"htxregistry/internal/caller"
	"htxregistry/internal/vn"
)

// book sends a book as an administrator.
func (w *world) book(query string, text string, headers ...string) reply {
	w.t.Helper()
	headers = append([]string{"Content-Type", bulk.MediaCSV}, headers...)
	return w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/imports"+query, []byte(text), headers...)
}

// sums are what a result counts: rows, added, known, faulty.
func (w *world) sums(got reply) string {
	w.t.Helper()
	r := w.want(got, 200, "").json(w.t)
	return fmt.Sprint(r["rows"], r["added"], r["known"], r["faulty"])
}

// faults are row, column and code of every fault of a result.
func faults(t *testing.T, got reply) (all []string) {
	t.Helper()
	for _, item := range got.json(t)["items"].([]any) {
		row := item.(map[string]any)
		for _, f := range row["errors"].([]any) {
			all = append(all, fmt.Sprint(row["row"], " ", f.(map[string]any)["parameter"], " ", f.(map[string]any)["code"]))
		}
	}
	return all
}

const bookHeader = "key,kind,name,place,place_on,code,registered_on,members_official,authority\n"

// soundBook has three sound rows.
const soundBook = bookHeader +
	"1,htx,Hợp tác xã Sổ một,29881,2020-01-01,0100233488,2020-01-01,21,tckh-866\n" +
	"2,tht,Tổ hợp tác Sổ hai,29881,2020-01-01,,,5,\n" +
	"3,hoi_quan,Sổ ba Hội quán,29881,2020-01-01,,,,\n"

func TestADryRunTellsEverythingAndWritesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	before := w.written()
	if got := w.sums(w.book("", soundBook)); got != "3 3 0 0" {
		t.Errorf("rows, added, known, faulty: %s", got)
	}
	faulty := soundBook +
		"4,company,,99999,2020-01-01,0100233489,2020-13-01,5x,tckh-1\n" +
		"5,htx,Hợp tác xã Sổ năm,29881,2020-01-01,0100233488,2020-01-01,x,tckh-866\n" +
		"1,htx,Hợp tác xã Sổ sáu,29881,2020-01-01,,2022-01-01,7,tckh-866\n"
	got := w.book("", faulty)
	want := []string{
		"5 registered_on invalid-day", "5 kind unknown-kind", "5 name required", "5 members_official invalid-number", "5 code invalid-code", "5 place place-not-in-force", "5 authority unknown-authority",
		"6 members_official invalid-number", "7 registered_on in-future", "7 key twice",
	}
	named := faults(t, got)
	for _, one := range want {
		if !strings.Contains(strings.Join(named, "\n"), one) {
			t.Errorf("%s is not named in %v", one, named)
		}
	}
	if sums := w.sums(got); sums != "6 0 0 3" {
		t.Errorf("rows, added, known, faulty: %s", sums)
	}
	if sums := w.sums(w.book("?dry_run=false", faulty)); sums != "6 0 0 3" {
		t.Errorf("all or nothing: %s", sums)
	}
	if after := w.written(); after != before {
		t.Errorf("something was written: %s, %s", before, after)
	}
}

// A book tells what has happened: no day of it lies ahead.
func TestNoDayOfABookIsToCome(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	const header = "key,kind,name,place,place_on,registered_on,authority,status_since,legacy_number,legacy_issued_on,representative_name,representative_birth_date\n"
	row := func(column, day string) string {
		days := map[string]string{"place_on": "2020-01-01", "registered_on": "2020-01-01", "status_since": "2020-01-01", "legacy_issued_on": "2010-01-01", "representative_birth_date": "1980-01-01"}
		days[column] = day
		return header + "1,htx,Hợp tác xã Ngày Mai,29881," + days["place_on"] + "," + days["registered_on"] + ",tckh-866," + days["status_since"] + ",12," +
			days["legacy_issued_on"] + ",Nguyễn Văn A," + days["representative_birth_date"] + "\n"
	}
	for _, column := range []string{"place_on", "registered_on", "status_since", "legacy_issued_on", "representative_birth_date"} {
		for day, want := range map[string]string{"2021-05-31": "", "2021-06-01": "", "2021-06-02": "2 " + column + " in-future"} {
			if named := strings.Join(faults(t, w.book("", row(column, day))), "\n"); named != want {
				t.Errorf("%s of %s: %q, want %q", column, day, named, want)
			}
		}
	}
}

func TestABookIsTakenOverOnceAndGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	half := strings.Join(strings.SplitAfter(soundBook, "\n")[:3], "")
	if got := w.sums(w.book("?dry_run=false", half)); got != "2 2 0 0" {
		t.Errorf("the first half: %s", got)
	}
	if got := w.sums(w.book("?dry_run=false", soundBook, "Idempotency-Key", "the-whole-book")); got != "3 1 2 0" {
		t.Errorf("the whole book: %s", got)
	}
	before := w.written()
	again := w.book("?dry_run=false", soundBook, "Idempotency-Key", "the-whole-book")
	if got := w.sums(again); got != "3 1 2 0" || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("the same request again: %s %v", got, again.header)
	}
	w.want(w.book("?dry_run=false", half, "Idempotency-Key", "the-whole-book"), 422, "idempotency-key-reused")
	w.want(w.book("?dry_run=false&partial=true", soundBook, "Idempotency-Key", "the-whole-book"), 422, "idempotency-key-reused")
	if got := w.sums(w.book("?dry_run=false", soundBook)); got != "3 0 3 0" {
		t.Errorf("the same book under another key: %s", got)
	}
	if after := w.written(); after != before {
		t.Errorf("something was written twice: %s, %s", before, after)
	}
}

func TestAPartialBookLeavesOutWhatIsFaulty(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	w.sums(w.book("?dry_run=false", soundBook))
	mixed := bookHeader +
		"11,htx,Hợp tác xã Mới,29881,2020-01-01,0314409058,2020-01-01,21,tckh-866\n" +
		"12,htx,Hợp tác xã Giữ mã,29881,2020-01-01,0100233488,2020-01-01,21,tckh-866\n" + // the code is held
		"13,htx,Hợp tác xã Cùng mã,29881,2020-01-01,0314409058,2020-01-01,21,tckh-866\n" + // by row 11
		"14,htx,Hợp tác xã Nơi lạ,00000,2020-01-01,,2020-01-01,21,tckh-866\n" +
		"15,htx,Hợp tác xã Sổ một,29881,2020-01-01,,2016-01-01,21,tckh-866\n" // the name clashes: a warning
	if sums := w.sums(w.book("?dry_run=false", mixed)); sums != "5 0 0 1" {
		t.Errorf("all or nothing: %s", sums)
	}
	got := w.book("?dry_run=false&partial=true", mixed)
	if sums, named := w.sums(got), fmt.Sprint(faults(t, got)); sums != "5 2 0 3" || !strings.Contains(named, "3 code code-taken") || !strings.Contains(named, "4 code code-taken") || !strings.Contains(named, "5 place place-not-in-force") {
		t.Errorf("%s, %s", sums, named)
	}
	if !strings.Contains(string(got.body), "name-clash") {
		t.Errorf("no warning of the name: %s", got.body)
	}
	if total := w.call("", http.MethodGet, "/v1/organizations?count=exact", nil).text(t, "total"); total != "5" {
		t.Errorf("%s organisations", total)
	}
}

// What two rows far apart do to each other is told by the dry run as by the taking over.
func TestADryRunSeesTheWholeBook(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	var b strings.Builder
	b.WriteString(bookHeader)
	fmt.Fprint(&b, "first,htx,Hợp tác xã Đầu,29881,2020-01-01,0100233488,2020-01-01,21,tckh-866\n")
	for i := range 2_100 {
		fmt.Fprintf(&b, "m%d,hoi_quan,Hội quán số %d,29881,2020-01-01,,,,\n", i, i)
	}
	fmt.Fprint(&b, "last,htx,Hợp tác xã Cuối,29881,2020-01-01,0100233488,2020-01-01,21,tckh-866\n")
	for _, query := range []string{"", "?dry_run=false"} {
		got := w.book(query, b.String())
		if named := faults(t, got); !reflect.DeepEqual(named, []string{"2103 code code-taken"}) {
			t.Errorf("%q: %v", query, named)
		}
	}
}

func TestASpreadsheetIsTakenOverAsCSVIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	records, err := csv.NewReader(strings.NewReader(soundBook)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // in memory
	for i, record := range records {
		for j, cell := range record {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			var v any = cell
			if i > 0 && j == 4 {
				v = vn.MustDate(cell).Sub(vn.MustDate("1899-12-30")) // a day as a spreadsheet counts it
			}
			if err := f.SetCellValue("Sheet1", at, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	var sheet bytes.Buffer
	if _, err := f.WriteTo(&sheet); err != nil {
		t.Fatal(err)
	}
	if got := w.sums(w.book("?dry_run=false", sheet.String(), "Content-Type", bulk.MediaXLSX)); got != "3 3 0 0" {
		t.Errorf("the spreadsheet: %s", got)
	}
	if got := w.sums(w.book("?dry_run=false", soundBook)); got != "3 0 3 0" {
		t.Errorf("the same book as CSV: %s", got)
	}
}

// A desk takes over its own book only, and it says so row by row.
func TestADeskTakesOverItsOwnBookOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	lead := w.key(caller.DeskLead, "tckh-867")
	got := w.call(lead, http.MethodPost, "/v1/imports?dry_run=false&partial=true", []byte(soundBook), "Content-Type", bulk.MediaCSV)
	if named := fmt.Sprint(faults(t, got)); w.sums(got) != "3 0 0 3" || !strings.Contains(named, "2 authority foreign-office") || !strings.Contains(named, "3 authority required") {
		t.Errorf("%s", named)
	}
}
