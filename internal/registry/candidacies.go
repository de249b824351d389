package registry

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/replication"
)

// inTx is how every use case writes: whatever facts it changes, the candidacies that rest on them change in the same
// transaction, so that none is ever stale.
func (r *Registry) inTx(ctx context.Context, fn func(tx Tx) error) error {
	return r.store.InTx(ctx, func(tx Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		_, err := r.reassess(ctx, tx, tx.Touched())
		return err
	})
}

// reassessedAtOnce is of how many organisations the facts are held in memory.
const reassessedAtOnce = 2000

// reassess works the candidacies of organisations out anew and returns how many rows changed.
func (r *Registry) reassess(ctx context.Context, tx Tx, organizations []coop.ID) (changed int, err error) {
	for some := range slices.Chunk(organizations, reassessedAtOnce) {
		n, err := r.reassessSome(ctx, tx, some)
		if err != nil {
			return changed, err
		}
		changed += n
	}
	return changed, nil
}

func (r *Registry) reassessSome(ctx context.Context, tx Tx, organizations []coop.ID) (changed int, err error) {
	facts, err := tx.CandidacyFacts(ctx, organizations, time.Time{})
	if err != nil {
		return 0, err
	}
	made := make([]replication.Candidacy, 0, len(facts)*len(r.book.Programmes))
	for _, f := range facts {
		for _, p := range r.book.Programmes {
			made = append(made, replication.Candidacy{OrganizationID: f.ID, Programme: p.Code, Spans: p.Life(f)})
		}
	}
	return tx.SaveCandidacies(ctx, made)
}

const settingProgrammes = "programmes_digest"

// RefreshCandidacies works every candidacy out anew when the programmes are other than those they were worked out by. Servers
// call it when they start.
func (r *Registry) RefreshCandidacies(ctx context.Context) error {
	kept := ""
	err := r.store.Read(ctx, func(tx ReadTx) (err error) {
		kept, err = tx.Setting(ctx, settingProgrammes)
		return err
	})
	if err != nil || kept == r.book.ProgrammesDigest {
		return err
	}
	_, _, err = r.RecomputeCandidacies(ctx)
	return err
}

// RecomputeCandidacies works out every candidacy from nothing but the facts, some organisations a transaction, and returns how
// many organisations it looked at and how many rows changed: none, if the programmes are those of the last time.
func (r *Registry) RecomputeCandidacies(ctx context.Context) (organizations, changed int, err error) {
	ctx = caller.With(ctx, caller.Operator("candidacies"))
	var after *coop.ID
	for {
		var ids []coop.ID
		err := r.store.View(ctx, func(tx ReadTx) (err error) {
			ids, err = tx.Recorded(ctx, after, reassessedAtOnce)
			return err
		})
		if err != nil {
			return organizations, changed, err
		}
		n := 0
		err = r.store.InTx(ctx, func(tx Tx) (err error) {
			n, err = r.reassess(ctx, tx, ids)
			return err
		})
		if err != nil {
			return organizations, changed, err
		}
		organizations, changed = organizations+len(ids), changed+n
		if len(ids) < reassessedAtOnce {
			break
		}
		after = &ids[len(ids)-1]
	}
	r.log.InfoContext(ctx, "candidacies worked out", slog.Int("organizations", organizations), slog.Int("changed", changed))
	return organizations, changed, r.store.InTx(ctx, func(tx Tx) error {
		return tx.SetSetting(ctx, settingProgrammes, r.book.ProgrammesDigest)
	})
}
