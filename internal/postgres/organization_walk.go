package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
)

// Finding all hits takes the longer the larger the register is; a walk in the order of entry ends with the page. So a few
// records next to the position are looked at first: when the answers stand close together there, the walk goes on. How
// far is a share of the register, up to a limit: a small one has its few hits found sooner.
const (
	leastProbed, probedShare, mostProbed = 300, 300, 3000 // records that tell how close the answers stand
	walkedShare, mostWalked              = 25, 40_000     // records of the walk
)

// walkable tells whether a walk may be the quickest way: the order is that of entry, there is one state of each record, and
// looking at a record is cheap.
func walkable(q coop.Query, m match) bool {
	return byEntry(q) && scattered(q) && q.When.Now() && q.Descent == nil && m.how != matchSimilar
}

// listNear fills the page from the records next to the position; full is false when they have too few answers.
func (t *session) listNear(ctx context.Context, q coop.Query, p part, m match, limit int) (found []coop.Organization, full bool, err error) {
	probed := min(max(int(t.store.size.Load())/probedShare, leastProbed), mostProbed)
	found, err = t.near(ctx, q, p, m, limit, probed)
	if err != nil || len(found) == limit {
		return found, err == nil, err
	}
	reach := min(int(t.store.size.Load())/walkedShare, mostWalked)
	if reach <= probed || len(found)*reach < limit*probed {
		return nil, false, nil
	}
	found, err = t.near(ctx, q, p, m, limit, reach)
	return found, err == nil && len(found) == limit, err
}

// near gives the answers among so many records next to the position, and notes the size of the register that comes with
// them.
func (t *session) near(ctx context.Context, q coop.Query, p part, m match, limit, reach int) ([]coop.Organization, error) {
	query, args, err := nearOf(q, p, m, limit, reach)
	if err != nil {
		return nil, err
	}
	rows, err := t.query(ctx, query, append([]any{listMode}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (coop.Organization, error) {
		var size int64
		o, err := t.scanReputed(row, &size)
		t.store.size.Store(size)
		return o, err
	})
}

// nearOf is the statement that looks at so many records next to the position. Its last column is the size of the register
// as the database last counted it, -1 when it never did.
func nearOf(q coop.Query, p part, m match, limit, reach int) (string, []any, error) {
	c, err := filtered(q, m)
	if err != nil {
		return "", nil, err
	}
	next := "SELECT * FROM organizations o"
	if p.after != "" {
		next += " WHERE " + c.bind(p.after, p.args...)
	}
	next += c.bind(" ORDER BY "+p.order+" LIMIT ?", reach)
	query := "SELECT " + reputed(c, q) + ", (SELECT reltuples::bigint FROM pg_class WHERE oid = 'organizations'::regclass) FROM (" +
		next + ") o" + c.text.String() + c.bind(" ORDER BY "+p.order+" LIMIT ?", limit)
	return query, c.args, nil
}
