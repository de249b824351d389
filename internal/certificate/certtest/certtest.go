// Package certtest gives tests what signs certificates.
package certtest

import (
	"testing"

	"htxregistry/internal/certificate"
)

// Signer signs with a new key, which nobody keeps.
func Signer(tb testing.TB) *certificate.Signer {
	tb.Helper()
	_, signer, err := certificate.NewKey()
	if err != nil {
		tb.Fatal(err)
	}
	return signer
}
