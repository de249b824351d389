package httpapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"htxregistry/internal/caller"
	"htxregistry/internal/reporting"
)

// table reads an answer of /v1/statistics/{table}.
func (r reply) table(t *testing.T) reporting.Statistics {
	t.Helper()
	var s reporting.Statistics
	if err := json.Unmarshal(r.body, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// cellOf writes a cell as value/known, or ?/known where the value is not known.
func cellOf(t *testing.T, s reporting.Statistics, line, column string) string {
	t.Helper()
	at := slices.IndexFunc(s.Table.Columns, func(c reporting.Column) bool { return c.Code == column })
	for _, l := range s.Table.Lines {
		if l.Code == line && at >= 0 {
			value := "?"
			if v := l.Cells[at].Value; v != nil {
				value = fmt.Sprint(*v)
			}
			return fmt.Sprintf("%s/%d", value, l.Cells[at].Known)
		}
	}
	t.Fatalf("no cell %s, %s", line, column)
	return ""
}

func TestTheTablesTellTheSameForTheSameTwoClocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	d, auditor := w.desk("tckh-866"), w.key(caller.Auditor, "")
	rice := w.register(d.officer, d.lead, htx("Hợp tác xã Lúa Vàng", nil)).text(t, "organization_id")
	weavers := w.register(d.officer, d.lead, htx("Hợp tác xã Dệt Choàng", func(_, payload map[string]any) { payload["purpose"] = "employment" })).text(t, "organization_id")
	file := func(organization string, revision int, figures object) {
		w.want(w.call(d.officer, http.MethodPut, "/v1/organizations/"+organization+"/reports/2021", object{"figures": figures}, "If-Match", fmt.Sprintf(`"%d"`, revision)), 200, "")
	}
	w.clockTo("2021-12-14")
	file(rice, 0, object{
		"revenue_vnd": 1_000, "workers": 7, "worker_income_vnd": 48_000_000,
		"investment": object{"contributed_vnd": 5, "shares_vnd": 3, "enterprises_vnd": 2},
	})
	w.clockTo("2021-12-16")

	paths := []string{
		"/v1/statistics/indicators?year=2021&by=model&authority=tckh-866", "/v1/statistics/summary?as_of=2021-12-14&by=commune&place=866",
		"/v1/statistics/indicators?as_of=2021-12-14&by=district&place=87", "/v1/statistics/summary?as_of=2021-12-14&by=authority&place=87",
		"/v1/statistics/indicators?as_of=2021-12-14&place=866",
	}
	clocks := func(s reporting.Statistics) string {
		return "&as_of=" + s.AsOf.String() + "&known_at=" + url.QueryEscape(s.KnownAt.Format("2006-01-02T15:04:05.999999Z07:00"))
	}
	before := map[string]reply{}
	for _, path := range paths {
		before[path] = w.want(w.call(auditor, http.MethodGet, path, nil), 200, "")
	}
	// A late entry, a late report and a correction.
	w.clockTo("2021-12-20")
	w.booked()
	file(weavers, 0, object{"revenue_vnd": 200, "workers": 3, "worker_income_vnd": 60_000_000})
	file(rice, 1, object{"revenue_vnd": 4_000, "workers": 7, "worker_income_vnd": 48_000_000})
	again := func(when string) {
		for _, path := range paths {
			then := before[path].table(t)
			same := w.want(w.call(auditor, http.MethodGet, strings.Replace(path, "as_of=2021-12-14&", "", 1)+clocks(then), nil), 200, "")
			if tag := same.header.Get("ETag"); tag != before[path].header.Get("ETag") || tag != `"`+then.Digest+`"` {
				t.Errorf("%s: tagged %s", path, tag)
			}
			if !bytes.Equal(same.body, before[path].body) {
				t.Errorf("%s: %s gives\n%s\nand gave\n%s", when, path, same.body, before[path].body)
			}
		}
	}
	again("after a correction")
	now := w.want(w.call(auditor, http.MethodGet, paths[0], nil), 200, "").table(t)
	then := before[paths[0]].table(t)
	w.want(w.call(auditor, http.MethodGet, paths[0]+clocks(then), nil, "If-None-Match", before[paths[0]].header.Get("ETag")), 304, "")
	if then.Year != 2021 || then.AsOf.String() != "2021-12-14" || then.DataFrom.String() != "2020-12-15" || then.DataUntil.String() != "2021-12-14" || then.Digest == now.Digest {
		t.Errorf("the table says of itself: %+v, %+v", then, now)
	}
	for _, c := range [][4]string{
		{"A01", "all", "2/2", "3/3"},
		{"A01", "services", "1/1", "1/1"},
		{"A01", "employment", "1/1", "1/1"},
		{"A01", "unsettled", "0/0", "1/1"}, // the old book does not tell
		{"A10", "all", "1/1", "1/1"},
		{"B15", "all", "?/0", "?/0"},
		{"B06", "all", "48000000/1", "51600000/2"}, // seven at 48 million and three at 60
		{"C04", "services", "10/1", "?/0"},         // the correction tells it no more
		{"C05", "all", "5/1", "?/0"},
		{"D01", "all", "1000/1", "4200/2"},
		{"D13", "all", "?/0", "200/1"},
		{"F06", "all", "?/0", "?/0"},
	} {
		if a, b := cellOf(t, then, c[0], c[1]), cellOf(t, now, c[0], c[1]); a != c[2] || b != c[3] {
			t.Errorf("%s %s: %s then %s, want %s then %s", c[0], c[1], a, b, c[2], c[3])
		}
	}
	if at := slices.IndexFunc(now.Table.Lines, func(l reporting.Line) bool { return l.Code == "F06" }); !strings.Contains(now.Table.Lines[at].Note, "tiêu chí") {
		t.Errorf("what is missing of F06, and from whom? %+v", now.Table.Lines[at])
	}
	if by := before[paths[1]].table(t); cellOf(t, by, "29881", "organizations") != "2/2" || by.Table.Lines[0].Title != "Xã Mỹ Ngãi" {
		t.Errorf("by commune: %+v", by.Table)
	}
	if by := before[paths[3]].table(t); by.Table.Lines[0].Title != "Phòng Tài chính - Kế hoạch thành phố Cao Lãnh" {
		t.Errorf("by office: %+v", by.Table)
	}
	// Neither another map nor an office that has ended makes other figures of the same two clocks.
	w.clockTo("2025-07-02")
	again("under the map of 2025")

	book := w.want(w.call(auditor, http.MethodGet, "/v1/statistics/indicators/xlsx?year=2021&place=866"+clocks(before[paths[4]].table(t)), nil), 200, "")
	f, err := excelize.OpenReader(bytes.NewReader(book.body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // a test
	rows, err := f.GetRows("Chỉ tiêu")
	if err != nil || !slices.ContainsFunc(rows, func(row []string) bool {
		return len(row) > 5 && row[0] == "B06" && row[4] == "48000000" && row[5] == "1"
	}) {
		t.Errorf("the workbook: %v, %v", rows, err)
	}
	if about, err := f.GetRows("Thông tin"); err != nil || !strings.Contains(fmt.Sprint(about), before[paths[4]].table(t).Digest) {
		t.Errorf("the workbook says of itself: %v, %v", about, err)
	}
}

func TestTheTablesAreOfAYearAndOfWhomTheCallerReaches(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	w.booked()
	d, auditor := w.desk("tckh-866"), w.key(caller.Auditor, "")
	w.clockTo("2025-07-02")
	ask := func(key, query string) reply { return w.call(key, http.MethodGet, "/v1/statistics/"+query, nil) }
	// The days next to those on which a year's figures begin and end; in December 2018 two periods meet.
	for day, want := range map[string]string{
		"2014-01-01": "2014 2014-01-01", "2018-12-31": "2018 2018-01-01", "2019-01-01": "2019 2018-12-15", "2019-12-14": "2019 2018-12-15",
		"2019-12-15": "2020 2019-12-15", "2021-12-13": "2021 2020-12-15", "2021-12-14": "2021 2020-12-15", "2021-12-15": "2022 2021-12-15",
	} {
		if s := w.want(ask(auditor, "summary?as_of="+day), 200, "").table(t); fmt.Sprint(s.Year, " ", s.DataFrom) != want {
			t.Errorf("%s lies in %d from %s, want %s", day, s.Year, s.DataFrom, want)
		}
	}
	if s := w.want(ask(auditor, "summary"), 200, "").table(t); s.Year != 2025 || s.AsOf.String() != "2025-07-02" {
		t.Errorf("today: %+v", s)
	}
	if s := w.want(ask(auditor, "summary?by=kind&year=2024&without_qtdnd=true"), 200, "").table(t); s.AsOf.String() != "2024-12-14" || len(s.Table.Lines) != 3 {
		t.Errorf("without credit funds: %+v", s)
	}
	for query, code := range map[string]string{
		"summary?by=commune": "too-many-groups", "indicators?by=authority": "too-many-groups", "summary?year=2021&as_of=2021-12-15": "outside-the-year",
		"summary?as_of=2013-12-31": `"parameter":"as_of","code":"no-period"`, "summary?year=2013": `"parameter":"year","code":"no-period"`,
		"summary?year=2027": `"parameter":"year","code":"outside-the-year"`, "summary?by=district&as_of=2025-07-01&place=82": "not-in-force",
		"summary?place=87&as_of=2025-07-01": "not-in-force", "summary?place=87&authority=skhdt-87&as_of=2021-06-01": "one-of-two",
		"summary?by=size": "", "luck": "", "summary?until=2021-12-14": "",
	} {
		if got := w.want(ask(auditor, query), 400, "invalid-request"); !strings.Contains(string(got.body), code) {
			t.Errorf("%s: %s", query, got.body)
		}
	}
	w.want(ask("", "summary"), 401, "key-required")
	w.want(ask(w.key(caller.App, ""), "summary"), 403, "role-forbidden")
	old := "summary?year=2021"
	if s := w.want(ask(d.officer, old), 200, "").table(t); s.Authority == nil || s.Authority.Code != "tckh-866" || cellOf(t, s, "htx", "organizations") != "1/1" || len(s.Table.Lines) != 1 {
		t.Errorf("the desk, of its own: %+v", s)
	}
	w.want(ask(d.officer, old+"&authority=tckh-867"), 403, "foreign-office")
	w.want(ask(d.officer, old+"&place=867"), 403, "foreign-office")
	// The province of today reads what lay in those merged into it.
	today := w.key(caller.ProvincialOfficer, "stc-82")
	for place, want := range map[string]string{"87": "1/1", "866": "1/1", "82": "0/0"} {
		if s := w.want(ask(today, old+"&place="+place), 200, "").table(t); cellOf(t, s, "htx", "organizations") != want {
			t.Errorf("%s: %+v", place, s)
		}
	}
	w.want(ask(today, old+"&place=79"), 403, "foreign-office")
}
