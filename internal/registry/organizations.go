package registry

import (
	"context"
	"slices"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/place"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// OrganizationFilter asks for a page of organisations; Q is text as typed, Place is read on the map of On.
type OrganizationFilter struct {
	Q              string
	Kind           coop.Kind
	IssuingLevel   string
	AuthorityID    string
	Place          string
	On             vn.Date
	Status         coop.Status
	Industry       string
	Sector         string
	SizeMembers    string
	SizeCapital    string
	Purpose        string
	RegisteredFrom vn.Date
	RegisteredTo   vn.Date
	Misrouted      *bool
	SourceHoiQuan  string // id of a Hội quán, or AnyHoiQuan
	Rank           string // of the own score of RatingYear; one without the other is ErrInvalid
	RatingYear     int
	Programme      string // with Candidate, Stage or Condition: of this programme; empty: of any
	Candidate      replication.Eligibility
	Stage          replication.Stage
	Condition      string // code:answer
	Membership     string // in the alliance: coop.MembershipNone, MembershipAny or a kind
	When           coop.When
	Sort           coop.Sort
	After          *OrganizationPosition
	Limit          int
	Count          bool
}

// AnyHoiQuan asks for what descends from whatever Hội quán.
const AnyHoiQuan = "any"

// OrganizationPosition is where a list goes on; Approximate keeps its pages of one kind.
type OrganizationPosition struct {
	coop.Position
	Approximate bool `json:"a,omitempty"`
}

// OrganizationPage is a page of organisations. Match is exact or approximate when words were asked for.
type OrganizationPage struct {
	Items []coop.Profile
	Next  *OrganizationPosition
	Total *int64
	Match string
}

// ListOrganizations gives a page of the register. Words that match nothing are looked for once more with typing errors
// forgiven, and the page says so. A place that is on no map is ErrInvalid.
func (r *Registry) ListOrganizations(ctx context.Context, f OrganizationFilter) (OrganizationPage, error) {
	q, err := r.query(f)
	if err != nil {
		return OrganizationPage{}, err
	}
	return r.listed(ctx, f, q)
}

// readPage reads a page, with its total from the same snapshot where it is counted.
func (r *Registry) readPage(ctx context.Context, counted bool, page func(tx ReadTx) error) error {
	if counted {
		return r.store.View(ctx, page)
	}
	return r.store.Read(ctx, page)
}

// listed gives the page of a filter by the query made of it.
func (r *Registry) listed(ctx context.Context, f OrganizationFilter, q coop.Query) (OrganizationPage, error) {
	var page OrganizationPage
	err := r.readPage(ctx, f.Count, func(tx ReadTx) error {
		found, err := tx.Organizations(ctx, q)
		if err == nil && len(found) == 0 && len(q.Words) > 0 && f.After == nil && !q.Approximate {
			q.Approximate = true
			found, err = tx.Organizations(ctx, q)
		}
		if err != nil {
			return err
		}
		page = r.page(f, q, found)
		if f.Count {
			total, err := tx.CountOrganizations(ctx, q)
			page.Total = &total
			return err
		}
		return nil
	})
	return page, err
}

func (r *Registry) page(f OrganizationFilter, q coop.Query, found []coop.Organization) (page OrganizationPage) {
	if len(found) > f.Limit {
		found = found[:f.Limit]
		last := found[f.Limit-1]
		page.Next = &OrganizationPosition{coop.Position{ID: last.ID, Name: last.Name.Vi, On: last.Registration.IssuedOn}, q.Approximate}
	}
	page.Items = make([]coop.Profile, len(found))
	for i, o := range found {
		page.Items[i] = r.profile(o, r.dayOf(f.When))
	}
	if len(q.Words) > 0 {
		page.Match = "exact"
		if q.Approximate {
			page.Match = "approximate"
		}
	}
	return page
}

func (r *Registry) query(f OrganizationFilter) (q coop.Query, err error) {
	q = coop.Query{
		Kind: f.Kind, IssuingLevel: f.IssuingLevel, AuthorityID: f.AuthorityID, Status: f.Status, Industry: f.Industry,
		Sector: f.Sector, SizeMembers: f.SizeMembers, SizeCapital: f.SizeCapital, Purpose: f.Purpose,
		RegisteredFrom: f.RegisteredFrom, RegisteredTo: f.RegisteredTo, Misrouted: f.Misrouted, Rank: f.Rank, RatingYear: f.RatingYear, Membership: f.Membership,
		When: r.when(f.When), Sort: f.Sort, Limit: f.Limit + 1,
	}
	if q.Sort == "" {
		q.Sort = coop.SortRecordedDesc
	}
	if (f.Rank == "") != (f.RatingYear == 0) {
		return q, ErrInvalid.At(fault.Field{Parameter: "rating_year", Code: "with-rank", Detail: msgRankAndYear})
	}
	if q.Candidacy, err = r.candidacyQuery(f); err != nil {
		return q, err
	}
	// Words that every name has do not matter: alone they ask for nothing.
	if f.Q != "" && !vn.Generic(f.Q) {
		if q.Words = vn.Words(f.Q); len(q.Words) == 0 {
			return q, ErrInvalid.At(fault.Field{Parameter: "q", Code: "no-words", Detail: msgNoWords})
		}
	}
	if f.SourceHoiQuan != "" {
		q.Descent = r.descent(f.SourceHoiQuan, f.When)
	}
	if f.After != nil {
		q.After, q.Approximate = &f.After.Position, f.After.Approximate
	}
	if f.Place == "" {
		return q, nil
	}
	on := f.On
	if on.IsZero() {
		on = r.Today()
	}
	area, ok := r.area(f.Place, on)
	if !ok {
		return q, ErrInvalid.At(fault.Field{Parameter: "place", Code: "not-in-force", Detail: msgPlaceNotInForce(f.Place, on)})
	}
	q.Area = &area
	return q, nil
}

// candidacyQuery asks for the candidates of a programme, or of any, among those in force on the day asked about.
func (r *Registry) candidacyQuery(f OrganizationFilter) (*coop.CandidacyQuery, error) {
	if f.Programme == "" && f.Candidate == "" && f.Stage == "" && f.Condition == "" {
		return nil, nil //nolint:nilnil // nothing is asked
	}
	if _, err := r.programme(f.Programme); f.Programme != "" && err != nil {
		return nil, ErrInvalid.At(fault.Field{Parameter: "programme", Code: "unknown", Detail: msgNoSuchProgramme(f.Programme, r.book.Programmes)})
	}
	c := coop.CandidacyQuery{Verdict: string(f.Candidate), Stage: string(f.Stage), Condition: f.Condition}
	for _, p := range r.ListProgrammes(r.dayOf(f.When)) {
		if f.Programme == "" || f.Programme == p.Code {
			c.Programmes = append(c.Programmes, p.Code)
		}
	}
	return &c, nil
}

// area puts a place on the map the register filters by: the one of the last day of the three tiers, or today's. A unit
// that had ended before that last day is the set of communes it went into.
func (r *Registry) area(code string, on vn.Date) (coop.Area, bool) {
	places := r.Reference().Places
	unit, ok := places.At(code, on)
	if !ok {
		return coop.Area{}, false
	}
	a := coop.Area{List: coop.List(on), Level: string(unit.Level), Codes: []string{code}}
	mapDay := vn.NewDate(2025, time.June, 30)
	if a.List == "2025" {
		mapDay = r.Today()
		if mapDay.Before(on) {
			mapDay = on
		}
	}
	if now := places.Follow(code, on, mapDay); len(now) == 1 && now[0].Code == code {
		return a, true
	}
	a.Level, a.Codes = string(place.LevelCommune), nil
	for _, commune := range places.Communes(code, on) {
		for _, now := range places.Follow(commune, on, mapDay) {
			a.Codes = append(a.Codes, now.Code)
		}
	}
	return a, true
}

// find gives an organisation by id or official code.
func find(ctx context.Context, tx ReadTx, idOrCode string) (coop.Organization, error) {
	if parsed, err := id.Parse[coop.Organization](idOrCode); err == nil {
		return tx.Organization(ctx, parsed)
	}
	if code, err := vn.ParseTaxCode(idOrCode); err == nil {
		return tx.OrganizationByCode(ctx, string(code))
	}
	return coop.Organization{}, coop.ErrNotFound
}

// GetOrganization gives one organisation. With a reason, staff of its competent office and of the office's superiors also
// get the personal data of its representatives, and the read is logged in the same transaction; others are refused.
//
// With a when it is the organisation as it was; personal data is of the present only, so a reason with a when is ErrInvalid.
func (r *Registry) GetOrganization(ctx context.Context, idOrCode string, when coop.When, reason string) (coop.Profile, error) {
	if reason != "" {
		if !when.Now() {
			return coop.Profile{}, ErrInvalid.At(fault.Field{Parameter: "as_of", Code: "not-allowed", Detail: msgPersonalNow})
		}
		return r.readPersonalData(ctx, idOrCode, reason)
	}
	asked := r.when(when)
	var p coop.Profile
	err := r.store.Read(ctx, func(tx ReadTx) error {
		o, err := find(ctx, tx, idOrCode)
		if err == nil && !asked.Now() {
			o, err = tx.OrganizationAt(ctx, o.ID, asked)
		}
		if err != nil {
			return err
		}
		p = r.profile(o, r.dayOf(when))
		return nil
	})
	return p, err
}

// when is a place on the two clocks as storage is asked: today and now are the present.
func (r *Registry) when(w coop.When) coop.When {
	now := r.Now()
	if !w.KnownAt.Before(now) {
		w.KnownAt = time.Time{}
	}
	if w.KnownAt.IsZero() && !w.AsOf.IsZero() && !w.AsOf.Before(vn.DateIn(now)) {
		w.AsOf = vn.Date{} // of tomorrow nothing is known but the present state
	}
	return w
}

// dayOf is the day of law a question is about.
func (r *Registry) dayOf(w coop.When) vn.Date {
	switch {
	case !w.AsOf.IsZero():
		return w.AsOf
	case !w.KnownAt.IsZero():
		return vn.DateIn(w.KnownAt)
	}
	return r.Today()
}

func (r *Registry) readPersonalData(ctx context.Context, idOrCode, reason string) (coop.Profile, error) {
	who := caller.From(ctx)
	if err := r.permit(who, OpReadPersonalData); err != nil {
		return coop.Profile{}, err
	}
	var p coop.Profile
	err := r.inTx(ctx, func(tx Tx) error {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return err
		}
		if p, err = r.openPersonalData(ctx, tx, o, reason); err != nil {
			return err
		}
		people, err := tx.People(ctx, o.ID)
		if len(people) > 0 {
			p.Representatives = people
		}
		return err
	})
	return p, err
}

// openPersonalData lets the transaction see the personal data of an organisation, if the caller works for its competent
// office or a superior of it, and logs that it was read.
func (r *Registry) openPersonalData(ctx context.Context, tx Tx, o coop.Organization, reason string) (coop.Profile, error) {
	p := r.profile(o, r.Today())
	if err := r.permitAt(caller.From(ctx), OpReadPersonalData, r.keeper(o, p, r.Today())); err != nil {
		return p, err
	}
	return p, tx.LogPersonalRead(ctx, o.ID.String(), "", reason)
}

// ListActs gives the ledger of an organisation, oldest first, and where to go on.
func (r *Registry) ListActs(ctx context.Context, idOrCode string, when coop.When, after *history.Position, limit int) ([]coop.Act, *history.Position, error) {
	acts := []coop.Act{}
	var next *history.Position
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return err
		}
		entries, err := tx.Acts(ctx, o.ID, when, after, limit+1)
		if len(entries) > limit {
			entries = entries[:limit]
			next = &entries[limit-1].Position
		}
		if err != nil {
			return err
		}
		ids := make([]history.ID, len(entries))
		for i, e := range entries {
			ids[i] = e.ID
		}
		leaves, err := tx.LeavesOf(ctx, ids...)
		for _, e := range entries {
			acts = append(acts, coop.Act{
				ID: e.ID.String(), Act: e.Act, Procedure: e.Procedure, EffectiveOn: e.EffectiveOn, RecordedAt: e.RecordedAt,
				Authority: r.Reference().authorityRef(e.AuthorityID, e.EffectiveOn), DossierID: e.DossierID, UnitID: e.UnitID,
				Cite: notNil(e.Cite), Rulebook: e.Rulebook, Before: e.Before, After: e.After, LeafIndex: placeOf(leaves, e.ID),
			})
		}
		return err
	})
	return acts, next, err
}

func placeOf(leaves map[history.ID]int64, entry history.ID) *int64 {
	if index, logged := leaves[entry]; logged {
		return &index
	}
	return nil
}

// ListUnits gives the units of an organisation as they were, and where to go on.
func (r *Registry) ListUnits(ctx context.Context, idOrCode string, when coop.When, after *coop.UnitID, limit int) ([]coop.UnitProfile, *coop.UnitID, error) {
	units := []coop.UnitProfile{}
	var next *coop.UnitID
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return err
		}
		asked := r.when(when)
		found, err := tx.Units(ctx, o.ID, asked, after, limit+1)
		if err != nil {
			return err
		}
		if len(found) > limit {
			found = found[:limit]
			next = &found[limit-1].ID
		}
		abroad := slices.ContainsFunc(found, func(u coop.Unit) bool { return u.Country != "" })
		if abroad && !asked.Now() { // where the seat of the organisation was decides who keeps them
			if o, err = tx.OrganizationAt(ctx, o.ID, asked); err != nil {
				return err
			}
		}
		for _, u := range found {
			units = append(units, r.unitProfile(u, o, r.dayOf(when)))
		}
		return nil
	})
	return units, next, err
}

// ExportOrganizations gives every match of a filter to yield, in the order of entry, from one snapshot.
func (r *Registry) ExportOrganizations(ctx context.Context, f OrganizationFilter, yield func(coop.Profile) error) error {
	q, err := r.query(f)
	if err != nil {
		return err
	}
	return r.store.View(ctx, func(tx ReadTx) error {
		return tx.StreamOrganizations(ctx, q, func(page []coop.Organization) error {
			for _, o := range page {
				if err := yield(r.profile(o, r.dayOf(f.When))); err != nil {
					return err
				}
			}
			return nil
		})
	})
}
