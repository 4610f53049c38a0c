package models_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// captureLog runs do and returns what it captureLog.
func captureLog(t *testing.T, do func()) string {
	t.Helper()
	var out bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&out, nil)))
	defer slog.SetDefault(before)
	do()
	return out.String()
}

func TestSlowQueryIsLogged(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		models.LogQueriesOver(db, 0)
		log := captureLog(t, func() { _, _ = db.Query(t.Context()).Organizations().BySlug("secret-slug") })
		for _, want := range []string{`msg="slow query"`, "organizations", "slug = ", "ms=", "rows=0"} {
			if !strings.Contains(log, want) {
				t.Errorf("no %s in %s", want, log)
			}
		}
	})
}

func TestQuickQueryIsNotLogged(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		models.LogQueriesOver(db, time.Minute)
		log := captureLog(t, func() { _, _ = db.Query(t.Context()).Organizations().BySlug("any") })
		if log != "" {
			t.Error(log)
		}
	})
}

// Each way in which this package talks to GORM: Create, Find, Raw with Rows, Raw with Scan, Pluck, Exec, Update, and a
// statement that fails.
func TestSlowQueryLogHoldsNoValue(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		models.LogQueriesOver(db, 0)
		var event *models.Event
		var r *models.Registration
		log := captureLog(t, func() {
			event = modelstest.Summit(t, db, "secret-slug")
			r = modelstest.Registration(t, db, event, "venue")
			inTx(t, db, func(tx *models.Tx) error {
				_, err := tx.CheckIns().
					Insert([]models.CheckIn{{ID: "secret-scan", EventID: event.ID, ByName: "secret-name", ScannedAt: tx.Now}})
				if err == nil {
					_, err = tx.Admissions().Arrivals(event)
				}
				if err == nil {
					_, err = tx.Admissions().CountBetween(event, []time.Time{tx.Now, tx.Now})
				}
				return err
			})
			_ = exec(t, db, "UPDATE events SET title_ja = ? WHERE slug = ?", "secret-title", "secret-slug")
			_ = exec(t, db, "UPDATE no_such_table SET a = ?", "secret-title")
		})
		if strings.Count(log, "slow query") < 10 {
			t.Error("too few statements were logged", log)
		}
		for _, value := range []string{"secret-", event.ID, r.ID, r.Email, r.Family, r.Given, "川崎市役所", "stream.example"} {
			if strings.Contains(log, value) {
				t.Errorf("%s is in the log:\n%s", value, log)
			}
		}
	})
}

func TestSlowQueryLogSaysNothingOfErrors(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		models.LogQueriesOver(db, time.Minute)
		log := captureLog(t, func() {
			if err := exec(t, db, "UPDATE no_such_table SET a = ?", "a"); err == nil {
				t.Error("no error")
			}
		})
		if log != "" {
			t.Error("the caller logs it, too: ", log)
		}
	})
}

func TestLongStatementIsCut(t *testing.T) {
	db := modelstest.OnSQLite(t)
	db.Rehearse(false)
	models.LogQueriesOver(db, 0)
	log := captureLog(t, func() { _ = exec(t, db, "SELECT '"+strings.Repeat("あ", 1000)+"'") })
	if len(log) > 700 || !strings.Contains(log, " …") {
		t.Error(len(log), log)
	}
}

func inTx(t *testing.T, db *models.DB, do func(tx *models.Tx) error) {
	t.Helper()
	if err := db.InTx(context.WithoutCancel(t.Context()), do); err != nil {
		t.Fatal(err)
	}
}

// exec runs a statement, which may fail.
func exec(t *testing.T, db *models.DB, statement string, values ...any) error {
	t.Helper()
	return db.InTx(t.Context(), func(tx *models.Tx) error { return models.Exec(tx, statement, values...) })
}
