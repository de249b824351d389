package postgres

import (
	"encoding/json"
	"fmt"
	"sync"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
)

// memo remembers what JSON columns say whose values are few and come again row after row: decoding them was a fifth of the
// time of a list. It forgets everything when it is full.
type memo[T any] struct {
	mu    sync.RWMutex
	known map[string]T
}

// mostKnown bounds a memo; the values are some hundred bytes each.
const mostKnown = 4096

// memos are those of a store.
type memos struct {
	cites       memo[[]law.Cite]
	industries  memo[[]coop.Industry]
	members     memo[coop.MemberCounts]
	ratings     memo[coop.YearRank]
	memberships memo[coop.AllianceMember]
	candidacies memo[[]coop.Candidacy]
}

// read decodes raw, or remembers it. What it gives is shared: whoever keeps it must copy it.
func (m *memo[T]) read(d *decoder, raw []byte) (value T) {
	if empty(raw) || d.err != nil {
		return value
	}
	m.mu.RLock()
	value, ok := m.known[string(raw)]
	m.mu.RUnlock()
	if ok {
		return value
	}
	if err := json.Unmarshal(raw, &value); err != nil {
		d.err = fmt.Errorf("decode %T: %w", value, err)
		return value
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= mostKnown {
		m.known = map[string]T{}
	}
	m.known[string(raw)] = value
	return value
}
