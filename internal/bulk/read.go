// Package bulk moves many records in and out: opening books as CSV and XLSX on the way in, CSV, NDJSON and XLSX on the way
// out, row by row in bounded memory.
package bulk

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

// Media types of books.
const (
	MediaCSV  = "text/csv"
	MediaXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

const (
	maxRows    = 200_000
	maxColumns = 200 // several times what a book can name
	maxCell    = 4_000
	maxFaults  = 500 // told at once
)

// Errors of books as files; what is wrong within a row names the row and column.
var (
	ErrNotABook = fault.New(fault.Unsupported, "book-type",
		"Chỉ nhận tệp CSV (UTF-8) hoặc XLSX.", "Only CSV (UTF-8) or XLSX files are taken.")
	ErrBookContent = fault.New(fault.Refused, "book-content",
		"Tệp không đọc được hoặc không đúng loại đã khai. Hãy lưu lại dưới dạng CSV UTF-8 hoặc XLSX rồi gửi lại.",
		"The file cannot be read or is not what it is declared to be. Save it as CSV UTF-8 or XLSX and send it again.")
	ErrBookTooLarge = fault.New(fault.TooLarge, "book-too-large",
		"Tệp quá lớn khi giải nén hoặc có quá nhiều dòng. Hãy tách tệp.", "The file is too large when unpacked or has too many rows. Split it.")
	ErrBookColumns = fault.New(fault.Refused, "book-columns",
		"Dòng tiêu đề có cột sai. Hãy sửa từng cột nêu dưới đây.", "The header has wrong columns. Mend every one below.")
	ErrBookFormula = fault.New(fault.Refused, "book-formula",
		"Tệp có ô chứa công thức. Hãy thay bằng giá trị.", "The file has cells with formulas. Replace them by values.")
)

// Rows reads an opening book row by row. The header names the columns of coop.BookColumns, or their Vietnamese titles. An
// error ends the sequence: it is a fault of the file as a whole, or of a cell that may not be read at all.
func Rows(book io.ReadSeeker, media string) iter.Seq2[coop.BookRow, error] {
	switch media {
	case MediaCSV:
		return csvRows(book)
	case MediaXLSX:
		return xlsxRows(book)
	}
	return failed(ErrNotABook)
}

func failed(err error) iter.Seq2[coop.BookRow, error] {
	return func(yield func(coop.BookRow, error) bool) { yield(coop.BookRow{}, err) }
}

func csvRows(book io.Reader) iter.Seq2[coop.BookRow, error] {
	return func(yield func(coop.BookRow, error) bool) {
		text := bufio.NewReader(book)
		if mark, _ := text.Peek(3); string(mark) == "\ufeff" { // before a quoted title it would be a broken quote
			_, _ = text.Discard(len(mark))
		}
		start, _ := text.Peek(4096)
		if bytes.HasPrefix(start, []byte("PK")) || bytes.ContainsRune(start, 0) || !utf8.Valid(trimPartial(start)) {
			yield(coop.BookRow{}, ErrBookContent)
			return
		}
		reader := csv.NewReader(text)
		reader.FieldsPerRecord, reader.ReuseRecord = -1, true
		firstLine, _, _ := bytes.Cut(start, []byte("\n"))
		if bytes.Count(firstLine, []byte(";")) > bytes.Count(firstLine, []byte(",")) {
			reader.Comma = ';'
		}
		rows(func() ([]string, error) { return reader.Read() }, yield)
	}
}

// trimPartial drops a rune that the end of the peeked bytes cut in two.
func trimPartial(b []byte) []byte {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// rows turns records into rows of named cells; next gives io.EOF after the last.
func rows(next func() ([]string, error), yield func(coop.BookRow, error) bool) {
	header, err := next()
	if err != nil {
		yield(coop.BookRow{}, ErrBookContent.Because(err))
		return
	}
	columns, err := columnsOf(header)
	if err != nil {
		yield(coop.BookRow{}, err)
		return
	}
	var refused error // for cells; the rows after them are read only to name theirs too
	for number := 2; ; number++ {
		record, err := next()
		if errors.Is(err, io.EOF) {
			if refused != nil {
				yield(coop.BookRow{}, refused)
			}
			return
		}
		if err == nil && number > maxRows {
			err = ErrBookTooLarge
		}
		if err != nil {
			yield(coop.BookRow{}, together(refused, asFault(err, number)))
			return
		}
		row, err := rowOf(number, columns, record)
		refused = together(refused, err)
		if refused == nil && len(row.Cells) > 0 && !yield(row, nil) {
			return
		}
	}
}

func asFault(err error, row int) error {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f
	}
	return ErrBookContent.At(fault.Field{Pointer: fmt.Sprintf("/rows/%d", row), Code: "csv", Detail: msgBrokenRow(row)}).Because(err)
}

// columnsOf names the columns of a header; an unknown or repeated one is refused.
func columnsOf(header []string) ([]string, error) {
	if len(header) > maxColumns {
		return nil, ErrBookContent.At(fault.Field{Pointer: "/rows/1", Code: "too-wide", Detail: fmt.Sprintf(msgTooManyColumns, maxColumns)})
	}
	columns := make([]string, len(header))
	var faults []fault.Field
	for i, title := range header {
		name, ok := columnOf(title)
		switch {
		case !ok:
			faults = append(faults, fault.Field{Pointer: "/rows/1", Parameter: strings.TrimSpace(title), Code: "unknown-column", Detail: msgUnknownColumn(title)})
		case slices.Contains(columns, name):
			faults = append(faults, fault.Field{Pointer: "/rows/1", Parameter: name, Code: "repeated-column", Detail: msgRepeatedColumn(title)})
		}
		columns[i] = name
	}
	for _, required := range []string{coop.ColumnKind, coop.ColumnName, coop.ColumnPlace} {
		if !slices.Contains(columns, required) {
			faults = append(faults, fault.Field{Pointer: "/rows/1", Parameter: required, Code: "missing-column", Detail: msgMissingColumn(required)})
		}
	}
	if len(faults) > 0 {
		return nil, ErrBookColumns.At(faults...)
	}
	return columns, nil
}

// columnOf knows a column by its name or by its Vietnamese title, whatever its tones and case.
func columnOf(title string) (string, bool) {
	name := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(title, "\ufeff")))
	if slices.Contains(coop.BookColumns(), name) {
		return name, true
	}
	known, ok := map[string]string{
		"so thu tu trong so": coop.ColumnKey, "loai hinh": coop.ColumnKind, "ten": coop.ColumnName, "ten tieng viet": coop.ColumnName,
		"ten viet tat": coop.ColumnShortName, "ten nuoc ngoai": coop.ColumnForeignName, "ma so": coop.ColumnCode,
		"so giay chung nhan": coop.ColumnCertificateNumber, "ngay cap": coop.ColumnRegisteredOn, "ngay dang ky": coop.ColumnRegisteredOn,
		"co quan cap": coop.ColumnAuthority, "dia chi": coop.ColumnSeatLine, "ma xa": coop.ColumnPlace, "ma dia ban": coop.ColumnPlace,
		"nganh nghe": coop.ColumnIndustries, "muc dich": coop.ColumnPurpose, "von dieu le": coop.ColumnCharterCapital,
		"so thanh vien": coop.ColumnMembersOfficial, "nguoi dai dien": coop.ColumnRepresentative, "chuc danh": coop.ColumnTitle,
		"dien thoai": coop.ColumnPhone, "thu dien tu": coop.ColumnEmail, "email": coop.ColumnEmail, "trang thai": coop.ColumnStatus,
		"so cu": coop.ColumnLegacyNumber,
	}[vn.Fold(title)]
	return known, ok
}

// together is the first refusal with the faults of both, as many as are told at once.
func together(before, now error) error {
	first, ok := errors.AsType[*fault.Error](before)
	if !ok {
		return now
	}
	next, ok := errors.AsType[*fault.Error](now)
	if !ok || len(first.Fields) >= maxFaults {
		return before
	}
	return first.At(next.Fields...)
}

// rowOf names the cells of a record, each on one line whatever its breaks were in the file. Cells that may not be read at all are
// refused together.
func rowOf(number int, columns, record []string) (coop.BookRow, error) {
	row := coop.BookRow{Row: number, Cells: map[string]string{}}
	var refused error
	for i, cell := range record {
		cell = vn.OneLine(cell)
		if cell == "" {
			continue
		}
		at := fault.Field{Pointer: fmt.Sprintf("/rows/%d", number), Code: "too-wide", Detail: msgTooWide(number)}
		if i >= len(columns) {
			return row, together(refused, ErrBookContent.At(at))
		}
		at.Pointer, at.Parameter = at.Pointer+"/"+columns[i], columns[i]
		refused = together(refused, refusal(at, cell))
		row.Cells[columns[i]] = cell
	}
	return row, refused
}

// refusal says why a cell may not be read, nil where it may.
func refusal(at fault.Field, cell string) error {
	switch {
	case !utf8.ValidString(cell) || strings.ContainsRune(cell, 0):
		at.Code, at.Detail = "encoding", msgNoText
	case len(cell) > maxCell:
		at.Code, at.Detail = "too-long", msgCellTooLong
	case isFormula(cell, at.Parameter):
		at.Code, at.Detail = "formula", msgFormula
		return ErrBookFormula.At(at)
	case slices.Contains(brokenFormulas(), cell):
		at.Code, at.Detail = "formula-error", msgBrokenFormula
		return ErrBookFormula.At(at)
	default:
		return nil
	}
	return ErrBookContent.At(at)
}

// brokenFormulas are what a spreadsheet keeps as the value of a formula that it could not work out.
func brokenFormulas() []string {
	return []string{"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"}
}

// isFormula tells whether a spreadsheet would run the cell. A phone number may begin with +.
func isFormula(cell, column string) bool {
	if !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return false
	}
	phone := column == coop.ColumnPhone || column == coop.ColumnPersonPhone
	return !phone || strings.Trim(cell, "+0123456789 .-()") != ""
}
