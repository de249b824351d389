package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"htxregistry/internal/config"
	"htxregistry/internal/httpapi"
)

const (
	// collectAt is how much the memory in use may grow before the next collection, in percent. The reference data, most of
	// what is in use, never changes: going through it as often as Go does by itself was a tenth of the time of a read.
	collectAt = 200
	// memoryGoal is what Go tries to stay under in all, in bytes, by collecting more often.
	memoryGoal = 160 << 20
	// takenBy is how long a client may take over its answer, the largest paper on a slow line included.
	takenBy = 10 * time.Minute
)

var errDatabaseEnded = errors.New("the private PostgreSQL has ended; what was acknowledged is on disk, start again")

// serve runs the register over HTTP until SIGTERM or Ctrl-C, then lets running requests finish.
func serve(ctx context.Context, c config.Serve) (err error) {
	debug.SetGCPercent(collectAt)
	debug.SetMemoryLimit(memoryGoal)
	// The port is taken first: when it is not free nothing else should start.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (%w); stop the program that does, or choose another address with --listen", c.Listen, err)
	}
	o, err := open(ctx, wanted{
		Database: c.Database, serves: true, sandbox: c.Sandbox, clock: c.Clock, codes: c.CodeRange,
		eyes: slices.DeleteFunc(c.FourEyes, func(l string) bool { return l == "none" }), upload: c.MaxUpload,
		address: orDefault(c.PublicURL, "http://"+listener.Addr().String()),
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if err := errors.Join(o.registry.KeepMode(ctx), o.keepSigningKey(ctx)); err != nil {
		return errors.Join(err, listener.Close())
	}
	api, err := httpapi.New(ctx, o.registry, httpapi.Options{
		Log: o.log, RateLimit: c.RateLimit, TrustedProxies: c.TrustedProxies, MaxUpload: c.MaxUpload, Timeout: c.RequestTimeout,
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: api, ReadHeaderTimeout: 10 * time.Second, WriteTimeout: takenBy, IdleTimeout: 2 * time.Minute, ErrorLog: slog.NewLogLogger(o.log.Handler(), slog.LevelWarn)}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	o.log.InfoContext(ctx, "serving", slog.String("address", listener.Addr().String()), slog.Bool("sandbox", c.Sandbox))
	if c.Sample {
		if err := o.introduce(ctx, os.Stdout, "http://"+listener.Addr().String()); err != nil {
			return errors.Join(err, server.Close())
		}
	}
	go o.refreshCandidacies(ctx)
	go o.housekeeping(ctx)
	go o.keepLog(ctx)
	select {
	case err := <-ended:
		return err
	case <-o.ended: // nobody would be served any more; whoever watches over this program starts it again
		return errors.Join(errDatabaseEnded, server.Close())
	case <-ctx.Done():
	}
	o.log.InfoContext(ctx, "draining")
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.Drain)
	defer cancel()
	return server.Shutdown(drain)
}

// refreshCandidacies works every candidacy out anew after the programmes have changed. Meanwhile lists say what the old ones said.
func (o *opened) refreshCandidacies(ctx context.Context) {
	if err := o.registry.RefreshCandidacies(ctx); err != nil && ctx.Err() == nil {
		o.log.ErrorContext(ctx, "refresh candidacies", slog.Any("error", err))
	}
}

// housekeeping reads changed reference data, ends dossiers whose last day has passed and does what falls due by itself.
func (o *opened) housekeeping(ctx context.Context) {
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := o.registry.RefreshReference(ctx); err != nil {
			o.log.WarnContext(ctx, "refresh reference data", slog.Any("error", err))
		}
		if _, err := o.registry.LapseDossiers(ctx); err != nil {
			o.log.WarnContext(ctx, "lapse dossiers", slog.Any("error", err))
		}
		if _, err := o.registry.RunTimers(ctx); err != nil {
			o.log.WarnContext(ctx, "run timers", slog.Any("error", err))
		}
	}
}

// keepLog puts new entries of the ledger into the log, soon after they are committed.
func (o *opened) keepLog(ctx context.Context) {
	const often, afterFault = time.Second, 30 * time.Second
	wait := time.NewTimer(often)
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wait.C:
		}
		wait.Reset(often)
		if _, err := o.registry.AppendLog(ctx); err != nil && ctx.Err() == nil {
			o.log.ErrorContext(ctx, "append to the log", slog.Any("error", err))
			wait.Reset(afterFault)
		}
	}
}
