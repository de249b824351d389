package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// A path that ends in the name of one record answers with its entity tag, and with 304 to whoever has it already.
func TestEverySingleRecordHasAnEntityTag(t *testing.T) {
	t.Parallel()
	document, err := openapi3.NewLoader().LoadFromFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for path, item := range document.Paths.Map() {
		if item.Get == nil || !strings.HasSuffix(path, "}") {
			continue
		}
		record := item.Get.Responses.Value("200").Value
		if body := record.Content["application/json"]; body == nil || strings.HasSuffix(body.Schema.Ref, "Page") {
			continue // a file, or the several records of one number
		}
		if same := item.Get.Responses.Value("304"); record.Headers["ETag"] == nil || same == nil || same.Value.Headers["ETag"] == nil {
			t.Errorf("GET %s without ETag", path)
		}
	}
}

func TestReferenceDataIsNotSentTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-06-30")
	for _, path := range []string{"/v1/places/29881", "/v1/authorities/tckh-866", "/v1/programmes/qd-167-2021"} {
		tag := w.want(w.call("", http.MethodGet, path, nil), 200, "").header.Get("ETag")
		if same := w.want(w.call("", http.MethodGet, path, nil, "If-None-Match", tag), 304, ""); same.header.Get("ETag") != tag || len(same.body) > 0 {
			t.Errorf("%s: %s and %d bytes, want %s and none", path, same.header.Get("ETag"), len(same.body), tag)
		}
	}
	before := w.call("", http.MethodGet, "/v1/places/29884?on=2025-06-30", nil).header.Get("ETag")
	w.want(w.call("", http.MethodGet, "/v1/places/29884?on=2025-07-01", nil, "If-None-Match", before), 200, "")
}
