package registry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
)

// CertificateAsked names one certificate: by its number, and by its id where the number is not enough. A reason asks for
// the rendition with personal data.
type CertificateAsked struct {
	Number string
	ID     *coop.CertificateID
	Reason string
}

// GetCertificatePdf prints a certificate again, in the bytes in which it was given: for everyone without personal data; with
// a reason, for its competent office, with them, which is logged. It returns ErrCertificateNotFound, ErrCertificateAmbiguous
// naming the certificates among which to choose, and ErrCertificateDiffers rather than a page that is not the one given.
func (r *Registry) GetCertificatePdf(ctx context.Context, asked CertificateAsked) ([]byte, error) {
	c, people, err := r.certificate(ctx, asked)
	if err != nil {
		return nil, err
	}
	pdf, err := r.press.Print(c.Certificate, people, c.Credential(people != nil))
	if err != nil {
		return nil, fmt.Errorf("print certificate %s: %w", c.ID, err)
	}
	sum, want := sha256.Sum256(pdf), c.PublicSHA256
	if people != nil {
		want = c.SHA256
	}
	if hex.EncodeToString(sum[:]) != want {
		return nil, ErrCertificateDiffers
	}
	return pdf, nil
}

// GetCertificateJws gives the signature over a certificate, as GetCertificatePdf does its page.
func (r *Registry) GetCertificateJws(ctx context.Context, asked CertificateAsked) (string, error) {
	c, people, err := r.certificate(ctx, asked)
	return c.Credential(people != nil), err
}

// ListCertificateKeys gives every public key that certificates were signed with, newest first.
func (r *Registry) ListCertificateKeys(ctx context.Context) (keys []coop.SigningKey, err error) {
	err = r.store.Read(ctx, func(tx ReadTx) error {
		keys, err = tx.SigningKeys(ctx)
		return err
	})
	return keys, err
}

// KeepSigningKey lets certificates signed with a key be verified by everyone, before the first one is.
func (r *Registry) KeepSigningKey(ctx context.Context, k coop.SigningKey) error {
	return r.inTx(ctx, func(tx Tx) error { return tx.KeepSigningKey(ctx, k) })
}

// certificate finds one certificate, with the personal data on it where they were asked for and may be read.
func (r *Registry) certificate(ctx context.Context, asked CertificateAsked) (c coop.Sealed, people []coop.Representative, err error) {
	if asked.Reason == "" {
		err = r.store.View(ctx, func(tx ReadTx) error {
			c, err = oneCertificate(ctx, tx, asked)
			return err
		})
		return c, nil, err
	}
	if err := r.permit(caller.From(ctx), OpReadPersonalData); err != nil {
		return c, nil, err
	}
	err = r.inTx(ctx, func(tx Tx) error {
		if c, err = oneCertificate(ctx, tx, asked); err != nil {
			return err
		}
		o, err := tx.Organization(ctx, c.OrganizationID)
		if err != nil {
			return err
		}
		if _, err := r.openPersonalData(ctx, tx, o, asked.Reason); err != nil {
			return err
		}
		people, c.Disclosure, err = tx.CertificatePeople(ctx, c.ID)
		return err
	})
	return c, people, err
}

// oneCertificate finds the certificate that stands under a number, else the newest one. A number of several organisations or
// units names none.
func oneCertificate(ctx context.Context, tx ReadTx, asked CertificateAsked) (coop.Sealed, error) {
	const most = 100
	found, err := tx.Certificates(ctx, CertificateQuery{Number: asked.Number, ID: asked.ID, Limit: most})
	if err != nil {
		return coop.Sealed{}, err
	}
	if len(found) == 0 {
		return coop.Sealed{}, ErrCertificateNotFound
	}
	other := slices.ContainsFunc(found, func(c coop.Sealed) bool {
		first := found[0]
		return c.OrganizationID != first.OrganizationID || (c.UnitID == nil) != (first.UnitID == nil) || c.UnitID != nil && *c.UnitID != *first.UnitID
	})
	if other {
		ids := make([]string, len(found))
		for i, c := range found {
			ids[i] = c.ID.String()
		}
		return coop.Sealed{}, ErrCertificateAmbiguous.Member("certificates", ids)
	}
	i := slices.IndexFunc(found, func(c coop.Sealed) bool { return c.Standing.State == coop.CertificateValid })
	return found[max(i, 0)], nil
}
