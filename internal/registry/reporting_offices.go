package registry

import (
	"context"
	"maps"
	"slices"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/reporting"
	"htxregistry/internal/vn"
)

// OfficeFilter asks how the roll-ups of a year stand.
type OfficeFilter struct {
	Year      int
	Step      reporting.Step
	Authority string // an office, or those of a provincial one's province
	Place     string // on the map of the days when they fall due
	State     reporting.State
	After     string // code
	Limit     int
}

// OfficePage is a page of roll-ups owed.
type OfficePage struct {
	Items []reporting.OfficeDuty
	Next  *string
}

// ListReportingOffices gives which offices owe a roll-up, whether it was sent, and what stands in its way. Desks see their
// own, provincial offices those of their province.
func (r *Registry) ListReportingOffices(ctx context.Context, f OfficeFilter) (OfficePage, error) {
	page := OfficePage{Items: []reporting.OfficeDuty{}}
	within, err := r.officesWithin(ctx, f.Year, f.Authority, f.Place, OpListReportingOffices)
	if err != nil {
		return page, err
	}
	owing := r.officesOf(f.Year, f.Step, within)
	owing = slices.DeleteFunc(owing, func(o owingOffice) bool { return o.Code <= f.After })
	err = r.store.View(ctx, func(tx ReadTx) error {
		if f.State != "" {
			if owing, err = r.inState(ctx, tx, f, owing); err != nil {
				return err
			}
		}
		if len(owing) > f.Limit {
			owing = owing[:f.Limit]
			page.Next = &owing[f.Limit-1].Code
		}
		found, err := r.officeDuties(ctx, tx, f.Year, owing, time.Time{})
		page.Items = append(page.Items, found...)
		return err
	})
	return page, err
}

// inState keeps the offices whose roll-up stands so, with one question for what all of them sent.
func (r *Registry) inState(ctx context.Context, tx ReadTx, f OfficeFilter, owing []owingOffice) ([]owingOffice, error) {
	now := r.Now()
	sent, err := tx.SentRollUps(ctx, f.Year, f.Step, officeIDs(owing), now)
	return slices.DeleteFunc(owing, func(o owingOffice) bool {
		var at *time.Time
		if e, ok := sent[o.ID.String()]; ok {
			at = &e.ReceivedAt
		}
		return reporting.StateOf(o.due, at, now) != f.State
	}), err
}

// officesWithin is whose roll-ups a question is about, if the caller reaches so far.
func (r *Registry) officesWithin(ctx context.Context, year int, authority, placeCode string, op Operation) (officeSet, error) {
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return officeSet{}, err
	}
	if authority != "" && placeCode != "" {
		return officeSet{}, ErrInvalid.At(fault.Field{Parameter: "place", Code: "one-of-two", Detail: msgAuthorityOrPlace})
	}
	if authority == "" && r.permissions[op][who.Role] != Everywhere {
		authority = who.Authority
	}
	ref, on := r.Reference(), vn.NewDate(year, time.December, 15)
	if authority != "" {
		a, err := ref.findAuthority(authority, r.Today())
		if err != nil {
			return officeSet{}, err
		}
		set := officeSet{only: a.ID.String(), place: a.PlaceCode}
		if a.Level == jurisdiction.LevelProvince {
			set = officeSet{places: r.provincePlaces(ref, a, on)}
		}
		return set, r.permitAt(who, op, refOf(a, r.Today()))
	}
	if placeCode == "" {
		return officeSet{}, nil
	}
	if _, ok := ref.Places.At(placeCode, on); !ok {
		return officeSet{}, ErrInvalid.At(fault.Field{Parameter: "place", Code: "not-in-force", Detail: msgPlaceNotInForce(placeCode, on)})
	}
	return officeSet{places: jurisdiction.Around(ref.Places, placeCode, on)}, nil
}

// provincePlaces are the places of a provincial office, and those of the provinces merged into its own as they were on a day.
func (r *Registry) provincePlaces(ref *Reference, a jurisdiction.Authority, on vn.Date) map[string]struct{} {
	places := jurisdiction.Around(ref.Places, a.PlaceCode, inLife(a, on))
	for _, province := range r.supervised(ref, a) {
		if _, ok := ref.Places.At(province, on); ok && on.Before(a.From) {
			maps.Copy(places, jurisdiction.Around(ref.Places, province, on))
		}
	}
	return places
}

// officeSet is one office with its place, those of some places, or every one.
type officeSet struct {
	only, place string
	places      map[string]struct{}
}

// owingOffice is an office that owes a roll-up.
type owingOffice struct {
	jurisdiction.Authority

	duty reporting.Duty
	due  vn.Date
}

// officesOf lists the offices that owe a roll-up of a year, by code.
func (r *Registry) officesOf(year int, step reporting.Step, within officeSet) []owingOffice {
	ref := r.Reference()
	var found []owingOffice
	for _, d := range r.book.Reporting.Step(year, step) {
		due := d.Due(year)
		for _, office := range d.Offices {
			for _, a := range ref.Authorities.List(jurisdiction.Query{Office: office, Within: within.places, On: due, Limit: mostOffices}) {
				if (within.only == "" || within.only == a.ID.String()) && (d.Place == "" || d.Place == ref.province(a)) {
					found = append(found, owingOffice{a, d, due})
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b owingOffice) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	})
	return found
}

// mostOffices is more than there are of one kind: the communes before 2025 were some 11,000.
const mostOffices = 20_000

// officeDuties tells how the roll-ups of offices stand: one question for their reports, one for what they sent and one for
// each step below.
func (r *Registry) officeDuties(ctx context.Context, tx ReadTx, year int, owing []owingOffice, known time.Time) ([]reporting.OfficeDuty, error) {
	if len(owing) == 0 {
		return nil, nil
	}
	q := r.yearQuery(year, known)
	found := make([]reporting.OfficeDuty, len(owing))
	areas := make([]coop.Area, len(owing))
	for i, o := range owing {
		found[i] = reporting.OfficeDuty{Authority: refOf(o.Authority, o.due), Step: o.duty.Step, DueOn: o.due}
		areas[i], _ = r.area(o.PlaceCode, o.due)
	}
	q.Owed = slices.DeleteFunc(q.Owed, func(k OwedKind) bool { return !slices.Contains(owing[0].duty.Kinds, k.Kind) })
	counts, err := tx.ObligationsAt(ctx, q, areas)
	if err != nil {
		return nil, err
	}
	sent, err := tx.SentRollUps(ctx, year, owing[0].duty.Step, officeIDs(owing), q.Now)
	if err != nil {
		return nil, err
	}
	below, err := r.countBelow(ctx, tx, year, owing, q.Now)
	if err != nil {
		return nil, err
	}
	units, err := r.countUnits(ctx, tx, year, owing, q.Now)
	if err != nil {
		return nil, err
	}
	for i := range found {
		o := &found[i]
		o.Organizations, o.Offices, o.Units = counts[i], below[i], units[i]
		if e, ok := sent[o.Authority.ID]; ok {
			o.SentAt, o.RollUp = &e.ReceivedAt, &e.ID
		}
		o.State = reporting.StateOf(o.DueOn, o.SentAt, q.Now)
		o.Blocked = o.Organizations.Out() > 0 || o.Offices.Out() > 0 || o.Units.Out() > 0
	}
	return found, nil
}

func officeIDs(offices []owingOffice) []string {
	ids := make([]string, len(offices))
	for i, o := range offices {
		ids[i] = o.ID.String()
	}
	return ids
}

// countBelow counts, for each office, the roll-ups below that its own rests on.
func (r *Registry) countBelow(ctx context.Context, tx ReadTx, year int, owing []owingOffice, now time.Time) ([]reporting.Count, error) {
	counts := make([]reporting.Count, len(owing))
	for _, step := range owing[0].duty.Inputs {
		if step == reporting.StepOrganization || step == reporting.StepUnitReport {
			continue
		}
		lower := make([][]owingOffice, len(owing))
		var all []owingOffice
		for i, o := range owing {
			lower[i] = r.officesOf(year, step, r.below(o))
			all = append(all, lower[i]...)
		}
		sent, err := tx.SentRollUps(ctx, year, step, officeIDs(all), now)
		if err != nil {
			return nil, err
		}
		for i := range owing {
			for _, o := range lower[i] {
				var at *time.Time
				if e, ok := sent[o.ID.String()]; ok {
					at = &e.ReceivedAt
				}
				counts[i].Add(reporting.StateOf(o.due, at, now), 1)
			}
		}
	}
	return counts, nil
}

// below are the places whose offices and units an office's roll-up rests on.
func (r *Registry) below(o owingOffice) officeSet {
	return officeSet{places: jurisdiction.Around(r.Reference().Places, o.PlaceCode, o.due)}
}

// countUnits counts, for each office, the reports of units that its roll-up rests on, with one question for all of them.
func (r *Registry) countUnits(ctx context.Context, tx ReadTx, year int, owing []owingOffice, now time.Time) ([]reporting.Count, error) {
	counts := make([]reporting.Count, len(owing))
	if !slices.Contains(owing[0].duty.Inputs, reporting.StepUnitReport) {
		return counts, nil
	}
	units, err := r.unitDuties(ctx, tx, year, officeSet{}, now)
	for i, o := range owing {
		within := r.below(o)
		for _, u := range units {
			if within.holds(u.Unit) {
				counts[i].Add(u.State, 1)
			}
		}
	}
	return counts, err
}
