package dossier

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Effect is what approving a file does to the register.
type Effect string

// The effects.
const (
	EffectFound          Effect = "found"           // enters a new organisation
	EffectConvert        Effect = "convert"         // enters an HTX in place of a THT
	EffectOpenUnit       Effect = "open_unit"       // enters a unit
	EffectChange         Effect = "change"          // what is declared replaces what was
	EffectCorrect        Effect = "correct"         // likewise, from the day on which it was wrong
	EffectEnterprise     Effect = "enterprise"      // notes an enterprise
	EffectSuspend        Effect = "suspend"         // suspended from a day to a day
	EffectResume         Effect = "resume"          // active again from a day on
	EffectDissolve       Effect = "dissolve"        // the procedure of ending is announced
	EffectRestore        Effect = "restore"         // the status before is back
	EffectEnd            Effect = "end"             // ended
	EffectOpenBankruptcy Effect = "open_bankruptcy" // the court has opened proceedings
	EffectRevoke         Effect = "revoke"          // the certificate is revoked
	EffectInvalidate     Effect = "invalidate"      // a certificate is declared without effect
	EffectCertify        Effect = "certify"         // the certificate anew, nothing else
	EffectDivide         Effect = "divide"
	EffectSeparate       Effect = "separate"
	EffectConsolidate    Effect = "consolidate"
	EffectMerge          Effect = "merge"
)

// Need is something without which a file of a procedure says nothing.
type Need string

// The needs.
const (
	NeedChanges       Need = "changes"
	NeedResolution    Need = "resolution"
	NeedInstrument    Need = "instrument"
	NeedSpan          Need = "span"
	NeedResumesOn     Need = "resumes_on"
	NeedGround        Need = "ground"
	NeedReason        Need = "reason"
	NeedEnterprise    Need = "enterprise"
	NeedAllAgreed     Need = "all_agreed"
	NeedParties       Need = "parties"
	NeedTax           Need = "tax"                   // an answer of the tax office
	NeedTaxSettled    Need = "tax_settled"           // its word that everything is settled
	NeedTaxNotAgainst Need = "tax_silent_or_settled" // no objection of it
	NeedDebtsPaid     Need = "debts_paid"
	NeedStateSupport  Need = "state_support" // how much of the common assets came from the State
	NeedNoDispute     Need = "no_dispute"
	NeedUnitsClosed   Need = "units_closed"
	NeedUnit          Need = "unit"
	NeedAct           Need = "act"
	NeedFoundBy       Need = "found_by"
	NeedMistakeIn     Need = "mistake_in"
)

// Ground is a ground of a revocation or compulsory dissolution.
type Ground struct {
	Code       string `json:"code"                 yaml:"code"`
	Says       string `json:"says"                 yaml:"says"`
	Hearing    bool   `json:"hearing,omitempty"    yaml:"hearing,omitempty"`    // the organisation is asked to explain itself first
	Instrument bool   `json:"instrument,omitempty" yaml:"instrument,omitempty"` // a body's paper proves it
	Status     bool   `json:"status,omitempty"     yaml:"status,omitempty"`     // a status of its own, not the way to dissolution
	Months     int    `json:"months,omitempty"     yaml:"months,omitempty"`     // so long it must have lasted
	Ended      bool   `json:"ended,omitempty"      yaml:"ended,omitempty"`      // concerns what has ended; the others what lives
	OfChange   bool   `json:"of_change,omitempty"  yaml:"of_change,omitempty"`  // concerns the file of a change, not of the formation

	// SinceCertificate counts the months from the certificate, not from a day that the file says.
	SinceCertificate bool `json:"since_certificate,omitempty" yaml:"since_certificate,omitempty"`

	Reasons []coop.StatusReason `json:"reasons,omitempty" yaml:"reasons,omitempty"` // of what has ended: only if so; none: however
}

// fits tells whether the ground concerns what stands so: what lives, or what has ended for one of its reasons.
func (g Ground) fits(s coop.Status, reason coop.StatusReason) bool {
	return g.Ended == (s == coop.StatusEnded) && (len(g.Reasons) == 0 || slices.Contains(g.Reasons, reason))
}

// FilerTime is in how many days or working days after an event the filer is to file, or until which day. Being late is shown
// and fined elsewhere; no text makes it a ground of refusal.
type FilerTime struct {
	Days     int        `json:"days,omitempty"     yaml:"days,omitempty"`
	Workdays int        `json:"workdays,omitempty" yaml:"workdays,omitempty"`
	Since    Event      `json:"since,omitempty"    yaml:"since,omitempty"`
	Until    vn.Date    `json:"until,omitzero"     yaml:"until,omitempty"`
	Cite     []law.Cite `json:"cite"               yaml:"cite"`
}

// Event is what a filer's time runs from.
type Event string

// The events.
const (
	EventChange     Event = "change"     // the day of effect it declares, else of the resolution or judgment
	EventResolution Event = "resolution" // the day of the resolution
	EventContract   Event = "contract"   // the day the cooperation contract was signed
	EventUnit       Event = "unit"       // the day the unit was decided
	EventEnterprise Event = "enterprise" // the day the enterprise was founded or shared
	EventEnd        Event = "end"        // the day of the end
	EventPaid       Event = "paid"       // the day the last debt was paid

	EventEstablished Event = "established"         // the day a unit abroad was set up
	EventForeign     Event = "foreign_certificate" // the day the body of another country gave its paper
	EventInstrument  Event = "instrument"          // the day of the body's paper the file names
)

// Capacity is in what capacity somebody signs a request.
type Capacity string

// The capacities.
const (
	CapacityFounder             Capacity = "founder"              // named by the founding resolution
	CapacityRepresentative      Capacity = "representative"       // legal representative
	CapacityChair               Capacity = "chair"                // chairman of the board, director where there is none
	CapacityGroupRepresentative Capacity = "group_representative" // representative of a THT
	CapacityBranchHead          Capacity = "branch_head"          // for a business location under a branch
	CapacityCourtParty          Capacity = "court_party"          // whoever asks by a judgment or award
	CapacityOffice              Capacity = "office"               // the office acts by itself
)

// The days from which silence counts.
const (
	SilenceFromReceipt      = "receipt"      // of the resolution at the office
	SilenceFromAnnouncement = "announcement" // of the status by the office
)

// NoticeTime is how long before its first day something must be told: calendar or working days.
type NoticeTime struct {
	Days     int `json:"days,omitempty"     yaml:"days,omitempty"`
	Workdays int `json:"workdays,omitempty" yaml:"workdays,omitempty"`
}

// CapitalStep is from which change on a charter capital is registered: a share in per cent or an amount.
type CapitalStep struct {
	Percent int    `json:"percent" yaml:"percent"`
	VND     vn.VND `json:"vnd"     yaml:"vnd"`
}

// Reached tells whether the step from one capital to another is one.
func (s CapitalStep) Reached(from, to vn.VND) bool {
	step := to - from
	if step < 0 {
		step = -step
	}
	return step >= s.VND || step*100 >= from*vn.VND(s.Percent)
}

// Rule is what the law of a day says of one procedure: when it may be filed, what the file must say and what it does.
type Rule struct {
	Effect        Effect              `json:"effect"                   yaml:"effect"`
	Certificate   bool                `json:"certificate,omitempty"    yaml:"certificate,omitempty"` // a new certificate is given
	CodeMayCome   bool                `json:"code_may_come,omitempty"  yaml:"code_may_come,omitempty"`
	EndsAtOnce    bool                `json:"ends_at_once,omitempty"   yaml:"ends_at_once,omitempty"` // one phase, not two
	Reason        coop.StatusReason   `json:"reason,omitempty"         yaml:"reason,omitempty"`
	SilenceMonths int                 `json:"silence_months,omitempty" yaml:"silence_months,omitempty"`
	SilenceFrom   string              `json:"silence_from,omitempty"   yaml:"silence_from,omitempty"`
	Cancel        string              `json:"cancel,omitempty"         yaml:"cancel,omitempty"` // silence: while it runs
	Statuses      []coop.Status       `json:"statuses,omitempty"       yaml:"statuses,omitempty"`
	Reasons       []coop.StatusReason `json:"reasons,omitempty"        yaml:"reasons,omitempty"`
	Tracks        []coop.Track        `json:"tracks,omitempty"         yaml:"tracks,omitempty"`
	Fields        []string            `json:"fields,omitempty"         yaml:"fields,omitempty"`
	Needs         []Need              `json:"needs,omitempty"          yaml:"needs,omitempty"`
	Unresolved    []string            `json:"unresolved,omitempty"     yaml:"unresolved,omitempty"` // what changes without a meeting
	Late          bool                `json:"late,omitempty"           yaml:"late,omitempty"`       // it may take effect before it is filed
	BarsSince     vn.Date             `json:"bars_since,omitzero"      yaml:"bars_since,omitempty"` // from then on Điều 33, 92/2024/NĐ-CP stands against it
	// ExchangeSince is the day since which an old certificate is exchanged with it on wish; zero: it never is.
	ExchangeSince vn.Date `json:"exchange_since,omitzero"  yaml:"exchange_since,omitempty"`
	SeatStays     bool    `json:"seat_stays,omitempty"     yaml:"seat_stays,omitempty"` // the office of the old seat decides on a new one
	// TaxFirst are the clauses by which a move to another area waits for the formalities with the tax office; none: no text asks so.
	TaxFirst      []law.Cite `json:"tax_first,omitempty"      yaml:"tax_first,omitempty"`
	WithUnits     bool       `json:"with_units,omitempty"     yaml:"with_units,omitempty"`
	Notice        NoticeTime `json:"notice,omitzero"          yaml:"notice,omitempty"`
	LongestMonths int        `json:"longest_months,omitempty" yaml:"longest_months,omitempty"`
	ShortestDays  int        `json:"shortest_days,omitempty"  yaml:"shortest_days,omitempty"`
	Running       bool       `json:"running,omitempty"        yaml:"running,omitempty"` // the longest is of all suspensions running on
	AfterMonths   int        `json:"after_months,omitempty"   yaml:"after_months,omitempty"`
	TaxWorkdays   int        `json:"tax_workdays,omitempty"   yaml:"tax_workdays,omitempty"`
	HearingWait   int        `json:"hearing_workdays,omitempty" yaml:"hearing_workdays,omitempty"`
	Filer         *FilerTime `json:"filer,omitempty"          yaml:"filer,omitempty"`
	FilerOfOld    *FilerTime `json:"filer_of_old,omitempty"   yaml:"filer_of_old,omitempty"` // of a THT older than the 2023 law
	// FilerLocation is of a business location, in place of Filer; nil: as of other units.
	FilerLocation *FilerTime      `json:"filer_location,omitempty" yaml:"filer_location,omitempty"`
	FilerAbroad   *FilerTime      `json:"filer_abroad,omitempty"   yaml:"filer_abroad,omitempty"` // of a unit in another country
	Abroad        []coop.UnitKind `json:"abroad,omitempty"         yaml:"abroad,omitempty"`       // the units it may be about there
	Signs         []Capacity      `json:"signs,omitempty"          yaml:"signs,omitempty"`
	Capital       *CapitalStep    `json:"capital,omitempty"        yaml:"capital,omitempty"`
	CapitalBelow  *CapitalStep    `json:"capital_below,omitempty"  yaml:"capital_below,omitempty"` // below it is not registered but noted
	Grounds       []Ground        `json:"grounds,omitempty"        yaml:"grounds,omitempty"`
	Restores      bool            `json:"restores,omitempty"       yaml:"restores,omitempty"` // the last valid certificate stands again
}

// Founds tells whether a file under the rule enters something new and may say all that an application says.
func (r Rule) Founds() bool {
	return r.Effect == EffectFound || r.Effect == EffectConvert || r.Effect == EffectOpenUnit
}

// OnTrack tells whether the rule concerns organisations that stand on the register so; a registration when it says nothing.
func (r Rule) OnTrack(t coop.Track) bool {
	if len(r.Tracks) == 0 {
		return t == coop.TrackRegistration
	}
	return slices.Contains(r.Tracks, t)
}

// InStatus tells whether the rule concerns organisations of this status and reason.
func (r Rule) InStatus(s coop.Status, reason coop.StatusReason) bool {
	return slices.Contains(r.Statuses, s) && (len(r.Reasons) == 0 || slices.Contains(r.Reasons, reason))
}

// Ground gives the ground with the code.
func (r Rule) Ground(code string) (Ground, bool) {
	i := slices.IndexFunc(r.Grounds, func(g Ground) bool { return g.Code == code })
	if i < 0 {
		return Ground{}, false
	}
	return r.Grounds[i], true
}

// Target is what a file is about, as it stands on the register.
type Target struct {
	Organization coop.Organization
	Unit         *coop.Unit
	OpenUnits    int                 // units of the organisation that have not ended
	Parties      []Target            // the other organisations of a reorganisation, with what bars them
	Violations   []coop.FiledDossier // revocations of the organisation under way
	Notices      []coop.Notice       // open notices about the organisation, and about the unit
	ResumedOn    vn.Date             // the day its last suspension ended; zero: none ever did
	SuspendedTo  vn.Date             // last day of the suspension it runs in by its own notice; zero: none runs
	SilenceEnds  vn.Date             // last day of the silence after a resolution to dissolve; zero: none runs
	Joined       map[coop.ID]vn.Date // members of the union today, and since when
	CertifiedBy  string              // id of the office that gave the newest certificate; empty: not known
	Act          *ActNamed           // the entry of the ledger the file names; nil: none, or about another
}

// ActNamed is what a file needs to know of the entry of the ledger that it names.
type ActNamed struct {
	Founds bool // it entered the organisation or unit, rather than changed it
}

// seat is the registered commune of the unit, else of the organisation, and since when.
func (t Target) seat() (place string, on vn.Date) {
	if t.Unit != nil {
		return t.Unit.Seat.Place, t.Unit.SeatOn
	}
	return t.Organization.Seat.Place, t.Organization.SeatOn
}

func (t Target) status() (coop.Status, coop.StatusReason) {
	if t.Unit != nil {
		return t.Unit.Status, t.Unit.StatusReason
	}
	return t.Organization.Status, t.Organization.StatusReason
}
