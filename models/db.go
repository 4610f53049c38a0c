// Package models holds the nouns of an event: their structs, rules, states and queries, and the database they live in.
// It is the only package that knows GORM and SQL.
package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	_ "github.com/ncruces/go-sqlite3/driver" // the embedded database's driver
	"github.com/ncruces/go-sqlite3/gormlite"
	"golang.org/x/sync/singleflight"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// Engine names a database program.
type Engine string

// The two engines that every feature works on.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgres"
)

// DB is a database of Meguri's. It is safe for concurrent use.
type DB struct {
	Engine Engine
	// URL is the address it was opened with; it may hold a password.
	URL   string
	gorm  *gorm.DB
	pool  *sql.DB
	clock func() time.Time
	// writes counts the transactions that were committed.
	writes atomic.Uint64
	// wakeJobs tells the worker of this process that a job was committed.
	wakeJobs func()
	// rehearses is for tests: see Rehearse.
	rehearses bool
	// asked are the look-ups under way that several may share.
	lookUps singleflight.Group
	// kinds are those that may be queued; nil for any.
	kinds atomic.Pointer[Kinds]
}

// Open connects to `file:path.db` (SQLite, made when missing, with its folder) or `postgres://…`. It does not migrate:
// see Migrate and CheckSchema.
func Open(ctx context.Context, address string) (*DB, error) {
	db := &DB{URL: address, clock: time.Now, wakeJobs: func() {}}
	dialector, err := db.dialector(address)
	if err != nil {
		return nil, err
	}
	db.gorm, err = gorm.Open(dialector, &gorm.Config{
		Logger:  queryLog{slowQuery},
		NowFunc: db.Now,
		// Not PrepareStmt: GORM prepares a statement on the pool while transactions that hold all connections wait for it.
		// pgx keeps prepared statements by itself, each connection its own.
		SkipDefaultTransaction: true,
		TranslateError:         true,
	})
	if err != nil {
		return nil, db.openError(err)
	}
	if db.pool, err = db.gorm.DB(); err != nil {
		return nil, err
	}
	db.sizePool()
	if err := db.pool.PingContext(ctx); err != nil {
		return nil, errors.Join(db.openError(err), db.pool.Close())
	}
	return db, nil
}

func (db *DB) dialector(address string) (gorm.Dialector, error) {
	switch {
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		db.Engine = PostgreSQL
		return postgres.Open(address), nil
	case strings.HasPrefix(address, "file:"):
		db.Engine = SQLite
		dsn, err := sqliteDSN(address)
		return gormlite.Open(dsn), err
	}
	return nil, fmt.Errorf("MEGURI_DATABASE_URL must start with file: or postgres://, not %q", scheme(address))
}

// sqliteDSN adds what the embedded database needs. The settings travel in the address because a PRAGMA reaches only one
// connection of the pool; transactions take the write lock at once because a later upgrade fails under concurrency;
// times have a fixed width so that they sort as text.
func sqliteDSN(address string) (string, error) {
	path, query, _ := strings.Cut(strings.TrimPrefix(address, "file:"), "?")
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return "", fmt.Errorf("make the folder of the database: %w", err)
	}
	settings, err := url.ParseQuery(query)
	if err != nil {
		return "", fmt.Errorf("read the database address: %w", err)
	}
	for _, pragma := range []string{"busy_timeout(10000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(on)"} {
		settings.Add("_pragma", pragma)
	}
	settings.Set("_txlock", "immediate")
	settings.Set("_timefmt", "2006-01-02T15:04:05.000000Z")
	return "file:" + path + "?" + settings.Encode(), nil
}

func (db *DB) sizePool() {
	size := 25
	if db.Engine == SQLite {
		size = 8 // one writes, the others read
	}
	db.pool.SetMaxOpenConns(size)
	db.pool.SetMaxIdleConns(size)
}

func scheme(address string) string {
	before, _, found := strings.Cut(address, ":")
	if !found {
		return ""
	}
	return before + ":"
}

// Close ends all connections.
func (db *DB) Close() error { return db.pool.Close() }

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.pool.PingContext(ctx) }

// Now is the one clock: UTC, in microseconds, which both engines keep.
func (db *DB) Now() time.Time { return db.clock().UTC().Truncate(time.Microsecond) }

// SetClock replaces the clock, for tests and for the making of demo data.
func (db *DB) SetClock(clock func() time.Time) { db.clock = clock }

// OnJob sets what is called when a transaction that added jobs is committed. Set it before the database is used.
func (db *DB) OnJob(wake func()) { db.wakeJobs = wake }
