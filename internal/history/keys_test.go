package history_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/history"
)

// handedOver is a log of nine leaves that three keys signed, handed over at three and at six, with its checkpoints by size.
func handedOver(t *testing.T) (keys history.Keys, signers []*history.LogKey, checkpoints map[int]string, at map[int]history.Tree) {
	t.Helper()
	for range 3 {
		secret, err := history.NewLogKey("sổ-thử")
		must(t, err)
		k, err := history.ParseLogKey(secret)
		must(t, err)
		signers = append(signers, k)
	}
	keys, checkpoints, at = history.Keys{{Verifier: signers[0].Verifier}}, map[int]string{}, map[int]history.Tree{}
	var tree history.Tree
	for size := 1; size <= 9; size++ {
		_, err := tree.Append(history.LeafHash(fmt.Append(nil, size)))
		must(t, err)
		at[size] = tree
		checkpoints[size], err = signers[(size-1)/3].Sign(&tree)
		must(t, err)
		if size%3 == 0 && size < 9 {
			next, err := signers[size/3-1].HandOver(&tree, signers[size/3])
			must(t, err)
			keys = append(keys, next)
		}
	}
	return keys, signers, checkpoints, at
}

func TestWhoTrustsOneKeyOfALogMayTrustAll(t *testing.T) {
	t.Parallel()
	keys, signers, checkpoints, at := handedOver(t)
	for i, trusted := range signers {
		chain, err := keys.Trust(trusted.Verifier + "\n")
		must(t, err)
		for size, signed := range checkpoints {
			tree := at[size]
			root, err := tree.Root()
			must(t, err)
			if c, err := chain.Open(signed); err != nil || c.Size != int64(size) || c.Root != root {
				t.Errorf("checkpoint of %d by key %d: %+v, %v", size, i+1, c, err)
			}
		}
	}
	alone, err := history.Keys(nil).Trust(signers[0].Verifier)
	must(t, err)
	if _, err := alone.Open(checkpoints[3]); err != nil {
		t.Errorf("the first key alone: %v", err)
	}
	if _, err := alone.Open(checkpoints[4]); !errors.Is(err, history.ErrCheckpoint) {
		t.Errorf("a checkpoint of the second key: %v", err)
	}
}

func TestAKeySignsInItsTurnOnly(t *testing.T) {
	t.Parallel()
	keys, signers, _, at := handedOver(t)
	for size, by := range map[int]int{3: 1, 4: 0, 6: 2, 7: 1, 9: 0} {
		tree := at[size]
		signed, err := signers[by].Sign(&tree)
		must(t, err)
		if _, err := keys.Open(signed); !errors.Is(err, history.ErrCheckpoint) {
			t.Errorf("a log of %d leaves by key %d: %v", size, by+1, err)
		}
	}
}

func TestAKeyThatNobodyNamedIsRefused(t *testing.T) {
	t.Parallel()
	keys, signers, _, at := handedOver(t)
	_, strangers, _, _ := handedOver(t)
	tree := at[3]
	byStranger, err := strangers[0].HandOver(&tree, strangers[1])
	must(t, err)
	toStranger, err := signers[0].HandOver(&tree, strangers[1])
	must(t, err)
	for what, spoil := range map[string]func(history.Keys) history.Keys{
		"a stranger handed over": func(ks history.Keys) history.Keys { ks[1] = byStranger; return ks },
		"to another than said":   func(ks history.Keys) history.Keys { ks[1].Handover = toStranger.Handover; return ks },
		"at another size":        func(ks history.Keys) history.Keys { ks[1].From++; return ks },
		"without a handover":     func(ks history.Keys) history.Keys { ks[1].Handover = ""; return ks },
		"a key left out":         func(ks history.Keys) history.Keys { return slices.Delete(ks, 1, 2) },
		"in another order":       func(ks history.Keys) history.Keys { ks[1], ks[2] = ks[2], ks[1]; return ks },
		"a checkpoint for a handover": func(ks history.Keys) history.Keys {
			ks[1].Handover = strings.Replace(ks[1].Handover, "next ", "text ", 1)
			return ks
		},
	} {
		if _, err := spoil(slices.Clone(keys)).Trust(signers[0].Verifier); !errors.Is(err, history.ErrKeys) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := keys.Trust(strangers[0].Verifier); !errors.Is(err, history.ErrKeys) {
		t.Errorf("another log's key: %v", err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// FuzzParseLogKey holds that what is taken for a key signs under its own name.
func FuzzParseLogKey(f *testing.F) {
	key, err := history.NewLogKey("log.example")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(key)
	f.Add(" " + key + "\n")
	f.Add("PRIVATE+KEY+log.example+00000000+AQ==")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := history.ParseLogKey(text)
		if err == nil && (k.Name() == "" || k.Verifier == "") {
			t.Errorf("%q is a key of no name", text)
		}
	})
}
