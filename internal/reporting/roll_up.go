package reporting

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/gowebpki/jcs"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// RollUp is a roll-up (báo cáo tổng hợp) as an office froze it: the figures of the organisations on its territory on
// the day AsOf, as the register knew them at KnownAt. The same two clocks give the same figures for ever; a later report
// changes no frozen roll-up, it shows in Changes.
type RollUp struct {
	ID        *RollUpID         `json:"id"` // null: a draft that nobody froze
	Year      int               `json:"year"`
	Step      Step              `json:"step"`
	Authority coop.AuthorityRef `json:"authority"`
	Number    int               `json:"number"` // the how-manieth of the office for the year and step
	Figures
	Provisional bool      `json:"provisional"` // frozen before everything it rests on was due
	DueOn       vn.Date   `json:"due_on"`
	State       State     `json:"state"`       // by the arrival of the request that froze it
	ReceivedAt  time.Time `json:"received_at"` // that arrival
	Digest      string    `json:"digest"`      // SHA-256 of Figures as canonical JSON (RFC 8785)
}

// Figures is what a roll-up says, and what its digest covers.
type Figures struct {
	Duty          string     `json:"duty"` // code of the rule
	Form          string     `json:"form,omitempty"`
	Cite          []law.Cite `json:"cite"`
	Basis         law.Basis  `json:"basis"`
	Territory     string     `json:"territory"` // code of the place
	AsOf          vn.Date    `json:"as_of"`
	KnownAt       time.Time  `json:"known_at"` // also the instant it was frozen
	Organizations Count      `json:"organizations"`
	Offices       Count      `json:"offices"`
	Units         Count      `json:"units,omitzero"` // of bodies that are no offices
	Tables        []Table    `json:"tables"`
	Rulebook      string     `json:"rulebook"`
}

// Sum is the digest of the figures.
func (f Figures) Sum() (string, error) { return digest(f) }

// digest is the SHA-256 of something as canonical JSON (RFC 8785).
func digest(what any) (string, error) {
	text, err := json.Marshal(what)
	if err != nil {
		return "", fmt.Errorf("digest figures: %w", err)
	}
	if text, err = jcs.Transform(text); err != nil {
		return "", fmt.Errorf("digest figures: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// Sealed refuses a roll-up whose figures are not those that were frozen, with ErrDiffers.
func (c RollUp) Sealed() error {
	sum, err := c.Sum()
	if err != nil {
		return err
	}
	if sum != c.Digest {
		return ErrDiffers
	}
	return nil
}

// Counts tells whether a roll-up counts as sent: a provisional one only where its own last day comes before that of what it
// rests on, so that no other could have been sent in time.
func Counts(provisional bool, due, inputsDue vn.Date) bool {
	return !provisional || due.Before(inputsDue)
}

// Entry is a line of the list of roll-ups.
type Entry struct {
	ID          RollUpID          `json:"id"`
	Year        int               `json:"year"`
	Step        Step              `json:"step"`
	Authority   coop.AuthorityRef `json:"authority"`
	Number      int               `json:"number"`
	Provisional bool              `json:"provisional"`
	AsOf        vn.Date           `json:"as_of"`
	KnownAt     time.Time         `json:"known_at"`
	ReceivedAt  time.Time         `json:"received_at"`
	State       State             `json:"state"`
	Digest      string            `json:"digest"`
}

// Changes is what a frozen roll-up would say now.
type Changes struct {
	ID       RollUpID     `json:"id"`
	Then     Clocks       `json:"then"`
	Now      Clocks       `json:"now"`
	Same     bool         `json:"same"`
	Reports  Since        `json:"reports"`
	Ratings  Since        `json:"ratings"`
	Cells    []CellChange `json:"cells"`
	Figures  Figures      `json:"figures"` // all of it, as it is now
	Rulebook bool         `json:"rulebook_changed"`
}

// Clocks are the two clocks of a roll-up, what it rests on, and its digest.
type Clocks struct {
	AsOf          vn.Date   `json:"as_of"`
	KnownAt       time.Time `json:"known_at"`
	Organizations Count     `json:"organizations"`
	Offices       Count     `json:"offices"`
	Digest        string    `json:"digest"`
}

// Since is how many sheets of the year came, or were corrected, after a roll-up was frozen.
type Since struct {
	New       int `json:"new"`
	Corrected int `json:"corrected"`
}

// CellChange is a value that is another now. Before and After are nil where it was, or is, not known.
type CellChange struct {
	Table  string `json:"table"`
	Line   string `json:"line"`
	Column string `json:"column"`
	Title  string `json:"title"`
	Before *int64 `json:"before"`
	After  *int64 `json:"after"`
}

// Compare names every cell that differs between two roll-ups, also where one has no such cell.
func Compare(before, after []Table) []CellChange {
	changes := []CellChange{}
	old, young := cells(before), cells(after)
	was, is := values(old), values(young)
	for _, c := range slices.Concat(young, old) {
		key := c.key()
		if !same(was[key], is[key]) {
			c.Before, c.After = was[key], is[key]
			changes = append(changes, c)
			was[key] = is[key] // said once
		}
	}
	return changes
}

// cells lists the cells of tables, their value in After.
func cells(tables []Table) []CellChange {
	var all []CellChange
	for _, t := range tables {
		for _, l := range t.Lines {
			for i, c := range l.Cells {
				all = append(all, CellChange{Table: t.Code, Line: l.Code, Column: t.Columns[i].Code, Title: l.Title + ", " + t.Columns[i].Title, After: c.Value})
			}
		}
	}
	return all
}

func (c CellChange) key() [3]string { return [3]string{c.Table, c.Line, c.Column} }

func values(all []CellChange) map[[3]string]*int64 {
	found := make(map[[3]string]*int64, len(all))
	for _, c := range all {
		found[c.key()] = c.After
	}
	return found
}

func same(a, b *int64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
