package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/registry"
)

// beginLog sees with each statement what is committed by then: a snapshot from before the lock would not see the leaves of
// whoever held the lock before.
const beginLog = "BEGIN ISOLATION LEVEL READ COMMITTED"

// InLog implements registry.Store.
func (s *Store) InLog(ctx context.Context, fn func(tx registry.LogTx) error) error {
	return s.transact(ctx, beginLog, func(t *session) error {
		if _, err := t.conn.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('log', 0))"); err != nil {
			return failed("lock log", err)
		}
		return fn(t)
	})
}

// LogSize implements registry.Log.
func (t *session) LogSize(ctx context.Context) (n int64, err error) {
	err = t.row(ctx, []any{&n}, "SELECT coalesce(max(index), -1) + 1 FROM log_leaves")
	return n, failed("read size of log", err)
}

// LogHashes implements registry.Log.
func (t *session) LogHashes(ctx context.Context, indexes []int64) ([]history.Hash, error) {
	stored := make(map[int64]history.Hash, len(indexes))
	var index int64
	var hash []byte
	err := t.each(ctx, []any{&index, &hash}, func() { stored[index] = history.Hash(hash) },
		"SELECT index, hash FROM log_hashes WHERE index = ANY($1)", indexes)
	if err != nil {
		return nil, failed("read hashes of log", err)
	}
	hashes := make([]history.Hash, len(indexes))
	for i, index := range indexes {
		h, ok := stored[index]
		if !ok {
			return nil, registry.ErrLogBroken
		}
		hashes[i] = h
	}
	return hashes, nil
}

// Leaves implements registry.Log.
func (t *session) Leaves(ctx context.Context, from, to int64) ([]registry.LoggedEntry, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	var rows []struct {
		Row   historyRow `gorm:"embedded"`
		Index int64
	}
	err := t.gorm(ctx).Table("log_leaves l").Joins("JOIN history h ON h.id = l.entry_id").Select("h.*, l.index").
		Where("l.index >= ? AND l.index < ?", from, to).Order("l.index").Scan(&rows).Error
	leaves := make([]registry.LoggedEntry, len(rows))
	for i, r := range rows {
		leaves[i] = registry.LoggedEntry{Entry: r.Row.entry(), Index: r.Index}
	}
	return leaves, failed("read leaves", err)
}

// LeavesOf implements registry.Log.
func (t *session) LeavesOf(ctx context.Context, entries ...history.ID) (map[history.ID]int64, error) {
	ids := make([][16]byte, len(entries))
	for i, e := range entries {
		ids[i] = e
	}
	leaves := make(map[history.ID]int64, len(entries))
	var entry [16]byte
	var index int64
	err := t.each(ctx, []any{&entry, &index}, func() { leaves[entry] = index },
		"SELECT entry_id, index FROM log_leaves WHERE entry_id = ANY($1)", ids)
	return leaves, failed("look for leaves", err)
}

// LastCheckpoint implements registry.Log.
func (t *session) LastCheckpoint(ctx context.Context) (signed string, err error) {
	err = t.row(ctx, []any{&signed}, "SELECT note FROM log_checkpoints ORDER BY size DESC LIMIT 1")
	if errors.Is(err, pgx.ErrNoRows) {
		return "", fault.NotFound
	}
	return signed, failed("read checkpoint", err)
}

// Checkpoints implements registry.Log.
func (t *session) Checkpoints(ctx context.Context, beyond int64, limit int) (all []registry.SignedCheckpoint, err error) {
	var c registry.SignedCheckpoint
	err = t.each(ctx, []any{&c.Size, &c.Note}, func() { all = append(all, c) },
		"SELECT size, note FROM log_checkpoints WHERE size > $1 ORDER BY size LIMIT $2", beyond, limit)
	return all, failed("read checkpoints", err)
}

// LogKeys implements registry.Log.
func (t *session) LogKeys(ctx context.Context) (keys history.Keys, err error) {
	var k history.LoggedKey
	err = t.each(ctx, []any{&k.Verifier, &k.From, &k.Handover}, func() { keys = append(keys, k) },
		"SELECT verifier, from_size, coalesce(handover, '') FROM log_keys ORDER BY turn")
	return keys, failed("read keys of log", err)
}

// CountUntil implements registry.Log.
func (t *session) CountUntil(ctx context.Context, last history.Position) (n int64, err error) {
	err = t.row(ctx, []any{&n}, "SELECT count(*) FROM history WHERE (epoch, xact, seq) <= ($1, $2::text::xid8, $3)", placed(last)...)
	return n, failed("count entries", err)
}

// Unlogged implements registry.LogTx.
func (t *session) Unlogged(ctx context.Context, limit int) ([]history.Entry, error) {
	last, err := t.position(ctx, `SELECT epoch, xact::text, seq FROM history
 WHERE id = (SELECT entry_id FROM log_leaves ORDER BY index DESC LIMIT 1)`)
	if err != nil {
		return nil, failed("read end of log", err)
	}
	rows, err := t.feed(ctx, last, limit).Find(ctx)
	return entries(rows), failed("read feed", err)
}

func entries(rows []historyRow) []history.Entry {
	all := make([]history.Entry, len(rows))
	for i, r := range rows {
		all[i] = r.entry()
	}
	return all
}

// AddLeaves implements registry.LogTx.
func (t *session) AddLeaves(ctx context.Context, first int64, added []history.Entry, firstHash int64, hashes []history.Hash) error {
	err := t.copyTo(ctx, "log_leaves", []string{"index", "entry_id"}, len(added), func(i int) ([]any, error) {
		return []any{first + int64(i), [16]byte(added[i].ID)}, nil
	})
	if err != nil {
		return err
	}
	return t.copyTo(ctx, "log_hashes", []string{"index", "hash"}, len(hashes), func(i int) ([]any, error) {
		return []any{firstHash + int64(i), hashes[i][:]}, nil
	})
}

// AddCheckpoint implements registry.LogTx.
func (t *session) AddCheckpoint(_ context.Context, size int64, signed string) error {
	t.later("keep checkpoint", "INSERT INTO log_checkpoints (size, note, signed_at) VALUES ($1, $2, $3)", size, signed, t.now)
	return nil
}

// AddLogKey implements registry.LogTx.
func (t *session) AddLogKey(_ context.Context, k history.LoggedKey) error {
	t.later("keep key of log", `INSERT INTO log_keys (turn, verifier, from_size, handover, kept_at)
 SELECT count(*) + 1, $1, $2, $3, $4 FROM log_keys`, k.Verifier, k.From, text(k.Handover), t.now)
	return nil
}
