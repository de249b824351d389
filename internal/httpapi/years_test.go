package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

// The years of an organisation one below the other, as they were known, each under the scheme of its time.
func TestAnOrganizationShowsItsYears(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2019-06-03")
	d := w.desk("tckh-866")
	path := "/v1/organizations/" + w.register(d.officer, d.lead, htx("Hợp tác xã Nhiều Năm", nil)).text(t, "organization_id")
	w.clockTo("2022-12-10")
	agreed := object{"board_on": "2021-12-05", "control_on": "2021-12-08"}
	var last reply
	for i, year := range []int{2019, 2020, 2021, 2022} {
		w.want(w.call(d.officer, http.MethodPut, fmt.Sprintf("%s/reports/%d", path, year), object{"figures": object{"workers": i + 1}}, "If-Match", `"0"`), 200, "")
		sheet := object{"scheme": "tt-01-2020", "scores": points(map[string]int{"C05": 200 * i}), "agreed": agreed}
		if year < 2020 {
			sheet = object{"scheme": "tt-09-2017"}
		}
		last = w.want(w.call(d.officer, http.MethodPut, fmt.Sprintf("%s/ratings/%d", path, year), sheet, "If-Match", `"0"`), 200, "")
	}
	before := last.text(t, "recorded_at")
	w.clockTo("2023-01-05")
	w.want(w.call(d.officer, http.MethodPut, path+"/reports/2022", `{"figures":{"workers":9}}`, "If-Match", `"1"`), 200, "")
	sheet := object{"scheme": "tt-01-2020", "scores": points(map[string]int{"C05": 0}), "agreed": agreed}
	changed := w.want(w.call(d.officer, http.MethodPut, path+"/ratings/2022", sheet, "If-Match", `"1"`), 200, "")
	again := w.want(w.call(d.officer, http.MethodPut, path+"/ratings/2022", sheet, "If-Match", `"1"`), 200, "")
	if changed.text(t, "revision") != "2" || again.text(t, "revision") != "2" {
		t.Errorf("the same sheet again: %s", again.body)
	}

	for query, want := range map[string]string{
		"": "2022:9 2021:3 2020:2 2019:1 ", "?known_at=" + before: "2022:4 2021:3 2020:2 2019:1 ", "?known_at=2022-12-09T00:00:00Z": "",
	} {
		if got := w.want(w.call(d.officer, http.MethodGet, path+"/reports"+query, nil), 200, ""); yearsIn(t, got, "workers") != want {
			t.Errorf("reports%s: %s, want %s", query, yearsIn(t, got, "workers"), want)
		}
	}
	for query, want := range map[string]string{
		"": "2022:7700 2021:8100 2020:7900 2019:<nil> ", "?known_at=" + before: "2022:8300 2021:8100 2020:7900 2019:<nil> ",
	} {
		if got := w.want(w.call("", http.MethodGet, path+"/ratings"+query, nil), 200, ""); yearsIn(t, got, "total") != want {
			t.Errorf("ratings%s: %s, want %s", query, yearsIn(t, got, "total"), want)
		}
	}
	first := w.want(w.call(d.officer, http.MethodGet, path+"/reports?limit=3&count=exact", nil), 200, "")
	second := w.want(w.call(d.officer, http.MethodGet, path+"/reports?limit=3&cursor="+first.text(t, "next_cursor"), nil), 200, "")
	if first.text(t, "total") != "4" || yearsIn(t, second, "workers") != "2019:1 " || second.text(t, "next_cursor") != "" {
		t.Errorf("pages: %s\n%s", first.body, second.body)
	}
	w.want(w.call("", http.MethodGet, path+"/reports", nil), 401, "key-required")
	w.want(w.call(w.key(caller.DeskOfficer, "tckh-867"), http.MethodGet, path+"/reports", nil), 403, "foreign-office")
	w.want(w.call("", http.MethodGet, "/v1/organizations/1401234567/ratings", nil), 404, "organization-not-found")
}

// yearsIn tells a list as year:value, of a figure of the report or of the rating itself.
func yearsIn(t *testing.T, got reply, field string) string {
	t.Helper()
	var all strings.Builder
	for _, item := range got.json(t)["items"].([]any) {
		one := item.(object)
		from := one
		if figures, ok := one["figures"].(object); ok {
			from = figures
		}
		fmt.Fprintf(&all, "%v:%v ", one["year"], from[field])
	}
	return all.String()
}

// Where the board has not scored, or nobody has controlled, the desk is told; each fault points into the scores as sent, once.
func TestAnOwnScoreIsAgreedAndItsFaultsPointToTheirLines(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2019-12-01")
	d := w.desk("tckh-866")
	path := "/v1/organizations/" + w.register(d.officer, d.lead, htx("Hợp tác xã Nhất Trí", nil)).text(t, "organization_id") + "/ratings/2021"
	w.clockTo("2021-12-10")
	scores := []any{object{"line": "C01A", "points": 400}, object{"line": "C05", "points": 900}, object{"line": "C10", "points": 4000}, object{"line": "C11", "points": 100}}
	faulty := w.want(w.call(d.officer, http.MethodPut, path, object{"scheme": "tt-01-2020", "scores": scores}, "If-Match", `"0"`), 422, "scores-not-met")
	if got := string(faulty.body); strings.Count(got, `"/scores/1/points"`) != 1 || strings.Count(got, `"pointer":"/scores"`) != 1 {
		t.Errorf("faults: %s", got)
	}
	for sheet, want := range map[string]string{`{"board_on":"2021-12-05"}`: "unknown", `{"board_on":"2021-12-05","control_on":"2021-12-08"}`: "met"} {
		w.want(w.call(d.officer, http.MethodGet, path, nil), 404, "rating-not-found")
		own := w.want(w.call(d.officer, http.MethodPut, path, `{"scheme":"tt-01-2020","agreed":`+sheet+`}`, "If-Match", `"0"`), 200, "")
		if !strings.Contains(string(own.body), `"rule":"RATING-2020-AGREED","verdict":"`+want+`"`) {
			t.Errorf("%s: %s", sheet, own.body)
		}
		path = strings.Replace(path, "2021", "2020", 1)
	}
}

// The grade of a credit fund is no total, and numbers are to be had with and without the funds, by the places of the map.
func TestRatingsAreCountedByPlaceWithAndWithoutCreditFunds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2019-12-01")
	d, provincial := w.desk("tckh-866"), w.desk("skhdt-87")
	rated := "/v1/organizations/" + w.register(d.officer, d.lead, htx("Hợp tác xã Điểm Cao", nil)).text(t, "organization_id")
	book := "key,kind,name,place,registered_on,authority\n1,qtdnd,Quỹ tín dụng nhân dân Mỹ Ngãi,29881,2016-01-04,skhdt-87\n"
	made := w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")
	fund := "/v1/organizations/" + made.json(t)["items"].([]any)[0].(object)["organization_id"].(string)
	w.clockTo("2021-12-10")
	w.want(w.call(d.officer, http.MethodPut, rated+"/ratings/2021", object{"scheme": "tt-01-2020", "scores": points(nil)}, "If-Match", `"0"`), 200, "")
	graded := w.want(w.call(provincial.officer, http.MethodPut, fund+"/ratings/2021", object{"scheme": "nhnn", "external_grade": object{"grade": "Khá", "issued_on": "2021-11-01", "source": "Thông báo 12/TB-NHNN"}}, "If-Match", `"0"`), 200, "")
	if !strings.Contains(string(graded.body), `"total":null`) {
		t.Errorf("a grade was made a total: %s", graded.body)
	}
	const good = `,"rank":"good","exempt":false,"count":1}`
	for query, want := range map[string]string{
		"by=place":    `{"key":"87","label":"Tỉnh Đồng Tháp"` + good,
		"by=district": `{"key":"866","label":"Thành phố Cao Lãnh"` + good,
		"by=commune":  `{"key":"29881","label":"Xã Mỹ Ngãi"` + good,
		"by=sector":   `{"key":"agriculture","label":"Nông – lâm – ngư – diêm nghiệp"` + good,
	} {
		figures := w.want(w.call("", http.MethodGet, "/v1/statistics/ratings?year=2021&"+query, nil), 200, "")
		if !strings.Contains(string(figures.body), want) || !strings.Contains(string(figures.body), `"rank":null`) {
			t.Errorf("%s: %s", query, figures.body)
		}
		without := w.want(w.call("", http.MethodGet, "/v1/statistics/ratings?without_qtdnd=true&year=2021&"+query, nil), 200, "")
		if !strings.Contains(string(without.body), want) || strings.Contains(string(without.body), `"rank":null`) {
			t.Errorf("%s without the funds: %s", query, without.body)
		}
	}
	sector := w.key(caller.SectorOfficer, "")
	for query, want := range map[string]string{
		"by=district": `"label":"Thành phố Cao Lãnh","owed":2`, "by=district&without_qtdnd=true": `"label":"Thành phố Cao Lãnh","owed":1`,
		"by=place": `"label":"Tỉnh Đồng Tháp","owed":2`,
	} {
		if got := w.want(w.call(sector, http.MethodGet, "/v1/statistics/reporting?year=2021&"+query, nil), 200, ""); !strings.Contains(string(got.body), want) {
			t.Errorf("%s: %s", query, got.body)
		}
	}
	w.clockTo("2025-07-01")
	w.want(w.call("", http.MethodGet, "/v1/statistics/ratings?year=2021&by=district", nil), 400, "invalid-request")
	if got := w.want(w.call("", http.MethodGet, "/v1/statistics/ratings?year=2021&by=commune", nil), 200, ""); !strings.Contains(string(got.body), `{"key":"29884","label":"Phường Mỹ Ngãi"`+good) {
		t.Errorf("on the map of 2025: %s", got.body)
	}
}

// Where an HTX gives its members work, the wages of others decide (Điều 5 khoản 2, 193/2013/NĐ-CP); the report tells them, and who
// joined and was taken on is added up.
func TestWagesDecideWhereAnHTXGivesWork(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	d, provincial := w.desk("tckh-866"), w.key(caller.ProvincialOfficer, "skhdt-87")
	id := w.register(d.officer, d.lead, htx("Hợp tác xã Việc Làm", func(_, p map[string]any) { p["purpose"] = "employment" })).text(t, "organization_id")
	path := "/v1/organizations/" + id + "/reports/2021"
	w.clockTo("2022-01-05")
	missing := w.want(w.call(provincial, http.MethodGet, qd167+"/candidates/"+id, nil), 200, "")
	if !strings.Contains(string(missing.body), `"name":"wages_others_vnd","year":2021`) {
		t.Errorf("what is missing: %s", missing.body)
	}
	faulty := w.want(w.call(d.officer, http.MethodPut, path, `{"figures":{"wages_vnd":10,"wages_others_vnd":11,"workers":1,"new_workers":2,"member_workers":3}}`, "If-Match", `"0"`), 422, "figures-not-met")
	for _, pointer := range []string{"/figures/wages_others_vnd", "/figures/new_workers", "/figures/member_workers"} {
		if !strings.Contains(string(faulty.body), pointer) {
			t.Errorf("%s is not named: %s", pointer, faulty.body)
		}
	}
	for i, want := range []string{"met", "not_met"} {
		body := fmt.Sprintf(`{"figures":{"wages_vnd":1000,"wages_others_vnd":%d,"workers":9,"new_members":4,"new_workers":2,"member_workers":5,"revenue_vnd":10,"revenue_others_vnd":9}}`, 300+i)
		w.want(w.call(d.officer, http.MethodPut, path, body, "If-Match", fmt.Sprintf("%q", fmt.Sprint(i))), 200, "")
		for _, where := range []string{"/candidates/" + id, "/candidates?place=87"} {
			got := w.want(w.call(provincial, http.MethodGet, qd167+where, nil), 200, "")
			if !strings.Contains(string(got.body), `"code":"QD167-M5","title":"Bảo đảm tỷ lệ cung ứng sản phẩm, dịch vụ cho thành viên","verdict":"`+want+`"`) {
				t.Errorf("%s: not %s: %s", where, want, got.body)
			}
		}
	}
	frozen := w.want(w.call(d.lead, http.MethodPost, "/v1/reporting/2021/roll-ups?dry_run=true", `{"step":"registration_office"}`), 200, "")
	for code, want := range map[string]string{"B02": "4", "B04": "2", "B05": "5"} {
		_, line, _ := strings.Cut(string(frozen.body), `"code":"`+code+`"`)
		if _, cells, _ := strings.Cut(line, `"cells":`); !strings.HasPrefix(cells, `[{"value":`+want+`,`) {
			t.Errorf("%s is not %s: %.300s", code, want, line)
		}
	}
}
