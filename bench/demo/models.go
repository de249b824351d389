package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// models is the story of a province that looks for its five model cooperatives.
type models struct {
	*demo
	at         desk
	provincial string
	ids        []string // six with three years of profit, one with a loss, one that did not report a year
}

const (
	programmePath = "/v1/programmes/qd-167-2021"
	withLoss      = 6
	withGap       = 7
)

// enter registers eight cooperatives and files their years.
func (m *models) enter(ctx context.Context) error {
	fmt.Println("A. Tám hợp tác xã lập năm 2019; báo cáo ba năm 2019–2021, một có năm lỗ, một thiếu một năm")
	var err1, err2 error
	m.at, err1 = m.desk(ctx, "tckh-866")
	m.provincial, err2 = m.key(ctx, "provincial_officer", "skhdt-87")
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	for i := range withGap + 1 {
		o, err := m.register(ctx, m.at, formation("htx", fmt.Sprintf("Hợp tác xã Nông nghiệp Kiểu Mẫu %d", i+1), "29881", law2012()))
		if err != nil {
			return err
		}
		m.ids = append(m.ids, text(o, "id"))
	}
	if err := m.clockTo(ctx, "2022-01-10"); err != nil {
		return err
	}
	for i, id := range m.ids {
		for year := 2019; year <= 2021; year++ {
			profit := 100_000_000
			switch {
			case i == withLoss && year == 2020:
				profit = -5_000_000
			case i == withGap && year == 2020:
				continue
			}
			figures := object{"members": counts(30 + i), "revenue_vnd": 900_000_000, "revenue_members_vnd": 600_000_000, "revenue_others_vnd": 300_000_000, "pretax_profit_vnd": profit}
			path := fmt.Sprintf("/v1/organizations/%s/reports/%d", id, year)
			if status, got, _ := m.call(ctx, m.at.officer, http.MethodPut, path, `"0"`, object{"figures": figures}); status != http.StatusOK {
				return unexpected("report", status, got)
			}
		}
	}
	return nil
}

// judge nominates whoever is not barred, and asks for one of each verdict with its reasons.
func (m *models) judge(ctx context.Context) error {
	fmt.Println("B. Ai có thể được chọn, và vì sao")
	for i, id := range m.ids {
		status, got, _ := m.call(ctx, m.provincial, http.MethodPost, programmePath+"/nominations", "", object{"organization_id": id, "model": "M03", "consent_on": "2022-01-05"})
		if i == withLoss {
			if err := must("nomination with a loss", text(got, "code"), "not-eligible"); err != nil {
				return err
			}
			continue
		}
		if status != http.StatusCreated {
			return unexpected("nominate", status, got)
		}
	}
	for i, want := range map[int]string{0: "eligible", withLoss: "not_eligible", withGap: "undetermined"} {
		_, got, _ := m.call(ctx, m.provincial, http.MethodGet, programmePath+"/candidates/"+m.ids[i], "", nil)
		fmt.Printf("  %s: %s\n", text(got, "organization", "name"), text(got, "explanation"))
		if err := must(text(got, "organization", "name"), text(got, "verdict"), want); err != nil {
			return err
		}
	}
	_, list, _ := m.call(ctx, m.provincial, http.MethodGet, programmePath+"/candidates?place=87&verdict=eligible&count=exact", "", nil)
	return must("eligible", text(list, "total"), "6")
}

// choose selects by a decision: five have a place, the sixth has not.
func (m *models) choose(ctx context.Context) error {
	fmt.Println("C. Quyết định lựa chọn: tối đa 5 mô hình một tỉnh")
	for i, id := range m.ids[:withLoss] {
		_, candidate, _ := m.call(ctx, m.provincial, http.MethodGet, programmePath+"/candidates/"+id, "", nil)
		decision := object{"number": fmt.Sprintf("%d/QĐ-UBND-HC", 100+i), "issued_on": "2022-01-10", "issuer": "UBND tỉnh Đồng Tháp"}
		status, got, _ := m.call(ctx, m.provincial, http.MethodPost, programmePath+"/nominations/"+text(candidate, "nomination_id")+"/advance", "", object{"stage": "selected", "decision": decision})
		if i < 5 && status != http.StatusOK {
			return unexpected("select", status, got)
		}
		if i == 5 {
			fmt.Printf("  mô hình thứ sáu: %s\n", text(got, "detail"))
			return must("sixth selection", text(got, "code"), "quota-full")
		}
	}
	return nil
}
