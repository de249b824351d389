package postgres_test

import (
	"strings"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// A day has one state for each instant of knowledge, whatever the program does.
func TestTheDatabaseRefusesTwoStatesOfADay(t *testing.T) {
	t.Parallel()
	f := open(t)
	ctx := caller.With(t.Context(), caller.Operator("test"))
	for _, c := range []struct {
		what, refused string
		from, to      []string
	}{
		{"two versions of a day", "organization_versions_no_overlap", []string{"2010-01-01", "2010-01-09"}, []string{"2010-01-10", "2010-02-01"}},
		{"a version beside the present", "organizations_present_alone", []string{"2030-01-01"}, []string{"2030-02-01"}},
		{"versions that meet", "", []string{"2010-01-01", "2010-01-10"}, []string{"2010-01-10", "2010-02-01"}},
	} {
		err := f.InTx(ctx, func(tx registry.Tx) error {
			o := f.organization("Hợp tác xã " + c.what)
			o.Code = ""
			if err := tx.CreateOrganization(ctx, o); err != nil {
				return err
			}
			for i := range c.from {
				o.State = coop.Version{Period: vn.Period{From: vn.MustDate(c.from[i]), To: vn.MustDate(c.to[i])}, KnownFrom: noon()}
				if err := tx.AddOrganizationVersion(ctx, o); err != nil {
					return err
				}
			}
			return nil
		})
		if c.refused == "" && err != nil || c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused) && !strings.Contains(err.Error(), "two states")) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

func TestTheLedgerAndTheLogAreNeverChanged(t *testing.T) {
	t.Parallel()
	f := open(t)
	conn := f.owner(t)
	for _, table := range []string{"history", "log_leaves", "log_hashes", "log_checkpoints", "log_keys"} {
		for _, change := range []string{"DELETE FROM " + table, "TRUNCATE " + table + " CASCADE", "UPDATE " + table + " SET " + map[string]string{
			"history": "act = act", "log_leaves": "index = index", "log_hashes": "hash = hash", "log_checkpoints": "note = note", "log_keys": "turn = turn",
		}[table]} {
			if _, err := conn.Exec(t.Context(), change); err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", change, err)
			}
		}
	}
}
