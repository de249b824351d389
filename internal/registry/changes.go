package registry

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
)

// beat is how long whoever waits for the feed waits between two looks at where it ends.
const beat = 200 * time.Millisecond

// longestLook is how long such a look may take.
const longestLook = 10 * time.Second

// ErrNoSuchPosition says that no act stands where a client read before: what it read last is no longer in this register.
var ErrNoSuchPosition = fault.New(fault.Conflict, "position-unknown",
	"Sổ này không có việc nào ở vị trí đó: có thể sổ đã được khôi phục từ bản sao lưu, hoặc vị trí là của sổ khác. Hãy đọc lại từ đầu (bỏ after).",
	"This register has no act at that position: it may have been restored from a backup, or the position is another register's. Read it anew, without after.")

// ListChanges gives what happened to organisations after a position of the feed (zero: from the first), in its order: at least
// once each and without gaps. While nothing has, it waits for the first change until patience is closed, and then gives none. It
// returns ErrNoSuchPosition.
func (r *Registry) ListChanges(ctx context.Context, after history.Position, limit int, patience <-chan struct{}) ([]coop.Change, error) {
	for {
		changes, err := r.changes(ctx, after, limit)
		if err != nil || len(changes) > 0 {
			return changes, err
		}
		if grown, err := r.tide.rises(ctx, after, patience); err != nil || !grown {
			return changes, err
		}
	}
}

func (r *Registry) changes(ctx context.Context, after history.Position, limit int) ([]coop.Change, error) {
	changes := []coop.Change{}
	err := r.store.Read(ctx, func(tx ReadTx) error {
		if held, err := tx.Holds(ctx, after); err != nil || !held && after != (history.Position{}) {
			return cmp.Or(err, error(ErrNoSuchPosition))
		}
		entries, err := tx.Feed(ctx, after, limit)
		if err != nil {
			return err
		}
		for _, e := range entries {
			fields, err := fieldsOf(e)
			if err != nil {
				return err
			}
			changes = append(changes, coop.Change{
				Position: e.Position.String(), Type: e.Act, OrganizationID: e.OrganizationID, UnitID: e.UnitID, ActID: e.ID.String(),
				OccurredOn: e.EffectiveOn, RecordedAt: e.RecordedAt, FieldsChanged: fields,
			})
		}
		return nil
	})
	return changes, err
}

// fieldsOf names the members of the record that an act gave another value. What was taken over from a book is new as a whole, and
// the ledger keeps no difference of it.
func fieldsOf(e history.Entry) ([]string, error) {
	patch := e.Delta
	if len(patch) == 0 && e.Operation == string(OpImport) {
		var err error
		if patch, err = history.Diff(nil, e.After, derived()...); err != nil {
			return nil, err
		}
	}
	return notNil(slices.Sorted(maps.Keys(patch))), nil
}

// FeedEnd is where the feed ends now; zero while nothing has happened.
func (r *Registry) FeedEnd(ctx context.Context) (end history.Position, err error) {
	err = r.store.Read(ctx, func(tx ReadTx) (err error) {
		end, err = tx.FeedEnd(ctx)
		return err
	})
	return end, err
}

// tide tells whoever waits that the feed has grown. However many wait, the database is asked once a beat.
type tide struct {
	end  func(context.Context) (history.Position, error)
	mu   sync.Mutex
	look *look // the next one; nil while nobody waits for it
}

// look is where the feed ended when it was looked at; that is known once done is closed.
type look struct {
	done chan struct{}
	end  history.Position
	err  error
}

// rises waits until the feed goes beyond a position; false when patience ended first.
func (t *tide) rises(ctx context.Context, beyond history.Position, patience <-chan struct{}) (bool, error) {
	for {
		l := t.next(ctx)
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-patience:
			return false, nil
		case <-l.done:
		}
		if l.err != nil || beyond.Before(l.end) {
			return l.err == nil, l.err
		}
	}
}

// next is the look that is still to come. Whoever asks after it has begun waits for the one after it: what came in between may
// be missing in it.
func (t *tide) next(ctx context.Context) *look {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.look == nil {
		l := &look{done: make(chan struct{})}
		t.look = l
		shared := context.WithoutCancel(ctx) // whoever asked first may leave
		time.AfterFunc(beat, func() {
			t.mu.Lock()
			t.look = nil
			t.mu.Unlock()
			limited, cancel := context.WithTimeout(shared, longestLook)
			defer cancel()
			l.end, l.err = t.end(limited)
			close(l.done)
		})
	}
	return t.look
}
