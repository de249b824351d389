package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
)

func TestAKeyIsFoundByItsHashAndRevokedOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	k := key(3, caller.Auditor, f.caoLanh)
	k.AuthorityID, k.CreatedAt, k.ExpiresAt = "", noon().Add(time.Hour), new(noon().AddDate(1, 0, 0))
	found := func() (got registry.Key) {
		t.Helper()
		f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
			var err error
			got, err = tx.KeyByHash(ctx, k.Hash)
			must(t, err)
			all, err := tx.AllKeys(ctx)
			must(t, err)
			if len(all) != 3 || !reflect.DeepEqual(all[2], got) {
				t.Errorf("all keys: %v", all)
			}
		})
		return got
	}
	f.write(t, caller.Operator("test"), func(ctx context.Context, tx registry.Tx) { must(t, tx.CreateKey(ctx, k)) })
	if got := found(); !reflect.DeepEqual(got, k) {
		t.Errorf("got %+v, want %+v", got, k)
	}
	f.write(t, caller.Operator("test"), func(ctx context.Context, tx registry.Tx) { must(t, tx.RevokeKey(ctx, k.ID)) })
	k.RevokedAt = new(noon())
	if got := found(); !reflect.DeepEqual(got, k) {
		t.Errorf("got %+v, want %+v", got, k)
	}
	f.exec(t, "UPDATE api_keys SET revoked_at = revoked_at - interval '1 day' WHERE id = $1", k.ID)
	f.write(t, caller.Operator("test"), func(ctx context.Context, tx registry.Tx) { must(t, tx.RevokeKey(ctx, k.ID)) })
	k.RevokedAt = new(noon().AddDate(0, 0, -1))
	if got := found(); !reflect.DeepEqual(got, k) {
		t.Errorf("revoked twice: got %+v, want %+v", got, k)
	}
	for _, unknown := range []string{id.New[registry.Key]().String(), "123"} {
		err := f.InTx(t.Context(), func(tx registry.Tx) error { return tx.RevokeKey(t.Context(), unknown) })
		if !errors.Is(err, postgres.ErrKeyNotFound) {
			t.Errorf("revoke unknown %s: %v", unknown, err)
		}
	}
	err := f.Read(t.Context(), func(tx registry.ReadTx) error {
		_, err := tx.KeyByHash(t.Context(), bytes.Repeat([]byte{9}, 32))
		return err
	})
	if !errors.Is(err, fault.NotFound) {
		t.Errorf("unknown hash: %v", err)
	}
}

func TestSettingsAreKept(t *testing.T) {
	t.Parallel()
	f := open(t)
	for _, want := range []string{"", "2025-07-01", "2025-07-02"} {
		if want != "" {
			f.write(t, caller.Operator("test"), func(ctx context.Context, tx registry.Tx) {
				must(t, tx.SetSetting(ctx, "sandbox_clock", want))
			})
		}
		f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
			got, err := tx.Setting(ctx, "sandbox_clock")
			must(t, err)
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestAnAnswerIsRecalled(t *testing.T) {
	t.Parallel()
	f := open(t)
	recall := func(tx registry.Tx, principal, retryKey string) (string, string) {
		t.Helper()
		fingerprint, answer, err := tx.Recall(t.Context(), principal, retryKey)
		must(t, err)
		return fingerprint, string(answer)
	}
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		if fingerprint, answer := recall(tx, "a", "k"); fingerprint != "" || answer != "" {
			t.Errorf("nothing kept: %q %q", fingerprint, answer)
		}
		must(t, tx.Keep(ctx, "a", "k", "fingerprint", []byte(`{"id": "x"}`)))
	})
	f.write(t, f.desk(), func(_ context.Context, tx registry.Tx) {
		if fingerprint, answer := recall(tx, "a", "k"); fingerprint != "fingerprint" || answer != `{"id": "x"}` {
			t.Errorf("kept: %q %q", fingerprint, answer)
		}
		if fingerprint, answer := recall(tx, "b", "k"); fingerprint != "" || answer != "" {
			t.Errorf("another principal's: %q %q", fingerprint, answer)
		}
	})
}

func TestARetryKeyInUseIsSaidToBeRunning(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		_, _, err := tx.Recall(ctx, "a", "k")
		must(t, err)
		err = f.InTx(ctx, func(tx registry.Tx) error {
			_, _, err := tx.Recall(ctx, "a", "k")
			return err
		})
		if !errors.Is(err, registry.ErrStillRunning) {
			t.Errorf("got %v", err)
		}
	})
}

func TestARetryKeyIsGivenBackWhereNoAnswerIsKept(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		_, _, err := tx.Recall(ctx, "a", "k")
		must(t, err)
		if err := tx.Keep(ctx, "a", "other", "f", []byte(`{}`)); err == nil {
			t.Error("kept under a key that was not recalled")
		}
	})
	var left int
	must(t, f.owner(t).QueryRow(t.Context(), "SELECT count(*) FROM idempotency_keys").Scan(&left))
	if left != 0 {
		t.Errorf("%d left", left)
	}
}

// A rival that kept its answer after this transaction's snapshot was taken is seen on the second run.
func TestAnAnswerKeptMeanwhileIsFoundByRunningAgain(t *testing.T) {
	t.Parallel()
	f := open(t)
	runs := 0
	var seen string
	must(t, f.InTx(t.Context(), func(tx registry.Tx) error {
		runs++
		if _, err := tx.Setting(t.Context(), "x"); err != nil { // takes the snapshot
			return err
		}
		if runs == 1 {
			f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
				_, _, err := tx.Recall(ctx, "a", "k")
				must(t, err)
				must(t, tx.Keep(ctx, "a", "k", "theirs", []byte(`{}`)))
			})
		}
		var err error
		if seen, _, err = tx.Recall(t.Context(), "a", "k"); err != nil || seen != "" {
			return err
		}
		return tx.Keep(t.Context(), "a", "k", "mine", []byte(`{}`))
	}))
	if runs != 2 || seen != "theirs" {
		t.Errorf("%d runs, saw %q", runs, seen)
	}
}
