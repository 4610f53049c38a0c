package models

import (
	"context"
	"log/slog"
	"time"
)

// EmptyLog moves the embedded database's write-ahead log into its file and empties it: the log has each transaction by
// itself, in order, and so who answered what. Where a reader is in the way, the log stays until the next call.
func (db *DB) EmptyLog() {
	if db.Engine != SQLite {
		return
	}
	db.emptyLog.Lock()
	defer db.emptyLog.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	emptied, err := db.truncateLog(ctx)
	if err != nil {
		slog.Error("the write-ahead log cannot be emptied", "error", err)
	}
	db.logIsFull.Store(!emptied)
}

// EmptyLogAgain calls EmptyLog where its last call did not succeed.
func (db *DB) EmptyLogAgain() {
	if db.logIsFull.Load() {
		db.EmptyLog()
	}
}

func (db *DB) truncateLog(ctx context.Context) (emptied bool, err error) {
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	// While it waits for a reader, nobody can write.
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 200"); err != nil {
		return false, err
	}
	var busy, frames, moved int
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	_, err2 := conn.ExecContext(ctx, "PRAGMA "+busyTimeout)
	if err == nil {
		err = err2
	}
	return busy == 0, err
}
