package models

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// schemaObject is a table, index, trigger or view of an embedded database.
type schemaObject struct{ Kind, Name, SQL string }

// checkObjects returns an error unless a copy has exactly the tables and indexes that the migrations make. Others, and
// triggers, views and changed constraints, would run or decide something that is not ours once the copy is in use.
func (db *DB) checkObjects(ctx context.Context, version int64) error {
	folder, err := os.MkdirTemp("", "meguri-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	fresh, err := Open(ctx, "file:"+filepath.Join(folder, "schema.db"))
	if err != nil {
		return err
	}
	defer fresh.Close()
	if err := fresh.MigrateTo(ctx, version); err != nil {
		return err
	}
	want, err := fresh.objects(ctx)
	if err != nil {
		return err
	}
	got, err := db.objects(ctx)
	if err != nil {
		return err
	}
	return errors.Join(foreignObject(got, want), lackingObject(got, want))
}

func foreignObject(got, want []schemaObject) error {
	for _, o := range got {
		if !slices.Contains(want, o) {
			return fmt.Errorf("this copy is not as Meguri made it: the %s %q is foreign or was changed", o.Kind, o.Name)
		}
	}
	return nil
}

func lackingObject(got, want []schemaObject) error {
	for _, o := range want {
		if !slices.ContainsFunc(got, func(other schemaObject) bool { return other.Kind == o.Kind && other.Name == o.Name }) {
			return fmt.Errorf("this copy is not as Meguri made it: it lacks the %s %q", o.Kind, o.Name)
		}
	}
	return nil
}

// ownedBySQLite are the tables and indexes that SQLite makes itself, without a text, and the statistics of ANALYZE.
const ownedBySQLite = `(type = 'table' AND name IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4'))
	OR (type = 'index' AND name LIKE 'sqlite\_autoindex\_%' ESCAPE '\' AND sql IS NULL)`

// objects lists what the schema of an embedded database has. Goose's table differs between versions of that library.
func (db *DB) objects(ctx context.Context) ([]schemaObject, error) {
	rows, err := db.pool.QueryContext(ctx, `SELECT type, name, COALESCE(sql, '') FROM sqlite_schema
		WHERE NOT (`+ownedBySQLite+`) ORDER BY type, name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []schemaObject
	for rows.Next() {
		var o schemaObject
		if err := rows.Scan(&o.Kind, &o.Name, &o.SQL); err != nil {
			return nil, err
		}
		o.SQL = plainSQL(o.SQL)
		if o.Name == "goose_db_version" && strings.HasPrefix(o.SQL, "createtablegoose_db_version(") {
			o.SQL = ""
		}
		list = append(list, o)
	}
	return list, rows.Err()
}

// plainSQL leaves out what SQLite may change when it rewrites a statement.
func plainSQL(statement string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n\"`[]", r) {
			return -1
		}
		return r
	}, statement))
}
