package coop

import (
	"time"

	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// When is a question's place on the two clocks: the day the law asks about, and the instant of our knowledge. Zero is now.
type When struct {
	AsOf    vn.Date
	KnownAt time.Time
}

// Now tells whether the present is asked for.
func (w When) Now() bool { return w.AsOf.IsZero() && w.KnownAt.IsZero() }

// LinkKind is how one organisation follows from another or belongs to it.
type LinkKind string

// The kinds of link, from the older or the member to the younger or the whole.
const (
	LinkBornFrom         LinkKind = "born_from"         // out of a Hội quán or THT grew another, which both live on
	LinkConvertedTo      LinkKind = "converted_to"      // a THT became an HTX
	LinkMemberOf         LinkKind = "member_of"         // an HTX is a member of a union
	LinkDividedInto      LinkKind = "divided_into"      // bị chia
	LinkSeparatedInto    LinkKind = "separated_into"    // bị tách
	LinkConsolidatedInto LinkKind = "consolidated_into" // bị hợp nhất
	LinkMergedInto       LinkKind = "merged_into"       // được sáp nhập
)

// LinkKinds lists every kind of link.
func LinkKinds() []LinkKind {
	return []LinkKind{
		LinkBornFrom, LinkConvertedTo, LinkMemberOf, LinkDividedInto, LinkSeparatedInto, LinkConsolidatedInto, LinkMergedInto,
	}
}

// Link joins two organisations for a period.
type Link struct {
	ID        id.Of[Link]
	Kind      LinkKind
	From, To  ID
	State     Version
	DossierID string
	Capital   *vn.VND // what a member has put into its union; nil: not known
}

// TimerKind is what the law makes happen by itself.
type TimerKind string

// What falls due.
const (
	TimerSuspensionBegins TimerKind = "suspension_begins"
	TimerSuspensionEnds   TimerKind = "suspension_ends"
	TimerSilenceEnds      TimerKind = "silence_ends" // nobody filed or objected in time: what was dissolving has ended
)

// Timer makes something happen on a day to an organisation, or to one of its units.
type Timer struct {
	ID             id.Of[Timer] `json:"id"`
	What           TimerKind    `json:"what"`
	OrganizationID ID           `json:"organization_id"`
	UnitID         *UnitID      `json:"unit_id,omitempty"`
	DossierID      string       `json:"-"` // that of the entry
	DueOn          vn.Date      `json:"due_on"`
}

// Concerns tells whether a timer is about a unit of its organisation, or with nil about the organisation itself.
func (t Timer) Concerns(unit *UnitID) bool {
	if t.UnitID == nil || unit == nil {
		return t.UnitID == nil && unit == nil
	}
	return *t.UnitID == *unit
}

// FiledDossier is a file that was received about an organisation, as much as other offices may know of it.
type FiledDossier struct {
	Procedure  Procedure
	Number     string
	UnitID     *UnitID // the unit it is about; nil: the organisation itself
	ReceivedAt time.Time
	Open       bool // it waits for a decision or to be mended
}

// Since is the first day of this state of the unit.
func (u Unit) Since() vn.Date {
	switch {
	case !u.State.From.IsZero():
		return u.State.From
	case !u.Registration.IssuedOn.IsZero():
		return u.Registration.IssuedOn
	}
	return vn.DateIn(u.RecordedAt)
}

// KnownSince is the instant since which this state is known.
func (u Unit) KnownSince() time.Time {
	if u.State.KnownFrom.IsZero() {
		return u.RecordedAt
	}
	return u.State.KnownFrom
}
