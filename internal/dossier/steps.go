package dossier

import (
	"slices"
	"time"

	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

// Terms are the time limits of a file, worked out from the rulebook for the day of the step. A zero day is a limit the
// law does not set, or that the calendar does not reach.
type Terms struct {
	DueOn    vn.Date // last day of the office's time
	LapsesOn vn.Date // last day on which a returned file may be mended
}

// Receive takes a draft, or a mended file, in: from this instant the office's time runs. Number is kept where the file
// already has one. It returns ErrWrongState for any other state.
func (d Dossier) Receive(now time.Time, by, number string, terms Terms) (Dossier, error) {
	if d.State != StateDraft && d.State != StateReturned {
		return Dossier{}, d.wrongState(StateSubmitted)
	}
	if d.State == StateReturned && len(d.Returns) > 0 {
		d.Returns = slices.Clone(d.Returns)
		d.Returns[len(d.Returns)-1].MendedAt = &now
	}
	d.State = StateSubmitted
	if d.Number == "" {
		d.Number = number
		d.ReceivedAt = &now
		d.ReceivedBy = by
	}
	// The office's time starts anew with the mended file: Điều 42 khoản 4, 17/2023/QH15 counts from the day of receipt of
	// the valid dossier (hồ sơ hợp lệ).
	d.DueOn = terms.DueOn
	d.LapsesOn = vn.Date{}
	return d, nil
}

// Return sends the file back with every defect in one notice; the office's clock stands until it is handed in again.
func (d Dossier) Return(now time.Time, by string, defects []Defect, terms Terms) (Dossier, error) {
	if err := d.decidable(StateReturned); err != nil {
		return Dossier{}, err
	}
	d.State = StateReturned
	d.Returns = append(slices.Clone(d.Returns), Return{At: now, By: by, Defects: defects, LapsesOn: terms.LapsesOn})
	d.DueOn = vn.Date{}
	d.LapsesOn = terms.LapsesOn
	return d, nil
}

// Approve ends the file by granting what it asks for; acts are the ledger entries that did it.
func (d Dossier) Approve(now time.Time, by, byName string, acts []string) (Dossier, error) {
	if err := d.decidable(StateApproved); err != nil {
		return Dossier{}, err
	}
	return d.decide(StateApproved, now, by, Decision{By: byName, Reasons: []Reason{}, Acts: acts}), nil
}

// Refuse ends the file in writing with reasons (Điều 42 khoản 4, 17/2023/QH15).
func (d Dossier) Refuse(now time.Time, by, byName string, reasons []Reason) (Dossier, error) {
	if err := d.decidable(StateRefused); err != nil {
		return Dossier{}, err
	}
	return d.decide(StateRefused, now, by, Decision{By: byName, Reasons: reasons, Acts: []string{}}), nil
}

// decidable tells whether the office may decide the file itself: it is received, and no request to stop waits.
func (d Dossier) decidable(wanted State) error {
	if d.State != StateSubmitted {
		return d.wrongState(wanted)
	}
	if d.Withdrawal.pending() {
		return ErrWithdrawalPending
	}
	return nil
}

// AskToStop notes the filer's request to stop a file that is received (Điều 19 khoản 7, 92/2024/NĐ-CP).
func (d Dossier) AskToStop(now time.Time, reason string, decideBy vn.Date) (Dossier, error) {
	if d.State != StateSubmitted && d.State != StateReturned {
		return Dossier{}, d.wrongState(StateWithdrawn)
	}
	if d.Withdrawal.pending() {
		return Dossier{}, ErrWithdrawalPending
	}
	d.Withdrawal = &Withdrawal{AskedAt: now, Reason: reason, DecideBy: decideBy}
	return d, nil
}

// DecideStop grants the filer's request, which ends the file, or refuses it with reasons: then the file goes on.
func (d Dossier) DecideStop(now time.Time, by, byName string, granted bool, reasons []Reason) (Dossier, error) {
	if d.State.Final() {
		return Dossier{}, d.wrongState(StateWithdrawn)
	}
	if !d.Withdrawal.pending() {
		return Dossier{}, ErrNoWithdrawal
	}
	if !granted && len(reasons) == 0 {
		return Dossier{}, ErrReasonsMissing
	}
	decided := *d.Withdrawal
	decided.Granted, decided.DecidedAt, decided.By, decided.Reasons = &granted, &now, byName, reasons
	d.Withdrawal = &decided
	if !granted {
		return d, nil
	}
	return d.decide(StateWithdrawn, now, by, Decision{By: byName, Reasons: []Reason{{Detail: decided.Reason}}, Acts: []string{}}), nil
}

// Withdraw ends the file at the filer's request (Điều 19 khoản 7, 92/2024/NĐ-CP), which is possible until the decision.
func (d Dossier) Withdraw(now time.Time, by, byName, reason string) (Dossier, error) {
	if d.State.Final() {
		return Dossier{}, d.wrongState(StateWithdrawn)
	}
	return d.decide(StateWithdrawn, now, by,
		Decision{By: byName, Reasons: []Reason{{Detail: reason}}, Acts: []string{}}), nil
}

// Lapse ends a draft that was never handed in, or a returned file that was not mended in time: hồ sơ không còn giá trị
// (Điều 19 khoản 6, 92/2024/NĐ-CP). It is ErrWrongState before the last day has passed.
func (d Dossier) Lapse(now time.Time) (Dossier, error) {
	if d.State != StateDraft && d.State != StateReturned || !d.Overdrawn(vn.DateIn(now)) {
		return Dossier{}, d.wrongState(StateLapsed)
	}
	reason := msgLapsedDraft
	if d.State == StateReturned {
		reason = msgLapsedReturned
	}
	return d.decide(StateLapsed, now, "", Decision{By: "", Reasons: []Reason{{Detail: reason}}, Acts: []string{}}), nil
}

// Overdrawn tells whether the last day on which a draft or returned file was good lies before the day.
func (d Dossier) Overdrawn(today vn.Date) bool {
	return !d.State.Final() && !d.LapsesOn.IsZero() && d.LapsesOn.Before(today)
}

// OverdueOn tells whether the office's time is over and the file not decided.
func (d Dossier) OverdueOn(today vn.Date) bool {
	return d.State == StateSubmitted && !d.DueOn.IsZero() && d.DueOn.Before(today)
}

func (d Dossier) decide(state State, now time.Time, by string, decision Decision) Dossier {
	d.State = state
	d.DecidedAt = &now
	d.DecidedBy = by
	d.Decision = &decision
	d.LapsesOn = vn.Date{}
	return d
}

func (d Dossier) wrongState(wanted State) error {
	return ErrWrongState.At(fault.Field{Pointer: "/state", Code: "wrong-state", Detail: msgWrongState(d.State, wanted)})
}
