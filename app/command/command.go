// Package command has the commands of `meguri`, each in a file of its own. A command is a struct: its fields are the
// arguments and flags (see kong), and its method Run executes it.
package command

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"meguri/app/member"
	"meguri/app/program"
	"meguri/models"
)

type commands struct {
	program.Config

	Serve   serveCommand   `cmd:"" help:"Serve the pages, the API and the jobs."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date."`
	Demo    demoCommand    `cmd:"" help:"Fill an empty database with the demo events."`
	User    userCommand    `cmd:"" help:"Accounts of members of staff."`
	Token   tokenCommand   `cmd:"" help:"API tokens."`
	Backup  backupCommand  `cmd:"" help:"Copy the database into a file, while serving."`
	Restore restoreCommand `cmd:"" help:"Bring a backup back."`
	Doctor  doctorCommand  `cmd:"" help:"Check database, mail, clock, files; say how to mend each."`
	Lottery lotteryCommand `cmd:"" help:"Lotteries: check a published draw."`
	Feed    feedCommand    `cmd:"" help:"What this installation tells others: its key."`
	Words   wordsCommand   `cmd:"" hidden:"" help:"Count the words of what standard input asks."`
	Ping    pingCommand    `cmd:"" hidden:"" help:"Ask the server at MEGURI_ADDR whether it is ready."`

	Version kong.VersionFlag `help:"Print the version." env:"-"`
}

// Run executes the command of the arguments. Its output goes to out, logs go to standard error.
func Run(ctx context.Context, version string, args []string, out io.Writer) error {
	if err := unsetEmptySettings(); err != nil {
		return err
	}
	cli := commands{Config: program.Config{Version: version}}
	parser, err := kong.New(&cli, kong.Name("meguri"), vars(version), kong.UsageOnError(), kong.DefaultEnvars("MEGURI"),
		kong.Resolvers(kong.ResolverFunc(readSetting)),
		kong.Description("Summits and events: registration, reception, online room, survey, summary."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.BindTo(out, (*io.Writer)(nil)))
	if err != nil {
		return err
	}
	command, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w (see meguri --help)", err)
	}
	cli.WordsCommand = countWords()
	slog.SetDefault(cli.Logger())
	keepFilesPrivate()
	return explain(command.Run(&cli.Config))
}

// vars returns the variables in the tags of commands, as in ${roles}.
func vars(version string) kong.Vars {
	list := make([]string, len(models.Roles))
	for i, role := range models.Roles {
		list[i] = string(role)
	}
	roles := strings.Join(list, ", ")
	return kong.Vars{
		"version": version,
		"roles":   roles,

		"token_days": strconv.Itoa(member.DefaultTokenDays),

		"help_lost":      "The key before is lost, so that it cannot sign the new one: those who follow are asked to agree.",
		"help_migrate":   "'auto' brings a PostgreSQL database up to date at the start; the embedded one always is.",
		"help_made":      "At least 12 characters. Left out, one is made and printed once.",
		"help_locale":    "Language of mails to this person.",
		"help_role":      "What the person may do: " + roles + ".",
		"help_event":     "Give the role at this event (its slug).",
		"help_host":      "Give the role at this organization (its slug), which covers all its events.",
		"help_host_name": "Make the organization under this name where it does not exist yet.",
	}.CloneWith(program.Help)
}

// readSetting reads a setting from the file that MEGURI_…_FILE names, as container engines and systemd hand secrets on.
func readSetting(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	for _, name := range flag.Envs {
		path := os.Getenv(name + "_FILE")
		if path == "" {
			continue
		}
		if os.Getenv(name) != "" {
			return nil, fmt.Errorf("%s and %s_FILE are both set: leave one out", name, name)
		}
		content, err := os.ReadFile(path) //nolint:gosec // the operator names the file
		if err != nil {
			return nil, fmt.Errorf("read %s_FILE: %w", name, err)
		}
		if setting := strings.TrimRight(string(content), "\r\n"); setting != "" {
			return setting, nil
		}
		return nil, fmt.Errorf("the file %s of %s_FILE is empty", path, name)
	}
	return nil, nil
}

// unsetEmptySettings unsets empty variables of the environment, such as those of a line of .env.example that was
// uncommented but not filled in.
func unsetEmptySettings() error {
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
