// Package pgtest gives a test a database of its own on a real PostgreSQL: a copy of a template that is migrated and filled
// once. All test programs of one run share a cluster when HTX_TEST_DATABASE_URL names one (make test does); else each starts
// its own and ends it with itself.
package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"htxregistry/internal/localpg"
	"htxregistry/migrations"
)

var (
	keep    = flag.Bool("keep", false, "keep the databases of failing tests and print their names")
	counter atomic.Int64
	shared  = sync.OnceValues(cluster)
)

// Database gives the URL of a fresh, migrated, otherwise empty database; it is dropped after the test.
func Database(tb testing.TB) string {
	tb.Helper()
	return clone(tb, Template(tb, "schema", func(context.Context, string) error { return nil }))
}

// Clone gives the URL of a fresh copy of a template made by Template.
func Clone(tb testing.TB, template string) string {
	tb.Helper()
	return clone(tb, template)
}

// Template makes, once for all test programs of a run, a migrated database filled by prepare, and gives its name. Name it
// after what prepare does; a change of the migrations makes a new one.
func Template(tb testing.TB, name string, prepare func(ctx context.Context, url string) error) string {
	tb.Helper()
	base, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	name = "template_" + name + "_" + digest(tb)
	if err := base.template(tb.Context(), name, prepare); err != nil {
		tb.Fatalf("template %s: %v", name, err)
	}
	return name
}

// Filled gives the URL of a template itself, for a test that only reads: a large one takes long to copy. Nothing may clone it.
func Filled(tb testing.TB, template string) string {
	tb.Helper()
	base, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	return base.url(template)
}

func clone(tb testing.TB, template string) string {
	tb.Helper()
	base, err := shared()
	if err != nil {
		tb.Fatal(err)
	}
	name := fmt.Sprintf("t_%d_%d_%d", os.Getpid(), time.Now().UnixNano(), counter.Add(1))
	if err := base.exec(tb.Context(), "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if tb.Failed() && *keep {
			tb.Logf("kept database %s", name)
			return
		}
		_ = base.exec(context.Background(), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	})
	return base.url(name)
}

// server is the cluster of the tests.
type server struct{ url func(database string) string }

func cluster() (server, error) {
	if given := os.Getenv("HTX_TEST_DATABASE_URL"); given != "" {
		return server{func(database string) string { return strings.ReplaceAll(given, "dbname=postgres", "dbname="+database) }}, nil
	}
	dir, err := os.MkdirTemp("", "htx-test-")
	if err != nil {
		return server{}, err
	}
	// The cluster ends with this process (localpg asks the system for it); its files are removed by the next run.
	sweep(dir)
	s, err := localpg.Start(context.Background(), localpg.Options{Data: filepath.Join(dir, "pg"), Settings: FastSettings()})
	if err != nil {
		return server{}, err
	}
	return server{s.URL}, nil
}

// FastSettings make a cluster quick and forgetful: for tests only.
func FastSettings() map[string]string {
	return map[string]string{
		"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300", "shared_buffers": "256MB",
		"max_pred_locks_per_transaction": "256", // a long transaction of one test keeps the reads of all others in mind
	}
}

func sweep(own string) {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), "htx-test-*"))
	for _, dir := range old {
		pid, err := os.ReadFile(filepath.Join(dir, "pg", "postmaster.pid"))
		if dir == own || err == nil && alive(string(pid)) {
			continue
		}
		if st, err := os.Stat(dir); err == nil && time.Since(st.ModTime()) > time.Minute {
			_ = os.RemoveAll(dir)
		}
	}
}

func alive(pidFile string) bool {
	line, _, _ := strings.Cut(pidFile, "\n")
	_, err := os.Stat("/proc/" + strings.TrimSpace(line))
	return err == nil
}

func (s server) exec(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // a test's connection
	_, err = conn.Exec(ctx, sql)
	return err
}

// template makes the database under a lock of its name that all test programs share: one that takes minutes to fill keeps
// nobody from the others. It is made under another name and renamed when it
// is whole, so that a half-made one is never used.
func (s server) template(ctx context.Context, name string, prepare func(ctx context.Context, url string) error) error {
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // ends the lock too
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(727274, hashtext($1))", name); err != nil {
		return err
	}
	var there bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil || there {
		return err
	}
	raw := name + "_making"
	for _, sql := range []string{"DROP DATABASE IF EXISTS " + raw + " WITH (FORCE)", "CREATE DATABASE " + raw} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	if err := migrate(ctx, s.url(raw)); err != nil {
		return err
	}
	if err := prepare(ctx, s.url(raw)); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+raw+" RENAME TO "+name)
	return err
}

func migrate(ctx context.Context, url string) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	db := stdlib.OpenDBFromPool(pool)
	defer db.Close() //nolint:errcheck // the pool is closed
	return migrations.Up(ctx, db)
}

func digest(tb testing.TB) string {
	tb.Helper()
	h := sha256.New()
	files, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		tb.Fatal(err)
	}
	for _, name := range files {
		text, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			tb.Fatal(err)
		}
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}
