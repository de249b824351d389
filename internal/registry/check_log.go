package registry

import (
	"cmp"
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"htxregistry/internal/history"
)

// LogReport is what CheckLog held against each other.
type LogReport struct {
	Leaves      int64
	Checkpoints int
	Faults      int
}

// CheckLog works every leaf out anew from the ledger and holds the hashes, the roots of all signed checkpoints and, when one
// is given, a checkpoint kept elsewhere against them. verifier is one of the log's keys, empty for this register's own. What does not agree is told to found, one sentence each; memory does not
// grow with the log. Only a checkpoint kept elsewhere shows a log that was rewritten and signed anew.
func (r *Registry) CheckLog(ctx context.Context, verifier, elsewhere string, found func(string)) (LogReport, error) {
	if verifier == "" && r.logKey != nil {
		own, err := r.logKey()
		if err != nil {
			return LogReport{}, err
		}
		verifier = own.Verifier
	}
	c := logCheck{found: found, pending: map[int64][]history.Checkpoint{}}
	err := r.store.View(ctx, func(tx ReadTx) (err error) {
		if c.keys, err = tx.LogKeys(ctx); err != nil {
			return err
		}
		if c.keys, err = c.keys.Trust(cmp.Or(verifier, c.keys.Newest())); err != nil {
			return err
		}
		if elsewhere != "" {
			kept, err := c.keys.Open(elsewhere)
			if err != nil {
				return err
			}
			c.pending[kept.Size] = []history.Checkpoint{kept}
		}
		for _, k := range c.keys[1:] {
			handed, err := history.OpenCheckpoint(k.Handover, k.Verifier)
			if err != nil {
				return err
			}
			c.pending[handed.Size] = append(c.pending[handed.Size], handed)
		}
		return c.run(ctx, tx)
	})
	return c.report, err
}

// logCheck is a log being worked out anew.
type logCheck struct {
	keys    history.Keys
	found   func(string)
	report  LogReport
	tree    history.Tree
	last    history.Position
	pending map[int64][]history.Checkpoint // to be met on the way
}

func (c *logCheck) fault(format string, args ...any) {
	c.report.Faults++
	c.found(fmt.Sprintf(format, args...))
}

func (c *logCheck) run(ctx context.Context, tx Log) error {
	size, err := tx.LogSize(ctx)
	if err != nil {
		return err
	}
	for from := int64(0); from < size; from += logBatch {
		if err := c.page(ctx, tx, from, min(from+logBatch, size)); err != nil {
			return err
		}
	}
	c.report.Leaves = size
	for at := range c.pending {
		c.fault("checkpoint of %d leaves: the log has only %d", at, size)
	}
	if size == 0 {
		return nil
	}
	n, err := tx.CountUntil(ctx, c.last)
	if err == nil && n != size {
		c.fault("ledger: %d entries up to the last leaf, %d leaves: entries were slipped in or taken out", n, size)
	}
	return err
}

// page works out the leaves from, from+1, … before to.
func (c *logCheck) page(ctx context.Context, tx Log, from, to int64) error {
	if err := c.expect(ctx, tx, from, to); err != nil {
		return err
	}
	entries, err := tx.Leaves(ctx, from, to)
	if err != nil {
		return err
	}
	first := tlog.StoredHashCount(from)
	indexes := make([]int64, tlog.StoredHashCount(to)-first)
	for i := range indexes {
		indexes[i] = first + int64(i)
	}
	stored, err := tx.LogHashes(ctx, indexes)
	if err != nil {
		return err
	}
	for index := from; index < to; index++ {
		at := tlog.StoredHashIndex(0, index) - first
		if len(entries) == 0 || entries[0].Index != index {
			c.fault("leaf %d: its entry is gone from the ledger", index)
		} else {
			if err := c.leaf(entries[0], stored[at]); err != nil {
				return err
			}
			entries = entries[1:]
		}
		if err := c.grow(index, stored[at:]); err != nil {
			return err
		}
	}
	return nil
}

// leaf works a leaf out and holds it against the stored hash.
func (c *logCheck) leaf(e LoggedEntry, stored history.Hash) error {
	text, err := e.Leaf()
	if err != nil {
		return err
	}
	if history.LeafHash(text) != stored {
		c.fault("leaf %d: entry %s (%s, organisation %s) was changed after it was logged", e.Index, e.ID, e.Act, e.OrganizationID)
	}
	if e.Index > 0 && !c.last.Before(e.Position) {
		c.fault("leaf %d: entry %s is not in the order of the ledger", e.Index, e.ID)
	}
	c.last = e.Position
	return nil
}

// grow adds a leaf and holds the hashes it completes, and the checkpoint of that size, against what is kept. It goes on from
// the stored hash of the leaf, so that one changed entry is one fault and the signed roots speak for the stored hashes.
func (c *logCheck) grow(index int64, stored []history.Hash) error {
	hashes, err := c.tree.Append(stored[0])
	if err != nil {
		return err
	}
	for level, h := range hashes {
		if stored[level] != h {
			c.fault("leaf %d: the stored hash of its subtree on level %d differs", index, level)
		}
	}
	kept := c.pending[c.tree.Size()]
	if len(kept) == 0 {
		return nil
	}
	delete(c.pending, c.tree.Size())
	root, err := c.tree.Root()
	for _, k := range kept {
		if err == nil && k.Root != root {
			c.fault("checkpoint of %d leaves: its root is %s, the log gives %s", k.Size, k.Root, root)
		}
	}
	return err
}

// expect reads the checkpoints that will be met on a page and checks their signatures.
func (c *logCheck) expect(ctx context.Context, tx Log, from, to int64) error {
	const some = 1000
	for beyond := from; ; {
		kept, err := tx.Checkpoints(ctx, beyond, some)
		if err != nil {
			return err
		}
		for _, k := range kept {
			if k.Size > to {
				return nil
			}
			beyond = k.Size
			c.report.Checkpoints++
			opened, err := c.keys.Open(k.Note)
			if err != nil || opened.Size != k.Size {
				c.fault("checkpoint of %d leaves: not signed by this log: %v", k.Size, err)
				continue
			}
			c.pending[k.Size] = append(c.pending[k.Size], opened)
		}
		if len(kept) < some {
			return nil
		}
	}
}
