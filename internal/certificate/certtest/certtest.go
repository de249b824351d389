// Package certtest gives tests what signs certificates.
package certtest

import (
	"testing"

	"htxregistry/internal/certificate"
)

// Signer signs with a new key, which nobody keeps.
func Signer(tb testing.TB) *certificate.Signer {
	tb.Helper()
	private, err := certificate.NewKey()
	if err != nil {
		tb.Fatal(err)
	}
	signer, err := certificate.NewSigner(private)
	if err != nil {
		tb.Fatal(err)
	}
	return signer
}
