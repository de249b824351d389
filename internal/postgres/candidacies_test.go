package postgres_test

import (
	"strings"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// A candidate is listed in the province where its organisation has its seat, also after a move, and in no other.
func TestACandidateIsListedWhereItsOrganizationIs(t *testing.T) {
	t.Parallel()
	f := open(t)
	ctx := caller.With(t.Context(), caller.Operator("test"))
	o := f.organization("Hợp tác xã Dời Nhà")
	write := func(fn func(tx registry.Tx) error) {
		t.Helper()
		must(t, f.InTx(ctx, fn))
	}
	write(func(tx registry.Tx) error {
		if err := tx.CreateOrganization(ctx, o); err != nil {
			return err
		}
		_, err := tx.SaveCandidacies(ctx, []replication.Candidacy{{OrganizationID: o.ID, Programme: "qd-167-2021", Spans: []replication.Span{{
			Period: vn.Period{From: vn.MustDate("2021-02-03")}, Verdict: replication.Undetermined, Conditions: []string{}, Standing: []int64{1}, Stage: replication.StageNone,
		}}}})
		return err
	})
	listed := func(province string) (n int) {
		t.Helper()
		q := registry.CandidateQuery{CandidateFilter: registry.CandidateFilter{Programme: "qd-167-2021", AsOf: vn.MustDate("2030-01-01"), Limit: 10}, Years: 3}
		q.Area = &coop.Area{List: "2025", Level: "province", Codes: []string{province}}
		must(t, f.Read(ctx, func(tx registry.ReadTx) error {
			found, err := tx.Candidates(ctx, q)
			n = len(found)
			return err
		}))
		return n
	}
	if here, there := listed("82"), listed("48"); here != 1 || there != 0 {
		t.Errorf("listed %d in its province, %d in another", here, there)
	}
	conn := f.owner(t)
	for _, change := range []string{
		"UPDATE candidacies SET new_province = '48'", // is not for anybody to say
		"UPDATE organizations SET name_vi = name_vi || ' 2'",
	} {
		if _, err := conn.Exec(ctx, change); err != nil {
			t.Fatal(err)
		}
	}
	if here, there := listed("82"), listed("48"); here != 1 || there != 0 {
		t.Errorf("listed %d in its province, %d where a candidacy was put", here, there)
	}
	if _, err := conn.Exec(ctx, "UPDATE candidacies SET new_province = '48', verdict = 'eligible'"); err == nil || !strings.Contains(err.Error(), "keeps what was known") {
		t.Errorf("a verdict was changed: %v", err)
	}
	if _, err := conn.Exec(ctx, "UPDATE organizations SET new_province = '48'"); err != nil {
		t.Fatal(err)
	}
	if before, here := listed("82"), listed("48"); before != 0 || here != 1 {
		t.Errorf("after the move listed %d where it was, %d where it is", before, here)
	}
}
