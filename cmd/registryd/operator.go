package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"text/tabwriter"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/config"
	"htxregistry/internal/registry"
)

func migrate(ctx context.Context, c config.Migrate) error {
	o, err := open(ctx, wanted{Database: c.Database, migrate: true})
	if err != nil {
		return err
	}
	return o.Close()
}

// createKey prints the secret alone on standard output: it is the only time it can be seen.
func createKey(ctx context.Context, c config.KeyCreate) (err error) {
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	key := registry.NewKey{Role: caller.Role(c.Role), Authority: c.Authority, Name: c.Name}
	if c.Expires > 0 {
		ends := o.registry.Now().Add(c.Expires)
		key.ExpiresAt = &ends
	}
	secret, made, err := o.registry.CreateKey(ctx, key)
	if err != nil {
		return err
	}
	if office, err := o.registry.Authority(made.AuthorityID, o.registry.Today()); err == nil && !office.To.IsZero() && !o.registry.Today().Before(office.To) {
		o.log.WarnContext(ctx, "the office of this key has ended: the key reads its dossiers but takes none in",
			slog.String("authority", office.Code), slog.String("ended_on", office.To.String()))
	}
	_, err = fmt.Println(secret)
	return err
}

func listKeys(ctx context.Context, c config.KeyList) (err error) {
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	keys, err := o.registry.ListKeys(ctx)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tROLE\tAUTHORITY\tCREATED\tENDS\tNAME")
	for _, k := range keys {
		ends := "-"
		if k.ExpiresAt != nil {
			ends = k.ExpiresAt.Format(time.DateOnly)
		}
		if k.RevokedAt != nil {
			ends = "revoked " + k.RevokedAt.Format(time.DateOnly)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Role, o.registry.AuthorityCode(k.AuthorityID), k.CreatedAt.Format(time.DateOnly), ends, k.Name)
	}
	return w.Flush()
}

func revokeKey(ctx context.Context, c config.KeyRevoke) (err error) {
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	return o.registry.RevokeKey(ctx, c.ID)
}

// check shows the rulebook's digest, what in it is not settled, and whether the database is ready. Nothing is changed.
func check(ctx context.Context, c config.Check) (err error) {
	book, err := readBook(c.Database)
	if err != nil {
		return err
	}
	fmt.Println("rulebook", book.Digest)
	unsettled := book.Unsettled()
	fmt.Println("documents", len(book.Documents), "values assumed or missing", len(unsettled))
	if c.Rules {
		for _, r := range unsettled {
			fmt.Printf("  %-8s %-26s %s..%s %s\n", r.Basis, r.Code, r.From, r.To, r.Note)
		}
	}
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	migration, err := o.registry.Ready(ctx)
	if err != nil {
		return err
	}
	fmt.Println("database ready, migration", migration, "reference data revision", o.registry.Reference().Revision)
	if c.Rebuild {
		err = checkRebuild(ctx, o.registry)
	}
	if c.Log {
		err = errors.Join(err, checkLog(ctx, o.registry, c))
	}
	return err
}

// candidacies works out anew who is a candidate of a programme.
func candidacies(ctx context.Context, c config.Candidacies) (err error) {
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	organizations, changed, err := o.registry.RecomputeCandidacies(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%d organisations looked at, %d candidacies changed\n", organizations, changed)
	return nil
}

// checkRebuild rebuilds the tables from the ledger in memory and fails when they differ.
func checkRebuild(ctx context.Context, r *registry.Registry) error {
	report, err := r.CheckRebuild(ctx, func(difference string) { fmt.Println("DIFFERS", difference) })
	if err != nil {
		return err
	}
	fmt.Printf("rebuilt %d organisations and %d units, %d states, and %d links, timers and names, from %d entries: %d differences\n",
		report.Organizations, report.Units, report.States, report.Beside, report.Entries, report.Differences)
	if report.Differences > 0 {
		return fmt.Errorf("%d differences between the ledger and the tables", report.Differences)
	}
	return nil
}

// checkLog works the log out anew and fails when something in it was changed.
func checkLog(ctx context.Context, r *registry.Registry, c config.Check) error {
	elsewhere := ""
	if c.Checkpoint != "" {
		text, err := os.ReadFile(c.Checkpoint)
		if err != nil {
			return err
		}
		elsewhere = string(text)
	}
	report, err := r.CheckLog(ctx, c.Verifier, elsewhere, func(fault string) { fmt.Println("BROKEN", fault) })
	if err != nil {
		return err
	}
	fmt.Printf("log of %d leaves, %d checkpoints: %d faults\n", report.Leaves, report.Checkpoints, report.Faults)
	if report.Faults > 0 {
		return fmt.Errorf("%d faults in the log", report.Faults)
	}
	return nil
}
