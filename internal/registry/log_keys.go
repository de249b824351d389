package registry

import (
	"context"
	"errors"
	"fmt"

	"htxregistry/internal/history"
)

// ListLogKeys gives the keys that signed checkpoints of the log, each with the handover from the one before.
func (r *Registry) ListLogKeys(ctx context.Context) (keys history.Keys, err error) {
	err = r.store.Read(ctx, func(tx ReadTx) error {
		keys, err = tx.LogKeys(ctx)
		return err
	})
	return notNil(keys), err
}

// GetLogKey gives the verifier of the newest checkpoints. It returns ErrLogEmpty.
func (r *Registry) GetLogKey(ctx context.Context) (string, error) {
	keys, err := r.ListLogKeys(ctx)
	if err == nil && len(keys) == 0 {
		err = ErrLogEmpty
	}
	return keys.Newest() + "\n", err
}

var errLogHandedOver = errors.New("it is another key's turn to sign the log; give that key")

// turns are the keys of the log, if it is this register's key's turn. A log that never had one begins with it.
func turns(ctx context.Context, tx LogTx, own *history.LogKey) (history.Keys, error) {
	keys, err := tx.LogKeys(ctx)
	if err != nil {
		return nil, err
	}
	if len(keys) == 0 {
		first := history.LoggedKey{Verifier: own.Verifier}
		return history.Keys{first}, tx.AddLogKey(ctx, first)
	}
	if keys.Newest() != own.Verifier {
		return nil, fmt.Errorf("%w: %s", errLogHandedOver, keys.Newest())
	}
	return keys.Trust(own.Verifier)
}

// HandOverLog lets another key sign the log from its present size on. What was signed before stays verifiable. A key that has
// its turn already changes nothing.
func (r *Registry) HandOverLog(ctx context.Context, next *history.LogKey) error {
	return r.store.InLog(ctx, func(tx LogTx) error {
		keys, err := tx.LogKeys(ctx)
		if err != nil || keys.Newest() == next.Verifier {
			return err
		}
		own, err := r.ownLogKey()
		if err != nil {
			return err
		}
		tree, err := grown(ctx, tx, own)
		if err != nil {
			return err
		}
		handed, err := own.HandOver(tree, next)
		if err != nil {
			return err
		}
		return tx.AddLogKey(ctx, handed)
	})
}
