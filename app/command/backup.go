package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"meguri/app/program"
	"meguri/app/service/security"
	"meguri/models"
)

type backupCommand struct {
	File string `arg:"" help:"File to write; it must not exist yet." env:"MEGURI_BACKUP_FILE" type:"path"`
}

// Run copies the database into a file that only its owner can read, because it has names, addresses and the keys of
// tickets. The file gets its name only when it is complete.
func (b *backupCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	if _, err := os.Stat(b.File); err == nil {
		return fmt.Errorf("%s exists already: choose another name", b.File)
	}
	db, err := openExisting(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	partial, err := emptyFile(b.File)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(partial) }() // renamed already if there was no error
	if err := backUpDatabase(ctx, db, partial); err != nil {
		return err
	}
	if err := putInPlace(partial, b.File); err != nil {
		return err
	}
	security.Log(ctx, security.Entry{Event: security.BackedUp})
	record(ctx, db, "command_backed_up")
	fmt.Fprintf(
		out, "Copied to %s. It holds personal data: keep it where only you can read it.\n%s\n", b.File, b.secretNote(config),
	)
	return nil
}

func backUpDatabase(ctx context.Context, db *models.DB, path string) error {
	if db.Engine == models.PostgreSQL {
		return pgDump(ctx, db.URL, path)
	}
	return db.BackupTo(ctx, path)
}

// secretNote says what the copy does not contain.
func (b *backupCommand) secretNote(config *program.Config) string {
	const why = "Private links in mails are derived from it; without it people ask for new ones on the event's page."
	if config.Secret != "" {
		return "Keep MEGURI_SECRET as well. " + why
	}
	return fmt.Sprintf("Keep the file %s as well. %s", filepath.Join(config.DataDir, "secret"), why)
}

// emptyFile makes a temporary file in the folder of the given one, readable by its owner only.
func emptyFile(beside string) (string, error) {
	file, err := os.CreateTemp(filepath.Dir(beside), filepath.Base(beside)+".part-*") // mode 0600
	if err != nil {
		return "", fmt.Errorf("make the file: %w", err)
	}
	return file.Name(), file.Close()
}

// putInPlace gives a complete file its name, after it was written to the disk.
func putInPlace(partial, name string) error {
	file, err := os.OpenFile(partial, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(partial, name)
}
