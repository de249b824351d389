package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
)

const (
	maxAttempts     = 10
	firstPause      = 4 * time.Millisecond
	longestPause    = 250 * time.Millisecond
	rollbackTimeout = 5 * time.Second
)

// The ways a transaction begins; the scope is set in the same round trip.
const (
	beginWrite    = "BEGIN ISOLATION LEVEL SERIALIZABLE"
	beginAlone    = beginWrite + "; LOCK TABLE dossiers, api_keys IN SHARE ROW EXCLUSIVE MODE"
	beginFreeze   = beginWrite + "; LOCK TABLE reports, ratings, unit_reports IN SHARE ROW EXCLUSIVE MODE"
	beginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	beginRead     = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"
)

// session is one connection at work for one caller: in the transaction of InTx or View, or, for Read, outside any until
// something is read that needs a scope.
type session struct {
	store *Store
	pool  *pgxpool.Conn // nil once the connection is held for gorm
	sql   *sql.Conn     // nil until then
	conn  *pgx.Conn     // the connection of either
	tx    pgx.Tx        // nil outside a transaction
	scope scope
	now   time.Time
	queue []write
	// touched are the organisations of which facts were written that a programme asks about.
	touched []coop.ID
	// beforeCommit is done when everything is written; may be nil.
	beforeCommit func() error
	// wrote tells that the queue was sent with something in it.
	wrote bool
	// attempt is the retry key reserved by Recall until Keep.
	attempt *attempt
}

// InTx implements registry.Store.
func (s *Store) InTx(ctx context.Context, fn func(tx registry.Tx) error) error {
	return s.write(ctx, beginWrite, fn)
}

// InTxFreeze implements registry.Store. A report reads the roll-ups that a freeze adds to, and a freeze reads the reports: of two
// side by side one is run again. Without the locks, which come before the snapshot, that would be the freeze, which takes longer,
// for as long as reports arrive.
func (s *Store) InTxFreeze(ctx context.Context, fn func(tx registry.Tx) error) error {
	return s.write(ctx, beginFreeze, fn)
}

func (s *Store) write(ctx context.Context, begin string, fn func(tx registry.Tx) error) error {
	return s.retry(ctx, func() error {
		return s.transact(ctx, begin, func(t *session) error { return fn(t) })
	})
}

// InTxAlone implements registry.Store. The locks come before the first statement that takes a snapshot, so the transaction
// sees what those it waited for have done; whoever waits for it works on an old snapshot and is run again.
func (s *Store) InTxAlone(ctx context.Context, fn func(tx registry.Tx) error) error {
	return s.retry(ctx, func() error {
		return s.transact(ctx, beginAlone, func(t *session) error {
			if err := t.allowLongStatements(ctx); err != nil {
				return err
			}
			return fn(t)
		})
	})
}

// View implements registry.Store.
func (s *Store) View(ctx context.Context, fn func(tx registry.ReadTx) error) error {
	return s.transact(ctx, beginSnapshot, func(t *session) error { return fn(t) })
}

// Read implements registry.Store.
func (s *Store) Read(ctx context.Context, fn func(tx registry.ReadTx) error) error {
	return s.transact(ctx, "", func(t *session) error { return fn(t) })
}

// retry runs a whole transaction again while other writers are in its way. From the second attempt on, the writers of this server
// go one by one: many that want the same record would else be in each other's way for ever.
func (s *Store) retry(ctx context.Context, once func() error) error {
	for attempt := 1; ; attempt++ {
		if attempt == 2 {
			select {
			case s.turn <- struct{}{}:
				defer func() { <-s.turn }()
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		err := once()
		if err == nil || !retryable(err) {
			return err
		}
		if attempt == maxAttempts {
			return ErrBusy.Because(err)
		}
		s.log.DebugContext(ctx, "transaction tried again", slog.Int("attempt", attempt), slog.String("error", err.Error()))
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

// pause waits a random while, longer after each attempt, so that rivals do not meet again.
func pause(ctx context.Context, attempt int) error {
	most := min(firstPause<<attempt, longestPause)
	timer := time.NewTimer(rand.N(most)) //nolint:gosec // spreads load, keeps no secret
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// transact runs fn on one connection; without a begin statement each statement of fn stands alone.
func (s *Store) transact(ctx context.Context, begin string, fn func(*session) error) (err error) {
	t, err := s.acquire(ctx)
	if err != nil {
		return failed("acquire connection", err)
	}
	defer func() { s.remember(err, t.wrote) }()
	// A connection left within a transaction, by a panic of fn, is destroyed here.
	defer t.release()
	if begin != "" {
		if err := t.begin(ctx, begin); err != nil {
			return err
		}
	}
	if err := fn(t); err != nil {
		return t.rollback(ctx, t.lost(ctx, translate(err)))
	}
	t.dropAttempt()
	if err := t.flush(ctx); err != nil {
		return t.rollback(ctx, t.lost(ctx, err))
	}
	if t.beforeCommit != nil {
		if err := t.beforeCommit(); err != nil {
			return t.rollback(ctx, t.lost(ctx, err))
		}
	}
	if t.tx == nil {
		return nil
	}
	err = t.tx.Commit(ctx)
	if err != nil && t.conn.IsClosed() {
		return ErrOutcomeUnknown.Because(err) // the database may have written before it went
	}
	return failed("commit", err)
}

// remember keeps, for whoever asks whether the register takes writes, what kept the last one out.
func (s *Store) remember(err error, wrote bool) {
	for _, refusal := range []*fault.Error{registry.ErrNoRoom, ErrReadOnly} {
		if errors.Is(err, refusal) {
			s.refusal.Store(refusal)
		}
	}
	if err == nil && wrote {
		s.refusal.Store(nil)
	}
}

// lost makes an error of a connection that broke before the commit, which nobody else names, that of a database that is away.
func (t *session) lost(ctx context.Context, err error) error {
	if _, known := errors.AsType[*fault.Error](err); known || ctx.Err() != nil || !t.conn.IsClosed() {
		return err
	}
	return ErrUnavailable.Because(err)
}

// acquire takes a connection straight from the pool: the hot reads need no more, and the way through database/sql costs
// them a tenth of their time.
func (s *Store) acquire(ctx context.Context) (*session, error) {
	c, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	return &session{store: s, pool: c, conn: c.Conn(), scope: scopeOf(caller.From(ctx)), now: s.now()}, nil
}

// forGorm changes the connection for one that gorm can work on too. It must be called outside a transaction.
func (t *session) forGorm(ctx context.Context) error {
	if t.sql != nil {
		return nil
	}
	t.release() // first: whoever holds one connection while waiting for a second may wait for ever
	c, err := t.store.db.Conn(ctx)
	if err != nil {
		return err
	}
	t.sql = c
	// The connection is used after Raw has returned: within it gorm would wait for the lock that Raw holds.
	return c.Raw(func(driver any) error {
		conn, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("connection is a %T", driver)
		}
		t.conn = conn.Conn()
		return nil
	})
}

// release gives the connection back; it is somebody else's from here on.
func (t *session) release() {
	t.conn = nil
	if t.pool != nil {
		t.pool.Release()
		t.pool = nil
	}
	if t.sql != nil {
		_ = t.sql.Close() // gives the connection back, has nothing to say
	}
}

func (t *session) begin(ctx context.Context, begin string) error {
	// The text of a scope has no quotes: see scopeOf.
	query := begin + "; SELECT set_config('app.scope', '" + t.scope.text() + "', true)"
	if begin == beginWrite || begin == beginFreeze {
		// Who reads a whole table in a serializable transaction stands in the way of every writer of it.
		query += ", set_config('enable_seqscan', 'off', true)"
	}
	if t.scope.all && t.store.oversees.Load() {
		query += "; SET LOCAL ROLE " + overseerRole
	}
	if err := t.forGorm(ctx); err != nil {
		return failed("acquire connection", err)
	}
	tx, err := t.conn.BeginTx(ctx, pgx.TxOptions{BeginQuery: query})
	if err != nil {
		return failed("begin", t.lost(ctx, translate(err)))
	}
	t.tx = tx
	return nil
}

// scoped makes sure that the statements to come run for the scope of the caller.
func (t *session) scoped(ctx context.Context) error {
	if t.tx != nil {
		return t.flush(ctx)
	}
	return t.begin(ctx, beginRead)
}

// rollback undoes the transaction, also when the context is cancelled, and gives the reason with whatever went wrong.
func (t *session) rollback(ctx context.Context, reason error) error {
	if t.tx == nil {
		return reason
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTimeout)
	defer cancel()
	err := t.tx.Rollback(ctx)
	if err == nil || t.conn.IsClosed() { // the server rolls back a lost connection
		return reason
	}
	return errors.Join(reason, fmt.Errorf("roll back: %w", err))
}

// Now implements registry.Tx.
func (t *session) Now() time.Time { return t.now }

// gorm gives gorm on this connection, and so within this transaction.
func (t *session) gorm(ctx context.Context) *gorm.DB {
	db := t.store.orm.Session(&gorm.Session{NewDB: true, Context: ctx})
	if err := t.forGorm(ctx); err != nil {
		_ = db.AddError(err) // every statement on it gives it back
		return db
	}
	db.Statement.ConnPool = t.sql
	return db
}
