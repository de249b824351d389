package history

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// LoggedKey is a key of a log, by its verifier. It signs the checkpoints of logs larger than From.
type LoggedKey struct {
	Verifier string `json:"verifier"`
	From     int64  `json:"from_size"`
	// Handover is the checkpoint of the log of that size in which this key and the one before it name each other, signed by
	// both; empty for the key the log began with.
	Handover string `json:"handover,omitempty"`
}

// Keys are the keys of a log in the order of their turns.
type Keys []LoggedKey

// ErrKeys says that keys do not follow from one another, or that the one that is trusted is not among them.
var ErrKeys = errors.New("history: keys that do not follow from the trusted one")

// The lines of a handover after those of its checkpoint: the key that goes and the one that comes.
const (
	lineGoes  = "key "
	lineComes = "next "
)

// HandOver lets another key go on with the log from the tree on.
func (k *LogKey) HandOver(t *Tree, next *LogKey) (LoggedKey, error) {
	text, err := checkpointText(k.signer.Name(), t)
	if err != nil {
		return LoggedKey{}, err
	}
	text += lineGoes + k.Verifier + "\n" + lineComes + next.Verifier + "\n"
	signed, err := note.Sign(&note.Note{Text: text}, k.signer, next.signer)
	return LoggedKey{Verifier: next.Verifier, From: t.size, Handover: string(signed)}, err
}

// Trust holds the keys against one that is trusted: each names the next and is named by it, both signed, so whoever trusts one
// may trust all. Without keys the trusted one is the only one. It returns ErrKeys.
func (ks Keys) Trust(verifier string) (Keys, error) {
	verifier = strings.TrimSpace(verifier)
	if len(ks) == 0 {
		return Keys{{Verifier: verifier}}, nil
	}
	if !slices.ContainsFunc(ks, func(k LoggedKey) bool { return k.Verifier == verifier }) {
		return nil, ErrKeys
	}
	for i, k := range ks[1:] {
		if err := k.follows(ks[i]); err != nil {
			return nil, fmt.Errorf("%w: key %d: %w", ErrKeys, i+2, err)
		}
	}
	return ks, nil
}

// follows tells whether a key took over from another as its handover says.
func (k LoggedKey) follows(before LoggedKey) error {
	for _, verifier := range []string{before.Verifier, k.Verifier} {
		c, err := OpenCheckpoint(k.Handover, verifier)
		if err != nil {
			return err
		}
		if c.Size != k.From || k.From < before.From {
			return fmt.Errorf("%w: handed over at %d leaves, not %d", ErrCheckpoint, c.Size, k.From)
		}
	}
	text, _, _ := strings.Cut(k.Handover, "\n\n")
	if !strings.HasSuffix(text, "\n"+lineGoes+before.Verifier+"\n"+lineComes+k.Verifier) {
		return fmt.Errorf("%w: it names other keys", ErrCheckpoint)
	}
	return nil
}

// Open checks the signature of a checkpoint with the key whose turn it was. It returns ErrCheckpoint.
func (ks Keys) Open(signed string) (Checkpoint, error) {
	lines := strings.SplitN(signed, "\n", 3)
	size := int64(0)
	if len(lines) == 3 {
		size, _ = strconv.ParseInt(lines[1], 10, 64) // OpenCheckpoint tells what is wrong
	}
	turn := 0
	for i, k := range ks {
		if k.From < size {
			turn = i
		}
	}
	return OpenCheckpoint(signed, ks[turn].Verifier)
}

// Newest is the verifier of the key whose turn it is, empty where there is none.
func (ks Keys) Newest() string {
	if len(ks) == 0 {
		return ""
	}
	return ks[len(ks)-1].Verifier
}
