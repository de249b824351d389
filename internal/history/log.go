package history

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a hash of the log: of a leaf, of an inner node or of a whole tree (RFC 6962: SHA-256 of 0x00 and the leaf's bytes,
// of 0x01 and the two hashes below). It is base64 on the wire.
type Hash = tlog.Hash

// LeafHash is the hash of the canonical bytes of a leaf.
func LeafHash(leaf []byte) Hash { return tlog.RecordHash(leaf) }

// Tree is a log of some size, as much of it as is needed to go on: the hash of each complete subtree at its right edge. The
// zero Tree is empty.
type Tree struct {
	size int64
	edge [64]Hash // the last complete node on each level
}

// EdgeOf tells which stored hashes a tree of a size is made from: give them to TreeFrom in this order.
func EdgeOf(size int64) []int64 {
	var indexes []int64
	for level := range 63 {
		if size>>level&1 == 1 {
			indexes = append(indexes, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	return indexes
}

// TreeFrom is the tree of a size whose EdgeOf hashes are these.
func TreeFrom(size int64, edge []Hash) *Tree {
	t := &Tree{size: size}
	for level := range 63 {
		if size>>level&1 == 1 {
			t.edge[level], edge = edge[0], edge[1:]
		}
	}
	return t
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Append adds a leaf and gives the hashes to be stored for it, the leaf's first. They follow those of the leaf before.
func (t *Tree) Append(leaf Hash) ([]Hash, error) {
	hashes, err := tlog.StoredHashesForRecordHash(t.size, leaf, t)
	if err != nil {
		return nil, fmt.Errorf("history: append to log: %w", err)
	}
	copy(t.edge[:], hashes)
	t.size++
	return hashes, nil
}

// Root is the hash of the whole tree.
func (t *Tree) Root() (Hash, error) { return tlog.TreeHash(t.size, t) }

// ReadHashes implements tlog.HashReader for the nodes of the right edge.
func (t *Tree) ReadHashes(indexes []int64) ([]Hash, error) {
	hashes := make([]Hash, len(indexes))
	for i, index := range indexes {
		level, _ := tlog.SplitStoredHashIndex(index)
		hashes[i] = t.edge[level]
	}
	return hashes, nil
}

// Checkpoint says how large the log was and what its root was. Signed, it is a note in the form of C2SP's tlog-checkpoint.
type Checkpoint struct {
	Origin string // name of the log, which is the name of its key
	Size   int64
	Root   Hash
}

// LogKey signs checkpoints (Ed25519). Verifier is what others need to check them.
type LogKey struct {
	signer   note.Signer
	Verifier string
}

// Faults of keys and checkpoints.
var (
	ErrLogKey     = errors.New("history: no key of a log")
	ErrCheckpoint = errors.New("history: no checkpoint of this log")
)

// NewLogKey makes the text of a new key for a log of that name.
func NewLogKey(name string) (string, error) {
	secret, _, err := note.GenerateKey(rand.Reader, name)
	return secret, err
}

// ParseLogKey reads the text of a key. It returns ErrLogKey.
func ParseLogKey(text string) (*LogKey, error) {
	text = strings.TrimSpace(text)
	signer, err := note.NewSigner(text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLogKey, err)
	}
	// The last part of the text is a byte for Ed25519 and the seed.
	parts := strings.SplitN(text, "+", 5)
	seed, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return nil, ErrLogKey
	}
	public, ok := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	if !ok {
		return nil, ErrLogKey
	}
	k := &LogKey{signer: signer}
	if k.Verifier, err = note.NewEd25519VerifierKey(signer.Name(), public); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLogKey, err)
	}
	return k, nil
}

// Sign gives the signed checkpoint of a tree.
func (k *LogKey) Sign(t *Tree) (string, error) {
	text, err := checkpointText(k.signer.Name(), t)
	if err != nil {
		return "", err
	}
	signed, err := note.Sign(&note.Note{Text: text}, k.signer)
	return string(signed), err
}

// Name is the name of the key, and so of its log.
func (k *LogKey) Name() string { return k.signer.Name() }

func checkpointText(name string, t *Tree) (string, error) {
	root, err := t.Root()
	return fmt.Sprintf("%s\n%d\n%s\n", name, t.size, root), err
}

// OpenCheckpoint checks the signature of a checkpoint with the text of a verifier. It returns ErrCheckpoint.
func OpenCheckpoint(signed, verifier string) (Checkpoint, error) {
	v, err := note.NewVerifier(strings.TrimSpace(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: verifier: %w", ErrCheckpoint, err)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != v.Name() {
		return Checkpoint{}, fmt.Errorf("%w: three lines and the name %s expected", ErrCheckpoint, v.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Checkpoint{}, fmt.Errorf("%w: size %q", ErrCheckpoint, lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: root: %w", ErrCheckpoint, err)
	}
	return Checkpoint{Origin: lines[0], Size: size, Root: root}, nil
}

// Includes tells whether a proof shows that the tree of the checkpoint has the leaf at an index.
func (c Checkpoint) Includes(index int64, leaf Hash, proof []Hash) bool {
	return index < c.Size && tlog.CheckRecord(proof, c.Size, c.Root, index, leaf) == nil
}

// Extends tells whether a proof shows that the tree of the checkpoint grew out of an older one without a change.
func (c Checkpoint) Extends(older Checkpoint, proof []Hash) bool {
	switch {
	case older.Size == 0:
		return true
	case older.Size == c.Size:
		return older.Root == c.Root
	case older.Size > c.Size:
		return false
	}
	return tlog.CheckTree(proof, c.Size, c.Root, older.Size, older.Root) == nil
}
