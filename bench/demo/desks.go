package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

func (d *demo) cooperativeAtTheDistrict(ctx context.Context) error {
	fmt.Println("1. Ngày 01/6/2021: hợp tác xã đăng ký tại Phòng TC-KH thành phố Cao Lãnh")
	at, err := d.desk(ctx, "tckh-866")
	if err != nil {
		return err
	}
	o, err := d.register(ctx, at, formation("htx", "Hợp tác xã Nông nghiệp Mỹ Ngãi", "29881", law2012()))
	if err != nil {
		return err
	}
	return errors.Join(must("level", text(o, "registration", "authority", "level"), "district"), must("misrouted", text(o, "registration", "misrouted"), "false"))
}

func (d *demo) wrongDistrict(ctx context.Context) error {
	fmt.Println("2. Nộp nhầm ở Phòng TC-KH thành phố Sa Đéc")
	at, err := d.desk(ctx, "tckh-867")
	if err != nil {
		return err
	}
	status, got, _ := d.call(ctx, at.officer, http.MethodPost, "/v1/dossiers", "", formation("htx", "Hợp tác xã Nhầm Nơi", "29881", law2012()))
	fmt.Printf("  %d %s\n", status, text(got, "detail"))
	return errors.Join(must("code", text(got, "code"), "not-competent"), must("competent", text(got, "competent_authority", "code"), "tckh-866"))
}

func (d *demo) unionAtTheProvince(ctx context.Context) error {
	fmt.Println("3. Liên hiệp hợp tác xã đăng ký tại Sở Kế hoạch và Đầu tư")
	at, err := d.desk(ctx, "skhdt-87")
	if err != nil {
		return err
	}
	draft := formation("lhhtx", "Liên hiệp hợp tác xã Sen Hồng", "29881", law2012())
	draft["payload"].(object)["founders"] = []any{object{"name": "A"}, object{"name": "B"}, object{"name": "C"}, object{"name": "D"}} //nolint:forcetypeassert // made above
	o, err := d.register(ctx, at, draft)
	if err != nil {
		return err
	}
	return must("level", text(o, "registration", "authority", "level"), "province")
}

func (d *demo) clubAndGroupAtTheCommune(ctx context.Context) error {
	fmt.Println("4. Hội quán và tổ hợp tác (thông báo) tại UBND xã Mỹ Ngãi")
	at, err := d.desk(ctx, "ubnd-29881")
	if err != nil {
		return err
	}
	club, err := d.register(ctx, at, object{
		"procedure": "recognition", "organization_kind": "hoi_quan", "filer": object{"phone": "0901234567"},
		"payload": object{
			"name": object{"vi": "Nhất Tâm Hội quán"}, "seat": object{"line": "Ấp 1", "place": "29881"}, "members": counts(60),
			"legal_representatives": []any{object{"full_name": "Lê Văn Cường", "title": "Chủ nhiệm"}},
		},
	})
	if err != nil {
		return err
	}
	group, err := d.register(ctx, at, object{
		"procedure": "notice_of_formation", "organization_kind": "tht", "filer": object{"phone": "0901234567"}, "papers_received": []any{"notice", "cooperation_contract"},
		"payload": object{
			"name": object{"vi": "Tổ hợp tác Xoài Mỹ Ngãi"}, "seat": object{"line": "Ấp 2", "place": "29881"}, "industries": lines(), "members": counts(5),
			"legal_representatives": people(), "contract": object{"signed_on": "2021-05-28", "term_months": 24},
		},
	})
	if err != nil {
		return err
	}
	return errors.Join(must("Hội quán", text(club, "status"), "recorded"), must("THT", text(group, "registration", "track"), "notice"), must("code", text(club, "code")+text(group, "code"), ""))
}

func (d *demo) reform(ctx context.Context) error {
	fmt.Println("5. Ngày 01/7/2025: không còn cấp huyện, đăng ký tại cấp xã")
	if err := d.clockTo(ctx, "2025-07-01"); err != nil {
		return err
	}
	at, err := d.desk(ctx, "kt-29884")
	if err != nil {
		return err
	}
	papers := []any{"application", "charter", "founding_resolution", "member_list", "representative_list"}
	o, err := d.register(ctx, at, formation("htx", "Hợp tác xã Mỹ Ngãi Mới", "29884", papers))
	if err != nil {
		return err
	}
	_, old, _ := d.call(ctx, "", http.MethodGet, "/v1/organizations?q="+url.QueryEscape("Nông nghiệp Mỹ Ngãi"), "", nil)
	first, _ := old["items"].([]any)
	if len(first) == 0 {
		return errors.New("the cooperative of 2021 is not found")
	}
	cooperative, _ := first[0].(object)
	fmt.Printf("  HTX năm 2021 nay thuộc: %s, cơ quan hiện nay: %s\n", text(cooperative, "seat", "current_place", "name"), text(cooperative, "registration", "current_authority", "name"))
	return errors.Join(must("level", text(o, "registration", "authority", "level"), "commune"),
		must("issuing level stays", text(cooperative, "registration", "authority", "level"), "district"),
		must("current authority", text(cooperative, "registration", "current_authority", "code"), "kt-29884"))
}

func (d *demo) search(ctx context.Context) error {
	fmt.Println("6. Tra cứu")
	for query, want := range map[string]string{
		"q=my+ngai&count=exact": "3", "issuing_level=district&count=exact": "1", "issuing_level=province&count=exact": "1",
		"issuing_level=commune&count=exact": "3", "kind=hoi_quan&q=nhat+tam&count=exact": "1", "place=82&count=exact": "5", "misrouted=true&count=exact": "0",
	} {
		_, got, _ := d.call(ctx, "", http.MethodGet, "/v1/organizations?"+query, "", nil)
		fmt.Printf("  %-44s %s\n", query, text(got, "total"))
		if err := must(query, text(got, "total"), want); err != nil {
			return err
		}
	}
	_, figures, _ := d.call(ctx, "", http.MethodGet, "/v1/statistics/by-authority", "", nil)
	fmt.Printf("  thống kê theo cấp: %v\n", figures["by_level"])
	return must("total", text(figures, "total"), "5")
}
