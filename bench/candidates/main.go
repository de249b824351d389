// Command candidates measures what it takes to know who is a candidate of the programmes: to work out the whole country from
// nothing, to keep the flag of an organisation whose report changed, and to list. It prints the figures and ends with an error
// when one is above its target; or leaves them for the table of the bench, which judges.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"htxregistry/bench/beside"
	"htxregistry/internal/localpg"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/rulebook"
)

func main() {
	b := bench{}
	flag.IntVar(&b.organizations, "organizations", 150_000, "how many organisations to make, each with five years of reports")
	flag.IntVar(&b.reports, "reports", 400, "how many reports to change with and without the recomputation")
	flag.IntVar(&b.pages, "pages", 400, "how many pages to list on either side")
	flag.StringVar(&b.data, "data", "", "data directory of a register to use or make; a temporary one when empty")
	flag.StringVar(&b.out, "out", "", "file of the figures for the bench")
	flag.Parse()
	if err := b.run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "candidates:", err)
		os.Exit(1)
	}
}

type bench struct {
	organizations, reports, pages int
	data, out                     string
}

func (b *bench) run(ctx context.Context) (err error) {
	if b.data == "" {
		made, err := os.MkdirTemp("", "htx-bench-candidates-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made) //nolint:errcheck // the system's temporary directory
		b.data = made
	}
	if err := b.sample(ctx); err != nil {
		return err
	}
	server, err := localpg.Start(ctx, localpg.Options{Data: filepath.Join(b.data, "postgres")})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	url := server.URL("postgres")
	if err := fill(ctx, url); err != nil {
		return fmt.Errorf("fill the register: %w", err)
	}
	clock := registry.SystemClock(time.Now)
	store, err := postgres.Open(ctx, url, postgres.Options{Clock: clock.Now, MaxConns: 4})
	if err != nil {
		return err
	}
	defer store.Close()
	m, err := newMeasure(ctx, store, clock)
	if err != nil {
		return err
	}
	m.settle = func() error { return settle(ctx, url) }
	return b.judge(m.all(ctx, b))
}

// newMeasure makes two registers on one store: one as it is served, and one that leaves the candidacies as they are.
func newMeasure(ctx context.Context, store registry.Store, clock registry.Clock) (*measure, error) {
	book, err := rulebook.Load()
	if err != nil {
		return nil, err
	}
	o := registry.Options{Book: book, Clock: clock, Press: struct{ registry.Press }{}} // nothing is printed
	m := &measure{}
	if m.served, err = registry.New(ctx, store, o); err != nil {
		return nil, err
	}
	m.idle, err = registry.New(ctx, idle{store}, o)
	return m, err
}

// judge prints the figures, and hands them over or holds them against their targets.
func (b *bench) judge(figures []beside.Figure, err error) error {
	if err != nil {
		return err
	}
	var missed error
	for _, f := range figures {
		fmt.Printf("%s, %d organisations: %s (at most %s)\n", f.What, f.Size, f.Shown, f.Most.Round(time.Microsecond))
		if f.Took > f.Most {
			missed = errors.Join(missed, fmt.Errorf("%s: %s, wanted at most %s", f.What, f.Took, f.Most))
		}
	}
	if b.out != "" {
		return beside.Write(b.out, figures...)
	}
	return missed
}
