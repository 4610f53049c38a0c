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

func TestIsUnavailable(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"the server shuts down":       {&pgconn.PgError{Code: "57P01"}, true},
		"the server starts":           {&pgconn.PgError{Code: "57P03"}, true},
		"too many connections":        {&pgconn.PgError{Code: "53300"}, true},
		"the disk is full":            {&pgconn.PgError{Code: "53100"}, true},
		"no server answers":           {refused, true},
		"it takes too long":           {context.DeadlineExceeded, true},
		"the connection is broken":    {errors.New("conn closed"), true},
		"SQLite: the disk is full":    {sqlite3.FULL, true},
		"SQLite: the disk fails":      {sqlite3.IOERR_FSYNC, true},
		"SQLite: busy":                {sqlite3.BUSY, true},
		"an Error":                    {models.NewError(models.CodeNotFound, "error.not_found"), false},
		"the client is gone":          {context.Canceled, false},
		"a wrong statement":           {&pgconn.PgError{Code: "42P01"}, false},
		"an error of something else":  {errors.New("template"), false},
		"SQLite: a constraint":        {sqlite3.CONSTRAINT_UNIQUE, false},
		"SQLite: the file is damaged": {sqlite3.CORRUPT, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := models.IsUnavailable(fmt.Errorf("query: %w", c.err)); got != c.want {
				t.Errorf("unavailable: %v, want %v", got, c.want)
			}
		})
	}
	t.Run("no error", func(t *testing.T) {
		if models.IsUnavailable(nil) {
			t.Error("nil is unavailable")
		}
	})
	t.Run("a row that is not found", func(t *testing.T) {
		_, err := modelstest.OnSQLite(t).Query(t.Context()).Events().ByID("x")
		if models.IsUnavailable(err) {
			t.Errorf("%v is unavailable", err)
		}
	})
	t.Run("a file that cannot be opened", func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "folder")
		if err := os.Mkdir(folder, 0o750); err != nil {
			t.Fatal(err)
		}
		if _, err := models.Open(t.Context(), "file:"+folder); !models.IsUnavailable(err) {
			t.Errorf("%v is not unavailable", err)
		}
	})
}
