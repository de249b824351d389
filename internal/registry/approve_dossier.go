package registry

import (
	"context"
	"fmt"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

// ApproveDossier registers what a received file asks for: organisation or unit, name claim, code, ledger entry, search
// index and the file's end in one transaction. It returns dossier.ErrChecksNotMet naming every rule in the way,
// ErrNotCompetent, ErrSecondPerson, coop.ErrNameTaken, dossier.ErrWrongState, ErrStale.
func (r *Registry) ApproveDossier(ctx context.Context, fileID dossier.ID, revision int64, certificateNumber string) (dossier.Dossier, error) {
	return r.step(ctx, OpApproveDossier, "dossier.approved", fileID, revision,
		func(tx Tx, d dossier.Dossier, who caller.Caller) (dossier.Dossier, error) {
			if d.State != dossier.StateSubmitted {
				_, err := d.Approve(tx.Now(), "", "", nil) // names the states
				return d, err
			}
			if err := r.fourEyesOn(ctx, tx, d, who); err != nil {
				return d, err
			}
			checked, err := r.judge(ctx, tx, d, vn.DateIn(tx.Now()))
			if err != nil {
				return d, err
			}
			if err := r.notCompetent(checked); err != nil {
				return d, err
			}
			if against := dossier.NotMet(checked.verdicts); len(against) > 0 {
				return d, dossier.ErrChecksNotMet.At(asFields(against)...).Member("checks", checked.verdicts)
			}
			act, err := r.register(ctx, tx, &checked, certificateNumber)
			if err != nil {
				return d, err
			}
			return checked.file.Approve(tx.Now(), who.Key, callerName(who), []string{act})
		})
}

// register enters what the file asks for and returns the id of the ledger entry.
func (r *Registry) register(ctx context.Context, tx Tx, j *judged, certificateNumber string) (string, error) {
	if j.file.Procedure == coop.ProcedureUnitRegistration {
		return r.registerUnit(ctx, tx, j, certificateNumber)
	}
	return r.registerOrganization(ctx, tx, j, certificateNumber)
}

// certificate gives code and certificate number of what is registered: from 2019-05-28 one code, allotted here, which is
// the tax code and the number of the certificate (Điều 46, 17/2023/QH15; Điều 6a, 03/2014/TT-BKHĐT); before, the office's
// own number, and a tax code from elsewhere where there was one. What is only recorded has neither.
func certificate(j *judged, given string, allot func() (string, error)) (code, number string, err error) {
	p := j.file.Payload
	if given == "" {
		given = p.LegacyNumber
	}
	switch trackOf(j.file.Procedure, j.file.OrganizationKind, j.subject.Law.On) {
	case coop.TrackNotice, coop.TrackRecord:
		return "", "", nil
	case coop.TrackLicence:
		return p.Code, p.Licence.Number, nil
	case coop.TrackRegistration:
	}
	if !j.subject.Law.CodeAllotted.Value {
		if given == "" {
			return "", "", ErrInvalid.At(fault.Field{Pointer: "/certificate_number", Code: "required", Detail: msgNeedsNumber})
		}
		return p.Code, given, nil
	}
	if given != "" {
		return "", "", ErrInvalid.At(fault.Field{Pointer: "/certificate_number", Code: "not-allowed", Detail: msgNumberNotOwn})
	}
	if code, err = allot(); err != nil {
		return "", "", fmt.Errorf("allot code: %w", err)
	}
	return code, code, nil
}
