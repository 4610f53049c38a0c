package models

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrSchemaPending and ErrSchemaNewer say why a database cannot be used as it is. Their texts are for the operator.
var (
	ErrSchemaPending = errors.New(
		"the database needs to be brought up to date: run `meguri migrate` (after a backup), then start again",
	)
	ErrSchemaNewer = errors.New(
		"the database was made by a newer meguri: start that version, or restore a backup made by this one",
	)
)

// goose opens connections of its own, because it writes SQLite times in another format. The caller closes it.
func (db *DB) goose() (*goose.Provider, error) {
	driver, address, dialect := "sqlite3", db.URL, database.DialectSQLite3
	if db.Engine == PostgreSQL {
		driver, dialect = "pgx", database.DialectPostgres
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	foreign, err := db.otherEngines(files)
	if err != nil {
		return nil, err
	}
	pool, err := sql.Open(driver, address)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{
		goose.WithExcludeNames([]string{receptionMigration, peopleMigration}),
		goose.WithExcludeNames(foreign),
		goose.WithGoMigrations(db.migrateReception(), db.migratePeople()),
	}
	if db.Engine == PostgreSQL {
		oneAtATime, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 600))
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(oneAtATime))
	}
	return goose.NewProvider(dialect, pool, files, options...)
}

// otherEngines lists the migrations whose names end in another engine's, as in 0095_audit_kept.sqlite.sql.
func (db *DB) otherEngines(files fs.FS) (names []string, err error) {
	for _, engine := range []Engine{SQLite, PostgreSQL} {
		if engine == db.Engine {
			continue
		}
		found, err := fs.Glob(files, "*."+string(engine)+".sql")
		if err != nil {
			return nil, err
		}
		names = append(names, found...)
	}
	return names, nil
}

// Migrate brings the schema up to date and returns the names of the migrations that ran. Several processes may call it
// at the same time. On PostgreSQL a lock lets one of them migrate while the others wait. SQLite has no such lock: the
// attempts of the others fail, and they try again for as long as migrations get done.
func (db *DB) Migrate(ctx context.Context) (ran []string, err error) {
	for attempts, reached := 0, int64(0); attempts < 5; attempts++ {
		ran, err = db.migrate(ctx)
		if err == nil || errors.Is(err, ErrSchemaNewer) {
			return ran, err
		}
		if version, _ := db.schemaVersion(ctx); version > reached {
			attempts, reached = 0, version
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(400 * time.Millisecond):
		}
	}
	return nil, err
}

// MigrateTo brings an empty database to the schema of a migration's number, for tests of migrations.
func (db *DB) MigrateTo(ctx context.Context, version int64) error {
	provider, err := db.goose()
	if err != nil {
		return err
	}
	defer provider.Close()
	_, err = provider.UpTo(ctx, version)
	return err
}

func (db *DB) migrate(ctx context.Context) ([]string, error) {
	if err := db.CheckSchema(ctx); err == nil || errors.Is(err, ErrSchemaNewer) {
		return nil, err
	}
	provider, err := db.goose()
	if err != nil {
		return nil, err
	}
	defer provider.Close()
	results, err := provider.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("bring the database up to date (Meguri needs one of its own): %w", err)
	}
	ran := make([]string, 0, len(results))
	for _, r := range results {
		ran = append(ran, cmp.Or(r.Source.Path, receptionMigration))
	}
	return ran, db.forgetOldRows(ctx, len(ran) > 0)
}

// forgetOldRows makes the file of an embedded database anew after a migration: what was deleted before may still be in
// its free pages and in its log. PostgreSQL removes the files of a table that is dropped.
func (db *DB) forgetOldRows(ctx context.Context, hasChanged bool) error {
	if db.Engine != SQLite || !hasChanged {
		return nil
	}
	if _, err := db.pool.ExecContext(ctx, "VACUUM"); err != nil {
		return fmt.Errorf("make the database file anew: %w", err)
	}
	db.EmptyLog()
	return nil
}

// CheckSchema returns nil if the schema is the one that this program knows, else ErrSchemaPending or ErrSchemaNewer. It
// is cheap: it reads one row and opens no connection, because anybody may request it.
func (db *DB) CheckSchema(ctx context.Context) error {
	target, err := newestMigration()
	if err != nil {
		return err
	}
	current, err := db.schemaVersion(ctx)
	switch {
	case isMissingTable(err):
		return ErrSchemaPending
	case err != nil:
		return fmt.Errorf("read the schema version: %w", err)
	case current > target:
		return ErrSchemaNewer
	case current < target:
		return ErrSchemaPending
	}
	return nil
}

// schemaVersion is the number of the last migration that ran on the database.
func (db *DB) schemaVersion(ctx context.Context) (int64, error) {
	var version sql.NullInt64
	err := db.pool.QueryRowContext(ctx, "SELECT MAX(version_id) FROM goose_db_version").Scan(&version)
	return version.Int64, err
}

// newestMigration is the number of the last migration that this program has.
var newestMigration = sync.OnceValues(func() (newest int64, err error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	for _, name := range files {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return 0, err
		}
		newest = max(newest, version)
	}
	return newest, err
})

// isMissingTable reports whether a statement failed because its table is not there.
func isMissingTable(err error) bool {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		return pgErr.Code == "42P01" // undefined_table
	}
	return err != nil && strings.Contains(err.Error(), "no such table") // SQLite has no code for it
}
