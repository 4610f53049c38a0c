package modelstest

import (
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"database/sql"

	"meguri/models"
)

//go:embed testdata/055f3f5.json.gz
var release055f3f5 []byte

// Release is a database as an earlier version of the program left it, and the links and tickets that it gave out, which
// must go on working. The rows are those of the demo (a part of the festival), with an open survey, a login and an API
// token.
type Release struct {
	DB *models.DB `json:"-"`
	// Schema is the number of the newest migration of the release.
	Schema int64 `json:"-"`
	// Secret is the content of the file that its links are derived from.
	Secret string `json:"secret"`
	// Registration is the id of a registration of summit-next, Link the secret of its page, Ticket its ticket.
	Registration string `json:"registration"`
	Link         string `json:"link"`
	Ticket       string `json:"ticket"`
	// CalendarUID is the UID of the calendar entry of summit-next.
	CalendarUID string `json:"calendar_uid"`
	// Invited is the id of a registration of summit-2025 whose attendee has not answered its survey.
	Invited string `json:"invited"`
	// Token is an API token of an organizer at summit-next. Login is the cookie of the owner of the demo's organization.
	Token  string `json:"token"`
	Login  string `json:"login"`
	Tables []struct {
		Name string           `json:"name"`
		Rows []map[string]any `json:"rows"`
	} `json:"tables"`
}

// EachRelease055f3f5 runs a test with the database of 055f3f5, not migrated yet, on each engine.
func EachRelease055f3f5(t *testing.T, test func(t *testing.T, r *Release)) {
	t.Helper()
	for engine, address := range map[models.Engine]func(testing.TB) string{
		models.SQLite: SQLiteURL, models.PostgreSQL: PostgreSQLURL,
	} {
		t.Run(string(engine), func(t *testing.T) {
			test(t, readRelease(t, release055f3f5, 1, open(t, address(t))))
		})
	}
}

func readRelease(t *testing.T, packed []byte, schema int64, db *models.DB) *Release {
	t.Helper()
	reader, err := gzip.NewReader(strings.NewReader(string(packed)))
	if err != nil {
		t.Fatal(err)
	}
	r := &Release{DB: db, Schema: schema}
	if err := json.NewDecoder(reader).Decode(r); err != nil {
		t.Fatal(err)
	}
	if err := db.MigrateTo(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	r.insertRows(t)
	return r
}

// Count counts the release's rows of a table.
func (r *Release) Count(table string) int {
	for _, t := range r.Tables {
		if t.Name == table {
			return len(t.Rows)
		}
	}
	return 0
}

// insertRows writes the rows as they were. It does not use models, which know the newest schema only.
func (r *Release) insertRows(t *testing.T) {
	t.Helper()
	pool := openPool(t, r.DB)
	defer pool.Close()
	for _, table := range r.Tables {
		if len(table.Rows) == 0 {
			continue
		}
		rows, err := json.Marshal(table.Rows)
		if err != nil {
			t.Fatal(err)
		}
		statement := r.insertStatement(table.Name, table.Rows[0])
		if _, err := pool.ExecContext(t.Context(), statement, string(rows)); err != nil {
			t.Fatal(fmt.Errorf("%s: %w", table.Name, err))
		}
	}
}

// insertStatement is the statement that writes the rows of a table from JSON.
func (r *Release) insertStatement(table string, row map[string]any) string {
	if r.DB.Engine == models.PostgreSQL {
		return fmt.Sprintf("INSERT INTO %s SELECT * FROM json_populate_recordset(NULL::%s, $1::json)", table, table)
	}
	var columns, values []string
	for column := range row {
		columns = append(columns, column)
		values = append(values, "value ->> '"+column+"'")
	}
	return fmt.Sprintf(
		"INSERT INTO %s (%s) SELECT %s FROM json_each(?)", table, strings.Join(columns, ", "), strings.Join(values, ", "),
	)
}

// Pool opens connections to the database that do not go through models, as a thief of its content does.
func Pool(t testing.TB, db *models.DB) *sql.DB {
	t.Helper()
	pool := openPool(t, db)
	t.Cleanup(func() { _ = pool.Close() })
	return pool
}

// openPool opens connections to the database that do not go through models.
func openPool(t testing.TB, db *models.DB) *sql.DB {
	t.Helper()
	driver := "pgx"
	address := db.URL
	if db.Engine == models.SQLite {
		driver = "sqlite3"
	}
	pool, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	return pool
}
