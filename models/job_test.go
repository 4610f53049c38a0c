package models_test

import (
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestAClaimLastsAsLongAsItIsRenewed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		now := time.Now()
		db.SetClock(func() time.Time { return now })
		modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Jobs().Add("kind", "cause", "", now) })
		claim := func() *models.Job { return modelstest.Claim(t, db, 20*time.Second) }
		extend := func(job *models.Job) {
			t.Helper()
			modelstest.Write(t, db, func(tx *models.Tx) error { return tx.Jobs().Extend(job, 20*time.Second) })
		}
		first := claim()
		now = now.Add(15 * time.Second)
		extend(first)
		now = now.Add(15 * time.Second)
		if claim() != nil {
			t.Error("a claimed job was claimed again")
		}
		now = now.Add(10 * time.Second) // the first process has died
		second := claim()
		if second == nil {
			t.Fatal("the job of a dead process is not due again")
		}
		if second.Attempts != 2 {
			t.Errorf("%d attempts, want 2", second.Attempts)
		}
		now = now.Add(15 * time.Second)
		extend(first) // it lives, but is too late
		now = now.Add(10 * time.Second)
		if claim() == nil {
			t.Error("an old claim was renewed")
		}
		modelstest.Finish(t, db, second)
		extend(second)
		now = now.Add(time.Hour)
		if claim() != nil {
			t.Error("a finished job was claimed")
		}
	})
}
