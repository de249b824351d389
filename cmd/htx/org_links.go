package main

import (
	"context"
	"time"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// clocks asks about another day, or as it was known at another instant.
type clocks struct {
	AsOf    string     `help:"Theo sổ vào ngày này." name:"as-of"`
	KnownAt *time.Time `help:"Theo hiểu biết lúc này, như 2025-07-01T02:00:00Z." name:"known-at"`
}

// set puts both where a request has them.
func (c clocks) set(asOf **vn.Date, knownAt **time.Time) error {
	*knownAt = c.KnownAt
	return setDays(dayFlag{asOf, c.AsOf})
}

type orgLinksCmd struct {
	ID    string `arg:"" help:"Id hoặc mã số."`
	Depth int    `default:"1" help:"Số bước."`
	clocks
}

// Run tells where an organisation comes from, what became of it and what it belongs to.
func (c *orgLinksCmd) Run(ctx context.Context, d *desk) error {
	p := &api.ListLinksParams{Depth: &c.Depth}
	if err := c.set(&p.AsOf, &p.KnownAt); err != nil {
		return err
	}
	a, err := read(d.client.ListLinks(ctx, c.ID, p))
	if err != nil {
		return err
	}
	return show(d, a, func(l coop.Lineage) {
		names := map[coop.ID]string{}
		for _, o := range l.Organizations {
			names[o.ID] = o.Name
		}
		t := newTable("TỪ NGÀY", "ĐẾN TRƯỚC NGÀY", "TỔ CHỨC", "", "TỔ CHỨC")
		for _, link := range l.Links {
			t.add(orElse(link.ValidFrom.String(), "-"), orElse(link.ValidTo.String(), "-"), names[link.From], linkWord(link.Kind), names[link.To])
		}
		t.print(d.out)
	})
}
