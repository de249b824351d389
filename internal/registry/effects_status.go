package registry

import (
	"context"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// status sets the status of the organisation or unit a file is about.
func (r *Registry) status(ctx context.Context, tx Tx, j *judged, how string, to coop.Status, reason coop.StatusReason, on vn.Date) (string, error) {
	if j.unit != nil {
		return r.alterUnit(ctx, tx, *j.unit, j.actOn("unit."+how, on), func(u coop.Unit) coop.Unit {
			u.Status, u.StatusReason, u.StatusSince = to, reason, on
			return u
		})
	}
	id, _, err := r.alter(ctx, tx, *j.target, j.actOn("organization."+how, on), func(o coop.Organization) coop.Organization {
		o.Status, o.StatusReason, o.StatusSince = to, reason, on
		return o
	})
	return id, err
}

// timer makes something happen to what the file is about.
func (j *judged) timer(what coop.TimerKind, due vn.Date) coop.Beside {
	t := coop.Timer{ID: id.New[coop.Timer](), What: what, OrganizationID: j.target.ID, DueOn: due}
	if j.unit != nil {
		t.UnitID = &j.unit.ID
	}
	return coop.Beside{Set: []coop.Timer{t}}
}

// suspend notes a suspension: it begins on its first day and ends after its last, by itself (Điều 47, Điều 62,
// 92/2024/NĐ-CP).
func (r *Registry) suspend(ctx context.Context, tx Tx, j *judged, today vn.Date) ([]string, error) {
	span := *j.file.Payload.Suspension
	goesOn, err := r.prolongs(ctx, tx, j, span.From)
	if err != nil {
		return nil, err
	}
	later := !goesOn && span.From.After(today)
	if later {
		j.also(j.timer(coop.TimerSuspensionBegins, span.From))
	}
	j.also(j.timer(coop.TimerSuspensionEnds, span.To.AddDays(1)))
	noted, err := r.note(ctx, tx, j, "suspension_noted", today)
	if err != nil || goesOn || later {
		return []string{noted}, err
	}
	begun, err := r.beginSuspension(ctx, tx, j, today)
	return []string{noted, begun}, err
}

// prolongs tells whether a suspension goes on without a break from the one that runs, whose end then falls away.
func (r *Registry) prolongs(ctx context.Context, tx Tx, j *judged, from vn.Date) (bool, error) {
	timers, err := r.ownTimers(ctx, tx, j)
	ends := void(timers, func(t coop.Timer) bool {
		return t.What == coop.TimerSuspensionEnds && j.status() == coop.StatusSuspended && !from.After(t.DueOn)
	})
	j.also(ends)
	return !ends.Empty(), err
}

// ownTimers are the open timers of what a file is about: of the organisation without its units, or of the one unit.
func (r *Registry) ownTimers(ctx context.Context, tx ReadTx, j *judged) ([]coop.Timer, error) {
	var unit *coop.UnitID
	if j.unit != nil {
		unit = &j.unit.ID
	}
	timers, err := tx.OpenTimers(ctx, j.target.ID)
	return slices.DeleteFunc(timers, func(t coop.Timer) bool { return !t.Concerns(unit) }), err
}

func (j *judged) status() coop.Status {
	if j.unit != nil {
		return j.unit.Status
	}
	return j.target.Status
}

// note enters that a file was accepted which changes nothing yet.
func (r *Registry) note(ctx context.Context, tx Tx, j *judged, how string, on vn.Date) (string, error) {
	if j.unit != nil {
		return r.alterUnit(ctx, tx, *j.unit, j.actOn("unit."+how, on), func(u coop.Unit) coop.Unit { return u })
	}
	id, _, err := r.alter(ctx, tx, *j.target, j.actOn("organization."+how, on), func(o coop.Organization) coop.Organization { return o })
	return id, err
}

// beginSuspension suspends what the file is about; the active units of an organisation with it (Điều 47 khoản 5,
// 92/2024/NĐ-CP).
func (r *Registry) beginSuspension(ctx context.Context, tx Tx, j *judged, on vn.Date) (string, error) {
	id, err := r.status(ctx, tx, j, "suspended", coop.StatusSuspended, "", on)
	if err != nil || j.unit != nil || !j.subject.Law.Rule.Value.WithUnits {
		return id, err
	}
	return id, r.eachUnit(ctx, tx, j.target.ID, j.actOn("unit.suspended", on), func(u coop.Unit) (coop.Unit, bool) {
		wanted := u.Status == coop.StatusActive
		u.Status, u.StatusReason, u.StatusSince = coop.StatusSuspended, "", on
		return u, wanted
	})
}

// resume ends a suspension before its time.
func (r *Registry) resume(ctx context.Context, tx Tx, j *judged, today vn.Date) ([]string, error) {
	timers, err := r.ownTimers(ctx, tx, j)
	if err != nil {
		return nil, err
	}
	j.also(void(timers, func(coop.Timer) bool { return true }))
	on := j.file.Payload.ResumesOn
	if on.After(today) {
		j.also(j.timer(coop.TimerSuspensionEnds, on))
		noted, err := r.note(ctx, tx, j, "resumption_noted", today)
		return []string{noted}, err
	}
	resumed, err := r.endSuspension(ctx, tx, j, today)
	return []string{resumed}, err
}

func (r *Registry) endSuspension(ctx context.Context, tx Tx, j *judged, on vn.Date) (string, error) {
	since := j.target.StatusSince
	id, err := r.status(ctx, tx, j, "resumed", coop.StatusActive, "", on)
	if err != nil || j.unit != nil || !j.subject.Law.Rule.Value.WithUnits {
		return id, err
	}
	// Điều 47 khoản 5-6, 92/2024/NĐ-CP: together with the units that were suspended with it; one that told of a suspension of
	// its own keeps it.
	return id, r.eachUnit(ctx, tx, j.target.ID, j.actOn("unit.resumed", on), func(u coop.Unit) (coop.Unit, bool) {
		wanted := u.Status == coop.StatusSuspended && u.StatusSince == since
		u.Status, u.StatusReason, u.StatusSince = coop.StatusActive, "", on
		return u, wanted
	})
}

// dissolve announces that an organisation is on its way to its end, its units with it; from this day silence counts.
func (r *Registry) dissolve(ctx context.Context, tx Tx, j *judged, o coop.Organization, reason coop.StatusReason, on vn.Date) (string, error) {
	a := j.actOn("organization.dissolving", on)
	silence, err := r.silenceOver(ctx, tx, o.ID)
	if err != nil {
		return "", err
	}
	a.beside = a.beside.And(silence)
	if j.subject.Law.Rule.Value.SilenceMonths > 0 {
		t := coop.Timer{ID: id.New[coop.Timer](), What: coop.TimerSilenceEnds, OrganizationID: o.ID, DueOn: r.silenceEnds(j, on)}
		a.beside.Set = append(a.beside.Set, t)
	}
	act, _, err := r.alter(ctx, tx, o, a, func(o coop.Organization) coop.Organization {
		o.Status, o.StatusReason, o.StatusSince = coop.StatusDissolving, reason, on
		return o
	})
	if err != nil {
		return "", err
	}
	return act, r.eachUnit(ctx, tx, o.ID, a.within("unit.dissolving"), func(u coop.Unit) (coop.Unit, bool) {
		u.Status, u.StatusReason, u.StatusSince = coop.StatusDissolving, reason, on
		return u, true
	})
}

// silenceOver voids the silence that counts for an organisation. Its suspensions run on, should it be restored.
func (r *Registry) silenceOver(ctx context.Context, tx Tx, o coop.ID) (coop.Beside, error) {
	timers, err := tx.OpenTimers(ctx, o)
	return void(timers, func(t coop.Timer) bool { return t.What == coop.TimerSilenceEnds && t.UnitID == nil }), err
}

// silenceEnds is the day on which silence ends what is on its way: the one after the last of the months. They count from the
// receipt of the resolution (Điều 50 khoản 5, 92/2024/NĐ-CP) or from the announcement (Điều 51 khoản 3, Điều 54 khoản 5, Điều 63
// khoản 5).
func (r *Registry) silenceEnds(j *judged, announced vn.Date) vn.Date {
	rule, from := j.subject.Law.Rule.Value, announced
	if rule.SilenceFrom == dossier.SilenceFromReceipt {
		from = j.subject.Received
	}
	return r.book.Calendar.MonthsAfter(from, rule.SilenceMonths).AddDays(1)
}

// end ends what the file is about.
func (r *Registry) end(ctx context.Context, tx Tx, j *judged, today vn.Date) (string, error) {
	on, reason := effectiveDay(j, today), j.subject.Law.Rule.Value.Reason
	if j.unit != nil {
		timers, err := r.ownTimers(ctx, tx, j)
		if err != nil {
			return "", err
		}
		j.also(void(timers, func(coop.Timer) bool { return true }))
		return r.status(ctx, tx, j, "ended", coop.StatusEnded, reason, on)
	}
	if reason == "" { // the second phase of a reorganisation: the reason is that of the first
		reason = j.target.StatusReason
	}
	return r.ended(ctx, tx, *j.target, j.actOn("organization.ended", on), reason)
}
