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
	Years int // how many years before AsOf are looked at
}

// ListedCandidate is an organisation in a list with the facts by which it is judged on the day of the list: no others.
type ListedCandidate struct {
	CandidatePosition
	replication.Facts
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
	q.Limit = f.Limit + 1
	var page CandidatePage
	err = r.readPage(ctx, f.Count, func(tx ReadTx) error {
		found, err := tx.Candidates(ctx, q)
		if err != nil {
			return err
		}
		page = r.candidatePage(p, q, found)
		if f.Count {
			total, err := tx.CountCandidacies(ctx, q)
			page.Total = &total
			return err
		}
		return nil
	})
	return page, err
}

// candidatePage judges the candidates that were found, of which one more than the page has was asked for.
func (r *Registry) candidatePage(p replication.Programme, q CandidateQuery, found []ListedCandidate) (page CandidatePage) {
	if most := q.Limit - 1; len(found) > most {
		found = found[:most]
		page.Next = &found[most-1].CandidatePosition
	}
	page.Items = make([]replication.Candidate, 0, len(found))
	for _, f := range found {
		if c, ok := r.candidate(p, f.Facts, q.AsOf); ok {
			page.Items = append(page.Items, c)
		}
	}
	return page
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
	q := CandidateQuery{CandidateFilter: f, Years: p.Years()}
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
