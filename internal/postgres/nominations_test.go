package postgres_test

import (
	"errors"
	"fmt"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/id"
	"htxregistry/internal/registry"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// A place is taken from the decision that selects to the one that withdraws, and the database counts it on every day in between:
// a decision of a past day finds no place that became free only later.
func TestPlacesAreCountedByTheDayOfTheDecision(t *testing.T) {
	t.Parallel()
	f := open(t)
	ctx := caller.With(t.Context(), caller.Operator("test"))
	nominated := func(name string) replication.Nomination {
		t.Helper()
		o := f.organization(name)
		n := replication.Nomination{
			ID: id.New[replication.Nomination](), Programme: "qd-167-2021", OrganizationID: o.ID, Model: "M03", Stage: replication.StageNominated, Revision: 1,
			Province: "2021:87", CountedIn: []string{"2021:87", "2025:82"}, Steps: []replication.Step{{Stage: replication.StageNominated, On: vn.MustDate("2021-05-01")}},
		}
		must(t, f.InTx(ctx, func(tx registry.Tx) error {
			if err := tx.CreateOrganization(ctx, o); err != nil {
				return err
			}
			return tx.SaveNomination(ctx, n, nil)
		}))
		return n
	}
	advance := func(n *replication.Nomination, to replication.Stage, on string) error {
		t.Helper()
		moved := *n
		moved.Stage, moved.Revision = to, n.Revision+1
		moved.Steps = append(moved.Steps, replication.Step{Stage: to, On: vn.MustDate(on)})
		err := f.InTx(ctx, func(tx registry.Tx) error { return tx.SaveNomination(ctx, moved, new(2)) })
		if err == nil {
			*n = moved
		}
		return err
	}
	var all [4]replication.Nomination
	for i := range all {
		all[i] = nominated(fmt.Sprintf("Hợp tác xã Mô Hình %d", i))
	}
	must(t, advance(&all[0], replication.StageSelected, "2021-06-01"))
	must(t, advance(&all[1], replication.StageSelected, "2021-08-01"))
	must(t, advance(&all[0], replication.StageWithdrawn, "2021-10-01"))
	for on, want := range map[string]int{"2021-05-31": 2, "2021-08-01": 2, "2021-09-30": 2, "2021-10-01": 1, "2022-01-01": 1} {
		must(t, f.Read(ctx, func(tx registry.ReadTx) error {
			taken, err := tx.PlacesTaken(ctx, "qd-167-2021", "2025:82", vn.MustDate(on))
			if taken != want {
				t.Errorf("from %s on %d places are taken, want %d", on, taken, want)
			}
			return err
		}))
	}
	for _, on := range []string{"2021-06-15", "2021-09-30"} {
		if err := advance(&all[2], replication.StageSelected, on); !errors.Is(err, replication.ErrQuota) {
			t.Errorf("selected by a decision of %s: %v", on, err)
		}
	}
	must(t, advance(&all[2], replication.StageSelected, "2021-10-01")) // the day on which the place is free
	if err := advance(&all[3], replication.StageSelected, "2021-10-02"); !errors.Is(err, replication.ErrQuota) {
		t.Errorf("a third: %v", err)
	}
}
