package registry

import (
	"context"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// ended lets an organisation end: its units with it, its timers void, its memberships closed, and its name free where the
// law of the day frees it.
func (r *Registry) ended(ctx context.Context, tx Tx, o coop.Organization, a act, reason coop.StatusReason) (string, error) {
	timers, err := tx.OpenTimers(ctx, o.ID)
	if err != nil {
		return "", err
	}
	left, err := r.leaveUnions(ctx, tx, o.ID, a.on)
	if err != nil {
		return "", err
	}
	a.beside = a.beside.And(left).And(void(timers, func(t coop.Timer) bool { return !a.beside.Settles(t) }))
	id, _, err := r.alter(ctx, tx, o, a, func(o coop.Organization) coop.Organization {
		o.Status, o.StatusReason, o.StatusSince = coop.StatusEnded, reason, a.on
		return o
	})
	if err != nil {
		return "", err
	}
	return id, r.eachUnit(ctx, tx, o.ID, a.within("unit.ended"), func(u coop.Unit) (coop.Unit, bool) {
		u.Status, u.StatusReason, u.StatusSince = coop.StatusEnded, reason, a.on
		return u, true
	})
}

// within is an act that follows from another, with a name of its own.
func (a act) within(name string) act {
	a.name, a.beside = name, coop.Beside{}
	return a
}

// void settles as void those of some timers that are meant.
func void(timers []coop.Timer, meant func(coop.Timer) bool) (b coop.Beside) {
	for _, t := range timers {
		if meant(t) {
			b.Settled = append(b.Settled, coop.TimerEnd{ID: t.ID, Outcome: coop.TimerVoid})
		}
	}
	return b
}

// leaveUnions closes the memberships of an organisation that has ended, and those in it.
func (r *Registry) leaveUnions(ctx context.Context, tx Tx, o coop.ID, on vn.Date) (b coop.Beside, err error) {
	links, err := tx.Links(ctx, []coop.ID{o}, coop.When{})
	for _, l := range links {
		if l.Kind == coop.LinkMemberOf && l.State.From != on {
			b.Unlinked = append(b.Unlinked, unlink(l.From, l.To, on))
		}
	}
	return b, err
}

// unlink ends a membership.
func unlink(member, union coop.ID, on vn.Date) coop.LinkEnd {
	return coop.LinkEnd{ID: id.New[coop.Link](), Kind: coop.LinkMemberOf, From: member, To: union, On: on}
}

// eachUnit does an act to every unit that has not ended and that change wants changed.
func (r *Registry) eachUnit(ctx context.Context, tx Tx, o coop.ID, a act, change func(coop.Unit) (coop.Unit, bool)) error {
	units, err := r.openUnits(ctx, tx, o)
	if err != nil {
		return err
	}
	for _, u := range units {
		if _, wanted := change(u); !wanted {
			continue
		}
		if _, err := r.alterUnit(ctx, tx, u, a, func(u coop.Unit) coop.Unit { u, _ = change(u); return u }); err != nil {
			return err
		}
	}
	return nil
}

// openUnits are the units of an organisation that have not ended.
func (r *Registry) openUnits(ctx context.Context, tx ReadTx, o coop.ID) ([]coop.Unit, error) {
	const page = 500
	var open []coop.Unit
	var after *coop.UnitID
	for {
		units, err := tx.Units(ctx, o, coop.When{}, after, page)
		if err != nil {
			return nil, err
		}
		for _, u := range units {
			if u.Status != coop.StatusEnded {
				open = append(open, u)
			}
		}
		if len(units) < page {
			return open, nil
		}
		after = &units[len(units)-1].ID
	}
}
