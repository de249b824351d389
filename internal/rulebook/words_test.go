package rulebook_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"htxregistry/internal/rulebook"
)

// files is the whole rulebook as it is embedded.
func files(t *testing.T) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	for _, pattern := range []string{"data/*.yaml", "data/programmes/*.yaml"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(names, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all[strings.TrimPrefix(filepath.ToSlash(name), "data/")] = &fstest.MapFile{Data: text}
		}
	}
	return all
}

// A word that Go looks up by name is refused where it is misspelt, with its file, its line and the word itself.
func TestAMisspeltWordIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	whole := files(t)
	for _, c := range []struct{ file, where, word, misspelt string }{
		{"papers.yaml", "when: reorganized", "reorganized", "reorganised"},
		{"papers.yaml", "when: home not_governed_full not_governed_reduced", "not_governed_full", "not_governed_ful"},
		{"papers.yaml", "- procedures: [formation]", "formation", "formations"},
		{"papers.yaml", "kinds: [htx, lhhtx]", "lhhtx", "lhtx"},
		{"papers.yaml", "units: [branch,", "branch", "brunch"},
		{"papers.yaml", "basis: stated", "stated", "sated"},
		{"procedures.yaml", "{procedure: formation", "formation", "formaton"},
		{"procedures.yaml", "kinds: [branch,", "branch", "brunch"},
		{"procedures.yaml", "effect: found", "found", "founds"},
		{"procedures.yaml", "statuses: [active, suspended, not_at_address]", "not_at_address", "not_at_addr"},
		{"procedures.yaml", "tracks: [notice, registration]", "notice", "notise"},
		{"procedures.yaml", "fields: [name, seat, industries,", "industries", "industry"},
		{"procedures.yaml", "unresolved: [personal_data]", "personal_data", "personaldata"},
		{"procedures.yaml", "needs: [changes, resolution]", "resolution", "resolutions"},
		{"procedures.yaml", "reason: termination", "termination", "terminated"},
		{"procedures.yaml", "reasons: ['', dissolution]", "dissolution", "disolution"},
		{"procedures.yaml", "since: contract", "contract", "contact"},
		{"procedures.yaml", "signs: [founder]", "founder", "founders"},
		{"procedures.yaml", "abroad: [branch,", "branch", "brunch"},
		{"procedures.yaml", "silence_from: receipt", "receipt", "receipts"},
		{"procedures.yaml", "cancel: silence", "silence", "silense"},
		{"deadlines.yaml", "formation_tht:", "formation_tht", "formation_htt"},
		{"deadlines.yaml", "  new_dossier:", "new_dossier", "newdossier"},
		{"deadlines.yaml", "  online:", "online", "on_line"},
		{"jurisdiction.yaml", "office: tckh", "tckh", "tkch"},
		{"jurisdiction.yaml", "kinds: [htx", "htx", "htxx"},
		{"members.yaml", "htx:", "htx", "hxt"},
		{"regimes.yaml", "micro_below: {agriculture:", "agriculture", "agricultur"},
		{"stops.yaml", "ground: court", "court", "cort"},
		{"stops.yaml", "orders: [suspend]", "suspend", "suspended"},
		{"certificates.yaml", "gives: confirmation", "confirmation", "confirmed"},
		{"certificates.yaml", "contents: [name,", "name", "names"},
		{"hoi_quan.yaml", "what: charter", "charter", "chart"},
		{"names.yaml", "test: suffix", "suffix", "sufix"},
		{"names.yaml", "tracks: [registration", "registration", "registraton"},
		{"ratings.yaml", "sectors: [agriculture]", "agriculture", "agricultural"},
		{"ratings.yaml", "rank: good", "good", "goood"},
		{"reporting.yaml", "step: unit", "unit", "units"},
		{"reporting.yaml", "measure: operating", "operating", "operatng"},
		{"programmes/qd-167-2021.yaml", "terms: {regimes: [law-2012]}", "law-2012", "law-2102"},
		{"programmes/qd-167-2021.yaml", "by: sector", "sector", "sectors"},
		{"programmes/qd-167-2021.yaml", "check: profit", "profit", "profits"},
	} {
		text := string(whole[c.file].Data)
		at := strings.Index(text, c.where)
		if at < 0 {
			t.Errorf("%s does not say %q", c.file, c.where)
			continue
		}
		spoilt := maps.Clone(whole)
		wrong := strings.Replace(c.where, c.word, c.misspelt, 1)
		spoilt[c.file] = &fstest.MapFile{Data: []byte(text[:at] + wrong + text[at+len(c.where):])}
		_, err := rulebook.LoadFrom(spoilt)
		line := 1 + strings.Count(text[:at], "\n")
		want := fmt.Sprintf("rulebook %s: line %d: unknown word %q", c.file, line, c.misspelt)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s in place of %s: %v, want %s", c.misspelt, c.where, err, want)
		}
	}
}
