package models_test

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// /readyz asks at every probe, and anybody may ask.
func TestCheckSchemaOpensNoConnection(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		check := func() {
			if err := db.CheckSchema(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		check()
		before := sessions(t, db)
		for range 50 {
			check()
		}
		// The server's numbers come late: some of the pool's own connections may be counted only now.
		if opened := sessions(t, db) - before; opened > 5 {
			t.Errorf("50 calls opened %d connections", opened)
		}
	})
}

// sessions counts the connections to the database that were ever opened; on SQLite, which keeps no such number, those
// of the pool that are open.
func sessions(t *testing.T, db *models.DB) (count int) {
	t.Helper()
	if db.Engine == models.SQLite {
		return models.OpenConnections(db)
	}
	time.Sleep(1200 * time.Millisecond)
	observer, err := sql.Open("pgx", os.Getenv("MEGURI_TEST_POSTGRES")) // another database of the server
	if err != nil {
		t.Fatal(err)
	}
	defer observer.Close()
	address, err := url.Parse(db.URL)
	if err != nil {
		t.Fatal(err)
	}
	row := observer.QueryRowContext(
		t.Context(), "SELECT sessions FROM pg_stat_database WHERE datname = $1", strings.TrimPrefix(address.Path, "/"),
	)
	if err := row.Scan(&count); err != nil {
		t.Fatal(err)
	}
	return count
}

func TestSchemaOfAnEmptyDatabaseIsPending(t *testing.T) {
	for engine, address := range map[models.Engine]func(testing.TB) string{
		models.SQLite: modelstest.SQLiteURL, models.PostgreSQL: modelstest.PostgreSQLURL,
	} {
		t.Run(string(engine), func(t *testing.T) {
			db, err := models.Open(context.Background(), address(t))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if err := db.CheckSchema(t.Context()); !errors.Is(err, models.ErrSchemaPending) {
				t.Error(err)
			}
		})
	}
}

func TestSchemaCheckOfAClosedDatabaseIsAnError(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		_ = db.Close()
		err := db.CheckSchema(t.Context())
		if err == nil || errors.Is(err, models.ErrSchemaPending) || errors.Is(err, models.ErrSchemaNewer) {
			t.Error(err)
		}
	})
}

// What was acknowledged stays, also when the power goes: each commit waits for the disk, on each connection of the
// pool.
func TestSQLiteWaitsForTheDisk(t *testing.T) {
	db, err := models.Open(t.Context(), modelstest.SQLiteURL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 20 {
		value, err := models.Pragma(t.Context(), db, "synchronous")
		if err != nil {
			t.Fatal(err)
		}
		if value != "2" { // FULL
			t.Errorf("synchronous is %s", value)
		}
	}
}
