package models

import (
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite3 "github.com/ncruces/go-sqlite3"
)

// openError tells the operator why a database cannot be opened and what to do; the driver's message follows.
func (db *DB) openError(err error) error {
	advice := postgresAdvice(err)
	if db.Engine == SQLite {
		path, _, _ := strings.Cut(strings.TrimPrefix(db.URL, "file:"), "?")
		advice = path + " " + sqliteAdvice(err)
	}
	return fmt.Errorf("the database cannot be opened: %s\n(%w)", strings.TrimSpace(advice), err)
}

func sqliteAdvice(err error) string {
	var code sqlite3.ErrorCode
	if !errors.As(err, &code) {
		return ""
	}
	switch code {
	case sqlite3.NOTADB:
		return "is no SQLite database: check MEGURI_DATABASE_URL; if it was one, move it away " +
			"and bring your backup back with `meguri restore`"
	case sqlite3.CORRUPT:
		return "is damaged: move it away with the -wal file beside it, keep both, " +
			"and bring your backup back with `meguri restore`"
	case sqlite3.READONLY, sqlite3.CANTOPEN, sqlite3.PERM:
		return "cannot be read or written: let the user that runs meguri write to the file and to its folder"
	case sqlite3.FULL, sqlite3.IOERR:
		return "cannot be written: look whether the disk is full"
	case sqlite3.BUSY:
		return "is held by another program: wait, or end that program"
	}
	return ""
}

// postgresAdvice knows SQLSTATEs (PostgreSQL's manual, appendix A).
func postgresAdvice(err error) string {
	var pgErr *pgconn.PgError
	var netErr net.Error
	switch {
	case errors.As(err, &pgErr) && strings.HasPrefix(pgErr.Code, "28"):
		return "PostgreSQL refuses the user or the password: check both in MEGURI_DATABASE_URL, and the server's pg_hba.conf"
	case errors.As(err, &pgErr) && pgErr.Code == "3D000":
		return "PostgreSQL has no database of this name: make it with createdb, or check MEGURI_DATABASE_URL"
	case errors.As(err, &pgErr) && isUnavailableState(pgErr.Code):
		return "PostgreSQL is starting, stopping or has no connection left: try again in a moment"
	case errors.As(err, &netErr):
		return "PostgreSQL does not answer: check that it runs, and its host and port in MEGURI_DATABASE_URL"
	}
	return ""
}
