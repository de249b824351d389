package postgres_test

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/registry"
)

func TestTheLedgerIsReadBackInOrder(t *testing.T) {
	t.Parallel()
	f := open(t)
	o := f.organization("Hợp tác xã Một")
	first, second := f.entry(o.ID, "organization.registered"), f.entry(o.ID, "organization.changed")
	first.UnitID, first.DossierID = id.New[coop.Unit]().String(), id.New[history.Entry]().String()
	second.KeyID, second.Before, second.Cite = "", json.RawMessage(`{"a": 1}`), []law.Cite{}
	elsewhere := f.entry(id.New[coop.Organization](), "organization.registered")
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.Append(ctx, first)) })
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.Append(ctx, elsewhere))
		must(t, tx.Append(ctx, second))
	})
	f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
		var got []history.Entry
		var after *history.Position
		for range 3 { // one by one, then nothing
			page, err := tx.Acts(ctx, o.ID, coop.When{}, after, 1)
			must(t, err)
			if len(page) == 1 {
				got, after = append(got, page[0]), &page[0].Position
			}
		}
		if len(got) != 2 || got[0].Position.Xact == 0 || got[0].Position.Seq >= got[1].Position.Seq {
			t.Fatalf("got %+v", got)
		}
		for i, want := range []history.Entry{first, second} {
			want.Position = got[i].Position
			if !reflect.DeepEqual(got[i], want) {
				t.Errorf("got  %+v\nwant %+v", got[i], want)
			}
		}
	})
}

func TestWhatIsAppendedStays(t *testing.T) {
	t.Parallel()
	f := open(t)
	o, d := f.organization("Hợp tác xã Một"), f.draft()
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.CreateOrganization(ctx, o))
		must(t, tx.Append(ctx, f.entry(o.ID, "organization.registered")))
		must(t, tx.LogPersonalRead(ctx, o.ID.String(), "", "thẩm tra"))
		must(t, tx.CreateDossier(ctx, d, "87"))
	})
	owner := f.owner(t) // a superuser: even its hand is stayed
	for _, sql := range []string{
		"UPDATE history SET act = ''", "DELETE FROM history", "TRUNCATE history CASCADE",
		"UPDATE personal_reads SET reason = ''", "DELETE FROM personal_reads", "TRUNCATE personal_reads",
		"DELETE FROM dossiers", "TRUNCATE dossiers CASCADE",
	} {
		_, err := owner.Exec(t.Context(), sql)
		if err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v", sql, err)
		}
	}
	for _, sql := range []string{
		"DELETE FROM organizations", "DELETE FROM units", "DELETE FROM api_keys", "DELETE FROM organization_people",
		"DELETE FROM history", "DROP TABLE settings", "ALTER TABLE history DISABLE TRIGGER ALL", "UPDATE goose_db_version SET version_id = 0",
	} {
		if _, err := f.Pool().Exec(t.Context(), sql); err == nil {
			t.Errorf("the server's role did %s", sql)
		}
	}
}

func TestADossierGoesThroughItsStatesOnly(t *testing.T) {
	t.Parallel()
	f := open(t)
	d := f.draft()
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.CreateDossier(ctx, d, "87")) })
	for _, sql := range []string{
		"UPDATE dossiers SET state = 'approved', revision = 2, decided_at = now(), received_at = now(), number = '1'",
		"UPDATE dossiers SET revision = 3",
		"UPDATE dossiers SET procedure = 'merger', revision = 2",
	} {
		if _, err := f.owner(t).Exec(t.Context(), sql); err == nil {
			t.Errorf("done: %s", sql)
		}
	}
}

// An entry of a transaction still open would come before what was committed meanwhile: the feed waits for it.
func TestTheFeedPassesNoOpenTransaction(t *testing.T) {
	t.Parallel()
	f := open(t)
	o := f.organization("Hợp tác xã Chờ")
	open, err := f.owner(t).Begin(t.Context())
	must(t, err)
	_, err = open.Exec(t.Context(), `INSERT INTO history (id, operation, act, organization_id, caller, effective_on, recorded_at)
 VALUES (gen_random_uuid(), 'x', 'slow', $1, '', '2021-06-01', now())`, o.ID.String())
	must(t, err)
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.Append(ctx, f.entry(o.ID, "quick"))) })
	feed := func() (acts []string, end history.Position) {
		f.read(t, f.desk(), func(ctx context.Context, tx registry.ReadTx) {
			entries, err := tx.Feed(ctx, history.Position{}, 10)
			must(t, err)
			for _, e := range entries {
				acts = append(acts, e.Act)
			}
			end, err = tx.FeedEnd(ctx)
			must(t, err)
		})
		return acts, end
	}
	if acts, end := feed(); len(acts) > 0 || end != (history.Position{}) {
		t.Errorf("the feed has %v up to %v while an older transaction is open", acts, end)
	}
	must(t, open.Commit(t.Context()))
	var acts []string
	var end history.Position
	for len(acts) < 2 { // other tests' transactions hold the feed back too
		acts, end = feed()
	}
	if !slices.Equal(acts, []string{"slow", "quick"}) || end == (history.Position{}) {
		t.Errorf("the feed has %v up to %v", acts, end)
	}
}

// The tenth transaction comes after the ninth, though its text comes before.
func TestTheFeedEndsWithTheNewestTransaction(t *testing.T) {
	t.Parallel()
	f := open(t)
	o := f.organization("Hợp tác xã Số Mười")
	for _, xact := range []string{"9", "10"} {
		_, err := f.owner(t).Exec(t.Context(), `INSERT INTO history (xact, id, operation, act, organization_id, caller, effective_on, recorded_at)
 VALUES ($1::text::xid8, gen_random_uuid(), 'x', 'made', $2, '', '2021-06-01', now())`, xact, o.ID.String())
		must(t, err)
	}
	f.read(t, f.desk(), func(ctx context.Context, tx registry.ReadTx) {
		if end, err := tx.FeedEnd(ctx); err != nil || end.Xact != 10 {
			t.Errorf("the feed ends at %v: %v", end, err)
		}
	})
}
