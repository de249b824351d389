package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// life is the story of one cooperative: out of a Hội quán and a THT, through the reform of 2025, into a union and a merger.
type life struct {
	*demo
	clubID, groupID, id, unionID, neighbourID string
	district, office                          desk
}

// clockTo moves the sandbox to the morning of a day.
func (d *demo) clockTo(ctx context.Context, day string) error {
	status, got, _ := d.call(ctx, d.admin, http.MethodPost, "/v1/sandbox/clock", "", object{"now": day + "T02:00:00Z"})
	if status != http.StatusOK {
		return unexpected("clock", status, got)
	}
	return nil
}

// complete adds every paper that the law of the day asks for.
func (d *demo) complete(ctx context.Context, at desk, draft object) (object, error) {
	status, checked, _ := d.call(ctx, at.officer, http.MethodPost, "/v1/dossiers?validate_only=true", "", draft)
	if status != http.StatusOK {
		return nil, unexpected("validate", status, checked)
	}
	papers := []any{}
	documents, _ := checked["documents"].([]any)
	for _, item := range documents {
		if paper, _ := item.(object); paper["required"] == true {
			papers = append(papers, paper["type"])
		}
	}
	draft["papers_received"] = papers
	return draft, nil
}

// enter takes a draft through the desk with every paper and gives the id of its organisation.
func (l *life) enter(ctx context.Context, at desk, draft object) (string, error) {
	whole, err := l.complete(ctx, at, draft)
	if err != nil {
		return "", err
	}
	o, err := l.register(ctx, at, whole)
	return text(o, "id"), err
}

// about is a file about a cooperative.
func about(procedure, id string, payload object) object {
	return object{
		"procedure": procedure, "organization_kind": "htx", "organization_id": id, "fee_paid": true,
		"filer": object{"full_name": "Nguyễn Văn An", "phone": "0901234567"}, "payload": payload,
	}
}

// founded is a formation with more in its payload.
func founded(kind, name, place string, more object) object {
	draft := formation(kind, name, place, []any{})
	payload, _ := draft["payload"].(object)
	maps.Copy(payload, more)
	return draft
}

func (l *life) club(ctx context.Context) (err error) {
	fmt.Println("\nĐời một hợp tác xã\n1. Ngày 01/3/2021: Minh Tâm Hội quán ra mắt, UBND xã Mỹ Ngãi ghi sổ")
	at, err := l.desk(ctx, "ubnd-29881")
	if err != nil {
		return err
	}
	l.clubID, err = l.enter(ctx, at, object{
		"procedure": "recognition", "organization_kind": "hoi_quan", "filer": object{"phone": "0901234567"},
		"payload": object{
			"name": object{"vi": "Minh Tâm Hội quán"}, "seat": object{"line": "Ấp 1", "place": "29881"}, "members": counts(60),
			"legal_representatives": []any{object{"full_name": "Lê Văn Cường", "title": "Chủ nhiệm"}},
		},
	})
	return err
}

func (l *life) group(ctx context.Context) (err error) {
	fmt.Println("2. Ngày 05/7/2021: năm người trong Hội quán lập tổ hợp tác, thông báo tại UBND xã")
	if err := l.clockTo(ctx, "2021-07-05"); err != nil {
		return err
	}
	at, err := l.desk(ctx, "ubnd-29881")
	if err != nil {
		return err
	}
	l.groupID, err = l.enter(ctx, at, object{
		"procedure": "notice_of_formation", "organization_kind": "tht", "filer": object{"phone": "0901234567"},
		"payload": object{
			"name": object{"vi": "Tổ hợp tác Xoài Minh Tâm"}, "seat": object{"line": "Ấp 1", "place": "29881"}, "industries": lines(), "members": counts(5),
			"legal_representatives": people(), "contract": object{"signed_on": "2021-07-01", "term_months": 24}, "born_from": []any{l.clubID},
		},
	})
	return err
}

func (l *life) cooperative(ctx context.Context) (err error) {
	fmt.Println("3. Ngày 01/3/2023: hợp tác xã ra đời từ Hội quán và tổ hợp tác, Phòng TC-KH thành phố Cao Lãnh cấp giấy chứng nhận")
	if err := l.clockTo(ctx, "2023-03-01"); err != nil {
		return err
	}
	if l.district, err = l.desk(ctx, "tckh-866"); err != nil {
		return err
	}
	l.id, err = l.enter(ctx, l.district, founded("htx", "Hợp tác xã Xoài Minh Tâm", "29881", object{"born_from": []any{l.clubID, l.groupID}}))
	return err
}

// lateNotice is told late under the 2023 law, so the two clocks differ about the days between.
func (l *life) lateNotice(ctx context.Context) error {
	fmt.Println("4. Ngày 04/9/2024: tăng vốn (đăng ký), đổi ngành nghề từ 26/8 (thông báo)")
	if err := l.clockTo(ctx, "2024-09-04"); err != nil {
		return err
	}
	resolution := object{"number": "02/NQ-ĐHTV", "issued_on": "2024-08-26"}
	if _, err := l.enter(ctx, l.district, about("change_registration", l.id, object{"charter_capital_vnd": 2_000_000_000, "resolution": resolution})); err != nil {
		return err
	}
	lines := []any{object{"edition": "2018", "code": "0121", "main": true}, object{"edition": "2018", "code": "4631"}}
	_, err := l.enter(ctx, l.district, about("change_notification", l.id, object{"industries": lines, "effective_on": "2024-08-26", "resolution": resolution}))
	if err != nil {
		return err
	}
	return errors.Join(
		l.line(ctx, "as_of=2024-09-01", "0121"),
		l.line(ctx, "as_of=2024-09-01&known_at=2024-09-02T00:00:00Z", "0161"),
	)
}

// line shows the main line of business as it was and holds it against what must come.
func (l *life) line(ctx context.Context, when, want string) error {
	_, o, _ := l.call(ctx, "", http.MethodGet, "/v1/organizations/"+l.id+"?"+when, "", nil)
	industries, _ := o["industries"].([]any)
	if len(industries) == 0 {
		return fmt.Errorf("no lines of business at %s: %v", when, o)
	}
	first, _ := industries[0].(object)
	fmt.Printf("  ?%-52s ngành chính %s, vốn %v\n", when, text(first, "code"), o["charter_capital_vnd"])
	return must("main line at "+when, text(first, "code"), want)
}

// reform lets a file be under way when every district office ends: the plan moves it, with the desk's keys, to the commune.
func (l *life) reform(ctx context.Context) error {
	fmt.Println("5. Ngày 30/6/2025: nộp hồ sơ đổi tên ở cấp huyện; ngày 01/7/2025 không còn cấp huyện, phương án kế thừa chuyển hồ sơ và tài khoản")
	if err := l.clockTo(ctx, "2025-06-30"); err != nil {
		return err
	}
	draft, err := l.complete(ctx, l.district, about("change_registration", l.id, object{
		"name": object{"vi": "Hợp tác xã Xoài Cát Minh Tâm"}, "resolution": object{"number": "04/NQ-ĐHTV", "issued_on": "2025-06-27"},
	}))
	if err != nil {
		return err
	}
	path, tag, err := l.submit(ctx, l.district, draft)
	if err != nil {
		return err
	}
	if err := l.clockTo(ctx, "2025-07-01"); err != nil {
		return err
	}
	status, got, _ := l.call(ctx, l.district.lead, http.MethodPost, path+"/approve", tag, object{})
	fmt.Printf("  trước khi áp dụng phương án: %d %s\n", status, text(got, "detail"))
	if err := must("the ended office", text(got, "code"), "office-ended"); err != nil {
		return err
	}
	plan := object{"name": "reform-2025-07-01", "accounts": object{"moves": []any{object{"office": "tckh-866", "to": "kt-29884"}}, "others": "work_list"}}
	if status, got, _ = l.call(ctx, l.admin, http.MethodPost, "/v1/successions?dry_run=false", "", plan); status != http.StatusOK {
		return unexpected("succession", status, got)
	}
	fmt.Printf("  đã áp dụng: %v\n", got["counts"])
	_, moved, tag := l.call(ctx, l.district.lead, http.MethodGet, path, "", nil)
	status, done, _ := l.call(ctx, l.district.lead, http.MethodPost, path+"/approve", tag, object{})
	if status != http.StatusOK {
		return unexpected("approve", status, done)
	}
	from, _ := moved["transferred_from"].([]any)
	l.office = l.district
	fmt.Printf("  hồ sơ %s nay ở %s, số cơ quan đã chuyển: %d, hạn %s\n", text(moved, "number"), text(moved, "authority", "name"), len(from), text(moved, "due_on"))
	return errors.Join(must("office", text(moved, "authority", "code"), "kt-29884"), must("transfers", fmt.Sprint(len(from)), "1"))
}

func (l *life) union(ctx context.Context) (err error) {
	fmt.Println("6. Ngày 04/8/2025: vào liên hiệp hợp tác xã, cơ quan cấp xã cấp giấy chứng nhận")
	if err := l.clockTo(ctx, "2025-08-04"); err != nil {
		return err
	}
	founders := []any{object{"organization_id": l.id, "name": "Hợp tác xã Xoài Cát Minh Tâm"}}
	for _, name := range []string{"Hợp tác xã Cá Tra Hòa An", "Hợp tác xã Sen Tân Thuận"} {
		founder, err := l.enter(ctx, l.office, founded("htx", name, "29884", nil))
		if err != nil {
			return err
		}
		founders = append(founders, object{"organization_id": founder, "name": name})
		l.neighbourID = founder
	}
	l.unionID, err = l.enter(ctx, l.office, founded("lhhtx", "Liên hiệp hợp tác xã Trái Cây Đồng Tháp", "29884", object{"founders": founders}))
	return err
}

func (l *life) merger(ctx context.Context) error {
	fmt.Println("7. Ngày 02/3/2026: sáp nhập hợp tác xã láng giềng, hai bước; bước hai khi có ý kiến cơ quan thuế")
	if err := l.clockTo(ctx, "2026-03-02"); err != nil {
		return err
	}
	paper := func(number string) object { return object{"number": number, "issued_on": "2026-02-26"} }
	if _, err := l.enter(ctx, l.office, about("merger", l.id, object{
		"resolution": paper("03/NQ-ĐHTV"), "instrument": paper("01/HĐSN"), "parties": []any{l.neighbourID}, "charter_capital_vnd": 3_000_000_000,
	})); err != nil {
		return err
	}
	if err := l.status(ctx, l.neighbourID, "dissolving", "merger"); err != nil {
		return err
	}
	if _, err := l.enter(ctx, l.office, about("existence_end", l.neighbourID, object{"tax": object{"number": "15/CT", "issued_on": "2026-03-02", "settled": true}})); err != nil {
		return err
	}
	return errors.Join(l.status(ctx, l.neighbourID, "ended", "merger"), l.status(ctx, l.id, "active", ""))
}

func (l *life) status(ctx context.Context, id, status, reason string) error {
	_, o, _ := l.call(ctx, "", http.MethodGet, "/v1/organizations/"+id, "", nil)
	return errors.Join(must("status", text(o, "status"), status), must("reason", text(o, "status_reason"), reason))
}

// book prints what the register keeps of this life: ledger, certificates as issued and as they stand, lineage.
func (l *life) book(ctx context.Context) error {
	fmt.Println("8. Sổ của hợp tác xã")
	_, ledger, _ := l.call(ctx, "", http.MethodGet, "/v1/organizations/"+l.id+"/acts?limit=100", "", nil)
	acts, _ := ledger["items"].([]any)
	for _, item := range acts {
		act, _ := item.(object)
		fmt.Printf("  hiệu lực %s  ghi %s  %-28s %s\n", text(act, "effective_on"), text(act, "recorded_at"), text(act, "act"), text(act, "authority", "name"))
	}
	if err := l.certificates(ctx); err != nil {
		return err
	}
	_, lineage, _ := l.call(ctx, "", http.MethodGet, "/v1/organizations/"+l.id+"/links?depth=3", "", nil)
	organizations, _ := lineage["organizations"].([]any)
	names := map[string]string{}
	for _, item := range organizations {
		o, _ := item.(object)
		names[text(o, "id")] = text(o, "name")
	}
	links, _ := lineage["links"].([]any)
	seen := map[string]bool{}
	for _, item := range links {
		link, _ := item.(object)
		seen[text(link, "kind")] = true
		fmt.Printf("  từ %s  %-12s %s → %s\n", text(link, "valid_from"), text(link, "kind"), names[text(link, "from")], names[text(link, "to")])
	}
	if !seen["born_from"] || !seen["member_of"] || !seen["merged_into"] || len(acts) < 4 {
		return fmt.Errorf("the book is not whole: %d acts, links %v", len(acts), seen)
	}
	return nil
}

// certificates prints what was given and how it stands: the newest valid, every older one replaced.
func (l *life) certificates(ctx context.Context) error {
	_, page, _ := l.call(ctx, "", http.MethodGet, "/v1/organizations/"+l.id+"/certificates", "", nil)
	papers, _ := page["items"].([]any)
	states := make([]string, len(papers))
	for i, item := range papers {
		c, _ := item.(object)
		states[i] = text(c, "state")
		fmt.Printf("  giấy %s, ngày %s, %s: %s\n", text(c, "number"), text(c, "issued_on"), text(c, "as_issued", "name", "vi"), text(c, "state_label"))
	}
	return must("certificates", strings.Join(states, " "), "valid replaced replaced replaced")
}
