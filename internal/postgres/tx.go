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
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"htxregistry/internal/caller"
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
	beginSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	beginRead     = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"
)

// session is one connection at work for one caller: in the transaction of InTx or View, or, for Read, outside any until
// something is read that needs a scope.
type session struct {
	store *Store
	sql   *sql.Conn
	conn  *pgx.Conn // the same connection
	tx    pgx.Tx    // nil outside a transaction
	scope scope
	now   time.Time
	queue []write
	// attempt is the retry key reserved by Recall until Keep.
	attempt *attempt
}

// InTx implements registry.Store.
func (s *Store) InTx(ctx context.Context, fn func(tx registry.Tx) error) error {
	return s.retry(ctx, func() error {
		return s.transact(ctx, beginWrite, func(t *session) error { return fn(t) })
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
func (s *Store) transact(ctx context.Context, begin string, fn func(*session) error) error {
	t, err := s.acquire(ctx)
	if err != nil {
		return failed("acquire connection", err)
	}
	// A connection left within a transaction, by a panic of fn, is destroyed here.
	defer t.sql.Close() //nolint:errcheck // gives the connection back, has nothing to say
	if begin != "" {
		if err := t.begin(ctx, begin); err != nil {
			return err
		}
	}
	if err := fn(t); err != nil {
		return t.rollback(ctx, translate(err))
	}
	t.dropAttempt()
	if err := t.flush(ctx); err != nil {
		return t.rollback(ctx, err)
	}
	if t.tx == nil {
		return nil
	}
	return failed("commit", t.tx.Commit(ctx))
}

func (s *Store) acquire(ctx context.Context) (*session, error) {
	c, err := s.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	t := &session{store: s, sql: c, scope: scopeOf(caller.From(ctx)), now: s.now()}
	// The connection is used after Raw has returned: within it gorm would wait for the lock that Raw holds.
	err = c.Raw(func(driver any) error {
		conn, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("connection is a %T", driver)
		}
		t.conn = conn.Conn()
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return t, nil
}

func (t *session) begin(ctx context.Context, begin string) error {
	// The text of a scope has no quotes: see scopeOf.
	query := begin + "; SELECT set_config('app.scope', '" + t.scope.text() + "', true)"
	if begin == beginWrite {
		// Who reads a whole table in a serializable transaction stands in the way of every writer of it.
		query += ", set_config('enable_seqscan', 'off', true)"
	}
	tx, err := t.conn.BeginTx(ctx, pgx.TxOptions{BeginQuery: query})
	if err != nil {
		return failed("begin", err)
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
	db.Statement.ConnPool = t.sql
	return db
}
