package registry

import (
	"context"
	"errors"
	"reflect"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/rating"
	"htxregistry/internal/vn"
)

// PutReport keeps the figures of a year at the competent office as revision+1; the first is put at revision 0. The same
// figures again change nothing. It returns rating.ErrKind, rating.ErrYear, rating.ErrFigures naming every contradiction,
// ErrForeignOffice, ErrStale.
func (r *Registry) PutReport(ctx context.Context, idOrCode string, year int, revision int64, figures rating.Figures) (rating.Report, error) {
	arrived := r.arrived(ctx)
	return once(ctx, r, func(tx Tx) (rating.Report, error) {
		o, office, err := r.yearOf(ctx, tx, idOrCode, year, OpPutReport)
		if err != nil {
			return rating.Report{}, err
		}
		known, err := tx.Report(ctx, o.ID, year, time.Time{})
		if err != nil && !errors.Is(err, fault.NotFound) {
			return rating.Report{}, err
		}
		if known.Revision == revision+1 && reflect.DeepEqual(known.Figures, figures) {
			return known, nil // an answer that was lost on its way
		}
		if known.Revision != revision {
			return rating.Report{}, ErrStale.Member("revision", known.Revision)
		}
		before, err := r.yearBefore(ctx, tx, o.ID, year)
		if err != nil {
			return rating.Report{}, err
		}
		now := tx.Now()
		report := rating.Report{
			OrganizationID: o.ID, Year: year, Figures: figures, Checks: notNil(figures.Examine(before)), Authority: &office,
			ReceivedAt: &arrived, RecordedAt: &now, Revision: revision + 1,
		}
		if against := dossier.NotMet(report.Checks); len(against) > 0 {
			return rating.Report{}, rating.ErrFigures.At(asFields(against)...)
		}
		if err := tx.SaveReport(ctx, report); err != nil {
			return rating.Report{}, err
		}
		return report, r.yearEntry(ctx, tx, OpPutReport, "report.filed", o, office, year, report.Revision)
	})
}

// GetReport gives the report of a year as it was known at an instant (zero: now). With prefill a year without one is a draft
// of revision 0 that starts from the year before. It returns rating.ErrNoReport.
func (r *Registry) GetReport(ctx context.Context, idOrCode string, year int, knownAt time.Time, prefill bool) (rating.Report, error) {
	var report rating.Report
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := r.staffOf(ctx, tx, idOrCode, OpGetReport)
		if err != nil {
			return err
		}
		report, err = tx.Report(ctx, o.ID, year, knownAt)
		if !errors.Is(err, fault.NotFound) || !prefill {
			return err
		}
		before, err := tx.Report(ctx, o.ID, year-1, knownAt)
		report = before.Prefill()
		return err
	})
	return report, err
}

func (r *Registry) yearBefore(ctx context.Context, tx ReadTx, o coop.ID, year int) (*rating.Figures, error) {
	before, err := tx.Report(ctx, o, year-1, time.Time{})
	if errors.Is(err, fault.NotFound) {
		return nil, nil //nolint:nilnil // nothing was reported
	}
	return &before.Figures, err
}

// yearOf is the organisation a year's sheet is about and its office of today, if the caller works there and the year is
// open.
func (r *Registry) yearOf(ctx context.Context, tx ReadTx, idOrCode string, year int, op Operation) (coop.Organization, coop.AuthorityRef, error) {
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return coop.Organization{}, coop.AuthorityRef{}, err
	}
	o, err := find(ctx, tx, idOrCode)
	if err != nil {
		return o, coop.AuthorityRef{}, err
	}
	office := r.officeToday(o)
	if err := r.permitAt(who, op, office); err != nil {
		return o, office, err
	}
	if o.Kind == coop.KindHoiQuan {
		return o, office, rating.ErrKind
	}
	founded := o.Registration.IssuedOn
	if year > r.Today().Year() || !founded.IsZero() && year < founded.Year() {
		return o, office, rating.ErrYear
	}
	return o, office, nil
}

// staffOf is the organisation a member of staff reads about, if it is within the caller's reach.
func (r *Registry) staffOf(ctx context.Context, tx ReadTx, idOrCode string, op Operation) (coop.Organization, error) {
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return coop.Organization{}, err
	}
	o, err := find(ctx, tx, idOrCode)
	if err != nil {
		return o, err
	}
	return o, r.permitAt(who, op, r.officeToday(o))
}

// yearEntry is the ledger entry of a year's sheet. The ledger is public, the figures are not: it names year and revision.
func (r *Registry) yearEntry(ctx context.Context, tx Tx, op Operation, act string, o coop.Organization, office coop.AuthorityRef, year int, revision int64) error {
	e := r.entry(ctx, tx, op, act)
	e.OrganizationID, e.AuthorityID, e.EffectiveOn = o.ID.String(), office.ID, vn.DateIn(tx.Now())
	e.After = mustJSON(map[string]any{"year": year, "revision": revision})
	return tx.Append(ctx, e)
}
