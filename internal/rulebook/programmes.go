package rulebook

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"

	"htxregistry/internal/law"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// ownDocuments is the file in which a province names the documents that its own programmes cite.
const ownDocuments = "documents.yaml"

// readProgrammes reads the programmes, one a file: those that come with the rulebook, and a province's own.
func (b *Book) readProgrammes(data, own fs.FS, digest hash.Hash) error {
	programmes := sha256.New()
	into := io.MultiWriter(digest, programmes)
	err := eachFile(data, "programmes/*.yaml", into, b.readProgramme)
	if own != nil {
		if _, unread := fs.ReadDir(own, "."); unread != nil && !errors.Is(unread, fs.ErrNotExist) {
			return fmt.Errorf("rulebook: %w", unread) // a pattern would find nothing in it and say nothing
		}
		err = errors.Join(err, eachFile(own, "*.yaml", into, func(file string, text []byte) error {
			if file == ownDocuments {
				return b.readOwnDocuments(text)
			}
			return b.readProgramme(file, text)
		}))
	}
	b.ProgrammesDigest = hex.EncodeToString(programmes.Sum(nil))
	return err
}

func (b *Book) readProgramme(_ string, text []byte) error {
	var p replication.Programme
	err := decode(text, &p)
	b.Programmes = append(b.Programmes, p)
	return err
}

// readOwnDocuments adds documents; one of the rulebook's own is not told anew.
func (b *Book) readOwnDocuments(text []byte) error {
	var documents []Document
	errs := []error{decode(text, &documents)}
	for _, d := range documents {
		if _, known := b.Documents[d.Number]; known || d.Number == "" {
			errs = append(errs, fmt.Errorf("document %q has no number or stands in the rulebook already", d.Number))
		}
		b.Documents[d.Number] = d
	}
	return errors.Join(errs...)
}

// eachFile reads the files of a pattern in the order of their names, each into a digest too, and says what is wrong with any.
func eachFile(data fs.FS, pattern string, digest io.Writer, read func(file string, text []byte) error) error {
	files, err := fs.Glob(data, pattern)
	errs := []error{err}
	for _, file := range files {
		text, err := fs.ReadFile(data, file)
		if err == nil {
			_, _ = digest.Write(text) // a digest takes everything
			err = read(file, text)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("rulebook %s: %w", file, err))
		}
	}
	return errors.Join(errs...)
}

// Programme gives the programme with the code.
func (b *Book) Programme(code string) (replication.Programme, bool) {
	i := slices.IndexFunc(b.Programmes, func(p replication.Programme) bool { return p.Code == code })
	if i < 0 {
		return replication.Programme{}, false
	}
	return b.Programmes[i], true
}

// programmeRules shows each condition, quota, phase and model as a rule, so that what is assumed or missing is seen.
func (b *Book) programmeRules() []Rule {
	const topic = "programmes"
	var all []Rule
	for _, p := range b.Programmes {
		prefix := "PROGRAMME-" + upper(p.Code)
		within := func(own vn.Period) vn.Period {
			if own.From.Before(p.From) {
				own.From = p.From
			}
			if own.To.IsZero() || !p.To.IsZero() && p.To.Before(own.To) {
				own.To = p.To
			}
			return own
		}
		all = append(all, Rule{Code: prefix, Topic: topic, Title: p.Title, Period: p.Period, Cite: list(p.Cite), Basis: p.Basis, Note: p.Note, Value: map[string]any{"kinds": p.Kinds, "provinces": p.Provinces}},
			Rule{Code: prefix + "-QUOTA", Topic: topic, Title: titleQuota, Period: p.Period, Cite: list(p.Quota.Cite), Basis: p.Quota.Basis, Note: p.Quota.Note, Value: p.Quota})
		for _, c := range p.Conditions {
			all = append(all, Rule{Code: c.Code, Topic: topic, Title: c.Title, Period: within(c.Period), Cite: list(c.Cite), Basis: c.Basis, Note: c.Note, Value: c})
		}
		for _, o := range p.Priorities {
			all = append(all, Rule{Code: o.Code, Topic: topic, Title: o.Title, Period: p.Period, Cite: list(o.Cite), Basis: o.Basis, Note: o.Note, Value: o})
		}
		for _, ph := range p.Phases {
			all = append(all, Rule{Code: prefix + "-PHASE-" + ph.Code, Topic: topic, Title: ph.Title, Period: ph.Period, Cite: list(ph.Cite), Basis: ph.Basis, Note: ph.Note, Value: ph})
		}
		for _, m := range p.Models {
			all = append(all, Rule{Code: prefix + "-" + m.Code, Topic: topic, Title: m.Title, Period: p.Period, Cite: list(p.Cite), Basis: m.Basis, Value: m})
		}
	}
	return all
}

func list(cite []law.Cite) []law.Cite {
	if cite == nil {
		return []law.Cite{}
	}
	return cite
}
