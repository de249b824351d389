package registry

import (
	"context"
	"slices"
	"time"

	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// NominationFilter asks for a page of the nominations of a programme as they stood on a day, in the order of what falls due: those
// behind for longest first, those of which nothing is due last, and of one day in the order of the candidates.
type NominationFilter struct {
	Programme string
	Stage     replication.Stage
	Place     string
	Authority string // id of the office that registered the organisation
	Model     string
	Watch     replication.Watch
	AsOf      vn.Date   // zero: today
	KnownAt   time.Time // zero: now
	After     *NominationPosition
	Limit     int
	Count     bool
}

// NominationPosition is where a list of nominations goes on.
type NominationPosition struct {
	Stage replication.Stage `json:"g"`
	CandidatePosition
}

// NominationPage is a page of nominations.
type NominationPage struct {
	Items []replication.Entry
	Next  *NominationPosition
	Total *int64
}

// ListNominations gives the nominations of a programme, each with what it should reach next and by which day. Who may see one
// province gets that province. It returns what ListCandidates does.
func (r *Registry) ListNominations(ctx context.Context, f NominationFilter) (NominationPage, error) {
	p, q, err := r.candidateQuery(ctx, CandidateFilter{
		Programme: f.Programme, Place: f.Place, Authority: f.Authority, Model: f.Model, AsOf: f.AsOf, KnownAt: f.KnownAt,
	}, OpListNominations)
	if err != nil {
		return NominationPage{}, err
	}
	q.Years = 0 // no figure is looked at
	stages := p.Watched(f.Watch, q.AsOf)
	if f.Stage != "" {
		stages = slices.DeleteFunc(stages, func(s replication.Stage) bool { return s != f.Stage })
	}
	var page NominationPage
	err = r.readPage(ctx, f.Count, func(tx ReadTx) error {
		if page, err = nominations(ctx, tx, p, q, f, stages); err != nil || !f.Count {
			return err
		}
		page.Total = new(int64)
		for _, q.Stage = range stages {
			n, err := tx.CountCandidacies(ctx, q)
			if err != nil {
				return err
			}
			*page.Total += n
		}
		return nil
	})
	return page, err
}

// nominations reads a page stage by stage, each as an index has it.
func nominations(ctx context.Context, tx ReadTx, p replication.Programme, q CandidateQuery, f NominationFilter, stages []replication.Stage) (NominationPage, error) {
	page := NominationPage{Items: []replication.Entry{}}
	if f.After != nil {
		// A stage that was asked for when the list began and is no longer was the first: its deadline has passed meanwhile.
		if i := slices.Index(stages, f.After.Stage); i >= 0 {
			stages, q.After = stages[i:], &f.After.CandidatePosition
		}
	}
	var last NominationPosition
	for _, q.Stage = range stages {
		q.Limit = f.Limit + 1 - len(page.Items)
		found, err := tx.Candidates(ctx, q)
		if err != nil {
			return page, err
		}
		for _, one := range found {
			if len(page.Items) == f.Limit {
				page.Next = &last
				return page, nil
			}
			if e, ok := p.Entry(one.Facts, q.AsOf); ok {
				page.Items = append(page.Items, e)
			}
			last = NominationPosition{q.Stage, one.CandidatePosition}
		}
		q.After = nil
	}
	return page, nil
}
