// Command names measures how long the check of a planned name takes over HTTP on a register of a given size: names that are
// held, names that may be taken for held ones in each way the law lists, and new ones. It prints the median and the 95th
// percentile, and ends with an error when the latter is above the target; or leaves it for the table of the bench, which judges.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"htxregistry/bench/beside"
)

func main() {
	b := bench{}
	flag.IntVar(&b.organizations, "organizations", 1_000_000, "how many organisations to make")
	flag.IntVar(&b.base, "base", 20_000, "how many of them through the product's own sample; the others are copied in the database")
	flag.IntVar(&b.checks, "checks", 2000, "how many checks to measure")
	flag.StringVar(&b.data, "data", "", "data directory of a register to use or make; a temporary one when empty")
	flag.DurationVar(&b.target, "target", 100*time.Millisecond, "the longest that 95 of 100 checks may take")
	flag.StringVar(&b.out, "out", "", "file of the figure for the bench")
	flag.Parse()
	if err := b.run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "names:", err)
		os.Exit(1)
	}
}

type bench struct {
	organizations, base, checks int
	data, address, out          string
	target                      time.Duration
	client                      http.Client
}

func (b *bench) run(ctx context.Context) error {
	if b.data == "" {
		made, err := os.MkdirTemp("", "htx-bench-names-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made) //nolint:errcheck // the system's temporary directory
		b.data = made
	}
	stop, err := b.serve(ctx)
	if err != nil {
		return err
	}
	defer stop()
	held, total, err := b.names(ctx)
	if err != nil {
		return err
	}
	if total < b.organizations {
		return fmt.Errorf("the register has %d organisations", total)
	}
	return b.measure(ctx, held, total)
}

// serve makes the register where it is not there yet, and serves it.
func (b *bench) serve(ctx context.Context) (stop func(), err error) {
	if _, err := os.Stat(b.data + "/postgres"); err != nil {
		number := strconv.Itoa(min(b.base, b.organizations))
		if err := program(ctx, "sample", "--data", b.data, "--organizations", number, "--log-level", "error").Run(); err != nil {
			return nil, fmt.Errorf("make the register: %w", err)
		}
	}
	if err := fill(ctx, b.data, b.organizations); err != nil {
		return nil, fmt.Errorf("fill the register: %w", err)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	b.address = "http://" + address
	server := program(ctx, "serve", "--data", b.data, "--listen", address, "--rate-limit", "0", "--log-level", "error")
	if err := server.Start(); err != nil {
		return nil, err
	}
	stop = func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		_ = server.Wait()
	}
	for range 600 {
		if err := b.call(ctx, http.MethodGet, "/readyz", nil, nil); err == nil {
			return stop, nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	stop()
	return nil, errors.New("the server does not answer")
}

func program(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "bin/registryd", args...) //nolint:gosec // our own program
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	return c
}

type organization struct {
	Name struct{ Vi string }
}

// names draws registered names from all over the register, and its size.
func (b *bench) names(ctx context.Context) (held []string, total int, err error) {
	var page struct {
		Items []organization
		Total int
	}
	for _, kind := range []string{"htx", "lhhtx"} {
		for _, sort := range []string{"recorded", "-recorded", "name", "-name", "registered_on", "-registered_on"} {
			if err := b.call(ctx, http.MethodGet, "/v1/organizations?limit=50&kind="+kind+"&sort="+sort, nil, &page); err != nil {
				return nil, 0, err
			}
			for _, o := range page.Items {
				held = append(held, o.Name.Vi)
			}
		}
	}
	err = b.call(ctx, http.MethodGet, "/v1/organizations?limit=1&count=exact", nil, &page)
	return held, page.Total, err
}

// plan gives a name to be checked: one that is held, one that may be taken for it, or a new one.
func plan(held string, i int) string {
	const lead = "Hợp tác xã "
	proper := strings.TrimPrefix(strings.TrimPrefix(held, "Liên hiệp "), lead)
	proper = strings.TrimPrefix(proper, "hợp tác xã ")
	return lead + []string{
		proper, proper + " 2", proper + " A", "Tân " + proper, proper + " mới", "Miền Tây " + proper,
		strings.Replace(proper, " ", " và ", 1), strings.ReplaceAll(proper, "y", "i"), "Chưa ai đặt " + strconv.Itoa(i), "Nông nghiệp",
	}[i%10]
}

func (b *bench) measure(ctx context.Context, held []string, total int) error {
	var took []time.Duration
	hits := 0
	for i := range b.checks + b.checks/10 {
		question := map[string]string{"kind": "htx", "name": plan(held[i%len(held)], i), "short_name": "HTX " + strconv.Itoa(i), "on": []string{"2025-08-01", "2021-06-01", ""}[i%3]}
		if question["on"] == "" {
			delete(question, "on")
		}
		var answer struct{ Hits []any }
		began := time.Now()
		if err := b.call(ctx, http.MethodPost, "/v1/names/check", question, &answer); err != nil {
			return err
		}
		if i >= b.checks/10 { // the first tenth warms up
			took = append(took, time.Since(began))
			hits += len(answer.Hits)
		}
	}
	slices.Sort(took)
	at := func(percent int) time.Duration { return took[min(len(took)*percent/100, len(took)-1)] }
	fmt.Printf("name check, %d organisations, %d checks, %d hits: p50 %s, p95 %s, p99 %s, longest %s (target p95 %s)\n",
		total, len(took), hits, ms(at(50)), ms(at(95)), ms(at(99)), ms(took[len(took)-1]), ms(b.target))
	if b.out != "" {
		return beside.Write(b.out, beside.Figure{
			What: "name check: ms (p95)", Size: total, Took: at(95), Most: b.target, Shown: "p50 " + ms(at(50)) + ", p95 " + ms(at(95)),
		})
	}
	if at(95) > b.target {
		return fmt.Errorf("95 of 100 checks took up to %s", ms(at(95)))
	}
	return nil
}

func ms(d time.Duration) string {
	return strconv.Itoa(int(d.Microseconds()/1000)) + "." + strconv.Itoa(int(d.Microseconds()%1000/100)) + " ms"
}

func (b *bench) call(ctx context.Context, method, path string, body, into any) error {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, b.address+path, content)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := b.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close() //nolint:errcheck // read to its end
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %d %s", method, path, res.StatusCode, answer)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}
