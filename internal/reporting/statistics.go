package reporting

import (
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Statistics is one table of the collective economy (biểu kinh tế tập thể) of a place, of an office's territory or of the
// country: the organisations as of the day AsOf and what is reported of the year it lies in, as the register knew them at
// KnownAt. The same two clocks give the same figures for ever.
type Statistics struct {
	Year      int                `json:"year"`
	By        By                 `json:"by"`
	DataFrom  vn.Date            `json:"data_from"`
	DataUntil vn.Date            `json:"data_until"` // inclusive
	AsOf      vn.Date            `json:"as_of"`
	KnownAt   time.Time          `json:"known_at"`
	Place     string             `json:"place,omitempty"`
	Authority *coop.AuthorityRef `json:"authority"` // null: of no one office
	Basis     law.Basis          `json:"basis"`     // of the form
	Note      string             `json:"note,omitempty"`
	Rulebook  string             `json:"rulebook"`
	Table     Table              `json:"table"`
	Digest    string             `json:"digest,omitempty"` // SHA-256 of all the rest as canonical JSON (RFC 8785)
}

// Seal adds the digest.
func (s Statistics) Seal() (Statistics, error) {
	s.Digest = ""
	sum, err := digest(s)
	s.Digest = sum
	return s, err
}
