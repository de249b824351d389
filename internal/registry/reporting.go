package registry

import (
	"context"
	"slices"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/reporting"
	"htxregistry/internal/vn"
)

// ListReportingDuties gives who reports what of a year to whom by which day; with a place only what holds in its province.
func (r *Registry) ListReportingDuties(year int, placeCode string) ([]reporting.DutyOfYear, error) {
	province := ""
	if placeCode != "" {
		found, ok := r.provinceOn(placeCode, year)
		if !ok {
			return nil, ErrInvalid.At(fault.Field{Parameter: "place", Code: "not-in-force", Detail: msgPlaceNotInForce(placeCode, vn.NewDate(year, time.December, 15))})
		}
		province = found
	}
	now := r.Now()
	duties := []reporting.DutyOfYear{}
	for _, d := range r.book.Reporting.Of(year, province) {
		first, last := d.Data.On(year)
		due := d.Due(year)
		duties = append(duties, reporting.DutyOfYear{
			Duty: d, DueOn: due, DataFrom: first, DataUntil: last, Passed: !due.IsZero() && !now.Before(due.AddDays(1).Start()),
		})
	}
	return duties, nil
}

// provinceOn is the province that a place lies in when a year's reports fall due.
func (r *Registry) provinceOn(code string, year int) (string, bool) {
	path := r.Reference().Places.Path(code, vn.NewDate(year, time.December, 15))
	if len(path) == 0 {
		return "", false
	}
	return path[len(path)-1].Code, true
}

// ReportingFilter asks how the reports of a year stand.
type ReportingFilter struct {
	Year      int
	Authority string // the office on whose territory the organisations are; empty: as far as the caller reaches
	Place     string
	On        vn.Date // whose map the place is read on; zero: today
	Kind      coop.Kind
	NoQTDND   bool // without the credit funds
	State     reporting.State
	Step      reporting.Step // of offices
	KnownAt   time.Time      // zero: now
	After     *coop.ID
	Limit     int
	Count     bool
}

// ObligationPage is a page of reports owed.
type ObligationPage struct {
	Items []reporting.Obligation
	Next  *coop.ID
	Total *int64
}

// ListReportObligations gives who owes a report of a year and whether it is here. Desks see their own territory,
// provincial offices that of their province.
func (r *Registry) ListReportObligations(ctx context.Context, f ReportingFilter) (ObligationPage, error) {
	page := ObligationPage{Items: []reporting.Obligation{}}
	q, err := r.obligations(ctx, f, OpListReportObligations)
	if err != nil || len(q.Owed) == 0 {
		return page, err
	}
	q.State, q.After, q.Limit = f.State, f.After, f.Limit+1
	err = r.store.View(ctx, func(tx ReadTx) error {
		found, err := tx.Obligations(ctx, q)
		if err != nil {
			return err
		}
		if len(found) > f.Limit {
			found = found[:f.Limit]
			page.Next = &found[f.Limit-1].OrganizationID
		}
		for _, o := range found {
			page.Items = append(page.Items, r.owed(o, f.Year))
		}
		if f.Count {
			total, err := tx.CountObligations(ctx, q)
			page.Total = &total
			return err
		}
		return nil
	})
	return page, err
}

// owed adds to an obligation its day and the office it is owed to.
func (r *Registry) owed(o OwedReport, year int) reporting.Obligation {
	found := o.Obligation
	for _, d := range r.book.Reporting.Step(year, reporting.StepOrganization) {
		if !slices.Contains(d.Kinds, o.Kind) {
			continue
		}
		found.DueOn = d.Due(year)
		for _, office := range d.To {
			if a, ok := r.Reference().Authorities.ForPlace(office, o.seatAt(office.Level(), found.DueOn), found.DueOn); ok {
				named := refOf(a, found.DueOn)
				found.Recipient = &named
				break
			}
		}
	}
	return found
}

// seatAt is the code of the seat's place of a level on the map of a day.
func (o OwedReport) seatAt(level jurisdiction.Level, on vn.Date) string {
	old := coop.List(on) == "2021"
	switch level {
	case jurisdiction.LevelProvince:
		if old {
			return o.OldProvince
		}
		return o.NewProvince
	case jurisdiction.LevelDistrict:
		return o.OldDistrict
	case jurisdiction.LevelCommune:
		if old {
			return o.OldCommune
		}
		return o.NewCommune
	case jurisdiction.LevelStateBank, jurisdiction.LevelNone:
	}
	return ""
}

// ReportingStatistics counts the reports of a year by state, grouped by kind, sector or the places of a level of today.
func (r *Registry) ReportingStatistics(ctx context.Context, f ReportingFilter, by string) ([]reporting.Figure, error) {
	figures := []reporting.Figure{}
	group, err := r.grouping(by, r.Today())
	if err != nil {
		return figures, err
	}
	q, err := r.obligations(ctx, f, OpGetReportingStatistics)
	if err != nil || len(q.Owed) == 0 {
		return figures, err
	}
	err = r.store.Read(ctx, func(tx ReadTx) error {
		figures, err = tx.ObligationFigures(ctx, q, group)
		return err
	})
	for i := range figures {
		figures[i].Label = r.groupLabel(group, figures[i].Key, r.Today())
	}
	return figures, err
}

// obligations is the question of a filter, within the caller's reach.
func (r *Registry) obligations(ctx context.Context, f ReportingFilter, op Operation) (ObligationQuery, error) {
	q := r.yearQuery(f.Year, f.KnownAt)
	own, err := r.territoryOf(ctx, f, op)
	if err != nil {
		return q, err
	}
	q.Area = own.area
	q.Owed = slices.DeleteFunc(q.Owed, func(o OwedKind) bool {
		return f.Kind != "" && o.Kind != f.Kind || f.NoQTDND && o.Kind == coop.KindQTDND || own.kinds != nil && !slices.Contains(own.kinds, o.Kind)
	})
	return q, nil
}

// yearQuery asks about a year: who is on the register on the last day of its figures, or today where that has not come.
func (r *Registry) yearQuery(year int, knownAt time.Time) ObligationQuery {
	q := ObligationQuery{Year: year, Statuses: r.book.Reporting.Owing.Statuses, Now: r.Now()}
	if !knownAt.IsZero() && knownAt.Before(q.Now) {
		q.Now = knownAt
	}
	q.First, q.Last = r.book.Reporting.Period(year)
	for _, d := range r.book.Reporting.Step(year, reporting.StepOrganization) {
		for _, kind := range d.Kinds {
			q.Owed = append(q.Owed, OwedKind{Kind: kind, Ends: d.Due(year).AddDays(1).Start()})
		}
	}
	asOf := q.Last
	if today := vn.DateIn(q.Now); today.Before(asOf) {
		asOf = today
	}
	q.When = r.when(coop.When{AsOf: asOf, KnownAt: knownAt})
	return q
}

// territory is where an office works: its place, and the kinds that report to it (nil: whatever kind).
type territory struct {
	area   *coop.Area
	kinds  []coop.Kind
	office *jurisdiction.Authority // nil: of no one office
}

// territoryOf is what a filter asks about, if the caller reaches so far.
func (r *Registry) territoryOf(ctx context.Context, f ReportingFilter, op Operation) (territory, error) {
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return territory{}, err
	}
	if f.On.IsZero() {
		f.On = r.Today()
	}
	reach := r.permissions[op][who.Role]
	if f.Authority != "" && f.Place != "" {
		return territory{}, ErrInvalid.At(fault.Field{Parameter: "place", Code: "one-of-two", Detail: msgAuthorityOrPlace})
	}
	if f.Authority == "" && reach != Everywhere {
		if f.Place != "" {
			return r.placeWithin(f, who)
		}
		f.Authority = who.Authority
	}
	if f.Authority != "" {
		a, err := r.Reference().findAuthority(f.Authority, r.Today())
		if err != nil {
			return territory{}, err
		}
		return r.officeTerritory(a, f.Year), r.permitAt(who, op, refOf(a, r.Today()))
	}
	if f.Place == "" {
		return territory{}, nil
	}
	area, err := r.placeOn(f)
	return territory{area: area}, err
}

// placeOn is the place of a filter on the map it is read on.
func (r *Registry) placeOn(f ReportingFilter) (*coop.Area, error) {
	area, ok := r.area(f.Place, f.On)
	if !ok {
		return nil, ErrInvalid.At(fault.Field{Parameter: "place", Code: "not-in-force", Detail: msgPlaceNotInForce(f.Place, f.On)})
	}
	return &area, nil
}

// placeWithin is a place within that of the caller's office, or, of a provincial one, within a province merged into its own.
func (r *Registry) placeWithin(f ReportingFilter, who caller.Caller) (territory, error) {
	ref := r.Reference()
	own, _ := ref.authority(who.Authority)
	area, err := r.placeOn(f)
	if err != nil {
		return territory{}, err
	}
	within := []string{own.PlaceCode}
	if own.Level == jurisdiction.LevelProvince {
		within = r.supervised(ref, own)
	}
	if !slices.ContainsFunc(ref.Places.Path(f.Place, f.On), func(p place.Place) bool { return slices.Contains(within, p.Code) }) {
		return territory{}, ErrForeignOffice
	}
	return territory{area: area, kinds: r.officeTerritory(own, f.Year).kinds}, nil
}

// officeTerritory is where an office works. A provincial one looks at every kind, another at those that report to it.
func (r *Registry) officeTerritory(a jurisdiction.Authority, year int) territory {
	t := territory{kinds: []coop.Kind{}, office: &a} // of an office without a place: none
	on := inLife(a, vn.NewDate(year, time.December, 15))
	area, ok := r.area(a.PlaceCode, on)
	if !ok {
		return t
	}
	t.area = &area
	if a.Level == jurisdiction.LevelProvince {
		t.kinds = nil
		return t
	}
	for _, d := range r.book.Reporting.Duties {
		if d.Step == reporting.StepOrganization && d.Contains(on) && slices.Contains(d.To, a.Office) {
			t.kinds = append(t.kinds, d.Kinds...)
		}
	}
	return t
}

// inLife is a day, or the day of an office's life next to it.
func inLife(a jurisdiction.Authority, on vn.Date) vn.Date {
	switch {
	case on.Before(a.From):
		return a.From
	case !a.To.IsZero() && !on.Before(a.To):
		return a.To.AddDays(-1)
	}
	return on
}
