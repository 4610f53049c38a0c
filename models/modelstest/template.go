package modelstest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"meguri/models"
)

// Migrating takes much longer than copying a migrated database, so each test process migrates once.

// migratedFile is the content of a migrated SQLite database.
var migratedFile = sync.OnceValues(func() (content []byte, err error) {
	folder, err := os.MkdirTemp("", "meguri-template-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	db, err := openMigrated("file:" + filepath.Join(folder, "meguri.db"))
	if err != nil {
		return nil, err
	}
	copied := filepath.Join(folder, "copy.db")
	if err := errors.Join(db.BackupTo(context.Background(), copied), db.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(copied)
})

// template is the name of a migrated database in the test server, for CREATE DATABASE … TEMPLATE.
var template = sync.OnceValues(func() (string, error) {
	name := "template_" + strings.ReplaceAll(models.NewAnonymousID(), "-", "")
	if err := execOnServer("CREATE DATABASE " + name + " TEMPLATE template0"); err != nil {
		return "", err
	}
	address, err := serverAddress(name)
	if err != nil {
		return "", err
	}
	db, err := openMigrated(address)
	if err != nil {
		return "", err
	}
	return name, db.Close() // nobody may be connected to a template
})

func openMigrated(address string) (*models.DB, error) {
	ctx := context.Background()
	db, err := models.Open(ctx, address)
	if err != nil {
		return nil, err
	}
	_, err = db.Migrate(ctx)
	return db, err
}

// server is the address of the PostgreSQL server to test on. Without one the test fails, so that a successful run
// always covers both engines.
func server() (string, error) {
	address := os.Getenv("MEGURI_TEST_POSTGRES")
	if address == "" {
		return "", errors.New("no PostgreSQL to test on: run `make test`, or `.ci/with-postgres go test ./...`")
	}
	return address, nil
}

// serverAddress is the address of a database in the test server.
func serverAddress(name string) (string, error) {
	address, err := server()
	if err != nil {
		return "", err
	}
	parsed, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	parsed.Path = "/" + name
	return parsed.String(), nil
}

func execOnServer(statement string) error {
	address, err := server()
	if err != nil {
		return err
	}
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := pool.ExecContext(context.Background(), statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}
