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
// index, certificate and the file's end in one transaction. It returns dossier.ErrChecksNotMet naming every rule in the way,
// ErrNotCompetent, ErrSecondPerson, coop.ErrNameTaken, dossier.ErrWrongState, ErrStale, and ErrInvalid where a certificate number is
// missing or has no certificate to stand on.
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
			if err := r.number(&checked, certificateNumber); err != nil {
				return d, err
			}
			acts, err := r.enact(ctx, tx, &checked)
			if err != nil {
				return d, err
			}
			if err := r.issuePapers(ctx, tx, &checked, acts); err != nil {
				return d, err
			}
			return checked.file.Approve(tx.Now(), who.Key, callerName(who), acts)
		})
}

// certificate gives code and certificate number of what is registered: from 2019-05-28 one code, allotted here, which is
// the tax code and the number of the certificate (Điều 46, 17/2023/QH15; Điều 6a, 03/2014/TT-BKHĐT); before, the office's
// own number, and a tax code from elsewhere where there was one. What is only recorded has neither.
func certificate(j *judged, allot func() (string, error)) (code, number string, err error) {
	p, given := j.file.Payload, j.number
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
	if j.converts != nil && j.converts.Code != "" {
		return j.converts.Code, j.converts.Code, nil
	}
	if code, err = allot(); err != nil {
		return "", "", fmt.Errorf("allot code: %w", err)
	}
	return code, code, nil
}
