package postgres_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

func TestADossierIsReadBackInEveryState(t *testing.T) {
	t.Parallel()
	f := open(t)
	o := f.organization("Hợp tác xã Đồng Tâm")
	d := f.draft()
	same := func() {
		t.Helper()
		f.read(t, f.desk(), func(ctx context.Context, tx registry.ReadTx) {
			got, err := tx.Dossier(ctx, d.ID)
			must(t, err)
			if !reflect.DeepEqual(got, d) {
				t.Errorf("got  %+v\nwant %+v", got, d)
			}
		})
	}
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.CreateDossier(ctx, d, "87")) })
	same()

	d.State, d.Number, d.ReceivedAt, d.ReceivedBy = dossier.StateSubmitted, "HS-1", new(noon()), f.lead.ID
	d.DueOn, d.Regime, d.Rulebook = vn.MustDate("2025-07-15"), "R2", "digest"
	save := func() {
		t.Helper()
		f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.SaveDossier(ctx, d, d.Revision)) })
		d.Revision++
		same()
	}
	save()

	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.CreateOrganization(ctx, o)) })
	d.State, d.OrganizationID, d.DecidedAt, d.DecidedBy = dossier.StateApproved, &o.ID, new(noon()), f.lead.ID
	d.Decision = &dossier.Decision{By: "Lê Văn C", Reasons: []dossier.Reason{}, Acts: []string{"x"}}
	save()

	err := f.InTx(caller.With(t.Context(), f.desk()), func(tx registry.Tx) error {
		return tx.SaveDossier(t.Context(), d, d.Revision)
	})
	if !errors.Is(err, dossier.ErrWrongState) {
		t.Errorf("a decided dossier was touched: %v", err)
	}
}

func TestASaveOfAnOldRevisionIsStale(t *testing.T) {
	t.Parallel()
	f := open(t)
	d := f.draft()
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.CreateDossier(ctx, d, "87"))
	})
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.SaveDossier(ctx, d, 1)) })
	ctx := caller.With(t.Context(), f.desk())
	err := f.InTx(ctx, func(tx registry.Tx) error { return tx.SaveDossier(ctx, d, 1) })
	if !errors.Is(err, fault.Stale) {
		t.Errorf("got %v", err)
	}
}

func TestDossiersAreListedByEveryFilterAndOrder(t *testing.T) {
	t.Parallel()
	f := open(t)
	var all []dossier.Dossier // in order of entry: draft, then two submitted
	for i := range 3 {
		d := f.draft()
		if i > 0 {
			d.State, d.Number = dossier.StateSubmitted, "HS-2025-"+string(rune('0'+i))
			d.ReceivedAt, d.ReceivedBy = new(noon().AddDate(0, 0, i)), f.lead.ID
			d.DueOn = vn.MustDate("2025-07-20").AddDays(-i)
			d.Payload.Name.Vi = "Hợp tác xã Bình Minh"
		}
		all = append(all, d)
		f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.CreateDossier(ctx, d, "87")) })
	}
	for name, c := range map[string]struct {
		q    dossier.Query
		want []int
	}{
		"newest first":   {dossier.Query{}, []int{2, 1, 0}},
		"oldest first":   {dossier.Query{Sort: dossier.SortCreated}, []int{0, 1, 2}},
		"due first":      {dossier.Query{Sort: dossier.SortDue}, []int{2, 1}},
		"state":          {dossier.Query{State: dossier.StateDraft}, []int{0}},
		"procedure":      {dossier.Query{Procedure: "merger"}, nil},
		"authority":      {dossier.Query{AuthorityID: f.sact.ID.String()}, nil},
		"overdue":        {dossier.Query{OverdueOn: vn.MustDate("2025-07-19")}, []int{2}},
		"due before":     {dossier.Query{DueBefore: vn.MustDate("2025-07-20")}, []int{2, 1}},
		"received from":  {dossier.Query{ReceivedFrom: vn.MustDate("2025-07-12")}, []int{2}},
		"received to":    {dossier.Query{ReceivedTo: vn.MustDate("2025-07-12")}, []int{1}},
		"words of name":  {dossier.Query{Words: []string{"dong", "tam"}}, []int{0}},
		"part of number": {dossier.Query{Words: []string{"2025"}}, []int{2, 1}},
	} {
		f.read(t, f.desk(), func(ctx context.Context, tx registry.ReadTx) {
			n, err := tx.CountDossiers(ctx, c.q)
			must(t, err)
			if int(n) != len(c.want) {
				t.Errorf("%s: counted %d", name, n)
			}
			var got []dossier.ID
			for q := c.q; ; {
				q.Limit = 1
				page, err := tx.Dossiers(ctx, q)
				must(t, err)
				if len(page) == 0 {
					break
				}
				got = append(got, page[0].ID)
				q.After = &dossier.Position{ID: page[0].ID, Due: page[0].DueOn}
			}
			var want []dossier.ID
			for _, i := range c.want {
				want = append(want, all[i].ID)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %v, want %v", name, got, want)
			}
		})
	}
	f.read(t, f.desk(), func(ctx context.Context, tx registry.ReadTx) {
		late, err := tx.OverdrawnDossiers(ctx, vn.MustDate("2025-09-11"), 10)
		must(t, err)
		if len(late) != 1 || late[0].ID != all[0].ID {
			t.Errorf("overdrawn: %v", late)
		}
		if late, err = tx.OverdrawnDossiers(ctx, vn.MustDate("2025-09-10"), 10); err != nil || len(late) != 0 {
			t.Errorf("overdrawn on its last day: %v %v", late, err)
		}
	})
}

func TestADossierOfAnotherAreaDoesNotExist(t *testing.T) {
	t.Parallel()
	f := open(t, oneConnection)
	d := f.draft()
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.CreateDossier(ctx, d, "87")) })
	for scope, sees := range map[string]bool{
		"": false, f.sact.ID.String(): false, "province:82": false, "province:8": false, "' OR true --": false,
		"all": true, f.caoLanh.ID.String(): true, "province:82,province:87": true,
		f.sact.ID.String() + ",province:87": true,
	} {
		f.read(t, caller.Caller{Scope: scope}, func(ctx context.Context, tx registry.ReadTx) {
			_, err := tx.Dossier(ctx, d.ID)
			if sees != (err == nil) || err != nil && !errors.Is(err, dossier.ErrNotFound) {
				t.Errorf("scope %q: %v", scope, err)
			}
			list, err := tx.Dossiers(ctx, dossier.Query{Limit: 5})
			must(t, err)
			n, err := tx.CountDossiers(ctx, dossier.Query{})
			must(t, err)
			if sees != (len(list) == 1) || sees != (n == 1) {
				t.Errorf("scope %q: listed %d, counted %d", scope, len(list), n)
			}
		})
		// The second wall, without the first: plain SQL on the same connection that has just worked for someone else.
		var seen int
		must(t, f.Pool().QueryRow(t.Context(), "SELECT count(*) FROM dossiers").Scan(&seen))
		if seen != 0 {
			t.Errorf("after scope %q the connection shows %d dossiers to nobody", scope, seen)
		}
	}
}

func TestNobodyWritesADossierIntoAnotherArea(t *testing.T) {
	t.Parallel()
	f := open(t)
	foreign := caller.With(t.Context(), caller.Caller{Scope: f.sact.ID.String()})
	err := f.InTx(foreign, func(tx registry.Tx) error { return tx.CreateDossier(foreign, f.draft(), "87") })
	if err == nil {
		t.Error("created")
	}
	d := f.draft()
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.CreateDossier(ctx, d, "87")) })
	err = f.InTx(foreign, func(tx registry.Tx) error { return tx.SaveDossier(foreign, d, 1) })
	if !errors.Is(err, fault.Stale) {
		t.Errorf("saved: %v", err)
	}
}

func TestADeskHasTheKeysInForce(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.write(t, caller.Operator("test"), func(ctx context.Context, tx registry.Tx) {
		officer, late, gone := key(3, caller.DeskOfficer, f.caoLanh), key(4, caller.DeskLead, f.caoLanh), key(5, caller.DeskLead, f.caoLanh)
		late.ExpiresAt, gone.RevokedAt = new(noon()), new(noon())
		watcher := key(6, caller.Auditor, f.caoLanh)
		for _, k := range []registry.Key{officer, late, gone, watcher} {
			must(t, tx.CreateKey(ctx, k))
		}
		n, err := tx.DeskSize(ctx, f.caoLanh.ID.String())
		must(t, err)
		if n != 2 {
			t.Errorf("%d keys", n)
		}
		if n, err = tx.DeskSize(ctx, id.New[registry.Key]().String()); err != nil || n != 0 {
			t.Errorf("unknown desk: %d %v", n, err)
		}
	})
}
