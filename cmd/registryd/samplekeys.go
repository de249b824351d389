package main

import (
	"context"

	"htxregistry/internal/caller"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

type sampleKey struct {
	role           caller.Role
	office, secret string
}

// sampleKeys makes one key for each role; desks work at the offices that are competent for Mỹ Ngãi, Cao Lãnh, on the day
// of the register's clock.
func (o *opened) sampleKeys(ctx context.Context) ([]sampleKey, error) {
	desk, commune, province := "kt-29884", "ubnd-29884", "stc-82"
	today := o.registry.Today()
	switch {
	case today.Before(vn.NewDate(2025, 3, 1)):
		desk, commune, province = "tckh-866", "ubnd-29881", "skhdt-87"
	case today.Before(vn.NewDate(2025, 7, 1)):
		desk, commune, province = "tckh-866", "ubnd-29881", "stc-87"
	}
	wishes := []sampleKey{
		{role: caller.DeskOfficer, office: desk},
		{role: caller.DeskLead, office: desk},
		{role: caller.DeskLead, office: commune},
		{role: caller.DeskOfficer, office: province},
		{role: caller.DeskLead, office: province},
		{role: caller.ProvincialOfficer, office: province},
		{role: caller.SectorOfficer},
		{role: caller.AllianceOfficer, office: province},
		{role: caller.Auditor},
		{role: caller.Administrator},
		{role: caller.App},
	}
	for i, k := range wishes {
		secret, _, err := o.registry.CreateKey(ctx, registry.NewKey{Role: k.role, Authority: k.office, Name: "Dùng thử"})
		if err != nil {
			return nil, err
		}
		wishes[i].secret = secret
	}
	return wishes, nil
}
