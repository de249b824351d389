package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// write is a statement that waits to be sent: all writes of a transaction go together in one round trip, just before the
// commit or before the first read that must see them.
type write struct {
	doing string // what an error says was being done
	sql   string
	args  []any
	check func(pgconn.CommandTag) error // may be nil
}

func (t *session) later(doing, sql string, args ...any) {
	t.queue = append(t.queue, write{doing: doing, sql: sql, args: args})
}

// flush sends what waits. Statements after one that failed are not run.
func (t *session) flush(ctx context.Context) error {
	if len(t.queue) == 0 {
		return nil
	}
	writes := t.queue
	t.queue, t.wrote = nil, true
	var batch pgx.Batch
	for _, w := range writes {
		batch.Queue(w.sql, w.args...)
	}
	results := t.conn.SendBatch(ctx, &batch)
	for _, w := range writes {
		tag, err := results.Exec()
		if err != nil {
			_ = results.Close() // the same error again
			return failed(w.doing, err)
		}
		if w.check == nil {
			continue
		}
		if err := w.check(tag); err != nil {
			return errors.Join(err, results.Close())
		}
	}
	return failed("write", results.Close())
}

// query reads with pgx after sending what waits.
func (t *session) query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	return t.conn.Query(ctx, sql, args...)
}

// row reads one row into the targets after sending what waits; pgx.ErrNoRows when there is none.
func (t *session) row(ctx context.Context, targets []any, sql string, args ...any) error {
	if err := t.flush(ctx); err != nil {
		return err
	}
	return t.conn.QueryRow(ctx, sql, args...).Scan(targets...)
}
