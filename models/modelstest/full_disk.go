package modelstest

import (
	"fmt"
	"testing"

	"meguri/models"
)

// OnFullDisk gives do the database as it is once its disk is full: SQLite may add no page, PostgreSQL fails (SQLSTATE
// 53100) where it makes an index, and has made tables before.
func OnFullDisk(t testing.TB, db *models.DB, do func(db *models.DB)) {
	t.Helper()
	if db.Engine == models.PostgreSQL {
		runBehind(t, db, `CREATE FUNCTION disk_full() RETURNS event_trigger LANGUAGE plpgsql AS
			$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$`)
		runBehind(
			t, db, `CREATE EVENT TRIGGER disk_full ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION disk_full()`,
		)
		do(db)
		runBehind(t, db, "DROP EVENT TRIGGER disk_full")
		runBehind(t, db, "DROP FUNCTION disk_full()")
		return
	}
	pool := behind(t, db)
	defer pool.Close()
	var pages int
	if err := pool.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	full := open(t, fmt.Sprintf("%s?_pragma=max_page_count(%d)", db.URL, pages))
	do(full)
}
