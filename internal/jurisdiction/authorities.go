package jurisdiction

import (
	"htxregistry/internal/id"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// AuthorityID names an authority for ever.
type AuthorityID = id.Of[Authority]

// Authority is one office during one continuous life. Its code is public and permanent; after the office ended the code
// may be given to another one, for it carries the code of the place.
type Authority struct {
	ID          AuthorityID
	Code        string // skhdt-87, tckh-866, ubnd-29881, kt-29884, nhnn
	Name        string // the last name of its life
	Level       Level
	Office      Office
	PlaceCode   string // empty: the whole country
	FormerNames []FormerName
	Contact     string // empty: not known
	vn.Period
}

// FormerName is a name an authority bore until a day.
type FormerName struct {
	Name  string  `json:"name"`
	Until vn.Date `json:"until"` // exclusive
}

// AuthoritySuccession says that on a day one authority took over from another, whole or in part.
type AuthoritySuccession struct {
	Old, New AuthorityID
	Share    place.Share
	On       vn.Date
}

// NameOn is the name of the office on a day; zero is the last name.
func (a Authority) NameOn(day vn.Date) string {
	if day.IsZero() {
		return a.Name
	}
	for _, f := range a.FormerNames {
		if day.Before(f.Until) {
			return f.Name
		}
	}
	return a.Name
}

func (a Authority) serves(o Office, placeCode string) bool {
	return o != OfficeNone && a.Office == o && a.PlaceCode == placeCode
}

// days on which offices changed by law
func financeMerger() vn.Date { return vn.NewDate(2025, 3, 1) } // Sở KH&ĐT into Sở Tài chính
func districtsEnd() vn.Date  { return vn.NewDate(2025, 7, 1) } // no district level; communes register
func listBegins() vn.Date    { return vn.NewDate(2004, 8, 31) }

// DeriveAuthorities gives the offices of the whole country and who took over from whom, as the rules and the map imply
// them: every place has, while it lasts, the offices of its level.
func DeriveAuthorities(places *place.Directory) ([]Authority, []AuthoritySuccession) {
	d := deriver{places: places, byPlace: map[lifeKey]*Authority{}}
	for _, life := range lives(places) {
		switch life.last().Level {
		case place.LevelProvince:
			d.add(OfficeSKHDT, life, vn.Period{To: financeMerger()})
			d.add(OfficeSTC, life, vn.Period{From: financeMerger()})
		case place.LevelDistrict:
			d.add(OfficeTCKH, life, vn.Period{To: districtsEnd()})
		case place.LevelCommune:
			d.add(OfficeUBND, life, vn.Period{})
			d.add(OfficeKT, life, vn.Period{From: districtsEnd()})
		}
	}
	d.all = append(d.all, &Authority{
		ID: id.Fixed[Authority](listBegins().Start(), "nhnn"), Code: "nhnn", Name: "Ngân hàng Nhà nước Việt Nam",
		Level: LevelStateBank, Office: OfficeNHNN, Period: vn.Period{From: listBegins()},
	})
	out := make([]Authority, len(d.all))
	for i, a := range d.all {
		out[i] = *a
	}
	return out, d.successions()
}

// life is one unit through its versions.
type life []place.Place

func (l life) last() place.Place { return l[len(l)-1] }
func (l life) from() vn.Date     { return l[0].From }
func (l life) to() vn.Date       { return l.last().To }

// lives cuts the versions of every code into units: a new one begins after a gap, and at the reform where the code went to
// another unit.
func lives(places *place.Directory) []life {
	var all []life
	var current life
	places.All(func(p place.Place) bool {
		if len(current) > 0 && !continues(places, current.last(), p) {
			all = append(all, current)
			current = nil
		}
		current = append(current, p)
		return true
	})
	return append(all, current)
}

// continues tells whether a version goes on the unit of the one before: the same code without a gap; and at the reform the
// same name, apart from its kind, with itself as a predecessor that went in whole.
func continues(places *place.Directory, before, p place.Place) bool {
	if before.Code != p.Code || before.To != p.From {
		return false
	}
	if p.From != districtsEnd() {
		return true
	}
	for _, s := range places.Successions(p.Code) {
		if s.On == p.From && s.NewCode == p.Code && s.Share == place.ShareWhole {
			return properName(before) == properName(p)
		}
	}
	return false
}

func properName(p place.Place) string {
	return vn.Fold(p.Name[min(len(p.Kind), len(p.Name)):])
}

type lifeKey struct {
	office Office
	code   string
	from   vn.Date
}

type deriver struct {
	places  *place.Directory
	all     []*Authority
	byPlace map[lifeKey]*Authority
}

// add derives the office of a kind for the part of a unit's life that lies in the office's own days.
func (d *deriver) add(o Office, l life, days vn.Period) {
	own := vn.Period{From: l.from(), To: l.to()}
	if !own.Overlaps(days) {
		return
	}
	if days.From.After(own.From) {
		own.From = days.From
	}
	if !days.To.IsZero() && (own.To.IsZero() || days.To.Before(own.To)) {
		own.To = days.To
	}
	a := &Authority{Code: string(o) + "-" + l.last().Code, Level: o.Level(), Office: o, PlaceCode: l.last().Code, Period: own}
	a.ID = id.Fixed[Authority](own.From.Start(), a.Code)
	for _, version := range l {
		if !version.Overlaps(own) {
			continue
		}
		if name := officeName(o, version); name != a.Name {
			if a.Name != "" {
				a.FormerNames = append(a.FormerNames, FormerName{Name: a.Name, Until: version.From})
			}
			a.Name = name
		}
	}
	d.all = append(d.all, a)
	d.byPlace[lifeKey{o, a.PlaceCode, own.From}] = a
}
