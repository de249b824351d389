package main

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"htxregistry/bench/beside"
)

// rounds are those of one side in one scenario.
type rounds []round

func (r rounds) median(of func(round) float64) float64 {
	values := make([]float64, len(r))
	for i, one := range r {
		values[i] = of(one)
	}
	return median(values)
}

func (r rounds) p50() time.Duration {
	return time.Duration(r.median(func(r round) float64 { return float64(r.p50) }))
}

func (r rounds) String() string {
	return fmt.Sprintf("%.0f/s, p50 %s", r.median(perSecond), short(r.p50()))
}

func perSecond(r round) float64 { return r.perSecond }

// ratio is the median over the rounds of ours to theirs in requests a second.
func ratio(ours, theirs rounds) float64 { return paired(ours, theirs, perSecond) }

// paired is the median of the ratios of rounds that were measured next to each other.
func paired(a, b rounds, of func(round) float64) float64 {
	values := make([]float64, len(a))
	for i := range a {
		values[i] = of(a[i]) / of(b[i])
	}
	return median(values)
}

func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

func short(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
}

// target is a figure with what it has to be; 0 is no limit.
type target struct {
	what            string
	size            int
	got             float64
	atLeast, atMost float64
	ours, theirs    string
}

func (t target) met() bool { return t.got >= t.atLeast && (t.atMost == 0 || t.got <= t.atMost) }

// decimal writes a number as a person does: two places at most, and no zeros behind them.
func decimal(f float64) string { return strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64) }

func (t target) wanted() string {
	switch {
	case t.atMost == 0:
		return "≥ " + decimal(t.atLeast)
	case t.atLeast == 0:
		return "≤ " + decimal(t.atMost)
	}
	return decimal(t.atLeast) + " to " + decimal(t.atMost)
}

type results struct {
	targets      []target
	postgres     string
	load         string
	began, ended time.Time
}

func (r *results) add(t target) { r.targets = append(r.targets, t) }

// beside adds the figures of files, in milliseconds.
func (r *results) beside(files []string) error {
	for _, file := range files {
		figures, err := beside.Read(file)
		if err != nil {
			return err
		}
		for _, f := range figures {
			r.add(target{what: f.What, size: f.Size, got: f.Took.Seconds() * 1000, atMost: f.Most.Seconds() * 1000, ours: f.Shown})
		}
	}
	return nil
}

// missed names the targets that were missed.
func (r *results) missed() error {
	var missed []string
	for _, t := range r.targets {
		if !t.met() {
			missed = append(missed, fmt.Sprintf("\n  %s, at %d organisations: %.2f, wanted %s", t.what, t.size, t.got, t.wanted()))
		}
	}
	if len(missed) == 0 {
		return nil
	}
	return fmt.Errorf("%d targets missed:%s", len(missed), strings.Join(missed, ""))
}

func (r *results) markdown(arguments string, o options) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Speed

Written by `+"`make bench`"+` (`+"`go run ./bench %s`"+`) on %s, in %s.

Machine: %d processors, %.1f GiB of memory, PostgreSQL %s, %s. Load average of the machine before the bench began: %s.
The bench, both sides and the databases share its processors, so only the ratios say something.

| What | Organisations | Server | Yardstick | Ratio | Wanted | |
|---|--:|--:|--:|--:|--:|---|
`, arguments, r.began.UTC().Format("2006-01-02 15:04 MST"), r.ended.Sub(r.began).Round(time.Second), runtime.NumCPU(),
		float64(statusKB("/proc/meminfo", "MemTotal"))/(1<<20), r.postgres, runtime.Version(), r.load)
	for _, t := range r.targets {
		verdict := "met"
		if !t.met() {
			verdict = "**missed**"
		}
		fmt.Fprintf(&b, "| %s | %d | %s | %s | %.2f | %s | %s |\n", t.what, t.size, t.ours, t.theirs, t.got, t.wanted(), verdict)
	}
	fmt.Fprintf(&b, method, o.Run.Rounds, o.Run.Round, o.Run.Connections)
	return b.String()
}

const method = `
## How it is measured

%d rounds of %s a side on %d connections that ask without a pause, over HTTP on the loopback, no compression asked for. All
sizes and sides run beside each other and take their rounds in turn, every other round in the opposite order. A ratio is the
median of the ratios round by round; the figures beside it are medians. Before the first round both sides are asked the same
questions and must name the same organisations in the same order.

- **Questions**: 2,000 codes; each kind in each province of today; 300 pairs and triples of words that stand side by side in
  a name. Codes and words are the same at every size.
- **The yardstick** is a handler of net/http with a pool of pgx as large as the server's, in a process of its own
  (bench/yardstick.go). It sends the server's statements for the same questions, prepared by pgx, lists planned for their values as
  the server has them, scans every column and writes the same members with encoding/json; the names of places, offices and industries come from maps in its
  memory. It does not check the request against a contract, know who asks, count requests, log, measure, set security headers
  or cursors, follow places through the successions of today, ask the law which office is competent now, or hold the answer's
  types.
- **The server** is bin/registryd as built, with all of that; its limit of requests a minute is off and it logs warnings only.
- **Page 1,000** is found by following the cursors from page 1, 20 organisations each; asked are the ten pages up to it, and the
  ratio is that of the times for as many bytes: a page of THT, of which less is known than of HTX, is lighter wherever it lies. "Yardstick" are the first ten pages there, and for the growth of the search the
  smaller register.
- **Round trips** are counted on the wire: a proxy between server and PostgreSQL counts each ReadyForQuery of the database,
  which ends each exchange, during create, submit and approve of one registration each, keys and retry keys included. The
  median of 20 registrations; the first is dearer because each connection prepares its statements once.
- **A name check** is asked over HTTP of a register of its own (bench/names): names that are held, names that may be taken for held
  ones in each way the law lists, and new ones. **A certificate** is the longest form with ten lines of business, rendered in
  process (bench/certificates). Both figures are milliseconds, of which 95 of 100 take less.
- **Candidates** (bench/candidates) are those of a register of its own with five years of reports of every organisation: worked out
  from an empty table in one process; the same reports changed between profit and loss with the recomputation and without it, in
  turn, of which the difference of the medians and of the ninety-fifth percentiles counts; lists through the whole of the server in
  process, candidates and organisations in turn. The figures are milliseconds.
- **Memory** is VmHWM of registryd alone at the end of the rounds. **Sample** is the pace of ` + "`registryd sample`" + ` on the
  day when the register was made, the start of an empty database and its migrations included; remove bench/data to make it anew.
`
