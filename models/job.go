package models

import (
	"time"

	"gorm.io/gorm"
)

// JobState is the state of a job.
type JobState string

// The job states.
const (
	JobWaiting JobState = "waiting"
	JobDone    JobState = "done"
	JobFailed  JobState = "failed" // given up
)

// Job is work to do after the transaction that wrote it. Cause is unique: the same cause makes one job.
type Job struct {
	ID      string
	Kind    string
	Cause   string
	Payload string
	State   JobState
	// Priority orders the jobs that are due: those of PriorityBulk wait for all others.
	Priority    int
	Attempts    int
	RunAt       time.Time
	LockedUntil *time.Time
	LastError   string
	CreatedAt   time.Time
	FinishedAt  *time.Time
}

// JobQuery reads jobs.
type JobQuery struct{ q *Query }

// JobStore reads and writes jobs.
type JobStore struct {
	JobQuery
	tx *Tx
}

// Jobs reads jobs.
func (q *Query) Jobs() JobQuery { return JobQuery{q} }

// Jobs reads and writes jobs.
func (tx *Tx) Jobs() JobStore { return JobStore{tx.Query.Jobs(), tx} }

// addMails writes the jobs that send mails to many people.
func (store JobStore) addMails(ids []string, at time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	if err := store.tx.db.kinds.Load().checkJob(JobSendMail); err != nil {
		return err
	}
	jobs := make([]Job, len(ids))
	for i, id := range ids {
		jobs[i] = Job{
			ID: NewID(), Kind: JobSendMail, Cause: "mail:" + id, Payload: id, State: JobWaiting, Priority: PriorityBulk,
			RunAt: at.UTC(), CreatedAt: store.tx.Now,
		}
	}
	store.tx.wakeJobsAfterCommit()
	return store.tx.g.Clauses(doNothing).CreateInBatches(jobs, insertBatch).Error
}

// Due are when the mails that wait are sent, by their ids, where that is later than now.
func (store JobQuery) Due(mails []Mail) (map[string]time.Time, error) {
	var causes []string
	for i := range mails {
		if mails[i].State == MailQueued {
			causes = append(causes, "mail:"+mails[i].ID)
		}
	}
	if len(causes) == 0 {
		return nil, nil
	}
	var list []Job
	err := store.q.g.Select("payload", "run_at").Where(store.q.inList("cause", causes)).
		Where("state = ? AND run_at > ?", JobWaiting, store.q.Now).Find(&list).Error
	due := make(map[string]time.Time, len(list))
	for i := range list {
		due[list[i].Payload] = list[i].RunAt
	}
	return due, err
}

// The priorities.
const (
	PrioritySoon = 0
	PriorityBulk = 1 // mails to many, for which nobody waits
)

// Add writes a job. It runs after the transaction is committed, not before runAt. A cause that has a job already
// changes nothing. A kind that no feature registered is an error.
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

// Claim reserves the job that has been due longest, for claimTime, or returns nil. Those of PriorityBulk come after all
// others. Several processes may call it at once: the conditional update gives the job to one of them. A job whose claim
// has expired (its process died) is due again.
func (store JobStore) Claim(claimTime time.Duration) (*Job, error) {
	for _, priority := range []int{PrioritySoon, PriorityBulk} { // one after the other: each is a range of the index
		if job, err := store.claim(priority, claimTime); job != nil || err != nil {
			return job, err
		}
	}
	return nil, nil
}

func (store JobStore) claim(priority int, claimTime time.Duration) (*Job, error) {
	const due = "state = ? AND run_at <= ? AND (locked_until IS NULL OR locked_until < ?)"
	var candidates []Job
	err := store.tx.g.Where("priority = ?", priority).Where(due, JobWaiting, store.tx.Now, store.tx.Now).
		Order("run_at, id").
		Limit(10).
		Find(&candidates).
		Error
	if err != nil {
		return nil, err
	}
	until := store.tx.Now.Add(claimTime)
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

// Extend renews the claim of a job for claimTime from now. It does nothing if another process has claimed the job
// since, which the number of attempts shows.
func (store JobStore) Extend(job *Job, claimTime time.Duration) error {
	return store.tx.g.Model(&Job{}).
		Where("id = ? AND attempts = ? AND state = ? AND locked_until IS NOT NULL", job.ID, job.Attempts, JobWaiting).
		Update("locked_until", store.tx.Now.Add(claimTime)).
		Error
}

// Finish records that the job is done and deletes its payload, which may be somebody's address.
func (store JobStore) Finish(id string) error {
	return store.end(
		id,
		map[string]any{"state": JobDone, "payload": "", "finished_at": store.tx.Now, "last_error": "", "locked_until": nil},
	)
}

// Retry lets the job run again at the time.
func (store JobStore) Retry(id, lastError string, at time.Time) error {
	return store.end(id, map[string]any{"run_at": at.UTC(), "last_error": lastError, "locked_until": nil})
}

// PutBack lets the job run again at the time and does not count the attempt: this program cannot do the job.
func (store JobStore) PutBack(id, reason string, at time.Time) error {
	return store.end(id, map[string]any{
		"run_at": at.UTC(), "last_error": reason, "locked_until": nil, "attempts": gorm.Expr("attempts - 1"),
	})
}

// Fail records that the job is given up.
func (store JobStore) Fail(id, lastError string) error {
	return store.end(
		id,
		map[string]any{"state": JobFailed, "finished_at": store.tx.Now, "last_error": lastError, "locked_until": nil},
	)
}

func (store JobStore) end(id string, fields map[string]any) error {
	return store.tx.g.Model(&Job{}).Where("id = ?", id).Updates(fields).Error
}
