package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"htxregistry/internal/caller"
)

// once runs a write that a client may send again: with a retry key its answer is kept in the same transaction, and a
// repetition gets that answer instead of a second effect. The same key with another request is ErrKeyReused, one still
// running ErrStillRunning. Callers without an Attempt (operator commands) run it plainly.
func once[T any](ctx context.Context, r *Registry, fn func(tx Tx) (T, error)) (T, error) {
	return onceIn(ctx, r.inTx, fn)
}

// onceIn is once in a transaction of another kind.
func onceIn[T any](ctx context.Context, inTx func(context.Context, func(tx Tx) error) error, fn func(tx Tx) (T, error)) (T, error) {
	var answer T
	who := caller.From(ctx)
	err := inTx(ctx, func(tx Tx) error {
		if who.Attempt == nil || who.Attempt.Key == "" {
			got, err := fn(tx)
			answer = got
			return err
		}
		fingerprint, kept, err := tx.Recall(ctx, who.Key, who.Attempt.Key)
		if err != nil {
			return err
		}
		if kept != nil {
			if fingerprint != who.Attempt.Fingerprint {
				return ErrKeyReused
			}
			if err := json.Unmarshal(kept, &answer); err != nil {
				return fmt.Errorf("read kept answer: %w", err)
			}
			who.Attempt.Replayed = true
			return nil
		}
		got, err := fn(tx)
		if err != nil {
			return err
		}
		kept, err = json.Marshal(got)
		if err != nil {
			return fmt.Errorf("keep answer: %w", err)
		}
		answer = got
		return tx.Keep(ctx, who.Key, who.Attempt.Key, who.Attempt.Fingerprint, kept)
	})
	if err != nil {
		var none T
		return none, err
	}
	return answer, nil
}

// RetrySoon is how long a client should wait before it asks again for what is busy.
const RetrySoon = time.Second
