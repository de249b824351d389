package jurisdiction

import (
	"errors"
	"slices"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/law"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// Question asks who is competent. Kind is a kind of organisation or unit; Place the commune of the seat or unit, of the
// organisation's seat where Rules.BySeat says so; Of the kind of the organisation that opens a unit (an HTX when not said).
type Question struct {
	Kind      string
	Procedure coop.Procedure
	Place     string
	On        vn.Date
	Of        coop.Kind
}

func (q Question) parent() coop.Kind {
	if q.Of == "" {
		return coop.KindHTX
	}
	return q.Of
}

// kind is whose office decides: a THT that becomes an HTX is decided at the office of the HTX's planned seat (Điều 61 khoản 1,
// 92/2024/NĐ-CP).
func (q Question) kind() string {
	if q.Procedure == coop.ProcedureConversion && q.Kind == string(coop.KindTHT) {
		return string(coop.KindHTX)
	}
	return q.Kind
}

// Ruling answers a Question. Office is none where no text names one (Basis missing) or nobody registers (Hội quán). Keeper
// is who enters the record on this register; mostly the office itself.
type Ruling struct {
	Rule             string
	Level            Level
	Office           Office
	OfficePlace      string // code of the place the office serves on the day
	Keeper           Office
	KeeperPlace      string
	Cite             []law.Cite
	Basis            law.Basis
	CertificateTitle string
	Procedure        coop.Procedure // the one that exists on the day
	On               vn.Date
	Place            string
	Became           []Became // for a place that is not in force on the day

	says  string        // the rule's sentence, with its gaps
	path  []place.Place // the place ruled on and what it lies in
	moved []place.Place // for a place that is not in force on the day: what it is then
}

// Explanation says the ruling in a sentence. It is put together only when it is asked for: most rulings are read for the
// office alone.
func (g Ruling) Explanation() string {
	switch {
	case g.moved == nil:
		return explain(g.says, g.Office, g.Keeper, g.path)
	case len(g.path) > 0:
		return explainMoved(g.Place, g.On, g.moved) + " " + explain(g.says, g.Office, g.Keeper, g.path)
	}
	return explainMoved(g.Place, g.On, g.moved)
}

// Became is one place that the asked place is on the day, with the office there.
type Became struct {
	Place       place.Place
	Office      Office
	OfficePlace string
}

// Errors of questions that have no answer.
var (
	ErrNoSuchPlace = fault.New(fault.Refused, "place-unknown",
		"Không có địa bàn với mã này. Hãy tra lại mã tại /v1/places.", "No place has this code. Look it up at /v1/places.")
	ErrPlaceTooWide = fault.New(fault.Refused, "place-too-wide",
		"Mã địa bàn rộng hơn địa bàn của cơ quan có thẩm quyền. Hãy dùng mã cấp xã.",
		"The place is wider than the area of the competent office. Give the code of a commune.")
	ErrBeforeLaw = fault.New(fault.Refused, "day-before-law",
		"Sổ này chỉ trả lời cho các ngày từ 2013-07-01 (Luật Hợp tác xã 23/2012/QH13).",
		"This register answers for days from 2013-07-01 on (Luật 23/2012/QH13).")
	ErrNoSuchProcedure = fault.New(fault.Refused, "procedure-not-in-force",
		"Thủ tục này không có cho loại hình này vào ngày đó. Hãy xem danh mục thủ tục tại /v1/kinds.",
		"This procedure does not exist for this kind on that day. See /v1/kinds.")
)

// Decide says who is competent. It returns ErrBeforeLaw, ErrNoSuchPlace, ErrPlaceTooWide or ErrNoSuchProcedure.
func Decide(rules Rules, places *place.Directory, q Question) (Ruling, error) {
	if q.On.Before(vn.NewDate(2013, 7, 1)) {
		return Ruling{}, ErrBeforeLaw
	}
	rule, ok := rules.find(q)
	if !ok {
		return Ruling{}, ErrNoSuchProcedure
	}
	ruling := Ruling{
		Rule: rule.Code, Level: rule.Office.Level(), Office: rule.Office, Keeper: rule.Keeper, Cite: rule.Cite,
		Basis: rule.Basis, CertificateTitle: rule.Titles[q.kind()], Procedure: q.Procedure, On: q.On, Place: q.Place,
		says: rule.Says,
	}
	if rule.Instead != "" {
		ruling.Procedure = rule.Instead
	}
	if ruling.Keeper == "" {
		ruling.Keeper = ruling.Office
	}
	path := places.Path(q.Place, q.On)
	if len(path) == 0 {
		return ruling.elsewhere(places, q)
	}
	return ruling.at(path)
}

// at settles the ruling for a place in force.
func (g Ruling) at(path []place.Place) (Ruling, error) {
	office, ok1 := servedBy(g.Office, path)
	keeper, ok2 := servedBy(g.Keeper, path)
	if !ok1 || !ok2 {
		return Ruling{}, ErrPlaceTooWide
	}
	g.OfficePlace, g.KeeperPlace, g.path = office.Code, keeper.Code, path
	return g, nil
}

// elsewhere settles the ruling for a place that is not in force on the day: what the unit that last, or first, had the code
// was or became. One such place is ruled on; where it was split nobody is named, and every part with its office is shown.
func (g Ruling) elsewhere(places *place.Directory, q Question) (Ruling, error) {
	then := places.Became(q.Place, q.On)
	if len(places.Versions(q.Place)) == 0 {
		return Ruling{}, ErrNoSuchPlace
	}
	if then == nil {
		then = []place.Place{} // moved, and gone
	}
	for _, p := range then {
		path := places.Path(p.Code, q.On)
		served, ok := servedBy(g.Office, path)
		if !ok {
			continue
		}
		g.Became = append(g.Became, Became{Place: p, Office: g.Office, OfficePlace: served.Code})
	}
	g.moved = then
	if len(then) == 1 {
		settled, err := g.at(places.Path(then[0].Code, q.On))
		if errors.Is(err, ErrPlaceTooWide) {
			moved := explainMoved(q.Place, q.On, then)
			return Ruling{}, ErrPlaceTooWide.Saying(moved+" "+ErrPlaceTooWide.Message, ErrPlaceTooWide.English)
		}
		return settled, err
	}
	g.Office, g.Keeper, g.Level = OfficeNone, OfficeNone, LevelNone
	return g, nil
}

// servedBy finds the place an office of a kind serves among a place and those it lies in. Offices of no place are served by
// none.
func servedBy(o Office, path []place.Place) (place.Place, bool) {
	var level place.Level
	switch o.Level() {
	case LevelProvince:
		level = place.LevelProvince
	case LevelDistrict:
		level = place.LevelDistrict
	case LevelCommune:
		level = place.LevelCommune
	case LevelStateBank, LevelNone:
		return place.Place{}, true
	}
	i := slices.IndexFunc(path, func(p place.Place) bool { return p.Level == level })
	if i < 0 {
		return place.Place{}, false
	}
	return path[i], true
}

// Routing is whether a registration was done by the competent authority.
type Routing struct {
	Misrouted *bool // nil: no text names the office of that day, or a fact is missing
	Reason    string
	Cite      []law.Cite
}

// Route holds an authority that registered against the rule of the day. Place may be a district or province where no more
// is known: then only what follows from it is said.
func Route(rules Rules, places *place.Directory, q Question, by Authority) Routing {
	ruling, err := Decide(rules, places, q)
	if err != nil {
		rule, ok := rules.find(q)
		if errors.Is(err, ErrPlaceTooWide) && ok && rule.Basis != law.BasisMissing && rule.Office != OfficeNone && rule.Office != by.Office && rule.Keeper != by.Office {
			return misrouted(true, msgWrongOffice(by.Name, rule.Office), rule.Cite)
		}
		return Routing{Reason: msgRouteUnknown}
	}
	switch {
	case ruling.Basis == law.BasisMissing || len(ruling.Became) > 1:
		return Routing{Reason: ruling.Explanation(), Cite: ruling.Cite}
	case ruling.Office == OfficeNone && ruling.Keeper == OfficeNone:
		return Routing{Reason: ruling.Explanation(), Cite: ruling.Cite}
	case by.serves(ruling.Office, ruling.OfficePlace), by.serves(ruling.Keeper, ruling.KeeperPlace):
		return misrouted(false, "", ruling.Cite)
	case by.Office == ruling.Office:
		return misrouted(true, msgWrongArea(by.Name), ruling.Cite)
	}
	return misrouted(true, msgWrongOffice(by.Name, ruling.Office), ruling.Cite)
}

func misrouted(yes bool, reason string, cite []law.Cite) Routing {
	return Routing{Misrouted: &yes, Reason: reason, Cite: cite}
}

func explain(says string, office, keeper Office, path []place.Place) string {
	served, _ := servedBy(office, path)
	kept, _ := servedBy(keeper, path)
	return strings.NewReplacer(
		"{office}", officeName(office, served), "{keeper}", officeName(keeper, kept), "{place}", path[0].Name,
	).Replace(says)
}
