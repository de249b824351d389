package place

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

//go:embed data/*.csv.gz
var shipped embed.FS

// ErrBadList is a reference list with faulty rows; its fields name each row and column.
var ErrBadList = fault.New(fault.Refused, "reference-list-invalid",
	"Danh mục có dòng sai. Hãy sửa từng dòng nêu dưới đây rồi nạp lại.",
	"The reference list has faulty rows. Mend each and load it again.")

// Shipped is the reference data that comes with the program, with the digest of each list.
type Shipped struct {
	Places         []Place
	AltNames       []AltName
	Successions    []Succession
	Industries     []Industry
	PlacesDigest   string
	IndustryDigest string
}

// ReadShipped reads the lists that come with the program.
func ReadShipped() (Shipped, error) {
	var s Shipped
	places, alt, succ, ind := new(bytes.Buffer), new(bytes.Buffer), new(bytes.Buffer), new(bytes.Buffer)
	for name, into := range map[string]*bytes.Buffer{"places": places, "alt-names": alt, "successions": succ, "industries": ind} {
		if err := unpack("data/"+name+".csv.gz", into); err != nil {
			return s, err
		}
	}
	s.PlacesDigest = digest(places.Bytes(), alt.Bytes(), succ.Bytes())
	s.IndustryDigest = digest(ind.Bytes())
	var errs [4]error
	s.Places, errs[0] = ReadPlaces(places)
	s.AltNames, errs[1] = readAltNames(alt)
	s.Successions, errs[2] = ReadSuccessions(succ)
	s.Industries, errs[3] = ReadIndustries(ind)
	return s, errors.Join(errs[:]...)
}

func unpack(name string, into *bytes.Buffer) error {
	f, err := shipped.Open(name)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only, in memory
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if _, err := into.ReadFrom(z); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func digest(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ReadPlaces reads places from CSV with the columns code, name, level, kind, parent_code, valid_from, valid_to. valid_to is
// exclusive: a unit in force through 2025-06-30 has 2025-07-01. It returns ErrBadList naming every faulty row and column.
func ReadPlaces(r io.Reader) ([]Place, error) {
	t, err := readTable(r, "code", "name", "level", "kind", "parent_code", "valid_from", "valid_to")
	if err != nil {
		return nil, err
	}
	places := make([]Place, 0, len(t.rows))
	for i, row := range t.rows {
		p := Place{Code: row[0], Name: row[1], Level: Level(row[2]), Kind: row[3], ParentCode: row[4]}
		p.From, p.To = t.day(i, 5), t.day(i, 6)
		t.check(i, 0, len(p.Code) == codeLength(p.Level) && isNumber(p.Code), msgBadCode)
		t.check(i, 1, p.Name != "", msgEmpty)
		t.check(i, 2, p.Level.Known(), msgBadLevel)
		t.check(i, 4, (p.ParentCode == "") == (p.Level == LevelProvince), msgBadParent)
		t.check(i, 5, !p.From.IsZero(), msgEmpty)
		t.check(i, 6, p.Check() == nil, msgBadPeriod)
		places = append(places, p)
	}
	if t.err() == nil {
		t.checkMap(places)
	}
	return places, t.err()
}

// checkMap refuses versions of one code that overlap and parents that are not in force on the first and last day.
func (t *table) checkMap(places []Place) {
	d := NewDirectory(places, nil, nil)
	for i, p := range places {
		for _, other := range d.Versions(p.Code) {
			t.check(i, 5, other == p || !other.Overlaps(p.Period), msgOverlap)
		}
		if p.ParentCode == "" {
			continue
		}
		last := p.From
		if !p.To.IsZero() {
			last = p.To.AddDays(-1)
		}
		_, first := d.At(p.ParentCode, p.From)
		_, end := d.At(p.ParentCode, last)
		t.check(i, 4, first && end, msgParentNotInForce)
	}
}

// ReadSuccessions reads successions from CSV: old_code, new_code, old_level, new_level, share, effective_on, remark, source.
func ReadSuccessions(r io.Reader) ([]Succession, error) {
	t, err := readTable(r, "old_code", "new_code", "old_level", "new_level", "share", "effective_on", "remark", "source")
	if err != nil {
		return nil, err
	}
	list := make([]Succession, 0, len(t.rows))
	for i, row := range t.rows {
		s := Succession{OldCode: row[0], NewCode: row[1], OldLevel: Level(row[2]), NewLevel: Level(row[3]), Share: Share(row[4]), On: t.day(i, 5), Remark: row[6], Source: row[7]}
		t.check(i, 0, isNumber(s.OldCode), msgBadCode)
		t.check(i, 1, isNumber(s.NewCode), msgBadCode)
		t.check(i, 4, s.Share == ShareWhole || s.Share == SharePart || s.Share == ShareUnknown, msgBadShare)
		t.check(i, 5, !s.On.IsZero(), msgEmpty)
		list = append(list, s)
	}
	return list, t.err()
}

// ReadIndustries reads the classification from CSV: edition, code, level, parent_code, name.
func ReadIndustries(r io.Reader) ([]Industry, error) {
	t, err := readTable(r, "edition", "code", "level", "parent_code", "name")
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	list := make([]Industry, 0, len(t.rows))
	for i, row := range t.rows {
		level, _ := strconv.Atoi(row[2])
		t.check(i, 0, row[0] == "2018" || row[0] == "2025", msgBadEdition)
		t.check(i, 1, row[1] != "" && !known[row[0]+row[1]], msgBadCode)
		t.check(i, 2, level >= 1 && level <= 5, msgBadLevel)
		t.check(i, 3, (row[3] == "") == (level == 1) && (row[3] == "" || known[row[0]+row[3]]), msgBadParent)
		t.check(i, 4, row[4] != "", msgEmpty)
		known[row[0]+row[1]] = true
		list = append(list, Industry{Edition: row[0], Code: row[1], Level: level, ParentCode: row[3], Name: row[4]})
	}
	return list, t.err()
}

func readAltNames(r io.Reader) ([]AltName, error) {
	t, err := readTable(r, "code", "alt_name")
	if err != nil {
		return nil, err
	}
	list := make([]AltName, 0, len(t.rows))
	for _, row := range t.rows {
		list = append(list, AltName{row[0], row[1]})
	}
	return list, nil
}

// table is a CSV list being read, with the faults found in it.
type table struct {
	columns []string
	rows    [][]string
	faults  []fault.Field
}

// maxFaults is how many faults of one list are told at once; a list with more is broken as a whole.
const maxFaults = 200

func readTable(r io.Reader, columns ...string) (*table, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord = len(columns)
	all, err := c.ReadAll()
	if err != nil {
		return nil, ErrBadList.At(fault.Field{Pointer: "/rows", Code: "csv", Detail: err.Error()})
	}
	if len(all) == 0 || !slices.Equal(all[0], columns) {
		return nil, ErrBadList.At(fault.Field{Pointer: "/rows/1", Code: "columns", Detail: msgColumns(columns)})
	}
	return &table{columns: columns, rows: all[1:]}, nil
}

// check notes a fault in a cell; rows are counted as in the file, the header being row 1.
func (t *table) check(row, column int, ok bool, detail string) {
	if !ok && len(t.faults) < maxFaults {
		pointer := fmt.Sprintf("/rows/%d/%s", row+2, t.columns[column])
		t.faults = append(t.faults, fault.Field{Pointer: pointer, Code: "invalid", Detail: detail})
	}
}

func (t *table) day(row, column int) vn.Date {
	var d vn.Date
	t.check(row, column, d.UnmarshalText([]byte(t.rows[row][column])) == nil, msgBadDay)
	return d
}

func (t *table) err() error {
	if len(t.faults) == 0 {
		return nil
	}
	return ErrBadList.At(t.faults...)
}

func codeLength(l Level) int {
	switch l {
	case LevelProvince:
		return 2
	case LevelDistrict:
		return 3
	case LevelCommune:
		return 5
	}
	return -1
}

func isNumber(s string) bool {
	_, err := strconv.ParseUint(s, 10, 32)
	return err == nil
}
