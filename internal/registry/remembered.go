package registry

import (
	"sync"

	"htxregistry/internal/vn"
)

// remembered keeps answers that follow from reference data, law and a day alone. Each record asks for them, and there are only
// as many as communes, kinds and tracks: working them out anew was a twentieth of the time of a read. What it gives is shared
// and must not be changed.
type remembered[K comparable, V any] struct {
	mu    sync.RWMutex
	known map[K]V
}

// mostRemembered bounds the answers kept; when they are more, days have passed or are asked about, and all are forgotten.
const mostRemembered = 1 << 15

func (m *remembered[K, V]) get(key K, work func() V) V {
	m.mu.RLock()
	value, ok := m.known[key]
	m.mu.RUnlock()
	if ok {
		return value
	}
	value = work()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= mostRemembered {
		m.known = map[K]V{}
	}
	m.known[key] = value
	return value
}

// placeVersion is a place since one of its changes, asked about on a day: what it is then is the same for each day until its next.
type placeVersion struct {
	code      string
	from, day vn.Date
}
