// Meguri runs a summit from its announcement to the last survey answer. `meguri --help` lists the commands.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

var version = "dev"

type commands struct {
	Config

	Serve   serveCommand   `cmd:"" help:"Serve the pages, the API and the jobs."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date."`

	Version kong.VersionFlag `help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "meguri:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	var cli commands
	parser, err := kong.New(&cli, kong.Name("meguri"), kong.Vars{"version": version}, kong.UsageOnError(),
		kong.Description("Summits and events: registration, reception, online room, survey, summary."),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w (see meguri --help)", err)
	}
	slog.SetDefault(cli.logger())
	return command.Run(&cli.Config)
}
