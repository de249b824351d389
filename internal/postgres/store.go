// Package postgres keeps the register in PostgreSQL. It is the only place with SQL. Ordinary records go through gorm; the
// paths whose speed is measured (organisations, search, bulk loading, the writes of a decision) go through pgx on the same
// connection and in the same transaction.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	gormpostgres "gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
	"htxregistry/migrations"
)

// Options are what a store is opened with.
type Options struct {
	// Clock gives the instant of every transaction; required.
	Clock func() time.Time
	// MaxConns limits the connections; 0 is the greater of four and the number of processors.
	MaxConns int32
	// StatementTimeout ends a statement that runs longer; 0 is 30 seconds. Bulk loading has ten minutes a statement.
	StatementTimeout time.Duration
	// Log receives what an operator should know; nil is silence.
	Log *slog.Logger
	// Tracer sees every statement, for metrics; may be nil.
	Tracer pgx.QueryTracer
}

const (
	defaultStatementTimeout = 30 * time.Second
	idleInTransaction       = time.Minute
	// appRole is the role the server works as: neither superuser nor owner, so that row security binds it.
	appRole = "htx_app"
	// overseerRole is what it works as for whoever may see the dossiers of every office.
	overseerRole = "htx_overseer"
	// wordSimilarity is how alike a word must be to be taken for a mistyped one, between 0 and 1.
	wordSimilarity = "0.5"
)

// Store is the register's storage. It is safe for concurrent use.
type Store struct {
	pool      *pgxpool.Pool
	db        *sql.DB // hands out connections of pool
	orm       *gorm.DB
	clock     func() time.Time
	log       *slog.Logger
	turn      chan struct{} // held by the writer that tries again
	warnOwner sync.Once
	oversees  atomic.Bool // may work as overseerRole
	reads     reads
	memos     memos
	refusal   atomic.Pointer[fault.Error] // what kept the last write out; nil: nothing did
	size      atomic.Int64                // about how many organisations there are; 0 when it is not known yet
}

var (
	_ registry.Store           = (*Store)(nil)
	_ registry.ReferenceLoader = (*Store)(nil)
	_ registry.Tx              = (*session)(nil)
)

// Open connects to the database of the URL. It fails when the database does not answer; whether it is migrated is told by
// Ready.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	if o.Clock == nil {
		return nil, errors.New("open database: no clock given")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	config, err := poolConfig(url, o)
	if err != nil {
		return nil, err
	}
	s := &Store{turn: make(chan struct{}, 1), clock: o.Clock, log: o.Log, reads: newReads()}
	config.AfterConnect = s.takeRole
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := s.pool.Ping(ctx); err != nil {
		s.pool.Close()
		return nil, failed("reach database", err)
	}
	s.db = stdlib.OpenDBFromPool(s.pool)
	s.orm, err = gorm.Open(gormpostgres.New(gormpostgres.Config{Conn: s.db}), &gorm.Config{
		Logger: logger.Discard, SkipDefaultTransaction: true, DisableAutomaticPing: true,
	})
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	return s, nil
}

func poolConfig(url string, o Options) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database URL: %w", err)
	}
	if o.MaxConns > 0 {
		config.MaxConns = o.MaxConns
	}
	if o.StatementTimeout == 0 {
		o.StatementTimeout = defaultStatementTimeout
	}
	params := config.ConnConfig.RuntimeParams
	params["timezone"] = "UTC"
	params["random_page_cost"] = "1.1"
	params["jit"] = "off" // compiling costs more than any statement here runs
	params["statement_timeout"] = milliseconds(o.StatementTimeout)
	params["idle_in_transaction_session_timeout"] = milliseconds(idleInTransaction)
	if params["application_name"] == "" {
		params["application_name"] = "registryd"
	}
	config.ConnConfig.Tracer = o.Tracer
	return config, nil
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// takeRole gives up the rights of the login role on a new connection.
func (s *Store) takeRole(ctx context.Context, conn *pgx.Conn) error {
	var member, oversees bool
	err := conn.QueryRow(ctx, `SELECT coalesce(bool_or(rolname = $1), false), coalesce(bool_or(rolname = $2), false)
 FROM pg_roles WHERE rolname IN ($1, $2) AND pg_has_role(current_user, oid, 'MEMBER')`, appRole, overseerRole).Scan(&member, &oversees)
	if err != nil {
		return fmt.Errorf("look for roles %s, %s: %w", appRole, overseerRole, err)
	}
	s.oversees.Store(oversees)
	setup := "SET pg_trgm.word_similarity_threshold = " + wordSimilarity
	if member {
		setup += "; SET ROLE " + appRole
	} else {
		s.warnOwner.Do(func() {
			s.log.WarnContext(ctx, "working as the login role: row security binds only if it is no superuser",
				slog.String("missing_role", appRole))
		})
	}
	if _, err := conn.Exec(ctx, setup); err != nil {
		return fmt.Errorf("set up connection: %w", err)
	}
	return nil
}

// Close waits for the transactions under way and ends every connection.
func (s *Store) Close() {
	if s.db != nil {
		if err := s.db.Close(); err != nil {
			s.log.Warn("close database", slog.String("error", err.Error()))
		}
	}
	s.pool.Close()
}

// Pool is the one pool of connections, for metrics.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// Ready tells whether the database answers and has the migrations this program needs, and gives its newest. It returns
// ErrUnavailable with the cause.
func (s *Store) Ready(ctx context.Context) (int64, error) {
	want, err := migrations.Latest()
	if err != nil {
		return 0, fmt.Errorf("newest migration: %w", err)
	}
	var have int64
	err = s.pool.QueryRow(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&have)
	switch {
	case err != nil:
		return 0, ErrUnavailable.Because(fmt.Errorf("read migrations: %w", err))
	case have < want:
		return 0, ErrUnavailable.Because(
			fmt.Errorf("database has migration %d, this program needs %d: run registryd migrate", have, want))
	}
	return have, nil
}

// Refusal implements registry.Store.
func (s *Store) Refusal() string {
	if refusal := s.refusal.Load(); refusal != nil {
		return refusal.Code
	}
	return ""
}

func (s *Store) now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }
