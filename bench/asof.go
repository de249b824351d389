package main

import (
	"context"
	"net/url"
	"time"

	"htxregistry/internal/vn"
)

// asOf measures reads of the organisations as they were today as known a minute ago, which asks both clocks, beside reads of
// them as they are. A register made today knows of no day before for organisations without a day of registration.
func (b *bench) asOf(ctx context.Context, r *results) error {
	when := url.Values{"as_of": {vn.DateIn(time.Now()).String()}, "known_at": {time.Now().Add(-time.Minute).UTC().Format(time.RFC3339)}}.Encode()
	var turns []turn
	for _, g := range b.registers {
		then := make([]question, len(g.questions["code"]))
		for i, q := range g.questions["code"] {
			then[i] = q + question("?"+when)
		}
		turns = append(turns, turn{g.server, then}, turn{g.server, g.questions["code"]})
	}
	sums, err := b.alternate(ctx, "read as of a day", turns)
	if err != nil {
		return err
	}
	for i, g := range b.registers {
		then, now := sums[2*i], sums[2*i+1]
		r.add(target{
			what: "read as of a day and an instant against a present read: requests/s", size: g.size, got: ratio(then, now), atLeast: 0.5,
			ours: then.String(), theirs: now.String(),
		})
	}
	return nil
}
