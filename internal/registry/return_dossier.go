package registry

import (
	"context"
	"slices"

	"htxregistry/internal/caller"
	"htxregistry/internal/dossier"
	"htxregistry/internal/vn"
)

// ReturnDossier sends a received file back with all its defects in one notice; the office's clock stands. It returns
// dossier.ErrWrongState, ErrStale, ErrForeignOffice.
func (r *Registry) ReturnDossier(ctx context.Context, fileID dossier.ID, revision int64, defects []dossier.Defect) (dossier.Dossier, error) {
	return r.step(ctx, OpReturnDossier, "dossier.returned", fileID, revision,
		func(tx Tx, d dossier.Dossier, who caller.Caller) (dossier.Dossier, error) {
			today := vn.DateIn(tx.Now())
			terms := dossier.Terms{LapsesOn: r.book.MendUntil(d.Channel, lawDay(d, today), today)}
			return d.Return(tx.Now(), callerName(who), defects, terms)
		})
}

// RefuseDossier ends a received file in writing with reasons. It returns dossier.ErrWrongState, ErrStale, ErrForeignOffice,
// ErrSecondPerson.
func (r *Registry) RefuseDossier(ctx context.Context, fileID dossier.ID, revision int64, reasons []dossier.Reason) (dossier.Dossier, error) {
	return r.step(ctx, OpRefuseDossier, "dossier.refused", fileID, revision,
		func(tx Tx, d dossier.Dossier, who caller.Caller) (dossier.Dossier, error) {
			if err := r.fourEyesOn(ctx, tx, d, who); err != nil {
				return d, err
			}
			return d.Refuse(tx.Now(), who.Key, callerName(who), reasons)
		})
}

// WithdrawDossier ends a file at the filer's request. Where the law of the day makes it a request that the office decides on
// (Điều 19 khoản 7, 92/2024/NĐ-CP), it is noted with its day and waits for DecideWithdrawal; before, a desk lead ends the file
// at once, and what others note waits without a day. A draft is ended by anyone who takes files in.
func (r *Registry) WithdrawDossier(ctx context.Context, fileID dossier.ID, revision int64, reason string) (dossier.Dossier, error) {
	return r.step(ctx, OpWithdrawDossier, "dossier.withdrawn", fileID, revision,
		func(tx Tx, d dossier.Dossier, who caller.Caller) (dossier.Dossier, error) {
			today := vn.DateIn(tx.Now())
			by, decided := r.book.StopBy(lawDay(d, today), today)
			switch {
			case d.ReceivedAt == nil:
			case decided || who.Role != caller.DeskLead:
				return d.AskToStop(tx.Now(), reason, by)
			}
			return d.Withdraw(tx.Now(), who.Key, callerName(who), reason)
		})
}

// DecideWithdrawal grants a request to stop, which ends the file, or refuses it with reasons, and the file goes on. It returns
// dossier.ErrNoWithdrawal where none waits, dossier.ErrReasonsMissing, ErrStale, ErrForeignOffice.
func (r *Registry) DecideWithdrawal(ctx context.Context, fileID dossier.ID, revision int64, granted bool, reasons []dossier.Reason) (dossier.Dossier, error) {
	return r.step(ctx, OpDecideWithdrawal, "dossier.withdrawal_decided", fileID, revision,
		func(tx Tx, d dossier.Dossier, who caller.Caller) (dossier.Dossier, error) {
			return d.DecideStop(tx.Now(), who.Key, callerName(who), granted, reasons)
		})
}

// fourEyesOn keeps whoever received a file from being the only one to decide it, at the levels where that is asked and
// where the desk has anyone else.
func (r *Registry) fourEyesOn(ctx context.Context, tx Tx, d dossier.Dossier, who caller.Caller) error {
	if d.ReceivedBy != who.Key {
		return nil
	}
	if d.Procedure.NeedsTwoPeople() { // also kept by the database: dossiers_two_people
		return ErrSecondPerson
	}
	if !r.asksFourEyes(d) {
		return nil
	}
	people, err := tx.DeskSize(ctx, d.Authority.ID)
	if err != nil {
		return err
	}
	if people > 1 {
		return ErrSecondPerson
	}
	return nil
}

func (r *Registry) asksFourEyes(d dossier.Dossier) bool {
	office, _ := r.Reference().authority(d.Authority.ID)
	return slices.Contains(r.fourEyes, string(office.Level))
}
