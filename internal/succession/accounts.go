package succession

import "htxregistry/internal/jurisdiction"

// KeyFate is what becomes of a key: it goes to an office, ends, or waits for a person.
type KeyFate struct {
	Fate
	Ends bool
}

// Key says what becomes of a key of an office that ends: what the plan says of the key, of its office, the one successor
// there is, or what the plan says of all others.
func (s *Scheme) Key(a Accounts, keyID string, old jurisdiction.Authority) KeyFate {
	for _, byKey := range []bool{true, false} {
		for _, m := range a.Moves {
			if byKey && m.Key != keyID || !byKey && (m.Key != "" || m.Office != old.Code) {
				continue
			}
			to, ok := s.offices.ByCode(m.To, s.on)
			return KeyFate{Fate: Fate{To: to}, Ends: m.End || !ok}
		}
	}
	heirs := s.heirs[old.ID]
	switch {
	case len(heirs) == 1:
		return KeyFate{Fate: Fate{To: heirs[0]}}
	case a.Others == OthersEnd:
		return KeyFate{Ends: true}
	}
	return KeyFate{Fate: Fate{Candidates: heirs, Reason: reasonKey}}
}
