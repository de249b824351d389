package registry

import (
	"context"
	"slices"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/reporting"
	"htxregistry/internal/vn"
)

// CreateRollUp freezes the roll-up of an office (empty: the caller's) for a year and step: its figures on both clocks
// with a digest. Before everything it rests on is due it is provisional. A dry run works it out and keeps nothing. It returns
// reporting.ErrNoDuty, reporting.ErrTooEarly, ErrForeignOffice, ErrOfficeEnded.
func (r *Registry) CreateRollUp(ctx context.Context, year int, step reporting.Step, authority string, dryRun bool) (reporting.RollUp, error) {
	arrived := r.arrived(ctx)
	office, err := r.officeOf(caller.From(ctx), authority, OpCreateRollUp)
	if err != nil {
		return reporting.RollUp{}, err
	}
	owing, err := r.owingOffice(year, step, office.ID)
	if err != nil {
		return reporting.RollUp{}, err
	}
	if dryRun {
		var draft reporting.RollUp
		err := r.store.View(ctx, func(tx ReadTx) error {
			draft, err = r.rollUp(ctx, tx, year, owing, r.Now())
			draft.ReceivedAt = arrived
			draft.State = reporting.StateOf(draft.DueOn, &arrived, arrived)
			return err
		})
		return draft, err
	}
	return onceIn(ctx, r.store.InTxFreeze, func(tx Tx) (reporting.RollUp, error) {
		c, err := r.rollUp(ctx, tx, year, owing, tx.Now())
		if err != nil {
			return c, err
		}
		frozen := id.New[reporting.RollUp]()
		c.ID, c.ReceivedAt = &frozen, arrived
		c.State = reporting.StateOf(c.DueOn, &arrived, tx.Now())
		if c.Number, err = tx.NextRollUp(ctx, year, step, office.ID); err != nil {
			return c, err
		}
		if err := tx.AddRollUp(ctx, c, reporting.Counts(c.Provisional, c.DueOn, r.inputsDue(year, owing.duty))); err != nil {
			return c, err
		}
		e := r.entry(ctx, tx, OpCreateRollUp, "roll_up.frozen")
		e.AuthorityID = office.ID
		e.After = mustJSON(map[string]any{"id": c.ID, "year": year, "step": step, "number": c.Number, "digest": c.Digest, "provisional": c.Provisional})
		return c, tx.Append(ctx, e)
	})
}

// owingOffice is the duty of an office for a step of a year whose figures have begun.
func (r *Registry) owingOffice(year int, step reporting.Step, authorityID string) (owingOffice, error) {
	found := r.officesOf(year, step, officeSet{only: authorityID})
	if len(found) == 0 {
		return owingOffice{}, reporting.ErrNoDuty
	}
	if first, _ := found[0].duty.Data.On(year); r.Today().Before(first) {
		return owingOffice{}, reporting.ErrTooEarly
	}
	return found[0], nil
}

// inputsDue is the day on which the last of what a roll-up rests on is due.
func (r *Registry) inputsDue(year int, d reporting.Duty) vn.Date {
	var last vn.Date
	for _, step := range d.Inputs {
		for _, input := range r.book.Reporting.Step(year, step) {
			if due := input.Due(year); due.After(last) {
				last = due
			}
		}
	}
	return last
}

// rollUp works a roll-up out as it was known at an instant. It depends on nothing else, so that it can be run again.
func (r *Registry) rollUp(ctx context.Context, tx ReadTx, year int, o owingOffice, known time.Time) (reporting.RollUp, error) {
	q := r.yearQuery(year, known)
	q.Owed = slices.DeleteFunc(q.Owed, func(k OwedKind) bool { return !slices.Contains(o.duty.Kinds, k.Kind) })
	area, _ := r.area(o.PlaceCode, o.due)
	q.Area = &area
	tallies, err := tx.Tally(ctx, q, Grouping{By: string(reporting.BySector)})
	if err != nil {
		return reporting.RollUp{}, err
	}
	own, err := r.officeDuties(ctx, tx, year, []owingOffice{o}, known)
	if err != nil {
		return reporting.RollUp{}, err
	}
	below, err := r.dutiesBelow(ctx, tx, year, o, known)
	if err != nil {
		return reporting.RollUp{}, err
	}
	var units []reporting.UnitDuty
	if slices.Contains(o.duty.Inputs, reporting.StepUnitReport) {
		if units, err = r.unitDuties(ctx, tx, year, r.below(o), q.Now); err != nil {
			return reporting.RollUp{}, err
		}
	}
	asOf := q.Last
	if day := vn.DateIn(known); day.Before(asOf) {
		asOf = day
	}
	c := reporting.RollUp{
		Year: year, Step: o.duty.Step, Authority: refOf(o.Authority, o.due), DueOn: o.due,
		Provisional: known.Before(r.inputsDue(year, o.duty).AddDays(1).Start()),
		Figures: reporting.Figures{
			Duty: o.duty.Code, Form: o.duty.Form, Cite: o.duty.Cite, Basis: o.duty.Basis, Territory: o.PlaceCode, AsOf: asOf, KnownAt: known.UTC(),
			Organizations: own[0].Organizations, Offices: own[0].Offices, Units: own[0].Units, Rulebook: r.book.Digest,
			Tables: r.book.Reporting.Table.Tables(kindsOf(q.Owed), tallies, below, units),
		},
	}
	c.Digest, err = c.Sum()
	return c, err
}

func kindsOf(owed []OwedKind) []coop.Kind {
	kinds := make([]coop.Kind, len(owed))
	for i, o := range owed {
		kinds[i] = o.Kind
	}
	return kinds
}

// dutiesBelow tells how the roll-ups that an office's rests on stand.
func (r *Registry) dutiesBelow(ctx context.Context, tx ReadTx, year int, o owingOffice, known time.Time) ([]reporting.OfficeDuty, error) {
	var all []reporting.OfficeDuty
	for _, step := range o.duty.Inputs {
		if step == reporting.StepOrganization {
			continue
		}
		lower := r.officesOf(year, step, r.below(o))
		found, err := r.officeDuties(ctx, tx, year, lower, known)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// GetRollUp gives a frozen roll-up. It returns reporting.ErrNoRollUp, reporting.ErrDiffers, ErrForeignOffice.
func (r *Registry) GetRollUp(ctx context.Context, rollUp reporting.RollUpID) (reporting.RollUp, error) {
	var found reporting.RollUp
	err := r.store.Read(ctx, func(tx ReadTx) (err error) {
		found, err = r.frozenRollUp(ctx, tx, rollUp, OpGetRollUp)
		return err
	})
	return found, err
}

func (r *Registry) frozenRollUp(ctx context.Context, tx ReadTx, rollUp reporting.RollUpID, op Operation) (reporting.RollUp, error) {
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return reporting.RollUp{}, err
	}
	found, err := tx.RollUp(ctx, rollUp)
	if err != nil {
		return found, err
	}
	if err := r.permitAt(who, op, found.Authority); err != nil {
		return reporting.RollUp{}, err
	}
	return found, found.Sealed()
}

// CompareRollUp runs a frozen roll-up again as it is known at an instant (zero: now) and names every value that is
// another one. At the instant it was frozen nothing is. It returns what GetRollUp does.
func (r *Registry) CompareRollUp(ctx context.Context, rollUp reporting.RollUpID, knownAt time.Time) (reporting.Changes, error) {
	var changes reporting.Changes
	err := r.store.View(ctx, func(tx ReadTx) error {
		then, err := r.frozenRollUp(ctx, tx, rollUp, OpCompareRollUp)
		if err != nil {
			return err
		}
		now := r.Now()
		if !knownAt.IsZero() && knownAt.Before(now) {
			now = knownAt
		}
		owing, err := r.owingOffice(then.Year, then.Step, then.Authority.ID)
		if err != nil {
			return err
		}
		again, err := r.rollUp(ctx, tx, then.Year, owing, now)
		if err != nil {
			return err
		}
		changes = reporting.Changes{
			ID: rollUp, Then: clocksOf(then), Now: clocksOf(again), Cells: reporting.Compare(then.Tables, again.Tables),
			Figures: again.Figures, Rulebook: then.Rulebook != again.Rulebook,
		}
		changes.Same = len(changes.Cells) == 0
		q := r.yearQuery(then.Year, now)
		area, _ := r.area(owing.PlaceCode, owing.due)
		q.Area = &area
		q.Owed = slices.DeleteFunc(q.Owed, func(k OwedKind) bool { return !slices.Contains(owing.duty.Kinds, k.Kind) })
		changes.Reports, changes.Ratings, err = tx.SheetsSince(ctx, q, then.KnownAt)
		return err
	})
	return changes, err
}

func clocksOf(c reporting.RollUp) reporting.Clocks {
	return reporting.Clocks{AsOf: c.AsOf, KnownAt: c.KnownAt, Organizations: c.Organizations, Offices: c.Offices, Digest: c.Digest}
}

// RollUpPage is a page of roll-ups.
type RollUpPage struct {
	Items []reporting.Entry
	Next  *reporting.RollUpID
}

// ListRollUps gives the frozen roll-ups of a year, oldest first. Desks see their own, provincial offices those of
// their province.
func (r *Registry) ListRollUps(ctx context.Context, f OfficeFilter, after *reporting.RollUpID) (RollUpPage, error) {
	page := RollUpPage{Items: []reporting.Entry{}}
	within, err := r.officesWithin(ctx, f.Year, f.Authority, f.Place, OpListRollUps)
	if err != nil {
		return page, err
	}
	q := RollUpQuery{Year: f.Year, Step: f.Step, After: after, Limit: f.Limit + 1}
	if within.only != "" || within.places != nil {
		q.Authorities = []string{}
		for _, step := range reporting.RollUps() {
			q.Authorities = append(q.Authorities, officeIDs(r.officesOf(f.Year, step, within))...)
		}
	}
	err = r.store.Read(ctx, func(tx ReadTx) error {
		found, err := tx.RollUps(ctx, q)
		if len(found) > f.Limit {
			found = found[:f.Limit]
			page.Next = &found[f.Limit-1].ID
		}
		for _, e := range found {
			if named := r.Reference().authorityRef(e.Authority.ID, vn.DateIn(e.KnownAt)); named != nil {
				e.Authority = *named
			}
			page.Items = append(page.Items, e)
		}
		return err
	})
	return page, err
}

// arrived is the instant a request reached this register, whatever happened to it since.
func (r *Registry) arrived(ctx context.Context) time.Time {
	if at := caller.From(ctx).ArrivedAt; !at.IsZero() {
		return at
	}
	return r.Now()
}
