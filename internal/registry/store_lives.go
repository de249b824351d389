package registry

import (
	"context"
	"iter"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/history"
	"htxregistry/internal/naming"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

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
	// CountByAuthority counts what was on the register, in one area (nil: anywhere) and for one issuing level (empty: all).
	// Order: level, authority, kind, status.
	CountByAuthority(ctx context.Context, when coop.When, area *coop.Area, level string) ([]coop.AuthorityCount, error)
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
	// LastRecorded is the newest instant of an entry of the ledger; zero while there is none.
	LastRecorded(ctx context.Context) (time.Time, error)
	// LastAct returns the newest entry of one of the acts about an organisation, or about one of its units; fault.NotFound
	// when there is none.
	LastAct(ctx context.Context, organization coop.ID, unit *coop.UnitID, acts ...string) (history.Entry, error)
	// Links returns the links of organisations as they were, in any order.
	Links(ctx context.Context, organizations []coop.ID, when coop.When) ([]coop.Link, error)
	// CountOffspring counts what matches q, which has a Descent, by year of registration or commune of today's map, in that
	// order.
	CountOffspring(ctx context.Context, q coop.Query, by string) ([]coop.Births, error)
	// FiledDossiers returns the files of one of the procedures that were received about an organisation or its units, whatever
	// office they lie at, oldest first.
	FiledDossiers(ctx context.Context, organization coop.ID, procedures ...coop.Procedure) ([]coop.FiledDossier, error)
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

// PublishedAct is an act with the kind of the organisation it is about, and the unit, if it is about one, as it is now.
type PublishedAct struct {
	history.Entry

	Kind coop.Kind
	Unit *coop.PublishedUnit
}

// subject is the kind of what the act is about.
func (a PublishedAct) subject() string {
	if a.Unit != nil {
		return string(a.Unit.Kind)
	}
	return string(a.Kind)
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
	// Acts returns at most limit entries about an organisation after a position (nil: from the first), oldest first: those with
	// their effect by when.AsOf and known by when.KnownAt, where these are set.
	// Entries about dossiers before the organisation existed are not among them.
	Acts(ctx context.Context, organization coop.ID, when coop.When, after *history.Position, limit int) ([]history.Entry, error)
	// Feed returns at most limit entries about organisations after a position (zero: from the first), in the order of the feed. An
	// entry is in it once no transaction runs any more that could put another one before it.
	Feed(ctx context.Context, after history.Position, limit int) ([]history.Entry, error)
	// Holds tells whether an entry stands at a position.
	Holds(ctx context.Context, at history.Position) (bool, error)
	// FeedEnd is the position of the last entry of the feed, zero while there is none.
	FeedEnd(ctx context.Context) (history.Position, error)
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
