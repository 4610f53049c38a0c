package command

import (
	"context"
	"fmt"
	"io"

	"meguri/app/command/demo"
	"meguri/app/program"
	"meguri/models"
)

type demoCommand struct{}

// Run fills an empty database with the demo and prints how to use it.
func (demoCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	db, err := openDatabase(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
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
	return printDemo(config, out)
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
func printDemo(config *program.Config, out io.Writer) error {
	base, err := config.Address()
	if err != nil {
		return err
	}
	fmt.Fprintf(
		out, "\nThe demo: %s/  (next summit: %s/events/summit-next)\nStaff sign in at %s/staff, password for all: %s\n",
		base, base, base, demo.Password,
	)
	for _, s := range demo.Staff {
		fmt.Fprintf(out, "  %-13s %s\n", s.Role, s.Email)
	}
	mails := "Mails stay in the outbox"
	if config.SMTPURL != "" {
		mails = "Mails are sent, and are listed in the outbox"
	}
	fmt.Fprintf(out, "%s: %s/staff/events/summit-next/mails\n\n", mails, base)
	return nil
}
