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

// IsUnavailable reports whether err says that the database cannot work just now: it is stopped or restarting, not
// reachable, out of connections, its disk is full, or it took too long. The same request may succeed in a moment.
// Whether a statement that failed so was carried out is not known.
func IsUnavailable(err error) bool {
	var fromServer *pgconn.PgError
	if errors.As(err, &fromServer) {
		return isUnavailableState(fromServer.Code)
	}
	var embedded sqlite3.ErrorCode // comes bare, too, and inside of *sqlite3.Error
	if errors.As(err, &embedded) {
		return slices.Contains([]sqlite3.ErrorCode{
			sqlite3.FULL, sqlite3.IOERR, sqlite3.BUSY, sqlite3.CANTOPEN, sqlite3.READONLY, sqlite3.INTERRUPT,
		}, embedded)
	}
	var connecting *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connecting) || errors.As(err, &network) {
		return true
	}
	for _, known := range []error{
		driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, context.DeadlineExceeded,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	// pgx has no value for what a broken connection says to the statements after the first.
	return err != nil && strings.Contains(err.Error(), "conn closed")
}

// isUnavailableState knows the classes of PostgreSQL's SQLSTATE (its manual, appendix A) that are about the server and
// not about the statement: 08 connection, 53 resources (disk, memory, connections), 57P the operator's doing, 58 the
// system; 25006 is a standby that was not promoted yet.
func isUnavailableState(code string) bool {
	return slices.ContainsFunc(
		[]string{"08", "53", "57P", "58", "25006"},
		func(class string) bool { return strings.HasPrefix(code, class) },
	)
}
