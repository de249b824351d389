package registry

import (
	"context"
	"slices"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/succession"
	"htxregistry/internal/vn"
)

// SettleSuccessionCase answers a question that a succession left: the file or key moves, or the seat of the organisation is
// put into the part of its commune where the office sits. It returns ErrNoCase, ErrCaseSettled, and ErrInvalid for an
// office that is no candidate.
func (r *Registry) SettleSuccessionCase(ctx context.Context, successionID succession.ID, caseID succession.CaseID, s succession.Settlement) (succession.Case, error) {
	who := caller.From(ctx)
	if err := r.permit(who, OpSettleSuccessionCase); err != nil {
		return succession.Case{}, err
	}
	return once(ctx, r, func(tx Tx) (succession.Case, error) {
		applied, err := tx.Succession(ctx, successionID)
		if err != nil {
			return succession.Case{}, err
		}
		c, err := tx.SuccessionCase(ctx, successionID, caseID)
		if err != nil {
			return c, err
		}
		if r.nameCase(&c, applied.On); c.SettledAt != nil {
			return c, ErrCaseSettled
		}
		to, err := chosen(c, s)
		if err != nil {
			return c, err
		}
		if err := r.answer(ctx, tx, applied, c, to); err != nil {
			return c, err
		}
		now := tx.Now()
		c.SettledAt, c.SettledBy, c.SettledTo = &now, callerName(who), to
		return c, tx.SettleCase(ctx, c)
	})
}

// chosen is the candidate an answer names, nil for the end of a key.
func chosen(c succession.Case, s succession.Settlement) (*coop.AuthorityRef, error) {
	if s.End && s.To == "" && c.Subject == succession.SubjectKey {
		return nil, nil //nolint:nilnil // the key goes nowhere
	}
	i := slices.IndexFunc(c.Candidates, func(a coop.AuthorityRef) bool { return s.To != "" && (a.Code == s.To || a.ID == s.To) })
	if i < 0 || s.End {
		return nil, ErrInvalid.At(fault.Field{Pointer: "/to", Code: "not-a-candidate", Detail: msgNoCandidate(c.Candidates)})
	}
	return &c.Candidates[i], nil
}

// answer does what the answer means to the subject of the case.
func (r *Registry) answer(ctx context.Context, tx Tx, applied succession.Applied, c succession.Case, to *coop.AuthorityRef) error {
	ref := r.Reference()
	from, _ := ref.authority(c.From.ID)
	var heir jurisdiction.Authority
	if to != nil {
		heir, _ = ref.authority(to.ID)
	}
	switch c.Subject {
	case succession.SubjectDossier:
		return r.settleFile(ctx, tx, applied, c, from, heir)
	case succession.SubjectOrganization:
		return r.settleSeat(ctx, tx, applied, c, heir)
	case succession.SubjectUnit:
		return r.settleUnitSeat(ctx, tx, applied, c, heir)
	case succession.SubjectKey:
		k := movedKey{key: Key{ID: c.SubjectID, Name: c.Label}, from: from}
		if to != nil {
			k.to = &heir
		}
		entry, err := r.moveKey(ctx, tx, applied.Plan, k)
		if err != nil {
			return err
		}
		entry.Operation = string(OpSettleSuccessionCase)
		return tx.Append(ctx, entry)
	}
	return nil
}

// settleFile moves a file that still lies open at the office that ended; one ended meanwhile stays where it ended.
func (r *Registry) settleFile(ctx context.Context, tx Tx, applied succession.Applied, c succession.Case, from, to jurisdiction.Authority) error {
	files, err := tx.OpenFiles(ctx, []string{c.From.ID})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(files, func(f succession.File) bool { return f.ID == c.SubjectID })
	if i < 0 {
		return nil
	}
	ref := r.Reference()
	w := worked{plan: applied.Plan, ref: ref, scheme: succession.NewScheme(applied.Plan, ref.Places, ref.Authorities)}
	m := w.moved(files[i], from, succession.Fate{To: to, Place: w.scheme.At(files[i].Seat, to)})
	if err := tx.MoveDossiers(ctx, applied.ID, []succession.FileMove{m.move}); err != nil {
		return err
	}
	entry := r.fileMoved(ctx, tx, applied.Plan, m)
	entry.Operation = string(OpSettleSuccessionCase)
	return tx.Append(ctx, entry)
}

// settleSeat puts the seat of an organisation on the map of the day: the code of the part where it lies, the address as
// written (Điều 46 khoản 2, 92/2024/NĐ-CP asks nothing of the organisation). One whose seat has moved on is left alone.
func (r *Registry) settleSeat(ctx context.Context, tx Tx, applied succession.Applied, c succession.Case, to jurisdiction.Authority) error {
	organization, err := id.Parse[coop.Organization](c.SubjectID)
	if err != nil {
		return err
	}
	o, err := tx.Organization(ctx, organization)
	if err != nil {
		return err
	}
	if !r.inSplitPart(o.Seat.Place, o.SeatOn, applied.On, to) {
		return nil
	}
	_, _, err = r.alter(ctx, tx, o, seatPlaced("organization.seat_placed", applied, o.Since(), to), func(o coop.Organization) coop.Organization {
		o.Seat.Place, o.SeatOn = to.PlaceCode, applied.On
		return o
	})
	return err
}

// settleUnitSeat is settleSeat for a unit.
func (r *Registry) settleUnitSeat(ctx context.Context, tx Tx, applied succession.Applied, c succession.Case, to jurisdiction.Authority) error {
	unit, err := id.Parse[coop.Unit](c.SubjectID)
	if err != nil {
		return err
	}
	u, err := tx.Unit(ctx, unit)
	if err != nil || !r.inSplitPart(u.Seat.Place, u.SeatOn, applied.On, to) {
		return err
	}
	_, err = r.alterUnit(ctx, tx, u, seatPlaced("unit.seat_placed", applied, u.Since(), to), func(u coop.Unit) coop.Unit {
		u.Seat.Place, u.SeatOn = to.PlaceCode, applied.On
		return u
	})
	return err
}

// inSplitPart tells whether a seat lies in a commune that is split on a day, with a part at the place of the office.
func (r *Registry) inSplitPart(seat string, on, day vn.Date, office jurisdiction.Authority) bool {
	then := r.Reference().Places.Follow(seat, on, day)
	return len(then) > 1 && slices.ContainsFunc(then, func(p place.Place) bool { return p.Code == office.PlaceCode })
}

func seatPlaced(name string, applied succession.Applied, since vn.Date, to jurisdiction.Authority) act {
	return act{name: name, operation: OpSettleSuccessionCase, on: laterDay(applied.On, since), authority: to.ID.String(), cite: applied.Plan.Cite()}
}

func laterDay(a, b vn.Date) vn.Date {
	if b.After(a) {
		return b
	}
	return a
}
