package coop

import "htxregistry/internal/vn"

// Sort is an order of the list of organisations.
type Sort string

// The orders. Recorded is the order of entry; every order ends in the id, so it is total.
const (
	SortRecorded       Sort = "recorded"
	SortRecordedDesc   Sort = "-recorded"
	SortName           Sort = "name" // Vietnamese collation
	SortNameDesc       Sort = "-name"
	SortRegistered     Sort = "registered_on" // those without a known day come last
	SortRegisteredDesc Sort = "-registered_on"
)

// Position is the last entry of a page: where the next one goes on. Name and On are set for the orders that need them.
type Position struct {
	ID   ID      `json:"i"`
	Name string  `json:"n,omitempty"`
	On   vn.Date `json:"d,omitzero"`
}

// Area is a place as a filter: the column of the map it is compared with and the codes there. One code is compared for
// equality; several are the communes that a unit no longer on the map was made of.
type Area struct {
	List  string // 2021 or 2025: which map
	Level string // province, district or commune: which column
	Codes []string
}

// Query is the question behind the list of organisations. Empty fields do not filter.
type Query struct {
	Words          []string // folded, without generic words; all must occur, the last one as a beginning
	Approximate    bool     // forgive typing errors: asked only after Words alone found nothing
	Kind           Kind
	IssuingLevel   string
	AuthorityID    string
	Area           *Area
	Status         Status
	Industry       string // beginning of a VSIC code of any edition, or a section letter
	Sector         string
	SizeMembers    string
	SizeCapital    string
	Purpose        string
	RegisteredFrom vn.Date
	RegisteredTo   vn.Date // exclusive
	Misrouted      *bool   // false includes what is not known to be misrouted
	Descent        *Descent
	Rank           string // of the own score of RatingYear
	RatingYear     int
	Candidacy      *CandidacyQuery
	Membership     string   // in the alliance: MembershipNone, MembershipAny or a kind of member
	FailedLines    []string // of a rating: year and code of each line without a point, as 2021/C05
	Urban          *Urban
	Agriculture    *bool // false: only what is known to be something else
	SilentFrom     int   // with SilentTo: years of which an HTX or LHHTX that lived before has reported nothing
	SilentTo       int
	NearFounding   int // Hội quán with at least so many members from which nothing was born yet; 0: not asked for
	When           When
	Today          vn.Date // of the present, for what holds by days beside the record; storage fills it in
	Sort           Sort
	After          *Position
	Limit          int // entries wanted
}

// CandidacyQuery narrows to the candidates of one of the programmes; empty fields do not filter, the others hold of the same
// programme.
type CandidacyQuery struct {
	Programmes []string // none: nobody
	Verdict    string   // eligible, not_eligible or undetermined
	Stage      string
	Condition  string // code:answer, as QD167-M3:not_met
}

// Descent narrows to what descends from a Hội quán, directly or through others, on a day as known at an instant.
type Descent struct {
	HoiQuan string // id; empty: any
	When    When   // both clocks are set
}

// What an organisation is to the alliance, beside the kinds of member.
const (
	MembershipNone = "none"
	MembershipAny  = "any"
)

// Urban narrows to seats in the communes with the codes on a map, or to seats known to lie in no such commune.
type Urban struct {
	Is    bool
	List  string // 2021 or 2025: which map
	Codes []string
}

// By what births are counted.
const (
	ByYear    = "year"
	ByCommune = "commune"
)

// Births is a number of organisations born in a year or seated in a commune, empty where it is not known.
type Births struct {
	Of    string
	Count int64
}

// HoiQuanCount is a number of Hội quán launched in a year or seated in a commune, empty where it is not known, with their
// members; of the Uncounted ones the members are not known.
type HoiQuanCount struct {
	Of                        string
	Count, Members, Uncounted int64
}

// AuthorityCount is a number of organisations that one authority registered. AuthorityID and Level are empty where the
// records do not tell.
type AuthorityCount struct {
	AuthorityID string
	Level       string
	Kind        Kind
	Status      Status
	Count       int64
}

// NameQuery asks for records by the index of names: one of the keys, or the same short or foreign name (empty: none). On is
// the day the records were so; zero is the present.
type NameQuery struct {
	Keys           []string
	Short, Foreign string
	On             vn.Date
}
