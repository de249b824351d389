package rulebook

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"slices"

	"htxregistry/internal/law"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// readProgrammes reads the programmes, one a file: a province adds its own by adding a file.
func (b *Book) readProgrammes(data fs.FS, digest hash.Hash) error {
	files, err := fs.Glob(data, "programmes/*.yaml") // in the order of their names
	if err != nil {
		return fmt.Errorf("rulebook: %w", err)
	}
	own := sha256.New()
	for _, file := range files {
		text, err := fs.ReadFile(data, file)
		if err != nil {
			return fmt.Errorf("rulebook: %w", err)
		}
		digest.Write(text)
		own.Write(text)
		var p replication.Programme
		if err := decode(text, &p); err != nil {
			return fmt.Errorf("rulebook %s: %w", file, err)
		}
		b.Programmes = append(b.Programmes, p)
	}
	b.ProgrammesDigest = hex.EncodeToString(own.Sum(nil))
	return nil
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
