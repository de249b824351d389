package main

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/registry"
	"htxregistry/internal/sample"
	"htxregistry/internal/vn"
)

// worldOf is what made-up organisations have to agree with, as the rulebook and the reference data have it.
func worldOf(r *registry.Registry) sample.World {
	ref, book := r.Reference(), r.Book()
	return sample.World{
		Places: ref.Places, Today: r.Today(), Edition: book.Edition, HasCode: book.CodeAllotted,
		Authority: func(kind coop.Kind, track coop.Track, place string, on vn.Date) string {
			ruling, err := jurisdiction.Decide(book.Jurisdiction, ref.Places, jurisdiction.Question{
				Kind: string(kind), Procedure: registry.FoundingProcedure(track), Place: place, On: on,
			})
			if err != nil {
				return ""
			}
			a, _ := ref.Authorities.ForPlace(ruling.Keeper, ruling.KeeperPlace, on)
			return a.Code
		},
	}
}
