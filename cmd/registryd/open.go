package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/stdlib"
	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"

	"htxregistry/internal/config"
	"htxregistry/internal/fault"
	"htxregistry/internal/localpg"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
	"htxregistry/migrations"
)

// opened is a register with all it stands on; Close lets go in the reverse order.
type opened struct {
	registry  *registry.Registry
	store     *postgres.Store
	press     press
	logSigner logSigner
	log       *slog.Logger
	closers   []func() error
	ended     <-chan struct{} // closed when the private PostgreSQL has ended; nil: there is none
}

func (o *opened) Close() error {
	var errs []error
	for _, v := range slices.Backward(o.closers) {
		errs = append(errs, v())
	}
	return errors.Join(errs...)
}

// wanted says how a register is opened.
type wanted struct {
	config.Database
	migrate bool // bring a given database up to date; a private one always is
	serves  bool // the one server of a private database; commands work beside it
	sandbox bool
	clock   string
	codes   string
	eyes    []string
	upload  int64
	address string // where anyone reaches the register
}

// open starts the private PostgreSQL where no database was given, migrates it and loads the shipped reference data, and
// makes the register. A given database is only looked at unless migrate is set.
func open(ctx context.Context, w wanted) (o *opened, err error) {
	o = &opened{log: logger(w.LogLevel)}
	defer func() {
		if err != nil {
			err = errors.Join(err, o.Close())
		}
	}()
	book, err := readBook(w.Database)
	if err != nil {
		return o, err
	}
	o.log.InfoContext(ctx, "rulebook loaded", slog.String("digest", book.Digest))
	url, private, err := o.database(ctx, w.Database, !w.serves)
	if err != nil {
		return o, err
	}
	if private || w.migrate {
		if err := migrateUp(ctx, url); err != nil {
			return o, err
		}
	}
	clock := &lateClock{}
	if o.store, err = postgres.Open(ctx, url, postgres.Options{Clock: clock.Now, MaxConns: w.MaxConns, Log: o.log}); err != nil {
		return o, err
	}
	o.closers = append(o.closers, func() error { o.store.Close(); return nil })
	if private || w.migrate {
		if err := registry.LoadShipped(ctx, o.store); err != nil {
			return o, err
		}
	}
	if clock.Clock, err = o.clock(ctx, w); err != nil {
		return o, err
	}
	codes, err := registry.ParseCodeRange(orDefault(w.codes, "14:2000000-2999999"))
	if err != nil {
		return o, err
	}
	papers, err := o.papers(w.Data)
	if err != nil {
		return o, err
	}
	o.press = press{orDefault(w.SigningKey, filepath.Join(w.Data, "signing-key.jwk"))}
	o.logSigner = logSigner{orDefault(w.LogKey, filepath.Join(w.Data, "log.key"))}
	logKey, err := o.logKey(ctx, w.serves)
	if err != nil {
		return o, err
	}
	o.registry, err = registry.New(ctx, o.store, registry.Options{
		Press: o.press, PublicURL: w.address,
		Book: book, Clock: clock.Clock, Codes: codes, FourEyes: w.eyes, Documents: papers, MaxUpload: w.upload, Log: o.log, LogKey: logKey,
	})
	return o, err
}

// readBook reads the rulebook and the programmes of the province.
func readBook(d config.Database) (*rulebook.Book, error) {
	return rulebook.LoadWith(os.DirFS(orDefault(d.Programmes, filepath.Join(d.Data, "programmes"))))
}

// database gives the URL of the database and whether it is our own.
func (o *opened) database(ctx context.Context, d config.Database, attach bool) (url string, private bool, err error) {
	if d.DatabaseURL != "" {
		return d.DatabaseURL, false, nil
	}
	server, err := localpg.Start(ctx, localpg.Options{Data: filepath.Join(d.Data, "postgres"), Attach: attach, Settings: map[string]string{
		"shared_buffers": "256MB", "work_mem": "16MB", "maintenance_work_mem": "256MB", "max_wal_size": "2GB", "random_page_cost": "1.1",
		// What a serializable transaction has read is remembered until every one beside it has ended: an import or a
		// succession of half a minute would else leave no room for what the desks write meanwhile.
		"max_pred_locks_per_transaction": "512",
	}})
	if err != nil {
		return "", true, err
	}
	o.closers, o.ended = append(o.closers, server.Stop), server.Ended()
	o.log.InfoContext(ctx, "private PostgreSQL ready", slog.String("data", d.Data))
	return server.URL("postgres"), true, nil
}

// papers opens the store of papers beside the database's files.
func (o *opened) papers(data string) (*blob.Bucket, error) {
	dir := filepath.Join(data, "documents")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{NoTempDir: true, Metadata: fileblob.MetadataDontWrite})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	o.closers = append(o.closers, bucket.Close)
	return bucket, nil
}

// clock gives the clock of this database: real time, or the sandbox's, which goes on from where it was last set. A sandbox
// and a real register never share a database.
func (o *opened) clock(ctx context.Context, w wanted) (registry.Clock, error) {
	mode, set, err := registry.ClockSettings(ctx, o.store)
	if err != nil {
		return nil, err
	}
	switch {
	case w.sandbox && mode == registry.ModeReal:
		return nil, errors.New("this database holds a real register; a sandbox needs a data directory of its own (--data)")
	case !w.sandbox && mode == registry.ModeSandbox && w.serves:
		return nil, errors.New("this database is a sandbox; serve it with --sandbox, or choose another --data")
	case !w.sandbox && mode != registry.ModeSandbox:
		return registry.SystemClock(time.Now), nil
	}
	start := set
	if w.clock != "" {
		if wish := vn.MustDate(w.clock).Start().Add(8 * time.Hour); wish.After(start) {
			start = wish
		}
	}
	if start.IsZero() {
		start = time.Now()
	}
	if !start.Before(registry.SandboxEnd()) {
		return nil, errors.New("a sandbox runs until the end of 2099; choose an earlier day with --clock")
	}
	return registry.NewSandboxClock(start, time.Now), nil
}

// lateClock lets the store be opened before the clock is known.
type lateClock struct{ registry.Clock }

func (c *lateClock) Now() time.Time {
	if c.Clock == nil {
		return time.Now().UTC()
	}
	return c.Clock.Now()
}

func migrateUp(ctx context.Context, url string) error {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // nothing is pending
	_ = stdlib.GetDefaultDriver()
	return migrations.Up(ctx, db)
}

func orDefault(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// explain is an error for an operator: every faulty field on its own line.
func explain(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err.Error()
	}
	var b strings.Builder
	b.WriteString(f.Message)
	for _, field := range f.Fields {
		fmt.Fprintf(&b, "\n  %s: %s", strings.TrimSpace(field.Parameter+" "+field.Pointer), field.Detail)
	}
	return b.String()
}
