package registry

import (
	"context"

	"htxregistry/internal/coop"
)

// VerifyCertificate tells of every certificate with a number what it said when it was given, whether it stands, and what
// holds today; with an id of that one alone. Numbers repeat: one organisation keeps its number through every change, and
// before 2019 each office counted for itself. Of a number given on paper before this register it says whose it was and that
// nothing more is kept. It returns ErrCertificateNotFound when the register knows no such number.
func (r *Registry) VerifyCertificate(ctx context.Context, number string, id *coop.CertificateID, after *coop.CertificateID, limit int) (CertificatePage, error) {
	var page CertificatePage
	err := r.store.View(ctx, func(tx ReadTx) (err error) {
		if page, err = r.certificatePage(ctx, tx, CertificateQuery{Number: number, ID: id, After: after, Limit: limit}); err != nil {
			return err
		}
		if id != nil || after != nil {
			return nil
		}
		const most = 50
		holders, err := tx.NumberHolders(ctx, number, most)
		if err != nil {
			return err
		}
		for _, o := range holders {
			unkept, err := r.unkept(ctx, tx, o, number)
			if err != nil {
				return err
			}
			page.NotKept = append(page.NotKept, unkept...)
		}
		return nil
	})
	if err == nil && len(page.Items)+len(page.NotKept) == 0 && after == nil {
		err = ErrCertificateNotFound
	}
	return page, err
}
