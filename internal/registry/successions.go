package registry

import (
	"context"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/succession"
	"htxregistry/internal/vn"
)

// ListSuccessions gives at most limit applied successions after one, oldest first.
func (r *Registry) ListSuccessions(ctx context.Context, after *succession.ID, limit int) (items []succession.Applied, next *succession.ID, err error) {
	if err := r.permit(caller.From(ctx), OpListSuccessions); err != nil {
		return nil, nil, err
	}
	err = r.store.View(ctx, func(tx ReadTx) error {
		items, err = tx.Successions(ctx, after, limit+1)
		return err
	})
	if len(items) > limit {
		items = items[:limit]
		next = &items[limit-1].ID
	}
	return notNil(items), next, err
}

// GetSuccession gives one applied succession; ErrNoSuccession when there is none.
func (r *Registry) GetSuccession(ctx context.Context, successionID succession.ID) (found succession.Applied, err error) {
	if err := r.permit(caller.From(ctx), OpGetSuccession); err != nil {
		return found, err
	}
	err = r.store.View(ctx, func(tx ReadTx) error {
		found, err = tx.Succession(ctx, successionID)
		return err
	})
	return found, err
}

// ListSuccessionCases gives at most limit questions a succession left, after one; only open ones when asked for.
func (r *Registry) ListSuccessionCases(ctx context.Context, successionID succession.ID, open bool, after *succession.CaseID, limit int) (items []succession.Case, next *succession.CaseID, err error) {
	if err := r.permit(caller.From(ctx), OpListSuccessionCases); err != nil {
		return nil, nil, err
	}
	err = r.store.View(ctx, func(tx ReadTx) error {
		applied, err := tx.Succession(ctx, successionID)
		if err != nil {
			return err
		}
		items, err = tx.SuccessionCases(ctx, successionID, open, after, limit+1)
		for i := range items {
			r.nameCase(&items[i], applied.On)
		}
		return err
	})
	if len(items) > limit {
		items = items[:limit]
		next = &items[limit-1].ID
	}
	return notNil(items), next, err
}

// nameCase fills in the offices of a case, of which storage keeps the ids.
func (r *Registry) nameCase(c *succession.Case, on vn.Date) {
	ref := r.Reference()
	name := func(a *coop.AuthorityRef, day vn.Date) {
		if named := ref.authorityRef(a.ID, day); named != nil {
			*a = *named
		}
	}
	name(&c.From, on.AddDays(-1))
	for i := range c.Candidates {
		name(&c.Candidates[i], on)
	}
	if c.SettledTo != nil {
		name(c.SettledTo, on)
	}
}
