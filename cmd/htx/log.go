package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/history"
)

// The files of a folder that verify reads: the signed checkpoint, the keys of the log with their handovers, one leaf a line, and,
// for one organisation, its acts as the register showed them.
const (
	checkpointFile = "checkpoint"
	leavesFile     = "leaves.ndjson"
	actsFile       = "acts.ndjson"
	keysFile       = "keys.json"
)

// fetchedLeaf is a line of leaves.ndjson; the proof is there when the folder does not hold the whole log.
type fetchedLeaf struct {
	history.LoggedLeaf

	Proof []history.Hash `json:"proof,omitempty"`
}

type logCommands struct {
	Fetch      logFetchCmd      `cmd:"" help:"Tải nhật ký về để kiểm tra ngoại tuyến bằng htx verify."`
	Checkpoint logCheckpointCmd `cmd:"" help:"In điểm mốc đã ký mới nhất; hãy giữ một bản ở nơi khác."`
}

type logCheckpointCmd struct{}

// Run prints the newest signed checkpoint.
func (c *logCheckpointCmd) Run(ctx context.Context, d *desk) error {
	signed, err := text(d.client.GetLogCheckpoint(ctx)) //nolint:bodyclose // it is read to its end and closed there
	if err == nil {
		fmt.Fprintf(d.out, "%s", signed)
	}
	return err
}

type logFetchCmd struct {
	Out          string `help:"Thư mục để ghi." required:""`
	Organization string `help:"Chỉ các mục của một tổ chức (id hoặc mã số), kèm chứng minh."`
}

// Run fetches the whole log, or what is about one organisation with its proofs.
func (c *logFetchCmd) Run(ctx context.Context, d *desk) error {
	signed, err := text(d.client.GetLogCheckpoint(ctx)) //nolint:bodyclose // it is read to its end and closed there
	if err != nil {
		return err
	}
	var size int64
	if lines := strings.Split(signed, "\n"); len(lines) > 1 {
		if _, err := fmt.Sscan(lines[1], &size); err != nil {
			return fmt.Errorf("điểm mốc không đọc được: %w", err)
		}
	}
	if err := os.MkdirAll(c.Out, 0o750); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Out, checkpointFile), []byte(signed), 0o600); err != nil {
		return err
	}
	keys, err := text(d.client.ListLogKeys(ctx)) //nolint:bodyclose // it is read to its end and closed there
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(c.Out, keysFile), []byte(keys), 0o600); err != nil {
		return err
	}
	if c.Organization != "" {
		return c.record(ctx, d, size)
	}
	n, err := writeLines(filepath.Join(c.Out, leavesFile), func(put func(any) error) error {
		const page = 1000
		for from := int64(0); from < size; from += page {
			list, err := decode[api.LogEntryList](d.client.ListLogEntries(ctx, &api.ListLogEntriesParams{From: from, To: min(from+page, size)})) //nolint:bodyclose // it is read to its end and closed there
			if err != nil {
				return err
			}
			for _, leaf := range list.Items {
				if err := put(leaf); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		fmt.Fprintf(d.out, "đã tải %d mục vào %s\n", n, c.Out)
	}
	return err
}

// record fetches the acts of one organisation, their leaves and the proofs.
func (c *logFetchCmd) record(ctx context.Context, d *desk, size int64) error {
	var logged []int64
	n, err := writeLines(filepath.Join(c.Out, actsFile), func(put func(any) error) error {
		p := &api.ListActsParams{}
		for {
			page, err := decode[api.ActPage](d.client.ListActs(ctx, c.Organization, p)) //nolint:bodyclose // it is read to its end and closed there
			if err != nil {
				return err
			}
			for _, act := range page.Items {
				if err := put(act); err != nil {
					return err
				}
				if act.LeafIndex != nil && *act.LeafIndex < size {
					logged = append(logged, *act.LeafIndex)
				}
			}
			next, err := page.NextCursor.Get()
			if err != nil || next == "" {
				return nil //nolint:nilerr // the last page
			}
			p.Cursor = &next
		}
	})
	if err != nil {
		return err
	}
	_, err = writeLines(filepath.Join(c.Out, leavesFile), func(put func(any) error) error {
		for _, index := range logged {
			list, err := decode[api.LogEntryList](d.client.ListLogEntries(ctx, &api.ListLogEntriesParams{From: index, To: index + 1})) //nolint:bodyclose // it is read to its end and closed there
			if err != nil {
				return err
			}
			proof, err := decode[api.InclusionProof](d.client.ProveInclusion(ctx, &api.ProveInclusionParams{Leaf: &index, Size: &size})) //nolint:bodyclose // it is read to its end and closed there
			if err != nil {
				return err
			}
			for _, leaf := range list.Items {
				if err := put(fetchedLeaf{leaf, proof.Proof}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err == nil {
		fmt.Fprintf(d.out, "đã tải %d việc, %d đã vào nhật ký, vào %s\n", n, len(logged), c.Out)
	}
	return err
}

// text is the answer of an operation that answers with text.
func text(r *http.Response, err error) (string, error) {
	a, err := read(r, err)
	return string(a.body), err
}

func decode[T any](r *http.Response, err error) (T, error) {
	var v T
	a, err := read(r, err)
	if err == nil {
		err = json.Unmarshal(a.body, &v)
	}
	return v, err
}

// writeLines writes one JSON value a line and tells how many.
func writeLines(path string, write func(put func(any) error) error) (n int, err error) {
	f, err := os.Create(path) //nolint:gosec // the folder its user named
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := write(func(v any) error { n++; return e.Encode(v) }); err != nil {
		return n, err
	}
	return n, w.Flush()
}

type verifyCmd struct {
	Dir string `arg:"" help:"Thư mục do htx log fetch ghi." type:"existingdir"`
	Key string `help:"Khóa kiểm tra (verifier) của nhật ký, lấy từ nơi khác chứ không từ chính máy chủ này; khóa cũ hay mới đều được." required:""`
}

// errNotProven is a folder that does not hold what the register signed.
var errNotProven = errors.New("KHÔNG khớp với nhật ký đã ký")

// Run checks a folder without any server: the signature, every leaf, and that the acts of an organisation are what their
// leaves say. A whole log is worked out anew; of a part each leaf needs its proof.
func (c *verifyCmd) Run(d *desk) error {
	signed, err := os.ReadFile(filepath.Join(c.Dir, checkpointFile))
	if err != nil {
		return err
	}
	keys, err := c.keys()
	if err != nil {
		return err
	}
	checkpoint, err := keys.Open(string(signed))
	if err != nil {
		return fmt.Errorf("%w: %w", errNotProven, err)
	}
	var tree history.Tree
	leaves, partial := map[int64]string{}, false
	acts, err := os.Open(filepath.Join(c.Dir, actsFile))
	if err == nil {
		defer acts.Close() //nolint:errcheck // read only
		partial = true
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	n := 0
	err = readLines(filepath.Join(c.Dir, leavesFile), func(line []byte) error {
		var leaf fetchedLeaf
		if err := json.Unmarshal(line, &leaf); err != nil {
			return err
		}
		n++
		hash := history.LeafHash([]byte(leaf.Leaf))
		if !partial {
			_, err := tree.Append(hash)
			return err
		}
		leaves[leaf.Index] = leaf.Leaf
		if !checkpoint.Includes(leaf.Index, hash, leaf.Proof) {
			return fmt.Errorf("%w: mục %d", errNotProven, leaf.Index)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if partial {
		if err := verifyActs(acts, leaves); err != nil {
			return err
		}
	} else if root, err := tree.Root(); err != nil || tree.Size() != checkpoint.Size || root != checkpoint.Root {
		return fmt.Errorf("%w: %d mục cho gốc %s; điểm mốc ký %d mục, gốc %s", errNotProven, tree.Size(), root, checkpoint.Size, checkpoint.Root)
	}
	fmt.Fprintf(d.out, "khớp: %d mục thuộc nhật ký %s gồm %d mục\n", n, checkpoint.Origin, checkpoint.Size)
	return nil
}

// keys are the keys of the log that the trusted one vouches for; it alone where the folder holds none.
func (c *verifyCmd) keys() (history.Keys, error) {
	var list struct{ Items history.Keys }
	text, err := os.ReadFile(filepath.Join(c.Dir, keysFile))
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return nil, err
	default:
		if err := json.Unmarshal(text, &list); err != nil {
			return nil, err
		}
	}
	keys, err := list.Items.Trust(c.Key)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotProven, err)
	}
	return keys, nil
}

// verifyActs holds each act against its leaf.
func verifyActs(acts io.Reader, leaves map[int64]string) error {
	return eachLine(acts, func(line []byte) error {
		var act coop.Act
		if err := json.Unmarshal(line, &act); err != nil {
			return err
		}
		if act.LeafIndex == nil {
			return fmt.Errorf("%w: việc %s chưa vào nhật ký", errNotProven, act.ID)
		}
		leaf, there := leaves[*act.LeafIndex]
		if !there {
			return fmt.Errorf("%w: thiếu mục %d của việc %s", errNotProven, *act.LeafIndex, act.ID)
		}
		said, err := sayings(act)
		if err != nil {
			return err
		}
		differs, err := history.Diff([]byte(leaf), said, "organization_id", "operation", "delta", "beside", "sealed")
		if err != nil {
			return err
		}
		if len(differs) > 0 {
			return fmt.Errorf("%w: việc %s khác mục %d ở %s", errNotProven, act.ID, *act.LeafIndex, strings.Join(differs.Names(), ", "))
		}
		return nil
	})
}

// sayings are the members of an act as a leaf has them.
func sayings(act coop.Act) (json.RawMessage, error) {
	leaf := history.Leaf{
		ID: act.ID, Act: act.Act, Procedure: act.Procedure, UnitID: act.UnitID, DossierID: act.DossierID, EffectiveOn: act.EffectiveOn,
		RecordedAt: act.RecordedAt, Cite: act.Cite, Rulebook: act.Rulebook, Before: act.Before, After: act.After,
	}
	if act.Authority != nil {
		leaf.AuthorityID = act.Authority.ID
	}
	return json.Marshal(leaf)
}

func readLines(path string, line func([]byte) error) error {
	f, err := os.Open(path) //nolint:gosec // the folder its user named
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	return eachLine(f, line)
}

func eachLine(r io.Reader, line func([]byte) error) error {
	b := bufio.NewReader(r)
	for {
		text, err := b.ReadBytes('\n')
		if text = bytes.TrimSpace(text); len(text) > 0 {
			if err := line(text); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
