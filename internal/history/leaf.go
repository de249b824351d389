package history

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gowebpki/jcs"

	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Leaf is an entry as the tamper-evident log shows it to everyone. Its canonical bytes (RFC 8785, JSON Canonicalization
// Scheme) are what the log commits to; members that are empty are left out. Who acted is sealed, and of an act on a dossier
// that concerns no organisation the dossier too: Sealed is the SHA-256, in hex, of the canonical bytes of the Seal.
type Leaf struct {
	ID             string          `json:"id"`
	Operation      string          `json:"operation"`
	Act            string          `json:"act"`
	Procedure      string          `json:"procedure,omitempty"`
	OrganizationID string          `json:"organization_id,omitempty"`
	UnitID         string          `json:"unit_id,omitempty"`
	DossierID      string          `json:"dossier_id,omitempty"`
	AuthorityID    string          `json:"authority_id,omitempty"`
	EffectiveOn    vn.Date         `json:"effective_on"`
	RecordedAt     time.Time       `json:"recorded_at"`
	Cite           []law.Cite      `json:"cite"`
	Rulebook       string          `json:"rulebook,omitempty"`
	Before         json.RawMessage `json:"before,omitempty"`
	After          json.RawMessage `json:"after,omitempty"`
	Delta          Patch           `json:"delta,omitempty"`
	Beside         json.RawMessage `json:"beside,omitempty"`
	Sealed         string          `json:"sealed"`
}

// Seal is what of an entry is not for everyone. The id of the key, which nobody outside knows, keeps the name of the person
// from being guessed.
type Seal struct {
	Caller    string          `json:"caller"`
	KeyID     string          `json:"key_id,omitempty"`
	RequestID string          `json:"request_id,omitempty"`
	DossierID string          `json:"dossier_id,omitempty"`
	Before    json.RawMessage `json:"before,omitempty"`
	After     json.RawMessage `json:"after,omitempty"`
}

// Leaf gives the canonical bytes of the entry in the log. The entry must be as it was read from the register: the database
// keeps instants to the microsecond.
func (e Entry) Leaf() ([]byte, error) {
	seal := Seal{Caller: e.Caller, KeyID: e.KeyID, RequestID: e.RequestID}
	l := Leaf{
		ID: e.ID.String(), Operation: e.Operation, Act: e.Act, Procedure: e.Procedure, OrganizationID: e.OrganizationID,
		UnitID: e.UnitID, AuthorityID: e.AuthorityID, EffectiveOn: e.EffectiveOn, RecordedAt: e.RecordedAt.UTC(),
		Cite: e.Cite, Rulebook: e.Rulebook, Beside: e.Beside,
	}
	if e.OrganizationID == "" {
		seal.DossierID, seal.Before, seal.After = e.DossierID, e.Before, e.After
	} else {
		l.DossierID, l.Before, l.After, l.Delta = e.DossierID, e.Before, e.After, e.Delta
	}
	if l.Cite == nil {
		l.Cite = []law.Cite{}
	}
	sealed, err := canonicalBytes(seal)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(sealed)
	l.Sealed = hex.EncodeToString(digest[:])
	return canonicalBytes(l)
}

func canonicalBytes(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("history: leaf: %w", err)
	}
	text, err = jcs.Transform(text)
	if err != nil {
		return nil, fmt.Errorf("history: leaf: %w", err)
	}
	return text, nil
}

// LoggedLeaf is a leaf in its place in the log: its canonical bytes, as text, and their hash.
type LoggedLeaf struct {
	Index int64  `json:"index"`
	Leaf  string `json:"leaf"`
	Hash  Hash   `json:"hash"`
}

// Inclusion proves that a log of a size has a leaf.
type Inclusion struct {
	LeafIndex int64  `json:"leaf_index"`
	Size      int64  `json:"size"`
	Hash      Hash   `json:"hash"` // of the leaf, as stored
	Proof     []Hash `json:"proof"`
}
