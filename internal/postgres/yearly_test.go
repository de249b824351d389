package postgres_test

import (
	"sync/atomic"
	"testing"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/postgres"
	"htxregistry/internal/rating"
	"htxregistry/internal/registry"
	"htxregistry/internal/reporting"
)

// A transaction that waited for another may bear an instant before that one's: it is run again, and then is later.
func TestASheetIsNotKeptBeforeTheOneItReplaces(t *testing.T) {
	t.Parallel()
	var behind atomic.Bool
	f := open(t, func(o *postgres.Options) {
		o.Clock = func() time.Time {
			if behind.CompareAndSwap(true, false) {
				return noon().Add(-time.Millisecond)
			}
			return noon()
		}
	})
	ctx := caller.With(t.Context(), caller.Operator("test"))
	arrived, office := noon().Add(-time.Hour), coop.AuthorityRef{ID: f.caoLanh.ID.String()}
	made := f.organization("Hợp tác xã Hai Bản")
	must(t, f.InTx(ctx, func(tx registry.Tx) error { return tx.CreateOrganization(ctx, dated(made)) }))
	for what, save := range map[string]func(tx registry.Tx, revision int64) error{
		"report": func(tx registry.Tx, revision int64) error {
			now := tx.Now()
			return tx.SaveReport(ctx, rating.Report{OrganizationID: made.ID, Year: 2024, Authority: &office, ReceivedAt: &arrived, RecordedAt: &now, Revision: revision})
		},
		"rating": func(tx registry.Tx, revision int64) error {
			return tx.SaveRating(ctx, rating.Rating{OrganizationID: made.ID, Year: 2024, Authority: &office, RecordedAt: tx.Now(), Revision: revision})
		},
		"unit report": func(tx registry.Tx, revision int64) error {
			return tx.SaveUnitReport(ctx, reporting.UnitReport{
				Unit: reporting.UnitRef{Code: "so-1"}, Year: 2024, Authority: office, ReceivedAt: arrived, RecordedAt: tx.Now(), Revision: revision,
				Digest: "0000000000000000000000000000000000000000000000000000000000000000",
			})
		},
	} {
		must(t, f.InTx(ctx, func(tx registry.Tx) error { return save(tx, 1) }))
		behind.Store(true)
		if err := f.InTx(ctx, func(tx registry.Tx) error { return save(tx, 2) }); err != nil {
			t.Errorf("a second %s: %v", what, err)
		}
	}
}

// Whoever began first may write last: the newest instant of the ledger is that of no one place in it.
func TestTheNewestInstantIsNotThatOfTheLastEntry(t *testing.T) {
	t.Parallel()
	var late atomic.Int64
	f := open(t, func(o *postgres.Options) {
		o.Clock = func() time.Time { return noon().Add(time.Duration(late.Load())) }
	})
	made := f.organization("Hợp tác xã Hai Người Ghi")
	ctx := caller.With(t.Context(), caller.Operator("test"))
	must(t, f.InTx(ctx, func(tx registry.Tx) error { return tx.CreateOrganization(ctx, dated(made)) }))
	record := func(tx registry.Tx, act string) error {
		e := f.entry(made.ID, act)
		e.RecordedAt = tx.Now()
		return tx.Append(ctx, e)
	}
	must(t, f.InTx(ctx, func(slow registry.Tx) error { // begins, then another is done before it writes
		late.Store(int64(time.Minute))
		must(t, f.InTx(ctx, func(quick registry.Tx) error { return record(quick, "organization.changed") }))
		return record(slow, "organization.ended")
	}))
	must(t, f.Read(ctx, func(tx registry.ReadTx) error {
		last, err := tx.LastRecorded(ctx)
		if want := noon().Add(time.Minute); !last.Equal(want) {
			t.Errorf("the ledger stands at %s, want %s", last, want)
		}
		return err
	}))
}
