package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"htxregistry/api"
	"htxregistry/internal/rating"
	"htxregistry/internal/replication"
)

type simulateCmd struct {
	programmeFlag

	Place   string   `help:"Mã địa bàn hiện nay." required:""`
	AsOf    string   `help:"Ngày xét." name:"as-of"`
	Changes []string `arg:"" help:"Điều kiện thử khác đi, như QD167-M3:years=2, QD167-M5:outside_share=3200 (phần vạn), QD167-M6:mandatory=true, QD167-M6:rank=good."`
}

// Run tries other thresholds; nothing is written.
func (c *simulateCmd) Run(ctx context.Context, d *desk) error {
	body := api.SimulationDraft{Place: c.Place}
	var err error
	if body.AsOf, err = dayOf(c.AsOf); err != nil {
		return err
	}
	for _, text := range c.Changes {
		if body.Conditions, err = changed(body.Conditions, text); err != nil {
			return err
		}
	}
	a, err := read(d.client.SimulateCandidates(ctx, c.Programme, body))
	if err != nil {
		return err
	}
	return show(d, a, func(s replication.Simulation) {
		t := newTable("", "ĐỦ ĐIỀU KIỆN", "KHÔNG ĐỦ", "CHƯA XÁC ĐỊNH")
		for _, row := range []struct {
			title  string
			counts replication.Counts
		}{{"hiện nay", s.Before}, {"nếu đổi", s.After}} {
			t.add(row.title, fmt.Sprint(row.counts.Eligible), fmt.Sprint(row.counts.NotEligible), fmt.Sprint(row.counts.Undetermined))
		}
		t.print(d.out)
		d.printMoved("Thêm đủ điều kiện", s.Entering, s.Enters)
		d.printMoved("Không còn đủ điều kiện", s.Leaving, s.Leaves)
	})
}

func (d *desk) printMoved(title string, all int, named []replication.Candidate) {
	fmt.Fprintf(d.out, "%s: %d\n", title, all)
	for _, one := range named {
		fmt.Fprintf(d.out, "  %s %s: %s\n", orElse(value(one.Organization.Code), "-"), one.Organization.Name, one.Explanation)
	}
}

// changed reads CONDITION:TERM=VALUE into the changes; several may be about one condition.
func changed(changes []replication.Change, text string) ([]replication.Change, error) {
	code, rest, ok1 := strings.Cut(text, ":")
	term, given, ok2 := strings.Cut(rest, "=")
	if !ok1 || !ok2 {
		return nil, fmt.Errorf("%q: cần dạng ĐIỀU-KIỆN:NGƯỠNG=GIÁ TRỊ, như QD167-M3:years=2", text)
	}
	at := -1
	for i := range changes {
		if changes[i].Code == code {
			at = i
		}
	}
	if at < 0 {
		changes = append(changes, replication.Change{Code: code})
		at = len(changes) - 1
	}
	if err := setTerm(&changes[at], term, given); err != nil {
		return nil, fmt.Errorf("%q: %w", text, err)
	}
	return changes, nil
}

func setTerm(change *replication.Change, term, given string) (err error) {
	whole := map[string]*int{
		"years": &change.Terms.Years, "outside_share": &change.Terms.OutsideShare, "wage_share": &change.Terms.WageShare, "members": &change.Terms.Members,
	}
	switch {
	case term == "mandatory":
		var decides bool
		if decides, err = strconv.ParseBool(given); err != nil {
			return fmt.Errorf("mandatory là true hoặc false, không phải %q", given)
		}
		change.Mandatory = &decides
	case term == "rank":
		change.Terms.Rank = rating.Rank(given)
	case whole[term] != nil:
		if *whole[term], err = strconv.Atoi(given); err != nil {
			return fmt.Errorf("%s là số nguyên, không phải %q", term, given)
		}
	default:
		return fmt.Errorf("không có ngưỡng %q; có years, outside_share, wage_share, members, rank, mandatory", term)
	}
	return nil
}
