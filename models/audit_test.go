package models_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

var errTakenBack = errors.New("taken back")

// chain writes n entries and links them.
func chain(t *testing.T, db *models.DB, n int) {
	t.Helper()
	modelstest.Write(t, db, func(tx *models.Tx) error {
		for i := range n {
			entry := models.AuditEntry{
				Action: "event_saved", Outcome: models.AuditDone, ActorKind: models.ActorAccount,
				ActorID: fmt.Sprintf("a%d", i), EventID: "e",
			}
			if err := tx.Audits().Add(&entry); err != nil {
				return err
			}
		}
		return nil
	})
	modelstest.Write(t, db, func(tx *models.Tx) error {
		_, err := tx.Audits().Chain(1000, false)
		return err
	})
}

func verify(t *testing.T, db *models.DB) models.AuditReport {
	t.Helper()
	report, err := db.Query(t.Context()).Audits().Verify()
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestTheChainShowsWhatWasTamperedWith(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		chain(t, db, 3)
		chain(t, db, 4)
		whole := verify(t, db)
		if whole.Links != 7 || whole.Broken != 0 || len(whole.Head) != 64 {
			t.Fatalf("a chain of 7 entries: %+v", whole)
		}
		for name, attack := range map[string]struct{ statement, why string }{
			"changed entry": {"UPDATE audit_entries SET actor_id = 'b' WHERE actor_id = 'a1'", "changed"},
			"changed time":  {"UPDATE audit_entries SET created_at = '2020-01-01T00:00:00.000000Z'", "changed"},
			"deleted entry": {"DELETE FROM audit_entries WHERE actor_id = 'a2'", "missing"},
			"deleted link":  {"DELETE FROM audit_links WHERE number = 4", "missing"},
		} {
			t.Run(name, func(t *testing.T) {
				err := db.InTx(t.Context(), func(tx *models.Tx) error {
					dropTriggers(t, db, tx)
					if err := models.Exec(tx, attack.statement); err != nil {
						return err
					}
					report, err := tx.Audits().Verify()
					if report.Broken == 0 || !strings.Contains(report.Why, attack.why) {
						t.Errorf("not seen: %+v, %v", report, err)
					}
					return errTakenBack
				})
				if !errors.Is(err, errTakenBack) {
					t.Fatal(err)
				}
			})
		}
	})
}

// dropTriggers is what an owner of the database does before changing the record.
func dropTriggers(t *testing.T, db *models.DB, tx *models.Tx) {
	t.Helper()
	statements := []string{"DROP FUNCTION audit_kept() CASCADE"}
	if db.Engine == models.SQLite {
		statements = []string{
			"DROP TRIGGER audit_entries_kept_update", "DROP TRIGGER audit_entries_kept_delete",
			"DROP TRIGGER audit_links_kept_update", "DROP TRIGGER audit_links_kept_delete",
		}
	}
	for _, s := range statements {
		if err := models.Exec(tx, s); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheRecordIsOnlyAddedTo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		chain(t, db, 3)
		attacks := []string{
			"UPDATE audit_entries SET actor_id = 'b' WHERE actor_id = 'a1'", "DELETE FROM audit_entries WHERE actor_id = 'a1'",
			"UPDATE audit_links SET hash = '' WHERE number = 1", "DELETE FROM audit_links WHERE number = 1",
		}
		if db.Engine == models.PostgreSQL {
			attacks = append(attacks, "TRUNCATE audit_entries", "TRUNCATE audit_links")
		}
		for _, statement := range attacks {
			err := db.InTx(t.Context(), func(tx *models.Tx) error { return models.Exec(tx, statement) })
			if err == nil || !strings.Contains(err.Error(), "only added to") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		if whole := verify(t, db); whole.Links != 3 || whole.Broken != 0 {
			t.Errorf("after the attacks: %+v", whole)
		}
	})
}

// What an owner of the database may do unseen is to leave out the end: the head that was kept elsewhere shows it.
func TestAHeadKeptElsewhereShowsALeftOutEnd(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		chain(t, db, 3)
		before := verify(t, db).Head
		chain(t, db, 1)
		if after := verify(t, db).Head; after == before {
			t.Error("the head does not follow the chain")
		}
	})
}

func TestARequestIsRecordedOnceWithItsChange(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		db.Rehearse(true) // each transaction runs twice
		defer db.Rehearse(false)
		record := models.NewAudit(models.AuditEntry{Action: "event_saved", EventID: "once"})
		ctx := models.WithAudit(t.Context(), record)
		for range 2 {
			if err := db.InTx(ctx, func(tx *models.Tx) error {
				tx.About(models.AuditSubject{Kind: models.SubjectAccount, ID: "x", Detail: "owner"})
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		failed := models.WithAudit(t.Context(), models.NewAudit(models.AuditEntry{Action: "event_saved", EventID: "once"}))
		_ = db.InTx(failed, func(*models.Tx) error { return models.NewError(models.CodeConflict, "error.conflict") })
		list, err := db.Query(t.Context()).Audits().Find(models.AuditFilter{EventID: "once"}, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != 1 || list[0].SubjectID != "x" || !record.Written() {
			t.Errorf("recorded %+v", list)
		}
	})
}

// An entry whose transaction was committed late is linked by night.
func TestALateEntryIsLinkedByNight(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		chain(t, db, 1)
		now := db.Now()
		db.SetClock(func() time.Time { return now.Add(-3 * time.Hour) })
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Audits().Add(&models.AuditEntry{Action: "late"}) })
		db.SetClock(func() time.Time { return now })
		if got := verify(t, db); got.Unlinked != 1 {
			t.Errorf("%+v", got)
		}
		modelstest.Write(t, db, func(tx *models.Tx) error {
			_, err := tx.Audits().Chain(1000, true)
			return err
		})
		if got := verify(t, db); got.Unlinked != 0 || got.Links != 2 || got.Broken != 0 {
			t.Errorf("%+v", got)
		}
	})
}
