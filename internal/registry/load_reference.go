package registry

import (
	"context"
	"fmt"

	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
)

// LoadShipped brings the places, industries and authorities that come with the program into the database. Lists that are
// in already change nothing.
func LoadShipped(ctx context.Context, loader ReferenceLoader) error {
	shipped, err := place.ReadShipped()
	if err != nil {
		return fmt.Errorf("read shipped reference data: %w", err)
	}
	return LoadReference(ctx, loader, shipped)
}

// LoadReference brings reference lists into the database, each in one transaction, and derives the authorities from the
// places.
func LoadReference(ctx context.Context, loader ReferenceLoader, lists place.Shipped) error {
	if _, err := loader.LoadPlaces(ctx, lists.PlacesDigest, lists.Places, lists.AltNames, lists.Successions); err != nil {
		return fmt.Errorf("load places: %w", err)
	}
	if _, err := loader.LoadIndustries(ctx, lists.IndustryDigest, lists.Industries); err != nil {
		return fmt.Errorf("load industries: %w", err)
	}
	authorities, successions := jurisdiction.DeriveAuthorities(place.NewDirectory(lists.Places, lists.AltNames, lists.Successions))
	if _, err := loader.LoadAuthorities(ctx, lists.PlacesDigest, authorities, successions); err != nil {
		return fmt.Errorf("load authorities: %w", err)
	}
	return nil
}
