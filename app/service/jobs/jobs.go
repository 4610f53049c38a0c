// Package jobs runs the work that must happen after a transaction: mails, promotions by the clock, survey openings.
// A job is a row written in the causing transaction, so it is neither lost nor done for something that did not
// happen.
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

// Do does one job. It may be called again for the same job after a crash, so it must bear repetition.
type Do func(ctx context.Context, job *models.Job) error

// Kind is a kind of job, as the feature that owns it registers it.
type Kind struct {
	Name string
	Do   Do
	// GaveUp is called once a job has failed for good, with what the last attempt said; nil where nothing follows
	// from that. It must bear repetition, too.
	GaveUp func(ctx context.Context, job *models.Job, trouble error) error
}

// ErrGiveUp joined to an error says that trying again is useless.
var ErrGiveUp = errors.New("trying again is useless")

// ErrUnknownKind joined to an error says that the job is of another version of the program: it is put back and kept.
var ErrUnknownKind = errors.New("this version of the program does not know it")

// errDied is the trouble of a job that was claimed again and again and never came back.
var errDied = errors.New("the program died each time while it did this")

const (
	// jobs at once: a mail server that takes its time with one mail holds the others up less
	workers = 4
	// how long a claimed job is ours; when our process dies, it is done again that much later
	hold        = 20 * time.Second
	renewal     = 5 * time.Second  // how often we claim the running job anew
	longest     = 2 * time.Minute  // how long a job may take
	poll        = time.Second      // how often the table is looked at when nothing woke us
	maxAttempts = 12               // with the delays below: given up after about a day
	unknownRest = 10 * time.Minute // how long a job rests that this version does not know
)

// Runner runs a few jobs at a time, the oldest first. Several processes may each have one.
type Runner struct {
	db    *models.DB
	kinds map[string]Kind
	wake  chan struct{}
}

// New makes a runner without kinds.
func New(db *models.DB) *Runner {
	return &Runner{db: db, kinds: map[string]Kind{}, wake: make(chan struct{}, 1)}
}

// Register adds kinds of jobs. Call it before Run. A kind without a name or a Do, or one that is there already, is
// an error.
func (r *Runner) Register(kinds ...Kind) error {
	for _, kind := range kinds {
		if _, ok := r.kinds[kind.Name]; ok || kind.Name == "" || kind.Do == nil {
			return fmt.Errorf("jobs of kind %q are registered twice, or without a way to do them", kind.Name)
		}
		r.kinds[kind.Name] = kind
	}
	return nil
}

// Kinds lists the names of the kinds that are registered.
func (r *Runner) Kinds() []string { return slices.Sorted(maps.Keys(r.kinds)) }

// Wake makes the runner look at the table now, after a transaction that wrote a job.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run does jobs until ctx ends; the running ones are finished first.
func (r *Runner) Run(ctx context.Context) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	var working sync.WaitGroup
	for range workers {
		working.Go(func() { r.work(ctx, tick.C) })
	}
	working.Wait()
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
		if err != nil {
			return err
		}
		r.Wake() // where there is one, there may be more: another worker looks
		if err := r.one(context.WithoutCancel(ctx), job); err != nil {
			return err
		}
	}
	return nil
}

// errNoJob says that no job is due; nothing was written.
var errNoJob = errors.New("no job is due")

func (r *Runner) claim(ctx context.Context) (job *models.Job, err error) {
	err = r.db.WriteOnce(ctx, func(w *models.SingleWrite) error {
		if job, err = w.Jobs().Claim(hold); err == nil && job == nil {
			return errNoJob
		}
		return err
	})
	return job, err
}

func (r *Runner) one(ctx context.Context, job *models.Job) error {
	kind, ok := r.kinds[job.Kind]
	trouble := errDied
	switch {
	case !ok:
		trouble = fmt.Errorf("jobs of kind %q: %w", job.Kind, ErrUnknownKind)
	case job.Attempts <= maxAttempts:
		trouble = r.held(ctx, job, kind.Do)
	}
	return r.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return r.end(ctx, w, job, trouble) })
}

// end records what became of the job.
func (r *Runner) end(ctx context.Context, w *models.SingleWrite, job *models.Job, trouble error) error {
	switch {
	case trouble == nil:
		return w.Jobs().Finish(job.ID)
	case errors.Is(trouble, ErrUnknownKind):
		slog.Error("job is kept for another version of the program", "kind", job.Kind, "job", job.ID, "error", trouble)
		return w.Jobs().PutBack(job.ID, trouble.Error(), w.Now.Add(unknownRest))
	case errors.Is(trouble, ErrGiveUp) || job.Attempts >= maxAttempts:
		return r.giveUp(ctx, w, job, trouble)
	}
	slog.Warn("job will be tried again", "kind", job.Kind, "job", job.ID, "attempts", job.Attempts)
	return w.Jobs().Retry(job.ID, trouble.Error(), w.Now.Add(Delay(job.Attempts)))
}

// giveUp tells the kind of the job before it ends the job: a crash between the two tells it again, and does not
// forget it.
func (r *Runner) giveUp(ctx context.Context, w *models.SingleWrite, job *models.Job, trouble error) error {
	slog.Error("job given up", "kind", job.Kind, "job", job.ID, "attempts", job.Attempts)
	if gaveUp := r.kinds[job.Kind].GaveUp; gaveUp != nil {
		if err := gaveUp(ctx, job, trouble); err != nil {
			return err
		}
	}
	return w.Jobs().Fail(job.ID, trouble.Error())
}

// held does the job, and claims it anew while it runs.
func (r *Runner) held(ctx context.Context, job *models.Job, do Do) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	var holding sync.WaitGroup
	defer holding.Wait()
	ended := make(chan struct{})
	defer close(ended)
	holding.Go(func() {
		again := time.NewTicker(renewal)
		defer again.Stop()
		for {
			select {
			case <-ended:
				return
			case <-again.C:
				if err := r.extend(ctx, job); err != nil {
					slog.Warn("a running job cannot be held: it may be done twice", "kind", job.Kind, "job", job.ID, "error", err)
				}
			}
		}
	})
	return try(ctx, job, do)
}

func (r *Runner) extend(ctx context.Context, job *models.Job) error {
	return r.db.WriteOnce(ctx, func(w *models.SingleWrite) error { return w.Jobs().Extend(job, hold) })
}

func try(ctx context.Context, job *models.Job, do Do) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("job panicked", "kind", job.Kind, "job", job.ID, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic in job %s", job.Kind)
		}
	}()
	return do(ctx, job)
}

// Delay is how long a job rests after its nth attempt: 10 s, doubling, 4 hours at most.
func Delay(attempt int) time.Duration {
	return min(10*time.Second<<min(attempt-1, 20), 4*time.Hour)
}
