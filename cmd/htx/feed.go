package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"htxregistry/api"
)

type feedCmd struct {
	After string `help:"Vị trí đã đọc đến, in ở cuối lần trước; từ đầu nếu không nêu."`
	Wait  int    `help:"Số giây chờ khi chưa có thay đổi (0 đến 30)."`
	Limit int    `default:"50" help:"Số dòng."`
}

// Run lists what happened to organisations, and says where to go on.
func (c *feedCmd) Run(ctx context.Context, d *desk) error {
	p := &api.ListChangesParams{Limit: &c.Limit, Wait: &c.Wait}
	setText(&p.After, c.After)
	a, err := read(d.client.ListChanges(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(list api.ChangeList) {
		t := newTable("GHI LÚC", "VIỆC", "TỔ CHỨC", "CHI NHÁNH", "THAY ĐỔI")
		for _, item := range list.Items {
			t.add(item.RecordedAt.Format(time.RFC3339), item.Type, item.OrganizationID, orElse(item.UnitID, "-"), strings.Join(item.FieldsChanged, ", "))
		}
		t.print(d.out)
		if next, err := list.Position.Get(); err == nil {
			fmt.Fprintf(d.out, "đọc tiếp: --after %s\n", next)
		}
	})
}
