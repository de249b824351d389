package main

import (
	"context"
	"time"
)

// asOf measures reads of the organisations as they were yesterday beside reads of them as they are.
func (b *bench) asOf(ctx context.Context, r *results) error {
	yesterday := time.Now().AddDate(0, 0, -1).Format(time.DateOnly)
	var turns []turn
	for _, g := range b.registers {
		then := make([]question, len(g.questions["code"]))
		for i, q := range g.questions["code"] {
			then[i] = q + question("?as_of="+yesterday)
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
			what: "read as of another day against a present read: requests/s", size: g.size, got: ratio(then, now), atLeast: 0.5,
			ours: then.String(), theirs: now.String(),
		})
	}
	return nil
}
