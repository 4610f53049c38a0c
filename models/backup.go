package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// ErrWrongEngine says that an operation needs the embedded database.
var ErrWrongEngine = errors.New("this works with the embedded database only")

// BackupTo copies an embedded database into a file that is missing or empty. The copy is consistent even while others
// write.
func (db *DB) BackupTo(ctx context.Context, path string) error {
	if db.Engine != SQLite {
		return ErrWrongEngine
	}
	_, err := db.pool.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

// RestoreFrom replaces the content of an embedded database by the copy in a file. SQLite does it in one transaction:
// after a crash the database has the old content or the new one. Programs that have it open see the new content. Check
// the copy first (CheckBackup).
func (db *DB) RestoreFrom(ctx context.Context, path string) error {
	if db.Engine != SQLite {
		return ErrWrongEngine
	}
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		raw, ok := driver.(interface{ Raw() *sqlite3.Conn })
		if !ok {
			return ErrWrongEngine
		}
		return raw.Raw().Restore("main", readOnly(path))
	})
	if err != nil {
		return fmt.Errorf("replace the database (does a server still use it?): %w", err)
	}
	_, err = conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// CheckBackup returns an error if a file cannot be restored: it is not a copy of a Meguri database, it is damaged, it has
// tables or triggers that are not ours, or a newer program made it (ErrSchemaNewer). A copy made by an older program is accepted: it is migrated afterwards.
func CheckBackup(ctx context.Context, path string) error {
	pool, err := sql.Open("sqlite3", readOnly(path)+"&_pragma=trusted_schema(off)")
	if err != nil {
		return err
	}
	defer pool.Close()
	var answer string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&answer); err != nil {
		return fmt.Errorf("this file is no SQLite database: %w", err)
	}
	if answer != "ok" {
		return fmt.Errorf("this copy is damaged: %s", answer)
	}
	if err := checkReferences(ctx, pool); err != nil {
		return err
	}
	copied := &DB{Engine: SQLite, URL: readOnly(path), pool: pool}
	version, err := copied.checkVersion(ctx)
	if err != nil {
		return err
	}
	return copied.checkObjects(ctx, version)
}

func checkReferences(ctx context.Context, pool *sql.DB) error {
	rows, err := pool.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		return errors.New("this copy is damaged: a row refers to one that is missing")
	}
	return rows.Err()
}

// checkVersion returns the schema's version, which must not be newer than the newest known one. It reads the version itself, because goose
// would write into an empty file.
func (db *DB) checkVersion(ctx context.Context) (recorded int64, err error) {
	err = db.pool.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied").
		Scan(&recorded)
	if err != nil {
		return 0, fmt.Errorf("this file is no copy of a Meguri database: %w", err)
	}
	newest, err := newestMigration()
	if err == nil && recorded > newest {
		err = ErrSchemaNewer
	}
	return recorded, err
}

func readOnly(path string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "mode=ro"}).String()
}

// HasData reports whether the database has organizations, events or accounts. It may have no tables yet.
func (db *DB) HasData(ctx context.Context) (bool, error) {
	q := db.Query(ctx)
	for _, table := range []string{"organizations", "events", "accounts"} {
		if !q.g.Migrator().HasTable(table) {
			continue
		}
		var ids []string
		if err := q.g.Table(table).Limit(1).Pluck("id", &ids).Error; err != nil {
			return false, err
		}
		if len(ids) > 0 {
			return true, nil
		}
	}
	return false, nil
}

// ServerTime is the time by the clock of the database server. The embedded database has the clock of this process.
func (db *DB) ServerTime(ctx context.Context) (time.Time, error) {
	if db.Engine == SQLite {
		return db.Now(), nil
	}
	var now time.Time
	err := db.pool.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&now)
	return now.UTC(), err
}
