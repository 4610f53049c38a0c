package models_test

import (
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestAClaimIsHeldAsLongAsItIsRenewed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		now := time.Now()
		db.SetClock(func() time.Time { return now })
		tx := func() *models.Tx { return db.Reader(t.Context()) }
		if err := tx().AddJob("kind", "cause", "", now); err != nil {
			t.Fatal(err)
		}
		claim := func() *models.Job {
			t.Helper()
			job, err := tx().ClaimJob(20 * time.Second)
			if err != nil {
				t.Fatal(err)
			}
			return job
		}
		hold := func(job *models.Job) {
			t.Helper()
			if err := tx().HoldJob(job, 20*time.Second); err != nil {
				t.Fatal(err)
			}
		}
		first := claim()
		now = now.Add(15 * time.Second)
		hold(first)
		now = now.Add(15 * time.Second)
		if claim() != nil {
			t.Error("a job that is held was given away")
		}
		now = now.Add(10 * time.Second) // the first process has died
		second := claim()
		if second == nil || second.Attempts != 2 {
			t.Fatalf("the job of a dead process is not due again: %+v", second)
		}
		now = now.Add(15 * time.Second)
		hold(first) // it lives after all, and is too late
		now = now.Add(10 * time.Second)
		if claim() == nil {
			t.Error("an old claim holds the job")
		}
		if err := tx().FinishJob(second.ID); err != nil {
			t.Fatal(err)
		}
		hold(second)
		now = now.Add(time.Hour)
		if claim() != nil {
			t.Error("a finished job was claimed")
		}
	})
}
