package registry

import (
	"context"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/history"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
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
	// InTxFreeze is InTx that begins once every running writer of reports, ratings and reports of units has finished; others
	// wait until it has ended, so that it comes to its end however many of them there are. Readers go on.
	InTxFreeze(ctx context.Context, fn func(tx Tx) error) error
	// View runs fn on one repeatable-read, read-only snapshot: exports, and a page with its total.
	View(ctx context.Context, fn func(tx ReadTx) error) error
	// Read runs fn where every statement sees its own snapshot: for answers made of one statement.
	Read(ctx context.Context, fn func(tx ReadTx) error) error
	// InLog runs fn in the one transaction at a time that may append to the log. Each of its statements sees what is
	// committed by then.
	InLog(ctx context.Context, fn func(tx LogTx) error) error
	// Ready tells whether the database answers and has the migrations this program needs; the error says what is wrong.
	Ready(ctx context.Context) (migration int64, err error)
	// Refusal is the code of what kept the last write out, storage-full or database-read-only; empty when it went in.
	Refusal() string
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
	// OpenFiles returns every dossier of the offices that is not decided and has not lost its value, by id.
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
