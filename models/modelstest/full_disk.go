package modelstest

import (
	"fmt"
	"testing"

	"meguri/models"
)

// OnFullDisk calls do with the database as if its disk were full: SQLite cannot add a page, and PostgreSQL fails
// (SQLSTATE 53100) when it alters a table, after it has created another.
func OnFullDisk(t testing.TB, db *models.DB, do func(db *models.DB)) {
	t.Helper()
	if db.Engine == models.PostgreSQL {
		execRaw(t, db, `CREATE FUNCTION disk_full() RETURNS event_trigger LANGUAGE plpgsql AS
			$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$`)
		execRaw(
			t, db, `CREATE EVENT TRIGGER disk_full ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION disk_full()`,
		)
		do(db)
		execRaw(t, db, "DROP EVENT TRIGGER disk_full")
		execRaw(t, db, "DROP FUNCTION disk_full()")
		return
	}
	pool := openPool(t, db)
	defer pool.Close()
	var pages int
	if err := pool.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	full := open(t, fmt.Sprintf("%s?_pragma=max_page_count(%d)", db.URL, pages))
	do(full)
}
