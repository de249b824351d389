package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// december is the story of three years of reports at one desk, of a rating, and of a roll-up that was frozen.
type december struct {
	*demo
	at                        desk
	steady, young, silent     string // paths of organisations
	provincial, rollUp, first string
}

// desks opens the desk and enters two cooperatives.
func (y *december) desks(ctx context.Context) error {
	fmt.Println("A. Ngày 01/3/2021: hai hợp tác xã tại thành phố Cao Lãnh")
	var err error
	if y.at, err = y.desk(ctx, "tckh-866"); err != nil {
		return err
	}
	if y.provincial, err = y.key(ctx, "provincial_officer", "skhdt-87"); err != nil {
		return err
	}
	y.steady, err = y.enter(ctx, "Hợp tác xã Nông nghiệp Sen Vàng")
	if err != nil {
		return err
	}
	y.silent, err = y.enter(ctx, "Hợp tác xã Nông nghiệp Bông Súng")
	return err
}

func (y *december) enter(ctx context.Context, name string) (string, error) {
	o, err := y.register(ctx, y.at, formation("htx", name, "29881", law2012()))
	return "/v1/organizations/" + text(o, "id"), err
}

// report files the report of a year on top of a revision.
func (y *december) report(ctx context.Context, organization string, year, revision, revenue int) error {
	figures := object{
		"members": counts(21 + year - 2021), "workers": 9, "total_capital_vnd": 2_000_000_000, "revenue_vnd": revenue,
		"revenue_members_vnd": revenue / 2, "revenue_others_vnd": revenue - revenue/2, "pretax_profit_vnd": revenue / 10,
	}
	status, got, _ := y.call(ctx, y.at.officer, http.MethodPut, fmt.Sprintf("%s/reports/%d", organization, year), fmt.Sprintf("%q", fmt.Sprint(revision)), object{"figures": figures})
	if status != http.StatusOK {
		return unexpected("report", status, got)
	}
	fmt.Printf("  báo cáo năm %d, bản %s, đến lúc %s\n", year, text(got, "revision"), text(got, "received_at"))
	return nil
}

// years files three reports, each by 15 December.
func (y *december) years(ctx context.Context) error {
	fmt.Println("B. Ba năm báo cáo, mỗi năm trước hết ngày 15/12")
	for i, year := range []int{2021, 2022} {
		if err := errors.Join(y.clockTo(ctx, fmt.Sprintf("%d-12-14", year)), y.report(ctx, y.steady, year, 0, (30+5*i)*100_000_000)); err != nil {
			return err
		}
	}
	if err := y.clockTo(ctx, "2023-06-01"); err != nil {
		return err
	}
	var err error
	if y.young, err = y.enter(ctx, "Hợp tác xã Nông nghiệp Măng Non"); err != nil {
		return err
	}
	if err := y.clockTo(ctx, "2023-12-09"); err != nil {
		return err
	}
	fmt.Println("  ngày 09/12/2023: đơn vị báo cáo Sở trước 10/12, khi tổ chức chưa đến hạn")
	early, err := y.freeze(ctx, "unit")
	if err != nil {
		return err
	}
	if err := must("provisional", text(early, "provisional"), "true"); err != nil {
		return err
	}
	if err := y.clockTo(ctx, "2023-12-14"); err != nil {
		return err
	}
	return errors.Join(y.report(ctx, y.steady, 2023, 0, 4_200_000_000), y.report(ctx, y.young, 2023, 0, 300_000_000))
}

// rate scores both: the young one is exempt, and the office gives one line of the other fewer points.
func (y *december) rate(ctx context.Context) error {
	fmt.Println("C. Đánh giá năm 2023: một hợp tác xã mới lập không xếp loại, một dòng điểm cơ quan chấm khác")
	sheet := object{"scheme": "tt-01-2020", "scores": ownScore(), "agreed": object{"board_on": "2023-12-05", "control_on": "2023-12-08"}}
	status, young, _ := y.call(ctx, y.at.officer, http.MethodPut, y.young+"/ratings/2023", `"0"`, sheet)
	if status != http.StatusOK {
		return unexpected("rate", status, young)
	}
	status, own, tag := y.call(ctx, y.at.officer, http.MethodPut, y.steady+"/ratings/2023", `"0"`, sheet)
	if status != http.StatusOK {
		return unexpected("rate", status, own)
	}
	disputed := object{"scores": []any{object{"line": "C05", "points": 200, "reason": "Có biên bản xử phạt trong năm"}}}
	status, verified, _ := y.call(ctx, y.at.lead, http.MethodPost, y.steady+"/ratings/2023/verify", tag, disputed)
	if status != http.StatusOK {
		return unexpected("verify", status, verified)
	}
	fmt.Printf("  Măng Non: không đánh giá %s; Sen Vàng: tự chấm %s (%s), cơ quan %s (%s)\n", text(young, "exempt"), text(verified, "total"), text(verified, "rank"), text(verified, "verified_total"), text(verified, "verified_rank"))
	return errors.Join(must("exempt", text(young, "exempt"), "true"), must("own", text(verified, "rank"), "good"), must("office", text(verified, "verified_rank"), "fair"))
}

func ownScore() []any {
	given := map[string]int{
		"C01A": 400, "C01B": 100, "C02A": 400, "C02B": 100, "C03A": 400, "C03B": 300, "C03C": 300, "C04A": 200, "C04B": 200, "C04C": 100, "C05": 800,
		"C06": 600, "C07A": 100, "C07B": 200, "C07C": 100, "C08": 500, "C09": 300, "C10": 700, "C11": 700, "C12": 600, "C13": 500, "C14": 500, "C15": 400,
	}
	var scores []any
	for line, points := range given {
		scores = append(scores, object{"line": line, "points": points})
	}
	return scores
}

// freeze freezes a roll-up of 2023 at the desk.
func (y *december) freeze(ctx context.Context, step string) (object, error) {
	status, frozen, _ := y.call(ctx, y.at.lead, http.MethodPost, "/v1/reporting/2023/roll-ups", "", object{"step": step})
	if status != http.StatusCreated {
		return nil, unexpected("freeze", status, frozen)
	}
	fmt.Printf("  chốt bước %s: số liệu đến %s, tạm tính %s, đúng hạn %s/%s, mã %.12s…\n", step, text(frozen, "as_of"), text(frozen, "provisional"),
		text(frozen, "organizations", "on_time"), text(frozen, "organizations", "owed"), text(frozen, "digest"))
	return frozen, nil
}

// rollUpOfDecember freezes the desk's roll-up while one cooperative is silent.
func (y *december) rollUpOfDecember(ctx context.Context) error {
	fmt.Println("D. Ngày 17/12/2023: một hợp tác xã chưa báo cáo; cơ quan vẫn chốt báo cáo tổng hợp trước 18/12")
	if err := y.clockTo(ctx, "2023-12-17"); err != nil {
		return err
	}
	_, list, _ := y.call(ctx, y.at.officer, http.MethodGet, "/v1/reporting/2023/organizations?state=missing", "", nil)
	if got := fmt.Sprint(list["items"]); !strings.Contains(got, "Bông Súng") {
		return fmt.Errorf("who is missing: %s", got)
	}
	frozen, err := y.freeze(ctx, "registration_office")
	if err != nil {
		return err
	}
	y.rollUp, y.first = "/v1/roll-ups/"+text(frozen, "id"), text(frozen, "digest")
	if err := y.departments(ctx); err != nil {
		return err
	}
	_, office, _ := y.call(ctx, y.provincial, http.MethodGet, "/v1/reporting/2023/offices?step=provincial_office", "", nil)
	items, _ := office["items"].([]any)
	if len(items) != 1 {
		return fmt.Errorf("offices of the province: %v", office)
	}
	province, _ := items[0].(object)
	fmt.Printf("  Sở thấy: %s/%s huyện đã gửi, còn thiếu %s tổ chức\n", text(province, "offices", "on_time"), text(province, "offices", "owed"), text(province, "organizations", "missing"))
	return errors.Join(must("provisional", text(frozen, "provisional"), "false"), must("missing", text(frozen, "organizations", "missing"), "1"),
		must("blocked", text(province, "blocked"), "true"))
}

// departments take the report of one in, a week late, and look who is silent.
func (y *december) departments(ctx context.Context) error {
	const units = "/v1/reporting/2023/units"
	status, got, _ := y.call(ctx, y.provincial, http.MethodPut, units+"/snnptnt-87", `"0"`, object{"text": "Đã tư vấn thành lập 12 hợp tác xã, mở 5 lớp tập huấn."})
	if status != http.StatusOK {
		return unexpected("take in", status, got)
	}
	_, late, _ := y.call(ctx, y.provincial, http.MethodGet, units+"?count=exact&state=late", "", nil)
	_, missing, _ := y.call(ctx, y.provincial, http.MethodGet, units+"?count=exact&state=missing", "", nil)
	fmt.Printf("  sở, ngành, huyện: hạn 10/12, trễ %s, chưa có %s\n", text(late, "total"), text(missing, "total"))
	return errors.Join(must("late", text(late, "total"), "1"), must("missing", text(missing, "total"), "26"))
}

// correction comes in January: the frozen figures stay, and running them again tells what is another number now.
func (y *december) correction(ctx context.Context) error {
	fmt.Println("E. Tháng 01/2024: đính chính và báo cáo trễ; bản đã chốt giữ nguyên, chạy lại cho thấy chỗ khác")
	if err := errors.Join(y.clockTo(ctx, "2024-01-08"), y.report(ctx, y.steady, 2023, 1, 4_500_000_000), y.report(ctx, y.silent, 2023, 0, 100_000_000)); err != nil {
		return err
	}
	_, kept, _ := y.call(ctx, y.at.lead, http.MethodGet, y.rollUp, "", nil)
	_, again, _ := y.call(ctx, y.at.lead, http.MethodGet, y.rollUp+"/changes", "", nil)
	cells, _ := again["cells"].([]any)
	for _, item := range cells {
		if c, _ := item.(object); c["table"] == "indicators" && c["column"] == "all" {
			fmt.Printf("  %s: %v → %v\n", text(c, "title"), c["before"], c["after"])
		}
	}
	_, then, _ := y.call(ctx, y.at.lead, http.MethodGet, y.rollUp+"/changes?known_at="+text(kept, "known_at"), "", nil)
	return errors.Join(must("frozen", text(kept, "digest"), y.first), must("the same clocks", text(then, "now", "digest"), y.first),
		must("changed", text(again, "same"), "false"), must("corrections", text(again, "reports", "corrected"), "1"), must("new", text(again, "reports", "new"), "1"))
}
