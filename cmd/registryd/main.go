// Command registryd serves the register of cooperatives and runs its operator's commands.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"htxregistry/internal/caller"
	"htxregistry/internal/config"
)

func main() {
	command, cli := config.Parse(os.Args[1:])
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	name := command.Command()
	err := run(caller.With(ctx, caller.Operator(name)), name, cli)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "registryd:", explain(err))
		os.Exit(1)
	}
}

func run(ctx context.Context, name string, cli *config.Registryd) error {
	verb, _, _ := strings.Cut(name, " <")
	switch verb {
	case "serve":
		return serve(ctx, cli.Serve)
	case "migrate":
		return migrate(ctx, cli.Migrate)
	case "key create":
		return createKey(ctx, cli.Key.Create)
	case "key list":
		return listKeys(ctx, cli.Key.List)
	case "key revoke":
		return revokeKey(ctx, cli.Key.Revoke)
	case "key rotate-signing":
		return rotateSigning(ctx, cli.Key.RotateSigning)
	case "key rotate-log":
		return rotateLog(ctx, cli.Key.RotateLog)
	case "import":
		return importFile(ctx, cli.Import)
	case "export":
		return export(ctx, cli.Export)
	case "sample":
		return sampleRegister(ctx, cli.Sample)
	case "succession apply":
		return applySuccession(ctx, cli.Succession.Apply)
	case "candidacies":
		return candidacies(ctx, cli.Candidacies)
	case "check":
		return check(ctx, cli.Check)
	}
	return fmt.Errorf("no command %q", name)
}

func logger(level string) *slog.Logger {
	var l slog.Level
	_ = l.UnmarshalText([]byte(level)) // kong has checked the value
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: l}))
}
