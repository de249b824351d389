package httpapi_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/vn"
)

func TestADeskRegistersACooperativeAndAnyoneFindsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")

	checked := w.want(w.call(officer, http.MethodPost, "/v1/dossiers?validate_only=true", htx("Hợp tác xã Nông nghiệp Mỹ Ngãi", nil)), 200, "")
	if w.want(w.call(officer, http.MethodGet, "/v1/dossiers?count=exact", nil), 200, "").text(t, "total") != "0" {
		t.Error("a check wrote something")
	}
	if !strings.Contains(string(checked.body), `"rule":"MEMBERS-MIN","verdict":"met"`) {
		t.Errorf("no verdict on members: %s", checked.body)
	}

	done := w.register(officer, lead, htx("Hợp tác xã Nông nghiệp Mỹ Ngãi", nil))
	if due := done.text(t, "due_on"); due != "2021-06-04" {
		t.Errorf("due %s, want three working days", due)
	}
	if number := done.text(t, "number"); !strings.HasPrefix(number, "tckh-866-210601-") {
		t.Errorf("number %s", number)
	}
	path := "/v1/organizations/" + done.text(t, "organization_id")
	found := w.want(w.call("", http.MethodGet, path, nil), 200, "")
	code := found.text(t, "code")
	if _, err := vn.ParseTaxCode(code); err != nil {
		t.Errorf("code: %v", err)
	}
	for _, c := range [][2]string{
		{found.text(t, "status"), "active"},
		{found.text(t, "registration", "authority", "name"), "Phòng Tài chính - Kế hoạch thành phố Cao Lãnh"},
		{found.text(t, "registration", "authority", "level"), "district"},
		{found.text(t, "registration", "misrouted"), "false"},
		{found.text(t, "registration", "regime"), "law-2012"},
		{found.text(t, "registration", "certificate_number"), code},
		{found.text(t, "seat", "place", "name"), "Xã Mỹ Ngãi"},
		{found.text(t, "size", "by_members"), "micro"},
		{found.text(t, "size", "by_capital"), "small"},
		{found.text(t, "sector"), "agriculture"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
	if strings.Contains(string(found.body), "087085001234") || strings.Contains(string(found.body), "0901234567") {
		t.Error("the public sees personal data")
	}
	if same := w.call("", http.MethodGet, path, nil, "If-None-Match", found.header.Get("ETag")); same.status != 304 {
		t.Errorf("unchanged record answered %d", same.status)
	}
	if byCode := w.call("", http.MethodGet, "/v1/organizations/"+code, nil); string(byCode.body) != string(found.body) {
		t.Error("by code it is another record")
	}
	for _, query := range []string{"q=my+ngai", "q=NGAI+my", "q=" + url.QueryEscape("HTX Mỹ Ngãi"), "issuing_level=district&kind=htx", "place=87&on=2021-06-01", "place=866&on=2021-06-01", "place=29881", "industry=01", "industry=A", "sector=agriculture&size_members=micro", "registered_from=2021-06-01&registered_to=2021-06-02", "misrouted=false&status=active", "sort=-name&purpose=production&size_capital=small", "authority=" + found.text(t, "registration", "authority", "id")} {
		list := w.want(w.call("", http.MethodGet, "/v1/organizations?count=exact&"+query, nil), 200, "")
		if list.text(t, "total") != "1" {
			t.Errorf("%s: %s", query, list.body)
		}
	}
	if near := w.call("", http.MethodGet, "/v1/organizations?q=nong+ngiep+my+ngai", nil); near.text(t, "match") != "approximate" || !strings.Contains(string(near.body), code) {
		t.Errorf("typing errors: %s", near.body)
	}
	acts := w.want(w.call("", http.MethodGet, path+"/acts", nil), 200, "")
	if !strings.Contains(string(acts.body), "organization.registered") || strings.Contains(string(acts.body), "087085001234") {
		t.Errorf("ledger: %s", acts.body)
	}
	figures := w.want(w.call("", http.MethodGet, "/v1/statistics/by-authority?as_of=2021-06-01", nil), 200, "")
	if figures.text(t, "total") != "1" || !strings.Contains(string(figures.body), `"code":"tckh-866"`) {
		t.Errorf("statistics: %s", figures.body)
	}
	// Its province is 87 on the map of the day, and 82 on that of 2025; 82 was another one before.
	for query, want := range map[string]string{"place=87": "1", "place=82": "0", "place=82&on=2025-07-01": "1"} {
		if there := w.want(w.call("", http.MethodGet, "/v1/statistics/by-authority?"+query, nil), 200, ""); there.text(t, "total") != want {
			t.Errorf("statistics of %s: %s", query, there.body)
		}
	}
	w.want(w.call("", http.MethodGet, "/v1/statistics/by-authority?place=866", nil), 400, "invalid-request")
	if before := w.call("", http.MethodGet, "/v1/statistics/by-authority?as_of=2021-05-31", nil); before.text(t, "total") != "0" {
		t.Errorf("statistics of the day before: %s", before.body)
	}
}

func TestTheWrongDeskIsToldWhoIsCompetent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	for _, c := range []struct{ office, kind, competent string }{
		{"tckh-867", "htx", "tckh-866"},   // another district
		{"skhdt-87", "htx", "tckh-866"},   // the province registers no HTX
		{"tckh-866", "lhhtx", "skhdt-87"}, // nor the district a union
		{"ubnd-29881", "htx", "tckh-866"},
	} {
		got := w.call(w.key(caller.DeskOfficer, c.office), http.MethodPost, "/v1/dossiers", htx("Hợp tác xã A", func(d, _ map[string]any) { d["organization_kind"] = c.kind }))
		w.want(got, 422, "not-competent")
		if got.text(t, "competent_authority", "code") != c.competent {
			t.Errorf("%s for %s: %s", c.office, c.kind, got.body)
		}
	}
}

func TestWhatIsMissingIsToldAtOnceAndKeepsTheDossierOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")
	made := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã B", func(d, p map[string]any) {
		d["fee_paid"], d["papers_received"], d["filer"] = false, []any{"charter"}, map[string]any{}
		p["members"] = map[string]any{"official": 6, "capital_associates": 0, "service_associates": 0, "foreign": 0}
	})), 201, "")
	path := "/v1/dossiers/" + made.text(t, "id")
	refused := w.want(w.call(officer, http.MethodPost, path+"/submit", nil, "If-Match", made.header.Get("ETag")), 422, "entry-conditions-not-met")
	for _, pointer := range []string{"/documents/application", "/documents/business_plan", "/documents/member_list", "/documents/organ_list", "/documents/founding_resolution", "/filer/phone", "/fee_paid"} {
		if !strings.Contains(string(refused.body), `"pointer":"`+pointer+`"`) {
			t.Errorf("%s is not named: %s", pointer, refused.body)
		}
	}
	mended := w.want(w.call(officer, http.MethodPatch, path, map[string]any{
		"fee_paid": true, "filer": map[string]any{"phone": "0901234567"},
		"papers_received": []any{"application", "charter", "business_plan", "member_list", "organ_list", "founding_resolution"},
	}, "If-Match", made.header.Get("ETag")), 200, "")
	sent := w.want(w.call(officer, http.MethodPost, path+"/submit", nil, "If-Match", mended.header.Get("ETag")), 200, "")
	// Six members: the file is received, for that is no condition of entry, but no certificate may follow.
	against := w.want(w.call(lead, http.MethodPost, path+"/approve", "{}", "If-Match", sent.header.Get("ETag")), 422, "checks-not-met")
	if !strings.Contains(string(against.body), "23/2012/QH13") {
		t.Errorf("the clause is not cited: %s", against.body)
	}
	w.want(w.call(lead, http.MethodPost, path+"/return", map[string]any{"defects": []any{map[string]any{"pointer": "/payload/members", "detail": "Thiếu thành viên"}}}, "If-Match", `"1"`), 412, "stale")
	back := w.want(w.call(lead, http.MethodPost, path+"/return", map[string]any{"defects": []any{map[string]any{"pointer": "/payload/members", "detail": "Thiếu thành viên"}}}, "If-Match", sent.header.Get("ETag")), 200, "")
	if back.text(t, "state") != "returned" || back.text(t, "due_on") != "" {
		t.Errorf("returned: %s", back.body)
	}
	more := w.want(w.call(officer, http.MethodPatch, path, map[string]any{"payload": map[string]any{"members": map[string]any{"official": 7}}}, "If-Match", back.header.Get("ETag")), 200, "")
	again := w.want(w.call(officer, http.MethodPost, path+"/submit", nil, "If-Match", more.header.Get("ETag")), 200, "")
	if again.text(t, "number") != sent.text(t, "number") {
		t.Error("a mended dossier got another number")
	}
	w.want(w.call(lead, http.MethodPost, path+"/approve", "{}", "If-Match", again.header.Get("ETag")), 200, "")
	w.want(w.call(lead, http.MethodPost, path+"/refuse", map[string]any{"reasons": []any{map[string]any{"detail": "x"}}}, "If-Match", `"7"`), 409, "wrong-state")
}

func TestFiftyIdenticalSubmissionsMakeOneDossier(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer := w.key(caller.DeskOfficer, "tckh-866")
	draft := htx("Hợp tác xã Một", nil)
	ids := sync.Map{}
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			for {
				got := w.call(officer, http.MethodPost, "/v1/dossiers", draft, "Idempotency-Key", "the-same-key")
				if got.status == http.StatusConflict && got.header.Get("Retry-After") != "" {
					continue // the first is still running: ask again
				}
				if got.status != http.StatusCreated {
					t.Errorf("%d %s", got.status, got.body)
				}
				ids.Store(got.text(t, "id"), true)
				return
			}
		})
	}
	group.Wait()
	n := 0
	ids.Range(func(any, any) bool { n++; return true })
	if total := w.call(officer, http.MethodGet, "/v1/dossiers?count=exact", nil).text(t, "total"); n != 1 || total != "1" {
		t.Errorf("%d ids, %s dossiers", n, total)
	}
	other := w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Hai", nil), "Idempotency-Key", "the-same-key")
	w.want(other, 422, "idempotency-key-reused")
	replay := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", draft, "Idempotency-Key", "the-same-key"), 201, "")
	if replay.header.Get("Idempotency-Replayed") != "true" {
		t.Error("a replayed answer does not say so")
	}
}

func TestFiftyApprovalsAtOnceGiveFiftyCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")
	codes := sync.Map{}
	var group sync.WaitGroup
	for i := range 50 {
		name := "Hợp tác xã Số " + vn.LocationNumber(i+1)
		group.Go(func() {
			done := w.register(officer, lead, htx(name, nil))
			code := w.call("", http.MethodGet, "/v1/organizations/"+done.text(t, "organization_id"), nil).text(t, "code")
			if _, twice := codes.LoadOrStore(code, name); twice || code == "" {
				t.Errorf("code %q twice", code)
			}
		})
	}
	group.Wait()
}

func TestTwoDesksCannotRegisterOneName(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	keys := [2][2]string{
		{w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")},
		{w.key(caller.DeskOfficer, "tckh-867"), w.key(caller.DeskLead, "tckh-867")},
	}
	var ready [2][2]string
	for i, k := range keys {
		made := w.want(w.call(k[0], http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Hòa Bình", func(_, p map[string]any) {
			if i == 1 {
				p["seat"] = map[string]any{"line": "Khóm 1", "place": "29905"} // Sa Đéc
				p["name"] = map[string]any{"vi": "HỢP TÁC XÃ  Hoà Bình"}
			}
		})), 201, "")
		path := "/v1/dossiers/" + made.text(t, "id")
		sent := w.want(w.call(k[0], http.MethodPost, path+"/submit", nil, "If-Match", made.header.Get("ETag")), 200, "")
		ready[i] = [2]string{path, sent.header.Get("ETag")}
	}
	var statuses [2]int
	var group sync.WaitGroup
	for i := range ready {
		group.Go(func() {
			statuses[i] = w.call(keys[i][1], http.MethodPost, ready[i][0]+"/approve", "{}", "If-Match", ready[i][1]).status
		})
	}
	group.Wait()
	if statuses[0]+statuses[1] != 200+422 {
		t.Errorf("statuses %v, want one 200 and one 422", statuses)
	}
}

func TestAProvincialDeskNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	lead := w.key(caller.DeskLead, "skhdt-87")
	union := func(name string) map[string]any {
		return htx(name, func(d, p map[string]any) {
			d["organization_kind"] = "lhhtx"
			p["founders"] = []any{map[string]any{"name": "A"}, map[string]any{"name": "B"}, map[string]any{"name": "C"}, map[string]any{"name": "D"}}
		})
	}
	w.register(lead, lead, union("Liên hiệp hợp tác xã Một")) // alone at the desk: one person may do both
	second := w.key(caller.DeskOfficer, "skhdt-87")
	made := w.want(w.call(lead, http.MethodPost, "/v1/dossiers", union("Liên hiệp hợp tác xã Hai")), 201, "")
	path := "/v1/dossiers/" + made.text(t, "id")
	sent := w.want(w.call(lead, http.MethodPost, path+"/submit", nil, "If-Match", made.header.Get("ETag")), 200, "")
	w.want(w.call(lead, http.MethodPost, path+"/approve", "{}", "If-Match", sent.header.Get("ETag")), 403, "second-person-required")
	w.register(second, lead, union("Liên hiệp hợp tác xã Ba"))
}

func TestPersonalDataIsForTheCompetentOfficeAndLogged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2021-06-01")
	officer, lead := w.key(caller.DeskOfficer, "tckh-866"), w.key(caller.DeskLead, "tckh-866")
	done := w.register(officer, lead, htx("Hợp tác xã Riêng tư", nil))
	path := "/v1/organizations/" + done.text(t, "organization_id")
	read := func(key string) reply {
		return w.call(key, http.MethodGet, path, nil, "X-Read-Reason", "kiem tra ho so")
	}
	if got := w.want(read(officer), 200, ""); !strings.Contains(string(got.body), "087085001234") {
		t.Errorf("the competent office sees no personal data: %s", got.body)
	}
	if got := w.want(read(w.key(caller.ProvincialOfficer, "skhdt-87")), 200, ""); !strings.Contains(string(got.body), "087085001234") {
		t.Error("the superior sees no personal data")
	}
	w.want(read(w.key(caller.DeskOfficer, "tckh-867")), 403, "foreign-office")
	w.want(read(w.key(caller.ProvincialOfficer, "skhdt-79")), 403, "foreign-office")
	w.want(read(w.key(caller.App, "")), 403, "role-forbidden")
	w.want(read(""), 401, "key-required")
	if plain := w.call(officer, http.MethodGet, path, nil); strings.Contains(string(plain.body), "087085001234") {
		t.Error("personal data without a reason")
	}
	if reads := w.personalReads(); reads != 2 {
		t.Errorf("%d reads logged, want 2", reads)
	}
}

func TestEveryKindAtItsDayAndDesk(t *testing.T) {
	t.Parallel()
	person := func(title string) []any {
		return []any{map[string]any{"full_name": "Trần Thị Bình", "title": title, "nationality": "VN", "id_document": "087185001234"}}
	}
	members := func(n int) map[string]any {
		return map[string]any{"official": n, "capital_associates": 0, "service_associates": 0, "foreign": 0}
	}
	line := func(edition string) []any {
		return []any{map[string]any{"edition": edition, "code": "0161", "main": true}}
	}
	for _, c := range []struct {
		name, day, office string
		draft             map[string]any
		status, track     string
		code              bool
	}{
		{
			"a THT gives notice to the commune", "2021-06-01", "ubnd-29881",
			map[string]any{
				"procedure": "notice_of_formation", "organization_kind": "tht", "filer": map[string]any{"phone": "0901234567"}, "papers_received": []any{"notice", "cooperation_contract"},
				"payload": map[string]any{"name": map[string]any{"vi": "Tổ hợp tác Xoài Mỹ Ngãi"}, "seat": map[string]any{"line": "Ấp 1", "place": "29881"}, "industries": line("2018"), "members": members(5), "legal_representatives": person("Tổ trưởng"), "contract": map[string]any{"signed_on": "2021-05-28", "term_months": 24}},
			},
			"recorded", "notice", false,
		},
		{
			"a THT registers at the district under the 2023 law", "2024-08-01", "tckh-866",
			map[string]any{
				"procedure": "formation", "organization_kind": "tht", "filer": map[string]any{"phone": "0901234567"}, "papers_received": []any{"application", "cooperation_contract", "member_list", "authorisation"},
				"payload": map[string]any{"name": map[string]any{"vi": "Tổ hợp tác Sen Hồng"}, "seat": map[string]any{"line": "Ấp 1", "place": "29881"}, "industries": line("2018"), "charter_capital_vnd": 50_000_000, "members": members(3), "legal_representatives": person("Tổ trưởng"), "contract": map[string]any{"signed_on": "2024-07-30", "open_ended": true, "capital_contributed": true, "asks_state_support": false}},
			},
			"active", "registration", true,
		},
		{
			"a Hội quán is recorded over several communes", "2021-06-01", "ubnd-29881",
			map[string]any{
				"procedure": "recognition", "organization_kind": "hoi_quan", "filer": map[string]any{"phone": "0901234567"},
				"payload": map[string]any{"name": map[string]any{"vi": "Nhất Tâm Hội quán"}, "seat": map[string]any{"line": "Ấp 1", "place": "29881"}, "area": []any{"29890"}, "members": members(60), "legal_representatives": []any{map[string]any{"full_name": "Lê Văn Cường", "title": "Chủ nhiệm"}}},
			},
			"recorded", "record", false,
		},
		{
			"a credit fund registers at the province under the 2012 law", "2021-06-01", "skhdt-87",
			htx("Quỹ tín dụng nhân dân Mỹ Ngãi", func(d, p map[string]any) {
				d["organization_kind"] = "qtdnd"
				d["papers_received"] = []any{"application", "charter", "business_plan", "member_list", "organ_list", "founding_resolution", "state_bank_licence"}
				delete(p, "purpose")
				p["members"], p["industries"] = members(30), []any{map[string]any{"edition": "2018", "code": "6419", "main": true}}
				p["licence"] = map[string]any{"number": "01/GP", "issued_on": "2021-05-01", "issuer": "NHNN"}
			}), "active", "registration", true,
		},
		{
			"its licence is entered at the commune since the reform", "2025-08-01", "kt-29884",
			map[string]any{
				"procedure": "mirror_licence", "organization_kind": "qtdnd", "filer": map[string]any{"phone": "0901234567"}, "papers_received": []any{"state_bank_licence"},
				"payload": map[string]any{"name": map[string]any{"vi": "Quỹ tín dụng nhân dân Mỹ Tân"}, "seat": map[string]any{"line": "Khóm 1", "place": "29884"}, "charter_capital_vnd": 1_000_000_000, "members": members(40), "legal_representatives": person("Chủ tịch HĐQT"), "licence": map[string]any{"number": "02/GP", "issued_on": "2025-07-20", "issuer": "NHNN Khu vực"}},
			},
			"active", "licence", false,
		},
		{
			"a union registers at the commune since the reform", "2025-12-01", "kt-29884",
			htx("Liên hiệp hợp tác xã Sen Việt", func(d, p map[string]any) {
				d["organization_kind"], p["seat"], p["industries"] = "lhhtx", map[string]any{"line": "Khóm 1", "place": "29884"}, line("2025")
				d["papers_received"] = []any{"application", "charter", "founding_resolution", "member_list", "representative_list"}
				p["founders"] = []any{map[string]any{"name": "A"}, map[string]any{"name": "B"}, map[string]any{"name": "C"}}
			}), "active", "registration", true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, c.day)
			done := w.register(w.key(caller.DeskOfficer, c.office), w.key(caller.DeskLead, c.office), c.draft)
			got := w.want(w.call("", http.MethodGet, "/v1/organizations/"+done.text(t, "organization_id"), nil), 200, "")
			if got.text(t, "status") != c.status || got.text(t, "registration", "track") != c.track || (got.text(t, "code") != "") != c.code {
				t.Errorf("%s", got.body)
			}
			if got.text(t, "registration", "misrouted") == "true" {
				t.Errorf("misrouted: %s", got.body)
			}
		})
	}
}

func TestAReturnedDossierLapses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-08-01")
	officer := w.key(caller.DeskOfficer, "tckh-866")
	made := w.want(w.call(officer, http.MethodPost, "/v1/dossiers", htx("Hợp tác xã Chậm", func(d, _ map[string]any) {
		d["papers_received"] = []any{"application", "charter", "founding_resolution", "member_list", "representative_list"}
	})), 201, "")
	path := "/v1/dossiers/" + made.text(t, "id")
	sent := w.want(w.call(officer, http.MethodPost, path+"/submit", nil, "If-Match", made.header.Get("ETag")), 200, "")
	back := w.want(w.call(officer, http.MethodPost, path+"/return", map[string]any{"defects": []any{map[string]any{"pointer": "/payload", "detail": "x"}}}, "If-Match", sent.header.Get("ETag")), 200, "")
	if back.text(t, "lapses_on") != "2024-09-30" { // 60 days
		t.Errorf("lapses_on %s", back.text(t, "lapses_on"))
	}
	w.clockTo("2024-10-01")
	w.want(w.call(officer, http.MethodPost, path+"/submit", nil, "If-Match", back.header.Get("ETag")), 409, "wrong-state")
	if n, err := w.registry.LapseDossiers(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d lapsed, %v", n, err)
	}
	if got := w.call(officer, http.MethodGet, path, nil); got.text(t, "state") != "lapsed" {
		t.Errorf("%s", got.body)
	}
}

// clockTo moves the clock through the contract.
func (w *world) clockTo(day string) {
	w.t.Helper()
	at := vn.MustDate(day).Start().Add(9 * time.Hour).Format(time.RFC3339)
	w.want(w.call(w.key(caller.Administrator, ""), http.MethodPost, "/v1/sandbox/clock", map[string]any{"now": at}), 200, "")
}
