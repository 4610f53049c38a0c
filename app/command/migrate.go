package command

import (
	"context"
	"fmt"
	"io"

	"meguri/app/program"
	"meguri/models"
)

type migrateCommand struct{}

// Run brings the schema up to date and says what it did.
func (migrateCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	db, err := models.Open(ctx, config.Database())
	if err != nil {
		return err
	}
	defer db.Close()
	ran, err := db.Migrate(ctx)
	if err != nil {
		return err
	}
	if len(ran) == 0 {
		fmt.Fprintln(out, "The database is up to date.")
	}
	if len(ran) > 0 {
		record(ctx, db, "command_migrated")
	}
	for _, name := range ran {
		fmt.Fprintln(out, "done:", name)
	}
	return nil
}
