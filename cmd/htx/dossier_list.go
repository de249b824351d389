package main

import (
	"context"
	"fmt"
	"io"

	"github.com/oapi-codegen/nullable"

	"htxregistry/api"
)

type listCmd struct {
	State        string `enum:",draft,submitted,returned,approved,refused,withdrawn,lapsed" default:"" help:"Trạng thái: draft, submitted, returned, approved, refused, withdrawn, lapsed."`
	Procedure    string `help:"Thủ tục, như formation."`
	Authority    string `help:"Mã hoặc id cơ quan, như kt-29884."`
	Overdue      bool   `help:"Chỉ hồ sơ quá hạn, lâu nhất trước."`
	DueBefore    string `help:"Đến hạn trước ngày này, gần hạn nhất trước." name:"due-before"`
	ReceivedFrom string `help:"Nhận từ ngày này." name:"received-from"`
	ReceivedTo   string `help:"Nhận trước ngày này." name:"received-to"`
	Q            string `help:"Tên dự kiến hoặc số hồ sơ." short:"q"`
	paging
}

// Run lists dossiers.
func (c *listCmd) Run(ctx context.Context, d *desk) error {
	p, err := c.params(ctx, d)
	if err != nil {
		return err
	}
	a, err := read(d.client.ListDossiers(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.DossierPage) {
		t := newTable("SỐ", "TRẠNG THÁI", "HẠN", "THỦ TỤC", "TÊN", "ID")
		for _, f := range page.Items {
			due := f.DueOn.String()
			if f.Overdue {
				due += " QUÁ HẠN"
			}
			t.add(orElse(f.Number, "(nháp)"), stateWord(f.State), due, procedureWord(f.Procedure), f.Payload.Name.Vi, f.ID.String())
		}
		t.print(d.out)
		d.printEnd(page.Total, page.NextCursor)
	})
}

func (c *listCmd) params(ctx context.Context, d *desk) (*api.ListDossiersParams, error) {
	count := api.ListDossiersParamsCountExact
	p := &api.ListDossiersParams{Overdue: &c.Overdue, Limit: &c.Limit, Count: &count}
	setText(&p.Cursor, c.Cursor)
	setText(&p.State, c.State)
	setText(&p.Procedure, c.Procedure)
	setText(&p.Q, c.Q)
	if c.Overdue || c.DueBefore != "" {
		due := api.ListDossiersParamsSortDueOn
		p.Sort = &due
	}
	if err := setDays(dayFlag{&p.DueBefore, c.DueBefore}, dayFlag{&p.ReceivedFrom, c.ReceivedFrom}, dayFlag{&p.ReceivedTo, c.ReceivedTo}); err != nil {
		return nil, err
	}
	if err := d.setAuthority(ctx, &p.Authority, c.Authority, nil); err != nil {
		return nil, err
	}
	return p, nil
}

// paging is how far a list is shown at once.
type paging struct {
	Limit  int    `default:"50" help:"Số dòng, tối đa 500."`
	Cursor string `help:"Xem tiếp từ chỗ danh sách trước đã nêu."`
}

// printTotal tells how many there are, where that was asked.
func printTotal[T int | int64](out io.Writer, total *T) {
	if total != nil {
		fmt.Fprintf(out, "Tổng: %d\n", *total)
	}
}

// printEnd tells how many there are, and how to see the rest.
func (d *desk) printEnd(total *int, next nullable.Nullable[string]) {
	printTotal(d.out, total)
	if cursor, err := next.Get(); err == nil {
		fmt.Fprintf(d.out, "Còn nữa; thêm --cursor %s\n", cursor)
	}
}
