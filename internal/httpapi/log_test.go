package httpapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"

	"htxregistry/internal/history"
)

// log puts into the log what is not there yet. Entries wait for every older transaction of the whole cluster, other tests'
// too, so it asks again until all are in.
func (w *world) log() {
	w.t.Helper()
	conn, err := pgx.Connect(w.t.Context(), w.url)
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(w.t.Context())) //nolint:errcheck // nothing is pending
	for missing := 1; missing > 0; {
		if _, err := w.registry.AppendLog(w.t.Context()); err != nil {
			w.t.Fatal(err)
		}
		if err := conn.QueryRow(w.t.Context(), "SELECT (SELECT count(*) FROM history) - (SELECT count(*) FROM log_leaves)").Scan(&missing); err != nil {
			w.t.Fatal(err)
		}
	}
}

// asOwner runs SQL as the owner of the tables, as an operator with the password of the database could.
func (w *world) asOwner(sql ...string) {
	w.t.Helper()
	w.unproven = true
	conn, err := pgx.Connect(w.t.Context(), w.url)
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(w.t.Context())) //nolint:errcheck // nothing is pending
	for _, statement := range append([]string{"SET session_replication_role = replica"}, sql...) {
		if _, err := conn.Exec(w.t.Context(), statement); err != nil {
			w.t.Fatal(err)
		}
	}
}

// leaves reads the whole log as anybody can.
func (w *world) leaves() []history.LoggedLeaf {
	w.t.Helper()
	var list struct{ Items []history.LoggedLeaf }
	if err := json.Unmarshal(w.want(w.call("", http.MethodGet, "/v1/log/entries?from=0&to=1000", nil), 200, "").body, &list); err != nil {
		w.t.Fatal(err)
	}
	return list.Items
}

func (w *world) checkpoint() history.Checkpoint {
	w.t.Helper()
	verifier := w.want(w.call("", http.MethodGet, "/v1/log/key", nil), 200, "").body
	signed := w.want(w.call("", http.MethodGet, "/v1/log/checkpoint", nil), 200, "").body
	c, err := history.OpenCheckpoint(string(signed), string(verifier))
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func bytesOf(hashes []history.Hash) [][]byte {
	all := make([][]byte, len(hashes))
	for i, h := range hashes {
		all[i] = h[:]
	}
	return all
}

// Every proof is checked by an implementation that shares nothing with ours.
func TestAnotherImplementationChecksTheProofs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	w.want(w.call("", http.MethodGet, "/v1/log/checkpoint", nil), 404, "log-empty")
	w.want(w.call("", http.MethodGet, "/v1/log/proofs/inclusion?leaf=0", nil), 404, "log-empty")
	caoLanh := w.desk("tckh-866")
	var older []history.Checkpoint
	for i := range 3 {
		w.file(caoLanh, modern(fmt.Sprintf("Hợp tác xã Nhật ký %d", i)))
		w.log()
		older = append(older, w.checkpoint())
	}
	now := older[2]
	leaves := w.leaves()
	if int64(len(leaves)) != now.Size || now.Size < 9 {
		t.Fatalf("%d leaves, a checkpoint of %d", len(leaves), now.Size)
	}
	for i, leaf := range leaves {
		hash := rfc6962.DefaultHasher.HashLeaf([]byte(leaf.Leaf))
		var p history.Inclusion
		body := w.want(w.call("", http.MethodGet, fmt.Sprintf("/v1/log/proofs/inclusion?leaf=%d", i), nil), 200, "").body
		if err := json.Unmarshal(body, &p); err != nil {
			t.Fatal(err)
		}
		if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(i), uint64(p.Size), hash, bytesOf(p.Proof), now.Root[:]); err != nil {
			t.Errorf("leaf %d: %v", i, err)
		}
		if !now.Includes(int64(i), leaf.Hash, p.Proof) || now.Includes(int64(i), history.LeafHash([]byte("{}")), p.Proof) {
			t.Errorf("leaf %d: our own check", i)
		}
	}
	for _, c := range older[:2] {
		var p struct{ Proof []history.Hash }
		body := w.want(w.call("", http.MethodGet, fmt.Sprintf("/v1/log/proofs/consistency?from=%d", c.Size), nil), 200, "").body
		if err := json.Unmarshal(body, &p); err != nil {
			t.Fatal(err)
		}
		if err := proof.VerifyConsistency(rfc6962.DefaultHasher, uint64(c.Size), uint64(now.Size), bytesOf(p.Proof), c.Root[:], now.Root[:]); err != nil {
			t.Errorf("from %d: %v", c.Size, err)
		}
		if !now.Extends(c, p.Proof) {
			t.Errorf("from %d: our own check", c.Size)
		}
	}
	w.want(w.call("", http.MethodGet, "/v1/log/proofs/inclusion", nil), 400, "")
	w.want(w.call("", http.MethodGet, "/v1/log/proofs/inclusion?leaf=99", nil), 404, "not-logged")
	w.want(w.call("", http.MethodGet, "/v1/log/proofs/consistency?from=99", nil), 404, "not-logged")
	w.want(w.call("", http.MethodGet, "/v1/log/proofs/consistency?from=2&to=1", nil), 400, "invalid-request")
	w.want(w.call("", http.MethodGet, "/v1/log/entries?from=0&to=1001", nil), 400, "")
	w.want(w.call("", http.MethodGet, "/v1/log/entries?from=2&to=1", nil), 400, "")
}

func TestTheLogSaysWhatTheLedgerSaysAndNothingPersonal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	id := w.file(w.desk("tckh-866"), modern("Hợp tác xã Công khai")).text(t, "organization_id")
	acts := "/v1/organizations/" + id + "/acts"
	entry := func() object { return w.call("", http.MethodGet, acts, nil).json(t)["items"].([]any)[0].(object) }
	if _, logged := entry()["leaf_index"]; logged {
		t.Error("logged before it was")
	}
	w.log()
	act, leaves := entry(), w.leaves()
	leaf := leaves[int(act["leaf_index"].(float64))]
	var said object
	if err := json.Unmarshal([]byte(leaf.Leaf), &said); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"id", "act", "effective_on", "recorded_at", "rulebook", "after", "dossier_id"} {
		if fmt.Sprint(said[name]) != fmt.Sprint(act[name]) {
			t.Errorf("%s: the log says %v, the ledger %v", name, said[name], act[name])
		}
	}
	for _, l := range leaves {
		for _, personal := range []string{"desk_officer", "desk_lead", "087085001234", "0901234567", "1985-02-03", "Ấp 1, xã Mỹ Ngãi"} {
			if strings.Contains(l.Leaf, personal) {
				t.Errorf("leaf %d tells %s: %s", l.Index, personal, l.Leaf)
			}
		}
	}
}

// broken is what check --log tells.
func (w *world) broken(elsewhere string) []string {
	w.t.Helper()
	var faults []string
	if _, err := w.registry.CheckLog(w.t.Context(), "", elsewhere, func(f string) { faults = append(faults, f) }); err != nil {
		w.t.Fatal(err)
	}
	return faults
}

func TestAnOperatorWhoChangesTheLedgerIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	caoLanh := w.desk("tckh-866")
	id := w.file(caoLanh, modern("Hợp tác xã Thật thà")).text(t, "organization_id")
	w.log()
	kept := string(w.call("", http.MethodGet, "/v1/log/checkpoint", nil).body)
	w.file(caoLanh, modern("Hợp tác xã Thứ hai"))
	w.log()
	if faults := w.broken(kept); len(faults) > 0 {
		t.Fatalf("an honest log: %v", faults)
	}
	entry := w.call("", http.MethodGet, "/v1/organizations/"+id+"/acts", nil).json(t)["items"].([]any)[0].(object)
	for _, change := range []struct{ what, do, undo, found string }{
		{
			"a changed record", `UPDATE history SET after = jsonb_set(after, '{name,vi}', '"Hợp tác xã Gian dối"') WHERE id = '%s'`,
			`UPDATE history SET after = jsonb_set(after, '{name,vi}', '"Hợp tác xã Thật thà"') WHERE id = '%s'`, "was changed after it was logged",
		},
		{"another person", `UPDATE history SET caller = 'x' || caller WHERE id = '%s'`, `UPDATE history SET caller = substr(caller, 2) WHERE id = '%s'`, "was changed after it was logged"},
		{"another name held", `UPDATE history SET beside = jsonb_set(beside, '{names_claimed,0,key}', '"gian dối"') WHERE id = '%s'`, `UPDATE history SET beside = jsonb_set(beside, '{names_claimed,0,key}', beside#>'{names_claimed,1,key}') WHERE id = '%s'`, "was changed after it was logged"},
		{"another day", `UPDATE history SET effective_on = effective_on - 1 WHERE id = '%s'`, `UPDATE history SET effective_on = effective_on + 1 WHERE id = '%s'`, "was changed after it was logged"},
	} {
		w.asOwner(fmt.Sprintf(change.do, entry["id"]))
		faults := w.broken(kept)
		if len(faults) != 1 || !strings.Contains(faults[0], fmt.Sprint(entry["id"])) || !strings.Contains(faults[0], change.found) {
			t.Errorf("%s: %v", change.what, faults)
		}
		w.asOwner(fmt.Sprintf(change.undo, entry["id"]))
	}
	w.asOwner(fmt.Sprintf(`INSERT INTO history (epoch, xact, id, operation, act, caller, effective_on, recorded_at)
 SELECT epoch, '1', gen_random_uuid(), 'x', 'organization.ended', 'x', effective_on, recorded_at FROM history WHERE id = '%s'`, entry["id"]))
	if faults := w.broken(kept); len(faults) != 1 || !strings.Contains(faults[0], "slipped in") {
		t.Errorf("a slipped in entry: %v", faults)
	}
	w.asOwner(`DELETE FROM history WHERE xact = '1'`)
	// Who changes the stored hash too meets the signed roots.
	w.asOwner(`UPDATE log_hashes SET hash = sha256(hash) WHERE index = 0`)
	if faults := w.broken(kept); !strings.Contains(strings.Join(faults, "\n"), "its root is") {
		t.Errorf("a changed hash: %v", faults)
	}
}

// Who makes the whole log anew and signs it is found by a checkpoint kept elsewhere.
func TestALogMadeAnewDoesNotAgreeWithACheckpointKeptElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	id := w.file(w.desk("tckh-866"), modern("Hợp tác xã Thật thà")).text(t, "organization_id")
	w.log()
	kept := string(w.call("", http.MethodGet, "/v1/log/checkpoint", nil).body)
	w.asOwner("DELETE FROM log_checkpoints", "DELETE FROM log_hashes", "DELETE FROM log_leaves",
		"UPDATE history SET rulebook = 'x' WHERE organization_id = '"+id+"'")
	w.log()
	if faults := w.broken(""); len(faults) > 0 {
		t.Errorf("the new log agrees with itself: %v", faults)
	}
	if faults := w.broken(kept); len(faults) != 1 || !strings.Contains(faults[0], "its root is") {
		t.Errorf("held against the old checkpoint: %v", faults)
	}
}

// newLogKey is a key that has signed nothing.
func newLogKey(t *testing.T) (*history.LogKey, string) {
	t.Helper()
	secret, err := history.NewLogKey("test")
	if err != nil {
		t.Fatal(err)
	}
	key, err := history.ParseLogKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	return key, secret
}

// A new key goes on with the log where the old one hands it over; what either signed stays proven for whoever trusts one.
func TestTheLogIsHandedOverToANewKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	caoLanh := w.desk("tckh-866")
	w.file(caoLanh, modern("Hợp tác xã Khóa cũ"))
	w.log()
	before := string(w.call("", http.MethodGet, "/v1/log/checkpoint", nil).body)
	old := strings.TrimSpace(string(w.call("", http.MethodGet, "/v1/log/key", nil).body))
	next, secret := newLogKey(t)
	for range 2 { // a command cut short is run again
		if err := w.registry.HandOverLog(t.Context(), next); err != nil {
			t.Fatal(err)
		}
	}
	w.file(caoLanh, modern("Hợp tác xã Khóa mới"))
	if n, err := w.registry.AppendLog(t.Context()); err == nil || n > 0 {
		t.Errorf("the old key went on: %d, %v", n, err)
	}
	w.logKey = secret
	w.open(w.clock.Now())
	w.log()
	after := string(w.call("", http.MethodGet, "/v1/log/checkpoint", nil).body)
	var list struct{ Items history.Keys }
	if err := json.Unmarshal(w.want(w.call("", http.MethodGet, "/v1/log/keys", nil), 200, "").body, &list); err != nil || len(list.Items) != 2 {
		t.Fatalf("keys: %+v, %v", list, err)
	}
	if shown := strings.TrimSpace(string(w.call("", http.MethodGet, "/v1/log/key", nil).body)); shown != next.Verifier {
		t.Errorf("the key of today: %s", shown)
	}
	for _, trusted := range []string{old, next.Verifier} {
		keys, err := list.Items.Trust(trusted)
		if err != nil {
			t.Fatal(err)
		}
		for _, signed := range []string{before, after} {
			if _, err := keys.Open(signed); err != nil {
				t.Errorf("trusting %s: %v\n%s", trusted, err, signed)
			}
		}
		var faults []string
		report, err := w.registry.CheckLog(t.Context(), trusted, before, func(f string) { faults = append(faults, f) })
		if err != nil || len(faults) > 0 || report.Checkpoints < 2 {
			t.Errorf("trusting %s: %+v %v, %v", trusted, report, faults, err)
		}
	}
	stranger, _ := newLogKey(t)
	if _, err := w.registry.CheckLog(t.Context(), stranger.Verifier, "", func(string) {}); err == nil {
		t.Error("a stranger's key is no key of this log")
	}
}

func TestTheLogNeverChangesItsKeyByItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	w.file(w.desk("tckh-866"), modern("Hợp tác xã Một khóa"))
	w.log()
	w.logKey = ""
	w.open(w.clock.Now())
	w.file(w.desk("tckh-866"), modern("Hợp tác xã Hai khóa"))
	if n, err := w.registry.AppendLog(t.Context()); err == nil || n > 0 {
		t.Errorf("went on with another key: %d, %v", n, err)
	}
}
