package postgres

import (
	"context"

	"htxregistry/internal/registry"
)

// Recall implements registry.Attempts. The lock is asked for in the statement that reads, so that it costs one round trip;
// an answer that was kept between the snapshot and the lock is found by its primary key when this one is kept, and the
// transaction then runs again.
func (t *session) Recall(ctx context.Context, principal, retryKey string) (fingerprint string, answer []byte, err error) {
	var locked bool
	err = t.row(ctx, []any{&locked, &fingerprint, &answer}, `SELECT l.locked, coalesce(k.fingerprint, ''), k.answer
 FROM (SELECT pg_try_advisory_xact_lock(hashtextextended($1::text || E'\x1f' || $2::text, 0)) AS locked) l
 LEFT JOIN idempotency_keys k ON k.principal = $1 AND k.key = $2`, principal, retryKey)
	switch {
	case err != nil:
		return "", nil, failed("recall answer", err)
	case !locked:
		return "", nil, registry.ErrStillRunning
	}
	return fingerprint, answer, nil
}

// Keep implements registry.Attempts.
func (t *session) Keep(_ context.Context, principal, retryKey, fingerprint string, answer []byte) error {
	t.later("keep answer", `INSERT INTO idempotency_keys (principal, key, fingerprint, answer, created_at)
 VALUES ($1, $2, $3, $4, $5)`, principal, retryKey, fingerprint, answer, t.now)
	return nil
}
