package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	sqlite3 "github.com/ncruces/go-sqlite3"
)

// IsUnavailable reports whether err says that the database does not work at the moment: it is stopped, restarting or
// not reachable, it has no connection left, its disk is full, or it took too long. The same request may succeed later.
// It is not known whether the failed statement was carried out.
func IsUnavailable(err error) bool {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		return isUnavailableState(pgErr.Code)
	}
	var sqliteErr sqlite3.ErrorCode // also inside of *sqlite3.Error
	if errors.As(err, &sqliteErr) {
		return slices.Contains([]sqlite3.ErrorCode{
			sqlite3.FULL, sqlite3.IOERR, sqlite3.BUSY, sqlite3.CANTOPEN, sqlite3.READONLY, sqlite3.INTERRUPT,
		}, sqliteErr)
	}
	var connectErr *pgconn.ConnectError
	var netErr net.Error
	if errors.As(err, &connectErr) || errors.As(err, &netErr) {
		return true
	}
	for _, known := range []error{
		driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, context.DeadlineExceeded,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	// pgx has no error value for a statement on a connection that is already broken.
	return err != nil && strings.Contains(err.Error(), "conn closed")
}

// isUnavailableState reports whether an SQLSTATE of PostgreSQL (its manual, appendix A) is about the server and not
// about the statement: 08 connection, 53 resources (disk, memory, connections), 57P operator intervention, 58 system
// error; 25006 comes from a standby that was not promoted yet.
func isUnavailableState(code string) bool {
	return slices.ContainsFunc(
		[]string{"08", "53", "57P", "58", "25006"},
		func(class string) bool { return strings.HasPrefix(code, class) },
	)
}
