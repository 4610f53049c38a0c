package models_test

import (
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestSweepRemovesOnlyWhatIsOver(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for _, cause := range []string{"done", "waiting"} {
			modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Jobs().Add("mail", cause, cause, tx.Now) })
		}
		job := modelstest.Claim(t, db, time.Minute)
		if job == nil {
			t.Fatal("no job is due")
		}
		modelstest.Finish(t, db, job)
		later := db.Now().Add(40 * 24 * time.Hour)
		db.SetClock(func() time.Time { return later })
		modelstest.Write(t, db, (*models.Tx).DeleteExpired)
		if again := modelstest.Claim(t, db, time.Minute); again == nil || again.ID == job.ID {
			t.Errorf("the waiting job is gone: %v", again)
		}
	})
}
