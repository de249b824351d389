package registry

import (
	"context"

	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// SimulateCandidates judges the organisations of a place on a day (zero: today) under other thresholds; nothing is written. It
// returns what ListCandidates does, and replication.ErrNoCondition.
func (r *Registry) SimulateCandidates(ctx context.Context, programme, place string, on vn.Date, changes []replication.Change) (replication.Simulation, error) {
	p, q, err := r.candidateQuery(ctx, CandidateFilter{Programme: programme, Place: place, AsOf: on}, OpSimulateCandidates)
	if err != nil {
		return replication.Simulation{}, err
	}
	other, err := p.Changed(changes)
	if err != nil {
		return replication.Simulation{}, err
	}
	q.Years = max(q.Years, other.Years())
	s := other.Simulate(changes, q.AsOf)
	s.Rulebook = r.book.Digest
	q.Limit = 1000
	err = r.store.View(ctx, func(tx ReadTx) error {
		for {
			found, err := tx.Candidates(ctx, q)
			if err != nil {
				return err
			}
			for _, f := range found {
				is, ok := r.candidate(p, f.Facts, q.AsOf)
				if would, also := r.candidate(other, f.Facts, q.AsOf); ok && also {
					s.Add(is, would)
				}
			}
			if len(found) < q.Limit {
				return nil
			}
			q.After = &found[len(found)-1].CandidatePosition
		}
	})
	return s, err
}
