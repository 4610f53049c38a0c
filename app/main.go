// Meguri runs a summit from its announcement to the last survey answer. `meguri --help` lists the commands.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // small containers have no zones of their own

	"github.com/alecthomas/kong"
)

var version = "dev"

type commands struct {
	Config

	Serve   serveCommand   `cmd:"" help:"Serve the pages, the API and the jobs."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date."`
	Demo    demoCommand    `cmd:"" help:"Fill an empty database with the demo events."`
	User    userCommand    `cmd:"" help:"Accounts of members of staff."`
	Token   tokenCommand   `cmd:"" help:"API tokens."`
	Backup  backupCommand  `cmd:"" help:"Copy the database into a file, while serving."`
	Restore restoreCommand `cmd:"" help:"Bring a backup back."`
	Doctor  doctorCommand  `cmd:"" help:"Check database, mail, clock, files; say how to mend each."`
	Ping    pingCommand    `cmd:"" hidden:"" help:"Ask the server at MEGURI_ADDR whether it is ready."`

	Version kong.VersionFlag `help:"Print the version." env:"-"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "meguri:", err)
		os.Exit(1)
	}
}

// run does what the arguments ask for. What a command has to tell goes to out, logs to standard error.
func run(ctx context.Context, args []string, out io.Writer) error {
	if err := forgetEmptySettings(); err != nil {
		return err
	}
	var cli commands
	parser, err := kong.New(&cli, kong.Name("meguri"), kong.Vars{"version": version}, kong.UsageOnError(), kong.DefaultEnvars("MEGURI"),
		kong.Description("Summits and events: registration, reception, online room, survey, summary."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.BindTo(out, (*io.Writer)(nil)))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w (see meguri --help)", err)
	}
	slog.SetDefault(cli.logger())
	return explain(command.Run(&cli.Config))
}

// forgetEmptySettings lets an empty variable count as none, as a line of .env.example that was uncommented and not filled in.
func forgetEmptySettings() error {
	for _, setting := range os.Environ() {
		name, value, _ := strings.Cut(setting, "=")
		if strings.HasPrefix(name, "MEGURI_") && value == "" {
			if err := os.Unsetenv(name); err != nil {
				return err
			}
		}
	}
	return nil
}
