package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"htxregistry/internal/certificate"
	"htxregistry/internal/config"
	"htxregistry/internal/coop"
)

// press prints certificates and signs them with the private key in a file. The file is read at every signature, so that a
// new key counts at once in every process.
type press struct{ path string }

// Seal implements registry.Press.
func (p press) Seal(c coop.Certificate, people []coop.Representative) (coop.Seal, error) {
	signer, err := p.signer()
	if err != nil {
		return coop.Seal{}, err
	}
	return signer.Seal(c, people)
}

// Print implements registry.Press.
func (p press) Print(c coop.Certificate, people []coop.Representative, credential string) ([]byte, error) {
	return certificate.Print(c, people, credential)
}

func (p press) signer() (*certificate.Signer, error) {
	private, err := os.ReadFile(p.path)
	if err != nil {
		return nil, fmt.Errorf("signing key: %w", err)
	}
	signer, err := certificate.NewSigner(private)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.path, err)
	}
	return signer, nil
}

// keepSigningKey makes the signing key where there is none, and its public half known.
func (o *opened) keepSigningKey(ctx context.Context) error {
	if _, err := os.Stat(o.press.path); errors.Is(err, fs.ErrNotExist) {
		return o.newSigningKey(ctx)
	}
	signer, err := o.press.signer()
	if err != nil {
		return err
	}
	return o.registry.KeepSigningKey(ctx, signer.Public())
}

// newSigningKey makes a key and puts it in the place of the old one, whole or not at all. Its public half is known before it
// signs anything.
func (o *opened) newSigningKey(ctx context.Context) error {
	private, err := certificate.NewKey()
	if err != nil {
		return err
	}
	signer, err := certificate.NewSigner(private)
	if err != nil {
		return err
	}
	if err := o.registry.KeepSigningKey(ctx, signer.Public()); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(o.press.path), ".signing-key-*") // readable by its owner alone
	if err != nil {
		return err
	}
	_, err = f.Write(private)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), o.press.path)
}

// rotateSigning signs with a new key from now on and prints its id. The old private key is gone: nobody needs it again.
func rotateSigning(ctx context.Context, c config.KeyRotateSigning) (err error) {
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if err := o.newSigningKey(ctx); err != nil {
		return err
	}
	signer, err := o.press.signer()
	if err != nil {
		return err
	}
	_, err = fmt.Println(signer.Public().ID)
	return err
}
