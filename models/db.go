// Package models holds the structs, rules, states and queries of the program's nouns, and opens and migrates the
// database. It is the only package that uses GORM and SQL.
package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	sqlite3 "github.com/ncruces/go-sqlite3"
	_ "github.com/ncruces/go-sqlite3/driver" // the embedded database's driver
	"github.com/ncruces/go-sqlite3/gormlite"
	"golang.org/x/sync/singleflight"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// Engine is a database system.
type Engine string

// The engines. Every feature works with both.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgres"
)

// DB is a database of Meguri. It is safe for concurrent use.
type DB struct {
	Engine Engine
	// URL is the address that the database was opened with. It may hold a password.
	URL   string
	gorm  *gorm.DB
	pool  *sql.DB
	clock func() time.Time
	// writes counts the committed transactions.
	writes atomic.Uint64
	// wakeJobs wakes the job runner of this process.
	wakeJobs func()
	// tellChange tells open pages what changed.
	tellChange func(Change)
	// moved is set by OnMoved.
	moved func(tx *Tx, moved Moved) error
	// rehearses is set by Rehearse.
	rehearses bool
	// lookUps are the running look-ups of Coalesce.
	lookUps singleflight.Group
	// kinds are the kinds of mails and jobs that may be queued; nil allows any.
	kinds atomic.Pointer[Kinds]
	// mailDomain is what Message-IDs end with.
	mailDomain atomic.Pointer[string]
	// mark hashes addresses, see MarkAddresses. hosts are the organizations of events, by the event's id.
	mark  atomic.Pointer[func(organizationID, emailKey string) string]
	hosts sync.Map
	// emptyLog is held by EmptyLog. logIsFull says that it did not succeed.
	emptyLog  sync.Mutex
	logIsFull atomic.Bool
}

// Open connects to `file:path.db` (SQLite, made when missing, with its folder) or `postgres://…`. It does not migrate:
// see Migrate and CheckSchema. pragmas are settings of SQLite that replace those of sqliteDSN, for tests.
func Open(ctx context.Context, address string, pragmas ...string) (*DB, error) {
	until := time.Now().Add(openTimeout)
	for {
		db, err := open(ctx, address, pragmas)
		if !errors.Is(err, sqlite3.BUSY) || time.Now().After(until) {
			return db, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// openTimeout is how long Open waits for other programs that open the same file. SQLite does not wait by itself while
// a new file is turned to the write-ahead log: it answers at once that the file is locked (sqlite.org/wal.html, section
// "Sometimes Queries Return SQLITE_BUSY In WAL Mode").
const openTimeout = 10 * time.Second

func open(ctx context.Context, address string, pragmas []string) (*DB, error) {
	db := &DB{URL: address, clock: time.Now, wakeJobs: func() {}, tellChange: func(Change) {}}
	dialector, err := db.dialector(address, pragmas)
	if err != nil {
		return nil, err
	}
	db.gorm, err = gorm.Open(dialector, &gorm.Config{
		Logger:  queryLog{slowQuery},
		NowFunc: db.Now,
		// PrepareStmt is off: GORM would prepare a statement on the pool while the transactions that hold all connections
		// wait for that statement. pgx keeps prepared statements itself, per connection.
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

func (db *DB) dialector(address string, pragmas []string) (gorm.Dialector, error) {
	switch {
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		db.Engine = PostgreSQL
		return postgres.Open(address), nil
	case strings.HasPrefix(address, "file:"):
		db.Engine = SQLite
		dsn, err := sqliteDSN(address, pragmas)
		return gormlite.Open(dsn), err
	}
	return nil, fmt.Errorf("MEGURI_DATABASE_URL must start with file: or postgres://, not %q", scheme(address))
}

// busyTimeout is how long a statement waits for another connection, in milliseconds.
const busyTimeout = "busy_timeout(10000)"

// sqliteDSN adds the settings of the embedded database. They are part of the address because a PRAGMA statement reaches
// only one connection of the pool. Transactions take the write lock when they begin, because upgrading to it later
// fails under concurrency. Times have a fixed width so that they sort as text. What is deleted is overwritten: the file
// shall not remember it.
func sqliteDSN(address string, pragmas []string) (string, error) {
	path, query, _ := strings.Cut(strings.TrimPrefix(address, "file:"), "?")
	settings, err := url.ParseQuery(query)
	if err != nil {
		return "", fmt.Errorf("read the database address: %w", err)
	}
	if err := keepPrivate(path); err != nil {
		return "", fmt.Errorf("make the folder of the database: %w", err)
	}
	ours := []string{busyTimeout, "journal_mode(wal)", "synchronous(full)", "foreign_keys(on)", "secure_delete(on)"}
	for _, pragma := range slices.Concat(ours, pragmas) {
		settings.Add("_pragma", pragma)
	}
	settings.Set("_txlock", "immediate")
	settings.Set("_timefmt", "2006-01-02T15:04:05.000000Z")
	return "file:" + path + "?" + settings.Encode(), nil
}

// keepPrivate makes the file of a database and its folder for their owner only: they hold the signing keys of tickets
// and what people need.
func keepPrivate(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		return file.Close()
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			_ = os.Chmod(name, 0o600) // of earlier versions; not ours to change where another user owns it
		}
	}
	return nil // SQLite tells what is wrong
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

// Now is the current time in UTC, cut to microseconds, which both engines store.
func (db *DB) Now() time.Time { return db.clock().UTC().Truncate(time.Microsecond) }

// SetClock replaces the clock, for tests.
func (db *DB) SetClock(clock func() time.Time) { db.clock = clock }

// OnJob sets the function to call when a transaction that added jobs is committed. Call it before the database is used.
func (db *DB) OnJob(wake func()) { db.wakeJobs = wake }
