package registry

import (
	"context"
	"iter"
	"time"

	"htxregistry/internal/alliance"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/history"
	"htxregistry/internal/hoiquan"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/naming"
	"htxregistry/internal/place"
	"htxregistry/internal/rating"
	"htxregistry/internal/replication"
	"htxregistry/internal/reporting"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/succession"
	"htxregistry/internal/vn"
)

// Store is all the register asks of storage. Implemented once, by package postgres; reading this file tells everything
// that is kept. Methods return fault errors where said, wrapped driver errors otherwise.
type Store interface {
	// InTx runs fn in one serializable transaction working for the scope of ctx's caller and retries it on a
	// serialization failure or deadlock: fn must have no effect outside tx. Nothing of a failed fn remains. Writes may be
	// sent together just before the commit, so a broken constraint may show only as InTx's error.
	InTx(ctx context.Context, fn func(tx Tx) error) error
	// InTxAlone is InTx that begins once every running writer of dossiers and keys has finished, and lets others begin
	// only when it has ended. Readers go on.
	InTxAlone(ctx context.Context, fn func(tx Tx) error) error
	// View runs fn on one repeatable-read, read-only snapshot: exports, and a page with its total.
	View(ctx context.Context, fn func(tx ReadTx) error) error
	// Read runs fn where every statement sees its own snapshot: for answers made of one statement.
	Read(ctx context.Context, fn func(tx ReadTx) error) error
	// InLog runs fn in the one transaction at a time that may append to the log. Each of its statements sees what is
	// committed by then.
	InLog(ctx context.Context, fn func(tx LogTx) error) error
	// Ready tells whether the database answers and has the migrations this program needs; the error says what is wrong.
	Ready(ctx context.Context) (migration int64, err error)
}

// ReadTx is what may be read.
type ReadTx interface {
	Organizations
	Matters
	NameComplaints
	Lives
	Dossiers
	Ledger
	Log
	Projection
	Yearly
	Alliance
	HoiQuan
	Reporting
	Replication
	Keys
	Successions
	References
	Certificates
}

// Tx is ReadTx and what may be written.
type Tx interface {
	ReadTx
	// Now is the one instant of this transaction, from the register's clock.
	Now() time.Time
	OrganizationWriter
	LifeWriter
	DossierWriter
	MatterWriter
	NameComplaintWriter
	YearlyWriter
	AllianceWriter
	HoiQuanWriter
	ReportingWriter
	ReplicationWriter
	KeyWriter
	CertificateWriter
	SuccessionWriter
	Attempts
	// Append adds an entry to the ledger. Position is given by the database.
	Append(ctx context.Context, entry history.Entry) error
	// Enact is Append of an act that does something beside its record, and does it: links, timers and names are written
	// nowhere else. A name already held is coop.ErrNameTaken, unless its holder has ended for one of beside.Freeing; a timer
	// settled already is ErrStale.
	Enact(ctx context.Context, entry history.Entry, beside coop.Beside) error
	// AppendAll adds many entries by COPY.
	AppendAll(ctx context.Context, entries []history.Entry) error
}

// Organizations reads the register.
type Organizations interface {
	// Organization returns fault.NotFound (coop.ErrNotFound) when there is none with the id.
	Organization(ctx context.Context, id coop.ID) (coop.Organization, error)
	// OrganizationByCode is Organization by official code.
	OrganizationByCode(ctx context.Context, code string) (coop.Organization, error)
	// Organizations returns at most q.Limit records after q.After in the order of q.Sort.
	Organizations(ctx context.Context, q coop.Query) ([]coop.Organization, error)
	// CountOrganizations counts all matches of q, whatever its After and Limit.
	CountOrganizations(ctx context.Context, q coop.Query) (int64, error)
	// StreamOrganizations calls yield for every match in the order of entry, a page at a time, until it returns an error,
	// which is returned.
	StreamOrganizations(ctx context.Context, q coop.Query, yield func([]coop.Organization) error) error
	// CountByAuthority counts what was on the register, for one province of today's map (empty: all) and one issuing level
	// (empty: all). Order: level, authority, kind, status.
	CountByAuthority(ctx context.Context, when coop.When, province, level string) ([]coop.AuthorityCount, error)
	// People returns the representatives with personal data, in order. The transaction must have been opened for the
	// organisation by LogPersonalRead, else the database shows none.
	People(ctx context.Context, id coop.ID) ([]coop.Representative, error)
	// NameCandidates returns the records whose names a planned one may collide with, in any order: the rules decide.
	NameCandidates(ctx context.Context, q coop.NameQuery) ([]coop.Organization, error)
	// WrongNameKeys compares the index of names with the names and returns at most limit records in which they disagree.
	WrongNameKeys(ctx context.Context, limit int) ([]coop.ID, error)
	// NameClaims returns what an organisation holds of names.
	NameClaims(ctx context.Context, id coop.ID) ([]coop.NameClaim, error)
	// Units returns at most limit units of an organisation after the one named (nil: from the first), by id, as they were.
	Units(ctx context.Context, organization coop.ID, when coop.When, after *coop.UnitID, limit int) ([]coop.Unit, error)
	// Unit returns fault.NotFound when there is none with the id.
	Unit(ctx context.Context, id coop.UnitID) (coop.Unit, error)
}

// Lives reads what organisations and units were on other days, or were thought to be, and what becomes of them by itself.
type Lives interface {
	// OrganizationAt is Organization as it was; coop.ErrNotFound when it was not on the register then.
	OrganizationAt(ctx context.Context, id coop.ID, when coop.When) (coop.Organization, error)
	// OrganizationsAt returns those of the organisations that were on the register, in any order.
	OrganizationsAt(ctx context.Context, ids []coop.ID, when coop.When) ([]coop.Organization, error)
	// OrganizationStates returns the states known now that hold on the day or later, oldest first, the present one last.
	OrganizationStates(ctx context.Context, id coop.ID, from vn.Date) ([]coop.Organization, error)
	// UnitStates is OrganizationStates for a unit.
	UnitStates(ctx context.Context, id coop.UnitID, from vn.Date) ([]coop.Unit, error)
	// Changes returns what acts taking effect after the day changed of an organisation, or of one of its units.
	Changes(ctx context.Context, organization coop.ID, unit *coop.UnitID, after vn.Date) ([]history.Change, error)
	// ActByID returns fault.NotFound when the ledger has no such entry.
	ActByID(ctx context.Context, id string) (history.Entry, error)
	// LastAct returns the newest entry of one of the acts about an organisation, or about one of its units; fault.NotFound
	// when there is none.
	LastAct(ctx context.Context, organization coop.ID, unit *coop.UnitID, acts ...string) (history.Entry, error)
	// Links returns the links of organisations as they were, in any order.
	Links(ctx context.Context, organizations []coop.ID, when coop.When) ([]coop.Link, error)
	// CountOffspring counts what matches q, which has a Descent, by year of registration or commune of today's map, in that
	// order.
	CountOffspring(ctx context.Context, q coop.Query, by string) ([]coop.Births, error)
	// OpenDossiers returns the files about an organisation that wait for a decision or to be mended, of one of the
	// procedures, whatever office they lie at.
	OpenDossiers(ctx context.Context, organization coop.ID, procedures []coop.Procedure) ([]coop.OpenDossier, error)
	// DueTimers returns unsettled timers due on the day or before, at most limit, oldest first.
	DueTimers(ctx context.Context, day vn.Date, limit int) ([]coop.Timer, error)
	// OpenTimers returns the unsettled timers of an organisation and its units, the soonest first.
	OpenTimers(ctx context.Context, organization coop.ID) ([]coop.Timer, error)
	// Notices returns what offices noted about an organisation and its units, oldest first; with open only what still stands.
	Notices(ctx context.Context, organization coop.ID, open bool) ([]coop.Notice, error)
}

// LifeWriter writes lives.
type LifeWriter interface {
	// SaveOrganization writes the present state of an existing record as revision+1. A record that is no longer at revision
	// is ErrStale.
	SaveOrganization(ctx context.Context, o coop.Organization, revision int64) error
	// AddOrganizationVersion keeps a state that is not the present one; its period and knowledge are in o.State.
	AddOrganizationVersion(ctx context.Context, o coop.Organization) error
	// ForgetOrganizationVersion ends at the instant of the transaction the knowledge of the version that begins on the day.
	ForgetOrganizationVersion(ctx context.Context, id coop.ID, from vn.Date) error
	// ReplacePeople replaces the personal data of the representatives.
	ReplacePeople(ctx context.Context, o coop.Organization) error
	// SaveUnit, AddUnitVersion and ForgetUnitVersion do for units what their namesakes do for organisations.
	SaveUnit(ctx context.Context, u coop.Unit, revision int64) error
	AddUnitVersion(ctx context.Context, u coop.Unit) error
	ForgetUnitVersion(ctx context.Context, id coop.UnitID, from vn.Date) error
	// AddNotice adds a notice; CloseNotice closes one, ErrStale when it is closed already.
	AddNotice(ctx context.Context, n coop.Notice) error
	CloseNotice(ctx context.Context, id coop.NoticeID, on vn.Date, closing *coop.Instrument, reason string) error
}

// OrganizationWriter writes the register.
type OrganizationWriter interface {
	// CreateOrganization adds a record with its representatives' personal data. A code in use is coop.ErrCodeTaken.
	CreateOrganization(ctx context.Context, o coop.Organization) error
	// CreateUnit adds a unit.
	CreateUnit(ctx context.Context, u coop.Unit) error
	// NextTaxSerial returns a number never returned before, also not to a transaction that was rolled back.
	NextTaxSerial(ctx context.Context) (int64, error)
	// NextUnitNumber returns the next free number of units of the organisation, counted apart for business locations
	// (their own five digits) and for branches and representative offices together (suffix of the tax code). It locks
	// the organisation's numbers until the end of the transaction.
	NextUnitNumber(ctx context.Context, organization coop.ID, location bool) (int, error)
	// AddOrganizations adds many records with the entries that enter them by COPY: opening books and samples. It is Enact for
	// each, which claims names and nothing more.
	AddOrganizations(ctx context.Context, batch []NewOrganization) error
	// GatherWords lets the words of all organisations added from here on reach their indexes together, before the commit: a
	// third of the work. Until then whoever else reads organisations waits.
	GatherWords(ctx context.Context) error
	// KnownImportKeys returns those of the keys that are on the register.
	KnownImportKeys(ctx context.Context, keys []string) (map[string]coop.ID, error)
	// HeldNames returns those (pool, key) pairs that are already held, as "pool\x00key".
	HeldNames(ctx context.Context, pools, keys []string) (map[string]bool, error)
	// HeldCodes returns those of the codes that are already on the register.
	HeldCodes(ctx context.Context, codes []string) (map[string]bool, error)
}

// NewOrganization is a record to be added in bulk, with its ledger entry and the names it claims.
type NewOrganization struct {
	Organization coop.Organization
	Entry        history.Entry
	Claims       []coop.NameClaim
}

// CertificateQuery asks for certificates; zero fields do not narrow it.
type CertificateQuery struct {
	OrganizationID *coop.ID
	UnitID         *coop.UnitID // with OrganizationID
	Own            bool         // of the organisation itself, none of its units
	Number         string
	ID             *coop.CertificateID
	Type           coop.CertificateType
	When           coop.When
	After          *coop.CertificateID
	Limit          int
}

// Certificates reads what was issued and what became of it.
type Certificates interface {
	// Certificates returns at most q.Limit certificates after q.After, newest first, each standing as it did.
	Certificates(ctx context.Context, q CertificateQuery) ([]coop.Sealed, error)
	// CertificateEvents returns what became of each certificate, in order.
	CertificateEvents(ctx context.Context, ids []coop.CertificateID) (map[coop.CertificateID][]coop.CertificateEvent, error)
	// CertificatePeople returns the personal data on a certificate and its disclosure. The transaction must have been opened
	// for the organisation by LogPersonalRead, else the database shows none.
	CertificatePeople(ctx context.Context, id coop.CertificateID) (people []coop.Representative, disclosure string, err error)
	// NumberHolders returns at most limit organisations that have, or once had, a certificate of the number, by id.
	NumberHolders(ctx context.Context, number string, limit int) ([]coop.Organization, error)
	// SigningKeys returns every public key that certificates were signed with, newest first.
	SigningKeys(ctx context.Context) ([]coop.SigningKey, error)
	// Published returns at most q.Limit acts after q.After, of approved files and of demands to stop business, in the order of the
	// ledger.
	Published(ctx context.Context, q PublicationQuery) ([]PublishedAct, error)
}

// PublicationQuery asks for the acts of files approved, and of demands made, within the stretches.
type PublicationQuery struct {
	Stretches   []rulebook.Published
	AuthorityID string     // empty: any
	Area        *coop.Area // nil: anywhere
	After       *history.Position
	Limit       int
}

// PublishedAct is an act with the organisation it is about, as it is now.
type PublishedAct struct {
	history.Entry

	Kind coop.Kind
}

// CertificateWriter writes certificates.
type CertificateWriter interface {
	// IssueCertificate keeps a certificate with the personal data on it (none: the page has none) and the key it was
	// signed with, and lets it stand from its day on.
	IssueCertificate(ctx context.Context, c coop.Sealed, people []coop.Representative) error
	// KeepSigningKey keeps a public key; one that is kept already stays as it is.
	KeepSigningKey(ctx context.Context, k coop.SigningKey) error
	// SettleCertificate adds what became of a certificate.
	SettleCertificate(ctx context.Context, id coop.CertificateID, e coop.CertificateEvent) error
}

// NameComplaints reads the complaints of owners of industrial property rights about names.
type NameComplaints interface {
	// NameComplaint returns naming.ErrComplaintNotFound when there is none with the id.
	NameComplaint(ctx context.Context, id naming.ComplaintID) (naming.Complaint, error)
	// NameComplaints returns the complaints that are asked for.
	NameComplaints(ctx context.Context, q MatterQuery[naming.ComplaintID]) ([]naming.Complaint, error)
	// CountNameComplaints counts them, whatever page is asked for.
	CountNameComplaints(ctx context.Context, q MatterQuery[naming.ComplaintID]) (int64, error)
}

// MatterQuery asks for at most Limit matters by id after the one named (nil: from the first): about one organisation (nil:
// any), of all or only of those that wait for somebody, or wait past their last day on LateOn (zero: all).
type MatterQuery[K any] struct {
	Organization *coop.ID
	Open         bool
	LateOn       vn.Date
	Whose        Whose
	After        *K
	Limit        int
}

// Whose tells at which offices matters lie: at all, at one, or at those of provinces by their codes. The zero value: nowhere.
type Whose struct {
	Everyone  bool
	Office    string // id
	Provinces []string
}

// MatterHome says at which office, and in which province, the matters of an organisation lie; the office is an id, empty
// where none keeps the record.
type MatterHome struct {
	Organization     coop.ID
	Office, Province string
}

// Matters reads what complaints and challenges have in common.
type Matters interface {
	// MatterOrganizations returns at most limit organisations that matters are about, by id after the one named.
	MatterOrganizations(ctx context.Context, after *coop.ID, limit int) ([]coop.ID, error)
}

// MatterWriter writes it.
type MatterWriter interface {
	// LayMatters puts the matters of organisations where they lie from now on.
	LayMatters(ctx context.Context, homes []MatterHome) error
}

// NameComplaintWriter writes them.
type NameComplaintWriter interface {
	CreateNameComplaint(ctx context.Context, c naming.Complaint) error
	// SaveNameComplaint writes the steps of c as revision+1. A complaint no longer at c.Revision is ErrStale.
	SaveNameComplaint(ctx context.Context, c naming.Complaint) error
}

// Dossiers reads registration files. Only those in the scope of the transaction exist for it.
type Dossiers interface {
	// Dossier returns dossier.ErrNotFound when there is none with the id in scope.
	Dossier(ctx context.Context, id dossier.ID) (dossier.Dossier, error)
	// Dossiers returns at most q.Limit files after q.After in the order of q.Sort.
	Dossiers(ctx context.Context, q dossier.Query) ([]dossier.Dossier, error)
	// CountDossiers counts all matches of q.
	CountDossiers(ctx context.Context, q dossier.Query) (int64, error)
	// OverdrawnDossiers returns drafts and returned files whose last day is before the day, at most limit, any order.
	OverdrawnDossiers(ctx context.Context, day vn.Date, limit int) ([]dossier.Dossier, error)
	// DeskSize counts the keys in force that may decide dossiers or take them in at an authority.
	DeskSize(ctx context.Context, authorityID string) (int, error)
}

// DossierWriter writes registration files.
type DossierWriter interface {
	CreateDossier(ctx context.Context, d dossier.Dossier, province string) error
	// SaveDossier writes d as revision+1. A file that is no longer at revision is fault.Stale.
	SaveDossier(ctx context.Context, d dossier.Dossier, revision int64) error
	// NextDossierNumber returns a number never returned before.
	NextDossierNumber(ctx context.Context) (int64, error)
}

// Ledger reads the history.
type Ledger interface {
	// Acts returns at most limit entries about an organisation after a position (nil: from the first), oldest first.
	// Entries about dossiers before the organisation existed are not among them.
	Acts(ctx context.Context, organization coop.ID, after *history.Position, limit int) ([]history.Entry, error)
}

// LoggedEntry is an entry of the ledger and its place in the log.
type LoggedEntry struct {
	history.Entry

	Index int64
}

// SignedCheckpoint is a checkpoint as signed, of a log of a size.
type SignedCheckpoint struct {
	Size int64
	Note string
}

// Log reads the tamper-evident log over the ledger.
type Log interface {
	// LogSize is the number of leaves.
	LogSize(ctx context.Context) (int64, error)
	// LogHashes returns the stored hashes with these numbers, in this order; one that is not there is ErrLogBroken.
	LogHashes(ctx context.Context, indexes []int64) ([]history.Hash, error)
	// Leaves returns the entries whose leaves are from, from+1, … before to, in order. A leaf whose entry is gone is left out.
	Leaves(ctx context.Context, from, to int64) ([]LoggedEntry, error)
	// LeavesOf returns the leaves of those of the entries that are logged.
	LeavesOf(ctx context.Context, entries ...history.ID) (map[history.ID]int64, error)
	// LastCheckpoint returns the newest signed checkpoint; fault.NotFound when there is none.
	LastCheckpoint(ctx context.Context) (string, error)
	// Checkpoints returns at most limit signed checkpoints of logs larger than the size, smallest first.
	Checkpoints(ctx context.Context, beyond int64, limit int) ([]SignedCheckpoint, error)
	// LogKeys returns the keys of the log in the order of their turns.
	LogKeys(ctx context.Context) (history.Keys, error)
	// CountUntil counts the entries of the ledger up to a position.
	CountUntil(ctx context.Context, last history.Position) (int64, error)
}

// LogTx is Log and what may be written.
type LogTx interface {
	Log
	// Unlogged returns at most limit entries that come after the last leaf and before every transaction still running, in
	// the order of the feed.
	Unlogged(ctx context.Context, limit int) ([]history.Entry, error)
	// AddLeaves adds entries as the leaves from first on, with their stored hashes, which are numbered from firstHash on.
	AddLeaves(ctx context.Context, first int64, entries []history.Entry, firstHash int64, hashes []history.Hash) error
	// AddCheckpoint keeps a signed checkpoint.
	AddCheckpoint(ctx context.Context, size int64, signed string) error
	// AddLogKey lets a key have its turn after the others.
	AddLogKey(ctx context.Context, k history.LoggedKey) error
}

// Projection reads whole lives, to hold them against the ledger.
type Projection interface {
	// Recorded returns at most limit ids of organisations that have a record or an entry in the ledger, after one (nil: from
	// the first), in order.
	Recorded(ctx context.Context, after *coop.ID, limit int) ([]coop.ID, error)
	// LifeEntries returns every entry about the organisations and their units, in the order of the feed for each.
	LifeEntries(ctx context.Context, organizations []coop.ID) ([]history.Entry, error)
	// AllStates returns every state of the organisations, AllUnitStates of their units, known still or no longer, any order.
	AllStates(ctx context.Context, organizations []coop.ID) ([]coop.Organization, error)
	AllUnitStates(ctx context.Context, organizations []coop.ID) ([]coop.Unit, error)
	// Told returns all that the ledger tells of one side, by thing in the order of its bytes, and of each in the order of the
	// feed. Of each side there is one in a transaction, and it may run beside any other read.
	Told(ctx context.Context, of Side) iter.Seq2[Told, error]
	// LinksKept, TimersKept and NamesKept (the id of the holder) return all that the tables keep, by thing, any order within.
	LinksKept(ctx context.Context) iter.Seq2[Kept[coop.Link], error]
	TimersKept(ctx context.Context) iter.Seq2[Kept[KeptTimer], error]
	NamesKept(ctx context.Context) iter.Seq2[Kept[string], error]
}

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
	// RatingFigures counts the ratings of q by rank and by authority, place (province of today's map), kind or sector.
	RatingFigures(ctx context.Context, q RatingQuery, by string) ([]rating.Figure, error)
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
	// ObligationFigures counts q by state and by kind, sector or place (province of today's map).
	ObligationFigures(ctx context.Context, q ObligationQuery, by string) ([]reporting.Figure, error)
	// ObligationsAt counts q by state in each of the places.
	ObligationsAt(ctx context.Context, q ObligationQuery, areas []coop.Area) ([]reporting.Count, error)
	// Tally adds the year up by kind and sector: the register and its changes, the reports and the ratings.
	Tally(ctx context.Context, q ObligationQuery) ([]reporting.Tally, error)
	// SheetsSince counts the reports and ratings of q's year and organisations that came after an instant.
	SheetsSince(ctx context.Context, q ObligationQuery, since time.Time) (reports, ratings reporting.Since, err error)
	// RollUp returns reporting.ErrNoRollUp when there is none with the id.
	RollUp(ctx context.Context, id reporting.RollUpID) (reporting.RollUp, error)
	// RollUps returns at most q.Limit roll-ups after q.After, by id; of the offices they hold the ids only.
	RollUps(ctx context.Context, q RollUpQuery) ([]reporting.Entry, error)
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

// ReportingWriter freezes roll-ups.
type ReportingWriter interface {
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
	// PlacesTaken counts the places of a programme that a province (map:code) has given away.
	PlacesTaken(ctx context.Context, programme, province string) (int, error)
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

// Key is an API key as kept: only the hash of the secret.
type Key struct {
	ID          string // UUID
	Hash        []byte // SHA-256, 32 bytes
	Role        string
	AuthorityID string // empty: none
	Name        string
	CreatedAt   time.Time
	ExpiresAt   *time.Time
	RevokedAt   *time.Time
}

// Keys reads API keys.
type Keys interface {
	// KeyByHash returns fault.NotFound when no key has the hash. Revoked and expired keys are returned as they are.
	KeyByHash(ctx context.Context, hash []byte) (Key, error)
	// AllKeys returns every key, oldest first.
	AllKeys(ctx context.Context) ([]Key, error)
}

// KeyWriter writes API keys, logs reads of personal data and keeps settings.
type KeyWriter interface {
	CreateKey(ctx context.Context, k Key) error
	// RevokeKey ends a key at the instant of the transaction; one that is unknown is fault.NotFound, one already revoked
	// stays as it was.
	RevokeKey(ctx context.Context, id string) error
	// LogPersonalRead records that the caller of ctx reads the personal data of an organisation or a dossier (one of the
	// two is empty) and opens an organisation's for this transaction.
	LogPersonalRead(ctx context.Context, organizationID, dossierID, reason string) error
	// SetSetting keeps a setting of this database.
	SetSetting(ctx context.Context, name, value string) error
}

// Successions reads what offices took over from others, and what they would.
type Successions interface {
	// SuccessionByName and Succession return ErrNoSuccession when there is none.
	SuccessionByName(ctx context.Context, name string) (succession.Applied, error)
	Succession(ctx context.Context, id succession.ID) (succession.Applied, error)
	// Successions returns at most limit successions after one (nil: from the first), oldest first.
	Successions(ctx context.Context, after *succession.ID, limit int) ([]succession.Applied, error)
	// SuccessionAfter tells whether a succession of a later day was applied.
	SuccessionAfter(ctx context.Context, on vn.Date) (bool, error)
	// SuccessionCases returns at most limit cases after one, by id; of the offices they hold the ids only.
	SuccessionCases(ctx context.Context, id succession.ID, open bool, after *succession.CaseID, limit int) ([]succession.Case, error)
	// SuccessionCase returns ErrNoCase when the succession has no such case.
	SuccessionCase(ctx context.Context, id succession.ID, caseID succession.CaseID) (succession.Case, error)
	// OpenFiles returns every dossier of the offices that is not decided, by id.
	OpenFiles(ctx context.Context, offices []string) ([]succession.File, error)
	// Stranded returns at most limit offices that ended before the day and still have open files.
	Stranded(ctx context.Context, day vn.Date, limit int) ([]string, error)
	// KeysOf returns id, role, office and name of the keys of the offices that are in force, oldest first.
	KeysOf(ctx context.Context, offices []string) ([]Key, error)
	// EachHolder calls yield for every organisation that has not ended, by id, with kind, name, seat, track and office of
	// registration only.
	EachHolder(ctx context.Context, yield func(coop.Organization) error) error
	// EachUnitHolder is EachHolder for units, each with the kind of its organisation; of the unit with id, organisation, kind,
	// name, seat and office of registration only.
	EachUnitHolder(ctx context.Context, yield func(u coop.Unit, of coop.Kind) error) error
	// WentTo returns the office a file is at that lay at an office of the transaction's scope; empty for any other file.
	WentTo(ctx context.Context, id dossier.ID) (string, error)
}

// SuccessionWriter carries successions out.
type SuccessionWriter interface {
	AddSuccession(ctx context.Context, a succession.Applied) error
	// MoveDossiers moves files; one that is no longer at its revision is ErrStale.
	MoveDossiers(ctx context.Context, id succession.ID, moves []succession.FileMove) error
	// MoveKey lets a key work for another office.
	MoveKey(ctx context.Context, keyID, authorityID string) error
	AddCases(ctx context.Context, id succession.ID, cases []succession.Case) error
	// SettleCase keeps how a case was settled. One settled meanwhile is ErrCaseSettled.
	SettleCase(ctx context.Context, c succession.Case) error
}

// Attempts keeps the answers of POSTs.
type Attempts interface {
	// Recall locks the retry key of a principal for this transaction and returns the fingerprint and answer kept under it,
	// or nothing. A key locked by a request still running is ErrStillRunning.
	Recall(ctx context.Context, principal, key string) (fingerprint string, answer []byte, err error)
	// Keep stores the answer under the key locked by Recall.
	Keep(ctx context.Context, principal, key, fingerprint string, answer []byte) error
}

// ReferenceList is one list of reference data to be loaded.
type ReferenceList struct {
	Name   string // places, industries or authorities
	Digest string // SHA-256 of its source
	Rows   int
}

// References reads the reference data.
type References interface {
	// ReferenceRevision rises whenever a list changes.
	ReferenceRevision(ctx context.Context) (int64, error)
	// Reference reads every list; it may take a second.
	Reference(ctx context.Context) (ReferenceData, error)
	// Setting returns a setting of this database, empty when it was never set.
	Setting(ctx context.Context, name string) (string, error)
}

// ReferenceData is the content of all reference lists.
type ReferenceData struct {
	Revision             int64
	Places               []place.Place
	AltNames             []place.AltName
	Successions          []place.Succession
	Industries           []place.Industry
	Authorities          []jurisdiction.Authority
	AuthoritySuccessions []jurisdiction.AuthoritySuccession
	Digests              map[string]string // digest by list name
}

// ReferenceLoader replaces reference lists, each in one transaction by COPY. It is apart from Tx because it works on whole
// lists. A row that breaks a constraint is fault.Refused and names the row.
type ReferenceLoader interface {
	// LoadPlaces replaces places, alternative names and successions. A list with the digest already loaded changes
	// nothing and returns false.
	LoadPlaces(ctx context.Context, digest string, places []place.Place, alt []place.AltName, successions []place.Succession) (bool, error)
	LoadIndustries(ctx context.Context, digest string, industries []place.Industry) (bool, error)
	// LoadAuthorities adds and updates authorities by id; one that is in use is never removed.
	LoadAuthorities(ctx context.Context, digest string, authorities []jurisdiction.Authority, successions []jurisdiction.AuthoritySuccession) (bool, error)
}
