package caller_test

import (
	"slices"
	"testing"

	"htxregistry/internal/caller"
)

func TestWithoutACallerTheContextIsAnonymous(t *testing.T) {
	t.Parallel()
	got := caller.From(t.Context())
	if got.Role != caller.Anonymous || got.Key != "" || got.Authority != "" || got.Scope != "" || got.Attempt != nil {
		t.Errorf("the caller is %+v", got)
	}
}

func TestTheLastCallerOfAContextAsks(t *testing.T) {
	t.Parallel()
	outer := caller.With(t.Context(), caller.Caller{Key: "1", Role: caller.DeskLead})
	inner := caller.With(outer, caller.Caller{Key: "2", Role: caller.Auditor, RequestID: "r"})
	if got := caller.From(inner); got.Key != "2" || got.Role != caller.Auditor || got.RequestID != "r" {
		t.Errorf("the caller is %+v", got)
	}
	if got := caller.From(outer); got.Key != "1" || got.Role != caller.DeskLead {
		t.Errorf("the outer caller is %+v", got)
	}
}

func TestAReplayIsSeenByWhoMadeTheContext(t *testing.T) {
	t.Parallel()
	attempt := &caller.Attempt{Key: "k", Fingerprint: "f"}
	caller.From(caller.With(t.Context(), caller.Caller{Attempt: attempt})).Attempt.Replayed = true
	if !attempt.Replayed {
		t.Error("not seen")
	}
}

func TestNobodyHoldsAKeyToBeAnonymous(t *testing.T) {
	t.Parallel()
	roles := caller.Roles()
	if len(roles) != 8 || slices.Contains(roles, caller.Anonymous) || len(slices.Compact(slices.Sorted(slices.Values(roles)))) != 8 {
		t.Errorf("the roles are %v", roles)
	}
}

func TestAnOperatorActsInTheNameOfTheCommand(t *testing.T) {
	t.Parallel()
	if got := caller.Operator("import"); got.Name != "registryd import" || got.Role != caller.Administrator || got.Scope != "all" || got.Key != "" {
		t.Errorf("the operator is %+v", got)
	}
}
