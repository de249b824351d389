package bulk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/bulk"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
)

// sound fails unless what was read of a book is what the register may be given, and what was refused is the sender's fault.
func sound(t *testing.T, rows []coop.BookRow, err error) {
	t.Helper()
	last := 1
	for _, row := range rows {
		if row.Row <= last || len(row.Cells) == 0 {
			t.Fatalf("row %d after %d with %d cells", row.Row, last, len(row.Cells))
		}
		last = row.Row
		for column, cell := range row.Cells {
			phone := column == coop.ColumnPhone || column == coop.ColumnPersonPhone
			switch {
			case !slices.Contains(coop.BookColumns(), column):
				t.Fatalf("row %d has a column %q", row.Row, column)
			case cell == "" || cell != strings.TrimSpace(cell) || len(cell) > 4000:
				t.Fatalf("row %d, %s: %q", row.Row, column, cell)
			case strings.ContainsRune("=+-@", rune(cell[0])) && !phone:
				t.Fatalf("row %d, %s would be run: %q", row.Row, column, cell)
			}
		}
	}
	if err == nil {
		return
	}
	if f, ok := errors.AsType[*fault.Error](err); !ok || f.Kind != fault.Refused && f.Kind != fault.TooLarge {
		t.Fatalf("no fault of the sender: %v", err)
	}
}

func FuzzCSVRows(f *testing.F) {
	for _, book := range []string{
		"kind,name,place\nhtx,Hợp tác xã,29881\n", "\ufeffLoại hình;Tên;Mã xã\r\nhtx;A;29881\r\n", "kind,name,place,phone\nhtx,\"a\nb\",1,+84 1\n",
		"kind,name,place\n\"", "kind,name,place\n=1,@,-", "", "PK\x03\x04", "kind,name,place\nhtx,\xe2\x80", ";;;\n", "kind,name,place\n,,,,\n\r\n\r\r", strings.Repeat("ữ", 1366),
	} {
		f.Add([]byte(book))
	}
	f.Fuzz(func(t *testing.T, book []byte) {
		rows, err := read(book, bulk.MediaCSV)
		sound(t, rows, err)
	})
}

// parts are what a spreadsheet holds beside its sheet.
func parts(sheet, texts string) map[string]string {
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	return map[string]string{
		"[Content_Types].xml": head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
		"_rels/.rels":         head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     head + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": head + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + sheet + `</sheetData></worksheet>`,
		"xl/sharedStrings.xml":     head + `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + texts + `</sst>`,
	}
}

const sheetHeader = `<row r="1"><c r="A1" t="inlineStr"><is><t>kind</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c><c r="C1" t="inlineStr"><is><t>place</t></is></c></row>`

func FuzzXLSXSheet(f *testing.F) {
	for _, sheet := range []string{
		sheetHeader + `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="str"><f>1+1</f><v>A</v></c><c r="C2"><v>29881</v></c></row>`,
		sheetHeader + `<row r="7"><c r="A7" t="s"><v>9</v></c><c r="XFD7"><v>1</v></c></row>`,
		sheetHeader + `<row r="2"><c r="B2" t="s"><v>-1</v></c><c r="A2" t="b"><v>1</v></c></row>`,
		sheetHeader + `<row r="1"><c r="A1"><v>x</v></c></row><row><c><v>1e9</v></c></row>`,
		`<row r="0"><c r="0A"/></row>`, `<row r="99999999999"><c r="ZZZZ1"/></row>`, `<row`, ``,
	} {
		f.Add(sheet, `<si><t>htx</t></si>`)
	}
	f.Fuzz(func(t *testing.T, sheet, texts string) {
		rows, err := read(archive(t, parts(sheet, texts)), bulk.MediaXLSX)
		sound(t, rows, err)
	})
}

func FuzzXLSXArchive(f *testing.F) {
	f.Add(archive(f, parts(sheetHeader, "")))
	f.Add(spreadsheet(f, []any{"kind", "name", "place"}, []any{"htx", "A", 29881}))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1})
	f.Fuzz(func(t *testing.T, book []byte) {
		rows, err := read(book, bulk.MediaXLSX)
		sound(t, rows, err)
	})
}
