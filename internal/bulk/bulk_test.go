package bulk_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"htxregistry/internal/bulk"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

// read gives the rows of a book up to its first error.
func read(book []byte, media string) (rows []coop.BookRow, err error) {
	for row, fault := range bulk.Rows(bytes.NewReader(book), media) {
		if fault != nil {
			return rows, fault
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// spreadsheet writes cells as Excel would.
func spreadsheet(tb testing.TB, rows ...[]any) []byte {
	tb.Helper()
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // in memory
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			tb.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestABookIsTheSameInEveryForm(t *testing.T) {
	t.Parallel()
	want := []coop.BookRow{
		{Row: 2, Cells: map[string]string{"kind": "htx", "name": "Hợp tác xã Đồng Tâm", "place": "29881", "registered_on": "2016-03-05", "code": "0100233488", "phone": "+84 277 385 1234"}},
		{Row: 4, Cells: map[string]string{"kind": "tht", "name": "Tổ hợp tác, số 2", "place": "00001"}},
	}
	plain := "kind,name,place,registered_on,code,phone\n" +
		"htx,Hợp tác xã Đồng Tâm,29881,2016-03-05,0100233488,+84 277 385 1234\n,,,,,\ntht,\"Tổ hợp tác, số 2\", 00001 ,,,\n"
	quoted := strings.Replace(plain, "kind,", "\"kind\",", 1)
	titled := "Loại hình;Tên tiếng Việt;MÃ XÃ;Ngày đăng ký;Mã số;Điện thoại\r\n" +
		"htx;Hợp tác xã Đồng Tâm;29881;2016-03-05;0100233488;+84 277 385 1234\r\n;;;;;\r\ntht;Tổ hợp tác, số 2;00001;;;\r\n"
	for name, book := range map[string][]byte{"commas": []byte(plain), "a byte order mark": []byte("\ufeff" + plain), "a byte order mark and quotes": []byte("\ufeff" + quoted), "semicolons and titles": []byte(titled)} {
		if got, err := read(book, bulk.MediaCSV); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	sheet := spreadsheet(
		t, []any{"kind", "Tên", "place", "registered_on", "code", "phone"},
		[]any{"htx", "Hợp tác xã Đồng Tâm", "29881", 42434, "0100233488", "+84 277 385 1234"}, // the day as Excel counts it
		[]any{}, []any{"tht", "Tổ hợp tác,\nsố\t2", " 00001 "},
	)
	if got, err := read(sheet, bulk.MediaXLSX); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("spreadsheet: %v, %v", got, err)
	}
}

func TestWhatIsNoBookIsRefusedByName(t *testing.T) {
	t.Parallel()
	const header = "kind,name,place\n"
	for _, c := range []struct {
		name, media string
		book        []byte
		want        error
		fields      []string // pointer, parameter and code of each fault
	}{
		{"another type", "application/pdf", []byte("%PDF"), bulk.ErrNotABook, nil},
		{"nothing", bulk.MediaCSV, nil, bulk.ErrBookContent, nil},
		{"a spreadsheet called CSV", bulk.MediaCSV, spreadsheet(t, []any{"kind"}), bulk.ErrBookContent, nil},
		{"UTF-16", bulk.MediaCSV, []byte("\xff\xfek\x00i\x00"), bulk.ErrBookContent, nil},
		{"an old code page", bulk.MediaCSV, []byte(header + "htx,H\xe3p,29881\n"), bulk.ErrBookContent, nil},
		{"CSV called a spreadsheet", bulk.MediaXLSX, []byte(header), bulk.ErrBookContent, nil},
		{"a broken archive", bulk.MediaXLSX, spreadsheet(t, []any{"kind"})[:300], bulk.ErrBookContent, nil},
		{"a bomb", bulk.MediaXLSX, bomb(t), bulk.ErrBookTooLarge, nil},
		{"shared texts without end", bulk.MediaXLSX, archive(t, map[string]string{"xl/sharedStrings.xml": strings.Repeat("<si/>", 4_000_001)}), bulk.ErrBookTooLarge, nil},
		{"a part that is there twice", bulk.MediaXLSX, twice(t), bulk.ErrBookContent, nil},
		{"an old code page far down", bulk.MediaCSV, []byte(header + strings.Repeat("htx,A,29881\n", 1000) + "htx,H\xe3p,29881\n"), bulk.ErrBookContent, []string{"/rows/1002/name name encoding"}},
		{"a zero byte far down", bulk.MediaCSV, []byte(header + strings.Repeat("htx,A,29881\n", 1000) + "htx,H\x00p,29881\n"), bulk.ErrBookContent, []string{"/rows/1002/name name encoding"}},
		{"every wrong column at once", bulk.MediaCSV, []byte("kind,colour,kind,\nhtx\n"), bulk.ErrBookColumns, []string{
			"/rows/1 colour unknown-column", "/rows/1 kind repeated-column", "/rows/1  unknown-column", "/rows/1 name missing-column", "/rows/1 place missing-column",
		}},
		{"a broken quote", bulk.MediaCSV, []byte(header + "htx,\"A\"b,29881\n"), bulk.ErrBookContent, []string{"/rows/2  csv"}},
		{"a row too wide", bulk.MediaCSV, []byte(header + "htx,A,29881,x\n"), bulk.ErrBookContent, []string{"/rows/2  too-wide"}},
		{"columns without end", bulk.MediaCSV, []byte(strings.Repeat("x,", 200) + "x\n"), bulk.ErrBookContent, []string{"/rows/1  too-wide"}},
		{"a cell too long", bulk.MediaCSV, []byte(header + "htx," + strings.Repeat("a", 10_000) + ",29881\n"), bulk.ErrBookContent, []string{"/rows/2/name name too-long"}},
		{"a formula", bulk.MediaCSV, []byte(header + "htx,=1+1,29881\n"), bulk.ErrBookFormula, []string{"/rows/2/name name formula"}},
		{"a formula in quotes", bulk.MediaCSV, []byte(header + "htx,\" =HYPERLINK(1)\",29881\n"), bulk.ErrBookFormula, []string{"/rows/2/name name formula"}},
		{"a formula as phone", bulk.MediaCSV, []byte("kind,name,place,phone\nhtx,A,29881,+1|cmd\n"), bulk.ErrBookFormula, []string{"/rows/2/phone phone formula"}},
		{"a formula in a spreadsheet", bulk.MediaXLSX, spreadsheet(t, []any{"kind", "name", "place"}, []any{"htx", "@SUM(1)", "29881"}), bulk.ErrBookFormula, []string{"/rows/2/name name formula"}},
		{"a formula that failed", bulk.MediaXLSX, spreadsheet(t, []any{"kind", "name", "place"}, []any{"htx", "#REF!", "29881"}), bulk.ErrBookFormula, []string{"/rows/2/name name formula-error"}},
		{"every bad cell of the file at once", bulk.MediaCSV, []byte(header + "htx,=1+1,-29881\nhtx,A,29881\nhtx,#N/A,29881\n"), bulk.ErrBookFormula, []string{
			"/rows/2/name name formula", "/rows/2/place place formula", "/rows/4/name name formula-error",
		}},
		{"too many rows", bulk.MediaCSV, []byte(header + strings.Repeat("htx,A,29881\n", 200_001)), bulk.ErrBookTooLarge, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := read(c.book, c.media)
			got, ok := errors.AsType[*fault.Error](err)
			want, _ := errors.AsType[*fault.Error](c.want)
			if !ok || got.Code != want.Code || !errors.Is(err, want.Kind) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			var fields []string
			for _, f := range got.Fields {
				fields = append(fields, f.Pointer+" "+f.Parameter+" "+f.Code)
			}
			if !slices.Equal(fields, c.fields) {
				t.Errorf("names %q, want %q", fields, c.fields)
			}
		})
	}
}

// bomb is a small spreadsheet that unpacks to 201 MiB.
func bomb(t *testing.T) []byte {
	t.Helper()
	return archive(t, map[string]string{"xl/worksheets/sheet1.xml": strings.Repeat(" ", 201<<20)})
}

// twice is a spreadsheet that shows one sheet to some programs and another to others.
func twice(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for range 2 {
		if _, err := z.Create("xl/worksheets/sheet1.xml"); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func archive(tb testing.TB, parts map[string]string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		f, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(f, parts[name])
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// profiles are two organisations, one with names that a spreadsheet would run.
func profiles() []coop.Profile {
	capital := vn.VND(1_000_000_000)
	code := "0100233488"
	sound := coop.Profile{Kind: coop.KindHTX, Code: &code, CharterCapital: &capital, Members: &coop.MemberCounts{Official: 21}}
	sound.Name.Vi, sound.Seat.Line = "Hợp tác xã Đồng Tâm", "Ấp 1, \"gần chợ\"\nxã Mỹ Ngãi"
	sound.Representatives = []coop.Representative{{FullName: "Nguyễn Văn An", IDDocument: "087085001234", Phone: "0901234567"}}
	var nasty coop.Profile
	nasty.Name.Vi, nasty.Seat.Line, nasty.Registration.CertificateNumber = `=HYPERLINK("http://x")`, "-1+1", "@SUM(A1)"
	return []coop.Profile{sound, nasty}
}

func export(t *testing.T, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := bulk.NewWriter(&b, format)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range profiles() {
		if err := w.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatGoesOutRunsNowhere(t *testing.T) {
	t.Parallel()
	text := export(t, "csv")
	if !bytes.HasPrefix(text, []byte("\ufeffid,kind,name,code")) {
		t.Errorf("Excel does not take it for UTF-8: %.40q", text)
	}
	records, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(records) != 3 || len(records[1]) != len(records[0]) {
		t.Fatalf("%d records, %v", len(records), err)
	}
	for _, record := range records {
		for i, cell := range record {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("column %s would be run: %q", records[0][i], cell)
			}
		}
	}
	if records[1][2] != "Hợp tác xã Đồng Tâm" || records[1][3] != "0100233488" || records[1][17] != "1000000000" || records[2][2] != `'=HYPERLINK("http://x")` {
		t.Errorf("%q", records)
	}
	sheet, err := excelize.OpenReader(bytes.NewReader(export(t, "xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer sheet.Close() //nolint:errcheck // in memory
	for cell, want := range map[string]string{"C3": `=HYPERLINK("http://x")`, "G3": "@SUM(A1)", "D2": "0100233488"} {
		formula, err := sheet.GetCellFormula("Sheet1", cell)
		value, _ := sheet.GetCellValue("Sheet1", cell)
		if err != nil || formula != "" || value != want {
			t.Errorf("%s: %q, formula %q, %v", cell, value, formula, err)
		}
	}
	lines := bytes.Split(bytes.TrimSpace(export(t, "ndjson")), []byte("\n"))
	if len(lines) != 2 || !json.Valid(lines[0]) || !json.Valid(lines[1]) {
		t.Errorf("%s", lines)
	}
	if _, err := bulk.NewWriter(io.Discard, "ods"); err == nil {
		t.Error("an unknown format is taken")
	}
}

func TestTheTablesHoldNothingPersonal(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"csv", "xlsx"} {
		text := export(t, format)
		if format == "xlsx" {
			rows := spreadsheetText(t, text)
			text = []byte(rows)
		}
		for _, personal := range []string{"087085001234", "0901234567"} {
			if bytes.Contains(text, []byte(personal)) {
				t.Errorf("%s holds %s", format, personal)
			}
		}
	}
}

func spreadsheetText(t *testing.T, book []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // in memory
	rows, err := f.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(rows)
}
