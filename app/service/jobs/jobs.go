// Package jobs runs work that follows from a transaction, such as sending mails. A job is a row that is written in the
// causing transaction, so it is not lost, and not done if the transaction is rolled back.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"meguri/models"
)

// Do does one job. It must be idempotent: after a crash it is called again for the same job.
type Do func(ctx context.Context, job *models.Job) error

// Kind is a kind of job. The feature that owns it registers it.
type Kind struct {
	Name string
	Do   Do
	// Deliver is for jobs that come by the thousands, instead of Do. What it returns is written together with the job's
	// end, also beside an error.
	Deliver func(ctx context.Context, job *models.Job) (record Record, err error)
	// GaveUp is called with the last error when a job is given up. It may be nil. It must be idempotent, too.
	GaveUp func(ctx context.Context, job *models.Job, trouble error) error
}

// Record writes the result of a job. It may run several times, as after a deadlock.
type Record func(w *models.SingleWrite) error

// ErrGiveUp says that trying again is useless: a job whose Do returns an error that wraps it is given up at once.
var ErrGiveUp = errors.New("trying again is useless")

// ErrUnknownKind says that another version of the program must do a job: one whose Do returns an error that wraps it is
// put back.
var ErrUnknownKind = errors.New("this version of the program does not know it")

// Later is the error of a job that may not be done before a time. It is put back until then.
type Later struct{ At time.Time }

func (l *Later) Error() string { return "not before " + l.At.UTC().Format(time.RFC3339) }

// errProcessDied is the error of a job that was claimed maxAttempts times and never ended.
var errProcessDied = errors.New("the program died each time while it did this")

const (
	// jobs at the same time, so that a slow mail server delays others less
	workers = 4
	// how long a claim lasts: if the process dies, another one takes the job after it
	claimTime        = 20 * time.Second
	renewInterval    = 5 * time.Second  // how often the claim of a running job is renewed
	maxDuration      = 2 * time.Minute  // how long a job may take
	pollInterval     = time.Second      // how often the table is read if nothing wakes the runner
	maxAttempts      = 12               // by the delays of Delay, a job is given up after about a day
	unknownKindDelay = 10 * time.Minute // when a job of an unknown kind is tried again
)

// Runner runs several jobs at the same time, the oldest first. Several processes may each have a Runner.
type Runner struct {
	db    *models.DB
	kinds map[string]Kind
	wake  chan struct{}
}

// New makes a Runner without kinds.
func New(db *models.DB) *Runner {
	return &Runner{db: db, kinds: map[string]Kind{}, wake: make(chan struct{}, 1)}
}

// Register adds kinds of jobs. Call it before Run. It fails for a kind without a name or a Do, and for one that is
// registered already.
func (r *Runner) Register(kinds ...Kind) error {
	for _, kind := range kinds {
		if _, ok := r.kinds[kind.Name]; ok || kind.Name == "" || (kind.Do == nil) == (kind.Deliver == nil) {
			return fmt.Errorf("jobs of kind %q are registered twice, or without a way to do them", kind.Name)
		}
		r.kinds[kind.Name] = kind
	}
	return nil
}

// Kinds lists the names of the kinds that are registered.
func (r *Runner) Kinds() []string { return slices.Sorted(maps.Keys(r.kinds)) }

// Wake makes the runner read the table now. It is called after a transaction that wrote a job.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run does jobs until ctx ends, and returns when the running ones are finished.
func (r *Runner) Run(ctx context.Context) {
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	var workersDone sync.WaitGroup
	for range workers {
		workersDone.Go(func() { r.work(ctx, tick.C) })
	}
	workersDone.Wait()
}

func (r *Runner) work(ctx context.Context, tick <-chan time.Time) {
	for {
		if err := r.Drain(ctx); err != nil && ctx.Err() == nil {
			slog.Error("jobs cannot be read", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick:
		case <-r.wake:
		}
	}
}

// Drain does all jobs that are due and returns when none is left or ctx ends.
func (r *Runner) Drain(ctx context.Context) error {
	for ctx.Err() == nil {
		job, err := r.claim(ctx)
		if errors.Is(err, errNoJob) {
			return nil
		}
		for err == nil && job != nil {
			r.Wake() // there may be more: wake another worker
			job, err = r.runJob(ctx, job)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// errNoJob says that no job is due; nothing was written.
var errNoJob = errors.New("no job is due")

func (r *Runner) claim(ctx context.Context) (job *models.Job, err error) {
	err = r.db.WriteOnce(ctx, func(w *models.SingleWrite) error {
		if job, err = w.Jobs().Claim(claimTime); err == nil && job == nil {
			return errNoJob
		}
		return err
	})
	return job, err
}

// runJob does a job, records its end and, unless ctx has ended, claims the next one in the same write.
func (r *Runner) runJob(ctx context.Context, job *models.Job) (next *models.Job, err error) {
	running := context.WithoutCancel(ctx)
	record, jobErr := r.do(running, job)
	if isGivenUp(job, jobErr) { // GaveUp writes by itself
		if record != nil {
			jobErr = errors.Join(jobErr, r.db.WriteOnce(running, record))
		}
		return nil, r.db.WriteOnce(running, func(w *models.SingleWrite) error { return r.end(running, w, job, jobErr) })
	}
	err = r.db.WriteTogether(running, func(w *models.SingleWrite) (err error) {
		if record != nil {
			if err := record(w); err != nil {
				return err
			}
		}
		if err := r.end(running, w, job, jobErr); err != nil || ctx.Err() != nil {
			return err
		}
		next, err = w.Jobs().Claim(claimTime)
		return err
	})
	if err != nil {
		return nil, err
	}
	return next, nil
}

// isGivenUp reports whether a job is not tried again after the error.
func isGivenUp(job *models.Job, jobErr error) bool {
	var later *Later
	if jobErr == nil || errors.As(jobErr, &later) {
		return false
	}
	return errors.Is(jobErr, ErrGiveUp) || job.Attempts >= maxAttempts
}

// do does a job by its kind.
func (r *Runner) do(ctx context.Context, job *models.Job) (record Record, err error) {
	kind, ok := r.kinds[job.Kind]
	switch {
	case !ok:
		return nil, fmt.Errorf("jobs of kind %q: %w", job.Kind, ErrUnknownKind)
	case job.Attempts > maxAttempts:
		return nil, errProcessDied
	case kind.Deliver == nil:
		return nil, r.doWithRenewal(ctx, job, kind.Do)
	}
	err = r.doWithRenewal(ctx, job, func(ctx context.Context, job *models.Job) (err error) {
		record, err = kind.Deliver(ctx, job)
		return err
	})
	return record, err
}

// end records the result of the job.
func (r *Runner) end(ctx context.Context, w *models.SingleWrite, job *models.Job, jobErr error) error {
	var later *Later
	switch {
	case jobErr == nil:
		return w.Jobs().Finish(job.ID)
	case errors.As(jobErr, &later):
		return w.Jobs().PutBack(job.ID, jobErr.Error(), later.At)
	case errors.Is(jobErr, ErrUnknownKind):
		slog.Error("job is kept for another version of the program", "kind", job.Kind, "job", job.ID, "error", jobErr)
		return w.Jobs().PutBack(job.ID, jobErr.Error(), w.Now.Add(unknownKindDelay))
	case isGivenUp(job, jobErr):
		return r.giveUp(ctx, w, job, jobErr)
	}
	slog.Warn("job will be tried again", "kind", job.Kind, "job", job.ID, "attempts", job.Attempts)
	return w.Jobs().Retry(job.ID, jobErr.Error(), w.Now.Add(Delay(job.Attempts)))
}

// giveUp calls the kind's GaveUp before it ends the job. After a crash between the two GaveUp is called again.
func (r *Runner) giveUp(ctx context.Context, w *models.SingleWrite, job *models.Job, jobErr error) error {
	slog.Error("job given up", "kind", job.Kind, "job", job.ID, "attempts", job.Attempts)
	if gaveUp := r.kinds[job.Kind].GaveUp; gaveUp != nil {
		if err := gaveUp(ctx, job, jobErr); err != nil {
			return err
		}
	}
	return w.Jobs().Fail(job.ID, jobErr.Error())
}

// doWithRenewal does the job and renews its claim while it runs.
func (r *Runner) doWithRenewal(ctx context.Context, job *models.Job, do Do) error {
	ctx, cancel := context.WithTimeout(ctx, maxDuration)
	defer cancel()
	var renewing sync.WaitGroup
	defer renewing.Wait()
	ended := make(chan struct{})
	defer close(ended)
	renewing.Go(func() {
		ticker := time.NewTicker(renewInterval)
		defer ticker.Stop()
		for {
			select {
			case <-ended:
				return
			case <-ticker.C:
				if err := r.extend(ctx, job); err != nil {
					slog.Warn("a running job cannot be held: it may be done twice", "kind", job.Kind, "job", job.ID, "error", err)
				}
			}
		}
	})
	return doRecovering(ctx, job, do)
}

func (r *Runner) extend(ctx context.Context, job *models.Job) error {
	return r.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Jobs().Extend(job, claimTime) })
}

func doRecovering(ctx context.Context, job *models.Job, do Do) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("job panicked", "kind", job.Kind, "job", job.ID, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic in job %s", job.Kind)
		}
	}()
	return do(ctx, job)
}

// Delay is the time until a job is tried again after its nth attempt: 10 s, doubling, at most 4 hours.
func Delay(attempt int) time.Duration {
	return min(10*time.Second<<min(attempt-1, 20), 4*time.Hour)
}
