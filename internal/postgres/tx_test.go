package postgres_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
)

func oneConnection(o *postgres.Options) { o.MaxConns = 1 }

func TestNothingOfAFailedTransactionRemains(t *testing.T) {
	t.Parallel()
	f := open(t)
	wrong := errors.New("wrong")
	err := f.InTx(t.Context(), func(tx registry.Tx) error {
		must(t, tx.SetSetting(t.Context(), "a", "1"))
		if got, err := tx.Setting(t.Context(), "a"); err != nil || got != "1" {
			t.Errorf("its own write: %q %v", got, err)
		}
		must(t, tx.CreateKey(t.Context(), key(9, caller.Auditor, f.caoLanh))) // by gorm
		return wrong
	})
	if !errors.Is(err, wrong) {
		t.Fatal(err)
	}
	f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
		if got, err := tx.Setting(ctx, "a"); err != nil || got != "" {
			t.Errorf("pgx: %q %v", got, err)
		}
		if keys, err := tx.AllKeys(ctx); err != nil || len(keys) != 2 {
			t.Errorf("gorm: %d keys %v", len(keys), err)
		}
	})
}

func TestACancelledTransactionIsRolledBackAndItsConnectionServesAgain(t *testing.T) {
	t.Parallel()
	f := open(t, oneConnection)
	ctx, cancel := context.WithCancel(t.Context())
	err := f.InTx(ctx, func(tx registry.Tx) error {
		must(t, tx.SetSetting(ctx, "a", "1"))
		_, err := tx.Setting(ctx, "a")
		must(t, err)
		cancel()
		return ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
		if got, err := tx.Setting(ctx, "a"); err != nil || got != "" {
			t.Errorf("%q %v", got, err)
		}
	})
}

func TestAPanicLeavesNoTransactionOpen(t *testing.T) {
	t.Parallel()
	f := open(t, oneConnection)
	func() {
		defer func() { _ = recover() }()
		_ = f.InTx(t.Context(), func(tx registry.Tx) error {
			must(t, tx.SetSetting(t.Context(), "a", "1"))
			_, _ = tx.Setting(t.Context(), "a")
			panic("fn")
		})
	}()
	f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
		if got, err := tx.Setting(ctx, "a"); err != nil || got != "" {
			t.Errorf("%q %v", got, err)
		}
	})
}

// Each of two transactions sees that nobody holds the name and claims one that rests on that; together they would break
// what each alone keeps, so one of them runs again and sees the other.
func TestOfTwoTransactionsThatContradictOneRunsAgain(t *testing.T) {
	t.Parallel()
	f := open(t)
	var runs, wrote atomic.Int32
	var both sync.WaitGroup
	both.Add(2)
	var done sync.WaitGroup
	for _, mine := range []string{"a", "b"} {
		done.Go(func() {
			first := true
			err := f.InTx(t.Context(), func(tx registry.Tx) error {
				runs.Add(1)
				other := map[string]string{"a": "b", "b": "a"}[mine]
				held, err := tx.Setting(t.Context(), other)
				if err != nil {
					return err
				}
				if first {
					first = false
					both.Done()
					both.Wait()
				}
				if held != "" {
					return nil
				}
				wrote.Add(1)
				return tx.SetSetting(t.Context(), mine, "1")
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	var rows int
	must(t, f.owner(t).QueryRow(t.Context(), "SELECT count(*) FROM settings").Scan(&rows))
	if rows != 1 || runs.Load() < 3 {
		t.Errorf("%d rows after %d runs, %d of which wrote", rows, runs.Load(), wrote.Load())
	}
}

func TestATransactionThatAlwaysMeetsRivalsGivesUp(t *testing.T) {
	t.Parallel()
	f := open(t)
	conn := f.owner(t)
	must(t, f.InTx(t.Context(), func(tx registry.Tx) error { return tx.SetSetting(t.Context(), "n", "0") }))
	runs := 0
	err := f.InTx(t.Context(), func(tx registry.Tx) error {
		runs++
		if _, err := tx.Setting(t.Context(), "n"); err != nil {
			return err
		}
		if _, err := conn.Exec(t.Context(), "UPDATE settings SET value = value || 'x'"); err != nil {
			return err
		}
		return tx.SetSetting(t.Context(), "n", "mine")
	})
	if !errors.Is(err, postgres.ErrBusy) || !errors.Is(err, fault.Unavailable) || runs != 10 {
		t.Errorf("after %d runs: %v", runs, err)
	}
}

func TestAViewIsOneSnapshotAndWritesNothing(t *testing.T) {
	t.Parallel()
	f := open(t)
	must(t, f.View(t.Context(), func(tx registry.ReadTx) error {
		n, err := tx.CountOrganizations(t.Context(), coop.Query{})
		must(t, err)
		f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
			must(t, tx.CreateOrganization(ctx, f.organization("Hợp tác xã Một")))
		})
		again, err := tx.CountOrganizations(t.Context(), coop.Query{})
		must(t, err)
		if n != 0 || again != 0 {
			t.Errorf("%d, then %d", n, again)
		}
		return nil
	}))
	err := f.View(t.Context(), func(tx registry.ReadTx) error {
		return tx.(registry.Tx).SetSetting(t.Context(), "a", "1")
	})
	if err == nil {
		t.Error("wrote")
	}
}

// trips counts what goes over the wire and comes back.
type trips struct{ n atomic.Int32 }

func (c *trips) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.n.Add(1)
	return ctx
}
func (c *trips) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (c *trips) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	c.n.Add(1)
	return ctx
}
func (c *trips) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}
func (c *trips) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

func TestARegistrationFromDraftToApprovalTakesAtMost25RoundTrips(t *testing.T) {
	t.Parallel()
	counted := &trips{}
	f := open(t, func(o *postgres.Options) { o.Tracer = counted })
	register := func(retryKey, name string) {
		d := f.draft()
		step := func(fn func(ctx context.Context, tx registry.Tx)) {
			f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
				_, err := tx.KeyByHash(ctx, f.lead.Hash)
				must(t, err)
			})
			f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
				_, _, err := tx.Recall(ctx, f.lead.ID, retryKey)
				must(t, err)
				_, err = tx.NameCandidates(ctx, coop.NameQuery{Keys: []string{name}})
				must(t, err)
				fn(ctx, tx)
				must(t, tx.Append(ctx, f.entry(coop.ID{}, "dossier.step")))
				must(t, tx.Keep(ctx, f.lead.ID, retryKey, "fingerprint", []byte(`{}`)))
			})
			retryKey += "+"
		}
		step(func(ctx context.Context, tx registry.Tx) { must(t, tx.CreateDossier(ctx, d, "87")) })
		step(func(ctx context.Context, tx registry.Tx) {
			_, err := tx.Dossier(ctx, d.ID)
			must(t, err)
			_, err = tx.NextDossierNumber(ctx)
			must(t, err)
			d.State, d.Number, d.ReceivedAt = dossier.StateSubmitted, "HS-"+retryKey, new(noon())
			must(t, tx.SaveDossier(ctx, d, 1))
		})
		step(func(ctx context.Context, tx registry.Tx) {
			_, err := tx.Dossier(ctx, d.ID)
			must(t, err)
			_, err = tx.NextTaxSerial(ctx)
			must(t, err)
			o := f.organization(name)
			must(t, tx.CreateOrganization(ctx, o))
			must(t, tx.Enact(ctx, f.entry(o.ID, "organization.registered"), claims(name, "htx", "lhhtx")))
			d.State, d.OrganizationID, d.DecidedAt = dossier.StateApproved, &o.ID, new(noon())
			must(t, tx.SaveDossier(ctx, d, 2))
		})
	}
	register("a", "một")
	before := counted.n.Load()
	register("b", "hai")
	if n := counted.n.Load() - before; n > 25 {
		t.Errorf("%d round trips", n)
	} else {
		t.Logf("%d round trips", n)
	}
}

// What a client is told when the database goes away depends on when it goes: before the commit nothing was written, during
// it nobody knows.
func TestADatabaseThatGoesAwayIsNotLiedAbout(t *testing.T) {
	t.Parallel()
	f := open(t)
	must(t, f.InTx(t.Context(), func(registry.Tx) error { return nil }))
	for range 3 { // connections that were idle end as the transaction begins on them; once that was a failure of ours
		f.exec(t, "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'registryd' AND datname = current_database()")
		if err := f.InTx(t.Context(), func(registry.Tx) error { return nil }); err != nil && !errors.Is(err, postgres.ErrUnavailable) {
			t.Errorf("at the beginning: %v", err)
		}
	}
	end := func() {
		f.exec(t, "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()")
	}
	err := f.InTx(t.Context(), func(tx registry.Tx) error {
		_, err := tx.Setting(t.Context(), "a")
		must(t, err)
		end()
		_, err = tx.Setting(t.Context(), "b")
		return err
	})
	if !errors.Is(err, postgres.ErrUnavailable) {
		t.Errorf("before the commit: %v", err)
	}
	err = f.InTx(t.Context(), func(tx registry.Tx) error {
		_, err := tx.Setting(t.Context(), "a")
		end()
		return err
	})
	if !errors.Is(err, postgres.ErrOutcomeUnknown) || !errors.Is(err, fault.Unavailable) {
		t.Errorf("at the commit: %v", err)
	}
	for state, want := range map[string]error{ // disk full, out of memory, input or output failed
		"53100": registry.ErrNoRoom, "53200": postgres.ErrUnavailable, "58030": postgres.ErrUnavailable,
	} {
		err := f.InTx(t.Context(), func(tx registry.Tx) error {
			if err := tx.SetSetting(t.Context(), "full", state); err != nil {
				return err
			}
			_, err := tx.Setting(t.Context(), "full")
			return errors.Join(err, postgres.Failed(state))
		})
		if !errors.Is(err, want) {
			t.Errorf("%s: %v", state, err)
		}
	}
	f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
		if got, err := tx.Setting(ctx, "full"); err != nil || got != "" {
			t.Errorf("what could not be written is there: %q %v", got, err)
		}
	})
}
