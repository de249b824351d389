package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// growing is the story of a Hội quán that becomes an HTX, and of the alliance that admits it and finds a fact wrong.
type growing struct {
	*demo
	commune, district desk
	alliance          string
	club, cooperative string // ids
}

// start enters a Hội quán of sixty, of whose founders nothing is known yet.
func (g *growing) start(ctx context.Context) error {
	fmt.Println("\nTừ Hội quán đến hợp tác xã, và liên minh\nA. Ngày 01/3/2021: An Khang Hội quán ra mắt; đã gần thành lập hợp tác xã chưa?")
	var err1, err2, err3 error
	g.commune, err1 = g.desk(ctx, "ubnd-29881")
	g.district, err2 = g.desk(ctx, "tckh-866")
	g.alliance, err3 = g.key(ctx, "alliance_officer", "skhdt-87")
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	o, err := g.register(ctx, g.commune, object{
		"procedure": "recognition", "organization_kind": "hoi_quan", "filer": object{"phone": "0901234567"},
		"payload": object{
			"name": object{"vi": "An Khang Hội quán"}, "seat": object{"line": "Ấp 1", "place": "29881"}, "members": counts(60),
			"legal_representatives": []any{object{"full_name": "Lê Văn Cường", "title": "Chủ nhiệm"}},
		},
	})
	g.club = text(o, "id")
	return errors.Join(err, g.nearness(ctx, "unknown", 0))
}

// nearness shows how near the Hội quán is to founding an HTX, need by need, and what was born of it.
func (g *growing) nearness(ctx context.Context, want string, born int) error {
	_, list, _ := g.call(ctx, "", http.MethodGet, "/v1/hoi-quan?place=87", "", nil)
	items, _ := list["items"].([]any)
	if len(items) != 1 {
		return fmt.Errorf("%d Hội quán are listed", len(items))
	}
	club, _ := items[0].(object)
	readiness, _ := club["readiness"].(object)
	needs, _ := readiness["needs"].([]any)
	for _, item := range needs {
		need, _ := item.(object)
		fmt.Printf("  %-10s %s\n", text(need, "verdict"), text(need, "detail"))
	}
	of, _ := club["born"].([]any)
	return errors.Join(must("readiness", text(readiness, "verdict"), want), must("born of it", fmt.Sprint(len(of)), fmt.Sprint(born)))
}

// prepare lets the commune keep what the Hội quán has prepared.
func (g *growing) prepare(ctx context.Context) error {
	fmt.Println("B. Ngày 10/6/2021: UBND xã ghi ngày ra mắt, mã vùng trồng, 12 sáng lập viên, phương án và dự thảo điều lệ")
	if err := g.clockTo(ctx, "2021-06-10"); err != nil {
		return err
	}
	path := "/v1/organizations/" + g.club + "/hoi-quan"
	facts := object{
		"launched_on": "2021-03-01", "ordinal_in_province": 106, "board_size": 5, "trades": []any{"xoài"}, "growing_area_codes": []any{"VN-ĐTOR-0123"},
		"founding": object{"founders": 12, "founders_eligible": true, "plan_drafted_on": "2021-06-01", "charter_drafted_on": "2021-06-05"},
	}
	if status, got, _ := g.call(ctx, g.commune.officer, http.MethodPut, path, `"0"`, object{"facts": facts}); status != http.StatusOK {
		return unexpected("facts", status, got)
	}
	_, near, _ := g.call(ctx, g.alliance, http.MethodGet, "/v1/alliance/organizations?near_founding=true&count=exact", "", nil)
	return errors.Join(g.nearness(ctx, "met", 0), must("near founding, as the alliance looks", text(near, "total"), "1"))
}

// found lets the HTX be born: the link to the Hội quán, with the act that made it, is the evidence.
func (g *growing) found(ctx context.Context) error {
	fmt.Println("C. Ngày 01/7/2021: hợp tác xã ra đời từ Hội quán, có hồ sơ làm chứng")
	if err := g.clockTo(ctx, "2021-07-01"); err != nil {
		return err
	}
	draft := formation("htx", "Hợp tác xã Xoài An Khang", "29881", law2012())
	payload, _ := draft["payload"].(object)
	payload["born_from"] = []any{g.club}
	o, err := g.register(ctx, g.district, draft)
	if err != nil {
		return err
	}
	g.cooperative = text(o, "id")
	_, lineage, _ := g.call(ctx, "", http.MethodGet, "/v1/organizations/"+g.cooperative+"/links", "", nil)
	links, _ := lineage["links"].([]any)
	if len(links) != 1 {
		return fmt.Errorf("%d links: %v", len(links), lineage)
	}
	link, _ := links[0].(object)
	fmt.Printf("  %s từ %s, hồ sơ %s\n", text(link, "kind"), text(link, "valid_from"), text(link, "dossier_id"))
	_, near, _ := g.call(ctx, "", http.MethodGet, "/v1/hoi-quan?near=true&count=exact", "", nil)
	_, births, _ := g.call(ctx, "", http.MethodGet, "/v1/statistics/born-from-hoi-quan?by=year", "", nil)
	_, growth, _ := g.call(ctx, "", http.MethodGet, "/v1/statistics/hoi-quan?by=year", "", nil)
	_, before, _ := g.call(ctx, "", http.MethodGet, "/v1/statistics/hoi-quan?by=year&as_of=2021-02-28", "", nil)
	fmt.Printf("  Hội quán: %s với %s thành viên; hợp tác xã sinh ra từ Hội quán: %s\n", text(growth, "total"), text(growth, "members"), text(births, "total"))
	return errors.Join(g.nearness(ctx, "met", 1), must("link", text(link, "kind"), "born_from"), must("near, born already", text(near, "total"), "0"),
		must("births", text(births, "total"), "1"), must("growth", text(growth, "total")+" "+text(growth, "members"), "1 60"), must("the day before the first", text(before, "total"), "0"))
}

// admit lets the alliance find who is no member yet, and write what no office may.
func (g *growing) admit(ctx context.Context) error {
	fmt.Println("D. Liên minh hợp tác xã: ai chưa là thành viên; chỉ liên minh ghi được thành viên của mình")
	strangers := "/v1/alliance/organizations?membership=none&kind=htx&count=exact"
	_, before, _ := g.call(ctx, g.alliance, http.MethodGet, strangers, "", nil)
	members := "/v1/organizations/" + g.cooperative + "/alliance-memberships"
	admission := object{"kind": "official", "valid_from": "2021-07-01", "decision": object{"number": "12/QĐ-LMHTX", "issued_on": "2021-07-01", "issuer": "Liên minh hợp tác xã tỉnh"}}
	_, refused, _ := g.call(ctx, g.district.lead, http.MethodPost, members, "", admission)
	fmt.Printf("  cơ quan đăng ký ghi: %s\n", text(refused, "detail"))
	if status, got, _ := g.call(ctx, g.alliance, http.MethodPost, members, "", admission); status != http.StatusCreated {
		return unexpected("admit", status, got)
	}
	_, after, _ := g.call(ctx, g.alliance, http.MethodGet, strangers, "", nil)
	_, o, _ := g.call(ctx, "", http.MethodGet, "/v1/organizations/"+g.cooperative, "", nil)
	fmt.Printf("  chưa là thành viên: trước %s, sau %s; thành viên từ %s\n", text(before, "total"), text(after, "total"), text(o, "alliance_member", "since"))
	return errors.Join(must("an office admits", text(refused, "code"), "role-forbidden"), must("not yet members", text(before, "total")+" "+text(after, "total"), "1 0"),
		must("member", text(o, "alliance_member", "kind"), "official"))
}

// challenge lets the alliance find a fact wrong and the office answer it, with the act that mended it.
func (g *growing) challenge(ctx context.Context) error {
	fmt.Println("E. Liên minh báo vốn điều lệ ghi sai; cơ quan giữ hồ sơ sửa và trả lời trong hạn")
	organization := "/v1/organizations/" + g.cooperative
	status, raised, _ := g.call(ctx, g.alliance, http.MethodPost, organization+"/challenges", "", object{
		"fact": "charter_capital_vnd", "claim": "Vốn điều lệ là 1,5 tỷ đồng", "evidence": "Điều lệ Điều 8",
	})
	if status != http.StatusCreated {
		return unexpected("challenge", status, raised)
	}
	fmt.Printf("  gửi %s, hạn trả lời %s (%s)\n", text(raised, "authority", "name"), text(raised, "due_on"), text(raised, "basis"))
	draft, err := g.complete(ctx, g.district, about("change_registration", g.cooperative, object{
		"charter_capital_vnd": 1_500_000_000, "resolution": object{"number": "02/NQ-ĐHTV", "issued_on": "2021-07-01"},
	}))
	if err == nil {
		_, err = g.register(ctx, g.district, draft)
	}
	if err != nil {
		return err
	}
	act, err := g.newestAct(ctx, organization)
	if err != nil {
		return err
	}
	path := "/v1/challenges/" + url.PathEscape(text(raised, "id")) + "/answer"
	status, answered, _ := g.call(ctx, g.district.lead, http.MethodPost, path, "", object{"outcome": "corrected", "answer": "Đã đăng ký thay đổi vốn điều lệ", "act_id": act})
	if status != http.StatusOK {
		return unexpected("answer", status, answered)
	}
	_, open, _ := g.call(ctx, g.alliance, http.MethodGet, "/v1/challenges?open=true&count=exact", "", nil)
	fmt.Printf("  %s: %s\n", text(answered, "outcome"), text(answered, "answer"))
	return errors.Join(must("office", text(raised, "authority", "code"), "tckh-866"), must("answered", text(answered, "state"), "answered"),
		must("with the act", text(answered, "act_id"), act), must("open", text(open, "total"), "0"))
}

// newestAct is the id of the last change of an organisation in the ledger.
func (g *growing) newestAct(ctx context.Context, organization string) (newest string, err error) {
	_, ledger, _ := g.call(ctx, "", http.MethodGet, organization+"/acts?limit=100", "", nil)
	acts, _ := ledger["items"].([]any)
	for _, item := range acts {
		if act, _ := item.(object); text(act, "act") == "organization.changed" {
			newest = text(act, "id")
		}
	}
	if newest == "" {
		return "", fmt.Errorf("no change in the ledger: %v", ledger)
	}
	return newest, nil
}
