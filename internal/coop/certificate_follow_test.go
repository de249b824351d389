package coop_test

import (
	"testing"

	"htxregistry/internal/coop"
)

func TestACertificateFollowsTheStatus(t *testing.T) {
	t.Parallel()
	active, ended := coop.Standing{Status: coop.StatusActive}, coop.Standing{Status: coop.StatusEnded, Reason: coop.ReasonDissolution}
	byTax := coop.Standing{Status: coop.StatusRevoked}
	revoked := coop.Standing{Status: coop.StatusDissolving, Reason: coop.ReasonRevocation}
	leaving := coop.Standing{Status: coop.StatusDissolving, Reason: coop.ReasonDissolution}
	for _, c := range []struct {
		name       string
		from, to   coop.Standing
		wantState  coop.CertificateState
		wantReason coop.CertificateReason
	}{
		{"a suspension leaves it", active, coop.Standing{Status: coop.StatusSuspended}, "", ""},
		{"a resolution to dissolve leaves it", active, leaving, "", ""},
		{"revoked for tax", active, byTax, coop.CertificateRevoked, coop.CertificateRevoking},
		{"revoked on the way to dissolution", active, revoked, coop.CertificateRevoked, coop.CertificateRevoking},
		{"revoked twice is revoked once", byTax, revoked, "", ""},
		{"given back", byTax, active, coop.CertificateValid, coop.CertificateRestored},
		{"given back while suspended", revoked, coop.Standing{Status: coop.StatusSuspended}, coop.CertificateValid, coop.CertificateRestored},
		{"dissolution after revocation gives nothing back", revoked, leaving, "", ""},
		{"ended", leaving, ended, coop.CertificateInvalid, coop.CertificateEnded},
		{"ended after revocation", revoked, ended, coop.CertificateInvalid, coop.CertificateEnded},
		{"ended once", ended, ended, "", ""},
	} {
		state, reason, follows := c.from.Follow(c.to)
		if state != c.wantState || reason != c.wantReason || follows != (c.wantState != "") {
			t.Errorf("%s: %s %s %v", c.name, state, reason, follows)
		}
	}
}
