package registry

import (
	"context"
	"fmt"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// SubmitDossier receives a draft, or a mended file: number, receipt, due day. It returns ErrNotCompetent at the wrong
// office, dossier.ErrIncomplete naming every condition of entry that is not met, dossier.ErrWrongState, ErrStale. With
// validateOnly nothing is written and every check answers.
func (r *Registry) SubmitDossier(ctx context.Context, fileID dossier.ID, revision int64, validateOnly bool) (dossier.Dossier, error) {
	if validateOnly {
		return r.checkDossier(ctx, fileID)
	}
	return r.step(ctx, OpSubmitDossier, "dossier.submitted", fileID, revision,
		func(tx Tx, d dossier.Dossier, who caller.Caller) (dossier.Dossier, error) {
			today := vn.DateIn(tx.Now())
			checked, err := r.judge(ctx, tx, d, today)
			if err != nil {
				return d, err
			}
			if err := r.notCompetent(checked); err != nil {
				return d, err
			}
			// Điều 19 khoản 2, 92/2024/NĐ-CP: the file is entered only when its conditions of entry are met. What stands
			// against the certificate is no reason not to receive it; the office says so in one notice.
			if missing := dossier.NotMet(checked.file.Entry(checked.subject)); len(missing) > 0 {
				return d, dossier.ErrIncomplete.At(asFields(missing)...).Member("checks", checked.verdicts)
			}
			number := d.Number
			if number == "" {
				if number, err = r.nextNumber(ctx, tx, d, today); err != nil {
					return d, err
				}
			}
			kind := d.OrganizationKind
			switch {
			case checked.abroad:
				kind = rulebook.Abroad
			case d.Procedure == coop.ProcedureInvalidation && d.Payload.Ground == rulebook.Untrue:
				kind = rulebook.Untrue
			case checked.unit != nil:
				kind = coop.Kind(checked.unit.Kind)
			}
			return checked.file.Receive(tx.Now(), who.Key, number, dossier.Terms{
				DueOn: r.book.DueOn(d.Procedure, kind, lawDay(d, today), clockFrom(d, today)),
			})
		})
}

// clockFrom is the day from which the office's time runs: the day the file comes in, or comes back mended; for a revocation
// with a hearing the day of the hearing (Điều 53 khoản 2, 92/2024/NĐ-CP).
func clockFrom(d dossier.Dossier, today vn.Date) vn.Date {
	if h := d.Payload.Hearing; h != nil && h.SummonedTo.After(today) {
		return h.SummonedTo
	}
	return today
}

// nextNumber is the number of the receipt: the office's code, the day and a serial.
func (r *Registry) nextNumber(ctx context.Context, tx Tx, d dossier.Dossier, today vn.Date) (string, error) {
	serial, err := tx.NextDossierNumber(ctx)
	if err != nil {
		return "", fmt.Errorf("next dossier number: %w", err)
	}
	office, _ := r.Reference().authority(d.Authority.ID)
	return fmt.Sprintf("%s-%02d%02d%02d-%06d", office.Code, today.Year()%100, today.Month(), today.Day(), serial), nil
}

// checkDossier says what every check answers for a file as it is.
func (r *Registry) checkDossier(ctx context.Context, fileID dossier.ID) (dossier.Dossier, error) {
	who := caller.From(ctx)
	if err := r.permit(who, OpSubmitDossier); err != nil {
		return dossier.Dossier{}, err
	}
	var checked judged
	err := r.store.View(ctx, func(tx ReadTx) error {
		d, err := tx.Dossier(ctx, fileID)
		if err != nil {
			return r.whereabouts(ctx, tx, fileID, err)
		}
		if err := r.permitAt(who, OpSubmitDossier, d.Authority); err != nil {
			return err
		}
		if err := r.stillThere(ctx, tx, d, r.Today()); err != nil {
			return err
		}
		checked, err = r.judge(ctx, tx, d, r.Today())
		return err
	})
	return r.shown(checked.file), err
}
