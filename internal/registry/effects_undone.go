package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/vn"
)

// restore gives back the status from before the way to the end, to the units too (Điều 50 khoản 6, Điều 56, 92/2024/NĐ-CP). A
// revocation taken back also lifts the notice of violation that led to it (Điều 33 khoản 2 điểm a).
func (r *Registry) restore(ctx context.Context, tx Tx, j *judged, on vn.Date) (string, error) {
	o := *j.target
	since, err := r.meanwhile(ctx, tx, o.ID)
	if err != nil {
		return "", err
	}
	if j.unit != nil {
		since.suspended = o.Status == coop.StatusSuspended
		return r.restoreUnit(ctx, tx, j, *j.unit, since, on)
	}
	before, err := r.statusBefore(ctx, tx, o.ID, nil)
	if err != nil {
		return "", err
	}
	if err := r.closeNotices(ctx, tx, j, coop.NoticeViolation); err != nil {
		return "", err
	}
	j.also(void(since.timers, func(t coop.Timer) bool { return t.What == coop.TimerSilenceEnds && t.UnitID == nil }))
	status := since.status(before, nil)
	id, err := r.status(ctx, tx, j, "restored", status, "", on)
	if err != nil {
		return "", err
	}
	units, err := r.openUnits(ctx, tx, o.ID)
	if err != nil {
		return "", err
	}
	since.suspended = status == coop.StatusSuspended
	since.began = since.suspended && before != coop.StatusSuspended
	for _, u := range units {
		if u.Status != o.Status || u.StatusSince != o.StatusSince { // on a way of its own
			continue
		}
		if _, err := r.restoreUnit(ctx, tx, j, u, since, on); err != nil {
			return "", err
		}
	}
	return id, nil
}

func (r *Registry) restoreUnit(ctx context.Context, tx Tx, j *judged, u coop.Unit, since meanwhile, on vn.Date) (string, error) {
	before, err := r.statusBefore(ctx, tx, u.OrganizationID, &u.ID)
	if err != nil {
		return "", err
	}
	return r.alterUnit(ctx, tx, u, j.actOn("unit.restored", on), func(u coop.Unit) coop.Unit {
		u.Status, u.StatusReason, u.StatusSince = since.status(before, &u.ID), "", on
		return u
	})
}

// meanwhile is what holds, when a way to the end is taken back, of what the register was told before or on that way.
type meanwhile struct {
	timers    []coop.Timer
	notices   []coop.Notice // that stand
	suspended bool          // the organisation is suspended again, its units with it
	began     bool          // its suspension began on the way
}

func (r *Registry) meanwhile(ctx context.Context, tx ReadTx, o coop.ID) (m meanwhile, err error) {
	if m.timers, err = tx.OpenTimers(ctx, o); err != nil {
		return m, err
	}
	m.notices, err = tx.Notices(ctx, o, true)
	return m, err
}

// status is that of the organisation, or of a unit, that had another before: suspended while its suspension runs, also one that began
// since; not found at its address while the tax office has it so; else active.
func (m meanwhile) status(before coop.Status, unit *coop.UnitID) coop.Status {
	with := unit != nil && (m.suspended && before == coop.StatusSuspended || m.began && before == coop.StatusActive)
	missing := slices.ContainsFunc(m.notices, func(n coop.Notice) bool {
		about := n.UnitID == nil && unit == nil || n.UnitID != nil && unit != nil && *n.UnitID == *unit
		return n.Kind == coop.NoticeNotAtAddress && about
	})
	switch {
	case with || m.suspensionRuns(unit):
		return coop.StatusSuspended
	case before == coop.StatusNotAtAddress && missing:
		return coop.StatusNotAtAddress
	}
	return coop.StatusActive
}

// suspensionRuns tells whether a suspension has begun and not run out: of one that is to come both days are open.
func (m meanwhile) suspensionRuns(unit *coop.UnitID) bool {
	runs := 0
	for _, t := range m.timers {
		switch {
		case !t.Concerns(unit):
		case t.What == coop.TimerSuspensionEnds:
			runs++
		case t.What == coop.TimerSuspensionBegins:
			runs--
		}
	}
	return runs > 0
}

// statusBefore is the status that the last act on the way to the end found; empty where the ledger does not tell.
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
	return before.Status, nil
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
			if j.subject.Law.Rule.Value.SilenceMonths > 0 {
				j.also(j.timer(coop.TimerSilenceEnds, r.silenceEnds(j, on)))
			}
			return r.status(ctx, tx, j, "revoked", coop.StatusDissolving, coop.ReasonRevocation, on)
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

// ErrNotAChange says that an entry to be made void is no registration of what the file is about.
var ErrNotAChange = fault.New(fault.Refused, "act-not-a-change",
	"Mục này trong sổ không phải một lần đăng ký của tổ chức, đơn vị này. Hãy xem /v1/organizations/{id}/acts và chọn lại.",
	"This entry is no registration of this organisation or unit. See its acts.")

// The ways in which a certificate loses its effect: that of a falsified change is revoked, that of an untrue file is declared
// without effect (Điều 24 khoản 2 and 3, 92/2024/NĐ-CP).
const (
	actChangeRevoked = "change_revoked"
	actInvalidated   = "certificate_invalidated"
)

// invalidate takes the certificate of a falsified or untrue file away and puts the contents of the last valid file back. What
// later changes set anew stays. For an untrue formation nothing is put back: the office demands a new file within 30 days.
func (r *Registry) invalidate(ctx context.Context, tx Tx, j *judged, on vn.Date) (string, error) {
	how := actInvalidated
	if g, _ := j.subject.Law.Rule.Value.Ground(j.file.Payload.Ground); g.Instrument {
		how = actChangeRevoked
	}
	entry, err := tx.ActByID(ctx, j.file.Payload.ActID)
	if errors.Is(err, fault.NotFound) {
		return "", ErrNotAChange
	}
	if err != nil {
		return "", err
	}
	if entry.Before == nil {
		if err := r.demandAnew(ctx, tx, j, on); err != nil {
			return "", err
		}
	}
	if j.unit != nil {
		return r.invalidateUnit(ctx, tx, j, entry, how, on)
	}
	return r.invalidateOrganization(ctx, tx, j, entry, how, on)
}

func (r *Registry) invalidateOrganization(ctx context.Context, tx Tx, j *judged, entry history.Entry, how string, on vn.Date) (string, error) {
	undone, err := undo(entry, r.publicRecord(*j.target))
	if err != nil {
		return "", err
	}
	var applied error
	id, _, err := r.alter(ctx, tx, *j.target, j.actOn("organization."+how, on), func(o coop.Organization) coop.Organization {
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
	return id, r.voidPapers(ctx, tx, j, id, voiding{how, entry})
}

func (r *Registry) invalidateUnit(ctx context.Context, tx Tx, j *judged, entry history.Entry, how string, on vn.Date) (string, error) {
	undone, err := undo(entry, mustJSON(*j.unit))
	if err != nil {
		return "", err
	}
	var applied error
	id, err := r.alterUnit(ctx, tx, *j.unit, j.actOn("unit."+how, on), func(u coop.Unit) coop.Unit {
		record, err := undone.Apply(mustJSON(u))
		back := coop.Unit{State: u.State}
		if applied = errors.Join(applied, err, json.Unmarshal(record, &back)); applied != nil {
			return u
		}
		return back
	})
	if err = errors.Join(err, applied); err != nil {
		return "", err
	}
	return id, r.voidPapers(ctx, tx, j, id, voiding{how, entry})
}

// demandAnew asks for a new file in place of the untrue formation (Điều 24 khoản 3 điểm a, 92/2024/NĐ-CP).
func (r *Registry) demandAnew(ctx context.Context, tx Tx, j *judged, on vn.Date) error {
	n := coop.Notice{Kind: coop.NoticeNewDossier, IssuedOn: on, Reason: j.file.Payload.Reason}
	if j.unit != nil {
		n.UnitID = &j.unit.ID
	}
	n, err := r.notice(n, *j.target, j.file.Authority, tx)
	if err != nil {
		return err
	}
	return errors.Join(tx.AddNotice(ctx, n), r.noticeEntry(ctx, tx, OpApproveDossier, actNoticeRecorded, n, j.target.Kind))
}

// undo is what takes an act back: its members as they were before, as far as the present record still shows the act's.
func undo(entry history.Entry, present json.RawMessage) (history.Patch, error) {
	if entry.Before == nil { // the formation: there is nothing to go back to
		return history.Patch{}, nil
	}
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
		if !sameValue(whole[name], value) {
			continue // a later change set it anew
		}
		if old, there := before[name]; there {
			undone[name] = old
		} else {
			undone[name] = json.RawMessage("null")
		}
	}
	return undone, nil
}

// sameValue compares two JSON values by what they say: the database writes them in its own order and spacing. One that is absent
// is null.
func sameValue(a, b json.RawMessage) bool {
	var left, right any
	if len(a) > 0 && json.Unmarshal(a, &left) != nil || len(b) > 0 && json.Unmarshal(b, &right) != nil {
		return false
	}
	return reflect.DeepEqual(left, right)
}
