package models

import (
	"time"

	"gorm.io/gorm"
)

// JobState is where a job stands.
type JobState string

// The job states.
const (
	JobWaiting JobState = "waiting"
	JobDone    JobState = "done"
	JobFailed  JobState = "failed" // given up
)

// Job is work to do after the transaction that wrote it. Cause is unique: the same cause makes one job.
type Job struct {
	ID          string
	Kind        string
	Cause       string
	Payload     string
	State       JobState
	Attempts    int
	RunAt       time.Time
	LockedUntil *time.Time
	LastError   string
	CreatedAt   time.Time
	FinishedAt  *time.Time
}

// Add writes a job; it runs after the transaction is kept, not before runAt. The same cause again changes nothing.
// A kind that no feature registered is an error.
func (store JobStore) Add(kind, cause, payload string, runAt time.Time) error {
	if err := store.tx.db.kinds.Load().checkJob(kind); err != nil {
		return err
	}
	store.tx.wakeJobsAfterCommit()
	return store.tx.g.Clauses(doNothing).Create(&Job{
		ID:        NewID(),
		Kind:      kind,
		Cause:     cause,
		Payload:   payload,
		State:     JobWaiting,
		RunAt:     runAt.UTC(),
		CreatedAt: store.tx.Now,
	}).Error
}

// Claim takes the job that is due longest for the given time, or returns nil. Several processes may ask at once: the
// conditional update lets one of them have it. A job whose claim has run out (its process died) is due again.
func (store JobStore) Claim(hold time.Duration) (*Job, error) {
	const due = "state = ? AND run_at <= ? AND (locked_until IS NULL OR locked_until < ?)"
	var candidates []Job
	err := store.tx.g.Where(due, JobWaiting, store.tx.Now, store.tx.Now).
		Order("run_at, id").
		Limit(10).
		Find(&candidates).
		Error
	if err != nil {
		return nil, err
	}
	until := store.tx.Now.Add(hold)
	for _, job := range candidates {
		result := store.tx.g.Model(&Job{}).Where("id = ?", job.ID).Where(due, JobWaiting, store.tx.Now, store.tx.Now).
			Updates(map[string]any{"locked_until": until, "attempts": gorm.Expr("attempts + 1")})
		if result.Error != nil {
			return nil, result.Error
		}
		if result.RowsAffected == 1 {
			job.Attempts++
			return &job, nil
		}
	}
	return nil, nil
}

// Extend keeps a claimed job ours for the given time from now. The number of attempts tells this claim from a later
// one.
func (store JobStore) Extend(job *Job, hold time.Duration) error {
	return store.tx.g.Model(&Job{}).
		Where("id = ? AND attempts = ? AND state = ? AND locked_until IS NOT NULL", job.ID, job.Attempts, JobWaiting).
		Update("locked_until", store.tx.Now.Add(hold)).
		Error
}

// Finish records that the job is done, and forgets what it was about: that may be somebody's address.
func (store JobStore) Finish(id string) error {
	return store.end(
		id,
		map[string]any{"state": JobDone, "payload": "", "finished_at": store.tx.Now, "last_error": "", "locked_until": nil},
	)
}

// Retry lets the job run again at the time.
func (store JobStore) Retry(id, trouble string, at time.Time) error {
	return store.end(id, map[string]any{"run_at": at.UTC(), "last_error": trouble, "locked_until": nil})
}

// PutBack lets the job run again at the time, as if it had not been claimed: it was not for this program to do.
func (store JobStore) PutBack(id, reason string, at time.Time) error {
	return store.end(id, map[string]any{
		"run_at": at.UTC(), "last_error": reason, "locked_until": nil, "attempts": gorm.Expr("attempts - 1"),
	})
}

// Fail gives the job up.
func (store JobStore) Fail(id, trouble string) error {
	return store.end(
		id,
		map[string]any{"state": JobFailed, "finished_at": store.tx.Now, "last_error": trouble, "locked_until": nil},
	)
}

func (store JobStore) end(id string, fields map[string]any) error {
	return store.tx.g.Model(&Job{}).Where("id = ?", id).Updates(fields).Error
}
