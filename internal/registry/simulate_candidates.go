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
	s := other.Simulate(changes, q.AsOf)
	s.Rulebook = r.book.Digest
	q.Limit = 1000
	err = r.store.View(ctx, func(tx ReadTx) error {
		for {
			rows, err := tx.Candidacies(ctx, q)
			if err != nil {
				return err
			}
			facts, err := r.candidacyFacts(ctx, tx, rows, q)
			if err != nil {
				return err
			}
			for _, f := range facts {
				is, ok := r.candidate(p, f, q.AsOf)
				if would, also := r.candidate(other, f, q.AsOf); ok && also {
					s.Add(is, would)
				}
			}
			if len(rows) < q.Limit {
				return nil
			}
			q.After = &rows[len(rows)-1]
		}
	})
	return s, err
}
