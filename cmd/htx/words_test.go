package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/replication"
)

func TestEveryCodeOfTheDeskHasAWord(t *testing.T) {
	t.Parallel()
	told := map[string]string{}
	for _, s := range dossier.States() {
		told[string(s)] = stateWord(s)
	}
	for _, s := range coop.Statuses() {
		told[string(s)] = statusWord(s)
	}
	for _, p := range coop.Procedures() {
		told[string(p)] = procedureWord(p)
	}
	for _, k := range coop.NoticeKinds() {
		told[string(k)] = noticeWord(k)
	}
	for _, k := range coop.Kinds() {
		told[string(k)] = kindWord(k)
	}
	for _, k := range coop.LinkKinds() {
		told[string(k)] = linkWord(k)
	}
	for _, s := range append(replication.Stages(), replication.StageNone) {
		told[string(s)] = stageWord(s)
	}
	for code, word := range told {
		if word == code || word == "" {
			t.Errorf("%s has no word", code)
		}
	}
}

// The acts of the ledger are named where they are done; each of organisations and units is told in words.
func TestEveryActHasAWord(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../internal/registry/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`"((?:organization|unit|notice|report|rating|alliance|challenge|hoi_quan)\.[a-z_]*[a-z])"`)
	done := regexp.MustCompile(`(?:changed|status|note)\(ctx, tx, j, "([a-z_]+)"|^\s+act[A-Z][A-Za-z]+\s+= "([a-z_]+)"`)
	acts := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || strings.HasSuffix(file, "_test.go") {
			continue
		}
		for line := range strings.SplitSeq(string(text), "\n") {
			for _, m := range named.FindAllStringSubmatch(line, -1) {
				acts[m[1]] = true
			}
			for _, m := range done.FindAllStringSubmatch(line, -1) {
				acts["organization."+m[1]+m[2]] = true
			}
		}
	}
	for act := range acts {
		if word := actWord(act); word == act {
			t.Errorf("%s has no word", act)
		}
	}
	if len(acts) < 30 {
		t.Errorf("only %d acts found", len(acts))
	}
}

// The glossary is where a reader looks up a word of htx: every code that has a word stands there.
func TestEveryWordIsInTheGlossary(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	codes := slices.Collect(maps.Keys(actWords()))
	for _, p := range coop.Procedures() {
		codes = append(codes, string(p))
	}
	for _, s := range coop.Statuses() {
		codes = append(codes, string(s))
	}
	for _, k := range coop.NoticeKinds() {
		codes = append(codes, string(k))
	}
	for _, s := range dossier.States() {
		codes = append(codes, string(s))
	}
	for _, code := range codes {
		if !strings.Contains(string(text), "`"+code+"`") {
			t.Errorf("docs/glossary.md does not tell %q", code)
		}
	}
}
