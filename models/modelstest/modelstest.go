// Package modelstest gives each test a database of its own, on both engines, in one line.
package modelstest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // creates and drops the test databases

	"meguri/models"
)

// Each runs the test on SQLite and on PostgreSQL, each with a new, migrated database.
func Each(t *testing.T, test func(t *testing.T, db *models.DB)) {
	t.Helper()
	for engine, open := range map[models.Engine]func(testing.TB) *models.DB{
		models.SQLite: OnSQLite, models.PostgreSQL: OnPostgreSQL,
	} {
		t.Run(string(engine), func(t *testing.T) { test(t, open(t)) })
	}
}

// OnSQLite opens a new, migrated database in a file that is removed after the test. Each transaction runs twice, as
// after a deadlock: see models.DB.Rehearse.
func OnSQLite(t testing.TB) *models.DB {
	t.Helper()
	content, err := migratedFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "meguri.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	db := open(t, "file:"+path)
	db.Rehearse(true)
	return db
}

// OnPostgreSQL opens a new, migrated database in the test server.
func OnPostgreSQL(t testing.TB) *models.DB {
	t.Helper()
	template, err := template()
	if err != nil {
		t.Fatal(err)
	}
	return open(t, newDatabase(t, template))
}

// SQLiteURL names a database file that does not exist yet.
func SQLiteURL(t testing.TB) string {
	return "file:" + filepath.Join(t.TempDir(), "meguri.db")
}

// PostgreSQLURL makes an empty database in the server that MEGURI_TEST_POSTGRES names; it is dropped after the test.
func PostgreSQLURL(t testing.TB) string {
	t.Helper()
	return newDatabase(t, "template0")
}

func newDatabase(t testing.TB, template string) string {
	t.Helper()
	name := "t_" + strings.ReplaceAll(models.NewAnonymousID(), "-", "")
	if err := execOnServer("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := execOnServer("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	address, err := serverAddress(name)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

// open opens a database that does not wait for the disk: nothing in a test has to survive a power cut.
func open(t testing.TB, address string) *models.DB {
	t.Helper()
	db, err := models.Open(t.Context(), address, "synchronous(off)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// PretendNewer records a migration that this program does not know.
func PretendNewer(t testing.TB, db *models.DB) {
	t.Helper()
	execRaw(t, db, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)")
}

// DisableAccount disables an account in the database, as an operator does.
func DisableAccount(t testing.TB, db *models.DB, id string) {
	t.Helper()
	execRaw(t, db, "UPDATE accounts SET disabled_at = created_at WHERE id = '"+id+"'")
}

// execRaw runs a statement on a connection of its own.
func execRaw(t testing.TB, db *models.DB, statement string) {
	t.Helper()
	pool := openPool(t, db)
	defer pool.Close()
	if _, err := pool.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
