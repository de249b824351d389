package rulebook_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"htxregistry/internal/rulebook"
)

// Each time of the filer stands on its own clause, and each clause on a document of the rulebook.
func TestAFilersTimeThatCitesAnUnknownDocumentIsRefused(t *testing.T) {
	t.Parallel()
	files := files(t)
	for _, limit := range []string{"filer", "filer_location", "filer_of_old", "filer_abroad"} {
		head, rest, found := strings.Cut(string(files["procedures.yaml"].Data), " "+limit+": {")
		if !found {
			t.Fatalf("no %s", limit)
		}
		broken := maps.Clone(files)
		spoilt := strings.Replace(rest, "{doc: ", "{doc: 0/1900/", 1)
		broken["procedures.yaml"] = &fstest.MapFile{Data: []byte(head + " " + limit + ": {" + spoilt)}
		if _, err := rulebook.LoadFrom(broken); err == nil || !strings.Contains(err.Error(), "0/1900/") {
			t.Errorf("%s: %v", limit, err)
		}
	}
}
