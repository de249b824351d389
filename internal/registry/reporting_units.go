package registry

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/place"
	"htxregistry/internal/reporting"
	"htxregistry/internal/succession"
	"htxregistry/internal/vn"
)

// UnitFilter asks how the reports of the units of a year stand.
type UnitFilter struct {
	Year      int
	Authority string // the provincial office of the units, or the office of a unit's own place
	Place     string // on the map of the days when they fall due
	State     reporting.State
	KnownAt   time.Time // zero: now
	After     string    // code
	Limit     int
	Count     bool
}

// UnitPage is a page of units' reports owed.
type UnitPage struct {
	Items []reporting.UnitDuty
	Next  *string
	Total *int64
}

// ListReportingUnits gives which sở, ban, ngành and People's Committees owe a report of a year, and whether it is here, by code.
// Desks see that of their own place, provincial offices those of their province.
func (r *Registry) ListReportingUnits(ctx context.Context, f UnitFilter) (UnitPage, error) {
	page := UnitPage{Items: []reporting.UnitDuty{}}
	within, err := r.officesWithin(ctx, f.Year, f.Authority, f.Place, OpListReportingUnits)
	if err != nil {
		return page, err
	}
	now := r.Now()
	if !f.KnownAt.IsZero() && f.KnownAt.Before(now) {
		now = f.KnownAt
	}
	var found []reporting.UnitDuty
	err = r.store.Read(ctx, func(tx ReadTx) error {
		found, err = r.unitDuties(ctx, tx, f.Year, within, now)
		return err
	})
	if err != nil {
		return page, err
	}
	found = slices.DeleteFunc(found, func(u reporting.UnitDuty) bool { return f.State != "" && u.State != f.State })
	if f.Count {
		total := int64(len(found))
		page.Total = &total
	}
	found = slices.DeleteFunc(found, func(u reporting.UnitDuty) bool { return u.Unit.Code <= f.After })
	if len(found) > f.Limit {
		found = found[:f.Limit]
		page.Next = &found[f.Limit-1].Unit.Code
	}
	page.Items = append(page.Items, found...)
	return page, nil
}

// unitDuties tells how the reports of the units of a year stood at an instant, by code, with one question for all of them.
func (r *Registry) unitDuties(ctx context.Context, tx ReadTx, year int, within officeSet, now time.Time) ([]reporting.UnitDuty, error) {
	owed := r.unitsOf(year, within)
	codes := make([]string, len(owed))
	for i, u := range owed {
		codes[i] = u.Unit.Code
	}
	arrived, err := tx.UnitArrivals(ctx, year, codes, now)
	if err != nil {
		return nil, err
	}
	for i := range owed {
		u := &owed[i]
		if a, ok := arrived[u.Unit.Code]; ok {
			u.ReceivedAt, u.Revision = &a.First, a.Revision
			if a.Revision > 1 {
				u.CorrectedAt = &a.Present
			}
		}
		u.State = reporting.StateOf(u.DueOn, u.ReceivedAt, now)
	}
	return owed, nil
}

// unitsOf lists the units that owe a report of a year, by code.
func (r *Registry) unitsOf(year int, within officeSet) []reporting.UnitDuty {
	var found []reporting.UnitDuty
	for _, d := range r.book.Reporting.Step(year, reporting.StepUnitReport) {
		due := d.Due(year)
		to, ok := r.recipient(d, due)
		if !ok {
			continue
		}
		for _, unit := range d.Units {
			for _, ref := range r.unitRefs(d, unit, due) {
				if within.holds(ref) {
					found = append(found, reporting.UnitDuty{
						Unit: ref, Duty: d.Code, Recipient: refOf(to, due), DueOn: due, Basis: unit.Basis, Cite: slices.Concat(unit.Cite, d.Cite), Note: unit.Note,
					})
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b reporting.UnitDuty) int { return strings.Compare(a.Unit.Code, b.Unit.Code) })
	return found
}

// recipient is the office that the units of a duty report to.
func (r *Registry) recipient(d reporting.Duty, on vn.Date) (jurisdiction.Authority, bool) {
	for _, office := range d.To {
		if a, ok := r.Reference().Authorities.ForPlace(office, d.Place, on); ok {
			return a, true
		}
	}
	return jurisdiction.Authority{}, false
}

// unitRefs is a unit itself, or the People's Committee of each place it stands for.
func (r *Registry) unitRefs(d reporting.Duty, unit reporting.Unit, on vn.Date) []reporting.UnitRef {
	if unit.Level == "" {
		return []reporting.UnitRef{{Code: unit.Code + "-" + d.Place, Name: unit.Name, Place: d.Place}}
	}
	var refs []reporting.UnitRef
	for code := range jurisdiction.Around(r.Reference().Places, d.Place, on) {
		if p, ok := r.Reference().Places.At(code, on); ok && p.Level == place.Level(unit.Level) {
			refs = append(refs, reporting.UnitRef{Code: unit.Code + "-" + code, Name: committeeOf(p.Name), Place: code})
		}
	}
	return refs
}

// holds tells whether a unit is one of the set: that of the office's own place, or of one of the places.
func (s officeSet) holds(unit reporting.UnitRef) bool {
	if s.only != "" {
		return s.place == unit.Place
	}
	if s.places == nil {
		return true
	}
	_, within := s.places[unit.Place]
	return within
}

// unitOf is a unit that owes a report of a year. It returns reporting.ErrNoUnit.
func (r *Registry) unitOf(year int, code string) (reporting.UnitDuty, error) {
	for _, u := range r.unitsOf(year, officeSet{}) {
		if u.Unit.Code == code {
			return u, nil
		}
	}
	return reporting.UnitDuty{}, reporting.ErrNoUnit
}

// PutUnitReport keeps what a unit reported of a year as revision+1, at the office that receives it or that of the unit's own
// place; the first is put at revision 0. The same content again changes nothing. It returns reporting.ErrNoUnit,
// reporting.ErrTooEarly, reporting.ErrUnitReport, ErrForeignOffice, ErrOfficeEnded, ErrStale.
func (r *Registry) PutUnitReport(ctx context.Context, year int, code string, revision int64, content reporting.UnitContent) (reporting.UnitReport, error) {
	arrived := r.arrived(ctx)
	unit, office, err := r.takesIn(ctx, year, code)
	if err != nil {
		return reporting.UnitReport{}, err
	}
	if err := content.Check(r.Today()); err != nil {
		return reporting.UnitReport{}, err
	}
	digest, err := content.Sum()
	if err != nil {
		return reporting.UnitReport{}, err
	}
	return once(ctx, r, func(tx Tx) (reporting.UnitReport, error) {
		known, err := tx.UnitReport(ctx, year, code, time.Time{})
		if err != nil && !errors.Is(err, fault.NotFound) {
			return reporting.UnitReport{}, err
		}
		if known.Revision == revision+1 && known.Digest == digest {
			return known, nil // an answer that was lost on its way
		}
		if known.Revision != revision {
			return reporting.UnitReport{}, ErrStale.Member("revision", known.Revision)
		}
		kept := reporting.UnitReport{
			Unit: unit.Unit, Year: year, Duty: unit.Duty, UnitContent: content, FormBasis: r.formBasis(unit.Duty), Authority: office, DueOn: unit.DueOn,
			ReceivedAt: arrived, RecordedAt: tx.Now(), Digest: digest, Revision: revision + 1,
		}
		if err := tx.SaveUnitReport(ctx, kept); err != nil {
			return kept, err
		}
		e := r.entry(ctx, tx, OpPutUnitReport, "unit_report.filed")
		e.AuthorityID = office.ID
		e.After = mustJSON(map[string]any{"unit": code, "year": year, "revision": kept.Revision, "digest": kept.Digest})
		return kept, tx.Append(ctx, e)
	})
}

// takesIn is the unit of a report and the caller's office, if it takes the report in.
func (r *Registry) takesIn(ctx context.Context, year int, code string) (reporting.UnitDuty, coop.AuthorityRef, error) {
	who := caller.From(ctx)
	if err := r.permit(who, OpPutUnitReport); err != nil {
		return reporting.UnitDuty{}, coop.AuthorityRef{}, err
	}
	unit, err := r.unitOf(year, code)
	if err != nil {
		return unit, coop.AuthorityRef{}, err
	}
	at := unit.Recipient
	if own, ok := r.Reference().authority(who.Authority); ok && own.PlaceCode == unit.Unit.Place {
		at = refOf(own, r.Today()) // the office beside a People's Committee sends its report
	}
	if err := r.permitAt(who, OpPutUnitReport, at); err != nil {
		return unit, coop.AuthorityRef{}, err
	}
	if first, _ := r.book.Reporting.Period(year); r.Today().Before(first) {
		return unit, coop.AuthorityRef{}, reporting.ErrTooEarly
	}
	office := *r.Reference().authorityRef(who.Authority, r.Today())
	return unit, office, r.officeEnded(office, nil, succession.Seat{}, r.Today())
}

// formBasis is how sure the form of a duty is.
func (r *Registry) formBasis(duty string) law.Basis {
	for _, d := range r.book.Reporting.Duties {
		if d.Code == duty {
			return d.FormBasis
		}
	}
	return law.BasisMissing
}

// GetUnitReport gives what a unit reported of a year as it was known at an instant (zero: now). It returns reporting.ErrNoUnit,
// reporting.ErrNoUnitReport, reporting.ErrDiffers, ErrForeignOffice.
func (r *Registry) GetUnitReport(ctx context.Context, year int, code string, knownAt time.Time) (reporting.UnitReport, error) {
	within, err := r.officesWithin(ctx, year, "", "", OpGetUnitReport)
	if err != nil {
		return reporting.UnitReport{}, err
	}
	unit, err := r.unitOf(year, code)
	if err != nil {
		return reporting.UnitReport{}, err
	}
	if !slices.ContainsFunc(r.unitsOf(year, within), func(u reporting.UnitDuty) bool { return u.Unit == unit.Unit }) {
		return reporting.UnitReport{}, ErrForeignOffice.Member("competent_authority", unit.Recipient)
	}
	var found reporting.UnitReport
	err = r.store.Read(ctx, func(tx ReadTx) error {
		found, err = tx.UnitReport(ctx, year, code, knownAt)
		return err
	})
	if err != nil {
		return reporting.UnitReport{}, err
	}
	return found, found.Sealed()
}
