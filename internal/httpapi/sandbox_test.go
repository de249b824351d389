package httpapi_test

import (
	"net/http"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/registry"
)

// A sandbox that went on for hours and was killed goes on from its ledger, not from where its clock was last set.
func TestASandboxNeverGoesBehindItsLedger(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	ctx := caller.With(t.Context(), caller.Operator("test"))
	if err := w.registry.KeepMode(ctx); err != nil {
		t.Fatal(err)
	}
	last := w.file(w.desk("tckh-866"), modern("Hợp tác xã Mới Nhất"))
	act := w.want(w.call("", http.MethodGet, "/v1/organizations/"+last.text(t, "organization_id")+"/acts", nil), 200, "").json(t)["items"].([]any)[0].(object)
	_, from, err := registry.ClockSettings(ctx, w.store)
	if err != nil || from.UTC().Format("2006-01-02T15:04:05.999999Z") < act["recorded_at"].(string) {
		t.Errorf("the clock would go on from %v, the ledger stands at %v: %v", from, act["recorded_at"], err)
	}
}
