package main

import (
	"context"
	"fmt"

	"meguri/models"
)

type migrateCommand struct{}

// Run brings the schema up to date and says what it did.
func (migrateCommand) Run(ctx context.Context, config *Config) error {
	db, err := models.Open(ctx, config.databaseURL())
	if err != nil {
		return err
	}
	defer db.Close()
	ran, err := db.Migrate(ctx)
	if err != nil {
		return err
	}
	if len(ran) == 0 {
		fmt.Println("The database is up to date.")
	}
	for _, name := range ran {
		fmt.Println("done:", name)
	}
	return nil
}
