package succession

import (
	"slices"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
)

// HandsOver tells to which kind of office an office that lives on hands a kind of organisation; false where it keeps it.
func (p Plan) HandsOver(from jurisdiction.Office, kind coop.Kind) (jurisdiction.Office, bool) {
	i := slices.IndexFunc(p.HandOver, func(h HandOver) bool { return h.From == from && slices.Contains(h.Kinds, kind) })
	if i < 0 {
		return jurisdiction.OfficeNone, false
	}
	return p.HandOver[i].To, true
}

// Handed says to which office of a kind a thing goes that lies at a place, among those of the area of the office that hands
// it over.
func (s *Scheme) Handed(from jurisdiction.Authority, to jurisdiction.Office, seat Seat) Fate {
	var all, served []jurisdiction.Authority
	within := jurisdiction.Around(s.places, from.PlaceCode, s.on)
	for code := range within {
		if office, ok := s.offices.ForPlace(to, code, s.on); ok {
			all = append(all, office)
			if s.Within(seat, office) {
				served = append(served, office)
			}
		}
	}
	slices.SortFunc(all, func(a, b jurisdiction.Authority) int { return strings.Compare(a.Code, b.Code) })
	switch {
	case len(served) == 1:
		return Fate{To: served[0], Place: sole(s.parts(seat))}
	case len(served) > 1:
		return Fate{Candidates: served, Reason: reasonSplit}
	case seat.Place == "":
		return Fate{Candidates: all, Reason: reasonNoSeat}
	}
	return Fate{Candidates: all, Reason: reasonElse}
}
