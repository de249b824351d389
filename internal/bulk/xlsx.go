package bulk

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
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
	// maxTags is how many tags the shared texts of a book may have, four for each text: five texts for each of maxRows rows.
	// Reading five million of them, from an archive of 200 KiB, took 46 seconds.
	maxTags = 4 * 5 * maxRows
)

func xlsxRows(book io.ReadSeeker) iter.Seq2[coop.BookRow, error] {
	return func(yield func(coop.BookRow, error) bool) {
		if err := unpacks(book); err != nil {
			yield(coop.BookRow{}, err)
			return
		}
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

// unpacks refuses, before the library reads them whole, a part that is there twice, of which programs would show different ones, and
// more shared texts than a book has.
func unpacks(book io.ReadSeeker) error {
	size, err := book.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	at, ok := book.(io.ReaderAt)
	if !ok {
		return fmt.Errorf("a book of type %T cannot be read at a place", book)
	}
	if _, err := book.Seek(0, io.SeekStart); err != nil {
		return err
	}
	archive, err := zip.NewReader(at, size)
	if err != nil {
		return ErrBookContent.Because(err)
	}
	seen := map[string]bool{}
	for _, part := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(part.Name, `\`, "/"))
		if seen[name] {
			return ErrBookContent.Because(fmt.Errorf("%s is there twice", part.Name))
		}
		seen[name] = true
		if strings.HasSuffix(name, "sharedstrings.xml") {
			if err := fewTags(part); err != nil {
				return err
			}
		}
	}
	return nil
}

// fewTags refuses a part with more tags than maxTags.
func fewTags(part *zip.File) error {
	content, err := part.Open()
	if err != nil {
		return ErrBookContent.Because(err)
	}
	defer content.Close() //nolint:errcheck // read only
	chunk, tags := make([]byte, 64<<10), 0
	for {
		n, err := content.Read(chunk)
		if tags += bytes.Count(chunk[:n], []byte("<")); tags > maxTags {
			return ErrBookTooLarge
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return ErrBookContent.Because(err)
		}
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
