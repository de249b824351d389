// Command cluster runs another command with a private PostgreSQL for tests, whose address it passes on in
// HTX_TEST_DATABASE_URL, and ends it afterwards. It exits as the command did.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"htxregistry/internal/localpg"
	"htxregistry/internal/pgtest"
)

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
	}
	os.Exit(code)
}

func run(args []string) (int, error) {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return 2, errors.New("no command given")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	dir, err := os.MkdirTemp("", "htx-test-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the system's temporary directory
	server, err := localpg.Start(ctx, localpg.Options{Data: filepath.Join(dir, "pg"), Settings: pgtest.FastSettings()})
	if err != nil {
		return 1, err
	}
	defer server.Stop()                                       //nolint:errcheck // its files go with it
	command := exec.CommandContext(ctx, args[0], args[1:]...) //nolint:gosec // the user's own command
	command.Env = append(os.Environ(), "HTX_TEST_DATABASE_URL="+server.URL("postgres"))
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	err = command.Run()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return failed.ExitCode(), nil
	}
	if err != nil {
		return 1, err
	}
	return 0, nil
}
