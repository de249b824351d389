package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"
)

// scenarios are the comparisons with the yardstick.
var scenarios = []struct{ name, title string }{
	{"code", "read by code"},
	{"list", "list of 20 with two filters"},
	{"search", "search of two or three words"},
}

// compare takes all rounds of a scenario at all sizes in turn, so that what else the machine does falls on all alike.
func (b *bench) compare(ctx context.Context, r *results) error {
	for _, s := range scenarios {
		if !b.wants(s.name) {
			continue
		}
		p50 := map[int]time.Duration{}
		sizes, err := b.agree(ctx, s.name)
		if err != nil {
			return err
		}
		sums, err := b.rounds(ctx, s.name)
		if err != nil {
			return err
		}
		for i, g := range b.registers {
			ours, theirs := sums[2*i], sums[2*i+1]
			p50[g.size] = ours.p50()
			r.add(target{
				what: s.title + ": requests/s", size: g.size, got: ratio(ours, theirs), atLeast: 0.8,
				ours: ours.String(), theirs: theirs.String(),
			})
			r.add(target{
				what: s.title + ": bytes of an answer", size: g.size, got: sizes[i][1] / sizes[i][0], atLeast: 0.9, atMost: 1.1,
				ours: fmt.Sprintf("%.0f", sizes[i][0]), theirs: fmt.Sprintf("%.0f", sizes[i][1]),
			})
		}
		smallest, largest := slices.Min(b.options.Run.Sizes), slices.Max(b.options.Run.Sizes)
		if s.name == "search" && smallest < largest {
			r.add(target{
				what: fmt.Sprintf("search: p50 against that at %d", smallest), size: largest, got: float64(p50[largest]) / float64(p50[smallest]),
				atMost: 3, ours: short(p50[largest]), theirs: short(p50[smallest]),
			})
		}
	}
	if b.wants("asof") {
		if err := b.asOf(ctx, r); err != nil {
			return err
		}
	}
	if b.wants("depth") {
		return b.depth(ctx, r)
	}
	return nil
}

// rounds gives for each register the rounds of the server and those of the yardstick.
func (b *bench) rounds(ctx context.Context, scenario string) ([]rounds, error) {
	var turns []turn
	for _, g := range b.registers {
		turns = append(turns, turn{g.server, g.questions[scenario]}, turn{g.yardstick, g.questions[scenario]})
	}
	return b.alternate(ctx, scenario, turns)
}

// turn is what is measured in turn with others.
type turn struct {
	side
	questions []question
}

// alternate measures each turn once a round, every other round in the opposite order, after a round that does not count.
func (b *bench) alternate(ctx context.Context, what string, turns []turn) ([]rounds, error) {
	all := make([]rounds, len(turns))
	for i := range b.options.Run.Rounds + 1 {
		fmt.Fprintf(os.Stderr, "%s: round %d of %d\n", what, i, b.options.Run.Rounds)
		for j := range turns {
			if i%2 == 1 {
				j = len(turns) - 1 - j
			}
			one, err := turns[j].load(ctx, turns[j].questions, b.options.Run.Connections, b.options.Run.Round)
			if err != nil {
				return nil, err
			}
			if i > 0 {
				all[j] = append(all[j], one)
			}
		}
	}
	return all, nil
}

// agree sees that both sides of each register give the same organisations in the same order, and gives the mean bytes of the
// answers of server and yardstick to the same questions.
func (b *bench) agree(ctx context.Context, scenario string) (sizes [][2]float64, err error) {
	for _, g := range b.registers {
		size, err := g.agree(ctx, g.questions[scenario])
		if err != nil {
			return nil, fmt.Errorf("%s at %d: %w", scenario, g.size, err)
		}
		sizes = append(sizes, size)
	}
	return sizes, nil
}

func (g *register) agree(ctx context.Context, questions []question) (size [2]float64, err error) {
	questions = questions[:min(len(questions), 100)]
	for _, q := range questions {
		var answers [2]string
		for i, s := range []side{g.server, g.yardstick} {
			status, body, err := s.get(ctx, string(q))
			if err != nil {
				return size, err
			}
			var got struct {
				ID    string
				Items []struct{ ID string }
			}
			if err := json.Unmarshal(body, &got); err != nil {
				return size, fmt.Errorf("%s answered %d: %s", q, status, body)
			}
			answers[i] = fmt.Sprint(status, got.ID, got.Items)
			size[i] += float64(len(body)) / float64(len(questions))
		}
		if answers[0] != answers[1] {
			return size, fmt.Errorf("%s: the sides differ:\n%s\n%s", q, answers[0], answers[1])
		}
	}
	return size, nil
}

// deepPage is the last of the pages whose speed is held against that of the first ones: alone, a page that holds longer names
// than another takes longer wherever it lies.
const (
	deepPage  = 1000
	pagesEach = 10
)

// depth follows a list to its thousandth page and measures the pages up to it beside the first ones.
func (b *bench) depth(ctx context.Context, r *results) error {
	for _, sort := range []string{"-recorded", "name", "registered_on"} {
		var turns []turn
		var heavier []float64 // the deep pages than the first, by their bytes
		for _, g := range b.registers {
			pages, sizes, err := g.server.follow(ctx, sort)
			if err != nil {
				return err
			}
			heavier = append(heavier, mean(sizes[deepPage-pagesEach:])/mean(sizes[:pagesEach]))
			turns = append(turns, turn{g.server, pages[deepPage-pagesEach:]}, turn{g.server, pages[:pagesEach]})
		}
		sums, err := b.alternate(ctx, "depth by "+sort, turns)
		if err != nil {
			return err
		}
		for i, g := range b.registers {
			deep, first := sums[2*i], sums[2*i+1]
			r.add(target{
				what: fmt.Sprintf("pages %d to %d against pages 1 to %d, sort=%s: time of a request (p50) for as many bytes", deepPage-pagesEach+1, deepPage, pagesEach, sort), size: g.size,
				got: paired(deep, first, func(r round) float64 { return float64(r.p50) }) / heavier[i], atMost: 1.2,
				ours: fmt.Sprintf("%s, %.2f of the bytes", short(deep.p50()), heavier[i]), theirs: short(first.p50()),
			})
		}
	}
	return nil
}

// follow gives the addresses of the pages of a list up to the deep one, and the bytes of each.
func (s side) follow(ctx context.Context, sort string) (pages []question, sizes []float64, err error) {
	pages = []question{list("sort", sort)}
	for {
		at := pages[len(pages)-1]
		status, body, err := s.get(ctx, string(at))
		if err != nil {
			return nil, nil, err
		}
		if sizes = append(sizes, float64(len(body))); len(pages) == deepPage {
			return pages, sizes, nil
		}
		var got struct {
			Next *string `json:"next_cursor"`
		}
		if err := json.Unmarshal(body, &got); err != nil || got.Next == nil {
			return nil, nil, fmt.Errorf("page %d of %s answered %d: %w", len(pages), at, status, cmp.Or(err, fmt.Errorf("no next page")))
		}
		pages = append(pages, list("sort", sort, "cursor", *got.Next))
	}
}

func mean(values []float64) (m float64) {
	for _, v := range values {
		m += v / float64(len(values))
	}
	return m
}
