package succession

import (
	"slices"

	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// Scheme is a plan worked out on a map: who takes over from each office that ends.
type Scheme struct {
	on      vn.Date
	places  *place.Directory
	offices *jurisdiction.Directory
	heirs   map[jurisdiction.AuthorityID][]jurisdiction.Authority
}

// Seat is where something lies: a code of the list of a day; empty where it is not known.
type Seat struct {
	Place string
	On    vn.Date
}

// Fate is what becomes of a thing at an office: To takes it over and knows its seat as Place, or a person chooses among
// Candidates for the Reason.
type Fate struct {
	To         jurisdiction.Authority
	Place      string // code on the day of the succession; empty where not known
	Candidates []jurisdiction.Authority
	Reason     string
}

// Decided tells whether no person is needed.
func (f Fate) Decided() bool { return f.Reason == "" }

// NewScheme works a plan out that Check has found sound.
func NewScheme(p Plan, places *place.Directory, offices *jurisdiction.Directory) *Scheme {
	s := &Scheme{on: p.On, places: places, offices: offices, heirs: map[jurisdiction.AuthorityID][]jurisdiction.Authority{}}
	if p.By == ByPlaces {
		for _, old := range offices.EndedOn(p.On) {
			s.heirs[old.ID] = Known(offices, old)
		}
	}
	for _, pair := range p.Successions {
		old, ok1 := offices.ByCode(pair.Old, p.On.AddDays(-1))
		heir, ok2 := offices.ByCode(pair.New, p.On)
		if ok1 && ok2 && !slices.ContainsFunc(s.heirs[old.ID], func(a jurisdiction.Authority) bool { return a.ID == heir.ID }) {
			s.heirs[old.ID] = append(s.heirs[old.ID], heir)
		}
	}
	return s
}

// Known gives the offices that took over from one when it ended, by the lists.
func Known(offices *jurisdiction.Directory, old jurisdiction.Authority) []jurisdiction.Authority {
	var heirs []jurisdiction.Authority
	for _, s := range offices.Successors(old.ID) {
		if heir, ok := offices.ByID(s.New); ok && s.On == old.To {
			heirs = append(heirs, heir)
		}
	}
	return heirs
}

// Of is the scheme of the known successors of one office alone: who took over when it ended.
func Of(places *place.Directory, offices *jurisdiction.Directory, old jurisdiction.Authority) *Scheme {
	return &Scheme{on: old.To, places: places, offices: offices, heirs: map[jurisdiction.AuthorityID][]jurisdiction.Authority{
		old.ID: Known(offices, old),
	}}
}

// Offices lists the offices that end, in any order.
func (s *Scheme) Offices() []jurisdiction.AuthorityID {
	ids := make([]jurisdiction.AuthorityID, 0, len(s.heirs))
	for id := range s.heirs {
		ids = append(ids, id)
	}
	return ids
}

// Heirs gives who takes over from an office, none where it does not end.
func (s *Scheme) Heirs(old jurisdiction.AuthorityID) []jurisdiction.Authority { return s.heirs[old] }

// Fate says what becomes of a thing at an office that ends.
func (s *Scheme) Fate(old jurisdiction.AuthorityID, seat Seat) Fate {
	heirs := s.heirs[old]
	now := s.parts(seat)
	if len(heirs) == 1 {
		return Fate{To: heirs[0], Place: sole(now)}
	}
	if seat.Place == "" || len(now) == 0 {
		return Fate{Candidates: heirs, Reason: reasonNoSeat}
	}
	var served []jurisdiction.Authority
	for _, heir := range heirs {
		if slices.ContainsFunc(now, func(p place.Place) bool { return s.lies(p.Code, heir.PlaceCode) }) {
			served = append(served, heir)
		}
	}
	switch len(served) {
	case 1:
		return Fate{To: served[0], Place: sole(now)}
	case 0:
		return Fate{Candidates: heirs, Reason: reasonElse}
	}
	return Fate{Candidates: served, Reason: reasonSplit}
}

// At gives what a seat is on the day of the succession within the area of an office, empty where it is not one place.
func (s *Scheme) At(seat Seat, office jurisdiction.Authority) string {
	return sole(slices.DeleteFunc(s.parts(seat), func(p place.Place) bool { return !s.lies(p.Code, office.PlaceCode) }))
}

// Within tells whether a seat, or a part of what it has become, lies in the area of an office.
func (s *Scheme) Within(seat Seat, office jurisdiction.Authority) bool {
	return slices.ContainsFunc(s.parts(seat), func(p place.Place) bool { return s.lies(p.Code, office.PlaceCode) })
}

func (s *Scheme) parts(seat Seat) []place.Place {
	if seat.Place == "" {
		return nil
	}
	return s.places.Follow(seat.Place, seat.On, s.on)
}

func (s *Scheme) lies(code, within string) bool {
	return slices.ContainsFunc(s.places.Path(code, s.on), func(p place.Place) bool { return p.Code == within })
}

func sole(places []place.Place) string {
	if len(places) != 1 {
		return ""
	}
	return places[0].Code
}
