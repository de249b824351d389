package bulk

import (
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// Limits of a spreadsheet when unpacked: a small archive may hold gigabytes.
const (
	unpackLimit    = 200 << 20
	unpackXMLLimit = 16 << 20
)

func xlsxRows(book io.ReadSeeker) iter.Seq2[coop.BookRow, error] {
	return func(yield func(coop.BookRow, error) bool) {
		f, err := excelize.OpenReader(book, excelize.Options{RawCellValue: true, UnzipSizeLimit: unpackLimit, UnzipXMLSizeLimit: unpackXMLLimit})
		if err != nil {
			fail := ErrBookContent.Because(err)
			if strings.Contains(err.Error(), "limit") { // the library has no error of its own for it
				fail = ErrBookTooLarge.Because(err)
			}
			yield(coop.BookRow{}, fail)
			return
		}
		defer f.Close() //nolint:errcheck // removes its temporary files
		sheet := f.GetSheetName(0)
		cursor, err := f.Rows(sheet)
		if err != nil {
			yield(coop.BookRow{}, ErrBookContent.Because(err))
			return
		}
		defer cursor.Close() //nolint:errcheck // read only
		var days []int
		first := true
		rows(func() ([]string, error) {
			if !cursor.Next() {
				if err := cursor.Error(); err != nil {
					return nil, err
				}
				return nil, io.EOF
			}
			cells, err := cursor.Columns()
			if err != nil {
				return nil, err
			}
			if first {
				first, days = false, dayColumns(cells)
				return cells, nil
			}
			return withDays(cells, days), nil
		}, yield)
	}
}

// dayColumns finds the columns that hold days, which a spreadsheet keeps as numbers.
func dayColumns(header []string) []int {
	var found []int
	for i, title := range header {
		name, _ := columnOf(title)
		if slices.Contains([]string{coop.ColumnRegisteredOn, coop.ColumnPlaceOn, coop.ColumnBirthDate, coop.ColumnStatusSince, coop.ColumnLegacyIssuedOn}, name) {
			found = append(found, i)
		}
	}
	return found
}

// withDays turns the numbers of day columns into days: 1 is 1900-01-01, and the calendar of spreadsheets has a 1900-02-29.
func withDays(cells []string, days []int) []string {
	for _, i := range days {
		if i >= len(cells) {
			continue
		}
		if serial, err := strconv.Atoi(cells[i]); err == nil && serial > 60 && serial < 80_000 {
			cells[i] = vn.NewDate(1899, time.December, 30).AddDays(serial).String()
		}
	}
	return cells
}
