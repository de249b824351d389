// Package registry holds the use cases of the register, one file each: what a desk, a supervisor, an app or an operator
// may ask of it. It alone opens transactions.
package registry

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"gocloud.dev/blob"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// Options are what a register is made of. Zero values are usable but for Book and Clock.
type Options struct {
	Book      *rulebook.Book
	Clock     Clock
	Codes     CodeRange
	FourEyes  []string // levels at which whoever received a dossier may not be the only one to decide it
	Documents *blob.Bucket
	MaxUpload int64  // bytes of one paper; default 20 MiB
	Press     Press  // required
	PublicURL string // where anyone reaches this register; what the codes on certificates open begins with it
	Log       *slog.Logger
	// LogKey gives the key that signs the log over the ledger, asked at every use; nil: this register only reads it.
	LogKey func() (*history.LogKey, error)
}

// Registry answers every use case. It is safe for concurrent use.
type Registry struct {
	store     Store
	book      *rulebook.Book
	clock     Clock
	codes     CodeService
	fourEyes  []string
	documents *blob.Bucket
	maxUpload int64
	press     Press
	publicURL string
	log       *slog.Logger
	logKey    func() (*history.LogKey, error)
	reference atomic.Pointer[Reference]
	tide      tide

	permissions map[Operation]map[caller.Role]Reach
}

// Reference is the reference data as one immutable snapshot.
type Reference struct {
	Places      *place.Directory
	Industries  *place.Industries
	Authorities *jurisdiction.Directory
	Revision    int64

	became  remembered[placeVersion, *coop.PlaceRef]
	offices remembered[jurisdiction.Question, *coop.AuthorityRef]
}

// New makes a register on a migrated database and reads its reference data; without any it works, but knows no place.
func New(ctx context.Context, store Store, o Options) (*Registry, error) {
	r := &Registry{
		store: store, book: o.Book, clock: o.Clock, fourEyes: o.FourEyes, documents: o.Documents, maxUpload: o.MaxUpload,
		log: o.Log, codes: o.Codes, permissions: Permissions(), press: o.Press, publicURL: strings.TrimRight(o.PublicURL, "/"),
		logKey: o.LogKey,
	}
	r.tide.end = r.FeedEnd
	if r.press == nil {
		return nil, errors.New("make register: no press given")
	}
	if r.maxUpload == 0 {
		r.maxUpload = 20 << 20
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	return r, r.RefreshReference(ctx)
}

// Now is the instant of the register's clock.
func (r *Registry) Now() time.Time { return r.clock.Now() }

// Today is the day of law of the register's clock.
func (r *Registry) Today() vn.Date { return vn.DateIn(r.clock.Now()) }

// Book is the rulebook.
func (r *Registry) Book() *rulebook.Book { return r.book }

// Reference is the present reference data.
func (r *Registry) Reference() *Reference { return r.reference.Load() }

// Ready tells whether the register can serve, and the migration its database has; the error says what is wrong.
func (r *Registry) Ready(ctx context.Context) (migration int64, err error) {
	if migration, err = r.store.Ready(ctx); err != nil {
		return 0, fmt.Errorf("database: %w", err)
	}
	return migration, nil
}

// Refusal is the code of what keeps every write out at present, as far as is known: the last one met it. Empty: nothing does.
func (r *Registry) Refusal() string { return r.store.Refusal() }

// RefreshReference reads the reference data again when it has changed; servers call it now and then.
func (r *Registry) RefreshReference(ctx context.Context) error {
	return r.store.Read(ctx, func(tx ReadTx) error {
		revision, err := tx.ReferenceRevision(ctx)
		if err != nil {
			return fmt.Errorf("read reference revision: %w", err)
		}
		if known := r.reference.Load(); known != nil && known.Revision == revision {
			return nil
		}
		data, err := tx.Reference(ctx)
		if err != nil {
			return fmt.Errorf("read reference data: %w", err)
		}
		r.reference.Store(&Reference{
			Places:      place.NewDirectory(data.Places, data.AltNames, data.Successions),
			Industries:  place.NewIndustries(data.Industries),
			Authorities: jurisdiction.NewDirectory(data.Authorities, data.AuthoritySuccessions),
			Revision:    data.Revision,
		})
		r.log.InfoContext(ctx, "reference data read", slog.Int64("revision", data.Revision), slog.Int("places", len(data.Places)))
		return nil
	})
}

// authorityRef names an authority as it was called on a day.
func (ref *Reference) authorityRef(id string, on vn.Date) *coop.AuthorityRef {
	a, ok := ref.authority(id)
	if !ok {
		return nil
	}
	named := refOf(a, on)
	return &named
}

func (ref *Reference) authority(id string) (jurisdiction.Authority, bool) {
	var parsed jurisdiction.AuthorityID
	if parsed.UnmarshalText([]byte(id)) != nil {
		return jurisdiction.Authority{}, false
	}
	return ref.Authorities.ByID(parsed)
}

func refOf(a jurisdiction.Authority, on vn.Date) coop.AuthorityRef {
	return coop.AuthorityRef{ID: a.ID.String(), Code: a.Code, Name: a.NameOn(on), Level: string(a.Level)}
}

// province is the code of the province an authority lies in, by the map of its own days.
func (ref *Reference) province(a jurisdiction.Authority) string {
	if a.PlaceCode == "" {
		return ""
	}
	day := a.From
	if !a.To.IsZero() {
		day = a.To.AddDays(-1)
	}
	path := ref.Places.Path(a.PlaceCode, day)
	if len(path) == 0 {
		return ""
	}
	return path[len(path)-1].Code
}

// findAuthority finds an authority by id, or by its code: the office that bears it on a day, else the last one that bore it
// before, for its certificates and dossiers stay on record.
func (ref *Reference) findAuthority(idOrCode string, on vn.Date) (jurisdiction.Authority, error) {
	if a, ok := ref.authority(idOrCode); ok {
		return a, nil
	}
	for _, a := range slices.Backward(ref.Authorities.Versions(idOrCode)) {
		if !a.From.After(on) {
			return a, nil
		}
	}
	return jurisdiction.Authority{}, ErrAuthorityNotFound.At(fault.Field{Parameter: "authority", Code: "unknown", Detail: msgNoAuthority(idOrCode, on)})
}

func callerName(c caller.Caller) string {
	if c.Name == "" {
		return string(c.Role)
	}
	return c.Name + " (" + string(c.Role) + ")"
}
