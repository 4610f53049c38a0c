package models_test

import (
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestSweepRemovesOnlyWhatIsOver(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		tx := db.Reader(t.Context())
		for _, cause := range []string{"done", "waiting"} {
			if err := tx.AddJob("mail", cause, cause, tx.Now); err != nil {
				t.Fatal(err)
			}
		}
		job, err := tx.ClaimJob(time.Minute)
		if err != nil || job == nil {
			t.Fatal(job, err)
		}
		if err := tx.FinishJob(job.ID); err != nil {
			t.Fatal(err)
		}
		later := db.Now().Add(40 * 24 * time.Hour)
		db.SetClock(func() time.Time { return later })
		if err := db.Reader(t.Context()).Sweep(); err != nil {
			t.Fatal(err)
		}
		if again, err := db.Reader(t.Context()).ClaimJob(time.Minute); err != nil || again == nil || again.ID == job.ID {
			t.Errorf("the waiting job is gone: %v %v", again, err)
		}
	})
}
