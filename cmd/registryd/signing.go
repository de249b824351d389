package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"htxregistry/internal/certificate"
	"htxregistry/internal/config"
	"htxregistry/internal/coop"
	"htxregistry/internal/history"
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

// newSigningKey makes a key and puts it in the place of the old one. Its public half is known before it signs anything.
func (o *opened) newSigningKey(ctx context.Context) error {
	private, signer, err := certificate.NewKey()
	if err != nil {
		return err
	}
	if err := o.registry.KeepSigningKey(ctx, signer.Public()); err != nil {
		return err
	}
	return replaceFile(o.press.path, private)
}

// replaceFile puts a file that only its owner reads in the place of another, whole or not at all.
func replaceFile(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), path)
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

// logName is the name of the key that serve makes, and so of the log.
const logName = "so-dang-ky-kinh-te-tap-the"

// logSigner is the file with the key that signs the log. It is read at every use, as that of the certificates.
type logSigner struct{ path string }

func (l logSigner) key() (*history.LogKey, error) { return readLogKey(l.path) }

func readLogKey(path string) (*history.LogKey, error) {
	text, err := os.ReadFile(path) //nolint:gosec // the operator's own path
	if err != nil {
		return nil, fmt.Errorf("read the key of the log: %w", err)
	}
	key, err := history.ParseLogKey(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return key, nil
}

// newLogKey makes a key in a file.
func newLogKey(path, name string) error {
	secret, err := history.NewLogKey(name)
	if err != nil {
		return err
	}
	return replaceFile(path, []byte(secret+"\n"))
}

// logKey gives what signs the log; the server makes the key when it is missing. Commands work without one.
func (o *opened) logKey(ctx context.Context, serves bool) (func() (*history.LogKey, error), error) {
	if _, err := os.Stat(o.logSigner.path); errors.Is(err, fs.ErrNotExist) {
		if !serves {
			return nil, nil //nolint:nilnil // no key is no fault
		}
		if err := newLogKey(o.logSigner.path, logName); err != nil {
			return nil, err
		}
	}
	key, err := o.logSigner.key()
	if err != nil {
		return nil, err
	}
	o.log.InfoContext(ctx, "log over the ledger", slog.String("verifier", key.Verifier))
	return o.logSigner.key, nil
}

// rotateLog hands the log over to a new key and prints its verifier. The new key lies beside the old one until the register
// knows it, so that neither is ever lost; a command that was cut short is finished by running it again.
func rotateLog(ctx context.Context, c config.KeyRotateLog) (err error) {
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	old, err := o.logSigner.key()
	if err != nil {
		return err
	}
	coming := o.logSigner.path + ".next"
	if _, err := os.Stat(coming); errors.Is(err, fs.ErrNotExist) {
		if err := newLogKey(coming, old.Name()); err != nil {
			return err
		}
	}
	next, err := readLogKey(coming)
	if err != nil {
		return err
	}
	if err := o.registry.HandOverLog(ctx, next); err != nil {
		return err
	}
	if err := os.Rename(coming, o.logSigner.path); err != nil {
		return err
	}
	_, err = fmt.Println(next.Verifier)
	return err
}
