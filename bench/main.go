// Command bench holds the server against a bare handler of net/http and pgx that answers the same questions from the same
// database, and writes the ratios to RESULTS.md. It ends with an error when a target is missed.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

type options struct {
	Run struct {
		Sizes       []int         `default:"100000,1000000" help:"Numbers of organisations to measure at."`
		Seed        int64         `default:"1" help:"Seed of the sample registers and of the questions."`
		Rounds      int           `default:"9" help:"Rounds of each side; the medians count."`
		Round       time.Duration `default:"2s" help:"Length of one round."`
		Connections int           `default:"8" help:"Connections that ask without a pause."`
		Data        string        `default:"bench/data" help:"Directory of the sample registers, which are made once and used again."`
		Out         string        `default:"bench/RESULTS.md" help:"Where the table goes."`
		Beside      []string      `help:"Files of figures that a program of its own measured, to stand in the table too."`
		Only        []string      `help:"Measure these alone, without writing the table: code, list, search, asof, depth, register."`
	} `cmd:"" default:"withargs" help:"Measure."`
	Yardstick struct {
		Listen   string `required:"" help:"Address."`
		Database string `required:"" help:"Database."`
	} `cmd:"" help:"Serve the bare handler; the bench starts it."`
}

func main() {
	var o options
	command := kong.Parse(&o, kong.Name("bench"), kong.UsageOnError())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, command.Command(), o)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, command string, o options) error {
	if command == "yardstick" {
		return serveYardstick(ctx, o.Yardstick.Listen, o.Yardstick.Database)
	}
	began, load := time.Now(), loadAverage()
	r, err := measure(ctx, o)
	if err != nil {
		return err
	}
	if err := r.beside(o.Run.Beside); err != nil {
		return err
	}
	r.began, r.ended, r.load = began, time.Now(), load
	table := r.markdown(strings.Join(os.Args[1:], " "), o)
	fmt.Println(table)
	if len(o.Run.Only) == 0 {
		if err := os.WriteFile(o.Run.Out, []byte(table), 0o644); err != nil { //nolint:gosec // for everyone to read
			return err
		}
	}
	return r.missed()
}

// measure starts every side at every size beside each other and takes the rounds in turn.
func measure(ctx context.Context, o options) (r *results, err error) {
	b := &bench{options: o}
	defer func() { err = errors.Join(err, b.stop()) }()
	r = &results{}
	if b.wants("code") || b.wants("list") || b.wants("search") || b.wants("asof") || b.wants("depth") {
		if err := b.startRegisters(ctx, r); err != nil {
			return nil, err
		}
		if err := b.compare(ctx, r); err != nil {
			return nil, err
		}
		b.memory(r)
	}
	if b.wants("register") {
		return r, b.countTrips(ctx, r)
	}
	return r, nil
}
