package models_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite3 "github.com/ncruces/go-sqlite3"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestAway(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for name, err := range map[string]error{
		"shutting down":                   &pgconn.PgError{Code: "57P01"},
		"starting":                        &pgconn.PgError{Code: "57P03"},
		"too many connections":            &pgconn.PgError{Code: "53300"},
		"disk full":                       &pgconn.PgError{Code: "53100"},
		"no answer":                       refused,
		"too slow":                        context.DeadlineExceeded,
		"broken":                          errors.New("conn closed"),
		"embedded, disk full":             sqlite3.FULL,
		"embedded, no answer of the disk": sqlite3.IOERR_FSYNC,
		"embedded, busy":                  sqlite3.BUSY,
	} {
		if !models.IsUnavailable(fmt.Errorf("query: %w", err)) {
			t.Errorf("%s: the database is away", name)
		}
	}
	for name, err := range map[string]error{
		"nothing": nil, "known": models.NewError(models.CodeNotFound, "error.not_found"), "the person left": context.Canceled,
		"a fault of ours": &pgconn.PgError{Code: "42P01"}, "other": errors.New("template"),
		"embedded, a fault of ours": sqlite3.CONSTRAINT_UNIQUE, "embedded, damaged": sqlite3.CORRUPT,
	} {
		if models.IsUnavailable(err) {
			t.Errorf("%s: the database is not away", name)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		db := modelstest.OnSQLite(t)
		_, err := db.Query(t.Context()).Events().ByID("x")
		if models.IsUnavailable(err) {
			t.Errorf("not found is not away: %v", err)
		}
		readOnly := filepath.Join(t.TempDir(), "folder")
		if err := os.Mkdir(readOnly, 0o750); err != nil {
			t.Fatal(err)
		}
		if _, err := models.Open(t.Context(), "file:"+readOnly); !models.IsUnavailable(err) {
			t.Errorf("a database that cannot be opened: %v", err)
		}
	})
}
