package registry

import "htxregistry/internal/coop"

// Press gives certificates their signature and their printed form. Package certificate does; cmd hands it over, for the
// core itself prints and signs nothing. With the same facts Print gives the same bytes for ever.
type Press interface {
	// Seal signs what a certificate says, with the key of the day.
	Seal(c coop.Certificate, people []coop.Representative) (coop.Seal, error)
	// Print gives the PDF; without people it is the one for everyone.
	Print(c coop.Certificate, people []coop.Representative, credential string) ([]byte, error)
}
