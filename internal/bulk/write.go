package bulk

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"htxregistry/internal/coop"
)

// Writer writes organisations one by one. Close must be called, or the end is missing.
type Writer interface {
	Write(p coop.Profile) error
	Close() error
}

// NewWriter gives a writer of a format: csv, ndjson or xlsx.
func NewWriter(w io.Writer, format string) (Writer, error) {
	switch format {
	case "ndjson":
		return ndjson{json.NewEncoder(w)}, nil
	case "csv":
		// Excel takes a file for UTF-8 by its byte order mark only.
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return nil, err
		}
		c := &csvWriter{csv.NewWriter(w)}
		return c, c.w.Write(titles())
	case "xlsx":
		return newXLSX(w)
	}
	return nil, fmt.Errorf("no format %q", format)
}

type ndjson struct{ *json.Encoder }

func (n ndjson) Write(p coop.Profile) error { return n.Encode(p) }
func (n ndjson) Close() error               { return nil }

type csvWriter struct{ w *csv.Writer }

func (c *csvWriter) Write(p coop.Profile) error {
	cells := cellsOf(p)
	for i, cell := range cells {
		cells[i] = harmless(cell)
	}
	return c.w.Write(cells)
}

func (c *csvWriter) Close() error {
	c.w.Flush()
	return c.w.Error()
}

// harmless keeps a spreadsheet from running a text as a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

type xlsxWriter struct {
	out    io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	row    int
}

func newXLSX(w io.Writer) (Writer, error) {
	f := excelize.NewFile()
	stream, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, err
	}
	x := &xlsxWriter{out: w, file: f, stream: stream}
	return x, x.add(titles())
}

func (x *xlsxWriter) add(cells []string) error {
	x.row++
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = cell // as text: codes keep their zeros, nothing is a formula
	}
	return x.stream.SetRow("A"+strconv.Itoa(x.row), values)
}

func (x *xlsxWriter) Write(p coop.Profile) error { return x.add(cellsOf(p)) }

func (x *xlsxWriter) Close() error {
	defer x.file.Close() //nolint:errcheck // removes its temporary files
	if err := x.stream.Flush(); err != nil {
		return err
	}
	_, err := x.file.WriteTo(x.out)
	return err
}

func titles() []string {
	return []string{
		"id", "kind", "name", "code", "status", "registered_on", "certificate_number", "authority", "issuing_level", "misrouted",
		"seat_line", "place", "place_name", "current_place", "current_authority", "sector", "purpose", "charter_capital_vnd",
		"members_official", "size_members", "size_capital", "representative",
	}
}

func cellsOf(p coop.Profile) []string {
	cells := []string{
		p.ID.String(), string(p.Kind), p.Name.Vi, text(p.Code), string(p.Status), p.Registration.IssuedOn.String(),
		p.Registration.CertificateNumber, "", "", "", p.Seat.Line, p.Seat.Place.Code, strings.Join(p.Seat.Place.Path, ", "),
		"", "", p.Sector, p.Purpose, "", "", p.Size.ByMembers, p.Size.ByCapital, "",
	}
	if a := p.Registration.Authority; a != nil {
		cells[7], cells[8] = a.Code, a.Level
	}
	if p.Registration.Misrouted != nil {
		cells[9] = strconv.FormatBool(*p.Registration.Misrouted)
	}
	if p.Seat.CurrentPlace != nil {
		cells[13] = p.Seat.CurrentPlace.Code
	}
	if a := p.Registration.CurrentAuthority; a != nil {
		cells[14] = a.Code
	}
	if p.CharterCapital != nil {
		cells[17] = strconv.FormatInt(int64(*p.CharterCapital), 10)
	}
	if p.Members != nil {
		cells[18] = strconv.Itoa(p.Members.Official)
	}
	if len(p.Representatives) > 0 {
		cells[21] = p.Representatives[0].FullName
	}
	return cells
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
