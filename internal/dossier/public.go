package dossier

import "htxregistry/internal/coop"

// Public is the file without personal data: identity papers, birth dates, addresses and phones of the people in it, and how
// to reach whoever filed it.
func (d Dossier) Public() Dossier {
	d.Filer = Filer{FullName: d.Filer.FullName}
	d.Payload.Representatives = coop.PublicPeople(d.Payload.Representatives)
	if d.Payload.Unit != nil {
		unit := *d.Payload.Unit
		unit.Head = coop.PublicPeople(unit.Head)
		d.Payload.Unit = &unit
	}
	return d
}
