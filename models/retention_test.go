package models_test

import (
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestDeleteExpiredRemovesOnlyFinishedJobs(t *testing.T) {
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
		again := modelstest.Claim(t, db, time.Minute)
		if again == nil {
			t.Fatal("the waiting job was removed")
		}
		if again.ID == job.ID {
			t.Error("the finished job is due again")
		}
	})
}
