package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

// differences is what check --rebuild tells.
func (w *world) differences() (found []string) {
	w.t.Helper()
	report, err := w.registry.CheckRebuild(caller.With(w.t.Context(), caller.Operator("test")), func(d string) { found = append(found, d) })
	if err != nil || report.Differences != len(found) {
		w.t.Errorf("rebuilt %+v: %v", report, err)
	}
	return found
}

// putBack fills a table from the one kept; generated columns are worked out anew.
const putBack = `DO $$
DECLARE columns text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
   WHERE attrelid = '%[1]s'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
  EXECUTE format('INSERT INTO %[1]s (%%s) SELECT %%s FROM kept', columns, columns);
END $$`

// Whoever changes, takes out or slips in a row of any table that follows from the ledger is found, and the thing is named.
func TestARowThatDoesNotFollowFromTheLedgerIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	caoLanh := w.desk("tckh-866")
	id := w.file(caoLanh, modern("Hợp tác xã Thật thà")).text(t, "organization_id")
	book := "key,kind,name,place,registered_on,authority\n1,lhhtx,Liên hiệp hợp tác xã Sen,29881,2020-03-02,skhdt-87\n"
	made := w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")
	union := made.json(t)["items"].([]any)[0].(object)["organization_id"].(string)
	member := func(m object) object {
		m["organization_id"] = id
		return about("information_update", "lhhtx", union, object{"memberships": []any{m}})
	}
	w.file(caoLanh, member(object{"joined_on": "2024-09-04", "capital_vnd": 500_000_000}))
	w.clockTo("2024-09-10")
	w.file(caoLanh, member(object{"left_on": "2024-09-09"}))
	w.file(caoLanh, about("suspension", "htx", id, object{"suspension": object{"from": "2024-09-20", "to": "2024-10-31"}, "resolution": resolved("2024-09-05")}))
	w.clockTo("2024-09-12")
	w.file(caoLanh, about("change_registration", "htx", id, object{"name": object{"vi": "Hợp tác xã Thật thà hơn"}, "resolution": resolved("2024-09-11")}))
	opened := w.file(caoLanh, about("unit_registration", "htx", id, object{
		"name": object{"vi": "Chi nhánh Hợp tác xã Thật thà hơn"}, "seat": object{"line": "Số 2", "place": "29881"},
		"industries": []any{object{"edition": "2018", "code": "0161", "main": true}},
		"unit":       object{"kind": "branch", "decided_on": "2024-09-11", "heads": []any{object{"full_name": "Lê Thị Bé", "title": "Giám đốc"}}},
	}))
	unit := opened.text(t, "unit_id")
	if found := w.differences(); len(found) > 0 {
		t.Fatalf("an honest register: %v", found)
	}
	for _, c := range []struct{ table, tampering, found string }{
		{"organizations", "UPDATE organizations SET email = 'x@example.vn' WHERE id = '" + id + "'", "organization " + id + ": state from 2024-09-12"},
		{"organization_versions", "UPDATE organization_versions SET name_vi = 'Hợp tác xã Khác' WHERE id = '" + id + "'", "differs from the ledger in name"},
		{"organization_versions", "DELETE FROM organization_versions WHERE id = '" + id + "'", "is not in the tables"},
		{"units", "UPDATE units SET name = 'Chi nhánh khác'", "unit " + unit + ": state from 2024-09-12"},
		{"units", "DELETE FROM units", "unit " + unit},
		{"links", "UPDATE links SET valid_from = '2024-09-01' WHERE valid_to IS NULL", "link member_of " + id + " " + union},
		{"links", "UPDATE links SET capital_vnd = 1", "does not follow from the ledger"},
		{"links", "UPDATE links SET valid_to = '2024-09-08' WHERE valid_to IS NOT NULL", "from 2024-09-04 to 2024-09-08"},
		{"links", "UPDATE links SET known_from = known_from - interval '1 day' WHERE valid_to IS NULL", "known 2024-09-03"},
		{"links", "DELETE FROM links WHERE valid_to IS NOT NULL", "is not in the tables"},
		{"links", "INSERT INTO links SELECT gen_random_uuid(), 'merged_into', from_id, to_id, valid_from, valid_to, known_from FROM links LIMIT 1", "link merged_into " + id + " " + union},
		{"timers", "UPDATE timers SET due_on = due_on + 30", "due 2024-12-01"},
		{"timers", "UPDATE timers SET settled_at = now(), outcome = 'void'", `settled "void"`},
		{"timers", "DELETE FROM timers", "is not in the tables"},
		{"timers", "INSERT INTO timers SELECT gen_random_uuid(), 'silence_ends', organization_id, unit_id, dossier_id, due_on FROM timers LIMIT 1", "silence_ends of organization " + id},
		{"name_claims", "DELETE FROM name_claims WHERE pool = 'htx'", "name htx thật thà hơn: claim of organization " + id + " is not in the tables"},
		{"name_claims", "UPDATE name_claims SET organization_id = '" + union + "' WHERE pool = 'htx'", "claim of organization " + union + " does not follow"},
		{"name_claims", "INSERT INTO name_claims VALUES ('htx', 'thật thà', '" + union + "')", "name htx thật thà: claim of organization " + union},
	} {
		w.asOwner("CREATE TABLE kept AS TABLE "+c.table, c.tampering)
		if found := strings.Join(w.differences(), "\n"); !strings.Contains(found, c.found) {
			t.Errorf("%s: want %q, found %s", c.tampering, c.found, found)
		}
		w.asOwner("DELETE FROM "+c.table, fmt.Sprintf(putBack, c.table), "DROP TABLE kept")
	}
	if found := w.differences(); len(found) > 0 {
		t.Errorf("put back, it still differs: %v", found)
	}
}
