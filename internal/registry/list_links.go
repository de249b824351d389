package registry

import (
	"context"
	"maps"
	"math/big"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// mostLinked is how many organisations a lineage shows at most: a union may have hundreds of members, each with its own.
const mostLinked = 1000

// ListLinks gives the organisations within so many links of one, as they were, and the links between them: Hội quán → THT →
// HTX → union, and what was divided or merged.
func (r *Registry) ListLinks(ctx context.Context, idOrCode string, when coop.When, depth int) (coop.Lineage, error) {
	asked := r.when(when)
	lineage := coop.Lineage{Organizations: []coop.LinkedOrganization{}, Links: []coop.LinkEntry{}}
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return err
		}
		steps := map[coop.ID]int{o.ID: 0}
		seen := map[string]bool{}
		frontier := []coop.ID{o.ID}
		for step := 1; step <= depth && len(frontier) > 0 && len(steps) < mostLinked; step++ {
			links, err := tx.Links(ctx, frontier, asked)
			if err != nil {
				return err
			}
			frontier = nil
			for _, l := range links {
				if seen[l.ID.String()] {
					continue
				}
				seen[l.ID.String()] = true
				lineage.Links = append(lineage.Links, linkEntry(l))
				for _, end := range []coop.ID{l.From, l.To} {
					if _, known := steps[end]; !known {
						steps[end] = step
						frontier = append(frontier, end)
					}
				}
			}
		}
		lineage.Organizations, err = r.linked(ctx, tx, steps, asked, lineage.Links)
		return err
	})
	return lineage, err
}

func linkEntry(l coop.Link) coop.LinkEntry {
	return coop.LinkEntry{
		Kind: l.Kind, From: l.From, To: l.To, ValidFrom: l.State.From, ValidTo: l.State.To, RecordedAt: l.State.KnownFrom,
		DossierID: l.DossierID, Capital: l.Capital,
	}
}

// linked names the organisations of a lineage, nearest first, and works the shares of members out.
func (r *Registry) linked(ctx context.Context, tx ReadTx, steps map[coop.ID]int, when coop.When, links []coop.LinkEntry) ([]coop.LinkedOrganization, error) {
	organizations, err := tx.OrganizationsAt(ctx, slices.Collect(maps.Keys(steps)), when)
	if err != nil {
		return nil, err
	}
	found := make([]coop.LinkedOrganization, 0, len(steps))
	for _, o := range organizations {
		for i := range links {
			if links[i].To == o.ID {
				links[i].Share = share(links[i].Capital, o.CharterCapital)
			}
		}
		found = append(found, coop.LinkedOrganization{
			ID: o.ID, Code: optional(o.Code), Kind: o.Kind, Name: o.Name.Vi, Status: o.Status, Steps: steps[o.ID],
		})
	}
	slices.SortFunc(found, func(a, b coop.LinkedOrganization) int {
		if a.Steps != b.Steps {
			return a.Steps - b.Steps
		}
		return slices.Compare([]byte(a.ID.String()), []byte(b.ID.String()))
	})
	return found, nil
}

// share is a part of a charter capital in basis points, rounded down; nil when one of the two is not known.
func share(part, whole *vn.VND) *int64 {
	if part == nil || whole == nil || *whole == 0 {
		return nil
	}
	const basisPoints = 10_000
	points := new(big.Int).Mul(big.NewInt(int64(*part)), big.NewInt(basisPoints))
	points.Quo(points, big.NewInt(int64(*whole)))
	bp := points.Int64()
	return &bp
}
