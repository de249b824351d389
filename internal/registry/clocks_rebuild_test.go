package registry_test

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"
)

// differences is what check --rebuild tells.
func (w *walk) differences(ctx context.Context) []string {
	w.t.Helper()
	var found []string
	report, err := w.r.CheckRebuild(ctx, func(d string) { found = append(found, d) })
	must(w.t, err)
	if report.Organizations != len(w.ids) || report.Differences != len(found) {
		w.t.Errorf("rebuilt %+v", report)
	}
	return found
}

// follows sees that the register follows from its ledger, and that a row changed by its owner does not.
func (w *walk) follows(ctx context.Context) {
	w.t.Helper()
	if found := w.differences(ctx); len(found) > 0 {
		w.t.Fatalf("the tables differ from the ledger: %s", strings.Join(found, "\n"))
	}
	conn, err := pgx.Connect(ctx, w.url)
	must(w.t, err)
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // nothing is pending
	_, err = conn.Exec(ctx, "SET session_replication_role = replica")
	must(w.t, err)
	for _, c := range []struct{ table, do, undo, names string }{
		{"organizations", "UPDATE organizations SET phone = phone || 'x' WHERE id = $1", "UPDATE organizations SET phone = rtrim(phone, 'x') WHERE id = $1", "differs from the ledger in phone"},
		{"organizations", "UPDATE organizations SET new_commune = '00000' WHERE id = $1", "UPDATE organizations o SET new_commune = p.new_commune FROM organizations p WHERE o.id = $1 AND p.id <> o.id AND p.new_commune <> '00000'", "differs from the ledger in placement"},
		{"versions", "UPDATE organization_versions SET email = 'x' WHERE id = $1", "UPDATE organization_versions SET email = '' WHERE id = $1", "differs from the ledger in email"},
	} {
		victim := w.ids[2]
		_, err := conn.Exec(ctx, c.do, [16]byte(victim))
		must(w.t, err)
		found := strings.Join(w.differences(ctx), "\n")
		if !strings.Contains(found, "organization "+victim.String()) || !strings.Contains(found, c.names) || strings.Contains(found, w.ids[3].String()) {
			w.t.Errorf("a changed row of %s: %s", c.table, found)
		}
		_, err = conn.Exec(ctx, c.undo, [16]byte(victim))
		must(w.t, err)
	}
	if found := w.differences(ctx); len(found) > 0 {
		w.t.Fatalf("put back, it still differs: %v", found)
	}
}
