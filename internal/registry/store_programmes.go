package registry

import (
	"context"
	"time"

	"htxregistry/internal/alliance"
	"htxregistry/internal/coop"
	"htxregistry/internal/hoiquan"
	"htxregistry/internal/rating"
	"htxregistry/internal/replication"
	"htxregistry/internal/reporting"
	"htxregistry/internal/vn"
)

// Yearly reads what organisations report of a year and how they are rated for it. A known instant of zero is now.
type Yearly interface {
	// Report returns rating.ErrNoReport when none of the year was known.
	Report(ctx context.Context, organization coop.ID, year int, known time.Time) (rating.Report, error)
	// Rating returns rating.ErrNoRating when none of the year was known.
	Rating(ctx context.Context, organization coop.ID, year int, known time.Time) (rating.Rating, error)
	// Ratings returns at most q.Limit ratings after q.After, by total, then by organisation; those without a total
	// count as the lowest.
	Ratings(ctx context.Context, q RatingQuery) ([]rating.Entry, error)
	// CountRatings counts all matches of q.
	CountRatings(ctx context.Context, q RatingQuery) (int64, error)
	// RatingFigures counts the ratings of q by rank and by group.
	RatingFigures(ctx context.Context, q RatingQuery, by Grouping) ([]rating.Figure, error)
	// ReportsOf returns at most limit reports of an organisation as they were known, newest year first, of the years before
	// one; 0: of every year.
	ReportsOf(ctx context.Context, organization coop.ID, known time.Time, before, limit int) ([]rating.Report, error)
	// RatingsOf returns its ratings likewise.
	RatingsOf(ctx context.Context, organization coop.ID, known time.Time, before, limit int) ([]rating.Entry, error)
	// CountYears counts the years of which reports, or else ratings, of an organisation were known.
	CountYears(ctx context.Context, what Sheets, organization coop.ID, known time.Time) (int64, error)
}

// YearlyWriter writes reports and ratings: a revision on top of the present one, which is known no longer.
type YearlyWriter interface {
	SaveReport(ctx context.Context, report rating.Report) error
	SaveRating(ctx context.Context, made rating.Rating) error
}

// Alliance reads what the alliances say. A known instant of zero is now.
type Alliance interface {
	// Memberships returns the memberships of an organisation as they were known, oldest first.
	Memberships(ctx context.Context, organization coop.ID, known time.Time) ([]alliance.Membership, error)
	// Membership returns alliance.ErrNotFound when there is none with the id; one known no longer is returned as it is.
	Membership(ctx context.Context, id alliance.MembershipID) (alliance.Membership, error)
	// Challenge returns alliance.ErrNoChallenge when there is none with the id; its state is not kept.
	Challenge(ctx context.Context, id alliance.ChallengeID) (alliance.Challenge, error)
	// Challenges returns the challenges that are asked for, each with the id of the office it lies at.
	Challenges(ctx context.Context, q MatterQuery[alliance.ChallengeID]) ([]alliance.Challenge, error)
	// CountChallenges counts them, whatever page is asked for.
	CountChallenges(ctx context.Context, q MatterQuery[alliance.ChallengeID]) (int64, error)
}

// AllianceWriter writes what the alliances say.
type AllianceWriter interface {
	// AddMembership keeps a membership as the key by says it.
	AddMembership(ctx context.Context, m alliance.Membership, by string) error
	// ForgetMembership ends at the instant of the transaction the knowledge of a membership; one known no longer is ErrStale.
	ForgetMembership(ctx context.Context, id alliance.MembershipID) error
	// CreateChallenge keeps a challenge as the key by raises it.
	CreateChallenge(ctx context.Context, c alliance.Challenge, by string) error
	// SettleChallenge keeps the answer of the key by, or the withdrawal, as revision+1; ErrStale when it is no longer at
	// c.Revision.
	SettleChallenge(ctx context.Context, c alliance.Challenge, by string) error
}

// Reporting reads how the reports of a year stand, and the roll-ups.
type Reporting interface {
	// Obligations returns at most q.Limit organisations that owe a report after q.After, by id.
	Obligations(ctx context.Context, q ObligationQuery) ([]OwedReport, error)
	// CountObligations counts all matches of q.
	CountObligations(ctx context.Context, q ObligationQuery) (int64, error)
	// ObligationFigures counts q by state and by group.
	ObligationFigures(ctx context.Context, q ObligationQuery, by Grouping) ([]reporting.Figure, error)
	// ObligationsAt counts q by state in each of the places.
	ObligationsAt(ctx context.Context, q ObligationQuery, areas []coop.Area) ([]reporting.Count, error)
	// Tally adds the year up by kind, purpose and group: the register and its changes, the reports and the ratings.
	Tally(ctx context.Context, q ObligationQuery, by Grouping) ([]reporting.Tally, error)
	// SheetsSince counts the reports and ratings of q's year and organisations that came after an instant.
	SheetsSince(ctx context.Context, q ObligationQuery, since time.Time) (reports, ratings reporting.Since, err error)
	// RollUp returns reporting.ErrNoRollUp when there is none with the id.
	RollUp(ctx context.Context, id reporting.RollUpID) (reporting.RollUp, error)
	// RollUps returns at most q.Limit roll-ups after q.After, by id; of the offices they hold the ids only.
	RollUps(ctx context.Context, q RollUpQuery) ([]reporting.Entry, error)
	// UnitReport returns reporting.ErrNoUnitReport when none of the year was known; known zero is now.
	UnitReport(ctx context.Context, year int, unit string, known time.Time) (reporting.UnitReport, error)
	// UnitArrivals returns, by unit, when the reports came that were known at an instant.
	UnitArrivals(ctx context.Context, year int, units []string, known time.Time) (map[string]reporting.UnitArrival, error)
	// SentRollUps returns, by office, the roll-up that counts as sent, of those offices that had sent one at an instant.
	SentRollUps(ctx context.Context, year int, step reporting.Step, authorities []string, known time.Time) (map[string]reporting.Entry, error)
}

// ObligationQuery asks who owes a report of a year. Owed, First, Last, When, Statuses and Now are set.
type ObligationQuery struct {
	Year        int
	Owed        []OwedKind
	First, Last vn.Date   // days of the figures
	When        coop.When // who is on the register, and what is known; the present where it is zero
	Statuses    []coop.Status
	Now         time.Time // the instant it is judged at
	Area        *coop.Area
	State       reporting.State
	After       *coop.ID
	Limit       int
}

// OwedKind is a kind of organisation that owes a report, and the instant its last day ends.
type OwedKind struct {
	Kind coop.Kind
	Ends time.Time
}

// OwedReport is an obligation with the codes of its seat on both maps.
type OwedReport struct {
	reporting.Obligation

	OldCommune, OldDistrict, OldProvince, NewCommune, NewProvince string
}

// RollUpQuery asks for roll-ups; zero fields do not narrow it.
type RollUpQuery struct {
	Year        int
	Step        reporting.Step
	Authorities []string
	After       *reporting.RollUpID
	Limit       int
}

// ReportingWriter freezes roll-ups and keeps what units report.
type ReportingWriter interface {
	// SaveUnitReport keeps a revision on top of the present one, which is known no longer.
	SaveUnitReport(ctx context.Context, report reporting.UnitReport) error
	// NextRollUp is the number of an office's next roll-up of a year and step. Two at once: one of them is run again.
	NextRollUp(ctx context.Context, year int, step reporting.Step, authority string) (int, error)
	// AddRollUp keeps a roll-up for ever; sent tells whether it counts as the one that is owed.
	AddRollUp(ctx context.Context, c reporting.RollUp, sent bool) error
}

// Replication reads who is a candidate of a programme, and the nominations. A known instant of zero is now.
type Replication interface {
	// CandidacyFacts returns what programmes may ask about each of the organisations, in their order; one that is not on the
	// register has no states.
	CandidacyFacts(ctx context.Context, organizations []coop.ID, known time.Time) ([]replication.Facts, error)
	// Candidates returns at most q.Limit candidates after q.After, the foremost first.
	Candidates(ctx context.Context, q CandidateQuery) ([]ListedCandidate, error)
	// CountCandidacies counts all matches of q.
	CountCandidacies(ctx context.Context, q CandidateQuery) (int64, error)
	// Nomination returns replication.ErrNoNomination when there is none with the id.
	Nomination(ctx context.Context, id replication.NominationID) (replication.Nomination, error)
	// PlacesTaken is the most places of a programme that a province (map:code) had given away on any one day from a day on.
	PlacesTaken(ctx context.Context, programme, province string, since vn.Date) (int, error)
}

// ReplicationWriter writes candidacies and nominations.
type ReplicationWriter interface {
	// Touched lists the organisations of which this transaction has written a fact that programmes ask about.
	Touched() []coop.ID
	// SaveCandidacies writes what has changed in the candidacies of organisations, those of one organisation together, and
	// returns how many rows that were. What was known before stays.
	SaveCandidacies(ctx context.Context, made []replication.Candidacy) (changed int, err error)
	// SaveNomination writes n.Revision on top of the one before it, which is known no longer; one that is not the present is
	// ErrStale. The quota is how many places the province has (nil: no text says); one more is replication.ErrQuota.
	SaveNomination(ctx context.Context, n replication.Nomination, quota *int) error
}

// HoiQuan reads what is kept of Hội quán beside their entries.
type HoiQuan interface {
	// HoiQuanSheets returns the sheet of each organisation as it was; one without any is not among them.
	HoiQuanSheets(ctx context.Context, ids []coop.ID, when coop.When) (map[coop.ID]hoiquan.Sheet, error)
	// CountHoiQuan counts the Hội quán that match q and had not ended, by year of launch (of entry where that is not known) or
	// commune of today's map, in that order.
	CountHoiQuan(ctx context.Context, q coop.Query, by string) ([]coop.HoiQuanCount, error)
}

// HoiQuanWriter writes it.
type HoiQuanWriter interface {
	// SaveHoiQuanSheet keeps a sheet from its day on; it must not begin before the present one.
	SaveHoiQuanSheet(ctx context.Context, s hoiquan.Sheet) error
}
