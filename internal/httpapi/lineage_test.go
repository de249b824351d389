package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"htxregistry/internal/caller"
)

func TestCooperativesBornFromAClubAreCountedOnBothClocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	commune, caoLanh := w.desk("ubnd-29881"), w.desk("tckh-866")
	club := w.file(commune, object{
		"procedure": "recognition", "organization_kind": "hoi_quan", "channel": "counter", "fee_paid": true, "filer": object{"full_name": "Lê Văn Cường", "phone": "0901234567"},
		"payload": object{"name": object{"vi": "Nhất Tâm Hội quán"}, "seat": object{"line": "Ấp 1", "place": "29881"}, "members": object{"official": 60, "capital_associates": 0, "service_associates": 0, "foreign": 0}, "legal_representatives": []any{object{"full_name": "Lê Văn Cường", "title": "Chủ nhiệm"}}},
	}).text(t, "organization_id")
	w.clockTo("2024-09-05")
	born := func(name string, from ...any) object {
		draft := modern(name)
		draft["payload"].(object)["born_from"] = from
		return draft
	}
	other := w.file(caoLanh, modern("Hợp tác xã Tự lập")).text(t, "organization_id")
	w.refused(caoLanh, born("Hợp tác xã Con", other), "kin")                                  // an HTX is no club
	w.refused(caoLanh, born("Hợp tác xã Con", club, club), "kin")                             // twice
	w.refused(caoLanh, born("Hợp tác xã Con", "01900000-0000-7000-8000-000000000000"), "kin") // nobody
	before := w.registry.Now().Format(time.RFC3339)
	w.clockTo("2024-09-06")
	child := w.file(caoLanh, born("Hợp tác xã Con", club)).text(t, "organization_id")
	w.clockTo("2024-09-09")
	for query, want := range map[string]string{
		"": "1", "&as_of=2024-09-05": "0", "&as_of=2024-09-06": "1", "&as_of=2024-09-07": "1", "&as_of=2024-09-07&known_at=" + before: "0",
	} {
		for _, by := range []string{"year", "commune"} {
			got := w.want(w.call("", http.MethodGet, "/v1/statistics/born-from-hoi-quan?by="+by+query, nil), 200, "")
			if got.text(t, "total") != want {
				t.Errorf("by %s %s: %s, want %s", by, query, got.body, want)
			}
			if want == "1" && !strings.Contains(string(got.body), map[string]string{"year": `"year":2024`, "commune": "29884"}[by]) {
				t.Errorf("by %s %s: %s", by, query, got.body)
			}
		}
		for _, source := range []string{"any", club} {
			list := w.want(w.call("", http.MethodGet, "/v1/organizations?count=exact&source_hoi_quan="+source+query, nil), 200, "")
			if list.text(t, "total") != want || strings.Contains(string(list.body), child) != (want == "1") {
				t.Errorf("source %s %s: %s", source, query, list.body)
			}
		}
	}
	if list := w.call("", http.MethodGet, "/v1/organizations?count=exact&source_hoi_quan="+other, nil); list.text(t, "total") != "0" {
		t.Errorf("an HTX as source: %s", list.body)
	}
	w.want(w.call("", http.MethodGet, "/v1/organizations?source_hoi_quan=x", nil), 400, "")
	w.want(w.call("", http.MethodGet, "/v1/statistics/born-from-hoi-quan", nil), 400, "")
	w.want(w.call("", http.MethodGet, "/v1/statistics/born-from-hoi-quan?by=month", nil), 400, "")
}

func TestAUnionShowsTheSharesOfItsMembers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	caoLanh, admin := w.desk("tckh-866"), w.key(caller.Administrator, "")
	htx := w.file(caoLanh, modern("Hợp tác xã Thành viên")).text(t, "organization_id")
	book := "key,kind,name,place,registered_on,authority,charter_capital_vnd\n1,lhhtx,Liên hiệp hợp tác xã Sen,29881,2020-03-02,skhdt-87,3000000000\n"
	made := w.want(w.call(admin, http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")
	union := made.json(t)["items"].([]any)[0].(object)["organization_id"].(string)
	office := caoLanh // since 2024-07-18 the district registers unions too
	update := func(membership object) object {
		return about("information_update", "lhhtx", union, object{"memberships": []any{membership}})
	}
	w.refused(office, update(object{"organization_id": htx, "left_on": "2024-09-04"}), "kin")     // no member
	w.refused(office, update(object{"organization_id": union, "joined_on": "2024-09-04"}), "kin") // no HTX
	w.file(office, update(object{"organization_id": htx, "joined_on": "2024-09-04", "capital_vnd": 500_000_000}))
	w.refused(office, update(object{"organization_id": htx, "joined_on": "2024-09-04"}), "kin") // a member already
	link := func(query string) object {
		links := w.want(w.call("", http.MethodGet, "/v1/organizations/"+htx+"/links"+query, nil), 200, "").json(t)["links"].([]any)
		if len(links) != 1 {
			t.Fatalf("links %v", links)
		}
		return links[0].(object)
	}
	if l := link(""); l["capital_vnd"] != 5e8 || l["share_bp"] != 1666.0 {
		t.Errorf("link %v", l)
	}
	w.clockTo("2024-09-10")
	w.file(office, update(object{"organization_id": htx, "left_on": "2024-09-09"}))
	if l := link("?as_of=2024-09-08"); l["capital_vnd"] != 5e8 || l["valid_to"] != "2024-09-09" {
		t.Errorf("link before its end %v", l)
	}
}
