package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

// A complaint about a name and a challenge of a fact lie at the office that keeps the record: they go with the seat.
func TestWhatIsSaidOfARecordGoesWithItsSeat(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	city, town := w.desk("tckh-866"), w.desk("tckh-867")
	id := w.file(city, modern("Hợp tác xã Dời Nhà")).text(t, "organization_id")
	organization := "/v1/organizations/" + id
	w.want(w.call(city.officer, http.MethodPost, organization+"/name-complaints", complaintBody), 201, "")
	w.challenged(organization)
	staying := "/v1/organizations/" + w.file(city, modern("Hợp tác xã Ở Lại")).text(t, "organization_id")
	for _, settled := range []string{w.challenged(staying), w.challenged(organization)} { // what is settled goes with the record too
		w.want(w.call(w.key(caller.AllianceOfficer, "skhdt-87"), http.MethodPost, settled+"/withdraw", object{"reason": "Đã đối chiếu lại"}), 200, "")
	}
	w.lies(map[string]string{city.lead: "3 1", town.lead: "0 0"})

	w.file(town, about("change_registration", "htx", id, object{"seat": object{"line": "Khóm 1", "place": "29905"}, "resolution": resolved("2024-09-04")}))
	w.lies(map[string]string{
		city.lead: "1 0", town.lead: "2 1", w.key(caller.ProvincialOfficer, "skhdt-87"): "3 1", w.key(caller.AllianceOfficer, "skhdt-87"): "3",
		w.key(caller.ProvincialOfficer, "skhdt-79"): "0 0", w.key(caller.Auditor, ""): "3 1",
	})
	if open := w.want(w.call(w.key(caller.Auditor, ""), http.MethodGet, "/v1/challenges?open=true&count=exact", nil), 200, ""); open.text(t, "total") != "1" {
		t.Errorf("waiting for an answer: %s", open.body)
	}
}

// They go with the offices too: the reform brings them to the communes, those in a split one when a person has said where it lies.
func TestWhatIsSaidOfARecordGoesWithTheReform(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2025-06-27")
	city, district := w.desk("tckh-866"), w.desk("tckh-873")
	standing := "/v1/organizations/" + w.file(city, at("Hợp tác xã Có Tiếng", "29881")).text(t, "organization_id")
	split := "/v1/organizations/" + w.file(district, at("Hợp tác xã Xã Tách", "30079")).text(t, "organization_id")
	alliance := w.key(caller.AllianceOfficer, "stc-87")
	for _, organization := range []string{standing, split} {
		w.want(w.call(alliance, http.MethodPost, organization+"/challenges", object{"fact": "members", "claim": "Có 45 thành viên"}), 201, "")
	}
	w.want(w.call(city.officer, http.MethodPost, standing+"/name-complaints", complaintBody), 201, "")
	w.lies(map[string]string{city.lead: "1 1", district.lead: "1 0"})

	// Until the plan is applied they stand still, as files do.
	w.goTo("2025-07-01")
	commune, part := w.desk("kt-29884"), w.desk("kt-30088")
	w.lies(map[string]string{city.lead: "1 1", commune.lead: "0 0", alliance: "2"})
	done := w.apply(object{"name": "reform-2025-07-01", "accounts": object{"others": "work_list"}})
	w.lies(map[string]string{commune.lead: "1 1", part.lead: "0 0", w.key(caller.AllianceOfficer, "stc-82"): "2", w.key(caller.ProvincialOfficer, "stc-82"): "2 1"})
	list := w.want(w.call(commune.lead, http.MethodGet, "/v1/challenges", nil), 200, "").json(t)["items"].([]any)
	challenge := list[0].(object)
	if challenge["authority"].(object)["code"] != "kt-29884" {
		t.Errorf("it lies at %v", challenge["authority"])
	}
	w.want(w.call(commune.lead, http.MethodPost, "/v1/challenges/"+challenge["id"].(string)+"/answer", object{"outcome": "stands", "answer": "Sổ đúng"}), 200, "")

	cases := "/v1/successions/" + done.text(t, "id") + "/cases"
	admin := w.key(caller.Administrator, "")
	for _, item := range w.want(w.call(admin, http.MethodGet, cases, nil), 200, "").json(t)["items"].([]any) {
		if c := item.(object); c["subject"] == "organization" {
			w.want(w.call(admin, http.MethodPost, cases+"/"+c["id"].(string)+"/settle", object{"to": "kt-30088"}), 200, "")
		}
	}
	w.lies(map[string]string{commune.lead: "1 1", part.lead: "1 0"})
}

// lies counts for each key the challenges and, where it may read them, the complaints it lists.
func (w *world) lies(wanted map[string]string) {
	w.t.Helper()
	for key, want := range wanted {
		var got []string
		for _, list := range []string{"/v1/challenges", "/v1/name-complaints"}[:len(strings.Fields(want))] {
			got = append(got, w.want(w.call(key, http.MethodGet, list+"?count=exact", nil), 200, "").text(w.t, "total"))
		}
		if strings.Join(got, " ") != want {
			w.t.Errorf("a key lists %v, want %s", got, want)
		}
	}
}
