package sample

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// WorldOf is what made-up organisations have to agree with, as the rulebook and the reference data have it.
func WorldOf(r *registry.Registry) World {
	ref, book := r.Reference(), r.Book()
	return World{
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
