package postgres

import (
	"context"

	"github.com/jackc/pgx/v5/pgconn"

	"htxregistry/internal/registry"
)

// attempt is a retry key that this transaction has reserved: a row without an answer yet. It is found again by its place
// in the table (ctid), which holds within the transaction.
type attempt struct{ principal, key, ctid string }

// Recall implements registry.Attempts. It reserves the key by inserting rather than looking for it: a serializable
// transaction that looks for a row that is not there stands in the way of all that insert near it, and every POST would.
func (t *session) Recall(ctx context.Context, principal, retryKey string) (fingerprint string, answer []byte, err error) {
	var locked bool
	var ctid *string
	err = t.row(ctx, []any{&locked, &ctid}, `WITH l AS MATERIALIZED (
  SELECT pg_try_advisory_xact_lock(hashtextextended($1::text || E'\x1f' || $2::text, 0)) AS locked),
 reserved AS (INSERT INTO idempotency_keys (principal, key, created_at) SELECT $1, $2, $3 FROM l WHERE l.locked
  ON CONFLICT (principal, key) DO NOTHING RETURNING ctid::text)
 SELECT l.locked, (SELECT r.ctid FROM reserved r) FROM l`, principal, retryKey, t.now)
	switch {
	case err != nil:
		return "", nil, failed("reserve retry key", err)
	case !locked:
		return "", nil, registry.ErrStillRunning
	case ctid != nil:
		t.attempt = &attempt{principal, retryKey, *ctid}
		return "", nil, nil
	}
	err = t.row(ctx, []any{&fingerprint, &answer},
		"SELECT fingerprint, answer FROM idempotency_keys WHERE principal = $1 AND key = $2", principal, retryKey)
	return fingerprint, answer, failed("recall answer", err)
}

// Keep implements registry.Attempts.
func (t *session) Keep(_ context.Context, principal, retryKey, fingerprint string, answer []byte) error {
	if t.attempt == nil || t.attempt.principal != principal || t.attempt.key != retryKey {
		return notReservedError{retryKey}
	}
	t.queue = append(t.queue, write{
		doing: "keep answer", sql: "UPDATE idempotency_keys SET fingerprint = $2, answer = $3 WHERE ctid = $1::text::tid",
		args: []any{t.attempt.ctid, fingerprint, answer},
		check: func(tag pgconn.CommandTag) error {
			if tag.RowsAffected() != 1 {
				return notReservedError{retryKey}
			}
			return nil
		},
	})
	t.attempt = nil
	return nil
}

// dropAttempt gives a retry key back for which no answer was kept.
func (t *session) dropAttempt() {
	if t.attempt != nil {
		t.later("give retry key back", "DELETE FROM idempotency_keys WHERE ctid = $1::text::tid", t.attempt.ctid)
		t.attempt = nil
	}
}

type notReservedError struct{ key string }

func (e notReservedError) Error() string {
	return "answer kept under a retry key not recalled: " + e.key
}
