package registry

import (
	"context"
	"log/slog"
	"slices"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
)

const opTimer Operation = "timer" // the register itself, when a day of law has come

// RunTimers does what the law makes happen by itself on the days that have come: suspensions begin and end, silence ends
// what is dissolving. It returns how many were settled. Servers call it now and then, and when a sandbox's clock moves.
func (r *Registry) RunTimers(ctx context.Context) (int, error) {
	const batch = 100
	ctx = caller.With(ctx, caller.Operator("timer"))
	settled := 0
	for {
		var due []coop.Timer
		err := r.store.View(ctx, func(tx ReadTx) (err error) {
			due, err = tx.DueTimers(ctx, r.Today(), batch)
			return err
		})
		if err != nil {
			return settled, err
		}
		for _, t := range due {
			if err := r.runTimer(ctx, t); err != nil {
				return settled, err
			}
			settled++
		}
		if len(due) < batch {
			return settled, nil
		}
	}
}

// runTimer settles one timer in a transaction of its own. Another server may have settled it meanwhile.
func (r *Registry) runTimer(ctx context.Context, t coop.Timer) error {
	return r.inTx(ctx, func(tx Tx) error {
		open, err := tx.DueTimers(ctx, t.DueOn, 1000)
		if err != nil {
			return err
		}
		still := false
		for _, o := range open {
			still = still || o.ID == t.ID
		}
		if !still {
			return nil
		}
		j, err := r.timed(ctx, tx, t)
		if err != nil {
			return err
		}
		j.also(coop.Beside{Settled: []coop.TimerEnd{{ID: t.ID, Outcome: coop.TimerDone}}})
		r.log.InfoContext(ctx, "timer", slog.String("what", string(t.What)), slog.String("organization", t.OrganizationID.String()))
		if err := r.fire(ctx, tx, &j, t); err != nil || j.beside.Empty() {
			return err
		}
		_, err = r.note(ctx, tx, &j, "day_passed", t.DueOn) // nothing was left for it to do
		return err
	})
}

// timed is the file that set the timer, judged on the day of the timer as far as an act needs it.
func (r *Registry) timed(ctx context.Context, tx Tx, t coop.Timer) (judged, error) {
	o, err := tx.Organization(ctx, t.OrganizationID)
	if err != nil {
		return judged{}, err
	}
	j := judged{target: &o, timed: true}
	if t.UnitID != nil {
		u, err := tx.Unit(ctx, *t.UnitID)
		if err != nil {
			return judged{}, err
		}
		j.unit = &u
	}
	if j.file, err = fileOf(ctx, tx, t); err != nil {
		return judged{}, err
	}
	subject := string(o.Kind)
	if j.unit != nil {
		subject = string(j.unit.Kind)
	}
	j.subject.Law.Rule = r.book.Rule(j.file.Procedure, subject, lawDay(j.file, t.DueOn))
	return j, nil
}

// fileOf is the file that set a timer.
func fileOf(ctx context.Context, tx ReadTx, t coop.Timer) (dossier.Dossier, error) {
	fileID, err := dossier.ParseID(t.DossierID)
	if err != nil {
		return dossier.Dossier{}, err
	}
	return tx.Dossier(ctx, fileID)
}

// fire does what a timer is for, if it still makes sense. Silence is broken by a file: then the office decides.
func (r *Registry) fire(ctx context.Context, tx Tx, j *judged, t coop.Timer) (err error) {
	status := j.target.Status
	if j.unit != nil {
		status = j.unit.Status
	}
	switch {
	case t.What == coop.TimerSuspensionBegins && status == coop.StatusActive:
		_, err = r.beginSuspension(ctx, tx, j, t.DueOn)
	case t.What == coop.TimerSuspensionEnds && status == coop.StatusSuspended:
		if goesOn, err := r.suspensionGoesOn(ctx, tx, j, t); err != nil || goesOn {
			return err
		}
		_, err = r.endSuspension(ctx, tx, j, t.DueOn)
	case t.What == coop.TimerSilenceEnds && status == coop.StatusDissolving:
		broken, err := silenceBroken(ctx, tx, j)
		if err != nil || broken {
			return err
		}
		objected, err := objectedTo(ctx, tx, j)
		if err != nil || objected {
			return err
		}
		if j.unit != nil {
			_, err = r.status(ctx, tx, j, "ended", coop.StatusEnded, coop.ReasonTermination, t.DueOn)
			return err
		}
		reason := coop.ReasonDissolution
		if j.target.Kind == coop.KindTHT {
			reason = coop.ReasonTermination
		}
		_, err = r.ended(ctx, tx, *j.target, j.actOn("organization.ended", t.DueOn), reason)
		return err
	}
	return err
}

// suspensionGoesOn tells whether another notice has what a timer is about suspended on the timer's day too: one that overlaps the
// notice that has run out, or follows it without a break.
func (r *Registry) suspensionGoesOn(ctx context.Context, tx ReadTx, j *judged, t coop.Timer) (bool, error) {
	timers, err := r.ownTimers(ctx, tx, j)
	if err != nil {
		return false, err
	}
	for _, other := range timers {
		if other.What != coop.TimerSuspensionEnds || other.ID == t.ID {
			continue
		}
		file, err := fileOf(ctx, tx, other)
		if err != nil {
			return false, err
		}
		if span := file.Payload.Suspension; span != nil && !span.From.After(t.DueOn) {
			return true, nil
		}
	}
	return false, nil
}

// silenceBroken tells whether a file on the end was received since the silence began (Điều 50 khoản 5, Điều 51 khoản 3, Điều 54
// khoản 5, Điều 63 khoản 5, 92/2024/NĐ-CP: "mà không nhận được hồ sơ"), whatever became of it: an end that the office refused is
// not one that nobody asked for. A file on the end of a unit breaks the silence of its organisation, and the other way, while it
// waits; one about another unit says nothing of this one.
func silenceBroken(ctx context.Context, tx ReadTx, j *judged) (bool, error) {
	filed, err := tx.FiledDossiers(ctx, j.target.ID, coop.ProcedureDissolution, coop.ProcedureTermination, coop.ProcedureUnitClosure)
	var unit coop.UnitID
	if j.unit != nil {
		unit = j.unit.ID
	}
	began := *j.file.ReceivedAt
	return slices.ContainsFunc(filed, func(f coop.FiledDossier) bool {
		own := f.UnitID == nil && j.unit == nil || f.UnitID != nil && *f.UnitID == unit
		return f.Open && (own || f.UnitID == nil || j.unit == nil) || own && f.ReceivedAt.After(began)
	}), err
}

// objectedTo tells whether a written objection of the tax office or of anybody concerned stands against an end by silence: against
// that of the organisation also one about a unit, for the units end with it (Điều 50 khoản 5, Điều 51 khoản 3, 92/2024/NĐ-CP), against
// that of a unit alone one about this unit (Điều 54 khoản 5).
func objectedTo(ctx context.Context, tx ReadTx, j *judged) (bool, error) {
	notices, err := tx.Notices(ctx, j.target.ID, true)
	return slices.ContainsFunc(notices, func(n coop.Notice) bool {
		about := j.unit == nil || n.UnitID != nil && *n.UnitID == j.unit.ID
		return n.Kind == coop.NoticeObjection && about
	}), err
}
