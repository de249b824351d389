package httpapi_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
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

// Every answer of the contract is shown by one the register gave; that each fits its schema is asked where the contract is read.
func TestEveryAnswerShowsAnExample(t *testing.T) {
	t.Parallel()
	document, err := openapi3.NewLoader().LoadFromFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range document.Paths.Map() {
		for method, op := range item.Operations() {
			for status, answer := range op.Responses.Map() {
				for media, body := range answer.Value.Content {
					if strings.HasSuffix(media, "json") && len(body.Examples) == 0 && body.Example == nil {
						t.Errorf("%s %s shows no %s of %s", method, path, media, status)
					}
				}
			}
		}
	}
}

func TestAnExampleThatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	document, err := openapi3.NewLoader().LoadFromFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	shown := document.Components.Examples["Sandbox"].Value
	shown.Value = object{"now": "2025-07-01T02:00:00Z"}
	if err := document.Validate(t.Context()); err == nil {
		t.Error("an example without a required member passes")
	}
}
