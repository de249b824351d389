package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// bundle is a log of some entries about one organisation, handed over to a second key before the last, and the folders of it.
type bundle struct {
	verifier   string // of the second key
	keys       history.Keys
	checkpoint string
	whole      []fetchedLeaf
	acts       []coop.Act
}

func newBundle(t *testing.T, n int) bundle {
	t.Helper()
	first, key := newLogKey(t), newLogKey(t)
	b := bundle{verifier: key.Verifier, keys: history.Keys{{Verifier: first.Verifier}}}
	var tree history.Tree
	var stored []history.Hash
	for i := range n {
		if i == n-1 {
			handed, err := first.HandOver(&tree, key)
			must(t, err)
			b.keys = append(b.keys, handed)
		}
		e := history.Entry{
			ID: id.New[history.Entry](), Operation: "approveDossier", Act: "organization.changed", OrganizationID: "o", Caller: "Bàn 1",
			EffectiveOn: vn.MustDate("2025-07-01"), RecordedAt: time.Unix(int64(i), 123000).UTC(), Cite: []law.Cite{},
			After: json.RawMessage(fmt.Sprintf(`{"revision": %d, "name": {"vi": "Tên <b>"}}`, i)),
		}
		leaf, err := e.Leaf()
		must(t, err)
		hashes, err := tree.Append(history.LeafHash(leaf))
		must(t, err)
		stored = append(stored, hashes...)
		index := int64(i)
		b.whole = append(b.whole, fetchedLeaf{LoggedLeaf: history.LoggedLeaf{Index: index, Leaf: string(leaf)}})
		b.acts = append(b.acts, coop.Act{ID: e.ID.String(), Act: e.Act, EffectiveOn: e.EffectiveOn, RecordedAt: e.RecordedAt, Cite: e.Cite, After: e.After, LeafIndex: &index})
	}
	var err error
	b.checkpoint, err = key.Sign(&tree)
	must(t, err)
	for i := range b.whole {
		b.whole[i].Proof, err = tlog.ProveRecord(int64(n), int64(i), tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
			found := make([]tlog.Hash, len(at))
			for k, index := range at {
				found[k] = stored[index]
			}
			return found, nil
		}))
		must(t, err)
	}
	return b
}

func newLogKey(t *testing.T) *history.LogKey {
	t.Helper()
	secret, err := history.NewLogKey("thu")
	must(t, err)
	key, err := history.ParseLogKey(secret)
	must(t, err)
	return key
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// verify writes the folder and checks it.
func (b bundle) verify(t *testing.T, partial bool) (int, string) {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, checkpointFile), []byte(b.checkpoint), 0o600))
	if b.keys != nil {
		text, err := json.Marshal(map[string]any{"items": b.keys})
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, keysFile), text, 0o600))
	}
	lines := func(name string, n int, value func(i int) any) {
		_, err := writeLines(filepath.Join(dir, name), func(put func(any) error) error {
			for i := range n {
				if err := put(value(i)); err != nil {
					return err
				}
			}
			return nil
		})
		must(t, err)
	}
	lines(leavesFile, len(b.whole), func(i int) any { return b.whole[i] })
	if partial {
		lines(actsFile, len(b.acts), func(i int) any { return b.acts[i] })
	}
	var out, errs bytes.Buffer
	code := run([]string{"verify", dir, "--key", b.verifier}, &out, &errs)
	return code, out.String() + errs.String()
}

func TestVerifyFindsWhatWasNotSigned(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what    string
		partial bool
		change  func(b *bundle)
		code    int
		says    string
	}{
		{"a whole log", false, func(*bundle) {}, 0, "khớp: 11 mục"},
		{"a record", true, func(b *bundle) { b.whole, b.acts = b.whole[3:5], b.acts[3:5] }, 0, "khớp: 2 mục"},
		{"a changed leaf of a whole log", false, func(b *bundle) { b.whole[4].Leaf = strings.Replace(b.whole[4].Leaf, "Tên", "Ten", 1) }, exitRefused, "KHÔNG khớp"},
		{"a leaf left out", false, func(b *bundle) { b.whole = b.whole[:10] }, exitRefused, "10 mục"},
		{"a changed leaf of a record", true, func(b *bundle) { b.whole[4].Leaf = strings.Replace(b.whole[4].Leaf, "Tên", "Ten", 1) }, exitRefused, "mục 4"},
		{"a leaf in another's place", true, func(b *bundle) { b.whole[4].Leaf = b.whole[5].Leaf }, exitRefused, "mục 4"},
		{"a changed act", true, func(b *bundle) { b.acts[2].After = json.RawMessage(`{"name":{"vi":"Khác"},"revision":2}`) }, exitRefused, "after"},
		{"an act on another day", true, func(b *bundle) { b.acts[2].EffectiveOn = vn.MustDate("2025-07-02") }, exitRefused, "effective_on"},
		{"an act whose leaf is missing", true, func(b *bundle) { b.whole = b.whole[1:] }, exitRefused, "thiếu mục 0"},
		{"an act that is not logged", true, func(b *bundle) { b.acts[0].LeafIndex = nil }, exitRefused, "chưa vào nhật ký"},
		{"a checkpoint of another size", false, func(b *bundle) { b.checkpoint = strings.Replace(b.checkpoint, "\n11\n", "\n12\n", 1) }, exitRefused, "KHÔNG khớp"},
		{"trusting the key before", false, func(b *bundle) { b.verifier = b.keys[0].Verifier }, 0, "khớp: 11 mục"},
		{"a folder without keys", true, func(b *bundle) { b.keys = nil }, 0, "khớp: 11 mục"},
		{"the key before, which did not sign this", false, func(b *bundle) { b.verifier, b.keys = b.keys[0].Verifier, nil }, exitRefused, "KHÔNG khớp"},
		{"a key that was handed nothing", false, func(b *bundle) { b.keys[1].Handover = b.checkpoint }, exitRefused, "KHÔNG khớp"},
		{"another key", false, func(b *bundle) { b.verifier = newBundle(t, 1).verifier }, exitRefused, "KHÔNG khớp"},
	} {
		b := newBundle(t, 11)
		c.change(&b)
		if code, says := b.verify(t, c.partial); code != c.code || !strings.Contains(says, c.says) {
			t.Errorf("%s: %d %s", c.what, code, says)
		}
	}
}
