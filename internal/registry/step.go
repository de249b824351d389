package registry

import (
	"context"

	"htxregistry/internal/caller"
	"htxregistry/internal/dossier"
	"htxregistry/internal/vn"
)

// step is one act on a file at a desk: it loads the file, sees that the caller may act on it and that it is still at the
// revision the caller read, lets do change it, and saves it with a ledger entry, once for each retry key.
func (r *Registry) step(ctx context.Context, op Operation, act string, fileID dossier.ID, revision int64,
	do func(tx Tx, d dossier.Dossier, who caller.Caller) (dossier.Dossier, error),
) (dossier.Dossier, error) {
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return dossier.Dossier{}, err
	}
	return once(ctx, r, func(tx Tx) (dossier.Dossier, error) {
		d, err := r.fileOf(ctx, tx, who, op, fileID, revision)
		if err != nil {
			return dossier.Dossier{}, err
		}
		changed, err := do(tx, d, who)
		if err != nil {
			return dossier.Dossier{}, err
		}
		changed.Revision = revision + 1
		if err := tx.SaveDossier(ctx, changed, revision); err != nil {
			return dossier.Dossier{}, err
		}
		return r.shown(changed), tx.Append(ctx, r.dossierEntry(ctx, tx, op, act, changed, nil))
	})
}

// fileOf loads a file for an act on it. A file past its last day counts as lapsed, whether or not the register has noted
// it yet.
func (r *Registry) fileOf(ctx context.Context, tx Tx, who caller.Caller, op Operation, fileID dossier.ID, revision int64) (dossier.Dossier, error) {
	d, err := tx.Dossier(ctx, fileID)
	if err != nil {
		return d, r.whereabouts(ctx, tx, fileID, err)
	}
	if err := r.permitAt(who, op, d.Authority); err != nil {
		return d, err
	}
	if err := r.stillThere(ctx, tx, d, vn.DateIn(tx.Now())); err != nil {
		return d, err
	}
	if d.Revision != revision {
		return d, ErrStale.Member("revision", d.Revision)
	}
	if d.Overdrawn(vn.DateIn(tx.Now())) {
		return d, dossier.ErrWrongState.Saying(msgLapsed, "The dossier was not mended in time and has no value any more.")
	}
	return d, nil
}
