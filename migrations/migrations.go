// Package migrations holds the schema of the register, one file a step, written for the reader of the schema.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// FS holds the migrations in their order.
//
//go:embed *.sql
var FS embed.FS

// Up brings the database to the newest version. Several processes may call it at once: one works, the others wait.
// A failing step is rolled back alone and named in the error; the steps before it stay.
func Up(ctx context.Context, db *sql.DB) error {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return fmt.Errorf("lock for migrations: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, FS, goose.WithSessionLocker(locker))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Latest is the version the program needs.
func Latest() (int64, error) {
	names, err := fs.Glob(FS, "*.sql") // in the order of their numbers
	if err != nil {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	version, err := goose.NumericComponent(names[len(names)-1])
	if err != nil {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	return version, nil
}
