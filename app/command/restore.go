package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"meguri/app/privacy"
	"meguri/app/program"
	"meguri/app/service/security"
	"meguri/models"
)

type restoreCommand struct {
	File  string `arg:"" help:"What 'backup' wrote." env:"MEGURI_RESTORE_FILE" type:"existingfile"`
	Force bool   `help:"Replace a database that holds data." env:"MEGURI_RESTORE_FORCE"`
}

// Run replaces the database by the copy, in one transaction. The server should be stopped, because it would go on with
// what it has in memory.
func (r *restoreCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	db, err := models.Open(ctx, config.Database())
	if err != nil {
		return err
	}
	defer db.Close()
	if err := r.checkReplaceable(ctx, db); err != nil {
		return err
	}
	if err := saveErased(ctx, config, db); err != nil {
		return err
	}
	if err := r.replace(ctx, db); err != nil {
		security.Log(ctx, security.Entry{Event: security.Restored, Outcome: security.Failed})
		return err
	}
	security.Log(ctx, security.Entry{Event: security.Restored})
	if db.Engine == models.SQLite { // as every start does
		if _, err := db.Migrate(ctx); err != nil {
			return fmt.Errorf("restored, but: %w", err)
		}
	}
	switch err := db.CheckSchema(ctx); {
	case errors.Is(err, models.ErrSchemaPending) && db.Engine == models.PostgreSQL:
		fmt.Fprintln(out, "Restored. The copy is of an older version: run `meguri migrate` now.")
	case err != nil && !errors.Is(err, models.ErrSchemaPending):
		return fmt.Errorf("restored, but: %w", err)
	default:
		record(ctx, db, "command_restored")
		fmt.Fprintln(out, "Restored. Start the server, then run `meguri doctor`.")
	}
	return nil
}

// saveErased keeps who was erased on request from the database that is replaced: the copy may bring them back, and the
// server erases them again when it starts.
func saveErased(ctx context.Context, config *program.Config, db *models.DB) error {
	if db.CheckSchema(ctx) != nil { // empty, or of another version
		return nil
	}
	list := privacy.New(db, nil, nil)
	list.KeepList(filepath.Join(config.DataDir, privacy.ListFile))
	return list.SaveList(ctx)
}

func (r *restoreCommand) checkReplaceable(ctx context.Context, db *models.DB) error {
	if r.Force {
		return nil
	}
	hasData, err := db.HasData(ctx)
	if err == nil && hasData {
		err = errors.New("the database holds data, which would be lost: make a backup of it, then add --force")
	}
	return err
}

// replace checks the copy before it changes the database.
func (r *restoreCommand) replace(ctx context.Context, db *models.DB) error {
	if db.Engine == models.PostgreSQL {
		if err := pgCheck(ctx, r.File); err != nil {
			return err
		}
		return pgRestore(ctx, db.URL, r.File)
	}
	if err := models.CheckBackup(ctx, r.File); err != nil {
		return err
	}
	return db.RestoreFrom(ctx, r.File)
}
