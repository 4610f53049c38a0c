package modelstest

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"meguri/models"
)

// Dump is all that somebody finds who gets hold of the database: the rows of each table by its name, and on SQLite the
// bytes of the file and of its write-ahead log by the names of the files.
func Dump(t testing.TB, db *models.DB) map[string]string {
	t.Helper()
	pool := openPool(t, db)
	defer pool.Close()
	list := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if db.Engine == models.PostgreSQL {
		list = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	content := map[string]string{}
	for _, row := range readAll(t, pool, list) {
		table := row[0]
		var lines strings.Builder
		for _, row := range readAll(t, pool, `SELECT * FROM "`+table+`"`) {
			lines.WriteString(strings.Join(row, " | ") + "\n")
		}
		content[table] = lines.String()
	}
	if db.Engine == models.SQLite {
		path, _, _ := strings.Cut(strings.TrimPrefix(db.URL, "file:"), "?")
		for _, file := range []string{path, path + "-wal"} {
			written, err := os.ReadFile(file)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			content[file] = string(written)
		}
	}
	return content
}

// Columns are the tables that have a column of the name.
func Columns(t testing.TB, db *models.DB, name string) map[string]bool {
	t.Helper()
	pool := openPool(t, db)
	defer pool.Close()
	query := `SELECT m.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND c.name = '` + name + "'"
	if db.Engine == models.PostgreSQL {
		query = `SELECT table_name FROM information_schema.columns
			WHERE table_schema = 'public' AND column_name = '` + name + "'"
	}
	tables := map[string]bool{}
	for _, row := range readAll(t, pool, query) {
		tables[row[0]] = true
	}
	return tables
}

// unpacked is what was packed, where it was: who gets hold of it knows how to open it.
func unpacked(content []byte) []byte {
	packed, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return content
	}
	opened, err := io.ReadAll(packed)
	if err != nil {
		return content
	}
	return opened
}

// readAll reads rows as texts. What is packed in them is unpacked.
func readAll(t testing.TB, pool *sql.DB, query string) (list [][]string) {
	t.Helper()
	rows, err := pool.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(query, err)
		}
		row := make([]string, len(columns))
		for i, value := range values {
			if content, ok := value.([]byte); ok {
				value = string(unpacked(content))
			}
			row[i] = fmt.Sprint(value)
		}
		list = append(list, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}
