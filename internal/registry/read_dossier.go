package registry

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"htxregistry/internal/caller"
	"htxregistry/internal/dossier"
)

// GetDossier gives one file of the caller's office, or of an office it supervises. Who works for the office of the file sees
// the personal data in it, for the file itself is the reason; others see it when they say why. Each such read is logged. It
// returns ErrRoleForbidden and ErrForeignOffice to who gives a reason and may not read personal data.
func (r *Registry) GetDossier(ctx context.Context, fileID dossier.ID, reason string) (dossier.Dossier, error) {
	d, err := r.readableDossier(ctx, OpGetDossier, fileID)
	if err != nil {
		return dossier.Dossier{}, err
	}
	switch err := r.openDossier(ctx, d, reason); {
	case errors.Is(err, ErrReasonRequired):
		d = d.Public()
	case err != nil:
		return dossier.Dossier{}, err
	}
	return r.shown(d), nil
}

// OpenDocument gives a paper of a file and its content, which the caller closes. Papers are full of personal data, so it
// returns ErrReasonRequired to who works for another office and does not say why; else as GetDossier. ErrPaperNotFound.
func (r *Registry) OpenDocument(ctx context.Context, fileID dossier.ID, paper, reason string) (dossier.Document, io.ReadCloser, error) {
	d, err := r.readableDossier(ctx, OpGetDocument, fileID)
	if err != nil {
		return dossier.Document{}, nil, err
	}
	i := slices.IndexFunc(d.Documents, func(x dossier.Document) bool { return x.Type == paper && x.SHA256 != "" })
	if i < 0 {
		return dossier.Document{}, nil, ErrPaperNotFound
	}
	if err := r.openDossier(ctx, d, reason); err != nil {
		return dossier.Document{}, nil, err
	}
	content, err := r.documents.NewReader(ctx, "sha256/"+d.Documents[i].SHA256, nil)
	if err != nil {
		return dossier.Document{}, nil, fmt.Errorf("open paper: %w", err)
	}
	return d.Documents[i], content, nil
}

func (r *Registry) readableDossier(ctx context.Context, op Operation, fileID dossier.ID) (d dossier.Dossier, err error) {
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return d, err
	}
	err = r.store.View(ctx, func(tx ReadTx) error {
		if d, err = tx.Dossier(ctx, fileID); err != nil {
			return r.whereabouts(ctx, tx, fileID, err)
		}
		return r.permitAt(who, op, d.Authority)
	})
	return d, err
}

// openDossier logs that the caller reads the personal data in a file, before it is shown, and returns ErrReasonRequired where
// no reason is known.
func (r *Registry) openDossier(ctx context.Context, d dossier.Dossier, reason string) error {
	who := caller.From(ctx)
	refused := r.permitAt(who, OpReadPersonalData, d.Authority)
	if reason == "" {
		if refused != nil || who.Authority != d.Authority.ID {
			return ErrReasonRequired
		}
		reason = msgReadForDossier(d)
	}
	if refused != nil {
		return refused
	}
	return r.inTx(ctx, func(tx Tx) error { return tx.LogPersonalRead(ctx, "", d.ID.String(), reason) })
}
