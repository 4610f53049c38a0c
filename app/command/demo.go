package command

import (
	"context"
	"fmt"
	"io"
	"slices"

	"meguri/app/command/demo"
	"meguri/app/program"
	"meguri/app/service/paths"
	"meguri/models"
)

type demoCommand struct {
	Live   bool    `help:"Play a day of simulated people into summit-next, while it is served."`
	Speed  float64 `help:"With --live: how much faster than a clock; 6 plays an hour in ten minutes." default:"1" env:"-"`
	People int     `help:"With --live: how many people come." default:"200" env:"-"`
	At     string  `help:"With --live: the address of the program, where not that of the settings." env:"-"`
}

// Run fills an empty database with the demo and prints how to use it, or plays a day into it.
func (d *demoCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	db, err := openDatabase(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	if d.Live {
		return d.live(ctx, config, db, out)
	}
	empty, err := db.Query(ctx).IsEmpty()
	if err != nil {
		return err
	}
	if !empty {
		return fmt.Errorf("the database is not empty: the demo goes into a new one (choose another MEGURI_DATA_DIR)")
	}
	if err := fillDemo(ctx, config, db); err != nil {
		return err
	}
	return printDemo(ctx, config, db, out)
}

func fillDemo(ctx context.Context, config *program.Config, db *models.DB) error {
	key, err := config.LinkKey()
	if err != nil {
		return err
	}
	if err := demo.Fill(ctx, db, key); err != nil {
		return err
	}
	record(ctx, db, "command_demo_filled")
	return nil
}

// printDemo prints the addresses of the demo and how to sign in.
func printDemo(ctx context.Context, config *program.Config, db *models.DB, out io.Writer) error {
	base, err := config.Address()
	if err != nil {
		return err
	}
	fmt.Fprintf(
		out, "\nThe demo: %s/  (next summit: %s/events/summit-next)\nStaff sign in at %s/staff, password for all: %s\n",
		base, base, base, demo.Password,
	)
	for _, s := range append(slices.Clone(demo.Staff), demo.Secretary) {
		fmt.Fprintf(out, "  %-13s %s\n", s.Role, s.Email)
	}
	if err := printMember(ctx, config, db, base, out); err != nil {
		return err
	}
	mails := "Mails stay in the outbox"
	if config.SMTPURL != "" {
		mails = "Mails are sent, and are listed in the outbox"
	}
	fmt.Fprintf(out, "%s: %s/staff/events/summit-next/mails\n\n", mails, base)
	return nil
}

// printMember prints a link to the account of somebody who stays, whose ties are there to be seen. A demo of an earlier
// version has nobody.
func printMember(ctx context.Context, config *program.Config, db *models.DB, base string, out io.Writer) error {
	key, err := config.LinkKey()
	if err != nil {
		return err
	}
	secret, err := demo.MemberLink(ctx, db, key)
	if models.CodeOf(err) == models.CodeNotFound {
		return nil
	}
	if err == nil {
		fmt.Fprintf(out, "A member's own account: %s%s (their thread: %s%s)\n",
			base, paths.OpenMe(secret), base, paths.MeThread)
	}
	return err
}
