package httpapi_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

func TestSearchForgivesHowPeopleType(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-06-01")
	book := "key,kind,name,place,place_on\n"
	names := map[string]string{
		"canh": "Canh Tân Hội quán", "minh": "Minh Tâm Hội quán", "xoai": "Hội quán Xoài Hòa Lộc",
	}
	for key, name := range names {
		book += key + ",hoi_quan," + name + ",30250,2021-01-01\n"
	}
	w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")
	for _, c := range []struct{ q, match, want string }{
		{"hoi quan canh tan", "exact", "canh"},
		{"CANH TÂN", "exact", "canh"},
		{"tan canh", "exact", "canh"},
		{"Hội quán Canh Tân", "exact", "canh"}, // letters and marks apart
		{"xoài hoà lộc", "exact", "xoai"},
		{"hoa loc xo", "exact", "xoai"}, // the last word may be a beginning
		{"canh tann", "approximate", "canh"},
		{"hội quán", "", "canh,xoai,minh"}, // words that all names have ask for nothing
		{"zzzz", "approximate", ""},
	} {
		t.Run(c.q, func(t *testing.T) {
			inner := *w
			inner.t = t
			page := inner.want(inner.call("", http.MethodGet, "/v1/organizations?sort=name&q="+url.QueryEscape(c.q), nil), 200, "").json(t)
			var got []string
			for _, item := range page["items"].([]any) {
				for key, name := range names {
					if item.(map[string]any)["name"].(map[string]any)["vi"] == name {
						got = append(got, key)
					}
				}
			}
			if strings.Join(got, ",") != c.want {
				t.Errorf("found %v, want %s", got, c.want)
			}
			if match, _ := page["match"].(string); match != c.match {
				t.Errorf("match %q, want %q", match, c.match)
			}
		})
	}
}
