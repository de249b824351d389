package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
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
func (j *judged) timer(what coop.TimerKind, due vn.Date) coop.Timer {
	t := coop.Timer{ID: id.New[coop.Timer](), What: what, OrganizationID: j.target.ID, DossierID: j.file.ID.String(), DueOn: due}
	if j.unit != nil {
		t.UnitID = &j.unit.ID
	}
	return t
}

// suspend notes a suspension: it begins on its first day and ends after its last, by itself (Điều 47, Điều 62,
// 92/2024/NĐ-CP).
func (r *Registry) suspend(ctx context.Context, tx Tx, j *judged, today vn.Date) ([]string, error) {
	span := *j.file.Payload.Suspension
	noted, err := r.note(ctx, tx, j, "suspension_noted", today)
	if err != nil {
		return nil, err
	}
	acts := []string{noted}
	if span.From.After(today) {
		if err := tx.AddTimer(ctx, j.timer(coop.TimerSuspensionBegins, span.From)); err != nil {
			return nil, err
		}
	} else {
		begun, err := r.beginSuspension(ctx, tx, j, today)
		if err != nil {
			return nil, err
		}
		acts = append(acts, begun)
	}
	return acts, tx.AddTimer(ctx, j.timer(coop.TimerSuspensionEnds, span.To.AddDays(1)))
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
	if err != nil || j.unit != nil {
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
	var unit *coop.UnitID
	if j.unit != nil {
		unit = &j.unit.ID
	}
	if err := tx.VoidTimers(ctx, j.target.ID, unit); err != nil {
		return nil, err
	}
	on := j.file.Payload.ResumesOn
	if on.After(today) {
		noted, err := r.note(ctx, tx, j, "resumption_noted", today)
		return []string{noted}, errors.Join(err, tx.AddTimer(ctx, j.timer(coop.TimerSuspensionEnds, on)))
	}
	resumed, err := r.endSuspension(ctx, tx, j, today)
	return []string{resumed}, err
}

func (r *Registry) endSuspension(ctx context.Context, tx Tx, j *judged, on vn.Date) (string, error) {
	id, err := r.status(ctx, tx, j, "resumed", coop.StatusActive, "", on)
	if err != nil || j.unit != nil {
		return id, err
	}
	// Điều 47 khoản 6, 92/2024/NĐ-CP: together with its units.
	return id, r.eachUnit(ctx, tx, j.target.ID, j.actOn("unit.resumed", on), func(u coop.Unit) (coop.Unit, bool) {
		wanted := u.Status == coop.StatusSuspended
		u.Status, u.StatusReason, u.StatusSince = coop.StatusActive, "", on
		return u, wanted
	})
}

// dissolve announces that an organisation is on its way to its end, its units with it; from this day silence counts.
func (r *Registry) dissolve(ctx context.Context, tx Tx, j *judged, o coop.Organization, reason coop.StatusReason, on vn.Date) (string, error) {
	a := j.actOn("organization.dissolving", on)
	id, _, err := r.alter(ctx, tx, o, a, func(o coop.Organization) coop.Organization {
		o.Status, o.StatusReason, o.StatusSince = coop.StatusDissolving, reason, on
		return o
	})
	if err != nil {
		return "", err
	}
	if err := tx.VoidTimers(ctx, o.ID, nil); err != nil {
		return "", err
	}
	if months := j.subject.Law.Rule.Value.SilenceMonths; months > 0 {
		t := j.timer(coop.TimerSilenceEnds, on.AddMonths(months))
		t.OrganizationID = o.ID
		if err := tx.AddTimer(ctx, t); err != nil {
			return "", err
		}
	}
	return id, r.eachUnit(ctx, tx, o.ID, a.within("unit.dissolving"), func(u coop.Unit) (coop.Unit, bool) {
		u.Status, u.StatusReason, u.StatusSince = coop.StatusDissolving, reason, on
		return u, true
	})
}

// restore gives back the status from before the way to the end, to the units too (Điều 50 khoản 6, Điều 56, 92/2024/NĐ-CP).
func (r *Registry) restore(ctx context.Context, tx Tx, j *judged, on vn.Date) (string, error) {
	o := *j.target
	if j.unit != nil {
		before, err := r.statusBefore(ctx, tx, o.ID, &j.unit.ID)
		if err != nil {
			return "", err
		}
		return r.status(ctx, tx, j, "restored", before, "", on)
	}
	before, err := r.statusBefore(ctx, tx, o.ID, nil)
	if err != nil {
		return "", err
	}
	if err := tx.VoidTimers(ctx, o.ID, nil); err != nil {
		return "", err
	}
	id, err := r.status(ctx, tx, j, "restored", before, "", on)
	if err != nil {
		return "", err
	}
	units, err := r.openUnits(ctx, tx, o.ID)
	if err != nil {
		return "", err
	}
	for _, u := range units {
		if u.Status != o.Status {
			continue
		}
		before, err := r.statusBefore(ctx, tx, o.ID, &u.ID)
		if err != nil {
			return "", err
		}
		if _, err := r.alterUnit(ctx, tx, u, j.actOn("unit.restored", on), func(u coop.Unit) coop.Unit {
			u.Status, u.StatusReason, u.StatusSince = before, "", on
			return u
		}); err != nil {
			return "", err
		}
	}
	return id, nil
}

// statusBefore is the status that the last act on the way to the end found; active where the ledger does not tell, or tells
// of another step of that way.
func (r *Registry) statusBefore(ctx context.Context, tx Tx, o coop.ID, unit *coop.UnitID) (coop.Status, error) {
	kind := "organization."
	if unit != nil {
		kind = "unit."
	}
	act, err := tx.LastAct(ctx, o, unit, kind+"dissolving", kind+"revoked")
	if err != nil && !errors.Is(err, fault.NotFound) {
		return "", err
	}
	var before struct {
		Status coop.Status `json:"status"`
	}
	if len(act.Before) > 0 {
		if err := json.Unmarshal(act.Before, &before); err != nil {
			return "", fmt.Errorf("read record before: %w", err)
		}
	}
	switch before.Status { //nolint:exhaustive // the statuses of what lives; no other is given back
	case coop.StatusSuspended, coop.StatusNotAtAddress:
		return before.Status, nil
	}
	return coop.StatusActive, nil
}

// end ends what the file is about.
func (r *Registry) end(ctx context.Context, tx Tx, j *judged, today vn.Date) (string, error) {
	on, reason := effectiveDay(j, today), j.subject.Law.Rule.Value.Reason
	if j.unit != nil {
		if err := tx.VoidTimers(ctx, j.target.ID, &j.unit.ID); err != nil {
			return "", err
		}
		return r.status(ctx, tx, j, "ended", coop.StatusEnded, reason, on)
	}
	if reason == "" { // the second phase of a reorganisation: the reason is that of the first
		reason = j.target.StatusReason
	}
	return r.ended(ctx, tx, *j.target, j.actOn("organization.ended", on), reason)
}

// revoke revokes the certificate. At the tax authority's request this is a status of its own (Điều 27 khoản 2,
// 92/2024/NĐ-CP) and the units share it (Điều 53 khoản 5); any other revocation leads to dissolution or closure.
func (r *Registry) revoke(ctx context.Context, tx Tx, j *judged, on vn.Date) (string, error) {
	ground, _ := j.subject.Law.Rule.Value.Ground(j.file.Payload.Ground)
	if j.unit == nil && j.target.Status == coop.StatusEnded {
		id, err := r.note(ctx, tx, j, "certificate_revoked", on) // R1: what has ended loses its certificate, nothing more
		if err != nil {
			return "", err
		}
		return id, r.revokeEnded(ctx, tx, j, on, id)
	}
	if !ground.Status {
		if j.unit != nil {
			id, err := r.status(ctx, tx, j, "revoked", coop.StatusDissolving, coop.ReasonRevocation, on)
			if months := j.subject.Law.Rule.Value.SilenceMonths; months > 0 {
				err = errors.Join(err, tx.AddTimer(ctx, j.timer(coop.TimerSilenceEnds, on.AddMonths(months))))
			}
			return id, err
		}
		return r.dissolve(ctx, tx, j, *j.target, coop.ReasonRevocation, on)
	}
	id, err := r.status(ctx, tx, j, "revoked", coop.StatusRevoked, "", on)
	if err != nil || j.unit != nil {
		return id, err
	}
	return id, r.eachUnit(ctx, tx, j.target.ID, j.actOn("unit.revoked", on), func(u coop.Unit) (coop.Unit, bool) {
		u.Status, u.StatusReason, u.StatusSince = coop.StatusRevoked, "", on
		return u, u.Kind != coop.UnitBusinessLocation // Điều 28 khoản 2: not a business location
	})
}

// ErrNotAChange says that an entry to be made void is no change of the organisation.
var ErrNotAChange = fault.New(fault.Refused, "act-not-a-change",
	"Mục này trong sổ không phải một lần đăng ký thay đổi của tổ chức này. Hãy xem /v1/organizations/{id}/acts và chọn lại.",
	"This entry is no change of this organisation. See its acts.")

// invalidate declares the certificate of an untrue change without effect and puts the contents of the last valid file back
// (Điều 24 khoản 2-3, 92/2024/NĐ-CP). What later changes set anew stays. For the formation itself nothing is put back: the
// office demands a new file within 30 days.
func (r *Registry) invalidate(ctx context.Context, tx Tx, j *judged, on vn.Date) (string, error) {
	entry, err := tx.ActByID(ctx, j.file.Payload.ActID)
	if errors.Is(err, fault.NotFound) {
		return "", ErrNotAChange
	}
	if err != nil {
		return "", err
	}
	if entry.OrganizationID != j.target.ID.String() || entry.UnitID != "" {
		return "", ErrNotAChange
	}
	undone := history.Patch{}
	if entry.Before != nil {
		if undone, err = undo(entry, r.publicRecord(*j.target)); err != nil {
			return "", err
		}
	}
	var applied error
	id, present, err := r.alter(ctx, tx, *j.target, j.actOn("organization.certificate_invalidated", on), func(o coop.Organization) coop.Organization {
		record, err := undone.Apply(r.publicRecord(o))
		back := coop.Organization{ImportKey: o.ImportKey, Placement: o.Placement, State: o.State}
		if applied = errors.Join(applied, err, json.Unmarshal(record, &back)); applied != nil {
			return o
		}
		return back
	})
	if err = errors.Join(err, applied); err != nil {
		return "", err
	}
	if err := r.rename(ctx, tx, j, present); err != nil {
		return "", err
	}
	return id, r.voidPapers(ctx, tx, j, id)
}

// undo is what takes an act back: its members as they were before, as far as the present record still shows the act's.
func undo(entry history.Entry, present json.RawMessage) (history.Patch, error) {
	whole, err := history.Diff(nil, present)
	if err != nil {
		return nil, err
	}
	before, err := history.Diff(nil, entry.Before)
	if err != nil {
		return nil, err
	}
	undone := history.Patch{}
	for name, value := range entry.Delta {
		if !sameJSON(whole[name], value) {
			continue
		}
		if old, there := before[name]; there {
			undone[name] = old
		} else {
			undone[name] = json.RawMessage("null")
		}
	}
	return undone, nil
}

// sameJSON tells whether two values are the same, however they are written: the database writes JSON in its own way. A member
// that is not there is null.
func sameJSON(a, b json.RawMessage) bool {
	var x, y any
	if a != nil && json.Unmarshal(a, &x) != nil || b != nil && json.Unmarshal(b, &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}

// reorganize does a division, separation, consolidation or merger: all organisations in one transaction, never half done.
// What ends by it is dissolving until the tax office's word comes (Điều 52, 92/2024/NĐ-CP); under R1 it ends at once.
func (r *Registry) reorganize(ctx context.Context, tx Tx, j *judged, on vn.Date) ([]string, error) {
	rule := j.subject.Law.Rule.Value
	kind := map[dossier.Effect]coop.LinkKind{
		dossier.EffectDivide: coop.LinkDividedInto, dossier.EffectSeparate: coop.LinkSeparatedInto,
		dossier.EffectConsolidate: coop.LinkConsolidatedInto, dossier.EffectMerge: coop.LinkMergedInto,
	}[rule.Effect]
	outward := rule.Effect == dossier.EffectDivide || rule.Effect == dossier.EffectSeparate
	var acts []string
	ending := j.subject.Target.Parties // hợp nhất, sáp nhập: the others
	if outward {
		ending = nil // tách: all live on
	}
	if rule.Effect == dossier.EffectDivide {
		ending = []coop.Organization{*j.target}
	}
	for _, o := range ending {
		act, err := r.leave(ctx, tx, j, o, on)
		if err != nil {
			return nil, err
		}
		acts = append(acts, act)
	}
	for _, party := range j.subject.Target.Parties {
		l := coop.Link{ID: id.New[coop.Link](), Kind: kind, From: party.ID, To: j.target.ID, DossierID: j.file.ID.String()}
		if outward {
			l.From, l.To = j.target.ID, party.ID
		}
		l.State.From = on
		if err := tx.AddLink(ctx, l); err != nil {
			return nil, err
		}
	}
	if rule.Effect != dossier.EffectDivide {
		act, err := r.changed(ctx, tx, j, "reorganized")
		if err != nil {
			return nil, err
		}
		acts = append(acts, act)
	}
	return acts, nil
}

// leave ends an organisation of a reorganisation, or sets it on its way.
func (r *Registry) leave(ctx context.Context, tx Tx, j *judged, o coop.Organization, on vn.Date) (string, error) {
	rule := j.subject.Law.Rule.Value
	if rule.EndsAtOnce {
		return r.ended(ctx, tx, o, j.actOn("organization.ended", on), rule.Reason)
	}
	return r.dissolve(ctx, tx, j, o, rule.Reason, on)
}
