package registry

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"htxregistry/internal/fault"
	"htxregistry/internal/history"
)

// Faults of the log.
var (
	ErrLogEmpty = fault.New(fault.NotFound, "log-empty", "Nhật ký chưa có mục nào. Hãy thử lại sau ít phút.",
		"Nothing is in the log yet. Try again in a few minutes.")
	ErrNotLogged = fault.New(fault.NotFound, "not-logged",
		"Không có mục này trong nhật ký, hoặc mục chưa được ghi vào. Hãy thử lại sau ít phút.",
		"The log has no such leaf, or not yet. Try again in a few minutes.")
	ErrLogBroken = errors.New("the stored log lacks a hash; registryd check --log says more")
	errNoLogKey  = errors.New("no key for the log was given")
)

// logBatch is how many entries go into the log in one transaction.
const logBatch = 5000

// AppendLog puts the entries of the ledger that are not in the log yet into it, in the order of the feed, each batch with
// its signed checkpoint in one transaction, and tells how many. It refuses to go on when it is another key's turn: the log would
// have two voices.
func (r *Registry) AppendLog(ctx context.Context) (int, error) {
	appended := 0
	for {
		n := 0
		err := r.store.InLog(ctx, func(tx LogTx) (err error) {
			n, err = r.appendBatch(ctx, tx)
			return err
		})
		appended += n
		if err != nil || n < logBatch {
			return appended, err
		}
	}
}

func (r *Registry) appendBatch(ctx context.Context, tx LogTx) (int, error) {
	own, err := r.ownLogKey()
	if err != nil {
		return 0, err
	}
	tree, err := grown(ctx, tx, own) // first: the wrong key is told even when there is nothing to put in yet
	if err != nil {
		return 0, err
	}
	entries, err := tx.Unlogged(ctx, logBatch)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	first := tree.Size()
	var hashes []history.Hash
	for _, e := range entries {
		leaf, err := e.Leaf()
		if err != nil {
			return 0, err
		}
		stored, err := tree.Append(history.LeafHash(leaf))
		if err != nil {
			return 0, err
		}
		hashes = append(hashes, stored...)
	}
	if err := tx.AddLeaves(ctx, first, entries, tlog.StoredHashCount(first), hashes); err != nil {
		return 0, err
	}
	signed, err := own.Sign(tree)
	if err != nil {
		return 0, err
	}
	return len(entries), tx.AddCheckpoint(ctx, tree.Size(), signed)
}

// ownLogKey is the key this register signs the log with, as it is now: it may have been handed over since the last time.
func (r *Registry) ownLogKey() (*history.LogKey, error) {
	if r.logKey == nil {
		return nil, errNoLogKey
	}
	return r.logKey()
}

// grown is the log as it stands, held against its last checkpoint, for a key whose turn it is.
func grown(ctx context.Context, tx LogTx, own *history.LogKey) (*history.Tree, error) {
	keys, err := turns(ctx, tx, own)
	if err != nil {
		return nil, err
	}
	size, err := tx.LogSize(ctx)
	if err != nil || size == 0 {
		return &history.Tree{}, err
	}
	signed, err := tx.LastCheckpoint(ctx)
	if err != nil {
		return nil, err
	}
	last, err := keys.Open(signed)
	if err != nil {
		return nil, fmt.Errorf("the last checkpoint is of none of the log's keys: %w", err)
	}
	edge, err := tx.LogHashes(ctx, history.EdgeOf(size))
	if err != nil {
		return nil, err
	}
	tree := history.TreeFrom(size, edge)
	root, err := tree.Root()
	if err == nil && (last.Size != size || last.Root != root) {
		err = ErrLogBroken
	}
	return tree, err
}

// GetLogCheckpoint gives the newest signed checkpoint. It returns ErrLogEmpty.
func (r *Registry) GetLogCheckpoint(ctx context.Context) (signed string, err error) {
	err = r.store.Read(ctx, func(tx ReadTx) error {
		signed, err = tx.LastCheckpoint(ctx)
		return orEmptyLog(err)
	})
	return signed, err
}

func orEmptyLog(err error) error {
	if errors.Is(err, fault.NotFound) {
		return ErrLogEmpty
	}
	return err
}

// ListLogEntries gives the leaves from, from+1, … before to, worked out from the ledger as it stands: a changed entry no
// longer has the hash the log was signed with.
func (r *Registry) ListLogEntries(ctx context.Context, from, to int64) ([]history.LoggedLeaf, error) {
	leaves := []history.LoggedLeaf{}
	err := r.store.Read(ctx, func(tx ReadTx) error {
		logged, err := tx.Leaves(ctx, from, to)
		if err != nil {
			return err
		}
		for _, e := range logged {
			leaf, err := e.Leaf()
			if err != nil {
				return err
			}
			leaves = append(leaves, history.LoggedLeaf{Index: e.Index, Leaf: string(leaf), Hash: history.LeafHash(leaf)})
		}
		return nil
	})
	return leaves, err
}

// ProveInclusion proves that the log of a size (0: of the newest checkpoint) has the leaf of an entry, or the leaf with an
// index. It returns ErrLogEmpty and ErrNotLogged.
func (r *Registry) ProveInclusion(ctx context.Context, entry *history.ID, index, size int64) (history.Inclusion, error) {
	var p history.Inclusion
	err := r.store.View(ctx, func(tx ReadTx) (err error) {
		if p.Size, err = sizeOf(ctx, tx, size); err != nil {
			return err
		}
		p.LeafIndex = index
		if entry != nil {
			leaves, err := tx.LeavesOf(ctx, *entry)
			if err != nil {
				return err
			}
			var logged bool
			if p.LeafIndex, logged = leaves[*entry]; !logged {
				return ErrNotLogged
			}
		}
		if p.LeafIndex >= p.Size {
			return ErrNotLogged
		}
		hashes := hashesOf(ctx, tx)
		leaf, err := hashes([]int64{tlog.StoredHashIndex(0, p.LeafIndex)})
		if err != nil {
			return err
		}
		p.Hash = leaf[0]
		proof, err := tlog.ProveRecord(p.Size, p.LeafIndex, hashes)
		p.Proof = notNil(proof)
		return err
	})
	return p, err
}

// ProveConsistency proves that the log of one size grew into that of another without a change. It returns ErrLogEmpty and
// ErrNotLogged.
func (r *Registry) ProveConsistency(ctx context.Context, from, to int64) (proof []history.Hash, size int64, err error) {
	err = r.store.View(ctx, func(tx ReadTx) error {
		if size, err = sizeOf(ctx, tx, to); err != nil {
			return err
		}
		if from > size {
			return ErrNotLogged
		}
		grown, err := tlog.ProveTree(size, from, hashesOf(ctx, tx))
		proof = notNil(grown)
		return err
	})
	return proof, size, err
}

func hashesOf(ctx context.Context, tx Log) tlog.HashReaderFunc {
	return func(indexes []int64) ([]tlog.Hash, error) { return tx.LogHashes(ctx, indexes) }
}

// sizeOf is the size asked for, or that of the whole log.
func sizeOf(ctx context.Context, tx Log, asked int64) (int64, error) {
	size, err := tx.LogSize(ctx)
	switch {
	case err != nil:
		return 0, err
	case size == 0:
		return 0, ErrLogEmpty
	case asked > size:
		return 0, ErrNotLogged
	case asked == 0:
		return size, nil
	}
	return asked, nil
}
