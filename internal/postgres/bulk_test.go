package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
)

func (f *fixture) batch(n int) []registry.NewOrganization {
	batch := make([]registry.NewOrganization, n)
	for i := range batch {
		o := f.organization(fmt.Sprintf("Hợp tác xã số %d", i))
		o.Code, o.ImportKey, o.Origin = fmt.Sprintf("14%08d", i), fmt.Sprintf("sổ/%d", i), coop.OriginOpeningBook
		batch[i] = registry.NewOrganization{Organization: o, Entry: f.entry(o.ID, "organization.taken_over")}
		if i%2 == 0 {
			batch[i].Claims = coop.ClaimsIn([]string{"htx", "lhhtx"}, fmt.Sprintf("số %d", i))
		}
	}
	return batch
}

func TestABatchIsAsIfWrittenOneByOne(t *testing.T) {
	t.Parallel()
	f := open(t)
	batch := f.batch(3)
	f.write(t, caller.Operator("import"), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.AddOrganizations(ctx, nil))
		must(t, tx.AddOrganizations(ctx, batch))
		for _, b := range batch {
			got, err := tx.Organization(ctx, b.Organization.ID)
			must(t, err)
			if want := dated(public(b.Organization)); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			acts, err := tx.Acts(ctx, b.Organization.ID, coop.When{}, nil, 5)
			must(t, err)
			if len(acts) != 1 || acts[0].ID != b.Entry.ID {
				t.Errorf("acts: %v", acts)
			}
		}
		known, err := tx.KnownImportKeys(ctx, []string{"sổ/1", "sổ/9"})
		must(t, err)
		if !reflect.DeepEqual(known, map[string]coop.ID{"sổ/1": batch[1].Organization.ID}) {
			t.Errorf("known: %v", known)
		}
		codes, err := tx.HeldCodes(ctx, []string{"1400000002", "1499999999"})
		must(t, err)
		if !reflect.DeepEqual(codes, map[string]bool{"1400000002": true}) {
			t.Errorf("codes: %v", codes)
		}
		names, err := tx.HeldNames(ctx, []string{"htx", "lhhtx"}, []string{"số 0", "số 1"})
		must(t, err)
		if !reflect.DeepEqual(names, map[string]bool{"htx\x00số 0": true, "lhhtx\x00số 0": true}) {
			t.Errorf("names: %v", names)
		}
		list, err := tx.Organizations(ctx, coop.Query{Industry: "A", Words: []string{"so", "2"}, Limit: 9})
		must(t, err)
		if len(list) != 1 || list[0].ID != batch[2].Organization.ID {
			t.Errorf("found: %v", shown(list))
		}
	})
}

func TestABatchThatBreaksAConstraintLeavesNothing(t *testing.T) {
	t.Parallel()
	f := open(t)
	for want, spoil := range map[error]func(b *registry.NewOrganization){
		coop.ErrCodeTaken: func(b *registry.NewOrganization) { b.Organization.Code = "1400000000" },
		coop.ErrNameTaken: func(b *registry.NewOrganization) { b.Claims = coop.ClaimsIn([]string{"htx"}, "số 0") },
	} {
		batch := f.batch(2)
		spoil(&batch[1])
		err := f.InTx(t.Context(), func(tx registry.Tx) error { return tx.AddOrganizations(t.Context(), batch) })
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
		f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
			if n, err := tx.CountOrganizations(ctx, coop.Query{}); err != nil || n != 0 {
				t.Errorf("%d remain, %v", n, err)
			}
		})
	}
}

// A book imported twice at once: the second transaction runs again and finds the rows of the first.
func TestAnImportKeyTakenMeanwhileIsFoundByRunningAgain(t *testing.T) {
	t.Parallel()
	f := open(t)
	runs := 0
	must(t, f.InTx(t.Context(), func(tx registry.Tx) error {
		runs++
		known, err := tx.KnownImportKeys(t.Context(), []string{"sổ/0"})
		if err != nil || len(known) == 1 {
			return err
		}
		if runs == 1 {
			f.write(t, caller.Operator("import"), func(ctx context.Context, tx registry.Tx) {
				must(t, tx.AddOrganizations(ctx, f.batch(1)))
			})
		}
		batch := f.batch(1)
		batch[0].Organization.Code, batch[0].Claims = "", nil
		return tx.AddOrganizations(t.Context(), batch)
	}))
	if runs != 2 {
		t.Errorf("%d runs", runs)
	}
}

// Whether the words of a batch went into their indexes one by one or gathered, they are found, and the indexes are left as
// they were, also by a transaction that fails.
func TestGatheredWordsAreFoundAndTheIndexesLeftAsTheyWere(t *testing.T) {
	t.Parallel()
	f := open(t)
	batch := f.batch(300)
	gather := func(fail error) error {
		return f.InTx(caller.With(t.Context(), caller.Operator("sample")), func(tx registry.Tx) error {
			if err := tx.GatherWords(t.Context()); err != nil {
				return err
			}
			return errors.Join(tx.AddOrganizations(t.Context(), batch), fail)
		})
	}
	broken := errors.New("broken")
	if err := gather(broken); !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	must(t, gather(nil))
	must(t, f.Read(t.Context(), func(tx registry.ReadTx) error {
		found, err := tx.Organizations(t.Context(), coop.Query{Words: []string{"so", "299"}, Limit: 5})
		if len(found) != 1 || found[0].ID != batch[299].Organization.ID {
			t.Errorf("found %v", found)
		}
		return err
	}))
	var settings, pending int
	must(t, f.Pool().QueryRow(t.Context(), `SELECT count(*) FROM pg_class c JOIN pg_am a ON a.oid = c.relam
 WHERE a.amname = 'gin' AND NOT c.reloptions @> ARRAY['fastupdate=off']`).Scan(&settings))
	must(t, f.Pool().QueryRow(t.Context(), `SELECT count(*) FROM organizations WHERE search_text LIKE '%299%'`).Scan(&pending))
	if settings != 0 || pending != 1 {
		t.Errorf("%d indexes gather still; %d organisations found by a part of a word", settings, pending)
	}
}
