package registry

import (
	"context"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// ListProgrammes gives the programmes in force on a day (zero: every programme), as they stand on it.
func (r *Registry) ListProgrammes(on vn.Date) []replication.Programme {
	found := []replication.Programme{}
	for _, p := range r.book.Programmes {
		switch {
		case on.IsZero():
			found = append(found, p.On(r.Today()))
		case p.Contains(on):
			found = append(found, p.On(on))
		}
	}
	return found
}

// GetProgramme gives a programme as it stands on a day (zero: today). It returns replication.ErrNoProgramme.
func (r *Registry) GetProgramme(code string, on vn.Date) (replication.Programme, error) {
	p, err := r.programme(code)
	if on.IsZero() {
		on = r.Today()
	}
	return p.On(on), err
}

func (r *Registry) programme(code string) (replication.Programme, error) {
	p, ok := r.book.Programme(code)
	if !ok {
		return p, replication.ErrNoProgramme
	}
	return p, nil
}

// CandidateFilter asks for a page of the candidates of a programme, the foremost first: who is eligible, then who is
// undetermined, each by the priorities.
type CandidateFilter struct {
	Programme string
	Verdict   replication.Eligibility
	Stage     replication.Stage
	Place     string
	Authority string // id of the office that registered it
	Model     string
	Condition string    // code:answer
	AsOf      vn.Date   // zero: today
	KnownAt   time.Time // zero: now
	After     *CandidatePosition
	Limit     int
	Count     bool
}

// CandidatePosition is where a list of candidates goes on.
type CandidatePosition struct {
	Standing []int64 `json:"s"`
	ID       coop.ID `json:"i"`
}

// CandidateQuery is a CandidateFilter with the place on the map the register filters by, and the area the caller may see.
type CandidateQuery struct {
	CandidateFilter

	Area  *coop.Area
	Reach *coop.Area
}

// CandidatePage is a page of candidates.
type CandidatePage struct {
	Items []replication.Candidate
	Next  *CandidatePosition
	Total *int64
}

// ListCandidates gives who was a candidate on a day as known at an instant, each with its evidence. Who may see one province
// gets that province. It returns replication.ErrNoProgramme, and ErrInvalid for a place on no map.
func (r *Registry) ListCandidates(ctx context.Context, f CandidateFilter) (CandidatePage, error) {
	p, q, err := r.candidateQuery(ctx, f, OpListCandidates)
	if err != nil {
		return CandidatePage{}, err
	}
	page := CandidatePage{Items: []replication.Candidate{}}
	err = r.store.View(ctx, func(tx ReadTx) error {
		q.Limit = f.Limit + 1
		rows, err := tx.Candidacies(ctx, q)
		if err != nil {
			return err
		}
		if len(rows) > f.Limit {
			rows = rows[:f.Limit]
			page.Next = &rows[f.Limit-1]
		}
		if page.Items, err = r.judged(ctx, tx, p, rows, q); err != nil || !f.Count {
			return err
		}
		total, err := tx.CountCandidacies(ctx, q)
		page.Total = &total
		return err
	})
	return page, err
}

// candidateQuery completes a filter, if the caller may do the operation.
func (r *Registry) candidateQuery(ctx context.Context, f CandidateFilter, op Operation) (replication.Programme, CandidateQuery, error) {
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return replication.Programme{}, CandidateQuery{}, err
	}
	p, err := r.programme(f.Programme)
	if err != nil {
		return p, CandidateQuery{}, err
	}
	if f.AsOf.IsZero() {
		f.AsOf = r.Today()
	}
	q := CandidateQuery{CandidateFilter: f}
	if f.Place != "" {
		area, ok := r.area(f.Place, r.Today())
		if !ok {
			return p, q, ErrInvalid.At(fault.Field{Parameter: "place", Code: "not-in-force", Detail: msgPlaceNotInForce(f.Place, r.Today())})
		}
		q.Area = &area
	}
	if r.permissions[op][who.Role] != Everywhere {
		q.Reach = r.ownProvince(who)
	}
	return p, q, nil
}

// ownProvince is the province of the caller's office on the map of today, or of the office's days where it has ended; an area
// without a code where there is none.
func (r *Registry) ownProvince(who caller.Caller) *coop.Area {
	ref := r.Reference()
	if office, ok := ref.authority(who.Authority); ok {
		code := ref.province(office)
		for _, day := range []vn.Date{r.Today(), office.From} {
			if area, ok := r.area(code, day); ok {
				return &area
			}
		}
	}
	return &coop.Area{List: "2025", Level: "province", Codes: []string{""}}
}

// judged looks at the organisations of a page.
func (r *Registry) judged(ctx context.Context, tx ReadTx, p replication.Programme, rows []CandidatePosition, q CandidateQuery) ([]replication.Candidate, error) {
	items := []replication.Candidate{}
	facts, err := r.candidacyFacts(ctx, tx, rows, q)
	for _, f := range facts {
		if c, ok := r.candidate(p, f, q.AsOf); ok {
			items = append(items, c)
		}
	}
	return items, err
}

// candidacyFacts are the facts of the organisations of a page, as known.
func (*Registry) candidacyFacts(ctx context.Context, tx ReadTx, rows []CandidatePosition, q CandidateQuery) ([]replication.Facts, error) {
	ids := make([]coop.ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return tx.CandidacyFacts(ctx, ids, q.KnownAt)
}

// candidate judges an organisation by this rulebook.
func (r *Registry) candidate(p replication.Programme, f replication.Facts, on vn.Date) (replication.Candidate, bool) {
	c, ok := p.Judge(f, on)
	c.Rulebook = r.book.Digest
	return c, ok
}

// GetCandidate looks at one organisation, also one of a kind or place that the programme does not cover, on a day (zero: today)
// as known at an instant (zero: now). It returns replication.ErrNoProgramme, coop.ErrNotFound, replication.ErrNoCandidate,
// ErrForeignOffice.
func (r *Registry) GetCandidate(ctx context.Context, programme string, organization coop.ID, on vn.Date, knownAt time.Time) (replication.Candidate, error) {
	p, err := r.programme(programme)
	if err != nil {
		return replication.Candidate{}, err
	}
	if on.IsZero() {
		on = r.Today()
	}
	var found replication.Candidate
	err = r.store.View(ctx, func(tx ReadTx) error {
		if _, err := r.staffOf(ctx, tx, organization.String(), OpGetCandidate); err != nil {
			return err
		}
		facts, err := tx.CandidacyFacts(ctx, []coop.ID{organization}, knownAt)
		if err != nil {
			return err
		}
		var ok bool
		if found, ok = r.candidate(p, facts[0], on); !ok {
			return replication.ErrNoCandidate
		}
		return nil
	})
	return found, err
}
