package httpapi_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/caller"
)

// The examples are drafts by the contract: what the register says of them is about the organisation they name, not about their form.
func TestTheExamplesAreDraftsByTheContract(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	officer := w.key(caller.DeskOfficer, "tckh-866")
	files, err := filepath.Glob("../../docs/examples/*.yaml")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var whole yaml.Node
		var draft object
		if err := yaml.Unmarshal(text, &whole); err != nil {
			t.Fatal(err)
		}
		asText(&whole)
		if err := whole.Decode(&draft); err != nil {
			t.Fatal(err)
		}
		got := w.call(officer, http.MethodPost, "/v1/dossiers?validate_only=true", draft)
		if got.status != http.StatusOK && got.status != http.StatusNotFound {
			t.Errorf("%s: %d %s", file, got.status, got.body)
		}
	}
}

// asText keeps days as they are written, as htx does.
func asText(n *yaml.Node) {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, below := range n.Content {
		asText(below)
	}
}
