package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"meguri/app/program"
	"meguri/models"
)

type backupCommand struct {
	File string `arg:"" help:"File to write; it must not exist yet." env:"MEGURI_BACKUP_FILE" type:"path"`
}

// Run copies the database into a file that only its owner can read: it holds names, addresses and the keys of tickets.
// The file appears under its name only when it is whole.
func (b *backupCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	if _, err := os.Stat(b.File); err == nil {
		return fmt.Errorf("%s exists already: choose another name", b.File)
	}
	db, err := openExisting(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	part, err := emptyFile(b.File)
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(part) }() // gone already when all went well
	if err := copyDatabase(ctx, db, part); err != nil {
		return err
	}
	if err := putInPlace(part, b.File); err != nil {
		return err
	}
	fmt.Fprintf(
		out, "Copied to %s. It holds personal data: keep it where only you can read it.\n%s\n", b.File, b.secretNote(config),
	)
	return nil
}

func copyDatabase(ctx context.Context, db *models.DB, path string) error {
	if db.Engine == models.PostgreSQL {
		return pgDump(ctx, db.URL, path)
	}
	return db.CopyTo(ctx, path)
}

// secretNote tells what the copy does not hold.
func (b *backupCommand) secretNote(config *program.Config) string {
	const why = "Private links in mails are derived from it; without it people ask for new ones on the event's page."
	if config.Secret != "" {
		return "Keep MEGURI_SECRET as well. " + why
	}
	return fmt.Sprintf("Keep the file %s as well. %s", filepath.Join(config.DataDir, "secret"), why)
}

// emptyFile makes a file beside the wanted one, readable by its owner only.
func emptyFile(beside string) (string, error) {
	file, err := os.CreateTemp(filepath.Dir(beside), filepath.Base(beside)+".part-*") // mode 0600
	if err != nil {
		return "", fmt.Errorf("make the file: %w", err)
	}
	return file.Name(), file.Close()
}

// putInPlace gives a whole file its name, once it is on the disk.
func putInPlace(part, name string) error {
	file, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(part, name)
}
