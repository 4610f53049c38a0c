package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"meguri/app/account"
	"meguri/app/member"
	"meguri/app/program"
	"meguri/models"
)

// openDatabase opens the database for a command that needs the current schema. An embedded database is migrated; a
// PostgreSQL database must have been.
func openDatabase(ctx context.Context, config *program.Config) (*models.DB, error) {
	db, err := models.Open(ctx, config.Database())
	if err != nil {
		return nil, err
	}
	if db.Engine == models.SQLite {
		_, err = db.Migrate(ctx)
	} else {
		err = db.CheckSchema(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// openExisting opens a database that must exist: models.Open would create an embedded one.
func openExisting(ctx context.Context, config *program.Config) (*models.DB, error) {
	address := config.Database()
	if path, ok := sqlitePath(address); ok {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf(
				"there is no database at %s: check MEGURI_DATA_DIR and MEGURI_DATABASE_URL; `meguri serve` makes a new one",
				path,
			)
		}
	}
	return models.Open(ctx, address)
}

// sqlitePath returns the file of an embedded database's address. ok is false for PostgreSQL.
func sqlitePath(address string) (path string, ok bool) {
	path, ok = strings.CutPrefix(address, "file:")
	path, _, _ = strings.Cut(path, "?")
	return path, ok
}

// accountsWithoutMail makes the service of accounts for commands, which send no mails and make no links.
func accountsWithoutMail(db *models.DB) *account.Service {
	return account.New(db, account.Options{})
}

// membersWithoutMail is the same for members and API tokens.
func membersWithoutMail(db *models.DB) *member.Service {
	return member.New(db, member.Passwords{})
}
