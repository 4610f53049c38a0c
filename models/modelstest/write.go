package modelstest

import (
	"testing"
	"time"

	"meguri/models"
)

// Write runs do in a transaction, and ends the test if it fails.
func Write(t testing.TB, db *models.DB, do func(tx *models.Tx) error) {
	t.Helper()
	if err := db.InTx(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// Claim claims the next job that is due, as a worker does. It returns nil if there is none.
func Claim(t testing.TB, db *models.DB, hold time.Duration) (job *models.Job) {
	t.Helper()
	Write(t, db, func(tx *models.Tx) (err error) {
		job, err = tx.Jobs().Claim(hold)
		return err
	})
	return job
}

// Finish records that a claimed job is done.
func Finish(t testing.TB, db *models.DB, job *models.Job) {
	t.Helper()
	Write(t, db, func(tx *models.Tx) error { return tx.Jobs().Finish(job.ID) })
}
