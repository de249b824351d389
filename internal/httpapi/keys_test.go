package httpapi_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
)

func TestAKeyIsMadeForWhoCanHoldIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	ctx := caller.With(t.Context(), caller.Operator("test"))
	past := w.registry.Now().Add(-time.Second)
	for _, c := range []struct {
		name   string
		key    registry.NewKey
		faults []string
	}{
		{"an app", registry.NewKey{Role: caller.App, Name: "Ứng dụng"}, nil},
		{"a desk by the code of its office", registry.NewKey{Role: caller.DeskOfficer, Authority: "tckh-866", Name: "Bàn 1"}, nil},
		{"a supervisor at the province", registry.NewKey{Role: caller.ProvincialOfficer, Authority: "skhdt-87", Name: "Sở"}, nil},
		{"a supervisor at a district", registry.NewKey{Role: caller.ProvincialOfficer, Authority: "tckh-866", Name: "Sở"}, []string{"authority wrong-level"}},
		{"a desk without an office", registry.NewKey{Role: caller.DeskLead, Name: "Bàn"}, []string{"authority required"}},
		{"an office of another day", registry.NewKey{Role: caller.DeskLead, Authority: "kt-29884", Name: "Bàn"}, []string{"authority unknown"}},
		{"an office that has ended: its dossiers stay on record", registry.NewKey{Role: caller.DeskOfficer, Authority: "tckh-763", Name: "Bàn"}, nil},
		{"no role of ours", registry.NewKey{Role: "anonymous", Name: "Ai"}, []string{"role unknown-value"}},
		{"already over", registry.NewKey{Role: caller.App, Name: "Cũ", ExpiresAt: &past}, []string{"expires too-early"}},
		{"every fault at once", registry.NewKey{Role: "boss", Authority: "x", Name: " ", ExpiresAt: &past}, []string{"authority unknown", "expires too-early", "name required", "role unknown-value"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			secret, _, err := w.registry.CreateKey(ctx, c.key)
			var got []string
			if f, ok := errors.AsType[*fault.Error](err); ok {
				for _, field := range f.Fields {
					got = append(got, field.Parameter+" "+field.Code)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, c.faults) || (err == nil) != (secret != "") || (err == nil) != (c.faults == nil) {
				t.Errorf("got %v, %v; want %v", got, err, c.faults)
			}
		})
	}
}
