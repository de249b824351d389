package registry

import (
	"context"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/vn"
)

// DossierFilter asks for a page of files; Q is text as typed.
type DossierFilter struct {
	State        dossier.State
	Procedure    coop.Procedure
	AuthorityID  string
	Overdue      bool
	DueBefore    vn.Date
	Q            string
	ReceivedFrom vn.Date
	ReceivedTo   vn.Date
	Sort         dossier.Sort
	After        *dossier.Position
	Limit        int
	Count        bool
}

// DossierPage is a page of files; Total is set when it was asked for.
type DossierPage struct {
	Items []dossier.Dossier
	Next  *dossier.Position
	Total *int64
}

// ListDossiers gives a page of the files in the caller's reach, without personal data, with its total from the same snapshot.
func (r *Registry) ListDossiers(ctx context.Context, f DossierFilter) (DossierPage, error) {
	if err := r.permit(caller.From(ctx), OpListDossiers); err != nil {
		return DossierPage{}, err
	}
	q := dossier.Query{
		State: f.State, Procedure: f.Procedure, AuthorityID: f.AuthorityID, DueBefore: f.DueBefore,
		ReceivedFrom: f.ReceivedFrom, ReceivedTo: f.ReceivedTo, Sort: f.Sort, After: f.After, Limit: f.Limit + 1,
	}
	if f.Overdue {
		q.OverdueOn = r.Today()
	}
	if f.Q != "" {
		q.Words = vn.Words(f.Q)
	}
	var page DossierPage
	err := r.store.View(ctx, func(tx ReadTx) error {
		found, err := tx.Dossiers(ctx, q)
		if err != nil {
			return err
		}
		if len(found) > f.Limit {
			found = found[:f.Limit]
			last := found[f.Limit-1]
			page.Next = &dossier.Position{ID: last.ID, Due: last.DueOn}
		}
		page.Items = make([]dossier.Dossier, len(found))
		for i, d := range found {
			page.Items[i] = r.shown(d.Public()) // a read of personal data is one of one file
		}
		if f.Count {
			total, err := tx.CountDossiers(ctx, q)
			page.Total = &total
			return err
		}
		return nil
	})
	return page, err
}

// LapseDossiers ends drafts and returned files whose last day has passed, and returns how many. Servers call it now and
// then; a file past its last day cannot be acted on before that either.
func (r *Registry) LapseDossiers(ctx context.Context) (int, error) {
	ctx = caller.With(ctx, caller.Operator("lapse"))
	ended := 0
	err := r.inTx(ctx, func(tx Tx) error {
		ended = 0
		overdrawn, err := tx.OverdrawnDossiers(ctx, vn.DateIn(tx.Now()), 200)
		if err != nil {
			return err
		}
		for _, d := range overdrawn {
			lapsed, err := d.Lapse(tx.Now())
			if err != nil {
				return err
			}
			lapsed.Revision++
			if err := tx.SaveDossier(ctx, lapsed, d.Revision); err != nil {
				return err
			}
			if err := tx.Append(ctx, r.dossierEntry(ctx, tx, "lapse", "dossier.lapsed", lapsed, nil)); err != nil {
				return err
			}
			ended++
		}
		return nil
	})
	return ended, err
}
