package coop

// Standing is the status of an organisation or unit as far as its certificate depends on it.
type Standing struct {
	Status Status
	Reason StatusReason
}

func (s Standing) revoked() bool {
	return s.Status == StatusRevoked || s.Status == StatusDissolving && s.Reason == ReasonRevocation
}

// Follow says what becomes of a certificate when the status changes: revocation takes it, an end leaves it without effect,
// and the way back gives it back. What changes nothing for it gives false. A revocation leads to dissolution, and the
// certificate that was taken stays taken; only one that stands is left without effect by an end.
func (s Standing) Follow(now Standing) (CertificateState, CertificateReason, bool) {
	switch {
	case now.Status == StatusEnded && s.Status != StatusEnded:
		return CertificateInvalid, CertificateEnded, true
	case now.revoked() && !s.revoked():
		return CertificateRevoked, CertificateRevoking, true
	case s.revoked() && !now.revoked() && now.Status != StatusDissolving && now.Status != StatusEnded:
		return CertificateValid, CertificateRestored, true
	}
	return "", "", false
}
